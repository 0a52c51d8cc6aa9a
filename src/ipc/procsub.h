/* procsub.h - process substitution: the name that stands for a list's output or input.
 *
 * <(list) and >(list) are FIFOs in a private directory, so that any program can open them, any
 * number of levels down.  A FIFO can be opened twice, or never, and either would leave somebody
 * waiting.  So as soon as list and consumer have met, a symbolic link that leads nowhere takes the
 * FIFO's name: a second open fails instead of hanging or making a file.  And one that nobody opened
 * is retired when the command is done: the list then ends without having run. =(list) is a file. */
#ifndef IPC_PROCSUB_H
#define IPC_PROCSUB_H

#include "base/mem.h"
#include "state/shell.h"

#include <stdbool.h>
#include <sys/types.h>

struct substitution {
	struct substitution *older;
	pid_t owner; /* the process that waits for it */
	char kind;   /* '<', '>' or '=' */
	bool failed; /* of =(list): the list did */
	pid_t pid;   /* of the list, while it runs; else 0 */
	int status;  /* of the list, when it ended */
	dev_t device;
	ino_t inode;
	char *path; /* absolute, heap */
};

/* The newest substitution that this process has to wait for; NULL: none.  Asked for before and
 * after every command: most scripts never have any. */
struct substitution *procsub_own_newest(const struct shell *sh);

static inline struct substitution *procsub_newest(const struct shell *sh)
{
	return sh->substitutions ? procsub_own_newest(sh) : NULL;
}

/* A new one with its name in the shell's private directory (estate.h).  NULL after a message. */
struct substitution *procsub_new(struct shell *sh, char kind);

/* The file of a =(list), open for writing, at 10 or above.  -1 with errno. */
int procsub_file(struct substitution *s);

/* In the list's process: waits for the consumer.  The descriptor, at 10 or above; -1 with errno:
 * EINTR or ENOENT, it was retired, or the shell that waits is gone; EINVAL, the consumer had opened
 * the name in the list's direction, and was let go. */
int procsub_meet(const struct substitution *s);

/* Nobody will open it any more. */
void procsub_retire(const struct substitution *s);

/* A child has ended.  If it was a list that had not met its consumer yet, who waits for it is let
 * go. */
void procsub_process_ended(struct shell *sh, pid_t pid, int status);

/* Whether this process has to wait for any, also of those that were kept. */
bool procsub_is_open(const struct shell *sh);

/* Whether a =(list) newer than `mark` failed: a message says so, and sh->status is the list's. */
bool procsub_find_failed(struct shell *sh, const struct substitution *mark);

static inline bool procsub_failed(struct shell *sh, const struct substitution *mark)
{
	return procsub_newest(sh) != mark && procsub_find_failed(sh, mark);
}

/* Those newer than `mark` are waited for when the shell ends. */
void procsub_keep(struct shell *sh, const struct substitution *mark);

/* The shell ends: all that were kept are due. */
void procsub_recall(struct shell *sh);

/* Takes away the name. */
void procsub_free(struct shell *sh, struct substitution *s);

/* Takes away everything, from the handler of a signal that kills: async-signal-safe. */
void procsub_last_words(void);

#endif
