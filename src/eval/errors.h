/* errors.h - Consequences of Shell Errors (XCU 2.8.1), as the table it is. */
#ifndef EVAL_ERRORS_H
#define EVAL_ERRORS_H

#include "base/mem.h"
#include "state/flow.h"

struct shell;

enum shell_error {
	ERROR_SYNTAX,
	ERROR_SPECIAL_BUILTIN, /* usage or operand error of a special built-in */
	ERROR_OTHER_UTILITY,
	ERROR_REDIRECTION_SPECIAL, /* redirection error with a special built-in */
	ERROR_REDIRECTION_OTHER,   /* with compound commands, functions, other utilities */
	ERROR_ASSIGNMENT,
	ERROR_EXPANSION,
	ERROR_NOT_FOUND,
};

/* What an error of this kind, already reported, means: FLOW_NEXT where the shell goes on with sh->status,
 * FLOW_EXIT or FLOW_ABORT where it does not.  A reason in sh->unwinding comes first. */
MUST_CHECK enum flow error_flow(struct shell *sh, enum shell_error kind);

#endif
