#include "state/directory.h"

#include "base/fdio.h"
#include "state/frame.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct directory_undo {
	struct undo undo;
	int fd;     /* O_PATH, own; FD_CLOSED: only `name` changed */
	char *name; /* sh->directory's old text */
};

static void restore_directory(struct shell *sh, struct undo *u)
{
	struct directory_undo *saved = (struct directory_undo *)u;
	if (saved->fd != FD_CLOSED) {
		(void)!fchdir(saved->fd); /* may it fail, nobody could do better */
		fd_disown(&saved->fd);
		fd_close(saved->fd);
	}
	mem_free(sh->directory);
	sh->directory = saved->name;
	mem_free(saved);
}

/* Logs the name, and with `place` the directory itself.  False with errno. */
static bool log_directory(struct shell *sh, bool place)
{
	struct frame *snapshot = frame_snapshot(sh);
	if (!snapshot)
		return true;
	struct directory_undo *saved = mem_alloc(sizeof *saved);
	char *name = sh->directory ? mem_dup(sh->directory, strlen(sh->directory)) : NULL;
	errno = ENOMEM;
	if (!saved || (sh->directory && !name))
		goto failed;
	*saved = (struct directory_undo){{NULL, restore_directory}, FD_CLOSED, name};
	if (place) {
		saved->fd = fd_open_high(".", O_PATH | O_DIRECTORY, 0);
		if (saved->fd < 0)
			goto failed;
		if (!fd_own(&saved->fd)) {
			fd_close(saved->fd);
			goto failed;
		}
	}
	frame_log(snapshot, &saved->undo);
	return true;
failed:
	mem_free(name);
	mem_free(saved);
	return false;
}

bool directory_change(struct shell *sh, const char *path)
{
	return log_directory(sh, true) && chdir(path) == 0;
}

bool directory_remember(struct shell *sh, const char *path)
{
	char *name = path ? mem_dup(path, strlen(path)) : NULL;
	if ((path && !name) || !log_directory(sh, false)) {
		mem_free(name);
		return shell_no_memory(sh);
	}
	mem_free(sh->directory);
	sh->directory = name;
	return true;
}

const char *directory_physical(struct shell *sh)
{
	char path[PATH_MAX];
	if (getcwd(path, sizeof path))
		return path[0] == '/' ? shell_dup(sh, path) : (errno = ENOENT, NULL);
	if (errno != ERANGE)
		return NULL;
	/* Deeper than PATH_MAX: grow until it fits. */
	for (size_t size = (size_t)PATH_MAX * 4;; size *= 4) {
		char *room = shell_alloc(sh, size);
		if (!room || getcwd(room, size))
			return room;
		if (errno != ERANGE)
			return NULL;
	}
}

static bool has_dots(const char *path)
{
	for (const char *at = path; (at = strstr(at, "/.")); at++) {
		const char *end = at + 2 + (at[2] == '.');
		if (*end == '/' || *end == '\0')
			return true;
	}
	return false;
}

bool directory_is_current(const char *path)
{
	struct stat here, there;
	return *path == '/' && !has_dots(path) && stat(path, &there) == 0 &&
	       stat(".", &here) == 0 && here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}

bool directory_start(struct shell *sh)
{
	const char *given = var_get_by(sh, "PWD");
	if (!given || strlen(given) >= PATH_MAX || !directory_is_current(given)) {
		given = directory_physical(sh);
		if (given && !var_export_by(sh, "PWD", given))
			return false;
	}
	return directory_remember(sh, given);
}
