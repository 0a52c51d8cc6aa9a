/* history_file.h - the history between sessions.
 *
 * One entry a line; a newline inside an entry is written as `\n` and a backslash as `\\`.  Each
 * command is appended as it is entered, in one write under a lock on the file, so that two shells
 * keep both their commands. */
#ifndef UI_HISTORY_FILE_H
#define UI_HISTORY_FILE_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>

struct history;
struct shell;

/* The path of the file: HISTFILE, else ~/.whelk_history, in sh->tmp.  NULL: no history is kept
 * (HISTFILE is empty, or there is no HOME). */
const char *history_file_path(struct shell *sh);

/* Adds the file's entries to `h`; no file is no entry.  A file with many more entries than the
 * limit is cut to the newest.  False with errno: it could not be read. */
bool history_file_load(struct history *h, const char *path) MUST_CHECK;

/* Takes `entry` away if it is the last: that of a command that put others in its own place. */
void history_file_drop_last(const char *path, const char *entry);

/* Appends one entry, creating the file (0600).  False with errno. */
bool history_file_append(const char *path, const char *entry) MUST_CHECK;

#endif
