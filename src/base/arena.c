#include "base/arena.h"

#include "base/mem.h"

#include <stdint.h>
#include <string.h>

struct arena_chunk {
	struct arena_chunk *older;
	size_t size; /* of data[] */
	_Alignas(ARENA_ALIGNMENT) char data[];
};

/* A program of one small command (eval in a loop, a function) fits the first chunk, which is
 * of a size that malloc() serves from its quickest list.  Each of the later ones is twice as
 * large. */
enum { FIRST_CHUNK = 1000, LARGEST_CHUNK = 64 * 1024, LARGEST_SPARE = 1024 * 1024 };

static void chunk_free(struct arena_chunk *c)
{
	if (!c)
		return;
	arena_allow(c->data, c->size); /* malloc() may write to what is free */
	mem_free(c);
}

static void chunk_enter(struct arena *a, struct arena_chunk *c)
{
	a->chunk = c;
	a->at = c->data;
	a->end = c->data + c->size;
	arena_forbid(a->at, a->end);
}

static struct arena_chunk *chunk_new(const struct arena *a, size_t size)
{
	size_t want = FIRST_CHUNK - sizeof(struct arena_chunk);
	if (a->chunk) {
		want = (a->chunk->size + sizeof(struct arena_chunk)) * 2;
		if (want > LARGEST_CHUNK)
			want = LARGEST_CHUNK;
		want -= sizeof(struct arena_chunk);
	}
	if (want < size)
		want = size;
	want &= ~(size_t)(ARENA_ALIGNMENT - 1);
	struct arena_chunk *c = mem_alloc(sizeof *c + want);
	if (!c)
		return NULL;
	c->size = want;
	if (a->chunk) /* many programs need one chunk only */
		mem_populate();
	return c;
}

void *arena_alloc_slow(struct arena *a, size_t size)
{
	if (a->failed)
		return NULL;
	size_t room = arena_round(size);
	struct arena_chunk *c = NULL;
	if (a->spare && room <= a->spare->size) {
		c = a->spare;
		a->spare = NULL;
	} else if (size <= PTRDIFF_MAX / 2) {
		c = chunk_new(a, room);
	}
	if (!c) {
		a->failed = true;
		return NULL;
	}
	c->older = a->chunk;
	chunk_enter(a, c);
	a->at += room;
	arena_allow(c->data, size);
	return c->data;
}

void *arena_zero(struct arena *a, size_t size)
{
	void *p = arena_alloc(a, size);
	if (p)
		memset(p, 0, size);
	return p;
}

char *arena_dup(struct arena *a, const char *bytes, size_t length)
{
	char *copy = arena_alloc(a, length + 1);
	if (!copy)
		return NULL;
	if (length)
		memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

/* Keeps `c` as the spare chunk if it is the better one: allocations that go to and fro over
 * the end of a chunk shall not cost a malloc() each. */
static void chunk_retire(struct arena *a, struct arena_chunk *c)
{
	if (c->size > LARGEST_SPARE || (a->spare && a->spare->size >= c->size)) {
		chunk_free(c);
		return;
	}
	chunk_free(a->spare);
	a->spare = c;
}

void arena_reset_slow(struct arena *a, struct arena_mark m)
{
	a->failed = false;
	while (a->chunk && a->chunk != m.chunk) {
		struct arena_chunk *c = a->chunk;
		a->chunk = c->older;
		/* Back to nothing: the first chunk stays in use, so that the next mark is in it. */
		if (!m.chunk && !c->older) {
			chunk_enter(a, c);
			return;
		}
		chunk_retire(a, c);
	}
	a->at = m.at;
	a->end = a->chunk ? a->chunk->data + a->chunk->size : NULL;
	arena_forbid(a->at, a->end);
}

void arena_free(struct arena *a)
{
	while (a->chunk) {
		struct arena_chunk *c = a->chunk;
		a->chunk = c->older;
		chunk_free(c);
	}
	chunk_free(a->spare);
	*a = (struct arena)ARENA_INIT;
}
