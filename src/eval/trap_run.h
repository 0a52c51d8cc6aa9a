/* trap_run.h - running the actions of traps (XCU trap, 2.12). */
#ifndef EVAL_TRAP_RUN_H
#define EVAL_TRAP_RUN_H

#include "base/mem.h"
#include "state/flow.h"

struct shell;

/* Runs the actions of traps that are waiting; keeps $?.  ^C of an interactive shell gives
 * FLOW_ABORT.  Call between commands. */
MUST_CHECK enum flow run_pending_traps(struct shell *sh);

/* Runs the EXIT trap if there is one (once), flushes; gives the status to exit with. */
int run_exit(struct shell *sh, int status);

#endif
