#include "builtins/builtins.h"

#include "builtins/args.h"
#include "proc/job.h"
#include "state/shell.h"

#include <errno.h>

static void report(struct shell *sh, struct job *j, enum job_format format)
{
	job_print(sh, sh->out, j, format);
	j->changed = false;
}

/* What was told of its end is forgotten (XCU jobs); -p tells nothing of it.  After all of them
 * are shown, for %+ and %- change when one goes. */
static void forget_ended(struct shell *sh)
{
	for (struct job *j = job_next(sh, NULL), *next; j; j = next) {
		next = job_next(sh, j);
		if (!j->changed && job_state(j) == JOB_ENDED)
			job_forget(sh, j);
	}
}

static void show_named(struct shell *sh, struct args *a, enum job_format format)
{
	for (int i = a->next; i < a->count; i++) {
		struct job *j = job_by_id(sh, a->argv[i]);
		if (j)
			report(sh, j, format);
		else
			args_error(sh, a, 1, "%s: %s", a->argv[i],
				   errno == EINVAL ? "ambiguous job" : "no such job");
	}
}

enum flow builtin_jobs(struct shell *sh, struct args *a)
{
	enum job_format format = JOB_SHORT;
	for (int option; (option = args_option(sh, a)) != 0;) {
		if (option == '?')
			return FLOW_NEXT;
		format = option == 'l' ? JOB_LONG : JOB_PIDS;
	}
	job_reap(sh);
	if (a->next < a->count)
		show_named(sh, a, format);
	else
		for (struct job *j = job_next(sh, NULL); j; j = job_next(sh, j))
			report(sh, j, format);
	if (format != JOB_PIDS && !jobs_are_inherited(sh))
		forget_ended(sh);
	return FLOW_NEXT;
}
