/* function.h - functions (XCU 2.9.5) and aliases (XCU alias). */
#ifndef STATE_FUNCTION_H
#define STATE_FUNCTION_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>

struct name;
struct node;
struct program;
struct shell;

/* Reference-counted: a call holds it, so it may redefine itself. */
struct function {
	unsigned references;
	struct name *name;
	struct program *program; /* holds a reference; the body lives in it */
	const struct node *node; /* NODE_FUNCTION */
	const char *file;        /* where it was defined: the source's name */
};

/* Defines or redefines; logged in the innermost snapshot.  False: no memory, message printed. */
bool function_define(struct shell *sh, const struct node *node, struct program *program) MUST_CHECK;
void function_unset(struct shell *sh, struct name *n);
struct function *function_hold(struct function *f);
void function_release(struct function *f);

struct alias {
	struct name *name;
	char text[];
};

bool alias_define(struct shell *sh, struct name *n, const char *text) MUST_CHECK;
bool alias_remove(struct shell *sh, struct name *n); /* false: there was none */
void alias_remove_all(struct shell *sh);

/* All names that have a function (an alias), sorted; array in sh->tmp; NULL: no memory. */
struct name **function_names(struct shell *sh, size_t *count);
struct name **alias_names(struct shell *sh, size_t *count);

#endif
