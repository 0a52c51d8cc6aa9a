/* lexer.c - tokens (XCU 2.3 and 2.10.1).
 *
 * A word of unquoted text, which most are, is not copied: the token points into the line, and
 * whoever uses it decides what becomes of it (a name, an assignment, an argument). */
#include "lang/parse.h"

#include "base/name.h"

#include <limits.h>
#include <string.h>

#define STOP_OPERAND (BYTE_STOP_OPERAND | BYTE_STOP_DELIMITED)
#define STOP_ALL (BYTE_STOP_WORD | BYTE_STOP_QUOTED | STOP_OPERAND)

/* Bytes from 0x80 on are ordinary, whatever the locale (XCU 2.5.3: LC_CTYPE). */
const uint16_t byte_kinds[256] = {
	['\0'] = STOP_ALL,
	['\n'] = STOP_ALL,
	['\\'] = STOP_ALL,
	['"'] = STOP_ALL,
	['$'] = STOP_ALL,
	['`'] = STOP_ALL,
	['\''] = BYTE_STOP_WORD | STOP_OPERAND,
	[' '] = BYTE_STOP_WORD | BYTE_BLANK,
	['\t'] = BYTE_STOP_WORD | BYTE_BLANK,
	[';'] = BYTE_STOP_WORD,
	['&'] = BYTE_STOP_WORD,
	['|'] = BYTE_STOP_WORD,
	['<'] = BYTE_STOP_WORD,
	['>'] = BYTE_STOP_WORD,
	['('] = BYTE_STOP_WORD | BYTE_STOP_QUOTED | BYTE_STOP_DELIMITED,
	[')'] = BYTE_STOP_WORD | BYTE_STOP_QUOTED | BYTE_STOP_DELIMITED,
	['}'] = BYTE_STOP_QUOTED | STOP_OPERAND,
	['{'] = BYTE_BRACE,
	['*'] = BYTE_GLOB,
	['?'] = BYTE_GLOB | BYTE_STOP_DELIMITED,
	['['] = BYTE_GLOB | BYTE_STOP_DELIMITED,
	[']'] = BYTE_STOP_DELIMITED,
	[':'] = BYTE_STOP_DELIMITED,
	['~'] = BYTE_TILDE,
	['/'] = BYTE_SLASH | BYTE_STOP_DELIMITED,
	['='] = BYTE_EQUALS,
	['_'] = BYTE_NAME_START,
	['0' ... '9'] = BYTE_DIGIT,
	['A' ... 'Z'] = BYTE_NAME_START,
	['a' ... 'z'] = BYTE_NAME_START,
};

/* Passes over blanks, line continuations and a comment.  NUL: the end. */
static char skip_blanks(struct parser *p)
{
	struct text *t = &p->text;
	for (;;) {
		char c = *t->at;
		if (c == ' ' || c == '\t') {
			t->at++;
		} else if (c == '\0') {
			if (!text_more(p))
				return '\0';
		} else if (c == '#') {
			/* The newline may be behind the alias that the comment began in. */
			do
				t->at = strchrnul(t->at, '\n');
			while (*t->at == '\0' && text_more(p));
		} else if (c != '\\' || !text_continue(p)) {
			return c;
		}
	}
}

/* --- words --- */

/* Digits right before < or > are a descriptor; too large ones stay too large. */
static bool io_number(struct token *t)
{
	int fd = 0;
	for (size_t i = 0; i < t->length; i++) {
		if (!(byte_kind(t->text[i]) & BYTE_DIGIT))
			return false;
		int digit = t->text[i] - '0';
		fd = fd > (INT_MAX - digit) / 10 ? INT_MAX : fd * 10 + digit;
	}
	t->kind = TOKEN_IO_NUMBER;
	t->fd = fd;
	return true;
}

/* {name} right before < or >. */
static void io_location(struct parser *p, struct token *t)
{
	if (t->length < 3 || t->text[0] != '{' || t->text[t->length - 1] != '}' ||
	    !name_is_identifier(t->text + 1, t->length - 2))
		return;
	t->kind = TOKEN_IO_LOCATION;
	t->name = name_intern(p->env.names, t->text + 1, t->length - 2);
	if (!t->name)
		parse_stop(p, PARSE_NO_MEMORY);
}

static void read_composed_word(struct parser *p, struct token *t)
{
	struct builder b;
	builder_init(&b);
	word_read(p, &b);
	t->flags = b.flags;
	if (b.first && !b.first->next && b.first->kind == PART_TEXT &&
	    b.first->quoting == QUOTE_NONE) {
		t->text = b.first->text.bytes;
		t->length = b.first->text.length;
	} else {
		t->word = builder_word(p, &b);
		if (!t->word)
			parse_stop(p, PARSE_NO_MEMORY);
	}
}

static void read_word(struct parser *p, struct token *t)
{
	const char *start = p->text.at, *at = start;
	unsigned kinds = 0, kind;
	while (!((kind = byte_kind(*at)) & BYTE_STOP_WORD)) {
		kinds |= kind;
		at++;
	}
	t->kind = TOKEN_WORD;
	bool composed = (kind & BYTE_STOP_OPERAND) && *at != '\n'; /* a quote, an expansion, NUL */
	if (*at == '(' && at > start)
		composed = p->options.groups && strchr("?*+@!", at[-1]);
	if (*at == '<' || *at == '>')
		composed = process_begins(p, at);
	if (composed || (*start == '=' && process_begins(p, start))) {
		read_composed_word(p, t);
	} else {
		t->flags = (uint16_t)kinds;
		t->text = start;
		t->length = (size_t)(at - start);
		p->text.at = at;
	}
	char next = *p->text.at;
	if ((next == '<' || next == '>') && t->text && !io_number(t))
		io_location(p, t);
}

/* --- operators --- */

/* If the next byte is `c`, passes over it. */
static bool also(struct parser *p, char c)
{
	if (text_look(p) != c)
		return false;
	p->text.at++;
	return true;
}

/* || after < or >: no script of other shells has that, it is an error there. */
static bool also_bars(struct parser *p)
{
	if (p->options.posix || text_look(p) != '|' || p->text.at[1] != '|')
		return false;
	p->text.at += 2;
	return true;
}

static enum token_kind read_less(struct parser *p)
{
	if (also_bars(p))
		return TOKEN_FIFO_READ;
	if (also(p, '<')) {
		if (also(p, '<'))
			return TOKEN_TLESS;
		return also(p, '-') ? TOKEN_DLESSDASH : TOKEN_DLESS;
	}
	if (also(p, '&'))
		return TOKEN_LESSAND;
	return also(p, '>') ? TOKEN_LESSGREAT : TOKEN_LESS;
}

static enum token_kind read_great(struct parser *p)
{
	if (also_bars(p))
		return TOKEN_FIFO_WRITE;
	if (also(p, '>'))
		return TOKEN_DGREAT;
	if (also(p, '&'))
		return TOKEN_GREATAND;
	return also(p, '|') ? TOKEN_CLOBBER : TOKEN_GREAT;
}

static enum token_kind read_semicolon(struct parser *p)
{
	if (also(p, ';'))
		return also(p, '&') ? TOKEN_DSEMI_AND : TOKEN_DSEMI;
	return also(p, '&') ? TOKEN_SEMI_AND : TOKEN_SEMI;
}

/* To the standard `cmd &>file` is `cmd &` and `>file`. */
static enum token_kind read_ampersand(struct parser *p)
{
	if (also(p, '&'))
		return TOKEN_AND_IF;
	if (p->options.posix || !also(p, '>'))
		return TOKEN_AND;
	return also(p, '>') ? TOKEN_AND_DGREAT : TOKEN_AND_GREAT;
}

/* The operator that begins with `c`; TOKEN_WORD: it is none. */
static enum token_kind read_operator(struct parser *p, char c)
{
	if (!(byte_kind(c) & BYTE_STOP_WORD))
		return TOKEN_WORD;
	switch (c) {
	case ';':
		p->text.at++;
		return read_semicolon(p);
	case '&':
		p->text.at++;
		return read_ampersand(p);
	case '|':
		p->text.at++;
		if (also(p, '|'))
			return TOKEN_OR_IF;
		return also(p, '&') ? TOKEN_PIPE_AND : TOKEN_PIPE;
	case '<':
		if (process_begins(p, p->text.at))
			return TOKEN_WORD;
		p->text.at++;
		return read_less(p);
	case '>':
		if (process_begins(p, p->text.at))
			return TOKEN_WORD;
		p->text.at++;
		return read_great(p);
	case '(':
		p->text.at++;
		return TOKEN_LPAREN;
	case ')':
		p->text.at++;
		return TOKEN_RPAREN;
	case '\n':
		return TOKEN_NEWLINE;
	case '\0':
		return TOKEN_END;
	}
	return TOKEN_WORD;
}

/* --- tokens --- */

/* A newline, or the end, is where the bodies of here-documents begin. */
static void end_line(struct parser *p, enum token_kind kind)
{
	if (kind == TOKEN_NEWLINE)
		text_newline(p);
	if (p->heredocs)
		heredoc_read_all(p);
}

/* True: an alias whose value ends in a blank came just before it, so it may be one as well. */
static bool read_token(struct parser *p, struct token *t)
{
	char c = skip_blanks(p);
	bool follows_alias = p->alias_next;
	p->alias_next = false;
	*t = (struct token){
		.layer = p->text.layer,
		.line = text_line(p),
		.column = text_column(p),
	};
	if (c != '\n' && c != '\0')
		p->continued = true;
	t->kind = (uint8_t)read_operator(p, c);
	if (t->kind == TOKEN_WORD)
		read_word(p, t);
	else if (t->kind <= TOKEN_NEWLINE)
		end_line(p, t->kind);
	return follows_alias;
}

struct token *token_peek_slow(struct parser *p)
{
	struct token t;
	/* The first word of a value stands where the alias stood. */
	if (read_token(p, &t))
		while (alias_substitute(p, &t))
			(void)read_token(p, &t);
	if (parse_failed(p))
		t = (struct token){.kind = TOKEN_END, .line = t.line, .column = t.column};
	p->token = t;
	p->have_token = true;
	return &p->token;
}

struct name *token_name(struct parser *p, struct token *t)
{
	if (!t->name && t->kind == TOKEN_WORD && t->text &&
	    !(t->flags & (BYTE_SLASH | BYTE_EQUALS))) {
		t->name = name_intern(p->env.names, t->text, t->length);
		if (!t->name)
			parse_stop(p, PARSE_NO_MEMORY);
	}
	return t->name;
}
