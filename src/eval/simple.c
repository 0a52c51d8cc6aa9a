#include "eval/simple.h"

#include "base/fdio.h"
#include "base/name.h"
#include "base/pending.h"
#include "base/stack.h"
#include "builtins/table.h"
#include "eval/assign.h"
#include "eval/call.h"
#include "eval/errors.h"
#include "eval/expand.h"
#include "eval/program_file.h"
#include "eval/redirect.h"
#include "eval/substitute_wait.h"
#include "eval/tail_position.h"
#include "eval/xtrace.h"
#include "ipc/estate.h"
#include "ipc/made_name.h"
#include "ipc/procsub.h"
#include "ipc/shared.h"
#include "lang/tree.h"
#include "proc/job.h"
#include "proc/spawn.h"
#include "state/frame.h"
#include "state/function.h"
#include "state/path.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct command resolve_external(struct shell *sh, const char *word, struct name *name,
				       const char *directories)
{
	struct command c = {.kind = COMMAND_EXTERNAL};
	if (strchr(word, '/'))
		c.path = word;
	else if (directories)
		c.path = path_search(sh, directories, word);
	else if (name || (name = name_intern(sh->names, word, strlen(word))))
		c.path = path_find(sh, name);
	c.error = errno;
	return c;
}

const struct builtin *builtin_named(struct shell *sh, struct name *name)
{
	const struct builtin *b = name->builtin;
	if (b && (b->class & BUILTIN_YIELDS) && sh->options[OPT_POSIX] && path_find(sh, name))
		return NULL;
	return b;
}

/* Special built-ins, then functions, then the other built-ins (2.9.1.4). */
static enum command_kind kind_of(struct shell *sh, struct name *name)
{
	const struct builtin *b = name ? builtin_named(sh, name) : NULL;
	if (b && (b->class & BUILTIN_SPECIAL))
		return COMMAND_SPECIAL;
	if (name && name->function)
		return COMMAND_FUNCTION;
	return b ? COMMAND_BUILTIN : COMMAND_EXTERNAL;
}

struct command command_resolve(struct shell *sh, struct name *name)
{
	struct command c = {.kind = kind_of(sh, name)};
	if (c.kind == COMMAND_FUNCTION)
		c.function = name->function;
	else if (c.kind != COMMAND_EXTERNAL) /* which is looked up when PATH is final */
		c.builtin = name->builtin;
	return c;
}

struct command command_resolve_plain(struct shell *sh, const char *word, const char *directories)
{
	struct name *name = name_find(sh->names, word, strlen(word));
	const struct builtin *b = name ? builtin_named(sh, name) : NULL;
	if (b) {
		bool special = b->class & BUILTIN_SPECIAL;
		return (struct command){.kind = special ? COMMAND_SPECIAL : COMMAND_BUILTIN,
					.builtin = b};
	}
	return resolve_external(sh, word, name, directories);
}

/* Exit statuses of 2.9.1.4 and 2.8.2: 127 not found, 126 found but not executable. */
static void report_unusable(struct shell *sh, const char *word, int error)
{
	sh->status = error == ENOENT || error == ENOTDIR ? 127 : 126;
	if (error == ENOENT && !strchr(word, '/'))
		shell_error(sh, "%s: command not found", word);
	else
		shell_error(sh, "%s: %s", word, strerror(error));
}

/* Replaces this process by the program, or by a shell that reads it where execve() says ENOEXEC
 * (2.9.1.6).  Returns errno. */
static int command_exec(struct shell *sh, const char *path, char **argv)
{
	char *const *environment = var_environment(sh);
	if (!environment)
		return ENOMEM;
	spawn_replace(sh, path, argv, environment);
	return errno == ENOEXEC ? program_file_exec(sh, path, argv, environment) : errno;
}

static void report_exec(struct shell *sh, const char *path, const char *word, int error)
{
	if (error == ENOEXEC) {
		shell_error(sh, "%s: cannot execute: binary file", path);
		sh->status = 126;
	} else {
		report_unusable(sh, word, error);
	}
}

/* What was found in PATH before may have moved: forgets it.  False: `path` did not come from the
 * hash. */
static bool forget_moved(struct shell *sh, const char *word, const char *path, int error)
{
	struct name *name = name_find(sh->names, word, strlen(word));
	if (error != ENOENT || !name || !name->path || name->path->text != path)
		return false;
	path_forget(name);
	return true;
}

/* A program in a process of its own, by vfork, or by fork where execve() refused it (a script
 * without #!). */
static enum flow spawn_and_wait(struct shell *sh, const char *path, char **argv,
				struct fd_plan *plan)
{
	char *const *environment = var_environment(sh);
	if (!environment) {
		fd_plan_abandon(plan);
		sh->status = 126;
		return FLOW_NEXT;
	}
	struct spawn s = {path, argv, environment, plan->steps, plan->count};
	pid_t pid = spawn_exec(sh, &s);
	if (pid < 0 && errno != EAGAIN && errno != ENOMEM) {
		/* A child looks again, or says what is wrong with the command's redirections. */
		bool moved = forget_moved(sh, argv[0], path, errno);
		pid = spawn_fork(sh, NULL, FORK_FOREGROUND);
		if (pid == 0) {
			if (fd_plan_apply(sh, plan, NULL) && moved)
				command_replace(sh, argv[0], argv);
			else if (plan->count == 0 || sh->status == 0)
				report_exec(sh, path, argv[0], command_exec(sh, path, argv));
			spawn_leave(sh->status);
		}
	} else if (pid < 0) {
		shell_error(sh, "cannot fork: %s", strerror(errno));
		sh->status = 126;
	}
	/* `cmd 2>/dev/null` is silent about its death too, as everywhere. */
	bool silent = fd_plan_lookup(plan, STDERR_FILENO) != STDERR_FILENO;
	fd_plan_abandon(plan);
	if (pid > 0)
		sh->status = job_wait_pid(sh, pid, silent ? NULL : argv[0]);
	return FLOW_NEXT;
}

bool command_outlives(const struct shell *sh)
{
	return procsub_is_open(sh) || made_names_due(sh, S_IFIFO) || shared_locks_held(sh);
}

static void command_outlive(struct shell *sh, const char *word, char **argv)
{
	struct fd_plan nothing = FD_PLAN_INIT;
	struct command c = resolve_external(sh, word, NULL, NULL);
	enum flow f = FLOW_NEXT;
	if (c.path)
		f = spawn_and_wait(sh, c.path, argv, &nothing);
	else
		report_unusable(sh, word, c.error);
	(void)f; /* the status says it all */
}

void command_replace(struct shell *sh, const char *word, char **argv)
{
	if (command_outlives(sh)) {
		command_outlive(sh, word, argv);
		return;
	}
	estate_leave(sh);
	struct command c;
	do {
		c = resolve_external(sh, word, NULL, NULL);
		if (!c.path) {
			report_unusable(sh, word, c.error);
			return;
		}
		c.error = command_exec(sh, c.path, argv);
	} while (forget_moved(sh, word, c.path, c.error));
	report_exec(sh, c.path, word, c.error);
}

/* In the process that becomes the command: what of the redirections is left, then the
 * assignments, then the program. */
static enum flow become_external(struct shell *sh, const struct assign *assigns, char **argv,
				 struct redirect_rest *rest)
{
	struct frame frame;
	enum flow f = FLOW_NEXT;
	if (!redirect_finish(sh, rest))
		return error_flow(sh, ERROR_REDIRECTION_OTHER);
	frame_push(sh, &frame, FRAME_SCOPE);
	if (assign_all(sh, assigns, &frame))
		command_replace(sh, argv[0], argv);
	else
		f = error_flow(sh, ERROR_ASSIGNMENT);
	frame_pop(sh, &frame);
	return f;
}

/* The program that was found before; if it moved meanwhile, another. */
static void become_program(struct shell *sh, const char *path, char **argv)
{
	int error = command_exec(sh, path, argv);
	if (forget_moved(sh, argv[0], path, error))
		command_replace(sh, argv[0], argv);
	else
		report_exec(sh, path, argv[0], error);
}

/* A real fork: the child opens what may block, and under `set -m` it is a job.  `assigns` are those
 * that are still to be done, after the redirections; then the program is found, unless it is
 * `path`. */
static enum flow fork_and_wait(struct shell *sh, const char *path, char **argv,
			       struct fd_plan *plan, struct redirect_rest *rest,
			       const struct assign *assigns)
{
	struct job *job = job_new(sh, sh->command, false);
	if (!job) {
		fd_plan_abandon(plan);
		redirect_fifos_used(sh, &rest->fifos, 0);
		return FLOW_NEXT;
	}
	pid_t pid = spawn_fork(sh, job, FORK_FOREGROUND);
	if (pid == 0) {
		enum flow f = FLOW_NEXT;
		sh->status = 1;
		if (!fd_plan_apply(sh, plan, NULL))
			spawn_leave(sh->status);
		if (path)
			become_program(sh, path, argv);
		else
			f = become_external(sh, assigns, argv, rest);
		(void)f; /* the status says it all */
		made_names_remove(sh);
		spawn_leave(sh->status);
	}
	fd_plan_abandon(plan);
	redirect_fifos_used(sh, &rest->fifos, pid);
	if (pid > 0)
		return job_wait_foreground(sh, job);
	job_forget(sh, job);
	return FLOW_NEXT;
}

/* Not found: the message goes where the command's standard error would have gone. */
static enum flow not_found(struct shell *sh, const char *word, int error, struct fd_plan *plan)
{
	struct frame frame;
	frame_push(sh, &frame, FRAME_SCOPE);
	if (fd_plan_apply(sh, plan, &frame))
		report_unusable(sh, word, error);
	frame_pop(sh, &frame);
	return error_flow(sh, ERROR_NOT_FOUND);
}

/* Under set -m a real fork: a child that is stopped between vfork and exec would stop the shell. */
static enum flow run_program(struct shell *sh, const char *path, char **argv, struct fd_plan *plan)
{
	struct redirect_rest nothing = {0};
	if (sh->options[OPT_MONITOR])
		return fork_and_wait(sh, path, argv, plan, &nothing, NULL);
	return spawn_and_wait(sh, path, argv, plan);
}

/* The redirections are planned and the assignments, which PATH may be one of, are made. */
static enum flow spawn_external(struct shell *sh, const struct node *n, char **argv,
				struct fd_plan *plan)
{
	struct name *name = argv[0] == n->simple.words->literal ? n->simple.words->name : NULL;
	struct command c = resolve_external(sh, argv[0], name, NULL);
	if (!c.path)
		return not_found(sh, argv[0], c.error, plan);
	return run_program(sh, c.path, argv, plan);
}

STACK_APART static enum flow eval_external(struct shell *sh, const struct node *n, char **argv,
					   bool tail)
{
	struct fd_plan plan = FD_PLAN_INIT;
	struct redirect_rest rest;
	struct frame frame;
	enum flow f;
	bool meets = redirects_to_fifo(n->redirs);
	if (!redirect_start_lists(sh, n->redirs, &rest))
		return error_flow(sh, ERROR_REDIRECTION_OTHER);
	if (meets && !redirect_hold_fifos(sh, n->redirs, &rest.fifos))
		return error_flow(sh, ERROR_REDIRECTION_OTHER);
	if (tail && tail_may_exec(sh))
		return become_external(sh, n->simple.assigns, argv, &rest);
	if (!meets && !redirect_plan(sh, &rest, &plan))
		return error_flow(sh, ERROR_REDIRECTION_OTHER);
	if (rest.first)
		return fork_and_wait(sh, NULL, argv, &plan, &rest, n->simple.assigns);
	if (!n->simple.assigns)
		return spawn_external(sh, n, argv, &plan);
	frame_push(sh, &frame, FRAME_SCOPE);
	if (assign_all(sh, n->simple.assigns, &frame)) {
		f = spawn_external(sh, n, argv, &plan);
	} else {
		fd_plan_abandon(&plan);
		f = error_flow(sh, ERROR_ASSIGNMENT);
	}
	frame_pop(sh, &frame);
	return f;
}

/* Built-ins and functions, in this process: redirections and assignments in a scope frame. */
STACK_APART static enum flow eval_internal(struct shell *sh, const struct node *n,
					   struct name *name, enum command_kind kind, char **argv,
					   int argc)
{
	bool special = kind == COMMAND_SPECIAL;
	struct frame frame;
	enum flow f;
	frame_push(sh, &frame, FRAME_SCOPE);
	frame.function = kind == COMMAND_FUNCTION;
	bool keep = false;
	if (n->redirs && !redirect_here(sh, n->redirs, &frame)) {
		f = error_flow(sh, special ? ERROR_REDIRECTION_SPECIAL : ERROR_REDIRECTION_OTHER);
	} else if (!assign_all(sh, n->simple.assigns, special ? NULL : &frame) ||
		   (special && (name->builtin->class & BUILTIN_EXPORTS) &&
		    !assign_export(sh, n->simple.assigns))) {
		f = error_flow(sh, ERROR_ASSIGNMENT);
	} else if (kind == COMMAND_FUNCTION) {
		f = call_function(sh, name->function, argv, argc);
	} else {
		f = call_builtin(sh, name->builtin, argv, argc, special, &keep);
	}
	if (keep)
		fd_plan_keep(sh, &frame);
	sh->keeps_redirections = keep;
	frame_pop(sh, &frame);
	return f;
}

/* Each as a line of its own, with the value that it had before the next. */
static bool assign_traced(struct shell *sh, const struct assign *list)
{
	for (const struct assign *a = list; a; a = a->next) {
		struct assign one = *a;
		one.next = NULL;
		if (!assign_all(sh, &one, NULL))
			return false;
		xtrace_assign(sh, &one);
	}
	return true;
}

/* The status is that of the last command substitution, 0 if there was none. */
STACK_APART static enum flow eval_assignments(struct shell *sh, const struct node *n)
{
	const struct assign *list = n->simple.assigns;
	bool had_substitution = sh->substituted;
	bool ok = sh->options[OPT_XTRACE] ? assign_traced(sh, list) : assign_all(sh, list, NULL);
	if (!ok)
		return error_flow(sh, ERROR_ASSIGNMENT);
	if (!had_substitution && !sh->substituted)
		sh->status = 0;
	return FLOW_NEXT;
}

/* No command word: the redirections are for the command substitutions of the assignments (2.9.1.1
 * leaves it open; in most shells they are). */
STACK_APART static enum flow eval_redirected_assignments(struct shell *sh, const struct node *n)
{
	struct frame frame;
	frame_push(sh, &frame, FRAME_SCOPE);
	enum flow f = redirect_here(sh, n->redirs, &frame)
			      ? eval_assignments(sh, n)
			      : error_flow(sh, ERROR_REDIRECTION_OTHER);
	frame_pop(sh, &frame);
	return f;
}

static enum flow eval_command(struct shell *sh, const struct node *n, char **argv, int argc,
			      bool tail)
{
	const struct word *first = n->simple.words;
	struct name *name = argv[0] == first->literal
				    ? first->name
				    : name_find(sh->names, argv[0], strlen(argv[0]));
	if (sh->options[OPT_XTRACE])
		xtrace_command(sh, n->simple.assigns, argv);
	/* Not a struct command: functions that call themselves have this frame each time. */
	enum command_kind kind = kind_of(sh, name);
	if (kind == COMMAND_EXTERNAL)
		return eval_external(sh, n, argv, tail);
	if (n->redirs || n->simple.assigns || kind == COMMAND_FUNCTION)
		return eval_internal(sh, n, name, kind, argv, argc);
	bool keep;
	return call_builtin(sh, name->builtin, argv, argc, kind == COMMAND_SPECIAL, &keep);
}

enum flow eval_simple(struct shell *sh, const struct node *n, bool tail)
{
	struct arena_mark mark = arena_mark(&sh->tmp);
	struct substitution *newest = procsub_newest(sh);
	const struct node *outer = sh->command;
	enum flow f;
	sh->at = n->at;
	sh->command = n;
	sh->substituted = sh->keeps_redirections = false;
	size_t argc = 0;
	char **argv = NULL;
	if (n->simple.words)
		argv = expand_argv(sh, n->simple.words, &argc);
	if (n->simple.words && !argv)
		f = error_flow(sh, ERROR_EXPANSION);
	else if (procsub_failed(sh, newest))
		f = FLOW_NEXT;
	else if (argc == 0)
		f = n->redirs ? eval_redirected_assignments(sh, n) : eval_assignments(sh, n);
	else
		f = eval_command(sh, n, argv, (int)argc, tail);
	substitute_finish(sh, newest, sh->keeps_redirections);
	sh->pipe_statuses.count = 0;
	if (sh->array_operands)
		sh->array_operands = NULL;
	arena_reset(&sh->tmp, mark);
	sh->command = outer;
	return f;
}

struct command command_resolve_word(struct shell *sh, const char *word)
{
	struct command c = command_resolve(sh, name_find(sh->names, word, strlen(word)));
	return c.kind == COMMAND_EXTERNAL ? command_resolve_plain(sh, word, NULL) : c;
}

static enum flow run_function(struct shell *sh, const struct command *c, char **argv, int argc)
{
	struct frame frame;
	frame_push(sh, &frame, FRAME_SCOPE);
	frame.function = true;
	enum flow f = call_function(sh, c->function, argv, argc);
	frame_pop(sh, &frame);
	return f;
}

enum flow command_run(struct shell *sh, const struct command *c, char **argv, int argc, bool *keep)
{
	struct fd_plan nothing = FD_PLAN_INIT;
	if (c->kind == COMMAND_FUNCTION)
		return run_function(sh, c, argv, argc);
	if (c->kind != COMMAND_EXTERNAL)
		return call_builtin(sh, c->builtin, argv, argc, false, keep);
	if (c->path)
		return run_program(sh, c->path, argv, &nothing);
	report_unusable(sh, argv[0], c->error);
	return FLOW_NEXT;
}

/* 2>/dev/null, 2>&1, and <file where it can be read: a failure would have to be the stage's own. */
static bool redirection_cannot_fail(const struct redir *r)
{
	const char *target = r->target->literal;
	if (r->fd_name || !target || r->kind >= REDIR_HEREDOC)
		return false;
	if (r->kind == REDIR_DUP_READ || r->kind == REDIR_DUP_WRITE)
		return strcmp(target, "1") == 0 || strcmp(target, "2") == 0;
	if (r->kind == REDIR_READ)
		return faccessat(AT_FDCWD, target, R_OK, AT_EACCESS) == 0;
	return strcmp(target, "/dev/null") == 0;
}

/* Whether the words can be expanded ahead, in the shell, and name a program. */
static bool stage_is_plain(struct shell *sh, const struct node *n)
{
	const struct word *first = n->kind == NODE_SIMPLE ? n->simple.words : NULL;
	if (!first || !first->name || n->simple.assigns || job_control_active(sh) ||
	    sh->options[OPT_XTRACE] || sh->options[OPT_FAILGLOB] || sh->observer)
		return false;
	if (command_resolve(sh, first->name).kind != COMMAND_EXTERNAL)
		return false;
	for (const struct word *w = first->next; w; w = w->next)
		if (!word_is_pure(sh, w))
			return false;
	for (const struct redir *r = n->redirs; r; r = r->next)
		if (!redirection_cannot_fail(r))
			return false;
	return path_find(sh, first->name) != NULL;
}

pid_t stage_spawn(struct shell *sh, const struct node *n, int in, int out)
{
	if (!stage_is_plain(sh, n))
		return 0;
	struct arena_mark mark = arena_mark(&sh->tmp);
	struct fields fields;
	struct fd_plan plan = FD_PLAN_INIT;
	struct redirect_rest rest = {.first = n->redirs};
	pid_t pid = 0;
	sh->at = n->at;
	fields_start(&fields);
	bool ok = expand_words(sh, n->simple.words, &fields);
	char **argv = ok && !interrupt_is_pending() ? fields_finish(sh, &fields) : NULL;
	if (argv && (in == FD_CLOSED || fd_plan_add(sh, &plan, FD_STEP_DUP, 0, in)) &&
	    (out == FD_CLOSED || fd_plan_add(sh, &plan, FD_STEP_DUP, 1, out)) &&
	    redirect_plan(sh, &rest, &plan) && !rest.first) {
		struct spawn s = {path_find(sh, n->simple.words->name), argv, var_environment(sh),
				  plan.steps, plan.count};
		pid = s.envp ? spawn_exec(sh, &s) : 0;
		if (pid < 0)
			pid = 0; /* a fork finds out why, and says it */
	}
	fd_plan_abandon(&plan);
	arena_reset(&sh->tmp, mark);
	return pid;
}
