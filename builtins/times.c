#include "builtins/builtins.h"

#include "builtins/args.h"
#include "state/shell.h"

#include <sys/resource.h>

static void print_time(struct shell *sh, const struct timeval *t, char end)
{
	out_printf(sh->out, "%ldm%d.%03ds%c", (long)t->tv_sec / 60, (int)(t->tv_sec % 60),
		   (int)t->tv_usec / 1000, end);
}

enum flow builtin_times(struct shell *sh, struct args *a)
{
	static const int who[] = {RUSAGE_SELF, RUSAGE_CHILDREN};
	if (args_option(sh, a) != 0)
		return FLOW_ABORT;
	if (a->next < a->count)
		return args_usage(sh, a);
	for (int i = 0; i < 2; i++) {
		struct rusage usage;
		(void)getrusage(who[i], &usage);
		print_time(sh, &usage.ru_utime, ' ');
		print_time(sh, &usage.ru_stime, '\n');
	}
	return FLOW_NEXT;
}
