#include "builtins/assignment.h"

#include "base/name.h"
#include "builtins/args.h"
#include "state/shell.h"

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

struct name *assignment_name(struct shell *sh, struct args *a, const char *operand,
			     const char **value)
{
	size_t length = strcspn(operand, "=");
	*value = operand[length] ? operand + length + 1 : NULL;
	return name_of(sh, a, operand, length, 2);
}

struct name *operand_name(struct shell *sh, struct args *a, const char *operand, int status)
{
	return name_of(sh, a, operand, strlen(operand), status);
}
