/* Cells that a declaration replaced, and when nobody can know them any more.
 *
 * A process that this one forks may use each cell that there was then, and so may those that it
 * forks.  So a process' time is cut into *epochs*, each with a pipe whose writing end it has, and
 * so inherit all that come from it; when they have ended (or became other programs) the reading end
 * says so.  A cell that was made in one epoch and retired in another is given back when all epochs
 * from the one to the other have ended.  Try:
 *
 *	whelk -c 'while :; do shared n=1; (n=2) & wait; done'
 *
 * with and without the call of shared_retire(), and look at `shared list`. */
#include "ipc/shared.h"
#include "ipc/shared_state.h"

#include "base/fdio.h"
#include "state/shell.h"

#include <poll.h>
#include <unistd.h>

enum { FIRST_BATCH = 64, MOST_EPOCHS = 8, MOST_POPPED = 100 };

struct epoch {
	struct epoch *older;
	uint32_t number;
	int ends[2]; /* [0]: FD_CLOSED in a process that inherited it; [1]: when it is over */
};

struct retired {
	struct entry entry;
	uint32_t last; /* the epoch in which it was retired */
};

struct retirement {
	pid_t process;
	struct epoch *epochs; /* the first is now */
	unsigned count_epochs;
	struct retired *cells;
	size_t count, room, batch;
};

/* --- epochs --- */

static void close_end(int *end)
{
	if (*end == FD_CLOSED)
		return;
	fd_disown(end);
	fd_close(*end);
	*end = FD_CLOSED;
}

/* Whether it is not one of the process that forked this. */
static bool is_ours(const struct epoch *e)
{
	return e && e->ends[0] != FD_CLOSED;
}

/* False: no more descriptors, or no memory.  Then the one that is now goes on. */
static bool begin_epoch(struct retirement *r)
{
	struct epoch *e = mem_zero(sizeof *e);
	if (!e || !fd_pipe(e->ends)) {
		mem_free(e);
		return false;
	}
	e->number = r->epochs ? r->epochs->number + 1 : 1;
	e->older = r->epochs;
	if (!fd_own(&e->ends[0]) || !fd_own(&e->ends[1])) {
		close_end(&e->ends[0]);
		close_end(&e->ends[1]);
		mem_free(e);
		return false;
	}
	if (is_ours(r->epochs))
		close_end(&r->epochs->ends[1]);
	r->epochs = e;
	r->count_epochs++;
	return true;
}

/* In a new process: the writing ends that it inherited must stay open as long as it lives. */
static void forget_parent(struct retirement *r, pid_t process)
{
	for (struct epoch *e = r->epochs; e; e = e->older)
		close_end(&e->ends[0]);
	mem_free(r->cells);
	*r = (struct retirement){.process = process, .epochs = r->epochs, .batch = FIRST_BATCH};
}

static bool has_ended(const struct epoch *e)
{
	struct pollfd p = {.fd = e->ends[0], .events = POLLIN};
	return e->ends[1] == FD_CLOSED && poll(&p, 1, 0) == 1 && (p.revents & POLLHUP);
}

/* Takes those out that have ended, but not the one that is now, nor our parent's. */
static void remove_ended(struct retirement *r)
{
	struct epoch **at = &r->epochs;
	while (*at) {
		struct epoch *e = *at;
		if (!is_ours(e) || !has_ended(e)) {
			at = &e->older;
			continue;
		}
		close_end(&e->ends[0]);
		*at = e->older;
		mem_free(e);
		r->count_epochs--;
	}
}

static bool is_known(const struct retirement *r, const struct retired *cell)
{
	for (const struct epoch *e = r->epochs; e; e = e->older)
		if (is_ours(e) && e->number >= cell->entry.epoch && e->number <= cell->last)
			return true;
	return false;
}

/* --- giving back --- */

/* In a step: gives back the cell and what is in it, or some of that.  True: that was all. */
static bool empty(struct shm *shm, shm_cell cell)
{
	struct shm_queue q;
	if (!shm_queue_look(shm, cell, &q) || q.count == 0) {
		shm_remove_cell(shm, cell);
		return true;
	}
	for (int i = 0; i < MOST_POPPED; i++)
		if (!shm_drop_item(shm, cell))
			break;
	return false;
}

void shared_free_cell(const struct entry *e)
{
	bool all = false;
	while (!all && shm_begin(e->shm) == SHM_OK) {
		all = empty(e->shm, e->cell);
		if (shm_commit(e->shm) != SHM_OK)
			return;
	}
}

static void free_unknown(struct retirement *r)
{
	size_t kept = 0;
	remove_ended(r);
	for (size_t i = 0; i < r->count; i++) {
		if (is_known(r, &r->cells[i]))
			r->cells[kept++] = r->cells[i];
		else
			shared_free_cell(&r->cells[i].entry);
	}
	r->count = kept;
	r->batch = kept * 2 > FIRST_BATCH ? kept * 2 : FIRST_BATCH;
}

/* --- for shared_declare.c --- */

static struct retirement *of_process(struct shell *sh)
{
	struct retirement *r = sh->shared->retirement;
	if (!r)
		r = sh->shared->retirement = mem_zero(sizeof *r);
	if (r && r->process != sh->process)
		forget_parent(r, sh->process);
	return r;
}

uint32_t shared_epoch(struct shell *sh)
{
	struct retirement *r = of_process(sh);
	return r && (is_ours(r->epochs) || begin_epoch(r)) ? r->epochs->number : 0;
}

void shared_retire(struct shell *sh, const struct entry *e)
{
	struct retirement *r = of_process(sh);
	if (!r || e->epoch == 0 || e->maker != sh->process)
		return; /* whoever made it does this, or nobody */
	if (r->count == r->room) {
		size_t room = r->room ? r->room * 2 : FIRST_BATCH;
		struct retired *more = mem_resize(r->cells, room * sizeof *more);
		if (!more)
			return;
		r->cells = more;
		r->room = room;
	}
	r->cells[r->count++] = (struct retired){*e, r->epochs->number};
	if (r->count < r->batch)
		return;
	if (r->count_epochs < MOST_EPOCHS)
		(void)begin_epoch(r);
	free_unknown(r);
}
