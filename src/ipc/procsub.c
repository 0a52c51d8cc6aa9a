#include "ipc/procsub.h"

#include "base/fdio.h"
#include "base/lives.h"
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
	pid_t maker;                 /* of these; a forked child makes its own */
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

/* --- the directory --- */

/* All processes of a shell share one, whose name they know without a word: it is made by the first
 * who needs it and removed by the last.  So whoever is left can take away the names of one that was
 * killed: each begins with the ID of its maker.  (mkdtemp() would tell the name to nobody else.) */
static bool name_directory(struct shell *sh, char *path, size_t room)
{
	const char *parent = var_get_by(sh, "TMPDIR");
	if (!parent || *parent != '/')
		parent = "/tmp";
	int n = snprintf(path, room, "%s/whelk-%016llx", parent,
			 (unsigned long long)shell_family(sh));
	return n < (int)room - 32; /* names follow */
}

/* False with errno. */
static bool is_private(const char *directory)
{
	struct stat st;
	if (lstat(directory, &st) < 0)
		return false;
	errno = EACCES;
	return S_ISDIR(st.st_mode) && st.st_uid == geteuid() &&
	       (st.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

/* Makes the next name, and the directory if need be, which another process may remove in between. */
static bool make_name(struct substitutions *t, char *path, size_t room, mode_t type)
{
	for (;;) {
		snprintf(path, room, "%s/%ld.%u", t->directory, (long)t->maker, t->made + 1);
		bool made = mknod(path, type | 0600, 0) == 0;
		if (made || errno == EEXIST) /* of a dead process that had our number */
			t->made++;
		if (made)
			return true;
		if (errno == EEXIST)
			continue;
		if (errno != ENOENT || (mkdir(t->directory, 0700) < 0 && errno != EEXIST))
			return false;
		if (!is_private(t->directory) && errno != ENOENT)
			return false;
	}
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

/* A name whose maker was killed.  It goes first: who comes after that does not wait. */
static void bury(const char *path)
{
	char pinned[sizeof "/proc/self/fd/" + 11];
	struct stat st;
	int pin = fd_open_high(path, O_PATH | O_NOFOLLOW, 0);
	(void)unlink(path);
	snprintf(pinned, sizeof pinned, "/proc/self/fd/%d", pin);
	if (pin >= 0 && fstat(pin, &st) == 0 && S_ISFIFO(st.st_mode))
		let_go(pinned);
	fd_close(pin);
}

static void bury_the_dead(const char *directory)
{
	char path[PATH_MAX + NAME_MAX];
	DIR *d = fd_open_directory(directory);
	for (struct dirent *e; d && (e = readdir(d));) {
		pid_t maker = (pid_t)strtol(e->d_name, NULL, 10);
		if (maker <= 0 || process_lives(maker))
			continue;
		snprintf(path, sizeof path, "%s/%s", directory, e->d_name);
		bury(path);
	}
	if (d)
		(void)closedir(d);
}

static void remove_directory(const char *directory)
{
	if (rmdir(directory) == 0 || (errno != ENOTEMPTY && errno != EEXIST) ||
	    !is_private(directory))
		return;
	bury_the_dead(directory);
	(void)rmdir(directory);
}

void procsub_leave(struct shell *sh)
{
	char directory[PATH_MAX];
	bool last = sh->process == sh->pid || getppid() != sh->forked_by;
	if (sh->family && last && name_directory(sh, directory, sizeof directory))
		remove_directory(directory);
}

/* --- substitutions --- */

/* The table of this process.  What a parent waits for is not ours. */
static struct substitutions *table(struct shell *sh)
{
	struct substitutions *t = sh->substitutions;
	if (!t)
		t = sh->substitutions = mem_zero(sizeof *t);
	if (!t) {
		shell_no_memory(sh);
		return NULL;
	}
	if (t->maker != sh->process) {
		t->newest = t->kept = NULL;
		t->live = t->made = 0;
		t->maker = sh->process;
	}
	if (t->live == 0 && !name_directory(sh, t->directory, sizeof t->directory)) {
		errno = ENAMETOOLONG;
		failed(sh, "TMPDIR");
		return NULL;
	}
	made_here = t;
	return t;
}

struct substitution *procsub_new(struct shell *sh, char kind)
{
	struct substitutions *t = table(sh);
	if (!t)
		return NULL;
	size_t room = strlen(t->directory) + 32;
	struct substitution *s = mem_zero(sizeof *s + room);
	struct stat st;
	if (!s) {
		shell_no_memory(sh);
		return NULL;
	}
	if (!make_name(t, s->path, room, kind == '=' ? S_IFREG : S_IFIFO) ||
	    lstat(s->path, &st) < 0) {
		failed(sh, s->path);
		mem_free(s);
		return NULL;
	}
	s->owner = sh->process;
	s->kind = kind;
	s->device = st.st_dev;
	s->inode = st.st_ino;
	s->older = t->newest;
	t->newest = s;
	t->live++;
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

/* A pipe that has a writer, also one that waits in open(), is empty; one without is at its end. */
static bool has_writer(const struct substitution *s)
{
	char byte;
	int fd = fd_open(s->path, O_RDONLY | O_NONBLOCK, 0, NULL, NULL);
	bool found = fd >= 0 && read(fd, &byte, 1) != 0;
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
	bool wrong;
};

static bool keep_waiting(void *context)
{
	struct meeting *m = context;
	if (getppid() != m->parent || !is_fifo(m->s))
		return false;
	m->wrong = is_opened_wrongly(m->s);
	return !m->wrong;
}

/* An open that a tick cuts has not met anybody: if the consumer came, it succeeds all the same. */
int procsub_meet(const struct substitution *s)
{
	struct meeting m = {.s = s, .parent = s->owner};
	struct tick tick;
	if (!tick_start(&tick, 20))
		return -1;
	int fd = fd_open(s->path, s->kind == '<' ? O_WRONLY : O_RDONLY, 0, keep_waiting, &m);
	tick_stop(&tick);
	if (m.wrong)
		abandon(s);
	else if (fd >= 0)
		replace_name(s);
	errno = m.wrong ? EINVAL : EINTR;
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
		remove_directory(t->directory);
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
