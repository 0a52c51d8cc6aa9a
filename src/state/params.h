/* params.h - the positional parameters (XCU 2.5.1). */
#ifndef STATE_PARAMS_H
#define STATE_PARAMS_H

#include "base/mem.h"
#include "state/shell.h"

#include <stdbool.h>
#include <stddef.h>

/* Replaces them by a copy of values[0..count) (`set --`).  False: no memory, message printed. */
bool params_set(struct shell *sh, char *const *values, size_t count) MUST_CHECK;

/* Drops the first n <= count. */
void params_shift(struct shell *sh, size_t n);

/* For function calls: makes values (which must outlive the call) current and returns the old
 * ones, which params_leave() brings back, freeing what `set` put in their place. */
struct params params_enter(struct shell *sh, char *const *values, size_t count);
void params_leave(struct shell *sh, struct params outer);

#endif
