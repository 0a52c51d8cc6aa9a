/* shm.h - a store of values in shared memory.  It knows no shell.
 *
 * Processes that trust nobody share one segment (its layout: shm_layout.h): every offset found in
 * it is checked, and what is read there is copied before it is used.  Changes are made in a *step*:
 * begin, change, commit.  What a step changed appears at once at its end or, when the process dies
 * on the way, not at all.
 *
 * Invariants.
 *
 * 1. Outside of a commit log.count is 0 and the generation is even.
 * 2. A text's block is never written while its cell names it: the new text goes to a free block,
 *    and the one commit that names it frees the old.  So a reader copies without the lock, and then
 *    looks whether the cell's version and word still are what they were.
 * 3. An integer is all in its cell's word.  Without the lock it is changed by one compare-and-swap,
 *    from a word that is an integer and not guarded.  Whoever has the lock guards the words that he
 *    uses until his record is done with; so no such change can come between his reading and his
 *    commit, and none is taken back when a record is applied twice.
 * 4. Whoever sleeps has, with the lock, found nothing, guarded what he found, and noted the
 *    generation.  So what wakes him is always a commit; that wakes first and commits then, for a
 *    process that is killed between the two must not leave somebody asleep.
 *
 * The commit point is the store that makes log.count nonzero.  After it the words are applied in
 * order, and whoever owns the lock next applies them again if the writer died before it could set
 * the count back: doing it twice does no harm. */
#ifndef IPC_SHM_H
#define IPC_SHM_H

#include "base/mem.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct robust_at;
struct shm;
typedef uint64_t shm_cell; /* the offset of a cell; 0: none */

enum shm_result {
	SHM_OK,
	SHM_BUSY,    /* no lock in five seconds */
	SHM_DAMAGED, /* the segment makes no sense, or was cut short */
	SHM_FULL,    /* no room below the limit, or the kernel has none */
	SHM_LONG,    /* more changes than one step can hold */
	SHM_AGAIN,   /* a step without the lock came too late: nothing has changed */
};

/* "store is full" */
const char *shm_reason(enum shm_result r);

enum shm_kind { SHM_UNSET, SHM_INTEGER, SHM_TEXT, SHM_QUEUE };

/* Equal to an earlier one if the value is the same as then.  (An integer may have been another in
 * between.) */
struct shm_seen {
	uint64_t word, version;
};

struct shm_value {
	enum shm_kind kind;
	int64_t integer; /* SHM_INTEGER */
	char *text;      /* SHM_TEXT: from the caller's allocator, with a NUL behind it */
	size_t length;
	struct shm_seen seen;
};

/* Where a copy of a text goes; NULL: no memory, and the read gives a text of NULL.  A read that
 * others disturb begins again and asks again: only the last place counts. */
typedef void *(*shm_allocator)(void *context, size_t size);

/* A store that this process and those it forks share; `limit` bytes at most.  NULL with errno. */
struct shm *shm_new(size_t limit);
void shm_close(struct shm *s); /* in this process */

/* The store called `name`, as for shm_open(3); where there is none it is made, if `create`.  NULL,
 * and what is wrong in *why: "belongs to another user"; "": there is none, and none is to be
 * made. */
struct shm *shm_attach(const char *name, size_t limit, bool create, const char **why);

/* Takes the name away; who has the store keeps it.  False with errno. */
bool shm_remove(const char *name) MUST_CHECK;
bool shm_is_removed(struct shm *s);
uint64_t shm_size(struct shm *s); /* in bytes */

/* A step: between the two all signals are blocked and nobody else writes, so call nothing that can
 * block.  A step that is not SHM_OK when it is committed changes nothing; so does a cancelled
 * one. */
enum shm_result shm_begin(struct shm *s) MUST_CHECK;
enum shm_result shm_commit(struct shm *s) MUST_CHECK;
void shm_cancel(struct shm *s);
bool shm_in_step(const struct shm *s);

/* A step without the lock.  It can put an integer into the cell `c` and nothing else; whatever else
 * it does, or somebody else does to the cell, makes the commit SHM_AGAIN.  False: the cell is not
 * such a one now. */
bool shm_begin_alone(struct shm *s, shm_cell c);

/* Inside of a step.  A failure is kept for shm_commit(). */
shm_cell shm_add_cell(struct shm *s, enum shm_kind kind);          /* SHM_UNSET or SHM_QUEUE */
shm_cell shm_find(struct shm *s, const char *name, size_t length); /* 0: none */
shm_cell shm_add_named(struct shm *s, enum shm_kind kind, const char *name, size_t length);
void shm_put_integer(struct shm *s, shm_cell c, int64_t value);
void shm_put_text(struct shm *s, shm_cell c, const char *text, size_t length);

/* Gives back a cell without a name, that nobody knows any more; a queue must be empty. */
void shm_remove_cell(struct shm *s, shm_cell c);

/* Anywhere: in a step it sees what the step has changed so far. */
enum shm_result shm_read(struct shm *s, shm_cell c, struct shm_value *v, shm_allocator allocator,
			 void *context) MUST_CHECK;

/* The cells with names: the first for c = 0 and *bucket = 0, then the next; 0: no more.  In a
 * damaged store they may come for ever.  Cells never go away. */
shm_cell shm_next(struct shm *s, shm_cell c, unsigned *bucket);

/* Copies the name of a cell that has one.  Its length; 0: it makes no sense. */
size_t shm_name(struct shm *s, shm_cell c, char *name, size_t room);

struct shm_seen shm_see(struct shm *s, shm_cell c); /* all zeros: no cell */

/* Where the word and the version of a cell are, to compare and for nothing else, as long as the store
 * is open.  NULL: no cell. */
const _Atomic uint64_t *shm_watch(struct shm *s, shm_cell c);

/* Quickly, out of a step: true if shm_see() would give `seen`.  The lowest bit of a word says nothing
 * of the value; and in a store that is lost are zeros, which no value was ever seen as. */
static inline bool shm_is_same(const _Atomic uint64_t *watched, const struct shm_seen *seen)
{
	uint64_t version = atomic_load_explicit(&watched[1], memory_order_acquire);
	uint64_t word = atomic_load_explicit(&watched[0], memory_order_acquire);
	return version == seen->version && (word ^ seen->word) <= 1;
}

/* A text on its way into a store, or out of it.  A long one is copied without the lock: before the
 * step by shm_lay(), or after it by shm_settle(), which ends every such way and also gives back what
 * was laid and not used. */
enum { SHM_BIG = 65536 };

struct shm_text {
	const char *bytes; /* where it comes from, or */
	char *to;          /* where it goes; NULL: into the store */
	size_t length;
	uint64_t block; /* what is between the steps; 0: nothing */
	unsigned filling;
};

enum shm_result shm_lay(struct shm *s, struct shm_text *t) MUST_CHECK;
void shm_settle(struct shm *s, struct shm_text *t);

/* shm_put_text() in a step of its own, and with what goes before and after it. */
enum shm_result shm_write(struct shm *s, shm_cell c, const char *text, size_t length,
			  struct shm_seen *seen) MUST_CHECK;

/* The lock of a cell, as its users agree (base/robust.h).  False: the store is damaged. */
bool shm_lock_of(struct shm *s, shm_cell c, struct robust_at *at) MUST_CHECK;

/* Queues, in a step.  shm_push() and shm_pop() are false when it is full or empty (or the step
 * failed, or there is no memory: then t->to is NULL).  What is popped is there, with a NUL behind it,
 * after shm_settle(). */
struct shm_queue {
	uint64_t count, limit; /* limit 0: none */
	bool closed;
};

bool shm_queue_look(struct shm *s, shm_cell c, struct shm_queue *q); /* false: it is none */
void shm_queue_set(struct shm *s, shm_cell c, uint64_t limit, bool closed);
bool shm_push(struct shm *s, shm_cell c, const struct shm_text *t);
bool shm_drop_item(struct shm *s, shm_cell c); /* the next that would be popped */
bool shm_pop(struct shm *s, shm_cell c, struct shm_text *t, shm_allocator allocator, void *context);

/* To sleep until something changes: begin, read; if there is nothing, cancel so, and sleep until
 * there may be, a signal of ours arrived (pending.h), or `ms` have passed (-1: no limit).  Then
 * again. */
uint32_t shm_cancel_to_sleep(struct shm *s);
void shm_sleep(struct shm *s, uint32_t seen, int64_t ms);

#endif
