/* command_call.h - a command whose words are ready, whatever it is: what built-ins run for others. */
#ifndef EVAL_COMMAND_CALL_H
#define EVAL_COMMAND_CALL_H

#include "base/mem.h"
#include "state/flow.h"

#include <stdbool.h>

struct shell;

/* Runs the function, built-in or program argv[0] in the redirections there are.  `last`: this
 * process does nothing after it, and may become the program. */
MUST_CHECK enum flow command_call(struct shell *sh, char **argv, int argc, bool last);

#endif
