#include "proc/tty.h"

#include "base/fdio.h"
#include "base/mem.h"
#include "proc/sig.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

struct tty {
	int fd; /* an own descriptor */
};

struct tty *tty_open(void)
{
	int fd = fd_open_high("/dev/tty", O_RDWR, 0);
	if (fd < 0)
		return NULL;
	struct tty *t = mem_alloc(sizeof *t);
	if (t)
		t->fd = fd;
	if (t && fd_own(&t->fd))
		return t;
	fd_close(fd);
	mem_free(t);
	return NULL;
}

void tty_close(struct tty *t)
{
	if (!t)
		return;
	fd_disown(&t->fd);
	fd_close(t->fd);
	mem_free(t);
}

int tty_fd(const struct tty *t)
{
	return t ? t->fd : -1;
}

/* A process that is not in the foreground and changes the terminal is stopped by SIGTTOU, unless
 * it blocks that (XBD 11.1.4). */
bool tty_give(struct tty *t, pid_t group)
{
	if (!t)
		return true;
	sigset_t ttou, old;
	sigemptyset(&ttou);
	sigaddset(&ttou, SIGTTOU);
	(void)sigprocmask(SIG_BLOCK, &ttou, &old);
	int r;
	do
		r = tcsetpgrp(t->fd, group);
	while (r < 0 && errno == EINTR);
	int error = errno;
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	errno = error;
	return r == 0;
}

void tty_take_back(struct tty *t)
{
	if (t)
		(void)tty_give(t, getpgrp());
}

bool tty_is_ours(const struct tty *t)
{
	return t && tcgetpgrp(t->fd) == getpgrp();
}

bool tty_modes_get(struct tty *t, struct termios *m)
{
	return t && tcgetattr(t->fd, m) == 0;
}

void tty_modes_set(struct tty *t, const struct termios *m)
{
	if (!t)
		return;
	/* After the output, as a program that is stopped in the middle of a line expects. */
	while (tcsetattr(t->fd, TCSADRAIN, m) < 0 && errno == EINTR)
		;
}

/* What tty_change() found: who dies of a signal must find it too. */
static struct {
	volatile sig_atomic_t fd; /* -1: nothing was changed */
	pid_t owner;
	struct termios before;
} changed = {.fd = -1};

void tty_change(int fd, bool silent, bool characters)
{
	struct termios modes;
	if ((!silent && !characters) || tcgetattr(fd, &modes) < 0)
		return;
	signals_say_farewell(tty_restore);
	changed.before = modes;
	changed.owner = getpid();
	changed.fd = fd;
	if (silent)
		modes.c_lflag &= ~(tcflag_t)ECHO;
	if (characters) {
		modes.c_lflag &= ~(tcflag_t)ICANON;
		modes.c_cc[VMIN] = 1;
		modes.c_cc[VTIME] = 0;
	}
	while (tcsetattr(fd, TCSADRAIN, &modes) < 0 && errno == EINTR)
		;
}

void tty_restore(void)
{
	int fd = (int)changed.fd, error = errno;
	if (fd < 0 || changed.owner != getpid())
		return;
	while (tcsetattr(fd, TCSADRAIN, &changed.before) < 0 && errno == EINTR)
		;
	changed.fd = -1;
	errno = error;
}
