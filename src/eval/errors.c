#include "eval/errors.h"

#include "state/shell.h"

/* The columns of the standard's table: a non-interactive shell exits or not; an interactive one
 * never does, but where the other exits it gives up the whole command line. */
static const bool exits[] = {
	[ERROR_SYNTAX] = true,
	[ERROR_SPECIAL_BUILTIN] = true,
	[ERROR_OTHER_UTILITY] = false,
	[ERROR_REDIRECTION_SPECIAL] = true,
	[ERROR_REDIRECTION_OTHER] = false,
	[ERROR_ASSIGNMENT] = true,
	[ERROR_EXPANSION] = true,
	[ERROR_NOT_FOUND] = false,
};

enum flow error_flow(struct shell *sh, enum shell_error kind)
{
	if (sh->unwinding != FLOW_NEXT) {
		enum flow why = sh->unwinding;
		if (why != FLOW_FORKED)
			sh->unwinding = FLOW_NEXT;
		return why;
	}
	bool refused = kind == ERROR_EXPANSION && sh->command_refused;
	sh->command_refused = false;
	if (refused || !exits[kind])
		return FLOW_NEXT;
	return sh->interactive && sh->subshell_depth == 0 ? FLOW_ABORT : FLOW_EXIT;
}
