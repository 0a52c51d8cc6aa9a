#include "builtins/builtins.h"

#include "builtins/args.h"
#include "proc/job.h"
#include "proc/trap.h"
#include "state/shell.h"

#include <errno.h>
#include <stdlib.h>

/* A signal with a trap, or ^C, ended the waiting: the caller runs the trap next (2.12). */
static void interrupted(struct shell *sh)
{
	int sig = trap_look(sh);
	sh->status = 128 + (sig > 0 ? sig : SIGINT);
}

/* No operands: all that run.  A suspended job would be waited for until somebody continues it,
 * which only this shell's user can: it is left alone. */
static void wait_all(struct shell *sh)
{
	if (jobs_are_inherited(sh))
		return;
	job_reap(sh);
	for (struct job *j = job_next(sh, NULL), *next; j; j = next) {
		if (job_state(j) != JOB_STOPPED && !job_wait(sh, j)) {
			interrupted(sh);
			return;
		}
		next = job_next(sh, j);
		if (job_state(j) == JOB_ENDED)
			job_forget(sh, j);
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
	job_forget(sh, j);
	return true;
}

enum flow builtin_wait(struct shell *sh, struct args *a)
{
	if (args_option(sh, a) != 0)
		return FLOW_NEXT;
	sh->status = 0;
	if (a->next == a->count)
		wait_all(sh);
	for (int i = a->next; i < a->count; i++)
		if (!wait_one(sh, a, a->argv[i]))
			break;
	return FLOW_NEXT;
}
