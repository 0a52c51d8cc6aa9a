#include "eval/assign.h"

#include "base/buf.h"
#include "base/name.h"
#include "base/stack.h"
#include "eval/arith_eval.h"
#include "eval/elements.h"
#include "eval/expand.h"
#include "eval/reference.h"
#include "lang/tree.h"
#include "state/var_array.h"
#include "state/shell.h"
#include "state/var.h"

static bool is_plain_name(const struct part *p)
{
	return p && p->kind == PART_PARAM && p->param.kind == PARAM_NAME &&
	       p->param.op == PARAM_PLAIN;
}

/* s="$s..." : the rest is added in place, without a copy of what s has.  Only a rest without side
 * effects, which could change s. */
static bool is_append(const struct shell *sh, const struct assign *a)
{
	const struct part *first = a->value->parts;
	if (!is_plain_name(first) || first->param.name != a->name || !first->next)
		return false;
	const struct variable *v = a->name->variable;
	return v && (v->flags & VAR_SET) && word_is_pure(sh, a->value);
}

static bool append(struct shell *sh, const struct assign *a)
{
	struct buf *rest = shell_buffer(sh);
	if (!rest)
		return false;
	bool ok = true;
	for (const struct part *p = a->value->parts->next; p && ok; p = p->next)
		ok = expand_part(sh, p, rest);
	if (ok && rest->failed)
		ok = shell_no_memory(sh);
	ok = ok && var_append(sh, a->name, rest->data ? rest->data : "", rest->length);
	shell_buffer_done(sh, rest);
	return ok;
}

static bool assign_element(struct shell *sh, const struct assign *a, const char *text,
			   size_t length)
{
	struct subscript at;
	return subscript_evaluate(sh, var_is_keyed(a->name->variable), a->index, &at) &&
	       var_set_element(sh, a->name, &at, text, length, a->append);
}

/* What is no plain name=value. */
STACK_APART static bool assign_other(struct shell *sh, const struct assign *a)
{
	const struct word *w = a->value;
	struct array_value value;
	size_t length;
	if (!w)
		return elements_expand(sh, var_is_keyed(a->name->variable), a->elements, &value) &&
		       var_set_array(sh, a->name, &value, a->append);
	const char *text = expand_string(sh, w, &length);
	if (!text || a->index)
		return text && assign_element(sh, a, text, length);
	return var_append(sh, a->name, text, length);
}

/* The value goes straight to the variable where it need not become a string in between. */
static bool assign_one(struct shell *sh, const struct assign *a)
{
	const struct word *w = a->value;
	if (!a->plain)
		return assign_other(sh, a);
	const struct part *p = w->parts;
	if (w->literal)
		return var_set(sh, a->name, w->literal, w->literal_length);
	if (p && !p->next && p->kind == PART_ARITH) {
		int64_t value;
		return arith_evaluate(sh, p->arith.expression, expand_part, &value) &&
		       var_set_integer(sh, a->name, value);
	}
	if (is_plain_name(p) && !p->next && p->param.name != a->name) {
		size_t length;
		const char *text = var_text(sh, p->param.name->variable, &length);
		if (text)
			return var_set(sh, a->name, text, length);
	}
	if (is_append(sh, a))
		return append(sh, a);
	size_t length;
	const char *text = expand_string(sh, w, &length);
	return text && var_set(sh, a->name, text, length);
}

/* The value is expanded before the new binding hides the old: X=$X. cmd */
static bool assign_bound(struct shell *sh, const struct assign *a, struct frame *bind)
{
	size_t length;
	struct array_value value;
	if (!a->value)
		return elements_expand(sh, var_is_keyed(a->name->variable), a->elements, &value) &&
		       var_bind(sh, bind, a->name, a->append) &&
		       var_set_array(sh, a->name, &value, a->append);
	const char *text = expand_string(sh, a->value, &length);
	if (!text || !var_bind(sh, bind, a->name, a->append || a->index))
		return false;
	if (a->index)
		return assign_element(sh, a, text, length);
	return (a->append ? var_append(sh, a->name, text, length)
			  : var_set(sh, a->name, text, length)) &&
	       var_mark(sh, a->name, VAR_EXPORT);
}

bool assign_all(struct shell *sh, const struct assign *list, struct frame *bind)
{
	for (const struct assign *a = list; a; a = a->next) {
		struct arena_mark mark = arena_mark(&sh->tmp);
		bool ok = bind ? assign_bound(sh, a, bind) : assign_one(sh, a);
		arena_reset(&sh->tmp, mark);
		if (!ok) {
			if (sh->status == 0)
				sh->status = 1;
			return false;
		}
	}
	return true;
}

bool assign_export(struct shell *sh, const struct assign *list)
{
	for (const struct assign *a = list; a; a = a->next)
		if (!var_mark(sh, a->name, VAR_EXPORT))
			return false;
	return true;
}
