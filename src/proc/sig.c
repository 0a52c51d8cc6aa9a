#include "proc/sig.h"

#include "base/clock.h"
#include "base/fault.h"
#include "base/pending.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

/* Written by the handlers below, hence of the process and not of a shell. */
static volatile sig_atomic_t child_changed;
static volatile sig_atomic_t window_changed;
static volatile sig_atomic_t trapped_arrived; /* something in `arrived` is set */
static volatile sig_atomic_t arrived[SIGNAL_COUNT];

/* A process has one disposition for each signal; `roles` is why it is what it is. */
static unsigned char roles[SIGNAL_COUNT];
static enum { ENTRY_UNKNOWN, ENTRY_IGNORED, ENTRY_OTHER } entry[SIGNAL_COUNT];
static unsigned special_count; /* signals whose role makes signals_need_guard() true */
static sigset_t caught;
static bool started;
static bool watching_children;
static bool holding_traps;
static void (*farewell[3])(void); /* who has something to take away; NULL: nobody else */

static void note(int sig)
{
	arrived[sig] = 1;
	trapped_arrived = 1;
	signal_arrived = 1;
}

static void on_trapped(int sig)
{
	note(sig);
}

static void on_child(int sig)
{
	child_changed = 1;
	if (roles[SIGCHLD] == SIGNAL_TRAPPED)
		note(sig);
}

static void on_interrupt(int sig)
{
	(void)sig;
	interrupt_arrived = 1;
	signal_arrived = 1;
}

static void on_window(int sig)
{
	(void)sig;
	window_changed = 1;
}

static void on_survived(int sig)
{
	(void)sig;
}

/* Does what is left to do, and lets the signal do what it would have done. */
static void on_fatal(int sig)
{
	struct sigaction sa;
	memset(&sa, 0, sizeof sa);
	sa.sa_handler = SIG_DFL;
	for (size_t i = 0; i < sizeof farewell / sizeof *farewell && farewell[i]; i++)
		farewell[i]();
	(void)sigaction(sig, &sa, NULL);
	(void)raise(sig);
}

static bool says_farewell(int sig)
{
	switch (sig) {
	case SIGHUP:
	case SIGINT:
	case SIGQUIT:
	case SIGTERM:
	case SIGPIPE:
	case SIGALRM:
	case SIGUSR1:
	case SIGUSR2:
	case SIGVTALRM:
	case SIGPROF:
	case SIGXCPU:
	case SIGXFSZ:
		return farewell[0] && roles[sig] == SIGNAL_DEFAULT && !signal_ignored_on_entry(sig);
	}
	return false;
}

static void install(int sig)
{
	struct sigaction sa;
	memset(&sa, 0, sizeof sa);
	sigemptyset(&sa.sa_mask);
	switch ((enum signal_role)roles[sig]) {
	case SIGNAL_DEFAULT:
		sa.sa_handler = says_farewell(sig) ? on_fatal : SIG_DFL;
		break;
	case SIGNAL_IGNORED:
	case SIGNAL_SHIELDED:
		sa.sa_handler = SIG_IGN;
		break;
	case SIGNAL_TRAPPED:
		sa.sa_handler = on_trapped;
		break;
	case SIGNAL_INTERRUPT:
		sa.sa_handler = on_interrupt;
		break;
	case SIGNAL_WINDOW:
		sa.sa_handler = on_window;
		break;
	case SIGNAL_SURVIVED:
		sa.sa_handler = on_survived;
		sa.sa_flags = SA_RESTART;
		break;
	}
	if (sig == SIGCHLD) {
		/* Ignored, it would take the children's statuses away (XSH 2.4.3). */
		sa.sa_handler = on_child;
		sa.sa_flags = SA_RESTART;
	}
	if (sig != SIGBUS || !fault_set_other(&sa))
		(void)sigaction(sig, &sa, NULL);
	if (sa.sa_handler == SIG_DFL || sa.sa_handler == SIG_IGN)
		sigdelset(&caught, sig);
	else
		sigaddset(&caught, sig);
}

bool signal_ignored_on_entry(int sig)
{
	if (entry[sig] == ENTRY_UNKNOWN) {
		struct sigaction sa;
		bool ignored = sigaction(sig, NULL, &sa) == 0 && sa.sa_handler == SIG_IGN;
		entry[sig] = ignored ? ENTRY_IGNORED : ENTRY_OTHER;
	}
	return entry[sig] == ENTRY_IGNORED;
}

void signal_accept(int sig)
{
	entry[sig] = ENTRY_OTHER;
	signal_set_role(sig, SIGNAL_DEFAULT);
}

/* Whether a child that is going to exec needs a sigaction() for this one.  exec itself resets a
 * handler, but until then it would run in a vfork child, on our flags.  SIGCHLD's may: it only
 * makes us look for children once too often. */
static bool is_special(int sig)
{
	if (sig == SIGCHLD)
		return roles[sig] == SIGNAL_IGNORED || roles[sig] == SIGNAL_TRAPPED ||
		       (roles[sig] == SIGNAL_DEFAULT && signal_ignored_on_entry(sig));
	return (roles[sig] != SIGNAL_DEFAULT && roles[sig] != SIGNAL_IGNORED) || says_farewell(sig);
}

void signals_say_farewell(void (*last_words)(void))
{
	size_t i = 0;
	while (farewell[i] && farewell[i] != last_words)
		i++;
	bool first = !farewell[0];
	farewell[i] = last_words;
	if (!first)
		return;
	for (int sig = 1; sig < SIGNAL_COUNT; sig++) {
		if (says_farewell(sig)) {
			special_count++;
			install(sig);
		}
	}
}

void signals_start(void)
{
	if (started)
		return;
	started = true;
	sigemptyset(&caught);
	(void)signal_ignored_on_entry(SIGCHLD);
	install(SIGCHLD);
	special_count += is_special(SIGCHLD);
	sigset_t child;
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	(void)sigprocmask(SIG_UNBLOCK, &child, NULL);
}

/* The words that sum up are cleared before what they sum up is looked at: a handler that runs
 * meanwhile sets them again, and nothing is lost. */
static void recompute_pending(void)
{
	signal_arrived = 0;
	trapped_arrived = 0;
	if (signal_look() > 0)
		trapped_arrived = 1;
	if (trapped_arrived || interrupt_arrived)
		signal_arrived = 1;
}

void signal_set_role(int sig, enum signal_role role)
{
	if (sig == SIGKILL || sig == SIGSTOP)
		return;
	(void)signal_ignored_on_entry(sig);
	special_count -= is_special(sig);
	roles[sig] = (unsigned char)role;
	special_count += is_special(sig);
	install(sig);
	if (role != SIGNAL_TRAPPED && arrived[sig]) {
		arrived[sig] = 0;
		recompute_pending();
	}
}

int signal_look(void)
{
	for (int sig = 1; sig < SIGNAL_COUNT; sig++)
		if (arrived[sig])
			return sig;
	return 0;
}

int signal_take(void)
{
	int sig = trapped_arrived ? signal_look() : 0;
	if (sig > 0)
		arrived[sig] = 0;
	recompute_pending();
	return sig;
}

bool signal_trapped_arrived(void)
{
	return trapped_arrived;
}

void signals_forget(void)
{
	for (int sig = 0; sig < SIGNAL_COUNT; sig++)
		arrived[sig] = 0;
	trapped_arrived = interrupt_arrived = child_changed = 0;
	signal_arrived = 0;
}

bool interrupt_take(struct shell *sh)
{
	(void)sh; /* a ^C is the process', its handling the shell's */
	if (!interrupt_arrived)
		return false;
	interrupt_arrived = 0;
	recompute_pending();
	return true;
}

bool interrupt_pending(const struct shell *sh)
{
	(void)sh;
	return interrupt_arrived;
}

void interrupt_raise(void)
{
	interrupt_arrived = 1;
	signal_arrived = 1;
}

bool signal_window_take(void)
{
	if (!window_changed)
		return false;
	window_changed = 0;
	return true;
}

void signals_watch_children(bool on)
{
	watching_children = on;
}

bool signal_child_take(void)
{
	if (!child_changed)
		return false;
	child_changed = 0;
	return true;
}

void signals_block(sigset_t *old)
{
	(void)sigprocmask(SIG_BLOCK, &caught, old);
}

void signals_block_all(sigset_t *old)
{
	sigset_t all;
	sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, old);
}

void signals_restore(const sigset_t *old)
{
	(void)sigprocmask(SIG_SETMASK, old, NULL);
}

void signals_sleep(const sigset_t *unblocked, bool any)
{
	while (!child_changed && !(any && signal_arrived))
		sigsuspend(unblocked);
}

void signals_hold_traps(bool on)
{
	holding_traps = on;
}

bool signals_end_wait(void)
{
	return signal_arrived && (!holding_traps || interrupt_arrived || arrived[SIGINT]);
}

/* Whether something happened that a wait for input is not to outlast. */
static bool wait_is_over(void)
{
	return signals_end_wait() || (window_changed && roles[SIGWINCH] == SIGNAL_WINDOW) ||
	       (child_changed && watching_children);
}

/* ppoll() until that, the caught signals blocked around it. */
static bool poll_fd(int fd, short events, int timeout_ms, const sigset_t *unblocked)
{
	int64_t end = timeout_ms >= 0 ? clock_ms() + timeout_ms : 0;
	for (;;) {
		if (wait_is_over()) {
			errno = EINTR;
			return false;
		}
		struct pollfd p = {.fd = fd, .events = events};
		struct timespec left = {0};
		if (timeout_ms >= 0) {
			int64_t ms = end - clock_ms();
			ms = ms > 0 ? ms : 0;
			left.tv_sec = (time_t)(ms / 1000);
			left.tv_nsec = (long)(ms % 1000) * 1000000;
		}
		int n = ppoll(&p, 1, timeout_ms >= 0 ? &left : NULL, unblocked);
		if (n > 0)
			return true;
		if (n == 0) {
			errno = ETIMEDOUT;
			return false;
		}
		if (errno != EINTR)
			return true; /* the call that follows says what is wrong */
	}
}

bool signals_wait_fd(struct shell *sh, int fd, bool write, int timeout_ms)
{
	(void)sh;
	/* Nothing but SIGCHLD is caught: the call itself may wait, and be restarted. */
	if (timeout_ms < 0 && special_count == 0 && !signal_arrived)
		return true;
	sigset_t old;
	signals_block(&old);
	bool ready = poll_fd(fd, write ? POLLOUT : POLLIN, timeout_ms, &old);
	int error = errno;
	signals_restore(&old);
	errno = error;
	return ready;
}

bool signals_need_guard(void)
{
	return special_count > 0;
}

void signals_reset_for_child(struct shell *sh)
{
	(void)sh;
	struct sigaction sa;
	memset(&sa, 0, sizeof sa);
	for (int sig = 1; sig < SIGNAL_COUNT && special_count > 0; sig++) {
		if (!is_special(sig))
			continue;
		/* 2.12: a command inherits what its shell inherited, unless trap changed it. */
		bool ignore = roles[sig] != SIGNAL_TRAPPED &&
			      (sig == SIGCHLD || signal_ignored_on_entry(sig));
		sa.sa_handler = ignore ? SIG_IGN : SIG_DFL;
		(void)sigaction(sig, &sa, NULL);
	}
}

void signals_reinstall(void)
{
	for (int sig = 1; sig < SIGNAL_COUNT; sig++)
		if (is_special(sig))
			install(sig);
}
