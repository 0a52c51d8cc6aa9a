#include "base/mem.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

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

void mem_fail_after(long n)
{
	countdown = n;
}
