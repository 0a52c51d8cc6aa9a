#include "base/stack.h"

#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#ifdef __linux__
#include <sys/auxv.h>
#endif

const char *stack_limit;

static const char *top; /* of the stack: a process has one */
static size_t at_start; /* its limit when the program began */

enum { KB = 1024, MB = 1024 * KB };

static size_t limit_now(void)
{
	const size_t most = (size_t)1024 * MB;
	struct rlimit r;
	if (getrlimit(RLIMIT_STACK, &r) < 0)
		return 8 * (size_t)MB;
	return r.rlim_cur == RLIM_INFINITY || r.rlim_cur > most ? most : (size_t)r.rlim_cur;
}

/* The limit counts arguments and environment, which lie above main()'s frame and may be a
 * quarter of it.  Linux puts the program's path above them all. */
static const char *find_top(void)
{
#ifdef AT_EXECFN
	const char *path = (const char *)(uintptr_t)getauxval(AT_EXECFN);
	if (path)
		return path + strlen(path);
#endif
	return __builtin_frame_address(0);
}

void stack_init(void)
{
	size_t size = limit_now();
	if (!top) {
		top = find_top();
		at_start = size;
	}
	/* The space below the stack was left when the program was loaded: a limit that was
	 * raised since then is for children. */
	if (size > at_start)
		size = at_start;
	/* What is called without asking (formatting a message, looking up a user) must fit. */
	size_t reserve = size / 4;
	if (reserve < 64 * KB)
		reserve = 64 * KB;
	if (reserve > 256 * KB)
		reserve = 256 * KB;
	stack_limit = size > reserve ? top - size + reserve : top;
}
