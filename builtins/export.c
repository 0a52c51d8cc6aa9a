/* export name[=value]..., readonly [-aA] name[=value]..., and their -p (XCU 2.15).
 * export -n takes the mark away, as in bash. */
#include "builtins/builtins.h"

#include "builtins/args.h"
#include "builtins/assignment.h"
#include "state/shell.h"
#include "state/var.h"

static enum flow list(struct shell *sh, struct args *a, uint32_t flag)
{
	size_t count = 0;
	struct variable **variables = var_list(sh, flag, &count);
	if (!variables)
		return shell_no_memory(sh), FLOW_NEXT;
	for (size_t i = 0; i < count; i++) {
		out_printf(sh->out, "%s ", a->row->name);
		assignment_print(sh, variables[i]);
	}
	return FLOW_NEXT;
}

enum flow builtin_export(struct shell *sh, struct args *a)
{
	uint32_t flag = a->row->name[0] == 'r' ? VAR_READONLY : VAR_EXPORT;
	bool withdraw = false, array = false, keyed = false;
	for (int o; (o = args_option(sh, a)) != 0;) {
		if (o == '?')
			return FLOW_ABORT;
		withdraw |= o == 'n';
		array |= o == 'a';
		keyed |= o == 'A';
	}
	if (a->next == a->count)
		return list(sh, a, flag);
	/* With operands, -p has nothing more to say. */
	for (int i = a->next; i < a->count; i++) {
		struct assignment made;
		if (!assignment_read(sh, a, a->argv[i], &made) ||
		    ((array || keyed) && !var_make_array(sh, made.name, keyed)) ||
		    !assignment_make(sh, &made) ||
		    !(withdraw ? var_unmark(sh, made.name, flag) : var_mark(sh, made.name, flag)))
			return FLOW_ABORT;
	}
	return FLOW_NEXT;
}
