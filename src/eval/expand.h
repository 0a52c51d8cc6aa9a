/* expand.h - word expansion (XCU 2.6).
 *
 * Functions return false (NULL) after a message, with sh->status set; sh->unwinding says why if
 * there is more to it than an expansion error.  Results are finished strings in sh->tmp, or in
 * the tree. */
#ifndef EVAL_EXPAND_H
#define EVAL_EXPAND_H

#include "base/mem.h"
#include "base/stack.h"
#include "eval/fields.h"
#include "lang/tree.h"

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct pattern;
struct shell;

/* Every step, in the standard's order, for each word of a list: tilde, parameter, command and
 * arithmetic expansion; field splitting; pathname expansion; quote removal.  Also when it fails,
 * `out` is the caller's to finish or free. */
bool expand_words(struct shell *sh, const struct word *list, struct fields *out) MUST_CHECK;

/* The same as an array that ends in NULL, in sh->tmp.  NULL on error. */
STACK_APART char **expand_argv(struct shell *sh, const struct word *list, size_t *count);

/* One string, neither split nor pathname-expanded: assignments, redirection targets, here-
 * documents, case subjects.  NULL on error. */
const char *expand_string(struct shell *sh, const struct word *w, size_t *length);

/* The same of parts: the key of an element. */
const char *expand_parts(struct shell *sh, const struct part *parts);

/* A pattern: the compiled one of the tree, or made in sh->tmp, with groups like @(a|b) if `groups`.  NULL
 * on error. */
const struct pattern *expand_pattern_parts(struct shell *sh, const struct word *w, bool groups);

static inline const struct pattern *expand_pattern(struct shell *sh, const struct word *w,
						   bool groups)
{
	return w->pattern ? w->pattern : expand_pattern_parts(sh, w, groups);
}

/* The text of an extended regular expression, in which what was quoted stands for itself.  NULL on
 * error. */
const char *expand_regex(struct shell *sh, const struct word *w);

/* True if expanding `w` has no side effects and can neither block nor fail: text, tildes, plain
 * parameters.  Then it may be expanded ahead, or twice. */
bool word_is_pure(const struct shell *sh, const struct word *w);

/* Adds the value of one part, as within double quotes, to `out`: for arithmetic. */
bool expand_part(struct shell *sh, const struct part *p, struct buf *out) MUST_CHECK;

#endif
