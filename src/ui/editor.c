/* GNU Readline's callback interface, called from our own wait: the only file that includes it. */
#ifndef NO_READLINE
#include "ui/editor.h"

#include "base/buf.h"
#include "base/charset.h"
#include "base/diag.h"
#include "base/name.h"
#include "base/pending.h"
#include "eval/fields.h"
#include "lang/tree.h"
#include "proc/job.h"
#include "proc/sig.h"
#include "proc/trap.h"
#include "state/function.h"
#include "state/history.h"
#include "state/option.h"
#include "state/shell.h"
#include "state/special.h"
#include "state/var.h"
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
static char *callback_kept;    /* what was typed when a trap interrupted: heap, or NULL */
static size_t callback_prefix; /* bytes of the word before what the matches complete */

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
	if (state == 0)
		callback_match_next = 0;
	const char *match = callback_matches[callback_match_next];
	if (!match)
		return NULL;
	callback_match_next++;
	size_t length = strlen(match);
	char *result = malloc(callback_prefix + length + 1);
	if (result) {
		memcpy(result, text, callback_prefix);
		memcpy(result + callback_prefix, match, length + 1);
	}
	return result;
}

/* What `complete` finds for the end of `text` after `prefix` bytes, as Readline wants it. */
static char **matches_of(const char *text, size_t prefix,
			 void (*complete)(struct shell *sh, const char *text, struct fields *out))
{
	struct shell *sh = callback_shell;
	struct arena_mark mark = arena_mark(&sh->tmp);
	struct fields found;
	char **matches = NULL;
	fields_start(&found);
	complete(sh, text + prefix, &found);
	callback_matches = fields_finish(sh, &found);
	callback_prefix = prefix;
	if (callback_matches)
		matches = rl_completion_matches(text, next_match);
	arena_reset(&sh->tmp, mark);
	return matches;
}

static char **variable_matches(const char *text, size_t prefix)
{
	char **matches = matches_of(text, prefix, complete_variables);
	if (matches && text[prefix - 1] == '{') {
		rl_completion_append_character = '}';
		rl_completion_suppress_quote = 1; /* it would come before the brace */
	}
	rl_attempted_completion_over = 1;
	return matches;
}

/* Commands, variables and users; NULL lets Readline complete file names. */
static char **on_complete(const char *text, int start, int end)
{
	size_t prefix;
	if (rl_completion_quote_character == '\'')
		return NULL;
	switch (completion_kind_of(rl_line_buffer, (size_t)start, (size_t)end, &prefix)) {
	case COMPLETE_VARIABLE:
		return variable_matches(text, prefix);
	case COMPLETE_COMMAND:
		return strchr(text, '/') ? NULL : matches_of(text, 0, complete_commands);
	case COMPLETE_USER:
		return rl_completion_matches(text, rl_username_completion_function);
	case COMPLETE_FILE:
		break;
	}
	return NULL;
}

/* File names with bytes that mean something get quotes that fit: the user's own if the word
 * began with one, else backslashes.  Readline frees the result. */
static char *on_quote(char *text, int match_type, char *quote_pointer)
{
	static const char special[] = " \t\n\\\"'`@$><=;|&{}()*?[]#~!";
	struct buf b = BUF_INIT;
	char quote = quote_pointer ? *quote_pointer : '\0';
	const char *name;
	size_t length;
	(void)match_type;
	if (quote)
		buf_byte(&b, quote);
	const char *c = text;
	size_t parameter = quote == '\'' ? 0 : completion_parameter(text, &name, &length);
	if (text[parameter] == '/')
		c += parameter; /* see on_stat() */
	buf_add(&b, text, (size_t)(c - text));
	for (; *c; c++) {
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

/* What is looked at for `$HOME/a`, while what was typed stays. */
static int on_stat(char **directory)
{
	const char *name;
	size_t length, parameter = completion_parameter(*directory, &name, &length);
	struct name *n = parameter ? name_find(callback_shell->names, name, length) : NULL;
	const char *value = n ? var_get(callback_shell, n) : NULL;
	if (!value)
		return 0;
	struct buf b = BUF_INIT;
	buf_str(&b, value);
	buf_str(&b, *directory + parameter);
	char *new = strdup(buf_cstr(&b));
	buf_free(&b);
	if (!new)
		return 0;
	free(*directory);
	*directory = new;
	return 1;
}

/* With this hook, dequoting the directory's name is left to us. */
static int on_directory(char **directory)
{
	int quote = rl_completion_quote_character;
	char *plain = rl_completion_found_quote ? on_dequote(*directory, quote) : NULL;
	if (plain) {
		free(*directory);
		*directory = plain;
	}
	return on_stat(directory) || plain;
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

/* v of vi's command mode (XCU sh, vi): the line, or the command of that number, goes through the
 * editor and is run; fc does both. */
static int on_edit_line(int count, int key)
{
	struct buf line = BUF_INIT;
	(void)key;
	buf_str(&line, "fc -e vi");
	if (rl_explicit_arg)
		buf_printf(&line, " %d", count);
	else if (rl_end > 0 && history_add(callback_shell->history, rl_line_buffer, (size_t)rl_end))
		editor_remember(rl_line_buffer);
	rl_replace_line(buf_cstr(&line), 1);
	buf_free(&line);
	return rl_newline(1, '\n');
}

/* ~ of vi's command mode: Readline's own, given more than what is left of the line, goes over the
 * last character again and again. */
static int on_change_case(int count, int key)
{
	size_t left = char_count(shell_locale(callback_shell)->charset, rl_line_buffer + rl_point,
				 (size_t)(rl_end - rl_point));
	return rl_vi_change_case((size_t)count < left ? count : (int)left, key);
}

/* k and - of vi's command mode: beyond the oldest command they do nothing. */
static int on_older(int count, int key)
{
	return count > where_history() ? rl_ding() : rl_get_previous_history(count, key);
}

/* j and +: the line that is typed, too, is entered at its first character. */
static int on_newer(int count, int key)
{
	int result = rl_get_next_history(count, key);
	rl_point = 0;
	return result;
}

/* @letter of vi's command mode: the value of the alias _letter is typed. */
static int on_alias(int count, int key)
{
	const char text[] = {'_', (char)key};
	const struct name *n = name_find(callback_shell->names, text, 2);
	(void)count;
	for (const char *c = n && n->alias ? n->alias->text : ""; *c; c++)
		if (!rl_stuff_char((unsigned char)*c))
			return rl_ding();
	return 0;
}

/* What the standard's vi mode has and Readline's has not. */
static void bind_vi_keys(void)
{
	static const char older[] = "k-", newer[] = "j+";
	rl_bind_key_in_map('v', on_edit_line, vi_movement_keymap);
	rl_bind_key_in_map('~', on_change_case, vi_movement_keymap);
	for (const char *c = older; *c; c++)
		rl_bind_key_in_map(*c, on_older, vi_movement_keymap);
	for (const char *c = newer; *c; c++)
		rl_bind_key_in_map(*c, on_newer, vi_movement_keymap);
	for (char letter = 'a'; letter <= 'z'; letter++) {
		const char lower[] = {'@', letter, '\0'}, upper[] = {'@', letter - 'a' + 'A', '\0'};
		rl_bind_keyseq_in_map(lower, on_alias, vi_movement_keymap);
		rl_bind_keyseq_in_map(upper, on_alias, vi_movement_keymap);
	}
}

/* Readline sets LC_CTYPE by the process's environment, which is what the shell was started with;
 * now it says what the variables say.  (Commands get theirs from the variables.) */
static void lend_locale(struct shell *sh)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	for (size_t i = 0; i < 3; i++) {
		const char *value = var_get_by(sh, names[i]);
		if (value)
			(void)setenv(names[i], value,
				     1); /* without memory: bytes, not characters */
		else
			(void)unsetenv(names[i]);
	}
	(void)shell_locale(sh);
}

void editor_start(struct shell *sh)
{
	callback_shell = sh;
	rl_readline_name = "whelk";
	rl_catch_signals = 0; /* signals are proc/sig.c's */
	rl_catch_sigwinch = 0;
	rl_change_environment = 0; /* LINES and COLUMNS are no variables of ours */
	rl_outstream = stderr;
	rl_attempted_completion_function = on_complete;
	rl_completer_word_break_characters = " \t\n\"'`><=;|&(";
	rl_directory_rewrite_hook = on_directory;
	rl_filename_stat_hook = on_stat;
	rl_completer_quote_characters = "'\"";
	rl_filename_quote_characters = " \t\n\\\"'`@$><=;|&{}()*?[]#~!";
	rl_filename_quoting_function = on_quote;
	rl_filename_dequoting_function = on_dequote;
	rl_char_is_quoted_p = on_is_quoted;
	using_history();
	for (size_t i = 0; sh->history && i < sh->history->count; i++)
		add_history(sh->history->entries[i]);
	lend_locale(sh);
	/* A command that was recalled and changed stays what it was, as fc shows it. */
	rl_variable_bind("revert-all-at-newline", "on");
	bind_vi_keys(); /* before ~/.inputrc, which may want others */
	rl_initialize();
	/* ~/.inputrc may have chosen vi. */
	if (sh->options[OPT_VI] || sh->options[OPT_EMACS])
		editor_set_vi(sh->options[OPT_VI]);
	else
		sh->options[rl_editing_mode ? OPT_EMACS : OPT_VI] = true;
}

/* What was typed stays on the screen.  For ^C, whoever takes the interrupt ends the line; for a
 * trap it is typed again for the user. */
static enum editor_result interrupted(struct shell *sh)
{
	bool dropped = interrupt_pending(sh);
	diag_write(dropped ? "^C" : "\n", dropped ? 2 : 1);
	if (!dropped)
		callback_kept = strdup(rl_line_buffer);
	rl_callback_sigcleanup();
	rl_callback_handler_remove();
	return EDITOR_INTERRUPTED;
}

/* SIGWINCH is noted while we wait, unless the user has a trap for it. */
static void watch_window(struct shell *sh, bool on)
{
	if (trap_get(sh, SIGWINCH)->kind == TRAP_DEFAULT)
		signal_set_role(SIGWINCH, on ? SIGNAL_WINDOW : SIGNAL_DEFAULT);
}

static void type_again(void)
{
	if (!callback_kept)
		return;
	rl_insert_text(callback_kept);
	rl_redisplay();
	free(callback_kept);
	callback_kept = NULL;
}

/* Under `set -b`: what jobs have to say, in the place of the line, which moves down. */
static void show_news(struct shell *sh)
{
	struct buf lines = BUF_INIT;
	job_news(sh, &lines);
	if (lines.length > 0) {
		rl_clear_visible_line();
		diag_write(lines.data, lines.length);
		rl_on_new_line();
		rl_redisplay();
	}
	buf_free(&lines);
}

static enum editor_result edit(struct shell *sh, const char *prompt)
{
	rl_reset_screen_size(); /* a resize while a command ran was not ours to see */
	lend_locale(sh);
	rl_callback_handler_install(prompt, on_line);
	type_again();
	while (callback_state == WAITING) {
		if (signals_wait_fd(sh, 0, false, -1))
			rl_callback_read_char();
		else if (signal_window_take())
			rl_resize_terminal();
		else if (signals_end_wait())
			return interrupted(sh);
		else
			show_news(sh);
	}
	return callback_state == GOT_LINE ? EDITOR_LINE : EDITOR_END;
}

enum editor_result editor_read(struct shell *sh, const char *prompt, struct buf *line)
{
	if (!isatty(0))
		return plain_read(sh, prompt, line);
	callback_shell = sh;
	callback_line = line;
	callback_state = WAITING;
	buf_clear(line);
	watch_window(sh, true);
	signals_watch_children(sh->options[OPT_NOTIFY]);
	enum editor_result result = edit(sh, prompt);
	signals_watch_children(false);
	watch_window(sh, false);
	return result;
}

void editor_remember(const char *entry)
{
	add_history(entry);
}

void editor_forget(void)
{
	HIST_ENTRY *old = history_length > 0 ? remove_history(history_length - 1) : NULL;
	if (old)
		free_history_entry(old);
}

void editor_set_vi(bool vi)
{
	rl_variable_bind("editing-mode", vi ? "vi" : "emacs");
}
#endif
