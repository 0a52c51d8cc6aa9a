/* reference.h - names of variables and elements that come as text: `${!x}`, `unset 'a[1]'`, `read
 * 'a[1]'`.
 *
 * Data is never code: what stands in the brackets is an arithmetic expression that assigns nothing,
 * and no expansion is looked for in it. */
#ifndef EVAL_REFERENCE_H
#define EVAL_REFERENCE_H

#include "base/mem.h"
#include "state/var_array.h"

#include <stdbool.h>
#include <stddef.h>

struct arith;
struct name;
struct part;
struct shell;

enum reference_kind {
	REFERENCE_NONE, /* the text is none */
	REFERENCE_VARIABLE,
	REFERENCE_ELEMENT,
	REFERENCE_ALL,   /* a[@], a[*] */
	REFERENCE_ERROR, /* after a message: the subscript, or no memory */
};

struct reference {
	struct name *name;
	struct subscript at; /* of an element; its key is in sh->tmp */
	char all;            /* the @ or * */
};

enum reference_kind reference_read(struct shell *sh, const char *text, size_t length,
				   struct reference *r);

/* The subscript that `index` means: a key if it is `keyed`, in sh->tmp.  False after a message. */
bool subscript_evaluate(struct shell *sh, bool keyed, const struct arith *index,
			struct subscript *at) MUST_CHECK;

#endif
