#include "eval/substitute.h"

#include "base/fdio.h"
#include "eval/coproc.h"
#include "eval/farewell.h"
#include "eval/process.h"
#include "eval/substitute_wait.h"
#include "ipc/estate.h"
#include "ipc/procsub.h"
#include "lang/tree.h"
#include "proc/job.h"
#include "proc/redir.h"
#include "proc/sig.h"
#include "proc/spawn.h"
#include "state/shell.h"

#include <errno.h>
#include <string.h>

/* The consumer did not come, or did what the list itself does with the name. */
static _Noreturn void leave_unmet(struct shell *sh, char kind)
{
	bool came = errno != EINTR && errno != ENOENT;
	const char *why = kind == '<' ? "it was opened for writing, and can only be read"
				      : "it was opened for reading, and can only be written";
	if (came)
		shell_error(sh, "%c(...): %s", kind, errno == EINVAL ? why : strerror(errno));
	estate_leave(sh);
	spawn_leave(came);
}

/* The rest of the list's process. */
static _Noreturn void run_list(struct shell *sh, const struct substitution *s,
			       const struct node *body, int file)
{
	coproc_keep_named(sh, body);
	int fd = s->kind == '=' ? file : procsub_meet(s);
	if (fd < 0)
		leave_unmet(sh, s->kind);
	if (s->kind == '>')
		fd_wire(sh, fd, FD_CLOSED);
	else
		fd_wire(sh, FD_CLOSED, fd);
	child_run(sh, body);
}

/* Under job control it has a process group of its own, which can be sent ^C's signal. */
static bool start(struct shell *sh, struct substitution *s, const struct node *body, int file)
{
	struct job *job = job_new(sh, body, false);
	if (!job)
		return false;
	job->substitution = true;
	pid_t pid = spawn_fork(sh, job, job_control_active(sh) ? FORK_BACKGROUND : FORK_CAPTURE);
	if (pid == 0)
		run_list(sh, s, body, file);
	if (pid < 0) {
		job_forget(sh, job);
		return false;
	}
	s->pid = sh->last_background = pid;
	return true;
}

/* =(list): the file is complete before the command begins. */
static bool fill_file(struct shell *sh, struct substitution *s, const struct node *body)
{
	int fd = procsub_file(s);
	if (fd < 0) {
		shell_error(sh, "process substitution: %s: %s", s->path, strerror(errno));
		sh->status = 1;
		return false;
	}
	bool ok = start(sh, s, body, fd);
	fd_close(fd);
	substitute_wait(sh, s);
	s->failed = s->status != 0;
	return ok;
}

const char *eval_substitute(struct shell *sh, const struct part *p)
{
	const struct node *body = p->process.body;
	sigset_t old;
	farewell_prepare(sh);
	signals_block_all(&old); /* a signal that kills finds the name on the list, or not made */
	struct substitution *s = procsub_new(sh, p->process.kind);
	signals_restore(&old);
	if (!s)
		return NULL;
	bool ok = s->kind == '=' ? fill_file(sh, s, body) : start(sh, s, body, FD_CLOSED);
	if (ok)
		return shell_dup(sh, s->path);
	procsub_free(sh, s);
	return NULL;
}
