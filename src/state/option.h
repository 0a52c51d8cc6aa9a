/* option.h - the options of a shell: set, logged, told to their owners (XCU set). */
#ifndef STATE_OPTION_H
#define STATE_OPTION_H

#include "state/option_table.h"

#include <stdbool.h>

struct shell;

void option_set_hook(struct shell *sh, enum option o, option_hook hook);

/* Sets an option, logged in the innermost snapshot, and calls its hook.  False when the hook
 * refused (it printed why).  -o vi and -o emacs exclude each other. */
bool option_set(struct shell *sh, enum option o, bool on);

/* The letters of the options that are on: the value of $-.  `out` has room for OPT_COUNT+3. */
void option_letters(struct shell *sh, char *out);

#endif
