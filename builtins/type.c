/* type [-afptP] name... (XCU type; the options are those of bash). */
#include "builtins/builtins.h"

#include "builtins/args.h"
#include "builtins/describe.h"
#include "state/shell.h"

enum flow builtin_type(struct shell *sh, struct args *a)
{
	struct describe d = {.style = DESCRIBE_TYPE};
	for (int o; (o = args_option(sh, a)) != 0;) {
		if (o == '?')
			return FLOW_ABORT;
		if (o == 'a')
			d.all = true;
		else if (o == 'f')
			d.no_functions = true;
		else
			d.style = o == 't' ? DESCRIBE_KIND : DESCRIBE_PATHNAME;
		d.programs_only |= o == 'P';
	}
	if (a->next == a->count)
		return args_usage(sh, a);
	for (int i = a->next; i < a->count; i++)
		if (!describe_command(sh, a->argv[i], &d))
			sh->status = 1;
	return FLOW_NEXT;
}
