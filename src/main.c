/* whelk: the command line of the shell (XCU sh), and what it starts. */
#include "base/buf.h"
#include "base/diag.h"
#include "base/fdio.h"
#include "base/stack.h"
#include "builtins/table.h"
#include "eval/input_run.h"
#include "eval/program_file.h"
#include "eval/prompt_text.h"
#include "eval/start.h"
#include "eval/trap_run.h"
#include "lang/input.h"
#include "lang/source.h"
#include "proc/job.h"
#include "proc/sig.h"
#include "proc/spawn.h"
#include "proc/trap.h"
#include "state/option.h"
#include "state/params.h"
#include "state/path.h"
#include "state/shell.h"
#include "state/var.h"
#include "ui/ui.h"
#include "watch/explain.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
	"usage: whelk [-abCefhilmnuvx] [-o|-O option]... [file [argument...]]\n"
	"       whelk -c [-abCefhilmnuvx] [-o option]... command [name [argument...]]\n"
	"       whelk -s [-abCefhilmnuvx] [-o option]... [argument...]\n"
	"       whelk --version | --help\n";

/* What the command line asks for. */
struct invocation {
	bool command; /* -c */
	bool welcome; /* --welcome: greet */
	bool login;   /* -l, or called with a name that begins with - */
	char **operands;
	int count;
};

static int usage_error(const char *what, const char *name)
{
	struct buf text = BUF_INIT;
	buf_printf(&text, "whelk: %s: %s\n%s", name, what, usage);
	diag_write(text.data, text.length);
	buf_free(&text);
	return 2;
}

/* -o name or +o name, and as in bash -O; `name` NULL is the shell's list of options, which `set -o`
 * prints. */
static int named_option(struct shell *sh, const char *name, bool on)
{
	int o = name ? option_by_name(name) : -1;
	if (!name)
		return usage_error("option requires an argument", "-o");
	if (o < 0)
		return usage_error("no such option", name);
	return option_set(sh, (enum option)o, on) ? 0 : 2;
}

static int long_option(struct shell *sh, struct invocation *v, const char *name)
{
	if (strcmp(name, "--posix") == 0)
		return option_set(sh, OPT_POSIX, true) ? 0 : 2;
	if (strcmp(name, "--welcome") == 0) {
		v->welcome = true;
		return 0;
	}
	bool version = strcmp(name, "--version") == 0;
	if (!version && strcmp(name, "--help") != 0)
		return usage_error("no such option", name);
	out_str(sh->out, version ? "whelk " WHELK_VERSION "\n" : usage);
	spawn_leave(out_flush(sh->out) ? 0 : 1);
}

/* One argument of letters; *next is the argument after it, which -o uses up. */
static int letters(struct shell *sh, struct invocation *v, const char *arg, char **argv, int *next)
{
	bool on = arg[0] == '-';
	for (const char *c = arg + 1; *c; c++) {
		int failed = 0;
		if (*c == 'c') { /* +c too: what follows is the command's text in either case */
			v->command = true;
		} else if (*c == 'l') {
			v->login = on;
		} else if (*c == 'o' || *c == 'O') {
			failed = named_option(sh, argv[*next], on);
			(*next)++;
		} else {
			int o = option_by_letter(*c);
			char text[3] = {arg[0], *c, '\0'};
			if (o < 0)
				return usage_error("no such option", text);
			failed = option_set(sh, (enum option)o, on) ? 0 : 2;
		}
		if (failed)
			return failed;
	}
	return 0;
}

/* Reads the options; 0, or the status to exit with. */
static int read_options(struct shell *sh, struct invocation *v, int argc, char **argv)
{
	int next = 1;
	while (next < argc) {
		char *arg = argv[next];
		if ((arg[0] != '-' && arg[0] != '+') || !arg[1])
			break;
		next++;
		if (strcmp(arg, "--") == 0)
			goto operands;
		int failed = strncmp(arg, "--", 2) == 0 ? long_option(sh, v, arg)
							: letters(sh, v, arg, argv, &next);
		if (failed)
			return failed;
	}
	/* A single - ends the options too, as shells have always had it. */
	if (next < argc && strcmp(argv[next], "-") == 0)
		next++;
operands:
	v->operands = argv + next;
	v->count = argc - next;
	return 0;
}

static bool set_operands(struct shell *sh, const struct invocation *v, int first)
{
	return first >= v->count || params_set(sh, v->operands + first, (size_t)(v->count - first));
}

static enum flow run_source(struct shell *sh, struct input *in, enum source_kind kind,
			    const char *name, bool last)
{
	struct source *source = source_new(kind, name, (struct place){0});
	enum flow f = FLOW_EXIT;
	if (source && in)
		f = run_input(sh, in, source, last);
	else
		shell_no_memory(sh);
	if (in)
		input_close(in);
	sh->at = (struct place){0}; /* the EXIT trap outlives the source */
	if (source)
		source_release(source);
	return f;
}

static enum flow run_command_string(struct shell *sh, const struct invocation *v)
{
	if (v->count == 0) {
		sh->status = usage_error("option requires an argument", "-c");
		return FLOW_EXIT;
	}
	const char *text = v->operands[0];
	if (v->count > 1)
		sh->name = v->operands[1];
	if (!set_operands(sh, v, 2))
		return FLOW_EXIT;
	return run_source(sh, input_of_string(text, strlen(text)), SOURCE_COMMAND, "-c", true);
}

/* Opens a command file: as it is named, or found in PATH as sh says.  -1 with the status set. */
static int open_command_file(struct shell *sh, const char *file)
{
	int fd = fd_open_high(file, O_RDONLY, 0);
	if (fd < 0 && errno == ENOENT && !strchr(file, '/')) {
		const char *path = path_search_readable(sh, file);
		fd = path ? fd_open_high(path, O_RDONLY, 0) : -1;
	}
	int error = errno;
	char byte;
	if (fd >= 0 && read(fd, &byte, 0) < 0) { /* a directory opens, but cannot be read */
		error = errno;
		fd_close(fd);
		fd = -1;
	}
	if (fd < 0) {
		shell_error(sh, "%s: %s", file, strerror(error));
		sh->status = error == ENOENT ? 127 : 126;
		return -1;
	}
	if (!program_file_is_text(fd)) {
		shell_error(sh, "%s: cannot execute: binary file", file);
		fd_close(fd);
		sh->status = 126;
		return -1;
	}
	return fd;
}

static enum flow run_command_file(struct shell *sh, const struct invocation *v)
{
	int fd = open_command_file(sh, v->operands[0]);
	sh->name = v->operands[0];
	if (fd < 0 || !set_operands(sh, v, 1))
		return FLOW_EXIT;
	return run_source(sh, input_of_script(fd), SOURCE_FILE, v->operands[0], false);
}

static bool wait_for_input(void *context, int fd)
{
	return signals_wait_fd(context, fd, false, -1);
}

/* Ends the shell.  Whoever started it is in the foreground again: a shell without job control would
 * not know how to get there. */
static _Noreturn void leave(struct shell *sh)
{
	int status = run_exit(sh, sh->status);
	(void)job_control_set(sh, false);
	spawn_leave(status);
}

/* Reads a start-up file as . would, if it is there. */
static void run_file_if_there(struct shell *sh, const char *path)
{
	int fd = fd_open_high(path, O_RDONLY, 0);
	if (fd < 0)
		return;
	sh->dot_depth++;
	enum flow f = run_source(sh, input_of_script(fd), SOURCE_FILE, path, false);
	sh->dot_depth--;
	if (f == FLOW_EXIT)
		leave(sh);
}

static void run_login_files(struct shell *sh)
{
	const char *home = var_get_by(sh, "HOME");
	run_file_if_there(sh, "/etc/profile");
	struct buf path = BUF_INIT;
	buf_printf(&path, "%s/.profile", home ? home : "");
	if (home && !path.failed)
		run_file_if_there(sh, buf_cstr(&path));
	buf_free(&path);
}

/* ENV (XCU sh): a file that an interactive shell reads first; not with borrowed privileges. */
static void run_env_file(struct shell *sh)
{
	const char *env = var_get_by(sh, "ENV");
	if (!env || !*env || getuid() != geteuid() || getgid() != getegid())
		return;
	const char *path = expand_prompt(sh, env);
	if (path && *path)
		run_file_if_there(sh, path);
}

/* An interactive shell reads ENV wherever its commands come from (XCU sh).  The files may set the
 * prompt, and say where the history is. */
static void run_startup_files(struct shell *sh, const struct invocation *v)
{
	if (sh->interactive && !ui_set_prompt(sh))
		shell_no_memory(sh);
	if (v->login)
		run_login_files(sh);
	if (sh->interactive)
		run_env_file(sh);
}

static enum flow run_interactive(struct shell *sh, const struct invocation *v)
{
	if (!ui_start(sh)) {
		shell_no_memory(sh);
		return FLOW_EXIT;
	}
	if (v->welcome)
		ui_welcome(sh);
	return run_source(sh, ui_input(sh), SOURCE_PROMPT, "prompt", false);
}

static enum flow run_standard_input(struct shell *sh, const struct invocation *v)
{
	if (!set_operands(sh, v, 0))
		return FLOW_EXIT;
	fd_block(0);
	if (sh->interactive)
		return run_interactive(sh, v);
	return run_source(sh, input_of_stdin(wait_for_input, sh), SOURCE_STDIN, "stdin", false);
}

/* Without a command file and -c, commands come from standard input; it is a person's if both it
 * and standard error are terminals (XCU sh). */
static void decide_interactive(struct shell *sh, const struct invocation *v)
{
	bool reads_stdin = !v->command && (v->count == 0 || sh->options[OPT_STDIN]);
	sh->options[OPT_STDIN] = reads_stdin;
	if (reads_stdin && !sh->options[OPT_INTERACTIVE] && isatty(0) && isatty(2))
		sh->options[OPT_INTERACTIVE] = true;
	sh->interactive = sh->options[OPT_INTERACTIVE];
}

/* As /bin/sh, and as a login's -sh, the shell is the standard's. */
static bool is_called_sh(const char *name)
{
	const char *slash = strrchr(name, '/');
	const char *base = slash ? slash + 1 : name;
	return strcmp(*base == '-' ? base + 1 : base, "sh") == 0;
}

static struct shell *start(char **argv, char **environment)
{
	struct shell *sh = shell_new(environment);
	if (!sh || !builtins_install(sh->names) || !(sh->traps = traps_new()) ||
	    !(sh->jobs = job_table_new()))
		return NULL;
	sh->name = argv[0];
	sh->options[OPT_POSIX] = is_called_sh(argv[0]);
	eval_start(sh);
	explain_start(sh);
	return sh;
}

static bool monitor_changed(struct shell *sh, enum option o, bool on)
{
	(void)o;
	return job_control_set(sh, on);
}

/* On by default where a person types (XCU set -m).  Asked for on the command line it is taken only
 * now: how depends on whether the shell is interactive. */
static void start_job_control(struct shell *sh)
{
	bool on = sh->interactive || sh->options[OPT_MONITOR];
	sh->options[OPT_MONITOR] = false;
	option_set_hook(sh, OPT_MONITOR, monitor_changed);
	if (on)
		(void)option_set(sh, OPT_MONITOR, true);
}

int main(int argc, char **argv, char **environment)
{
	stack_init();
	struct shell *sh = argc > 0 ? start(argv, environment) : NULL;
	if (!sh) {
		diag_out_of_memory();
		return 2;
	}
	struct invocation v = {.login = argv[0][0] == '-'};
	int failed = read_options(sh, &v, argc, argv);
	if (failed)
		spawn_leave(failed);
	decide_interactive(sh, &v);
	traps_start(sh);
	start_job_control(sh);
	run_startup_files(sh, &v);
	enum flow f;
	if (v.command)
		f = run_command_string(sh, &v);
	else if (sh->options[OPT_STDIN])
		f = run_standard_input(sh, &v);
	else
		f = run_command_file(sh, &v);
	(void)f; /* whatever ended it, the status says how */
	leave(sh);
}
