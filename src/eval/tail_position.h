/* tail_position.h - when a process may be replaced by its last command. */
#ifndef EVAL_TAIL_POSITION_H
#define EVAL_TAIL_POSITION_H

#include <stdbool.h>

struct shell;

/* True when nothing is left to do in this process after its last command: no trap that could
 * still act, no frame to undo, nobody watching, not the interactive shell itself. */
bool tail_may_exec(const struct shell *sh);

#endif
