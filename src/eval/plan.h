/* plan.h - the pipeline plan: which process runs which tree, and what is wired to what.
 *
 * Made by the shell before anything is expanded (design: idea 6); applied by pipeline.c, printed
 * by watch/. */
#ifndef EVAL_PLAN_H
#define EVAL_PLAN_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>

struct node;
struct shell;

struct stage {
	const struct node *node;
	bool reads_pipe;  /* its 0 is the pipe from the stage before */
	bool writes_pipe; /* its 1 is the pipe to the stage after */
	bool here;        /* the last, run by the shell itself: set -o lastpipe */
};

struct pipeline_plan {
	struct stage *stages; /* in sh->tmp */
	size_t count;
	bool background;
	bool pipefail;  /* `set -o pipefail` as it is when the pipeline starts (2.9.2) */
	bool own_group; /* a process group of its own: job control */
};

/* The plan of `n`: a NODE_PIPELINE, or any other node as one stage.  False after a message. */
bool plan_pipeline(struct shell *sh, const struct node *n, struct pipeline_plan *plan) MUST_CHECK;

#endif
