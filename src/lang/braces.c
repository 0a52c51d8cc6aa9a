/* braces.c - {a,b} and {1..9}: an extension, off in posix mode.
 *
 * The braces and commas of unquoted text become parts of their own; one pass finds which of them belong
 * together, and what is between them becomes words. */
#include "lang/parse.h"

#include "base/stack.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct mark {
	const struct part *part;
	size_t close; /* of an opening brace: the mark that closes it; 0: none does */
	size_t owner; /* of a comma: the opening brace; SIZE_MAX: none */
	bool comma;   /* an opening brace that has one */
};

struct marks {
	struct mark *marks;
	size_t count;
	const struct mark *next; /* that building has not met yet */
};

static bool is_mark(char c)
{
	return c == '{' || c == '}' || c == ',';
}

static bool is_plain(const struct part *part)
{
	return part->kind == PART_TEXT && part->quoting == QUOTE_NONE;
}

/* --- finding them --- */

static size_t count_marks(const struct part *parts)
{
	size_t count = 0;
	for (const struct part *part = parts; part; part = part->next)
		for (size_t i = 0; is_plain(part) && i < part->text.length; i++)
			count += is_mark(part->text.bytes[i]);
	return count;
}

static struct part *copy_of(struct parser *p, const struct part *part, size_t from, size_t length)
{
	struct part *copy = parse_alloc(p, sizeof *copy);
	if (!copy)
		return NULL;
	*copy = *part;
	copy->next = NULL;
	if (is_plain(part)) {
		copy->text.bytes = parse_dup(p, part->text.bytes + from, length);
		copy->text.length = length;
	}
	return copy;
}

/* A copy of the parts in which each mark stands alone. */
static struct part *split(struct parser *p, const struct part *parts, struct marks *m)
{
	struct part *first = NULL, **tail = &first;
	for (const struct part *part = parts; part; part = part->next) {
		size_t end = is_plain(part) ? part->text.length : 1, length;
		for (size_t from = 0; from < end; from += length) {
			length = 1;
			if (is_plain(part) && !is_mark(part->text.bytes[from]))
				while (from + length < end &&
				       !is_mark(part->text.bytes[from + length]))
					length++;
			*tail = copy_of(p, part, from, length);
			if (!*tail)
				return NULL;
			if (is_plain(part) && is_mark(part->text.bytes[from]))
				m->marks[m->count++] = (struct mark){.part = *tail};
			tail = &(*tail)->next;
		}
	}
	return first;
}

/* `owner` of opening braces is the one around them while this runs. */
static void match(struct marks *m)
{
	size_t open = SIZE_MAX;
	for (size_t i = 0; i < m->count; i++) {
		struct mark *mark = &m->marks[i];
		char c = *mark->part->text.bytes;
		mark->owner = open;
		if (c == '{') {
			open = i;
		} else if (c == ',' && open != SIZE_MAX) {
			m->marks[open].comma = true;
		} else if (c == '}' && open != SIZE_MAX) {
			m->marks[open].close = i;
			open = m->marks[open].owner;
		}
	}
}

/* --- sequences --- */

/* A whole number, or a single letter, up to `..` or the end of the text. */
static bool read_end(const char **at, int64_t *value, int *width, bool *letter)
{
	const char *start = *at;
	char *end;
	*letter = (byte_kind(*start) & BYTE_NAME_START) && *start != '_';
	if (*letter) {
		*value = *start;
		*at = start + 1;
		return true;
	}
	const char *digits = start + (*start == '-' || *start == '+');
	*value = strtoll(start, &end, 10);
	*at = end;
	if (!(byte_kind(*digits) & BYTE_DIGIT) || end - start > 18)
		return false;
	*width = digits[0] == '0' && end - digits > 1 ? (int)(end - start) : 0;
	return true;
}

static bool pass_dots(const char **at)
{
	if (strncmp(*at, "..", 2) != 0)
		return false;
	*at += 2;
	return true;
}

static bool read_sequence(const char *text, struct sequence *s)
{
	int first_width = 0, last_width = 0, width;
	int64_t step = 1;
	bool letter = false, other;
	*s = (struct sequence){.text = text};
	if (!read_end(&text, &s->first, &first_width, &s->letters) || !pass_dots(&text) ||
	    !read_end(&text, &s->last, &last_width, &other) || other != s->letters)
		return false;
	if (pass_dots(&text) && (!read_end(&text, &step, &width, &letter) || letter))
		return false;
	if (s->letters && ((s->first ^ s->last) & 0x20)) /* {Z..a} has what is no letter in it */
		return false;
	s->width = first_width > last_width ? first_width : last_width;
	s->step = step == 0 ? 1 : (uint64_t)(step < 0 ? -step : step);
	return *text == '\0';
}

/* The sequence that stands between two marks; NULL: there is none. */
static const struct sequence *sequence_of(struct parser *p, const struct mark *open,
					  const struct mark *close)
{
	const struct part *text = open->part->next;
	struct sequence found, *s;
	if (open->comma || text->next != close->part || !is_plain(text) ||
	    !read_sequence(text->text.bytes, &found))
		return NULL;
	s = parse_alloc(p, sizeof *s);
	if (s)
		*s = found;
	return s;
}

/* --- building --- */

static struct part *build(struct parser *p, struct marks *m, struct part **at, size_t owner,
			  const struct part *end, bool *found);

/* The alternatives from behind `open` to the brace that closes it, at which *at is left. */
static struct word *build_words(struct parser *p, struct marks *m, size_t open, struct part **at)
{
	const struct part *end = m->marks[m->marks[open].close].part;
	struct word *first = NULL, **tail = &first;
	bool found = false;
	for (;;) {
		struct word *w = parse_alloc(p, sizeof *w);
		if (!w)
			return NULL;
		*w = (struct word){.parts = build(p, m, at, open, end, &found)};
		*tail = w;
		tail = &w->next;
		if (*at == end || parse_failed(p))
			return first;
		m->next++;
		*at = (*at)->next;
	}
}

/* The PART_BRACE of the mark `open`, at which *at is; NULL: it is a text like others, or failed. */
static struct part *build_brace(struct parser *p, struct marks *m, size_t open, struct part **at)
{
	const struct mark *mark = &m->marks[open], *close = &m->marks[mark->close];
	if (mark->close == 0)
		return NULL;
	const struct sequence *s = sequence_of(p, mark, close);
	if (!s && !mark->comma)
		return NULL;
	struct part *brace = parse_alloc(p, sizeof *brace);
	if (!brace)
		return NULL;
	*brace = (struct part){.kind = PART_BRACE, .brace.sequence = s};
	*at = (*at)->next;
	if (s)
		*at = (*at)->next;
	else
		brace->brace.words = build_words(p, m, open, at);
	m->next = close + 1;
	*at = *at ? (*at)->next : NULL;
	return brace;
}

/* The parts from *at up to `end` or a comma of `owner`. */
static struct part *build(struct parser *p, struct marks *m, struct part **at, size_t owner,
			  const struct part *end, bool *found)
{
	struct part *first = NULL, **tail = &first;
	if (stack_is_low())
		parse_too_deep(p);
	while (*at && *at != end && !parse_failed(p)) {
		struct part *part = *at, *brace = NULL;
		const struct mark *mark = m->next;
		if (mark < m->marks + m->count && mark->part == part) {
			char c = *part->text.bytes;
			if (c == ',' && mark->owner == owner && owner != SIZE_MAX)
				break;
			m->next++;
			if (c == '{')
				brace = build_brace(p, m, (size_t)(mark - m->marks), at);
		}
		*found |= brace != NULL;
		if (!brace)
			*at = part->next;
		*tail = brace ? brace : part;
		tail = &(*tail)->next;
	}
	*tail = NULL;
	return first;
}

bool braces_find(struct parser *p, struct word *w)
{
	size_t count = p->options.posix ? 0 : count_marks(w->parts);
	struct marks m = {.marks = count < 2 ? NULL : parse_alloc(p, count * sizeof *m.marks)};
	if (!m.marks)
		return false;
	struct part *parts = split(p, w->parts, &m);
	bool found = false;
	if (!parts)
		return false;
	match(&m);
	m.next = m.marks;
	parts = build(p, &m, &parts, SIZE_MAX, NULL, &found);
	if (found)
		w->parts = parts;
	return found && !parse_failed(p);
}
