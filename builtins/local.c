/* local name[=value]...: variables of this function call.
 *
 * As in bash, ksh and mksh, `local x` makes x unset, and `local x="$x"` keeps its value; `local -`
 * gives the function its own options, as in dash. */
#include "builtins/builtins.h"

#include "builtins/args.h"
#include "builtins/assignment.h"
#include "state/frame.h"
#include "state/option.h"
#include "state/shell.h"
#include "state/var.h"

#include <string.h>

struct options_undo {
	struct undo undo;
	bool options[OPT_COUNT];
};

static void restore_options(struct shell *sh, struct undo *u)
{
	struct options_undo *saved = (struct options_undo *)u;
	for (int o = 0; o < OPT_COUNT; o++)
		(void)option_set(sh, (enum option)o, saved->options[o]);
	mem_free(saved);
}

static bool keep_options(struct shell *sh, struct frame *f)
{
	struct options_undo *saved = mem_alloc(sizeof *saved);
	if (!saved)
		return shell_no_memory(sh);
	saved->undo.restore = restore_options;
	memcpy(saved->options, sh->options, sizeof saved->options);
	frame_log(f, &saved->undo);
	return true;
}

static bool make_local(struct shell *sh, struct args *a, struct frame *f, const char *operand)
{
	struct assignment made;
	if (strcmp(operand, "-") == 0)
		return keep_options(sh, f);
	return assignment_read(sh, a, operand, &made) && var_bind(sh, f, made.name, false) &&
	       assignment_make(sh, &made);
}

enum flow builtin_local(struct shell *sh, struct args *a)
{
	if (args_option(sh, a))
		return FLOW_ABORT;
	struct frame *f = frame_function(sh);
	if (!f) {
		args_error(sh, a, 1, "not in a function");
		return FLOW_ABORT;
	}
	for (int i = a->next; i < a->count; i++)
		if (!make_local(sh, a, f, a->argv[i]))
			return FLOW_ABORT;
	return FLOW_NEXT;
}
