/* name.h - each name once, with a cell for everything it can mean.
 *
 * The lexer turns every identifier and every command word without `/` into a struct name; the
 * tree points at it, and `$x`, `x=1`, `grep` cost a pointer.  A name lives as long as its
 * table.  The cells are filled and read by state/ (variables, functions, aliases, PATH
 * entries), by builtins/ (built-ins) and by lang/ (reserved words) only. */
#ifndef BASE_NAME_H
#define BASE_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct variable;
struct function;
struct builtin;
struct alias;
struct command_path;

struct name {
	struct name *chain; /* next in the same hash bucket */
	uint32_t hash, length;
	struct variable *variable;
	struct function *function;
	struct alias *alias;
	struct command_path *path;
	const struct builtin *builtin;
	uint8_t reserved;   /* enum reserved_word of lang/, 0: none */
	bool is_identifier; /* XBD 3.216 Name: may name a variable */
	char text[];        /* NUL-terminated */
};

struct name_table;

struct name_table *name_table_new(void);
void name_table_free(struct name_table *t); /* the cells must be empty by then */

/* The name spelt so, made if it is new.  NULL only when memory ran out. */
struct name *name_intern(struct name_table *t, const char *text, size_t length);

/* The same, but NULL when there is no such name yet. */
struct name *name_find(struct name_table *t, const char *text, size_t length);

/* Calls `visit` for each name, in no particular order. */
void name_each(struct name_table *t, void (*visit)(struct name *n, void *context), void *context);

/* True if text[0..length) is [A-Za-z_][A-Za-z0-9_]*, whatever the locale. */
bool name_is_identifier(const char *text, size_t length);
bool name_is_byte(char c); /* a byte of one, behind the first */

#endif
