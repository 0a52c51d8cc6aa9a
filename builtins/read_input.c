#include "builtins/read_input.h"

#include "base/fdio.h"
#include "eval/trap_run.h"
#include "proc/sig.h"
#include "state/shell.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { FIRST_BLOCK = 128, LAST_BLOCK = 16384, STEP = 8 }; /* bytes; how blocks grow */

/* Sleeps until there is something to read, if anybody could want to be woken.  Traps run here
 * and the line goes on; false: one of them, or ^C, ended the command. */
static bool wait_for_input(struct read_input *in)
{
	struct shell *sh = in->sh;
	while (!signals_wait_fd(sh, STDIN_FILENO, false, -1) && errno == EINTR) {
		struct place at = sh->at;
		in->flow = run_pending_traps(sh);
		sh->at = at;
		if (in->flow != FLOW_NEXT)
			return false;
	}
	return true;
}

static enum read_end from_file(struct read_input *in)
{
	char block[LAST_BLOCK];
	bool done = false;
	for (size_t size = FIRST_BLOCK;; size = size < LAST_BLOCK ? size * STEP : size) {
		if (size > LAST_BLOCK)
			size = LAST_BLOCK;
		ssize_t got = fd_read(STDIN_FILENO, block, size);
		if (got <= 0)
			return got < 0 ? READ_FAILED : READ_EOF;
		size_t used = in->take(in->context, block, (size_t)got, &done);
		if (used < (size_t)got && lseek(STDIN_FILENO, (off_t)used - got, SEEK_CUR) < 0)
			return READ_FAILED;
		if (done)
			return READ_LINE;
	}
}

static enum read_end byte_by_byte(struct read_input *in)
{
	bool done = false;
	while (!done) {
		char byte;
		if (!wait_for_input(in))
			return READ_STOPPED;
		ssize_t got = fd_read(STDIN_FILENO, &byte, 1);
		if (got <= 0)
			return got < 0 ? READ_FAILED : READ_EOF;
		(void)in->take(in->context, &byte, 1, &done);
	}
	return READ_LINE;
}

/* This process' pipe to look into.  A forked child shares its parent's: it makes its own. */
static bool prepare_peek(struct shell *sh)
{
	struct peek *p = &sh->peek;
	int ends[2];
	if (p->owner == sh->process)
		return true;
	if (!fd_pipe(ends))
		return false;
	for (int i = 0; i < 2; i++) {
		if (p->owner)
			fd_close(p->ends[i]);
		else if (!fd_own(&p->ends[i]))
			p->owner = -1; /* not listed, and used all the same */
		p->ends[i] = ends[i];
	}
	p->owner = sh->process;
	return true;
}

static bool read_exactly(int fd, char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t got = fd_read(fd, bytes, length);
		if (got <= 0)
			return false;
		bytes += got;
		length -= (size_t)got;
	}
	return true;
}

/* Copies up to `size` bytes that wait in the pipe to `block` and leaves them there.  0: its end;
 * -1: with errno, EINVAL when standard input is no pipe. */
static ssize_t peek(struct shell *sh, char *block, size_t size)
{
	ssize_t there;
	do
		there = tee(STDIN_FILENO, sh->peek.ends[1], size, 0);
	while (there < 0 && errno == EINTR);
	if (there > 0 && !read_exactly(sh->peek.ends[0], block, (size_t)there))
		return -1;
	return there;
}

/* *usable is false when nothing was read: it is no pipe, or the system has no such call. */
static enum read_end from_pipe(struct read_input *in, bool *usable)
{
	char block[LAST_BLOCK];
	bool done = false;
	*usable = prepare_peek(in->sh);
	for (size_t size = FIRST_BLOCK; *usable; size = size < LAST_BLOCK ? size * STEP : size) {
		if (size > LAST_BLOCK)
			size = LAST_BLOCK;
		if (!wait_for_input(in))
			return READ_STOPPED;
		ssize_t there = peek(in->sh, block, size);
		if (there < 0) {
			*usable = false;
			break;
		}
		if (there == 0)
			return READ_EOF;
		size_t used = in->take(in->context, block, (size_t)there, &done);
		if (!read_exactly(STDIN_FILENO, block, used))
			return READ_FAILED;
		if (done)
			return READ_LINE;
	}
	return READ_EOF;
}

enum read_end read_input_line(struct read_input *in)
{
	struct shell *sh = in->sh;
	if (sh->input == INPUT_UNKNOWN) {
		bool seekable = lseek(STDIN_FILENO, 0, SEEK_CUR) >= 0;
		sh->input = seekable ? INPUT_SEEKABLE : errno == ESPIPE ? INPUT_PIPE : INPUT_OTHER;
	}
	if (sh->input == INPUT_SEEKABLE)
		return from_file(in);
	if (sh->input == INPUT_PIPE) {
		bool usable;
		enum read_end end = from_pipe(in, &usable);
		if (usable)
			return end;
		sh->input = INPUT_OTHER;
	}
	return byte_by_byte(in);
}
