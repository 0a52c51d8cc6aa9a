/* usock.h - Unix sockets: paths, connections, and who is at the other end.
 *
 * A Unix socket is a name in the file system, or (Linux) an abstract one written @name, that one
 * process listens at and others connect to.  Each connection is its own, in both directions, and
 * the kernel tells who the peer is.  What is hard about them is the name:
 *
 * - It outlives its server.  A name whose socket nobody holds refuses connections, and nothing
 *   else does: ECONNREFUSED is how a stale name is told from a live one.
 * - Two that find a stale name must not both take it: a lock on the directory, for as long as it
 *   takes to look and to rename.
 * - It must not be there before it can be connected to with the mode it is to have: the socket is
 *   bound to another name in the directory, gets its mode, listens, and is renamed.
 * - It is taken away by its maker only, and only if it still is that socket.
 *
 * All functions say what is wrong and set sh->status to 1, unless said otherwise. */
#ifndef IPC_USOCK_H
#define IPC_USOCK_H

#include "base/fdio.h"
#include "base/mem.h"
#include "ipc/usock_address.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>

struct made_name;
struct shell;

/* How long to wait, and what to do when a signal, or a moment without news, cuts the wait: false
 * gives up.  Then the function that waited fails silently and leaves the status alone. */
struct usock_wait {
	fdio_retry go_on;
	void *context;
	int64_t until_ms; /* clock_ms(); -1: no limit */
};

/* Takes the name and listens there; a datagram socket is only bound.  The descriptor is at 10 or
 * above and close-on-exec; one that listens does not block.  *made is NULL for an abstract name,
 * else what the shell takes away when it ends.  -1 after a message: also when somebody listens there. */
int usock_listen(struct shell *sh, const struct usock_address *a, mode_t mode, int backlog,
		 const struct usock_wait *w, struct made_name **made);

/* -1 after a message, or silently: w said so.  A datagram socket gets an address of its own, so
 * that it can be answered. */
int usock_connect(struct shell *sh, const struct usock_address *a, const struct usock_wait *w);

/* Two ends of one connection.  False with errno. */
bool usock_pair(int type, int ends[2]) MUST_CHECK;

/* Takes a connection that waits.  -1 with errno (EAGAIN: none), no message. */
int usock_accept(int fd);

/* The other end of a connection.  False with errno. */
bool usock_peer(int fd, struct ucred *peer);

/* The user whom this socket is for when none was named: an abstract name has no permissions, so it
 * is our own.  (uid_t)-1: anybody whom the permissions let in. */
uid_t usock_default_user(int fd);

/* SOCK_STREAM...; -1: it is no socket. */
int usock_type(int fd);

/* A message with who sent it (SO_PASSCRED is on after usock_pass_credentials()) and from where. */
bool usock_pass_credentials(int fd);

struct usock_message {
	char *data; /* heap, of the receiver */
	size_t length;
	struct ucred sender;
	struct sockaddr_un from;
	socklen_t from_length; /* 0, or that of the family alone: it has no address */
};

/* False with errno (EAGAIN: none waits). */
bool usock_receive(int fd, struct usock_message *m) MUST_CHECK;

/* Sends it back to where `to` came from, waiting for room until the limit.  False with errno. */
bool usock_answer(int fd, const struct usock_message *to, const char *data, size_t length,
		  const struct usock_wait *w) MUST_CHECK;

#endif
