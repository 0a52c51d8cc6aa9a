/* redir.h - descriptor plans: what a list of redirections does, as data, then applied.
 *
 * A plan grows step by step as each target is expanded and opened (design: idea 6).  The same
 * plan is applied in this process with undo, in a forked child, or by spawn_exec() between
 * vfork and exec.  The only file that calls dup2(). */
#ifndef PROC_REDIR_H
#define PROC_REDIR_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>

struct frame;
struct shell;

enum fd_step_kind {
	FD_STEP_MOVE, /* source -> fd; the source was opened for this plan and is closed after */
	FD_STEP_DUP,  /* a copy of source, which stays */
	FD_STEP_CLOSE,
};

struct fd_step {
	enum fd_step_kind kind;
	int fd;
	int source; /* FD_STEP_MOVE: own, close-on-exec, at 10 or above */
};

struct fd_plan {
	struct fd_step *steps; /* in sh->tmp */
	size_t count, capacity;
};

#define FD_PLAN_INIT \
	{            \
		0    \
	}

/* Append a step.  Sources of MOVE steps that are in the way (`11>a 10>b`, where a was opened at 10)
 * are moved.  False after a message: no memory or descriptor (a MOVE's source is closed). */
bool fd_plan_add(struct shell *sh, struct fd_plan *p, enum fd_step_kind kind, int fd,
		 int source) MUST_CHECK;

/* What descriptor `fd` will be once the plan so far was applied: the descriptor to look at now,
 * or FD_CLOSED.  `cmd >f 2>&1` must duplicate f. */
int fd_plan_lookup(const struct fd_plan *p, int fd);

/* Closes the sources of a plan that is not going to be applied, or that a child applies. */
void fd_plan_abandon(struct fd_plan *p);

/* Applies one step / all steps here.  With `undo`, what was there before goes to its log (at 10 or
 * above, close-on-exec) and comes back when the frame is popped; NULL: for good (exec, a child).
 * False after a message; earlier steps stay applied (and logged). */
bool fd_step_apply(struct shell *sh, const struct fd_step *s, struct frame *undo) MUST_CHECK;
bool fd_plan_apply(struct shell *sh, struct fd_plan *p, struct frame *undo) MUST_CHECK;

/* Makes what a scope frame has logged of descriptors stay when it is popped: `exec`. */
void fd_plan_keep(struct shell *sh, struct frame *f);

/* In a new process: closes the copies that open frames keep to restore descriptors from.  It never
 * pops these frames, and holding such a copy would keep a reader waiting:
 *	x=$({ (sleep 9; :) & } >/dev/null)
 * must not take nine seconds. */
void fd_forget_saved(struct shell *sh);

/* Between vfork and exec: async-signal-safe, no messages; -1 with errno. */
int fd_plan_apply_raw(const struct fd_step *steps, size_t count);

/* Wires one stage of a pipeline in its forked child: in to 0 and out to 1 (FD_CLOSED: leave). */
void fd_wire(struct shell *sh, int in, int out);

#endif
