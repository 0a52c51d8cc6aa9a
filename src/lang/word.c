/* word.c - words and their parts; quoting (XCU 2.2). */
#include "lang/parse.h"

#include "base/name.h"
#include "base/stack.h"
#include "lang/pattern.h"

#include <string.h>

/* --- a word under construction --- */

void builder_init(struct builder *b)
{
	*b = (struct builder){0};
}

static struct part *append(struct parser *p, struct builder *b)
{
	struct part *part = parse_alloc(p, sizeof *part);
	if (!part)
		return NULL;
	*part = (struct part){0};
	if (b->first)
		*b->tail = part;
	else
		b->first = part;
	b->tail = &part->next;
	return part;
}

void builder_close(struct parser *p, struct builder *b)
{
	if (!b->open)
		return;
	b->open = false;
	struct part *part = append(p, b);
	if (!part)
		return;
	part->kind = PART_TEXT;
	part->quoting = b->quoting;
	part->quotes = b->quotes;
	part->text.bytes = parse_dup(p, p->run.data, p->run.length);
	part->text.length = p->run.length;
	buf_clear(&p->run);
}

/* Text goes to the part before it when it is quoted in the same way.  (Not so after a
 * backslash, which quotes one byte.) */
void builder_text(struct parser *p, struct builder *b, enum quoting quoting, uint16_t quotes,
		  const char *bytes, size_t length)
{
	if (!b->open || b->quoting != quoting || b->quotes != quotes ||
	    quoting == QUOTE_BACKSLASH) {
		builder_close(p, b);
		b->open = true;
		b->quoting = (uint8_t)quoting;
		b->quotes = quotes;
	}
	if (quoting != QUOTE_NONE)
		b->flags |= WORD_QUOTED;
	buf_add(&p->run, bytes, length);
}

struct part *builder_part(struct parser *p, struct builder *b, enum part_kind kind, bool quoted,
			  uint16_t quotes)
{
	builder_close(p, b);
	struct part *part = append(p, b);
	if (!part)
		return NULL;
	part->kind = (uint8_t)kind;
	part->quoting = quoted ? QUOTE_DOUBLE : QUOTE_NONE;
	part->quotes = quotes;
	b->flags |= WORD_EXPANDS;
	if (!quoted)
		b->flags |= WORD_EXPANDS_UNQUOTED;
	return part;
}

struct word *builder_word(struct parser *p, struct builder *b)
{
	builder_close(p, b);
	struct word *w = parse_alloc(p, sizeof *w);
	if (w)
		*w = (struct word){.parts = b->first};
	return w;
}

/* --- quoting --- */

uint16_t quotes_next(struct parser *p)
{
	if (++p->quotes == 0)
		p->quotes = 1;
	return p->quotes;
}

/* Passes over bytes that do not stop, and gives their kinds. */
static unsigned add_run(struct parser *p, struct builder *b, unsigned stop, enum quoting quoting,
			uint16_t quotes)
{
	const char *start = p->text.at, *at = start;
	unsigned kinds = 0, kind;
	while (!((kind = byte_kind(*at)) & stop)) {
		kinds |= kind;
		at++;
	}
	if (at > start) {
		p->text.at = at;
		builder_text(p, b, quoting, quotes, start, (size_t)(at - start));
	}
	return kinds;
}

static void add_byte(struct parser *p, struct builder *b, enum quoting quoting, uint16_t quotes)
{
	builder_text(p, b, quoting, quotes, p->text.at, 1);
	p->text.at++;
}

static void add_newline(struct parser *p, struct builder *b, enum quoting quoting, uint16_t quotes)
{
	builder_text(p, b, quoting, quotes, "\n", 1);
	text_newline(p);
}

/* An unquoted backslash that continues no line.  At the end of the input it is itself. */
static void add_escaped(struct parser *p, struct builder *b)
{
	p->text.at++;
	if ((*p->text.at == '\0' && !text_more(p)) || *p->text.at == '\n')
		builder_text(p, b, QUOTE_BACKSLASH, 0, "\\", 1);
	else
		add_byte(p, b, QUOTE_BACKSLASH, 0);
}

static void add_single(struct parser *p, struct builder *b)
{
	struct open open = {p->open, "single quote", text_line(p), text_column(p)};
	p->text.at++;
	builder_text(p, b, QUOTE_SINGLE, 0, "", 0);
	for (;;) {
		const char *start = p->text.at;
		size_t length = strcspn(start, "'\n");
		p->text.at += length;
		builder_text(p, b, QUOTE_SINGLE, 0, start, length);
		if (*p->text.at == '\'')
			break;
		if (*p->text.at == '\n') {
			add_newline(p, b, QUOTE_SINGLE, 0);
		} else if (!text_more(p)) {
			p->open = &open;
			parse_unclosed(p);
			p->open = open.outer;
			return;
		}
	}
	p->text.at++;
}

/* Up to `most` digits of the base at *at. */
static uint32_t number(const char **at, int most, int base)
{
	uint32_t value = 0;
	for (; most > 0; most--, (*at)++) {
		int c = (unsigned char)**at, digit = 99;
		if (c >= '0' && c <= '9')
			digit = c - '0';
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			digit = (c | 0x20) - 'a' + 10;
		if (digit >= base)
			break;
		value = value * (uint32_t)base + (uint32_t)digit;
	}
	return value;
}

/* The byte that a letter after the backslash stands for; 0: none. */
static char simple_escape(char c)
{
	switch (c) {
	case '"':
	case '\'':
	case '\\':
	case '?':
		return c;
	case 'a':
		return '\a';
	case 'b':
		return '\b';
	case 'e':
	case 'E':
		return '\033';
	case 'f':
		return '\f';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	case 'v':
		return '\v';
	}
	return '\0';
}

/* What follows \c: `*at` is left behind it.  -1: nothing. */
static int control(const char **at)
{
	char c = **at;
	if (c == '\0' || c == '\n' || c == '\'')
		return -1;
	*at += c == '\\' && (*at)[1] == '\\' ? 2 : 1;
	return c == '?' ? 0x7f : c & 0x1f;
}

/* One escape of $'...' (XCU 2.2.4); *at is behind the backslash.  The value, or -1 when the
 * backslash means nothing.  *wide: it is a code point. */
static int64_t escape_value(const char **at, bool *wide)
{
	const char *start = *at;
	char c = *(*at)++;
	int64_t value = simple_escape(c);
	if (value)
		return value;
	if (c >= '0' && c <= '7') {
		*at = start;
		return number(at, 3, 8) & 0xff;
	}
	const char *digits = *at;
	if (c == 'x')
		value = number(at, 2, 16);
	else if (c == 'u' || c == 'U')
		value = number(at, c == 'u' ? 4 : 8, 16);
	else if (c == 'c')
		value = control(at);
	*wide = c == 'u' || c == 'U';
	if (*at == digits || value < 0) {
		*at = start;
		return -1;
	}
	return value;
}

/* Adds one escape.  False: it was a NUL, with which the text ends. */
static bool add_dollar_escape(struct parser *p, struct builder *b)
{
	const char *at = p->text.at + 1;
	bool wide = false;
	int64_t value = *at ? escape_value(&at, &wide) : -1;
	if (value < 0) {
		add_byte(p, b, QUOTE_DOLLAR_SINGLE, 0);
		return true;
	}
	p->text.at = at;
	if (wide && value > 0) {
		buf_utf8(&p->run, (uint32_t)value);
	} else if (value > 0) {
		char byte = (char)value;
		builder_text(p, b, QUOTE_DOLLAR_SINGLE, 0, &byte, 1);
	}
	return value != 0;
}

/* What follows a NUL in it is dropped. */
void dollar_single_read(struct parser *p, struct builder *b, uint32_t line, uint32_t column)
{
	struct open open = {p->open, "\"$'\"", line, column};
	p->text.at++;
	builder_text(p, b, QUOTE_DOLLAR_SINGLE, 0, "", 0);
	size_t ended = SIZE_MAX;
	for (;;) {
		const char *start = p->text.at;
		size_t length = strcspn(start, "'\\\n");
		p->text.at += length;
		builder_text(p, b, QUOTE_DOLLAR_SINGLE, 0, start, length);
		if (*p->text.at == '\'')
			break;
		if (*p->text.at == '\n') {
			add_newline(p, b, QUOTE_DOLLAR_SINGLE, 0);
		} else if (*p->text.at == '\\') {
			if (!add_dollar_escape(p, b) && ended == SIZE_MAX)
				ended = p->run.length;
		} else if (!text_more(p)) {
			p->open = &open;
			parse_unclosed(p);
			p->open = open.outer;
			return;
		}
	}
	p->text.at++;
	if (p->run.length > ended)
		p->run.length = ended;
}

/* A backslash where double quotes' rules hold: it quotes what is special there only. */
static void add_quoted_escape(struct parser *p, struct builder *b, enum quoted_text in,
			      uint16_t quotes)
{
	char c = p->text.at[1];
	bool special = c == '$' || c == '`' || c == '\\' || (c == '"' && in != QUOTED_HEREDOC) ||
		       (c == '}' && in == QUOTED_OPERAND);
	if (special)
		p->text.at++;
	add_byte(p, b, QUOTE_DOUBLE, quotes);
}

char quoted_read(struct parser *p, struct builder *b, enum quoted_text in, uint16_t quotes)
{
	for (;;) {
		add_run(p, b, BYTE_STOP_QUOTED, QUOTE_DOUBLE, quotes);
		char c = *p->text.at;
		switch (c) {
		case '\0':
			if (!text_more(p))
				return '\0';
			break;
		case '\n':
			add_newline(p, b, QUOTE_DOUBLE, quotes);
			break;
		case '\\':
			if (!text_continue(p))
				add_quoted_escape(p, b, in, quotes);
			break;
		case '$':
			dollar_read(p, b, true, quotes);
			break;
		case '`':
			backquote_read(p, b, true, quotes, in <= QUOTED_OPERAND);
			break;
		case '"':
			if (in == QUOTED_ARITH)
				p->text.at++;
			else if (in == QUOTED_HEREDOC)
				add_byte(p, b, QUOTE_DOUBLE, quotes);
			else
				return c;
			break;
		case '}':
			if (in == QUOTED_OPERAND)
				return c;
			add_byte(p, b, QUOTE_DOUBLE, quotes);
			break;
		default: /* a parenthesis */
			if (in == QUOTED_ARITH)
				return c;
			add_byte(p, b, QUOTE_DOUBLE, quotes);
		}
	}
}

/* "..."; at the first quote.  A pair with nothing in it is kept, as an empty text. */
static void add_double(struct parser *p, struct builder *b)
{
	struct open open = {p->open, "double quote", text_line(p), text_column(p)};
	uint16_t quotes = quotes_next(p);
	p->text.at++;
	p->open = &open;
	if (*p->text.at == '"')
		builder_text(p, b, QUOTE_DOUBLE, quotes, "", 0);
	b->flags |= WORD_QUOTED;
	if (quoted_read(p, b, QUOTED_DOUBLE, quotes) == '\0')
		parse_unclosed(p);
	else
		p->text.at++;
	p->open = open.outer;
}

/* --- what stands in ${x-...} --- */

/* In "${x-a "b" c}" the quotes inside make a pair of their own (XCU 2.2.3), and what stands
 * in them is quoted like the rest. */
void operand_read_quoted(struct parser *p, struct builder *b, uint16_t quotes)
{
	for (;;) {
		char c = quoted_read(p, b, QUOTED_OPERAND, quotes);
		if (c == '"') {
			add_double(p, b);
			continue;
		}
		if (c == '}')
			p->text.at++;
		else
			parse_unclosed(p);
		return;
	}
}

/* What begins at a byte that a run of ordinary ones stops at.  False: it is an end, maybe; or the
 * text has no more. */
static bool add_piece(struct parser *p, struct builder *b)
{
	switch (*p->text.at) {
	case '\0':
		if (text_more(p))
			return true;
		parse_unclosed(p);
		return false;
	case '\n':
		add_newline(p, b, QUOTE_NONE, 0);
		return true;
	case '\\':
		if (!text_continue(p))
			add_escaped(p, b);
		return true;
	case '\'':
		add_single(p, b);
		return true;
	case '"':
		add_double(p, b);
		return true;
	case '`':
		backquote_read(p, b, false, 0, false);
		return true;
	case '$':
		dollar_read(p, b, false, 0);
		return true;
	}
	return false;
}

/* Blanks, newlines and operators are ordinary here. */
void operand_read(struct parser *p, struct builder *b)
{
	do
		b->flags |= (uint16_t)add_run(p, b, BYTE_STOP_OPERAND, QUOTE_NONE, 0);
	while (add_piece(p, b));
	if (!parse_failed(p))
		p->text.at++;
}

char operand_read_until(struct parser *p, struct builder *b, const char *ends, bool nests)
{
	size_t depth = 0, questions = 0;
	for (;;) {
		do
			b->flags |= (uint16_t)add_run(p, b, BYTE_STOP_DELIMITED, QUOTE_NONE, 0);
		while (add_piece(p, b));
		char c = *p->text.at;
		if (parse_failed(p))
			return '\0';
		if (c == '}' || (depth == 0 && strchr(ends, c) && (c != ':' || questions == 0)))
			return c;
		if (nests && depth == 0) {
			if (c == '?')
				questions++;
			else if (c == ':' && questions > 0)
				questions--;
		}
		if (nests && (c == '(' || c == '['))
			depth++;
		else if (nests && depth > 0 && (c == ')' || c == ']'))
			depth--;
		b->flags |= byte_kind(c) & BYTE_GLOB;
		add_byte(p, b, QUOTE_NONE, 0);
	}
}

/* The parenthesis of a group like @(a|b), behind an unquoted byte that makes it one. */
static bool group_begins(const struct parser *p, const struct builder *b)
{
	return p->options.groups && *p->text.at == '(' && b->open && b->quoting == QUOTE_NONE &&
	       p->run.length > 0 && strchr("?*+@!", p->run.data[p->run.length - 1]);
}

/* Up to its last parenthesis; blanks and operators are ordinary in it. */
static void group_read(struct parser *p, struct builder *b)
{
	struct open open = {p->open, "'('", text_line(p), text_column(p)};
	size_t depth = 0;
	p->open = &open;
	do {
		char c = *p->text.at;
		if (c == '(' || c == ')') {
			depth += c == '(' ? 1 : (size_t)-1;
			add_byte(p, b, QUOTE_NONE, 0);
		} else if (!add_piece(p, b) && !parse_failed(p)) {
			add_byte(p, b, QUOTE_NONE, 0);
		}
	} while (depth > 0 && !parse_failed(p));
	b->flags |= BYTE_GLOB;
	p->open = open.outer;
}

/* --- words --- */

void word_read(struct parser *p, struct builder *b)
{
	if (*p->text.at == '=' && process_begins(p, p->text.at) && !b->raw)
		process_read(p, b);
	for (;;) {
		b->flags |= (uint16_t)add_run(p, b, BYTE_STOP_WORD, QUOTE_NONE, 0);
		switch (*p->text.at) {
		case '\0':
			if (text_more(p))
				break;
			builder_close(p, b);
			return;
		case '\\':
			if (!text_continue(p))
				add_escaped(p, b);
			break;
		case '\'':
			add_single(p, b);
			break;
		case '"':
			add_double(p, b);
			break;
		case '`':
			backquote_read(p, b, false, 0, false);
			break;
		case '$':
			dollar_read(p, b, false, 0);
			break;
		case '<':
		case '>':
			if (process_begins(p, p->text.at) && !b->raw) {
				process_read(p, b);
				break;
			}
			builder_close(p, b);
			return;
		default:
			if (group_begins(p, b)) {
				group_read(p, b);
				break;
			}
			builder_close(p, b);
			return;
		}
		if (parse_failed(p))
			return;
	}
}

/* A tilde-prefix at text[i]: where it ends; 0: it is none.  What ends the text of the part
 * ends the prefix only where it ends the word: ~"x" and ~$x are not tilde-prefixes. */
static size_t tilde_end(const struct part *part, size_t i, bool assignment)
{
	const char *text = part->text.bytes;
	size_t end = i + 1;
	for (; end < part->text.length; end++) {
		char c = text[end];
		if (c == '/' || (assignment && c == ':'))
			return end;
		if (byte_kind(c) & BYTE_GLOB)
			return 0;
	}
	return part->next ? 0 : end;
}

/* Makes text[i..end) of the part a tilde, and gives the part with the text that follows. */
static struct part *tilde_split(struct parser *p, struct part *part, size_t i, size_t end)
{
	struct part *tilde = part;
	const char *text = part->text.bytes;
	size_t length = part->text.length;
	if (i > 0) {
		tilde = parse_alloc(p, sizeof *tilde);
		if (!tilde)
			return NULL;
		*tilde = *part;
		part->text.bytes = parse_dup(p, text, i);
		part->text.length = i;
		part->next = tilde;
	}
	struct part *rest = NULL;
	if (end < length) {
		rest = parse_alloc(p, sizeof *rest);
		if (!rest)
			return NULL;
		*rest = *tilde;
		rest->text.bytes = text + end;
		rest->text.length = length - end;
		tilde->next = rest;
	}
	tilde->kind = PART_TILDE;
	tilde->tilde.user = parse_dup(p, text + i + 1, end - i - 1);
	return rest;
}

/* Tildes of one part.  `from`: the byte at which one may begin first; else after a colon. */
static bool part_tildes(struct parser *p, struct part *part, size_t from, bool assignment)
{
	bool found = false;
	size_t i = from;
	while (part && i < part->text.length) {
		const char *text = part->text.bytes;
		size_t end = 0;
		if (text[i] == '~')
			end = tilde_end(part, i, assignment);
		if (end) {
			found = true;
			part = tilde_split(p, part, i, end);
			i = 0;
			if (!part)
				break;
			text = part->text.bytes;
		}
		const char *colon = NULL;
		if (assignment)
			colon = memchr(text + i, ':', part->text.length - i);
		if (!colon)
			break;
		i = (size_t)(colon + 1 - text);
	}
	return found;
}

static bool word_tildes(struct parser *p, struct word *w, enum word_kind kind)
{
	bool found = false;
	bool assignment = kind == WORD_DECLARATION || kind == WORD_VALUE;
	struct part *next = w->parts;
	if (next && next->kind == PART_BRACE && !stack_is_low()) /* {~,x} */
		for (struct word *inner = next->brace.words; inner; inner = inner->next)
			(void)word_tildes(p, inner, kind);
	for (struct part *part = w->parts; part; part = next) {
		next = part->next;
		if (part->kind != PART_TEXT || part->quoting != QUOTE_NONE)
			continue;
		size_t from = SIZE_MAX;
		if (part == w->parts) {
			const char *equals = kind == WORD_DECLARATION
						     ? memchr(part->text.bytes, '=',
							      part->text.length)
						     : NULL;
			from = equals ? (size_t)(equals + 1 - part->text.bytes) : 0;
		} else if (assignment) {
			const char *colon = memchr(part->text.bytes, ':', part->text.length);
			if (colon)
				from = (size_t)(colon + 1 - part->text.bytes);
		}
		if (from != SIZE_MAX)
			found |= part_tildes(p, part, from, assignment);
		if (!assignment)
			break;
	}
	return found;
}

/* Is there an unquoted * or ?, or a [ with its ]?  (`[` alone is a command.)  A parenthesis is that
 * of a group. */
static bool has_pattern(const struct word *w)
{
	bool bracket = false;
	for (const struct part *part = w->parts; part; part = part->next) {
		if (part->kind != PART_TEXT || part->quoting != QUOTE_NONE)
			continue;
		for (size_t i = 0; i < part->text.length; i++) {
			char c = part->text.bytes[i];
			if (c == '*' || c == '?' || c == '(' || (c == ']' && bracket))
				return true;
			bracket |= c == '[';
		}
	}
	return false;
}

static void set_literal(struct parser *p, struct word *w)
{
	const struct part *first = w->parts;
	if (!first || !first->next) {
		w->literal = first ? first->text.bytes : "";
		w->literal_length = first ? (uint32_t)first->text.length : 0;
		return;
	}
	size_t length = 0;
	for (const struct part *part = first; part; part = part->next)
		length += part->text.length;
	char *text = parse_alloc(p, length + 1);
	if (!text)
		return;
	w->literal = text;
	w->literal_length = (uint32_t)length;
	for (const struct part *part = first; part; part = part->next) {
		memcpy(text, part->text.bytes, part->text.length);
		text += part->text.length;
	}
	*text = '\0';
}

void word_finish(struct parser *p, struct word *w, enum word_kind kind, unsigned flags)
{
	bool pattern = (flags & BYTE_GLOB) && has_pattern(w);
	bool changes = flags & WORD_EXPANDS;
	if (parse_failed(p))
		return;
	w->braces = (flags & BYTE_BRACE) && kind == WORD_ARGUMENT && braces_find(p, w);
	changes |= w->braces;
	if ((flags & BYTE_TILDE) && word_tildes(p, w, kind))
		changes = true;
	w->assignment = kind == WORD_DECLARATION;
	if (kind == WORD_ARGUMENT || kind == WORD_OPERAND)
		w->may_glob = pattern || w->braces || (flags & WORD_EXPANDS_UNQUOTED);
	switch (kind) {
	case WORD_PATTERN:
		if (!changes)
			w->pattern = pattern_of_word(p->arena, w, p->options.groups);
		break;
	case WORD_OPERAND:
		break;
	case WORD_ARGUMENT:
		if (!changes && !pattern)
			set_literal(p, w);
		break;
	case WORD_DECLARATION:
	case WORD_VALUE:
	case WORD_TARGET:
		if (!changes)
			set_literal(p, w);
		break;
	}
}

struct word *word_of_text(struct parser *p, enum word_kind kind, const char *text, size_t length,
			  unsigned flags, struct name *name)
{
	unsigned special = BYTE_GLOB | BYTE_TILDE | (kind == WORD_ARGUMENT ? BYTE_BRACE : 0);
	bool ready = !(flags & special) && kind < WORD_PATTERN;
	size_t extra = (ready ? 0 : sizeof(struct part)) + (name ? 0 : length + 1);
	struct word *w = parse_alloc(p, sizeof *w + extra);
	if (!w)
		return NULL;
	struct part *part = (struct part *)(w + 1);
	char *copy = ready ? (char *)part : (char *)(part + 1);
	*w = (struct word){0};
	if (name) {
		text = name->text;
	} else {
		memcpy(copy, text, length);
		copy[length] = '\0';
		text = copy;
	}
	if (ready) {
		w->literal = text;
		w->literal_length = (uint32_t)length;
		w->assignment = kind == WORD_DECLARATION;
		return w;
	}
	*part = (struct part){.kind = PART_TEXT, .quoting = QUOTE_NONE, .text = {text, length}};
	w->parts = length > 0 ? part : NULL;
	word_finish(p, w, kind, flags);
	return w;
}

struct word *word_take(struct parser *p, enum word_kind kind)
{
	struct token *t = &p->token;
	token_use(p);
	if (t->word) {
		word_finish(p, t->word, kind, t->flags);
		return t->word;
	}
	return word_of_text(p, kind, t->text, t->length, t->flags, NULL);
}
