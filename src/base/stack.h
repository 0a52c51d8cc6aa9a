/* stack.h - how much of the stack is left.
 *
 * Whatever recurses on input (parser, expansion, arithmetic, executor) asks before it goes
 * deeper, so that no input makes the shell die of a signal: the address of a local is held
 * against RLIMIT_STACK less a reserve.  A process has one stack, so the limit is a variable
 * of the process and not of a shell. */
#ifndef BASE_STACK_H
#define BASE_STACK_H

#include <stdbool.h>

void stack_init(void); /* call from main(), and again after RLIMIT_STACK was changed */

extern const char *stack_limit; /* lowest address that may be in use; set by stack_init() */

static inline bool stack_is_low(void)
{
	return (const char *)__builtin_frame_address(0) < stack_limit;
}

/* Before a function that would otherwise put its locals into the frame of a caller that recurses:
 * what a nested call takes of the stack decides how many there can be. */
#define STACK_APART __attribute__((noinline))

/* In functions that call themselves: a helper that must not add a frame of its own. */
#define ALWAYS_INLINE __attribute__((always_inline)) inline

#endif
