/* unset [-f|-v] name... (XCU 2.15), where name[index] is an element.  Without an option the name
 * is a variable's. */
#include "builtins/builtins.h"

#include "base/name.h"
#include "builtins/args.h"
#include "eval/reference.h"
#include "state/function.h"
#include "state/shell.h"
#include "state/var.h"

#include <string.h>

static void unset_function(struct shell *sh, const char *text)
{
	struct name *n = name_find(sh->names, text, strlen(text));
	if (n)
		function_unset(sh, n);
}

/* A variable, an element of an array, or all of them. */
static bool unset_variable(struct shell *sh, struct args *a, const char *operand)
{
	struct reference r;
	switch (reference_read(sh, operand, strlen(operand), &r)) {
	case REFERENCE_VARIABLE:
	case REFERENCE_ALL:
		return var_unset(sh, r.name);
	case REFERENCE_ELEMENT:
		return var_unset_element(sh, r.name, &r.at);
	case REFERENCE_NONE:
		args_error(sh, a, 2, "%s: not a name", operand);
		return false;
	case REFERENCE_ERROR:
		break;
	}
	return false;
}

enum flow builtin_unset(struct shell *sh, struct args *a)
{
	bool functions = false;
	for (int o; (o = args_option(sh, a)) != 0; functions = o == 'f')
		if (o == '?')
			return FLOW_ABORT;
	for (int i = a->next; i < a->count; i++) {
		if (functions) {
			unset_function(sh, a->argv[i]);
			continue;
		}
		if (!unset_variable(sh, a, a->argv[i]))
			return FLOW_ABORT;
	}
	return FLOW_NEXT;
}
