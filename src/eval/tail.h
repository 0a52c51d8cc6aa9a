/* tail.h - running a tree as the last thing that a process does. */
#ifndef EVAL_TAIL_H
#define EVAL_TAIL_H

#include "base/mem.h"
#include "state/flow.h"

struct node;
struct shell;

/* Like eval_node(), for a process that does nothing afterwards: its last command is execed in
 * place where tail_may_exec() says so.  Others call it as sh->ops->run_last. */
MUST_CHECK enum flow eval_tail(struct shell *sh, const struct node *n);

#endif
