/* usock_find.h - which processes listen at a Unix socket.
 *
 * The name in the file system does not say who made it, and a server need not leave its process ID
 * anywhere.  But the kernel knows: its table of sockets (sock_diag) gives for each that is bound the
 * device and inode of its name and a number of its own, and /proc shows who holds that number. */
#ifndef IPC_USOCK_FIND_H
#define IPC_USOCK_FIND_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct usock_address;

/* A server: a process that is kept track of by a descriptor, so that no other can be meant. */
struct usock_server {
	int pidfd; /* to be closed by the caller */
	pid_t pid;
};

/* From now on this process is such a server, and TERM tells it to stop.  Whoever else holds a socket
 * (a shell that listens, the keeper of a server that is just being started) would die of it. */
void usock_be_server(void);

/* The servers that hold the socket that listens, or receives, at the name; *count may be 0 though
 * *listens is true: it is no server of usock, or one of another user, whose descriptors cannot be
 * seen.  False with errno, also where the kernel has no sock_diag. */
bool usock_find(const struct usock_address *a, struct usock_server *servers, size_t room,
		size_t *count, bool *listens) MUST_CHECK;

/* The type of the socket that listens, or receives, at the name; -1: there is none that can be seen:
 * not where the kernel has no sock_diag, nor of another network namespace. */
int usock_live_type(const struct usock_address *a);

/* Sends it a signal.  False with errno. */
bool usock_signal(const struct usock_server *s, int sig);

#endif
