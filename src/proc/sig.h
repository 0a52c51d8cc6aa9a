/* sig.h - signals: what each does to this process, and the ones that arrived.
 *
 * Policy.  Handlers set flags, nothing else.  SIGCHLD always has a handler, with SA_RESTART;
 * trapped signals and an interactive shell's SIGINT have one without, so that what waits for
 * long is cut.  What only an interactive shell must survive (TERM, QUIT, TSTP) is caught rather
 * than ignored, so that exec restores it.  TTIN and TTOU are the exception: a shell in the
 * background that caught them would read the terminal, be interrupted and read again for ever;
 * ignored, the read fails with EIO.  They are set back before an exec. */
#ifndef PROC_SIG_H
#define PROC_SIG_H

#include "base/signame.h"

#include <signal.h>
#include <stdbool.h>

struct shell;

enum signal_role {
	SIGNAL_DEFAULT,
	SIGNAL_IGNORED,   /* by trap '', or for an asynchronous list: children inherit it */
	SIGNAL_TRAPPED,   /* noted for trap_take() */
	SIGNAL_INTERRUPT, /* noted as ^C: SIGINT of an interactive shell */
	SIGNAL_SURVIVED,  /* caught, and nothing happens */
	SIGNAL_WINDOW,    /* noted for signal_window_take(): SIGWINCH while a line is edited */
	SIGNAL_SHIELDED,  /* ignored, but children get the default */
};

/* Installs the handler of SIGCHLD and unblocks it, whatever was inherited. */
void signals_start(void);

/* What `sig` does from now on.  One that arrived and was not yet taken is forgotten unless it is
 * still trapped.  KILL, STOP and signals that the C library keeps are left alone. */
void signal_set_role(int sig, enum signal_role role);

/* From now on `last_words`, which must be async-signal-safe, is called before a signal that kills
 * does so: there is something to take away. */
void signals_say_farewell(void (*last_words)(void));

/* True if it was ignored when this program started (asked of the kernel when first needed). */
bool signal_ignored_on_entry(int sig);

/* It counts as not ignored then, and is default now. */
void signal_accept(int sig);

/* The trapped signals that arrived: the next one, cleared; 0: none.  The other only looks. */
int signal_take(void);
int signal_look(void);
bool signal_trapped_arrived(void);
void signals_forget(void); /* in a new process: what arrived was its parent's */

/* ^C of an interactive shell: true once per arrival.  interrupt_raise() makes one: a foreground
 * job, in a process group of its own, died of SIGINT. */
bool interrupt_take(struct shell *sh);
bool interrupt_pending(const struct shell *sh);
void interrupt_raise(void);

/* True once after SIGWINCH, under SIGNAL_WINDOW: signals_wait_fd() then ends with false. */
bool signal_window_take(void);

/* True once after a child changed state.  While children are watched, that ends signals_wait_fd()
 * with false too. */
bool signal_child_take(void);
void signals_watch_children(bool on);

/* While traps are held, only ^C (or a trap for SIGINT) ends signals_wait_fd(): in the middle of a
 * command no trap can run, and what was typed of it must not be lost. */
void signals_hold_traps(bool on);

/* Why signals_wait_fd() ended: a trap, or ^C. */
bool signals_end_wait(void);

/* Blocks the caught signals (for look-then-sleep); the old mask is what signals_restore() and
 * the sleeping functions take.  signals_block_all() is for fork. */
void signals_block(sigset_t *old);
void signals_block_all(sigset_t *old);
void signals_restore(const sigset_t *old);

/* Sleep until a child changes state or, if `any`, until a trapped signal or ^C.  Call with the
 * caught signals blocked: the caller looked at its condition while they were, so none can slip
 * in between. */
void signals_sleep(const sigset_t *unblocked, bool any);

/* Waits until `fd` can be read (or, `write`, written) with the caught signals unblocked: what may
 * block for long waits here.  False: a trapped signal or ^C came first (EINTR).  timeout_ms -1:
 * no limit; after it false with errno ETIMEDOUT. */
bool signals_wait_fd(struct shell *sh, int fd, bool write, int timeout_ms);

/* True if a child must not run with this process' signals even until it execs: something besides
 * SIGCHLD is caught, or is ignored here only. */
bool signals_need_guard(void);

/* In a child that is going to exec, and before exec in this process: caught signals back to
 * default, the ones only the shell ignores too.  Async-signal-safe, and changes nothing but the
 * process' dispositions: a vfork child shares our memory. */
void signals_reset_for_child(struct shell *sh);

/* After an exec that failed: the shell's own again. */
void signals_reinstall(void);

#endif
