#include "eval/input_run.h"

#include "base/diag.h"
#include "eval/errors.h"
#include "eval/parse_env.h"
#include "eval/tail_position.h"
#include "lang/input.h"
#include "lang/parser.h"
#include "lang/tree.h"
#include "state/shell.h"

#include <errno.h>
#include <string.h>

static void report_syntax_error(struct shell *sh, const struct syntax_error *e)
{
	shell_error_at(sh, e->at, "syntax error: %s", e->message);
	struct buf text = BUF_INIT;
	if (e->line) {
		buf_str(&text, "  ");
		diag_escape(&text, e->line, strlen(e->line));
		buf_str(&text, "\n  ");
		/* The caret stands under the place; tabs keep their width. */
		for (uint32_t i = 1; i < e->at.column && e->line[i - 1]; i++)
			buf_byte(&text, e->line[i - 1] == '\t' ? '\t' : ' ');
		buf_str(&text, "^\n");
		diag_write(text.data, text.length);
	}
	buf_free(&text);
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

static enum flow syntax_error(struct shell *sh, const struct parser *parser)
{
	report_syntax_error(sh, parser_error(parser));
	sh->status = 2;
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
		return FLOW_EXIT;
	case PARSE_NO_MEMORY:
		shell_no_memory(sh);
		sh->status = 2;
		return error_flow(sh, ERROR_SYNTAX);
	}
	return FLOW_NEXT;
}

enum flow run_input(struct shell *sh, struct input *in, const struct source *source, bool last)
{
	struct parse_env env = parse_env_of(sh);
	struct parser *parser = parser_new(&env, in, source, 1);
	enum flow f = FLOW_NEXT;
	bool ran = false, end = false;
	bool at_prompt = source->kind == SOURCE_PROMPT || source->kind == SOURCE_STDIN;
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

enum flow run_string(struct shell *sh, const char *text, enum source_kind kind, const char *name)
{
	struct source *source = source_new(kind, name, sh->at);
	struct input *in = source ? input_of_string(text, strlen(text)) : NULL;
	struct place at = sh->at;
	enum flow f;
	if (in) {
		f = run_input(sh, in, source, false);
		input_close(in);
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
