#include "eval/start.h"

#include "eval/arith_eval.h"
#include "eval/process.h"
#include "eval/run.h"
#include "eval/substitute.h"
#include "eval/tail.h"
#include "eval/trap_run.h"
#include "ipc/estate.h"
#include "state/shell.h"

static const struct eval_ops ops = {
	.run = eval_node,
	.run_last = eval_tail,
	.run_traps = run_pending_traps,
	.arithmetic = arith_evaluate_data,
	.capture = eval_capture,
	.substitute = eval_substitute,
};

void eval_start(struct shell *sh)
{
	sh->ops = &ops;
	sh->child_killed = estate_sweep;
}
