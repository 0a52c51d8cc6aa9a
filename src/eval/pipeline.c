/* a | b: applying the pipeline plan (XCU 2.9.2).
 *
 * Every stage is a process, but with `set -o lastpipe` the last.  The shell makes one pipe at a
 * time, starts the stage that writes it and keeps only the end that the next stage reads: no process
 * holds an end that is not its. */
#include "eval/pipeline.h"

#include "base/fdio.h"
#include "base/stack.h"
#include "eval/coproc.h"
#include "eval/errors.h"
#include "eval/plan.h"
#include "eval/process.h"
#include "eval/redirect.h"
#include "eval/simple.h"
#include "eval/timing.h"
#include "ipc/shared.h"
#include "lang/tree.h"
#include "proc/job.h"
#include "proc/redir.h"
#include "proc/spawn.h"
#include "state/frame.h"
#include "state/shell.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* One stage with `in` and `out` (FD_CLOSED: the shell's own) as its 0 and 1.  `next` is the end that
 * reads `out`: a stage that kept it would never get SIGPIPE.
 * Try: while :; do echo y; done | head -n 1 */
static pid_t start_stage(struct shell *sh, const struct stage *s, struct job *job,
			 const struct pipeline_plan *plan, int in, int out, int next)
{
	if (!plan->background) {
		pid_t pid = stage_spawn(sh, s->node, in, out);
		if (pid > 0)
			return job_add_process(job, pid) ? pid : -1;
	}
	struct redirect_fifos fifos;
	if (!redirect_hold_ahead(sh, s->node->redirs, &fifos))
		return -1;
	pid_t pid = spawn_fork(sh, job, plan->background ? FORK_BACKGROUND : FORK_FOREGROUND);
	if (pid != 0) {
		redirect_fifos_used(sh, &fifos, pid);
		return pid;
	}
	fd_close(next);
	if (plan->background) {
		shared_forget_locks(sh);
		coproc_keep_named(sh, s->node);
	}
	/* `a | b &` leaves b reading the pipe: only the first stage gets /dev/null (2.9.3.2). */
	if (plan->background && !plan->own_group && in == FD_CLOSED)
		in = fd_open_high("/dev/null", 0, 0);
	fd_wire(sh, in, out);
	child_run(sh, s->node);
}

/* Starts all stages; *last_in is what the one that is run here reads.  False when a pipe or a
 * process could not be had: those that were started see end-of-file and end. */
static bool start_stages(struct shell *sh, const struct pipeline_plan *plan, struct job *job,
			 int *last_in)
{
	int in = FD_CLOSED;
	for (size_t i = 0; i < plan->count && !plan->stages[i].here; i++) {
		const struct stage *s = &plan->stages[i];
		int ends[2] = {FD_CLOSED, FD_CLOSED};
		if (s->writes_pipe && !fd_pipe(ends)) {
			shell_error(sh, "cannot make a pipe: %s", strerror(errno));
			fd_close(in);
			return false;
		}
		pid_t pid = start_stage(sh, s, job, plan, in, ends[1], ends[0]);
		fd_close(in);
		fd_close(ends[1]);
		in = ends[0];
		if (pid < 0) {
			fd_close(in);
			return false;
		}
	}
	*last_in = in;
	return true;
}

/* The last stage in this process, and then the status of all: with pipefail it may be another's. */
static enum flow run_here(struct shell *sh, const struct pipeline_plan *plan, struct job *job,
			  int in)
{
	struct fd_plan input = FD_PLAN_INIT;
	struct frame frame;
	enum flow f = FLOW_NEXT;
	frame_push(sh, &frame, FRAME_SCOPE);
	if (fd_plan_add(sh, &input, FD_STEP_MOVE, STDIN_FILENO, in) &&
	    fd_plan_apply(sh, &input, &frame))
		f = sh->ops->run(sh, plan->stages[plan->count - 1].node);
	else
		sh->status = 126;
	frame_pop(sh, &frame);
	int status = sh->status;
	enum flow waited = job_wait_foreground(sh, job);
	job_add_status(sh, status);
	if (f != FLOW_NEXT || status != 0 || !plan->pipefail)
		sh->status = status;
	return f != FLOW_NEXT ? f : waited;
}

static enum flow run_plan(struct shell *sh, const struct node *n, const struct pipeline_plan *plan)
{
	struct job *job = job_new(sh, n, plan->background);
	if (!job) {
		sh->status = 1;
		return error_flow(sh, ERROR_OTHER_UTILITY);
	}
	job->pipefail = plan->pipefail;
	enum flow f = FLOW_NEXT;
	int last_in = FD_CLOSED;
	bool started = start_stages(sh, plan, job, &last_in);
	if (started && plan->stages[plan->count - 1].here)
		return run_here(sh, plan, job, last_in);
	if (plan->background && started) {
		job_announce(sh, job);
		sh->status = 0;
	} else if (job->process_count > 0) {
		f = job_wait_foreground(sh, job);
	} else {
		job_forget(sh, job);
	}
	if (!started)
		sh->status = 126;
	return f;
}

static enum flow eval_stages(struct shell *sh, const struct node *n)
{
	struct arena_mark mark = arena_mark(&sh->tmp);
	struct pipeline_plan plan;
	enum flow f = plan_pipeline(sh, n, &plan) ? run_plan(sh, n, &plan)
						  : error_flow(sh, ERROR_EXPANSION);
	arena_reset(&sh->tmp, mark);
	return f;
}

/* ! and time around one command or several stages. */
STACK_APART enum flow eval_pipeline(struct shell *sh, const struct node *n)
{
	struct timing timing;
	enum flow f;
	sh->at = n->at;
	if (n->pipeline.timed)
		timing_start(&timing);
	if (n->pipeline.negate)
		sh->errexit_ignored++;
	if (n->pipeline.stage_count == 1)
		f = sh->ops->run(sh, n->pipeline.stages);
	else
		f = eval_stages(sh, n);
	if (n->pipeline.negate)
		sh->errexit_ignored--;
	if (n->pipeline.timed)
		timing_report(sh, &timing, n->pipeline.posix_time);
	if (n->pipeline.negate && f == FLOW_NEXT) {
		job_keep_status(sh);
		sh->status = !sh->status;
	}
	return f;
}

/* A list item that ends in &.  A pipeline's stages are processes of the shell itself, anything
 * else is one process. */
STACK_APART enum flow eval_background(struct shell *sh, const struct node *n)
{
	struct arena_mark mark = arena_mark(&sh->tmp);
	struct pipeline_plan plan;
	enum flow f;
	sh->at = n->at;
	bool plain = n->kind == NODE_PIPELINE && !n->pipeline.negate && !n->pipeline.timed;
	struct node alone, whole;
	if (!plain && n->kind == NODE_PIPELINE) {
		/* `! a | b &`: one process that runs the whole, and waits for it. */
		whole = *n;
		whole.background = false;
		alone = (struct node){.kind = NODE_GROUP, .at = n->at, .background = true};
		alone.group.body = &whole;
		f = plan_pipeline(sh, &alone, &plan) ? run_plan(sh, n, &plan)
						     : error_flow(sh, ERROR_EXPANSION);
	} else {
		f = plan_pipeline(sh, n, &plan) ? run_plan(sh, n, &plan)
						: error_flow(sh, ERROR_EXPANSION);
	}
	arena_reset(&sh->tmp, mark);
	return f;
}
