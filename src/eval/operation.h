/* operation.h - what an operator of ${...} makes of a value: trims, substrings, replacements, letters
 * of the other case.  Shared by the files that expand, and no others. */
#ifndef EVAL_OPERATION_H
#define EVAL_OPERATION_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct expansion;
struct part;
struct pattern;
struct shell;

/* An operator with its operands, expanded: once, also for the many values of "${@#word}". */
struct operation {
	uint8_t op;          /* enum param_op */
	unsigned char class; /* of the bytes that come out */
	const struct part *part;
	const struct pattern *pattern; /* NULL: the operator has none */
	const char *replacement;
	size_t replacement_length;
	int64_t offset, length; /* of a substring */
	bool has_length;
};

/* True if expanding the operands cannot change anything. */
bool operands_are_constant(const struct part *p);

/* Expands the operands of `p`.  False after a message. */
bool operation_prepare(struct shell *sh, const struct part *p, struct operation *o) MUST_CHECK;

/* Adds what becomes of a value.  False after a message. */
bool operation_add(struct shell *sh, struct expansion *e, const struct operation *o,
		   const char *text, size_t length) MUST_CHECK;

/* The same for the trims, the operators that are used most. */
void trim_add(struct shell *sh, struct expansion *e, const struct part *p,
	      const struct pattern *pattern, const char *text, size_t length);

/* Which of `count` things the offset and the length of a substring mean.  False after a message:
 * the end is before the start. */
bool operation_range(struct shell *sh, const struct operation *o, size_t count, size_t *from,
		     size_t *taken) MUST_CHECK;

#endif
