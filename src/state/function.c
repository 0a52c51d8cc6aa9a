#include "state/function.h"

#include "base/name.h"
#include "lang/program.h"
#include "lang/tree.h"
#include "state/frame.h"
#include "state/shell.h"

#include <stdlib.h>
#include <string.h>

struct function_undo {
	struct undo undo;
	struct name *name;
	struct function *old; /* the log's own reference; NULL: there was none */
};

struct alias_undo {
	struct undo undo;
	struct name *name;
	struct alias *old; /* the log's; NULL: there was none */
};

struct function *function_hold(struct function *f)
{
	f->references++;
	return f;
}

void function_release(struct function *f)
{
	if (!f || --f->references > 0)
		return;
	program_release(f->program);
	mem_free(f);
}

static void restore_function(struct shell *sh, struct undo *u)
{
	(void)sh;
	struct function_undo *saved = (struct function_undo *)u;
	function_release(saved->name->function);
	saved->name->function = saved->old;
	mem_free(saved);
}

/* The cell's reference goes to the log, or is released when nobody needs the old one. */
static bool replace_function(struct shell *sh, struct name *n, struct function *f)
{
	struct frame *snapshot = frame_snapshot(sh);
	if (snapshot) {
		struct function_undo *saved = mem_alloc(sizeof *saved);
		if (!saved)
			return shell_no_memory(sh);
		*saved = (struct function_undo){{NULL, restore_function}, n, n->function};
		frame_log(snapshot, &saved->undo);
	} else {
		function_release(n->function);
	}
	n->function = f;
	return true;
}

bool function_define(struct shell *sh, const struct node *node, struct program *program)
{
	struct function *f = mem_alloc(sizeof *f);
	if (!f)
		return shell_no_memory(sh);
	*f = (struct function){
		.references = 1,
		.name = node->function.name,
		.program = program_hold(program),
		.node = node,
		.file = node->at.source ? node->at.source->name : NULL,
	};
	if (replace_function(sh, f->name, f))
		return true;
	function_release(f);
	return false;
}

void function_unset(struct shell *sh, struct name *n)
{
	if (n->function)
		(void)replace_function(sh, n, NULL);
}

static void restore_alias(struct shell *sh, struct undo *u)
{
	(void)sh;
	struct alias_undo *saved = (struct alias_undo *)u;
	mem_free(saved->name->alias);
	saved->name->alias = saved->old;
	mem_free(saved);
}

static bool replace_alias(struct shell *sh, struct name *n, struct alias *a)
{
	struct frame *snapshot = frame_snapshot(sh);
	if (snapshot) {
		struct alias_undo *saved = mem_alloc(sizeof *saved);
		if (!saved)
			return shell_no_memory(sh);
		*saved = (struct alias_undo){{NULL, restore_alias}, n, n->alias};
		frame_log(snapshot, &saved->undo);
	} else {
		mem_free(n->alias);
	}
	n->alias = a;
	return true;
}

bool alias_define(struct shell *sh, struct name *n, const char *text)
{
	size_t room = strlen(text) + 1;
	struct alias *a = mem_alloc(sizeof *a + room);
	if (!a)
		return shell_no_memory(sh);
	a->name = n;
	memcpy(a->text, text, room);
	if (replace_alias(sh, n, a))
		return true;
	mem_free(a);
	return false;
}

bool alias_remove(struct shell *sh, struct name *n)
{
	return n->alias && replace_alias(sh, n, NULL);
}

static void remove_alias_of(struct name *n, void *context)
{
	(void)alias_remove(context, n);
}

void alias_remove_all(struct shell *sh)
{
	name_each(sh->names, remove_alias_of, sh);
}

/* Names that have something, gathered in two passes: count, then take. */
struct gathering {
	bool aliases;
	struct name **names; /* NULL in the first pass */
	size_t count;
};

static void gather(struct name *n, void *context)
{
	struct gathering *g = context;
	if (g->aliases ? !n->alias : !n->function)
		return;
	if (g->names)
		g->names[g->count] = n;
	g->count++;
}

static int by_text(const void *a, const void *b)
{
	return strcmp((*(struct name *const *)a)->text, (*(struct name *const *)b)->text);
}

static struct name **sorted_names(struct shell *sh, bool aliases, size_t *count)
{
	struct gathering g = {.aliases = aliases};
	name_each(sh->names, gather, &g);
	g.names = shell_alloc(sh, (g.count + 1) * sizeof *g.names);
	if (!g.names)
		return NULL;
	*count = g.count;
	g.count = 0;
	name_each(sh->names, gather, &g);
	qsort(g.names, *count, sizeof *g.names, by_text);
	return g.names;
}

struct name **function_names(struct shell *sh, size_t *count)
{
	return sorted_names(sh, false, count);
}

struct name **alias_names(struct shell *sh, size_t *count)
{
	return sorted_names(sh, true, count);
}
