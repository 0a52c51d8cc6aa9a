/* shm_lock.h - what a store asks of the kernel: a lock that survives its owner, room, sleep, and
 * a segment that somebody cuts short. */
#ifndef IPC_SHM_LOCK_H
#define IPC_SHM_LOCK_H

#include "base/mem.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is to be put back when the lock is given up. */
struct shm_guard {
	sigset_t mask;
};

/* The word is 0, or the owner's thread id with FUTEX_WAITERS or FUTEX_OWNER_DIED.  All signals are
 * blocked while it is held.  False: not within five seconds. */
bool shm_lock(struct shm_guard *g, _Atomic uint32_t *word) MUST_CHECK;
void shm_unlock(struct shm_guard *g, _Atomic uint32_t *word);

/* Gives the file `fd` the bytes [from, to).  0, or an error; SIGXFSZ does not happen. */
int shm_allocate(int fd, uint64_t from, uint64_t to);

/* Sleeps while *word is `seen` and no signal arrived, `ms` at most. */
void shm_futex_sleep(_Atomic uint32_t *word, uint32_t seen, int ms);

/* A mapping whose file may be cut short: SIGBUS in it puts zeros there and sets `lost`. */
struct shm_region {
	struct shm_region *next;
	char *start;
	size_t size;
	volatile sig_atomic_t lost;
};

void shm_watch(struct shm_region *r, void *start, size_t size);
void shm_unwatch(struct shm_region *r);

#endif
