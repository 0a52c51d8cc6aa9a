/* Declaring: which cell a name gets, and when a cell is nobody's any more. */
#include "ipc/shared.h"
#include "ipc/shared_state.h"

#include "state/shell.h"
#include "state/var.h"

#include <pthread.h>
#include <string.h>

/* Every child may use what there was when it was forked; without one, a cell that is replaced is
 * free at once.  Counted by a handler: nobody can fork past it. */
static uint32_t forks;

static void count_fork(void)
{
	forks++;
}

/* --- entries --- */

static bool make_entry(struct shell *sh, const struct entry *made, uint32_t *index)
{
	struct shared *s = sh->shared;
	static bool counting;
	if (!counting)
		counting = pthread_atfork(count_fork, NULL, NULL) == 0;
	if (s->free_entry) {
		*index = s->free_entry;
		s->free_entry = (uint32_t)s->entries[*index].cell;
	} else if (s->count == s->room) {
		uint32_t room = s->room ? s->room * 2 : 16;
		struct entry *more = mem_resize(s->entries, room * sizeof *more);
		if (!more)
			return shell_no_memory(sh);
		s->entries = more;
		s->room = room;
		s->count += s->count == 0; /* 0 is no index */
		*index = s->count++;
	} else {
		*index = s->count++;
	}
	s->entries[*index] = *made;
	s->entries[*index].forks = forks;
	s->entries[*index].maker = sh->process;
	s->entries[*index].epoch = shared_epoch(sh);
	return true;
}

void shared_let_go(struct shell *sh, struct variable *v)
{
	struct shared *s = sh->shared;
	uint32_t index = v->owner_word;
	struct entry *e = &s->entries[index];
	bool own = *shared_store_of(sh, e->shm)->name == '\0';
	if (own && e->forks == forks && !shared_lock_held(sh, v->name) && !s->step)
		shared_free_cell(e);
	else if (own)
		shared_retire(sh, e);
	*e = (struct entry){.cell = s->free_entry};
	s->free_entry = index;
}

/* --- declaring --- */

/* What the shell itself reads must not change under it. */
static bool may_be_shared(struct shell *sh, const struct name *n)
{
	static const char own[][7] = {"PWD", "OLDPWD", "PPID", "PS1", "PS2", "PS4", "ENV", "HOME"};
	const struct variable *v = n->variable;
	bool shared = shared_is(n, SHARED_VARIABLE) || shared_is(n, SHARED_QUEUE);
	bool special = (v && v->hooks && !shared) || strncmp(n->text, "LC_", 3) == 0;
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		special |= strcmp(n->text, own[i]) == 0;
	if (!special)
		return !v || !(v->flags & VAR_READONLY) || var_refuse(sh, n);
	shell_error(sh, "%s: has a meaning to the shell and cannot be shared", n->text);
	sh->status = 1;
	return false;
}

/* In a step: the cell of `n` in a store, found by its name there or made. */
static shm_cell find_or_make(struct store *to, const struct name *n, enum shm_kind kind, bool *made)
{
	shm_cell cell = *to->name ? shm_find(to->shm, n->text, n->length) : 0;
	*made = cell == 0;
	if (cell)
		return cell;
	return *to->name ? shm_add_named(to->shm, kind, n->text, n->length)
			 : shm_add_cell(to->shm, kind);
}

static bool bind(struct shell *sh, struct name *n, const struct entry *e,
		 const struct var_hooks *hooks)
{
	uint32_t index = 0;
	size_t length;
	if (!shared_report(sh, n->text, shm_commit(e->shm)) || !make_entry(sh, e, &index) ||
	    !var_share(sh, n, hooks, index))
		return false;
	(void)var_text(sh, n->variable, &length); /* lists of all variables do not ask */
	return true;
}

static bool wrong_kind(struct shell *sh, const struct name *n, struct store *in, const char *kind)
{
	shm_cancel(in->shm);
	shell_error(sh, "%s: is no %s in %s", n->text, kind, in->name);
	sh->status = 1;
	return false;
}

bool shared_declare(struct shell *sh, struct store *to, struct name *n, const char *value)
{
	bool made;
	struct shm_queue q;
	if (!may_be_shared(sh, n))
		return false;
	struct assigned a = {value, value ? strlen(value) : 0, false};
	if (value && n->variable && (n->variable->flags & VAR_TRANSFORMS) &&
	    !var_transform(sh, n->variable, NULL, 0, &a))
		return false;
	if (!value)
		a.text = var_text(sh, n->variable, &a.length);
	if (!shared_report(sh, n->text, shm_begin(to->shm)))
		return false;
	struct entry e = {.shm = to->shm, .cell = find_or_make(to, n, SHM_UNSET, &made)};
	if (!made && shm_queue_look(e.shm, e.cell, &q))
		return wrong_kind(sh, n, to, "variable");
	if (made && a.text && e.cell)
		shared_put(&e, a.text, a.length, 0);
	e.seen = shm_see(e.shm, e.cell);
	return bind(sh, n, &e, &shared_variable_hooks);
}

bool shared_declare_queue(struct shell *sh, struct store *to, struct name *n, uint64_t most)
{
	bool made;
	struct shm_queue q;
	if (!may_be_shared(sh, n) || !shared_report(sh, n->text, shm_begin(to->shm)))
		return false;
	struct entry e = {.shm = to->shm, .cell = find_or_make(to, n, SHM_QUEUE, &made)};
	if (made && e.cell)
		shm_queue_set(e.shm, e.cell, most, false);
	if (!made && !shm_queue_look(e.shm, e.cell, &q))
		return wrong_kind(sh, n, to, "queue");
	return bind(sh, n, &e, &shared_queue_hooks);
}
