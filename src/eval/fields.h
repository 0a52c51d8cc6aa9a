/* fields.h - the fields that words expand to. */
#ifndef EVAL_FIELDS_H
#define EVAL_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

struct shell;

/* Fields under construction.  The array is on the heap while it grows, since commands may run
 * meanwhile; the first few need none.  The strings are in sh->tmp or in the program. */
struct fields {
	char **items;
	size_t count, capacity;
	bool failed;   /* no memory; sticky */
	bool no_match; /* a pattern that must match did not (failglob); there was a message */
	char *few[16];
};

static inline void fields_start(struct fields *f)
{
	f->items = f->few;
	f->count = 0;
	f->capacity = sizeof f->few / sizeof f->few[0];
	f->failed = f->no_match = false;
}

bool fields_grow(struct fields *f);

/* Appends `text` (NULL: memory ran out when it was made). */
static inline void fields_add(struct fields *f, const char *text)
{
	if (!text)
		f->failed = true;
	else if (f->count < f->capacity || fields_grow(f))
		f->items[f->count++] = (char *)text;
}

/* The array with a final NULL in sh->tmp, and the fields' own memory given back.  NULL after a
 * message when memory ran out here or before. */
char **fields_finish(struct shell *sh, struct fields *f);

void fields_free(struct fields *f);

#endif
