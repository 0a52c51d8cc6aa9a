/* The stores of a shell: its own, and those with a name. */
#include "ipc/shared.h"
#include "ipc/shared_state.h"

#include "base/buf.h"
#include "base/diag.h"
#include "base/fdio.h"
#include "base/name.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool fail(struct shell *sh, const char *store, const char *why)
{
	shell_error(sh, "shared: %s%s%s", store, *store ? ": " : "", why);
	sh->status = 1;
	return false;
}

/* SHARED_MAX, or a quarter of the memory.  False after a message. */
static bool read_limit(struct shell *sh, size_t *bytes)
{
	const char *text = var_get_by(sh, "SHARED_MAX");
	*bytes = (size_t)sysconf(_SC_PHYS_PAGES) / 4 * (size_t)sysconf(_SC_PAGESIZE);
	if (!text || !*text)
		return true;
	char *end;
	errno = 0;
	unsigned long long most = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || errno) {
		shell_error(sh, "SHARED_MAX: %s: not a number of bytes", text);
		sh->status = 1;
		return false;
	}
	*bytes = most < SIZE_MAX / 2 ? (size_t)most : SIZE_MAX / 2;
	return true;
}

static bool is_store_name(const char *name)
{
	size_t length = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				     "0123456789_.-");
	return length > 0 && length < STORE_NAME_ROOM && name[length] == '\0';
}

static bool check_name(struct shell *sh, const char *name)
{
	return is_store_name(name) ||
	       fail(sh, name, "a store's name is 1 to 64 letters, digits, '_', '.' and '-'");
}

void shared_object_name(const char *store, struct buf *name)
{
	buf_printf(name, "/whelk.%lu.%s", (unsigned long)geteuid(), store);
}

/* One that was removed is kept for the variables that are in it, but has no name any more. */
static struct store *find(struct shared *s, const char *name)
{
	for (struct store *at = s->stores; at; at = at->next)
		if (strcmp(at->name, name) == 0 && (!*name || !shm_is_removed(at->shm)))
			return at;
	return NULL;
}

static struct shm *open_shm(struct shell *sh, const char *name)
{
	size_t limit;
	const char *why;
	struct buf object = BUF_INIT;
	if (!read_limit(sh, &limit))
		return NULL;
	if (!*name) {
		struct shm *shm = shm_new(limit);
		if (!shm)
			(void)fail(sh, "cannot make a store", strerror(errno));
		return shm;
	}
	shared_object_name(name, &object);
	struct shm *shm = shm_attach(buf_cstr(&object), limit, true, &why);
	buf_free(&object);
	if (!shm)
		(void)fail(sh, name, why);
	return shm;
}

struct store *shared_store(struct shell *sh, const char *name)
{
	if (*name && !check_name(sh, name))
		return NULL;
	if (!sh->shared)
		sh->shared = mem_zero(sizeof *sh->shared);
	struct store *at = sh->shared ? find(sh->shared, name) : NULL;
	if (at)
		return at;
	at = sh->shared ? mem_zero(sizeof *at) : NULL;
	if (!at) {
		(void)shell_no_memory(sh);
		return NULL;
	}
	at->shm = open_shm(sh, name);
	if (!at->shm) {
		mem_free(at);
		return NULL;
	}
	memcpy(at->name, name, strlen(name) + 1);
	at->next = sh->shared->stores;
	sh->shared->stores = at;
	return at;
}

struct store *shared_store_of(struct shell *sh, const struct shm *shm)
{
	struct store *at = sh->shared->stores;
	while (at && at->shm != shm)
		at = at->next;
	return at;
}

bool shared_remove(struct shell *sh, const char *name)
{
	struct buf object = BUF_INIT;
	if (!check_name(sh, name))
		return false;
	shared_object_name(name, &object);
	bool ok = shm_remove(buf_cstr(&object));
	buf_free(&object);
	return ok || fail(sh, name, errno == ENOENT ? "no such store" : strerror(errno));
}

/* --- the list --- */

struct item {
	const char *name;
	shm_cell cell;
};

enum { LONGEST_NAME = 4096 };

struct list {
	struct shell *sh;
	struct shm *shm;
	struct item *items;
	size_t count, room;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct item *)a)->name, ((const struct item *)b)->name);
}

static bool add(struct list *l, const char *name, shm_cell cell)
{
	if (l->count == l->room) {
		size_t room = l->room ? l->room * 2 : 64;
		struct item *more = mem_resize(l->items, room * sizeof *more);
		if (!more)
			return shell_no_memory(l->sh);
		l->items = more;
		l->room = room;
	}
	name = shell_dup(l->sh, name);
	if (!name)
		return shell_no_memory(l->sh);
	l->items[l->count++] = (struct item){name, cell};
	return true;
}

/* The shell's own store knows no names, but the shell does. */
static void add_own(struct name *n, void *context)
{
	struct list *l = context;
	const struct entry *e = shared_entry(l->sh, n);
	if (e && e->shm == l->shm)
		(void)add(l, n->text, e->cell);
}

static void add_named(struct list *l)
{
	char name[LONGEST_NAME];
	unsigned bucket = 0;
	uint64_t most = shm_size(l->shm) / 64; /* in a damaged one they may come again */
	for (shm_cell c = 0; l->count < most && (c = shm_next(l->shm, c, &bucket)) != 0;)
		if (shm_name(l->shm, c, name, sizeof name) && !add(l, name, c))
			return;
}

static void *no_copy(void *context, size_t size)
{
	(void)context, (void)size;
	return NULL;
}

static void describe(struct shm *shm, const struct item *i, struct buf *out)
{
	struct shm_value v;
	struct shm_queue q;
	struct robust_at lock;
	pid_t holder = shm_lock_of(shm, i->cell, &lock) ? robust_holder(lock) : 0;
	buf_str(out, "  ");
	diag_escape(out, i->name, strlen(i->name)); /* whoever wrote it there */
	buf_str(out, ": ");
	if (shm_queue_look(shm, i->cell, &q)) {
		buf_printf(out, "queue, %llu %s", (unsigned long long)q.count,
			   q.count == 1 ? "item" : "items");
		if (q.limit)
			buf_printf(out, ", at most %llu", (unsigned long long)q.limit);
		buf_str(out, q.closed ? ", closed" : "");
	} else if (shm_read(shm, i->cell, &v, no_copy, NULL) != SHM_OK) {
		buf_str(out, "damaged");
	} else if (v.kind == SHM_TEXT) {
		buf_printf(out, "text, %zu %s", v.length, v.length == 1 ? "byte" : "bytes");
	} else {
		buf_str(out, v.kind == SHM_INTEGER ? "integer" : "unset");
	}
	if (holder)
		buf_printf(out, ", locked by %d", (int)holder);
	buf_byte(out, '\n');
}

static void list_store(struct shell *sh, struct shm *shm, const char *name, struct buf *out)
{
	struct list l = {.sh = sh, .shm = shm};
	if (*name)
		add_named(&l);
	else
		name_each(sh->names, add_own, &l);
	if (l.count)
		qsort(l.items, l.count, sizeof *l.items, by_name);
	buf_printf(out, "%s: %zu %s, %llu bytes\n", *name ? name : "(this shell)", l.count,
		   l.count == 1 ? "variable" : "variables", (unsigned long long)shm_size(shm));
	for (size_t i = 0; i < l.count; i++)
		describe(shm, &l.items[i], out);
	mem_free(l.items);
}

static void list_named(struct shell *sh, const char *name, struct buf *out)
{
	const char *why = "";
	struct buf object = BUF_INIT;
	struct store *at = sh->shared ? find(sh->shared, name) : NULL;
	shared_object_name(name, &object);
	struct shm *shm = at ? at->shm : shm_attach(buf_cstr(&object), 0, false, &why);
	buf_free(&object);
	if (shm)
		list_store(sh, shm, name, out);
	else if (*why)
		(void)fail(sh, name, why);
	if (!at)
		shm_close(shm);
}

void shared_list(struct shell *sh, struct buf *out)
{
	struct buf prefix = BUF_INIT;
	shared_object_name("", &prefix);
	if (prefix.failed) {
		buf_free(&prefix);
		(void)shell_no_memory(sh);
		return;
	}
	const char *start = buf_cstr(&prefix) + 1;
	struct list l = {.sh = sh};
	/* Where objects in memory are no files, there is no list of them. */
	DIR *directory = fd_open_directory("/dev/shm");
	for (struct dirent *d; directory && (d = readdir(directory)) != NULL;)
		if (strncmp(d->d_name, start, strlen(start)) == 0 &&
		    is_store_name(d->d_name + strlen(start)))
			(void)add(&l, d->d_name + strlen(start), 0);
	if (directory)
		(void)closedir(directory);
	buf_free(&prefix);
	if (l.count)
		qsort(l.items, l.count, sizeof *l.items, by_name);
	struct store *own = sh->shared ? find(sh->shared, "") : NULL;
	if (own)
		list_store(sh, own->shm, "", out);
	for (size_t i = 0; i < l.count; i++)
		list_named(sh, l.items[i].name, out);
	mem_free(l.items);
}
