/* usock serve: a process that accepts, one child for each connection or message.
 *
 * Three generations, so that nothing is left behind whoever is killed:
 *
 *	keeper    the process that runs `usock serve`: makes the name, waits for the server, takes the
 *	          name away when that has ended, however it did
 *	server    accepts; TERM is its order to stop: no more connections, the name goes, its
 *	          children are ended and waited for
 *	children  run the command, each with what belongs to it in a process group of its own
 *
 * Each asks the kernel for a TERM when its parent dies (PR_SET_PDEATHSIG), and then looks whether
 * the parent had died before that.  What the children start themselves does not; so the keeper knows
 * their process groups, and ends these if the server was killed. */
#include "builtins/usock.h"

#include "base/clock.h"
#include "base/pending.h"
#include "builtins/args.h"
#include "eval/command_call.h"
#include "eval/trap_run.h"
#include "ipc/made_name.h"
#include "ipc/usock_find.h"
#include "proc/job.h"
#include "proc/redir.h"
#include "proc/sig.h"
#include "proc/spawn.h"
#include "proc/trap.h"
#include "state/shell.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { REST_MS = 100, LONG_REST_MS = 1000, PATIENCE_MS = 5000, ANSWER_MS = 10000 };

/* The process groups of the children, in memory that keeper and server share. */
struct groups {
	int count;
	pid_t ids[]; /* as `children` */
};

struct server {
	struct usock_call *c;
	const char *path;
	int fd;
	struct made_name *made; /* NULL: an abstract name */
	char **argv;
	int argc;
	struct job **children; /* room for c->most */
	struct groups *groups; /* the same, for who outlives us */
	int running;
	bool rested; /* since the last one that came */
};

/* TERM when the process `parent` ends.  False: it has ended. */
static bool follow(pid_t parent)
{
	return prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && getppid() == parent;
}

/* --- a child --- */

static void leave_with(struct shell *sh, enum flow f)
{
	(void)f; /* the status says it all */
	spawn_leave(run_exit(sh, sh->status));
}

/* Between the fork and the command: nothing of the server's stays. */
static void become_child(pid_t server)
{
	(void)setpgid(0, 0);
	signals_watch_children(false);
	if (!follow(server))
		spawn_leave(1);
}

static void run_connection(struct server *s, int connection, const struct ucred *peer)
{
	struct shell *sh = s->c->sh;
	fd_close(s->fd);
	int out = fd_dup_high(connection);
	if (out < 0)
		args_error(sh, s->c->a, 1, "%s: %s", s->path, strerror(errno));
	if (out < 0 || !usock_set_peer(s->c, peer, true))
		spawn_leave(1);
	fd_wire(sh, connection, out);
	sh->status = 0;
	leave_with(sh, command_call(sh, s->argv, s->argc, true));
}

static bool go_on_answering(void *context)
{
	(void)context;
	return !signal_is_pending();
}

/* What the command wrote into `fd` is one message. */
static void send_answer(struct server *s, const struct usock_message *m, int fd)
{
	struct stat st;
	if (fstat(fd, &st) < 0 || st.st_size == 0)
		return;
	struct usock_wait w = {.go_on = go_on_answering, .until_ms = clock_ms() + ANSWER_MS};
	void *data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (data == MAP_FAILED || !usock_answer(s->fd, m, data, (size_t)st.st_size, &w))
		args_error(s->c->sh, s->c->a, 1, "%s: cannot answer: %s", s->path, strerror(errno));
}

/* The command runs in a process below this one, which sends what it wrote. */
static void run_message(struct server *s, const struct usock_message *m)
{
	struct shell *sh = s->c->sh;
	int in = fd_of_bytes(m->data, m->length);
	int out = fd_move_high(memfd_create("answer", MFD_CLOEXEC));
	if (in < 0 || out < 0 || !usock_set_peer(s->c, &m->sender, true)) {
		args_error(sh, s->c->a, 1, "%s: %s", s->path, strerror(errno));
		spawn_leave(1);
	}
	pid_t parent = sh->process;
	pid_t pid = spawn_fork(sh, NULL, FORK_CAPTURE);
	if (pid == 0) {
		if (!follow(parent))
			spawn_leave(1);
		fd_close(s->fd);
		fd_wire(sh, in, out);
		leave_with(sh, command_call(sh, s->argv, s->argc, true));
	}
	int status = pid > 0 ? job_wait_pid(sh, pid, NULL) : 1;
	send_answer(s, m, out);
	spawn_leave(status);
}

/* --- the server --- */

/* Forgets the children that have ended. */
static void count_children(struct server *s)
{
	job_reap(s->c->sh);
	for (int i = 0; i < s->running; i++) {
		if (job_state(s->children[i]) != JOB_ENDED)
			continue;
		job_forget(s->c->sh, s->children[i]);
		s->groups->ids[i] = s->groups->ids[s->running - 1];
		s->groups->count = s->running - 1;
		s->children[i--] = s->children[--s->running];
	}
}

/* A child, noted.  0: this is the child. */
static pid_t start_child(struct server *s)
{
	struct shell *sh = s->c->sh;
	pid_t server = sh->process;
	struct job *job = job_new(sh, NULL, false);
	pid_t pid = job ? spawn_fork(sh, job, FORK_CAPTURE) : -1;
	if (pid == 0) {
		become_child(server);
		return 0;
	}
	if (pid > 0) {
		(void)setpgid(pid, pid); /* the child does it too: whoever is first */
		job->group = pid;
		s->groups->ids[s->running] = pid;
		s->children[s->running++] = job;
		s->groups->count = s->running;
	} else if (job) {
		job_forget(sh, job);
	}
	return pid;
}

/* Out of descriptors or memory, most likely, which a child that ends gives back.  Others who do so
 * do not tell us.  Who wants to connect waits meanwhile. */
static void rest(struct server *s, const char *why)
{
	if (!s->rested)
		args_error(s->c->sh, s->c->a, 1, "%s: %s", s->path, why);
	s->rested = true;
	(void)signals_wait_fd(s->c->sh, FD_CLOSED, false, s->running > 0 ? LONG_REST_MS : REST_MS);
}

static bool is_passing(int error)
{
	return error == EAGAIN || error == EINTR || error == ECONNABORTED;
}

static void take_connection(struct server *s)
{
	struct ucred peer;
	int fd = usock_accept(s->fd);
	if (fd < 0) {
		if (!is_passing(errno))
			rest(s, strerror(errno));
		return;
	}
	s->rested = false;
	if (usock_peer(fd, &peer) && usock_admits(s->c, s->path, s->fd, &peer) &&
	    start_child(s) == 0)
		run_connection(s, fd, &peer);
	fd_close(fd);
}

static void take_message(struct server *s)
{
	struct usock_message m;
	if (!usock_receive(s->fd, &m)) {
		if (!is_passing(errno))
			rest(s, strerror(errno));
		return;
	}
	s->rested = false;
	if (usock_admits(s->c, s->path, s->fd, &m.sender) && start_child(s) == 0)
		run_message(s, &m);
	mem_free(m.data);
}

static bool is_told_to_stop(const struct shell *sh)
{
	return signal_trapped_arrived() || interrupt_pending(sh);
}

/* TERM until all have ended, for one that was just forked may miss the first; then KILL. */
static void end_children(struct server *s)
{
	struct shell *sh = s->c->sh;
	int64_t end = clock_ms() + PATIENCE_MS;
	while (s->running > 0) {
		int sig = clock_ms() < end ? SIGTERM : SIGKILL;
		for (int i = 0; i < s->running; i++)
			(void)job_signal(sh, s->children[i], sig);
		while (signal_take() != 0)
			; /* what tells us to stop again */
		(void)interrupt_take(sh);
		count_children(s);
		if (s->running > 0)
			(void)signals_wait_fd(sh, FD_CLOSED, false, REST_MS);
	}
}

static _Noreturn void run_server(struct server *s)
{
	struct shell *sh = s->c->sh;
	signals_watch_children(true);
	while (!is_told_to_stop(sh)) {
		count_children(s);
		bool full = s->running == s->c->most;
		if (!signals_wait_fd(sh, full ? FD_CLOSED : s->fd, false, INT_MAX))
			continue;
		if (s->c->type == SOCK_DGRAM)
			take_message(s);
		else
			take_connection(s);
	}
	if (s->made)
		made_name_unlink(s->made);
	fd_close(s->fd);
	end_children(s);
	spawn_leave(0);
}

static const int stopping[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT};

enum { STOPPING = sizeof stopping / sizeof *stopping };

static bool is_default(struct shell *sh, int sig)
{
	return trap_get(sh, sig)->kind == TRAP_DEFAULT && !signal_ignored_on_entry(sig);
}

/* In the new process.  What ignores ^C goes on to do so; but TERM is how a server is stopped. */
static _Noreturn void become_server(struct server *s, pid_t keeper)
{
	struct shell *sh = s->c->sh;
	for (int i = 0; i < STOPPING; i++)
		if ((stopping[i] == SIGTERM || is_default(sh, stopping[i])) &&
		    !trap_set(sh, stopping[i], TRAP_ACTION, ":"))
			spawn_leave(1);
	signal_set_role(SIGTERM, SIGNAL_TRAPPED);
	usock_be_server();
	s->children = mem_alloc((size_t)s->c->most * sizeof(struct job *));
	if (!s->children) {
		(void)shell_no_memory(sh);
		spawn_leave(1);
	}
	if (!follow(keeper))
		(void)raise(SIGTERM);
	run_server(s);
}

/* --- the keeper --- */

/* Whether the signals that would end this process are to stop the server first. */
static bool dies_of(struct shell *sh, int sig)
{
	return is_default(sh, sig) && !(sh->interactive && sh->subshell_depth == 0);
}

/* Waits for the server; tells it to stop when a signal comes.  Gives the signal that is to end this
 * process too, or 0. */
static int keep(struct shell *sh, pid_t server)
{
	bool ours[STOPPING];
	for (int i = 0; i < STOPPING; i++) {
		ours[i] = dies_of(sh, stopping[i]);
		if (ours[i])
			signal_set_role(stopping[i], SIGNAL_TRAPPED);
	}
	int ended = (int)syscall(SYS_pidfd_open, server, 0);
	bool orphaned = sh->forked_by != 0 && !follow(sh->forked_by);
	if (orphaned || !signals_wait_fd(sh, ended, false, INT_MAX))
		(void)kill(server, SIGTERM);
	fd_close(ended);
	sh->status = job_wait_pid(sh, server, NULL);
	if (sh->forked_by != 0)
		(void)prctl(PR_SET_PDEATHSIG, 0);
	int sig = signal_look();
	bool fatal = false;
	for (int i = 0; i < STOPPING; i++) {
		if (!ours[i])
			continue;
		fatal |= stopping[i] == sig;
		signal_set_role(stopping[i], SIGNAL_DEFAULT);
	}
	return fatal ? sig : 0;
}

/* A server that was killed has left them: what they had started themselves does not hear of its
 * death. */
static void end_groups(const struct groups *g)
{
	int64_t end = clock_ms() + PATIENCE_MS;
	for (int i = 0; i < g->count; i++) {
		(void)kill(-g->ids[i], SIGTERM);
		while (kill(-g->ids[i], 0) == 0 && clock_ms() < end)
			(void)poll(NULL, 0, REST_MS / 5);
		(void)kill(-g->ids[i], SIGKILL);
	}
}

/* The name is there; its server is started, and it goes with it. */
static int start_and_keep(struct server *s)
{
	struct shell *sh = s->c->sh;
	pid_t keeper = sh->process;
	size_t size = sizeof *s->groups + (size_t)s->c->most * sizeof *s->groups->ids;
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED) {
		(void)shell_no_memory(sh);
		return 0;
	}
	s->groups = memory;
	pid_t server = spawn_fork(sh, NULL, FORK_CAPTURE);
	if (server == 0)
		become_server(s, keeper);
	fd_close(s->fd);
	s->fd = FD_CLOSED; /* once the server is gone nobody is to wait for it in vain */
	int sig = server > 0 ? keep(sh, server) : 0;
	if (s->made)
		made_name_unlink(s->made);
	end_groups(s->groups);
	(void)munmap(memory, size);
	return sig;
}

void usock_serve(struct usock_call *c, const struct usock_address *a, char **argv, int argc)
{
	struct shell *sh = c->sh;
	struct server s = {.c = c, .path = a->path, .argv = argv, .argc = argc};
	int sig = 0;
	signals_say_farewell(made_names_last_words);
	s.fd = usock_listen(sh, a, c->mode, c->backlog, &c->wait, &s.made);
	if (s.fd < 0)
		return;
	if (c->type != SOCK_DGRAM || usock_pass_credentials(s.fd)) {
		sig = start_and_keep(&s);
	} else {
		args_error(sh, c->a, 1, "%s: %s", a->path, strerror(errno));
	}
	fd_close(s.fd);
	if (s.made)
		made_name_drop(sh, s.made);
	if (sig)
		(void)raise(sig);
}
