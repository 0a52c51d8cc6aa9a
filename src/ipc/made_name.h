/* made_name.h - names in the file system that this process made and takes away: of named pipes and
 * of sockets.
 *
 * Such a name outlives its users unless somebody removes it, and who does must be sure that it is
 * still his: it may be gone, and another file may have its place.  Device and inode tell, but only
 * as long as the inode lives: its number is given again soon.  So each name has a pin, an O_PATH
 * descriptor that opens nothing and keeps the inode. */
#ifndef IPC_MADE_NAME_H
#define IPC_MADE_NAME_H

#include <stdbool.h>
#include <sys/types.h>

struct shell;

struct made_name {
	struct made_name *next;
	pid_t maker; /* a forked child never removes what its parent made */
	mode_t type; /* S_IFIFO or S_IFSOCK */
	bool keep;   /* a named pipe made under `set -o keepfifo`: it stays */
	int pin;
	char *note;  /* for those who are left, if the maker is killed (estate.h); NULL: none */
	char path[]; /* absolute: the directory may change */
};

/* Notes `path`, which is or is about to be the name of what `pin` pins; the pin belongs to the name
 * from then on.  NULL with errno. */
struct made_name *made_name_add(struct shell *sh, const char *path, int pin);

/* Makes a named pipe with mode 0600, and notes it.  NULL with errno, EEXIST: the name is there.
 * Kept ones that others took away are forgotten. */
struct made_name *made_name_fifo(struct shell *sh, const char *path);

/* The name that this process made at `path`; NULL with errno. */
struct made_name *made_name_find(const struct shell *sh, const char *path);

/* The first of this type that this process made, after `previous` if that is not NULL; NULL: there
 * is none (any more). */
struct made_name *made_name_next(const struct shell *sh, const struct made_name *previous,
				 mode_t type);

/* Whether it still is what was made. */
bool made_name_is_there(const struct made_name *n);

/* Takes it away if it still is what was made; in whichever process. */
void made_name_unlink(const struct made_name *n);

/* The same, and forgets it. */
void made_name_drop(struct shell *sh, struct made_name *n);

/* Whether this process has any of this type to take away before it becomes another program: what is
 * kept stays. */
bool made_names_due(const struct shell *sh, mode_t type);

/* Takes away all that this process made, or a parent that was killed, when it ends; or all its own,
 * from the handler of a signal that kills: async-signal-safe.  What is kept stays. */
void made_names_remove(struct shell *sh);
void made_names_last_words(void);

#endif
