#include "base/fault.h"

#include <string.h>
#include <sys/mman.h>

/* What the handler looks at. */
static struct fault_region *regions;
static struct sigaction other; /* for a SIGBUS that is not ours */
static bool watching;

static bool cover(const char *at)
{
	for (struct fault_region *r = regions; r; r = r->next) {
		if (at < r->start || at >= r->start + r->size)
			continue;
		r->lost = 1;
		return mmap(r->start, r->size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1,
			    0) != MAP_FAILED;
	}
	return false;
}

/* si_code > 0: the kernel says that memory was touched, and where; else somebody sent it. */
static void on_bus(int sig, siginfo_t *info, void *context)
{
	(void)context;
	bool touched = info->si_code > 0;
	if (touched && cover(info->si_addr))
		return;
	if (!touched && other.sa_handler == SIG_IGN)
		return;
	if (!touched && other.sa_handler != SIG_DFL) {
		other.sa_handler(sig);
		return;
	}
	struct sigaction sa;
	memset(&sa, 0, sizeof sa);
	sa.sa_handler = SIG_DFL;
	(void)sigaction(sig, &sa, NULL);
	if (!touched)
		(void)raise(sig); /* else the instruction is tried again */
}

void fault_watch(struct fault_region *r, void *start, size_t size)
{
	struct sigaction sa;
	*r = (struct fault_region){regions, start, size, 0};
	regions = r;
	if (watching)
		return;
	memset(&sa, 0, sizeof sa);
	sa.sa_sigaction = on_bus;
	sa.sa_flags = SA_SIGINFO;
	sigfillset(&sa.sa_mask);
	watching = sigaction(SIGBUS, &sa, &other) == 0;
}

void fault_unwatch(struct fault_region *r)
{
	for (struct fault_region **at = &regions; *at; at = &(*at)->next)
		if (*at == r) {
			*at = r->next;
			return;
		}
}

bool fault_set_other(const struct sigaction *action)
{
	if (watching)
		other = *action;
	return watching;
}
