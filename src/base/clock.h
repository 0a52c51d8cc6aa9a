/* clock.h - how much time has passed, and how users write it. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Milliseconds of a clock that nobody sets, from some moment on. */
int64_t clock_ms(void);

/* "1.25" is 1250.  False: it is no such number.  More than a lifetime is a lifetime. */
bool seconds_to_ms(const char *text, int64_t *ms);

#endif
