#include "lang/program.h"

#include "base/mem.h"
#include "lang/source.h"

#include <stddef.h>

struct program *program_new(const struct source *source)
{
	struct program *p = mem_alloc(sizeof *p);
	if (p)
		*p = (struct program){1, ARENA_INIT, source_hold(source), NULL};
	return p;
}

struct program *program_hold(struct program *p)
{
	p->references++;
	return p;
}

void program_release(struct program *p)
{
	if (!p || --p->references > 0)
		return;
	const struct source *source = p->source;
	arena_free(&p->arena);
	mem_free(p);
	source_release(source);
}
