#include "eval/tail.h"

#include "base/pending.h"
#include "base/stack.h"
#include "eval/errors.h"
#include "eval/pipeline.h"
#include "eval/redirect.h"
#include "eval/run.h"
#include "eval/simple.h"
#include "eval/tail_position.h"
#include "eval/trap_run.h"
#include "lang/tree.h"
#include "proc/job.h"
#include "state/shell.h"

/* All but the last item by eval_node(), the last in tail position. */
static enum flow tail_of_list(struct shell *sh, const struct node *items)
{
	const struct node *item = items;
	for (; item->next; item = item->next) {
		enum flow f = item->background ? eval_background(sh, item) : eval_node(sh, item);
		if (f == FLOW_NEXT && signal_is_pending())
			f = run_pending_traps(sh);
		if (f != FLOW_NEXT)
			return f;
	}
	return item->background ? eval_background(sh, item) : eval_tail(sh, item);
}

/* A subshell as the last thing a process does needs no second process: nothing comes after it
 * that it could spoil. */
static enum flow tail_of_subshell(struct shell *sh, const struct node *n)
{
	if (!tail_may_exec(sh) || job_control_active(sh))
		return eval_node(sh, n);
	if (n->redirs && !redirect_here(sh, n->redirs, NULL))
		return error_flow(sh, ERROR_REDIRECTION_OTHER);
	sh->subshell_depth++;
	return eval_tail(sh, n->group.body);
}

/* An item under `set -e`, or whose status is to be inverted or timed, cannot be replaced by its
 * last command only where something remains to be done: a negated or timed pipeline. */
enum flow eval_tail(struct shell *sh, const struct node *n)
{
	if (stack_is_low())
		return eval_node(sh, n); /* which says so where it goes deeper */
	switch ((enum node_kind)n->kind) {
	case NODE_SIMPLE:
		return eval_simple(sh, n, true);
	case NODE_LIST:
		return tail_of_list(sh, n->list.items);
	case NODE_GROUP:
		return n->redirs ? eval_node(sh, n) : eval_tail(sh, n->group.body);
	case NODE_SUBSHELL:
		return tail_of_subshell(sh, n);
	case NODE_PIPELINE:
	case NODE_AND_OR:
	case NODE_IF:
	case NODE_LOOP:
	case NODE_FOR:
	case NODE_SELECT:
	case NODE_FOR_ARITH:
	case NODE_ARITH:
	case NODE_CONDITION:
	case NODE_CASE:
	case NODE_FUNCTION:
	case NODE_COPROC:
	case NODE_STUDY:
		return eval_node(sh, n);
	}
	return FLOW_NEXT;
}
