/* exec [command [argument...]] (XCU 2.15). */
#include "builtins/builtins.h"

#include "builtins/args.h"
#include "eval/simple.h"
#include "ipc/procsub.h"
#include "state/shell.h"

enum flow builtin_exec(struct shell *sh, struct args *a)
{
	if (args_option(sh, a))
		return args_usage(sh, a);
	a->keeps_redirections = true;
	if (a->next == a->count)
		return FLOW_NEXT;
	bool outlives = procsub_is_open(sh);
	command_replace(sh, a->argv + a->next);
	return !outlives && sh->interactive && sh->subshell_depth == 0 ? FLOW_ABORT : FLOW_EXIT;
}
