/* Field splitting (XCU 2.6.5, with Issue 8's byte sequences) and quote removal (2.6.7). */
#include "eval/expansion.h"
#include "eval/glob.h"

#include "lang/tree.h"
#include "state/shell.h"

#include <string.h>

/* Whether an IFS character of an expansion's result begins there. */
static unsigned delimiter_at(const struct shell *sh, const char *text, const unsigned char *classes,
			     size_t length, size_t *size)
{
	return (*classes & CLASS_EXPANDED) ? ifs_delimiter(sh, text, length, size) : 0;
}

/* A field being collected: where its bytes are, and whether it is there at all. */
struct span {
	size_t start, end;
	bool exists; /* it has bytes, or empty quotes */
};

static void span_finish(struct shell *sh, const struct expansion *e, struct span *s,
			bool even_empty, struct fields *out)
{
	if (s->exists || even_empty)
		field_add(sh, e->text->data + s->start,
			  (const unsigned char *)e->classes->data + s->start, s->end - s->start,
			  out);
	s->exists = false;
}

/* Passes over white-space delimiters from i on. */
static size_t skip_white(struct shell *sh, const struct expansion *e, size_t i)
{
	const unsigned char *classes = (const unsigned char *)e->classes->data;
	size_t size;
	while (i < e->text->length && delimiter_at(sh, e->text->data + i, classes + i,
						   e->text->length - i, &size) == IFS_WHITE)
		i += size;
	return i;
}

void expansion_split(struct shell *sh, const struct expansion *e, struct fields *out)
{
	const unsigned char *classes = (const unsigned char *)e->classes->data;
	const char *text = e->text->data;
	size_t length = e->text->length;
	if (length == 0)
		return;
	if (!e->has_expanded && !e->has_marks) {
		field_add(sh, text, classes, length, out);
		return;
	}
	struct span s = {0};
	for (size_t i = 0; i < length;) {
		size_t size = 1;
		unsigned kind;
		if (classes[i] == CLASS_BREAK) {
			s.end = s.exists ? s.end : i;
			span_finish(sh, e, &s, false, out);
			i++;
			continue;
		}
		kind = delimiter_at(sh, text + i, classes + i, length - i, &size);
		if (!kind) {
			if (!s.exists)
				s.start = i;
			s.exists = true;
			s.end = i += size;
			continue;
		}
		/* White space, one other delimiter and white space again are one delimiter; without
		 * the other one it ends a field only if there is one. */
		size_t next = kind == IFS_WHITE ? skip_white(sh, e, i) : i;
		if (next < length)
			kind = delimiter_at(sh, text + next, classes + next, length - next, &size);
		else
			kind = 0;
		if (kind == IFS_OTHER)
			next = skip_white(sh, e, next + size);
		if (!s.exists)
			s.start = s.end = i;
		span_finish(sh, e, &s, kind == IFS_OTHER, out);
		i = next;
	}
	span_finish(sh, e, &s, false, out);
}

/* The bytes of a field without its marks; *has_pattern: it has an unquoted pattern character. */
static char *copy_without_marks(struct shell *sh, const char *text, const unsigned char *classes,
				size_t length, unsigned char *kept_classes, size_t *kept)
{
	char *copy = shell_alloc(sh, length + 1);
	if (!copy)
		return NULL;
	size_t n = 0;
	for (size_t i = 0; i < length; i++) {
		if (classes[i] & (CLASS_BREAK | CLASS_NULL))
			continue;
		if (kept_classes)
			kept_classes[n] = classes[i];
		copy[n++] = text[i];
	}
	copy[n] = '\0';
	*kept = n;
	return copy;
}

void field_add(struct shell *sh, const char *text, const unsigned char *classes, size_t length,
	       struct fields *out)
{
	size_t kept;
	if (sh->options[OPT_NOGLOB] ||
	    !pattern_may_be_special(text, classes, length, sh->options[OPT_EXTGLOB])) {
		fields_add(out, copy_without_marks(sh, text, classes, length, NULL, &kept));
		return;
	}
	unsigned char *kept_classes = shell_alloc(sh, length + 1);
	char *copy = kept_classes
			     ? copy_without_marks(sh, text, classes, length, kept_classes, &kept)
			     : NULL;
	if (!copy)
		out->failed = true;
	else if (!glob_expand(sh, copy, kept_classes, kept, out))
		fields_add(out, copy);
}
