/* redirect.h - from the redirections of a command to its descriptor plan (XCU 2.7). */
#ifndef EVAL_REDIRECT_H
#define EVAL_REDIRECT_H

#include "base/mem.h"
#include "proc/redir.h"

#include <stdbool.h>

struct frame;
struct redir;
struct shell;

/* Expands each target and opens it before the next is expanded, adding to `plan`; nothing is
 * applied yet.  With `never_block` it stops, true and *rest not NULL, before the first one whose
 * opening might block or needs this process (a FIFO, a terminal or other device): a forked child goes on from there.  False
 * after a message; what was opened is closed. */
bool redirect_plan(struct shell *sh, const struct redir *list, struct fd_plan *plan,
		   bool never_block, const struct redir **rest) MUST_CHECK;

/* Plans and applies here, step by step so that each sees those before it; with `undo`, the log
 * of that frame brings back what was.  NULL: for good.  False after a message. */
bool redirect_here(struct shell *sh, const struct redir *list, struct frame *undo) MUST_CHECK;

#endif
