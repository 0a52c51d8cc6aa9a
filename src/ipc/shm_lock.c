#include "ipc/shm_lock.h"

#include "base/pending.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { SPINS = 60, PATIENCE_S = 5, SLICE_MS = 50 };

/* The kernel has one list of a thread's robust locks; ours is always empty, and names the one lock
 * that is being taken, held or given up.  No pthread mutex that is robust may be used beside it. */
static struct robust_list_head robust = {.list = {&robust.list}};
static uint32_t self; /* thread id; 0: not registered in this process */

/* The C library registers its own list in a child. */
static void forget(void)
{
	self = 0;
}

static void register_self(void)
{
	static bool asked;
	if (!asked)
		asked = pthread_atfork(NULL, NULL, forget) == 0;
	robust.list_op_pending = NULL;
	(void)syscall(SYS_set_robust_list, &robust, sizeof robust);
	self = (uint32_t)syscall(SYS_gettid);
}

/* SIGBUS must reach its handler, and what a fault raises while it is blocked kills anyway. */
static void block(sigset_t *old)
{
	sigset_t all;
	sigfillset(&all);
	sigdelset(&all, SIGBUS);
	sigdelset(&all, SIGSEGV);
	(void)sigprocmask(SIG_SETMASK, &all, old);
}

static bool is_free(uint32_t value)
{
	uint32_t owner = value & FUTEX_TID_MASK;
	return owner == 0 || (kill((pid_t)owner, 0) < 0 && errno == ESRCH);
}

/* Somebody has it.  Sleeps and looks again; who slept cannot know whether others do, so it takes
 * the lock with the mark of waiters. */
static bool wait_for_lock(_Atomic uint32_t *word)
{
	struct timespec begin, now, second = {1, 0};
	(void)clock_gettime(CLOCK_MONOTONIC, &begin);
	now = begin;
	do {
		uint32_t value = atomic_load(word);
		if (is_free(value)) {
			if (atomic_compare_exchange_strong(word, &value, self | FUTEX_WAITERS))
				return true;
			continue;
		}
		if ((value & FUTEX_WAITERS) ||
		    atomic_compare_exchange_strong(word, &value, value | FUTEX_WAITERS))
			(void)syscall(SYS_futex, word, FUTEX_WAIT, value | FUTEX_WAITERS, &second,
				      NULL, 0);
		(void)clock_gettime(CLOCK_MONOTONIC, &now);
	} while (now.tv_sec - begin.tv_sec <= PATIENCE_S);
	return false;
}

bool shm_lock(struct shm_guard *g, _Atomic uint32_t *word)
{
	block(&g->mask);
	if (self == 0)
		register_self();
	robust.list_op_pending = (struct robust_list *)(void *)word;
	for (int i = 0; i < SPINS; i++) {
		uint32_t none = 0;
		if (atomic_compare_exchange_weak(word, &none, self))
			return true;
	}
	if (wait_for_lock(word))
		return true;
	robust.list_op_pending = NULL;
	(void)sigprocmask(SIG_SETMASK, &g->mask, NULL);
	return false;
}

void shm_unlock(struct shm_guard *g, _Atomic uint32_t *word)
{
	if (atomic_exchange(word, 0) & FUTEX_WAITERS)
		(void)syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
	robust.list_op_pending = NULL;
	(void)sigprocmask(SIG_SETMASK, &g->mask, NULL);
}

/* Beyond RLIMIT_FSIZE the kernel fails and raises SIGXFSZ: that is taken back, the error is enough. */
int shm_allocate(int fd, uint64_t from, uint64_t to)
{
	sigset_t too_big, old;
	struct timespec now = {0, 0};
	sigemptyset(&too_big);
	sigaddset(&too_big, SIGXFSZ);
	(void)sigprocmask(SIG_BLOCK, &too_big, &old);
	int error = 0;
	if (fallocate(fd, 0, (off_t)from, (off_t)(to - from)) < 0)
		error = errno;
	if (error == EFBIG)
		(void)sigtimedwait(&too_big, NULL, &now);
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	errno = error;
	return error;
}

void shm_futex_sleep(_Atomic uint32_t *word, uint32_t seen, int ms)
{
	struct timespec until;
#ifdef SYS_futex_waitv
	struct futex_waitv both[] = {
		{.val = seen, .uaddr = (uintptr_t)word, .flags = FUTEX_32},
		{.val = 0,
		 .uaddr = (uintptr_t)&signal_arrived,
		 .flags = FUTEX_32 | FUTEX_PRIVATE_FLAG},
	};
	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += ms / 1000;
	until.tv_nsec += ms % 1000 * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	if (syscall(SYS_futex_waitv, both, 2, 0, &until, CLOCK_MONOTONIC) >= 0 || errno != ENOSYS)
		return;
#endif
	if (ms > SLICE_MS)
		ms = SLICE_MS;
	until = (struct timespec){0, ms * 1000000L};
	(void)syscall(SYS_futex, word, FUTEX_WAIT, seen, &until, NULL, 0);
}

/* --- a segment that ends early --- */

static struct shm_region *regions; /* what the handler looks at */

/* Another fault is not ours: it does what it would have done, when the instruction runs again. */
static void on_bus(int sig, siginfo_t *info, void *context)
{
	(void)context;
	char *at = info->si_addr;
	for (struct shm_region *r = regions; r; r = r->next)
		if (at >= r->start && at < r->start + r->size) {
			r->lost = 1;
			(void)mmap(r->start, r->size, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);
			return;
		}
	struct sigaction sa;
	memset(&sa, 0, sizeof sa);
	sa.sa_handler = SIG_DFL;
	(void)sigaction(sig, &sa, NULL);
}

void shm_watch(struct shm_region *r, void *start, size_t size)
{
	struct sigaction sa;
	memset(&sa, 0, sizeof sa);
	sa.sa_sigaction = on_bus;
	sa.sa_flags = SA_SIGINFO;
	sigfillset(&sa.sa_mask);
	*r = (struct shm_region){regions, start, size, 0};
	regions = r;
	(void)sigaction(SIGBUS, &sa, NULL);
}

void shm_unwatch(struct shm_region *r)
{
	for (struct shm_region **at = &regions; *at; at = &(*at)->next)
		if (*at == r) {
			*at = r->next;
			return;
		}
}
