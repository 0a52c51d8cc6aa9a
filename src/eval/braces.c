#include "eval/braces.h"

#include "base/pending.h"
#include "base/stack.h"
#include "eval/fields.h"
#include "lang/pattern.h"
#include "lang/tree.h"
#include "state/shell.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* One word after the other is put together in `parts`, which has room for the longest. */
struct generator {
	struct shell *sh;
	struct part *parts;
	size_t count;
	word_expander expand;
	struct fields *out;
};

/* What is to follow: the rest of an alternative, then what is behind its brace. */
struct rest {
	const struct part *parts;
	const struct rest *then;
};

static bool generate(struct generator *g, const struct rest *rest);

static size_t count_parts(const struct part *parts)
{
	size_t count = 0;
	for (const struct part *p = parts; p; p = p->next) {
		count++;
		if (p->kind != PART_BRACE || stack_is_low())
			continue;
		for (const struct word *w = p->brace.words; w; w = w->next)
			count += count_parts(w->parts);
	}
	return count;
}

static void add(struct generator *g, const struct part *part)
{
	g->parts[g->count] = *part;
	g->parts[g->count].next = NULL;
	if (g->count > 0)
		g->parts[g->count - 1].next = &g->parts[g->count];
	g->count++;
}

static bool may_be_pattern(const struct part *p)
{
	for (size_t i = 0; i < p->text.length && p->quoting == QUOTE_NONE; i++)
		if (pattern_has_use_of(p->text.bytes[i]))
			return true;
	return false;
}

/* A word of text that is no pattern is a field as it is. */
static bool add_text(struct generator *g)
{
	size_t length = 0;
	for (size_t i = 0; i < g->count; i++) {
		const struct part *p = &g->parts[i];
		if (p->kind != PART_TEXT || may_be_pattern(p))
			return false;
		length += p->text.length;
	}
	char *text = g->count > 0 ? shell_alloc(g->sh, length + 1) : NULL;
	if (!text)
		return false;
	fields_add(g->out, text);
	for (size_t i = 0; i < g->count; i++) {
		memcpy(text, g->parts[i].text.bytes, g->parts[i].text.length);
		text += g->parts[i].text.length;
	}
	*text = '\0';
	return true;
}

/* A word is complete. */
static bool complete(struct generator *g)
{
	if (add_text(g))
		return true;
	const struct word w = {.parts = g->parts, .may_glob = true};
	if (g->count == 0) /* {,a}: no field */
		return true;
	g->parts[g->count - 1].next = NULL;
	return g->expand(g->sh, &w, g->out);
}

static bool generate_sequence(struct generator *g, const struct sequence *s,
			      const struct rest *rest)
{
	char text[32];
	struct part part = {.kind = PART_TEXT, .text = {text, 0}};
	bool up = s->first <= s->last;
	uint64_t left = up ? (uint64_t)(s->last - s->first) : (uint64_t)(s->first - s->last);
	size_t count = g->count;
	for (int64_t value = s->first;; left -= s->step) {
		int length = s->letters
				     ? snprintf(text, sizeof text, "%c", (int)value)
				     : snprintf(text, sizeof text, "%0*" PRId64, s->width, value);
		part.text.length = (size_t)length;
		add(g, &part);
		bool ok = generate(g, rest);
		g->count = count;
		if (!ok || left < s->step || interrupt_is_pending())
			return ok;
		value += up ? (int64_t)s->step : -(int64_t)s->step;
	}
}

static bool generate_words(struct generator *g, const struct word *words, const struct rest *rest)
{
	size_t count = g->count;
	for (const struct word *w = words; w && !interrupt_is_pending(); w = w->next) {
		const struct rest first = {w->parts, rest};
		bool ok = generate(g, &first);
		g->count = count;
		if (!ok)
			return false;
	}
	return true;
}

static bool generate(struct generator *g, const struct rest *rest)
{
	struct rest at = *rest;
	if (stack_is_low()) {
		shell_error(g->sh, "braces nested too deeply");
		g->sh->status = 1;
		return false;
	}
	for (;;) {
		const struct part *part = at.parts;
		if (part && part->kind == PART_BRACE) {
			at.parts = part->next;
			return part->brace.sequence
				       ? generate_sequence(g, part->brace.sequence, &at)
				       : generate_words(g, part->brace.words, &at);
		}
		if (part) {
			add(g, part);
			at.parts = part->next;
		} else if (at.then) {
			at = *at.then;
		} else {
			return complete(g);
		}
	}
}

bool expand_braces(struct shell *sh, const struct part *parts, word_expander expand,
		   struct fields *out)
{
	struct generator g = {.sh = sh, .expand = expand, .out = out};
	const struct rest all = {.parts = parts};
	g.parts = shell_alloc(sh, count_parts(parts) * sizeof *g.parts);
	if (!g.parts)
		return shell_no_memory(sh);
	return generate(&g, &all);
}
