/* frame.h - one undo log, two kinds of frame.
 *
 * A *scope* (function call, `X=1 cmd`, a redirected command) restores only what was bound in it
 * explicitly.  A *snapshot* (a subshell in this process) restores everything.  Whoever changes
 * state asks frame_snapshot() for the innermost enclosing snapshot and puts the old value on its
 * log, with the function that restores it: so this file knows no variable, no descriptor and no
 * trap.  frame_pop() closes a frame of either kind, newest change first. */
#ifndef STATE_FRAME_H
#define STATE_FRAME_H

#include "base/mem.h"
#include "state/shell.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct undo;

enum frame_kind { FRAME_SCOPE, FRAME_SNAPSHOT };

/* What one change takes to undo.  Embedded first in the owner's struct; heap; freed by the
 * restore function. `restore` must not fail. */
struct undo {
	struct undo *older;
	void (*restore)(struct shell *sh, struct undo *u);
};

struct frame {
	enum frame_kind kind;
	bool function;          /* a function's call: `local` binds here */
	struct frame *outer;    /* the frame around this one */
	struct frame *snapshot; /* innermost snapshot at or around it; NULL: none */
	struct undo *log;
	uint32_t id; /* of a snapshot: unique while it is open, never 0 */
};

/* Opens a frame in the caller's storage. */
void frame_push(struct shell *sh, struct frame *f, enum frame_kind kind);

/* Undoes what is logged and closes `f`, which must be the innermost. */
void frame_pop(struct shell *sh, struct frame *f);

/* Puts an entry on the log of `f`. */
static inline void frame_log(struct frame *f, struct undo *u)
{
	u->older = f->log;
	f->log = u;
}

/* The nearest enclosing frame that is a function's; NULL: not in a function. */
struct frame *frame_function(struct shell *sh);

/* The snapshot that must be told of a change, or NULL when none is open (sh->frame's). */
static inline struct frame *frame_snapshot(const struct shell *sh)
{
	return sh->frame ? sh->frame->snapshot : NULL;
}

#endif
