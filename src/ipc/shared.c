#include "ipc/shared.h"

#include "base/buf.h"
#include "base/fdio.h"
#include "ipc/shm.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_LOCKS = 64 };

struct entry {
	shm_cell cell;
	uint64_t seen; /* the version that this process last read or wrote */
};

struct shared {
	struct shm *store;
	struct entry *entries; /* a shared variable's owner_word is an index */
	uint32_t count, room;
	shm_cell held[MOST_LOCKS]; /* by this process, or by those that wait for it */
	unsigned held_count;
	pid_t self_process;
	uint64_t self; /* as the owner of a lock */
};

static const struct var_hooks variable_hooks, queue_hooks;

static bool report(struct shell *sh, const struct name *n, enum shm_result r)
{
	if (r == SHM_OK)
		return true;
	shell_error(sh, "%s: %s", n ? n->text : "shared", shm_reason(r));
	sh->status = 1;
	return false;
}

static struct entry *entry_of(struct shell *sh, const struct name *n)
{
	return &sh->shared->entries[n->variable->owner_word];
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
	enum shm_result r = shm_read(sh->shared->store, e->cell, &value, in_command, sh);
	v->flags &= ~(uint32_t)(VAR_SET | VAR_TEXT | VAR_INTEGER | VAR_NOT_INTEGER);
	e->seen = value.version;
	if (r != SHM_OK) {
		shared_cancel(sh);
		(void)report(sh, v->name, r);
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

static void put(struct shell *sh, struct entry *e, const char *text, size_t length, int64_t integer)
{
	struct shm *store = sh->shared->store;
	if (!text || is_integer(text, length, &integer))
		shm_put_integer(store, e->cell, integer);
	else
		shm_put_text(store, e->cell, text, length);
	e->seen = shm_version(store, e->cell);
}

static bool set(struct shell *sh, struct variable *v, const char *text, size_t length,
		int64_t integer)
{
	struct shm *store = sh->shared->store;
	struct entry *e = &sh->shared->entries[v->owner_word];
	bool alone = !shm_in_step(store);
	if (alone && !report(sh, v->name, shm_begin(store)))
		return false;
	put(sh, e, text, length, integer);
	return !alone || report(sh, v->name, shm_commit(store));
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

/* SHARED_MAX bytes, or a quarter of the memory. */
static size_t limit(struct shell *sh)
{
	const char *text = var_get_by(sh, "SHARED_MAX");
	unsigned long long bytes = text ? strtoull(text, NULL, 10) : 0;
	if (bytes == 0)
		bytes = (unsigned long long)sysconf(_SC_PHYS_PAGES) *
			(unsigned long long)sysconf(_SC_PAGESIZE) / 4;
	return (size_t)bytes;
}

static bool start(struct shell *sh)
{
	if (sh->shared)
		return true;
	struct shared *s = mem_zero(sizeof *s);
	if (!s)
		return shell_no_memory(sh);
	s->store = shm_new(limit(sh));
	if (!s->store) {
		shell_error(sh, "shared: cannot make a store: %s", strerror(errno));
		sh->status = 1;
		mem_free(s);
		return false;
	}
	sh->shared = s;
	return true;
}

static bool make_entry(struct shell *sh, shm_cell cell, uint32_t *index)
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
	s->entries[*index] = (struct entry){.cell = cell};
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

/* In a step: the new cell; the step is over afterwards.  0 after a message. */
static shm_cell finish_cell(struct shell *sh, const struct name *n, shm_cell cell)
{
	return report(sh, n, shm_commit(sh->shared->store)) ? cell : 0;
}

bool shared_declare(struct shell *sh, struct name *n, const char *value)
{
	uint32_t index;
	if (!may_be_shared(sh, n) || !start(sh))
		return false;
	size_t length = value ? strlen(value) : 0;
	if (!value && !shared_is(n, SHARED_QUEUE))
		value = var_text(sh, n->variable, &length);
	struct shm *store = sh->shared->store;
	if (!report(sh, n, shm_begin(store)))
		return false;
	shm_cell cell = shm_add_cell(store, SHM_UNSET);
	struct entry made = {.cell = cell};
	if (value && cell)
		put(sh, &made, value, length, 0);
	cell = finish_cell(sh, n, cell);
	return cell && make_entry(sh, cell, &index) && var_share(sh, n, &variable_hooks, index);
}

bool shared_declare_queue(struct shell *sh, struct name *n, uint64_t most)
{
	uint32_t index;
	if (!may_be_shared(sh, n) || !start(sh) || !report(sh, n, shm_begin(sh->shared->store)))
		return false;
	shm_cell cell = shm_add_cell(sh->shared->store, SHM_QUEUE);
	if (cell)
		shm_queue_set(sh->shared->store, cell, most, false);
	cell = finish_cell(sh, n, cell);
	return cell && make_entry(sh, cell, &index) && var_share(sh, n, &queue_hooks, index);
}

bool shared_is(const struct name *n, enum shared_kind kind)
{
	const struct variable *v = n->variable;
	return v && v->hooks == (kind == SHARED_QUEUE ? &queue_hooks : &variable_hooks);
}

/* --- steps --- */

bool shared_begin(struct shell *sh)
{
	return report(sh, NULL, shm_begin(sh->shared->store));
}

bool shared_commit(struct shell *sh)
{
	return !shm_in_step(sh->shared->store) || report(sh, NULL, shm_commit(sh->shared->store));
}

void shared_cancel(struct shell *sh)
{
	if (sh->shared && shm_in_step(sh->shared->store))
		shm_cancel(sh->shared->store);
}

bool shared_changed(struct shell *sh, const struct name *n)
{
	struct entry *e = entry_of(sh, n);
	uint64_t now = shm_version(sh->shared->store, e->cell);
	bool changed = now != e->seen;
	e->seen = now;
	return changed;
}

/* --- queues --- */

enum shared_try shared_push(struct shell *sh, const struct name *n, const char *text)
{
	struct shm_queue q;
	shm_cell cell = entry_of(sh, n)->cell;
	if (shm_push(sh->shared->store, cell, text, strlen(text)))
		return SHARED_DONE;
	if (!shm_queue_look(sh->shared->store, cell, &q))
		return SHARED_FAILED;
	if (q.closed)
		return SHARED_CLOSED;
	return q.limit && q.count >= q.limit ? SHARED_WAIT : SHARED_FAILED;
}

enum shared_try shared_pop(struct shell *sh, const struct name *n, char **text)
{
	struct shm_queue q;
	struct shm_value v;
	shm_cell cell = entry_of(sh, n)->cell;
	if (shm_pop(sh->shared->store, cell, &v, in_command, sh)) {
		*text = v.text;
		return v.text ? SHARED_DONE : SHARED_FAILED;
	}
	if (!shm_queue_look(sh->shared->store, cell, &q) || q.count)
		return SHARED_FAILED;
	return q.closed ? SHARED_CLOSED : SHARED_WAIT;
}

uint64_t shared_length(struct shell *sh, const struct name *n)
{
	struct shm_queue q = {0};
	(void)shm_queue_look(sh->shared->store, entry_of(sh, n)->cell, &q);
	return q.count;
}

void shared_close(struct shell *sh, const struct name *n)
{
	struct shm_queue q;
	shm_cell cell = entry_of(sh, n)->cell;
	if (shm_queue_look(sh->shared->store, cell, &q))
		shm_queue_set(sh->shared->store, cell, q.limit, true);
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

bool shared_lock_held(const struct shell *sh, const struct name *n)
{
	const struct shared *s = sh->shared;
	shm_cell cell = s->entries[n->variable->owner_word].cell;
	for (unsigned i = 0; i < s->held_count; i++)
		if (s->held[i] == cell)
			return true;
	return false;
}

/* Looks at the holder outside of the step, since that opens a file. */
enum shared_try shared_lock_try(struct shell *sh, const struct name *n, bool *died)
{
	struct shared *s = sh->shared;
	shm_cell cell = entry_of(sh, n)->cell;
	uint64_t mine = self(sh), dead = 0, owner;
	if (s->held_count == MOST_LOCKS) {
		shell_error(sh, "%s: too many locks held", n->text);
		return SHARED_FAILED;
	}
	for (int tries = 0; tries < 2; tries++) {
		if (!shared_begin(sh))
			return SHARED_FAILED;
		owner = shm_owner(s->store, cell);
		if (owner == 0 || owner == dead) {
			shm_set_owner(s->store, cell, mine);
			if (!shared_commit(sh))
				return SHARED_FAILED;
			s->held[s->held_count++] = cell;
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
	shm_cell cell = s->held[--s->held_count];
	if (!shared_begin(sh))
		return false;
	if (shm_owner(s->store, cell) == self(sh))
		shm_set_owner(s->store, cell, 0);
	return shared_commit(sh);
}

void shared_forget_locks(struct shell *sh)
{
	if (sh->shared)
		sh->shared->held_count = 0;
}

/* --- waiting --- */

uint32_t shared_look(struct shell *sh)
{
	return shm_generation(sh->shared->store);
}

void shared_sleep(struct shell *sh, uint32_t seen, int ms)
{
	shm_sleep(sh->shared->store, seen, ms);
}
