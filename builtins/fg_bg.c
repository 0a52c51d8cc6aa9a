#include "builtins/builtins.h"

#include "base/buf.h"
#include "builtins/args.h"
#include "proc/job.h"
#include "state/shell.h"

#include <errno.h>
#include <string.h>

static bool have_job_control(struct shell *sh, struct args *a)
{
	if (job_control_active(sh))
		return true;
	args_error(sh, a, 1, "no job control");
	return false;
}

/* The job that `id` names, NULL: the current one.  NULL after a message. */
static struct job *find(struct shell *sh, struct args *a, const char *id)
{
	struct job *j = id ? job_by_id(sh, id) : job_current(sh);
	if (!j && !id)
		args_error(sh, a, 1, "no current job");
	else if (!j)
		args_error(sh, a, 1, "%s: %s", id,
			   errno == EINVAL ? "ambiguous job" : "no such job");
	else if (j->group == 0)
		args_error(sh, a, 1, "job %u: started without job control", j->number);
	else if (job_state(j) == JOB_ENDED)
		args_error(sh, a, 1, "job %u: has ended", j->number);
	else
		return j;
	return NULL;
}

static void print_text(struct shell *sh, const struct job *j)
{
	job_text(j, &sh->out->pending);
	out_byte(sh->out, '\n');
	(void)out_flush(sh->out); /* the caller reports the error, which is kept */
}

enum flow builtin_fg(struct shell *sh, struct args *a)
{
	if (args_option(sh, a) != 0)
		return FLOW_NEXT;
	if (a->count - a->next > 1)
		return args_usage(sh, a);
	if (!have_job_control(sh, a))
		return FLOW_NEXT;
	job_reap(sh);
	struct job *j = find(sh, a, a->argv[a->next]);
	if (!j)
		return FLOW_NEXT;
	print_text(sh, j);
	return job_foreground(sh, j);
}

static void move_to_background(struct shell *sh, struct args *a, const char *id)
{
	struct job *j = find(sh, a, id);
	if (!j)
		return;
	if (job_state(j) == JOB_RUNNING)
		return; /* XCU bg: no effect, and success */
	if (job_background(sh, j)) {
		out_printf(sh->out, "[%u] ", j->number);
		print_text(sh, j);
	} else {
		args_error(sh, a, 1, "job %u: %s", j->number, strerror(errno));
	}
}

enum flow builtin_bg(struct shell *sh, struct args *a)
{
	if (args_option(sh, a) != 0)
		return FLOW_NEXT;
	if (!have_job_control(sh, a))
		return FLOW_NEXT;
	job_reap(sh);
	if (a->next == a->count)
		move_to_background(sh, a, NULL);
	for (int i = a->next; i < a->count; i++)
		move_to_background(sh, a, a->argv[i]);
	return FLOW_NEXT;
}
