/* tty.h - the controlling terminal.  The only module that calls tcsetpgrp() or tcsetattr().
 * Every function does nothing when there is no terminal (t NULL). */
#ifndef PROC_TTY_H
#define PROC_TTY_H

#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>

struct tty;

struct tty *tty_open(void); /* NULL: no terminal, no job control */
void tty_close(struct tty *t);
int tty_fd(const struct tty *t);
bool tty_give(struct tty *t, pid_t group); /* SIGTTOU is kept away around it */
void tty_take_back(struct tty *t);         /* to the shell's own group */
bool tty_is_ours(const struct tty *t);     /* our group is the terminal's foreground group */
bool tty_modes_get(struct tty *t, struct termios *m);
void tty_modes_set(struct tty *t, const struct termios *m);

/* Until tty_restore() the terminal `fd` does not echo (`silent`), and gives each character at once
 * (`characters`).  Nothing happens if it is no terminal.  tty_restore() is async-signal-safe: it
 * also comes before a signal that kills. */
void tty_change(int fd, bool silent, bool characters);
void tty_restore(void);

#endif
