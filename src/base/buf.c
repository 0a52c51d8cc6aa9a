#include "base/buf.h"

#include <stdint.h>
#include <stdio.h>

enum { SMALLEST = 64 };

bool buf_grow(struct buf *b, size_t more)
{
	if (!b->failed && more < PTRDIFF_MAX / 2 - b->length) {
		size_t need = b->length + more + 1;
		size_t size = b->capacity * 2;
		if (size < need)
			size = need;
		if (size < SMALLEST)
			size = SMALLEST;
		char *data = mem_resize(b->data, size);
		if (data) {
			b->data = data;
			b->capacity = size;
			return true;
		}
	}
	b->failed = true;
	b->capacity = b->length; /* so that what is small enough is ignored, too */
	return false;
}

void buf_fill(struct buf *b, char c, size_t count)
{
	if (count && buf_room(b, count)) {
		memset(b->data + b->length, c, count);
		b->length += count;
	}
}

void buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

const char *int_text(int64_t value, char room[INT_TEXT_ROOM], size_t *length)
{
	char *end = room + INT_TEXT_ROOM - 1, *at = end;
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	*end = '\0';
	do {
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (value < 0)
		*--at = '-';
	*length = (size_t)(end - at);
	return at;
}

void buf_int(struct buf *b, int64_t value)
{
	char room[INT_TEXT_ROOM];
	size_t length;
	const char *text = int_text(value, room, &length);
	buf_add(b, text, length);
}

void buf_vprintf(struct buf *b, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	size_t room = b->capacity - b->length;
	int length = vsnprintf(room ? b->data + b->length : NULL, room, format, args);
	if (length < 0) {
		b->failed = true;
	} else if ((size_t)length < room) {
		b->length += (size_t)length;
	} else if (buf_room(b, (size_t)length)) {
		vsnprintf(b->data + b->length, (size_t)length + 1, format, again);
		b->length += (size_t)length;
	}
	va_end(again);
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	buf_vprintf(b, format, args);
	va_end(args);
}

void buf_utf8(struct buf *b, uint32_t c)
{
	char bytes[4];
	size_t n = 0;
	if (c < 0x80) {
		bytes[n++] = (char)c;
	} else if (c < 0x800) {
		bytes[n++] = (char)(0xC0 | c >> 6);
	} else if (c < 0x10000) {
		bytes[n++] = (char)(0xE0 | c >> 12);
		bytes[n++] = (char)(0x80 | (c >> 6 & 0x3F));
	} else {
		bytes[n++] = (char)(0xF0 | (c >> 18 & 0x07));
		bytes[n++] = (char)(0x80 | (c >> 12 & 0x3F));
		bytes[n++] = (char)(0x80 | (c >> 6 & 0x3F));
	}
	if (c >= 0x80)
		bytes[n++] = (char)(0x80 | (c & 0x3F));
	buf_add(b, bytes, n);
}

const char *buf_cstr(struct buf *b)
{
	if (!buf_room(b, 0))
		return "";
	b->data[b->length] = '\0';
	return b->data;
}

void buf_free(struct buf *b)
{
	mem_free(b->data);
	*b = (struct buf)BUF_INIT;
}
