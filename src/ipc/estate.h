/* estate.h - the private directory of a shell, and what a killed process leaves in it.
 *
 * All processes of a shell, the one that was started and those that it forked, share a directory in
 * TMPDIR whose name they know without a word: the first who needs it makes it, the last removes it.
 * So who is left can take away the names of one that died of SIGKILL and could do nothing more.
 * Each begins with the ID of its maker; a symbolic link among them stands for a name elsewhere.
 *
 * All look for it where TMPDIR was when the shell was started.  A process that has set it since
 * uses another directory, and leaves a link to that there. */
#ifndef IPC_ESTATE_H
#define IPC_ESTATE_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

enum { ESTATE_NAME_ROOM = 64 }; /* more than this a name needs after its directory */

struct shell;

/* Makes the next name of this process in the directory, with mode 0600: a FIFO or file (S_IFIFO,
 * S_IFREG).  On the heap; NULL with errno. */
char *estate_make(struct shell *sh, mode_t type);

/* Notes that this process made `path`, absolute, which is what `st` says: who finds the note when
 * the process is gone takes the name away.  NULL: could not. */
char *estate_note(struct shell *sh, const char *path, const struct stat *st);

/* Notes that this process is about to make `path`, absolute: a socket, and only while it has its
 * directory locked by flock().  NULL: could not. */
char *estate_note_locked(struct shell *sh, const char *path);

/* Takes away one of these, and frees its name; and the directory if it was the last in it. */
void estate_remove(struct shell *sh, char *name);

/* Whether the process of this shell that forked this one is gone.  Not a look at getppid() from
 * before: it may have been gone already. */
bool estate_is_orphan(const struct shell *sh);

/* Takes away what dead processes of this shell left, and lets go of who waits for them. */
void estate_sweep(struct shell *sh);

/* This process ends: the same, if nobody is left who will do it. */
void estate_leave(struct shell *sh);

/* Removes the directory if it is empty, from the handler of a signal that kills: async-signal-safe. */
void estate_last_words(void);

/* While both ends of a FIFO are open nobody waits for the other; when they are closed again, a
 * reader is at the end, and a writer has nobody to write to. */
void estate_let_go(const char *path);

/* The same for one whose name went first, so that who comes now does not wait: `pin`, which is closed,
 * is the O_PATH descriptor that is left of it. */
void estate_let_go_nameless(int pin);

#endif
