/* array.h - values sorted by an index, which need not be dense, or by a key.
 *
 * What a variable that is an array has beside its own value: see var_array.h. */
#ifndef STATE_ARRAY_H
#define STATE_ARRAY_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which element.  A negative index counts from behind the last one; none is left here. */
struct subscript {
	int64_t index;
	const char *key; /* NULL: the index counts */
};

struct element {
	int64_t index;
	char *key; /* heap; NULL: the index counts */
	char *text;
	size_t length;
};

struct array {
	bool keyed;
	size_t count, capacity;
	struct element *elements; /* sorted; never the one with index, or key, 0 */
};

void array_free(struct array *a);
void array_clear(struct array *a);
struct array *array_copy(const struct array *a); /* NULL: no memory */

/* Where `s` is, or belongs. */
bool array_find(const struct array *a, const struct subscript *s, size_t *position);

/* Writes, or appends to, the element `s`, which is made if it is missing.  The text may stand in the
 * old one.  False: no memory. */
bool array_put(struct array *a, const struct subscript *s, const char *text, size_t length,
	       bool append) MUST_CHECK;

void array_remove(struct array *a, size_t position);

#endif
