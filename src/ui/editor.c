/* GNU Readline's callback interface, called from our own wait: the only file that includes it. */
#ifndef NO_READLINE
#include "ui/editor.h"

#include "base/buf.h"
#include "eval/fields.h"
#include "lang/tree.h"
#include "proc/sig.h"
#include "state/history.h"
#include "state/option.h"
#include "state/shell.h"
#include "ui/complete.h"

#include <stdio.h> /* before Readline, which wants FILE */

#include <readline/history.h>
#include <readline/readline.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Readline calls back without a context. */
static struct shell *callback_shell;
static struct buf *callback_line;
static enum { WAITING, GOT_LINE, GOT_END } callback_state;
static char **callback_matches; /* of rl_completion_matches(), one call each */
static size_t callback_match_next;

static void on_line(char *text)
{
	/* The terminal goes back to its own modes before the command runs. */
	rl_callback_handler_remove();
	callback_state = text ? GOT_LINE : GOT_END;
	if (text) {
		buf_str(callback_line, text);
		buf_byte(callback_line, '\n');
		free(text);
	}
}

/* Readline frees what it gets. */
static char *next_match(const char *text, int state)
{
	(void)text;
	if (state == 0)
		callback_match_next = 0;
	const char *match = callback_matches[callback_match_next];
	if (!match)
		return NULL;
	callback_match_next++;
	return strdup(match);
}

/* Commands and variables; NULL lets Readline complete file names. */
static char **on_complete(const char *text, int start, int end)
{
	struct shell *sh = callback_shell;
	struct arena_mark mark = arena_mark(&sh->tmp);
	struct fields found;
	char **matches = NULL;
	(void)end;
	enum completion_kind kind = completion_kind_of(rl_line_buffer, (size_t)start);
	if (kind == COMPLETE_FILE || (kind == COMPLETE_COMMAND && strchr(text, '/')))
		return NULL;
	fields_start(&found);
	if (kind == COMPLETE_VARIABLE)
		complete_variables(sh, text, &found);
	else
		complete_commands(sh, text, &found);
	callback_matches = fields_finish(sh, &found);
	if (callback_matches)
		matches = rl_completion_matches(text, next_match);
	if (matches && kind == COMPLETE_VARIABLE && start > 0 && rl_line_buffer[start - 1] == '{')
		rl_completion_append_character = '}';
	if (kind == COMPLETE_VARIABLE)
		rl_attempted_completion_over = 1;
	arena_reset(&sh->tmp, mark);
	return matches;
}

/* File names with bytes that mean something get quotes that fit: the user's own if the word
 * began with one, else backslashes.  Readline frees the result. */
static char *on_quote(char *text, int match_type, char *quote_pointer)
{
	static const char special[] = " \t\n\\\"'`@$><=;|&{}()*?[]#~!";
	struct buf b = BUF_INIT;
	char quote = quote_pointer ? *quote_pointer : '\0';
	(void)match_type;
	if (quote)
		buf_byte(&b, quote);
	for (const char *c = text; *c; c++) {
		if (quote == '\'' && *c == '\'')
			buf_str(&b, "'\\''");
		else if (quote == '"' && strchr("\"\\$`", *c))
			buf_printf(&b, "\\%c", *c);
		else if (!quote && *c == '\n')
			buf_str(&b, "$'\\n'");
		else if (!quote && strchr(special, *c) && !(*c == '~' && c == text))
			buf_printf(&b, "\\%c", *c);
		else
			buf_byte(&b, *c);
	}
	char *result = strdup(buf_cstr(&b));
	buf_free(&b);
	return result;
}

static char *on_dequote(char *text, int quote)
{
	char *result = malloc(strlen(text) + 1);
	char *to = result;
	for (const char *c = text; result && *c; c++) {
		if (*c == '\\' && quote != '\'' && c[1])
			*to++ = *++c;
		else if (*c != quote || !quote)
			*to++ = *c;
	}
	if (result)
		*to = '\0';
	return result;
}

static int on_is_quoted(char *text, int index)
{
	bool backslash = false;
	char quote = '\0';
	for (int i = 0; i < index; i++) {
		if (backslash)
			backslash = false;
		else if (text[i] == '\\' && quote != '\'')
			backslash = true;
		else if (text[i] == quote)
			quote = '\0';
		else if (!quote && (text[i] == '\'' || text[i] == '"'))
			quote = text[i];
	}
	return backslash || quote;
}

void editor_start(struct shell *sh)
{
	callback_shell = sh;
	rl_readline_name = "whelk";
	rl_catch_signals = 0; /* signals are proc/sig.c's */
	rl_outstream = stderr;
	rl_attempted_completion_function = on_complete;
	rl_completer_word_break_characters = " \t\n\"'`@$><=;|&{(";
	rl_completer_quote_characters = "'\"";
	rl_filename_quote_characters = " \t\n\\\"'`@$><=;|&{}()*?[]#~!";
	rl_filename_quoting_function = on_quote;
	rl_filename_dequoting_function = on_dequote;
	rl_char_is_quoted_p = on_is_quoted;
	using_history();
	for (size_t i = 0; sh->history && i < sh->history->count; i++)
		add_history(sh->history->entries[i]);
	rl_initialize();
	if (sh->options[OPT_VI])
		editor_set_vi(true);
}

static enum editor_result interrupted(void)
{
	/* As the terminal does: show ^C, leave what was typed on the screen, and begin anew. */
	rl_callback_sigcleanup();
	rl_callback_handler_remove();
	return EDITOR_INTERRUPTED;
}

enum editor_result editor_read(struct shell *sh, const char *prompt, struct buf *line)
{
	if (!isatty(0))
		return plain_read(sh, prompt, line);
	callback_shell = sh;
	callback_line = line;
	callback_state = WAITING;
	buf_clear(line);
	rl_callback_handler_install(prompt, on_line);
	while (callback_state == WAITING) {
		if (signals_wait_fd(sh, 0, false, -1)) {
			rl_callback_read_char();
		} else if (interrupt_pending(sh)) {
			(void)!write(2, "^C\n", 3);
			return interrupted();
		} else {
			(void)!write(2, "\n", 1);
			return interrupted();
		}
	}
	return callback_state == GOT_LINE ? EDITOR_LINE : EDITOR_END;
}

void editor_remember(const char *entry, bool replace)
{
	if (replace && history_length > 0) {
		HIST_ENTRY *old = replace_history_entry(history_length - 1, entry, NULL);
		if (old)
			free_history_entry(old);
	} else {
		add_history(entry);
	}
}

void editor_set_vi(bool vi)
{
	rl_variable_bind("editing-mode", vi ? "vi" : "emacs");
}
#endif
