/* assign.h - the assignments of a simple command.  Inside eval/ only. */
#ifndef EVAL_ASSIGN_H
#define EVAL_ASSIGN_H

#include "base/mem.h"

#include <stdbool.h>

struct assign;
struct frame;
struct shell;

/* Expands and makes them, from left to right: each sees those before it.  With `bind` they are
 * exported and last until that frame is popped.  False after a message. */
bool assign_all(struct shell *sh, const struct assign *list, struct frame *bind) MUST_CHECK;

/* Marks the variables of a list for export. */
bool assign_export(struct shell *sh, const struct assign *list) MUST_CHECK;

#endif
