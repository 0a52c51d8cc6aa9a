/* redirect.h - from the redirections of a command to its descriptor plan (XCU 2.7). */
#ifndef EVAL_REDIRECT_H
#define EVAL_REDIRECT_H

#include "base/mem.h"
#include "proc/redir.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct fifo_end;
struct frame;
struct redir;
struct shell;

/* The named pipes of one command, in order. */
struct redirect_fifos {
	struct fifo_end *ends; /* in sh->tmp */
	size_t count, next;    /* next: the first that is not yet at its descriptor */
};

/* Redirections that are still to be done. */
struct redirect_rest {
	const struct redir *first;   /* and those after it; NULL: none */
	const char *const *targets;  /* of each of these, NULL: not expanded yet; or NULL */
	const char *target;          /* of the first, if it was expanded meanwhile */
	struct redirect_fifos fifos; /* held */
};

/* Opens what the user named, wherever the descriptor may be.  It may be a FIFO, whose open waits for
 * the other end: a trap or ^C cuts that (errno EINTR).  -1 with errno. */
int redirect_open(struct shell *sh, const char *path, int flags);

/* Whether there is a <|| or >|| among them. */
bool redirects_to_fifo(const struct redir *list);

/* Expands the names of the pipes, makes those that are missing and holds those that are ours, for
 * a child that is about to be forked.  False after a message. */
bool redirect_hold_fifos(struct shell *sh, const struct redir *list,
			 struct redirect_fifos *fifos) MUST_CHECK;

/* The same where the names need no expansion: for who forks a child that expands its own. */
bool redirect_hold_ahead(struct shell *sh, const struct redir *list,
			 struct redirect_fifos *fifos) MUST_CHECK;

/* The child `pid` uses them from now on.  pid <= 0: there is none, they are released. */
void redirect_fifos_used(struct shell *sh, const struct redirect_fifos *fifos, pid_t pid);

/* Expands those targets that are process substitutions: before any redirection is done, and by the
 * shell that waits for the lists, whoever opens the names.  `rest` becomes all of `list`.  False
 * after a message. */
bool redirect_start_lists(struct shell *sh, const struct redir *list,
			  struct redirect_rest *rest) MUST_CHECK;

/* Expands each target of `rest` and opens it before the next is expanded, adding to `plan`; nothing
 * is applied yet.  It stops, true and rest->first not NULL, before opening what might block or means
 * something else in another process (a FIFO, a terminal or other device): a forked child goes on
 * from there.  False after a message; what was opened is closed. */
bool redirect_plan(struct shell *sh, struct redirect_rest *rest, struct fd_plan *plan) MUST_CHECK;

/* Plans and applies here, step by step so that each sees those before it; with `undo`, the log
 * of that frame brings back what was.  NULL: for good.  Named pipes are opened before all others.
 * False after a message. */
bool redirect_here(struct shell *sh, const struct redir *list, struct frame *undo) MUST_CHECK;

/* What is left of them, for good, in the process that becomes the command. */
bool redirect_finish(struct shell *sh, struct redirect_rest *rest) MUST_CHECK;

#endif
