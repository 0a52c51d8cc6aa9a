/* out.h - where a built-in's output goes: a descriptor or memory.
 *
 * Errors are sticky: `error` keeps the errno of the first write that failed, as ferror()
 * does; the one caller of built-ins flushes, looks at it and reports.  There is no stdio on
 * descriptors 1 and 2 anywhere. */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include "base/buf.h"

struct out {
	struct buf pending;
	int fd;    /* OUT_MEMORY: nothing is ever written, `pending` is the result */
	int error; /* errno of the first failure, or 0 */
};

enum { OUT_MEMORY = -1, OUT_HIGH_WATER = 16384 };

void out_drain(struct out *o); /* what out_add() does when enough is pending */

static inline void out_add(struct out *o, const char *bytes, size_t length)
{
	buf_add(&o->pending, bytes, length);
	if (o->pending.length >= OUT_HIGH_WATER)
		out_drain(o);
}

static inline void out_byte(struct out *o, char c)
{
	buf_byte(&o->pending, c);
}

void out_str(struct out *o, const char *s);
void out_int(struct out *o, int64_t value);
void out_printf(struct out *o, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Writes `s` quoted so that the shell reads it back as one word (XCU 2.2): as it is when that
 * is safe, else in '...', or in $'...' when it has control bytes. */
void out_quoted(struct out *o, const char *s);
void buf_quoted(struct buf *b, const char *s);        /* the same, into a buffer */
void buf_dollar_quoted(struct buf *b, const char *s); /* always in $'...' */

/* Writes what is pending.  False if that or an earlier write failed; `error` says why. */
bool out_flush(struct out *o);

#endif
