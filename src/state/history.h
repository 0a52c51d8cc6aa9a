/* history.h - the command history: a list of entries, as `fc` and the prompt see it.
 *
 * Data only: ui/ reads and writes the file and presents it. */
#ifndef STATE_HISTORY_H
#define STATE_HISTORY_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>

struct history {
	char **entries; /* oldest first, without the final newline */
	size_t count, capacity;
	unsigned long first_number; /* number of entries[0]; the first ever is 1 */
	size_t limit;               /* HISTSIZE */
	bool running;               /* the newest is the command that runs now */
	bool file_failed;           /* its file could not be read or written, which was said */
};

struct history *history_new(size_t limit); /* NULL: no memory */
void history_free(struct history *h);

/* Appends a copy, dropping the oldest beyond the limit.  False: no memory. */
bool history_add(struct history *h, const char *text, size_t length) MUST_CHECK;

/* Adds a line: an entry of its own, or, if `continued`, the next line of the newest. */
bool history_add_line(struct history *h, const char *line, size_t length,
		      bool continued) MUST_CHECK;

void history_remove_last(struct history *h);
void history_set_limit(struct history *h, size_t limit);

#endif
