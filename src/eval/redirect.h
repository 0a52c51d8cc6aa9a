/* redirect.h - from the redirections of a command to its descriptor plan (XCU 2.7). */
#ifndef EVAL_REDIRECT_H
#define EVAL_REDIRECT_H

#include "base/mem.h"
#include "proc/redir.h"

#include <stdbool.h>

struct frame;
struct redir;
struct shell;

/* Redirections that are still to be done. */
struct redirect_rest {
	const struct redir *first; /* and those after it; NULL: none */
	const char *target;        /* of the first, if it was expanded already */
};

/* Expands each target and opens it before the next is expanded, adding to `plan`; nothing is
 * applied yet.  With `rest`, it stops, true and rest->first not NULL, before opening what might
 * block or means something else in another process (a FIFO, a terminal or other device): a forked
 * child goes on from there.  False after a message; what was opened is closed. */
bool redirect_plan(struct shell *sh, const struct redir *list, struct fd_plan *plan,
		   struct redirect_rest *rest) MUST_CHECK;

/* Plans and applies here, step by step so that each sees those before it; with `undo`, the log
 * of that frame brings back what was.  NULL: for good.  False after a message. */
bool redirect_here(struct shell *sh, const struct redir *list, struct frame *undo) MUST_CHECK;

/* What is left of them, for good, in the process that becomes the command. */
bool redirect_finish(struct shell *sh, const struct redirect_rest *rest) MUST_CHECK;

#endif
