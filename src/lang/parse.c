/* parse.c - the parser as others see it; errors. */
#include "lang/parse.h"

#include "base/mem.h"
#include "base/name.h"
#include "lang/input.h"

#include <stdarg.h>
#include <string.h>

/* --- memory --- */

void *parse_alloc(struct parser *p, size_t size)
{
	void *made = arena_alloc(p->arena, size);
	if (!made)
		parse_stop(p, PARSE_NO_MEMORY);
	return made;
}

char *parse_dup(struct parser *p, const char *bytes, size_t length)
{
	char *copy = parse_alloc(p, length + 1);
	if (!copy)
		return NULL;
	if (length > 0)
		memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

struct node *node_new(struct parser *p, enum node_kind kind, struct place at)
{
	struct node *n = parse_alloc(p, sizeof *n);
	if (n)
		*n = (struct node){.kind = (uint8_t)kind, .at = at};
	return n;
}

/* --- failures --- */

const char parse_nothing[PARSE_NOTHING_ROOM];

void parse_stop(struct parser *p, enum parse_result why)
{
	if (!parse_failed(p) || why == PARSE_NO_MEMORY)
		p->result = why;
	p->fatal = true;
	p->text.at = parse_nothing;
}

/* The line at which the message points, if the input still has it. */
static void keep_line(struct parser *p, uint32_t line)
{
	p->error.line = NULL;
	if (!p->line_number || p->line_number != line)
		return;
	buf_clear(&p->shown);
	buf_add(&p->shown, p->line, p->line_length - 1);
	p->error.line = buf_cstr(&p->shown);
}

void parse_error_at(struct parser *p, uint32_t line, uint32_t column, const char *format, ...)
{
	if (parse_failed(p))
		return;
	va_list args;
	va_start(args, format);
	buf_clear(&p->message);
	buf_vprintf(&p->message, format, args);
	va_end(args);
	p->error = (struct syntax_error){
		.at = {p->source, line, column},
		.message = buf_cstr(&p->message),
	};
	keep_line(p, line);
	if (p->open) {
		p->error.opened = (struct place){p->source, p->open->line, p->open->column};
		p->error.opened_what = p->open->what;
	}
	p->result = PARSE_ERROR;
	p->text.at = parse_nothing;
}

void parse_unclosed(struct parser *p)
{
	if (parse_failed(p))
		return;
	bool at_end = p->text.input != NULL;
	parse_error_at(p, text_line(p), text_column(p), "unexpected %s", p->text.ends_with);
	p->error.at_end = at_end;
}

void parse_too_deep(struct parser *p)
{
	parse_error_at(p, text_line(p), text_column(p), "nested too deeply");
	p->fatal = true;
}

static const char *operator_text(enum token_kind kind)
{
	static const char *const texts[] = {
		[TOKEN_AND_IF] = "&&",      [TOKEN_OR_IF] = "||",      [TOKEN_SEMI] = ";",
		[TOKEN_DSEMI] = ";;",       [TOKEN_SEMI_AND] = ";&",   [TOKEN_DSEMI_AND] = ";;&",
		[TOKEN_PIPE_AND] = "|&",    [TOKEN_TLESS] = "<<<",     [TOKEN_AND_GREAT] = "&>",
		[TOKEN_AND_DGREAT] = "&>>", [TOKEN_AND] = "&",         [TOKEN_PIPE] = "|",
		[TOKEN_LPAREN] = "(",       [TOKEN_RPAREN] = ")",      [TOKEN_LESS] = "<",
		[TOKEN_GREAT] = ">",        [TOKEN_CLOBBER] = ">|",    [TOKEN_DGREAT] = ">>",
		[TOKEN_LESSGREAT] = "<>",   [TOKEN_LESSAND] = "<&",    [TOKEN_GREATAND] = ">&",
		[TOKEN_DLESS] = "<<",       [TOKEN_DLESSDASH] = "<<-", [TOKEN_FIFO_READ] = "<||",
		[TOKEN_FIFO_WRITE] = ">||",
	};
	return texts[kind];
}

/* A word as the user typed it: cut from the line, or the text that it means. */
static void unexpected_word(struct parser *p, const struct token *t)
{
	const char *text = t->text;
	size_t length = t->length;
	const char *start = p->line ? p->line + t->column - 1 : NULL;
	if (!text && !t->layer && p->line_number == t->line && t->line == p->text.line &&
	    p->text.input && p->text.at > start && p->text.at <= p->line + p->line_length) {
		text = start;
		length = (size_t)(p->text.at - start);
	}
	if (!text)
		parse_error_at(p, t->line, t->column, "unexpected word");
	else
		parse_error_at(p, t->line, t->column, "unexpected '%.*s'", (int)length, text);
}

void parse_unexpected(struct parser *p)
{
	if (parse_failed(p))
		return;
	const struct token *t = token_peek(p);
	switch ((enum token_kind)t->kind) {
	case TOKEN_END:
		parse_unclosed(p);
		break;
	case TOKEN_NEWLINE:
		parse_error_at(p, t->line, t->column, "unexpected newline");
		break;
	case TOKEN_WORD:
		unexpected_word(p, t);
		break;
	case TOKEN_IO_NUMBER:
		parse_error_at(p, t->line, t->column, "unexpected '%d'", t->fd);
		break;
	case TOKEN_IO_LOCATION:
		parse_error_at(p, t->line, t->column, "unexpected '{%s}'", t->name->text);
		break;
	default:
		parse_error_at(p, t->line, t->column, "unexpected '%s'", operator_text(t->kind));
	}
}

/* --- the parser --- */

struct parser *parser_new(const struct parse_env *env, struct input *in,
			  const struct source *source, unsigned first_line)
{
	if (!reserved_prepare(env->names))
		return NULL;
	struct parser *p = mem_zero(sizeof *p);
	if (!p)
		return NULL;
	p->env = *env;
	p->source = source_hold(source);
	p->text = (struct text){
		.at = "",
		.line_start = "",
		.line = first_line,
		.column_base = 1,
		.input = in,
		.ends_with = "end of file",
	};
	return p;
}

void parser_free(struct parser *p)
{
	if (!p)
		return;
	buf_free(&p->run);
	buf_free(&p->scratch);
	buf_free(&p->last_line);
	buf_free(&p->carried);
	buf_free(&p->tape);
	buf_free(&p->message);
	buf_free(&p->shown);
	source_release(p->source);
	mem_free(p);
}

const struct syntax_error *parser_error(const struct parser *p)
{
	return &p->error;
}

/* Everything that a command before this one may have left. */
static void begin(struct parser *p, struct program *program)
{
	p->program = program;
	p->arena = &program->arena;
	p->text.ended = false;
	p->have_token = p->alias_next = p->continued = p->fatal = false;
	p->heredocs = NULL;
	p->heredocs_tail = &p->heredocs;
	p->quotes = 0;
	p->recordings = p->rereads = p->rereads_at_end = p->heredoc_depth = 0;
	p->open = NULL;
	p->result = PARSE_COMMAND;
	buf_clear(&p->run);
	if (p->carried.length > 0)
		text_uncarry(p);
	p->options = (struct parse_options){.aliases = true};
	if (p->env.options)
		p->env.options(p->env.context, &p->options);
}

/* Some buffer had no memory: what was parsed is not what was written. */
static bool ran_out(struct parser *p)
{
	bool failed = p->arena->failed || p->run.failed || p->scratch.failed || p->tape.failed ||
		      p->last_line.failed || p->carried.failed;
	if (!failed)
		return false;
	buf_free(&p->run);
	buf_free(&p->scratch);
	buf_free(&p->tape);
	buf_free(&p->last_line);
	buf_free(&p->carried);
	return true;
}

bool parser_at_end(const struct parser *p)
{
	const struct input *in = p->text.input;
	return *p->text.at == '\0' && !p->text.layer && in->at_end && in->at_end(in);
}

struct program *parser_text(const struct parse_env *env, const char *text,
			    const struct source *source, const struct word **word)
{
	struct input *nothing = input_of_string("", 0);
	struct parser *p = nothing ? parser_new(env, nothing, source, 1) : NULL;
	struct program *made = p ? program_new(source) : NULL;
	if (made) {
		begin(p, made);
		*word = heredoc_word(p, text, (struct place){source, 1, 1});
		if (ran_out(p) || parse_failed(p) || !*word) {
			program_release(made);
			made = NULL;
		}
	}
	parser_free(p);
	if (nothing)
		input_close(nothing);
	return made;
}

static struct node *parse_complete(struct parser *p)
{
	struct node *list;
	/* A line may hold nothing but an alias with an empty value: go on, then. */
	do {
		parse_newlines(p);
		list = parse_line(p);
		if (!list && token_peek(p)->kind != TOKEN_NEWLINE)
			break;
	} while (!list);
	enum token_kind kind = token_peek(p)->kind;
	if (kind != TOKEN_NEWLINE && kind != TOKEN_END)
		parse_unexpected(p);
	return list;
}

/* What is left of the line goes, and what aliases put before it. */
static void drop_line(struct parser *p)
{
	p->text.at = p->text.line_start = "";
	p->text.layer = NULL;
	if (p->line_number == p->text.line)
		p->text.line++;
	p->text.column_base = 1;
}

enum parse_result parser_next(struct parser *p, struct program **program)
{
	struct program *made = program_new(p->source);
	if (!made)
		return PARSE_NO_MEMORY;
	begin(p, made);
	made->body = parse_complete(p);
	token_use(p);
	if (p->text.layer && !parse_failed(p))
		text_carry(p);
	if (ran_out(p))
		p->result = PARSE_NO_MEMORY;
	if (parse_failed(p)) {
		drop_line(p);
		program_release(made);
		return p->result;
	}
	if (!made->body) {
		program_release(made);
		return PARSE_END;
	}
	*program = made;
	return PARSE_COMMAND;
}
