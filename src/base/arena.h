/* arena.h - memory that is given back all at once.
 *
 * An arena serves the lifetimes "program" and "command".  What it hands out is aligned for
 * integers, pointers and double, and never moves.  Once an allocation failed, `failed` stays set
 * until arena_reset() or arena_free(), and every later call returns NULL. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena_chunk;

enum { ARENA_ALIGNMENT = 8 };

struct arena {
	struct arena_chunk *chunk; /* the newest; older ones behind it */
	struct arena_chunk *spare; /* one that was given back, or NULL */
	char *at, *end;            /* free part of the newest */
	bool failed;
};

struct arena_mark {
	struct arena_chunk *chunk;
	char *at;
};

#define ARENA_INIT \
	{          \
		0  \
	}

/* With AddressSanitizer what was given back, or never given, must not be touched. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_GUARDED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(ARENA_GUARDED)
#include <sanitizer/asan_interface.h>
static inline void arena_forbid(const char *from, const char *to)
{
	if (from)
		__asan_poison_memory_region(from, (size_t)(to - from));
}
static inline void arena_allow(const char *from, size_t size)
{
	__asan_unpoison_memory_region(from, size);
}
#else
static inline void arena_forbid(const char *from, const char *to)
{
	(void)from;
	(void)to;
}
static inline void arena_allow(const char *from, size_t size)
{
	(void)from;
	(void)size;
}
#endif

/* What `size` bytes take. */
static inline size_t arena_round(size_t size)
{
	return (size + !size + ARENA_ALIGNMENT - 1) & ~(size_t)(ARENA_ALIGNMENT - 1);
}

void *arena_alloc_slow(struct arena *a, size_t size);

/* `size` bytes, uninitialised; NULL when memory ran out.  No bytes are given as one. */
static inline void *arena_alloc(struct arena *a, size_t size)
{
	size_t room = arena_round(size);
	if (room <= (size_t)(a->end - a->at) && room >= size && !a->failed) {
		char *p = a->at;
		a->at += room;
		arena_allow(p, size);
		return p;
	}
	return arena_alloc_slow(a, size);
}

void *arena_zero(struct arena *a, size_t size);
char *arena_dup(struct arena *a, const char *bytes, size_t length); /* adds a NUL */

static inline struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){a->chunk, a->at};
}

void arena_reset_slow(struct arena *a, struct arena_mark m);

/* Give back everything allocated after `m` was taken; clears `failed`. */
static inline void arena_reset(struct arena *a, struct arena_mark m)
{
	if (a->chunk == m.chunk && !a->failed) {
		arena_forbid(m.at, a->at);
		a->at = m.at;
	} else {
		arena_reset_slow(a, m);
	}
}

void arena_free(struct arena *a);

#endif
