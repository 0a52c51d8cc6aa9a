#include "state/array.h"

#include <string.h>

static void element_free(struct element *e)
{
	mem_free(e->key);
	mem_free(e->text);
}

void array_clear(struct array *a)
{
	for (size_t i = 0; i < a->count; i++)
		element_free(&a->elements[i]);
	a->count = 0;
}

void array_free(struct array *a)
{
	if (!a)
		return;
	array_clear(a);
	mem_free(a->elements);
	mem_free(a);
}

/* Negative when `s` stands before the element. */
static int compare(const struct subscript *s, const struct element *e)
{
	if (s->key)
		return strcmp(s->key, e->key);
	return s->index < e->index ? -1 : s->index > e->index;
}

/* Where `s` is, or belongs.  In an array without gaps the first guess is right. */
bool array_find(const struct array *a, const struct subscript *s, size_t *position)
{
	size_t low = 0, high = a->count;
	if (!s->key && high > 0) {
		size_t guess = s->index <= (int64_t)high ? (size_t)s->index - 1 : high - 1;
		int order = compare(s, &a->elements[guess]);
		*position = guess + (order > 0);
		if (order == 0 || (order > 0 && *position == high))
			return order == 0;
		if (order < 0)
			high = guess;
	}
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare(s, &a->elements[middle]);
		if (order == 0) {
			*position = middle;
			return true;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	*position = low;
	return false;
}

static bool grow(struct array *a)
{
	size_t capacity = a->capacity ? a->capacity * 2 : 8;
	if (a->count < a->capacity)
		return true;
	struct element *elements = mem_resize(a->elements, capacity * sizeof *elements);
	if (!elements)
		return false;
	a->elements = elements;
	a->capacity = capacity;
	return true;
}

/* A new element without text at `position`.  NULL: no memory. */
static struct element *insert(struct array *a, size_t position, const struct subscript *s)
{
	char *key = s->key ? mem_dup(s->key, strlen(s->key)) : NULL;
	if ((s->key && !key) || !grow(a)) {
		mem_free(key);
		return NULL;
	}
	struct element *e = a->elements + position;
	memmove(e + 1, e, (a->count - position) * sizeof *e);
	*e = (struct element){.index = s->index, .key = key};
	a->count++;
	return e;
}

void array_remove(struct array *a, size_t position)
{
	struct element *e = a->elements + position;
	element_free(e);
	a->count--;
	memmove(e, e + 1, (a->count - position) * sizeof *e);
}

/* Writes text[0..length) behind the first `kept` bytes of the element; it may stand in there. */
static bool write(struct element *e, size_t kept, const char *text, size_t length)
{
	char *old = e->text, *new = old;
	if (!old || kept + length > e->length) {
		new = mem_alloc(kept + length + 1);
		if (!new)
			return false;
		if (kept)
			memcpy(new, old, kept);
	}
	if (length)
		memmove(new + kept, text, length);
	new[kept + length] = '\0';
	if (new != old)
		mem_free(old);
	e->text = new;
	e->length = kept + length;
	return true;
}

bool array_put(struct array *a, const struct subscript *s, const char *text, size_t length,
	       bool append)
{
	size_t position;
	bool found = array_find(a, s, &position);
	struct element *e = found ? &a->elements[position] : insert(a, position, s);
	if (e && write(e, append ? e->length : 0, text, length))
		return true;
	if (e && !found)
		array_remove(a, position);
	return false;
}

struct array *array_copy(const struct array *a)
{
	struct array *copy = mem_zero(sizeof *copy);
	if (!copy)
		return NULL;
	copy->keyed = a->keyed;
	for (size_t i = 0; i < a->count; i++) {
		const struct element *e = &a->elements[i];
		struct element *new = insert(copy, i,
					     &(struct subscript){.index = e->index, .key = e->key});
		if (!new || !write(new, 0, e->text, e->length)) {
			array_free(copy);
			return NULL;
		}
	}
	return copy;
}
