/* exit [n], return [n] (XCU 2.15). */
#include "builtins/builtins.h"

#include "builtins/args.h"
#include "proc/job.h"
#include "state/shell.h"

#include <limits.h>

/* The status named by the operand, else that of the last command or, where that ends a trap action,
 * the one before the action.  False after a message. */
static bool status_operand(struct shell *sh, struct args *a, bool ends_trap)
{
	int64_t n;
	if (args_option(sh, a))
		return args_usage(sh, a), false;
	if (a->count - a->next > 1)
		return args_error(sh, a, 2, "too many operands"), false;
	if (a->next == a->count) {
		sh->status = ends_trap ? sh->trap_status : a->status_before;
		return true;
	}
	if (!args_number(sh, a, a->argv[a->next], 0, INT_MAX, &n)) {
		sh->status = 2; /* as in dash and bash: the 1 of a false test would look wanted */
		return false;
	}
	sh->status = (int)n;
	return true;
}

/* A bad operand of `exit` still ends the shell: that is what it was asked for. */
enum flow builtin_exit(struct shell *sh, struct args *a)
{
	if (status_operand(sh, a, sh->trap_depth > 0))
		sh->status &= 0xff;
	if (!jobs_hold_exit(sh))
		return FLOW_EXIT;
	sh->status = 1;
	return FLOW_ABORT;
}

/* Outside of functions and `.` scripts, where the standard leaves it open, it ends the shell as
 * in dash. */
enum flow builtin_return(struct shell *sh, struct args *a)
{
	/* What the action calls has returns of its own. */
	bool ends_trap = sh->trap_depth > 0 && sh->function_depth + sh->dot_depth == sh->trap_calls;
	if (!status_operand(sh, a, ends_trap))
		return FLOW_ABORT;
	if (sh->function_depth > 0 || sh->dot_depth > 0)
		return FLOW_RETURN;
	return FLOW_EXIT;
}
