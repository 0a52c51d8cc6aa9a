#include "ipc/fifo.h"

#include "base/buf.h"
#include "base/diag.h"
#include "base/fdio.h"
#include "base/pending.h"
#include "base/tick.h"
#include "state/option.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* --- names that were made here --- */

struct fifo_use {
	struct fifo_use *next;
	struct fifo_name *name;
	pid_t pid; /* of the child that uses it; 0: this process does */
};

struct fifo_name {
	struct fifo_name *next;
	pid_t maker; /* a forked child never removes what its parent made */
	dev_t device;
	ino_t inode;
	unsigned uses;
	char path[]; /* absolute: the directory may change */
};

struct fifo_names {
	struct fifo_name *names;
	struct fifo_use *uses;
};

/* A handler gets no arguments. */
static struct fifo_names *made_here;

/* Is the name still the pipe that was made?  Async-signal-safe, as is the next. */
static bool is_still(const struct fifo_name *n)
{
	struct stat st;
	return lstat(n->path, &st) == 0 && S_ISFIFO(st.st_mode) && st.st_dev == n->device &&
	       st.st_ino == n->inode;
}

static void unlink_name(const struct fifo_name *n)
{
	if (n->maker == getpid() && is_still(n))
		(void)unlink(n->path);
}

void fifo_last_words(void)
{
	for (const struct fifo_name *n = made_here ? made_here->names : NULL; n; n = n->next)
		unlink_name(n);
}

/* First out of the list, which a handler may walk at any time. */
static void drop_name(struct fifo_names *t, struct fifo_name *name)
{
	struct fifo_name **n = &t->names;
	while (*n != name)
		n = &(*n)->next;
	unlink_name(name);
	*n = name->next;
	mem_free(name);
}

bool fifo_has_names(const struct shell *sh)
{
	for (const struct fifo_name *n = sh->fifos ? sh->fifos->names : NULL; n; n = n->next)
		if (n->maker == sh->process)
			return true;
	return false;
}

void fifo_remove_all(struct shell *sh)
{
	for (const struct fifo_name *n = sh->fifos ? sh->fifos->names : NULL; n; n = n->next)
		if (!sh->options[OPT_KEEPFIFO])
			unlink_name(n);
}

void fifo_list(const struct shell *sh, struct buf *out)
{
	for (const struct fifo_name *n = sh->fifos ? sh->fifos->names : NULL; n; n = n->next)
		if (n->maker == sh->process && is_still(n))
			buf_printf(out, "%s\n", n->path);
}

/* The path with the current directory before it.  False: no memory, or no directory. */
static bool absolute(struct buf *b, const char *path)
{
	char here[PATH_MAX];
	if (*path != '/') {
		if (!getcwd(here, sizeof here))
			return false;
		buf_printf(b, "%s/", strcmp(here, "/") == 0 ? "" : here);
	}
	buf_str(b, path);
	return !b->failed;
}

static struct fifo_name *find_name(const struct shell *sh, const char *path)
{
	struct buf b = BUF_INIT;
	struct fifo_name *found = NULL;
	if (sh->fifos && absolute(&b, path))
		for (struct fifo_name *n = sh->fifos->names; n && !found; n = n->next)
			if (n->maker == sh->process && strcmp(n->path, buf_cstr(&b)) == 0)
				found = n;
	buf_free(&b);
	return found;
}

bool fifo_remove(struct shell *sh, const char *path)
{
	struct fifo_name *n = find_name(sh, path);
	if (!n) {
		errno = ENOENT;
		return false;
	}
	unlink_name(n);
	return true;
}

void fifo_process_ended(struct shell *sh, pid_t pid)
{
	struct fifo_use *next;
	for (struct fifo_use *u = sh->fifos ? sh->fifos->uses : NULL; u; u = next) {
		next = u->next;
		if (u->pid == pid)
			fifo_release(sh, u, FD_CLOSED);
	}
}

/* Puts a name that was just made on the list. */
static struct fifo_name *add_name(struct shell *sh, const char *path)
{
	struct buf b = BUF_INIT;
	struct stat st;
	struct fifo_name *n = NULL;
	if (!sh->fifos)
		sh->fifos = mem_zero(sizeof *sh->fifos);
	if (sh->fifos && absolute(&b, path) && lstat(buf_cstr(&b), &st) == 0)
		n = mem_zero(sizeof *n + b.length + 1);
	if (n) {
		memcpy(n->path, buf_cstr(&b), b.length + 1);
		n->maker = sh->process;
		n->device = st.st_dev;
		n->inode = st.st_ino;
		n->next = sh->fifos->names;
		sh->fifos->names = n;
		made_here = sh->fifos;
	}
	buf_free(&b);
	return n;
}

static bool failed(struct shell *sh, const struct fifo_end *e, const char *why)
{
	shell_error_at(sh, e->at, "%s: %s", e->path, why);
	sh->status = 1;
	return false;
}

/* Makes the name, or finds that it is there.  *made: it was made here. */
static bool make(struct shell *sh, const struct fifo_end *e, bool *made)
{
	*made = mkfifo(e->path, 0600) == 0;
	return *made || errno == EEXIST || failed(sh, e, strerror(errno));
}

bool fifo_hold(struct shell *sh, struct fifo_end *e)
{
	bool made;
	e->use = NULL;
	if (!make(sh, e, &made))
		return false;
	if (sh->options[OPT_KEEPFIFO])
		return true;
	struct fifo_name *n = made ? add_name(sh, e->path) : find_name(sh, e->path);
	if (!n)
		return !made || shell_no_memory(sh);
	struct fifo_use *u = mem_zero(sizeof *u);
	if (!u)
		return shell_no_memory(sh);
	n->uses++;
	u->name = n;
	u->next = sh->fifos->uses;
	sh->fifos->uses = u;
	e->use = u;
	return true;
}

void fifo_use_by(struct fifo_use *u, pid_t pid)
{
	if (u)
		u->pid = pid;
}

static bool is_open_at(const struct fifo_name *n, int fd)
{
	struct stat st;
	return fd != FD_CLOSED && fstat(fd, &st) == 0 && st.st_dev == n->device &&
	       st.st_ino == n->inode;
}

void fifo_release(struct shell *sh, struct fifo_use *use, int fd)
{
	struct fifo_name *n = use->name;
	struct fifo_use **u = &sh->fifos->uses;
	if (n->maker != sh->process || is_open_at(n, fd))
		return; /* it stays until the shell ends */
	while (*u != use)
		u = &(*u)->next;
	*u = use->next;
	mem_free(use);
	if (--n->uses == 0 && !sh->options[OPT_KEEPFIFO])
		drop_name(sh->fifos, n);
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
	bool made;
	for (;;) {
		e->pin = fd_open_high(e->path, O_PATH | O_NOFOLLOW, 0);
		if (e->pin >= 0)
			break;
		/* Taken away since it was made: make it again. */
		if (errno != ENOENT)
			return failed(sh, e, strerror(errno));
		if (!make(sh, e, &made))
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

enum { TICK_MS = 50, TELL_AFTER_MS = 2000 };

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
	int64_t began, limit; /* ms; limit -1: none */
	pid_t parent;
	bool told;
};

static int64_t now_ms(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

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

/* At each tick: whether to go on waiting. */
static bool keep_waiting(void *context)
{
	struct waiting *w = context;
	int64_t waited = now_ms() - w->began;
	if (signal_is_pending())
		w->result = WAIT_INTERRUPTED;
	else if (has_news(w->end))
		w->result = WAIT_MET;
	else if (w->parent && getppid() != w->parent)
		w->result = WAIT_ORPHANED;
	else if (w->limit >= 0 && waited >= w->limit)
		w->result = WAIT_TIMED_OUT;
	else if (is_replaced(w->end))
		w->result = WAIT_REPLACED;
	if (!w->told && waited >= TELL_AFTER_MS)
		tell(w);
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
	char *end;
	*ms = -1;
	if (!text || !*text)
		return true;
	double seconds = strtod(text, &end);
	if (*end || !(seconds >= 0 && seconds < 1e12)) {
		shell_error(sh, "FIFO_TIMEOUT: %s: not a number of seconds", text);
		sh->status = 1;
		return false;
	}
	*ms = (int64_t)(seconds * 1000);
	return true;
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
	struct waiting w = {.sh = sh, .began = now_ms()};
	struct tick tick;
	for (size_t i = 0; i < count; i++)
		ends[i].fd = ends[i].pin = FD_CLOSED;
	if (sh->process != sh->pid)
		w.parent = getppid();
	bool ok = read_limit(sh, &w.limit) && pin_all(sh, ends, count);
	if (ok && !tick_start(&tick, TICK_MS)) {
		ok = failed(sh, &ends[0], strerror(errno));
	} else if (ok) {
		ok = open_direction(&w, ends, count, true) &&
		     open_direction(&w, ends, count, false);
		tick_stop(&tick);
	}
	for (size_t i = 0; i < count && !ok; i++)
		unpin(&ends[i]);
	return ok;
}
