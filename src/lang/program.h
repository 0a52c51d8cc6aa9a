/* program.h - one complete command with the memory that its tree lives in.
 *
 * Whoever runs a program, or keeps something of its tree (a function, a trap, a job), holds a
 * reference. */
#ifndef LANG_PROGRAM_H
#define LANG_PROGRAM_H

#include "base/arena.h"

struct node;
struct source;

struct program {
	unsigned references;
	struct arena arena;
	const struct source *source; /* holds a reference */
	struct node *body;           /* a NODE_LIST */
};

struct program *program_new(const struct source *source); /* NULL: no memory */
struct program *program_hold(struct program *p);
void program_release(struct program *p); /* NULL is allowed */

#endif
