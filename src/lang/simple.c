/* simple.c - simple commands, redirections, function definitions (XCU 2.9.1, 2.7, 2.9.5). */
#include "lang/parse.h"

#include "base/name.h"
#include "lang/arith.h"

#include <string.h>

/* --- redirections --- */

static enum redir_kind redir_kind_of(enum token_kind kind)
{
	switch ((int)kind) {
	case TOKEN_LESS:
		return REDIR_READ;
	case TOKEN_GREAT:
		return REDIR_WRITE;
	case TOKEN_CLOBBER:
		return REDIR_CLOBBER;
	case TOKEN_DGREAT:
		return REDIR_APPEND;
	case TOKEN_LESSGREAT:
		return REDIR_READ_WRITE;
	case TOKEN_LESSAND:
		return REDIR_DUP_READ;
	case TOKEN_GREATAND:
		return REDIR_DUP_WRITE;
	case TOKEN_TLESS:
		return REDIR_HERE_STRING;
	case TOKEN_AND_GREAT:
		return REDIR_WRITE_BOTH;
	case TOKEN_AND_DGREAT:
		return REDIR_APPEND_BOTH;
	case TOKEN_FIFO_READ:
		return REDIR_FIFO_READ;
	case TOKEN_FIFO_WRITE:
		return REDIR_FIFO_WRITE;
	}
	return REDIR_HEREDOC;
}

static int default_fd(enum redir_kind kind)
{
	return kind == REDIR_READ || kind == REDIR_READ_WRITE || kind == REDIR_DUP_READ ||
			       kind == REDIR_HEREDOC || kind == REDIR_HERE_STRING ||
			       kind == REDIR_FIFO_READ
		       ? 0
		       : 1;
}

/* One redirection; NULL: failed. */
static struct redir *parse_redir(struct parser *p)
{
	struct token *t = token_peek(p);
	struct redir *r = parse_alloc(p, sizeof *r);
	if (!r)
		return NULL;
	*r = (struct redir){.at = token_place(p, t), .fd = -1};
	if (t->kind == TOKEN_IO_NUMBER)
		r->fd = t->fd;
	else if (t->kind == TOKEN_IO_LOCATION)
		r->fd_name = t->name;
	if (t->kind < TOKEN_LESS) { /* the operator stands right behind */
		token_use(p);
		t = token_peek(p);
	}
	enum token_kind operator= t->kind;
	r->kind = (uint8_t)redir_kind_of(operator);
	bool may_be_file = operator== TOKEN_GREATAND && r->fd<0 && !r->fd_name && !p->options.posix;
	if (r->fd < 0)
		r->fd = default_fd(r->kind);
	r->strip_tabs = operator== TOKEN_DLESSDASH;
	token_use(p);
	if (r->kind == REDIR_HEREDOC) {
		heredoc_begin(p, r);
		return parse_failed(p) ? NULL : r;
	}
	if (token_peek(p)->kind != TOKEN_WORD) {
		parse_unexpected(p);
		return NULL;
	}
	r->target = word_take(p, WORD_TARGET);
	if (!r->target)
		return NULL;
	const char *text = r->target->literal;
	if (may_be_file && !(text && redir_is_descriptor(text)))
		r->kind = REDIR_DUP_OR_BOTH;
	return r;
}

bool parse_redirs(struct parser *p, struct redir **list)
{
	while (*list)
		list = &(*list)->next;
	while (token_is_redirection(token_peek(p))) {
		*list = parse_redir(p);
		if (!*list)
			return false;
		list = &(*list)->next;
	}
	return !parse_failed(p);
}

/* --- assignments --- */

/* What of an assignment stands in front of its value. */
struct target {
	size_t name_length;
	bool append;       /* += */
	struct part *part; /* name[index]=: the part that has the `]`; else NULL */
	size_t index_end;  /* where it stands there */
	size_t value_start; /* behind the `=`, in that part, or else in the first; 0: no assignment */
};

/* The unquoted text that the next token, a word, begins with. */
static const char *token_start(const struct token *t, size_t *length)
{
	const struct part *first = t->word ? t->word->parts : NULL;
	*length = t->length;
	if (t->text || !first || first->kind != PART_TEXT || first->quoting != QUOTE_NONE)
		return t->text;
	*length = first->text.length;
	return first->text.bytes;
}

/* What stands in text[from..length) up to the value: = or +=. */
static bool take_equals(struct target *target, const char *text, size_t from, size_t length)
{
	target->append = from < length && text[from] == '+';
	from += target->append;
	if (from >= length || text[from] != '=')
		return false;
	target->value_start = from + 1;
	return true;
}

/* The `]` that belongs to the `[` at `from` of the word's first part, and the = behind it. *unclosed:
 * so many brackets are open at the end. */
static bool find_index_end(struct target *target, struct part *first, size_t from, size_t *unclosed)
{
	size_t depth = *unclosed = 0;
	for (struct part *part = first; part; part = part->next, from = 0) {
		if (part->kind != PART_TEXT || part->quoting != QUOTE_NONE)
			continue;
		for (size_t i = from; i < part->text.length; i++) {
			char c = part->text.bytes[i];
			depth += c == '[';
			if (c != ']' || --depth > 0)
				continue;
			target->part = part;
			target->index_end = i;
			return (part != first || i > from + 1) &&
			       take_equals(target, part->text.bytes, i + 1, part->text.length);
		}
	}
	*unclosed = depth;
	return false;
}

/* The text of the next token as a word with one part. */
static bool compose_token(struct parser *p, struct token *t)
{
	struct builder b;
	if (t->word)
		return true;
	builder_init(&b);
	builder_text(p, &b, QUOTE_NONE, 0, t->text, t->length);
	t->word = builder_word(p, &b);
	t->text = NULL;
	return t->word != NULL;
}

/* Goes on with a word that ended within `depth` brackets.  False: they do not end before an =. */
static bool extend_word(struct parser *p, struct builder *b, size_t depth)
{
	for (; depth > 0; depth--) {
		if (operand_read_until(p, b, "]", true) != ']')
			return false;
		builder_text(p, b, QUOTE_NONE, 0, "]", 1);
		p->text.at++;
	}
	char c = *p->text.at;
	if (c != '=' && (c != '+' || p->text.at[1] != '='))
		return false;
	word_read(p, b);
	return true;
}

/* name[i + 1]=value: at the start of a command what stands in the brackets may have blanks and
 * operators, if the line has an assignment.  False: the token stays what it is. */
static bool extend_token(struct parser *p, struct token *t, size_t depth)
{
	const char *end = strchrnul(p->text.at, '\n');
	const char *close = p->text.at;
	while (close < end && (*close != ']' || (close[1] != '=' && close[1] != '+')))
		close++;
	if (close == end)
		return false;
	struct part *last = t->word->parts;
	while (last->next)
		last = last->next;
	struct builder b = {.first = t->word->parts, .tail = &last->next, .flags = t->flags};
	struct recording r;
	recording_begin(p, &r);
	if (extend_word(p, &b, depth)) {
		recording_end(p);
		t->flags = b.flags;
		return true;
	}
	builder_close(p, &b);
	last->next = NULL;
	if (parse_failed(p))
		recording_end(p);
	else
		recording_reread(p, &r);
	p->have_token = true;
	return false;
}

/* name[index]=, where the bracket is at `from`. */
static bool find_index(struct parser *p, struct target *target, size_t from)
{
	struct token *t = &p->token;
	size_t unclosed;
	if (!compose_token(p, t))
		return false;
	if (find_index_end(target, t->word->parts, from, &unclosed))
		return true;
	return unclosed && extend_token(p, t, unclosed) &&
	       find_index_end(target, t->word->parts, from, &unclosed);
}

/* What the next token assigns; value_start is 0 if nothing.  In name+=value and name[index]=value the
 * standard leaves the meaning open (2.10.2 rule 7), and there is only one.  An element of (...)
 * needs no name. */
static struct target token_assigns(struct parser *p, bool element)
{
	struct token *t = &p->token;
	struct target target = {0};
	size_t length, size = 0;
	if (!(t->flags & (BYTE_EQUALS | BYTE_GLOB)))
		return target;
	const char *text = token_start(t, &length);
	if (!text || (!element && !(byte_kind(*text) & BYTE_NAME_START)))
		return target;
	if (!element)
		while (size < length && (byte_kind(text[size]) & BYTE_NAME))
			size++;
	target.name_length = size;
	if (size < length && text[size] == '[') {
		if (!find_index(p, &target, size))
			target.value_start = 0;
	} else if (element || !take_equals(&target, text, size, length)) {
		target.value_start = 0;
	}
	return target;
}

/* The parts in front of the `]`, without the name.  The word goes on behind the `=`. */
static const struct arith *take_index(struct parser *p, struct word *w, const struct target *target)
{
	struct part *first = w->parts, *last = target->part;
	struct part *copy = parse_alloc(p, sizeof *copy);
	if (!copy)
		return NULL;
	*copy = *last;
	copy->text.bytes = parse_dup(p, last->text.bytes, target->index_end);
	copy->text.length = target->index_end;
	copy->next = NULL;
	if (first == last) {
		first = copy;
	} else {
		struct part *before = first;
		while (before->next != last)
			before = before->next;
		before->next = copy->text.length ? copy : NULL;
	}
	first->text.bytes += target->name_length + 1;
	first->text.length -= target->name_length + 1;
	if (first->text.length == 0)
		first = first->next;
	w->parts = last;
	const struct arith *index = arith_build(p->arena, p->env.names, first);
	if (!index)
		parse_stop(p, PARSE_NO_MEMORY);
	return index;
}

/* The word behind the `=` of the next token. */
static struct word *take_value(struct parser *p, const struct target *target)
{
	struct token *t = &p->token;
	size_t skip = target->value_start;
	token_use(p);
	if (t->text)
		return word_of_text(p, WORD_VALUE, t->text + skip, t->length - skip, t->flags,
				    NULL);
	struct part *first = t->word->parts;
	first->text.bytes += skip;
	first->text.length -= skip;
	if (first->text.length == 0)
		t->word->parts = first->next;
	word_finish(p, t->word, WORD_VALUE, t->flags);
	return t->word;
}

/* name= is followed at once by a parenthesis. */
static bool is_compound(const struct parser *p, const struct target *target)
{
	const struct token *t = &p->token;
	return t->text && target->value_start == t->length && *p->text.at == '(';
}

static struct assign *take_assign(struct parser *p, const struct target *target);

/* One of the values in (...): text that makes fields, or [index]=value. */
static struct assign *take_element(struct parser *p)
{
	struct target target = token_assigns(p, true);
	if (target.value_start)
		return take_assign(p, &target);
	struct assign *a = parse_alloc(p, sizeof *a);
	if (!a)
		return NULL;
	*a = (struct assign){.value = word_take(p, WORD_ARGUMENT)};
	return a->value ? a : NULL;
}

static void take_list(struct parser *p, struct assign **list)
{
	for (struct token *t; (t = token_peek(p))->kind <= TOKEN_WORD;) {
		if (t->kind == TOKEN_END)
			return;
		if (t->kind == TOKEN_NEWLINE) {
			token_use(p);
			continue;
		}
		*list = take_element(p);
		if (!*list)
			return;
		list = &(*list)->next;
	}
}

/* (...); at the parenthesis.  False: failed. */
static bool take_elements(struct parser *p, struct assign **list)
{
	struct open open = {p->open, "'('", text_line(p), text_column(p)};
	p->open = &open;
	p->text.at++;
	take_list(p, list);
	if (token_peek(p)->kind == TOKEN_RPAREN)
		token_use(p);
	else
		parse_unexpected(p);
	p->open = open.outer;
	return !parse_failed(p);
}

static struct assign *take_assign(struct parser *p, const struct target *target)
{
	struct token *t = &p->token;
	struct assign *a = parse_alloc(p, sizeof *a);
	size_t length;
	if (!a)
		return NULL;
	*a = (struct assign){.append = target->append};
	if (target->name_length) {
		a->name = name_intern(p->env.names, token_start(t, &length), target->name_length);
		if (!a->name) {
			parse_stop(p, PARSE_NO_MEMORY);
			return NULL;
		}
	}
	if (is_compound(p, target)) {
		token_use(p);
		return take_elements(p, &a->elements) ? a : NULL;
	}
	if (target->part) {
		a->index = take_index(p, t->word, target);
		if (!a->index)
			return NULL;
	}
	a->plain = !a->index && !a->append;
	a->value = take_value(p, target);
	return a->value ? a : NULL;
}

static bool is_word(const struct word *w, const char *text)
{
	return w && w->literal && strcmp(w->literal, text) == 0;
}

/* Is the command a declaration utility (XCU 2.9.1.1)? */
static bool is_declaration(const struct parser *p, const struct word *command)
{
	while (is_word(command, "command") || is_word(command, "builtin")) {
		command = command->next;
		while (is_word(command, "-p") || is_word(command, "--"))
			command = command->next;
	}
	return is_word(command, "export") || is_word(command, "readonly") ||
	       is_word(command, "local") || is_word(command, "declare") ||
	       is_word(command, "typeset") || (is_word(command, "shared") && !p->options.posix);
}

/* --- the command --- */

/* The next token as the word that names the command. */
static struct word *take_command_word(struct parser *p)
{
	struct token *t = &p->token;
	struct name *n = token_name(p, t);
	struct word *w;
	if (n && !(t->flags & (BYTE_GLOB | BYTE_TILDE | BYTE_BRACE))) {
		token_use(p);
		w = word_of_text(p, WORD_ARGUMENT, NULL, t->length, t->flags, n);
	} else {
		w = word_take(p, WORD_ARGUMENT);
	}
	if (!w || !w->literal)
		return w;
	if (!n && !memchr(w->literal, '/', w->literal_length))
		n = name_intern(p->env.names, w->literal, w->literal_length);
	w->name = n;
	return w;
}

/* Whether the declaration has an option -A. */
static bool has_option_keyed(const struct word *command)
{
	for (const struct word *w = command->next; w; w = w->next)
		if (w->literal && w->literal[0] == '-' && strchr(w->literal, 'A'))
			return true;
	return false;
}

/* name=(...), an argument of a declaration utility. */
static struct word *take_compound_argument(struct parser *p, const struct word *command)
{
	struct token *t = &p->token;
	if (!compose_token(p, t))
		return NULL;
	struct word *w = t->word;
	token_use(p);
	w->assignment = w->compound = true;
	w->keyed = has_option_keyed(command);
	return take_elements(p, &w->elements) ? w : NULL;
}

static struct word *take_argument(struct parser *p, const struct word *command)
{
	if (!(p->token.flags & BYTE_EQUALS) || !is_declaration(p, command))
		return word_take(p, WORD_ARGUMENT);
	struct target target = token_assigns(p, false);
	if (!target.value_start)
		return word_take(p, WORD_ARGUMENT);
	return is_compound(p, &target) ? take_compound_argument(p, command)
				       : word_take(p, WORD_DECLARATION);
}

/* What is behind the name of a function makes `n` its definition. */
static struct node *parse_definition(struct parser *p, struct node *n, struct name *name)
{
	if (p->options.posix && !name->is_identifier) {
		parse_error_at(p, n->at.line, n->at.column, "'%s' is not a valid function name",
			       name->text);
		return NULL;
	}
	parse_newlines(p);
	enum reserved_word word = command_word(p);
	n->kind = NODE_FUNCTION;
	n->function.name = name;
	n->function.body = NULL;
	if (token_peek(p)->kind == TOKEN_LPAREN ||
	    (word >= RESERVED_OPEN_BRACE && word <= RESERVED_WHILE))
		n->function.body = parse_command(p);
	else
		parse_unexpected(p);
	return n->function.body ? n : NULL;
}

/* The parentheses behind the name of a function; at the first. */
static bool take_parentheses(struct parser *p)
{
	token_use(p);
	if (token_peek(p)->kind != TOKEN_RPAREN) {
		parse_unexpected(p);
		return false;
	}
	token_use(p);
	return true;
}

/* Behind a parenthesis: is the next one its end?  No command begins so. */
static bool closes_at_once(const char *at)
{
	while (*at == ' ' || *at == '\t')
		at++;
	return *at == ')';
}

struct node *parse_function_word(struct parser *p)
{
	struct node *n = node_new(p, NODE_FUNCTION, token_place(p, token_peek(p)));
	token_use(p);
	struct name *name = n ? token_name(p, token_peek(p)) : NULL;
	if (!name) {
		parse_unexpected(p);
		return NULL;
	}
	token_use(p);
	if (token_peek(p)->kind == TOKEN_LPAREN && closes_at_once(p->text.at) &&
	    !take_parentheses(p))
		return NULL;
	return parse_definition(p, n, name);
}

/* coproc NAME { list; }: only there, with both words unquoted, is the first one special. */
static bool is_coproc(struct parser *p, const struct node *n)
{
	const struct word *w = n->simple.words;
	if (p->options.posix || n->simple.word_count != 2 || n->simple.assigns || n->redirs ||
	    w->parts || w->next->parts || !is_word(w, "coproc") || !w->next->literal ||
	    !name_is_identifier(w->next->literal, w->next->literal_length))
		return false;
	const struct name *next = token_name(p, token_peek(p));
	return p->token.kind == TOKEN_LPAREN || (next && next->reserved == RESERVED_OPEN_BRACE);
}

static struct node *parse_coproc(struct parser *p, struct node *n)
{
	const struct word *w = n->simple.words->next;
	struct name *name = name_intern(p->env.names, w->literal, w->literal_length);
	if (!name) {
		parse_stop(p, PARSE_NO_MEMORY);
		return NULL;
	}
	n->kind = NODE_COPROC;
	n->coproc.name = name;
	n->coproc.body = parse_command(p);
	return n->coproc.body ? n : NULL;
}

/* One item of a simple command that is a word.  False: failed. */
static bool parse_simple_word(struct parser *p, struct node *n, struct assign ***assigns,
			      struct word ***words)
{
	if (n->simple.words) {
		**words = take_argument(p, n->simple.words);
	} else {
		struct target target = token_assigns(p, false);
		if (target.value_start) {
			**assigns = take_assign(p, &target);
			if (!**assigns)
				return false;
			*assigns = &(**assigns)->next;
			return true;
		}
		**words = take_command_word(p);
	}
	if (!**words)
		return false;
	*words = &(**words)->next;
	n->simple.word_count++;
	return true;
}

struct node *parse_simple(struct parser *p)
{
	struct node *n = node_new(p, NODE_SIMPLE, token_place(p, token_peek(p)));
	if (!n)
		return NULL;
	struct assign **assigns = &n->simple.assigns;
	struct word **words = &n->simple.words;
	struct redir **redirs = &n->redirs;
	struct name *name = token_peek(p)->name; /* if it is a function's */
	for (;;) {
		struct token *t = token_peek(p);
		if (n->simple.word_count == 2 && is_coproc(p, n))
			return parse_coproc(p, n);
		if (t->kind == TOKEN_WORD) {
			/* Behind assignments and redirections aliases still count. */
			if (!n->simple.words && !t->classified && alias_substitute(p, t)) {
				token_use(p);
				continue;
			}
			if (!parse_simple_word(p, n, &assigns, &words))
				return NULL;
		} else if (token_is_redirection(t)) {
			*redirs = parse_redir(p);
			if (!*redirs)
				return NULL;
			redirs = &(*redirs)->next;
		} else {
			break;
		}
	}
	if (p->token.kind == TOKEN_LPAREN && name && n->simple.word_count == 1 &&
	    !n->simple.assigns && !n->redirs)
		return take_parentheses(p) ? parse_definition(p, n, name) : NULL;
	return parse_failed(p) ? NULL : n;
}
