/* wait [process|job...], wait -n [-p name] [process|job...] (XCU wait; -n as in bash). */
#include "builtins/builtins.h"

#include "builtins/args.h"
#include "builtins/assignment.h"
#include "proc/job.h"
#include "proc/trap.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <stdlib.h>

/* A signal with a trap, or ^C, ended the waiting: the caller runs the trap next (2.12). */
static void interrupted(struct shell *sh)
{
	int sig = trap_look(sh);
	sh->status = 128 + (sig > 0 ? sig : SIGINT);
}

/* No operands: all of them, stopped or not (XCU wait).  A suspended job at a prompt would be waited
 * for until somebody continues it, which only this shell's user can: as in dash and bash it is
 * left alone. */
static void wait_all(struct shell *sh)
{
	if (jobs_are_inherited(sh))
		return;
	job_reap(sh);
	for (struct job *j = job_next(sh, NULL), *next; j; j = next) {
		bool left = sh->interactive && job_state(j) == JOB_STOPPED;
		if (!left && !job_wait(sh, j)) {
			interrupted(sh);
			return;
		}
		next = job_next(sh, j);
		if (job_state(j) == JOB_ENDED)
			job_waited_for(sh, j, false);
	}
}

static struct job *find(struct shell *sh, struct args *a, const char *text, pid_t *pid)
{
	struct job *j = NULL;
	*pid = 0;
	if (*text == '%') {
		j = jobs_are_inherited(sh) ? NULL : job_by_id(sh, text);
		if (!j)
			args_error(sh, a, 127, "%s: no such job", text);
		return j;
	}
	char *end;
	errno = 0;
	long n = strtol(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || errno || n != (pid_t)n) {
		args_error(sh, a, 1, "%s: neither a process ID nor a job ID", text);
		return NULL;
	}
	*pid = (pid_t)n;
	j = job_by_pid(sh, *pid);
	if (!j)
		args_error(sh, a, 127, "%s: not a child of this shell", text);
	return j;
}

/* False: interrupted. */
static bool wait_one(struct shell *sh, struct args *a, const char *text)
{
	pid_t pid;
	struct job *j = find(sh, a, text, &pid);
	if (!j)
		return true; /* XCU wait: as if it had exited with 127 */
	if (!job_wait(sh, j)) {
		interrupted(sh);
		return false;
	}
	sh->status = pid > 0 ? job_status_of(j, pid) : job_status(j);
	job_waited_for(sh, j, true);
	return true;
}

/* The jobs that `wait -n` may wait for: those of the operands, or all that are not suspended.  In
 * sh->tmp; NULL: no memory. */
static struct job **candidates(struct shell *sh, struct args *a, size_t *count)
{
	pid_t pid;
	size_t room = (size_t)(a->count - a->next), n = 0;
	bool all = room == 0 && !jobs_are_inherited(sh);
	for (struct job *j = NULL; all && (j = job_next(sh, j));)
		room++;
	struct job **list = shell_alloc(sh, (room + 1) * sizeof(struct job *)), *found;
	if (!list)
		return NULL;
	for (int i = a->next; i < a->count; i++)
		if ((found = find(sh, a, a->argv[i], &pid)))
			list[n++] = found;
	for (struct job *j = NULL; all && (j = job_next(sh, j));)
		if (job_state(j) != JOB_STOPPED)
			list[n++] = j;
	*count = n;
	return list;
}

/* wait -n: for the first of them that ends; 127 if there is none.  -p tells which. */
static void wait_next(struct shell *sh, struct args *a, struct name *which)
{
	size_t count;
	job_reap(sh);
	struct job **list = candidates(sh, a, &count);
	if (!list) {
		(void)shell_no_memory(sh);
		return;
	}
	struct job *j = count ? job_wait_any(sh, list, count) : NULL;
	if (!count) {
		sh->status = 127;
	} else if (!j) {
		interrupted(sh);
	} else {
		pid_t pid = j->processes[j->process_count - 1].pid;
		sh->status = job_status_of(j, pid);
		job_waited_for(sh, j, true);
		if (which && !var_set_integer(sh, which, pid))
			sh->status = 2;
	}
}

enum flow builtin_wait(struct shell *sh, struct args *a)
{
	bool next = false;
	struct name *which = NULL;
	for (int o; (o = args_option(sh, a)) != 0;) {
		if (o == '?' || (o == 'p' && !(which = operand_name(sh, a, a->value, 2))))
			return FLOW_NEXT;
		next |= o == 'n';
	}
	if (which && (!next || !var_unset(sh, which)))
		return next ? FLOW_NEXT : args_usage(sh, a);
	sh->status = 0;
	if (next)
		wait_next(sh, a, which);
	else if (a->next == a->count)
		wait_all(sh);
	for (int i = a->next; i < a->count && !next; i++)
		if (!wait_one(sh, a, a->argv[i]))
			break;
	return FLOW_NEXT;
}
