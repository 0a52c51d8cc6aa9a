#include "state/history.h"

#include <string.h>

struct history *history_new(size_t limit)
{
	struct history *h = mem_zero(sizeof *h);
	if (!h)
		return NULL;
	h->first_number = 1;
	h->limit = limit;
	return h;
}

void history_free(struct history *h)
{
	if (!h)
		return;
	for (size_t i = 0; i < h->count; i++)
		mem_free(h->entries[i]);
	mem_free(h->entries);
	mem_free(h);
}

static void drop_oldest(struct history *h, size_t n)
{
	for (size_t i = 0; i < n; i++)
		mem_free(h->entries[i]);
	h->count -= n;
	h->first_number += n;
	memmove(h->entries, h->entries + n, h->count * sizeof *h->entries);
}

bool history_add(struct history *h, const char *text, size_t length)
{
	if (h->count == h->capacity) {
		size_t capacity = h->capacity ? h->capacity * 2 : 64;
		char **entries = mem_resize(h->entries, capacity * sizeof *entries);
		if (!entries)
			return false;
		h->entries = entries;
		h->capacity = capacity;
	}
	char *copy = mem_dup(text, length);
	if (!copy)
		return false;
	h->entries[h->count++] = copy;
	if (h->count > h->limit)
		drop_oldest(h, h->count - h->limit);
	return true;
}

bool history_add_line(struct history *h, const char *line, size_t length, bool continued)
{
	if (!continued || h->count == 0)
		return history_add(h, line, length);
	char **newest = &h->entries[h->count - 1];
	size_t before = strlen(*newest);
	char *longer = mem_resize(*newest, before + length + 2);
	if (!longer)
		return false;
	longer[before] = '\n';
	memcpy(longer + before + 1, line, length);
	longer[before + 1 + length] = '\0';
	*newest = longer;
	return true;
}

void history_remove_last(struct history *h)
{
	if (h->count > 0)
		mem_free(h->entries[--h->count]);
}

void history_set_limit(struct history *h, size_t limit)
{
	h->limit = limit;
	if (h->count > limit)
		drop_oldest(h, h->count - limit);
}
