/* select.h - the questions that `select` asks. */
#ifndef EVAL_SELECT_H
#define EVAL_SELECT_H

#include "base/mem.h"
#include "state/flow.h"

#include <stdbool.h>

struct shell;

/* Shows the menu on standard error if `menu`, or after an empty answer, then PS3, and reads an answer
 * from standard input into REPLY.  *chosen is the item of that number, or "" if there is none; NULL: the
 * input has ended, or what is returned is not FLOW_NEXT. */
enum flow select_ask(struct shell *sh, char *const *items, bool menu,
		     const char **chosen) MUST_CHECK;

#endif
