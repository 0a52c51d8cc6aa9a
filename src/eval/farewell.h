/* farewell.h - what is taken away when a child has ended, and before a signal kills the shell:
 * named pipes, and the names of process substitutions. */
#ifndef EVAL_FAREWELL_H
#define EVAL_FAREWELL_H

struct shell;

/* There is something to take away from now on: when a child ends, or a signal kills. */
void farewell_prepare(struct shell *sh);

#endif
