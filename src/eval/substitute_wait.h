/* substitute_wait.h - the end of process substitutions: whoever ran the command waits for them.
 * Inside eval/ only. */
#ifndef EVAL_SUBSTITUTE_WAIT_H
#define EVAL_SUBSTITUTE_WAIT_H

#include "ipc/procsub.h"

#include <stdbool.h>

/* Waits for one list.  ^C ends it. */
void substitute_wait(struct shell *sh, struct substitution *s);

/* After a command: waits for the substitutions that are newer than `mark` (procsub_newest() before
 * it), sets PROCSTATUS, and under pipefail the status.  With `keep`, or if the command was stopped,
 * they are waited for when the shell ends. */
void substitute_finish_newer(struct shell *sh, struct substitution *mark, bool keep);

static inline void substitute_finish(struct shell *sh, struct substitution *mark, bool keep)
{
	if (procsub_newest(sh) != mark)
		substitute_finish_newer(sh, mark, keep);
}

/* At the shell's end: closes what it still has of them, and waits for all. */
void substitute_finish_all(struct shell *sh);

#endif
