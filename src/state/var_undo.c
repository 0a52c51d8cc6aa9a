/* How variables come back: values at the end of a snapshot, bindings at the end of a scope. */
#include "state/var.h"

#include "state/array.h"
#include "state/frame.h"
#include "state/shell.h"

struct value_undo {
	struct undo undo;
	struct variable *variable;
	struct variable old; /* its text is the log's */
};

/* A binding's new variable lives in its entry, so a `local` is one allocation. */
struct binding {
	struct undo undo;
	struct variable *old; /* what the name meant before; NULL: nothing */
	struct variable fresh;
};

/* An owner's word (how far getopts got) comes back as it was, whatever `changed` does to it. */
static void tell_restored(struct shell *sh, struct variable *v)
{
	uint32_t word = v->owner_word;
	var_changed(sh, v);
	v->owner_word = word;
}

static void restore_value(struct shell *sh, struct undo *u)
{
	struct value_undo *saved = (struct value_undo *)u;
	struct variable *v = saved->variable;
	if (v->flags & VAR_EXPORT)
		sh->environment_stale = true;
	var_clear(v);
	*v = saved->old;
	tell_restored(sh, v);
	mem_free(saved);
}

/* Gives `v` a value of its own in the place of one that is the log's now.  False: no memory. */
static bool keep_copy(struct variable *v)
{
	const struct array *array = v->array;
	const char *text = v->text;
	if (!(v->flags & VAR_TEXT)) {
		v->text = NULL;
		v->capacity = 0;
	} else if (v->capacity) {
		v->text = mem_dup(text, v->length);
		v->capacity = v->length + 1;
	}
	if (!v->text && (v->flags & VAR_TEXT))
		return false;
	v->array = array ? array_copy(array) : NULL;
	if (!array || v->array)
		return true;
	if (v->capacity)
		mem_free(v->text);
	return false;
}

bool var_log(struct shell *sh, struct variable *v)
{
	struct frame *snapshot = frame_snapshot(sh);
	if (!snapshot || v->snapshot == snapshot->id)
		return true;
	struct value_undo *saved = mem_alloc(sizeof *saved);
	if (!saved)
		return false;
	*saved = (struct value_undo){{NULL, restore_value}, v, *v};
	if (!keep_copy(v)) {
		*v = saved->old;
		mem_free(saved);
		return false;
	}
	v->snapshot = snapshot->id;
	frame_log(snapshot, &saved->undo);
	return true;
}

static void unbind(struct shell *sh, struct undo *u)
{
	struct binding *b = (struct binding *)u;
	struct name *n = b->fresh.name;
	if (b->fresh.flags & VAR_EXPORT)
		sh->environment_stale = true;
	var_let_go(sh, &b->fresh);
	var_clear(&b->fresh);
	n->variable = b->old;
	if (b->old)
		tell_restored(sh, b->old);
	mem_free(b);
}

static struct binding *find_binding(struct frame *f, const struct name *n)
{
	for (struct undo *u = f->log; u; u = u->older)
		if (u->restore == unbind && ((struct binding *)u)->fresh.name == n)
			return (struct binding *)u;
	return NULL;
}

/* The frame whose end undoes a binding in `f`: `f`, or the innermost snapshot if that was opened
 * inside of `f` (`f() { (local x=1; ...); }` when the subshell is no process). */
static struct frame *log_of(struct shell *sh, struct frame *f)
{
	struct frame *snapshot = frame_snapshot(sh);
	return snapshot && snapshot != f->snapshot ? snapshot : f;
}

/* The binding of `n` in the outermost of the frames inside `f`, or NULL.  It stands on what `f`
 * binds, and ends before. */
static struct binding *inner_binding(struct shell *sh, struct frame *f, const struct name *n)
{
	struct binding *found = NULL;
	for (struct frame *inner = sh->frame; inner && inner != f; inner = inner->outer) {
		struct binding *b = find_binding(inner, n);
		if (b)
			found = b;
	}
	return found;
}

static bool copy_value(struct variable *to, const struct variable *from)
{
	to->flags = from->flags &
		    (VAR_SET | VAR_INTEGER | VAR_NOT_INTEGER | VAR_EXPORT | VAR_TRANSFORMS);
	to->integer = from->integer;
	to->owner_word = from->owner_word;
	if ((from->flags & VAR_TEXT) && !var_store(to, from->text, from->length))
		return false;
	to->array = from->array ? array_copy(from->array) : NULL;
	return to->array || !from->array;
}

static struct binding *new_binding(struct shell *sh, struct frame *f, struct name *n,
				   struct variable *old, bool inherit)
{
	struct binding *b = mem_zero(sizeof *b);
	if (!b)
		return NULL;
	struct frame *snapshot = frame_snapshot(sh);
	b->undo.restore = unbind;
	b->old = old;
	b->fresh.name = n;
	b->fresh.scope = f;
	b->fresh.snapshot = snapshot ? snapshot->id : 0;
	if (!old)
		return b;
	b->fresh.flags = old->flags & VAR_EXPORT;
	if (!old->hooks || !old->hooks->get)
		b->fresh.hooks = old->hooks;
	if (inherit && !copy_value(&b->fresh, old)) {
		var_clear(&b->fresh);
		mem_free(b);
		return NULL;
	}
	return b;
}

bool var_bind(struct shell *sh, struct frame *f, struct name *n, bool inherit)
{
	struct frame *log = log_of(sh, f);
	struct binding *inner = sh->frame == log ? NULL : inner_binding(sh, log, n);
	struct variable **cell = inner ? &inner->old : &n->variable;
	struct variable *old = *cell;
	if (old && old->scope == f)
		return true;
	if (old && (old->flags & VAR_READONLY))
		return var_refuse(sh, n);
	size_t ignored;
	if (inherit && old)
		(void)var_text(sh, old, &ignored); /* a getter's value is made */
	struct binding *b = new_binding(sh, f, n, old, inherit);
	if (!b)
		return shell_no_memory(sh);
	*cell = &b->fresh;
	frame_log(log, &b->undo);
	if (!inner)
		var_changed(sh, &b->fresh);
	return true;
}
