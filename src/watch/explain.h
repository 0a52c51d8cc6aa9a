/* explain.h - explain: and trace:, the plumbing of a command drawn. */
#ifndef WATCH_EXPLAIN_H
#define WATCH_EXPLAIN_H

struct buf;
struct node;
struct pipeline_plan;
struct shell;

/* Installs sh->study. */
void explain_start(struct shell *sh);

/* Adds a pipeline's plan, a line a stage: its text, what is wired to its descriptors. */
void plan_print(struct buf *out, const struct pipeline_plan *plan);

#endif
