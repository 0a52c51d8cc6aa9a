/* run.h - running trees: lists and compound commands (XCU 2.9). */
#ifndef EVAL_RUN_H
#define EVAL_RUN_H

#include "base/mem.h"
#include "state/flow.h"

struct node;
struct shell;

/* Runs a tree: any node, with its redirections.  The status is sh->status.  Everybody below the
 * files that walk trees calls it as sh->ops->run. */
MUST_CHECK enum flow eval_node(struct shell *sh, const struct node *n);

#endif
