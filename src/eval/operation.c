#include "eval/operation.h"

#include "base/buf.h"
#include "base/charset.h"
#include "base/out.h"
#include "eval/arith_eval.h"
#include "eval/expand.h"
#include "eval/expansion.h"
#include "lang/pattern.h"
#include "lang/tree.h"
#include "state/shell.h"
#include "state/special.h"

/* --- operands --- */

bool operands_are_constant(const struct part *p)
{
	for (const struct word *w = p->param.word; w; w = w->next)
		if (!w->pattern && !w->literal)
			return false;
	return true;
}

static bool number(struct shell *sh, const struct word *w, int64_t *value)
{
	return arith_evaluate(sh, w->parts->arith.expression, expand_part, value);
}

static bool prepare_range(struct shell *sh, const struct word *w, struct operation *o)
{
	if (!number(sh, w, &o->offset))
		return false;
	o->has_length = w->next != NULL;
	return !w->next || number(sh, w->next, &o->length);
}

bool operation_prepare(struct shell *sh, const struct part *p, struct operation *o)
{
	const struct word *w = p->param.word;
	o->op = p->param.op;
	o->class = expansion_class(p);
	if (o->op <= PARAM_ALTERNATIVE)
		return true;
	o->part = p;
	o->pattern = NULL;
	o->replacement = "";
	o->replacement_length = 0;
	if (!w)
		return true;
	if (o->op == PARAM_SUBSTRING)
		return prepare_range(sh, w, o);
	o->pattern = expand_pattern(sh, w, sh->options[OPT_EXTGLOB]);
	if (o->pattern && w->next)
		o->replacement = expand_string(sh, w->next, &o->replacement_length);
	return o->pattern && o->replacement;
}

/* --- one value --- */

bool operation_range(struct shell *sh, const struct operation *o, size_t count, size_t *from,
		     size_t *taken)
{
	int64_t most = (int64_t)count, start = o->offset, end = most;
	if (start < 0)
		start += most;
	if (start < 0 || start > most)
		start = end; /* nothing */
	else if (o->has_length && o->length < 0)
		end = most + o->length;
	else if (o->has_length && o->length < most - start)
		end = start + o->length;
	if (end < start) {
		shell_error(sh, "%lld: the end is before the start", (long long)o->length);
		sh->status = 1;
		return false;
	}
	*from = (size_t)start;
	*taken = (size_t)(end - start);
	return true;
}

static bool add_substring(struct shell *sh, struct expansion *e, const struct operation *o,
			  const char *text, size_t length)
{
	enum charset charset = shell_charset(sh, text, length);
	size_t from, count;
	if (!operation_range(sh, o, char_count(charset, text, length), &from, &count))
		return false;
	from = char_skip(charset, text, length, from);
	expansion_add(e, text + from, char_skip(charset, text + from, length - from, count),
		      o->class);
	return true;
}

void trim_add(struct shell *sh, struct expansion *e, const struct part *p,
	      const struct pattern *pattern, const char *text, size_t length)
{
	unsigned op = p->param.op;
	bool longest = op == PARAM_TRIM_SUFFIX_LONGEST || op == PARAM_TRIM_PREFIX_LONGEST;
	enum charset charset = shell_charset(sh, text, length);
	size_t from = 0;
	if (op < PARAM_TRIM_PREFIX) {
		ptrdiff_t cut = pattern_suffix(pattern, charset, text, length, longest);
		length -= cut > 0 ? (size_t)cut : 0;
	} else {
		ptrdiff_t cut = pattern_prefix(pattern, charset, text, length, longest);
		from = cut > 0 ? (size_t)cut : 0;
	}
	expansion_add(e, text + from, length - from, expansion_class(p));
}

/* Where the match of a replacement begins and ends, at or behind *start. */
static bool find(const struct operation *o, enum charset charset, const char *text, size_t length,
		 size_t *start, size_t *end)
{
	ptrdiff_t cut;
	switch (o->op) {
	case PARAM_REPLACE_PREFIX:
		cut = pattern_prefix(o->pattern, charset, text, length, true);
		*end = (size_t)cut;
		return cut >= 0;
	case PARAM_REPLACE_SUFFIX:
		cut = pattern_suffix(o->pattern, charset, text, length, true);
		*start = length - (size_t)cut;
		*end = length;
		return cut >= 0;
	default:
		/* That nothing stands somewhere is no reason to replace it, except where there is
		 * nothing else. */
		return pattern_find(o->pattern, charset, text, length, start, end) &&
		       (*end > *start || (length == 0 && !pattern_literal(o->pattern, end)));
	}
}

static void add_replaced(struct shell *sh, struct expansion *e, const struct operation *o,
			 const char *text, size_t length)
{
	enum charset charset = shell_charset(sh, text, length);
	size_t done = 0, start = 0, end = 0;
	while (find(o, charset, text, length, &start, &end)) {
		expansion_add(e, text + done, start - done, o->class);
		expansion_add(e, o->replacement, o->replacement_length, o->class);
		done = start = end;
		if (o->op != PARAM_REPLACE_ALL || done == length)
			break;
	}
	expansion_add(e, text + done, length - done, o->class);
}

static void add_in_case(struct shell *sh, struct expansion *e, const struct operation *o,
			const char *text, size_t length)
{
	enum charset charset = shell_charset(sh, text, length);
	bool upper = o->op <= PARAM_UPPER;
	bool first = o->op == PARAM_UPPER_FIRST || o->op == PARAM_LOWER_FIRST;
	size_t at = 0;
	while (at < length) {
		char other[CHAR_ROOM];
		uint32_t code;
		const char *c = text + at;
		size_t size = char_decode(charset, c, length - at, &code), new_size = size;
		if (!o->pattern || pattern_match(o->pattern, charset, c, size))
			new_size = char_set_case(charset, upper, c, size, other);
		else
			memcpy(other, c, size);
		expansion_add(e, other, new_size, o->class);
		at += size;
		if (first)
			break;
	}
	expansion_add(e, text + at, length - at, o->class);
}

/* As it could be typed. */
static bool add_quoted(struct shell *sh, struct expansion *e, const struct operation *o,
		       const char *text)
{
	struct buf *quoted = shell_buffer(sh);
	if (!quoted)
		return false;
	buf_quoted(quoted, text);
	bool ok = !quoted->failed || shell_no_memory(sh);
	if (ok)
		expansion_add(e, quoted->data, quoted->length, o->class);
	shell_buffer_done(sh, quoted);
	return ok;
}

bool operation_add(struct shell *sh, struct expansion *e, const struct operation *o,
		   const char *text, size_t length)
{
	switch ((enum param_op)o->op) {
	case PARAM_TRIM_SUFFIX:
	case PARAM_TRIM_SUFFIX_LONGEST:
	case PARAM_TRIM_PREFIX:
	case PARAM_TRIM_PREFIX_LONGEST:
		trim_add(sh, e, o->part, o->pattern, text, length);
		return true;
	case PARAM_SUBSTRING:
		return add_substring(sh, e, o, text, length);
	case PARAM_REPLACE:
	case PARAM_REPLACE_ALL:
	case PARAM_REPLACE_PREFIX:
	case PARAM_REPLACE_SUFFIX:
		add_replaced(sh, e, o, text, length);
		return true;
	case PARAM_UPPER_FIRST:
	case PARAM_UPPER:
	case PARAM_LOWER_FIRST:
	case PARAM_LOWER:
		add_in_case(sh, e, o, text, length);
		return true;
	case PARAM_QUOTED:
		return add_quoted(sh, e, o, text);
	case PARAM_PLAIN:
	case PARAM_LENGTH:
	case PARAM_DEFAULT:
	case PARAM_ASSIGN:
	case PARAM_ERROR:
	case PARAM_ALTERNATIVE:
	case PARAM_NAMES:
	case PARAM_KEYS:
		break;
	}
	expansion_add(e, text, length, o->class);
	return true;
}
