#include "state/params.h"

#include "state/frame.h"

#include <string.h>

struct params_undo {
	struct undo undo;
	struct params params;
};

static void restore(struct shell *sh, struct undo *u)
{
	struct params_undo *saved = (struct params_undo *)u;
	mem_free(sh->params.block);
	sh->params = saved->params;
	mem_free(saved);
}

/* The log takes over the block: it outlives the snapshot's use of it. */
static bool log_params(struct shell *sh)
{
	struct frame *snapshot = frame_snapshot(sh);
	if (!snapshot || sh->params.snapshot == snapshot->id)
		return true;
	struct params_undo *saved = mem_alloc(sizeof *saved);
	if (!saved)
		return shell_no_memory(sh);
	*saved = (struct params_undo){{NULL, restore}, sh->params};
	frame_log(snapshot, &saved->undo);
	sh->params.block = NULL;
	sh->params.snapshot = snapshot->id;
	return true;
}

/* One block: the array, then the texts.  NULL: no memory. */
static void *copy_values(char *const *values, size_t count)
{
	size_t size = (count + 1) * sizeof *values;
	for (size_t i = 0; i < count; i++)
		size += strlen(values[i]) + 1;
	char **copies = mem_alloc(size);
	if (!copies)
		return NULL;
	char *text = (char *)(copies + count + 1);
	for (size_t i = 0; i < count; i++) {
		size_t room = strlen(values[i]) + 1;
		copies[i] = memcpy(text, values[i], room);
		text += room;
	}
	copies[count] = NULL;
	return copies;
}

bool params_set(struct shell *sh, char *const *values, size_t count)
{
	if (!log_params(sh))
		return false;
	void *block = NULL;
	if (count) {
		block = copy_values(values, count);
		if (!block)
			return shell_no_memory(sh);
	}
	mem_free(sh->params.block); /* not before: `values` may stand in it */
	sh->params.block = block;
	sh->params.values = block;
	sh->params.count = count;
	return true;
}

void params_shift(struct shell *sh, size_t n)
{
	if (n == 0 || !log_params(sh))
		return;
	sh->params.values += n;
	sh->params.count -= n;
}

struct params params_enter(struct shell *sh, char *const *values, size_t count)
{
	struct frame *snapshot = frame_snapshot(sh);
	struct params outer = sh->params;
	sh->params = (struct params){values, count, NULL, snapshot ? snapshot->id : 0};
	return outer;
}

void params_leave(struct shell *sh, struct params outer)
{
	mem_free(sh->params.block);
	sh->params = outer;
}
