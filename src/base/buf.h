/* buf.h - a growing string of bytes on the heap.
 *
 * `data` is NULL while nothing was ever added.  A buffer that could not grow keeps `failed`
 * and ignores what follows.  buf_cstr() ends it with a NUL that does not count. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/mem.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buf {
	char *data;
	size_t length, capacity;
	bool failed;
};

#define BUF_INIT  \
	{         \
		0 \
	}

bool buf_grow(struct buf *b, size_t more); /* room for `more` bytes and a NUL */

static inline bool buf_room(struct buf *b, size_t more)
{
	return more < b->capacity - b->length || buf_grow(b, more);
}

static inline void buf_add(struct buf *b, const char *bytes, size_t length)
{
	if (buf_room(b, length)) {
		memcpy(b->data + b->length, bytes, length);
		b->length += length;
	}
}

static inline void buf_byte(struct buf *b, char c)
{
	if (buf_room(b, 1))
		b->data[b->length++] = c;
}

void buf_fill(struct buf *b, char c, size_t count);
void buf_str(struct buf *b, const char *s);
void buf_int(struct buf *b, int64_t value); /* in decimal */

enum { INT_TEXT_ROOM = 24 };

/* The same as a string somewhere in `room`.  (snprintf() takes ten times as long, and in a child
 * has its pages to fetch first.) */
const char *int_text(int64_t value, char room[INT_TEXT_ROOM], size_t *length);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));
void buf_utf8(struct buf *b, uint32_t code_point);

/* The text with a final NUL; "" when memory ran out.  Borrowed until the next change. */
const char *buf_cstr(struct buf *b);

static inline void buf_clear(struct buf *b)
{
	b->length = 0;
}

void buf_free(struct buf *b); /* and make it empty, not failed */

#endif
