#include "eval/coproc.h"

#include "base/stack.h"
#include "base/buf.h"
#include "base/fdio.h"
#include "base/name.h"
#include "eval/errors.h"
#include "eval/process.h"
#include "ipc/shared.h"
#include "lang/tree.h"
#include "lang/unparse.h"
#include "proc/job.h"
#include "proc/redir.h"
#include "proc/spawn.h"
#include "state/function.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* An end that the shell holds of a coprocess' pipe.  The user may have closed the number, and
 * opened something else there: the inode tells. */
struct coproc_end {
	struct coproc_end *next;
	const struct name *of;
	const char *suffix; /* of the variable that has its number */
	int fd;
	dev_t device;
	ino_t inode;
};

static bool is_open(const struct coproc_end *e)
{
	struct stat st;
	return fstat(e->fd, &st) == 0 && st.st_dev == e->device && st.st_ino == e->inode;
}

/* Closes those ends that `is_done` says, and forgets them and those that the user closed. */
static void close_ends(struct shell *sh, bool (*is_done)(const struct coproc_end *, const void *),
		       const void *context)
{
	struct coproc_end **at = &sh->coproc_ends, *e;
	while ((e = *at)) {
		bool open = is_open(e);
		if (open && !is_done(e, context)) {
			at = &e->next;
			continue;
		}
		if (open)
			fd_close(e->fd);
		*at = e->next;
		mem_free(e);
	}
}

static bool belongs_to(const struct coproc_end *e, const void *name)
{
	return e->of == name;
}

/* Whether `name`, with `suffix` after it, is a word of the text. */
static bool is_named(const char *text, const struct name *name, const char *suffix)
{
	size_t length = name->length, whole = length + strlen(suffix);
	for (const char *at = text; (at = strstr(at, name->text)); at++)
		if (strncmp(at + length, suffix, whole - length) == 0 && !name_is_byte(at[whole]) &&
		    (at == text || !name_is_byte(at[-1])))
			return true;
	return false;
}

static bool is_unnamed(const struct coproc_end *e, const void *text)
{
	return !is_named(text, e->of, e->suffix);
}

/* Adds the functions that the text names, and those that these name. */
static void add_functions(struct shell *sh, struct buf *text)
{
	struct arena_mark mark = arena_mark(&sh->tmp);
	size_t count = 0, before;
	struct name **names = function_names(sh, &count);
	do {
		before = text->length;
		for (size_t i = 0; names && i < count; i++) {
			if (!names[i] || !is_named(buf_cstr(text), names[i], ""))
				continue;
			buf_byte(text, '\n');
			unparse_node(text, names[i]->function->node, UNPARSE_LINE);
			names[i] = NULL;
		}
	} while (text->length > before);
	arena_reset(&sh->tmp, mark);
}

void coproc_keep_named(struct shell *sh, const struct node *n)
{
	struct buf text = BUF_INIT;
	if (!sh->coproc_ends)
		return;
	if (n)
		unparse_node(&text, n, UNPARSE_LINE);
	add_functions(sh, &text);
	close_ends(sh, is_unnamed, buf_cstr(&text));
	buf_free(&text);
}

/* Sets NAME_IN and its like. */
static bool set(struct shell *sh, const struct name *name, const char *suffix, int64_t value)
{
	struct buf text = BUF_INIT;
	buf_printf(&text, "%s%s", name->text, suffix);
	struct name *variable = text.failed ? NULL : name_intern(sh->names, text.data, text.length);
	buf_free(&text);
	return variable ? var_set_integer(sh, variable, value) : shell_no_memory(sh);
}

static bool hold_end(struct shell *sh, const struct name *name, const char *suffix, int fd)
{
	struct stat st;
	struct coproc_end *e = fstat(fd, &st) == 0 ? mem_alloc(sizeof *e) : NULL;
	if (!e) {
		fd_close(fd);
		return shell_no_memory(sh);
	}
	*e = (struct coproc_end){sh->coproc_ends, name, suffix, fd, st.st_dev, st.st_ino};
	sh->coproc_ends = e;
	return set(sh, name, suffix, fd);
}

/* to[0] and from[1] are the coprocess', the others ours. */
static bool start(struct shell *sh, const struct node *n, const int to[2], const int from[2])
{
	struct job *job = job_new(sh, n, true);
	pid_t pid = job ? spawn_fork(sh, job, FORK_BACKGROUND) : -1;
	if (pid == 0) {
		fd_close(to[1]);
		fd_close(from[0]);
		shared_forget_locks(sh);
		coproc_keep_named(sh, n->coproc.body);
		fd_wire(sh, to[0], from[1]);
		child_run(sh, n->coproc.body);
	}
	fd_close(to[0]);
	fd_close(from[1]);
	if (pid < 0) {
		fd_close(to[1]);
		fd_close(from[0]);
		if (job)
			job_forget(sh, job);
		return false;
	}
	job_announce(sh, job);
	bool in = hold_end(sh, n->coproc.name, "_IN", to[1]);
	bool out = hold_end(sh, n->coproc.name, "_OUT", from[0]);
	return set(sh, n->coproc.name, "_PID", pid) && in && out;
}

STACK_APART enum flow eval_coproc(struct shell *sh, const struct node *n)
{
	int to[2], from[2];
	sh->at = n->at;
	close_ends(sh, belongs_to, n->coproc.name); /* of an earlier one */
	bool first = fd_pipe(to);
	if (!first || !fd_pipe(from)) {
		shell_error(sh, "cannot make a pipe: %s", strerror(errno));
		if (first) {
			fd_close(to[0]);
			fd_close(to[1]);
		}
		sh->status = 1;
		return FLOW_NEXT;
	}
	if (!start(sh, n, to, from)) {
		sh->status = 1;
		return error_flow(sh, ERROR_OTHER_UTILITY);
	}
	sh->status = 0;
	return FLOW_NEXT;
}
