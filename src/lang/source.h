/* source.h - where text came from, and places in it. */
#ifndef LANG_SOURCE_H
#define LANG_SOURCE_H

#include <stdint.h>

enum source_kind {
	SOURCE_FILE,    /* a script or a `.` file; name is its path */
	SOURCE_COMMAND, /* -c; name is "-c" */
	SOURCE_STDIN,   /* name is "stdin" */
	SOURCE_PROMPT,  /* interactive lines; messages show no place */
	SOURCE_EVAL,    /* name is "eval" */
	SOURCE_TRAP,    /* name is "trap" */
};

struct source;

/* A place: a source, and a line and byte column in it, both from 1 (0: unknown). */
struct place {
	const struct source *source;
	uint32_t line, column;
};

/* Shared by reference count: programs and inner sources hold it. */
struct source {
	unsigned references;
	enum source_kind kind;
	struct place from; /* where eval, `.` or trap was called; from.source NULL: outermost */
	char name[];
};

/* A new source with one reference; holds one on from.source.  NULL: no memory. */
struct source *source_new(enum source_kind kind, const char *name, struct place from);
const struct source *source_hold(const struct source *s);
void source_release(const struct source *s);

struct buf;

/* Adds "FILE:LINE:COLUMN" of `at`, inner sources of one message after their callers:
 * "f.sh:12:1: eval:2:5".  Adds nothing for a prompt or an unknown place. */
void place_describe(struct buf *out, struct place at);

/* The line that $LINENO means: in the file, or of the place that called eval or trap. */
uint32_t place_lineno(struct place at);

#endif
