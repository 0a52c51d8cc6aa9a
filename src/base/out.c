#include "base/out.h"

#include "base/fdio.h"

#include <errno.h>

void out_drain(struct out *o)
{
	if (o->pending.failed) {
		if (!o->error)
			o->error = ENOMEM;
		buf_free(&o->pending);
	}
	if (o->fd == OUT_MEMORY)
		return;
	if (!o->error && o->pending.length &&
	    !fd_write_all(o->fd, o->pending.data, o->pending.length))
		o->error = errno;
	buf_clear(&o->pending);
}

bool out_flush(struct out *o)
{
	out_drain(o);
	return o->error == 0;
}

void out_str(struct out *o, const char *s)
{
	out_add(o, s, strlen(s));
}

void out_int(struct out *o, int64_t value)
{
	buf_int(&o->pending, value);
}

void out_printf(struct out *o, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	buf_vprintf(&o->pending, format, args);
	va_end(args);
	if (o->pending.length >= OUT_HIGH_WATER)
		out_drain(o);
}

enum quoting_need { NEED_NONE, NEED_SINGLE, NEED_DOLLAR };

static bool is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7F;
}

static enum quoting_need quoting_need(const char *s)
{
	enum quoting_need need = *s ? NEED_NONE : NEED_SINGLE;
	for (; *s; s++) {
		if (is_control(*s))
			return NEED_DOLLAR;
		bool alnum = (*s >= '0' && *s <= '9') || (*s >= 'A' && *s <= 'Z') ||
			     (*s >= 'a' && *s <= 'z');
		if (!alnum && !strchr("_./:=@%+,-", *s))
			need = NEED_SINGLE;
	}
	return need;
}

/* A quote itself stands between the quoted pieces: 'it'\''s'. */
static void quote_single(struct buf *b, const char *s)
{
	do {
		size_t piece = strcspn(s, "'");
		if (piece || !*s) {
			buf_byte(b, '\'');
			buf_add(b, s, piece);
			buf_byte(b, '\'');
		}
		for (s += piece; *s == '\''; s++)
			buf_str(b, "\\'");
	} while (*s);
}

/* Octal and not \x: what \x takes beyond two digits is unspecified (XCU 2.2.4). */
void buf_dollar_quoted(struct buf *b, const char *s)
{
	static const char letters[] = "abtnvfr"; /* from 7 on */
	buf_str(b, "$'");
	for (; *s; s++) {
		if (*s == '\'' || *s == '\\')
			buf_printf(b, "\\%c", *s);
		else if (*s >= 7 && *s <= 13)
			buf_printf(b, "\\%c", letters[*s - 7]);
		else if (is_control(*s))
			buf_printf(b, "\\%03o", (unsigned)*s);
		else
			buf_byte(b, *s);
	}
	buf_byte(b, '\'');
}

void buf_quoted(struct buf *b, const char *s)
{
	switch (quoting_need(s)) {
	case NEED_NONE:
		buf_str(b, s);
		break;
	case NEED_SINGLE:
		quote_single(b, s);
		break;
	case NEED_DOLLAR:
		buf_dollar_quoted(b, s);
		break;
	}
}

void out_quoted(struct out *o, const char *s)
{
	buf_quoted(&o->pending, s);
	if (o->pending.length >= OUT_HIGH_WATER)
		out_drain(o);
}
