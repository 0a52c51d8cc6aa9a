#include "lang/source.h"

#include "base/buf.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct source *source_new(enum source_kind kind, const char *name, struct place from)
{
	size_t size = strlen(name) + 1;
	struct source *s = mem_alloc(sizeof *s + size);
	if (!s)
		return NULL;
	s->references = 1;
	s->kind = kind;
	s->from = from;
	memcpy(s->name, name, size);
	if (from.source)
		source_hold(from.source);
	return s;
}

/* Sources are shared through const pointers: only their count ever changes. */
const struct source *source_hold(const struct source *s)
{
	((struct source *)s)->references++;
	return s;
}

/* A loop, because `eval` within `eval` can make the chain of callers as long as it likes. */
void source_release(const struct source *s)
{
	while (s && --((struct source *)s)->references == 0) {
		const struct source *from = s->from.source;
		mem_free((struct source *)s);
		s = from;
	}
}

static bool is_shown(struct place at)
{
	return at.source && at.line && at.source->kind != SOURCE_PROMPT;
}

static void describe_one(struct buf *out, struct place at)
{
	buf_str(out, at.source->name);
	buf_byte(out, ':');
	buf_int(out, at.line);
	if (at.column) {
		buf_byte(out, ':');
		buf_int(out, at.column);
	}
}

/* Of a long chain of callers the outermost and the last few are told. */
void place_describe(struct buf *out, struct place at)
{
	enum { SHOWN = 4 };
	struct place last[SHOWN];
	size_t count = 0;
	for (struct place p = at; p.source; p = p.source->from) {
		if (!is_shown(p))
			continue;
		last[count < SHOWN ? count : SHOWN - 1] = p;
		count++;
	}
	bool left_out = count > SHOWN;
	for (size_t i = left_out ? SHOWN : count; i-- > 0;) {
		describe_one(out, last[i]);
		if (left_out && i == SHOWN - 1)
			buf_str(out, ": ...");
		if (i > 0)
			buf_str(out, ": ");
	}
}

uint32_t place_lineno(struct place at)
{
	while (at.source && at.source->from.source &&
	       (at.source->kind == SOURCE_EVAL || at.source->kind == SOURCE_TRAP))
		at = at.source->from;
	return at.line;
}
