#include "base/name.h"

#include "base/arena.h"
#include "base/mem.h"

#include <string.h>

struct name_table {
	struct arena arena; /* the names */
	struct name **buckets;
	size_t mask, count; /* buckets - 1; names */
};

enum { FIRST_BUCKETS = 256 };

struct name_table *name_table_new(void)
{
	struct name_table *t = mem_zero(sizeof *t);
	if (!t)
		return NULL;
	t->buckets = mem_zero(FIRST_BUCKETS * sizeof *t->buckets);
	if (!t->buckets) {
		mem_free(t);
		return NULL;
	}
	t->mask = FIRST_BUCKETS - 1;
	return t;
}

void name_table_free(struct name_table *t)
{
	if (!t)
		return;
	arena_free(&t->arena);
	mem_free(t->buckets);
	mem_free(t);
}

static inline uint64_t load(const char *p, size_t n)
{
	uint64_t v = 0;
	memcpy(&v, p, n);
	return v;
}

/* Eight bytes a step; the rest of a name is two loads that may overlap. */
static uint32_t hash_of(const char *text, size_t length)
{
	const uint64_t factor = 0x9E3779B97F4A7C15u;
	uint64_t h = length * factor;
	for (; length >= 8; text += 8, length -= 8) {
		h = (h ^ load(text, 8)) * factor;
		h ^= h >> 32;
	}
	uint64_t rest = 0;
	if (length >= 4)
		rest = load(text, 4) | load(text + length - 4, 4) << 32;
	else if (length)
		rest = (uint64_t)(unsigned char)text[0] |
		       (uint64_t)(unsigned char)text[length / 2] << 8 |
		       (uint64_t)(unsigned char)text[length - 1] << 16;
	h = (h ^ rest) * factor;
	return (uint32_t)(h >> 32);
}

static struct name *find(const struct name_table *t, uint32_t hash, const char *text, size_t length)
{
	for (struct name *n = t->buckets[hash & t->mask]; n; n = n->chain)
		if (n->hash == hash && n->length == length && memcmp(n->text, text, length) == 0)
			return n;
	return NULL;
}

/* When there is no memory for more buckets, the chains get longer and nothing else happens. */
static void grow(struct name_table *t)
{
	size_t count = (t->mask + 1) * 2;
	struct name **buckets = mem_zero(count * sizeof *buckets);
	if (!buckets)
		return;
	for (size_t i = 0; i <= t->mask; i++) {
		struct name *next;
		for (struct name *n = t->buckets[i]; n; n = next) {
			next = n->chain;
			n->chain = buckets[n->hash & (count - 1)];
			buckets[n->hash & (count - 1)] = n;
		}
	}
	mem_free(t->buckets);
	t->buckets = buckets;
	t->mask = count - 1;
}

struct name *name_intern(struct name_table *t, const char *text, size_t length)
{
	uint32_t hash = hash_of(text, length);
	struct name *n = find(t, hash, text, length);
	if (n || length > UINT32_MAX)
		return n;
	if (t->count > t->mask)
		grow(t);
	struct arena_mark mark = arena_mark(&t->arena);
	n = arena_zero(&t->arena, sizeof *n + length + 1);
	if (!n) {
		arena_reset(&t->arena, mark); /* there may be memory again later */
		return NULL;
	}
	memcpy(n->text, text, length);
	n->hash = hash;
	n->length = (uint32_t)length;
	n->is_identifier = name_is_identifier(text, length);
	n->chain = t->buckets[hash & t->mask];
	t->buckets[hash & t->mask] = n;
	t->count++;
	return n;
}

struct name *name_find(struct name_table *t, const char *text, size_t length)
{
	return find(t, hash_of(text, length), text, length);
}

void name_each(struct name_table *t, void (*visit)(struct name *n, void *context), void *context)
{
	for (size_t i = 0; i <= t->mask; i++)
		for (struct name *n = t->buckets[i]; n; n = n->chain)
			visit(n, context);
}

static inline bool is_letter(char c)
{
	return ((unsigned char)(c | 0x20) >= 'a' && (unsigned char)(c | 0x20) <= 'z') || c == '_';
}

bool name_is_byte(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9');
}

bool name_is_identifier(const char *text, size_t length)
{
	if (length == 0 || !is_letter(text[0]))
		return false;
	for (size_t i = 1; i < length; i++)
		if (!name_is_byte(text[i]))
			return false;
	return true;
}
