#include "eval/call.h"

#include "base/out.h"
#include "base/stack.h"
#include "builtins/table.h"
#include "eval/errors.h"
#include "lang/program.h"
#include "lang/tree.h"
#include "state/function.h"
#include "state/params.h"
#include "state/shell.h"

#include <string.h>

/* Never deferred: output is written before the next command starts. */
static void flush_output(struct shell *sh, const char *name)
{
	if (out_flush(sh->out))
		return;
	shell_error(sh, "%s: write error: %s", name, strerror(sh->out->error));
	sh->out->error = 0;
	buf_clear(&sh->out->pending);
	if (sh->status == 0)
		sh->status = 1;
}

enum flow call_builtin(struct shell *sh, const struct builtin *b, char **argv, int argc,
		       bool special, bool *keep)
{
	struct args a = {
		.row = b, .count = argc, .argv = argv, .next = 1, .status_before = sh->status};
	sh->status = 0;
	enum flow f = b->run(sh, &a);
	*keep = a.keeps_redirections;
	if (sh->out->pending.length > 0 || sh->out->pending.failed || sh->out->error)
		flush_output(sh, argv[0]);
	if (f == FLOW_ABORT && !a.ran_commands)
		return error_flow(sh, special ? ERROR_SPECIAL_BUILTIN : ERROR_OTHER_UTILITY);
	return f;
}

enum flow call_function(struct shell *sh, struct function *f, char **argv, int argc)
{
	if (stack_is_low()) {
		shell_error(sh, "%s: functions nested too deeply", argv[0]);
		sh->status = 2;
		return error_flow(sh, ERROR_EXPANSION);
	}
	struct params outer = params_enter(sh, argv + 1, (size_t)argc - 1);
	unsigned loop_depth = sh->loop_depth;
	bool in_outer_loop = sh->in_outer_loop;
	struct program *program = sh->program;
	function_hold(f);
	sh->program = f->program;
	sh->loop_depth = 0;
	sh->in_outer_loop = false;
	sh->function_depth++;
	/* The status before the body is $?, and that of a body which runs nothing is 0. */
	enum flow flow = sh->ops->run(sh, f->node->function.body);
	sh->function_depth--;
	sh->loop_depth = loop_depth;
	sh->in_outer_loop = in_outer_loop;
	sh->program = program;
	params_leave(sh, outer);
	function_release(f);
	return flow == FLOW_RETURN ? FLOW_NEXT : flow;
}
