/* assignment.h - operands of the form name[=value]: export, readonly, local, read, unset. */
#ifndef BUILTINS_ASSIGNMENT_H
#define BUILTINS_ASSIGNMENT_H

struct args;
struct name;
struct shell;

/* The name in name[=value]; *value is behind the `=`, or NULL if there is none.  NULL after a
 * message (status 1): not a name, or no memory. */
struct name *assignment_name(struct shell *sh, struct args *a, const char *operand,
			     const char **value);

/* The same of an operand that is to be a name alone; `status` is that of the error. */
struct name *operand_name(struct shell *sh, struct args *a, const char *operand, int status);

#endif
