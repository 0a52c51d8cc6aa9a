/* tick.h - a clock that cuts blocking calls.
 *
 * Opening a FIFO blocks until its other end is open, and nothing can be polled for that.  While the
 * clock ticks, a call that blocks ends with EINTR again and again, so that its caller can look at
 * what else has happened.
 *
 * It ticks ever more slowly: whoever has waited for long may learn a little later what happened, and
 * hundreds who wait cost nothing. */
#ifndef BASE_TICK_H
#define BASE_TICK_H

#include "base/mem.h"

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

struct tick {
	timer_t timer;
	int64_t began;           /* clock_ms() */
	struct sigaction before; /* of the signal it uses: SIGURG, which hurts nobody */
	sigset_t mask;
};

/* Ticks from now on, at first often.  False with errno. */
bool tick_start(struct tick *t) MUST_CHECK;
void tick_stop(struct tick *t);

/* After a tick: the next comes when a part more of the time since the start has gone by, but within
 * `limit_ms` (-1: any time). */
void tick_slow_down(struct tick *t, int64_t limit_ms);

/* Makes the clock of another process, if it ticks, tick now. */
void tick_now(pid_t pid);

#endif
