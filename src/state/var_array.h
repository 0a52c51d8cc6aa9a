/* var_array.h - arrays: the values that a variable has beside its own.
 *
 * A variable whose `array` is not NULL is one.  Its own value is that of element 0, so that `$a` and
 * `a=x` are what they are for any variable and cost the same; the others stand here, sorted by
 * their index, which need not be dense.  An associative array has keys in the place of
 * indices; its own value is that of the key 0. */
#ifndef STATE_VAR_ARRAY_H
#define STATE_VAR_ARRAY_H

#include "base/mem.h"
#include "state/array.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct name;
struct shell;
struct variable;

/* A value with its place in the array. */
struct element_value {
	struct subscript at; /* borrowed */
	const char *text;    /* borrowed until the variable is changed; NULL: there is none */
	size_t length;
};

/* What stands between the parentheses of a=(...), expanded. */
struct array_item {
	bool has_subscript; /* [i]=value; else it follows the one before it */
	bool append;        /* [i]+=value */
	struct element_value value;
};

/* As it is written: [i]=value, quoted where it must be. */
void array_item_print(struct buf *out, const struct array_item *item);

/* The whole of it, as the value of an assignment: ([0]=a [2]='b c'). */
void array_print(struct shell *sh, struct buf *out, struct variable *v);

struct array_value {
	const struct array_item *items;
	size_t count;
};

/* A value of a number of items that is not known before: they are gathered in a shell_buffer(), for
 * commands may run meanwhile, and finished in sh->tmp.  False after a message. */
void array_item_add(struct buf *items, const struct array_item *item);
bool array_value_finish(struct shell *sh, const struct buf *items,
			struct array_value *value) MUST_CHECK;

bool var_is_keyed(const struct variable *v);

/* The value of an element, NULL if it has none.  `v` may be NULL, or no array: then it has an
 * element 0 at most. */
const char *var_element(struct shell *sh, struct variable *v, const struct subscript *s,
			size_t *length);

/* How many elements have a value. */
size_t var_count(struct shell *sh, struct variable *v);

/* Gives one element after the other in the order of their indices; *position is 0 at first.  False:
 * there are no more. */
bool var_next(struct shell *sh, struct variable *v, size_t *position, struct element_value *e);

/* The largest index of an element with a value, plus 1. */
int64_t var_end(struct shell *sh, struct variable *v);

/* Makes `n` an array, of keys if it is `keyed`, which keeps its value.  False after a message. */
bool var_make_array(struct shell *sh, struct name *n, bool keyed) MUST_CHECK;

/* Assigns, or appends to, an element.  False after a message. */
bool var_set_element(struct shell *sh, struct name *n, const struct subscript *s, const char *text,
		     size_t length, bool append) MUST_CHECK;

/* a=(...), or a+=(...).  False after a message. */
bool var_set_array(struct shell *sh, struct name *n, const struct array_value *value,
		   bool append) MUST_CHECK;

/* False after a message. */
bool var_unset_element(struct shell *sh, struct name *n, const struct subscript *s) MUST_CHECK;

/* a=(...) as an argument of a declaration utility.  The argument is text like any other, and what it
 * stands for is known by its address: no other text can pass for one. */
struct array_operand {
	struct array_operand *next;
	const char *text;
	struct array_value value;
};

/* The value that the argument stands for; NULL: it is text. */
const struct array_value *array_operand(const struct shell *sh, const char *argument);

/* For getters: makes `v` an array of these, without checks, logs or hooks. */
bool array_store(struct variable *v, const int *values, size_t count) MUST_CHECK;

#endif
