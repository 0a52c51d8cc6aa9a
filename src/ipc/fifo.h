/* fifo.h - named pipes: what `<||name` and `>||name` open.
 *
 * A FIFO is a name in the file system at which two programs meet.  Three things make it hard, and
 * this file is about them: whoever opens one end waits for the other, so opening has an order and
 * must be cut by ^C; the name outlives its users unless somebody removes it, who must be sure that
 * it is still his; and anybody could have put something else there.
 *
 * Each open is a new conversation: it ends when the last writer closes. */
#ifndef IPC_FIFO_H
#define IPC_FIFO_H

#include "base/mem.h"
#include "lang/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct buf;
struct shell;
struct fifo_use; /* a command's hold on a name that this shell made */

/* One end that a command wants. */
struct fifo_end {
	const char *path; /* of its name, valid as long as the end */
	bool writes;
	struct place at;      /* of the redirection, for messages */
	struct fifo_use *use; /* NULL: the name is not ours */
	int fd;               /* when open; FD_CLOSED: not yet */
	int pin;              /* the inode that is being opened, looked at before; FD_CLOSED */
	dev_t device;
	ino_t inode;
};

/* Makes the name with mode 0600 if it is missing, and holds it if this process made it, now or
 * before.  False after a message. */
bool fifo_hold(struct shell *sh, struct fifo_end *e) MUST_CHECK;

/* The hold is that of the child `pid`, and ends with it. */
void fifo_use_by(struct fifo_use *u, pid_t pid);

/* Tells of a child that has ended. */
void fifo_process_ended(struct shell *sh, pid_t pid);

/* The command is done.  The last one takes the name away, if it still is what was made; not while
 * descriptor `fd` (FD_CLOSED: none) still is that pipe, as after `exec 3<||q`, nor under `set -o
 * keepfifo`. */
void fifo_release(struct shell *sh, struct fifo_use *u, int fd);

/* Opens all ends of one command: each name is checked first (a FIFO, ours, writable by nobody
 * else), the reading ends open without waiting for a writer, then the writing ends wait for their
 * readers, then the reading ends for their writers, so that request and reply over two pipes works
 * in either order.  False after a message, all closed: also when FIFO_TIMEOUT seconds are over,
 * or, silently and without a status, when a trap or ^C waits. */
bool fifo_open(struct shell *sh, struct fifo_end *ends, size_t count) MUST_CHECK;

/* Adds the names that this process made and still has, a line each. */
void fifo_list(const struct shell *sh, struct buf *out);

/* Takes away one of them.  False with errno ENOENT: no such name was made here. */
bool fifo_remove(struct shell *sh, const char *path);

#endif
