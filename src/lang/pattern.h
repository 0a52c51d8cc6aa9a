/* pattern.h - pattern matching notation (XCU 2.14), compiled once and matched without recursion.
 *
 * Text that expands carries one byte of class per byte; splitting, globbing and patterns read
 * the classes.  There are no markers inside the text. */
#ifndef LANG_PATTERN_H
#define LANG_PATTERN_H

#include "base/charset.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct word;

enum byte_class {
	CLASS_PLAIN = 0,
	CLASS_QUOTED = 1,   /* literal: no pattern character, never split */
	CLASS_EXPANDED = 2, /* result of an unquoted expansion: subject to field splitting */
};

struct pattern;

/* Compiles text[0..length); classes may be NULL (nothing quoted).  An unquoted backslash escapes
 * the next character.  With `groups`, ?(a|b) *(a|b) +(a|b) @(a|b) !(a|b) are for at most one, any
 * number, at least one, one and none of the alternatives.  The result does not depend on the
 * locale: matching does.  NULL: no memory. */
const struct pattern *pattern_compile(struct arena *a, const char *text,
				      const unsigned char *classes, size_t length, bool groups);

/* True if all of text[0..length) matches. Neither recursive in the text nor exponential in `*`. */
bool pattern_match(const struct pattern *p, enum charset cs, const char *text, size_t length);

/* As pattern_match() for a file name: a leading period must be matched explicitly (2.14.3). */
bool pattern_match_file(const struct pattern *p, enum charset cs, const char *text, size_t length);

/* The bytes of the shortest or longest prefix (suffix) that matches; -1 when none does. */
ptrdiff_t pattern_prefix(const struct pattern *p, enum charset cs, const char *text, size_t length,
			 bool longest);
ptrdiff_t pattern_suffix(const struct pattern *p, enum charset cs, const char *text, size_t length,
			 bool longest);

/* The leftmost match at or behind *start, and of those there the longest, is [*start, *end). */
bool pattern_find(const struct pattern *p, enum charset cs, const char *text, size_t length,
		  size_t *start, size_t *end);

/* The text that a pattern without special characters stands for, or NULL. */
const char *pattern_literal(const struct pattern *p, size_t *length);

/* False if text has no unquoted character that could make it a pattern: * ? or [ before a ], or
 * with `groups` +( @( !( */
bool pattern_may_be_special(const char *text, const unsigned char *classes, size_t length,
			    bool groups);

/* False: a text without such bytes is no pattern, and quote removal has nothing to do. */
static inline bool pattern_has_use_of(char c)
{
	return c == '*' || c == '?' || c == '[' || c == '(' || c == '\\';
}

/* For the parser: the compiled pattern of a word that has only text parts.  NULL: it has others,
 * or no memory (a->failed). */
const struct pattern *pattern_of_word(struct arena *a, const struct word *w, bool groups);

#endif
