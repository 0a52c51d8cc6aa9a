/* fdio.h - opening, reading, writing; and the descriptors that are the shell's own.
 *
 * The only file that opens, and the only one that knows EINTR.  What the shell opens for
 * itself is born close-on-exec and at 10 or above (FD_OWN_FIRST) and is on the list of own
 * descriptors: a redirection onto such a number moves it first, naming one in `<&n` is a bad
 * descriptor.  All functions return -1 (or false) with errno on failure. */
#ifndef BASE_FDIO_H
#define BASE_FDIO_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { FD_OWN_FIRST = 10, FD_CLOSED = -1 };

/* What to do when a call that can block is interrupted by a caught signal: called with errno
 * EINTR; false gives up (the call returns -1, EINTR).  NULL: go on. */
typedef bool (*fdio_retry)(void *context);

/* open(2) with O_CLOEXEC; the descriptor is wherever the kernel puts it.  `retry` as above. */
int fd_open(const char *path, int flags, mode_t mode, fdio_retry retry, void *context);

/* Like fd_open() without retry, but at 10 or above. */
int fd_open_high(const char *path, int flags, mode_t mode);

/* Like opendir(3), which opens close-on-exec, but begins again after EINTR.  For reading at once:
 * the descriptor may be any. */
DIR *fd_open_directory(const char *path);

/* A close-on-exec duplicate of `fd` at 10 or above. */
int fd_dup_high(int fd);

/* Moves `fd` to 10 or above, close-on-exec, and closes the old number.  -1: `fd` was closed. */
int fd_move_high(int fd);

/* pipe2(O_CLOEXEC), both ends at 10 or above. */
bool fd_pipe(int ends[2]);

/* Close if not FD_CLOSED; errno is kept. */
void fd_close(int fd);

/* Puts *slot, an own descriptor, on the list; the slot is updated when it is moved, and
 * fd_disown() takes it off.  The slot must outlive its entry. */
bool fd_own(int *slot);
void fd_disown(int *slot);
bool fd_is_own(int fd);

/* Moves the own descriptor at number `fd`, if there is one, elsewhere. */
bool fd_make_way(int fd);

/* Makes reads from a terminal or FIFO block again, for whoever reads there next: some program may have
 * left it non-blocking. */
void fd_block(int fd);

/* read(2) and write(2) that begin again after EINTR.  fd_write_all() writes everything. */
ssize_t fd_read(int fd, void *bytes, size_t size);
bool fd_write_all(int fd, const char *bytes, size_t length);

/* fd_read() from a socket, whose bytes stay there. */
ssize_t fd_peek(int fd, void *bytes, size_t size);

/* Tells that this process made a socket: writing to one whose other end is gone fails with EPIPE
 * from now on, and sends no SIGPIPE. */
void fd_sockets_exist(void);

/* An unlinked temporary file or a memfd of these bytes, open for reading at its start, at 10
 * or above; a pipe when they fit one without blocking (PIPE_BUF).  For here-documents. */
int fd_of_bytes(const char *bytes, size_t length);

#endif
