/* mem.h - heap memory that can be made to fail on purpose.
 *
 * Every heap allocation of the shell goes through here, so that a test can make the n-th
 * one fail.  NULL means no memory; who grows something keeps a sticky `failed` (buf.h,
 * arena.h) and the command looks at it once, before it acts. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

#define MUST_CHECK __attribute__((warn_unused_result))

void *mem_alloc(size_t size) MUST_CHECK;
void *mem_zero(size_t size) MUST_CHECK; /* like calloc(1, size) */
void *mem_resize(void *old, size_t size) MUST_CHECK;
char *mem_dup(const char *bytes, size_t length) MUST_CHECK; /* adds the final NUL */
void mem_free(void *p);

/* For who allocates many blocks and writes all of them: has the kernel give the pages of a heap
 * that has grown all at once, not one at each first touch. */
void mem_populate(void);

/* For tests: let `countdown` more allocations succeed, then fail one; -1 never fails. */
void mem_fail_after(long countdown);

#endif
