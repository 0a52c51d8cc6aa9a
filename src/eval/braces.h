/* braces.h - {a,b} {1..9}: the words that one stands for. */
#ifndef EVAL_BRACES_H
#define EVAL_BRACES_H

#include "base/mem.h"

#include <stdbool.h>

struct fields;
struct part;
struct shell;
struct word;

/* What expands a word without braces: of expand.c, whose file calls this one. */
typedef bool (*word_expander)(struct shell *sh, const struct word *w, struct fields *out);

/* Expands each of the words that `parts` stands for, from left to right.  False after a message. */
bool expand_braces(struct shell *sh, const struct part *parts, word_expander expand,
		   struct fields *out) MUST_CHECK;

#endif
