/* Waiting for jobs, and moving them between foreground and background (XCU 2.11). */
#include "proc/job.h"

#include "base/buf.h"
#include "base/diag.h"
#include "base/pending.h"
#include "base/signame.h"
#include "proc/job_table.h"
#include "proc/sig.h"
#include "proc/tty.h"
#include "state/shell.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>

/* INT is what ^C does, PIPE what `| head` does: nobody wants to read of them. */
void job_report_death(struct shell *sh, const char *what, int wait_status)
{
	if (!WIFSIGNALED(wait_status))
		return;
	int sig = WTERMSIG(wait_status);
	if (sig == SIGINT || sig == SIGPIPE)
		return;
	const char *core = "";
#ifdef WCOREDUMP
	if (WCOREDUMP(wait_status))
		core = " (core dumped)";
#endif
	shell_error(sh, "%s: %s%s", what, signal_text(sig), core);
}

/* Blocks until the process changed state; what it said is recorded in its job.  False: it is no
 * child of ours (any more). */
static pid_t wait_patiently(pid_t pid, int *status, int flags)
{
	pid_t got;
	do
		got = waitpid(pid, status, flags);
	while (got < 0 && errno == EINTR);
	return got;
}

/* It was reaped together with others; or it is none of our children: 127. */
static int stray_status(struct shell *sh, pid_t pid)
{
	struct job_table *t = sh->jobs;
	for (unsigned i = 0; i < STRAYS; i++) {
		if (t->strays[i].pid == pid) {
			t->strays[i].pid = 0;
			return t->strays[i].wait_status;
		}
	}
	return 127 << 8;
}

int job_wait_pid(struct shell *sh, pid_t pid, const char *what)
{
	int status;
	pid_t got;
	/* Somebody wants to know of the others that end meanwhile. */
	while ((got = wait_patiently(sh->process_ended ? -1 : pid, &status, 0)) > 0 && got != pid)
		job_record(sh, got, status);
	if (got < 0)
		status = stray_status(sh, pid);
	else if (sh->child_killed && WIFSIGNALED(status))
		sh->child_killed(sh);
	if (what)
		job_report_death(sh, what, status);
	return wait_exit_status(status);
}

/* A child that somebody else has reaped (a program that we replaced had started it): it is over,
 * and nobody can know how. */
static void give_up(struct shell *sh, struct job *j)
{
	for (size_t i = 0; i < j->process_count; i++)
		if (j->processes[i].state == PROCESS_RUNNING)
			job_record(sh, j->processes[i].pid, 127 << 8);
}

/* Without job control the processes are waited for one by one: that they end is all that can
 * happen.  With it any of them may stop and go on, in any order, so all changes are taken; as they
 * are when somebody wants to know of all children. */
void job_wait_patiently(struct shell *sh, struct job *j)
{
	int flags = sh->jobs->control ? WUNTRACED | WCONTINUED : 0;
	if (!sh->jobs->control && !sh->process_ended) {
		for (size_t i = 0; i < j->process_count; i++) {
			int status;
			if (j->processes[i].state == PROCESS_ENDED)
				continue;
			pid_t pid = j->processes[i].pid;
			if (wait_patiently(pid, &status, 0) < 0)
				status = 127 << 8;
			job_record(sh, pid, status);
		}
		return;
	}
	while (job_state(j) == JOB_RUNNING) {
		int status;
		pid_t pid = wait_patiently(-1, &status, flags);
		if (pid > 0)
			job_record(sh, pid, status);
		else
			give_up(sh, j);
	}
}

static const struct process *last_process(const struct job *j)
{
	return &j->processes[j->process_count - 1];
}

/* The modes that a job leaves are the shell's from now on only if it ended by itself: stty may set
 * them, an editor that was killed may not (2.11: and what a stopped job had is kept for fg). */
static void settle_terminal(struct shell *sh, struct job *j, enum job_state state)
{
	struct job_table *t = sh->jobs;
	if (!t->control || !t->terminal || !j->group)
		return;
	tty_take_back(sh->tty);
	if (!sh->interactive)
		return;
	if (state == JOB_STOPPED)
		j->has_modes = tty_modes_get(sh->tty, &j->modes);
	if (state == JOB_ENDED && WIFEXITED(last_process(j)->wait_status))
		t->has_modes = tty_modes_get(sh->tty, &t->modes);
	else if (t->has_modes)
		tty_modes_set(sh->tty, &t->modes);
}

static void tell_stopped(struct shell *sh, struct job *j)
{
	if (!sh->interactive)
		return;
	diag_write("\n", 1);
	struct out line = {.fd = OUT_MEMORY};
	job_print(sh, &line, j, JOB_SHORT);
	diag_write(line.pending.data, line.pending.length);
	buf_free(&line.pending);
	j->changed = false;
}

static void report_death(struct shell *sh, struct job *j)
{
	struct buf text = BUF_INIT;
	job_text(j, &text);
	job_report_death(sh, buf_cstr(&text), last_process(j)->wait_status);
	buf_free(&text);
}

/* That it was told to end is no news to whoever waits for it: `kill $!; wait $!`. */
void job_tell_death(struct shell *sh, struct job *j)
{
	int status = last_process(j)->wait_status;
	if (WIFSIGNALED(status) && WTERMSIG(status) != SIGTERM)
		report_death(sh, j);
}

static void foreground_died(struct shell *sh, struct job *j)
{
	int status = last_process(j)->wait_status;
	if (!WIFSIGNALED(status))
		return;
	report_death(sh, j);
	/* A job in a group of its own took the ^C from us: what we were doing ends all the same. */
	if (WTERMSIG(status) == SIGINT && j->group && sh->interactive)
		interrupt_raise();
}

/* `sleep 9; rm x` and ^Z: rm must not run now, for it was to come after.  A script has nobody who
 * would continue the job and goes on, as under every shell. */
static enum flow suspend(struct shell *sh, struct job *j)
{
	j->background = true;
	if (!job_number(j))
		shell_no_memory(sh);
	job_touch(j);
	tell_stopped(sh, j);
	return sh->interactive && sh->subshell_depth == 0 ? FLOW_ABORT : FLOW_NEXT;
}

/* Room for `count` of PIPESTATUS, and one more: NULL after a message. */
static int *statuses_room(struct shell *sh, size_t count)
{
	struct pipe_statuses *s = &sh->pipe_statuses;
	s->count = 0;
	int *values = mem_resize(s->values, (count + 1) * sizeof *values);
	if (!values) {
		(void)shell_no_memory(sh);
		return NULL;
	}
	s->values = values;
	s->count = count;
	return values;
}

static void keep_statuses(struct shell *sh, const struct job *j)
{
	int *values = statuses_room(sh, j->process_count);
	for (size_t i = 0; values && i < j->process_count; i++)
		values[i] = wait_exit_status(j->processes[i].wait_status);
}

void job_keep_status(struct shell *sh)
{
	int *values = sh->pipe_statuses.count > 0 ? NULL : statuses_room(sh, 1);
	if (values)
		values[0] = sh->status;
}

void job_add_status(struct shell *sh, int status)
{
	struct pipe_statuses *s = &sh->pipe_statuses;
	if (s->count > 0)
		s->values[s->count++] = status;
}

enum flow job_wait_foreground(struct shell *sh, struct job *j)
{
	if (j->process_count == 0) {
		job_forget(sh, j);
		sh->status = 0;
		return FLOW_NEXT;
	}
	j->background = false;
	job_wait_patiently(sh, j);
	enum job_state state = job_state(j);
	sh->status = job_status(j);
	keep_statuses(sh, j);
	settle_terminal(sh, j, state);
	if (state == JOB_STOPPED)
		return suspend(sh, j);
	foreground_died(sh, j);
	job_forget(sh, j);
	return FLOW_NEXT;
}

static struct job *first_ended(struct job *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (job_state(list[i]) == JOB_ENDED)
			return list[i];
	return NULL;
}

struct job *job_wait_any(struct shell *sh, struct job *const *list, size_t count)
{
	sigset_t old;
	struct job *ended;
	for (size_t i = 0; i < count; i++)
		list[i]->disowned_output = false; /* somebody asks for it after all */
	signals_block(&old);
	for (;;) {
		job_reap(sh);
		ended = first_ended(list, count);
		if (ended || signal_is_pending())
			break;
		signals_sleep(&old, true);
	}
	signals_restore(&old);
	return ended;
}

bool job_wait(struct shell *sh, struct job *j)
{
	return job_wait_any(sh, &j, 1) != NULL;
}

static bool send(struct job *j, int sig)
{
	if (j->group > 0)
		return kill(-j->group, sig) == 0;
	bool any = false;
	errno = ESRCH;
	for (size_t i = 0; i < j->process_count; i++) {
		const struct process *p = &j->processes[i];
		if (p->state != PROCESS_ENDED && p->pid > 0 && kill(p->pid, sig) == 0)
			any = true;
	}
	return any;
}

/* These two end a stop at once, before the kernel tells of it: `kill -KILL %1; exit` has no stopped
 * job any more. */
bool job_signal(struct shell *sh, struct job *j, int sig)
{
	(void)sh;
	if (!send(j, sig))
		return false;
	for (size_t i = 0; i < j->process_count; i++)
		if ((sig == SIGCONT || sig == SIGKILL) && j->processes[i].state == PROCESS_STOPPED)
			j->processes[i].state = PROCESS_RUNNING;
	return true;
}

static bool continue_job(struct shell *sh, struct job *j)
{
	if (!job_signal(sh, j, SIGCONT))
		return false;
	j->changed = false;
	job_touch(j);
	return true;
}

enum flow job_foreground(struct shell *sh, struct job *j)
{
	job_unnumber(j);
	job_give_terminal(sh, j->group);
	if (job_state(j) == JOB_STOPPED) {
		if (j->has_modes && sh->interactive)
			tty_modes_set(sh->tty, &j->modes);
		(void)continue_job(sh, j);
	}
	return job_wait_foreground(sh, j);
}

bool job_background(struct shell *sh, struct job *j)
{
	j->background = true;
	if (job_state(j) == JOB_STOPPED && !continue_job(sh, j))
		return false;
	sh->last_background = j->processes[j->process_count - 1].pid; /* 2.5.2 */
	return true;
}
