/* Parameter expansion (XCU 2.6.2). */
#include "eval/expand.h"
#include "eval/expansion.h"

#include "base/charset.h"
#include "base/name.h"
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

/* Any parameter but @ and *. */
static void value_get(struct shell *sh, const struct part *p, struct value *v)
{
	v->text = NULL;
	switch ((enum param_kind)p->param.kind) {
	case PARAM_NAME:
		v->text = var_text(sh, p->param.name->variable, &v->length);
		break;
	case PARAM_POSITIONAL:
		if (p->param.number >= 1 && p->param.number <= sh->params.count) {
			v->text = sh->params.values[p->param.number - 1];
			v->length = strlen(v->text);
		}
		break;
	case PARAM_SPECIAL:
		value_of_special(sh, p->param.special, v);
		break;
	}
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

/* One value with its trim, if the expansion has one. */
static bool add_trimmed(struct shell *sh, struct expansion *e, const struct part *p,
			const char *text, size_t length)
{
	size_t from = 0;
	if (p->param.op >= PARAM_TRIM_SUFFIX) {
		bool longest = p->param.op == PARAM_TRIM_SUFFIX_LONGEST ||
			       p->param.op == PARAM_TRIM_PREFIX_LONGEST;
		/* The pattern may change the parameter (${x%${x:=y}}): keep the value first. */
		const struct pattern *pattern = p->param.word->pattern;
		if (!pattern) {
			text = shell_dup_n(sh, text, length);
			if (!text)
				return shell_no_memory(sh);
			pattern = expand_pattern(sh, p->param.word);
			if (!pattern)
				return false;
		}
		enum charset charset = shell_charset(sh, text, length);
		if (p->param.op < PARAM_TRIM_PREFIX) {
			ptrdiff_t cut = pattern_suffix(pattern, charset, text, length, longest);
			length -= cut > 0 ? (size_t)cut : 0;
		} else {
			ptrdiff_t cut = pattern_prefix(pattern, charset, text, length, longest);
			from = cut > 0 ? (size_t)cut : 0;
		}
	}
	expansion_add(e, text + from, length - from, expansion_class(p));
	return true;
}

/* $@ and $*, plain or trimmed (2.5.2).  Where fields are made, "$@", $@ and $* are a field for each
 * parameter and "$*" is one, joined by the first character of IFS; elsewhere all are one string,
 * and $@ is joined by spaces. */
static bool add_list(struct shell *sh, struct expansion *e, const struct part *p)
{
	bool quoted = p->quoting != QUOTE_NONE;
	bool separate = e->splits && (p->param.special == '@' || !quoted);
	const char *join = p->param.special == '@' ? " " : sh->ifs.join;
	size_t join_length = p->param.special == '@' ? 1 : sh->ifs.join_length;
	/* A trim pattern with $(...) cannot change our parameters, but ${x?} may end us. */
	const struct params params = sh->params;
	for (size_t i = 0; i < params.count; i++) {
		if (i > 0 && separate)
			expansion_mark(e, CLASS_BREAK);
		else if (i > 0)
			expansion_add(e, join, join_length, expansion_class(p));
		size_t before = e->text->length;
		if (!add_trimmed(sh, e, p, params.values[i], strlen(params.values[i])))
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
	value_get(sh, p, &v);
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

/* Whether the parameters joined are nothing: what : asks of ${@:-word} and ${*:-word}. */
static bool is_null_list(const struct shell *sh, char special)
{
	size_t count = sh->params.count;
	if (count > 1 && (special == '@' || sh->ifs.join_length > 0))
		return false;
	for (size_t i = 0; i < count; i++)
		if (*sh->params.values[i])
			return false;
	return true;
}

/* ${#@} and ${#*} count the parameters, as all shells have it. */
static bool expand_list(struct shell *sh, struct expansion *e, const struct part *p)
{
	if (p->param.op == PARAM_LENGTH) {
		struct value v;
		value_of_number(&v, (long long)sh->params.count);
		expansion_add(e, v.text, v.length, expansion_class(p));
		return true;
	}
	size_t count = sh->params.count;
	bool null = is_null_list(sh, p->param.special);
	if (has_word(p) &&
	    (p->param.op == PARAM_ALTERNATIVE || count == 0 || (p->param.colon && null)))
		return add_substitute(sh, e, p, count == 0, null);
	return add_list(sh, e, p);
}

bool expansion_add_parameter(struct shell *sh, struct expansion *e, const struct part *p)
{
	if (is_list(p))
		return expand_list(sh, e, p);
	struct value v;
	value_get(sh, p, &v);
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
	if (p->param.op == PARAM_LENGTH) {
		struct value length;
		value_of_number(&length, (long long)char_count(shell_charset(sh, v.text, v.length),
							       v.text, v.length));
		expansion_add(e, length.text, length.length, expansion_class(p));
		return true;
	}
	return add_trimmed(sh, e, p, v.text, v.length);
}
