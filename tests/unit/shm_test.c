/* The store of shared values, alone: eight processes, writers that are killed, random bytes.
 *
 * SHM_STRIDE=1 kills at each instruction (each 23rd unless it is said); SHM_KILLS=10000 kills so
 * many writers (200 unless it is said); SHM_FUZZ=600 writes random bytes for so many seconds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/mem.h"
#include "base/robust.h"
#include "ipc/shm.h"
#include "ipc/shm_layout.h"

#include "unit.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROCESSES = 8, TURNS = 5000, MIB = 1 << 20 };

/* A read that others disturb begins again, and asks again. */
static void *on_heap(void *context, size_t size)
{
	char **text = context;
	if (!text)
		return malloc(size);
	free(*text);
	return *text = malloc(size);
}

static void nap(long nanoseconds)
{
	struct timespec t = {0, nanoseconds};
	nanosleep(&t, NULL);
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static shm_cell add(struct shm *s, enum shm_kind kind)
{
	if (!CHECK(shm_begin(s) == SHM_OK))
		return 0;
	shm_cell c = shm_add_cell(s, kind);
	CHECK(shm_commit(s) == SHM_OK);
	return c;
}

static enum shm_result put_text(struct shm *s, shm_cell c, const char *text, size_t length)
{
	enum shm_result r = shm_begin(s);
	if (r != SHM_OK)
		return r;
	shm_put_text(s, c, text, length);
	return shm_commit(s);
}

static struct shm_value value_of(struct shm *s, shm_cell c)
{
	struct shm_value v;
	CHECK_INT(shm_read(s, c, &v, on_heap, NULL), SHM_OK);
	return v;
}

static void step(struct shm *s, const shm_cell *cells, int count)
{
	struct shm_value v;
	if (shm_begin(s) != SHM_OK)
		_exit(1);
	for (int i = 0; i < count; i++) {
		if (shm_read(s, cells[i], &v, on_heap, NULL) != SHM_OK)
			_exit(1);
		shm_put_integer(s, cells[i], v.integer + 1);
	}
	if (shm_commit(s) != SHM_OK)
		_exit(1);
}

static void values_come_back(void)
{
	struct shm *s = shm_new(16 * MIB);
	shm_cell c = add(s, SHM_UNSET);
	CHECK_INT(value_of(s, c).kind, SHM_UNSET);
	CHECK(put_text(s, c, "a\nb", 3) == SHM_OK);
	struct shm_value v = value_of(s, c);
	CHECK_STR(v.text, "a\nb");
	free(v.text);
	CHECK(shm_begin(s) == SHM_OK);
	shm_put_integer(s, c, -7);
	CHECK_INT(value_of(s, c).integer, -7);
	shm_cancel(s);
	v = value_of(s, c);
	CHECK_STR(v.text, "a\nb");
	free(v.text);
	shm_close(s);
}

static void full_store_keeps_the_old(void)
{
	struct shm *s = shm_new(4 * MIB);
	char *big = calloc(1, 8 * MIB);
	shm_cell c = add(s, SHM_UNSET);
	CHECK(put_text(s, c, "old", 3) == SHM_OK);
	CHECK_INT(put_text(s, c, big, 8 * MIB), SHM_FULL);
	struct rlimit before, small = {MIB, MIB};
	getrlimit(RLIMIT_FSIZE, &before);
	small.rlim_max = before.rlim_max;
	setrlimit(RLIMIT_FSIZE, &small);
	CHECK_INT(put_text(s, c, big, 2 * MIB), SHM_FULL);
	setrlimit(RLIMIT_FSIZE, &before);
	struct shm_value v = value_of(s, c);
	CHECK_STR(v.text, "old");
	free(v.text);
	CHECK(put_text(s, c, big, 2 * MIB) == SHM_OK);
	free(big);
	shm_close(s);
}

/* It dies with a block that is neither free nor named by a cell. */
static void room_of_the_dead_is_used_again(void)
{
	struct shm *s = shm_new(4 * MIB);
	char *big = calloc(1, MIB);
	shm_cell c = add(s, SHM_UNSET);
	struct shm_seen seen;
	for (int i = 0; i < 50; i++) {
		pid_t writer = fork();
		while (writer == 0)
			(void)!shm_write(s, c, big, MIB, &seen);
		nap(1000000 + rand() % 2000000);
		end(writer);
	}
	for (int i = 0; i < 3; i++)
		CHECK_INT(shm_write(s, c, big, MIB, &seen), SHM_OK);
	free(big);
	shm_close(s);
}

static void eight_processes_count(void)
{
	struct shm *s = shm_new(MIB);
	shm_cell cells[] = {add(s, SHM_UNSET), add(s, SHM_UNSET)};
	for (int i = 0; i < PROCESSES; i++)
		if (fork() == 0) {
			for (int j = 0; j < TURNS; j++)
				step(s, cells, 2);
			_exit(0);
		}
	for (int i = 0, status; i < PROCESSES; i++)
		CHECK(wait(&status) > 0 && status == 0);
	CHECK_INT(value_of(s, cells[0]).integer, PROCESSES * TURNS);
	CHECK_INT(value_of(s, cells[1]).integer, PROCESSES * TURNS);
	shm_close(s);
}

/* Half of them without the lock, half with it, where another cell is written too. */
static void integers_count_without_the_lock(void)
{
	struct shm *s = shm_new(MIB);
	shm_cell cells[] = {add(s, SHM_UNSET), add(s, SHM_UNSET)};
	struct shm_value v;
	step(s, cells, 2);
	CHECK(shm_begin_alone(s, cells[0]));
	shm_put_text(s, cells[0], "no integer", 10);
	CHECK_INT(shm_commit(s), SHM_AGAIN);
	for (int i = 0; i < PROCESSES; i++)
		if (fork() == 0) {
			for (int j = 0; j < TURNS;) {
				if (i % 2 == 1 || !shm_begin_alone(s, cells[0])) {
					step(s, cells, 2);
					j++;
					continue;
				}
				if (shm_read(s, cells[0], &v, on_heap, NULL) != SHM_OK)
					_exit(1);
				shm_put_integer(s, cells[0], v.integer + 1);
				j += shm_commit(s) == SHM_OK;
			}
			_exit(0);
		}
	for (int i = 0, status; i < PROCESSES; i++)
		CHECK(wait(&status) > 0 && status == 0);
	CHECK_INT(value_of(s, cells[0]).integer, 1 + PROCESSES * TURNS);
	shm_close(s);
}

static void large_integers(void)
{
	struct shm *s = shm_new(MIB);
	shm_cell c = add(s, SHM_UNSET);
	for (int i = 0; i < 3; i++) {
		int64_t value = i == 0   ? INT64_MIN
				: i == 1 ? -(INT64_C(1) << 60)
					 : INT64_C(1) << 60;
		CHECK(shm_begin(s) == SHM_OK);
		shm_put_integer(s, c, value);
		CHECK(shm_commit(s) == SHM_OK);
		struct shm_value v = value_of(s, c);
		CHECK_INT(v.kind == SHM_TEXT ? strtoll(v.text, NULL, 10) : v.integer, value);
		free(v.text);
	}
	shm_close(s);
}

static enum shm_result push(struct shm *s, shm_cell q, const char *text, size_t length)
{
	struct shm_text t = {.bytes = text, .length = length};
	enum shm_result r = shm_lay(s, &t);
	if (r == SHM_OK)
		r = shm_begin(s);
	if (r == SHM_OK) {
		(void)!shm_push(s, q, &t);
		r = shm_commit(s);
	}
	shm_settle(s, &t);
	return r;
}

/* The first item, in `t`; t->to NULL: there is none. */
static enum shm_result pop(struct shm *s, shm_cell q, struct shm_text *t, shm_allocator allocator,
			   void *context)
{
	*t = (struct shm_text){.to = NULL};
	enum shm_result r = shm_begin(s);
	if (r != SHM_OK)
		return r;
	(void)!shm_pop(s, q, t, allocator, context);
	r = shm_commit(s);
	shm_settle(s, t);
	return r;
}

static uint64_t count_of(struct shm *s, shm_cell q)
{
	struct shm_queue now;
	CHECK(shm_begin(s) == SHM_OK && shm_queue_look(s, q, &now) && shm_commit(s) == SHM_OK);
	return now.count;
}

static void queue_keeps_order(void)
{
	struct shm *s = shm_new(MIB);
	shm_cell q = add(s, SHM_QUEUE);
	struct shm_text t;
	CHECK(shm_begin(s) == SHM_OK);
	shm_queue_set(s, q, 2, false);
	CHECK(shm_commit(s) == SHM_OK);
	CHECK(push(s, q, "a", 1) == SHM_OK && push(s, q, "b\nb", 3) == SHM_OK);
	CHECK(push(s, q, "c", 1) == SHM_OK && count_of(s, q) == 2);
	CHECK(pop(s, q, &t, on_heap, NULL) == SHM_OK);
	CHECK_STR(t.to, "a");
	free(t.to);
	CHECK(pop(s, q, &t, on_heap, NULL) == SHM_OK);
	CHECK_STR(t.to, "b\nb");
	free(t.to);
	CHECK(pop(s, q, &t, on_heap, NULL) == SHM_OK && !t.to && count_of(s, q) == 0);
	shm_close(s);
}

static void *no_memory(void *context, size_t size)
{
	(void)context, (void)size;
	return NULL;
}

/* Long items are copied outside of the steps, and their room is used again. */
static void queue_takes_long_items(void)
{
	static char text[SHM_BIG * 4];
	struct shm *s = shm_new(2 * MIB);
	shm_cell q = add(s, SHM_QUEUE);
	struct shm_text t;
	CHECK(shm_begin(s) == SHM_OK);
	shm_queue_set(s, q, 2, false);
	CHECK(shm_commit(s) == SHM_OK);
	for (int i = 0; i < 50; i++) {
		memset(text, 'a' + i % 26, sizeof text);
		CHECK(push(s, q, text, sizeof text) == SHM_OK);
		CHECK(push(s, q, text, SHM_BIG) == SHM_OK);
		CHECK(push(s, q, text, sizeof text) == SHM_OK && count_of(s, q) == 2);
		CHECK(pop(s, q, &t, no_memory, NULL) == SHM_OK && !t.to && count_of(s, q) == 2);
		CHECK(pop(s, q, &t, on_heap, NULL) == SHM_OK && t.length == sizeof text);
		CHECK(memcmp(t.to, text, sizeof text) == 0 && t.to[sizeof text] == '\0');
		free(t.to);
		CHECK(pop(s, q, &t, on_heap, NULL) == SHM_OK && t.length == SHM_BIG);
		free(t.to);
	}
	CHECK(shm_size(s) < 2 * MIB);
	shm_close(s);
}

/* Cells 0 and 1 get texts of one letter each, always the same in both, and of a length that the
 * letter gives; 2 one that is copied without the lock; 3 and 4 integers, the same in both; 5 is a
 * queue of long items. */
enum { KILL_CELLS = 5, KILL_QUEUE = 5, KILL_ITEMS = 3 };

static void *in_place(void *context, size_t size)
{
	(void)size;
	return context;
}

/* One more long item, or one less. */
static bool move_item(struct shm *s, shm_cell q, char *room, char letter)
{
	struct shm_text t;
	if (letter % 2) {
		memset(room, letter, SHM_BIG + 1);
		return push(s, q, room, SHM_BIG + 1) == SHM_OK;
	}
	if (pop(s, q, &t, in_place, room) != SHM_OK)
		return false;
	for (size_t i = 0; t.to && i < t.length; i++)
		if (t.to[i] != t.to[0])
			return false;
	return !t.to || t.length == SHM_BIG + 1;
}

static void write_pairs(struct shm *s, const shm_cell *cells, unsigned seed)
{
	static char text[26 * 1000], large[SHM_BIG + 2];
	struct shm_seen seen;
	for (;;) {
		seed = seed * 1103515245 + 12345;
		unsigned letter = (seed >> 16) % 26;
		memset(text, 'a' + (int)letter, sizeof text);
		if (shm_begin(s) != SHM_OK)
			_exit(1);
		shm_put_text(s, cells[0], text, 1 + letter * 1000);
		shm_put_text(s, cells[1], text, 1 + letter * 1000);
		shm_put_integer(s, cells[3], letter);
		shm_put_integer(s, cells[4], letter);
		if (shm_commit(s) != SHM_OK)
			_exit(1);
		if (letter % 4 != 0)
			continue;
		memset(large, 'a' + (int)letter, sizeof large);
		if (shm_write(s, cells[2], large, SHM_BIG + 1, &seen) != SHM_OK ||
		    !move_item(s, cells[KILL_QUEUE], large, text[0]))
			_exit(1);
	}
}

static bool is_whole(const struct shm_value *v, size_t length)
{
	if (v->kind != SHM_TEXT || !v->text)
		return v->kind == SHM_UNSET;
	if (v->length != (length ? length : 1 + (size_t)(v->text[0] - 'a') * 1000))
		return false;
	for (size_t i = 1; i < v->length; i++)
		if (v->text[i] != v->text[0])
			return false;
	return true;
}

static bool pair_is_whole(struct shm *s, const shm_cell *cells)
{
	struct shm_value v[KILL_CELLS];
	char *text[KILL_CELLS] = {NULL};
	bool ok = shm_read(s, cells[0], &v[0], on_heap, &text[0]) == SHM_OK && is_whole(&v[0], 0) &&
		  shm_read(s, cells[2], &v[2], on_heap, &text[2]) == SHM_OK &&
		  is_whole(&v[2], SHM_BIG + 1);
	if (shm_begin(s) != SHM_OK)
		return false;
	for (int i = 0; i < KILL_CELLS; i++)
		ok &= shm_read(s, cells[i], &v[i], on_heap, &text[i]) == SHM_OK;
	shm_cancel(s);
	ok = ok && is_whole(&v[0], 0) && is_whole(&v[1], 0) && v[0].length == v[1].length &&
	     v[3].integer == v[4].integer;
	for (int i = 0; i < KILL_CELLS; i++)
		free(text[i]);
	return ok;
}

static int kills(void)
{
	const char *asked = getenv("SHM_KILLS");
	return asked ? atoi(asked) : 200;
}

static void killed_writers_leave_whole_values(void)
{
	struct shm *s = shm_new(16 * MIB);
	shm_cell cells[KILL_CELLS + 1];
	pid_t writers[2] = {0, 0};
	for (int i = 0; i < KILL_CELLS; i++)
		cells[i] = add(s, SHM_UNSET);
	cells[KILL_QUEUE] = add(s, SHM_QUEUE);
	CHECK(shm_begin(s) == SHM_OK);
	shm_queue_set(s, cells[KILL_QUEUE], KILL_ITEMS, false);
	CHECK(shm_commit(s) == SHM_OK);
	srand(7);
	for (int i = 0, rounds = kills(); i < rounds + 2; i++) {
		pid_t *writer = &writers[i % 2];
		if (*writer) {
			nap(rand() % 1500000);
			kill(*writer, SIGKILL);
			int status;
			waitpid(*writer, &status, 0);
			*writer = 0;
			if (!CHECK(WIFSIGNALED(status)) || !CHECK(pair_is_whole(s, cells)))
				break;
		}
		*writer = i < rounds ? fork() : 0;
		if (i < rounds && *writer == 0)
			write_pairs(s, cells, (unsigned)i);
	}
	for (int i = 0; i < 2; i++)
		if (writers[i] > 0)
			end(writers[i]);
	CHECK(shm_size(s) < 4 * MIB); /* what the dead had taken was given back */
	shm_close(s);
}

/* Says in the second cell what it last saw in the first. */
static void follow(struct shm *s, const shm_cell *cells)
{
	struct shm_value v;
	int64_t last = 0;
	for (;;) {
		if (shm_begin(s) != SHM_OK || shm_read(s, cells[0], &v, on_heap, NULL) != SHM_OK)
			_exit(1);
		if (v.integer == last) {
			shm_sleep(s, shm_cancel_to_sleep(s), -1);
			continue;
		}
		last = v.integer;
		shm_put_integer(s, cells[1], last);
		if (shm_commit(s) != SHM_OK)
			_exit(1);
	}
}

/* With the lock and without. */
static void count_for_ever(struct shm *s, shm_cell c)
{
	struct shm_value v;
	for (unsigned i = 0;; i++) {
		if (i % 8 == 7)
			nap(20000); /* the others go to sleep */
		if ((i % 2 || !shm_begin_alone(s, c)) && shm_begin(s) != SHM_OK)
			_exit(1);
		if (shm_read(s, c, &v, on_heap, NULL) != SHM_OK)
			_exit(1);
		shm_put_integer(s, c, v.integer + 1);
		enum shm_result r = shm_commit(s);
		if (r != SHM_OK && r != SHM_AGAIN)
			_exit(1);
	}
}

/* They sleep without a limit: one wake-up that is lost, and nobody moves any more. */
static void killed_writers_leave_nobody_asleep(void)
{
	struct shm *s = shm_new(MIB);
	shm_cell cells[] = {add(s, SHM_UNSET), add(s, SHM_UNSET), add(s, SHM_UNSET)};
	pid_t followers[2];
	for (int i = 0; i < 2; i++)
		if ((followers[i] = fork()) == 0)
			follow(s, (shm_cell[]){cells[0], cells[1 + i]});
	for (int i = 0, rounds = kills(); i < rounds; i++) {
		pid_t writer = fork();
		if (writer == 0)
			count_for_ever(s, cells[0]);
		nap(rand() % 1000000);
		end(writer);
		int64_t value = value_of(s, cells[0]).integer, tries = 5000;
		while (tries-- > 0 && (value_of(s, cells[1]).integer != value ||
				       value_of(s, cells[2]).integer != value))
			nap(1000000);
		if (!CHECK(tries > 0))
			break;
	}
	for (int i = 0; i < 2; i++)
		end(followers[i]);
	shm_close(s);
}

/* --- killed at each instruction --- */

static void step_once(struct shm *s, const shm_cell *cells)
{
	shm_put_integer(s, cells[0], 2);
	shm_put_text(s, cells[2], "the new text", 12);
}

static void write_with_the_lock(struct shm *s, const shm_cell *cells)
{
	if (shm_begin(s) != SHM_OK)
		_exit(1);
	step_once(s, cells);
	(void)!shm_commit(s);
}

/* The follower's mark is in the way the first time. */
static void write_without_the_lock(struct shm *s, const shm_cell *cells)
{
	if (!shm_begin_alone(s, cells[0])) {
		write_with_the_lock(s, cells);
		return;
	}
	shm_put_integer(s, cells[0], 2);
	(void)!shm_commit(s);
}

static void lock_and_unlock(struct shm *s, const shm_cell *cells)
{
	struct robust_at at;
	if (!shm_lock_of(s, cells[0], &at) || robust_try(at, false) == ROBUST_BUSY)
		_exit(1);
	write_with_the_lock(s, cells);
	robust_free(at);
}

/* The value is old or new; whoever slept has seen it, without anybody's help; no lock is stuck. */
static bool is_fine(struct shm *s, const shm_cell *cells)
{
	char *text = NULL;
	struct shm_value v;
	struct robust_at at;
	int tries = 3000;
	while (tries-- > 0 && (atomic_load(&s->header->log_count) ||
			       value_of(s, cells[0]).integer != value_of(s, cells[1]).integer))
		nap(100000);
	if (tries <= 0 || shm_read(s, cells[2], &v, on_heap, &text) != SHM_OK)
		return false;
	int64_t value = value_of(s, cells[0]).integer;
	bool whole = (value == 1 && strcmp(text, "the old text") == 0) ||
		     (value == 2 && (strcmp(text, "the new text") == 0 || v.kind == SHM_TEXT));
	free(text);
	if (!whole || !shm_lock_of(s, cells[0], &at) || robust_try(at, false) == ROBUST_BUSY)
		return false;
	robust_free(at);
	return shm_begin(s) == SHM_OK && shm_commit(s) == SHM_OK;
}

/* Runs `write` in a child for `steps` instructions, and kills it.  False: it was done before. */
static bool kill_after(long steps, void (*write)(struct shm *s, const shm_cell *cells),
		       struct shm *s, const shm_cell *cells)
{
	int status;
	pid_t pid = fork();
	if (pid == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		write(s, cells);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	for (long i = 0; i < steps && WIFSTOPPED(status); i++) {
		ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL);
		waitpid(pid, &status, 0);
	}
	if (!WIFSTOPPED(status))
		return false;
	end(pid);
	return true;
}

/* What the sanitizers add makes it many more instructions, each of them a stop. */
#ifdef __SANITIZE_ADDRESS__
enum { USUAL_STRIDE = 1999 };
#else
enum { USUAL_STRIDE = 23 };
#endif

/* SHM_STRIDE=1: really each. */
static void kill_at_each(void (*write)(struct shm *s, const shm_cell *cells))
{
	const char *asked = getenv("SHM_STRIDE");
	long stride = asked ? atol(asked) : USUAL_STRIDE;
	struct shm *s = shm_new(MIB);
	shm_cell cells[] = {add(s, SHM_UNSET), add(s, SHM_UNSET), add(s, SHM_UNSET)};
	pid_t follower = fork();
	if (follower == 0)
		follow(s, cells);
	for (long steps = 0;; steps += stride) {
		CHECK(shm_begin(s) == SHM_OK);
		shm_put_integer(s, cells[0], 1);
		shm_put_text(s, cells[2], "the old text", 12);
		CHECK(shm_commit(s) == SHM_OK);
		while (value_of(s, cells[1]).integer != 1)
			nap(50000);
		nap(50000); /* it goes to sleep */
		if (!kill_after(steps, write, s, cells) || !CHECK(is_fine(s, cells)))
			break;
	}
	end(follower);
	shm_close(s);
}

static void killed_at_each_instruction(void)
{
	kill_at_each(write_with_the_lock);
	kill_at_each(write_without_the_lock);
	kill_at_each(lock_and_unlock);
}

/* Takes the lock, says so, keeps it for a moment; again and again. */
static void lock_for_ever(struct shm *s, const shm_cell *cells)
{
	struct robust_at at;
	struct shm_value v;
	if (!shm_lock_of(s, cells[0], &at))
		_exit(1);
	for (;;) {
		for (bool waited = false; robust_try(at, waited) == ROBUST_BUSY; waited = true)
			robust_wait(at, -1, true);
		if (shm_begin(s) != SHM_OK || shm_read(s, cells[1], &v, on_heap, NULL) != SHM_OK)
			_exit(1);
		shm_put_integer(s, cells[1], v.integer + 1);
		if (shm_commit(s) != SHM_OK)
			_exit(1);
		if (v.integer % 16 == 0)
			nap(50000);
		robust_free(at);
	}
}

static void killed_holders_free_their_lock(void)
{
	struct shm *s = shm_new(MIB);
	shm_cell cells[] = {add(s, SHM_UNSET), add(s, SHM_UNSET)};
	pid_t pids[4];
	for (int i = 0; i < 4; i++)
		if ((pids[i] = fork()) == 0)
			lock_for_ever(s, cells);
	for (int i = 0, rounds = kills(); i < rounds; i++) {
		nap(rand() % 1000000);
		end(pids[i % 4]);
		int64_t value = value_of(s, cells[1]).integer, tries = 5000;
		while (tries-- > 0 && value_of(s, cells[1]).integer == value)
			nap(1000000);
		if (!CHECK(tries > 0)) {
			pids[i % 4] = fork();
			break;
		}
		if ((pids[i % 4] = fork()) == 0)
			lock_for_ever(s, cells);
	}
	for (int i = 0; i < 4; i++)
		end(pids[i]);
	shm_close(s);
}

/* Before Linux 5.16 a process cannot wait for a change and a signal at once. */
static void sleep_on_an_old_kernel(void)
{
	struct shm *s = shm_new(MIB);
	shm_cell cells[] = {add(s, SHM_UNSET), add(s, SHM_UNSET)};
	robust_pretend_old(true);
	pid_t follower = fork();
	if (follower == 0)
		follow(s, cells);
	for (int i = 1; i <= 5; i++) {
		nap(10000000);
		step(s, cells, 1);
		int tries = 5000;
		while (tries-- > 0 && value_of(s, cells[1]).integer != i)
			nap(1000000);
		CHECK(tries > 0);
	}
	end(follower);
	robust_pretend_old(false);
	shm_close(s);
}

/* --- random bytes --- */

/* Where the segment is mapped: the first that is shared of such a file; behind it is what it may
 * grow into. */
static char *segment(const char *file, size_t size)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[512];
	unsigned long start, end;
	char *found = NULL;
	while (maps && fgets(line, sizeof line, maps))
		if (!found && strstr(line, file) && sscanf(line, "%lx-%lx", &start, &end) == 2 &&
		    end - start >= size)
			found = (char *)start;
	if (maps)
		fclose(maps);
	return found;
}

struct victim {
	struct shm *s;
	shm_cell cells[3], queue;
	char *bytes, *good;
	size_t size;
};

static void use_names(struct victim *v)
{
	unsigned bucket = 0;
	char name[64];
	shm_cell c = 0;
	if (shm_begin(v->s) != SHM_OK)
		return;
	c = shm_find(v->s, "name", 4);
	if (!c)
		(void)!shm_add_named(v->s, SHM_UNSET, "name", 4);
	(void)!shm_commit(v->s);
	c = 0;
	for (int i = 0; i < 5000 && (c = shm_next(v->s, c, &bucket)) != 0; i++)
		(void)!shm_name(v->s, c, name, sizeof name);
}

static void use_cell(struct victim *v, shm_cell c, char **text)
{
	struct shm_value value;
	struct shm_seen seen;
	struct robust_at lock;
	(void)!shm_read(v->s, c, &value, on_heap, text);
	(void)!put_text(v->s, c, v->good, 300);
	(void)!shm_write(v->s, c, v->good, SHM_BIG, &seen);
	(void)!shm_read(v->s, c, &value, on_heap, text);
	if (shm_begin(v->s) == SHM_OK) {
		shm_put_integer(v->s, c, 7);
		(void)!shm_commit(v->s);
	}
	if (shm_begin_alone(v->s, c)) {
		(void)!shm_read(v->s, c, &value, on_heap, text);
		shm_put_integer(v->s, c, value.integer + 1);
		(void)!shm_commit(v->s);
	}
	if (shm_lock_of(v->s, c, &lock)) {
		if (robust_try(lock, false) == ROBUST_BUSY) {
			robust_wait(lock, 1, true);
			robust_give_up();
		} else {
			robust_free(lock);
		}
	}
}

static void use_queue(struct victim *v, char **text)
{
	struct shm_text t;
	(void)!push(v->s, v->queue, v->good, SHM_BIG);
	(void)!push(v->s, v->queue, "item", 4);
	(void)!push(v->s, v->queue, v->good, 1000);
	(void)!pop(v->s, v->queue, &t, on_heap, text);
	(void)!pop(v->s, v->queue, &t, on_heap, text);
	if (shm_begin(v->s) == SHM_OK)
		shm_sleep(v->s, shm_cancel_to_sleep(v->s), 1);
}

/* What it reads may be anything; what it does is to end by itself.  A store's lock that somebody
 * alive seems to hold costs five seconds each time: then it uses it once. */
static void use(struct victim *v, bool lock_was_hit)
{
	char *text = NULL;
	alarm(60);
	if (lock_was_hit)
		(void)!put_text(v->s, v->cells[0], v->good, 300);
	for (int i = 0; i < 3 && !lock_was_hit; i++) {
		for (int j = 0; j < 3; j++)
			use_cell(v, v->cells[j], &text);
		use_names(v);
		use_queue(v, &text);
	}
	free(text);
	_exit(0);
}

static void scribble(struct victim *v, bool lock)
{
	size_t at = rand() % 2 ? (size_t)rand() % 700 : (size_t)rand() % v->size;
	if (rand() % 4 == 0) /* in the cells */
		at = 65536 + (size_t)rand() % 1024;
	if (lock || at < 16 || at >= 32)
		v->bytes[at] = (char)rand();
}

static bool attack(struct victim *v, int round)
{
	int status;
	bool lock = round % 100 == 0;
	memcpy(v->bytes, v->good, v->size);
	for (int i = rand() % 30; i > 0; i--)
		scribble(v, lock);
	pid_t pid = fork();
	if (pid == 0)
		use(v, lock);
	bool live = round % 2;
	while (waitpid(pid, &status, live ? WNOHANG : 0) == 0)
		scribble(v, false);
	return CHECK_INT(status, 0);
}

/* SHM_FUZZ=600: for so many seconds. */
static void attack_store(struct shm *s, const char *file)
{
	struct victim v = {.s = s, .size = 131072};
	v.bytes = segment(file, v.size);
	if (!CHECK(v.bytes != NULL))
		return;
	for (int i = 0; i < 3; i++)
		v.cells[i] = add(s, SHM_UNSET);
	v.queue = add(s, SHM_QUEUE);
	CHECK(put_text(s, v.cells[0], "some text", 9) == SHM_OK);
	CHECK(shm_begin(s) == SHM_OK && shm_add_named(s, SHM_UNSET, "name", 4) &&
	      shm_add_named(s, SHM_QUEUE, "other", 5) && shm_commit(s) == SHM_OK);
	v.good = malloc(v.size);
	memcpy(v.good, v.bytes, v.size);
	const char *asked = getenv("SHM_FUZZ");
	time_t end = time(NULL) + (asked ? atoi(asked) : 0);
	int rounds = 0;
	while ((rounds < 200 || time(NULL) < end) && attack(&v, rounds))
		rounds++;
	if (asked)
		printf("# %s: %d rounds\n", file, rounds);
	free(v.good);
	shm_close(s);
}

static void random_bytes_do_no_harm(void)
{
	srand((unsigned)(getenv("SHM_FUZZ") ? time(NULL) : 11));
	attack_store(shm_new(MIB), "memfd:whelk");
}

static void random_bytes_in_a_named_store(void)
{
	const char *why;
	char name[64];
	snprintf(name, sizeof name, "/whelk.test.%d", (int)getpid());
	struct shm *s = shm_attach(name, MIB, true, &why);
	if (CHECK(s != NULL))
		attack_store(s, name);
	CHECK(shm_remove(name));
}

int main(void)
{
	unit_run("values come back, and a cancelled step changes nothing", values_come_back);
	unit_run("a full store keeps the old value", full_store_keeps_the_old);
	unit_run("room that the dead had taken is used again", room_of_the_dead_is_used_again);
	unit_run("eight processes count without losing one", eight_processes_count);
	unit_run("integers count with and without the lock", integers_count_without_the_lock);
	unit_run("integers of 64 bits", large_integers);
	unit_run("a queue keeps its order and its limit", queue_keeps_order);
	unit_run("a queue takes long items, and uses their room again", queue_takes_long_items);
	unit_run("writers that are killed leave whole values", killed_writers_leave_whole_values);
	unit_run("writers that are killed leave nobody asleep", killed_writers_leave_nobody_asleep);
	unit_run("a writer that is killed at any instruction", killed_at_each_instruction);
	unit_run("holders that are killed free their lock", killed_holders_free_their_lock);
	unit_run("sleep where two words cannot be waited for", sleep_on_an_old_kernel);
	unit_run("random bytes in the segment do no harm", random_bytes_do_no_harm);
	unit_run("and in those of a store with a name", random_bytes_in_a_named_store);
	return unit_end();
}
