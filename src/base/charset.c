#include "base/charset.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

enum charset charset_of_locale(void)
{
	const char *name = nl_langinfo(CODESET);
	if (MB_CUR_MAX == 1) /* btowc() would say the same of each byte, slowly */
		return strcmp(name, "ANSI_X3.4-1968") == 0 ? CHARSET_ASCII : CHARSET_BYTES;
	return strcmp(name, "UTF-8") == 0 ? CHARSET_UTF8 : CHARSET_OTHER;
}

static size_t invalid(unsigned char c, uint32_t *code)
{
	*code = CHAR_INVALID | c;
	return 1;
}

/* As RFC 3629 has it: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
static size_t decode_utf8(const unsigned char *text, size_t length, uint32_t *code)
{
	unsigned char c = text[0];
	if (c < 0x80) {
		*code = c;
		return 1;
	}
	size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
	if (c < 0xC2 || c > 0xF4 || length < n)
		return invalid(c, code);
	uint32_t value = c & (0x7Fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((text[i] & 0xC0) != 0x80)
			return invalid(c, code);
		value = value << 6 | (text[i] & 0x3Fu);
	}
	bool overlong = (n == 3 && value < 0x800) || (n == 4 && value < 0x10000);
	if (overlong || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
		return invalid(c, code);
	*code = value;
	return n;
}

static size_t decode_other(const char *text, size_t length, uint32_t *code)
{
	mbstate_t state = {0};
	wchar_t wide;
	size_t n = mbrtowc(&wide, text, length, &state);
	if (n == (size_t)-1 || n == (size_t)-2)
		return invalid((unsigned char)*text, code);
	*code = (uint32_t)wide;
	return n ? n : 1;
}

size_t char_decode_slow(enum charset cs, const char *text, size_t length, uint32_t *code)
{
	switch (cs) {
	case CHARSET_UTF8:
		return decode_utf8((const unsigned char *)text, length, code);
	case CHARSET_OTHER:
		return decode_other(text, length, code);
	case CHARSET_ASCII:
		return invalid((unsigned char)*text, code);
	case CHARSET_BYTES:
		break;
	}
	wint_t wide = btowc((unsigned char)*text);
	if (wide == WEOF)
		return invalid((unsigned char)*text, code);
	*code = (uint32_t)wide;
	return 1;
}

/* How many bytes at the start are ASCII, in steps of eight. */
static size_t ascii_run(const char *text, size_t length)
{
	size_t n = 0;
	for (uint64_t eight; n + 8 <= length; n += 8) {
		memcpy(&eight, text + n, 8);
		if (eight & 0x8080808080808080u)
			break;
	}
	return n;
}

bool text_is_ascii(const char *text, size_t length)
{
	size_t n = ascii_run(text, length);
	while (n < length && (unsigned char)text[n] < 0x80)
		n++;
	return n == length;
}

size_t char_count(enum charset cs, const char *text, size_t length)
{
	if (cs <= CHARSET_BYTES)
		return length;
	size_t count = 0;
	while (length > 0) {
		size_t n = cs == CHARSET_UTF8 ? ascii_run(text, length) : 0;
		count += n;
		if (n == 0) {
			uint32_t code;
			n = char_decode(cs, text, length, &code);
			count++;
		}
		text += n;
		length -= n;
	}
	return count;
}

size_t char_skip(enum charset cs, const char *text, size_t length, size_t count)
{
	size_t at = 0;
	if (cs == CHARSET_BYTES)
		return count < length ? count : length;
	for (uint32_t code; count > 0 && at < length; count--)
		at += char_decode(cs, text + at, length - at, &code);
	return at;
}

size_t char_set_case(enum charset cs, bool upper, const char *text, size_t size,
		     char out[CHAR_ROOM])
{
	uint32_t code;
	mbstate_t state = {0};
	memcpy(out, text, size);
	if (size == 1 && (unsigned char)*text < 0x80) {
		char c = *text;
		if (upper ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z')
			out[0] = (char)(c ^ 0x20);
		return 1;
	}
	if (char_decode(cs, text, size, &code) != size || (code & CHAR_INVALID))
		return size;
	wint_t other = upper ? towupper((wint_t)code) : towlower((wint_t)code);
	size_t n = other == (wint_t)code ? (size_t)-1 : wcrtomb(out, (wchar_t)other, &state);
	if (n != (size_t)-1)
		return n;
	memcpy(out, text, size);
	return size;
}
