/* let expression...: each argument is evaluated; status 0 if the last is not zero. */
#include "builtins/builtins.h"

#include "builtins/args.h"
#include "eval/arith_eval.h"
#include "state/shell.h"

#include <string.h>

enum flow builtin_let(struct shell *sh, struct args *a)
{
	int64_t value = 0;
	int i = 1;
	if (a->count > 1 && strcmp(a->argv[1], "--") == 0)
		i++;
	if (i == a->count)
		return args_usage(sh, a);
	for (; i < a->count; i++) {
		bool ok;
		enum flow f = arith_text(sh, a->argv[i], strlen(a->argv[i]), &value, &ok);
		if (!ok)
			return f;
	}
	sh->status = value == 0;
	return FLOW_NEXT;
}
