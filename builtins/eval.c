/* eval [argument...] (XCU 2.15). */
#include "builtins/builtins.h"

#include "base/buf.h"
#include "base/stack.h"
#include "builtins/args.h"
#include "eval/input_run.h"
#include "state/shell.h"

enum flow builtin_eval(struct shell *sh, struct args *a)
{
	int first = a->count > 1 && a->argv[1][0] == '-' && a->argv[1][1] == '-' && !a->argv[1][2]
			    ? 2
			    : 1;
	if (stack_is_low()) {
		args_error(sh, a, 2, "nested too deeply");
		return FLOW_ABORT;
	}
	if (first == a->count)
		return FLOW_NEXT;
	struct buf *text = NULL;
	const char *commands = a->argv[first];
	if (first + 1 < a->count) {
		text = shell_buffer(sh);
		if (!text)
			return FLOW_ABORT;
		for (int i = first; i < a->count; i++) {
			if (i > first)
				buf_byte(text, ' ');
			buf_str(text, a->argv[i]);
		}
		commands = buf_cstr(text);
		if (text->failed) {
			shell_no_memory(sh);
			shell_buffer_done(sh, text);
			return FLOW_ABORT;
		}
	}
	sh->status = a->status_before;
	a->ran_commands = true;
	enum flow f = run_string(sh, commands, SOURCE_EVAL, "eval");
	if (text)
		shell_buffer_done(sh, text);
	return args_after_commands(sh, a, f);
}
