/* The prompt: PS1 and PS2, lines, and the history they make. */
#include "ui/ui.h"

#include "base/buf.h"
#include "base/diag.h"
#include "base/fdio.h"
#include "base/name.h"
#include "eval/prompt_text.h"
#include "lang/input.h"
#include "proc/job.h"
#include "proc/sig.h"
#include "state/history.h"
#include "state/option.h"
#include "state/shell.h"
#include "state/var.h"
#include "ui/editor.h"
#include "ui/history_file.h"
#include "ui/mail.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HISTORY_LIMIT = 1000, END_LIMIT = 10 };

struct prompt_input {
	struct input input; /* first: the parser's view */
	struct shell *sh;
	struct buf line;
	bool typed;           /* the newest entry of the history is the command that is typed */
	struct buf command;   /* that entry, while it runs */
	unsigned long number; /* its number */
	struct mail *mail;
	unsigned ends; /* ^D in a row, under `set -o ignoreeof` or with stopped jobs */
};

/* `!` in PS1 is the number of the next command in the history, `!!` one `!` (XCU 2.5.3). */
static const char *with_history_number(struct shell *sh, const char *text)
{
	struct buf b = BUF_INIT;
	const struct history *h = sh->history;
	for (const char *c = text; *c; c++) {
		bool special = *c == '!' && (c == text || (c[-1] != '$' && c[-1] != '{'));
		if (special && c[1] == '!')
			buf_byte(&b, *c++);
		else if (special && h)
			buf_int(&b, (int64_t)(h->first_number + h->count));
		else
			buf_byte(&b, *c);
	}
	const char *result = shell_dup(sh, buf_cstr(&b));
	buf_free(&b);
	return result;
}

/* The expanded prompt; the variable's own text when expanding it fails. */
static const char *prompt_of(struct shell *sh, const char *name)
{
	const char *text = var_get_by(sh, name);
	if (!text)
		return "";
	if (strcmp(name, "PS1") == 0)
		text = with_history_number(sh, text);
	int status = sh->status;
	const char *expanded = text ? expand_prompt(sh, text) : NULL;
	sh->status = status;
	return expanded ? expanded : text ? text : "";
}

/* Adds the line to the history.  Lines of one command are one entry. */
static void remember(struct prompt_input *in, bool continued)
{
	struct history *h = in->sh->history;
	size_t length = in->line.length;
	if (length > 0 && in->line.data[length - 1] == '\n')
		length--;
	continued = continued && in->typed;
	if (!continued && length == 0)
		return;
	if (!history_add_line(h, in->line.data, length, continued))
		return;
	if (continued)
		editor_forget();
	editor_remember(h->entries[h->count - 1]);
	in->typed = true;
}

/* ^C in the middle of a command: what was entered of it is no part of the history (XCU sh). */
static void forget(struct prompt_input *in)
{
	if (!in->typed)
		return;
	history_remove_last(in->sh->history);
	editor_forget();
	in->typed = false;
}

static void save(struct shell *sh, const char *entry)
{
	struct history *h = sh->history;
	const char *path = history_file_path(sh);
	bool failed = path && !history_file_append(path, entry);
	if (failed && !h->file_failed)
		shell_error(sh, "%s: cannot save the history: %s", path, strerror(errno));
	h->file_failed = failed;
}

/* The command is complete and about to run: it goes to the file, so that what it does to this
 * shell cannot lose it. */
static void before_command(struct input *base)
{
	struct prompt_input *in = (struct prompt_input *)base;
	struct history *h = in->sh->history;
	if (!in->typed)
		return;
	h->running = true;
	in->number = h->first_number + h->count - 1;
	buf_clear(&in->command);
	buf_str(&in->command, h->entries[h->count - 1]);
	save(in->sh, h->entries[h->count - 1]);
}

/* The command that ran is no longer where it was in the history: fc, which what it ran replaces. */
static void replace_command(struct prompt_input *in)
{
	const struct history *h = in->sh->history;
	const char *path = history_file_path(in->sh);
	size_t first = in->number > h->first_number ? in->number - h->first_number : 0;
	if (path)
		history_file_drop_last(path, buf_cstr(&in->command));
	editor_forget();
	for (size_t i = first; i < h->count; i++) {
		editor_remember(h->entries[i]);
		save(in->sh, h->entries[i]);
	}
}

/* The command has run, or was wrong. */
static void after_command(struct prompt_input *in)
{
	struct history *h = in->sh->history;
	const char *newest = h->count > 0 ? h->entries[h->count - 1] : "";
	if (h->running && strcmp(newest, buf_cstr(&in->command)) != 0)
		replace_command(in);
	else if (!h->running && in->typed)
		save(in->sh, newest);
	h->running = in->typed = false;
}

/* ^D: true if the shell is to go on all the same. */
static bool refuses_end(struct prompt_input *in)
{
	static const char use_exit[] = "Use \"exit\" to leave the shell.\n";
	if (jobs_hold_exit(in->sh))
		return true;
	if (in->sh->options[OPT_IGNOREEOF] && ++in->ends < END_LIMIT) {
		diag_write(use_exit, sizeof use_exit - 1);
		return true;
	}
	return false;
}

static enum input_status next_line(struct input *base, bool continued, const char **line,
				   size_t *length)
{
	struct prompt_input *in = (struct prompt_input *)base;
	struct shell *sh = in->sh;
	struct arena_mark mark = arena_mark(&sh->tmp);
	enum editor_result result;
	do {
		if (!continued) {
			after_command(in);
			job_notify(sh);
			mail_check(sh, in->mail);
		}
		const char *prompt = prompt_of(sh, continued ? "PS2" : "PS1");
		fd_block(0);
		signals_hold_traps(continued);
		result = editor_read(sh, prompt, &in->line);
		signals_hold_traps(false);
		if (result == EDITOR_END)
			diag_write("\n", 1);
	} while (result == EDITOR_END && !continued && refuses_end(in));
	arena_reset(&sh->tmp, mark);
	switch (result) {
	case EDITOR_LINE:
		in->ends = 0;
		remember(in, continued);
		*line = in->line.data;
		*length = in->line.length;
		return in->line.failed ? INPUT_ERROR : INPUT_LINE;
	case EDITOR_INTERRUPTED:
		forget(in);
		return INPUT_INTERRUPTED;
	case EDITOR_ERROR:
		return INPUT_ERROR;
	case EDITOR_END:
		break;
	}
	return INPUT_END;
}

static void close_input(struct input *base)
{
	struct prompt_input *in = (struct prompt_input *)base;
	after_command(in);
	buf_free(&in->line);
	buf_free(&in->command);
	mail_free(in->mail);
	mem_free(in);
}

struct input *ui_input(struct shell *sh)
{
	struct prompt_input *in = mem_zero(sizeof *in);
	if (!in)
		return NULL;
	in->mail = mail_new();
	if (!in->mail) {
		mem_free(in);
		return NULL;
	}
	in->input = (struct input){
		.next_line = next_line, .sync = before_command, .close = close_input};
	in->sh = sh;
	return &in->input;
}

static bool editing_changed(struct shell *sh, enum option o, bool on)
{
	(void)sh;
	if (o == OPT_VI || on)
		editor_set_vi(o == OPT_VI && on);
	return true;
}

/* The default prompt shows where one is; the standard's, under `set -o posix`, does not (XCU
 * 2.5.3).  One from the environment is left. */
bool ui_set_prompt(struct shell *sh)
{
	const struct name *ps1 = name_find(sh->names, "PS1", 3);
	if (sh->options[OPT_POSIX] || (ps1 && ps1->variable && (ps1->variable->flags & VAR_EXPORT)))
		return true;
	return var_set_by(sh, "PS1", geteuid() == 0 ? "${PWD} # " : "${PWD} $ ");
}

bool ui_start(struct shell *sh)
{
	const char *size = var_get_by(sh, "HISTSIZE");
	long limit = size ? atol(size) : 0;
	sh->history = history_new(limit > 0 ? (size_t)limit : HISTORY_LIMIT);
	if (!sh->history)
		return false;
	if (!var_get_by(sh, "MAILCHECK") && !var_set_by(sh, "MAILCHECK", "600"))
		return false;
	const char *path = history_file_path(sh);
	sh->history->file_failed = path && !history_file_load(sh->history, path);
	if (sh->history->file_failed)
		shell_error(sh, "%s: cannot read the history: %s", path, strerror(errno));
	if (isatty(0))
		editor_start(sh);
	option_set_hook(sh, OPT_VI, editing_changed);
	option_set_hook(sh, OPT_EMACS, editing_changed);
	return true;
}

void ui_welcome(struct shell *sh)
{
	static const char text[] =
		"Welcome to whelk, a POSIX shell that shows you its plumbing.\n"
		"`help` lists what is built in, `explain: ls | wc -l` draws a pipeline, ^D leaves.\n";
	(void)sh;
	diag_write(text, sizeof text - 1);
}
