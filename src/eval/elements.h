/* elements.h - what stands between the parentheses of a=(...).  Inside eval/ only. */
#ifndef EVAL_ELEMENTS_H
#define EVAL_ELEMENTS_H

#include "base/mem.h"

#include <stdbool.h>

struct array_value;
struct assign;
struct shell;

/* Expands the elements, for an associative array if it is `keyed`; the value is in sh->tmp.
 * False after a message. */
bool elements_expand(struct shell *sh, bool keyed, const struct assign *elements,
		     struct array_value *value) MUST_CHECK;

#endif
