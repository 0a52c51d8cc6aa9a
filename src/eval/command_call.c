#include "eval/command_call.h"

#include "eval/simple.h"
#include "eval/tail_position.h"
#include "state/shell.h"

enum flow command_call(struct shell *sh, char **argv, int argc, bool last)
{
	bool keep;
	struct command c = command_resolve_word(sh, argv[0]);
	if (c.kind == COMMAND_EXTERNAL && last && tail_may_exec(sh)) {
		command_replace(sh, argv[0], argv);
		return FLOW_NEXT;
	}
	return command_run(sh, &c, argv, argc, &keep);
}
