/* usock.h - what the words of `usock` share: options, and waiting.  Inside builtins/ only. */
#ifndef BUILTINS_USOCK_H
#define BUILTINS_USOCK_H

#include "base/mem.h"
#include "ipc/usock.h"
#include "state/flow.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct args;
struct shell;

struct usock_call {
	struct shell *sh;
	struct args *a;
	int type;
	mode_t mode;
	bool mode_given;
	int backlog, most; /* -b, -j */
	bool inherited;    /* -i */
	bool user_given;   /* -u */
	uid_t user;
	int64_t limit_ms; /* -t; -1: none */
	enum flow flow;   /* FLOW_NEXT, or why a trap or ^C ended it */
	struct usock_wait wait;
};

/* Waits until `fd` can be read; traps run meanwhile.  False: the time is over (errno ETIMEDOUT), or
 * c->flow says why. */
bool usock_wait_readable(struct usock_call *c, int fd) MUST_CHECK;

/* Whether `peer` may talk to us at `fd`.  False after a message. */
bool usock_admits(struct usock_call *c, const char *where, int fd,
		  const struct ucred *peer) MUST_CHECK;

/* PEER_PID, PEER_UID, PEER_GID. */
bool usock_set_peer(struct usock_call *c, const struct ucred *peer, bool exported) MUST_CHECK;

/* usock serve: the rest of it. */
void usock_serve(struct usock_call *c, const struct usock_address *a, char **argv, int argc);

#endif
