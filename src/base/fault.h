/* fault.h - mappings of files that somebody else may cut short.
 *
 * The kernel sends SIGBUS to who touches what is no longer there.  Its handler puts zeros over the
 * whole mapping and marks it; any other SIGBUS does what it would have done. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

struct fault_region {
	struct fault_region *next;
	char *start;
	size_t size;
	volatile sig_atomic_t lost;
};

void fault_watch(struct fault_region *r, void *start, size_t size);
void fault_unwatch(struct fault_region *r);

/* Instead of sigaction(SIGBUS): what else is to be done with it.  False: no region was ever
 * watched, the signal is free. */
bool fault_set_other(const struct sigaction *other);

#endif
