#include "eval/timing.h"

#include "base/buf.h"
#include "base/diag.h"
#include "state/shell.h"

#include <sys/resource.h>
#include <time.h>

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* The shell's own time counts too: `time` of a loop or a function. */
void timing_start(struct timing *t)
{
	struct timespec now;
	struct rusage self, children;
	clock_gettime(CLOCK_MONOTONIC, &now);
	getrusage(RUSAGE_SELF, &self);
	getrusage(RUSAGE_CHILDREN, &children);
	t->real = (double)now.tv_sec + (double)now.tv_nsec / 1e9;
	t->user = seconds(self.ru_utime) + seconds(children.ru_utime);
	t->system = seconds(self.ru_stime) + seconds(children.ru_stime);
}

static void add_row(struct buf *b, const char *label, double value, bool posix)
{
	int minutes = (int)(value / 60);
	if (posix)
		buf_printf(b, "%s %.2f\n", label, value);
	else
		buf_printf(b, "%s\t%dm%.3fs\n", label, minutes, value - 60 * minutes);
}

void timing_report(struct shell *sh, const struct timing *t, bool posix)
{
	struct timing now;
	struct buf b = BUF_INIT;
	(void)sh;
	timing_start(&now);
	if (!posix)
		buf_byte(&b, '\n');
	add_row(&b, "real", now.real - t->real, posix);
	add_row(&b, "user", now.user - t->user, posix);
	add_row(&b, "sys", now.system - t->system, posix);
	diag_write(b.data, b.length);
	buf_free(&b);
}
