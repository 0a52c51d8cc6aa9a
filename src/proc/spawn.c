#include "proc/spawn.h"

#include "proc/job.h"
#include "proc/redir.h"
#include "proc/trap.h"
#include "proc/tty.h"
#include "state/shell.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The table of processes is full: others end soon, or do not.  Sleeps ever longer, two seconds in
 * all; false when these are over. */
static bool wait_for_room(unsigned *tries)
{
	if (errno != EAGAIN || *tries >= 8)
		return false;
	struct timespec t = {0, 8000000L << (*tries)++};
	t.tv_sec = t.tv_nsec / 1000000000;
	t.tv_nsec %= 1000000000;
	(void)nanosleep(&t, NULL);
	return true;
}

/* The vfork child: runs on the parent's stack and in its memory. */
static inline _Noreturn void exec_child(struct shell *sh, const struct spawn *s, bool guard,
					const sigset_t *mask, volatile int *error)
{
	if (guard) {
		signals_reset_for_child(sh);
		signals_restore(mask);
	}
	if (fd_plan_apply_raw(s->steps, s->step_count) == 0)
		(void)execve(s->path, s->argv, s->envp);
	*error = errno;
	_exit(127);
}

/* Two system calls here, vfork and what waits; in the child exec and one dup2 a redirection.
 *
 * No signal is blocked unless one besides SIGCHLD is caught.  A caught one would run its handler
 * in the child too, on flags that are the parent's: `kill -USR1 $!` at the wrong moment would
 * make the parent believe that it was meant.  Then all are blocked until the child has set them to
 * default.  SIGCHLD's handler resets by exec itself; in a child, which has no children, somebody
 * must send it by hand, and all that it does is to let the parent look for children in vain. */
pid_t spawn_exec(struct shell *sh, const struct spawn *s)
{
	volatile int error = 0;
	bool guard = signals_need_guard();
	unsigned tries = 0;
	sigset_t mask;
	pid_t pid;
	if (guard)
		signals_block_all(&mask);
	do {
		pid = vfork();
		if (pid == 0)
			exec_child(sh, s, guard, &mask, &error);
	} while (pid < 0 && wait_for_room(&tries));
	if (pid < 0)
		error = errno;
	if (guard)
		signals_restore(&mask);
	if (error == 0)
		return pid;
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	errno = error;
	return -1;
}

/* The process group that a child of `job` joins; 0: its own, as leader; -1: it stays in ours. */
static pid_t group_of_child(const struct shell *sh, const struct job *job, enum fork_kind kind)
{
	if (!job || kind == FORK_CAPTURE || !job_control_active(sh))
		return -1;
	return job->group;
}

/* Both the parent and the child do this, for neither can know who is first: the child must be in
 * its group before it execs, the parent must not send a signal to a group that is not there. */
static void join_group(struct shell *sh, pid_t pid, pid_t group, enum fork_kind kind)
{
	if (group < 0)
		return;
	bool leads = group == 0;
	(void)setpgid(pid, leads ? pid : group);
	if (leads && kind == FORK_FOREGROUND)
		job_give_terminal(sh, pid);
}

static void become_child(struct shell *sh, pid_t group, enum fork_kind kind, const sigset_t *mask)
{
	bool ignores = kind == FORK_BACKGROUND && !job_control_active(sh);
	sh->forked_by = sh->process;
	sh->process = getpid();
	sh->subshell_depth++;
	/* The action that the parent runs is not this process's to end: `exit` is of the subshell,
	 * which has traps of its own.  Try: whelk -c "trap '(trap : EXIT; false; exit)' EXIT" */
	sh->trap_depth = 0;
	sh->exiting = false;
	join_group(sh, sh->process, group, kind);
	traps_enter_subshell(sh);
	if (ignores)
		signals_ignore_background(sh);
	jobs_enter_subshell(sh);
	fd_forget_saved(sh);
	signals_restore(mask);
}

static pid_t fork_patiently(void)
{
	unsigned tries = 0;
	pid_t pid;
	do
		pid = fork();
	while (pid < 0 && wait_for_room(&tries));
	return pid;
}

/* `f() { ( f ); }` would otherwise go on until the machine has no process left. */
enum { MOST_SUBSHELLS = 1000 };

static bool nested_too_deeply(struct shell *sh)
{
	if (sh->subshell_depth < MOST_SUBSHELLS)
		return false;
	shell_error(sh, "subshells nested too deeply (%d)", MOST_SUBSHELLS);
	sh->status = 2;
	return true;
}

pid_t spawn_fork(struct shell *sh, struct job *job, enum fork_kind kind)
{
	if (nested_too_deeply(sh))
		return -1;
	/* Never between the stages of a pipeline: the group of a leader that was reaped is gone. */
	if (!job || job->process_count == 0)
		job_reap(sh);
	if (job && !job_reserve(job)) {
		shell_no_memory(sh);
		return -1;
	}
	pid_t group = group_of_child(sh, job, kind);
	(void)shell_family(sh);
	sigset_t mask;
	signals_block_all(&mask);
	pid_t pid = fork_patiently();
	if (pid == 0) {
		become_child(sh, group, kind, &mask);
		return 0;
	}
	int error = errno;
	if (pid > 0) {
		join_group(sh, pid, group, kind);
		if (job && group == 0)
			job->group = pid;
		if (job && !job_add_process(job, pid))
			shell_no_memory(sh); /* cannot be: there is room */
	}
	signals_restore(&mask);
	if (pid < 0) {
		sh->status = 1;
		shell_error(sh, "cannot fork: %s", strerror(error));
	}
	return pid;
}

void spawn_replace(struct shell *sh, const char *path, char *const *argv, char *const *envp)
{
	/* exec would reset the handlers too, but what arrived just before it would be lost. */
	bool guard = signals_need_guard();
	if (guard)
		signals_reset_for_child(sh);
	(void)execve(path, argv, envp);
	int error = errno;
	if (guard)
		signals_reinstall();
	errno = error;
}

void spawn_leave(int status)
{
	_exit(status);
}
