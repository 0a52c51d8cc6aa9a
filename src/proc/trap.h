/* trap.h - what the user wants of each signal, and of EXIT (XCU trap, 2.12): the table.
 *
 * The dispositions, and the signals that arrived, are sig.h's; running the actions is eval/'s.
 * A signal ignored on entry of a non-interactive shell cannot be trapped or reset. */
#ifndef PROC_TRAP_H
#define PROC_TRAP_H

#include "base/mem.h"
#include "proc/sig.h"

#include <stdbool.h>

struct shell;

enum trap_kind { TRAP_DEFAULT, TRAP_IGNORE, TRAP_ACTION };

/* Condition 0 is EXIT. */
struct trap {
	enum trap_kind kind;
	bool ignored_on_entry;
	char *action; /* TRAP_ACTION: heap */
};

struct traps *traps_new(void); /* NULL: no memory */
void traps_free(struct traps *t);

/* Installs the shell's own handlers (SIGCHLD; interactive: INT and the survivors). */
void traps_start(struct shell *sh);

const struct trap *trap_get(const struct shell *sh, int condition);

/* Sets a trap and the signal's disposition; logged in the innermost snapshot.  Silently nothing
 * for signals ignored on entry of a non-interactive shell.  False: no memory, message printed. */
bool trap_set(struct shell *sh, int condition, enum trap_kind kind, const char *action) MUST_CHECK;

/* In a new subshell's process: traps with actions go to default (kept for `$(trap)` to print until
 * one is set); ignored ones stay; what only the interactive shell survives is default again. */
void traps_enter_subshell(struct shell *sh);

/* For `trap` without operands in a subshell: what the parent's were. */
const struct trap *trap_get_shown(const struct shell *sh, int condition);

/* True if a trapped signal arrived and waits; trap_take() gives one and clears it, 0: none;
 * trap_look() only looks. */
bool trap_pending(const struct shell *sh);
int trap_take(struct shell *sh);
int trap_look(const struct shell *sh);

/* True if any condition has an action: then a process must not exec in tail position. */
bool traps_any_action(const struct shell *sh);

void signals_ignore_background(struct shell *sh); /* INT and QUIT, for & without job control */

/* Job control was taken or given up: what an interactive shell survives changes. */
void traps_job_control(struct shell *sh, bool on);

#endif
