/* Taking and giving up job control (XCU 2.11, set -m). */
#include "proc/job.h"

#include "base/diag.h"
#include "proc/job_table.h"
#include "proc/trap.h"
#include "proc/tty.h"
#include "state/shell.h"

#include <unistd.h>

bool job_control_active(const struct shell *sh)
{
	return sh->jobs && sh->jobs->control; /* tests of plans have no jobs */
}

void job_give_terminal(struct shell *sh, pid_t group)
{
	const struct job_table *t = sh->jobs;
	if (t->control && t->terminal && group > 0)
		(void)tty_give(sh->tty, group);
}

/* A shell started in the background stops until it is in the foreground.  In an orphaned process
 * group, or with SIGTTIN ignored, nothing stops it: then it gives up the terminal. */
static bool wait_for_foreground(struct tty *tty)
{
	for (int tries = 0; tries < 16; tries++) {
		if (tty_is_ours(tty))
			return true;
		(void)kill(0, SIGTTIN);
	}
	return false;
}

/* 2.11: an interactive shell leads a process group of its own, in the foreground. */
static bool lead_foreground(struct shell *sh)
{
	struct job_table *t = sh->jobs;
	if (!wait_for_foreground(sh->tty))
		return false;
	pid_t before = getpgrp();
	if (before != sh->process) {
		if (setpgid(0, 0) < 0)
			return false;
		t->group_before = before;
	}
	if (!tty_give(sh->tty, sh->process))
		return false;
	t->has_modes = tty_modes_get(sh->tty, &t->modes);
	return true;
}

static void take(struct shell *sh)
{
	struct job_table *t = sh->jobs;
	if (!sh->tty)
		sh->tty = tty_open();
	if (!sh->tty)
		t->terminal = false;
	else if (sh->interactive && sh->subshell_depth == 0)
		t->terminal = lead_foreground(sh);
	else
		t->terminal = tty_is_ours(sh->tty);
}

static void give_up(struct shell *sh)
{
	struct job_table *t = sh->jobs;
	if (t->terminal && t->group_before > 0) {
		(void)tty_give(sh->tty, t->group_before);
		(void)setpgid(0, t->group_before);
	}
	t->group_before = 0;
	t->terminal = false;
}

bool jobs_hold_exit(struct shell *sh)
{
	static const char message[] = "There are stopped jobs.\n";
	struct job_table *t = sh->jobs;
	bool stopped = false;
	if (!sh->interactive || sh->subshell_depth > 0 || sh->exiting || t->exit_held > 0)
		return false;
	job_reap(sh);
	for (struct job *j = job_next(sh, NULL); j && !stopped; j = job_next(sh, j))
		stopped = job_state(j) == JOB_STOPPED;
	if (stopped) {
		diag_write(message, sizeof message - 1);
		t->exit_held = 2; /* the next prompt, and the one after that */
	}
	return stopped;
}

bool job_control_set(struct shell *sh, bool on)
{
	struct job_table *t = sh->jobs;
	if (t->control == on)
		return true;
	if (on)
		take(sh);
	else
		give_up(sh);
	t->control = on;
	traps_job_control(sh, on && t->terminal);
	return true;
}
