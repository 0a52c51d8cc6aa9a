/* compound.c - compound commands (XCU 2.9.4). */
#include "lang/parse.h"

#include "base/name.h"

/* The reserved word `word` must come next, where a command may begin. */
static bool expect_word(struct parser *p, enum reserved_word word)
{
	if (command_word(p) != word) {
		parse_unexpected(p);
		return false;
	}
	token_use(p);
	return true;
}

/* A list with something in it. */
static struct node *parse_body(struct parser *p)
{
	struct node *body = parse_list(p);
	if (!body)
		parse_unexpected(p);
	return body;
}

/* `do list done`; `do` may follow newlines. */
static struct node *parse_do(struct parser *p)
{
	parse_newlines(p);
	struct open open = {p->open, "'do'", token_peek(p)->line, token_peek(p)->column};
	if (!expect_word(p, RESERVED_DO))
		return NULL;
	p->open = &open;
	struct node *body = parse_body(p);
	bool closed = body && expect_word(p, RESERVED_DONE);
	p->open = open.outer;
	return closed ? body : NULL;
}

static struct node *parse_group(struct parser *p, struct place at)
{
	struct node *n = node_new(p, NODE_GROUP, at);
	if (!n)
		return NULL;
	n->group.body = parse_body(p);
	return n->group.body && expect_word(p, RESERVED_CLOSE_BRACE) ? n : NULL;
}

static struct node *parse_subshell(struct parser *p, struct place at)
{
	struct node *n = node_new(p, NODE_SUBSHELL, at);
	if (!n)
		return NULL;
	n->group.body = parse_body(p);
	if (!n->group.body)
		return NULL;
	if (token_peek(p)->kind != TOKEN_RPAREN) {
		parse_unexpected(p);
		return NULL;
	}
	token_use(p);
	return n;
}

/* `list then list` */
static struct branch *parse_branch(struct parser *p)
{
	struct branch *b = parse_alloc(p, sizeof *b);
	if (!b)
		return NULL;
	*b = (struct branch){0};
	b->test = parse_body(p);
	if (!b->test || !expect_word(p, RESERVED_THEN))
		return NULL;
	b->body = parse_body(p);
	return b->body ? b : NULL;
}

static struct node *parse_if(struct parser *p, struct place at)
{
	struct node *n = node_new(p, NODE_IF, at);
	if (!n)
		return NULL;
	struct branch **tail = &n->if_.branches;
	do {
		*tail = parse_branch(p);
		if (!*tail)
			return NULL;
		tail = &(*tail)->next;
		if (command_word(p) != RESERVED_ELIF)
			break;
		token_use(p);
	} while (true);
	if (command_word(p) == RESERVED_ELSE) {
		token_use(p);
		n->if_.otherwise = parse_body(p);
		if (!n->if_.otherwise)
			return NULL;
	}
	return expect_word(p, RESERVED_FI) ? n : NULL;
}

static struct node *parse_loop(struct parser *p, struct place at, bool until)
{
	struct node *n = node_new(p, NODE_LOOP, at);
	if (!n)
		return NULL;
	n->loop.until = until;
	n->loop.test = parse_body(p);
	if (!n->loop.test)
		return NULL;
	n->loop.body = parse_do(p);
	return n->loop.body ? n : NULL;
}

/* The body of `for` and `select`: between braces, too, as bash, ksh and zsh take it. */
struct node *parse_do_or_braces(struct parser *p)
{
	parse_newlines(p);
	if (command_word(p) != RESERVED_OPEN_BRACE)
		return parse_do(p);
	struct node *group = parse_compound(p, RESERVED_OPEN_BRACE);
	return group ? group->group.body : NULL;
}

/* Is the next token the reserved word, where it follows a word? */
static bool next_is(struct parser *p, enum reserved_word word)
{
	const struct name *n = token_name(p, token_peek(p));
	return n && n->reserved == word;
}

/* `in word...` with the newline or semicolon that ends it.  False: failed. */
static bool parse_for_words(struct parser *p, struct node *n)
{
	struct word **tail = &n->for_.words;
	n->for_.has_in = true;
	token_use(p);
	while (token_peek(p)->kind == TOKEN_WORD) {
		*tail = word_take(p, WORD_ARGUMENT);
		if (!*tail)
			return false;
		tail = &(*tail)->next;
	}
	if (p->token.kind != TOKEN_SEMI && p->token.kind != TOKEN_NEWLINE) {
		parse_unexpected(p);
		return false;
	}
	token_use(p);
	return true;
}

/* `for` and `select` */
static struct node *parse_for(struct parser *p, struct place at, enum node_kind kind)
{
	struct token *t = token_peek(p);
	if (kind == NODE_FOR && t->kind == TOKEN_LPAREN && text_look(p) == '(')
		return parse_for_arith(p, at);
	struct node *n = node_new(p, kind, at);
	if (!n)
		return NULL;
	struct name *name = token_name(p, t);
	if (t->kind != TOKEN_WORD) {
		parse_unexpected(p);
		return NULL;
	}
	if (!name || !name->is_identifier) {
		parse_error_at(p, t->line, t->column, "the variable of '%s' must be a name",
			       kind == NODE_FOR ? "for" : "select");
		return NULL;
	}
	n->for_.variable = name;
	token_use(p);
	if (token_peek(p)->kind == TOKEN_SEMI) {
		token_use(p);
	} else {
		parse_newlines(p);
		if (next_is(p, RESERVED_IN) && !parse_for_words(p, n))
			return NULL;
	}
	n->for_.body = parse_do_or_braces(p);
	return n->for_.body ? n : NULL;
}

/* --- case --- */

/* `word | word )`; false: failed. */
static bool parse_patterns(struct parser *p, struct arm *arm)
{
	struct word **tail = &arm->patterns;
	for (;;) {
		if (token_peek(p)->kind != TOKEN_WORD) {
			parse_unexpected(p);
			return false;
		}
		*tail = word_take(p, WORD_PATTERN);
		if (!*tail)
			return false;
		tail = &(*tail)->next;
		enum token_kind kind = token_peek(p)->kind;
		if (kind != TOKEN_PIPE && kind != TOKEN_RPAREN) {
			parse_unexpected(p);
			return false;
		}
		token_use(p);
		if (kind == TOKEN_RPAREN)
			return true;
	}
}

/* One arm with what ends it.  *last: only `esac` can follow.  NULL: failed. */
static struct arm *parse_arm(struct parser *p, bool *last)
{
	struct arm *arm = parse_alloc(p, sizeof *arm);
	if (!arm)
		return NULL;
	*arm = (struct arm){0};
	if (p->token.kind == TOKEN_LPAREN) /* `esac` is a pattern then (2.10.2, rule 4) */
		token_use(p);
	if (!parse_patterns(p, arm))
		return NULL;
	arm->body = parse_list(p);
	if (parse_failed(p))
		return NULL;
	enum token_kind kind = token_peek(p)->kind;
	*last = kind != TOKEN_DSEMI && kind != TOKEN_SEMI_AND && kind != TOKEN_DSEMI_AND;
	if (!*last) {
		arm->end = kind == TOKEN_SEMI_AND    ? CASE_FALL_THROUGH
			   : kind == TOKEN_DSEMI_AND ? CASE_TRY_NEXT
						     : CASE_BREAK;
		token_use(p);
		parse_newlines(p);
	}
	return arm;
}

static struct node *parse_case(struct parser *p, struct place at)
{
	struct node *n = node_new(p, NODE_CASE, at);
	if (!n)
		return NULL;
	if (token_peek(p)->kind != TOKEN_WORD) {
		parse_unexpected(p);
		return NULL;
	}
	n->case_.subject = word_take(p, WORD_TARGET);
	parse_newlines(p);
	if (!next_is(p, RESERVED_IN)) {
		parse_unexpected(p);
		return NULL;
	}
	token_use(p);
	parse_newlines(p);
	struct arm **tail = &n->case_.arms;
	bool last = false;
	while (!last && !next_is(p, RESERVED_ESAC)) {
		*tail = parse_arm(p, &last);
		if (!*tail)
			return NULL;
		n->case_.tries_next |= (*tail)->end == CASE_TRY_NEXT;
		tail = &(*tail)->next;
	}
	if (!next_is(p, RESERVED_ESAC)) {
		parse_unexpected(p);
		return NULL;
	}
	token_use(p);
	return n;
}

/* `((` that does not close with `))` is two subshells, as $(( is one in a substitution. */
static struct node *parse_parenthesis(struct parser *p, struct place at)
{
	bool again = true;
	struct node *n = NULL;
	if (text_look(p) == '(')
		n = parse_arith_command(p, at, &again);
	return again ? parse_subshell(p, at) : n;
}

static struct node *parse_kind(struct parser *p, enum reserved_word word, struct place at)
{
	switch ((int)word) {
	case RESERVED_OPEN_BRACE:
		return parse_group(p, at);
	case RESERVED_CASE:
		return parse_case(p, at);
	case RESERVED_FOR:
		return parse_for(p, at, NODE_FOR);
	case RESERVED_SELECT:
		return parse_for(p, at, NODE_SELECT);
	case RESERVED_IF:
		return parse_if(p, at);
	case RESERVED_CONDITION:
		return parse_condition(p, at);
	case RESERVED_UNTIL:
	case RESERVED_WHILE:
		return parse_loop(p, at, word == RESERVED_UNTIL);
	}
	return parse_parenthesis(p, at);
}

struct node *parse_compound(struct parser *p, enum reserved_word word)
{
	static const char *const names[] = {
		[RESERVED_NONE] = "'('",       [RESERVED_OPEN_BRACE] = "'{'",
		[RESERVED_CASE] = "'case'",    [RESERVED_FOR] = "'for'",
		[RESERVED_IF] = "'if'",        [RESERVED_SELECT] = "'select'",
		[RESERVED_CONDITION] = "'[['", [RESERVED_UNTIL] = "'until'",
		[RESERVED_WHILE] = "'while'",
	};
	struct place at = token_place(p, token_peek(p));
	struct open open = {p->open, names[word], at.line, at.column};
	token_use(p);
	p->open = &open;
	struct node *n = parse_kind(p, word, at);
	p->open = open.outer;
	return n;
}
