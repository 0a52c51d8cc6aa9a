/* fifo list | fifo remove name...: the named pipes that this shell made. */
#include "builtins/builtins.h"

#include "base/buf.h"
#include "base/out.h"
#include "builtins/args.h"
#include "ipc/fifo.h"
#include "state/shell.h"

#include <errno.h>
#include <string.h>

static enum flow list(struct shell *sh, struct args *a)
{
	struct buf names = BUF_INIT;
	if (a->count - a->next > 1)
		return args_usage(sh, a);
	fifo_list(sh, &names);
	out_add(sh->out, names.data ? names.data : "", names.length);
	if (names.failed)
		shell_no_memory(sh);
	buf_free(&names);
	return FLOW_NEXT;
}

enum flow builtin_fifo(struct shell *sh, struct args *a)
{
	if (args_option(sh, a) != 0)
		return FLOW_ABORT;
	const char *what = a->next < a->count ? a->argv[a->next] : "";
	if (strcmp(what, "list") == 0)
		return list(sh, a);
	if (strcmp(what, "remove") != 0 || a->count - a->next < 2)
		return args_usage(sh, a);
	for (int i = a->next + 1; i < a->count; i++)
		if (!fifo_remove(sh, a->argv[i]))
			args_error(sh, a, 1, "%s: no named pipe of this shell", a->argv[i]);
	return FLOW_NEXT;
}
