#include "lang/arith.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/name.h"
#include "base/stack.h"
#include "lang/tree.h"

#include <stdio.h>
#include <string.h>

/* Recursive descent over one text.  A hole is a NUL in it: text of a script has none. */
struct reader {
	struct arena *arena;
	struct name_table *names;
	const char *at, *end;
	uint32_t holes;      /* met so far */
	bool keyed_holes;    /* some of them in an index */
	bool quiet;          /* nobody reads the message */
	const char *message; /* of the first error; NULL: all is well */
};

struct infix {
	uint8_t op; /* ARITH_CONST: there is none */
	uint8_t precedence;
	uint8_t length;
	bool assigns; /* op= */
};

static const struct arith_node *read_expression(struct reader *r);
static const struct arith_node *read_unary(struct reader *r);
static const struct arith_node *read_assignment(struct reader *r);

static inline bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool is_word_start(char c)
{
	return ((unsigned char)(c | 0x20) >= 'a' && (unsigned char)(c | 0x20) <= 'z') || c == '_';
}

static inline bool is_word(char c)
{
	return is_word_start(c) || is_digit(c);
}

/* --- constants --- */

enum { MOST_BASE = 64 };

/* Up to base 36 capitals are small letters; beyond it they follow them, and @ and _ come last. */
static unsigned digit_value(char c, unsigned base)
{
	if (is_digit(c))
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'z')
		return (unsigned)(c - 'a' + 10);
	if (c >= 'A' && c <= 'Z')
		return (unsigned)(c - 'A' + (base <= 36 ? 10 : 36));
	return c == '@' ? 62 : c == '_' ? 63 : MOST_BASE;
}

/* The base that stands, in decimal, before a #; 0: it is none.  02#1 could mean base 2 or 8#2#1. */
static unsigned read_base(const char *text, size_t length)
{
	unsigned base = 0;
	if (length > 0 && text[0] == '0')
		return 0;
	for (size_t i = 0; i < length && base <= MOST_BASE; i++) {
		if (!is_digit(text[i]))
			return 0;
		base = base * 10 + (unsigned)(text[i] - '0');
	}
	return base >= 2 && base <= MOST_BASE ? base : 0;
}

/* Reads digits without sign or blanks: 10, 012, 0xa, 16#a. */
static bool read_digits(const char *text, size_t length, uint64_t *value)
{
	unsigned base = 10;
	const char *mark = memchr(text, '#', length);
	if (mark) {
		base = read_base(text, (size_t)(mark - text));
		length -= (size_t)(mark + 1 - text);
		text = mark + 1;
	} else if (length > 2 && text[0] == '0' && (text[1] | 0x20) == 'x') {
		base = 16;
		text += 2;
		length -= 2;
	} else if (length > 1 && text[0] == '0') {
		base = 8;
	}
	if (length == 0)
		return false;
	uint64_t sum = 0;
	for (size_t i = 0; i < length; i++) {
		unsigned digit = digit_value(text[i], base);
		if (digit >= base)
			return false;
		sum = sum * base + digit;
	}
	*value = sum;
	return true;
}

bool arith_constant(const char *text, size_t length, int64_t *value)
{
	while (length && is_blank(*text))
		text++, length--;
	while (length && is_blank(text[length - 1]))
		length--;
	bool negative = length && *text == '-';
	if (length && (*text == '-' || *text == '+'))
		text++, length--;
	uint64_t magnitude;
	if (!read_digits(text, length, &magnitude))
		return false;
	*value = (int64_t)(negative ? 0 - magnitude : magnitude);
	return true;
}

/* --- errors and nodes --- */

/* Keeps the first error: what was expected, and what stands there instead. */
static const struct arith_node *fail(struct reader *r, const char *what)
{
	if (r->message)
		return NULL;
	r->message = what;
	if (r->quiet)
		return NULL;
	char text[128];
	size_t rest = (size_t)(r->end - r->at);
	const char *more = rest > 24 ? "..." : "";
	if (rest == 0)
		snprintf(text, sizeof text, "%s at the end", what);
	else
		snprintf(text, sizeof text, "%s before '%.*s%s'", what, rest > 24 ? 24 : (int)rest,
			 r->at, more);
	const char *copy = arena_dup(r->arena, text, strlen(text));
	if (copy)
		r->message = copy;
	return NULL;
}

/* An error that says it all by itself. */
static const struct arith_node *fail_with(struct reader *r, const char *what)
{
	if (!r->message)
		r->message = what;
	return NULL;
}

static struct arith_node *node_new(struct reader *r, enum arith_op op)
{
	struct arith_node *n = arena_alloc(r->arena, sizeof *n);
	if (!n) {
		fail_with(r, "out of memory");
		return NULL;
	}
	*n = (struct arith_node){.op = (uint8_t)op};
	return n;
}

/* --- operands --- */

static void skip_blanks(struct reader *r)
{
	while (r->at < r->end && is_blank(*r->at))
		r->at++;
}

static char peek(const struct reader *r, size_t offset)
{
	return offset < (size_t)(r->end - r->at) ? r->at[offset] : '\0';
}

static bool at_hole(const struct reader *r)
{
	return r->at < r->end && *r->at == '\0';
}

static struct name *read_name(struct reader *r)
{
	const char *start = r->at;
	while (r->at < r->end && is_word(*r->at))
		r->at++;
	struct name *name = name_intern(r->names, start, (size_t)(r->at - start));
	if (!name)
		fail_with(r, "out of memory");
	return name;
}

static const struct arith_node *read_number(struct reader *r)
{
	const char *start = r->at;
	bool based = false;
	for (; r->at < r->end; r->at++) {
		if (*r->at == '#' && !based)
			based = true;
		else if (!is_word(*r->at) && !(based && *r->at == '@'))
			break;
	}
	if (at_hole(r))
		return fail_with(r, "a number is continued by an expansion");
	uint64_t value;
	if (!read_digits(start, (size_t)(r->at - start), &value)) {
		r->at = start;
		return fail(r, "invalid number");
	}
	struct arith_node *n = node_new(r, ARITH_CONST);
	if (n)
		n->value = (int64_t)value;
	return n;
}

/* [index] */
static const struct arith_node *read_index(struct reader *r)
{
	const char *start = ++r->at;
	const struct arith_node *index = read_expression(r);
	skip_blanks(r);
	if (r->message)
		return NULL;
	if (peek(r, 0) != ']')
		return fail(r, "missing ']'");
	size_t length = (size_t)(r->at++ - start);
	struct arith_node *n = node_new(r, ARITH_INDEX);
	if (!n)
		return NULL;
	n->left = index;
	if (memchr(start, '\0', length))
		r->keyed_holes = true;
	else
		n->key = arena_dup(r->arena, start, length);
	return n;
}

/* name or name[index] */
static struct arith_node *read_place(struct reader *r)
{
	struct name *name = read_name(r);
	if (!name)
		return NULL;
	if (at_hole(r)) {
		fail_with(r, "a name is continued by an expansion");
		return NULL;
	}
	struct arith_node *n = node_new(r, ARITH_VARIABLE);
	if (!n)
		return NULL;
	n->name = name;
	if (peek(r, 0) != '[')
		return n;
	n->op = ARITH_ELEMENT;
	n->left = read_index(r);
	return n->left ? n : NULL;
}

static const struct arith_node *read_variable(struct reader *r)
{
	struct arith_node *n = read_place(r);
	if (!n)
		return NULL;
	skip_blanks(r);
	char c = peek(r, 0);
	if ((c != '+' && c != '-') || peek(r, 1) != c)
		return n;
	n->op = c == '+' ? ARITH_POST_INCREMENT : ARITH_POST_DECREMENT;
	r->at += 2;
	return n;
}

static const struct arith_node *read_hole(struct reader *r)
{
	r->at++;
	if (r->at < r->end && (is_word(*r->at) || at_hole(r)))
		return fail_with(r, "an expansion is continued");
	struct arith_node *n = node_new(r, ARITH_HOLE);
	if (n)
		n->hole = r->holes++;
	return n;
}

static const struct arith_node *read_parentheses(struct reader *r)
{
	r->at++;
	const struct arith_node *n = read_expression(r);
	skip_blanks(r);
	if (r->message)
		return NULL;
	if (peek(r, 0) != ')')
		return fail(r, "missing ')'");
	r->at++;
	return n;
}

static const struct arith_node *read_primary(struct reader *r)
{
	char c = peek(r, 0);
	if (is_digit(c))
		return read_number(r);
	if (is_word_start(c))
		return read_variable(r);
	if (c == '(')
		return read_parentheses(r);
	if (at_hole(r))
		return read_hole(r);
	return fail(r, "missing operand");
}

/* ++ and -- before anything but a name are two signs: -$x with x=-1 is 1 in every shell. */
static bool is_step(const struct reader *r)
{
	if (peek(r, 0) != peek(r, 1))
		return false;
	size_t i = 2;
	while (is_blank(peek(r, i)))
		i++;
	return is_word_start(peek(r, i));
}

static const struct arith_node *read_step(struct reader *r)
{
	enum arith_op op = *r->at == '+' ? ARITH_PRE_INCREMENT : ARITH_PRE_DECREMENT;
	r->at += 2;
	skip_blanks(r);
	struct arith_node *n = read_place(r);
	if (n)
		n->op = (uint8_t)op;
	return n;
}

static enum arith_op sign(char c)
{
	switch (c) {
	case '+':
		return ARITH_PLUS;
	case '-':
		return ARITH_NEGATE;
	case '!':
		return ARITH_NOT;
	case '~':
		return ARITH_COMPLEMENT;
	}
	return ARITH_CONST;
}

static const struct arith_node *read_unary(struct reader *r)
{
	if (stack_is_low())
		return fail_with(r, "nested too deeply");
	skip_blanks(r);
	enum arith_op op = sign(peek(r, 0));
	if (op == ARITH_CONST)
		return read_primary(r);
	if ((op == ARITH_PLUS || op == ARITH_NEGATE) && is_step(r))
		return read_step(r);
	r->at++;
	const struct arith_node *operand = read_unary(r);
	struct arith_node *n = operand ? node_new(r, op) : NULL;
	if (n)
		n->left = operand;
	return n;
}

/* --- binary operators --- */

enum {
	LEVEL_OR = 1,
	LEVEL_AND,
	LEVEL_BIT_OR,
	LEVEL_BIT_XOR,
	LEVEL_BIT_AND,
	LEVEL_EQUALITY,
	LEVEL_RELATION,
	LEVEL_SHIFT,
	LEVEL_ADD,
	LEVEL_MULTIPLY,
	LEVEL_POWER,
};

static struct infix operator_of(enum arith_op op, unsigned level, unsigned length)
{
	return (struct infix){(uint8_t)op, (uint8_t)level, (uint8_t)length, false};
}

/* `c` once or twice, or with =: < << <=, > >> >= */
static struct infix relation(char c, char next)
{
	bool less = c == '<';
	if (next == c)
		return operator_of(less ? ARITH_SHIFT_LEFT : ARITH_SHIFT_RIGHT, LEVEL_SHIFT, 2);
	if (next == '=')
		return operator_of(less ? ARITH_LESS_EQUAL : ARITH_GREATER_EQUAL, LEVEL_RELATION,
				   2);
	return operator_of(less ? ARITH_LESS : ARITH_GREATER, LEVEL_RELATION, 1);
}

/* * and **, which binds more tightly, and from right to left. */
static struct infix product(char next)
{
	return next == '*' ? operator_of(ARITH_POWER, LEVEL_POWER, 2)
			   : operator_of(ARITH_MULTIPLY, LEVEL_MULTIPLY, 1);
}

static struct infix operator_without_assignment(char c, char next)
{
	const struct infix none = {0};
	switch (c) {
	case '*':
		return product(next);
	case '/':
		return operator_of(ARITH_DIVIDE, LEVEL_MULTIPLY, 1);
	case '%':
		return operator_of(ARITH_REMAINDER, LEVEL_MULTIPLY, 1);
	case '+':
		return operator_of(ARITH_ADD, LEVEL_ADD, 1);
	case '-':
		return operator_of(ARITH_SUBTRACT, LEVEL_ADD, 1);
	case '<':
	case '>':
		return relation(c, next);
	case '=':
		return next == '=' ? operator_of(ARITH_EQUAL, LEVEL_EQUALITY, 2) : none;
	case '!':
		return next == '=' ? operator_of(ARITH_NOT_EQUAL, LEVEL_EQUALITY, 2) : none;
	case '&':
		return next == '&' ? operator_of(ARITH_AND, LEVEL_AND, 2)
				   : operator_of(ARITH_BIT_AND, LEVEL_BIT_AND, 1);
	case '^':
		return operator_of(ARITH_BIT_XOR, LEVEL_BIT_XOR, 1);
	case '|':
		return next == '|' ? operator_of(ARITH_OR, LEVEL_OR, 2)
				   : operator_of(ARITH_BIT_OR, LEVEL_BIT_OR, 1);
	}
	return none;
}

/* The binary or assignment operator that stands next; it is not taken. */
static struct infix peek_operator(struct reader *r)
{
	skip_blanks(r);
	char c = peek(r, 0);
	struct infix o = operator_without_assignment(c, peek(r, 1));
	if (o.length == 0 && c == '=')
		return (struct infix){.op = ARITH_ASSIGN, .length = 1, .assigns = true};
	switch (o.precedence) {
	case LEVEL_MULTIPLY:
	case LEVEL_ADD:
	case LEVEL_SHIFT:
	case LEVEL_BIT_AND:
	case LEVEL_BIT_XOR:
	case LEVEL_BIT_OR:
		if (peek(r, o.length) == '=') {
			o.assigns = true;
			o.length++;
		}
	}
	return o;
}

/* Precedence climbing.  The operators met by one loop come in falling levels, those of one
 * level as a chain: neither a long chain nor a mixed one is deep. */
static const struct arith_node *read_binary(struct reader *r, unsigned lowest)
{
	const struct arith_node *left = read_unary(r);
	struct arith_node *last = NULL; /* of the chain of `level` that `left` is */
	unsigned level = 0;
	while (left) {
		struct infix o = peek_operator(r);
		if (o.length == 0 || o.assigns || o.precedence < lowest)
			return left;
		r->at += o.length;
		bool from_right = o.precedence == LEVEL_POWER;
		const struct arith_node *right = read_binary(r, o.precedence + !from_right);
		struct arith_node *n = right ? node_new(r, o.op) : NULL;
		if (!n)
			return NULL;
		n->right = right;
		if (last && level == o.precedence) {
			last->third = n;
		} else {
			n->left = left;
			left = n;
		}
		last = n;
		level = o.precedence;
	}
	return NULL;
}

/* c1 ? a1 : c2 ? a2 : ... is a chain through `third`. */
static const struct arith_node *read_conditional(struct reader *r)
{
	const struct arith_node *first = NULL, **slot = &first;
	for (;;) {
		const struct arith_node *test = read_binary(r, LEVEL_OR);
		*slot = test;
		if (!test)
			return NULL;
		skip_blanks(r);
		if (peek(r, 0) != '?')
			return first;
		r->at++;
		const struct arith_node *chosen = read_expression(r);
		if (!chosen)
			return NULL;
		skip_blanks(r);
		if (peek(r, 0) != ':')
			return fail(r, "missing ':'");
		r->at++;
		struct arith_node *n = node_new(r, ARITH_CONDITIONAL);
		if (!n)
			return NULL;
		n->left = test;
		n->right = chosen;
		*slot = n;
		slot = &n->third;
	}
}

static const struct arith_node *read_assignment(struct reader *r)
{
	const struct arith_node *left = read_conditional(r);
	if (!left)
		return NULL;
	struct infix o = peek_operator(r);
	if (!o.assigns)
		return left;
	if (left->op != ARITH_VARIABLE && left->op != ARITH_ELEMENT)
		return fail(r, "missing name of a variable");
	r->at += o.length;
	const struct arith_node *right = read_assignment(r);
	struct arith_node *n = right ? node_new(r, ARITH_ASSIGN) : NULL;
	if (!n)
		return NULL;
	n->binary = o.op;
	n->name = left->name;
	n->left = left->left;
	n->right = right;
	return n;
}

static const struct arith_node *read_expression(struct reader *r)
{
	const struct arith_node *first = read_assignment(r);
	struct arith_node *last = NULL;
	while (first) {
		skip_blanks(r);
		if (peek(r, 0) != ',')
			return first;
		r->at++;
		const struct arith_node *right = read_assignment(r);
		struct arith_node *n = right ? node_new(r, ARITH_COMMA) : NULL;
		if (!n)
			return NULL;
		n->right = right;
		if (last) {
			last->third = n;
		} else {
			n->left = first;
			first = n;
		}
		last = n;
	}
	return NULL;
}

/* --- whole texts --- */

static const struct arith_node *read_all(struct reader *r)
{
	skip_blanks(r);
	if (r->at == r->end)
		return node_new(r, ARITH_CONST); /* $(( )) is 0, as in bash and ksh */
	const struct arith_node *n = read_expression(r);
	skip_blanks(r);
	if (n && r->at < r->end)
		return fail(r, "missing operator");
	return n;
}

const struct arith_node *arith_parse(struct arena *a, struct name_table *names, const char *text,
				     size_t length, const char **message)
{
	struct reader r = {.arena = a, .names = names, .at = text, .end = text + length};
	const struct arith_node *n = NULL;
	if (memchr(text, '\0', length))
		fail_with(&r, "invalid byte");
	else
		n = read_all(&r);
	*message = r.message;
	return n;
}

/* Joins the parts, a NUL for each that is not text.  Gives the number of these. */
static uint32_t join_parts(struct buf *text, const struct part *parts)
{
	uint32_t holes = 0;
	for (const struct part *p = parts; p; p = p->next) {
		if (p->kind == PART_TEXT) {
			buf_add(text, p->text.bytes, p->text.length);
		} else {
			buf_byte(text, '\0');
			holes++;
		}
	}
	return holes;
}

struct arith *arith_build(struct arena *a, struct name_table *names, struct part *parts)
{
	struct buf text = BUF_INIT;
	struct arith *e = arena_zero(a, sizeof *e);
	if (e) {
		e->parts = parts;
		e->hole_count = join_parts(&text, parts);
		const char *start = buf_cstr(&text);
		struct reader r = {.arena = a, .names = names, .quiet = true};
		r.at = start;
		r.end = start + text.length;
		e->root = read_all(&r);
		e->keyed_holes = r.keyed_holes;
	}
	bool failed = text.failed || a->failed;
	buf_free(&text);
	return failed ? NULL : e;
}

bool arith_assigns(const struct arith_node *n)
{
	for (; n; n = n->third)
		if (stack_is_low() || n->op >= ARITH_ASSIGN || arith_assigns(n->left) ||
		    arith_assigns(n->right))
			return true;
	return false;
}
