/* list.c - pipelines, and-or lists, lists (XCU 2.9.2, 2.9.3). */
#include "lang/parse.h"

#include "base/stack.h"

void parse_newlines(struct parser *p)
{
	while (token_peek(p)->kind == TOKEN_NEWLINE)
		token_use(p);
}

/* Can a command begin with the next token? */
static bool begins_command(struct parser *p)
{
	enum reserved_word word = command_word(p);
	const struct token *t = token_peek(p);
	if (t->kind == TOKEN_WORD)
		return !reserved_is_closing(word);
	return t->kind == TOKEN_LPAREN || token_is_redirection(t);
}

struct node *parse_command(struct parser *p)
{
	if (stack_is_low()) {
		parse_too_deep(p);
		return NULL;
	}
	if (!begins_command(p)) {
		parse_unexpected(p);
		return NULL;
	}
	enum reserved_word word = command_word(p);
	struct node *n = NULL;
	switch (word) {
	case RESERVED_OPEN_BRACE:
	case RESERVED_CASE:
	case RESERVED_FOR:
	case RESERVED_IF:
	case RESERVED_SELECT:
	case RESERVED_CONDITION:
	case RESERVED_UNTIL:
	case RESERVED_WHILE:
		n = parse_compound(p, word);
		break;
	case RESERVED_FUNCTION:
		return parse_function_word(p);
	case RESERVED_EXPLAIN:
	case RESERVED_TRACE:
		parse_error_at(p, p->token.line, p->token.column,
			       "'%s' must be the first word of a complete command",
			       word == RESERVED_TRACE ? "trace:" : "explain:");
		return NULL;
	case RESERVED_BANG:
		parse_unexpected(p);
		return NULL;
	default: /* `time` is ordinary here */
		if (token_peek(p)->kind != TOKEN_LPAREN)
			return parse_simple(p);
		n = parse_compound(p, word);
	}
	return n && parse_redirs(p, &n->redirs) ? n : NULL;
}

/* --- pipelines --- */

/* `time` is a word like any other when an option follows that is not the reserved word's (-p, and --
 * after the last): then the utility is meant. */
static bool time_has_own_option(const char *at)
{
	for (;;) {
		while (*at == ' ' || *at == '\t')
			at++;
		if (*at != '-')
			return false;
		if (!(byte_kind(at[1] ? at[2] : '\0') & BYTE_STOP_WORD))
			return true;
		if (at[1] != 'p')
			return at[1] != '-';
		at += 2;
	}
}

static void parse_time_options(struct parser *p, struct node *n)
{
	for (bool more = true; more;) {
		const struct token *t = token_peek(p);
		if (t->kind != TOKEN_WORD || !t->text || t->length != 2 || t->text[0] != '-')
			return;
		more = t->text[1] == 'p';
		n->pipeline.posix_time |= more;
		token_use(p);
	}
}

/* `time`, `time -p` and `!` before a pipeline. */
static void parse_prefix(struct parser *p, struct node *n)
{
	if (command_word(p) == RESERVED_TIME && !time_has_own_option(p->text.at)) {
		n->pipeline.timed = true;
		token_use(p);
		parse_time_options(p, n);
	}
	if (command_word(p) == RESERVED_BANG) {
		n->pipeline.negate = true;
		token_use(p);
	}
}

static bool is_pipe(const struct token *t)
{
	return t->kind == TOKEN_PIPE || t->kind == TOKEN_PIPE_AND;
}

/* `stage |& ...` is `stage 2>&1 | ...`, after its other redirections. */
static bool redirect_errors(struct parser *p, struct node *stage)
{
	struct redir *r = parse_alloc(p, sizeof *r);
	struct word *one = word_of_text(p, WORD_TARGET, "1", 1, 0, NULL);
	struct redir **tail = &stage->redirs;
	if (stage->kind == NODE_FUNCTION)
		tail = &stage->function.body->redirs;
	if (!r || !one)
		return false;
	while (*tail)
		tail = &(*tail)->next;
	*r = (struct redir){
		.kind = REDIR_DUP_WRITE, .fd = 2, .target = one, .at = token_place(p, &p->token)};
	*tail = r;
	return true;
}

static bool parse_stages(struct parser *p, struct node *n, struct node *first)
{
	struct node **tail = &n->pipeline.stages;
	struct node *stage = first;
	for (;;) {
		if (!stage)
			return false;
		*tail = stage;
		tail = &stage->next;
		n->pipeline.stage_count++;
		const struct token *t = token_peek(p);
		if (!is_pipe(t))
			return true;
		if (t->kind == TOKEN_PIPE_AND && !redirect_errors(p, stage))
			return false;
		token_use(p);
		parse_newlines(p);
		stage = parse_command(p);
	}
}

static struct node *parse_pipeline(struct parser *p)
{
	enum reserved_word word = command_word(p);
	struct place at = token_place(p, token_peek(p));
	struct node prefix = {0};
	if (word == RESERVED_TIME || word == RESERVED_BANG)
		parse_prefix(p, &prefix);
	bool timed = prefix.pipeline.timed, negate = prefix.pipeline.negate;
	struct node *first;
	if (timed && !negate && !begins_command(p))
		first = node_new(p, NODE_SIMPLE, at); /* `time` alone */
	else
		first = parse_command(p);
	if (!first || (!is_pipe(token_peek(p)) && !timed && !negate))
		return first;
	struct node *n = node_new(p, NODE_PIPELINE, at);
	if (!n)
		return NULL;
	n->pipeline = prefix.pipeline;
	return parse_stages(p, n, first) ? n : NULL;
}

/* --- lists --- */

static struct node *parse_and_or(struct parser *p)
{
	struct node *first = parse_pipeline(p);
	if (!first)
		return NULL;
	enum token_kind kind = token_peek(p)->kind;
	if (kind != TOKEN_AND_IF && kind != TOKEN_OR_IF)
		return first;
	struct node *n = node_new(p, NODE_AND_OR, first->at);
	if (!n)
		return NULL;
	n->and_or.parts = first;
	struct node **tail = &first->next;
	do {
		token_use(p);
		parse_newlines(p);
		struct node *part = parse_pipeline(p);
		if (!part)
			return NULL;
		part->connector = kind == TOKEN_AND_IF ? CONNECT_AND : CONNECT_OR;
		*tail = part;
		tail = &part->next;
		kind = token_peek(p)->kind;
	} while (kind == TOKEN_AND_IF || kind == TOKEN_OR_IF);
	return n;
}

/* What follows an item: true when there may be another. */
static bool parse_separator(struct parser *p, struct node *item, bool newlines)
{
	enum token_kind kind = token_peek(p)->kind;
	if (kind == TOKEN_AND)
		item->background = true;
	else if (kind != TOKEN_SEMI && (kind != TOKEN_NEWLINE || !newlines))
		return false;
	token_use(p);
	if (newlines)
		parse_newlines(p);
	return true;
}

static struct node *parse_items(struct parser *p, bool newlines)
{
	struct node *list = NULL;
	struct node **tail = NULL;
	while (begins_command(p)) {
		struct node *item = parse_and_or(p);
		if (!item)
			return NULL;
		if (!list) {
			list = node_new(p, NODE_LIST, item->at);
			if (!list)
				return NULL;
			tail = &list->list.items;
		}
		/* `! x` and `x | y` are not the same node as their command: a node is in one
		 * sequence only. */
		*tail = item;
		tail = &item->next;
		if (!parse_separator(p, item, newlines))
			break;
	}
	return parse_failed(p) ? NULL : list;
}

struct node *parse_list(struct parser *p)
{
	parse_newlines(p);
	return parse_items(p, true);
}

/* explain: and trace: take the rest of the complete command. */
static struct node *parse_study(struct parser *p, enum reserved_word word)
{
	struct place at = token_place(p, token_peek(p));
	struct node *list = node_new(p, NODE_LIST, at);
	struct node *n = node_new(p, NODE_STUDY, at);
	if (!list || !n)
		return NULL;
	token_use(p);
	list->list.items = n;
	n->study.trace = word == RESERVED_TRACE;
	n->study.body = parse_items(p, false);
	if (!n->study.body) {
		parse_unexpected(p);
		return NULL;
	}
	return list;
}

struct node *parse_line(struct parser *p)
{
	enum reserved_word word = command_word(p);
	if (word == RESERVED_EXPLAIN || word == RESERVED_TRACE)
		return parse_study(p, word);
	return parse_items(p, false);
}

/* The here-documents of the line around wait for its own newline; those whose line ends with
 * the substitution join them. */
struct node *parse_substitution(struct parser *p, bool parenthesis)
{
	struct token outer_token = p->token;
	bool outer_have = p->have_token, outer_alias_next = p->alias_next;
	struct heredoc *outer = p->heredocs, **outer_tail = p->heredocs_tail;
	p->have_token = p->alias_next = false;
	p->heredocs = NULL;
	p->heredocs_tail = &p->heredocs;

	struct node *body = parse_list(p);
	if (token_peek(p)->kind != (parenthesis ? TOKEN_RPAREN : TOKEN_END))
		parse_unexpected(p);

	if (outer) {
		*outer_tail = p->heredocs;
		if (p->heredocs_tail == &p->heredocs)
			p->heredocs_tail = outer_tail;
		p->heredocs = outer;
	}
	p->token = outer_token;
	p->have_token = outer_have;
	p->alias_next = outer_alias_next;
	return parse_failed(p) ? NULL : body;
}
