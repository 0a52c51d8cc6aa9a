#include "eval/tail_position.h"

#include "ipc/made_name.h"
#include "ipc/procsub.h"
#include "proc/trap.h"
#include "state/frame.h"
#include "state/shell.h"

#include <sys/stat.h>

bool tail_may_exec(const struct shell *sh)
{
	return !made_names_due(sh, S_IFIFO) && !made_names_due(sh, S_IFSOCK) &&
	       !procsub_is_open(sh) && !traps_any_action(sh) && !frame_snapshot(sh) &&
	       !sh->observer && !(sh->interactive && sh->subshell_depth == 0);
}
