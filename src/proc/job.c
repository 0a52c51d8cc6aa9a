#include "proc/job.h"

#include "lang/program.h"
#include "proc/job_table.h"
#include "proc/sig.h"
#include "state/shell.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct job_table *job_table_new(void)
{
	return mem_zero(sizeof(struct job_table));
}

/* --- processes by their ID --- */

static size_t pid_slot(const struct job_table *t, pid_t pid)
{
	size_t i = ((uint32_t)pid * 2654435769U) & (t->pid_room - 1);
	while (t->pids[i].pid != 0 && t->pids[i].pid != pid)
		i = (i + 1) & (t->pid_room - 1);
	return i;
}

static bool pid_reserve(struct job_table *t)
{
	if ((t->pid_count + 1) * 2 <= t->pid_room)
		return true;
	struct job_table bigger = {.pid_room = t->pid_room ? t->pid_room * 2 : 32};
	bigger.pids = mem_zero(bigger.pid_room * sizeof *bigger.pids);
	if (!bigger.pids)
		return false;
	for (size_t i = 0; i < t->pid_room; i++)
		if (t->pids[i].pid != 0)
			bigger.pids[pid_slot(&bigger, t->pids[i].pid)] = t->pids[i];
	mem_free(t->pids);
	t->pids = bigger.pids;
	t->pid_room = bigger.pid_room;
	return true;
}

static struct job *pid_find(const struct job_table *t, pid_t pid)
{
	return t->pid_count > 0 ? t->pids[pid_slot(t, pid)].job : NULL;
}

/* Entries that follow without a gap may belong further up: each is put in again. */
static void pid_remove(struct job_table *t, pid_t pid)
{
	if (t->pid_count == 0)
		return;
	size_t i = pid_slot(t, pid);
	if (t->pids[i].pid == 0)
		return;
	t->pids[i] = (struct pid_entry){0};
	t->pid_count--;
	for (i = (i + 1) & (t->pid_room - 1); t->pids[i].pid != 0;
	     i = (i + 1) & (t->pid_room - 1)) {
		struct pid_entry e = t->pids[i];
		t->pids[i] = (struct pid_entry){0};
		t->pids[pid_slot(t, e.pid)] = e;
	}
}

/* --- numbers: the lowest that is free --- */

static bool number_reserve(struct job_table *t)
{
	if (t->highest < t->number_room)
		return true;
	size_t room = t->number_room ? t->number_room * 2 : 16;
	struct job **numbered = mem_resize(t->numbered, room * sizeof *numbered);
	if (!numbered)
		return false;
	memset(numbered + t->number_room, 0, (room - t->number_room) * sizeof *numbered);
	t->numbered = numbered;
	t->number_room = room;
	return true;
}

bool job_number(struct job *j)
{
	struct job_table *t = j->table;
	if (j->number > 0)
		return true;
	if (!number_reserve(t))
		return false;
	size_t i = t->lowest_free;
	while (t->numbered[i])
		i++;
	t->numbered[i] = j;
	t->lowest_free = i + 1;
	if (i >= t->highest)
		t->highest = i + 1;
	j->number = (unsigned)i + 1;
	jobs_rank_again(t);
	return true;
}

void job_unnumber(struct job *j)
{
	struct job_table *t = j->table;
	if (j->number == 0)
		return;
	size_t i = j->number - 1;
	t->numbered[i] = NULL;
	if (i < t->lowest_free)
		t->lowest_free = i;
	while (t->highest > 0 && !t->numbered[t->highest - 1])
		t->highest--;
	j->number = 0;
	jobs_rank_again(t);
}

struct job *job_next(struct shell *sh, const struct job *prev)
{
	const struct job_table *t = sh->jobs;
	for (size_t i = prev ? prev->number : 0; i < t->highest; i++)
		if (t->numbered[i])
			return t->numbered[i];
	return NULL;
}

/* --- making and forgetting --- */

void job_touch(struct job *j)
{
	j->used = ++j->table->clock;
	jobs_rank_again(j->table);
}

static void job_free(struct job *j)
{
	program_release(j->program);
	if (j->processes != j->one)
		mem_free(j->processes);
	mem_free(j);
}

void job_forget(struct shell *sh, struct job *j)
{
	struct job_table *t = j->table;
	(void)sh;
	job_unnumber(j);
	t->kept -= j->kept_status;
	for (size_t i = 0; i < j->process_count; i++) {
		const struct process *p = &j->processes[i];
		if (!t->inherited && p->state != PROCESS_ENDED)
			t->running--;
		if (pid_find(t, p->pid) == j)
			pid_remove(t, p->pid);
	}
	*(j->previous ? &j->previous->next : &t->newest) = j->next;
	*(j->next ? &j->next->previous : &t->oldest) = j->previous;
	job_free(j);
}

static void forget_all(struct shell *sh)
{
	while (sh->jobs->newest)
		job_forget(sh, sh->jobs->newest);
}

void job_table_free(struct job_table *t)
{
	if (!t)
		return;
	for (struct job *j = t->newest, *next; j; j = next) {
		next = j->next;
		job_free(j);
	}
	buf_free(&t->news);
	mem_free(t->pids);
	mem_free(t->numbered);
	mem_free(t);
}

bool jobs_are_inherited(const struct shell *sh)
{
	return sh->jobs->inherited;
}

void jobs_enter_subshell(struct shell *sh)
{
	struct job_table *t = sh->jobs;
	mem_free(t->pids); /* rather than clearing it: its pages are shared with the parent */
	t->pids = NULL;
	t->pid_count = t->pid_room = t->running = 0;
	t->inherited = true;
	t->control = t->terminal = false;
	memset(t->strays, 0, sizeof t->strays);
}

struct job *job_new(struct shell *sh, const struct node *node, bool background)
{
	struct job_table *t = sh->jobs;
	if (t->inherited) {
		forget_all(sh);
		t->inherited = false;
	}
	/* So that a script which never waits leaves no zombies. */
	job_reap(sh);
	struct job *j = mem_zero(sizeof *j);
	if (!j) {
		shell_no_memory(sh);
		return NULL;
	}
	j->table = t;
	j->processes = j->one;
	j->process_room = sizeof j->one / sizeof *j->one;
	j->background = background;
	j->pipefail = sh->options[OPT_PIPEFAIL];
	if (background && !job_number(j)) {
		mem_free(j);
		shell_no_memory(sh);
		return NULL;
	}
	j->node = node;
	j->program = sh->program ? program_hold(sh->program) : NULL;
	j->next = t->newest;
	*(t->newest ? &t->newest->previous : &t->oldest) = j;
	t->newest = j;
	job_touch(j);
	return j;
}

bool job_reserve(struct job *j)
{
	if (!pid_reserve(j->table))
		return false;
	if (j->process_count < j->process_room)
		return true;
	size_t room = j->process_room * 2;
	struct process *old = j->processes == j->one ? NULL : j->processes;
	struct process *processes = mem_resize(old, room * sizeof *processes);
	if (!processes)
		return false;
	if (!old)
		memcpy(processes, j->one, sizeof j->one);
	j->processes = processes;
	j->process_room = room;
	return true;
}

static struct process *process_of(struct job *j, pid_t pid)
{
	for (size_t i = 0; i < j->process_count; i++)
		if (j->processes[i].pid == pid)
			return &j->processes[i];
	return NULL;
}

/* The kernel gives a number again once we have reaped its process: who had it before is not to be
 * found by it any more. */
static void dispossess(struct job_table *t, pid_t pid)
{
	struct job *old = pid_find(t, pid);
	struct process *p = old ? process_of(old, pid) : NULL;
	if (p)
		p->pid = 0;
}

bool job_add_process(struct job *j, pid_t pid)
{
	struct job_table *t = j->table;
	if (!job_reserve(j))
		return false;
	dispossess(t, pid);
	size_t slot = pid_slot(t, pid);
	if (t->pids[slot].pid == 0)
		t->pid_count++;
	t->pids[slot] = (struct pid_entry){pid, j};
	j->processes[j->process_count++] = (struct process){.pid = pid, .state = PROCESS_RUNNING};
	t->running++;
	jobs_rank_again(t);
	return true;
}

struct job *job_by_pid(struct shell *sh, pid_t pid)
{
	return pid > 0 ? pid_find(sh->jobs, pid) : NULL;
}

pid_t job_pid(const struct job *j)
{
	if (j->group > 0)
		return j->group;
	return j->process_count > 0 ? j->processes[j->process_count - 1].pid : 0;
}

/* --- states --- */

enum job_state job_state(const struct job *j)
{
	enum job_state state = JOB_ENDED;
	for (size_t i = 0; i < j->process_count; i++) {
		switch (j->processes[i].state) {
		case PROCESS_RUNNING:
			return JOB_RUNNING;
		case PROCESS_STOPPED:
			state = JOB_STOPPED;
			break;
		case PROCESS_ENDED:
			break;
		}
	}
	return state;
}

int wait_exit_status(int wait_status)
{
	if (WIFEXITED(wait_status))
		return WEXITSTATUS(wait_status);
	return 128 + (WIFSTOPPED(wait_status) ? WSTOPSIG(wait_status) : WTERMSIG(wait_status));
}

/* 2.9.2: of the last command, or, with pipefail, of the last that did not succeed.  A stopped job's
 * is that of a process that is stopped. */
int job_status(const struct job *j)
{
	bool stopped = job_state(j) == JOB_STOPPED;
	for (size_t i = j->process_count; i-- > 0;) {
		const struct process *p = &j->processes[i];
		if (stopped && p->state != PROCESS_STOPPED)
			continue;
		int status = wait_exit_status(p->wait_status);
		if (stopped || !j->pipefail || status != 0)
			return status;
	}
	return 0;
}

int job_status_of(const struct job *j, pid_t pid)
{
	for (size_t i = 0; i + 1 < j->process_count; i++)
		if (j->processes[i].pid == pid && pid != j->group)
			return wait_exit_status(j->processes[i].wait_status);
	return job_status(j);
}

/* POSIX lets us forget all but the last CHILD_MAX statuses (2.9.3.1). */
static void keep_status(struct shell *sh, struct job *j)
{
	struct job_table *t = j->table;
	if (j->kept_status || (j->number == 0 && !j->substitution))
		return;
	j->kept_status = true;
	t->kept++;
	if (t->kept_limit == 0) {
		long most = sysconf(_SC_CHILD_MAX);
		t->kept_limit = most > 0 && most < 65536 ? (size_t)most : 65536;
		if (t->kept_limit < 1024)
			t->kept_limit = 1024;
	}
	for (struct job *old = t->oldest, *newer; old && t->kept > t->kept_limit; old = newer) {
		newer = old->previous;
		if (old->kept_status && old != j)
			job_forget(sh, old);
	}
}

static void process_changed(struct shell *sh, struct job *j, struct process *p, int wait_status)
{
	enum job_state before = job_state(j);
	if (WIFCONTINUED(wait_status)) {
		p->state = PROCESS_RUNNING;
	} else {
		p->wait_status = wait_status;
		p->state = WIFSTOPPED(wait_status) ? PROCESS_STOPPED : PROCESS_ENDED;
		j->table->running -= p->state == PROCESS_ENDED;
	}
	enum job_state now = job_state(j);
	if (now == before)
		return;
	jobs_rank_again(j->table);
	j->changed = now != JOB_RUNNING;
	if (now == JOB_STOPPED)
		job_touch(j);
	else if (now == JOB_ENDED && j->disowned_output)
		job_forget(sh, j);
	else if (now == JOB_ENDED)
		keep_status(sh, j);
}

void job_record(struct shell *sh, pid_t pid, int wait_status)
{
	struct job_table *t = sh->jobs;
	struct job *j = pid_find(t, pid);
	struct process *p = j ? process_of(j, pid) : NULL;
	if (sh->child_killed && WIFSIGNALED(wait_status))
		sh->child_killed(sh);
	if (sh->process_ended && !WIFSTOPPED(wait_status) && !WIFCONTINUED(wait_status))
		sh->process_ended(sh, pid, wait_exit_status(wait_status));
	if (p && p->state != PROCESS_ENDED)
		process_changed(sh, j, p, wait_status);
	else if (!j && !WIFSTOPPED(wait_status) && !WIFCONTINUED(wait_status))
		t->strays[t->next_stray++ % STRAYS] = (struct stray){pid, wait_status};
}

void job_reap(struct shell *sh)
{
	if (!signal_child_take() || sh->jobs->running == 0)
		return;
	int status;
	pid_t pid;
	while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED | WCONTINUED)) > 0)
		job_record(sh, pid, status);
}
