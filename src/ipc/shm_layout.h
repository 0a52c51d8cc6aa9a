/* shm_layout.h - what is where in a store's segment, and what a process knows of it: for the files
 * of shm.h, and no others.
 *
 *	0       magic, space        the layout's version; whose process ids they are
 *	        lock                of the store: who has it may write
 *	        generation          odd while a commit is under way
 *	        sleepers            somebody sleeps until the generation is another
 *	        top                 blocks begin below it
 *	        free[64]            a list of free blocks for each size
 *	        names[]             lists of cells with names, by hash
 *	        fillings[64]        lock and block of who copies without the lock
 *	        log                 the commit record: count, (offset, word)...
 *	HEADER  blocks, up to `top`
 *
 * All blocks begin at a multiple of 64 and have 64, 128, 192, 256, 384, 512, 768 ... bytes.  The
 * first word of each is kept for its list of free ones, which so stays whole while a block that was
 * taken from it is being filled.  They are
 *
 *	a cell:  link  word  version  tail  count  limit  lock (2 words)  { next  length  name }
 *	a text:  link  next (of a queue's items)  length  bytes
 *
 * A cell's word says everything about its value: the lowest bit is GUARDED, the next two are the
 * kind, and the rest is
 *
 *	the integer, or the place of the text's or the first item's block
 *
 * The version differs after each text.  tail, count and limit (its highest bit: closed) are a
 * queue's, the name is there in stores with a name. */
#ifndef IPC_SHM_LAYOUT_H
#define IPC_SHM_LAYOUT_H

#include "base/fault.h"
#include "base/robust.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

enum {
	HEADER = 65536,
	FIRST_SIZE = HEADER * 2, /* of a new segment */
	BLOCK_UNIT = 64,
	CLASSES = 64,
	BUCKETS = 3584,
	FILLINGS = 64,
	LOG_WORDS = 1984,
	MOST_GIVEN = LOG_WORDS / 8,
	MOST_GUARDED = 256,
};

/* The last byte is the layout's version. */
#define SHM_MAGIC UINT64_C(0x346d687376656c77)

struct shm_text;

struct change {
	uint64_t offset, word;
};

struct filling {
	struct robust lock;
	_Atomic uint64_t block; /* 0: none */
};

struct header {
	_Atomic uint64_t magic;
	uint64_t space;
	struct robust lock;
	_Atomic uint32_t generation, sleepers;
	_Atomic uint64_t top;
	_Atomic uint64_t free[CLASSES];
	_Atomic uint64_t names[BUCKETS];
	struct filling fillings[FILLINGS];
	_Atomic uint64_t log_count;
	struct change log[LOG_WORDS];
};

_Static_assert(sizeof(struct header) <= HEADER, "the header has its place");

/* Offsets in a cell. */
enum cell_field {
	CELL_WORD = 8,
	CELL_VERSION = 16,
	CELL_TAIL = 24,
	CELL_COUNT = 32,
	CELL_LIMIT = 40,
	CELL_LOCK = 48,
	CELL_SIZE = 64,
	CELL_NEXT = 64,
	CELL_NAME_LENGTH = 72,
	CELL_NAME = 80,
};

/* A bit of an integer's word: it is changed under the store's lock only.  A step sets it in what it
 * has read, and leaves it where it goes to sleep until that changes. */
enum { GUARDED = 1, KIND_SHIFT = 1, KIND_MASK = 3, VALUE_SHIFT = 3 };

enum { TEXT_NEXT = 8, TEXT_LENGTH = 16, TEXT_BYTES = 24 };

/* A block that a step gives back.  It is named by a cell until the commit, so it cannot be taken
 * again before. */
struct given {
	uint64_t block, size;
};

struct shm {
	struct header *header; /* where the segment is mapped */
	size_t mapped;         /* bytes of address space */
	size_t size;           /* of the segment, as far as known */
	size_t limit;          /* this process makes it no longer */
	int fd;
	struct fault_region region;
	sigset_t mask; /* before the step */
	bool in_step;
	int failed; /* why the step has failed: enum shm_result */
	uint32_t change_count, given_count, guarded_count;
	struct change changes[LOG_WORDS]; /* of the step, in order */
	struct given given[MOST_GIVEN];
	uint64_t guarded[MOST_GUARDED]; /* cells this step has used; | GUARDED: was so before */
	/* A step without the lock, in one cell: */
	uint64_t alone; /* 0: there is none */
	uint64_t old_word, new_word;
};

/* --- shm_file.c --- */

/* Whether [offset, offset + length) is in the segment, which another may have made longer. */
bool shm_is_inside(struct shm *s, uint64_t offset, uint64_t length);

/* Makes the segment `need` bytes long, or somewhat longer.  Room is asked for, never just promised:
 * a full file system is an error here, and not a SIGBUS at some write. */
bool shm_grow(struct shm *s, uint64_t need);

/* --- shm_text.c --- */

/* How much its block takes. */
uint64_t shm_text_size(struct shm *s, uint64_t block);

/* In a step: the block with the text, whether shm_lay() has filled it before or not, for a cell or
 * queue to name.  0: the step failed. */
uint64_t shm_text_block(struct shm *s, const struct shm_text *t);

/* In a step: copies the text of a block that nobody names any more to t->to, and gives it back, or
 * leaves both to shm_settle(). */
void shm_lift(struct shm *s, struct shm_text *t, uint64_t block);

/* --- shm_step.c: in a step --- */

bool shm_is_intact(const struct shm *s);
bool shm_is_block(struct shm *s, uint64_t block, uint64_t size);
_Atomic uint64_t *shm_at(struct shm *s, uint64_t offset);

/* Makes the step fail; the first reason stays. */
void shm_fail(struct shm *s, int why);

/* A word as the step has it: what it changed last, or what is there.  Without a step, what is. */
uint64_t shm_word(struct shm *s, uint64_t offset);
void shm_change(struct shm *s, uint64_t offset, uint64_t to);

/* The word of a cell, which nobody changes without the lock until the step ends. */
uint64_t shm_guard(struct shm *s, uint64_t cell);

/* A block for `size` bytes; 0: the step failed. */
uint64_t shm_take_block(struct shm *s, uint64_t size);

/* Before the step that takes it: the kernel may need long to find so many bytes. */
void shm_make_room(struct shm *s, uint64_t size);

void shm_give_block(struct shm *s, uint64_t block, uint64_t size);

/* Writes into a block of ours that no cell names yet. */
void shm_fill(struct shm *s, uint64_t at, const char *bytes, size_t length);

#endif
