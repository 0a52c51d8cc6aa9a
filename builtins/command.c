/* command [-p] [-v|-V] name [argument...] (XCU command), builtin name [argument...]. */
#include "builtins/builtins.h"

#include "base/name.h"
#include "base/stack.h"
#include "builtins/args.h"
#include "builtins/describe.h"
#include "eval/errors.h"
#include "eval/simple.h"
#include "state/path.h"
#include "state/shell.h"

#include <string.h>

/* Runs the operands: no function has that name. */
static enum flow run_operands(struct shell *sh, struct args *a, const char *directories)
{
	char **argv = a->argv + a->next;
	if (stack_is_low()) { /* `command command command ...` */
		shell_error(sh, "%s: nested too deeply", a->argv[0]);
		sh->status = 2;
		return error_flow(sh, ERROR_EXPANSION);
	}
	struct command c = command_resolve_plain(sh, argv[0], directories);
	sh->status = a->status_before;
	a->ran_commands = true;
	return command_run(sh, &c, argv, a->count - a->next, &a->keeps_redirections);
}

enum flow builtin_builtin(struct shell *sh, struct args *a)
{
	if (args_option(sh, a))
		return FLOW_ABORT;
	if (a->next == a->count)
		return FLOW_NEXT;
	const char *word = a->argv[a->next];
	struct name *name = name_find(sh->names, word, strlen(word));
	if (!name || !builtin_named(sh, name)) {
		args_error(sh, a, 1, "%s: not a built-in", word);
		return FLOW_NEXT;
	}
	return run_operands(sh, a, NULL);
}

enum flow builtin_command(struct shell *sh, struct args *a)
{
	struct describe d = {.style = DESCRIBE_LONG};
	bool describes = false;
	for (int o; (o = args_option(sh, a)) != 0;) {
		if (o == '?')
			return FLOW_ABORT;
		if (o == 'p')
			d.directories = path_standard();
		else
			d.style = o == 'v' ? DESCRIBE_SHORT : DESCRIBE_LONG;
		describes |= o != 'p';
	}
	if (a->next == a->count)
		return describes ? args_usage(sh, a) : FLOW_NEXT;
	if (!describes)
		return run_operands(sh, a, d.directories);
	for (int i = a->next; i < a->count; i++)
		if (!describe_command(sh, a->argv[i], &d))
			sh->status = 1;
	return FLOW_NEXT;
}
