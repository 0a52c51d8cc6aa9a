#include "ipc/usock.h"

#include "base/clock.h"
#include "ipc/estate.h"
#include "ipc/made_name.h"
#include "ipc/usock_find.h"
#include "state/shell.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

enum { STEP_MS = 100, LOCK_STEP_MS = 5, LOCK_LIMIT_MS = 5000 };

static const char taken[] = "somebody listens there";
static const char taken_otherwise[] = "a socket of another type is there";

static bool failed(struct shell *sh, const char *path, const char *why)
{
	shell_error(sh, "usock: %s: %s", path, why);
	sh->status = 1;
	return false;
}

/* --- waiting --- */

/* False with errno: ETIMEDOUT, or EINTR when w says so. */
static bool wait_goes_on(const struct usock_wait *w)
{
	if (w->go_on && !w->go_on(w->context)) {
		errno = EINTR;
		return false;
	}
	if (w->until_ms >= 0 && clock_ms() >= w->until_ms) {
		errno = ETIMEDOUT;
		return false;
	}
	return true;
}

/* EINTR is silent: it was not the socket that failed. */
static int gave_up(struct shell *sh, const char *path)
{
	if (errno == ETIMEDOUT)
		(void)failed(sh, path, "timed out");
	else if (errno != EINTR)
		(void)failed(sh, path, strerror(errno));
	return -1;
}

/* --- taking a name --- */

static int new_socket(int type)
{
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
	fd_sockets_exist();
	return fd < 0 ? fd : fd_move_high(fd);
}

/* The directory of the path, open and locked: who takes a name here waits for us.  -1 after a
 * message, or silently. */
static int lock_directory(struct shell *sh, const struct usock_address *a,
			  const struct usock_wait *w)
{
	const char *slash = strrchr(a->path, '/');
	char directory[sizeof a->un.sun_path + 1] = ".";
	if (slash)
		memcpy(directory, a->path, (size_t)(slash - a->path) + 1);
	if (slash)
		directory[slash - a->path + 1] = '\0';
	int fd = fd_open_high(directory, O_RDONLY | O_DIRECTORY, 0);
	if (fd < 0) {
		(void)failed(sh, a->path, strerror(errno));
		return -1;
	}
	struct usock_wait bounded = *w;
	int64_t end = clock_ms() + LOCK_LIMIT_MS;
	if (w->until_ms < 0 || w->until_ms > end)
		bounded.until_ms = end;
	while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno == EWOULDBLOCK && wait_goes_on(&bounded)) {
			(void)poll(NULL, 0, LOCK_STEP_MS);
		} else if (errno != EINTR || !wait_goes_on(&bounded)) {
			if (errno == ETIMEDOUT)
				(void)failed(sh, a->path, "somebody keeps its directory locked");
			else if (errno != EINTR)
				(void)failed(sh, a->path, strerror(errno));
			fd_close(fd);
			return -1;
		}
	}
	return fd;
}

/* Whether connections to it are refused: only that tells for certain that nobody holds it.  Whoever
 * listens there gets one with nobody at its other end. */
static bool is_stale(struct shell *sh, const struct usock_address *a)
{
	int fd = socket(AF_UNIX, a->type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return failed(sh, a->path, strerror(errno));
	bool live = connect(fd, (const struct sockaddr *)&a->un, a->length) == 0;
	int error = errno;
	fd_close(fd);
	if (live || error == EAGAIN)
		return failed(sh, a->path, taken);
	if (error == EPROTOTYPE)
		return failed(sh, a->path, taken_otherwise);
	return error == ECONNREFUSED || error == ENOENT || failed(sh, a->path, strerror(error));
}

/* Whether the name may be taken: nothing is there, or a socket that nobody holds. */
static bool is_free(struct shell *sh, const struct usock_address *a)
{
	struct stat st;
	if (lstat(a->path, &st) < 0)
		return errno == ENOENT || failed(sh, a->path, strerror(errno));
	if (!S_ISSOCK(st.st_mode)) /* connect() would refuse it, too */
		return failed(sh, a->path, "there is something else of that name");
	int type = usock_live_type(a);
	if (type >= 0)
		return failed(sh, a->path, type == a->type ? taken : taken_otherwise);
	return is_stale(sh, a);
}

/* For those who are left, if we are killed while the name is there.  NULL: none, or nobody is. */
static char *note_hidden(struct shell *sh, int directory, const char *name)
{
	char link[sizeof "/proc/self/fd/" + 11], path[PATH_MAX + 32];
	snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
	ssize_t length = sh->process == sh->pid ? 0 : readlink(link, path, PATH_MAX);
	if (length <= 0)
		return NULL;
	snprintf(path + length, sizeof path - (size_t)length, "/%s", name);
	return estate_note_locked(sh, path);
}

/* Binds to a name of its own in the directory. */
static bool bind_hidden(struct shell *sh, const struct usock_address *a, int fd, int directory,
			const char *name)
{
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	snprintf(un.sun_path, sizeof un.sun_path, "/proc/self/fd/%d/%s", directory, name);
	mode_t mask = umask(0177);
	bool ok = bind(fd, (const struct sockaddr *)&un, sizeof un) == 0;
	int error = errno;
	(void)umask(mask);
	if (ok)
		return true;
	shell_error(sh, "usock: %s: %s%s", a->path, error == EADDRINUSE ? name : strerror(error),
		    error == EADDRINUSE ? " is in the way" : "");
	sh->status = 1;
	return false;
}

static bool publish(struct shell *sh, const struct usock_address *a, int directory,
		    const char *hidden, struct made_name **made)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/self/fd/%d/%s", directory, hidden);
	int pin = fd_open_high(path, O_PATH | O_NOFOLLOW, 0);
	if (pin < 0)
		return failed(sh, a->path, strerror(errno));
	*made = made_name_add(sh, a->path, pin);
	if (!*made) {
		(void)failed(sh, a->path, strerror(errno));
		fd_close(pin);
		return false;
	}
	const char *slash = strrchr(a->path, '/');
	if (renameat(directory, hidden, directory, slash ? slash + 1 : a->path) == 0)
		return true;
	(void)failed(sh, a->path, strerror(errno));
	made_name_drop(sh, *made);
	return false;
}

/* With the directory locked.  What is there of the hidden name a killed process has left: only who
 * has the lock uses it. */
static bool take_name(struct shell *sh, const struct usock_address *a, int fd, mode_t mode,
		      int backlog, int directory, struct made_name **made)
{
	char hidden[32];
	snprintf(hidden, sizeof hidden, ".usock.%lu", (unsigned long)geteuid());
	(void)unlinkat(directory, hidden, 0);
	if (!is_free(sh, a))
		return false;
	char *note = note_hidden(sh, directory, hidden);
	bool ok = bind_hidden(sh, a, fd, directory, hidden);
	if (ok) {
		ok = (fchmodat(directory, hidden, mode, 0) == 0 &&
		      (a->type == SOCK_DGRAM || listen(fd, backlog) == 0)) ||
		     failed(sh, a->path, strerror(errno));
		ok = ok && publish(sh, a, directory, hidden, made);
		if (!ok)
			(void)unlinkat(directory, hidden, 0);
	}
	if (note)
		estate_remove(sh, note);
	return ok;
}

static bool listen_abstract(struct shell *sh, const struct usock_address *a, int fd, int backlog)
{
	if (bind(fd, (const struct sockaddr *)&a->un, a->length) == 0 &&
	    (a->type == SOCK_DGRAM || listen(fd, backlog) == 0))
		return true;
	return failed(sh, a->path, errno == EADDRINUSE ? taken : strerror(errno));
}

/* No signal ends us while the name is half made. */
static bool listen_at_path(struct shell *sh, const struct usock_address *a, int fd, mode_t mode,
			   int backlog, const struct usock_wait *w, struct made_name **made)
{
	sigset_t all, old;
	int directory = lock_directory(sh, a, w);
	if (directory < 0)
		return false;
	sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &old);
	bool ok = take_name(sh, a, fd, mode, backlog, directory, made);
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	fd_close(directory);
	return ok;
}

int usock_listen(struct shell *sh, const struct usock_address *a, mode_t mode, int backlog,
		 const struct usock_wait *w, struct made_name **made)
{
	*made = NULL;
	int fd = new_socket(a->type | (a->type == SOCK_DGRAM ? 0 : SOCK_NONBLOCK));
	if (fd < 0) {
		(void)failed(sh, a->path, strerror(errno));
		return -1;
	}
	if (a->abstract ? listen_abstract(sh, a, fd, backlog)
			: listen_at_path(sh, a, fd, mode, backlog, w, made))
		return fd;
	fd_close(fd);
	return -1;
}

/* --- connections --- */

/* Waits in connect() itself, where the kernel lets those who wait in one after the other, but for a
 * moment at a time: a signal that arrives just before the call would be slept through. */
static bool connect_patiently(const struct usock_address *a, int fd, const struct usock_wait *w)
{
	struct timeval step = {.tv_usec = STEP_MS * 1000}, none = {0};
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &step, sizeof step);
	while (connect(fd, (const struct sockaddr *)&a->un, a->length) < 0) {
		if (errno == EISCONN)
			break;
		if ((errno != EAGAIN && errno != EINTR) || !wait_goes_on(w))
			return false;
	}
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &none, sizeof none);
	return true;
}

int usock_connect(struct shell *sh, const struct usock_address *a, const struct usock_wait *w)
{
	int fd = new_socket(a->type);
	sa_family_t family = AF_UNIX;
	if (fd < 0)
		return gave_up(sh, a->path);
	/* Bound to the family alone, a socket gets an abstract address that nobody has. */
	if ((a->type != SOCK_DGRAM ||
	     bind(fd, (const struct sockaddr *)&family, sizeof family) == 0) &&
	    connect_patiently(a, fd, w))
		return fd;
	fd_close(fd);
	if (errno == ECONNREFUSED)
		(void)failed(sh, a->path, usock_why_refused(a));
	else
		(void)gave_up(sh, a->path);
	return -1;
}

bool usock_pair(int type, int ends[2])
{
	if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends) < 0)
		return false;
	fd_sockets_exist();
	ends[0] = fd_move_high(ends[0]);
	ends[1] = fd_move_high(ends[1]);
	if (ends[0] >= 0 && ends[1] >= 0)
		return true;
	fd_close(ends[0]);
	fd_close(ends[1]);
	return false;
}

/* Room comes first: a connection that was taken cannot be put back. */
int usock_accept(int fd)
{
	int room = fd_dup_high(fd);
	if (room < 0)
		return room;
	fd_close(room);
	int peer = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
	return peer < 0 ? peer : fd_move_high(peer);
}

bool usock_peer(int fd, struct ucred *peer)
{
	socklen_t size = sizeof *peer;
	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, peer, &size) == 0;
}

uid_t usock_default_user(int fd)
{
	struct sockaddr_un un = {0};
	socklen_t size = sizeof un;
	bool abstract = getsockname(fd, (struct sockaddr *)&un, &size) == 0 &&
			size > offsetof(struct sockaddr_un, sun_path) && !un.sun_path[0];
	return abstract ? geteuid() : (uid_t)-1;
}

int usock_type(int fd)
{
	int type;
	socklen_t size = sizeof type;
	return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 ? type : -1;
}

/* --- messages --- */

bool usock_pass_credentials(int fd)
{
	int on = 1;
	return setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof on) == 0;
}

/* Who sent it; and no descriptor that came along stays open. */
static void read_control(struct msghdr *h, struct ucred *sender)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(h); c; c = CMSG_NXTHDR(h, c)) {
		if (c->cmsg_level != SOL_SOCKET)
			continue;
		if (c->cmsg_type == SCM_CREDENTIALS)
			memcpy(sender, CMSG_DATA(c), sizeof *sender);
		for (size_t i = 0;
		     c->cmsg_type == SCM_RIGHTS && CMSG_LEN((i + 1) * sizeof(int)) <= c->cmsg_len;
		     i++) {
			int fd;
			memcpy(&fd, CMSG_DATA(c) + i * sizeof fd, sizeof fd);
			fd_close(fd);
		}
	}
}

bool usock_receive(int fd, struct usock_message *m)
{
	char first;
	*m = (struct usock_message){.sender.uid = (uid_t)-1};
	ssize_t size = recv(fd, &first, 1, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
	if (size < 0)
		return false;
	m->data = mem_alloc((size_t)size + 1);
	if (!m->data) {
		errno = ENOMEM;
		return false;
	}
	union {
		char room[CMSG_SPACE(sizeof(struct ucred)) + CMSG_SPACE(sizeof(int) * 8)];
		struct cmsghdr aligned;
	} control;
	struct iovec data = {m->data, (size_t)size + 1};
	struct msghdr h = {.msg_name = &m->from,
			   .msg_namelen = sizeof m->from,
			   .msg_iov = &data,
			   .msg_iovlen = 1,
			   .msg_control = &control,
			   .msg_controllen = sizeof control};
	ssize_t got = recvmsg(fd, &h, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	if (got < 0) {
		mem_free(m->data);
		m->data = NULL;
		return false;
	}
	read_control(&h, &m->sender);
	m->length = (size_t)got;
	m->from_length = h.msg_namelen;
	return true;
}

bool usock_answer(int fd, const struct usock_message *to, const char *data, size_t length,
		  const struct usock_wait *w)
{
	if (to->from_length <= offsetof(struct sockaddr_un, sun_path))
		return true; /* it cannot be answered, and does not expect to be */
	while (sendto(fd, data, length, MSG_DONTWAIT | MSG_NOSIGNAL,
		      (const struct sockaddr *)&to->from, to->from_length) < 0) {
		if ((errno != EAGAIN && errno != EINTR) || !wait_goes_on(w))
			return false;
		(void)poll(NULL, 0, LOCK_STEP_MS);
	}
	return true;
}
