/* dollar.c - expansions as they are written (XCU 2.6.2 to 2.6.4). */
#include "lang/parse.h"

#include "base/name.h"
#include "base/stack.h"
#include "lang/arith.h"

#include <string.h>

/* --- parameters --- */

static struct name *read_name(struct parser *p)
{
	const char *start = p->text.at, *at = start;
	while (byte_kind(*at) & BYTE_NAME)
		at++;
	p->text.at = at;
	struct name *n;
	if (*at != '\\' && *at != '\0') {
		n = name_intern(p->env.names, start, (size_t)(at - start));
	} else { /* it may go on behind a line continuation or an alias */
		buf_clear(&p->scratch);
		buf_add(&p->scratch, start, (size_t)(at - start));
		while (byte_kind(text_look(p)) & BYTE_NAME)
			buf_byte(&p->scratch, *p->text.at++);
		const char *text = buf_cstr(&p->scratch);
		n = name_intern(p->env.names, text, p->scratch.length);
	}
	if (!n)
		parse_stop(p, PARSE_NO_MEMORY);
	return n;
}

static bool is_special(char c)
{
	return c && strchr("@*#?-$!", c);
}

static void set_special(struct part *part, char c)
{
	part->param.kind = PARAM_SPECIAL;
	part->param.special = c;
}

/* A positional parameter of `most` digits, or 0, which is special. */
static void read_number(struct parser *p, struct part *part, size_t most)
{
	uint32_t number = 0;
	char c;
	for (; most > 0 && (byte_kind(c = text_look(p)) & BYTE_DIGIT); most--) {
		uint32_t digit = (uint32_t)(c - '0');
		number = number > (UINT32_MAX - digit) / 10 ? UINT32_MAX : number * 10 + digit;
		p->text.at++;
	}
	part->param.kind = PARAM_POSITIONAL;
	part->param.number = number;
	if (number == 0)
		set_special(part, '0');
}

/* The parameter in braces.  False: there is none. */
static bool read_parameter(struct parser *p, struct part *part)
{
	char c = text_look(p);
	if (byte_kind(c) & BYTE_NAME_START) {
		part->param.kind = PARAM_NAME;
		part->param.name = read_name(p);
		return true;
	}
	if (byte_kind(c) & BYTE_DIGIT) {
		read_number(p, part, SIZE_MAX);
		return true;
	}
	if (!is_special(c))
		return false;
	p->text.at++;
	set_special(part, c);
	return true;
}

/* If the next byte is `c`, passes over it. */
static bool also(struct parser *p, char c)
{
	if (text_look(p) != c)
		return false;
	p->text.at++;
	return true;
}

/* Text that is read as an arithmetic expression, up to one of `ends`.  NULL: failed. */
static const struct arith *read_expression(struct parser *p, const char *ends)
{
	struct builder b;
	builder_init(&b);
	(void)operand_read_until(p, &b, ends, true);
	builder_close(p, &b);
	if (parse_failed(p))
		return NULL;
	const struct arith *a = arith_build(p->arena, p->env.names, b.first);
	if (!a)
		parse_stop(p, PARSE_NO_MEMORY);
	return a;
}

/* An index, or @ or *, behind the name of an array.  False: it is none. */
static bool read_subscript(struct parser *p, struct part *part)
{
	if (part->param.kind != PARAM_NAME || !also(p, '['))
		return true;
	char c = text_look(p);
	if ((c == '@' || c == '*') && p->text.at[1] == ']') {
		part->param.kind = PARAM_ARRAY;
		part->param.special = c;
		p->text.at += 2;
		return true;
	}
	part->param.kind = PARAM_ELEMENT;
	part->param.index = read_expression(p, "]");
	return part->param.index && part->param.index->parts && also(p, ']');
}

static enum param_op op_of(char c)
{
	switch (c) {
	case '-':
		return PARAM_DEFAULT;
	case '=':
		return PARAM_ASSIGN;
	case '?':
		return PARAM_ERROR;
	case '+':
		return PARAM_ALTERNATIVE;
	}
	return PARAM_PLAIN;
}

/* Behind the first slash of a replacement. */
static enum param_op replace_op(struct parser *p)
{
	if (also(p, '/'))
		return PARAM_REPLACE_ALL;
	if (also(p, '#'))
		return PARAM_REPLACE_PREFIX;
	return also(p, '%') ? PARAM_REPLACE_SUFFIX : PARAM_REPLACE;
}

/* Behind a colon: the operator that it belongs to, or the offset of a substring. */
static enum param_op colon_op(struct parser *p, struct part *part)
{
	char c = text_look(p);
	enum param_op op = op_of(c);
	if (op == PARAM_PLAIN)
		return c == '}' ? PARAM_PLAIN : PARAM_SUBSTRING;
	p->text.at++;
	part->param.colon = true;
	return op;
}

/* The operator whose first byte, `c`, was passed over.  False: it is none. */
static bool read_op(struct parser *p, struct part *part, char c)
{
	enum param_op op = op_of(c);
	switch (c) {
	case '%':
		op = also(p, c) ? PARAM_TRIM_SUFFIX_LONGEST : PARAM_TRIM_SUFFIX;
		break;
	case '#':
		op = also(p, c) ? PARAM_TRIM_PREFIX_LONGEST : PARAM_TRIM_PREFIX;
		break;
	case ':':
		op = colon_op(p, part);
		break;
	case '/':
		op = replace_op(p);
		break;
	case '@':
		op = also(p, 'Q') && text_look(p) == '}' ? PARAM_QUOTED : PARAM_PLAIN;
		break;
	case '^':
		op = also(p, c) ? PARAM_UPPER : PARAM_UPPER_FIRST;
		break;
	case ',':
		op = also(p, c) ? PARAM_LOWER : PARAM_LOWER_FIRST;
		break;
	}
	part->param.op = (uint8_t)op;
	return op != PARAM_PLAIN;
}

static bool read_op_or_end(struct parser *p, struct part *part)
{
	char c = text_look(p);
	if (c == '}' || c == '\0')
		return c == '}';
	/* What is no operator is left for who looks for the brace. */
	if (!strchr(":%#/^,@", c) && op_of(c) == PARAM_PLAIN)
		return false;
	p->text.at++;
	return read_op(p, part, c);
}

/* After `${#`: the number of positional parameters, or the length of a parameter.  ${#-} is
 * the length of $-, while in ${#-x} the `-` is an operator (XCU 2.6.2). */
static bool read_length(struct parser *p, struct part *part)
{
	char c = text_look(p);
	part->param.op = PARAM_LENGTH;
	if (byte_kind(c) & BYTE_NAME)
		return read_parameter(p, part) && read_subscript(p, part) && text_look(p) == '}';
	if (is_special(c)) {
		p->text.at++;
		if (text_look(p) == '}') {
			set_special(part, c);
			return true;
		}
		set_special(part, '#');
		return read_op(p, part, c);
	}
	set_special(part, '#');
	part->param.op = PARAM_PLAIN;
	return read_op_or_end(p, part);
}

/* Behind `${!`: names, indices, or an indirection. */
static bool read_indirect(struct parser *p, struct part *part)
{
	if (!read_parameter(p, part) || !read_subscript(p, part))
		return false;
	if (part->param.kind == PARAM_ARRAY) {
		part->param.op = PARAM_KEYS;
		return text_look(p) == '}';
	}
	part->param.inner = part->param.kind & 7;
	part->param.kind = PARAM_INDIRECT;
	char c = text_look(p);
	if (part->param.inner != PARAM_NAME || (c != '@' && c != '*'))
		return read_op_or_end(p, part);
	p->text.at++;
	part->param.op = PARAM_NAMES;
	part->param.special = c;
	return text_look(p) == '}';
}

/* ${!...}: the number of the last job, unless it is one of the extensions.  ${!#} is the last
 * positional parameter everywhere else, but in POSIX it is $! without a prefix. */
static bool is_indirect(struct parser *p)
{
	char c = text_look(p);
	return (byte_kind(c) & BYTE_NAME) ||
	       (c == '#' && p->text.at[1] == '}' && !p->options.posix);
}

static bool read_head(struct parser *p, struct part *part)
{
	if (also(p, '#'))
		return read_length(p, part);
	if (text_look(p) == '!') {
		p->text.at++;
		if (is_indirect(p))
			return read_indirect(p, part);
		set_special(part, '!');
		return read_op_or_end(p, part);
	}
	return read_parameter(p, part) && read_subscript(p, part) && read_op_or_end(p, part);
}

/* --- the words behind the operator --- */

static struct word *finish_operand(struct parser *p, struct builder *b, enum word_kind kind)
{
	struct word *w = builder_word(p, b);
	if (w)
		word_finish(p, w, kind, b->flags);
	return w;
}

/* The one word of an operator of POSIX, with the brace. */
static struct word *read_operand(struct parser *p, enum param_op op, bool quoted, uint16_t quotes)
{
	struct builder b;
	enum word_kind kind = WORD_TARGET;
	bool trims = op >= PARAM_TRIM_SUFFIX;
	builder_init(&b);
	if (quoted && !trims)
		operand_read_quoted(p, &b, quotes);
	else
		operand_read(p, &b);
	if (trims)
		kind = WORD_PATTERN;
	else if (!quoted && (op == PARAM_DEFAULT || op == PARAM_ALTERNATIVE))
		kind = WORD_OPERAND;
	return finish_operand(p, &b, kind);
}

/* An offset or a length: a word with one part. */
static struct word *read_number_operand(struct parser *p, const char *ends)
{
	struct builder b;
	builder_init(&b);
	struct part *part = builder_part(p, &b, PART_ARITH, false, 0);
	if (!part)
		return NULL;
	part->arith.expression = read_expression(p, ends);
	return parse_failed(p) ? NULL : builder_word(p, &b);
}

static struct word *read_substring(struct parser *p)
{
	struct word *offset = read_number_operand(p, ":");
	if (offset && also(p, ':'))
		offset->next = read_number_operand(p, "");
	return offset;
}

/* pattern/replacement.  What follows // is the pattern's in any case: ${x////-} replaces slashes. */
static struct word *read_replacement(struct parser *p, enum param_op op)
{
	struct builder b;
	builder_init(&b);
	if (op == PARAM_REPLACE_ALL && text_look(p) == '/') {
		builder_text(p, &b, QUOTE_NONE, 0, "/", 1);
		p->text.at++;
	}
	(void)operand_read_until(p, &b, "/", false);
	struct word *pattern = finish_operand(p, &b, WORD_PATTERN);
	if (pattern && !parse_failed(p) && also(p, '/')) {
		builder_init(&b);
		(void)operand_read_until(p, &b, "", false);
		pattern->next = finish_operand(p, &b, WORD_TARGET);
	}
	return pattern;
}

/* The pattern of the letters to change; NULL: all. */
static struct word *read_letters(struct parser *p)
{
	struct builder b;
	if (text_look(p) == '}')
		return NULL;
	builder_init(&b);
	(void)operand_read_until(p, &b, "", false);
	return finish_operand(p, &b, WORD_PATTERN);
}

/* The operands, with the brace. */
static void read_operands(struct parser *p, struct part *part, bool quoted, uint16_t quotes)
{
	enum param_op op = part->param.op;
	if (op >= PARAM_DEFAULT && op < PARAM_SUBSTRING) {
		part->param.word = read_operand(p, op, quoted, quotes);
		return;
	}
	if (op == PARAM_SUBSTRING)
		part->param.word = read_substring(p);
	else if (op >= PARAM_REPLACE && op <= PARAM_REPLACE_SUFFIX)
		part->param.word = read_replacement(p, op);
	else if (op >= PARAM_UPPER_FIRST && op <= PARAM_LOWER)
		part->param.word = read_letters(p);
	if (!parse_failed(p))
		p->text.at++;
}

/* Something like ${x!y}: an error only when it is expanded. */
static void read_bad(struct parser *p, struct part *part, const struct recording *r, bool quoted,
		     uint16_t quotes)
{
	read_operand(p, quoted ? PARAM_DEFAULT : PARAM_TRIM_PREFIX, quoted, quotes);
	const char *text = recording_text(p, r);
	size_t length = text ? strlen(text) : 0;
	char *whole = parse_alloc(p, length + sizeof "${...}");
	if (!whole)
		return;
	whole[0] = '$';
	memcpy(whole + 1, text ? text : "{...}", text ? length + 1 : sizeof "{...}");
	part->kind = PART_BAD;
	part->bad.text = whole;
	part->bad.message = "bad substitution";
}

/* ${...}; at the brace. */
static void read_braces(struct parser *p, struct part *part, struct place at, bool quoted,
			uint16_t quotes)
{
	struct open open = {p->open, "'${'", at.line, at.column};
	struct recording r;
	p->open = &open;
	recording_begin(p, &r);
	p->text.at++;
	part->param.braces = true;
	if (!read_head(p, part))
		read_bad(p, part, &r, quoted, quotes);
	else
		read_operands(p, part, quoted, quotes);
	recording_end(p);
	p->open = open.outer;
}

/* --- arithmetic, commands --- */

bool arithmetic_read(struct parser *p, struct builder *b)
{
	uint16_t quotes = quotes_next(p);
	size_t depth = 0;
	for (;;) {
		char c = quoted_read(p, b, QUOTED_ARITH, quotes);
		if (c == '\0')
			return false;
		if (c == ')' && depth == 0)
			break;
		depth += c == '(' ? 1 : (size_t)-1;
		builder_text(p, b, QUOTE_DOUBLE, quotes, &c, 1);
		p->text.at++;
	}
	p->text.at++;
	if (text_look(p) != ')')
		return false;
	p->text.at++;
	builder_close(p, b);
	return !parse_failed(p);
}

enum {
	MOST_REREADS = 1000, /* while one `$((` is open: each can double the work */
	MOST_AT_END = 16,    /* because the text ended: each reads all of it */
};

bool arithmetic_may_reread(struct parser *p)
{
	if (p->fatal)
		return false;
	if (p->text.ended && (p->recordings > 1 || ++p->rereads_at_end > MOST_AT_END)) {
		p->fatal = true;
		parse_unclosed(p);
		return false;
	}
	if (++p->rereads > MOST_REREADS) {
		parse_too_deep(p);
		return false;
	}
	p->result = PARSE_COMMAND;
	buf_clear(&p->run);
	return true;
}

/* $((...)) or $( (...) ...); at the second parenthesis. */
static void read_arithmetic_or_command(struct parser *p, struct part *part, struct place at)
{
	struct open open = {p->open, "'$(('", at.line, at.column};
	struct recording r;
	struct builder b;
	p->open = &open;
	recording_begin(p, &r);
	p->text.at++;
	builder_init(&b);
	if (arithmetic_read(p, &b)) {
		recording_end(p);
		part->kind = PART_ARITH;
		part->arith.expression = arith_build(p->arena, p->env.names, b.first);
		if (!part->arith.expression)
			parse_stop(p, PARSE_NO_MEMORY);
	} else if (arithmetic_may_reread(p)) {
		recording_reread(p, &r);
		part->kind = PART_COMMAND;
		part->command.body = parse_substitution(p, true);
		/* The subshell that was tried is not what the user left open. */
		if (parse_failed(p) && p->error.opened.line == r.text.line && p->error.at_end) {
			p->error.opened = (struct place){p->source, open.line, open.column};
			p->error.opened_what = open.what;
		}
	} else {
		recording_end(p);
	}
	p->open = open.outer;
}

static void read_command(struct parser *p, struct part *part, struct place at)
{
	struct open open = {p->open, "'$('", at.line, at.column};
	p->open = &open;
	part->kind = PART_COMMAND;
	part->command.body = parse_substitution(p, true);
	p->open = open.outer;
}

/* <(list), >(list), =(list): process substitution. */
void process_read(struct parser *p, struct builder *b)
{
	static const char *const names[] = {"'<('", "'>('", "'=('"};
	const char *at = p->text.at;
	struct open open = {p->open,
			    names[*at == '>'   ? 1
				  : *at == '=' ? 2
					       : 0],
			    text_line(p), text_column(p)};
	struct part *part = builder_part(p, b, PART_PROCESS, false, 0);
	if (!part)
		return;
	if (stack_is_low()) {
		parse_too_deep(p);
		return;
	}
	part->process.kind = *at;
	p->text.at += 2;
	p->open = &open;
	part->process.body = parse_substitution(p, true);
	p->open = open.outer;
}

void dollar_read(struct parser *p, struct builder *b, bool quoted, uint16_t quotes)
{
	struct place at = text_place(p);
	p->text.at++;
	char c = text_look(p);
	unsigned kind = byte_kind(c);
	if (c == '\'' && !quoted) {
		dollar_single_read(p, b, at.line, at.column);
		return;
	}
	if (c == '"' && !quoted && !b->raw) /* $"...": a text to translate, and no catalogue */
		return;
	if (b->raw || (!(kind & BYTE_NAME) && c != '{' && c != '(' && !is_special(c))) {
		builder_text(p, b, quoted ? QUOTE_DOUBLE : QUOTE_NONE, quotes, "$", 1);
		return;
	}
	if (stack_is_low()) {
		parse_too_deep(p);
		return;
	}
	struct part *part = builder_part(p, b, PART_PARAM, quoted, quotes);
	if (!part)
		return;
	if (kind & BYTE_NAME_START) {
		part->param.kind = PARAM_NAME;
		part->param.name = read_name(p);
	} else if (kind & BYTE_DIGIT) {
		read_number(p, part, 1);
	} else if (c == '{') {
		read_braces(p, part, at, quoted, quotes);
	} else if (c != '(') {
		p->text.at++;
		set_special(part, c);
	} else {
		p->text.at++;
		if (text_look(p) == '(')
			read_arithmetic_or_command(p, part, at);
		else
			read_command(p, part, at);
	}
}

/* --- backquotes --- */

/* The text between backquotes, where a backslash quotes only $ ` and \ (XCU 2.6.3); within
 * double quotes also `"`.  Line continuations stay for who parses the text.  NULL: no end. */
static char *read_backquoted(struct parser *p, bool in_quotes)
{
	buf_clear(&p->scratch);
	for (;;) {
		const char *start = p->text.at;
		size_t length = strcspn(start, "`\\\n");
		buf_add(&p->scratch, start, length);
		p->text.at += length;
		char c = *p->text.at;
		if (c == '`')
			break;
		if (c == '\n') {
			buf_byte(&p->scratch, c);
			text_newline(p);
		} else if (c == '\\') {
			char next = *++p->text.at;
			bool quotes = next == '$' || next == '`' || next == '\\' ||
				      (next == '"' && in_quotes);
			if (!quotes)
				buf_byte(&p->scratch, c);
			if (next != '\n' && next != '\0')
				buf_byte(&p->scratch, *p->text.at++);
		} else if (!text_more(p)) {
			return NULL;
		}
	}
	p->text.at++;
	return parse_dup(p, p->scratch.data, p->scratch.length);
}

void backquote_read(struct parser *p, struct builder *b, bool quoted, uint16_t quotes,
		    bool in_quotes)
{
	struct open open = {p->open, "'`'", text_line(p), text_column(p)};
	if (b->raw) {
		builder_text(p, b, quoted ? QUOTE_DOUBLE : QUOTE_NONE, quotes, "`", 1);
		p->text.at++;
		return;
	}
	struct part *part = builder_part(p, b, PART_COMMAND, quoted, quotes);
	if (!part)
		return;
	if (stack_is_low()) {
		parse_too_deep(p);
		return;
	}
	p->open = &open;
	p->text.at++;
	const char *inside = read_backquoted(p, in_quotes);
	if (inside) {
		struct text outer = text_enter(p, inside, open.line, open.column + 1, "'`'");
		part->command.backquoted = true;
		part->command.body = parse_substitution(p, false);
		text_leave(p, &outer);
	} else {
		parse_unclosed(p);
	}
	p->open = open.outer;
}
