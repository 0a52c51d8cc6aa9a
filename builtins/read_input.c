#include "builtins/read_input.h"

#include "base/clock.h"
#include "base/fdio.h"
#include "base/mem.h"
#include "eval/trap_run.h"
#include "ipc/usock.h"
#include "proc/sig.h"
#include "state/shell.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FIRST_BLOCK = 128, LAST_BLOCK = 16384, STEP = 8 }; /* bytes; how blocks grow */

/* How long signals_wait_fd() may wait; -1: also not at all, where the call that follows waits. */
static int left_ms(const struct read_input *in)
{
	if (in->end_ms < 0)
		return in->sleeps ? INT_MAX : -1;
	int64_t left = in->end_ms - clock_ms();
	return left > INT_MAX ? INT_MAX : left > 0 ? (int)left : 0;
}

/* Sleeps until there is something to read, if anybody could want to be woken: READ_LINE.  Traps
 * run here and the line goes on, unless one of them, or ^C, ended the command. */
static enum read_end wait_for_input(struct read_input *in)
{
	struct shell *sh = in->sh;
	while (!signals_wait_fd(sh, in->fd, false, left_ms(in))) {
		if (errno == ETIMEDOUT)
			return READ_TIMEOUT;
		if (errno != EINTR)
			break;
		struct place at = sh->at;
		in->flow = run_pending_traps(sh);
		sh->at = at;
		if (in->flow != FLOW_NEXT)
			return READ_STOPPED;
	}
	return READ_LINE;
}

bool read_input_ready(struct shell *sh, int fd)
{
	return signals_wait_fd(sh, fd, false, 0);
}

static enum read_end from_file(struct read_input *in)
{
	char block[LAST_BLOCK];
	bool done = false;
	for (size_t size = FIRST_BLOCK;; size = size < LAST_BLOCK ? size * STEP : size) {
		if (size > LAST_BLOCK)
			size = LAST_BLOCK;
		ssize_t got = fd_read(in->fd, block, size);
		if (got <= 0)
			return got < 0 ? READ_FAILED : READ_EOF;
		size_t used = in->take(in->context, block, (size_t)got, &done);
		if (used < (size_t)got && lseek(in->fd, (off_t)used - got, SEEK_CUR) < 0)
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
		enum read_end end = wait_for_input(in);
		if (end != READ_LINE)
			return end;
		ssize_t got = fd_read(in->fd, &byte, 1);
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

/* Copies up to `size` bytes that wait in the pipe or socket to `block` and leaves them there.  0:
 * its end, or another reader was faster; -1: with errno, EINVAL when it is neither. */
static ssize_t peek(const struct read_input *in, bool socket, char *block, size_t size)
{
	const int *ends = in->sh->peek.ends;
	ssize_t there;
	if (socket)
		return fd_peek(in->fd, block, size);
	do
		there = tee(in->fd, ends[1], size, 0);
	while (there < 0 && errno == EINTR);
	if (there > 0 && !read_exactly(ends[0], block, (size_t)there))
		return -1;
	return there;
}

/* *usable is false when nothing was read: it is no pipe, or the system has no such call.
 *
 * What was seen is a hint for how much to read: between the two another reader may have taken it,
 * and then this one has what came next. */
static enum read_end from_pipe(struct read_input *in, bool socket, bool *usable)
{
	char block[LAST_BLOCK];
	bool done = false;
	*usable = socket || prepare_peek(in->sh);
	for (size_t size = FIRST_BLOCK; *usable; size = size < LAST_BLOCK ? size * STEP : size) {
		if (size > LAST_BLOCK)
			size = LAST_BLOCK;
		enum read_end end = wait_for_input(in);
		if (end != READ_LINE)
			return end;
		ssize_t there = peek(in, socket, block, size);
		if (there < 0) {
			*usable = false;
			break;
		}
		size_t sure = there > 0 ? in->sure(in->context, block, (size_t)there) : 1;
		if (sure > 0)
			there = fd_read(in->fd, block, sure);
		if (there <= 0)
			return there < 0 ? READ_FAILED : READ_EOF;
		(void)in->take(in->context, block, (size_t)there, &done);
		if (done)
			return READ_LINE;
	}
	return READ_EOF;
}

/* The message that is next, which others may want too.  *size is how long it is: more than `room`
 * if it did not fit. */
static enum read_end take_next(struct read_input *in, char *bytes, size_t room, int flags,
			       ssize_t *size)
{
	for (;;) {
		*size = recv(in->fd, bytes, room, flags | MSG_TRUNC | MSG_DONTWAIT);
		if (*size >= 0)
			return READ_LINE;
		if (errno != EAGAIN && errno != EINTR)
			return READ_FAILED;
		enum read_end end = wait_for_input(in);
		if (end != READ_LINE)
			return end;
	}
}

/* Exactly one message.  That of no bytes is one among datagrams, and the end of a connection. */
static enum read_end from_messages(struct read_input *in)
{
	ssize_t length, got = 0;
	in->sleeps = true;
	enum read_end end = take_next(in, NULL, 0, MSG_PEEK, &length);
	if (end != READ_LINE)
		return end;
	/* Another process may take this one, and the next be longer. */
	size_t room = length < LAST_BLOCK ? LAST_BLOCK : (size_t)length;
	char *message = mem_alloc(room);
	if (!message)
		return READ_FAILED;
	end = take_next(in, message, room, 0, &got);
	if (end == READ_LINE && (size_t)got > room) {
		errno = EMSGSIZE;
		end = READ_FAILED;
	} else if (end == READ_LINE && got == 0 && usock_type(in->fd) != SOCK_DGRAM) {
		end = READ_EOF;
	} else if (end == READ_LINE && got > 0) {
		in->take_message(in->context, message, (size_t)(got - (message[got - 1] == '\n')));
	}
	mem_free(message);
	return end;
}

static enum input_kind kind_of(int fd)
{
	if (lseek(fd, 0, SEEK_CUR) >= 0)
		return INPUT_SEEKABLE;
	if (errno != ESPIPE)
		return INPUT_OTHER;
	int type = usock_type(fd);
	return type < 0 ? INPUT_PIPE : type == SOCK_STREAM ? INPUT_STREAM : INPUT_MESSAGES;
}

enum read_end read_input_line(struct read_input *in)
{
	/* What standard input is need not be asked again and again. */
	enum input_kind other = INPUT_UNKNOWN;
	enum input_kind *kind = in->fd == STDIN_FILENO ? &in->sh->input : &other;
	in->end_ms = in->timeout_ms < 0 ? -1 : clock_ms() + in->timeout_ms;
	if (*kind == INPUT_UNKNOWN)
		*kind = kind_of(in->fd);
	if (*kind == INPUT_SEEKABLE)
		return from_file(in);
	if (*kind == INPUT_MESSAGES)
		return from_messages(in);
	if (*kind == INPUT_PIPE || *kind == INPUT_STREAM) {
		bool usable;
		enum read_end end = from_pipe(in, *kind == INPUT_STREAM, &usable);
		if (usable)
			return end;
		*kind = INPUT_OTHER;
	}
	return byte_by_byte(in);
}
