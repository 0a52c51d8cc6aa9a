/* shared_state.h - what a process knows of its shared variables: for the files of shared.h. */
#ifndef IPC_SHARED_STATE_H
#define IPC_SHARED_STATE_H

#include "base/robust.h"
#include "ipc/shm.h"

#include <sys/types.h>

enum { MOST_LOCKS = 64, STORE_NAME_ROOM = 65 };

struct buf;
struct name;
struct shell;
struct var_hooks;
struct variable;

struct store {
	struct store *next;
	struct shm *shm;
	char name[STORE_NAME_ROOM]; /* "": this shell's own */
};

struct entry {
	struct shm *shm; /* NULL: the entry is free */
	shm_cell cell;
	struct shm_seen seen; /* what this process last read or wrote */
	/* For shm_is_same(), while the variable has the value that was seen; else NULL. */
	const _Atomic uint64_t *copied;
	enum shm_result lost; /* why it could not be read */
	/* Of a cell that a declaration made: */
	pid_t maker;
	uint32_t forks; /* how often that process had forked */
	uint32_t epoch; /* shared_epoch() */
};

struct retirement;

struct shared {
	struct store *stores;
	struct retirement *retirement; /* shared_retire.c */
	struct shm *step;              /* the store that a step is open in; NULL: none is */
	struct entry *entries;         /* a shared variable's owner_word is an index */
	uint32_t count, room;
	uint32_t free_entry; /* a list by `cell`; 0: none */
	struct {
		struct shm *shm;
		shm_cell cell;
		struct robust_at lock;
		pid_t process; /* which one has it */
	} held[MOST_LOCKS];    /* by this process, or by those that wait for it */
	unsigned held_count;
	struct shm_text moving;        /* by push or pop */
	struct {                       /* what the last try did not find */
		struct robust_at lock; /* .lock NULL: a change after `generation` */
		uint32_t generation;
		bool waited;
	} awaited;
};

extern const struct var_hooks shared_variable_hooks, shared_queue_hooks;

/* True, or false after the message "what: reason". */
bool shared_report(struct shell *sh, const char *what, enum shm_result r);

/* The cell of a shared variable or queue; NULL: it is none. */
struct entry *shared_entry(struct shell *sh, const struct name *n);

/* Writes `text`, or NULL and `integer`, in a step. */
void shared_put(struct entry *e, const char *text, size_t length, int64_t integer);

/* The hook of a variable that goes (state/var.h). */
void shared_let_go(struct shell *sh, struct variable *v);

/* shared_retire.c.  The epoch that this process is in (0: unknown); a cell of the shell's own store
 * that a declaration replaced, given back when nobody can know it; one that is known to nobody. */
uint32_t shared_epoch(struct shell *sh);
void shared_retire(struct shell *sh, const struct entry *e);
void shared_free_cell(const struct entry *e);

struct store *shared_store_of(struct shell *sh, const struct shm *shm);

/* "/whelk.UID.STORE" */
void shared_object_name(const char *store, struct buf *name);

#endif
