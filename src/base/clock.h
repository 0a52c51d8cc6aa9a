/* clock.h - how much time has passed. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds of a clock that nobody sets, from some moment on. */
int64_t clock_ms(void);

#endif
