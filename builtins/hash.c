/* hash [name...], hash -r (XCU hash). */
#include "builtins/builtins.h"

#include "base/name.h"
#include "builtins/args.h"
#include "state/path.h"
#include "state/shell.h"

#include <errno.h>
#include <string.h>

static void print(struct name *n, void *context)
{
	struct shell *sh = context;
	if (n->path && n->path->generation == sh->path_generation)
		out_printf(sh->out, "%s\n", n->path->text);
}

static void remember(struct shell *sh, struct args *a, const char *command)
{
	struct name *n = name_intern(sh->names, command, strlen(command));
	if (!n) {
		(void)shell_no_memory(sh);
		return;
	}
	if (n->function || n->builtin)
		return;
	path_forget(n);
	if (strchr(command, '/') || !path_find(sh, n))
		args_error(sh, a, 1, "%s: %s", command,
			   strchr(command, '/') || errno == ENOENT ? "not found" : strerror(errno));
}

enum flow builtin_hash(struct shell *sh, struct args *a)
{
	bool forget = false;
	for (int o; (o = args_option(sh, a)) != 0; forget = true)
		if (o == '?')
			return FLOW_ABORT;
	if (forget && a->next < a->count)
		return args_usage(sh, a);
	if (forget)
		path_forget_all(sh);
	else if (a->next == a->count)
		name_each(sh->names, print, sh);
	for (int i = a->next; i < a->count; i++)
		remember(sh, a, a->argv[i]);
	return FLOW_NEXT;
}
