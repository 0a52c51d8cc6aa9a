/* pattern_parts.h - what a compiled pattern is made of: for pattern.c and pattern_group.c only. */
#ifndef LANG_PATTERN_PARTS_H
#define LANG_PATTERN_PARTS_H

#include "base/charset.h"

#include <stdbool.h>
#include <stddef.h>

struct bracket;

enum element_kind { ELEMENT_LITERAL, ELEMENT_ANY, ELEMENT_BRACKET };

struct element {
	struct element *next, *previous;
	enum element_kind kind;
	union {
		struct {
			const char *bytes;
			size_t length;
		} literal;
		const struct bracket *bracket;
	};
};

struct alternative {
	struct alternative *next;
	const struct pattern *pattern;
};

/* ?(a|b) and its like: as ksh and bash have them. */
struct group {
	char kind; /* what stands before the parenthesis: ? * + @ ! */
	struct alternative *first;
};

struct segment {
	struct segment *next, *previous;
	const struct group *group;    /* what stands before it instead of a star, or NULL */
	struct element *first, *last; /* NULL: empty */
};

struct pattern {
	const char *literal; /* all of it when nothing is special, else NULL */
	size_t length;       /* of `literal` */
	bool has_groups;
	struct segment *first, *last;
};

/* The text that is matched. */
struct subject {
	enum charset charset;
	const char *text;
};

/* Where the segment that begins at `at` ends; -1: it does not match within [at, end). */
ptrdiff_t segment_match(const struct segment *s, const struct subject *t, size_t at, size_t end);

/* The same as the functions of pattern.h, for patterns with groups.  Polynomial in the text; without
 * memory nothing matches. */
bool group_match(const struct pattern *p, const struct subject *t, size_t length, bool file);
ptrdiff_t group_prefix(const struct pattern *p, const struct subject *t, size_t length,
		       bool longest);
ptrdiff_t group_suffix(const struct pattern *p, const struct subject *t, size_t length,
		       bool longest);
bool group_find(const struct pattern *p, const struct subject *t, size_t length, size_t *start,
		size_t *end);

#endif
