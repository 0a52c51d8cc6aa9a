/* text.c - the bytes that the lexer scans.
 *
 * The newest line of the input is scanned where the input has it.  In front of it there can be
 * layers, the values of aliases; what the lexer sees is as if they had been typed there.
 *
 * `$((` may turn out to be `$( (` many lines later.  While that is open, lines that are left
 * behind are copied to the tape; to read again means to scan the copy.  Most often the whole is
 * on one line and no byte is copied. */
#include "lang/parse.h"

#include "lang/input.h"

#include <string.h>

/* Keeps the line that is left, if somebody may want it again. */
static void tape_add_line(struct parser *p)
{
	if (p->recordings == 0)
		return;
	if (p->tape_from && p->text.end)
		buf_add(&p->tape, p->tape_from, (size_t)(p->text.end - p->tape_from));
}

/* A line without a newline is copied and gets one. */
static void set_line(struct parser *p, const char *line, size_t length)
{
	struct text *t = &p->text;
	t->newline_added = line[length - 1] != '\n';
	if (t->newline_added) {
		buf_clear(&p->last_line);
		buf_add(&p->last_line, line, length);
		buf_byte(&p->last_line, '\n');
		line = buf_cstr(&p->last_line);
		if (p->last_line.failed) {
			parse_stop(p, PARSE_NO_MEMORY);
			return;
		}
		length++;
	}
	t->at = t->line_start = p->tape_from = p->line = line;
	t->end = line + length;
	t->column_base = 1;
	t->fetches++;
	p->line_number = t->line;
	p->line_length = length;
}

static bool fetch(struct parser *p)
{
	const char *line = NULL;
	size_t length = 0;
	struct text *t = &p->text;
	if (t->ended)
		return false;
	tape_add_line(p);
	t->end = p->tape_from = NULL;
	p->line_number = 0;
	switch (t->input->next_line(t->input, p->continued, &line, &length)) {
	case INPUT_LINE:
		break;
	case INPUT_END:
		t->ended = true;
		return false;
	case INPUT_ERROR:
		parse_stop(p, PARSE_READ_ERROR);
		return false;
	case INPUT_INTERRUPTED:
		parse_stop(p, PARSE_INTERRUPTED);
		return false;
	}
	if (p->options.verbose && p->env.show_line)
		p->env.show_line(p->env.context, line, length);
	if (length > 0)
		set_line(p, line, length);
	return !parse_failed(p);
}

bool text_more(struct parser *p)
{
	struct text *t = &p->text;
	while (*t->at == '\0') {
		if (parse_failed(p))
			return false;
		if (t->layer) {
			p->alias_next |= t->layer->ends_in_blank;
			t->at = t->layer->resume;
			t->layer = t->layer->below;
		} else if (!t->input || !fetch(p)) {
			return false;
		}
	}
	return true;
}

bool text_continue_slow(struct parser *p)
{
	struct text *t = &p->text;
	if (t->at[1] == '\n') {
		/* A backslash at the very end of the input is one. */
		if (!t->layer && t->newline_added && t->at + 2 == t->end)
			return false;
		t->at++;
		p->continued = true;
		text_newline(p);
		return true;
	}
	/* The last byte of an alias' value, which a newline follows. */
	if (!t->layer || *t->layer->resume != '\n')
		return false;
	t->at++;
	text_more(p);
	if (*t->at == '\n')
		text_newline(p);
	return true;
}

char text_look_slow(struct parser *p)
{
	for (;;) {
		char c = *p->text.at;
		if (c == '\0') {
			if (!text_more(p))
				return '\0';
		} else if (c != '\\' || !text_continue(p)) {
			return c;
		}
	}
}

struct text text_enter(struct parser *p, const char *bytes, uint32_t line, uint32_t column,
		       const char *ends_with)
{
	struct text outer = p->text;
	p->text = (struct text){
		.at = bytes,
		.line_start = bytes,
		.line = line,
		.column_base = column,
		.ends_with = ends_with,
	};
	return outer;
}

void text_leave(struct parser *p, const struct text *outer)
{
	p->text = *outer;
	if (parse_failed(p))
		p->text.at = parse_nothing;
}

enum { MOST_ALIASES = 2000 }; /* within each other */

void text_push_alias(struct parser *p, const struct name *alias, const char *value,
		     const struct token *t)
{
	unsigned depth = t->layer ? t->layer->depth + 1 : 1;
	if (depth > MOST_ALIASES) {
		parse_too_deep(p);
		return;
	}
	struct layer *l = parse_alloc(p, sizeof *l);
	if (!l)
		return;
	size_t length = strlen(value);
	*l = (struct layer){
		.below = p->text.layer,
		.resume = p->text.at,
		.within = t->layer,
		.alias = alias,
		.ends_in_blank = length > 0 && (byte_kind(value[length - 1]) & BYTE_BLANK),
		.line = t->line,
		.column = t->column,
		.depth = depth,
	};
	p->text.layer = l;
	p->text.at = value;
}

/* What is left of an alias' value when a newline in it ends a complete command: kept outside
 * of the program, followed by `length` bytes. */
struct carried {
	const struct name *alias;
	size_t length;
	bool ends_in_blank;
	uint32_t line, column;
};

void text_carry(struct parser *p)
{
	struct text *t = &p->text;
	for (const struct layer *l = t->layer; l; l = l->below) {
		struct carried c = {l->alias, strlen(t->at), l->ends_in_blank, l->line, l->column};
		buf_add(&p->carried, (const char *)&c, sizeof c);
		buf_add(&p->carried, t->at, c.length);
		t->at = l->resume;
	}
	t->layer = NULL;
}

void text_uncarry(struct parser *p)
{
	struct text *t = &p->text;
	const char *at = p->carried.data, *end = at + p->carried.length;
	const char *line = t->at;
	struct layer *above = NULL;
	while (at < end) {
		struct carried c;
		memcpy(&c, at, sizeof c);
		struct layer *l = parse_alloc(p, sizeof *l);
		char *value = parse_dup(p, at + sizeof c, c.length);
		if (!l || !value)
			break;
		*l = (struct layer){
			.alias = c.alias,
			.ends_in_blank = c.ends_in_blank,
			.line = c.line,
			.column = c.column,
			.depth = 1,
		};
		if (above) {
			above->below = l;
			above->within = l;
			above->resume = value;
		} else {
			t->layer = l;
			t->at = value;
		}
		above = l;
		at += sizeof c + c.length;
	}
	if (above)
		above->resume = line;
	buf_clear(&p->carried);
}

/* Where the line goes on, below the aliases. */
static const char *line_at(const struct text *t)
{
	const char *at = t->at;
	for (const struct layer *l = t->layer; l; l = l->below)
		at = l->resume;
	return at;
}

void recording_begin(struct parser *p, struct recording *r)
{
	r->text = p->text;
	r->offset = 0;
	r->open = p->open;
	r->heredocs = p->heredocs;
	r->heredocs_tail = p->heredocs_tail;
	if (p->text.input) {
		const char *at = line_at(&p->text);
		if (p->recordings == 0) {
			buf_clear(&p->tape);
			p->tape_from = at;
		}
		r->offset = p->tape.length + (size_t)(at - p->tape_from);
	}
	p->recordings++;
}

void recording_end(struct parser *p)
{
	if (--p->recordings == 0)
		p->rereads = 0;
}

/* The lines since then, of which the newest is not on the tape yet. */
static char *lines_since(struct parser *p, const struct recording *r, const char *until,
			 size_t *length)
{
	size_t taped = p->tape.length - r->offset;
	size_t rest = p->tape_from && until ? (size_t)(until - p->tape_from) : 0;
	char *copy = parse_alloc(p, taped + rest + 1);
	if (!copy)
		return NULL;
	memcpy(copy, p->tape.data + r->offset, taped);
	if (rest > 0)
		memcpy(copy + taped, p->tape_from, rest);
	copy[taped + rest] = '\0';
	*length = taped + rest;
	return copy;
}

void recording_reread(struct parser *p, const struct recording *r)
{
	bool same_line = p->text.fetches == r->text.fetches && p->text.ended == r->text.ended;
	size_t length = 0;
	char *copy = same_line ? NULL : lines_since(p, r, p->text.end, &length);
	unsigned fetches = p->text.fetches;
	bool ended = p->text.ended, newline_added = p->text.newline_added;

	p->text = r->text;
	p->open = r->open;
	p->heredocs = r->heredocs;
	p->heredocs_tail = r->heredocs_tail;
	*p->heredocs_tail = NULL;
	p->alias_next = false;
	p->have_token = false;
	if (copy) {
		struct layer *bottom = p->text.layer;
		while (bottom && bottom->below)
			bottom = bottom->below;
		const char *old = bottom ? bottom->resume : p->text.at;
		p->text.column_base += (uint32_t)(old - p->text.line_start);
		p->text.line_start = copy;
		*(bottom ? &bottom->resume : &p->text.at) = copy;
		p->text.end = copy + length;
		p->text.fetches = fetches;
		p->text.ended = ended;
		p->text.newline_added = newline_added;
		/* An outer recording goes on as if the copy were the line. */
		p->tape.length = r->offset;
		p->tape_from = copy;
	}
	recording_end(p);
}

const char *recording_text(struct parser *p, const struct recording *r)
{
	if (p->text.layer != r->text.layer || parse_failed(p))
		return NULL;
	if (p->text.fetches == r->text.fetches) /* in one piece */
		return parse_dup(p, r->text.at, (size_t)(p->text.at - r->text.at));
	size_t length;
	return p->text.layer ? NULL : lines_since(p, r, p->text.at, &length);
}
