#include "base/tick.h"

#include "base/clock.h"

#include <string.h>

enum { FIRST_MS = 20, LONGEST_MS = 1000, PART = 8 };

static void on_tick(int sig)
{
	(void)sig; /* to interrupt is all it is for */
}

/* It goes on ticking: a call that blocks may begin just after one. */
static void tick_every(struct tick *t, int64_t ms)
{
	struct itimerspec every;
	every.it_interval.tv_sec = (time_t)(ms / 1000);
	every.it_interval.tv_nsec = (long)(ms % 1000) * 1000000;
	every.it_value = every.it_interval;
	(void)timer_settime(t->timer, 0, &every, NULL);
}

bool tick_start(struct tick *t)
{
	struct sigaction action;
	memset(&action, 0, sizeof action);
	action.sa_handler = on_tick; /* without SA_RESTART */
	sigemptyset(&action.sa_mask);
	struct sigevent event;
	memset(&event, 0, sizeof event);
	event.sigev_notify = SIGEV_SIGNAL;
	event.sigev_signo = SIGURG;
	if (sigaction(SIGURG, &action, &t->before) < 0)
		return false;
	sigset_t ours;
	sigemptyset(&ours);
	sigaddset(&ours, SIGURG);
	(void)sigprocmask(SIG_UNBLOCK, &ours, &t->mask);
	if (timer_create(CLOCK_MONOTONIC, &event, &t->timer) < 0) {
		(void)sigaction(SIGURG, &t->before, NULL);
		(void)sigprocmask(SIG_SETMASK, &t->mask, NULL);
		return false;
	}
	t->began = clock_ms();
	tick_every(t, FIRST_MS);
	return true;
}

void tick_slow_down(struct tick *t, int64_t limit_ms)
{
	int64_t ms = (clock_ms() - t->began) / PART;
	if (ms > LONGEST_MS)
		ms = LONGEST_MS;
	if (limit_ms >= 0 && ms > limit_ms)
		ms = limit_ms;
	tick_every(t, ms > FIRST_MS ? ms : FIRST_MS);
}

void tick_stop(struct tick *t)
{
	(void)timer_delete(t->timer);
	(void)sigprocmask(SIG_SETMASK, &t->mask, NULL);
	(void)sigaction(SIGURG, &t->before, NULL);
}

void tick_now(pid_t pid)
{
	(void)kill(pid, SIGURG);
}
