#include "ipc/procsub.h"

#include "base/buf.h"
#include "base/fdio.h"
#include "base/tick.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct substitutions {
	struct substitution *newest; /* the commands that run wait for them: a stack */
	struct substitution *kept;   /* of exec's redirections, or of a command that was stopped */
	pid_t maker;                 /* of the directory; another process makes its own */
	unsigned made;
	unsigned live; /* names in the directory */
	char directory[PATH_MAX];
};

/* A handler gets no arguments. */
static struct substitutions *made_here;

/* Never there, and nothing can be made of it by opening it. */
static const char nowhere[] = "/proc/self/fd/opened once, already";

struct substitution *procsub_newest(const struct shell *sh)
{
	struct substitution *s = sh->substitutions ? sh->substitutions->newest : NULL;
	return s && s->owner == sh->process ? s : NULL;
}

static bool failed(struct shell *sh, const char *what)
{
	shell_error(sh, "process substitution: %s: %s", what, strerror(errno));
	sh->status = 1;
	return false;
}

static bool make_directory(struct shell *sh, struct substitutions *t)
{
	const char *parent = var_get_by(sh, "TMPDIR");
	if (!parent || *parent != '/')
		parent = "/tmp";
	int n = snprintf(t->directory, sizeof t->directory, "%s/whelk-XXXXXX", parent);
	errno = ENAMETOOLONG;
	if (n >= (int)sizeof t->directory - 16 || !mkdtemp(t->directory))
		return failed(sh, parent);
	t->maker = sh->process;
	t->live = t->made = 0;
	return true;
}

/* The table, with a directory of this process.  What a parent waits for is not ours. */
static struct substitutions *table(struct shell *sh)
{
	struct substitutions *t = sh->substitutions;
	if (!t)
		t = sh->substitutions = mem_zero(sizeof *t);
	if (!t) {
		shell_no_memory(sh);
		return NULL;
	}
	if (t->maker != sh->process || t->live == 0) {
		if (t->maker != sh->process)
			t->newest = t->kept = NULL;
		if (!make_directory(sh, t))
			return NULL;
		made_here = t;
	}
	return t;
}

struct substitution *procsub_new(struct shell *sh, char kind)
{
	struct substitutions *t = table(sh);
	if (!t)
		return NULL;
	size_t room = strlen(t->directory) + 16;
	struct substitution *s = mem_zero(sizeof *s + room);
	if (!s) {
		shell_no_memory(sh);
		return NULL;
	}
	snprintf(s->path, room, "%s/%u", t->directory, ++t->made);
	s->owner = sh->process;
	s->kind = kind;
	s->older = t->newest;
	t->newest = s;
	t->live++;
	struct stat st;
	if (kind != '=' && (mkfifo(s->path, 0600) < 0 || lstat(s->path, &st) < 0)) {
		failed(sh, s->path);
		procsub_free(sh, s);
		return NULL;
	}
	if (kind != '=') {
		s->device = st.st_dev;
		s->inode = st.st_ino;
	}
	return s;
}

int procsub_file(struct substitution *s)
{
	return fd_open_high(s->path, O_RDWR | O_CREAT | O_EXCL, 0600);
}

/* --- the meeting --- */

static bool is_fifo(const struct substitution *s)
{
	struct stat st;
	return lstat(s->path, &st) == 0 && S_ISFIFO(st.st_mode);
}

/* The list's process may be killed before it has renamed its link, which the shell then finds. */
static void unlink_names(const struct substitution *s)
{
	char link[PATH_MAX + 8];
	(void)stpcpy(stpcpy(link, s->path), ".list"); /* async-signal-safe, unlike snprintf() */
	(void)unlink(link);
	(void)unlink(s->path);
}

/* Puts the link in the FIFO's place: at no moment is there nothing. */
static void replace_name(const struct substitution *s)
{
	char link[PATH_MAX + 8];
	snprintf(link, sizeof link, "%s.%s", s->path, getpid() == s->owner ? "shell" : "list");
	if (symlink(nowhere, link) == 0 && rename(link, s->path) < 0)
		(void)unlink(link);
}

struct meeting {
	const struct substitution *s;
	pid_t parent;
};

static bool keep_waiting(void *context)
{
	const struct meeting *m = context;
	return getppid() == m->parent && is_fifo(m->s);
}

/* An open that a tick cuts has not met anybody: if the consumer came, it succeeds all the same. */
int procsub_meet(const struct substitution *s)
{
	struct meeting m = {s, s->owner};
	struct tick tick;
	if (!tick_start(&tick, 20))
		return -1;
	int fd = fd_open(s->path, s->kind == '<' ? O_WRONLY : O_RDONLY, 0, keep_waiting, &m);
	tick_stop(&tick);
	if (fd < 0)
		return -1;
	replace_name(s);
	return fd_move_high(fd);
}

/* The list looks at the name at once, not only at its next tick. */
void procsub_retire(const struct substitution *s)
{
	if (s->kind != '=' && is_fifo(s))
		replace_name(s);
	if (s->pid > 0)
		tick_now(s->pid);
}

/* While both ends of a FIFO are open nobody waits for the other; when they are closed again, a
 * reader is at the end, and a writer has nobody to write to. */
static void let_go(const char *path)
{
	int in = fd_open(path, O_RDONLY | O_NONBLOCK, 0, NULL, NULL);
	int out = fd_open(path, O_WRONLY | O_NONBLOCK, 0, NULL, NULL);
	fd_close(out);
	fd_close(in);
}

/* The name goes first: who comes after that does not wait. */
static void abandon(const struct substitution *s)
{
	char path[sizeof "/proc/self/fd/" + 11];
	int pin = is_fifo(s) ? fd_open_high(s->path, O_PATH | O_NOFOLLOW, 0) : -1;
	if (pin < 0)
		return;
	snprintf(path, sizeof path, "/proc/self/fd/%d", pin);
	replace_name(s);
	let_go(path);
	fd_close(pin);
}

static void list_ended(struct substitution *s, pid_t pid)
{
	while (s && s->pid != pid)
		s = s->older;
	if (!s)
		return;
	s->pid = 0;
	if (s->kind != '=')
		abandon(s);
}

bool procsub_is_open(const struct shell *sh)
{
	const struct substitutions *t = sh->substitutions;
	return t && t->maker == sh->process && t->live > 0;
}

void procsub_process_ended(struct shell *sh, pid_t pid)
{
	if (!procsub_is_open(sh))
		return;
	list_ended(sh->substitutions->newest, pid);
	list_ended(sh->substitutions->kept, pid);
}

bool procsub_failed(struct shell *sh, const struct substitution *mark)
{
	for (const struct substitution *s = procsub_newest(sh); s != mark; s = s->older) {
		if (s->failed) {
			shell_error(sh, "=(...): the list failed with status %d", s->status);
			sh->status = s->status;
			return true;
		}
	}
	return false;
}

/* Puts the stack from `mark` up on the other one. */
static void move(struct substitution **from, const struct substitution *mark,
		 struct substitution **to)
{
	struct substitution **end = from;
	while (*end != mark)
		end = &(*end)->older;
	struct substitution *rest = *end;
	*end = *to;
	*to = *from;
	*from = rest;
}

void procsub_keep(struct shell *sh, const struct substitution *mark)
{
	move(&sh->substitutions->newest, mark, &sh->substitutions->kept);
}

void procsub_recall(struct shell *sh)
{
	struct substitutions *t = sh->substitutions;
	if (t && t->maker == sh->process)
		move(&t->kept, NULL, &t->newest);
}

void procsub_free(struct shell *sh, struct substitution *s)
{
	struct substitutions *t = sh->substitutions;
	struct substitution **at = &t->newest;
	while (*at != s)
		at = &(*at)->older;
	unlink_names(s);
	*at = s->older;
	mem_free(s);
	if (--t->live == 0)
		(void)rmdir(t->directory);
}

/* A consumer that waits must not do so for ever: its list is going to find no name. */
static void forsake(const struct substitution *s)
{
	for (; s; s = s->older) {
		if (s->kind != '=' && is_fifo(s))
			let_go(s->path);
		unlink_names(s);
	}
}

void procsub_last_words(void)
{
	if (!made_here || made_here->maker != getpid() || made_here->live == 0)
		return;
	forsake(made_here->newest);
	forsake(made_here->kept);
	(void)rmdir(made_here->directory);
}
