/* shift [n] (XCU 2.15). */
#include "builtins/builtins.h"

#include "builtins/args.h"
#include "state/params.h"

#include <inttypes.h>

enum flow builtin_shift(struct shell *sh, struct args *a)
{
	int64_t n = 1;
	if (args_option(sh, a))
		return FLOW_ABORT;
	if (a->count - a->next > 1)
		return args_usage(sh, a);
	if (a->next < a->count && !args_number(sh, a, a->argv[a->next], 0, INT64_MAX, &n))
		return FLOW_ABORT;
	/* The standard lets a script go on or exit here; going on surprises nobody who looks at
	 * the status. */
	if ((uint64_t)n > sh->params.count) {
		args_error(sh, a, 1, "%" PRId64 ": more than there are parameters", n);
		return FLOW_NEXT;
	}
	params_shift(sh, (size_t)n);
	return FLOW_NEXT;
}
