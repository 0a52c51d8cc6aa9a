/* expansion.h - a word on its way to fields; shared by the files that expand, and no others. */
#ifndef EVAL_EXPANSION_H
#define EVAL_EXPANSION_H

#include "base/buf.h"
#include "eval/fields.h"
#include "lang/pattern.h"

#include <stdbool.h>

struct part;
struct shell;
struct word;

/* Classes beside those of lang/pattern.h: of bytes that stand for something that has no text. */
enum {
	CLASS_BREAK = 4, /* the end of a field, as between the fields of "$@" */
	CLASS_NULL = 8,
	/* quotes with nothing in them: there is a field, even if empty */
};

/* Text with one byte of class for each byte, never markers inside the text.  Without `classes`
 * (strings that are neither split nor patterns) only the text is kept. */
struct expansion {
	struct buf *text, *classes;
	bool splits;       /* fields are made of it: "$@" breaks, unquoted results are split */
	bool has_expanded; /* some byte is CLASS_EXPANDED */
	bool has_marks;    /* some byte is CLASS_BREAK or CLASS_NULL */
	bool no_null;      /* "$@" without parameters: its quotes make no field */
	unsigned operand;  /* > 0: inside ${x-word}, whose own text is split as a result is */
};

void expansion_add(struct expansion *e, const char *bytes, size_t length, unsigned char class);
void expansion_mark(struct expansion *e, unsigned char class);

/* The class of a result in this quoting. */
unsigned char expansion_class(const struct part *p);

/* Adds what the parts expand to.  False after a message. */
bool expansion_add_parts(struct shell *sh, struct expansion *e, const struct part *parts);

/* parameter.c: one PART_PARAM. */
bool expansion_add_parameter(struct shell *sh, struct expansion *e, const struct part *p);

/* elements.c: name=(...) as an argument: its text, for which a declaration utility finds the value among
 * sh->array_operands.  NULL after a message. */
const char *elements_operand(struct shell *sh, const struct word *w);

/* split.c: fields from what was expanded, pathname expansion included. */
void expansion_split(struct shell *sh, const struct expansion *e, struct fields *out);

/* One field of these bytes: pathname expansion if `globs`, else quote removal only. */
void field_add(struct shell *sh, const char *text, const unsigned char *classes, size_t length,
	       struct fields *out);

#endif
