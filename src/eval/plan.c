#include "eval/plan.h"

#include "lang/tree.h"
#include "proc/job.h"
#include "state/shell.h"

bool plan_pipeline(struct shell *sh, const struct node *n, struct pipeline_plan *plan)
{
	bool whole = n->kind == NODE_PIPELINE;
	*plan = (struct pipeline_plan){
		.count = whole ? n->pipeline.stage_count : 1,
		.background = n->background,
		.pipefail = sh->options[OPT_PIPEFAIL],
		.own_group = job_control_active(sh),
	};
	plan->stages = shell_alloc(sh, plan->count * sizeof *plan->stages);
	if (!plan->stages)
		return shell_no_memory(sh);
	const struct node *stage = whole ? n->pipeline.stages : n;
	for (size_t i = 0; i < plan->count; i++, stage = stage->next)
		plan->stages[i] = (struct stage){
			.node = stage,
			.reads_pipe = i > 0,
			.writes_pipe = i + 1 < plan->count,
		};
	/* A stage here could not be stopped with the others. */
	if (sh->options[OPT_LASTPIPE] && plan->count > 1 && !plan->background && !plan->own_group)
		plan->stages[plan->count - 1].here = true;
	return true;
}
