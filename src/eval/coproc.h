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

#endif
