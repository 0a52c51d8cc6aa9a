#include "base/fdio.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* A process has one table of descriptors, hence one list of those that are the shell's. */
static struct {
	int **slots;
	size_t count, capacity;
} own;

int fd_open(const char *path, int flags, mode_t mode, fdio_retry retry, void *context)
{
	for (;;) {
		int fd = open(path, flags | O_CLOEXEC, mode);
		if (fd >= 0 || errno != EINTR)
			return fd;
		if (retry && !retry(context)) {
			errno = EINTR;
			return -1;
		}
	}
}

int fd_open_high(const char *path, int flags, mode_t mode)
{
	int fd = fd_open(path, flags, mode, NULL, NULL);
	return fd < 0 || fd >= FD_OWN_FIRST ? fd : fd_move_high(fd);
}

DIR *fd_open_directory(const char *path)
{
	DIR *directory;
	do
		directory = opendir(path);
	while (!directory && errno == EINTR);
	return directory;
}

int fd_dup_high(int fd)
{
	int high = fcntl(fd, F_DUPFD_CLOEXEC, FD_OWN_FIRST);
	if (high < 0 && errno == EINVAL) /* `ulimit -n 8` */
		errno = EMFILE;
	return high;
}

int fd_move_high(int fd)
{
	if (fd >= FD_OWN_FIRST) {
		(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
		return fd;
	}
	int high = fd_dup_high(fd);
	fd_close(fd);
	return high;
}

bool fd_pipe(int ends[2])
{
	if (pipe2(ends, O_CLOEXEC) < 0)
		return false;
	for (int i = 0; i < 2; i++) {
		if (ends[i] >= FD_OWN_FIRST)
			continue;
		ends[i] = fd_move_high(ends[i]);
		if (ends[i] < 0) {
			fd_close(ends[!i]);
			return false;
		}
	}
	return true;
}

/* EINTR from close() is no failure: Linux has closed it, and a second call might close what
 * somebody else has opened meanwhile. */
void fd_close(int fd)
{
	int saved = errno;
	if (fd != FD_CLOSED)
		(void)close(fd);
	errno = saved;
}

bool fd_own(int *slot)
{
	if (own.count == own.capacity) {
		size_t capacity = own.capacity ? own.capacity * 2 : 16;
		int **slots = mem_resize(own.slots, capacity * sizeof *slots);
		if (!slots) {
			errno = ENOMEM;
			return false;
		}
		own.slots = slots;
		own.capacity = capacity;
	}
	own.slots[own.count++] = slot;
	return true;
}

void fd_disown(int *slot)
{
	/* From the end: what was opened last is closed first. */
	for (size_t i = own.count; i-- > 0;) {
		if (own.slots[i] != slot)
			continue;
		own.slots[i] = own.slots[--own.count];
		break;
	}
	if (own.count == 0) {
		mem_free(own.slots);
		own.slots = NULL;
		own.capacity = 0;
	}
}

static int *own_slot(int fd)
{
	for (size_t i = 0; i < own.count; i++)
		if (*own.slots[i] == fd)
			return own.slots[i];
	return NULL;
}

bool fd_is_own(int fd)
{
	return fd >= 0 && own_slot(fd);
}

bool fd_make_way(int fd)
{
	int *slot = fd >= 0 ? own_slot(fd) : NULL;
	if (!slot)
		return true;
	int elsewhere = fd_dup_high(fd);
	if (elsewhere < 0)
		return false;
	*slot = elsewhere;
	fd_close(fd);
	return true;
}

void fd_block(int fd)
{
	struct stat st;
	int flags = fcntl(fd, F_GETFL);
	if (flags >= 0 && (flags & O_NONBLOCK) && fstat(fd, &st) == 0 &&
	    (S_ISFIFO(st.st_mode) || isatty(fd)))
		(void)fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
}

/* True if the call that failed is to be made again.  Somebody who shares our terminal or pipe
 * may have made it non-blocking; we wait then, as if he had not. */
static bool again(int fd, short events)
{
	if (errno == EINTR)
		return true;
	if (errno != EAGAIN)
		return false;
	struct pollfd p = {.fd = fd, .events = events};
	(void)poll(&p, 1, -1);
	return true;
}

ssize_t fd_read(int fd, void *bytes, size_t size)
{
	for (;;) {
		ssize_t n = read(fd, bytes, size);
		if (n >= 0 || !again(fd, POLLIN))
			return n;
	}
}

ssize_t fd_peek(int fd, void *bytes, size_t size)
{
	for (;;) {
		ssize_t n = recv(fd, bytes, size, MSG_PEEK);
		if (n >= 0 || !again(fd, POLLIN))
			return n;
	}
}

/* Whether a socket was made in this process or before it was forked: only then is it asked for. */
static bool has_sockets;

void fd_sockets_exist(void)
{
	has_sockets = true;
}

/* write(2), but to a socket whose other end is gone it fails with EPIPE, and sends no SIGPIPE: a
 * server that died is no reason for its client to die.  That of a pipe is, as everywhere. */
static ssize_t write_some(int fd, const char *bytes, size_t length)
{
	if (has_sockets) {
		ssize_t n = send(fd, bytes, length, MSG_NOSIGNAL);
		if (n >= 0 || errno != ENOTSOCK)
			return n;
	}
	return write(fd, bytes, length);
}

bool fd_write_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t n = write_some(fd, bytes, length);
		if (n >= 0) {
			bytes += n;
			length -= (size_t)n;
		} else if (!again(fd, POLLOUT)) {
			return false;
		}
	}
	return true;
}

static int pipe_of_bytes(const char *bytes, size_t length)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) < 0)
		return -1;
	bool ok = fd_write_all(ends[1], bytes, length);
	fd_close(ends[1]);
	if (ok)
		return fd_move_high(ends[0]);
	fd_close(ends[0]);
	return -1;
}

static int temporary_file(void)
{
	const char *directory = getenv("TMPDIR");
	if (!directory || *directory != '/')
		directory = "/tmp";
	return open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
}

static int file_of_bytes(const char *bytes, size_t length)
{
	int fd = memfd_create("here-document", MFD_CLOEXEC);
	if (fd < 0)
		fd = temporary_file();
	if (fd < 0)
		return -1;
	if (fd_write_all(fd, bytes, length) && lseek(fd, 0, SEEK_SET) == 0)
		return fd_move_high(fd);
	fd_close(fd);
	return -1;
}

/* PIPE_BUF bytes fit any new pipe, also that of a user who has too many (pipe(7)). */
int fd_of_bytes(const char *bytes, size_t length)
{
	return length <= PIPE_BUF ? pipe_of_bytes(bytes, length) : file_of_bytes(bytes, length);
}
