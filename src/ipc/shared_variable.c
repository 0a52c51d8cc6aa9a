/* Values: what reading and writing a shared variable does, and steps. */
#include "ipc/shared.h"
#include "ipc/shared_state.h"

#include "base/buf.h"
#include "state/shell.h"
#include "state/var.h"

#include <string.h>

enum { TRIES = 100 }; /* without the lock, before it is taken */

bool shared_report(struct shell *sh, const char *what, enum shm_result r)
{
	if (r == SHM_OK)
		return true;
	shell_error(sh, "%s: %s", what, shm_reason(r));
	sh->status = 1;
	return false;
}

bool shared_is(const struct name *n, enum shared_kind kind)
{
	const struct variable *v = n->variable;
	return v &&
	       v->hooks == (kind == SHARED_QUEUE ? &shared_queue_hooks : &shared_variable_hooks);
}

struct entry *shared_entry(struct shell *sh, const struct name *n)
{
	bool is = shared_is(n, SHARED_VARIABLE) || shared_is(n, SHARED_QUEUE);
	return is ? &sh->shared->entries[n->variable->owner_word] : NULL;
}

/* --- the getter and the setter --- */

static bool is_same(struct shm_seen a, struct shm_seen b)
{
	return a.word == b.word && a.version == b.version;
}

static void *in_variable(void *context, size_t size)
{
	return var_reserve(context, size - 1);
}

static bool is_in_other_step(struct shell *sh, const struct entry *e)
{
	return sh->shared->step && sh->shared->step != e->shm;
}

/* Apart: what get() does mostly needs no frame. */
__attribute__((noinline)) static void read_cell(struct shell *sh, struct variable *v,
						struct entry *e)
{
	struct shm_value value;
	enum shm_result r = shm_read(e->shm, e->cell, &value, in_variable, v);
	v->flags &= ~(uint32_t)(VAR_SET | VAR_TEXT | VAR_INTEGER | VAR_NOT_INTEGER | VAR_LOST);
	e->seen = value.seen;
	e->lost = r;
	e->copied = NULL;
	if (r == SHM_OK && value.kind == SHM_TEXT && !value.text)
		(void)shell_no_memory(sh);
	if (r != SHM_OK || is_in_other_step(sh, e) || (value.kind == SHM_TEXT && !value.text)) {
		v->flags |= VAR_LOST;
		return;
	}
	if (!sh->shared->step) /* it may be taken back */
		e->copied = shm_watch(e->shm, e->cell);
	if (value.kind == SHM_INTEGER) {
		v->integer = value.integer;
		v->flags |= VAR_SET | VAR_INTEGER;
	} else if (value.kind == SHM_TEXT) {
		v->length = value.length;
		v->flags |= VAR_SET | VAR_TEXT;
	}
}

/* The variable keeps a copy: most values are read more often than they change. */
static void get(struct shell *sh, struct variable *v)
{
	struct entry *e = &sh->shared->entries[v->owner_word];
	if (!e->copied || sh->shared->step || !shm_is_same(e->copied, &e->seen))
		read_cell(sh, v, e);
}

static void explain_other_store(struct shell *sh, const struct name *n)
{
	shared_cancel(sh);
	shell_error(sh, "%s: is in another store than what the expression assigns", n->text);
	sh->status = 1;
}

static void explain(struct shell *sh, struct variable *v)
{
	struct entry *e = &sh->shared->entries[v->owner_word];
	if (is_in_other_step(sh, e)) {
		explain_other_store(sh, v->name);
	} else if (e->lost != SHM_OK) {
		shared_cancel(sh);
		(void)shared_report(sh, v->name->text, e->lost);
	}
}

/* Whether it is how an integer is written; then it is kept as one. */
static bool is_integer(const char *text, size_t length, int64_t *value)
{
	bool negative = length > 1 && *text == '-';
	const char *digit = text + negative, *end = text + length;
	if (digit == end || end - digit > 18 || (*digit == '0' && (end - digit > 1 || negative)))
		return false;
	for (*value = 0; digit < end; digit++) {
		if (*digit < '0' || *digit > '9')
			return false;
		*value = *value * 10 + (*digit - '0');
	}
	if (negative)
		*value = -*value;
	return true;
}

void shared_put(struct entry *e, const char *text, size_t length, int64_t integer)
{
	if (!text || is_integer(text, length, &integer))
		shm_put_integer(e->shm, e->cell, integer);
	else
		shm_put_text(e->shm, e->cell, text, length);
	e->seen = shm_see(e->shm, e->cell);
}

static enum shm_result put_integer(struct entry *e, int64_t value)
{
	for (int i = 0; i < TRIES && shm_begin_alone(e->shm, e->cell); i++) {
		shared_put(e, NULL, 0, value);
		enum shm_result r = shm_commit(e->shm);
		if (r != SHM_AGAIN)
			return r;
	}
	enum shm_result r = shm_begin(e->shm);
	if (r != SHM_OK)
		return r;
	shared_put(e, NULL, 0, value);
	return shm_commit(e->shm);
}

static bool set(struct shell *sh, struct variable *v, const char *text, size_t length,
		int64_t integer)
{
	struct entry *e = &sh->shared->entries[v->owner_word];
	if (is_in_other_step(sh, e)) {
		explain_other_store(sh, v->name);
		return false;
	}
	if (sh->shared->step) {
		shared_put(e, text, length, integer);
		return true;
	}
	enum shm_result r = !text || is_integer(text, length, &integer)
				    ? put_integer(e, integer)
				    : shm_write(e->shm, e->cell, text, length, &e->seen);
	if (!shared_report(sh, v->name->text, r))
		return false;
	v->flags |= VAR_SET; /* for lists of all variables, which do not ask */
	return true;
}

/* The variable's copy is another than what was seen: it was written, or a frame restored it. */
static void forget_copy(struct shell *sh, struct name *n)
{
	sh->shared->entries[n->variable->owner_word].copied = NULL;
}

static void get_queue(struct shell *sh, struct variable *v)
{
	(void)sh;
	v->flags &= ~(uint32_t)(VAR_SET | VAR_TEXT | VAR_INTEGER | VAR_NOT_INTEGER);
	v->flags |= VAR_LOST;
}

static void explain_queue(struct shell *sh, struct variable *v)
{
	shared_cancel(sh);
	shell_error(sh, "%s: is a queue", v->name->text);
	sh->status = 1;
}

static bool set_queue(struct shell *sh, struct variable *v, const char *text, size_t length,
		      int64_t integer)
{
	(void)text, (void)length, (void)integer;
	explain_queue(sh, v);
	return false;
}

const struct var_hooks shared_variable_hooks = {get, set, forget_copy, explain, shared_let_go};
const struct var_hooks shared_queue_hooks = {get_queue, set_queue, NULL, explain_queue,
					     shared_let_go};

/* --- steps --- */

bool shared_begin(struct shell *sh, const struct name *n)
{
	struct shm *shm = shared_entry(sh, n)->shm;
	if (!shared_report(sh, n->text, shm_begin(shm)))
		return false;
	sh->shared->step = shm;
	return true;
}

bool shared_commit(struct shell *sh)
{
	struct shm *step = sh->shared->step;
	sh->shared->step = NULL;
	return !step || shared_report(sh, "shared", shm_commit(step));
}

void shared_cancel(struct shell *sh)
{
	if (!sh->shared || !sh->shared->step)
		return;
	shm_cancel(sh->shared->step);
	sh->shared->step = NULL;
}

bool shared_step(struct shell *sh, const struct name *n, bool alone, shared_change change,
		 void *context)
{
	const struct entry *e = shared_entry(sh, n);
	for (int i = 0; alone && i < TRIES && shm_begin_alone(e->shm, e->cell); i++) {
		sh->shared->step = e->shm;
		if (!change(sh, context)) {
			shared_cancel(sh);
			return false;
		}
		sh->shared->step = NULL;
		enum shm_result r = shm_commit(e->shm);
		if (r != SHM_AGAIN)
			return shared_report(sh, n->text, r);
	}
	if (!shared_begin(sh, n))
		return false;
	if (change(sh, context))
		return shared_commit(sh);
	shared_cancel(sh);
	return false;
}

bool shared_changed(struct shell *sh, const struct name *n)
{
	struct entry *e = shared_entry(sh, n);
	struct shm_seen now = shm_see(e->shm, e->cell);
	bool changed = !is_same(now, e->seen);
	if (changed)
		e->copied = NULL;
	e->seen = now;
	return changed;
}
