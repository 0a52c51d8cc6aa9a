/* Parameter expansion (XCU 2.6.2). */
#include "eval/expand.h"
#include "eval/expansion.h"
#include "eval/operation.h"

#include "base/charset.h"
#include "base/name.h"
#include "base/stack.h"
#include "eval/reference.h"
#include "lang/arith.h"
#include "lang/pattern.h"
#include "lang/tree.h"
#include "lang/unparse.h"
#include "state/option.h"
#include "state/shell.h"
#include "state/special.h"
#include "state/var.h"
#include "state/var_array.h"

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
	return p->param.kind == PARAM_ARRAY ||
	       (p->param.kind == PARAM_SPECIAL &&
		(p->param.special == '@' || p->param.special == '*'));
}

/* --- elements ---
 *
 * A subscript is evaluated once, before anything else is done with the parameter: then the element
 * stands for itself, as a parameter with a constant in its brackets. */

struct fixed_element {
	struct part part;
	struct arith index;
	struct arith_node constant;
	struct part key; /* of an associative array: a text */
};

/* Makes `f` the parameter of one element. */
static void fix_subscript(struct fixed_element *f, const struct part *p, const struct subscript *at)
{
	f->part = *p;
	f->part.param.kind = PARAM_ELEMENT;
	f->part.param.index = &f->index;
	f->constant = (struct arith_node){.op = ARITH_CONST, .value = at->index};
	f->index = (struct arith){.root = &f->constant};
	if (!at->key)
		return;
	f->key = (struct part){.kind = PART_TEXT, .text = {at->key, strlen(at->key)}};
	f->index.parts = &f->key;
}

/* False after a message. */
static bool fix_element(struct shell *sh, struct fixed_element *f, const struct part *p)
{
	struct subscript at;
	if (!subscript_evaluate(sh, var_is_keyed(p->param.name->variable), p->param.index, &at))
		return false;
	fix_subscript(f, p, &at);
	return true;
}

/* The subscript of a parameter that was fixed. */
static struct subscript fixed_subscript(const struct part *p)
{
	const struct arith *index = p->param.index;
	return (struct subscript){index->root->value,
				  index->parts ? index->parts->text.bytes : NULL};
}

/* --- values --- */

/* Any parameter but lists and indirect ones.  False after a message. */
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
	case PARAM_ELEMENT: {
		struct subscript at = fixed_subscript(p);
		v->text = var_element(sh, p->param.name->variable, &at, &v->length);
		break;
	}
	case PARAM_ARRAY:
	case PARAM_INDIRECT:
		break;
	}
	return true;
}

static bool error_with(struct shell *sh, const struct part *p, const char *why)
{
	struct buf name = BUF_INIT;
	if (p->param.kind == PARAM_ELEMENT && !p->param.index->parts)
		buf_printf(&name, "%s[%lld]", p->param.name->text,
			   (long long)p->param.index->root->value);
	else
		unparse_parameter(&name, p);
	shell_error(sh, "%s: %s", buf_cstr(&name), why);
	buf_free(&name);
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
	if (number && !value_get(sh, p, v))
		return false;
	return operation_add(sh, e, &o, v->text ? v->text : "", v->text ? v->length : 0);
}

/* --- lists: $@ and $*, ${a[@]} and ${a[*]} --- */

/* The values of a list.  Borrowed until something is assigned. */
struct list {
	char *const *items;
	size_t count;
};

/* The values of an array, or its indices, in sh->tmp.  False after a message. */
static bool array_get(struct shell *sh, const struct part *p, struct list *l)
{
	struct variable *v = p->param.name->variable;
	struct element_value e;
	bool keys = p->param.op == PARAM_KEYS;
	char **items = shell_alloc(sh, (var_count(sh, v) + 1) * sizeof *items);
	if (!items)
		return shell_no_memory(sh);
	*l = (struct list){items, 0};
	for (size_t position = 0; var_next(sh, v, &position, &e); l->count++) {
		char room[INT_TEXT_ROOM];
		size_t length;
		if (!keys)
			items[l->count] = (char *)e.text;
		else if (e.at.key)
			items[l->count] = (char *)e.at.key;
		else
			items[l->count] = shell_dup(sh, int_text(e.at.index, room, &length));
		if (!items[l->count])
			return shell_no_memory(sh);
	}
	return true;
}

static bool list_get(struct shell *sh, const struct part *p, struct list *l)
{
	if (p->param.kind == PARAM_ARRAY)
		return array_get(sh, p, l);
	*l = (struct list){sh->params.values, sh->params.count};
	return true;
}

static bool list_take(struct shell *sh, const struct operation *o, struct list *l)
{
	size_t from, count;
	if (!operation_range(sh, o, l->count, &from, &count))
		return false;
	*l = (struct list){l->items + from, count};
	return true;
}

/* Of an array the offset is an index, and the length counts elements. */
static bool array_slice(struct shell *sh, const struct part *p, const struct operation *o,
			struct list *l)
{
	struct variable *v = p->param.name->variable;
	struct element_value e;
	struct operation from_index = *o;
	size_t skipped = 0, position = 0;
	if (var_is_keyed(v))
		return list_take(sh, o, l);
	if (from_index.offset < 0)
		from_index.offset += var_end(sh, v);
	if (from_index.offset < 0)
		from_index.offset = INT64_MAX; /* nothing */
	while (skipped < l->count && var_next(sh, v, &position, &e) &&
	       e.at.index < from_index.offset)
		skipped++;
	from_index.offset = (int64_t)skipped;
	return list_take(sh, &from_index, l);
}

/* ${@:offset:length}, where $0 is the one at 0.  In sh->tmp; false after a message. */
static bool list_slice(struct shell *sh, const struct part *p, const struct operation *o,
		       struct list *l)
{
	if (p->param.kind == PARAM_ARRAY)
		return array_slice(sh, p, o, l);
	char **items = shell_alloc(sh, (l->count + 1) * sizeof *items);
	if (!items)
		return shell_no_memory(sh);
	items[0] = (char *)sh->name;
	if (l->count)
		memcpy(items + 1, l->items, l->count * sizeof *items);
	*l = (struct list){items, l->count + 1};
	return list_take(sh, o, l);
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

static bool assign_parameter(struct shell *sh, const struct part *p, const char *text,
			     size_t length)
{
	if (p->param.kind == PARAM_NAME)
		return var_set(sh, p->param.name, text, length);
	if (p->param.kind != PARAM_ELEMENT)
		return error_with(sh, p, "cannot assign to this parameter");
	struct subscript at = fixed_subscript(p);
	return var_set_element(sh, p->param.name, &at, text, length, false);
}

static bool assign_default(struct shell *sh, struct expansion *e, const struct part *p)
{
	size_t length = 0;
	const char *text = p->param.word ? expand_string(sh, p->param.word, &length) : "";
	if (!text || !assign_parameter(sh, p, text, length))
		return false;
	struct value v;
	if (!value_get(sh, p, &v))
		return false;
	expansion_add(e, v.text, v.length, expansion_class(p));
	return true;
}

static bool error_of_user(struct shell *sh, const struct part *p, bool unset)
{
	const char *text = NULL;
	if (p->param.word) {
		size_t length;
		text = expand_string(sh, p->param.word, &length);
		if (!text)
			return false;
	}
	if (!text || !*text)
		text = unset ? "parameter not set" : "parameter null or not set";
	return error_with(sh, p, text);
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

static size_t list_count(struct shell *sh, const struct part *p)
{
	return p->param.kind == PARAM_ARRAY ? var_count(sh, p->param.name->variable)
					    : sh->params.count;
}

/* ${#@} and ${#*} count the parameters, as all shells have it. */
STACK_APART static bool expand_list(struct shell *sh, struct expansion *e, const struct part *p)
{
	struct list l;
	struct operation o;
	if (p->param.op == PARAM_LENGTH)
		return add_number(e, p, list_count(sh, p));
	/* The operands are expanded once for all of them, and could assign. */
	if (!operation_prepare(sh, p, &o) || !list_get(sh, p, &l))
		return false;
	if (has_word(p)) {
		bool null = is_null_list(sh, p->param.special, &l);
		if (p->param.op == PARAM_ALTERNATIVE || l.count == 0 || (p->param.colon && null)) {
			/* "${@+word}" without parameters is no field, as "$@" is none. */
			e->no_null = l.count == 0 && p->param.special == '@' &&
				     p->param.op == PARAM_ALTERNATIVE;
			return add_substitute(sh, e, p, l.count == 0, null);
		}
	}
	if (p->param.op == PARAM_SUBSTRING) {
		if (!list_slice(sh, p, &o, &l))
			return false;
		o.op = PARAM_PLAIN;
	}
	return add_list(sh, e, p, &o, &l);
}

/* --- ${!x} --- */

static bool expand_single(struct shell *sh, struct expansion *e, const struct part *p);

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

/* Makes `p` the expansion of the special or positional parameter of that name.  False: none has it. */
static bool numbered_parameter(struct part *p, const char *text, size_t length)
{
	size_t digits = strspn(text, "0123456789");
	p->param.name = NULL;
	if (length == 1 && strchr("@*#?-$!0", *text)) {
		p->param.kind = PARAM_SPECIAL;
		p->param.special = *text;
		return true;
	}
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

/* Expands, as `p` says, what text[0..length) names.  It is never more than a name: a value is no
 * code. */
static bool add_named(struct shell *sh, struct expansion *e, const struct part *p, const char *text,
		      size_t length)
{
	struct fixed_element f = {.part = *p};
	struct reference r;
	switch (reference_read(sh, text, length, &r)) {
	case REFERENCE_ERROR:
		return false;
	case REFERENCE_VARIABLE:
		f.part.param.kind = PARAM_NAME;
		f.part.param.name = r.name;
		break;
	case REFERENCE_ALL:
		f.part.param.kind = PARAM_ARRAY;
		f.part.param.name = r.name;
		f.part.param.special = r.all;
		break;
	case REFERENCE_ELEMENT:
		f.part.param.name = r.name;
		fix_subscript(&f, &f.part, &r.at);
		return expand_single(sh, e, &f.part);
	case REFERENCE_NONE:
		if (numbered_parameter(&f.part, text, length))
			break;
		shell_error(sh, "not the name of a parameter: '%s'", text);
		sh->status = 1;
		return false;
	}
	return expansion_add_parameter(sh, e, &f.part);
}

/* The value that ${!x} takes for a name, in sh->tmp.  NULL after a message. */
static const char *name_in(struct shell *sh, const struct part *p, size_t *length)
{
	struct fixed_element f = {.part = *p};
	struct value v;
	f.part.param.kind = p->param.inner;
	if (f.part.param.kind == PARAM_ELEMENT && !fix_element(sh, &f, &f.part))
		return NULL;
	if (!value_get(sh, &f.part, &v))
		return NULL;
	if (!v.text) {
		(void)error_with(sh, p, "parameter not set");
		return NULL;
	}
	const char *copy = shell_dup_n(sh, v.text, v.length);
	if (!copy)
		(void)shell_no_memory(sh);
	*length = v.length;
	return copy;
}

STACK_APART static bool expand_indirect(struct shell *sh, struct expansion *e, const struct part *p)
{
	size_t length;
	if (stack_is_low()) /* `${!x:-${!x:-...}}` */
		return error_with(sh, p, "nested too deeply");
	const char *text = name_in(sh, p, &length);
	return text && add_named(sh, e, p, text, length);
}

STACK_APART static bool expand_element(struct shell *sh, struct expansion *e, const struct part *p)
{
	struct fixed_element f;
	return fix_element(sh, &f, p) && expand_single(sh, e, &f.part);
}

static bool expand_single(struct shell *sh, struct expansion *e, const struct part *p)
{
	struct value v;
	if (!value_get(sh, p, &v))
		return false;
	bool null = !v.text || v.length == 0;
	if (has_word(p) &&
	    (p->param.op == PARAM_ALTERNATIVE || !v.text || (p->param.colon && null)))
		return add_substitute(sh, e, p, !v.text, null);
	if (!v.text) {
		if (sh->options[OPT_NOUNSET])
			return error_with(sh, p, "parameter not set");
		if (p->param.op == PARAM_QUOTED)
			return true; /* '' would be a value */
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

bool expansion_add_parameter(struct shell *sh, struct expansion *e, const struct part *p)
{
	if (is_list(p))
		return expand_list(sh, e, p);
	switch ((enum param_kind)p->param.kind) {
	case PARAM_INDIRECT:
		return p->param.op == PARAM_NAMES ? expand_names(sh, e, p)
						  : expand_indirect(sh, e, p);
	case PARAM_ELEMENT:
		return expand_element(sh, e, p);
	case PARAM_NAME:
	case PARAM_POSITIONAL:
	case PARAM_SPECIAL:
	case PARAM_ARRAY:
		break;
	}
	return expand_single(sh, e, p);
}
