/* break [n], continue [n] (XCU 2.15). */
#include "builtins/builtins.h"

#include "builtins/args.h"
#include "state/shell.h"

#include <limits.h>

/* Leaves n loops, at most as many as there are in this function; none: nothing happens, but that a
 * subshell within a loop ends, as in most shells (the standard leaves it open). */
static enum flow leave_loops(struct shell *sh, struct args *a, enum flow why)
{
	int64_t n = 1;
	if (args_option(sh, a))
		return args_usage(sh, a);
	if (a->count - a->next > 1) {
		args_error(sh, a, 2, "too many operands");
		return FLOW_ABORT;
	}
	if (a->next < a->count && !args_number(sh, a, a->argv[a->next], 1, INT_MAX, &n))
		return FLOW_ABORT;
	if (sh->loop_depth == 0)
		return sh->in_outer_loop ? why : FLOW_NEXT;
	sh->loops_to_leave = n < sh->loop_depth ? (unsigned)n : sh->loop_depth;
	return why;
}

enum flow builtin_break(struct shell *sh, struct args *a)
{
	return leave_loops(sh, a, FLOW_BREAK);
}

enum flow builtin_continue(struct shell *sh, struct args *a)
{
	return leave_loops(sh, a, FLOW_CONTINUE);
}
