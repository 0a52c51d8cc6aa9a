/* special.h - the variables that mean something to the shell itself (XCU 2.5.3): IFS, PATH, LINENO,
 * OPTIND, the locale's, the prompts. */
#ifndef STATE_SPECIAL_H
#define STATE_SPECIAL_H

#include "base/mem.h"

#include <stdbool.h>

struct shell;

/* Sets them, and installs their hooks, after the environment was imported.  False: no memory. */
bool special_start(struct shell *sh) MUST_CHECK;

#endif
