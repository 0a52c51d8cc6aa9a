#include "eval/expand.h"

#include "base/name.h"
#include "base/pending.h"
#include "eval/arith_eval.h"
#include "eval/braces.h"
#include "eval/expansion.h"
#include "lang/pattern.h"
#include "lang/tree.h"
#include "state/shell.h"
#include "state/var.h"

#include <pwd.h>
#include <string.h>

void expansion_add(struct expansion *e, const char *bytes, size_t length, unsigned char class)
{
	buf_add(e->text, bytes, length);
	if (e->classes)
		buf_fill(e->classes, (char)class, length);
	if (class & CLASS_EXPANDED)
		e->has_expanded = true;
}

void expansion_mark(struct expansion *e, unsigned char class)
{
	if (!e->splits)
		return;
	buf_byte(e->text, '\0');
	buf_byte(e->classes, (char)class);
	e->has_marks = true;
}

unsigned char expansion_class(const struct part *p)
{
	return p->quoting == QUOTE_NONE ? CLASS_EXPANDED : CLASS_QUOTED;
}

/* ~ and ~user (2.6.1).  The result is as if quoted.  A home that ends in a slash before text
 * that begins with one gives only one. */
static void add_tilde(struct shell *sh, struct expansion *e, const struct part *p)
{
	const char *home = NULL;
	if (*p->tilde.user == '\0') {
		home = var_get_by(sh, "HOME");
	} else {
		const struct passwd *entry = getpwnam(p->tilde.user);
		home = entry ? entry->pw_dir : NULL;
	}
	if (!home) {
		expansion_add(e, "~", 1, CLASS_QUOTED);
		expansion_add(e, p->tilde.user, strlen(p->tilde.user), CLASS_QUOTED);
		return;
	}
	size_t length = strlen(home);
	const struct part *next = p->next;
	if (length > 0 && home[length - 1] == '/' && next && next->kind == PART_TEXT &&
	    next->text.bytes[0] == '/')
		length--;
	if (length == 0)
		expansion_mark(e, CLASS_NULL);
	expansion_add(e, home, length, CLASS_QUOTED);
}

/* Gives the bytes that were added to e->text behind its back their class. */
static void classify_rest(struct expansion *e, unsigned char class)
{
	if (e->classes)
		buf_fill(e->classes, (char)class, e->text->length - e->classes->length);
	if (class & CLASS_EXPANDED)
		e->has_expanded = true;
}

static bool add_part(struct shell *sh, struct expansion *e, const struct part *p)
{
	switch ((enum part_kind)p->kind) {
	case PART_TEXT: {
		unsigned char class = p->quoting != QUOTE_NONE ? CLASS_QUOTED
				      : e->operand             ? CLASS_EXPANDED
							       : CLASS_PLAIN;
		expansion_add(e, p->text.bytes, p->text.length, class);
		return true;
	}
	case PART_TILDE:
		add_tilde(sh, e, p);
		return true;
	case PART_PARAM:
		return expansion_add_parameter(sh, e, p);
	case PART_COMMAND:
		if (!sh->ops->capture(sh, p->command.body, e->text))
			return false;
		classify_rest(e, expansion_class(p));
		return true;
	case PART_PROCESS: {
		const char *path = sh->ops->substitute(sh, p);
		if (!path)
			return false;
		expansion_add(e, path, strlen(path), CLASS_QUOTED);
		return true;
	}
	case PART_ARITH: {
		int64_t value;
		if (!arith_evaluate(sh, p->arith.expression, expand_part, &value))
			return false;
		buf_int(e->text, value);
		classify_rest(e, expansion_class(p));
		return true;
	}
	case PART_BRACE: /* expand_braces() puts its words in its place */
		return true;
	case PART_BAD:
		shell_error(sh, "%s: %s", p->bad.text, p->bad.message);
		sh->status = 1;
		return false;
	}
	return false;
}

bool expansion_add_parts(struct shell *sh, struct expansion *e, const struct part *parts)
{
	for (const struct part *p = parts; p; p = p->next) {
		size_t before = e->text->length;
		e->no_null = false;
		if (!add_part(sh, e, p))
			return false;
		if (p->quoting != QUOTE_NONE && e->text->length == before && !e->no_null)
			expansion_mark(e, CLASS_NULL);
	}
	return true;
}

/* Takes buffers from the pool for `e`, as many as it needs. */
static bool expansion_start(struct shell *sh, struct expansion *e, bool with_classes)
{
	*e = (struct expansion){.text = shell_buffer(sh)};
	if (!e->text)
		return false;
	if (with_classes) {
		e->classes = shell_buffer(sh);
		if (!e->classes) {
			shell_buffer_done(sh, e->text);
			return false;
		}
	}
	return true;
}

static void expansion_end(struct shell *sh, struct expansion *e)
{
	if (e->classes)
		shell_buffer_done(sh, e->classes);
	shell_buffer_done(sh, e->text);
}

static bool expansion_failed(const struct expansion *e)
{
	return e->text->failed || (e->classes && e->classes->failed);
}

static bool expand_with(struct shell *sh, const struct word *w, struct fields *out)
{
	struct expansion e;
	if (!expansion_start(sh, &e, true))
		return false;
	e.splits = true;
	bool ok = expansion_add_parts(sh, &e, w->parts);
	if (ok && expansion_failed(&e))
		ok = shell_no_memory(sh);
	if (ok)
		expansion_split(sh, &e, out);
	expansion_end(sh, &e);
	return ok;
}

/* $x, "$x", $1 alone in a word, the most frequent expansions: without buffers when the value
 * needs no splitting and is no pattern.  False: it takes the long way. */
static bool expand_plain(struct shell *sh, const struct part *p, struct fields *out)
{
	if (p->kind != PART_PARAM || p->param.op != PARAM_PLAIN || p->next)
		return false;
	const char *value;
	size_t length;
	if (p->param.kind == PARAM_NAME) {
		value = var_text(sh, p->param.name->variable, &length);
	} else if (p->param.kind == PARAM_POSITIONAL && p->param.number <= sh->params.count) {
		value = sh->params.values[p->param.number - 1];
		length = strlen(value);
	} else {
		return false;
	}
	if (!value)
		return false;
	if (p->quoting == QUOTE_NONE) {
		if (length == 0 || sh->ifs.multibyte)
			return length == 0;
		for (size_t i = 0; i < length; i++) {
			if (sh->ifs.table[(unsigned char)value[i]] || pattern_has_use_of(value[i]))
				return false;
		}
	}
	fields_add(out, shell_dup_n(sh, value, length));
	return true;
}

bool expand_words(struct shell *sh, const struct word *list, struct fields *out)
{
	for (const struct word *w = list; w; w = w->next) {
		if (w->literal) {
			fields_add(out, w->literal);
		} else if (w->assignment) {
			size_t length;
			const char *text = w->compound ? elements_operand(sh, w)
						       : expand_string(sh, w, &length);
			if (!text)
				return false;
			fields_add(out, text);
		} else if (w->braces) {
			if (!expand_braces(sh, w->parts, expand_with, out))
				return false;
		} else if (!expand_plain(sh, w->parts, out) && !expand_with(sh, w, out)) {
			return false;
		}
	}
	return !out->no_match;
}

char **expand_argv(struct shell *sh, const struct word *list, size_t *count)
{
	struct fields fields;
	fields_start(&fields);
	bool ok = expand_words(sh, list, &fields);
	if (ok && interrupt_is_pending()) {
		/* Globbing gave up: the command must not see half of its words. */
		sh->unwinding = sh->ops->run_traps(sh);
		ok = false;
	}
	if (!ok) {
		fields_free(&fields);
		return NULL;
	}
	*count = fields.count;
	return fields_finish(sh, &fields);
}

const char *expand_string(struct shell *sh, const struct word *w, size_t *length)
{
	if (w->literal) {
		*length = w->literal_length;
		return w->literal;
	}
	struct expansion e;
	if (!expansion_start(sh, &e, false))
		return NULL;
	char *result = NULL;
	if (expansion_add_parts(sh, &e, w->parts)) {
		*length = e.text->length;
		if (!expansion_failed(&e))
			result = shell_dup_n(sh, e.text->data ? e.text->data : "", *length);
		if (!result)
			shell_no_memory(sh);
	}
	expansion_end(sh, &e);
	return result;
}

const struct pattern *expand_pattern_parts(struct shell *sh, const struct word *w, bool groups)
{
	struct expansion e;
	if (!expansion_start(sh, &e, true))
		return NULL;
	const struct pattern *result = NULL;
	if (expansion_add_parts(sh, &e, w->parts)) {
		if (!expansion_failed(&e))
			result = pattern_compile(&sh->tmp, e.text->data,
						 (const unsigned char *)e.classes->data,
						 e.text->length, groups);
		if (!result)
			shell_no_memory(sh);
	}
	expansion_end(sh, &e);
	return result;
}

static void add_escaped(struct buf *out, const struct expansion *e)
{
	const char *text = buf_cstr(e->text);
	for (size_t i = 0; i < e->text->length; i++) {
		if (e->classes->data[i] == CLASS_QUOTED && strchr(".[]{}()*+?|^$\\", text[i]))
			buf_byte(out, '\\');
		buf_byte(out, text[i]);
	}
}

const char *expand_regex(struct shell *sh, const struct word *w)
{
	struct expansion e;
	struct buf *out = shell_buffer(sh);
	if (!out)
		return NULL;
	if (!expansion_start(sh, &e, true)) {
		shell_buffer_done(sh, out);
		return NULL;
	}
	const char *result = NULL;
	if (expansion_add_parts(sh, &e, w->parts)) {
		if (!expansion_failed(&e)) {
			add_escaped(out, &e);
			if (!out->failed)
				result = shell_dup_n(sh, buf_cstr(out), out->length);
		}
		if (!result)
			shell_no_memory(sh);
	}
	expansion_end(sh, &e);
	shell_buffer_done(sh, out);
	return result;
}

bool word_is_pure(const struct shell *sh, const struct word *w)
{
	if (w->literal)
		return true;
	if (w->compound)
		return false;
	for (const struct part *p = w->parts; p; p = p->next) {
		bool plain = p->kind == PART_TEXT || p->kind == PART_TILDE ||
			     (p->kind == PART_PARAM && p->param.op == PARAM_PLAIN &&
			      p->param.kind <= PARAM_SPECIAL && !sh->options[OPT_NOUNSET]);
		if (!plain)
			return false;
	}
	return true;
}

const char *expand_parts(struct shell *sh, const struct part *parts)
{
	size_t length;
	const struct word w = {.parts = (struct part *)(uintptr_t)parts};
	return expand_string(sh, &w, &length);
}

bool expand_part(struct shell *sh, const struct part *p, struct buf *out)
{
	struct expansion e = {.text = out};
	return add_part(sh, &e, p);
}
