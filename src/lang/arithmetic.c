/* arithmetic.c - arithmetic as a command: ((...)) and for ((...;...;...)). */
#include "lang/parse.h"

#include "lang/arith.h"

#include <string.h>

static const struct arith *build(struct parser *p, struct part *parts, enum arith_form form)
{
	struct arith *a = arith_build(p->arena, p->env.names, parts);
	if (a)
		a->form = (uint8_t)form;
	else
		parse_stop(p, PARSE_NO_MEMORY);
	return a;
}

struct node *parse_arith_command(struct parser *p, struct place at, bool *again)
{
	struct open open = {p->open->outer, "'(('", at.line, at.column};
	struct recording r;
	struct builder b;
	struct node *n = node_new(p, NODE_ARITH, at);
	recording_begin(p, &r);
	p->open = &open;
	p->text.at++;
	builder_init(&b);
	bool closed = n && arithmetic_read(p, &b);
	*again = !closed && arithmetic_may_reread(p);
	if (*again)
		recording_reread(p, &r);
	else
		recording_end(p);
	p->open = r.open;
	if (!closed)
		return NULL;
	n->arith.expression = build(p, b.first, ARITH_COMMAND);
	return n->arith.expression ? n : NULL;
}

/* --- for --- */

static bool is_blank(const struct part *parts)
{
	return !parts || (!parts->next && parts->kind == PART_TEXT &&
			  strspn(parts->text.bytes, " \t\n") == parts->text.length);
}

/* Ends the parts at *list at their first semicolon, and makes *list what is behind it.  False: there
 * is none, or no memory. */
static bool cut(struct parser *p, struct part **list)
{
	for (struct part *part = *list; part; part = part->next) {
		const char *semicolon = part->kind == PART_TEXT ? strchr(part->text.bytes, ';')
								: NULL;
		if (!semicolon)
			continue;
		size_t length = (size_t)(semicolon - part->text.bytes);
		struct part *rest = parse_alloc(p, sizeof *rest);
		if (!rest)
			return false;
		*rest = *part;
		rest->text.bytes = semicolon + 1;
		rest->text.length -= length + 1;
		part->text.bytes = parse_dup(p, part->text.bytes, length);
		part->text.length = length;
		part->next = NULL;
		*list = rest;
		return true;
	}
	return false;
}

/* The three expressions, of which each may be empty. */
static bool take_clauses(struct parser *p, struct node *n, struct part *parts, struct place at)
{
	const struct arith **clauses[] = {&n->for_arith.start, &n->for_arith.test,
					  &n->for_arith.step};
	for (int i = 0; i < 3; i++) {
		struct part *clause = parts;
		if (cut(p, &parts) == (i == 2)) {
			parse_error_at(p, at.line, at.column,
				       "'for ((' needs three expressions with ';' between them");
			return false;
		}
		if (!is_blank(clause))
			*clauses[i] = build(p, clause, ARITH_CLAUSE);
	}
	return !parse_failed(p);
}

struct node *parse_for_arith(struct parser *p, struct place at)
{
	struct node *n = node_new(p, NODE_FOR_ARITH, at);
	struct place opening = token_place(p, token_peek(p));
	struct open open = {p->open, "'(('", opening.line, opening.column};
	struct builder b;
	token_use(p);
	p->text.at++;
	p->open = &open;
	builder_init(&b);
	bool closed = n && arithmetic_read(p, &b);
	if (!closed && *p->text.at)
		parse_error_at(p, text_line(p), text_column(p), "unexpected '%c', not '))'",
			       *p->text.at);
	else if (!closed)
		parse_unclosed(p);
	p->open = open.outer;
	if (!closed || !take_clauses(p, n, b.first, opening))
		return NULL;
	if (token_peek(p)->kind == TOKEN_SEMI)
		token_use(p);
	n->for_arith.body = parse_do_or_braces(p);
	return n->for_arith.body ? n : NULL;
}
