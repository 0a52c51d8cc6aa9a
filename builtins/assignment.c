#include "builtins/assignment.h"

#include "base/name.h"
#include "builtins/args.h"
#include "state/shell.h"
#include "state/var.h"

#include <string.h>

static struct name *name_of(struct shell *sh, struct args *a, const char *operand, size_t length,
			    int status)
{
	if (!name_is_identifier(operand, length)) {
		args_error(sh, a, status, "%s: not a name", operand);
		return NULL;
	}
	struct name *n = name_intern(sh->names, operand, length);
	if (!n)
		(void)shell_no_memory(sh);
	return n;
}

bool assignment_read(struct shell *sh, struct args *a, const char *operand,
		     struct assignment *assignment)
{
	size_t length = strcspn(operand, "=");
	assignment->value = operand[length] ? operand + length + 1 : NULL;
	assignment->append = assignment->value && length > 0 && operand[length - 1] == '+';
	assignment->name = name_of(sh, a, operand, length - assignment->append, 2);
	return assignment->name != NULL;
}

bool assignment_make(struct shell *sh, const struct assignment *assignment)
{
	const char *value = assignment->value;
	if (!value)
		return true;
	return assignment->append ? var_append(sh, assignment->name, value, strlen(value))
				  : var_set(sh, assignment->name, value, strlen(value));
}

struct name *operand_name(struct shell *sh, struct args *a, const char *operand, int status)
{
	return name_of(sh, a, operand, strlen(operand), status);
}
