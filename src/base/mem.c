#include "base/mem.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Tests set it from outside of everything that allocates, so it cannot be passed. */
static long countdown = -1;

static inline bool must_fail(void)
{
	return countdown >= 0 && countdown-- == 0;
}

void *mem_alloc(size_t size)
{
	return must_fail() ? NULL : malloc(size ? size : 1);
}

void *mem_zero(size_t size)
{
	return must_fail() ? NULL : calloc(1, size ? size : 1);
}

void *mem_resize(void *old, size_t size)
{
	return must_fail() ? NULL : realloc(old, size ? size : 1);
}

char *mem_dup(const char *bytes, size_t length)
{
	char *copy = mem_alloc(length + 1);
	if (!copy)
		return NULL;
	if (length)
		memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

void mem_free(void *p)
{
	free(p);
}

/* A page's first touch costs half a microsecond on real machines and 20 on some virtual ones; with
 * its neighbours it costs a third of that.  Where the system cannot do it (Linux before 5.14, C
 * libraries whose heap is elsewhere) nothing is lost.  The heap is the process's, hence the
 * variable. */
void mem_populate(void)
{
#if defined(MADV_POPULATE_WRITE) && defined(__GLIBC__)
	static char *end;
	char *now = sbrk(0);
	if (end && now > end)
		(void)madvise(end, (size_t)(now - end), MADV_POPULATE_WRITE);
	end = now;
#endif
}

void mem_fail_after(long n)
{
	countdown = n;
}
