/* timing.h - `time`, the reserved word (XCU time). */
#ifndef EVAL_TIMING_H
#define EVAL_TIMING_H

#include <stdbool.h>

struct shell;

struct timing {
	double real, user, system; /* seconds */
};

void timing_start(struct timing *t);

/* Writes what passed since to standard error: in the format of `time -p` if `posix`. */
void timing_report(struct shell *sh, const struct timing *t, bool posix);

#endif
