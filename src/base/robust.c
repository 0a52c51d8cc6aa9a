#include "base/robust.h"

#if defined __linux__ && !defined NO_FUTEX

#include "base/pending.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { SPINS = 100, SLICE_MS = 50 };

/* The kernel has one list of a thread's locks, which it walks when the thread has died: each whose
 * word is the thread's gets FUTEX_OWNER_DIED.  The pending one is just being taken or freed: if it
 * is free, the kernel wakes the next who waits.  No pthread mutex that is robust may be used beside
 * it. */
static struct robust_list_head list = {
	.list = {&list.list},
	.futex_offset = offsetof(struct robust, word),
};
static struct robust *held[ROBUST_MOST]; /* in the order of the list, the first one last */
static unsigned held_count;
static uint32_t self; /* thread id; 0: not registered in this process */
static bool no_waitv; /* the kernel is older than 5.16 */
static bool no_list;  /* a sandbox that knows no such list: whoever waits looks for himself */

static struct robust_list *link_of(struct robust *r)
{
	return (struct robust_list *)(void *)&r->link;
}

/* In a child: what the parent holds is not the child's, which has registered nothing. */
static void forget(void)
{
	self = 0;
	held_count = 0;
	list.list.next = &list.list;
	list.list_op_pending = NULL;
}

static void register_self(void)
{
	static bool asked;
	if (!asked)
		asked = pthread_atfork(NULL, NULL, forget) == 0;
	no_list = syscall(SYS_set_robust_list, &list, sizeof list) != 0;
	self = (uint32_t)syscall(SYS_gettid);
}

/* The lock behind a removed one is known from our own array, not from the memory of all. */
static void add_held(struct robust *r)
{
	link_of(r)->next = list.list.next;
	atomic_signal_fence(memory_order_seq_cst);
	list.list.next = link_of(r);
	held[held_count++] = r;
}

static void remove_held(struct robust *r)
{
	for (unsigned i = held_count; i-- > 0;) {
		if (held[i] != r)
			continue;
		struct robust_list *next = i > 0 ? link_of(held[i - 1]) : &list.list;
		if (i + 1 == held_count)
			list.list.next = next;
		else
			link_of(held[i + 1])->next = next;
		for (held_count--; i < held_count; i++)
			held[i] = held[i + 1];
		return;
	}
}

static bool is_gone(uint32_t value)
{
	pid_t owner = (pid_t)(value & FUTEX_TID_MASK);
	return owner == 0 || (kill(owner, 0) < 0 && errno == ESRCH);
}

/* The mark of waiters stays when a lock is freed, until nobody is found to be woken: somebody who
 * takes it in between must wake the others later, if the one who was woken has died. */
static enum robust_try take_slowly(struct robust *r, bool waited)
{
	for (;;) {
		uint32_t value = atomic_load(&r->word);
		uint32_t wanted = self | (value & FUTEX_WAITERS) | (waited ? FUTEX_WAITERS : 0);
		if (is_gone(value)) {
			if (!atomic_compare_exchange_strong(&r->word, &value, wanted))
				continue;
			return value & ~FUTEX_WAITERS ? ROBUST_TAKEN_FROM_DEAD : ROBUST_TAKEN;
		}
		if (!waited || (value & FUTEX_WAITERS) ||
		    atomic_compare_exchange_strong(&r->word, &value, value | FUTEX_WAITERS))
			return ROBUST_BUSY;
	}
}

static enum robust_try take(struct robust *r, bool waited)
{
	for (int i = 0; i < SPINS && !waited; i++) {
		uint32_t none = 0;
		if (atomic_load_explicit(&r->word, memory_order_relaxed) == 0 &&
		    atomic_compare_exchange_weak(&r->word, &none, self))
			return ROBUST_TAKEN;
	}
	return take_slowly(r, waited);
}

enum robust_try robust_try(struct robust_at at, bool waited)
{
	if (self == 0)
		register_self();
	if (held_count == ROBUST_MOST)
		return ROBUST_BUSY;
	list.list_op_pending = link_of(at.lock);
	enum robust_try result = take(at.lock, waited);
	if (result == ROBUST_BUSY)
		return result; /* who waits now is told when the one who was woken dies */
	add_held(at.lock);
	list.list_op_pending = NULL;
	return result;
}

void robust_give_up(void)
{
	list.list_op_pending = NULL;
}

void robust_free(struct robust_at at)
{
	struct robust *r = at.lock;
	list.list_op_pending = link_of(r);
	remove_held(r);
	if (atomic_fetch_and(&r->word, FUTEX_WAITERS) & FUTEX_WAITERS) {
		uint32_t waiters = FUTEX_WAITERS;
		if (syscall(SYS_futex, &r->word, FUTEX_WAKE, 1, NULL, NULL, 0) == 0)
			(void)atomic_compare_exchange_strong(&r->word, &waiters, 0);
	}
	list.list_op_pending = NULL;
}

pid_t robust_holder(struct robust_at at)
{
	uint32_t value = atomic_load(&at.lock->word);
	return is_gone(value) ? 0 : (pid_t)(value & FUTEX_TID_MASK);
}

bool robust_is_orphan(struct robust_at at)
{
	uint32_t value = atomic_load(&at.lock->word);
	return (value & ~FUTEX_WAITERS) != 0 && is_gone(value);
}

/* --- sleep --- */

static struct timespec until(int64_t ms)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += ms / 1000;
	t.tv_nsec += ms % 1000 * 1000000L;
	if (t.tv_nsec >= 1000000000) {
		t.tv_sec++;
		t.tv_nsec -= 1000000000;
	}
	return t;
}

static bool wait_for_both(_Atomic uint32_t *word, uint32_t seen, const struct timespec *end)
{
#ifdef SYS_futex_waitv
	struct futex_waitv both[] = {
		{.val = seen, .uaddr = (uintptr_t)word, .flags = FUTEX_32},
		{.val = 0,
		 .uaddr = (uintptr_t)&signal_arrived,
		 .flags = FUTEX_32 | FUTEX_PRIVATE_FLAG},
	};
	if (!no_waitv &&
	    (syscall(SYS_futex_waitv, both, 2, 0, end, CLOCK_MONOTONIC) >= 0 || errno != ENOSYS))
		return true;
	no_waitv = true;
#else
	(void)word, (void)seen, (void)end;
#endif
	return false;
}

/* A handler that runs before the sleep has begun has set signal_arrived, so that it does not begin;
 * one that runs later ends it.  Where only one word can be waited for, a short sleep does. */
void robust_sleep(_Atomic uint32_t *word, uint32_t seen, int64_t ms)
{
	struct timespec end = until(ms < 0 ? 0 : ms);
	if (signal_is_pending() || wait_for_both(word, seen, ms < 0 ? NULL : &end))
		return;
	int64_t slice = ms < 0 || ms > SLICE_MS ? SLICE_MS : ms;
	struct timespec time = {0, slice * 1000000L};
	(void)syscall(SYS_futex, word, FUTEX_WAIT, seen, &time, NULL, 0);
}

void robust_wake_all(_Atomic uint32_t *word)
{
	(void)syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

void robust_wait(struct robust_at at, int64_t ms, bool signals)
{
	_Atomic uint32_t *word = &at.lock->word;
	uint32_t value = atomic_load(word);
	if ((value & FUTEX_TID_MASK) == 0)
		return;
	if (!(value & FUTEX_WAITERS) &&
	    !atomic_compare_exchange_strong(word, &value, value | FUTEX_WAITERS))
		return;
	value |= FUTEX_WAITERS;
	if (no_list && (ms < 0 || ms > SLICE_MS))
		ms = SLICE_MS;
	if (signals) {
		robust_sleep(word, value, ms);
		return;
	}
	struct timespec time = {ms / 1000, ms % 1000 * 1000000L};
	(void)syscall(SYS_futex, word, FUTEX_WAIT, value, ms < 0 ? NULL : &time, NULL, 0);
}

void robust_pretend_old(bool on)
{
	no_waitv = on;
}

#endif
