/* lives.h - whether a process that is no child of ours still lives. */
#ifndef BASE_LIVES_H
#define BASE_LIVES_H

#include <stdbool.h>
#include <sys/types.h>

/* False: there is none of this ID, or it has ended and waits for its parent to look. */
bool process_lives(pid_t pid);

#endif
