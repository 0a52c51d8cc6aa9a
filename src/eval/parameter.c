/* Parameter expansion (XCU 2.6.2). */
#include "eval/expand.h"
#include "eval/expansion.h"
#include "eval/operation.h"

#include "base/charset.h"
#include "base/name.h"
#include "base/stack.h"
#include "lang/pattern.h"
#include "lang/tree.h"
#include "state/option.h"
#include "state/shell.h"
#include "state/special.h"
#include "state/var.h"

#include <stdio.h>
#include <string.h>

/* A parameter's value, wherever it is kept.  `scratch` holds what had to be made. */
struct value {
	const char *text; /* NULL: unset */
	size_t length;
	char scratch[32];
};

static void value_of_number(struct value *v, int64_t number)
{
	v->text = int_text(number, v->scratch, &v->length);
}

static void value_of_special(struct shell *sh, char special, struct value *v)
{
	switch (special) {
	case '?':
		value_of_number(v, sh->status);
		break;
	case '#':
		value_of_number(v, (int64_t)sh->params.count);
		break;
	case '$':
		value_of_number(v, sh->pid);
		break;
	case '!':
		if (sh->last_background)
			value_of_number(v, sh->last_background);
		break;
	case '-':
		option_letters(sh, v->scratch);
		v->text = v->scratch;
		v->length = strlen(v->scratch);
		break;
	case '0':
		v->text = sh->name;
		v->length = strlen(sh->name);
		break;
	}
}

static bool is_list(const struct part *p)
{
	return p->param.kind == PARAM_SPECIAL &&
	       (p->param.special == '@' || p->param.special == '*');
}

/* Any parameter but @ and *.  False after a message. */
static bool value_get(struct shell *sh, const struct part *p, struct value *v)
{
	v->text = NULL;
	switch ((enum param_kind)p->param.kind) {
	case PARAM_NAME:
		v->text = var_text(sh, p->param.name->variable, &v->length);
		return v->text || var_explain(sh, p->param.name->variable);
	case PARAM_POSITIONAL:
		if (p->param.number >= 1 && p->param.number <= sh->params.count) {
			v->text = sh->params.values[p->param.number - 1];
			v->length = strlen(v->text);
		}
		break;
	case PARAM_SPECIAL:
		value_of_special(sh, p->param.special, v);
		break;
	case PARAM_INDIRECT:
		break;
	}
	return true;
}

/* "x" or "1" or "@": how messages call it. */
static const char *parameter_name(const struct part *p, char scratch[16])
{
	if (p->param.kind == PARAM_NAME)
		return p->param.name->text;
	if (p->param.kind == PARAM_POSITIONAL)
		snprintf(scratch, 16, "%u", p->param.number);
	else
		snprintf(scratch, 16, "%c", p->param.special);
	return scratch;
}

static bool error_unset(struct shell *sh, const struct part *p)
{
	char scratch[16];
	shell_error(sh, "%s: parameter not set", parameter_name(p, scratch));
	sh->status = 1;
	return false;
}

/* One value with what its operator makes of it. */
STACK_APART static bool add_operated(struct shell *sh, struct expansion *e, const struct part *p,
				     struct value *v)
{
	struct operation o;
	bool number = p->param.op == PARAM_SUBSTRING;
	/* The operands may change the parameter (${x%${x:=y}}): keep the value first, except where
	 * it would have to be copied for nothing. */
	if (!number && !operands_are_constant(p)) {
		v->text = shell_dup_n(sh, v->text, v->length);
		if (!v->text)
			return shell_no_memory(sh);
	}
	if (!operation_prepare(sh, p, &o))
		return false;
	if (number)
		value_get(sh, p, v);
	return operation_add(sh, e, &o, v->text ? v->text : "", v->text ? v->length : 0);
}

/* --- lists: $@ and $* --- */

/* The values of a list.  Borrowed until something is assigned. */
struct list {
	char *const *items;
	size_t count;
};

static void list_get(struct shell *sh, struct list *l)
{
	*l = (struct list){sh->params.values, sh->params.count};
}

/* ${@:offset:length}, where $0 is the one at 0.  In sh->tmp; false after a message. */
static bool list_slice(struct shell *sh, const struct operation *o, struct list *l)
{
	char **items = shell_alloc(sh, (l->count + 1) * sizeof *items);
	if (!items)
		return shell_no_memory(sh);
	items[0] = (char *)sh->name;
	if (l->count)
		memcpy(items + 1, l->items, l->count * sizeof *items);
	size_t from, count;
	if (!operation_range(sh, o, l->count + 1, &from, &count))
		return false;
	*l = (struct list){items + from, count};
	return true;
}

/* $@ and $*, plain or with an operator (2.5.2).  Where fields are made, "$@", $@ and $* are a field
 * for each parameter and "$*" is one, joined by the first character of IFS; elsewhere all are one
 * string, and $@ is joined by spaces. */
static bool add_list(struct shell *sh, struct expansion *e, const struct part *p,
		     const struct operation *o, const struct list *l)
{
	bool quoted = p->quoting != QUOTE_NONE;
	bool separate = e->splits && (p->param.special == '@' || !quoted);
	const char *join = p->param.special == '@' ? " " : sh->ifs.join;
	size_t join_length = p->param.special == '@' ? 1 : sh->ifs.join_length;
	for (size_t i = 0; i < l->count; i++) {
		if (i > 0 && separate)
			expansion_mark(e, CLASS_BREAK);
		else if (i > 0)
			expansion_add(e, join, join_length, o->class);
		size_t before = e->text->length, length = strlen(l->items[i]);
		if (o->op == PARAM_PLAIN)
			expansion_add(e, l->items[i], length, o->class);
		else if (!operation_add(sh, e, o, l->items[i], length))
			return false;
		if (separate && quoted && e->text->length == before)
			expansion_mark(e, CLASS_NULL);
	}
	e->no_null = separate;
	return true;
}

/* The word of ${x-word} and its like, in place. */
static bool add_operand(struct shell *sh, struct expansion *e, const struct part *p)
{
	if (!p->param.word)
		return true;
	e->operand++;
	bool ok = expansion_add_parts(sh, e, p->param.word->parts);
	e->operand--;
	return ok;
}

static bool assign_default(struct shell *sh, struct expansion *e, const struct part *p)
{
	if (p->param.kind != PARAM_NAME) {
		char scratch[16];
		shell_error(sh, "%s: cannot assign to this parameter", parameter_name(p, scratch));
		sh->status = 1;
		return false;
	}
	size_t length = 0;
	const char *text = p->param.word ? expand_string(sh, p->param.word, &length) : "";
	if (!text || !var_set(sh, p->param.name, text, length))
		return false;
	struct value v;
	if (!value_get(sh, p, &v))
		return false;
	expansion_add(e, v.text, v.length, expansion_class(p));
	return true;
}

static bool error_of_user(struct shell *sh, const struct part *p, bool unset)
{
	char scratch[16];
	const char *text = NULL;
	if (p->param.word) {
		size_t length;
		text = expand_string(sh, p->param.word, &length);
		if (!text)
			return false;
	}
	if (!text || !*text)
		text = unset ? "parameter not set" : "parameter null or not set";
	shell_error(sh, "%s: %s", parameter_name(p, scratch), text);
	sh->status = 1;
	return false;
}

/* The forms with a word that stands in for the value: - = ? +. */
static bool add_substitute(struct shell *sh, struct expansion *e, const struct part *p, bool unset,
			   bool null)
{
	bool use_word = unset || (p->param.colon && null);
	switch ((enum param_op)p->param.op) {
	case PARAM_DEFAULT:
		return add_operand(sh, e, p);
	case PARAM_ASSIGN:
		return assign_default(sh, e, p);
	case PARAM_ERROR:
		return error_of_user(sh, p, unset && !p->param.colon);
	case PARAM_ALTERNATIVE:
		return use_word || add_operand(sh, e, p);
	default:
		return true;
	}
}

static bool has_word(const struct part *p)
{
	return p->param.op >= PARAM_DEFAULT && p->param.op <= PARAM_ALTERNATIVE;
}

/* Whether the values joined are nothing: what : asks of ${@:-word} and ${*:-word}. */
static bool is_null_list(const struct shell *sh, char special, const struct list *l)
{
	if (l->count > 1 && (special == '@' || sh->ifs.join_length > 0))
		return false;
	for (size_t i = 0; i < l->count; i++)
		if (*l->items[i])
			return false;
	return true;
}

static bool add_number(struct expansion *e, const struct part *p, size_t number)
{
	struct value v;
	value_of_number(&v, (int64_t)number);
	expansion_add(e, v.text, v.length, expansion_class(p));
	return true;
}

/* ${#@} and ${#*} count the parameters, as all shells have it. */
STACK_APART static bool expand_list(struct shell *sh, struct expansion *e, const struct part *p)
{
	struct list l;
	list_get(sh, &l);
	if (p->param.op == PARAM_LENGTH)
		return add_number(e, p, l.count);
	bool null = is_null_list(sh, p->param.special, &l);
	if (has_word(p) &&
	    (p->param.op == PARAM_ALTERNATIVE || l.count == 0 || (p->param.colon && null)))
		return add_substitute(sh, e, p, l.count == 0, null);
	/* The operands are expanded once for all of them, and could assign. */
	struct operation o;
	if (!operation_prepare(sh, p, &o))
		return false;
	list_get(sh, &l);
	if (p->param.op == PARAM_SUBSTRING) {
		if (!list_slice(sh, &o, &l))
			return false;
		o.op = PARAM_PLAIN;
	}
	return add_list(sh, e, p, &o, &l);
}

/* --- ${!x} --- */

/* ${!x@} and ${!x*}: the names of the variables that begin with x. */
STACK_APART static bool expand_names(struct shell *sh, struct expansion *e, const struct part *p)
{
	const struct name *prefix = p->param.name;
	struct operation plain = {.op = PARAM_PLAIN, .class = expansion_class(p)};
	size_t count;
	struct variable **all = var_list(sh, 0, &count);
	char **names = all ? shell_alloc(sh, (count + 1) * sizeof *names) : NULL;
	if (!names)
		return shell_no_memory(sh);
	struct list l = {names, 0};
	for (size_t i = 0; i < count; i++)
		if (strncmp(all[i]->name->text, prefix->text, prefix->length) == 0)
			names[l.count++] = all[i]->name->text;
	return add_list(sh, e, p, &plain, &l);
}

/* Makes `p` the expansion of the parameter that text[0..length) names (its name is NULL: no memory).
 * It is never more than that: a value is no code. */
static bool name_parameter(struct shell *sh, struct part *p, const char *text, size_t length)
{
	if (name_is_identifier(text, length)) {
		p->param.kind = PARAM_NAME;
		p->param.name = name_intern(sh->names, text, length);
		return true;
	}
	if (length == 1 && strchr("@*#?-$!0", *text)) {
		p->param.kind = PARAM_SPECIAL;
		p->param.special = *text;
		return true;
	}
	size_t digits = strspn(text, "0123456789");
	if (length == 0 || digits != length)
		return false;
	p->param.kind = PARAM_POSITIONAL;
	p->param.number = 0;
	for (size_t i = 0; i < digits; i++) {
		uint32_t digit = (uint32_t)(text[i] - '0'), most = (UINT32_MAX - digit) / 10;
		p->param.number = p->param.number > most ? UINT32_MAX
							 : p->param.number * 10 + digit;
	}
	return true;
}

STACK_APART static bool expand_indirect(struct shell *sh, struct expansion *e, const struct part *p)
{
	struct part named = *p;
	struct value v;
	char scratch[16];
	named.param.kind = p->param.inner;
	value_get(sh, &named, &v);
	if (!v.text) {
		shell_error(sh, "!%s: parameter not set", parameter_name(&named, scratch));
		sh->status = 1;
		return false;
	}
	if (!name_parameter(sh, &named, v.text, v.length)) {
		shell_error(sh, "!%s: not the name of a parameter: '%s'",
			    parameter_name(&named, scratch), v.text);
		sh->status = 1;
		return false;
	}
	if (named.param.kind == PARAM_NAME && !named.param.name)
		return shell_no_memory(sh);
	return expansion_add_parameter(sh, e, &named);
}

bool expansion_add_parameter(struct shell *sh, struct expansion *e, const struct part *p)
{
	if (is_list(p))
		return expand_list(sh, e, p);
	if (p->param.kind == PARAM_INDIRECT)
		return p->param.op == PARAM_NAMES ? expand_names(sh, e, p)
						  : expand_indirect(sh, e, p);
	struct value v;
	if (!value_get(sh, p, &v))
		return false;
	bool null = !v.text || v.length == 0;
	if (has_word(p) &&
	    (p->param.op == PARAM_ALTERNATIVE || !v.text || (p->param.colon && null)))
		return add_substitute(sh, e, p, !v.text, null);
	if (!v.text) {
		if (sh->options[OPT_NOUNSET])
			return error_unset(sh, p);
		v.text = "";
		v.length = 0;
	}
	if (p->param.op == PARAM_LENGTH)
		return add_number(
			e, p, char_count(shell_charset(sh, v.text, v.length), v.text, v.length));
	const struct word *w = p->param.word;
	if (p->param.op > PARAM_ALTERNATIVE) {
		if (p->param.op > PARAM_TRIM_PREFIX_LONGEST || !w->pattern)
			return add_operated(sh, e, p, &v);
		trim_add(sh, e, p, w->pattern, v.text, v.length);
		return true;
	}
	expansion_add(e, v.text, v.length, expansion_class(p));
	return true;
}
