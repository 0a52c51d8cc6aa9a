#include "lang/input.h"

#include "base/fdio.h"
#include "base/mem.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void input_close(struct input *in)
{
	if (in)
		in->close(in);
}

/* The line without its NUL bytes: as it is when there are none, else copied to `copy`. */
static enum input_status give(struct buf *copy, const char *text, size_t size, const char **line,
			      size_t *length)
{
	const char *nul = memchr(text, '\0', size);
	if (!nul) {
		*line = text;
		*length = size;
		return INPUT_LINE;
	}
	buf_clear(copy);
	for (const char *end = text + size; nul; nul = memchr(text, '\0', (size_t)(end - text))) {
		buf_add(copy, text, (size_t)(nul - text));
		text = nul + 1;
		size = (size_t)(end - text);
		if (size == 0)
			break;
	}
	buf_add(copy, text, size);
	if (copy->failed) {
		errno = ENOMEM;
		return INPUT_ERROR;
	}
	*line = buf_cstr(copy);
	*length = copy->length;
	return INPUT_LINE;
}

/* --- a string --- */

struct string_input {
	struct input input;
	const char *at, *end;
	struct buf copy;
};

static enum input_status string_next(struct input *in, bool continued, const char **line,
				     size_t *length)
{
	(void)continued;
	struct string_input *s = (struct string_input *)in;
	if (s->at == s->end)
		return INPUT_END;
	const char *start = s->at;
	const char *newline = memchr(start, '\n', (size_t)(s->end - start));
	s->at = newline ? newline + 1 : s->end;
	return give(&s->copy, start, (size_t)(s->at - start), line, length);
}

static bool string_at_end(const struct input *in)
{
	const struct string_input *s = (const struct string_input *)in;
	return s->at == s->end;
}

static void string_close(struct input *in)
{
	struct string_input *s = (struct string_input *)in;
	buf_free(&s->copy);
	mem_free(s);
}

struct input *input_of_string(const char *text, size_t length)
{
	struct string_input *s = mem_alloc(sizeof *s);
	if (!s)
		return NULL;
	*s = (struct string_input){
		{.next_line = string_next, .at_end = string_at_end, .close = string_close},
		text,
		text + length,
		BUF_INIT};
	return &s->input;
}

/* --- a descriptor --- */

struct fd_input {
	struct input input;
	int fd;
	struct buf bytes; /* read ahead; from `used` on not yet given out */
	size_t used;
	struct buf copy;
	bool (*wait)(void *context, int fd);
	void *context;
};

enum {
	SCRIPT_BLOCK = 65536,
	STDIN_BLOCK = 1024, /* each command that runs has what is left of it read again */
};

/* Reads up to `size` more bytes.  INPUT_LINE: there are some. */
static enum input_status fd_more(struct fd_input *f, size_t size)
{
	if (f->used > 0) {
		f->bytes.length -= f->used;
		memmove(f->bytes.data, f->bytes.data + f->used, f->bytes.length);
		f->used = 0;
	}
	if (!buf_room(&f->bytes, size)) {
		f->bytes.failed = false;
		errno = ENOMEM;
		return INPUT_ERROR;
	}
	if (f->wait && !f->wait(f->context, f->fd))
		return INPUT_INTERRUPTED;
	ssize_t got = fd_read(f->fd, f->bytes.data + f->bytes.length, size);
	if (got < 0)
		return errno == EINTR ? INPUT_INTERRUPTED : INPUT_ERROR;
	f->bytes.length += (size_t)got;
	return got > 0 ? INPUT_LINE : INPUT_END;
}

/* One line out of blocks of `block` bytes.  What an interrupted call has read stays. */
static enum input_status fd_line(struct fd_input *f, size_t block, const char **line,
				 size_t *length)
{
	size_t searched = 0; /* of the bytes from `used` on: no newline in them */
	const char *newline = NULL;
	for (;;) {
		size_t left = f->bytes.length - f->used;
		if (left > searched)
			newline = memchr(f->bytes.data + f->used + searched, '\n', left - searched);
		if (newline)
			break;
		searched = left;
		enum input_status status = fd_more(f, block);
		if (status == INPUT_END && left > 0)
			break;
		if (status != INPUT_LINE)
			return status;
	}
	const char *start = f->bytes.data + f->used;
	size_t size = newline ? (size_t)(newline + 1 - start) : f->bytes.length - f->used;
	f->used += size;
	return give(&f->copy, start, size, line, length);
}

static enum input_status script_next(struct input *in, bool continued, const char **line,
				     size_t *length)
{
	(void)continued;
	return fd_line((struct fd_input *)in, SCRIPT_BLOCK, line, length);
}

/* A regular file can be read ahead, because sync() can seek back.  Asked each time: the
 * commands that run may have put something else there. */
static enum input_status stdin_next(struct input *in, bool continued, const char **line,
				    size_t *length)
{
	(void)continued;
	struct stat st;
	bool seekable = fstat(STDIN_FILENO, &st) == 0 && S_ISREG(st.st_mode) &&
			lseek(STDIN_FILENO, 0, SEEK_CUR) >= 0;
	return fd_line((struct fd_input *)in, seekable ? STDIN_BLOCK : 1, line, length);
}

/* Bytes that were read from a pipe and not yet given out (of a line that was interrupted) are
 * the shell's: they stay. */
static void stdin_sync(struct input *in)
{
	struct fd_input *f = (struct fd_input *)in;
	size_t ahead = f->bytes.length - f->used;
	if (ahead > 0 && lseek(STDIN_FILENO, -(off_t)ahead, SEEK_CUR) >= 0)
		f->used = f->bytes.length = 0;
}

static void fd_input_close(struct input *in)
{
	struct fd_input *f = (struct fd_input *)in;
	if (f->fd != STDIN_FILENO) {
		fd_disown(&f->fd);
		fd_close(f->fd);
	}
	buf_free(&f->bytes);
	buf_free(&f->copy);
	mem_free(f);
}

struct input *input_of_script(int fd)
{
	struct fd_input *f = mem_zero(sizeof *f);
	if (!f) {
		fd_close(fd);
		return NULL;
	}
	f->input = (struct input){.next_line = script_next, .close = fd_input_close};
	f->fd = fd >= FD_OWN_FIRST ? fd : fd_move_high(fd);
	if (f->fd < 0 || !fd_own(&f->fd)) {
		fd_close(f->fd);
		mem_free(f);
		return NULL;
	}
	return &f->input;
}

struct input *input_of_stdin(bool (*wait)(void *context, int fd), void *context)
{
	struct fd_input *f = mem_zero(sizeof *f);
	if (!f)
		return NULL;
	f->input = (struct input){
		.next_line = stdin_next, .sync = stdin_sync, .close = fd_input_close};
	f->fd = STDIN_FILENO;
	f->wait = wait;
	f->context = context;
	return &f->input;
}
