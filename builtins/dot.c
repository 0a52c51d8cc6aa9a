/* . file (XCU 2.15), and source, its other name. */
#include "builtins/builtins.h"

#include "base/fdio.h"
#include "base/stack.h"
#include "builtins/args.h"
#include "eval/program_file.h"
#include "eval/input_run.h"
#include "eval/redirect.h"
#include "lang/input.h"
#include "state/params.h"
#include "state/path.h"
#include "state/shell.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

static enum flow dot_failed(struct shell *sh, struct args *a, const char *file, int error)
{
	args_error(sh, a, 1, "%s: %s", file, strerror(error));
	return FLOW_ABORT;
}

/* Reads commands from `fd`, which becomes the input's own. */
static enum flow run_file(struct shell *sh, struct args *a, int fd, const char *path)
{
	struct place at = sh->at;
	struct source *source = source_new(SOURCE_FILE, path, at);
	struct input *in = source ? input_of_script(fd) : NULL;
	enum flow f = FLOW_ABORT;
	if (in) {
		a->ran_commands = true;
		sh->status = a->status_before;
		sh->dot_depth++;
		f = run_input(sh, in, source, false);
		sh->dot_depth--;
		input_close(in);
	} else {
		shell_no_memory(sh);
		fd_close(fd);
	}
	if (source)
		source_release(source);
	sh->at = at;
	return f == FLOW_RETURN ? FLOW_NEXT : args_after_commands(sh, a, f);
}

/* Arguments after the file become the positional parameters while it runs, as in bash, ksh, zsh
 * and yash; without any it shares the caller's. */
static enum flow run_with_params(struct shell *sh, struct args *a, int fd, const char *path)
{
	int first = a->next + 1;
	if (first >= a->count)
		return run_file(sh, a, fd, path);
	struct params outer = params_enter(sh, a->argv + first, (size_t)(a->count - first));
	enum flow f = run_file(sh, a, fd, path);
	params_leave(sh, outer);
	return f;
}

enum flow builtin_dot(struct shell *sh, struct args *a)
{
	if (args_option(sh, a))
		return args_usage(sh, a);
	if (a->next == a->count)
		return args_usage(sh, a);
	const char *file = a->argv[a->next];
	if (stack_is_low()) {
		args_error(sh, a, 2, "%s: nested too deeply", file);
		return FLOW_ABORT;
	}
	const char *path = strchr(file, '/') ? file : path_search_readable(sh, file);
	if (!path)
		return dot_failed(sh, a, file, errno);
	int fd = redirect_open(sh, path, O_RDONLY);
	fd = fd < 0 ? fd : fd_move_high(fd);
	if (fd < 0)
		return dot_failed(sh, a, file, errno);
	struct stat st;
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		fd_close(fd);
		return dot_failed(sh, a, file, EISDIR);
	}
	return run_with_params(sh, a, fd, path);
}
