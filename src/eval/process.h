/* process.h - trees that run in a process of their own: subshells and command substitutions
 * (XCU 2.13).  Inside eval/ only. */
#ifndef EVAL_PROCESS_H
#define EVAL_PROCESS_H

#include "base/mem.h"
#include "state/flow.h"

#include <stdbool.h>

struct buf;
struct node;
struct shell;

/* The rest of a forked child: runs the tree as the last thing it does and leaves. */
_Noreturn void child_run(struct shell *sh, const struct node *n);

/* ( list ) */
MUST_CHECK enum flow eval_subshell(struct shell *sh, const struct node *n);

/* $( list ): eval_ops.capture. */
bool eval_capture(struct shell *sh, const struct node *body, struct buf *out);

#endif
