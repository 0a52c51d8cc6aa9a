/* Queues, locks, and sleeping until there is something. */
#include "ipc/shared.h"
#include "ipc/shared_state.h"

#include "base/name.h"
#include "state/shell.h"

#include <string.h>

/* --- queues --- */

static void *in_command(void *context, size_t size)
{
	return shell_alloc(context, size);
}

bool shared_begin_push(struct shell *sh, const struct name *n, const char *text)
{
	struct shm_text *t = &sh->shared->moving;
	*t = (struct shm_text){.bytes = text, .length = strlen(text)};
	return shared_report(sh, n->text, shm_lay(shared_entry(sh, n)->shm, t));
}

enum shared_try shared_push(struct shell *sh, const struct name *n)
{
	struct shm_queue q;
	const struct entry *e = shared_entry(sh, n);
	if (shm_push(e->shm, e->cell, &sh->shared->moving))
		return SHARED_DONE;
	if (!shm_queue_look(e->shm, e->cell, &q))
		return SHARED_FAILED;
	if (q.closed)
		return SHARED_CLOSED;
	return q.limit && q.count >= q.limit ? SHARED_WAIT : SHARED_FAILED;
}

enum shared_try shared_pop(struct shell *sh, const struct name *n, char **text)
{
	struct shm_queue q;
	struct shm_text *t = &sh->shared->moving;
	const struct entry *e = shared_entry(sh, n);
	*t = (struct shm_text){.to = NULL};
	if (shm_pop(e->shm, e->cell, t, in_command, sh)) {
		*text = t->to;
		return SHARED_DONE;
	}
	if (!shm_queue_look(e->shm, e->cell, &q) || q.count)
		return SHARED_FAILED;
	return q.closed ? SHARED_CLOSED : SHARED_WAIT;
}

void shared_end_move(struct shell *sh, const struct name *n)
{
	shm_settle(shared_entry(sh, n)->shm, &sh->shared->moving);
}

uint64_t shared_length(struct shell *sh, const struct name *n)
{
	struct shm_queue q = {0};
	const struct entry *e = shared_entry(sh, n);
	(void)shm_queue_look(e->shm, e->cell, &q);
	return q.count;
}

void shared_close(struct shell *sh, const struct name *n)
{
	struct shm_queue q;
	const struct entry *e = shared_entry(sh, n);
	if (shm_queue_look(e->shm, e->cell, &q))
		shm_queue_set(e->shm, e->cell, q.limit, true);
}

/* --- locks --- */

bool shared_lock_held(struct shell *sh, const struct name *n)
{
	const struct shared *s = sh->shared;
	const struct entry *e = shared_entry(sh, n);
	for (unsigned i = 0; i < s->held_count; i++)
		if (s->held[i].shm == e->shm && s->held[i].cell == e->cell)
			return true;
	return false;
}

enum shared_try shared_lock_try(struct shell *sh, const struct name *n, bool *died)
{
	struct shared *s = sh->shared;
	const struct entry *e = shared_entry(sh, n);
	struct robust_at at;
	if (s->held_count == MOST_LOCKS) {
		shell_error(sh, "%s: too many locks held", n->text);
		return SHARED_FAILED;
	}
	if (!shm_lock_of(e->shm, e->cell, &at)) {
		(void)shared_report(sh, n->text, SHM_DAMAGED);
		return SHARED_FAILED;
	}
	enum robust_try result = robust_try(at, s->awaited.waited);
	s->awaited.lock = at;
	if (result == ROBUST_BUSY)
		return SHARED_WAIT;
	s->held[s->held_count].shm = e->shm;
	s->held[s->held_count].cell = e->cell;
	s->held[s->held_count].process = sh->process;
	s->held[s->held_count++].lock = at;
	*died = result == ROBUST_TAKEN_FROM_DEAD;
	return SHARED_DONE;
}

bool shared_locks_held(const struct shell *sh)
{
	const struct shared *s = sh->shared;
	return s && s->held_count > 0 && s->held[s->held_count - 1].process == sh->process;
}

void shared_lock_free(struct shell *sh)
{
	struct shared *s = sh->shared;
	robust_free(s->held[--s->held_count].lock);
}

void shared_forget_locks(struct shell *sh)
{
	if (sh->shared)
		sh->shared->held_count = 0;
}

/* --- sleeping --- */

void shared_cancel_to_sleep(struct shell *sh)
{
	struct shared *s = sh->shared;
	s->awaited.lock.lock = NULL;
	s->awaited.generation = shm_cancel_to_sleep(s->step);
	s->step = NULL;
}

void shared_sleep(struct shell *sh, const struct name *n, int64_t ms)
{
	struct shared *s = sh->shared;
	s->awaited.waited = true;
	if (s->awaited.lock.lock)
		robust_wait(s->awaited.lock, ms, true);
	else
		shm_sleep(shared_entry(sh, n)->shm, s->awaited.generation, ms);
}

void shared_end_waiting(struct shell *sh)
{
	sh->shared->awaited.waited = false;
	robust_give_up();
}
