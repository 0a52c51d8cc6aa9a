/* mode.h - permissions as chmod, umask and mkfifo -m spell them (XCU chmod, EXTENDED DESCRIPTION). */
#ifndef BUILTINS_MODE_H
#define BUILTINS_MODE_H

#include <stdbool.h>
#include <sys/types.h>

/* A symbolic_mode, applied to what *allowed was before.  False: it is none. */
bool mode_read_symbolic(const char *text, mode_t *allowed);

/* Octal digits, at most 07777; only permissions are kept. */
bool mode_read_octal(const char *text, mode_t *mode);

#endif
