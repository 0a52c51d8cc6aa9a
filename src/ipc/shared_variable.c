#include "ipc/shared_state.h"

#include "base/buf.h"
#include "base/fdio.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct var_hooks variable_hooks, queue_hooks;

bool shared_report(struct shell *sh, const char *what, enum shm_result r)
{
	if (r == SHM_OK)
		return true;
	shell_error(sh, "%s: %s", what, shm_reason(r));
	sh->status = 1;
	return false;
}

struct entry *shared_entry(struct shell *sh, const struct name *n)
{
	bool is = shared_is(n, SHARED_VARIABLE) || shared_is(n, SHARED_QUEUE);
	return is ? &sh->shared->entries[n->variable->owner_word] : NULL;
}

static void *in_command(void *context, size_t size)
{
	return shell_alloc(context, size);
}

/* --- the getter and the setter --- */

/* The text is the running command's: whoever holds it keeps it when the value is read again. */
static void get(struct shell *sh, struct variable *v)
{
	struct entry *e = &sh->shared->entries[v->owner_word];
	struct shm_value value;
	enum shm_result r = shm_read(e->shm, e->cell, &value, in_command, sh);
	v->flags &= ~(uint32_t)(VAR_SET | VAR_TEXT | VAR_INTEGER | VAR_NOT_INTEGER);
	e->seen = value.version;
	if (r != SHM_OK) {
		shared_cancel(sh);
		(void)shared_report(sh, v->name->text, r);
	} else if (value.kind == SHM_INTEGER) {
		char room[INT_TEXT_ROOM];
		v->integer = value.integer;
		const char *text = int_text(value.integer, room, &value.length);
		value.text = shell_dup_n(sh, text, value.length);
		v->flags |= VAR_INTEGER;
	}
	if (r != SHM_OK || value.kind == SHM_UNSET)
		return;
	v->text = value.text;
	v->length = value.length;
	if (value.text)
		v->flags |= VAR_SET | VAR_TEXT;
	else
		(void)shell_no_memory(sh);
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

static bool two_stores(struct shell *sh, const struct name *n)
{
	shared_cancel(sh);
	shell_error(sh, "%s: is in another store than what the expression assigns", n->text);
	sh->status = 1;
	return false;
}

static void put(struct entry *e, const char *text, size_t length, int64_t integer)
{
	if (!text || is_integer(text, length, &integer))
		shm_put_integer(e->shm, e->cell, integer);
	else
		shm_put_text(e->shm, e->cell, text, length);
	e->seen = shm_version(e->shm, e->cell);
}

static bool set(struct shell *sh, struct variable *v, const char *text, size_t length,
		int64_t integer)
{
	struct entry *e = &sh->shared->entries[v->owner_word];
	if (sh->shared->step && sh->shared->step != e->shm)
		return two_stores(sh, v->name);
	if (sh->shared->step) {
		put(e, text, length, integer);
		return true;
	}
	if (!shared_report(sh, v->name->text, shm_begin(e->shm)))
		return false;
	put(e, text, length, integer);
	return shared_report(sh, v->name->text, shm_commit(e->shm));
}

static void get_queue(struct shell *sh, struct variable *v)
{
	v->flags &= ~(uint32_t)(VAR_SET | VAR_TEXT | VAR_INTEGER | VAR_NOT_INTEGER);
	shared_cancel(sh);
	shell_error(sh, "%s: is a queue", v->name->text);
	sh->status = 1;
}

static bool set_queue(struct shell *sh, struct variable *v, const char *text, size_t length,
		      int64_t integer)
{
	(void)text, (void)length, (void)integer;
	get_queue(sh, v);
	return false;
}

static const struct var_hooks variable_hooks = {.get = get, .set = set};
static const struct var_hooks queue_hooks = {.get = get_queue, .set = set_queue};

/* --- declaring --- */

static bool make_entry(struct shell *sh, struct entry made, uint32_t *index)
{
	struct shared *s = sh->shared;
	if (s->count == s->room) {
		uint32_t room = s->room ? s->room * 2 : 16;
		struct entry *more = mem_resize(s->entries, room * sizeof *more);
		if (!more)
			return shell_no_memory(sh);
		s->entries = more;
		s->room = room;
	}
	*index = s->count++;
	s->entries[*index] = made;
	return true;
}

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
		return true;
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
	if (!shared_report(sh, n->text, shm_commit(e->shm)))
		return false;
	return make_entry(sh, *e, &index) && var_share(sh, n, hooks, index);
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
	size_t length = value ? strlen(value) : 0;
	if (!may_be_shared(sh, n))
		return false;
	if (!value && !shared_is(n, SHARED_QUEUE))
		value = var_text(sh, n->variable, &length);
	if (!shared_report(sh, n->text, shm_begin(to->shm)))
		return false;
	struct entry e = {to->shm, find_or_make(to, n, SHM_UNSET, &made), 0};
	if (made && value && e.cell)
		put(&e, value, length, 0);
	if (!made && shm_queue_look(e.shm, e.cell, &q))
		return wrong_kind(sh, n, to, "variable");
	e.seen = shm_version(e.shm, e.cell);
	return bind(sh, n, &e, &variable_hooks);
}

bool shared_declare_queue(struct shell *sh, struct store *to, struct name *n, uint64_t most)
{
	bool made;
	struct shm_queue q;
	if (!may_be_shared(sh, n) || !shared_report(sh, n->text, shm_begin(to->shm)))
		return false;
	struct entry e = {to->shm, find_or_make(to, n, SHM_QUEUE, &made), 0};
	if (made && e.cell)
		shm_queue_set(e.shm, e.cell, most, false);
	if (!made && !shm_queue_look(e.shm, e.cell, &q))
		return wrong_kind(sh, n, to, "queue");
	return bind(sh, n, &e, &queue_hooks);
}

bool shared_is(const struct name *n, enum shared_kind kind)
{
	const struct variable *v = n->variable;
	return v && v->hooks == (kind == SHARED_QUEUE ? &queue_hooks : &variable_hooks);
}

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

bool shared_changed(struct shell *sh, const struct name *n)
{
	struct entry *e = shared_entry(sh, n);
	uint64_t now = shm_version(e->shm, e->cell);
	bool changed = now != e->seen;
	e->seen = now;
	return changed;
}

/* --- queues --- */

enum shared_try shared_push(struct shell *sh, const struct name *n, const char *text)
{
	struct shm_queue q;
	const struct entry *e = shared_entry(sh, n);
	if (shm_push(e->shm, e->cell, text, strlen(text)))
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
	struct shm_value v;
	const struct entry *e = shared_entry(sh, n);
	if (shm_pop(e->shm, e->cell, &v, in_command, sh)) {
		*text = v.text;
		return v.text ? SHARED_DONE : SHARED_FAILED;
	}
	if (!shm_queue_look(e->shm, e->cell, &q) || q.count)
		return SHARED_FAILED;
	return q.closed ? SHARED_CLOSED : SHARED_WAIT;
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

/* --- locks ---
 *
 * The holder is a process, and a process that was killed frees nothing: so its id and its time of
 * birth are written down, and whoever wants the lock looks whether that process still lives. */

enum { PID_BITS = 22 };

/* When it was born, in ticks since the machine was; 0: it is dead, or cannot be told. */
static uint64_t birth_of(pid_t pid)
{
	char path[40], text[1024];
	struct buf b = BUF_INIT;
	buf_printf(&b, "/proc/%d/stat", (int)pid);
	strncpy(path, buf_cstr(&b), sizeof path - 1);
	path[sizeof path - 1] = '\0';
	buf_free(&b);
	int fd = fd_open_high(path, O_RDONLY, 0);
	ssize_t n = fd < 0 ? -1 : fd_read(fd, text, sizeof text - 1);
	fd_close(fd);
	if (n <= 0)
		return 0;
	text[n] = '\0';
	char *at = strrchr(text, ')'); /* the name before it may be anything */
	if (!at || at[1] != ' ' || at[2] == 'Z' || at[2] == 'X')
		return 0;
	for (int field = 2; field < 22 && at; field++)
		at = strchr(at + 1, ' ');
	return at ? strtoull(at, NULL, 10) : 0;
}

static uint64_t self(struct shell *sh)
{
	struct shared *s = sh->shared;
	if (s->self_process != sh->process) {
		s->self_process = sh->process;
		s->self = (uint64_t)sh->process | birth_of(sh->process) << PID_BITS;
	}
	return s->self;
}

static bool is_alive(uint64_t owner)
{
	pid_t pid = (pid_t)(owner & ((1u << PID_BITS) - 1));
	if (kill(pid, 0) < 0 && errno == ESRCH)
		return false;
	return birth_of(pid) == owner >> PID_BITS;
}

pid_t shared_holder(struct shm *shm, shm_cell cell)
{
	uint64_t owner = shm_owner(shm, cell);
	return owner && is_alive(owner) ? (pid_t)(owner & ((1u << PID_BITS) - 1)) : 0;
}

bool shared_lock_held(struct shell *sh, const struct name *n)
{
	const struct shared *s = sh->shared;
	const struct entry *e = shared_entry(sh, n);
	for (unsigned i = 0; i < s->held_count; i++)
		if (s->held[i].shm == e->shm && s->held[i].cell == e->cell)
			return true;
	return false;
}

/* Looks at the holder outside of the step, since that opens a file. */
enum shared_try shared_lock_try(struct shell *sh, const struct name *n, bool *died)
{
	struct shared *s = sh->shared;
	const struct entry *e = shared_entry(sh, n);
	uint64_t mine = self(sh), dead = 0, owner;
	if (s->held_count == MOST_LOCKS) {
		shell_error(sh, "%s: too many locks held", n->text);
		return SHARED_FAILED;
	}
	for (int tries = 0; tries < 2; tries++) {
		if (!shared_begin(sh, n))
			return SHARED_FAILED;
		owner = shm_owner(e->shm, e->cell);
		if (owner == 0 || owner == dead) {
			shm_set_owner(e->shm, e->cell, mine);
			if (!shared_commit(sh))
				return SHARED_FAILED;
			s->held[s->held_count++] = *e;
			*died = owner != 0;
			return SHARED_DONE;
		}
		shared_cancel(sh);
		if (is_alive(owner))
			return SHARED_WAIT;
		dead = owner;
	}
	return SHARED_WAIT;
}

bool shared_lock_free(struct shell *sh)
{
	struct shared *s = sh->shared;
	struct entry e = s->held[--s->held_count];
	if (!shared_report(sh, "shared", shm_begin(e.shm)))
		return false;
	if (shm_owner(e.shm, e.cell) == self(sh))
		shm_set_owner(e.shm, e.cell, 0);
	return shared_report(sh, "shared", shm_commit(e.shm));
}

void shared_forget_locks(struct shell *sh)
{
	if (sh->shared)
		sh->shared->held_count = 0;
}

/* --- waiting --- */

uint32_t shared_look(struct shell *sh, const struct name *n)
{
	return shm_generation(shared_entry(sh, n)->shm);
}

void shared_sleep(struct shell *sh, const struct name *n, uint32_t seen, int ms)
{
	shm_sleep(shared_entry(sh, n)->shm, seen, ms);
}
