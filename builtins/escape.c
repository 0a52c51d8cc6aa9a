#include "builtins/escape.h"

#include "base/buf.h"

#include <stdint.h>
#include <string.h>

static const char *octal(struct buf *out, const char *at, int most)
{
	unsigned value = 0;
	for (; most > 0 && *at >= '0' && *at <= '7'; most--)
		value = value * 8 + (unsigned)(*at++ - '0');
	buf_byte(out, (char)value);
	return at;
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

/* \xhh is a byte; \u and \U are a character, as in $'...'.  NULL: no digit follows. */
static const char *hexadecimal(struct buf *out, const char *at)
{
	char letter = *at++;
	int most = letter == 'x' ? 2 : letter == 'u' ? 4 : 8;
	uint32_t value = 0;
	if (hex_digit(*at) < 0)
		return NULL;
	for (; most > 0 && hex_digit(*at) >= 0; most--)
		value = value * 16 + (uint32_t)hex_digit(*at++);
	if (letter == 'x' || value < 0x80)
		buf_byte(out, (char)value);
	else
		buf_utf8(out, value);
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
		return octal(out, at, style != ESCAPE_FORMAT && *at == '0' ? 4 : 3);
	if (*at == 'c' && style != ESCAPE_FORMAT)
		return NULL;
	if (style != ESCAPE_ECHO && (*at == 'x' || *at == 'u' || *at == 'U')) {
		const char *end = hexadecimal(out, at);
		if (end)
			return end;
	}
	buf_byte(out, '\\');
	buf_byte(out, *at);
	return at + 1;
}

bool escape_add_all(struct buf *out, const char *text, enum escape_style style)
{
	for (const char *backslash; (backslash = strchr(text, '\\'));) {
		buf_add(out, text, (size_t)(backslash - text));
		text = escape_add(out, backslash + 1, style);
		if (!text)
			return false;
	}
	buf_str(out, text);
	return true;
}
