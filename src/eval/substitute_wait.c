#include "eval/substitute_wait.h"

#include "base/stack.h"
#include "base/buf.h"
#include "base/fdio.h"
#include "proc/job.h"
#include "proc/sig.h"
#include "state/option.h"
#include "state/shell.h"
#include "state/var.h"

#include <signal.h>
#include <sys/stat.h>

/* NULL: it has ended; `wait` may have asked for its status, and the job is forgotten. */
static struct job *running_job(struct shell *sh, const struct substitution *s)
{
	return s->pid > 0 ? job_by_pid(sh, s->pid) : NULL;
}

void substitute_wait(struct shell *sh, struct substitution *s)
{
	struct job *j = running_job(sh, s);
	if (!j)
		return;
	if (!job_wait(sh, j) && interrupt_pending(sh))
		(void)job_signal(sh, j, SIGINT);
	job_wait_patiently(sh, j);
}

/* The statuses in the order in which the lists were started, oldest first. */
static void add_statuses(struct buf *out, const struct substitution *s,
			 const struct substitution *mark, int *failed)
{
	if (s == mark)
		return;
	add_statuses(out, s->older, mark, failed);
	if (out->length > 0)
		buf_byte(out, ' ');
	buf_int(out, s->status);
	if (s->status != 0)
		*failed = s->status;
}

static void report(struct shell *sh, const struct substitution *mark)
{
	struct buf text = BUF_INIT;
	int failed = 0;
	add_statuses(&text, procsub_newest(sh), mark, &failed);
	if (text.failed)
		(void)shell_no_memory(sh);
	else if (!var_set_by(sh, "PROCSTATUS", buf_cstr(&text)))
		sh->status = 1;
	if (sh->options[OPT_PIPEFAIL] && sh->status == 0)
		sh->status = failed;
	buf_free(&text);
}

/* A command that was stopped still has its names, and is going to need them. */
static bool is_stopped(struct shell *sh)
{
	struct job *j = job_current(sh);
	return j && job_state(j) == JOB_STOPPED && sh->status == job_status(j);
}

STACK_APART void substitute_finish_newer(struct shell *sh, struct substitution *mark, bool keep)
{
	struct substitution *newest = procsub_newest(sh), *s;
	if (keep || is_stopped(sh)) {
		procsub_keep(sh, mark);
		return;
	}
	for (s = newest; s != mark; s = s->older)
		procsub_retire(s);
	bool interrupted = sh->status == 128 + SIGINT;
	for (s = newest; s != mark; s = s->older) {
		struct job *j = interrupted ? running_job(sh, s) : NULL;
		if (j)
			(void)job_signal(sh, j, SIGINT);
		substitute_wait(sh, s);
	}
	report(sh, mark);
	while ((s = procsub_newest(sh)) != mark)
		procsub_free(sh, s);
}

/* `exec > >(tee log)`: as long as we have the other end, tee does not end. */
static void close_copies(const struct substitution *s)
{
	enum { MOST = 256 };
	struct stat st;
	for (int fd = 0; fd < MOST; fd++)
		if (fstat(fd, &st) == 0 && st.st_dev == s->device && st.st_ino == s->inode)
			fd_close(fd);
}

void substitute_finish_all(struct shell *sh)
{
	int status = sh->status;
	procsub_recall(sh);
	for (struct substitution *s = procsub_newest(sh); s; s = s->older)
		close_copies(s);
	substitute_finish(sh, NULL, false);
	sh->status = status;
}
