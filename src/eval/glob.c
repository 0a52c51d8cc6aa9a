#include "eval/glob.h"

#include "base/fdio.h"
#include "base/pending.h"
#include "base/stack.h"
#include "eval/fields.h"
#include "lang/pattern.h"
#include "state/shell.h"
#include "state/special.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* One component of the pattern, between slashes. */
struct component {
	struct component *next;
	const char *literal; /* after quote removal; NULL: a pattern */
	size_t literal_length;
	const struct pattern *pattern;
	const char *slashes; /* what follows it: "", "/", "//" */
	size_t slashes_length;
};

struct search {
	struct shell *sh;
	struct fields *out;
	struct buf path; /* the pathname so far */
};

/* Quote removal of a component that is no pattern: the backslashes that escape go. */
static const char *literal_of(struct shell *sh, const char *text, const unsigned char *classes,
			      size_t length, size_t *result_length)
{
	char *copy = shell_alloc(sh, length + 1);
	size_t n = 0;
	if (!copy)
		return NULL;
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '\\' && !(classes[i] & CLASS_QUOTED) && i + 1 < length)
			i++;
		copy[n++] = text[i];
	}
	copy[n] = '\0';
	*result_length = n;
	return copy;
}

static struct component *component_new(struct shell *sh, const char *text,
				       const unsigned char *classes, size_t length)
{
	struct component *c = arena_zero(&sh->tmp, sizeof *c);
	bool groups = sh->options[OPT_EXTGLOB];
	if (!c)
		return NULL;
	if (pattern_may_be_special(text, classes, length, groups)) {
		c->pattern = pattern_compile(&sh->tmp, text, classes, length, groups);
		if (!c->pattern)
			return NULL;
		c->literal = pattern_literal(c->pattern, &c->literal_length);
	} else {
		c->literal = literal_of(sh, text, classes, length, &c->literal_length);
	}
	if (c->literal)
		c->pattern = NULL;
	return c->pattern || c->literal ? c : NULL;
}

/* Cuts the text at its slashes.  NULL: no memory, which sh->tmp knows, or no pattern in it. */
static struct component *components_of(struct shell *sh, const char *text,
				       const unsigned char *classes, size_t length)
{
	struct component *first = NULL, **end = &first;
	bool any = false;
	for (size_t i = 0; i < length;) {
		size_t start = i;
		while (i < length && text[i] != '/')
			i++;
		size_t stop = i;
		while (i < length && text[i] == '/')
			i++;
		/* A backslash before a slash escapes it: it stays a slash. */
		size_t kept = stop;
		if (stop < i && kept > start && text[kept - 1] == '\\' &&
		    !(classes[kept - 1] & CLASS_QUOTED))
			kept--;
		struct component *c = component_new(sh, text + start, classes + start,
						    kept - start);
		if (!c)
			return NULL;
		c->slashes = text + stop;
		c->slashes_length = i - stop;
		*end = c;
		end = &c->next;
		any |= c->pattern != NULL;
	}
	return any ? first : NULL;
}

static void search_from(struct search *s, const struct component *c);

/* The path so far is a whole match if it exists (a component that matched exists, unless a
 * literal or a slash came after). */
static void search_end(struct search *s, bool must_look)
{
	struct stat st;
	const char *path = buf_cstr(&s->path);
	if (!must_look || lstat(path, &st) == 0)
		fields_add(s->out, shell_dup_n(s->sh, path, s->path.length));
}

static bool may_be_directory(const struct dirent *entry)
{
	return entry->d_type == DT_DIR || entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN;
}

/* A name that matched `c`. */
static void search_name(struct search *s, const struct component *c, const char *name,
			size_t length)
{
	size_t base = s->path.length;
	buf_add(&s->path, name, length);
	buf_add(&s->path, c->slashes, c->slashes_length);
	if (c->next)
		search_from(s, c->next);
	else
		search_end(s, c->slashes_length > 0);
	s->path.length = base;
}

/* Issue 8: no pattern matches the entries . and .., which globskipdots can switch off. */
static bool matches(struct shell *sh, const struct pattern *p, const char *name, size_t length)
{
	bool is_dots = name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2]));
	enum charset charset = shell_charset(sh, name, length);
	if (is_dots && sh->options[OPT_GLOBSKIPDOTS])
		return false;
	if (!is_dots && sh->options[OPT_DOTGLOB])
		return pattern_match(p, charset, name, length);
	return pattern_match_file(p, charset, name, length);
}

/* One directory is open at a time, however deep the search: its names are kept. */
static void search_directory(struct search *s, const struct component *c)
{
	struct buf names = BUF_INIT;
	size_t base = s->path.length;
	DIR *directory = fd_open_directory(base ? buf_cstr(&s->path) : ".");
	if (!directory)
		return;
	const struct dirent *entry;
	while (!interrupt_is_pending() && (entry = readdir(directory))) {
		const char *name = entry->d_name;
		size_t length = strlen(name);
		if (!matches(s->sh, c->pattern, name, length))
			continue;
		if (c->slashes_length && !may_be_directory(entry))
			continue;
		if (c->next)
			buf_add(&names, name, length + 1);
		else
			search_name(s, c, name, length);
	}
	closedir(directory);
	for (size_t at = 0, length; at < names.length; at += length + 1) {
		length = strlen(names.data + at);
		search_name(s, c, names.data + at, length);
	}
	s->out->failed |= names.failed;
	buf_free(&names);
}

static void search_from(struct search *s, const struct component *c)
{
	size_t base = s->path.length;
	if (stack_is_low()) {
		s->out->failed = true;
		return;
	}
	for (; c && !c->pattern; c = c->next) {
		buf_add(&s->path, c->literal, c->literal_length);
		buf_add(&s->path, c->slashes, c->slashes_length);
	}
	if (s->path.failed || s->path.length > PATH_MAX * 4)
		s->out->failed |= s->path.failed;
	else if (c)
		search_directory(s, c);
	else
		search_end(s, true);
	s->path.length = base;
}

static int compare_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* XBD 7.3.2: strings that collate equal are put in order by their bytes. */
static int compare_collated(const void *a, const void *b)
{
	int order = strcoll(*(char *const *)a, *(char *const *)b);
	return order ? order : compare_bytes(a, b);
}

/* True: the pattern stands for nothing, or is an error. */
static bool no_match(struct shell *sh, const char *text, size_t length, struct fields *out)
{
	if (sh->options[OPT_FAILGLOB] && !out->no_match) {
		shell_error(sh, "%.*s: no match", (int)length, text);
		sh->status = 1;
		sh->command_refused = out->no_match = true;
	}
	return sh->options[OPT_FAILGLOB] || sh->options[OPT_NULLGLOB];
}

bool glob_expand(struct shell *sh, const char *text, const unsigned char *classes, size_t length,
		 struct fields *out)
{
	size_t before = out->count;
	const struct component *c = components_of(sh, text, classes, length);
	if (!c) {
		out->failed |= sh->tmp.failed;
		return false;
	}
	struct search s = {.sh = sh, .out = out};
	search_from(&s, c);
	buf_free(&s.path);
	if (out->count == before)
		return no_match(sh, text, length, out);
	qsort(out->items + before, out->count - before, sizeof *out->items,
	      shell_collates(sh) ? compare_collated : compare_bytes);
	return true;
}
