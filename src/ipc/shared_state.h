/* shared_state.h - what a process knows of its shared variables: for the files of shared.h. */
#ifndef IPC_SHARED_STATE_H
#define IPC_SHARED_STATE_H

#include "ipc/shared.h"
#include "ipc/shm.h"

#include <sys/types.h>

enum { MOST_LOCKS = 64, STORE_NAME_ROOM = 65 };

struct store {
	struct store *next;
	struct shm *shm;
	char name[STORE_NAME_ROOM]; /* "": this shell's own */
};

struct entry {
	struct shm *shm;
	shm_cell cell;
	uint64_t seen; /* the version that this process last read or wrote */
};

struct shared {
	struct store *stores;
	struct shm *step;      /* the store that a step is open in; NULL: none is */
	struct entry *entries; /* a shared variable's owner_word is an index */
	uint32_t count, room;
	struct entry held[MOST_LOCKS]; /* by this process, or by those that wait for it */
	unsigned held_count;
	pid_t self_process;
	uint64_t self; /* as the owner of a lock */
};

/* True, or false after the message "n: reason". */
bool shared_report(struct shell *sh, const char *what, enum shm_result r);

/* The cell of a shared variable or queue; NULL: it is none. */
struct entry *shared_entry(struct shell *sh, const struct name *n);

/* The process that has the lock of a cell; 0: nobody who is alive. */
pid_t shared_holder(struct shm *shm, shm_cell cell);

/* "/whelk.UID.STORE" */
void shared_object_name(const char *store, struct buf *name);

#endif
