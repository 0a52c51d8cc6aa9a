#include "eval/tail_position.h"

#include "ipc/fifo.h"
#include "ipc/procsub.h"
#include "ipc/usock.h"
#include "proc/trap.h"
#include "state/frame.h"
#include "state/shell.h"

bool tail_may_exec(const struct shell *sh)
{
	return !fifo_has_names(sh) && !usock_has_names(sh) && !procsub_is_open(sh) &&
	       !traps_any_action(sh) && !frame_snapshot(sh) && !sh->observer &&
	       !(sh->interactive && sh->subshell_depth == 0);
}
