#include "eval/process.h"

#include "base/buf.h"
#include "base/fdio.h"
#include "base/out.h"
#include "base/stack.h"
#include "eval/expand.h"
#include "eval/redirect.h"
#include "eval/simple.h"
#include "eval/substitute_wait.h"
#include "eval/trap_run.h"
#include "ipc/procsub.h"
#include "lang/tree.h"
#include "proc/job.h"
#include "proc/redir.h"
#include "proc/spawn.h"
#include "state/frame.h"
#include "state/shell.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void child_run(struct shell *sh, const struct node *n)
{
	/* What a loop, a function or a `.` around us would catch ends this process. */
	sh->in_outer_loop |= sh->loop_depth > 0;
	sh->loop_depth = 0;
	enum flow f = FLOW_NEXT;
	if (n)
		f = sh->ops->run_last(sh, n);
	(void)f;
	spawn_leave(run_exit(sh, sh->status));
}

static enum flow run_subshell(struct shell *sh, const struct node *n)
{
	struct job *job = job_new(sh, n, false);
	sh->at = n->at;
	if (!job) {
		sh->status = 1;
		return FLOW_NEXT;
	}
	struct redirect_fifos fifos;
	struct redirect_rest rest;
	if (!redirect_hold_ahead(sh, n->redirs, &fifos) ||
	    !redirect_start_lists(sh, n->redirs, &rest)) {
		job_forget(sh, job);
		return FLOW_NEXT;
	}
	pid_t pid = spawn_fork(sh, job, FORK_FOREGROUND);
	if (pid == 0) {
		if (n->redirs && !redirect_finish(sh, &rest))
			spawn_leave(run_exit(sh, sh->status));
		child_run(sh, n->group.body);
	}
	redirect_fifos_used(sh, &fifos, pid);
	if (pid > 0)
		return job_wait_foreground(sh, job);
	job_forget(sh, job);
	return FLOW_NEXT;
}

/* The lists of its redirections are the shell's, which waits for them. */
STACK_APART enum flow eval_subshell(struct shell *sh, const struct node *n)
{
	struct substitution *mark = procsub_newest(sh);
	enum flow f = run_subshell(sh, n);
	substitute_finish(sh, mark, false);
	return f;
}

/* $(<file): the file's text.  The standard leaves it open; in most shells it is as with `cat`. */
static const struct redir *only_a_file(const struct node *body)
{
	const struct node *n = body->list.items;
	if (n->next || n->background || n->kind != NODE_SIMPLE || n->simple.words ||
	    n->simple.assigns)
		return NULL;
	const struct redir *r = n->redirs;
	return r && !r->next && !r->fd_name && r->fd == STDIN_FILENO && r->kind == REDIR_READ
		       ? r
		       : NULL;
}

/* Everything until end-of-file; then the trailing newlines go (2.6.3), and NULs, which no
 * variable can hold. */
static void read_output(int fd, struct buf *out)
{
	size_t start = out->length;
	ssize_t n;
	while (buf_room(out, 4096)) {
		n = fd_read(fd, out->data + out->length, out->capacity - out->length - 1);
		if (n <= 0)
			break;
		out->length += (size_t)n;
	}
	if (out->length > start && memchr(out->data + start, '\0', out->length - start)) {
		size_t kept = start;
		for (size_t i = start; i < out->length; i++)
			if (out->data[i])
				out->data[kept++] = out->data[i];
		out->length = kept;
	}
	while (out->length > start && out->data[out->length - 1] == '\n')
		out->length--;
}

/* The target may have side effects, which stay in a process of their own. */
static _Noreturn void write_file(struct shell *sh, const struct redir *r)
{
	struct buf text = BUF_INIT;
	sh->status = 0;
	if (redirect_here(sh, r, NULL)) {
		read_output(STDIN_FILENO, &text);
		if (!fd_write_all(STDOUT_FILENO, text.data, text.length))
			sh->status = 1;
	}
	spawn_leave(run_exit(sh, sh->status));
}

/* Without them no process is needed. */
static void read_file(struct shell *sh, const struct redir *r, struct buf *out)
{
	struct frame frame;
	frame_push(sh, &frame, FRAME_SCOPE);
	sh->status = 0;
	if (redirect_here(sh, r, &frame))
		read_output(STDIN_FILENO, out);
	frame_pop(sh, &frame);
}

/* A body of one external command without side effects goes straight into the pipe. */
static pid_t start_capture(struct shell *sh, const struct node *body, int in, int out)
{
	const struct node *only = body->list.items;
	if (!only->next && !only->background) {
		pid_t pid = stage_spawn(sh, only, FD_CLOSED, out);
		if (pid > 0)
			return pid;
	}
	pid_t pid = spawn_fork(sh, NULL, FORK_CAPTURE);
	if (pid != 0)
		return pid;
	fd_close(in); /* so that writing fails once nobody reads */
	fd_wire(sh, FD_CLOSED, out);
	if (only_a_file(body))
		write_file(sh, only_a_file(body));
	child_run(sh, body);
}

bool eval_capture(struct shell *sh, const struct node *body, struct buf *out)
{
	int ends[2];
	sh->substituted = true;
	if (!body) {
		sh->status = 0;
		return true;
	}
	const struct redir *file = only_a_file(body);
	if (file && word_is_pure(sh, file->target)) {
		read_file(sh, file, out);
		return true;
	}
	if (!fd_pipe(ends)) {
		shell_error(sh, "cannot make a pipe: %s", strerror(errno));
		sh->status = 1;
		return false;
	}
	struct place at = sh->at;
	pid_t pid = start_capture(sh, body, ends[0], ends[1]);
	fd_close(ends[1]);
	if (pid > 0) {
		read_output(ends[0], out);
		sh->status = job_wait_pid(sh, pid, NULL);
	}
	fd_close(ends[0]);
	sh->at = at;
	sh->substituted = true;
	return pid > 0;
}
