/* type name... (XCU type). */
#include "builtins/builtins.h"

#include "builtins/args.h"
#include "builtins/describe.h"
#include "state/shell.h"

enum flow builtin_type(struct shell *sh, struct args *a)
{
	if (args_option(sh, a) || a->next == a->count)
		return args_usage(sh, a);
	for (int i = a->next; i < a->count; i++)
		if (!describe_command(sh, a->argv[i], DESCRIBE_LONG, NULL))
			sh->status = 127;
	return FLOW_NEXT;
}
