/* pending.h - "a signal arrived": the words that handlers set.
 *
 * Floors that know no signals look at them; proc/sig.c owns what they mean.  Handlers force them to
 * be variables of the process. */
#ifndef BASE_PENDING_H
#define BASE_PENDING_H

#include <signal.h>
#include <stdbool.h>

extern volatile sig_atomic_t signal_arrived; /* a trapped signal, or ^C of an interactive shell */
extern volatile sig_atomic_t interrupt_arrived; /* that ^C alone */

static inline bool signal_is_pending(void)
{
	return __builtin_expect(signal_arrived != 0, false);
}

/* What takes long and is of no use any more after ^C (globbing, printf's loop) looks at this once
 * per item.  A trap is no reason to stop: the command goes on after it. */
static inline bool interrupt_is_pending(void)
{
	return __builtin_expect(interrupt_arrived != 0, false);
}

#endif
