/* observer.h - how running is observed: explain and trace listen here (design: section 1). */
#ifndef PROC_OBSERVER_H
#define PROC_OBSERVER_H

#include <stddef.h>
#include <sys/types.h>

struct fd_plan;
struct node;
struct shell;

/* Step callbacks, each may be NULL. sh->observer is NULL unless somebody listens. */
struct observer {
	void *context;
	void (*command)(void *context, struct shell *sh, const struct node *n, char *const *argv);
	void (*descriptors)(void *context, struct shell *sh, const struct fd_plan *plan);
	void (*started)(void *context, struct shell *sh, pid_t pid, const char *what);
	void (*ended)(void *context, struct shell *sh, pid_t pid, int status);
};

#endif
