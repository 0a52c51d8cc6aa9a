#include "eval/tail_position.h"

#include "proc/trap.h"
#include "state/frame.h"
#include "state/shell.h"

bool tail_may_exec(const struct shell *sh)
{
	return !traps_any_action(sh) && !frame_snapshot(sh) && !sh->observer &&
	       !(sh->interactive && sh->subshell_depth == 0);
}
