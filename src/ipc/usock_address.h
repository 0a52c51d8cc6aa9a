/* usock_address.h - what a Unix socket is called: a path, or @name (usock.h). */
#ifndef IPC_USOCK_ADDRESS_H
#define IPC_USOCK_ADDRESS_H

#include "base/mem.h"

#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>

struct shell;

struct usock_address {
	const char *path; /* as the user wrote it, borrowed */
	int type;         /* SOCK_STREAM, SOCK_DGRAM or SOCK_SEQPACKET */
	bool abstract;
	struct sockaddr_un un;
	socklen_t length;
};

/* False after a message: empty, or too long for a socket's address. */
bool usock_address(struct shell *sh, const char *path, int type,
		   struct usock_address *a) MUST_CHECK;

/* Why the name is one that refuses connections. */
const char *usock_why_refused(const struct usock_address *a);

#endif
