/* shared.h - shared variables: variables whose value is a cell of a store (shm.h).
 *
 * The first declaration of a shell makes its store, which those that it forks have too.  A shared
 * variable carries a getter and a setter (state/var.h), so that everything which reads and writes
 * variables goes to the cell; a frame restores that a name is shared, never the value. */
#ifndef IPC_SHARED_H
#define IPC_SHARED_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct name;
struct shell;
struct shared;
struct store;

enum shared_kind { SHARED_VARIABLE, SHARED_QUEUE };

/* This shell's own store (""), or the one of that name that all shells of the user share; made if
 * there is none.  NULL after a message. */
struct store *shared_store(struct shell *sh, const char *name);

/* Makes `n` a shared variable with this value (NULL: the one that it has, if any), or a queue.  In
 * the shell's own store always a new one; in another the one of that name, if it is there: then
 * value and limit do not count.  False after a message. */
bool shared_declare(struct shell *sh, struct store *to, struct name *n,
		    const char *value) MUST_CHECK;
bool shared_declare_queue(struct shell *sh, struct store *to, struct name *n,
			  uint64_t limit) MUST_CHECK;

/* The name of a store is free again; who uses the store goes on.  False after a message. */
bool shared_remove(struct shell *sh, const char *name) MUST_CHECK;

/* What stores and variables there are, and who holds them, as text.  A store that cannot be read
 * gives a message and status 1. */
void shared_list(struct shell *sh, struct buf *out);

/* Whether it is one, in this process. */
bool shared_is(const struct name *n, enum shared_kind kind);

/* An atomic step in the store of `n`: what is written between the two takes effect at its end.
 * Nothing that can block may be called in it, and no other store written.  shared_commit() is false
 * after a message; then nothing has changed. */
bool shared_begin(struct shell *sh, const struct name *n) MUST_CHECK;
bool shared_commit(struct shell *sh) MUST_CHECK;
void shared_cancel(struct shell *sh); /* nothing happens if there is no step */

/* The same around `change`, which is false after a message, or to change nothing.  `alone`: it does
 * nothing but to read and write `n`, and can be run again: then an integer is changed without the
 * lock, as often as others come between. */
typedef bool (*shared_change)(struct shell *sh, void *context);
bool shared_step(struct shell *sh, const struct name *n, bool alone, shared_change change,
		 void *context) MUST_CHECK;

/* In a step: whether the value differs from what this process last read or wrote; then it counts as
 * read. */
bool shared_changed(struct shell *sh, const struct name *n);

/* In a step; but shared_begin_push() comes before the first try to push, and shared_end_move() after
 * the last one to push or pop.  Only then is there, in sh->tmp, what was popped. */
enum shared_try { SHARED_DONE, SHARED_WAIT, SHARED_CLOSED, SHARED_FAILED };
bool shared_begin_push(struct shell *sh, const struct name *n, const char *text) MUST_CHECK;
enum shared_try shared_push(struct shell *sh, const struct name *n);
enum shared_try shared_pop(struct shell *sh, const struct name *n, char **text);
void shared_end_move(struct shell *sh, const struct name *n);
uint64_t shared_length(struct shell *sh, const struct name *n);
void shared_close(struct shell *sh, const struct name *n);

/* The lock of `n`.  shared_lock_try() takes it if it is free; *died: its last holder died. */
bool shared_lock_held(struct shell *sh, const struct name *n); /* by us, or whom we work for */
bool shared_locks_held(const struct shell *sh); /* any, by this process: it cannot be replaced */
enum shared_try shared_lock_try(struct shell *sh, const struct name *n, bool *died);
void shared_lock_free(struct shell *sh);    /* the one taken last */
void shared_forget_locks(struct shell *sh); /* in an asynchronous list, or a coprocess */

/* A try that found nothing cancels its step so (a lock has none).  shared_sleep() then sleeps until
 * another try makes sense, a signal arrived, or `ms` have passed (-1: no limit).  After the last
 * try the waiting is ended. */
void shared_cancel_to_sleep(struct shell *sh);
void shared_sleep(struct shell *sh, const struct name *n, int64_t ms);
void shared_end_waiting(struct shell *sh);

#endif
