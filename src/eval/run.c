/* Trees to behaviour: lists and compound commands (XCU 2.9.3, 2.9.4). */
#include "eval/run.h"

#include "base/pending.h"
#include "base/stack.h"
#include "builtins/table.h"
#include "eval/arith_eval.h"
#include "eval/condition.h"
#include "eval/coproc.h"
#include "eval/errors.h"
#include "eval/expand.h"
#include "eval/pipeline.h"
#include "eval/process.h"
#include "eval/redirect.h"
#include "eval/select.h"
#include "eval/simple.h"
#include "eval/substitute_wait.h"
#include "eval/trap_run.h"
#include "eval/xtrace.h"
#include "ipc/procsub.h"
#include "lang/pattern.h"
#include "lang/tree.h"
#include "state/frame.h"
#include "state/function.h"
#include "state/shell.h"
#include "state/special.h"
#include "state/var.h"

#include <string.h>

/* `set -e`: called where a command's status is final (simple commands, subshells, pipelines, and
 * a compound command whose redirection failed), as XCU set -e lists them. */
static enum flow errexit(struct shell *sh, enum flow f)
{
	if (f == FLOW_NEXT && sh->status != 0 && sh->options[OPT_ERREXIT] && !sh->errexit_ignored)
		return FLOW_EXIT;
	return f;
}

/* Waits for the lists of a compound command's words or redirections.  The statuses of its parts were
 * judged already; what pipefail makes of a list was not. */
static enum flow finish_lists(struct shell *sh, struct substitution *mark, enum flow f)
{
	int status = sh->status;
	substitute_finish(sh, mark, false);
	return status == 0 ? errexit(sh, f) : f;
}

/* Between commands, those in the words of a loop or `case` included: traps that wait, ^C.  Cheap
 * when nothing arrived. */
static inline enum flow after_command(struct shell *sh, enum flow f)
{
	if (signal_is_pending() && f == FLOW_NEXT)
		return run_pending_traps(sh);
	return f;
}

/* A condition, where `set -e` does not apply. */
static enum flow eval_test(struct shell *sh, const struct node *n)
{
	sh->errexit_ignored++;
	enum flow f = eval_node(sh, n);
	sh->errexit_ignored--;
	return f;
}

static enum flow eval_list(struct shell *sh, const struct node *n)
{
	for (const struct node *item = n->list.items; item; item = item->next) {
		enum flow f = item->background ? eval_background(sh, item) : eval_node(sh, item);
		f = after_command(sh, f);
		if (f != FLOW_NEXT)
			return f;
	}
	return FLOW_NEXT;
}

static enum flow eval_and_or(struct shell *sh, const struct node *n)
{
	for (const struct node *part = n->and_or.parts; part; part = part->next) {
		if ((part->connector == CONNECT_AND && sh->status != 0) ||
		    (part->connector == CONNECT_OR && sh->status == 0))
			continue;
		enum flow f = part->next ? eval_test(sh, part) : eval_node(sh, part);
		f = after_command(sh, f);
		if (f != FLOW_NEXT)
			return f;
	}
	return FLOW_NEXT;
}

static enum flow eval_if(struct shell *sh, const struct node *n)
{
	for (const struct branch *b = n->if_.branches; b; b = b->next) {
		enum flow f = eval_test(sh, b->test);
		if (f != FLOW_NEXT)
			return f;
		if (sh->status == 0)
			return eval_node(sh, b->body);
	}
	if (n->if_.otherwise)
		return eval_node(sh, n->if_.otherwise);
	sh->status = 0;
	return FLOW_NEXT;
}

/* What a loop does with the flow of its body: true if the loop goes on, else *f is the loop's. */
static bool loop_goes_on(struct shell *sh, enum flow *f)
{
	if (*f == FLOW_NEXT)
		return true;
	if (*f != FLOW_BREAK && *f != FLOW_CONTINUE)
		return false;
	if (--sh->loops_to_leave > 0)
		return false;
	bool go_on = *f == FLOW_CONTINUE;
	*f = FLOW_NEXT;
	return go_on;
}

/* The status is that of the last body that ran, 0 if none did. */
STACK_APART static enum flow eval_loop(struct shell *sh, const struct node *n)
{
	int status = 0;
	enum flow f;
	sh->loop_depth++;
	for (;;) {
		f = eval_test(sh, n->loop.test);
		if (f == FLOW_NEXT && (sh->status == 0) == n->loop.until)
			break;
		if (f == FLOW_NEXT) {
			f = eval_node(sh, n->loop.body);
			status = sh->status;
		} else if (f == FLOW_BREAK || f == FLOW_CONTINUE) {
			status = sh->status;
		}
		f = after_command(sh, f);
		if (!loop_goes_on(sh, &f))
			break;
	}
	sh->loop_depth--;
	if (f == FLOW_NEXT)
		sh->status = status;
	return f;
}

static enum flow eval_for_items(struct shell *sh, const struct node *n, char *const *items)
{
	enum flow f = FLOW_NEXT;
	int status = 0;
	sh->loop_depth++;
	for (; *items; items++) {
		if (!var_set(sh, n->for_.variable, *items, strlen(*items))) {
			sh->status = 1;
			f = error_flow(sh, ERROR_ASSIGNMENT);
			status = 1;
			break;
		}
		f = eval_node(sh, n->for_.body);
		status = sh->status;
		f = after_command(sh, f);
		if (!loop_goes_on(sh, &f))
			break;
	}
	sh->loop_depth--;
	if (f == FLOW_NEXT)
		sh->status = status;
	return f;
}

/* The positional parameters, as they are now: what `for i do` goes through. */
STACK_APART static char **copy_params(struct shell *sh)
{
	struct fields fields;
	fields_start(&fields);
	for (size_t i = 0; i < sh->params.count; i++)
		fields_add(&fields, shell_dup(sh, sh->params.values[i]));
	return fields_finish(sh, &fields);
}

/* Until the input ends (status 1) or a break. */
STACK_APART static enum flow eval_select_items(struct shell *sh, const struct node *n,
					       char *const *items)
{
	enum flow f = FLOW_NEXT;
	const char *chosen;
	bool menu = true;
	sh->status = 0;
	if (!*items)
		return f;
	sh->loop_depth++;
	for (;; menu = false) {
		f = select_ask(sh, items, menu, &chosen);
		if (f == FLOW_NEXT && !chosen)
			break;
		if (f == FLOW_NEXT && !var_set(sh, n->for_.variable, chosen, strlen(chosen))) {
			sh->status = 1;
			f = error_flow(sh, ERROR_ASSIGNMENT);
			break;
		}
		if (f == FLOW_NEXT)
			f = eval_node(sh, n->for_.body);
		f = after_command(sh, f);
		if (!loop_goes_on(sh, &f))
			break;
	}
	sh->loop_depth--;
	return f;
}

STACK_APART static enum flow eval_for(struct shell *sh, const struct node *n)
{
	struct arena_mark mark = arena_mark(&sh->tmp);
	struct substitution *newest = procsub_newest(sh);
	size_t count;
	char **items = n->for_.has_in ? expand_argv(sh, n->for_.words, &count) : copy_params(sh);
	enum flow f = items ? after_command(sh, FLOW_NEXT)
			    : errexit(sh, error_flow(sh, ERROR_EXPANSION));
	if (items && f == FLOW_NEXT)
		f = n->kind == NODE_SELECT ? eval_select_items(sh, n, items)
					   : eval_for_items(sh, n, items);
	f = finish_lists(sh, newest, f);
	arena_reset(&sh->tmp, mark);
	return f;
}

/* The value of an expression that is a command.  False: *f is what comes of it. */
STACK_APART static bool evaluate(struct shell *sh, const struct arith *a, int64_t *value,
				 enum flow *f)
{
	struct arena_mark mark = arena_mark(&sh->tmp);
	bool ok;
	*f = arith_command(sh, a, expand_part, value, &ok);
	arena_reset(&sh->tmp, mark);
	return ok && *f == FLOW_NEXT;
}

STACK_APART static enum flow eval_arith(struct shell *sh, const struct node *n)
{
	int64_t value;
	enum flow f;
	if (sh->options[OPT_XTRACE])
		xtrace_node(sh, n);
	if (evaluate(sh, n->arith.expression, &value, &f))
		sh->status = value == 0;
	sh->pipe_statuses.count = 0;
	return f;
}

/* Evaluates a clause; an empty one is true.  False: *f is what comes of it. */
static bool clause(struct shell *sh, const struct arith *a, bool *holds, enum flow *f)
{
	int64_t value = 1;
	if (a && !evaluate(sh, a, &value, f))
		return false;
	*holds = value != 0;
	return true;
}

/* An error in one of the expressions ends the loop with status 1. */
STACK_APART static enum flow eval_for_arith(struct shell *sh, const struct node *n)
{
	int status = 0;
	bool holds;
	enum flow f = FLOW_NEXT;
	if (!clause(sh, n->for_arith.start, &holds, &f))
		return f;
	sh->loop_depth++;
	for (;;) {
		sh->at = n->at;
		if (!clause(sh, n->for_arith.test, &holds, &f)) {
			status = sh->status;
			break;
		}
		if (!holds)
			break;
		f = eval_node(sh, n->for_arith.body);
		status = sh->status;
		f = after_command(sh, f);
		if (!loop_goes_on(sh, &f))
			break;
		sh->at = n->at;
		if (!clause(sh, n->for_arith.step, &holds, &f)) {
			status = sh->status;
			break;
		}
	}
	sh->loop_depth--;
	if (f == FLOW_NEXT)
		sh->status = status;
	return f;
}

/* The first arm from `a` on with a pattern that matches; NULL with *failed set after an error. */
ALWAYS_INLINE static const struct arm *find_arm(struct shell *sh, const struct arm *a,
						const char *subject, size_t length, bool *failed)
{
	*failed = !subject;
	if (!subject)
		return NULL;
	enum charset charset = shell_charset(sh, subject, length);
	for (; a; a = a->next) {
		for (const struct word *w = a->patterns; w; w = w->next) {
			const struct pattern *p = expand_pattern(sh, w, sh->options[OPT_EXTGLOB]);
			*failed = !p;
			if (!p)
				return NULL;
			if (pattern_match(p, charset, subject, length))
				return a;
		}
	}
	return NULL;
}

/* The same with what is to be done when the subject and the patterns were expanded. */
STACK_APART static const struct arm *choose_arm(struct shell *sh, const struct node *n,
						bool *failed)
{
	struct arena_mark mark = arena_mark(&sh->tmp);
	struct substitution *newest = procsub_newest(sh);
	size_t length;
	sh->substituted = false;
	const char *subject = expand_string(sh, n->case_.subject, &length);
	const struct arm *a = find_arm(sh, n->case_.arms, subject, length, failed);
	substitute_finish(sh, newest, false);
	arena_reset(&sh->tmp, mark);
	return a;
}

/* Runs the arm *at and those it falls through to.  *at becomes the arm at which matching goes on,
 * NULL: nowhere.  *ran: the last one is not empty.  Inline, for each frame counts here. */
ALWAYS_INLINE static enum flow run_arms(struct shell *sh, const struct arm **at, bool *ran)
{
	const struct arm *a = *at;
	enum flow f = FLOW_NEXT;
	for (; a && f == FLOW_NEXT; a = a->next) {
		*ran = a->body != NULL;
		if (a->body)
			f = eval_node(sh, a->body);
		if (a->end != CASE_FALL_THROUGH)
			break;
	}
	*at = a && a->end == CASE_TRY_NEXT ? a->next : NULL;
	return f;
}

STACK_APART static enum flow eval_case(struct shell *sh, const struct node *n)
{
	bool failed, ran = false;
	const struct arm *a = choose_arm(sh, n, &failed);
	enum flow f = failed ? error_flow(sh, ERROR_EXPANSION) : after_command(sh, FLOW_NEXT);
	if (f != FLOW_NEXT)
		return f;
	f = run_arms(sh, &a, &ran);
	if (!ran)
		sh->status = 0;
	return f;
}

/* With an arm that ends in ;;& the subject is kept while arms run. */
STACK_APART static enum flow eval_case_trying(struct shell *sh, const struct node *n)
{
	struct arena_mark mark = arena_mark(&sh->tmp);
	struct substitution *newest = procsub_newest(sh);
	size_t length;
	bool failed, ran = false;
	enum flow f;
	sh->substituted = false;
	const char *subject = expand_string(sh, n->case_.subject, &length);
	const struct arm *a = n->case_.arms;
	do {
		a = find_arm(sh, a, subject, length, &failed);
		f = failed ? error_flow(sh, ERROR_EXPANSION) : after_command(sh, FLOW_NEXT);
		if (f == FLOW_NEXT)
			f = run_arms(sh, &a, &ran);
	} while (a && f == FLOW_NEXT);
	if (!ran && !failed && f == FLOW_NEXT)
		sh->status = 0;
	substitute_finish(sh, newest, false);
	arena_reset(&sh->tmp, mark);
	return f;
}

STACK_APART static enum flow eval_function_definition(struct shell *sh, const struct node *n)
{
	const struct builtin *b = n->function.name->builtin;
	if (b && (b->class & BUILTIN_SPECIAL)) { /* 2.9.1.4 would never find it */
		sh->at = n->at;
		shell_error(sh, "%s: is a special built-in, not a function's name", b->name);
		sh->status = 2;
		return error_flow(sh, ERROR_SYNTAX);
	}
	bool ok = function_define(sh, n, sh->program);
	sh->status = ok ? 0 : 1;
	return FLOW_NEXT;
}

static enum flow eval_compound(struct shell *sh, const struct node *n)
{
	switch ((enum node_kind)n->kind) {
	case NODE_LIST:
		return eval_list(sh, n);
	case NODE_AND_OR:
		return eval_and_or(sh, n);
	case NODE_GROUP:
		return eval_node(sh, n->group.body);
	case NODE_IF:
		return eval_if(sh, n);
	case NODE_LOOP:
		return eval_loop(sh, n);
	case NODE_FOR:
	case NODE_SELECT:
		return eval_for(sh, n);
	case NODE_FOR_ARITH:
		return eval_for_arith(sh, n);
	case NODE_ARITH:
		return errexit(sh, eval_arith(sh, n));
	case NODE_CONDITION:
		return errexit(sh, eval_condition(sh, n));
	case NODE_CASE:
		return n->case_.tries_next ? eval_case_trying(sh, n) : eval_case(sh, n);
	case NODE_FUNCTION:
		return eval_function_definition(sh, n);
	case NODE_COPROC:
		return eval_coproc(sh, n);
	case NODE_STUDY:
		return sh->study(sh, n);
	case NODE_PIPELINE:
		return n->pipeline.negate ? eval_pipeline(sh, n)
					  : errexit(sh, eval_pipeline(sh, n));
	case NODE_SUBSHELL:
		return errexit(sh, eval_subshell(sh, n));
	case NODE_SIMPLE:
		return errexit(sh, eval_simple(sh, n, false));
	}
	return FLOW_NEXT;
}

/* Redirections around a compound command: in a scope frame that brings back what was. */
STACK_APART static enum flow eval_redirected(struct shell *sh, const struct node *n)
{
	struct frame frame;
	struct arena_mark mark = arena_mark(&sh->tmp);
	struct substitution *newest = procsub_newest(sh);
	enum flow f;
	frame_push(sh, &frame, FRAME_SCOPE);
	if (redirect_here(sh, n->redirs, &frame)) {
		f = eval_compound(sh, n);
	} else {
		f = error_flow(sh, ERROR_REDIRECTION_OTHER);
		f = errexit(sh, f);
	}
	frame_pop(sh, &frame);
	f = finish_lists(sh, newest, f);
	arena_reset(&sh->tmp, mark);
	return f;
}

enum flow eval_node(struct shell *sh, const struct node *n)
{
	if (n->kind == NODE_SIMPLE)
		return errexit(sh, eval_simple(sh, n, false));
	if (n->kind == NODE_LIST)
		return eval_list(sh, n);
	if (stack_is_low()) {
		shell_error_at(sh, n->at, "commands nested too deeply");
		sh->status = 2;
		return error_flow(sh, ERROR_EXPANSION);
	}
	sh->at = n->at;
	/* A subshell's own process applies its redirections. */
	if (n->redirs && n->kind != NODE_SUBSHELL && n->kind != NODE_FUNCTION)
		return eval_redirected(sh, n);
	return eval_compound(sh, n);
}
