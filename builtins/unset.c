/* unset [-f|-v] name... (XCU 2.15).  Without an option the name is a variable's. */
#include "builtins/builtins.h"

#include "base/name.h"
#include "builtins/args.h"
#include "builtins/assignment.h"
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
		struct name *n = operand_name(sh, a, a->argv[i], 2);
		if (!n || !var_unset(sh, n))
			return FLOW_ABORT;
	}
	return FLOW_NEXT;
}
