#include "state/path.h"

#include "base/mem.h"
#include "base/name.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a search looks for; each says 0 or the errno of why the file at `path` is not it. */
static int not_a_program(const char *path)
{
	struct stat st;
	if (stat(path, &st) < 0)
		return ENOENT;
	if (S_ISDIR(st.st_mode))
		return ENOENT;
	if (!S_ISREG(st.st_mode) || !(st.st_mode & 0111) ||
	    faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) < 0)
		return EACCES;
	return 0;
}

static int not_readable(const char *path)
{
	struct stat st;
	if (stat(path, &st) < 0 || S_ISDIR(st.st_mode))
		return ENOENT;
	return faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) < 0 ? EACCES : 0;
}

/* A path in sh->tmp.  An empty directory in the list is the current one (XBD 8.3). */
static const char *search(struct shell *sh, const char *directories, const char *file,
			  int (*wrong)(const char *path))
{
	size_t length = strlen(file), longest = strlen(directories);
	struct arena_mark mark = arena_mark(&sh->tmp);
	char *path = shell_alloc(sh, longest + length + 2);
	if (!path) {
		errno = ENOMEM;
		return NULL;
	}
	int why = ENOENT;
	for (const char *at = directories;; at++) {
		size_t part = strcspn(at, ":");
		memcpy(path, at, part);
		path[part] = '/';
		memcpy(path + part + (part > 0), file, length + 1);
		int error = wrong(path);
		if (error == 0)
			return path;
		if (error != ENOENT)
			why = error;
		at += part;
		if (!*at)
			break;
	}
	arena_reset(&sh->tmp, mark);
	errno = why;
	return NULL;
}

const char *path_search(struct shell *sh, const char *directories, const char *command)
{
	return search(sh, directories, command, not_a_program);
}

/* Without PATH nothing is searched (XBD 8.3 leaves it to us). */
static const char *directories_of(struct shell *sh)
{
	const char *directories = var_get_by(sh, "PATH");
	if (!directories)
		errno = ENOENT;
	return directories;
}

const char *path_search_readable(struct shell *sh, const char *file)
{
	const char *directories = directories_of(sh);
	return directories ? search(sh, directories, file, not_readable) : NULL;
}

/* Remembered, but not what depends on the current directory: that changes. */
static const char *remember(struct shell *sh, struct name *n, const char *path)
{
	size_t room = strlen(path) + 1;
	struct command_path *p = *path == '/' ? mem_alloc(sizeof *p + room) : NULL;
	if (!p)
		return path;
	p->generation = sh->path_generation;
	p->hits = 1;
	memcpy(p->text, path, room);
	mem_free(n->path);
	n->path = p;
	return p->text;
}

const char *path_find(struct shell *sh, struct name *n)
{
	if (n->path && n->path->generation == sh->path_generation) {
		n->path->hits++;
		return n->path->text;
	}
	const char *directories = directories_of(sh);
	const char *path = directories ? path_search(sh, directories, n->text) : NULL;
	return path ? remember(sh, n, path) : NULL;
}

void path_forget_all(struct shell *sh)
{
	sh->path_generation++;
}

void path_forget(struct name *n)
{
	mem_free(n->path);
	n->path = NULL;
}

const char *path_standard(void)
{
	static char standard[256]; /* the C library's answer never changes */
	if (!standard[0] && (confstr(_CS_PATH, standard, sizeof standard) == 0 || !standard[0]))
		strcpy(standard, "/bin:/usr/bin");
	return standard;
}
