#include "ipc/procsub.h"

#include "base/fdio.h"
#include "base/tick.h"
#include "ipc/estate.h"
#include "state/shell.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

struct substitutions {
	struct substitution *newest; /* the commands that run wait for them: a stack */
	struct substitution *kept;   /* of exec's redirections, or of a command that was stopped */
	pid_t maker;                 /* of these; a forked child makes its own */
};

/* A handler gets no arguments. */
static struct substitutions *made_here;

/* Never there, and nothing can be made of it by opening it. */
static const char nowhere[] = "/proc/self/fd/opened once, already";

struct substitution *procsub_own_newest(const struct shell *sh)
{
	struct substitution *s = sh->substitutions->newest;
	return s && s->owner == sh->process ? s : NULL;
}

/* The table of this process.  What a parent waits for is not ours.  NULL with errno. */
static struct substitutions *table(struct shell *sh)
{
	struct substitutions *t = sh->substitutions;
	if (!t)
		t = sh->substitutions = mem_zero(sizeof *t);
	errno = ENOMEM;
	if (!t)
		return NULL;
	if (t->maker != sh->process)
		*t = (struct substitutions){.maker = sh->process};
	made_here = t;
	return t;
}

/* The link that is going to take the FIFO's name.  It is there from the start, and goes before the
 * name does: so a rename cannot bring a name back that a dying shell has taken away. */
static void name_link(const char *path, char link[PATH_MAX + 8])
{
	(void)stpcpy(stpcpy(link, path), ".link"); /* async-signal-safe, unlike snprintf() */
}

static bool make_link(const char *path)
{
	char link[PATH_MAX + 8];
	name_link(path, link);
	return symlink(nowhere, link) == 0 ||
	       errno == EEXIST; /* of a dead process that had our number */
}

struct substitution *procsub_new(struct shell *sh, char kind)
{
	struct stat st;
	struct substitutions *t = table(sh);
	struct substitution *s = t ? mem_zero(sizeof *s) : NULL;
	char *path = s ? estate_make(sh, kind == '=' ? S_IFREG : S_IFIFO) : NULL;
	if (!path || lstat(path, &st) < 0 || (kind != '=' && !make_link(path))) {
		shell_error(sh, "process substitution: TMPDIR: %s", strerror(errno));
		sh->status = 1;
		if (path)
			estate_remove(sh, path);
		mem_free(s);
		return NULL;
	}
	*s = (struct substitution){.older = t->newest,
				   .owner = sh->process,
				   .kind = kind,
				   .device = st.st_dev,
				   .inode = st.st_ino,
				   .path = path};
	t->newest = s;
	return s;
}

int procsub_file(struct substitution *s)
{
	return fd_open_high(s->path, O_RDWR, 0);
}

/* --- the meeting --- */

static bool is_fifo(const struct substitution *s)
{
	struct stat st;
	return lstat(s->path, &st) == 0 && S_ISFIFO(st.st_mode);
}

static void unlink_link(const struct substitution *s)
{
	char link[PATH_MAX + 8];
	name_link(s->path, link);
	(void)unlink(link);
}

/* Puts the link in the FIFO's place: at no moment is there nothing.  List and shell may both try. */
static void replace_name(const struct substitution *s)
{
	char link[PATH_MAX + 8];
	name_link(s->path, link);
	(void)rename(link, s->path);
}

static void abandon(const struct substitution *s)
{
	int pin = is_fifo(s) ? fd_open_high(s->path, O_PATH | O_NOFOLLOW, 0) : -1;
	if (pin < 0)
		return;
	replace_name(s);
	estate_let_go_nameless(pin);
}

/* A pipe that has a writer, also one that waits in open(), is empty, or has what he wrote; one
 * without is at its end. */
static bool has_writer(const struct substitution *s)
{
	char byte;
	int there = 0;
	int fd = fd_open(s->path, O_RDONLY | O_NONBLOCK, 0, NULL, NULL);
	bool found = fd >= 0 && ioctl(fd, FIONREAD, &there) == 0 &&
		     (there > 0 || read(fd, &byte, 1) != 0);
	fd_close(fd);
	return found;
}

static bool has_reader(const struct substitution *s)
{
	int fd = fd_open(s->path, O_WRONLY | O_NONBLOCK, 0, NULL, NULL);
	fd_close(fd);
	return fd >= 0;
}

/* `cat >(sort)`: consumer and list both want to read, and would wait for a writer for ever.  Asked
 * by the list while it is not in open() itself, and counts as neither. */
static bool is_opened_wrongly(const struct substitution *s)
{
	return s->kind == '<' ? has_writer(s) && !has_reader(s) : has_reader(s) && !has_writer(s);
}

struct meeting {
	const struct substitution *s;
	pid_t parent;
	struct tick tick;
	bool wrong;
};

static bool keep_waiting(void *context)
{
	struct meeting *m = context;
	if (getppid() != m->parent || !is_fifo(m->s))
		return false;
	m->wrong = is_opened_wrongly(m->s);
	tick_slow_down(&m->tick, -1);
	return !m->wrong;
}

/* An open that a tick cuts has not met anybody: if the consumer came, it succeeds all the same. */
int procsub_meet(const struct substitution *s)
{
	struct meeting m = {.s = s, .parent = s->owner};
	if (!tick_start(&m.tick))
		return -1;
	int fd = fd_open(s->path, s->kind == '<' ? O_WRONLY : O_RDONLY, 0, keep_waiting, &m);
	int error = m.wrong ? EINVAL : errno;
	tick_stop(&m.tick);
	if (m.wrong)
		abandon(s);
	else if (fd >= 0)
		replace_name(s);
	errno = error;
	return fd < 0 ? fd : fd_move_high(fd);
}

/* The list looks at the name at once, not only at its next tick. */
void procsub_retire(const struct substitution *s)
{
	if (s->kind != '=' && is_fifo(s))
		replace_name(s);
	if (s->pid > 0)
		tick_now(s->pid);
}

static void list_ended(struct substitution *s, pid_t pid, int status)
{
	while (s && s->pid != pid)
		s = s->older;
	if (!s)
		return;
	s->pid = 0;
	s->status = status;
	if (s->kind != '=')
		abandon(s);
}

bool procsub_is_open(const struct shell *sh)
{
	const struct substitutions *t = sh->substitutions;
	return t && t->maker == sh->process && (t->newest || t->kept);
}

void procsub_process_ended(struct shell *sh, pid_t pid, int status)
{
	if (!procsub_is_open(sh))
		return;
	list_ended(sh->substitutions->newest, pid, status);
	list_ended(sh->substitutions->kept, pid, status);
}

bool procsub_find_failed(struct shell *sh, const struct substitution *mark)
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
	unlink_link(s);
	*at = s->older;
	estate_remove(sh, s->path);
	mem_free(s);
}

/* A consumer that waits must not do so for ever: its list is going to find no name. */
static void forsake(const struct substitution *s)
{
	for (; s; s = s->older) {
		if (s->kind != '=' && is_fifo(s))
			estate_let_go(s->path);
		unlink_link(s);
		(void)unlink(s->path);
	}
}

void procsub_last_words(void)
{
	if (!made_here || made_here->maker != getpid())
		return;
	forsake(made_here->newest);
	forsake(made_here->kept);
}
