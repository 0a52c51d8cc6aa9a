/* pending.h - "a signal arrived": the word that every handler sets.
 *
 * Floors that know no signals (globbing, splitting, matching) look at it once per item; proc/sig.c
 * owns what it means.  A handler forces it to be a variable of the process. */
#ifndef BASE_PENDING_H
#define BASE_PENDING_H

#include <signal.h>
#include <stdbool.h>

extern volatile sig_atomic_t signal_arrived; /* a trapped signal, or ^C of an interactive shell */

static inline bool signal_is_pending(void)
{
	return __builtin_expect(signal_arrived != 0, false);
}

#endif
