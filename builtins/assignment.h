/* assignment.h - operands of the form name[[+]=value]: export, readonly, local, read, unset. */
#ifndef BUILTINS_ASSIGNMENT_H
#define BUILTINS_ASSIGNMENT_H

#include "base/mem.h"

#include <stdbool.h>

struct args;
struct name;
struct shell;

/* name, name=value or name+=value. */
struct assignment {
	struct name *name;
	const char *value; /* behind the `=`; NULL: there is none */
	bool append;
};

/* Reads an operand.  False after a message (status 2): not a name, or no memory. */
bool assignment_read(struct shell *sh, struct args *a, const char *operand,
		     struct assignment *assignment) MUST_CHECK;

/* Makes it, if there is a value.  False after a message. */
bool assignment_make(struct shell *sh, const struct assignment *assignment) MUST_CHECK;

/* The name of an operand that is to be one; `status` is that of the error.  NULL after a message. */
struct name *operand_name(struct shell *sh, struct args *a, const char *operand, int status);

#endif
