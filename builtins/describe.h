/* describe.h - what a command name means: `type`, `command -v`, `command -V` share it. */
#ifndef BUILTINS_DESCRIBE_H
#define BUILTINS_DESCRIBE_H

#include <stdbool.h>

struct shell;

enum describe_style {
	DESCRIBE_SHORT,    /* command -v: what would be typed to get it */
	DESCRIBE_LONG,     /* command -V: a sentence; as in -v, a pathname is absolute (POSIX) */
	DESCRIBE_TYPE,     /* type: a sentence, with the pathname as it was found */
	DESCRIBE_KIND,     /* type -t: one word */
	DESCRIBE_PATHNAME, /* type -p: the pathname of a program, nothing of others */
};

struct describe {
	enum describe_style style;
	const char *directories; /* where to look for programs; NULL: PATH */
	bool all;                /* type -a: every meaning, not only the one that counts */
	bool no_functions;       /* type -f */
	bool programs_only;      /* type -P */
};

/* Writes it to sh->out.  False when nothing has that name (which the styles of sentences say on
 * standard error). */
bool describe_command(struct shell *sh, const char *word, const struct describe *d);

#endif
