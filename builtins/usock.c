/* usock listen|accept|connect|pair|run|serve|stop: Unix sockets in words. */
#include "builtins/usock.h"

#include "base/clock.h"
#include "builtins/args.h"
#include "builtins/assignment.h"
#include "builtins/builtins.h"
#include "builtins/mode.h"
#include "eval/command_call.h"
#include "eval/trap_run.h"
#include "ipc/made_name.h"
#include "ipc/usock_find.h"
#include "proc/redir.h"
#include "proc/sig.h"
#include "state/frame.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	BACKLOG = 1024,
	CHILDREN = 64,
	STOP_LIMIT_MS = 10000,
	STOP_STEP_MS = 5,
	STOP_TRIES = 200,
	MOST_SERVERS = 16
};

/* --- options --- */

static bool read_mode(struct usock_call *c, const char *text)
{
	c->mode = 0600; /* what + and - start from */
	c->mode_given = true;
	if (*text >= '0' && *text <= '9' ? mode_read_octal(text, &c->mode)
					 : mode_read_symbolic(text, &c->mode))
		return true;
	args_error(c->sh, c->a, 1, "%s: not a mode", text);
	return false;
}

static bool read_option(struct usock_call *c, int letter)
{
	const char *text = c->a->value;
	int64_t number;
	switch (letter) {
	case 'd':
		c->type = SOCK_DGRAM;
		return true;
	case 'q':
		c->type = SOCK_SEQPACKET;
		return true;
	case 'i':
		c->inherited = true;
		return true;
	case 'm':
		return read_mode(c, text);
	case 't':
		return args_seconds(c->sh, c->a, text, 1, &c->limit_ms);
	}
	if (!args_number(c->sh, c->a, text, letter == 'u' ? 0 : 1,
			 letter == 'u' ? UINT_MAX - 1 : 65535, &number))
		return false;
	if (letter == 'u') {
		c->user_given = true;
		c->user = (uid_t)number;
	} else if (letter == 'b') {
		c->backlog = (int)number;
	} else {
		c->most = (int)number;
	}
	return true;
}

/* A word of `usock`: which options it takes and how many operands. */
struct word {
	const char *name, *options;
	int least, most;
	void (*run)(struct usock_call *c, char **operands, int count);
};

/* False after a message. */
static bool read_options(struct usock_call *c, const struct word *w)
{
	int o;
	while ((o = args_option(c->sh, c->a)) != 0) {
		if (o == '?')
			return false;
		if (!strchr(w->options, o)) {
			args_error(c->sh, c->a, 2, "%s: -%c: no option of it", w->name, o);
			(void)args_usage(c->sh, c->a);
			return false;
		}
		if (!read_option(c, o))
			return false;
	}
	int count = c->a->count - c->a->next;
	if (count < w->least || (w->most > 0 && count > w->most)) {
		(void)args_usage(c->sh, c->a);
		return false;
	}
	return true;
}

/* --- waiting --- */

/* Traps run while we wait.  False: one of them, or ^C, ends the command. */
static bool go_on(void *context)
{
	struct usock_call *c = context;
	if (signal_trapped_arrived() || interrupt_pending(c->sh)) {
		struct place at = c->sh->at;
		c->flow = run_pending_traps(c->sh);
		c->sh->at = at;
		c->a->ran_commands = true;
	}
	return c->flow == FLOW_NEXT;
}

bool usock_wait_readable(struct usock_call *c, int fd)
{
	for (;;) {
		int64_t left = INT_MAX;
		if (c->wait.until_ms >= 0)
			left = c->wait.until_ms - clock_ms();
		left = left < 0 ? 0 : left > INT_MAX ? INT_MAX : left;
		if (signals_wait_fd(c->sh, fd, false, (int)left))
			return true;
		if (errno == EINTR ? !go_on(c) : c->wait.until_ms >= 0)
			return false;
	}
}

/* --- results --- */

static void failed(struct usock_call *c, const char *what, int error)
{
	args_error(c->sh, c->a, 1, "%s: %s", what, strerror(error));
}

/* Gives the descriptor to the user: it is none of the shell's own any more. */
static bool hand_over(struct usock_call *c, const char *variable, int fd)
{
	struct name *n = operand_name(c->sh, c->a, variable, 1);
	if (n && c->inherited)
		(void)fcntl(fd, F_SETFD, 0);
	if (n && var_set_integer(c->sh, n, fd))
		return true;
	fd_close(fd);
	if (c->sh->status == 0)
		c->sh->status = 1;
	return false;
}

bool usock_set_peer(struct usock_call *c, const struct ucred *peer, bool exported)
{
	struct shell *sh = c->sh;
	const char *names[] = {"PEER_PID", "PEER_UID", "PEER_GID"};
	int64_t values[] = {peer->pid, peer->uid, peer->gid};
	for (int i = 0; i < 3; i++) {
		char room[INT_TEXT_ROOM];
		size_t length;
		const char *text = int_text(values[i], room, &length);
		if (!(exported ? var_export_by(sh, names[i], text)
			       : var_set_by(sh, names[i], text))) {
			sh->status = 1;
			return false;
		}
	}
	return true;
}

bool usock_admits(struct usock_call *c, const char *where, int fd, const struct ucred *peer)
{
	uid_t user = c->user_given ? c->user : usock_default_user(fd);
	if (user == (uid_t)-1 || user == peer->uid)
		return true;
	args_error(c->sh, c->a, 1, "%s: refused user %lu (process %ld)", where,
		   (unsigned long)peer->uid, (long)peer->pid);
	return false;
}

/* The user at the other end is looked at, and told; `named` is the socket that has our name. */
static bool meet_peer(struct usock_call *c, const char *where, int fd, int named)
{
	struct ucred peer;
	if (!usock_peer(fd, &peer)) {
		failed(c, where, errno);
		return false;
	}
	return usock_admits(c, where, named, &peer) && usock_set_peer(c, &peer, false);
}

/* --- the words --- */

static bool address(struct usock_call *c, const char *path, struct usock_address *a)
{
	if (!usock_address(c->sh, path, c->type, a))
		return false;
	if (a->abstract && c->mode_given) {
		args_error(c->sh, c->a, 1, "%s: an abstract name has no mode", path);
		return false;
	}
	return true;
}

static void run_listen(struct usock_call *c, char **operands, int count)
{
	(void)count;
	struct usock_address a;
	struct made_name *made;
	if (!operand_name(c->sh, c->a, operands[1], 1) || !address(c, operands[0], &a))
		return;
	if (a.abstract && c->type == SOCK_DGRAM) {
		args_error(c->sh, c->a, 1,
			   "%s: nothing would keep other users out (usock serve -d does)", a.path);
		return;
	}
	signals_say_farewell(made_names_last_words);
	int fd = usock_listen(c->sh, &a, c->mode, c->backlog, &c->wait, &made);
	if (fd < 0)
		return;
	if (!hand_over(c, operands[1], fd) && made)
		made_name_drop(c->sh, made);
}

static bool descriptor(struct usock_call *c, const char *text, int *fd)
{
	int64_t number;
	if (!args_number(c->sh, c->a, text, 0, INT_MAX, &number))
		return false;
	*fd = (int)number;
	if (fd_is_own(*fd) || usock_type(*fd) < 0) {
		failed(c, text, fd_is_own(*fd) ? EBADF : errno);
		return false;
	}
	return true;
}

/* Somebody else may take the connection that we were told of: then we wait on. */
static int accept_one(struct usock_call *c, const char *where, int listener)
{
	int flags = fcntl(listener, F_GETFL);
	if (flags >= 0 && !(flags & O_NONBLOCK))
		(void)fcntl(listener, F_SETFL, flags | O_NONBLOCK);
	for (;;) {
		int fd = usock_accept(listener);
		if (fd >= 0)
			return fd;
		if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED) {
			failed(c, where, errno);
			return -1;
		}
		if (usock_wait_readable(c, listener))
			continue;
		if (c->flow == FLOW_NEXT)
			args_error(c->sh, c->a, 1, "%s: nobody connected in time", where);
		return -1;
	}
}

static void run_accept(struct usock_call *c, char **operands, int count)
{
	(void)count;
	int listener;
	if (!operand_name(c->sh, c->a, operands[1], 1) || !descriptor(c, operands[0], &listener))
		return;
	int fd = accept_one(c, operands[0], listener);
	if (fd < 0)
		return;
	if (meet_peer(c, operands[0], fd, listener))
		(void)hand_over(c, operands[1], fd);
	else
		fd_close(fd);
}

/* -1 after a message, or silently. */
static int open_connection(struct usock_call *c, const char *path)
{
	struct usock_address a;
	if (!address(c, path, &a))
		return -1;
	if (c->type == SOCK_DGRAM && c->user_given) {
		args_error(c->sh, c->a, 2, "-u: who receives datagrams cannot be known");
		return -1;
	}
	int fd = usock_connect(c->sh, &a, &c->wait);
	if (fd < 0 || c->type == SOCK_DGRAM)
		return fd;
	/* Whoever has taken an abstract name, it is to be one of ours. */
	if (a.abstract && !c->user_given) {
		c->user_given = true;
		c->user = geteuid();
	}
	if (meet_peer(c, path, fd, fd))
		return fd;
	fd_close(fd);
	return -1;
}

static void run_connect(struct usock_call *c, char **operands, int count)
{
	(void)count;
	if (!operand_name(c->sh, c->a, operands[1], 1))
		return;
	int fd = open_connection(c, operands[0]);
	if (fd >= 0)
		(void)hand_over(c, operands[1], fd);
}

static void run_pair(struct usock_call *c, char **operands, int count)
{
	(void)count;
	int ends[2];
	if (!operand_name(c->sh, c->a, operands[0], 1) ||
	    !operand_name(c->sh, c->a, operands[1], 1))
		return;
	if (!usock_pair(c->type, ends))
		failed(c, "pair", errno);
	else if (!hand_over(c, operands[0], ends[0]))
		fd_close(ends[1]);
	else if (!hand_over(c, operands[1], ends[1]))
		fd_close(ends[0]);
}

static void run_run(struct usock_call *c, char **operands, int count)
{
	struct shell *sh = c->sh;
	int fd = open_connection(c, operands[0]);
	if (fd < 0)
		return;
	struct fd_step in = {FD_STEP_MOVE, STDIN_FILENO, fd};
	struct fd_step out = {FD_STEP_DUP, STDOUT_FILENO, STDIN_FILENO};
	struct frame frame;
	frame_push(sh, &frame, FRAME_SCOPE);
	if (fd_step_apply(sh, &in, &frame) && fd_step_apply(sh, &out, &frame)) {
		sh->status = c->a->status_before;
		c->a->ran_commands = true;
		c->flow = command_call(sh, operands + 1, count - 1, false);
	}
	frame_pop(sh, &frame);
}

static void run_serve(struct usock_call *c, char **operands, int count)
{
	struct usock_address a;
	if (address(c, operands[0], &a))
		usock_serve(c, &a, operands + 1, count - 1);
}

/* --- usock stop --- */

static bool is_gone(const struct usock_address *a)
{
	struct usock_server s[MOST_SERVERS];
	size_t count;
	bool listens;
	struct stat st;
	if (!a->abstract)
		return stat(a->path, &st) < 0 && errno == ENOENT;
	bool known = usock_find(a, s, MOST_SERVERS, &count, &listens);
	for (size_t i = 0; i < count; i++)
		fd_close(s[i].pidfd);
	return known && !listens;
}

static bool have_ended(const struct usock_server *s, size_t count)
{
	bool ended = true;
	for (size_t i = 0; i < count; i++) {
		struct pollfd p = {.fd = s[i].pidfd, .events = POLLIN};
		ended &= poll(&p, 1, 0) > 0;
	}
	return ended;
}

/* The first thing that a server does when it is told to stop is to take its name away. */
static void wait_until_gone(struct usock_call *c, const struct usock_address *a,
			    const struct usock_server *s, size_t count)
{
	if (c->limit_ms < 0)
		c->wait.until_ms = clock_ms() + STOP_LIMIT_MS;
	for (;;) {
		bool ended = have_ended(s, count);
		if (is_gone(a) || !go_on(c))
			return;
		if (ended || clock_ms() >= c->wait.until_ms)
			break;
		(void)poll(NULL, 0, STOP_STEP_MS);
	}
	args_error(c->sh, c->a, 1, "%s: %s", a->path,
		   have_ended(s, count) ? "its server has ended, which had given it another name"
					: "it was asked to end, and is still there");
}

/* A server that is just being started cannot be told yet: then we look again. */
static bool find_server(const struct usock_address *a, struct usock_server *s, size_t *count,
			bool *listens)
{
	for (int tries = 0; tries < STOP_TRIES; tries++) {
		if (!usock_find(a, s, MOST_SERVERS, count, listens))
			return false;
		if (*count > 0 || !*listens)
			break;
		(void)poll(NULL, 0, STOP_STEP_MS);
	}
	return true;
}

static void run_stop(struct usock_call *c, char **operands, int count)
{
	(void)count;
	struct usock_address a;
	struct usock_server s[MOST_SERVERS];
	size_t found;
	bool listens, sent = false;
	if (!address(c, operands[0], &a))
		return;
	if (!find_server(&a, s, &found, &listens)) {
		failed(c, a.path, errno);
		return;
	}
	int error = listens ? EPERM : ECONNREFUSED;
	for (size_t i = 0; i < found; i++) {
		if (usock_signal(&s[i], SIGTERM))
			sent = true;
		else
			error = errno;
	}
	if (sent)
		wait_until_gone(c, &a, s, found);
	else if (error == ECONNREFUSED)
		args_error(c->sh, c->a, 1, "%s: %s", a.path, usock_why_refused(&a));
	else if (found == 0)
		args_error(c->sh, c->a, 1, "%s: no usock serve of this user listens there", a.path);
	else
		failed(c, a.path, error);
	for (size_t i = 0; i < found; i++)
		fd_close(s[i].pidfd);
}

static const struct word words[] = {
	{"listen", "dqimb", 2, 2, run_listen},   {"accept", "iut", 2, 2, run_accept},
	{"connect", "dqiut", 2, 2, run_connect}, {"pair", "dqi", 2, 2, run_pair},
	{"run", "dqut", 2, 0, run_run},          {"serve", "dqmjbu", 2, 0, run_serve},
	{"stop", "t", 1, 1, run_stop},
};

enum flow builtin_usock(struct shell *sh, struct args *a)
{
	struct usock_call c = {.sh = sh,
			       .a = a,
			       .type = SOCK_STREAM,
			       .mode = 0600,
			       .backlog = BACKLOG,
			       .most = CHILDREN,
			       .limit_ms = -1,
			       .wait = {.go_on = go_on, .until_ms = -1}};
	c.wait.context = &c;
	const char *name = a->count > 1 ? a->argv[1] : "";
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(words[i].name, name) != 0)
			continue;
		a->next = 2;
		if (!read_options(&c, &words[i]))
			return FLOW_ABORT;
		if (c.limit_ms >= 0)
			c.wait.until_ms = clock_ms() + c.limit_ms;
		words[i].run(&c, a->argv + a->next, a->count - a->next);
		return c.flow;
	}
	return args_usage(sh, a);
}
