/* pipeline.h - pipelines and asynchronous lists (XCU 2.9.2, 2.9.3.1).  Inside eval/ only. */
#ifndef EVAL_PIPELINE_H
#define EVAL_PIPELINE_H

#include "base/mem.h"
#include "state/flow.h"

struct node;
struct shell;

/* a | b, with the wiring of its plan; `!` and `time` around it. */
MUST_CHECK enum flow eval_pipeline(struct shell *sh, const struct node *n);

/* list & : starts it and goes on; sets $!. */
MUST_CHECK enum flow eval_background(struct shell *sh, const struct node *n);

#endif
