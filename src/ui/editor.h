/* editor.h - one line from a terminal.
 *
 * Readline in editor.c, the only file that includes it; plain lines in plain.c where whelk is
 * built without, or standard input is no terminal. */
#ifndef UI_EDITOR_H
#define UI_EDITOR_H

#include "base/mem.h"

#include <stdbool.h>

struct buf;
struct shell;

enum editor_result {
	EDITOR_LINE,        /* in *line, with its newline */
	EDITOR_END,         /* ^D on an empty line, or end-of-file */
	EDITOR_INTERRUPTED, /* ^C, which drops what was typed, or a trap wants to run */
	EDITOR_ERROR,       /* errno */
};

/* Sets Readline up: ~/.inputrc, completion, the entries of sh->history.  With NO_READLINE it does nothing. */
void editor_start(struct shell *sh);

/* Shows `prompt` on standard error and reads a line. */
enum editor_result editor_read(struct shell *sh, const char *prompt, struct buf *line);

/* Makes `entry` the newest that can be recalled. */
void editor_remember(const char *entry);

/* The newest that can be recalled no longer can. */
void editor_forget(void);

/* emacs or vi keys. */
void editor_set_vi(bool vi);

/* plain.c: the same without Readline. */
enum editor_result plain_read(struct shell *sh, const char *prompt, struct buf *line);

#endif
