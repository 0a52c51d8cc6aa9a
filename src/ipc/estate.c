#include "ipc/estate.h"

#include "base/buf.h"
#include "base/fdio.h"
#include "base/lives.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

struct estate {
	pid_t owner; /* a forked child has its own names */
	unsigned made, live;
	char directory[PATH_MAX];
	char home[PATH_MAX];                    /* where all look */
	char link[PATH_MAX + ESTATE_NAME_ROOM]; /* there, to our directory; "": it is the same */
};

/* A handler gets no arguments. */
static struct estate *ours;

/* mkdtemp() would tell the name to nobody else. */
static bool name_directory(struct shell *sh, const char *parent, char path[PATH_MAX])
{
	if (!parent || *parent != '/')
		parent = "/tmp";
	int n = snprintf(path, PATH_MAX, "%s/whelk-%016" PRIx64, parent, shell_family(sh));
	errno = ENAMETOOLONG;
	return n < PATH_MAX - ESTATE_NAME_ROOM;
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

/* --- what the dead left --- */

void estate_let_go(const char *path)
{
	int in = fd_open(path, O_RDONLY | O_NONBLOCK, 0, NULL, NULL);
	int out = fd_open(path, O_WRONLY | O_NONBLOCK, 0, NULL, NULL);
	fd_close(out);
	fd_close(in);
}

void estate_let_go_nameless(int pin)
{
	char path[sizeof "/proc/self/fd/" + 11];
	snprintf(path, sizeof path, "/proc/self/fd/%d", pin);
	estate_let_go(path);
	fd_close(pin);
}

static void bury_fifo(const char *path)
{
	int pin = fd_open_high(path, O_PATH | O_NOFOLLOW, 0);
	(void)unlink(path);
	if (pin >= 0)
		estate_let_go_nameless(pin);
}

static void remove_directory(const char *directory);

/* It has the same name in another place. */
static void follow_to_directory(const char *other, const char *directory)
{
	if (strcmp(strrchr(other, '/'), strrchr(directory, '/')) == 0 &&
	    strcmp(other, directory) != 0)
		remove_directory(other);
}

/* A name that is used under the lock of its directory only: who has the lock now takes away himself
 * what he found. */
static void take_locked(char *path)
{
	struct stat st;
	char *name = strrchr(path, '/');
	*name++ = '\0';
	int directory = fd_open_high(*path ? path : "/", O_RDONLY | O_DIRECTORY, 0);
	if (directory >= 0 && flock(directory, LOCK_EX | LOCK_NB) == 0 &&
	    fstatat(directory, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISSOCK(st.st_mode) &&
	    st.st_uid == geteuid())
		(void)unlinkat(directory, name, 0);
	fd_close(directory);
}

/* A note is "device:inode:path", or "0:0:path" of one that is only there under a lock.  The inode may
 * be another's by now: what is neither pipe nor socket is nothing of ours. */
static void follow_note(char *text)
{
	struct stat st;
	char *end;
	uintmax_t device = strtoumax(text, &end, 10);
	uintmax_t inode = *end == ':' ? strtoumax(end + 1, &end, 10) : 0;
	if (*end == ':' && end[1] == '/' && inode == 0)
		take_locked(end + 1);
	else if (*end == ':' && lstat(end + 1, &st) == 0 && st.st_dev == device &&
		 st.st_ino == inode && st.st_uid == geteuid() &&
		 (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode)))
		(void)unlink(end + 1);
}

static void follow_link(const char *link, const char *directory)
{
	char text[PATH_MAX + ESTATE_NAME_ROOM];
	ssize_t length = readlink(link, text, sizeof text - 1);
	if (length <= 0)
		return;
	text[length] = '\0';
	if (text[0] == '/')
		follow_to_directory(text, directory);
	else
		follow_note(text);
}

/* One found in `directory`. */
static void bury(const char *path, const char *directory)
{
	struct stat st;
	if (lstat(path, &st) < 0)
		return;
	if (S_ISFIFO(st.st_mode)) {
		bury_fifo(path);
		return;
	}
	if (S_ISLNK(st.st_mode))
		follow_link(path, directory);
	(void)unlink(path);
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
		bury(path, directory);
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

void estate_sweep(struct shell *sh)
{
	char directory[PATH_MAX];
	if (sh->family && name_directory(sh, getenv("TMPDIR"), directory))
		remove_directory(directory);
}

bool estate_is_orphan(const struct shell *sh)
{
	return sh->forked_by && getppid() != sh->forked_by;
}

void estate_leave(struct shell *sh)
{
	if (sh->process == sh->pid || estate_is_orphan(sh))
		estate_sweep(sh);
}

/* --- what we have --- */

/* Makes the directory, which another process may remove in between, if that is what was missing. */
static bool make_directory(const char *directory)
{
	return errno == ENOENT && (mkdir(directory, 0700) == 0 || errno == EEXIST) &&
	       (is_private(directory) || errno == ENOENT);
}

/* Whoever looks in the place where all do is led to ours.  Without that link a process that is killed
 * leaves what it has. */
static void link_to(struct estate *e)
{
	snprintf(e->link, sizeof e->link, "%s/%ld.at", e->home, (long)e->owner);
	(void)unlink(e->link);
	while (symlink(e->directory, e->link) < 0 && make_directory(e->home))
		;
}

static void unlink_from(struct estate *e)
{
	if (!*e->link)
		return;
	(void)unlink(e->link);
	(void)rmdir(e->home);
	*e->link = '\0';
}

/* Where it is now.  False with errno. */
static bool settle(struct shell *sh, struct estate *e)
{
	unlink_from(e);
	if (!name_directory(sh, var_get_by(sh, "TMPDIR"), e->directory))
		return false;
	if (name_directory(sh, getenv("TMPDIR"), e->home) && strcmp(e->directory, e->home) != 0)
		link_to(e);
	return true;
}

/* That of this process.  NULL with errno. */
static struct estate *enter(struct shell *sh)
{
	struct estate *e = sh->estate;
	if (!e)
		e = sh->estate = mem_zero(sizeof *e);
	if (!e) {
		errno = ENOMEM;
		return NULL;
	}
	if (e->owner != sh->process) {
		e->live = e->made = 0;
		e->owner = sh->process;
		*e->link = '\0';
	}
	if (e->live == 0 && !settle(sh, e))
		return NULL;
	ours = e;
	return e;
}

/* `note` NULL: a file of that type. */
static char *make_in(struct estate *e, mode_t type, const char *note)
{
	size_t room = strlen(e->directory) + ESTATE_NAME_ROOM;
	char *path = mem_alloc(room);
	if (!path)
		return NULL;
	for (;;) {
		snprintf(path, room, "%s/%ld.%u", e->directory, (long)e->owner, e->made + 1);
		if ((note ? symlink(note, path) : mknod(path, type | 0600, 0)) == 0)
			break;
		if (errno == EEXIST) { /* of a dead process that had our number */
			e->made++;
		} else if (!make_directory(e->directory)) {
			mem_free(path);
			return NULL;
		}
	}
	e->made++;
	e->live++;
	return path;
}

static char *make(struct shell *sh, mode_t type, const char *note)
{
	struct estate *e = enter(sh);
	char *path = e ? make_in(e, type, note) : NULL;
	int error = errno;
	if (e && e->live == 0)
		unlink_from(e);
	errno = error;
	return path;
}

char *estate_make(struct shell *sh, mode_t type)
{
	return make(sh, type, NULL);
}

char *estate_note(struct shell *sh, const char *path, const struct stat *st)
{
	struct buf text = BUF_INIT;
	buf_printf(&text, "%ju:%ju:%s", (uintmax_t)st->st_dev, (uintmax_t)st->st_ino, path);
	char *name = text.failed ? NULL : make(sh, 0, buf_cstr(&text));
	buf_free(&text);
	return name;
}

char *estate_note_locked(struct shell *sh, const char *path)
{
	struct stat none = {0};
	return estate_note(sh, path, &none);
}

void estate_remove(struct shell *sh, char *name)
{
	struct estate *e = sh->estate;
	(void)unlink(name);
	mem_free(name);
	if (--e->live > 0)
		return;
	remove_directory(e->directory);
	unlink_from(e);
}

void estate_last_words(void)
{
	if (!ours || ours->owner != getpid())
		return;
	(void)rmdir(ours->directory);
	unlink_from(ours);
}
