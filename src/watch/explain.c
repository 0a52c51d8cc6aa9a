#include "watch/explain.h"

#include "base/buf.h"
#include "base/out.h"
#include "eval/plan.h"
#include "eval/run.h"
#include "lang/tree.h"
#include "lang/unparse.h"
#include "state/option.h"
#include "state/shell.h"

#include <string.h>

/* The processes beside the command, for the substitutions in its words. */
static void print_lists(struct buf *out, const struct word *w)
{
	for (; w; w = w->next) {
		for (const struct part *p = w->parts; p; p = p->next) {
			if (p->kind != PART_PROCESS)
				continue;
			buf_str(out,
				p->process.kind == '=' ? "      before it: " : "      beside it: ");
			unparse_part(out, p);
			buf_str(out,
				p->process.kind == '=' ? ", into a file\n" : ", by a named pipe\n");
		}
	}
}

static void print_lists_of(struct buf *out, const struct node *n)
{
	if (n->kind == NODE_SIMPLE)
		print_lists(out, n->simple.words);
	for (const struct redir *r = n->redirs; r; r = r->next)
		print_lists(out, r->target);
}

static void print_redirections(struct buf *out, const struct redir *list)
{
	for (const struct redir *r = list; r; r = r->next) {
		buf_str(out, "      then ");
		unparse_redir(out, r);
		buf_byte(out, '\n');
	}
}

void plan_print(struct buf *out, const struct pipeline_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct stage *s = &plan->stages[i];
		buf_printf(out, "  %zu.  ", i + 1);
		unparse_node(out, s->node, UNPARSE_LINE);
		buf_byte(out, '\n');
		if (s->reads_pipe)
			buf_printf(out, "      0 <- pipe %zu\n", i);
		if (s->writes_pipe)
			buf_printf(out, "      1 -> pipe %zu\n", i + 1);
		if (s->here)
			buf_str(out, "      in this shell (lastpipe)\n");
		print_lists_of(out, s->node);
		print_redirections(out, s->node->redirs);
	}
	buf_printf(out, "  %s%s%s\n", plan->background ? "not waited for" : "status of the last",
		   plan->pipefail ? " that failed (pipefail)" : "",
		   plan->own_group ? ", a process group of its own" : "");
}

/* Every pipeline of a list, in order; compound commands are one stage. */
static bool explain_node(struct shell *sh, struct buf *out, const struct node *n)
{
	if (n->kind == NODE_LIST || n->kind == NODE_AND_OR) {
		const struct node *first = n->kind == NODE_LIST ? n->list.items : n->and_or.parts;
		for (const struct node *item = first; item; item = item->next) {
			if (item->connector != CONNECT_FIRST)
				buf_str(out, item->connector == CONNECT_AND
						     ? "if it succeeds (&&)\n"
						     : "if it fails (||)\n");
			if (!explain_node(sh, out, item))
				return false;
		}
		return true;
	}
	struct pipeline_plan plan;
	if (!plan_pipeline(sh, n, &plan))
		return false;
	if (plan.count == 1)
		buf_str(out, plan.background ? "a process in the background\n" : "one command\n");
	else
		buf_printf(out, "%zu processes%s\n", plan.count - plan.stages[plan.count - 1].here,
			   plan.background ? " in the background" : "");
	plan_print(out, &plan);
	return true;
}

/* explain: prints the plans and runs nothing; trace: runs the command under `set -x`. */
static enum flow study(struct shell *sh, const struct node *n)
{
	if (n->study.trace) {
		bool before = sh->options[OPT_XTRACE];
		sh->options[OPT_XTRACE] = true;
		enum flow f = eval_node(sh, n->study.body);
		sh->options[OPT_XTRACE] = before;
		return f;
	}
	struct buf text = BUF_INIT;
	bool ok = explain_node(sh, &text, n->study.body);
	if (text.failed)
		ok = shell_no_memory(sh);
	if (ok && text.data)
		out_add(sh->out, text.data, text.length);
	buf_free(&text);
	if (!out_flush(sh->out)) {
		shell_error(sh, "explain: write error: %s", strerror(sh->out->error));
		sh->out->error = 0;
		ok = false;
	}
	sh->status = ok ? 0 : 1;
	return FLOW_NEXT;
}

void explain_start(struct shell *sh)
{
	sh->study = study;
}
