/* The store of shared values, alone: eight processes, writers that are killed, random bytes.
 *
 * SHM_KILLS=10000 kills so many writers (200 unless it is said).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/mem.h"
#include "ipc/shm.h"

#include "unit.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROCESSES = 8, TURNS = 5000, MIB = 1 << 20 };

static void *on_heap(void *context, size_t size)
{
	(void)context;
	return malloc(size);
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

static void queue_keeps_order(void)
{
	struct shm *s = shm_new(MIB);
	shm_cell q = add(s, SHM_QUEUE);
	struct shm_value v;
	struct shm_queue now;
	CHECK(shm_begin(s) == SHM_OK);
	shm_queue_set(s, q, 2, false);
	CHECK(shm_push(s, q, "a", 1));
	CHECK(shm_push(s, q, "b\nb", 3));
	CHECK(!shm_push(s, q, "c", 1));
	CHECK(shm_pop(s, q, &v, on_heap, NULL));
	CHECK_STR(v.text, "a");
	free(v.text);
	CHECK(shm_commit(s) == SHM_OK);
	CHECK(shm_begin(s) == SHM_OK);
	CHECK(shm_pop(s, q, &v, on_heap, NULL));
	CHECK_STR(v.text, "b\nb");
	free(v.text);
	CHECK(!shm_pop(s, q, &v, on_heap, NULL));
	CHECK(shm_queue_look(s, q, &now) && now.count == 0);
	CHECK(shm_commit(s) == SHM_OK);
	shm_close(s);
}

/* Writes two values of one letter each, always the same in both, and of a length that the letter
 * gives. */
static void write_pairs(struct shm *s, const shm_cell *cells, unsigned seed)
{
	static char text[26 * 1000];
	for (;;) {
		seed = seed * 1103515245 + 12345;
		unsigned letter = (seed >> 16) % 26;
		memset(text, 'a' + (int)letter, sizeof text);
		if (shm_begin(s) != SHM_OK)
			_exit(1);
		shm_put_text(s, cells[0], text, 1 + letter * 1000);
		shm_put_text(s, cells[1], text, 1 + letter * 1000);
		if (shm_commit(s) != SHM_OK)
			_exit(1);
	}
}

static bool is_whole(const struct shm_value *v)
{
	if (v->kind != SHM_TEXT || !v->text)
		return v->kind == SHM_UNSET;
	if (v->length != 1 + (size_t)(v->text[0] - 'a') * 1000)
		return false;
	for (size_t i = 1; i < v->length; i++)
		if (v->text[i] != v->text[0])
			return false;
	return true;
}

static bool pair_is_whole(struct shm *s, const shm_cell *cells)
{
	struct shm_value a, b, free_read;
	if (shm_read(s, cells[0], &free_read, on_heap, NULL) != SHM_OK || !is_whole(&free_read))
		return false;
	free(free_read.text);
	if (shm_begin(s) != SHM_OK)
		return false;
	bool read = shm_read(s, cells[0], &a, on_heap, NULL) == SHM_OK &&
		    shm_read(s, cells[1], &b, on_heap, NULL) == SHM_OK;
	shm_cancel(s);
	if (!read)
		return false;
	bool same = is_whole(&a) && is_whole(&b) && a.length == b.length;
	free(a.text);
	free(b.text);
	return same;
}

static void killed_writers_leave_whole_values(void)
{
	const char *asked = getenv("SHM_KILLS");
	int kills = asked ? atoi(asked) : 200;
	struct shm *s = shm_new(16 * MIB);
	shm_cell cells[] = {add(s, SHM_UNSET), add(s, SHM_UNSET)};
	pid_t writers[2] = {0, 0};
	srand(7);
	for (int i = 0; i < kills + 2; i++) {
		pid_t *writer = &writers[i % 2];
		if (*writer) {
			struct timespec t = {0, rand() % 1500000};
			nanosleep(&t, NULL);
			kill(*writer, SIGKILL);
			int status;
			waitpid(*writer, &status, 0);
			if (!CHECK(WIFSIGNALED(status)) || !CHECK(pair_is_whole(s, cells)))
				break;
		}
		*writer = i < kills ? fork() : 0;
		if (i < kills && *writer == 0)
			write_pairs(s, cells, (unsigned)i);
	}
	for (int i = 0; i < 2; i++)
		if (writers[i] > 0)
			kill(writers[i], SIGKILL);
	while (wait(NULL) > 0)
		;
	shm_close(s);
}

/* Where the segment is mapped: the only shared mapping of a memfd here. */
static char *segment(size_t *size)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[512];
	unsigned long start, end;
	char *found = NULL;
	while (maps && fgets(line, sizeof line, maps))
		if (strstr(line, "memfd:whelk") && sscanf(line, "%lx-%lx", &start, &end) == 2) {
			found = (char *)start;
			*size = 65536;
		}
	if (maps)
		fclose(maps);
	return found;
}

/* Each child takes a few wild changes and uses the store; what it reads may be anything, what it
 * does is to end by itself. */
static void random_bytes_do_no_harm(void)
{
	struct shm *s = shm_new(MIB);
	shm_cell cells[] = {add(s, SHM_UNSET), add(s, SHM_UNSET)}, q = add(s, SHM_QUEUE);
	size_t size = 0;
	char *bytes = segment(&size);
	if (!CHECK(bytes != NULL))
		return;
	CHECK(put_text(s, cells[0], "some text", 9) == SHM_OK);
	char *good = malloc(size);
	memcpy(good, bytes, size);
	srand(11);
	for (int i = 0; i < 300; i++) {
		memcpy(bytes, good, size);
		for (int j = rand() % 30; j >= 0; j--) {
			size_t at = rand() % 2 ? 16 + (size_t)rand() % 320 : (size_t)rand() % size;
			bytes[at] = (char)rand();
		}
		memset(bytes + 8, 0, 4); /* a lock that somebody alive holds costs five seconds */
		pid_t pid = fork();
		if (pid == 0) {
			struct shm_value v;
			alarm(5);
			for (int j = 0; j < 2; j++) {
				(void)!shm_read(s, cells[j], &v, on_heap, NULL);
				(void)!put_text(s, cells[j], good, 300);
				if (shm_begin(s) != SHM_OK)
					continue;
				(void)!shm_push(s, q, "item", 4);
				(void)!shm_pop(s, q, &v, on_heap, NULL);
				(void)!shm_commit(s);
			}
			_exit(0);
		}
		int status;
		waitpid(pid, &status, 0);
		if (!CHECK_INT(status, 0))
			break;
	}
	free(good);
	shm_close(s);
}

int main(void)
{
	unit_run("values come back, and a cancelled step changes nothing", values_come_back);
	unit_run("a full store keeps the old value", full_store_keeps_the_old);
	unit_run("eight processes count without losing one", eight_processes_count);
	unit_run("a queue keeps its order and its limit", queue_keeps_order);
	unit_run("writers that are killed leave whole values", killed_writers_leave_whole_values);
	unit_run("random bytes in the segment do no harm", random_bytes_do_no_harm);
	return unit_end();
}
