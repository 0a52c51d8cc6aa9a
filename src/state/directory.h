/* directory.h - the current directory, as a frame can undo it. */
#ifndef STATE_DIRECTORY_H
#define STATE_DIRECTORY_H

#include "base/mem.h"

#include <stdbool.h>

struct shell;

/* At start: takes PWD from the environment if it is good (XCU sh: absolute, no . or .. in it, and
 * the current directory), else asks the kernel; sets PWD.  False: no memory. */
bool directory_start(struct shell *sh) MUST_CHECK;

/* chdir(), logged in the innermost snapshot.  False with errno. */
bool directory_change(struct shell *sh, const char *path) MUST_CHECK;

/* Notes what the shell now calls its current directory; NULL: unknown.  Sets no variable.
 * False: no memory, message. */
bool directory_remember(struct shell *sh, const char *path) MUST_CHECK;

/* getcwd() in sh->tmp; NULL with errno. */
const char *directory_physical(struct shell *sh);

/* True if `path` is absolute, has neither . nor .. in it, and names the current directory. */
bool directory_is_current(const char *path);

#endif
