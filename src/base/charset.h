/* charset.h - characters as the locale has them, with fast paths for bytes and UTF-8.
 *
 * Where POSIX says character, not byte, code asks here.  A byte that is no valid character is
 * a character of its own, so that any text passes through untouched. */
#ifndef BASE_CHARSET_H
#define BASE_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

enum charset {
	CHARSET_ASCII, /* the C library's C locale: a byte above 127 is no character */
	CHARSET_BYTES, /* other single-byte locales: one byte, one character */
	CHARSET_UTF8,
	CHARSET_OTHER, /* any other multibyte encoding, through mbrtowc() */
};

enum { CHAR_INVALID = 0x40000000 }; /* | the byte: what char_decode() gives for bad bytes */

/* The charset of the current LC_CTYPE. */
enum charset charset_of_locale(void);

/* The bytes of the first character of text[0..length), length > 0; at least 1.  Its code (a
 * wchar_t, or CHAR_INVALID|byte) is stored in *code. */
size_t char_decode_slow(enum charset cs, const char *text, size_t length, uint32_t *code);

static inline size_t char_decode(enum charset cs, const char *text, size_t length, uint32_t *code)
{
	unsigned char c = (unsigned char)*text;
	if (c < 0x80 && cs != CHARSET_OTHER) {
		*code = c;
		return 1;
	}
	return char_decode_slow(cs, text, length, code);
}

/* Whether all of it is ASCII, which means the same in every charset. */
bool text_is_ascii(const char *text, size_t length);

/* The other case of one character, text[0..size): its bytes are put into `out`, their number is
 * returned.  ASCII needs no locale. */
enum { CHAR_ROOM = 16 };
size_t char_set_case(enum charset cs, bool upper, const char *text, size_t size,
		     char out[CHAR_ROOM]);

/* The bytes that the first `count` characters of text[0..length) take; all of it if it has no more. */
size_t char_skip(enum charset cs, const char *text, size_t length, size_t count);

/* How many characters text[0..length) has. */
size_t char_count(enum charset cs, const char *text, size_t length);

#endif
