#include "ipc/fifo.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/diag.h"
#include "base/fdio.h"
#include "base/pending.h"
#include "base/tick.h"
#include "ipc/estate.h"
#include "ipc/made_name.h"
#include "state/option.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- names that were made here --- */

struct fifo_use {
	struct fifo_use *next;
	struct made_name *name;
	pid_t pid; /* of the child that uses it; 0: this process does */
};

void fifo_list(const struct shell *sh, struct buf *out)
{
	for (const struct made_name *n = NULL; (n = made_name_next(sh, n, S_IFIFO));)
		if (made_name_is_there(n))
			buf_printf(out, "%s\n", n->path);
}

bool fifo_remove(struct shell *sh, const char *path)
{
	struct made_name *n = made_name_find(sh, path);
	if (!n || n->type != S_IFIFO) {
		errno = ENOENT;
		return false;
	}
	if (n->keep)
		made_name_drop(sh, n);
	else
		made_name_unlink(n); /* its users have it still */
	return true;
}

void fifo_process_ended(struct shell *sh, pid_t pid)
{
	struct fifo_use *next;
	for (struct fifo_use *u = sh->fifo_uses; u; u = next) {
		next = u->next;
		if (u->pid == pid)
			fifo_release(sh, u, FD_CLOSED);
	}
}

static bool is_used(const struct shell *sh, const struct made_name *n)
{
	for (const struct fifo_use *u = sh->fifo_uses; u; u = u->next)
		if (u->name == n)
			return true;
	return false;
}

static void drop_unused(struct shell *sh, struct made_name *n)
{
	if (!is_used(sh, n))
		made_name_drop(sh, n);
}

static bool failed(struct shell *sh, const struct fifo_end *e, const char *why)
{
	shell_error_at(sh, e->at, "%s: %s", e->path, why);
	sh->status = 1;
	return false;
}

/* The command's use of a name: of this one from now on, if it has another already. */
static bool use(struct shell *sh, struct fifo_end *e, struct made_name *n)
{
	struct fifo_use *u = e->use;
	if (u && u->name->maker == sh->process) {
		struct made_name *old = u->name;
		u->name = n;
		drop_unused(sh, old);
		return true;
	}
	u = mem_zero(sizeof *u);
	if (!u)
		return shell_no_memory(sh);
	u->name = n;
	u->next = sh->fifo_uses;
	sh->fifo_uses = u;
	e->use = u;
	return true;
}

static bool make_and_use(struct shell *sh, struct fifo_end *e)
{
	struct made_name *n = made_name_fifo(sh, e->path);
	if (!n)
		return errno == EEXIST || failed(sh, e, strerror(errno));
	return n->keep || use(sh, e, n);
}

/* Makes the name and uses it, or finds that it is there.  A signal that kills finds it noted, or
 * not made. */
static bool make(struct shell *sh, struct fifo_end *e)
{
	sigset_t all, old;
	sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &old);
	bool ok = make_and_use(sh, e);
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	return ok;
}

bool fifo_hold(struct shell *sh, struct fifo_end *e)
{
	e->use = NULL;
	if (!make(sh, e))
		return false;
	struct made_name *n = e->use ? NULL : made_name_find(sh, e->path);
	return !n || n->keep || use(sh, e, n);
}

void fifo_use_by(struct fifo_use *u, pid_t pid)
{
	if (u)
		u->pid = pid;
}

static bool is_open_at(const struct made_name *n, int fd)
{
	struct stat st, mine;
	return fd != FD_CLOSED && fstat(fd, &st) == 0 && fstat(n->pin, &mine) == 0 &&
	       st.st_dev == mine.st_dev && st.st_ino == mine.st_ino;
}

void fifo_release(struct shell *sh, struct fifo_use *use, int fd)
{
	struct made_name *n = use->name;
	struct fifo_use **u = &sh->fifo_uses;
	if (n->maker != sh->process || is_open_at(n, fd))
		return; /* it stays until the shell ends */
	while (*u != use)
		u = &(*u)->next;
	*u = use->next;
	mem_free(use);
	drop_unused(sh, n);
}

/* --- looking before opening --- */

static const char *why_refused(const struct shell *sh, const struct stat *st)
{
	bool shared = sh->options[OPT_SHAREFIFO];
	if (!S_ISFIFO(st->st_mode))
		return "not a named pipe";
	if (st->st_uid != geteuid() && st->st_uid != 0 && !shared)
		return "belongs to somebody else";
	if (st->st_mode & S_IWOTH)
		return "everybody can write to it";
	if ((st->st_mode & S_IWGRP) && !shared)
		return "its group can write to it (see set -o sharefifo)";
	return NULL;
}

static void unpin(struct fifo_end *e)
{
	fd_close(e->pin);
	fd_close(e->fd);
	e->pin = e->fd = FD_CLOSED;
}

static bool open_pinned(const struct fifo_end *e, int flags, fdio_retry retry, void *context,
			int *fd)
{
	char path[sizeof "/proc/self/fd/" + 11];
	snprintf(path, sizeof path, "/proc/self/fd/%d", e->pin);
	*fd = fd_open(path, flags, 0, retry, context);
	return *fd >= 0;
}

/* Looks at the name, and opens a reading end without waiting.  From here on it is this pipe that is
 * meant, whatever becomes of the name. */
static bool pin(struct shell *sh, struct fifo_end *e)
{
	struct stat st;
	for (;;) {
		e->pin = fd_open_high(e->path, O_PATH | O_NOFOLLOW, 0);
		if (e->pin >= 0)
			break;
		/* Taken away since it was made: make it again.  But what a dead shell had made was
		 * not taken away to come back. */
		if (errno != ENOENT || estate_is_orphan(sh))
			return failed(sh, e, strerror(errno));
		if (!make(sh, e))
			return false;
	}
	if (fstat(e->pin, &st) < 0)
		return failed(sh, e, strerror(errno));
	const char *why = why_refused(sh, &st);
	if (why)
		return failed(sh, e, why);
	e->device = st.st_dev;
	e->inode = st.st_ino;
	if (!e->writes && !open_pinned(e, O_RDONLY | O_NONBLOCK, NULL, NULL, &e->fd))
		return failed(sh, e, strerror(errno));
	return true;
}

static bool both_directions(struct shell *sh, const struct fifo_end *ends, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < i; j++)
			if (ends[i].writes != ends[j].writes && ends[i].inode == ends[j].inode &&
			    ends[i].device == ends[j].device) {
				failed(sh, &ends[i],
				       "the command would wait for itself: it "
				       "reads and writes this pipe");
				return true;
			}
	return false;
}

/* --- waiting for the other end --- */

enum { TELL_AFTER_MS = 2000 };

enum wait_end {
	WAIT_ON,
	WAIT_MET,         /* a writer came and went while we waited for one */
	WAIT_REPLACED,    /* the name is another pipe now */
	WAIT_TIMED_OUT,   /* FIFO_TIMEOUT */
	WAIT_INTERRUPTED, /* by a trap or ^C */
	WAIT_ORPHANED,    /* the shell that started us is gone */
};

struct waiting {
	struct shell *sh;
	struct fifo_end *end;
	enum wait_end result;
	struct tick tick;
	int64_t limit; /* ms; -1: none */
	bool told;
};

static bool is_replaced(const struct fifo_end *e)
{
	struct stat st;
	return lstat(e->path, &st) < 0 || st.st_dev != e->device || st.st_ino != e->inode;
}

/* Has anything happened at a reading end? */
static bool has_news(const struct fifo_end *e)
{
	struct pollfd p = {.fd = e->fd, .events = POLLIN};
	return !e->writes && poll(&p, 1, 0) > 0;
}

/* For a person who has waited for a while and may wonder why. */
static void tell(struct waiting *w)
{
	w->told = true;
	if (!isatty(STDERR_FILENO))
		return;
	struct buf line = BUF_INIT;
	buf_printf(&line, "whelk: %s: waiting for a %s (^C to stop)\n", w->end->path,
		   w->end->writes ? "reader" : "writer");
	if (!line.failed)
		diag_write(line.data, line.length);
	buf_free(&line);
}

/* Until something is to be done whatever happens; -1: never. */
static int64_t time_to_next(const struct waiting *w, int64_t waited)
{
	int64_t next = w->told ? -1 : TELL_AFTER_MS;
	if (w->limit >= 0 && (next < 0 || w->limit < next))
		next = w->limit;
	return next < 0 ? next : next - waited;
}

/* At each tick: whether to go on waiting. */
static bool keep_waiting(void *context)
{
	struct waiting *w = context;
	int64_t waited = clock_ms() - w->tick.began;
	if (signal_is_pending())
		w->result = WAIT_INTERRUPTED;
	else if (has_news(w->end))
		w->result = WAIT_MET;
	else if (estate_is_orphan(w->sh))
		w->result = WAIT_ORPHANED;
	else if (w->limit >= 0 && waited >= w->limit)
		w->result = WAIT_TIMED_OUT;
	else if (is_replaced(w->end))
		w->result = WAIT_REPLACED;
	if (!w->told && waited >= TELL_AFTER_MS)
		tell(w);
	tick_slow_down(&w->tick, time_to_next(w, waited));
	return w->result == WAIT_ON;
}

/* Opens a writing end; or, once more, a reading end, which only tells that a writer is there. */
static bool wait_for_other(struct waiting *w)
{
	struct fifo_end *e = w->end;
	int fd;
	w->result = WAIT_ON;
	if (has_news(e))
		return true;
	if (open_pinned(e, e->writes ? O_WRONLY : O_RDONLY, keep_waiting, w, &fd)) {
		if (e->writes)
			e->fd = fd;
		else
			fd_close(fd);
		return true;
	}
	return w->result == WAIT_MET;
}

/* Seconds, which may have a fraction; -1: no limit.  False after a message. */
static bool read_limit(struct shell *sh, int64_t *ms)
{
	const char *text = var_get_by(sh, "FIFO_TIMEOUT");
	*ms = -1;
	if (!text || !*text)
		return true;
	if (seconds_to_ms(text, ms))
		return true;
	shell_error(sh, "FIFO_TIMEOUT: %s: not a number of seconds", text);
	sh->status = 1;
	return false;
}

static bool gave_up(struct shell *sh, const struct waiting *w, int error)
{
	const struct fifo_end *e = w->end;
	const char *other = e->writes ? "reader" : "writer";
	switch (w->result) {
	case WAIT_INTERRUPTED:
		return false;
	case WAIT_TIMED_OUT:
		shell_error_at(sh, e->at, "%s: no %s within FIFO_TIMEOUT (%g s)", e->path, other,
			       (double)w->limit / 1000);
		break;
	case WAIT_ORPHANED:
		shell_error_at(sh, e->at, "%s: no %s, and the shell that waited is gone", e->path,
			       other);
		break;
	default:
		return failed(sh, e, strerror(error));
	}
	sh->status = 1;
	return false;
}

/* One end, from the start again as often as its name is replaced. */
static bool open_end(struct waiting *w)
{
	struct shell *sh = w->sh;
	while (!wait_for_other(w)) {
		if (w->result != WAIT_REPLACED)
			return gave_up(sh, w, errno);
		unpin(w->end);
		if (!pin(sh, w->end))
			return false;
	}
	fd_close(w->end->pin);
	w->end->pin = FD_CLOSED;
	(void)fcntl(w->end->fd, F_SETFL, 0); /* a reader waits from now on */
	return true;
}

static bool open_direction(struct waiting *w, struct fifo_end *ends, size_t count, bool writes)
{
	for (size_t i = 0; i < count; i++) {
		w->end = &ends[i];
		if (ends[i].writes == writes && !open_end(w))
			return false;
	}
	return true;
}

static bool pin_all(struct shell *sh, struct fifo_end *ends, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!pin(sh, &ends[i]))
			return false;
	return !both_directions(sh, ends, count);
}

bool fifo_open(struct shell *sh, struct fifo_end *ends, size_t count)
{
	struct waiting w = {.sh = sh};
	for (size_t i = 0; i < count; i++)
		ends[i].fd = ends[i].pin = FD_CLOSED;
	bool ok = read_limit(sh, &w.limit) && pin_all(sh, ends, count);
	if (ok && !tick_start(&w.tick)) {
		ok = failed(sh, &ends[0], strerror(errno));
	} else if (ok) {
		ok = open_direction(&w, ends, count, true) &&
		     open_direction(&w, ends, count, false);
		tick_stop(&w.tick);
	}
	for (size_t i = 0; i < count && !ok; i++)
		unpin(&ends[i]);
	return ok;
}
