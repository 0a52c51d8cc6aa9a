#include "eval/input_run.h"

#include "base/diag.h"
#include "base/stack.h"
#include "eval/errors.h"
#include "eval/parse_env.h"
#include "eval/tail_position.h"
#include "lang/input.h"
#include "lang/parser.h"
#include "lang/tree.h"
#include "state/shell.h"

#include <errno.h>
#include <string.h>

/* Of a long line, the bytes that are shown before the place and in all. */
enum { SHOWN_BEFORE = 60, SHOWN = 120 };

static bool is_continuation(char c)
{
	return (c & 0xC0) == 0x80; /* of UTF-8 */
}

/* The line, or what of it is near the place, and a caret under the place.  Tabs keep their width. */
static void show_line(const char *line, size_t before)
{
	struct buf text = BUF_INIT, start = BUF_INIT;
	size_t length = strlen(line), from = 0, to = length;
	before = before < length ? before : length;
	if (length > SHOWN) {
		from = before > SHOWN_BEFORE ? before - SHOWN_BEFORE : 0;
		to = length - from > SHOWN ? from + SHOWN : length;
		while (from > 0 && is_continuation(line[from]))
			from--;
		while (to < length && is_continuation(line[to]))
			to++;
	}
	buf_str(&start, from > 0 ? "..." : "");
	diag_escape(&start, line + from, before - from);
	buf_str(&text, "  ");
	buf_add(&text, start.data, start.length);
	diag_escape(&text, line + before, to - before);
	buf_str(&text, to < length ? "...\n  " : "\n  ");
	for (size_t i = 0; i < start.length; i++)
		if (!is_continuation(start.data[i]))
			buf_byte(&text, start.data[i] == '\t' ? '\t' : ' ');
	buf_str(&text, "^\n");
	diag_write(text.data, text.length);
	buf_free(&text);
	buf_free(&start);
}

static void report_syntax_error(struct shell *sh, const struct syntax_error *e)
{
	shell_error_at(sh, e->at, "syntax error: %s", e->message);
	if (e->line)
		show_line(e->line, e->at.column - 1);
	if (e->opened.line)
		shell_error_at(sh, e->opened, "%s began here%s", e->opened_what,
			       e->at_end ? " and is not closed" : "");
}

static enum flow run_program(struct shell *sh, struct program *program, bool last)
{
	struct program *outer = sh->program;
	enum flow f;
	sh->program = program;
	if (last && tail_may_exec(sh))
		f = sh->ops->run_last(sh, program->body);
	else
		f = sh->ops->run(sh, program->body);
	sh->program = outer;
	return f;
}

/* An error that ended the command line of an interactive shell is over at the next one. */
static bool goes_on_at_prompt(const struct shell *sh, enum flow f)
{
	return f == FLOW_ABORT && sh->interactive && sh->subshell_depth == 0 && sh->dot_depth == 0;
}

STACK_APART static enum flow syntax_error(struct shell *sh, const struct parser *parser)
{
	report_syntax_error(sh, parser_error(parser));
	sh->status = 2;
	sh->unparsed = true;
	return error_flow(sh, ERROR_SYNTAX);
}

/* What the parser's answer means, with the command run if there is one; *end is set at the end. */
static enum flow next_command(struct shell *sh, struct parser *parser, struct input *in, bool last,
			      bool *end)
{
	struct program *program = NULL;
	enum flow f = FLOW_NEXT;
	switch (parser_next(parser, &program)) {
	case PARSE_COMMAND:
		input_sync(in);
		if (!sh->options[OPT_NOEXEC])
			f = run_program(sh, program, last && parser_at_end(parser));
		program_release(program);
		return f;
	case PARSE_END:
		*end = true;
		return FLOW_NEXT;
	case PARSE_ERROR:
		return syntax_error(sh, parser);
	case PARSE_INTERRUPTED:
		return sh->ops->run_traps(sh);
	case PARSE_READ_ERROR:
		shell_error(sh, "cannot read commands: %s", strerror(errno));
		sh->status = 128;
		/* In a dot script it is an error of the built-in (2.8.1, note 4). */
		return sh->dot_depth > 0 ? error_flow(sh, ERROR_SPECIAL_BUILTIN) : FLOW_EXIT;
	case PARSE_NO_MEMORY:
		shell_no_memory(sh);
		sh->status = 2;
		return error_flow(sh, ERROR_SYNTAX);
	}
	return FLOW_NEXT;
}

STACK_APART static struct parser *start_parser(struct shell *sh, struct input *in,
					       const struct source *source)
{
	struct parse_env env = parse_env_of(sh);
	return parser_new(&env, in, source, 1);
}

enum flow run_input(struct shell *sh, struct input *in, const struct source *source, bool last)
{
	struct parser *parser = start_parser(sh, in, source);
	enum flow f = FLOW_NEXT;
	bool ran = false, end = false;
	sh->unparsed = false;
	/* `sh -ic` is interactive too: an error ends the line of the text. */
	bool at_prompt = source->kind == SOURCE_PROMPT || source->kind == SOURCE_STDIN ||
			 source->kind == SOURCE_COMMAND;
	if (!parser) {
		shell_no_memory(sh);
		sh->status = 2;
		return error_flow(sh, ERROR_SYNTAX);
	}
	while (!end) {
		f = next_command(sh, parser, in, last, &end);
		if (at_prompt && goes_on_at_prompt(sh, f))
			f = FLOW_NEXT;
		if (f != FLOW_NEXT)
			break;
		if (!end)
			ran = true;
	}
	if (!ran && f == FLOW_NEXT)
		sh->status = 0;
	parser_free(parser);
	return f;
}

/* In `eval eval ... eval :` each holds all that follow it, as text and as a tree sixteen times as
 * large: what a stack of 8 MB has room for would take all memory of most machines.  So the first
 * few may be of any size, and those within them together of this. */
enum { FREE_STRINGS = 32, MOST_TEXT = 16 * 1024 * 1024 };

static bool holds_too_much(struct shell *sh)
{
	if (sh->string_depth <= FREE_STRINGS || sh->string_bytes <= MOST_TEXT)
		return false;
	shell_error(sh, "commands nested too deeply: their texts are too long");
	return true;
}

static enum flow run_from_here(struct shell *sh, struct input *in, enum source_kind kind,
			       const char *name)
{
	struct source *source = source_new(kind, name, sh->at);
	struct place at = sh->at;
	enum flow f;
	if (in && source) {
		f = run_input(sh, in, source, false);
	} else {
		shell_no_memory(sh);
		sh->status = 2;
		f = error_flow(sh, ERROR_SYNTAX);
	}
	if (source)
		source_release(source);
	sh->at = at;
	return f;
}

enum flow run_held_input(struct shell *sh, struct input *in, size_t length, enum source_kind kind,
			 const char *name)
{
	enum flow f;
	sh->string_depth++;
	sh->string_bytes += length;
	if (holds_too_much(sh)) {
		sh->status = 2;
		f = error_flow(sh, ERROR_EXPANSION);
	} else {
		f = run_from_here(sh, in, kind, name);
	}
	sh->string_bytes -= length;
	sh->string_depth--;
	if (in)
		input_close(in);
	return f;
}

enum flow run_string(struct shell *sh, const char *text, enum source_kind kind, const char *name)
{
	size_t length = strlen(text);
	return run_held_input(sh, input_of_string(text, length), length, kind, name);
}
