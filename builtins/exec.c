/* exec [-a name] [command [argument...]] (XCU 2.15; -a gives the command another argv[0]). */
#include "builtins/builtins.h"

#include "builtins/args.h"
#include "eval/simple.h"
#include "state/shell.h"

enum flow builtin_exec(struct shell *sh, struct args *a)
{
	char *name = NULL;
	for (int o; (o = args_option(sh, a)) != 0; name = a->value)
		if (o == '?')
			return FLOW_ABORT;
	a->keeps_redirections = true;
	if (a->next == a->count)
		return FLOW_NEXT;
	bool outlives = command_outlives(sh);
	char **argv = a->argv + a->next;
	const char *word = argv[0];
	if (name)
		argv[0] = name;
	command_replace(sh, word, argv);
	return !outlives && sh->interactive && sh->subshell_depth == 0 ? FLOW_ABORT : FLOW_EXIT;
}
