#include "eval/trap_run.h"

#include "base/diag.h"
#include "base/out.h"
#include "eval/input_run.h"
#include "eval/substitute_wait.h"
#include "ipc/estate.h"
#include "ipc/made_name.h"
#include "proc/sig.h"
#include "proc/trap.h"
#include "state/shell.h"

#include <signal.h>
#include <string.h>

/* Runs one action.  $? is what it was when it is done, unless it returned or exited. */
static enum flow run_action(struct shell *sh, const char *action)
{
	int status = sh->status, outer_status = sh->trap_status;
	unsigned outer_calls = sh->trap_calls;
	char *copy = mem_dup(action, strlen(action)); /* the action may replace itself */
	if (!copy) {
		shell_no_memory(sh);
		return FLOW_NEXT;
	}
	sh->trap_status = status;
	sh->trap_calls = sh->function_depth + sh->dot_depth;
	sh->trap_depth++;
	bool substituted = sh->substituted;
	enum flow f = run_string(sh, copy, SOURCE_TRAP, "trap");
	sh->substituted = substituted;
	sh->trap_depth--;
	sh->trap_status = outer_status;
	sh->trap_calls = outer_calls;
	mem_free(copy);
	if (f == FLOW_NEXT)
		sh->status = status;
	return f;
}

enum flow run_pending_traps(struct shell *sh)
{
	if (interrupt_take(sh)) {
		diag_write("\n", 1); /* after the ^C that the terminal shows */
		sh->status = 128 + SIGINT;
		return FLOW_ABORT;
	}
	int signal;
	while ((signal = trap_take(sh)) != 0) {
		const struct trap *t = trap_get(sh, signal);
		if (t->kind != TRAP_ACTION)
			continue;
		enum flow f = run_action(sh, t->action);
		if (f != FLOW_NEXT)
			return f;
	}
	return FLOW_NEXT;
}

int run_exit(struct shell *sh, int status)
{
	const struct trap *t = trap_get(sh, 0);
	sh->status = status;
	/* Of what arrived while the last command ran.  Try: whelk -c 'trap "echo t" TERM; kill $$' */
	if (!sh->exiting && trap_pending(sh)) {
		enum flow f = run_pending_traps(sh);
		(void)f; /* whatever it is, this is the end */
		status = sh->status;
	}
	if (!sh->exiting && t->kind == TRAP_ACTION) {
		sh->exiting = true;
		/* Only `exit n` in the action changes the status. */
		if (run_action(sh, t->action) != FLOW_EXIT)
			sh->status = status;
	}
	(void)!out_flush(sh->out);
	substitute_finish_all(sh);
	made_names_remove(sh);
	estate_leave(sh);
	return sh->status & 0xff;
}
