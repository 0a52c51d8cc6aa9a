/* Jobs: numbers, states, waiting; and processes that are started.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "base/fdio.h"
#include "proc/job.h"
#include "proc/job_table.h"
#include "proc/spawn.h"
#include "proc/trap.h"
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
	sh->jobs = job_table_new();
	traps_start(sh);
}

static void end(void)
{
	job_table_free(sh->jobs);
	traps_free(sh->traps);
	shell_free(sh);
}

/* A background job of one process that exits with `status`, or waits for a signal if that is -1. */
static struct job *start(int status)
{
	struct job *j = job_new(sh, NULL, true);
	pid_t pid = spawn_fork(sh, j, FORK_BACKGROUND);
	if (pid == 0) {
		while (status < 0)
			pause();
		spawn_leave(status);
	}
	return j;
}

/* Ends a job that waits for a signal. */
static void stop(struct job *j)
{
	kill(j->processes[0].pid, SIGKILL);
	CHECK(job_wait(sh, j));
}

static void numbers(void)
{
	begin();
	struct job *a = start(-1), *b = start(-1), *c = start(-1);
	CHECK_INT(a->number, 1);
	CHECK_INT(c->number, 3);
	CHECK(job_by_id(sh, "%2") == b && job_by_id(sh, "%%") == c && job_by_id(sh, "%-") == b);
	stop(b);
	job_forget(sh, b);
	CHECK(!job_by_id(sh, "%2") && errno == ESRCH);
	CHECK_INT(start(0)->number, 2);
	CHECK(job_next(sh, NULL) == a);
	stop(a);
	stop(c);
	end();
}

static void statuses_are_kept(void)
{
	begin();
	struct job *a = start(3), *b = start(4);
	pid_t pa = a->processes[0].pid, pb = b->processes[0].pid;
	CHECK(job_by_pid(sh, pb) == b && job_wait(sh, b));
	CHECK_INT(job_status(b), 4);
	CHECK(job_by_pid(sh, pa) == a && job_wait(sh, a));
	CHECK_INT(job_status_of(a, pa), 3);
	job_forget(sh, a);
	CHECK(!job_by_pid(sh, pa));
	end();
}

/* Hundreds that nobody waits for: all are remembered, and no process stays a zombie. */
static void many(void)
{
	begin();
	for (int i = 0; i < 300; i++)
		start(i % 100);
	unsigned count = 0;
	struct job *newest = NULL;
	for (struct job *j = job_next(sh, NULL); j; j = job_next(sh, j)) {
		CHECK(job_wait(sh, j));
		newest = !newest || j->used > newest->used ? j : newest;
		count++;
	}
	CHECK_INT(count, 300);
	CHECK_INT(job_status(newest), 299 % 100);
	CHECK(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
	end();
}

/* POSIX asks for the last CHILD_MAX; here the last five. */
static void bounded(void)
{
	begin();
	sh->jobs->kept_limit = 5;
	struct job *running = start(-1);
	for (int i = 0; i < 20; i++) {
		struct job *j = start(i);
		CHECK(job_wait(sh, j));
		CHECK_INT(job_status(j), i);
	}
	unsigned count = 0;
	for (struct job *j = job_next(sh, NULL); j; j = job_next(sh, j))
		count++;
	CHECK_INT(count, 6);
	CHECK(job_next(sh, NULL) == running && job_signal(sh, running, SIGKILL));
	CHECK(job_wait(sh, running));
	end();
}

static void pipeline_status(void)
{
	begin();
	struct job *j = job_new(sh, NULL, false);
	static const int statuses[] = {1, 2, 0, 3, 0};
	for (int i = 0; i < 5; i++)
		if (spawn_fork(sh, j, FORK_FOREGROUND) == 0)
			spawn_leave(statuses[i]);
	CHECK_INT(j->process_count, 5);
	j->pipefail = true;
	CHECK_INT(job_wait_foreground(sh, j), FLOW_NEXT);
	CHECK_INT(sh->status, 3);
	CHECK(!job_next(sh, NULL));
	end();
}

static void interrupted(void)
{
	begin();
	CHECK(trap_set(sh, SIGALRM, TRAP_ACTION, "x"));
	struct job *j = start(-1);
	alarm(1);
	CHECK(!job_wait(sh, j));
	CHECK_INT(trap_take(sh), SIGALRM);
	CHECK(job_signal(sh, j, SIGTERM));
	CHECK(job_wait(sh, j));
	CHECK_INT(job_status(j), 128 + SIGTERM);
	CHECK(trap_set(sh, SIGALRM, TRAP_DEFAULT, NULL));
	end();
}

static void stops_and_goes_on(void)
{
	begin();
	CHECK(job_control_set(sh, true));
	struct job *a = start(-1), *b = start(-1);
	CHECK(a->group == a->processes[0].pid && getpgid(a->group) == a->group);
	CHECK(job_current(sh) == b);
	CHECK(job_signal(sh, a, SIGSTOP));
	for (int i = 0; i < 1000 && job_state(a) != JOB_STOPPED; i++, usleep(1000))
		job_reap(sh);
	CHECK_INT(job_state(a), JOB_STOPPED);
	CHECK(job_current(sh) == a && job_previous(sh) == b);
	CHECK(job_background(sh, a));
	CHECK_INT(job_state(a), JOB_RUNNING);
	CHECK(job_signal(sh, a, SIGTERM) && job_signal(sh, b, SIGTERM));
	CHECK(job_wait(sh, a) && job_wait(sh, b));
	CHECK(job_control_set(sh, false));
	end();
}

static void foreground_stop(void)
{
	begin();
	CHECK(job_control_set(sh, true));
	struct job *j = job_new(sh, NULL, false);
	if (spawn_fork(sh, j, FORK_FOREGROUND) == 0) {
		raise(SIGSTOP);
		spawn_leave(9);
	}
	CHECK_INT(job_wait_foreground(sh, j), FLOW_NEXT);
	CHECK_INT(sh->status, 128 + SIGSTOP);
	CHECK_INT(j->number, 1);
	CHECK_INT(job_foreground(sh, j), FLOW_NEXT);
	CHECK_INT(sh->status, 9);
	CHECK(!job_next(sh, NULL));
	CHECK(job_control_set(sh, false));
	end();
}

static void spawn(void)
{
	begin();
	static char *argv[] = {"sh", "-c", "exit 5", NULL}, *envp[] = {NULL};
	struct spawn s = {.path = "/bin/sh", .argv = argv, .envp = envp};
	pid_t pid = spawn_exec(sh, &s);
	CHECK_INT(job_wait_pid(sh, pid, "sh"), 5);
	s.path = "/nonexistent/program";
	CHECK(spawn_exec(sh, &s) == -1 && errno == ENOENT);
	CHECK(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
	end();
}

/* The child of a shell with traps has none, and what is ignored stays so. */
static void spawn_signals(void)
{
	begin();
	static char *argv[] = {"sh", "-c", "kill -HUP $$; kill -USR1 $$; exit 5", NULL};
	static char *envp[] = {NULL};
	struct spawn s = {.path = "/bin/sh", .argv = argv, .envp = envp};
	CHECK(trap_set(sh, SIGUSR1, TRAP_ACTION, "x") && trap_set(sh, SIGHUP, TRAP_IGNORE, NULL));
	CHECK_INT(job_wait_pid(sh, spawn_exec(sh, &s), NULL), 128 + SIGUSR1);
	CHECK(!trap_pending(sh));
	CHECK(trap_set(sh, SIGUSR1, TRAP_DEFAULT, NULL) &&
	      trap_set(sh, SIGHUP, TRAP_DEFAULT, NULL));
	end();
}

static void background_ignores(void)
{
	begin();
	struct job *j = job_new(sh, NULL, true);
	if (spawn_fork(sh, j, FORK_BACKGROUND) == 0) {
		raise(SIGINT);
		raise(SIGQUIT);
		spawn_leave(jobs_are_inherited(sh) && job_by_id(sh, "%1") ? 6 : 7);
	}
	CHECK(job_wait(sh, j));
	CHECK_INT(job_status(j), 6);
	end();
}

int main(void)
{
	unit_run("job numbers are the lowest free", numbers);
	unit_run("statuses of background jobs are kept until they are waited for",
		 statuses_are_kept);
	unit_run("hundreds of jobs that nobody waits for are remembered", many);
	unit_run("the oldest statuses are forgotten beyond the limit", bounded);
	unit_run("pipefail takes the last that failed", pipeline_status);
	unit_run("a trapped signal interrupts waiting", interrupted);
	unit_run("a stopped job is the current one and goes on", stops_and_goes_on);
	unit_run("a foreground job that stops becomes a background job", foreground_stop);
	unit_run("a program is started, or the reason is known", spawn);
	unit_run("a program started by a shell with traps has none of them", spawn_signals);
	unit_run("an asynchronous list ignores INT and QUIT and sees the jobs", background_ignores);
	return unit_end();
}
