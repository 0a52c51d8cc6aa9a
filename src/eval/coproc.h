/* coproc.h - coprocesses: coproc NAME { list; }. */
#ifndef EVAL_COPROC_H
#define EVAL_COPROC_H

#include "base/mem.h"
#include "state/flow.h"

struct node;
struct shell;

/* Starts the list as a background job between two pipes: what is written to the descriptor in
 * NAME_IN it reads, what it writes can be read from that in NAME_OUT. */
MUST_CHECK enum flow eval_coproc(struct shell *sh, const struct node *n);

/* In a process that is going to run `n` beside the shell: closes the ends of coprocesses whose
 * variables are named neither in it nor in the functions that it names.  Kept open they would keep
 * a coprocess from its end-of-file. */
void coproc_keep_named(struct shell *sh, const struct node *n);

#endif
