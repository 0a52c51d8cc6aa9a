/* command [-p] [-v|-V] name [argument...] (XCU command). */
#include "builtins/builtins.h"

#include "base/stack.h"
#include "builtins/args.h"
#include "builtins/describe.h"
#include "eval/errors.h"
#include "eval/simple.h"
#include "state/path.h"
#include "state/shell.h"

enum flow builtin_command(struct shell *sh, struct args *a)
{
	const char *directories = NULL;
	char how = 0;
	for (int o; (o = args_option(sh, a)) != 0;) {
		if (o == '?')
			return FLOW_ABORT;
		if (o == 'p')
			directories = path_standard();
		else
			how = (char)o;
	}
	if (a->next == a->count)
		return how ? args_usage(sh, a) : FLOW_NEXT;
	char **argv = a->argv + a->next;
	int argc = a->count - a->next;
	if (how) {
		for (int i = 0; i < argc; i++)
			if (!describe_command(sh, argv[i],
					      how == 'v' ? DESCRIBE_SHORT : DESCRIBE_LONG,
					      directories))
				sh->status = how == 'v' ? 1 : 127;
		return FLOW_NEXT;
	}
	if (stack_is_low()) { /* `command command command ...` */
		shell_error(sh, "command: nested too deeply");
		sh->status = 2;
		return error_flow(sh, ERROR_EXPANSION);
	}
	struct command c = command_resolve_plain(sh, argv[0], directories);
	sh->status = a->status_before;
	a->ran_commands = true;
	return command_run(sh, &c, argv, argc, &a->keeps_redirections);
}
