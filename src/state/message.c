/* What the shell says on standard error, and the memory of the running command. */
#include "state/shell.h"

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"

#include <string.h>

static void message(struct shell *sh, struct place at, const char *format, va_list args)
	__attribute__((format(printf, 3, 0)));

/* A child took over what was running: it, not we, has something to say. */
static void message(struct shell *sh, struct place at, const char *format, va_list args)
{
	if (sh->unwinding == FLOW_FORKED)
		return;
	struct buf prefix = BUF_INIT;
	if (at.source)
		place_describe(&prefix, at);
	else if (sh->name)
		buf_str(&prefix, sh->name);
	diag_print(buf_cstr(&prefix), format, args);
	buf_free(&prefix);
}

void shell_error(struct shell *sh, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	message(sh, sh->at, format, args);
	va_end(args);
}

void shell_error_at(struct shell *sh, struct place at, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	message(sh, at, format, args);
	va_end(args);
}

bool shell_no_memory(struct shell *sh)
{
	if (sh->unwinding != FLOW_FORKED)
		diag_out_of_memory();
	sh->status = 1;
	return false;
}

char *shell_dup(struct shell *sh, const char *text)
{
	return arena_dup(&sh->tmp, text, strlen(text));
}

char *shell_dup_n(struct shell *sh, const char *text, size_t length)
{
	return arena_dup(&sh->tmp, text, length);
}

void *shell_alloc(struct shell *sh, size_t size)
{
	return arena_alloc(&sh->tmp, size);
}

/* Beyond this a buffer's memory is given back rather than kept for the next. */
enum { SPARE_BUFFER_MAX = 65536 };

struct buf *shell_buffer(struct shell *sh)
{
	if (sh->spare_count)
		return sh->spare_buffers[--sh->spare_count];
	struct buf *b = mem_zero(sizeof *b);
	if (!b)
		(void)shell_no_memory(sh);
	return b;
}

void shell_buffer_done(struct shell *sh, struct buf *b)
{
	if (!b)
		return;
	if (b->failed || b->capacity > SPARE_BUFFER_MAX)
		buf_free(b);
	buf_clear(b);
	if (sh->spare_count < sizeof sh->spare_buffers / sizeof *sh->spare_buffers) {
		sh->spare_buffers[sh->spare_count++] = b;
	} else {
		buf_free(b);
		mem_free(b);
	}
}
