/* shm_layout.h - what is where in a store's segment, and what a process knows of it: for the files
 * of shm.h, and no others.
 *
 *	0       magic, lock, generation, sleepers, top    the header, and one list of
 *	        free[0..31]                               free blocks for each power of two
 *	LOG     count, (offset, word)...                  the commit record
 *	NAMES   buckets                                   each a list of cells with names
 *	HEADER  blocks, up to `top`: the link of its list, then 2^6, 2^7 ... bytes
 *
 * A cell is a block of 64 bytes:
 *
 *	version  kind  value|head  length|tail  count  limit  owner  closed
 *
 * and one with a name goes on:
 *
 *	next in its bucket  length  the name's bytes */
#ifndef IPC_SHM_LAYOUT_H
#define IPC_SHM_LAYOUT_H

#include "ipc/shm.h"
#include "ipc/shm_lock.h"

#include <stdatomic.h>

enum {
	HEADER = 65536,
	FIRST_SIZE = HEADER * 2, /* of a new segment */
	CLASSES = 32,
	LOG_WORDS = 1984,
	BUCKETS = 3968,
	MOST_GIVEN = LOG_WORDS / 8,
};

/* The last byte is the layout's version. */
#define SHM_MAGIC UINT64_C(0x326d687376656c77)

struct change {
	uint64_t offset, word;
};

struct header {
	_Atomic uint64_t magic;
	_Atomic uint32_t lock, generation, sleepers, unused;
	_Atomic uint64_t top;
	_Atomic uint64_t free[CLASSES];
	_Atomic uint64_t names[BUCKETS];
	_Atomic uint64_t log_count;
	struct change log[LOG_WORDS];
};

_Static_assert(sizeof(struct header) <= HEADER, "the header has its place");

/* A block that a step gives back.  It is named by a cell until the commit, so it cannot be taken
 * again before. */
struct given {
	uint64_t block, length;
};

struct shm {
	struct header *header; /* where the segment is mapped */
	size_t mapped;         /* bytes of address space */
	size_t size;           /* of the segment, as far as known */
	size_t limit;          /* this process makes it no longer */
	int fd;
	bool in_step;
	enum shm_result failed; /* of the step */
	struct shm_guard guard;
	struct shm_region region;
	uint32_t change_count, given_count;
	struct change changes[LOG_WORDS]; /* of the step, in order */
	struct given given[MOST_GIVEN];
};

/* Whether [offset, offset + length) is in the segment, which another may have made longer. */
bool shm_is_inside(struct shm *s, uint64_t offset, uint64_t length);

/* Makes the segment `need` bytes long, or somewhat longer.  Room is asked for, never just promised:
 * a full file system is an error here, and not a SIGBUS at some write. */
bool shm_grow(struct shm *s, uint64_t need);

#endif
