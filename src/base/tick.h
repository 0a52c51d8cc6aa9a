/* tick.h - a clock that cuts blocking calls.
 *
 * Opening a FIFO blocks until its other end is open, and nothing can be polled for that.  While the
 * clock ticks, a call that blocks ends with EINTR again and again, so that its caller can look at
 * what else has happened. */
#ifndef BASE_TICK_H
#define BASE_TICK_H

#include "base/mem.h"

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

struct tick {
	timer_t timer;
	struct sigaction before; /* of the signal it uses: SIGURG, which hurts nobody */
	sigset_t mask;
};

/* Ticks every `ms` milliseconds from now on.  False with errno. */
bool tick_start(struct tick *t, int ms) MUST_CHECK;
void tick_stop(struct tick *t);

/* Makes the clock of another process, if it ticks, tick now. */
void tick_now(pid_t pid);

#endif
