/* special.h - the variables that mean something to the shell itself (XCU 2.5.3): IFS, PATH, LINENO,
 * OPTIND, the locale's, the prompts. */
#ifndef STATE_SPECIAL_H
#define STATE_SPECIAL_H

#include "base/mem.h"
#include "state/shell.h"

#include <stdbool.h>

/* Sets them, and installs their hooks, after the environment was imported.  False: no memory. */
bool special_start(struct shell *sh) MUST_CHECK;

/* Makes the process's LC_CTYPE and LC_COLLATE what the variables say. */
void locale_load(struct shell *sh);

/* The locale, for whoever needs more than ASCII's bytes: loaded when first asked for and when the
 * variables have changed since, because that costs more than all the rest of a script's start, and
 * `LC_ALL=C command` needs none. */
static inline const struct locale_state *shell_locale(struct shell *sh)
{
	if (!sh->locale.loaded)
		locale_load(sh);
	return &sh->locale;
}

#endif
