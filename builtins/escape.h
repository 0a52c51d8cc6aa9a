/* escape.h - the backslash sequences of echo and printf. */
#ifndef BUILTINS_ESCAPE_H
#define BUILTINS_ESCAPE_H

#include <stdbool.h>

struct buf;

enum escape_style {
	ESCAPE_ECHO,   /* echo: \ddd is octal, \0ddd too, and \c ends the output */
	ESCAPE_STRING, /* echo -e, and printf's %b: also \xhh, \uhhhh and \Uhhhhhhhh */
	ESCAPE_FORMAT, /* printf's format: without \0ddd and \c */
};

/* Adds what the sequence stands for; `at` is behind the backslash.  What is no sequence is added
 * with its backslash.  Returns where to go on, or NULL for \c. */
const char *escape_add(struct buf *out, const char *at, enum escape_style style);

/* Adds all of `text`, its sequences replaced.  False: it had \c. */
bool escape_add_all(struct buf *out, const char *text, enum escape_style style);

#endif
