#include "eval/command_call.h"

#include "base/name.h"
#include "eval/call.h"
#include "eval/simple.h"
#include "eval/tail_position.h"
#include "state/frame.h"
#include "state/shell.h"

#include <string.h>

static enum flow run_function(struct shell *sh, struct function *function, char **argv, int argc)
{
	struct frame frame;
	frame_push(sh, &frame, FRAME_SCOPE);
	frame.function = true;
	enum flow f = call_function(sh, function, argv, argc);
	frame_pop(sh, &frame);
	return f;
}

enum flow command_call(struct shell *sh, char **argv, int argc, bool last)
{
	bool keep;
	struct name *name = name_find(sh->names, argv[0], strlen(argv[0]));
	struct command c = command_resolve(sh, name);
	if (c.kind == COMMAND_FUNCTION)
		return run_function(sh, c.function, argv, argc);
	if (c.kind == COMMAND_EXTERNAL && last && tail_may_exec(sh)) {
		command_replace(sh, argv[0], argv);
		return FLOW_NEXT;
	}
	c = command_resolve_plain(sh, argv[0], NULL);
	return command_run(sh, &c, argv, argc, &keep);
}
