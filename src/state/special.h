/* special.h - the variables that mean something to the shell itself (XCU 2.5.3): IFS, PATH, LINENO,
 * OPTIND, the locale's, the prompts. */
#ifndef STATE_SPECIAL_H
#define STATE_SPECIAL_H

#include "base/charset.h"
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

/* How to read text[0..length): most scripts see nothing but ASCII, and never load a locale. */
static inline enum charset shell_charset(struct shell *sh, const char *text, size_t length)
{
	if (!sh->locale.loaded && text_is_ascii(text, length))
		return CHARSET_BYTES;
	return shell_locale(sh)->charset;
}

/* Whether strings are sorted by strcoll(): LC_COLLATE is not that of C.  Loads it only then. */
bool shell_collates(struct shell *sh);

#endif
