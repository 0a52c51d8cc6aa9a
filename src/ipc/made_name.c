#include "ipc/made_name.h"

#include "base/fdio.h"
#include "base/lives.h"
#include "base/mem.h"
#include "ipc/estate.h"
#include "state/shell.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A handler gets no arguments. */
static struct made_name *made_here;

bool made_name_is_there(const struct made_name *n)
{
	struct stat mine, there;
	return fstat(n->pin, &mine) == 0 && lstat(n->path, &there) == 0 &&
	       mine.st_dev == there.st_dev && mine.st_ino == there.st_ino;
}

void made_name_unlink(const struct made_name *n)
{
	if (made_name_is_there(n))
		(void)unlink(n->path);
}

void made_names_last_words(void)
{
	for (const struct made_name *n = made_here; n; n = n->next) {
		if (n->keep || n->maker != getpid())
			continue;
		made_name_unlink(n);
		if (n->note)
			(void)unlink(n->note);
	}
}

struct made_name *made_name_next(const struct shell *sh, const struct made_name *previous,
				 mode_t type)
{
	struct made_name *n = previous ? previous->next : sh->made_names;
	while (n && (n->maker != sh->process || n->type != type))
		n = n->next;
	return n;
}

bool made_names_due(const struct shell *sh, mode_t type)
{
	const struct made_name *n = made_name_next(sh, NULL, type);
	while (n && n->keep)
		n = made_name_next(sh, n, type);
	return n;
}

static void forget_note(struct shell *sh, struct made_name *n)
{
	char *note = n->note;
	n->note = NULL;
	if (note)
		estate_remove(sh, note);
}

/* What a parent made is on our list, too.  It is ours to remove when the parent was killed. */
static bool is_due(const struct shell *sh, const struct made_name *n)
{
	if (n->keep)
		return false;
	return n->maker == sh->process || (estate_is_orphan(sh) && !process_lives(n->maker));
}

void made_names_remove(struct shell *sh)
{
	for (struct made_name *n = sh->made_names; n; n = n->next) {
		if (is_due(sh, n))
			made_name_unlink(n);
		if (n->maker == sh->process)
			forget_note(sh, n);
	}
}

/* First the name, then its place in the list, which a handler may walk at any time. */
void made_name_drop(struct shell *sh, struct made_name *name)
{
	struct made_name **n = &sh->made_names;
	while (*n != name)
		n = &(*n)->next;
	made_name_unlink(name);
	forget_note(sh, name);
	*n = name->next;
	made_here = sh->made_names;
	fd_disown(&name->pin);
	fd_close(name->pin);
	mem_free(name);
}

/* The current directory, where `path` needs one before it.  False with errno. */
static bool directory_of(const char *path, char here[PATH_MAX])
{
	*here = '\0';
	if (*path != '/' && !getcwd(here, PATH_MAX))
		return false;
	if (strcmp(here, "/") == 0)
		*here = '\0';
	return true;
}

/* A shell that listens again and again at what it removes itself must not run out of descriptors.
 * A pipe's name that is not kept has users, who drop it. */
static void drop_those_gone(struct shell *sh)
{
	struct made_name *next;
	for (struct made_name *n = sh->made_names; n; n = next) {
		next = n->next;
		if (n->maker == sh->process && (n->keep || n->type == S_IFSOCK) &&
		    !made_name_is_there(n))
			made_name_drop(sh, n);
	}
}

struct made_name *made_name_add(struct shell *sh, const char *path, int pin)
{
	char here[PATH_MAX];
	struct stat st;
	if (!directory_of(path, here) || fstat(pin, &st) < 0)
		return NULL;
	drop_those_gone(sh);
	size_t size = strlen(here) + 1 + strlen(path) + 1;
	struct made_name *n = mem_zero(sizeof *n + size);
	errno = ENOMEM;
	if (!n)
		return NULL;
	snprintf(n->path, size, "%s%s%s", here, *path == '/' ? "" : "/", path);
	n->maker = sh->process;
	n->type = st.st_mode & S_IFMT;
	n->keep = S_ISFIFO(st.st_mode) && sh->options[OPT_KEEPFIFO];
	n->pin = pin;
	if (!fd_own(&n->pin)) {
		mem_free(n);
		return NULL;
	}
	/* Nobody is left to look for what the first process of the shell leaves. */
	if (sh->process != sh->pid && !n->keep)
		n->note = estate_note(sh, n->path, &st);
	n->next = sh->made_names;
	sh->made_names = made_here = n;
	return n;
}

/* mkfifo() and a note; nobody is to kill us in between. */
static struct made_name *make_plainly(struct shell *sh, const char *path)
{
	if (mkfifo(path, 0600) < 0)
		return NULL;
	int pin = fd_open_high(path, O_PATH | O_NOFOLLOW, 0);
	struct made_name *n = pin < 0 ? NULL : made_name_add(sh, path, pin);
	if (!n) {
		fd_close(pin);
		(void)unlink(path);
	}
	return n;
}

/* Made in the private directory the pipe is noted before it has its name, which link() gives it if
 * there is none yet. */
static struct made_name *make_noted(struct shell *sh, const char *path)
{
	struct stat st;
	errno = EEXIST;
	if (lstat(path, &st) == 0)
		return NULL;
	char *hidden = estate_make(sh, S_IFIFO);
	int pin = hidden ? fd_open_high(hidden, O_PATH | O_NOFOLLOW, 0) : -1;
	struct made_name *n = pin < 0 ? NULL : made_name_add(sh, path, pin);
	bool ok = n && link(hidden, path) == 0;
	int error = errno;
	if (hidden)
		estate_remove(sh, hidden);
	if (n && !ok)
		made_name_drop(sh, n);
	else if (!n)
		fd_close(pin);
	errno = error;
	return ok ? n : NULL;
}

struct made_name *made_name_fifo(struct shell *sh, const char *path)
{
	/* Nobody is left to find a note, or nobody is to take the name away. */
	if (sh->process == sh->pid || sh->options[OPT_KEEPFIFO])
		return make_plainly(sh, path);
	struct made_name *n = make_noted(sh, path);
	/* The private directory may be missing, or on another file system. */
	return n || errno == EEXIST ? n : make_plainly(sh, path);
}

static bool is_at(const struct made_name *n, const char *here, const char *path)
{
	size_t length = strlen(here);
	if (*path == '/')
		return strcmp(n->path, path) == 0;
	return strncmp(n->path, here, length) == 0 && n->path[length] == '/' &&
	       strcmp(n->path + length + 1, path) == 0;
}

struct made_name *made_name_find(const struct shell *sh, const char *path)
{
	char here[PATH_MAX];
	if (!directory_of(path, here))
		return NULL;
	errno = ENOENT;
	struct made_name *n = sh->made_names;
	while (n && (n->maker != sh->process || !is_at(n, here, path)))
		n = n->next;
	return n;
}
