/* assignment.h - operands of the form name[[+]=value]: export, readonly, local, read, unset. */
#ifndef BUILTINS_ASSIGNMENT_H
#define BUILTINS_ASSIGNMENT_H

#include "base/mem.h"
#include "state/var_array.h"

#include <stdbool.h>
#include <stddef.h>

struct args;
struct name;
struct shell;
struct variable;

/* name, name=value, name+=value, name[index]=value, or name=(...). */
struct assignment {
	struct name *name;
	const char *value;               /* behind the `=`; NULL: there is none */
	const struct array_value *array; /* instead of `value` */
	bool append;
	bool element; /* of the array, at `at` */
	struct subscript at;
};

/* Reads an operand.  False after a message (status 2): not a name, or no memory. */
bool assignment_read(struct shell *sh, struct args *a, const char *operand,
		     struct assignment *assignment) MUST_CHECK;

/* Reads an operand that is to be name or name[index] and is assigned by assignment_set().  False after
 * a message, with `status` if it is neither. */
bool target_read(struct shell *sh, struct args *a, const char *operand, int status,
		 struct assignment *target) MUST_CHECK;

/* Assigns text[0..length).  False after a message. */
bool assignment_set(struct shell *sh, const struct assignment *assignment, const char *text,
		    size_t length) MUST_CHECK;

/* Makes it, if there is a value.  False after a message. */
bool assignment_make(struct shell *sh, const struct assignment *assignment) MUST_CHECK;

/* Writes name=value, or the name alone if there is none, and a newline, as it can be read again. */
void assignment_print(struct shell *sh, struct variable *v);

/* The name of an operand that is to be one; `status` is that of the error.  NULL after a message. */
struct name *operand_name(struct shell *sh, struct args *a, const char *operand, int status);

#endif
