/* Patterns with groups, by sets of places: from the places where a part may begin follow those
 * where it may end.  Each part is looked at once for a set, so that no choice is ever taken back:
 * a group of groups is a matter of time, not of luck. */
#include "lang/pattern_parts.h"

#include "base/mem.h"

#include <string.h>

/* Places in the text, ascending; on the heap, owned. */
struct places {
	size_t *at;
	size_t count;
};

struct search {
	const struct subject *text;
	size_t end;
	bool hidden; /* a file's name that begins with a period: only a literal one matches that */
	bool failed; /* no memory */
};

static struct places places_new(struct search *s, size_t room)
{
	struct places p = {mem_alloc((room + 1) * sizeof *p.at), 0};
	s->failed |= !p.at;
	return p;
}

static void places_free(struct places *p)
{
	mem_free(p->at);
	*p = (struct places){0};
}

static void places_add(struct places *p, size_t at)
{
	if (p->at && (p->count == 0 || p->at[p->count - 1] < at))
		p->at[p->count++] = at;
}

/* Those of both; they are freed. */
static struct places places_join(struct search *s, struct places a, struct places b)
{
	struct places all = places_new(s, a.count + b.count);
	for (size_t i = 0, j = 0; i < a.count || j < b.count;) {
		bool first = j == b.count || (i < a.count && a.at[i] <= b.at[j]);
		places_add(&all, first ? a.at[i++] : b.at[j++]);
	}
	places_free(&a);
	places_free(&b);
	return all;
}

static struct places places_copy(struct search *s, const struct places *from)
{
	struct places copy = places_new(s, from->count);
	for (size_t i = 0; i < from->count; i++)
		places_add(&copy, from->at[i]);
	return copy;
}

static size_t next_place(const struct search *s, size_t at)
{
	uint32_t code;
	return at + char_decode(s->text->charset, s->text->text + at, s->end - at, &code);
}

/* All from `at` on: what a star may end at. */
static struct places places_from(struct search *s, size_t at)
{
	struct places p = places_new(s, s->end - at + 1);
	for (;; at = next_place(s, at)) {
		places_add(&p, at);
		if (at >= s->end)
			return p;
	}
}

static struct places star_ends(struct search *s, const struct places *from)
{
	struct places zero = {0};
	size_t i = 0;
	if (from->count && from->at[0] == 0 && s->hidden) { /* there it has to be empty */
		zero = places_new(s, 1);
		places_add(&zero, 0);
		i = 1;
	}
	return i < from->count ? places_join(s, zero, places_from(s, from->at[i])) : zero;
}

static struct places pattern_ends(struct search *s, const struct pattern *p, struct places from);

/* Where one of the alternatives may end. */
static struct places any_ends(struct search *s, const struct group *g, const struct places *from)
{
	struct places all = {0};
	for (const struct alternative *a = g->first; a; a = a->next)
		all = places_join(s, all, pattern_ends(s, a->pattern, places_copy(s, from)));
	return all;
}

/* The marked ones of marks[0..end]. */
static struct places places_marked(struct search *s, const char *marks)
{
	size_t count = 0;
	for (size_t i = 0; i <= s->end; i++)
		count += marks[i];
	struct places p = places_new(s, count);
	for (size_t i = 0; i <= s->end; i++)
		if (marks[i])
			places_add(&p, i);
	return p;
}

/* One or more of them: what was not reached before is where the next begins. */
static struct places repeated_ends(struct search *s, const struct group *g,
				   const struct places *from)
{
	char *reached = mem_zero(s->end + 1);
	struct places fresh = any_ends(s, g, from);
	s->failed |= !reached;
	while (reached && fresh.count > 0) {
		size_t count = 0;
		for (size_t i = 0; i < fresh.count; i++) {
			if (!reached[fresh.at[i]])
				fresh.at[count++] = fresh.at[i];
			reached[fresh.at[i]] = 1;
		}
		fresh.count = count;
		struct places next = any_ends(s, g, &fresh);
		places_free(&fresh);
		fresh = next;
	}
	places_free(&fresh);
	if (!reached)
		return fresh;
	struct places all = places_marked(s, reached);
	mem_free(reached);
	return all;
}

/* From each place all that no alternative ends at.  Most are found from the first. */
static struct places other_ends(struct search *s, const struct group *g, const struct places *from)
{
	struct places left = places_from(s, from->at[0]);
	char *found = mem_zero(s->end + 1);
	s->failed |= !found;
	for (size_t i = 0; found && i < from->count && left.count > 0; i++) {
		size_t start = from->at[i], kept = 0, e = 0;
		struct places one = {&start, 1}, ends = any_ends(s, g, &one);
		for (size_t j = 0; j < left.count; j++) {
			size_t at = left.at[j];
			while (e < ends.count && ends.at[e] < at)
				e++;
			bool matches = e < ends.count && ends.at[e] == at;
			if (at < start || matches || (s->hidden && start == 0 && at > 0))
				left.at[kept++] = at;
			else
				found[at] = 1;
		}
		left.count = kept;
		places_free(&ends);
	}
	places_free(&left);
	if (!found)
		return left;
	struct places all = places_marked(s, found);
	mem_free(found);
	return all;
}

static struct places group_ends(struct search *s, const struct group *g, const struct places *from)
{
	if (from->count == 0)
		return (struct places){0};
	switch (g->kind) {
	case '?':
		return places_join(s, places_copy(s, from), any_ends(s, g, from));
	case '*':
		return places_join(s, places_copy(s, from), repeated_ends(s, g, from));
	case '+':
		return repeated_ends(s, g, from);
	case '!':
		return other_ends(s, g, from);
	default:
		return any_ends(s, g, from);
	}
}

static struct places segment_ends(struct search *s, const struct segment *seg,
				  const struct places *from)
{
	struct places p = places_new(s, from->count);
	bool literal = !seg->first || seg->first->kind == ELEMENT_LITERAL;
	for (size_t i = 0; i < from->count; i++) {
		if (s->hidden && from->at[i] == 0 && !literal)
			continue;
		ptrdiff_t end = segment_match(seg, s->text, from->at[i], s->end);
		if (end >= 0)
			places_add(&p, (size_t)end);
	}
	return p;
}

/* Where the pattern may end that begins at one of `from`, which is freed. */
static struct places pattern_ends(struct search *s, const struct pattern *p, struct places from)
{
	for (const struct segment *seg = p->first; seg && !s->failed; seg = seg->next) {
		if (seg->previous) {
			struct places next = seg->group ? group_ends(s, seg->group, &from)
							: star_ends(s, &from);
			places_free(&from);
			from = next;
		}
		struct places next = segment_ends(s, seg, &from);
		places_free(&from);
		from = next;
	}
	if (s->failed)
		places_free(&from);
	return from;
}

static struct places ends_from(struct search *s, const struct pattern *p, size_t start)
{
	struct places from = places_new(s, 1);
	places_add(&from, start);
	return pattern_ends(s, p, from);
}

bool group_match(const struct pattern *p, const struct subject *t, size_t length, bool file)
{
	struct search s = {t, length, file && length > 0 && *t->text == '.', false};
	struct places ends = ends_from(&s, p, 0);
	bool result = ends.count > 0 && ends.at[ends.count - 1] == length;
	places_free(&ends);
	return result;
}

ptrdiff_t group_prefix(const struct pattern *p, const struct subject *t, size_t length,
		       bool longest)
{
	struct search s = {t, length, false, false};
	struct places ends = ends_from(&s, p, 0);
	ptrdiff_t result = ends.count == 0 ? -1 : (ptrdiff_t)ends.at[longest ? ends.count - 1 : 0];
	places_free(&ends);
	return result;
}

ptrdiff_t group_suffix(const struct pattern *p, const struct subject *t, size_t length,
		       bool longest)
{
	struct search s = {t, length, false, false};
	struct places starts = places_from(&s, 0);
	ptrdiff_t result = -1;
	for (size_t i = 0; i < starts.count && result < 0; i++) {
		size_t start = starts.at[longest ? i : starts.count - 1 - i];
		struct places ends = ends_from(&s, p, start);
		if (ends.count > 0 && ends.at[ends.count - 1] == length)
			result = (ptrdiff_t)(length - start);
		places_free(&ends);
	}
	places_free(&starts);
	return result;
}

bool group_find(const struct pattern *p, const struct subject *t, size_t length, size_t *start,
		size_t *end)
{
	struct search s = {t, length, false, false};
	struct places starts = places_from(&s, *start);
	bool found = false;
	for (size_t i = 0; i < starts.count && !found; i++) {
		struct places ends = ends_from(&s, p, starts.at[i]);
		found = ends.count > 0;
		if (found) {
			*start = starts.at[i];
			*end = ends.at[ends.count - 1];
		}
		places_free(&ends);
	}
	places_free(&starts);
	return found;
}
