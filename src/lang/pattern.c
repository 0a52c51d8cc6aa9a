/* A pattern is segments with a star between each two: `a?c*[x-z]*` is `a?c`, `[x-z]` and an empty
 * one.  A segment matches a fixed number of characters.  So the first stands at the start, the last
 * at the end, and each of the others may take the first place where it matches: nothing that
 * comes later can do better with another.  Hence no recursion, no way back, and the shortest and
 * longest prefixes and suffixes are the first or last places of their segments. */
#include "lang/pattern.h"

#include "base/arena.h"
#include "base/buf.h"
#include "lang/pattern_parts.h"
#include "lang/tree.h"

#include <string.h>
#include <wctype.h>

/* The inside of a bracket expression as it was written, without backslashes, with a flag for
 * each quoted byte.  ASCII members are looked up in a set made beforehand; the others depend on
 * the locale and are looked for in the text. */
struct bracket {
	bool negated;
	const char *text;
	const unsigned char *quoted;
	size_t length;
	uint64_t ascii[2];
};

/* --- bracket expressions (XBD 9.3.5, XCU 2.14.1) --- */

struct item { /* a range of characters, or a class */
	uint32_t low, high;
	const char *class;
	size_t class_length;
};

struct bracket_reader {
	const struct bracket *bracket;
	enum charset charset;
	size_t at;
	size_t closes[3]; /* the last found of :] =] .], so that none is looked for twice */
};

static bool bracket_is(const struct bracket *b, size_t at, char c)
{
	return at < b->length && b->text[at] == c && !b->quoted[at];
}

/* What stands behind the second bracket: 0 for [: 1 for [= 2 for [. and -1 for anything else. */
static int compound_kind(char c)
{
	return c == ':' ? 0 : c == '=' ? 1 : c == '.' ? 2 : -1;
}

/* The length of "[:name:]", "[=c=]" or "[.c.]" where the reader is; 0: there is none. */
static size_t compound_length(struct bracket_reader *r)
{
	const struct bracket *b = r->bracket;
	size_t at = r->at;
	int kind = at + 4 > b->length ? -1 : compound_kind(b->text[at + 1]);
	if (kind < 0 || !bracket_is(b, at, '[') || b->quoted[at + 1])
		return 0;
	/* [.].] and [=]=] are what they say, so the name has a character at least. */
	size_t end = r->closes[kind];
	if (end < at + 3)
		for (end = at + 3; end < b->length; end++)
			if (bracket_is(b, end, b->text[at + 1]) && bracket_is(b, end + 1, ']'))
				break;
	r->closes[kind] = end;
	return end < b->length ? end + 2 - at : 0;
}

/* One end of a range: a character, or [.c.] or [=c=]. An unknown name of several characters is
 * no character at all. */
static uint32_t read_character(struct bracket_reader *r)
{
	const struct bracket *b = r->bracket;
	uint32_t code;
	size_t n = compound_length(r);
	if (n == 0) {
		r->at += char_decode(r->charset, b->text + r->at, b->length - r->at, &code);
		return code;
	}
	size_t used = char_decode(r->charset, b->text + r->at + 2, n - 4, &code);
	r->at += n;
	return used == n - 4 ? code : UINT32_MAX;
}

static bool read_item(struct bracket_reader *r, struct item *item)
{
	const struct bracket *b = r->bracket;
	if (r->at == b->length)
		return false;
	*item = (struct item){.low = 1, .high = 0};
	size_t n = compound_length(r);
	if (n && b->text[r->at + 1] == ':') {
		item->class = b->text + r->at + 2;
		item->class_length = n - 4;
		r->at += n;
		return true;
	}
	item->low = item->high = read_character(r);
	if (bracket_is(b, r->at, '-') && r->at + 1 < b->length) {
		r->at++;
		item->high = read_character(r);
	}
	return true;
}

/* Ranges are those of the character codes in every locale.  What the standard leaves open outside
 * the POSIX locale, [a-z] with capitals in it by collation, surprises everybody. */
static bool item_has(const struct item *item, uint32_t code)
{
	if (!item->class)
		return code >= item->low && code <= item->high && item->high != UINT32_MAX;
	char name[32];
	if ((code & CHAR_INVALID) || item->class_length >= sizeof name)
		return false;
	memcpy(name, item->class, item->class_length);
	name[item->class_length] = '\0';
	wctype_t type = wctype(name);
	return type && iswctype((wint_t)code, type);
}

static bool ascii_class_has(const char *name, size_t length, unsigned c)
{
	bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
	bool digit = c >= '0' && c <= '9', graph = c > ' ' && c < 0x7F;
	bool hex = digit || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
	const struct {
		const char *name;
		bool has;
	} classes[] = {
		{"alnum", upper || lower || digit},
		{"alpha", upper || lower},
		{"blank", c == ' ' || c == '\t'},
		{"cntrl", c < ' ' || c == 0x7F},
		{"digit", digit},
		{"graph", graph},
		{"lower", lower},
		{"print", graph || c == ' '},
		{"punct", graph && !upper && !lower && !digit},
		{"space", c == ' ' || (c >= '\t' && c <= '\r')},
		{"upper", upper},
		{"xdigit", hex},
	};
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (strlen(classes[i].name) == length && memcmp(classes[i].name, name, length) == 0)
			return classes[i].has;
	return false;
}

/* Byte by byte: what the bytes beyond ASCII mean does not matter here. */
static void bracket_make_set(struct bracket *b)
{
	struct bracket_reader r = {.bracket = b, .charset = CHARSET_BYTES};
	struct item item;
	while (read_item(&r, &item)) {
		for (unsigned c = 0; c < 128; c++) {
			bool has = item.class ? ascii_class_has(item.class, item.class_length, c)
					      : item_has(&item, c);
			if (has)
				b->ascii[c / 64] |= (uint64_t)1 << (c % 64);
		}
	}
}

static bool bracket_has(const struct bracket *b, enum charset cs, uint32_t code)
{
	if (code < 128 && cs != CHARSET_OTHER)
		return (b->ascii[code / 64] >> (code % 64) & 1) != b->negated;
	struct bracket_reader r = {.bracket = b, .charset = cs};
	struct item item;
	while (read_item(&r, &item))
		if (item_has(&item, code))
			return !b->negated;
	return b->negated;
}

/* --- compiling --- */

struct compiler {
	struct arena *arena;
	const char *text;
	const unsigned char *classes; /* NULL: nothing is quoted */
	size_t at, length;
	struct pattern *pattern;
	char *bytes;        /* where literal bytes go: as much room as the text is long */
	const size_t *ends; /* of bracket expressions; NULL until the first is met */
	bool groups;        /* there are groups in this language */
	unsigned depth;     /* groups around this pattern */
	bool failed;
};

static bool is_quoted(const unsigned char *classes, size_t at)
{
	return classes && (classes[at] & CLASS_QUOTED);
}

static bool is_plain(const struct compiler *c, size_t at, char byte)
{
	return at < c->length && c->text[at] == byte && !is_quoted(c->classes, at);
}

/* For each place, where a bracket expression that is open there ends, behind its `]`; 0: nowhere.
 * From the end, each from those behind it, so that a text full of `[` takes no longer than another.
 * add_bracket() agrees on what a backslash does. */
static const size_t *find_ends(struct compiler *c)
{
	size_t *ends = arena_alloc(c->arena, (c->length + 1) * sizeof *ends);
	size_t closes[3] = {0}; /* the nearest :] =] .] behind what is looked at; 0: none */
	if (!ends)
		return NULL;
	ends[c->length] = 0;
	for (size_t i = c->length; i-- > 0;) {
		int kind = i + 4 < c->length ? compound_kind(c->text[i + 3]) : -1;
		if (kind >= 0 && !is_quoted(c->classes, i + 3) && is_plain(c, i + 4, ']'))
			closes[kind] = i + 3;
		size_t next = i + 1;
		kind = next < c->length ? compound_kind(c->text[next]) : -1;
		if (is_plain(c, i, '\\') && next < c->length)
			next++;
		else if (is_plain(c, i, '[') && kind >= 0 && closes[kind] &&
			 !is_quoted(c->classes, next))
			next = closes[kind] + 2;
		ends[i] = is_plain(c, i, ']') ? i + 1 : ends[next];
	}
	return ends;
}

/* Where the bracket expression that opens where the compiler is ends; 0: it does not. */
static size_t bracket_end(struct compiler *c)
{
	size_t first = c->at + 1;
	if (!c->ends)
		c->ends = find_ends(c);
	if (!c->ends) {
		c->failed = true;
		return 0;
	}
	if (is_plain(c, first, '!') || is_plain(c, first, '^'))
		first++;
	if (is_plain(c, first, ']'))
		first++;
	return first < c->length ? c->ends[first] : 0;
}

static struct element *element_new(struct compiler *c, enum element_kind kind)
{
	struct element *e = arena_zero(c->arena, sizeof *e);
	if (!e) {
		c->failed = true;
		return NULL;
	}
	struct segment *s = c->pattern->last;
	e->kind = kind;
	e->previous = s->last;
	if (s->last)
		s->last->next = e;
	else
		s->first = e;
	s->last = e;
	return e;
}

static void add_segment(struct compiler *c)
{
	struct segment *s = arena_zero(c->arena, sizeof *s);
	if (!s) {
		c->failed = true;
		return;
	}
	struct pattern *p = c->pattern;
	s->previous = p->last;
	if (p->last)
		p->last->next = s;
	else
		p->first = s;
	p->last = s;
}

static void add_literal(struct compiler *c, char byte)
{
	struct element *e = c->pattern->last->last;
	if (!e || e->kind != ELEMENT_LITERAL) {
		e = element_new(c, ELEMENT_LITERAL);
		if (!e)
			return;
		e->literal.bytes = c->bytes;
	}
	*c->bytes++ = byte;
	e->literal.length++;
}

/* Takes text[at..end), which bracket_end() found. */
static void add_bracket(struct compiler *c, size_t end)
{
	struct element *e = element_new(c, ELEMENT_BRACKET);
	struct bracket *b = e ? arena_zero(c->arena, sizeof *b) : NULL;
	char *text = b ? arena_alloc(c->arena, end - c->at) : NULL;
	unsigned char *quoted = text ? arena_zero(c->arena, end - c->at) : NULL;
	if (!quoted) {
		c->failed = true;
		return;
	}
	size_t i = c->at + 1;
	if ((c->text[i] == '!' || c->text[i] == '^') && !is_quoted(c->classes, i)) {
		b->negated = true;
		i++;
	}
	for (; i + 1 < end; i++) {
		bool escape = c->text[i] == '\\' && !is_quoted(c->classes, i) && i + 2 < end;
		if (escape)
			i++;
		quoted[b->length] = escape || is_quoted(c->classes, i);
		text[b->length++] = c->text[i];
	}
	b->text = text;
	b->quoted = quoted;
	bracket_make_set(b);
	e->bracket = b;
	c->at = end;
}

/* Behind what stands at `i`: an escaped character, a bracket expression or a byte. */
static size_t behind(struct compiler *c, size_t i)
{
	size_t at = c->at, end = 0;
	if (is_plain(c, i, '\\'))
		return i + 1 < c->length ? i + 2 : i + 1;
	if (is_plain(c, i, '[')) {
		c->at = i;
		end = bracket_end(c);
		c->at = at;
	}
	return end ? end : i + 1;
}

enum { MOST_GROUPS = 50 }; /* within each other */

/* Where the group that begins where the compiler is has its last parenthesis; 0: it is none. */
static size_t group_end(struct compiler *c)
{
	size_t depth = 1;
	if (!c->groups || c->depth >= MOST_GROUPS || !is_plain(c, c->at + 1, '('))
		return 0;
	for (size_t i = c->at + 2; i < c->length; i = behind(c, i)) {
		if (is_plain(c, i, '('))
			depth++;
		else if (is_plain(c, i, ')') && --depth == 0)
			return i;
	}
	return 0;
}

static const struct pattern *compile(const struct compiler *outer, size_t from, size_t to);

static struct alternative *alternative_new(struct compiler *c, size_t from, size_t to)
{
	struct alternative *a = arena_zero(c->arena, sizeof *a);
	if (a)
		a->pattern = compile(c, from, to);
	c->failed |= !a || !a->pattern;
	return a;
}

/* Takes the group up to text[end]. */
static void add_group(struct compiler *c, size_t end)
{
	struct group *g = arena_zero(c->arena, sizeof *g);
	struct alternative **tail = g ? &g->first : NULL;
	size_t start = c->at + 2, depth = 0;
	for (size_t i = start; g && !c->failed; i = behind(c, i)) {
		if (i == end || (depth == 0 && is_plain(c, i, '|'))) {
			*tail = alternative_new(c, start, i);
			if (!*tail || i == end)
				break;
			tail = &(*tail)->next;
			start = i + 1;
		}
		depth += is_plain(c, i, '(');
		depth -= is_plain(c, i, ')');
	}
	add_segment(c);
	if (!g || c->failed) {
		c->failed = true;
		return;
	}
	g->kind = c->text[c->at];
	c->pattern->last->group = g;
	c->pattern->has_groups = true;
	c->at = end + 1;
}

/* Takes one thing: a special character, a bracket expression or a byte. */
static void compile_next(struct compiler *c)
{
	char byte = c->text[c->at];
	bool plain = !is_quoted(c->classes, c->at);
	size_t group = plain && strchr("?*+@!", byte) ? group_end(c) : 0;
	if (group) {
		add_group(c, group);
	} else if (plain && byte == '*') {
		struct segment *s = c->pattern->last;
		if (s->first || !s->previous || s->group) /* two stars are one */
			add_segment(c);
		c->at++;
	} else if (plain && byte == '?') {
		element_new(c, ELEMENT_ANY);
		c->at++;
	} else if (plain && byte == '[') {
		size_t end = bracket_end(c);
		if (end) {
			add_bracket(c, end);
		} else {
			add_literal(c, byte);
			c->at++;
		}
	} else {
		if (plain && byte == '\\' && c->at + 1 < c->length)
			c->at++;
		add_literal(c, c->text[c->at++]);
	}
}

/* Compiles text[from..to) of `outer`, as a pattern of its own. */
static const struct pattern *compile(const struct compiler *outer, size_t from, size_t to)
{
	struct pattern *p = arena_zero(outer->arena, sizeof *p);
	char *bytes = p ? arena_alloc(outer->arena, to - from + 1) : NULL;
	if (!bytes)
		return NULL;
	struct compiler c = {
		.arena = outer->arena,
		.text = outer->text + from,
		.classes = outer->classes ? outer->classes + from : NULL,
		.length = to - from,
		.pattern = p,
		.bytes = bytes,
		.groups = outer->groups,
		.depth = outer->depth + 1,
	};
	add_segment(&c);
	while (c.at < c.length && !c.failed)
		compile_next(&c);
	if (c.failed)
		return NULL;
	struct element *only = p->first->first;
	if (p->first == p->last && (!only || (!only->next && only->kind == ELEMENT_LITERAL))) {
		*c.bytes = '\0';
		p->literal = bytes;
		p->length = (size_t)(c.bytes - bytes);
	}
	return p;
}

const struct pattern *pattern_compile(struct arena *a, const char *text,
				      const unsigned char *classes, size_t length, bool groups)
{
	const struct compiler c = {.arena = a, .text = text, .classes = classes, .groups = groups};
	return compile(&c, 0, length);
}

bool pattern_may_be_special(const char *text, const unsigned char *classes, size_t length,
			    bool groups)
{
	bool open = false;
	for (size_t i = 0; i < length; i++) {
		if (is_quoted(classes, i))
			continue;
		if (text[i] == '*' || text[i] == '?' || (text[i] == ']' && open))
			return true;
		if (groups && text[i] == '(' && i > 0 && strchr("+@!", text[i - 1]))
			return true;
		if (text[i] == '[')
			open = true;
		else if (text[i] == '\\')
			i++;
	}
	return false;
}

const struct pattern *pattern_of_word(struct arena *a, const struct word *w, bool groups)
{
	struct buf text = BUF_INIT, classes = BUF_INIT;
	const struct pattern *p = NULL;
	const struct part *part = w->parts;
	for (; part && part->kind == PART_TEXT; part = part->next) {
		bool quoted = part->quoting != QUOTE_NONE;
		buf_add(&text, part->text.bytes, part->text.length);
		buf_fill(&classes, quoted ? CLASS_QUOTED : CLASS_PLAIN, part->text.length);
	}
	if (text.failed || classes.failed)
		a->failed = true;
	else if (!part)
		p = pattern_compile(a, text.data, (const unsigned char *)classes.data, text.length,
				    groups);
	buf_free(&text);
	buf_free(&classes);
	return p;
}

const char *pattern_literal(const struct pattern *p, size_t *length)
{
	*length = p->length;
	return p->literal;
}

/* --- one segment at one place --- */

static bool element_has(const struct element *e, enum charset cs, uint32_t code)
{
	return e->kind == ELEMENT_ANY || bracket_has(e->bracket, cs, code);
}

static bool is_continuation(char c)
{
	return (c & 0xC0) == 0x80;
}

/* True if a character of several bytes begins before `at` and ends behind it: a literal with
 * bytes that are no character must not match a part of one. */
static bool splits_character(const struct subject *t, size_t low, size_t at, size_t end)
{
	if (at == end || t->charset != CHARSET_UTF8 || !is_continuation(t->text[at]))
		return false;
	for (size_t n = 1; n < 4 && n <= at - low; n++) {
		uint32_t code;
		if (!is_continuation(t->text[at - n]))
			return char_decode(CHARSET_UTF8, t->text + at - n, end - (at - n), &code) >
			       n;
	}
	return false;
}

ptrdiff_t segment_match(const struct segment *s, const struct subject *t, size_t at, size_t end)
{
	for (const struct element *e = s->first; e; e = e->next) {
		if (e->kind == ELEMENT_LITERAL) {
			size_t length = e->literal.length;
			if (length > end - at ||
			    memcmp(t->text + at, e->literal.bytes, length) != 0)
				return -1;
			at += length;
			if (splits_character(t, at - length, at, end))
				return -1;
			continue;
		}
		if (at == end)
			return -1;
		uint32_t code;
		size_t n = char_decode(t->charset, t->text + at, end - at, &code);
		if (!element_has(e, t->charset, code))
			return -1;
		at += n;
	}
	return (ptrdiff_t)at;
}

/* The start of the character that ends at `at`, not before `low`, and its code.  Not for
 * CHARSET_OTHER, which can be read forward only. */
static size_t character_before(const struct subject *t, size_t low, size_t at, uint32_t *code)
{
	size_t n = 1;
	if (t->charset == CHARSET_UTF8)
		while (n < 4 && n < at - low && is_continuation(t->text[at - n]))
			n++;
	if (char_decode(t->charset, t->text + at - n, n, code) == n)
		return at - n;
	(void)char_decode(t->charset, t->text + at - 1, 1, code);
	return at - 1;
}

/* Where the segment that ends at `at` begins; -1: it does not match within [low, at). */
static ptrdiff_t match_backward(const struct segment *s, const struct subject *t, size_t low,
				size_t at)
{
	for (const struct element *e = s->last; e; e = e->previous) {
		if (e->kind == ELEMENT_LITERAL) {
			size_t length = e->literal.length;
			if (length > at - low ||
			    memcmp(t->text + at - length, e->literal.bytes, length) != 0)
				return -1;
			at -= length;
			if (splits_character(t, low, at, at + length))
				return -1;
			continue;
		}
		if (at == low)
			return -1;
		uint32_t code;
		at = character_before(t, low, at, &code);
		if (!element_has(e, t->charset, code))
			return -1;
	}
	return (ptrdiff_t)at;
}

/* --- where a segment matches --- */

struct span {
	size_t start, end;
};

/* The bytes that the segment begins with, if each place where these stand is the start of a
 * character: then they can be searched for as bytes. */
static const struct element *searchable(const struct segment *s, enum charset cs)
{
	const struct element *e = s->first;
	if (!e || e->kind != ELEMENT_LITERAL || cs == CHARSET_OTHER)
		return NULL;
	return cs <= CHARSET_BYTES || !is_continuation(e->literal.bytes[0]) ? e : NULL;
}

static size_t character_length(const struct subject *t, size_t at, size_t end)
{
	uint32_t code;
	return char_decode(t->charset, t->text + at, end - at, &code);
}

static bool find_first(const struct segment *s, const struct subject *t, size_t from, size_t end,
		       struct span *found)
{
	const struct element *bytes = searchable(s, t->charset);
	for (size_t at = from;; at += character_length(t, at, end)) {
		if (bytes) {
			const char *next = memmem(t->text + at, end - at, bytes->literal.bytes,
						  bytes->literal.length);
			if (!next)
				return false;
			at = (size_t)(next - t->text);
		}
		ptrdiff_t behind = segment_match(s, t, at, end);
		if (behind >= 0) {
			*found = (struct span){at, (size_t)behind};
			return true;
		}
		if (at == end)
			return false;
	}
}

static bool find_last_forward(const struct segment *s, const struct subject *t, size_t low,
			      size_t end, struct span *found)
{
	bool any = false;
	for (struct span next; find_first(s, t, low, end, &next); any = true) {
		*found = next;
		if (next.start == end)
			return true;
		low = next.start + character_length(t, next.start, end);
	}
	return any;
}

static bool find_last(const struct segment *s, const struct subject *t, size_t low, size_t end,
		      struct span *found)
{
	if (t->charset == CHARSET_OTHER)
		return find_last_forward(s, t, low, end, found);
	const struct element *bytes = searchable(s, t->charset);
	for (size_t at = end;;) { /* looks at places before `at`, or at it when `bytes` is NULL */
		if (bytes) {
			const char *next = memrchr(t->text + low, bytes->literal.bytes[0],
						   at - low);
			if (!next)
				return false;
			at = (size_t)(next - t->text);
			ptrdiff_t behind = segment_match(s, t, at, end);
			if (behind >= 0) {
				*found = (struct span){at, (size_t)behind};
				return true;
			}
			continue;
		}
		ptrdiff_t start = match_backward(s, t, low, at);
		if (start >= 0) {
			*found = (struct span){(size_t)start, at};
			return true;
		}
		if (at == low)
			return false;
		uint32_t code;
		at = character_before(t, low, at, &code);
	}
}

/* The segment at the very end of [low, end). */
static bool find_at_end(const struct segment *s, const struct subject *t, size_t low, size_t end,
			size_t *start)
{
	if (t->charset != CHARSET_OTHER) {
		ptrdiff_t at = match_backward(s, t, low, end);
		*start = (size_t)at;
		return at >= 0;
	}
	for (size_t at = low;; at += character_length(t, at, end)) {
		*start = at;
		if (segment_match(s, t, at, end) == (ptrdiff_t)end)
			return true;
		if (at == end)
			return false;
	}
}

/* --- whole patterns --- */

/* What follows the first segment, which ended at `at`; there is a star. */
static bool match_rest(const struct pattern *p, const struct subject *t, size_t at, size_t length)
{
	size_t end;
	if (!find_at_end(p->last, t, at, length, &end))
		return false;
	struct span found;
	for (const struct segment *s = p->first->next; s != p->last; s = s->next) {
		if (!find_first(s, t, at, end, &found))
			return false;
		at = found.end;
	}
	return true;
}

bool pattern_match(const struct pattern *p, enum charset cs, const char *text, size_t length)
{
	if (p->literal)
		return length == p->length && (!length || memcmp(text, p->literal, length) == 0);
	const struct subject t = {cs, text};
	if (p->has_groups)
		return group_match(p, &t, length, false);
	ptrdiff_t at = segment_match(p->first, &t, 0, length);
	if (at < 0)
		return false;
	if (p->first == p->last)
		return (size_t)at == length;
	return match_rest(p, &t, (size_t)at, length);
}

bool pattern_match_file(const struct pattern *p, enum charset cs, const char *text, size_t length)
{
	if (p->has_groups)
		return group_match(p, &(struct subject){cs, text}, length, true);
	if (length && *text == '.') {
		const struct element *e = p->first->first;
		if (!e || e->kind != ELEMENT_LITERAL || e->literal.bytes[0] != '.')
			return false;
	}
	return pattern_match(p, cs, text, length);
}

/* Where the match ends whose first segment ended at `at`; -1: the others do not match. */
static ptrdiff_t end_of_rest(const struct pattern *p, const struct subject *t, size_t at,
			     size_t length, bool longest)
{
	struct span found = {at, at};
	for (const struct segment *s = p->first->next; s; s = s->next) {
		bool last = longest && s == p->last;
		if (last && !s->first)
			return (ptrdiff_t)length;
		if (last ? !find_last(s, t, found.end, length, &found)
			 : !find_first(s, t, found.end, length, &found))
			return -1;
	}
	return (ptrdiff_t)found.end;
}

ptrdiff_t pattern_prefix(const struct pattern *p, enum charset cs, const char *text, size_t length,
			 bool longest)
{
	const struct subject t = {cs, text};
	if (p->has_groups)
		return group_prefix(p, &t, length, longest);
	ptrdiff_t first = segment_match(p->first, &t, 0, length);
	return first < 0 ? first : end_of_rest(p, &t, (size_t)first, length, longest);
}

/* As in longest_suffix(), no later place can match if the first one of the first segment does not. */
bool pattern_find(const struct pattern *p, enum charset cs, const char *text, size_t length,
		  size_t *start, size_t *end)
{
	const struct subject t = {cs, text};
	struct span found;
	if (p->has_groups)
		return group_find(p, &t, length, start, end);
	if (!find_first(p->first, &t, *start, length, &found))
		return false;
	ptrdiff_t behind = end_of_rest(p, &t, found.end, length, true);
	*start = found.start;
	*end = (size_t)behind;
	return behind >= 0;
}

/* The first place of the first segment is the only one that counts: if the rest does not match
 * behind it, there is still less room behind a later one. */
static ptrdiff_t longest_suffix(const struct pattern *p, const struct subject *t, size_t length)
{
	struct span found;
	if (!find_first(p->first, t, 0, length, &found) || !match_rest(p, t, found.end, length))
		return -1;
	return (ptrdiff_t)(length - found.start);
}

ptrdiff_t pattern_suffix(const struct pattern *p, enum charset cs, const char *text, size_t length,
			 bool longest)
{
	const struct subject t = {cs, text};
	if (p->has_groups)
		return group_suffix(p, &t, length, longest);
	if (longest && p->first != p->last)
		return longest_suffix(p, &t, length);
	size_t start;
	if (!find_at_end(p->last, &t, 0, length, &start))
		return -1;
	for (const struct segment *s = p->last->previous; s; s = s->previous) {
		struct span found;
		if (!find_last(s, &t, 0, start, &found))
			return -1;
		start = found.start;
	}
	return (ptrdiff_t)(length - start);
}
