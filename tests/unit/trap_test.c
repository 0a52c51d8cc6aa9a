/* Traps, dispositions, and signals that arrive.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "base/pending.h"
#include "proc/trap.h"
#include "state/frame.h"
#include "state/shell.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static struct shell *sh;

static void begin(void)
{
	static char *no_environment[] = {NULL};
	sh = shell_new(no_environment);
	sh->traps = traps_new();
	traps_start(sh);
}

static void end(void)
{
	for (int sig = 1; sig < SIGNAL_COUNT; sig++)
		if (trap_get(sh, sig)->kind != TRAP_DEFAULT)
			CHECK(trap_set(sh, sig, TRAP_DEFAULT, NULL));
	traps_free(sh->traps);
	shell_free(sh);
}

static bool disposition_is(int sig, void (*handler)(int))
{
	struct sigaction sa;
	return sigaction(sig, NULL, &sa) == 0 && sa.sa_handler == handler;
}

static void arrives(void)
{
	begin();
	CHECK(trap_set(sh, SIGUSR1, TRAP_ACTION, "echo hi"));
	CHECK(!trap_pending(sh) && !signal_is_pending());
	raise(SIGUSR1);
	CHECK(trap_pending(sh) && signal_is_pending());
	CHECK_INT(trap_look(sh), SIGUSR1);
	CHECK_INT(trap_take(sh), SIGUSR1);
	CHECK_INT(trap_take(sh), 0);
	CHECK(!trap_pending(sh) && !signal_is_pending());
	CHECK_STR(trap_get(sh, SIGUSR1)->action, "echo hi");
	CHECK(traps_any_action(sh));
	end();
}

static void two_arrive(void)
{
	begin();
	CHECK(trap_set(sh, SIGUSR1, TRAP_ACTION, "1"));
	CHECK(trap_set(sh, SIGUSR2, TRAP_ACTION, "2"));
	raise(SIGUSR2);
	raise(SIGUSR1);
	CHECK_INT(trap_take(sh) + trap_take(sh), SIGUSR1 + SIGUSR2);
	CHECK(!signal_is_pending());
	end();
}

static void resetting_forgets(void)
{
	begin();
	CHECK(trap_set(sh, SIGUSR1, TRAP_ACTION, "1"));
	raise(SIGUSR1);
	CHECK(trap_set(sh, SIGUSR1, TRAP_IGNORE, NULL));
	CHECK(!trap_pending(sh) && !signal_is_pending());
	CHECK(disposition_is(SIGUSR1, SIG_IGN));
	CHECK(trap_set(sh, SIGUSR1, TRAP_DEFAULT, NULL));
	CHECK(disposition_is(SIGUSR1, SIG_DFL));
	CHECK(!traps_any_action(sh));
	end();
}

static void snapshot_restores(void)
{
	begin();
	struct frame f;
	CHECK(trap_set(sh, SIGUSR1, TRAP_ACTION, "outer"));
	CHECK(trap_set(sh, 0, TRAP_ACTION, "bye"));
	frame_push(sh, &f, FRAME_SNAPSHOT);
	CHECK(trap_set(sh, SIGUSR1, TRAP_ACTION, "inner"));
	CHECK(trap_set(sh, SIGUSR1, TRAP_IGNORE, NULL));
	CHECK(trap_set(sh, SIGUSR2, TRAP_ACTION, "new"));
	CHECK(trap_set(sh, 0, TRAP_DEFAULT, NULL));
	frame_pop(sh, &f);
	CHECK_STR(trap_get(sh, SIGUSR1)->action, "outer");
	CHECK_STR(trap_get(sh, 0)->action, "bye");
	CHECK_INT(trap_get(sh, SIGUSR2)->kind, TRAP_DEFAULT);
	CHECK(disposition_is(SIGUSR2, SIG_DFL));
	raise(SIGUSR1);
	CHECK_INT(trap_take(sh), SIGUSR1);
	frame_push(sh, &f, FRAME_SNAPSHOT);
	CHECK(trap_set(sh, SIGUSR1, TRAP_DEFAULT, NULL));
	frame_pop(sh, &f);
	CHECK_STR(trap_get(sh, SIGUSR1)->action, "outer");
	end();
}

static void subshell_resets_and_shows(void)
{
	begin();
	CHECK(trap_set(sh, SIGUSR1, TRAP_ACTION, "outer"));
	CHECK(trap_set(sh, SIGUSR2, TRAP_IGNORE, NULL));
	traps_enter_subshell(sh);
	CHECK_INT(trap_get(sh, SIGUSR1)->kind, TRAP_DEFAULT);
	CHECK_INT(trap_get(sh, SIGUSR2)->kind, TRAP_IGNORE);
	CHECK(disposition_is(SIGUSR1, SIG_DFL) && disposition_is(SIGUSR2, SIG_IGN));
	CHECK_STR(trap_get_shown(sh, SIGUSR1)->action, "outer");
	CHECK(!traps_any_action(sh));
	CHECK(trap_set(sh, SIGHUP, TRAP_ACTION, "own"));
	CHECK_INT(trap_get_shown(sh, SIGUSR1)->kind, TRAP_DEFAULT);
	end();
}

/* Each in a process of its own, for what is looked at is what a process was given. */
static int in_child(int (*body)(void))
{
	int status;
	pid_t pid = fork();
	if (pid == 0)
		_exit(body());
	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int ignored_stays(void)
{
	signal(SIGTERM, SIG_IGN);
	begin();
	bool ok = trap_set(sh, SIGTERM, TRAP_ACTION, "x") &&
		  trap_get(sh, SIGTERM)->ignored_on_entry;
	ok = ok && trap_get(sh, SIGTERM)->kind == TRAP_IGNORE && disposition_is(SIGTERM, SIG_IGN);
	ok = ok && trap_set(sh, SIGTERM, TRAP_DEFAULT, NULL) && disposition_is(SIGTERM, SIG_IGN);
	return ok ? 0 : 1;
}

static void ignored_on_entry(void)
{
	CHECK_INT(in_child(ignored_stays), 0);
}

static int children_are_seen(void)
{
	sigset_t child, old;
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	signal(SIGCHLD, SIG_IGN);
	begin();
	pid_t pid = fork();
	if (pid == 0)
		_exit(7);
	signals_block(&old);
	signals_sleep(&old, false);
	signals_restore(&old);
	int status;
	return waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 7 ? 0 : 1;
}

static void child_ignored_and_blocked(void)
{
	CHECK_INT(in_child(children_are_seen), 0);
}

static void background_may_trap(void)
{
	begin();
	signals_ignore_background(sh);
	CHECK(disposition_is(SIGINT, SIG_IGN) && disposition_is(SIGQUIT, SIG_IGN));
	CHECK(trap_set(sh, SIGINT, TRAP_ACTION, "x"));
	raise(SIGINT);
	CHECK_INT(trap_take(sh), SIGINT);
	end();
}

static void wait_for_descriptor(void)
{
	begin();
	int ends[2];
	CHECK(pipe(ends) == 0);
	CHECK(!signals_wait_fd(sh, ends[0], false, 10) && errno == ETIMEDOUT);
	CHECK(trap_set(sh, SIGALRM, TRAP_ACTION, "x"));
	alarm(1);
	CHECK(!signals_wait_fd(sh, ends[0], false, -1) && errno == EINTR);
	CHECK_INT(trap_take(sh), SIGALRM);
	CHECK(write(ends[1], "x", 1) == 1);
	CHECK(signals_wait_fd(sh, ends[0], false, -1));
	close(ends[0]);
	close(ends[1]);
	end();
}

static void interactive_survives(void)
{
	begin();
	sh->interactive = true;
	traps_start(sh);
	raise(SIGTERM);
	raise(SIGQUIT);
	CHECK(!signal_is_pending());
	raise(SIGINT);
	CHECK(interrupt_pending(sh) && signal_is_pending() && !trap_pending(sh));
	CHECK(interrupt_take(sh) && !interrupt_take(sh) && !signal_is_pending());
	traps_enter_subshell(sh);
	CHECK(disposition_is(SIGINT, SIG_DFL) && disposition_is(SIGTERM, SIG_DFL));
	end();
}

int main(void)
{
	/* First: what was inherited is asked once in a process. */
	unit_run("a signal ignored on entry cannot be trapped or reset", ignored_on_entry);
	unit_run("SIGCHLD inherited ignored and blocked does not matter",
		 child_ignored_and_blocked);
	unit_run("a trapped signal arrives and is taken once", arrives);
	unit_run("two signals are both taken", two_arrive);
	unit_run("resetting a trap forgets what arrived", resetting_forgets);
	unit_run("a snapshot restores traps and dispositions", snapshot_restores);
	unit_run("a subshell resets traps and shows its parent's", subshell_resets_and_shows);
	unit_run("an asynchronous list may trap what it ignores", background_may_trap);
	unit_run("waiting for a descriptor ends at a trap or a time limit", wait_for_descriptor);
	unit_run("an interactive shell survives TERM and notes INT", interactive_survives);
	return unit_end();
}
