/* farewell.h - what is taken away before a signal kills the shell: named pipes, and the names of
 * process substitutions. */
#ifndef EVAL_FAREWELL_H
#define EVAL_FAREWELL_H

/* There is something to take away from now on. */
void farewell_prepare(void);

#endif
