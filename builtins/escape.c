#include "builtins/escape.h"

#include "base/buf.h"

#include <string.h>

static const char *octal(struct buf *out, const char *at, int most)
{
	unsigned value = 0;
	for (; most > 0 && *at >= '0' && *at <= '7'; most--)
		value = value * 8 + (unsigned)(*at++ - '0');
	buf_byte(out, (char)value);
	return at;
}

const char *escape_add(struct buf *out, const char *at, enum escape_style style)
{
	/* \e is not in the standard, but in most shells. */
	static const char letters[] = "abefnrtv\\", bytes[] = "\a\b\033\f\n\r\t\v\\";
	if (*at == '\0') {
		buf_byte(out, '\\');
		return at;
	}
	const char *known = strchr(letters, *at);
	if (known) {
		buf_byte(out, bytes[known - letters]);
		return at + 1;
	}
	if (*at >= '0' && *at <= '7')
		return octal(out, at, style == ESCAPE_STRING && *at == '0' ? 4 : 3);
	if (*at == 'c' && style == ESCAPE_STRING)
		return NULL;
	buf_byte(out, '\\');
	buf_byte(out, *at);
	return at + 1;
}

bool escape_add_all(struct buf *out, const char *text)
{
	for (const char *backslash; (backslash = strchr(text, '\\'));) {
		buf_add(out, text, (size_t)(backslash - text));
		text = escape_add(out, backslash + 1, ESCAPE_STRING);
		if (!text)
			return false;
	}
	buf_str(out, text);
	return true;
}
