/* How a shell begins and ends. */
#include "state/shell.h"

#include "base/buf.h"
#include "base/fdio.h"
#include "base/mem.h"
#include "base/name.h"
#include "state/directory.h"
#include "state/function.h"
#include "state/history.h"
#include "state/path.h"
#include "state/special.h"
#include "state/var.h"

#include <sys/random.h>
#include <time.h>
#include <unistd.h>

static bool begin(struct shell *sh, char **environment)
{
	sh->name = "whelk";
	sh->pid = sh->process = getpid();
	sh->parent = getppid();
	sh->started = time(NULL);
	sh->standard_out.fd = STDOUT_FILENO;
	sh->out = &sh->standard_out;
	sh->path_generation = 1;
	for (int o = 0; o < OPT_COUNT; o++)
		sh->options[o] = option_table[o].on;
	sh->peek.ends[0] = sh->peek.ends[1] = FD_CLOSED;
	sh->names = name_table_new();
	return sh->names && var_import(sh, environment) && special_start(sh) && directory_start(sh);
}

struct shell *shell_new(char **environment)
{
	struct shell *sh = mem_zero(sizeof *sh);
	if (sh && !begin(sh, environment)) {
		shell_free(sh);
		return NULL;
	}
	return sh;
}

uint64_t shell_family(struct shell *sh)
{
	if (sh->family == 0 && getrandom(&sh->family, sizeof sh->family, GRND_NONBLOCK) < 0)
		sh->family = (uint64_t)sh->pid; /* it need not be a secret */
	return sh->family;
}

static void empty_cells(struct name *n, void *context)
{
	(void)context;
	if (n->variable)
		var_clear(n->variable);
	function_release(n->function);
	mem_free(n->alias);
	mem_free(n->path);
}

static void close_peek(struct peek *p)
{
	if (p->owner == 0)
		return;
	for (int i = 0; i < 2; i++) {
		fd_disown(&p->ends[i]);
		fd_close(p->ends[i]);
	}
}

void shell_free(struct shell *sh)
{
	if (!sh)
		return;
	if (sh->names)
		name_each(sh->names, empty_cells, NULL);
	name_table_free(sh->names);
	arena_free(&sh->variables);
	arena_free(&sh->tmp);
	for (unsigned i = 0; i < sh->spare_count; i++) {
		buf_free(sh->spare_buffers[i]);
		mem_free(sh->spare_buffers[i]);
	}
	buf_free(&sh->standard_out.pending);
	environment_free(sh->environment);
	history_free(sh->history);
	close_peek(&sh->peek);
	mem_free(sh->pipe_statuses.values);
	mem_free(sh->params.block);
	mem_free(sh->directory);
	mem_free(sh);
}
