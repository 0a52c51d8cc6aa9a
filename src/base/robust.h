/* robust.h - locks in memory that processes share, which are free again when their holder dies, and
 * sleep until a word there changes.
 *
 * On Linux the word is a futex and the kernel frees it (robust_list); who waits sleeps in the
 * kernel.  Elsewhere, or with -DNO_FUTEX, the lock is one of the file's bytes (fcntl), which the
 * kernel frees too, the word is a note beside it, and who waits looks every few milliseconds.
 *
 * The memory may be written by anybody at any time: then a lock may be lost or never be free, but
 * nothing found there is followed by this process. */
#ifndef BASE_ROBUST_H
#define BASE_ROBUST_H

#include "base/mem.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* In the shared memory, aligned to 8; all zeros is a free one. */
struct robust {
	uint64_t link;         /* the holder's, for its kernel; never read here */
	_Atomic uint32_t word; /* 0, or the holder's process id, and the kernel's bits */
	uint32_t unused;
};

/* Where it is: its address, and its place in the file that is mapped there. */
struct robust_at {
	struct robust *lock;
	int fd;
	uint64_t offset;
};

enum { ROBUST_MOST = 80 }; /* that a process holds at once */

/* Tries to take it.  `waited`: after robust_wait(), until it is taken or given up. */
enum robust_try {
	ROBUST_TAKEN,
	ROBUST_TAKEN_FROM_DEAD,
	ROBUST_BUSY
} robust_try(struct robust_at at, bool waited);

/* Sleeps until it may be free, `ms` at most (-1: no limit), or until a signal of ours arrived
 * (pending.h), unless all are blocked.  Then try again, and if that is in vain and no more waiting
 * is to be done, robust_give_up(). */
void robust_wait(struct robust_at at, int64_t ms, bool signals);
void robust_give_up(void);

void robust_free(struct robust_at at);
pid_t robust_holder(struct robust_at at); /* 0: none */

/* True if its holder died and nobody has taken it since. */
bool robust_is_orphan(struct robust_at at);

/* Sleeps while *word is `seen`, `ms` at most (-1: no limit), or until a signal of ours arrived.  It
 * may also end for no reason. */
void robust_sleep(_Atomic uint32_t *word, uint32_t seen, int64_t ms);
void robust_wake_all(_Atomic uint32_t *word);

/* For tests: as on a Linux before 5.16, where nothing can wait for a word and a signal at once. */
void robust_pretend_old(bool on);

#endif
