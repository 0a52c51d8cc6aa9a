/* describe.h - what a command name means: `type`, `command -v`, `command -V` share it. */
#ifndef BUILTINS_DESCRIBE_H
#define BUILTINS_DESCRIBE_H

#include <stdbool.h>

struct shell;

enum describe_style {
	DESCRIBE_SHORT, /* command -v: what would be typed to get it */
	DESCRIBE_LONG,  /* command -V, type: a sentence */
};

/* Writes it to sh->out.  `directories` NULL: looked up in PATH.  False when nothing has that name (DESCRIBE_LONG says
 * so on standard error). */
bool describe_command(struct shell *sh, const char *word, enum describe_style style,
		      const char *directories);

#endif
