/* glob.h - pathname expansion (XCU 2.6.6, 2.14.3). */
#ifndef EVAL_GLOB_H
#define EVAL_GLOB_H

#include <stdbool.h>
#include <stddef.h>

struct fields;
struct shell;

/* Adds the existing pathnames that match text[0..length), sorted by the collating sequence.
 * False, with nothing added, when there are none: the word stands for itself then, unless an option
 * (nullglob, failglob) says otherwise.  Running out of memory sets
 * out->failed; ^C ends it early. */
bool glob_expand(struct shell *sh, const char *text, const unsigned char *classes, size_t length,
		 struct fields *out);

#endif
