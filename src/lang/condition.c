/* condition.c - [[ expression ]]: words are neither split nor globbed, && || ! ( ) are its own. */
#include "lang/condition.h"
#include "lang/parse.h"

#include "base/stack.h"
#include "lang/arith.h"

#include <string.h>

/* --- operators --- */

static const char *const spelling[] = {
	[TEST_NONE] = "",
	[TEST_EQUAL] = "==",
	[TEST_NOT_EQUAL] = "!=",
	[TEST_MATCHES] = "=~",
	[TEST_BEFORE] = "<",
	[TEST_AFTER] = ">",
	[TEST_FILE_NEWER] = "-nt",
	[TEST_FILE_OLDER] = "-ot",
	[TEST_FILE_SAME] = "-ef",
	[TEST_NUMBER_EQUAL] = "-eq",
	[TEST_NUMBER_NOT_EQUAL] = "-ne",
	[TEST_NUMBER_LESS] = "-lt",
	[TEST_NUMBER_LESS_EQUAL] = "-le",
	[TEST_NUMBER_GREATER] = "-gt",
	[TEST_NUMBER_GREATER_EQUAL] = "-ge",
};

const char *test_operator_text(enum test_operator o)
{
	return spelling[o];
}

static enum test_operator two_letters(char first, char second)
{
	switch (first << 8 | second) {
	case 'e' << 8 | 'q':
		return TEST_NUMBER_EQUAL;
	case 'n' << 8 | 'e':
		return TEST_NUMBER_NOT_EQUAL;
	case 'l' << 8 | 't':
		return TEST_NUMBER_LESS;
	case 'l' << 8 | 'e':
		return TEST_NUMBER_LESS_EQUAL;
	case 'g' << 8 | 't':
		return TEST_NUMBER_GREATER;
	case 'g' << 8 | 'e':
		return TEST_NUMBER_GREATER_EQUAL;
	case 'n' << 8 | 't':
		return TEST_FILE_NEWER;
	case 'o' << 8 | 't':
		return TEST_FILE_OLDER;
	case 'e' << 8 | 'f':
		return TEST_FILE_SAME;
	}
	return TEST_NONE;
}

enum test_operator test_binary_operator(const char *s)
{
	if (s[0] == '-')
		return s[1] && s[2] && !s[3] ? two_letters(s[1], s[2]) : TEST_NONE;
	if (s[0] == '=' && (!s[1] || (s[1] == '=' && !s[2])))
		return TEST_EQUAL;
	if (s[0] == '=' && s[1] == '~' && !s[2])
		return TEST_MATCHES;
	if (s[0] == '!' && s[1] == '=' && !s[2])
		return TEST_NOT_EQUAL;
	if (s[0] == '<' && !s[1])
		return TEST_BEFORE;
	return s[0] == '>' && !s[1] ? TEST_AFTER : TEST_NONE;
}

bool test_is_unary(const char *s)
{
	return s[0] == '-' && s[1] && !s[2] && strchr("abcdefgGhkLnoOprsStuvwxz", s[1]);
}

/* --- tokens --- */

/* Also 1 before < is a word here. */
static bool at_word(struct parser *p)
{
	struct token *t = token_peek(p);
	if (t->kind == TOKEN_IO_NUMBER || t->kind == TOKEN_IO_LOCATION)
		t->kind = TOKEN_WORD;
	return t->kind == TOKEN_WORD;
}

static bool at_text(struct parser *p, const char *text)
{
	const struct token *t = token_peek(p);
	return t->kind == TOKEN_WORD && t->text && t->length == strlen(text) &&
	       memcmp(t->text, text, t->length) == 0;
}

/* The word that comes next.  NULL: there is none, or failed. */
static struct word *take_operand(struct parser *p, enum word_kind kind)
{
	if (!at_word(p) || at_text(p, "]]")) {
		parse_unexpected(p);
		return NULL;
	}
	return word_take(p, kind);
}

static enum test_operator peek_operator(struct parser *p)
{
	const struct token *t = token_peek(p);
	char text[4] = "";
	if (t->kind == TOKEN_LESS)
		return TEST_BEFORE;
	if (t->kind == TOKEN_GREAT)
		return TEST_AFTER;
	if (t->kind == TOKEN_WORD && t->text && t->length < sizeof text)
		memcpy(text, t->text, t->length);
	return test_binary_operator(text);
}

/* --- the right side of =~ --- */

/* Parentheses and bars need no quotes, nor blanks and operators within parentheses. */
static struct word *take_regex(struct parser *p)
{
	token_use(p);
	while (text_look(p) == ' ' || text_look(p) == '\t')
		p->text.at++;
	struct builder b;
	unsigned depth = 0;
	char c;
	uint32_t line = text_line(p), column = text_column(p);
	builder_init(&b);
	for (;;) {
		word_read(p, &b);
		c = *p->text.at;
		bool bar = c == '|' && p->text.at[1] != '|';
		if (c == '\0' || c == '\n' || (depth == 0 && c != '(' && !bar))
			break;
		depth += c == '(';
		depth -= c == ')';
		builder_text(p, &b, QUOTE_NONE, 0, &c, 1);
		p->text.at++;
	}
	struct word *w = builder_word(p, &b);
	if (!w || parse_failed(p))
		return NULL;
	const struct part *first = w->parts;
	if (first && first->kind == PART_TEXT && strcmp(first->text.bytes, "]]") == 0)
		parse_error_at(p, line, column, "unexpected ']]'");
	else if (!first || depth > 0)
		parse_unexpected(p);
	if (parse_failed(p))
		return NULL;
	word_finish(p, w, WORD_TARGET, b.flags);
	return w;
}

/* --- expressions --- */

static struct condition *condition_new(struct parser *p, enum condition_kind kind)
{
	struct condition *c = parse_alloc(p, sizeof *c);
	if (c)
		*c = (struct condition){.kind = (uint8_t)kind};
	return c;
}

/* What a word is where an integer is wanted. */
static const struct arith *number_of(struct parser *p, const struct word *w)
{
	struct part *parts = w->parts;
	if (!parts && w->literal_length > 0) {
		parts = parse_alloc(p, sizeof *parts);
		if (!parts)
			return NULL;
		*parts = (struct part){.kind = PART_TEXT, .text = {w->literal, w->literal_length}};
	}
	struct arith *a = arith_build(p->arena, p->env.names, parts);
	if (a)
		a->form = ARITH_CLAUSE;
	else
		parse_stop(p, PARSE_NO_MEMORY);
	return a;
}

/* The operator and what follows `left`. */
static bool take_right(struct parser *p, struct condition *c, enum test_operator o)
{
	c->kind = CONDITION_BINARY;
	c->op = (uint8_t)o;
	if (o == TEST_MATCHES) {
		c->right = take_regex(p);
		return c->right != NULL;
	}
	bool pattern = o == TEST_EQUAL || o == TEST_NOT_EQUAL;
	bool groups = p->options.groups;
	token_use(p);
	p->options.groups |= pattern; /* here they need no option */
	c->right = take_operand(p, pattern ? WORD_PATTERN : WORD_TARGET);
	p->options.groups = groups;
	if (!c->right || !test_is_numeric(o))
		return c->right != NULL;
	c->left_number = number_of(p, c->left);
	c->right_number = number_of(p, c->right);
	return c->left_number && c->right_number;
}

static struct condition *take_primary(struct parser *p)
{
	struct condition *c = condition_new(p, CONDITION_WORD);
	if (!c)
		return NULL;
	c->left = take_operand(p, WORD_TARGET);
	if (!c->left)
		return NULL;
	const char *text = c->left->parts ? NULL : c->left->literal;
	if (text && test_is_unary(text)) {
		c->kind = CONDITION_UNARY;
		c->letter = text[1];
		c->left = take_operand(p, WORD_TARGET);
		return c->left ? c : NULL;
	}
	enum test_operator o = peek_operator(p);
	return o == TEST_NONE || take_right(p, c, o) ? c : NULL;
}

static struct condition *take_either(struct parser *p);

static struct condition *take_group(struct parser *p)
{
	struct condition *c = condition_new(p, CONDITION_GROUP);
	struct open open = {p->open, "'('", token_peek(p)->line, token_peek(p)->column};
	if (!c)
		return NULL;
	if (stack_is_low()) {
		parse_too_deep(p);
		return NULL;
	}
	token_use(p);
	p->open = &open;
	c->inner = take_either(p);
	if (c->inner && token_peek(p)->kind != TOKEN_RPAREN)
		parse_unexpected(p);
	token_use(p);
	p->open = open.outer;
	return c->inner && !parse_failed(p) ? c : NULL;
}

static struct condition *take_one(struct parser *p)
{
	bool negate = false;
	parse_newlines(p);
	for (; at_text(p, "!"); parse_newlines(p)) {
		token_use(p);
		negate = !negate;
	}
	bool group = token_peek(p)->kind == TOKEN_LPAREN;
	struct condition *c = group ? take_group(p) : take_primary(p);
	if (!c)
		return NULL;
	c->negate = negate;
	parse_newlines(p);
	return c;
}

/* `one operator one ...`; a single one stands for itself. */
static struct condition *take_chain(struct parser *p, enum token_kind kind,
				    enum condition_kind made,
				    struct condition *(*take)(struct parser *p))
{
	struct condition *first = take(p);
	if (!first || token_peek(p)->kind != kind)
		return first;
	struct condition *c = condition_new(p, made), **tail = &first->next;
	if (!c)
		return NULL;
	c->inner = first;
	while (token_peek(p)->kind == kind) {
		token_use(p);
		*tail = take(p);
		if (!*tail)
			return NULL;
		tail = &(*tail)->next;
	}
	return c;
}

static struct condition *take_both(struct parser *p)
{
	return take_chain(p, TOKEN_AND_IF, CONDITION_AND, take_one);
}

static struct condition *take_either(struct parser *p)
{
	return take_chain(p, TOKEN_OR_IF, CONDITION_OR, take_both);
}

struct node *parse_condition(struct parser *p, struct place at)
{
	struct node *n = node_new(p, NODE_CONDITION, at);
	if (!n)
		return NULL;
	n->condition.expression = take_either(p);
	if (!n->condition.expression)
		return NULL;
	if (!at_text(p, "]]")) {
		parse_unexpected(p);
		return NULL;
	}
	token_use(p);
	return n;
}
