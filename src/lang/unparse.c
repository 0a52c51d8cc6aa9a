#include "lang/unparse.h"

#include "base/buf.h"
#include "base/name.h"
#include "base/out.h"
#include "base/stack.h"
#include "lang/arith.h"
#include "lang/condition.h"
#include "lang/reserved.h"
#include "lang/tree.h"

#include <string.h>

struct unparser {
	struct buf *out;
	enum unparse_style style;
	unsigned indent;
	struct buf heredocs; /* of `const struct redir *`: bodies due after the next newline */
};

/* Where text stands: which characters it must quote there. */
enum text_place {
	PLACE_WORD,    /* unquoted: the parts say how each is quoted */
	PLACE_DOUBLE,  /* "..." */
	PLACE_OPERAND, /* "${x-...}" outside of quotes of its own */
	PLACE_HEREDOC,
	PLACE_ARITH,
};

static void command(struct unparser *u, const struct node *n);
static void word(struct unparser *u, const struct word *w);

static void put(struct unparser *u, const char *s)
{
	buf_str(u->out, s);
}

/* --- words --- */

static bool is_special(char c, enum text_place place)
{
	switch (c) {
	case '$':
	case '`':
		return true;
	case '"':
		return place != PLACE_HEREDOC;
	case '}':
		return place == PLACE_OPERAND;
	}
	return false;
}

/* A backslash stays alone where it quotes nothing: "%s\n" is what people write. */
static bool backslash_quotes(const char *next, size_t rest, enum text_place place)
{
	return rest == 0 || *next == '\\' || *next == '\n' || is_special(*next, place);
}

static void quoted_text(struct unparser *u, const char *text, size_t length, enum text_place place)
{
	for (size_t i = 0; i < length; i++) {
		char c = text[i];
		bool escape = c == '\\' ? backslash_quotes(text + i + 1, length - i - 1, place)
					: is_special(c, place);
		if (escape)
			buf_byte(u->out, '\\');
		buf_byte(u->out, c);
	}
}

static void text(struct unparser *u, const struct part *p, enum text_place place)
{
	const char *bytes = p->text.bytes;
	switch ((enum quoting)p->quoting) {
	case QUOTE_NONE:
		buf_add(u->out, bytes, p->text.length);
		break;
	case QUOTE_BACKSLASH:
		buf_byte(u->out, '\\');
		buf_add(u->out, bytes, p->text.length);
		break;
	case QUOTE_SINGLE:
		buf_byte(u->out, '\'');
		buf_add(u->out, bytes, p->text.length);
		buf_byte(u->out, '\'');
		break;
	case QUOTE_DOLLAR_SINGLE:
		buf_dollar_quoted(u->out, bytes);
		break;
	case QUOTE_DOUBLE:
		quoted_text(u, bytes, p->text.length, place);
		break;
	}
}

static void parts(struct unparser *u, const struct part *first, enum text_place place,
		  uint16_t quotes);

static void subscript(struct unparser *u, const struct arith *index)
{
	buf_byte(u->out, '[');
	parts(u, index->parts, PLACE_WORD, 0);
	buf_byte(u->out, ']');
}

static void parameter(struct unparser *u, const struct part *p)
{
	unsigned kind = p->param.kind;
	if (kind == PARAM_INDIRECT || p->param.op == PARAM_KEYS)
		buf_byte(u->out, '!');
	if (kind == PARAM_INDIRECT)
		kind = p->param.inner;
	if (p->param.name)
		put(u, p->param.name->text);
	else if (kind == PARAM_POSITIONAL)
		buf_int(u->out, p->param.number);
	else
		buf_byte(u->out, p->param.special);
	if (kind == PARAM_ELEMENT)
		subscript(u, p->param.index);
	else if (kind == PARAM_ARRAY)
		buf_printf(u->out, "[%c]", p->param.special);
	if (p->param.op == PARAM_NAMES)
		buf_byte(u->out, p->param.special);
}

static const char *operator_text(enum param_op op)
{
	switch (op) {
	case PARAM_PLAIN:
	case PARAM_LENGTH:
	case PARAM_NAMES:
	case PARAM_KEYS:
		break;
	case PARAM_DEFAULT:
		return "-";
	case PARAM_ASSIGN:
		return "=";
	case PARAM_ERROR:
		return "?";
	case PARAM_ALTERNATIVE:
		return "+";
	case PARAM_TRIM_SUFFIX:
		return "%";
	case PARAM_TRIM_SUFFIX_LONGEST:
		return "%%";
	case PARAM_TRIM_PREFIX:
		return "#";
	case PARAM_TRIM_PREFIX_LONGEST:
		return "##";
	case PARAM_SUBSTRING:
		return ":";
	case PARAM_REPLACE:
		return "/";
	case PARAM_REPLACE_ALL:
		return "//";
	case PARAM_REPLACE_PREFIX:
		return "/#";
	case PARAM_REPLACE_SUFFIX:
		return "/%";
	case PARAM_UPPER_FIRST:
		return "^";
	case PARAM_UPPER:
		return "^^";
	case PARAM_LOWER_FIRST:
		return ",";
	case PARAM_LOWER:
		return ",,";
	case PARAM_QUOTED:
		return "@Q";
	}
	return "";
}

/* The words behind the operator: offset:length, or pattern/replacement. */
static void operands(struct unparser *u, const struct part *p)
{
	bool number = p->param.op == PARAM_SUBSTRING;
	bool quoted = p->quoting == QUOTE_DOUBLE && p->param.op < PARAM_TRIM_SUFFIX;
	for (const struct word *w = p->param.word; w; w = w->next) {
		if (w != p->param.word)
			buf_byte(u->out, number ? ':' : '/');
		const struct part *first = number ? w->parts->arith.expression->parts : w->parts;
		parts(u, first, quoted ? PLACE_OPERAND : PLACE_WORD, p->quotes);
	}
}

static void parameter_expansion(struct unparser *u, const struct part *p)
{
	if (!p->param.braces) {
		buf_byte(u->out, '$');
		parameter(u, p);
		return;
	}
	put(u, p->param.op == PARAM_LENGTH ? "${#" : "${");
	parameter(u, p);
	if (p->param.colon)
		buf_byte(u->out, ':');
	put(u, operator_text(p->param.op));
	operands(u, p);
	buf_byte(u->out, '}');
}

static bool begins_with_parenthesis(const struct node *n)
{
	for (;;) {
		switch ((enum node_kind)n->kind) {
		case NODE_SUBSHELL:
		case NODE_ARITH:
			return true;
		case NODE_LIST:
			n = n->list.items;
			break;
		case NODE_AND_OR:
			n = n->and_or.parts;
			break;
		case NODE_PIPELINE:
			if (n->pipeline.negate || n->pipeline.timed)
				return false;
			n = n->pipeline.stages;
			break;
		case NODE_SIMPLE:
		case NODE_GROUP:
		case NODE_IF:
		case NODE_LOOP:
		case NODE_FOR:
		case NODE_SELECT:
		case NODE_FOR_ARITH:
		case NODE_CASE:
		case NODE_CONDITION:
		case NODE_FUNCTION:
		case NODE_COPROC:
		case NODE_STUDY:
			return false;
		}
	}
}

static void heredoc_bodies(struct unparser *u);

/* Backquotes become $(...), which means the same. */
static void substitution(struct unparser *u, const char *opening, const struct node *body)
{
	put(u, opening);
	if (body) {
		struct unparser inner = {.out = u->out, .style = UNPARSE_LINE};
		if (*opening == '$' && begins_with_parenthesis(body)) /* $(( would be arithmetic */
			buf_byte(u->out, ' ');
		command(&inner, body);
		if (inner.heredocs.length) {
			heredoc_bodies(&inner);
			buf_byte(u->out, '\n');
		}
		buf_free(&inner.heredocs);
	}
	buf_byte(u->out, ')');
}

static void arithmetic(struct unparser *u, const struct arith *a)
{
	static const char *const around[][2] = {
		[ARITH_EXPANSION] = {"$((", "))"},
		[ARITH_COMMAND] = {"((", "))"},
		[ARITH_CLAUSE] = {"", ""},
	};
	put(u, around[a->form][0]);
	/* Quotes are ignored within, so the parts have none but those around it all. */
	parts(u, a->parts, PLACE_ARITH, a->parts ? a->parts->quotes : 0);
	put(u, around[a->form][1]);
}

static void brace(struct unparser *u, const struct part *p)
{
	buf_byte(u->out, '{');
	if (p->brace.sequence)
		put(u, p->brace.sequence->text);
	for (const struct word *w = p->brace.words; w; w = w->next) {
		parts(u, w->parts, PLACE_WORD, 0);
		if (w->next)
			buf_byte(u->out, ',');
	}
	buf_byte(u->out, '}');
}

static void part(struct unparser *u, const struct part *p, enum text_place place)
{
	switch ((enum part_kind)p->kind) {
	case PART_TEXT:
		text(u, p, place);
		break;
	case PART_TILDE:
		buf_byte(u->out, '~');
		put(u, p->tilde.user);
		break;
	case PART_PARAM:
		parameter_expansion(u, p);
		break;
	case PART_COMMAND:
		substitution(u, "$(", p->command.body);
		break;
	case PART_PROCESS:
		substitution(u, (const char[]){p->process.kind, '(', '\0'}, p->process.body);
		break;
	case PART_ARITH:
		arithmetic(u, p->arith.expression);
		break;
	case PART_BRACE:
		brace(u, p);
		break;
	case PART_BAD:
		put(u, p->bad.text);
		break;
	}
}

/* The parts with the double quotes that they stand in.  `quotes` is the pair that is around all
 * of them anyway, where `place` is in one. */
static void parts(struct unparser *u, const struct part *first, enum text_place place,
		  uint16_t quotes)
{
	if (stack_is_low()) {
		put(u, "...");
		return;
	}
	uint16_t open = 0;
	for (const struct part *p = first; p; p = p->next) {
		uint16_t pair = p->quoting == QUOTE_DOUBLE ? p->quotes : 0;
		if (place != PLACE_WORD && pair == quotes)
			pair = 0;
		if (pair != open) {
			if (open)
				buf_byte(u->out, '"');
			if (pair)
				buf_byte(u->out, '"');
			open = pair;
		}
		part(u, p, open ? PLACE_DOUBLE : place);
	}
	if (open)
		buf_byte(u->out, '"');
}

static void assignments(struct unparser *u, const struct assign *first);

static void elements(struct unparser *u, const struct assign *first)
{
	buf_byte(u->out, '(');
	assignments(u, first);
	buf_byte(u->out, ')');
}

static void word(struct unparser *u, const struct word *w)
{
	if (w->parts)
		parts(u, w->parts, PLACE_WORD, 0);
	else if (w->literal)
		put(u, w->literal);
	if (w->compound)
		elements(u, w->elements);
}

static void assignment(struct unparser *u, const struct assign *a)
{
	if (a->name)
		put(u, a->name->text);
	if (a->index)
		subscript(u, a->index);
	if (a->name || a->index)
		put(u, a->append ? "+=" : "=");
	if (a->value)
		word(u, a->value);
	else
		elements(u, a->elements);
}

static void assignments(struct unparser *u, const struct assign *first)
{
	for (const struct assign *a = first; a; a = a->next) {
		if (a != first)
			buf_byte(u->out, ' ');
		assignment(u, a);
	}
}

static void words(struct unparser *u, const struct word *first)
{
	for (const struct word *w = first; w; w = w->next) {
		if (w != first)
			buf_byte(u->out, ' ');
		word(u, w);
	}
}

/* --- redirections --- */

static const char *redir_operator(enum redir_kind kind)
{
	switch (kind) {
	case REDIR_READ:
		return "<";
	case REDIR_WRITE:
		return ">";
	case REDIR_CLOBBER:
		return ">|";
	case REDIR_APPEND:
		return ">>";
	case REDIR_WRITE_BOTH:
		return "&>";
	case REDIR_APPEND_BOTH:
		return "&>>";
	case REDIR_READ_WRITE:
		return "<>";
	case REDIR_DUP_READ:
		return "<&";
	case REDIR_DUP_WRITE:
	case REDIR_DUP_OR_BOTH:
		return ">&";
	case REDIR_HEREDOC:
		return "<<";
	case REDIR_HERE_STRING:
		return "<<<";
	case REDIR_FIFO_READ:
		return "<||";
	case REDIR_FIFO_WRITE:
		return ">||";
	}
	return "";
}

static void delimiter(struct unparser *u, const struct redir *r)
{
	size_t before = u->out->length;
	if (!r->quoted) {
		put(u, r->delimiter);
		return;
	}
	buf_quoted(u->out, r->delimiter);
	if (!u->out->failed && u->out->data[u->out->length - 1] != '\'') {
		u->out->length = before; /* it would need no quotes, but had some */
		buf_printf(u->out, "'%s'", r->delimiter);
	}
}

/* 1>&$x, where >&$x might be &>$x. */
static bool needs_number(const struct redir *r)
{
	const char *text = r->target ? r->target->literal : NULL;
	return r->kind == REDIR_DUP_WRITE && !(text && redir_is_descriptor(text));
}

/* The text of <<- has lost its tabs already, so << says the same. */
static void redirection(struct unparser *u, const struct redir *r)
{
	const char *op = redir_operator(r->kind);
	if (r->fd_name)
		buf_printf(u->out, "{%s}", r->fd_name->text);
	else if (r->fd != (*op == '<' ? 0 : 1) || needs_number(r))
		buf_int(u->out, r->fd);
	put(u, op);
	if (r->kind == REDIR_HEREDOC) {
		delimiter(u, r);
		return;
	}
	const struct part *first = r->target->parts;
	if (first && first->kind == PART_PROCESS) /* <<( would be a here-document */
		buf_byte(u->out, ' ');
	word(u, r->target);
}

static void redirections(struct unparser *u, const struct redir *first)
{
	for (const struct redir *r = first; r; r = r->next) {
		if (r != first)
			buf_byte(u->out, ' ');
		redirection(u, r);
		if (r->kind == REDIR_HEREDOC)
			buf_add(&u->heredocs, (const char *)&r, sizeof r);
	}
}

static void heredoc_body(struct unparser *u, const struct redir *r)
{
	const struct part *first = r->target->parts;
	if (r->quoted)
		for (const struct part *p = first; p; p = p->next)
			buf_add(u->out, p->text.bytes, p->text.length);
	else
		parts(u, first, PLACE_HEREDOC, first ? first->quotes : 0);
	if (first && !u->out->failed && u->out->data[u->out->length - 1] != '\n')
		buf_byte(u->out, '\n');
	put(u, r->delimiter);
}

/* The newline and the bodies, without the newline after the last. */
static void heredoc_bodies(struct unparser *u)
{
	if (u->heredocs.failed)
		u->out->failed = true;
	struct buf due = u->heredocs;
	u->heredocs = (struct buf)BUF_INIT;
	for (size_t at = 0; at < due.length; at += sizeof(struct redir *)) {
		const struct redir *r;
		memcpy(&r, due.data + at, sizeof r);
		buf_byte(u->out, '\n');
		heredoc_body(u, r);
	}
	buf_free(&due);
}

/* --- layout --- */

static void newline(struct unparser *u)
{
	heredoc_bodies(u);
	buf_byte(u->out, '\n');
}

static void tabs(struct unparser *u)
{
	buf_fill(u->out, '\t', u->indent);
}

static void inline_list(struct unparser *u, const struct node *list)
{
	enum unparse_style style = u->style;
	u->style = UNPARSE_LINE;
	for (const struct node *n = list->list.items; n; n = n->next) {
		command(u, n);
		if (n->background)
			put(u, n->next ? " & " : " &");
		else if (n->next)
			put(u, "; ");
	}
	u->style = style;
}

static bool ends_in_background(const struct node *list)
{
	const struct node *n = list->list.items;
	while (n->next)
		n = n->next;
	return n->background;
}

/* A list up to the reserved word that ends it: "if LIST then". */
static void terminated_list(struct unparser *u, const struct node *list)
{
	inline_list(u, list);
	put(u, ends_in_background(list) ? " " : "; ");
}

static void block_list(struct unparser *u, const struct node *list)
{
	for (const struct node *n = list->list.items; n; n = n->next) {
		tabs(u);
		command(u, n);
		if (n->background)
			put(u, " &");
		newline(u);
	}
}

/* What stands between two reserved words, on the line or indented on lines of its own. */
static void body(struct unparser *u, const struct node *list)
{
	if (u->style == UNPARSE_LINE) {
		buf_byte(u->out, ' ');
		terminated_list(u, list);
		return;
	}
	newline(u);
	u->indent++;
	block_list(u, list);
	u->indent--;
	tabs(u);
}

/* --- commands --- */

/* Where redirections stood first, `>x if` runs a command called "if". */
static bool needs_redirections_first(const struct node *n)
{
	const struct word *w = n->simple.words;
	if (n->simple.assigns || !n->redirs || !w || w->parts)
		return false;
	return w->name && w->name->reserved;
}

static void simple(struct unparser *u, const struct node *n)
{
	bool first = needs_redirections_first(n);
	if (first) {
		redirections(u, n->redirs);
		buf_byte(u->out, ' ');
	}
	assignments(u, n->simple.assigns);
	if (n->simple.assigns && n->simple.words)
		buf_byte(u->out, ' ');
	words(u, n->simple.words);
	if (n->redirs && !first) {
		if (n->simple.assigns || n->simple.words)
			buf_byte(u->out, ' ');
		redirections(u, n->redirs);
	}
}

static void pipeline(struct unparser *u, const struct node *n)
{
	const struct node *first = n->pipeline.stages;
	bool empty = first->kind == NODE_SIMPLE && !first->simple.words && !first->simple.assigns &&
		     !first->redirs; /* `time` alone */
	if (n->pipeline.timed)
		put(u, n->pipeline.posix_time ? "time -p" : "time");
	if (n->pipeline.timed && (n->pipeline.negate || !empty))
		buf_byte(u->out, ' ');
	if (n->pipeline.negate)
		put(u, "! ");
	for (const struct node *stage = first; stage; stage = stage->next) {
		if (stage != first)
			put(u, " | ");
		command(u, stage);
	}
}

static void and_or(struct unparser *u, const struct node *n)
{
	for (const struct node *part_ = n->and_or.parts; part_; part_ = part_->next) {
		if (part_->connector == CONNECT_AND)
			put(u, " && ");
		else if (part_->connector == CONNECT_OR)
			put(u, " || ");
		command(u, part_);
	}
}

static void subshell(struct unparser *u, const struct node *n)
{
	const struct node *list = n->group.body;
	buf_byte(u->out, '(');
	if (u->style == UNPARSE_BLOCK) {
		body(u, list);
	} else {
		if (begins_with_parenthesis(list))
			buf_byte(u->out, ' ');
		inline_list(u, list);
	}
	buf_byte(u->out, ')');
}

static void if_clause(struct unparser *u, const struct node *n)
{
	const struct branch *first = n->if_.branches;
	for (const struct branch *b = first; b; b = b->next) {
		put(u, b == first ? "if " : "elif ");
		terminated_list(u, b->test);
		put(u, "then");
		body(u, b->body);
	}
	if (n->if_.otherwise) {
		put(u, "else");
		body(u, n->if_.otherwise);
	}
	put(u, "fi");
}

static void do_group(struct unparser *u, const struct node *list)
{
	put(u, "do");
	body(u, list);
	put(u, "done");
}

static void loop(struct unparser *u, const struct node *n)
{
	put(u, n->loop.until ? "until " : "while ");
	terminated_list(u, n->loop.test);
	do_group(u, n->loop.body);
}

static void for_loop(struct unparser *u, const struct node *n)
{
	buf_printf(u->out, "%s %s", n->kind == NODE_FOR ? "for" : "select", n->for_.variable->text);
	if (n->for_.has_in) {
		put(u, " in");
		if (n->for_.words)
			buf_byte(u->out, ' ');
		words(u, n->for_.words);
	}
	put(u, "; ");
	do_group(u, n->for_.body);
}

static void for_arith(struct unparser *u, const struct node *n)
{
	const struct arith *const clauses[] = {n->for_arith.start, n->for_arith.test,
					       n->for_arith.step};
	put(u, "for ((");
	for (int i = 0; i < 3; i++) {
		if (i > 0)
			buf_byte(u->out, ';');
		if (clauses[i])
			arithmetic(u, clauses[i]);
	}
	put(u, ")); ");
	do_group(u, n->for_arith.body);
}

static bool is_word_esac(const struct word *w)
{
	const struct part *p = w->parts;
	return p && !p->next && p->kind == PART_TEXT && p->quoting == QUOTE_NONE &&
	       strcmp(p->text.bytes, "esac") == 0;
}

static void patterns(struct unparser *u, const struct arm *arm)
{
	if (is_word_esac(arm->patterns))
		buf_byte(u->out, '(');
	for (const struct word *w = arm->patterns; w; w = w->next) {
		if (w != arm->patterns)
			put(u, " | ");
		word(u, w);
	}
	buf_byte(u->out, ')');
}

static const char *arm_end(enum case_end end)
{
	switch (end) {
	case CASE_BREAK:
		break;
	case CASE_FALL_THROUGH:
		return ";&";
	case CASE_TRY_NEXT:
		return ";;&";
	}
	return ";;";
}

static void arm_on_line(struct unparser *u, const struct arm *arm)
{
	buf_byte(u->out, ' ');
	patterns(u, arm);
	if (arm->body) {
		buf_byte(u->out, ' ');
		inline_list(u, arm->body);
		if (ends_in_background(arm->body))
			buf_byte(u->out, ' ');
	}
	put(u, arm_end(arm->end));
}

static void arm_on_lines(struct unparser *u, const struct arm *arm)
{
	tabs(u);
	patterns(u, arm);
	newline(u);
	u->indent++;
	if (arm->body)
		block_list(u, arm->body);
	tabs(u);
	put(u, arm_end(arm->end));
	newline(u);
	u->indent--;
}

static void case_clause(struct unparser *u, const struct node *n)
{
	put(u, "case ");
	word(u, n->case_.subject);
	put(u, " in");
	if (u->style == UNPARSE_LINE) {
		for (const struct arm *arm = n->case_.arms; arm; arm = arm->next)
			arm_on_line(u, arm);
		buf_byte(u->out, ' ');
	} else {
		newline(u);
		for (const struct arm *arm = n->case_.arms; arm; arm = arm->next)
			arm_on_lines(u, arm);
		tabs(u);
	}
	put(u, "esac");
}

static void condition(struct unparser *u, const struct condition *c)
{
	const struct condition *first = c->inner;
	if (stack_is_low()) {
		put(u, "...");
		return;
	}
	if (c->negate)
		put(u, "! ");
	switch ((enum condition_kind)c->kind) {
	case CONDITION_WORD:
		word(u, c->left);
		break;
	case CONDITION_UNARY:
		buf_printf(u->out, "-%c ", c->letter);
		word(u, c->left);
		break;
	case CONDITION_BINARY:
		word(u, c->left);
		buf_printf(u->out, " %s ", test_operator_text(c->op));
		word(u, c->right);
		break;
	case CONDITION_GROUP:
		put(u, "( ");
		condition(u, first);
		put(u, " )");
		break;
	case CONDITION_AND:
	case CONDITION_OR:
		for (const struct condition *part_ = first; part_; part_ = part_->next) {
			if (part_ != first)
				put(u, c->kind == CONDITION_AND ? " && " : " || ");
			condition(u, part_);
		}
		break;
	}
}

static void compound(struct unparser *u, const struct node *n)
{
	switch ((enum node_kind)n->kind) {
	case NODE_SIMPLE:
		simple(u, n);
		break;
	case NODE_PIPELINE:
		pipeline(u, n);
		break;
	case NODE_AND_OR:
		and_or(u, n);
		break;
	case NODE_LIST:
		inline_list(u, n);
		break;
	case NODE_GROUP:
		buf_byte(u->out, '{');
		body(u, n->group.body);
		buf_byte(u->out, '}');
		break;
	case NODE_SUBSHELL:
		subshell(u, n);
		break;
	case NODE_IF:
		if_clause(u, n);
		break;
	case NODE_LOOP:
		loop(u, n);
		break;
	case NODE_FOR:
	case NODE_SELECT:
		for_loop(u, n);
		break;
	case NODE_FOR_ARITH:
		for_arith(u, n);
		break;
	case NODE_ARITH:
		arithmetic(u, n->arith.expression);
		break;
	case NODE_CASE:
		case_clause(u, n);
		break;
	case NODE_CONDITION:
		put(u, "[[ ");
		condition(u, n->condition.expression);
		put(u, " ]]");
		break;
	case NODE_FUNCTION:
		buf_printf(u->out, n->function.name->reserved ? "function %s " : "%s() ",
			   n->function.name->text);
		command(u, n->function.body);
		break;
	case NODE_COPROC:
		buf_printf(u->out, "coproc %s ", n->coproc.name->text);
		command(u, n->coproc.body);
		break;
	case NODE_STUDY:
		put(u, n->study.trace ? "trace: " : "explain: ");
		command(u, n->study.body);
		break;
	}
}

static void command(struct unparser *u, const struct node *n)
{
	if (stack_is_low()) {
		put(u, "...");
		return;
	}
	compound(u, n);
	if (n->redirs && n->kind != NODE_SIMPLE) {
		buf_byte(u->out, ' ');
		redirections(u, n->redirs);
	}
}

/* --- the header's functions --- */

static void finish(struct unparser *u)
{
	heredoc_bodies(u);
	buf_free(&u->heredocs);
}

static void block_without_last_newline(struct unparser *u, const struct node *list)
{
	block_list(u, list);
	if (!u->out->failed)
		u->out->length--;
}

void unparse_node(struct buf *out, const struct node *n, enum unparse_style style)
{
	struct unparser u = {.out = out, .style = style};
	if (n->kind == NODE_LIST && style == UNPARSE_BLOCK)
		block_without_last_newline(&u, n);
	else
		command(&u, n);
	finish(&u);
}

void unparse_word(struct buf *out, const struct word *w)
{
	struct unparser u = {.out = out, .style = UNPARSE_LINE};
	word(&u, w);
}

void unparse_redir(struct buf *out, const struct redir *r)
{
	struct unparser u = {.out = out, .style = UNPARSE_LINE};
	redirection(&u, r);
}

void unparse_assign(struct buf *out, const struct assign *a)
{
	struct unparser u = {.out = out, .style = UNPARSE_LINE};
	assignment(&u, a);
}

void unparse_parameter(struct buf *out, const struct part *p)
{
	struct unparser u = {.out = out, .style = UNPARSE_LINE};
	parameter(&u, p);
}

void unparse_part(struct buf *out, const struct part *p)
{
	struct unparser u = {.out = out, .style = UNPARSE_LINE};
	part(&u, p, PLACE_WORD);
}

void unparse_arith(struct buf *out, const struct arith *a)
{
	struct unparser u = {.out = out, .style = UNPARSE_LINE};
	arithmetic(&u, a);
}
