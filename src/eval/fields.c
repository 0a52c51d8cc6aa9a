#include "eval/fields.h"

#include "base/mem.h"
#include "state/shell.h"

#include <string.h>

bool fields_grow(struct fields *f)
{
	size_t capacity = f->capacity * 2;
	char **items = f->items == f->few ? mem_alloc(capacity * sizeof *items)
					  : mem_resize(f->items, capacity * sizeof *items);
	if (!items) {
		f->failed = true;
		return false;
	}
	if (f->items == f->few)
		memcpy(items, f->few, sizeof f->few);
	f->items = items;
	f->capacity = capacity;
	return true;
}

char **fields_finish(struct shell *sh, struct fields *f)
{
	char **argv = f->failed ? NULL : shell_alloc(sh, (f->count + 1) * sizeof *argv);
	if (argv) {
		memcpy(argv, f->items, f->count * sizeof *argv);
		argv[f->count] = NULL;
	} else {
		shell_no_memory(sh);
	}
	fields_free(f);
	return argv;
}

void fields_free(struct fields *f)
{
	if (f->items != f->few)
		mem_free(f->items);
	f->items = f->few;
}
