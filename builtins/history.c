/* history [n]: the last n commands, with their numbers; none in a shell that keeps no history. */
#include "builtins/builtins.h"

#include "base/out.h"
#include "builtins/args.h"
#include "state/history.h"
#include "state/shell.h"

#include <limits.h>

enum flow builtin_history(struct shell *sh, struct args *a)
{
	int64_t n = LONG_MAX;
	const struct history *h = sh->history;
	if (args_option(sh, a) || a->count - a->next > 1)
		return args_usage(sh, a);
	if (a->next < a->count && !args_number(sh, a, a->argv[a->next], 0, LONG_MAX, &n))
		return args_usage(sh, a);
	size_t count = h ? h->count : 0;
	for (size_t i = (uint64_t)n < count ? count - (size_t)n : 0; i < count; i++)
		out_printf(sh->out, "%5lu  %s\n", h->first_number + i, h->entries[i]);
	return FLOW_NEXT;
}
