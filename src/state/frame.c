#include "state/frame.h"

void frame_push(struct shell *sh, struct frame *f, enum frame_kind kind)
{
	*f = (struct frame){.kind = kind, .outer = sh->frame};
	if (kind == FRAME_SNAPSHOT) {
		if (++sh->snapshot_ids == 0)
			sh->snapshot_ids = 1;
		f->id = sh->snapshot_ids;
		f->snapshot = f;
	} else if (f->outer) {
		f->snapshot = f->outer->snapshot;
	}
	sh->frame = f;
}

/* The frame stays the innermost while it is undone: what a restoring function changes is, if at
 * all, logged here and undone in the same loop. */
void frame_pop(struct shell *sh, struct frame *f)
{
	struct undo *u;
	while ((u = f->log)) {
		f->log = u->older;
		u->restore(sh, u);
	}
	sh->frame = f->outer;
}

struct frame *frame_function(struct shell *sh)
{
	struct frame *f = sh->frame;
	while (f && !f->function)
		f = f->outer;
	return f;
}
