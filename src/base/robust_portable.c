/* robust.h where there is no futex. */
#include "base/robust.h"

#if !defined __linux__ || defined NO_FUTEX

#include "base/pending.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SLICE_MS = 10, SPINS = 50 };

static unsigned held_count; /* by `held_by`: a child has none of its parent's */
static pid_t held_by;

/* A byte of the file, which may be beyond its end. */
static struct flock byte_of(struct robust_at at, short type)
{
	struct flock f;
	memset(&f, 0, sizeof f);
	f.l_type = type;
	f.l_whence = SEEK_SET;
	f.l_start = (off_t)at.offset;
	f.l_len = 1;
	return f;
}

/* The kernel lets a process lock a byte twice. */
static bool is_ours(struct robust_at at)
{
	return held_by == getpid() && atomic_load(&at.lock->word) == (uint32_t)held_by;
}

enum robust_try robust_try(struct robust_at at, bool waited)
{
	struct flock f = byte_of(at, F_WRLCK);
	(void)waited;
	if (held_by != getpid()) {
		held_by = getpid();
		held_count = 0;
	}
	if (held_count == ROBUST_MOST || is_ours(at) || fcntl(at.fd, F_SETLK, &f) < 0)
		return ROBUST_BUSY;
	held_count++;
	uint32_t before = atomic_exchange(&at.lock->word, (uint32_t)held_by);
	return before ? ROBUST_TAKEN_FROM_DEAD : ROBUST_TAKEN;
}

void robust_give_up(void)
{
}

void robust_free(struct robust_at at)
{
	struct flock f = byte_of(at, F_UNLCK);
	atomic_store(&at.lock->word, 0);
	held_count--;
	(void)fcntl(at.fd, F_SETLK, &f);
}

pid_t robust_holder(struct robust_at at)
{
	struct flock f = byte_of(at, F_WRLCK);
	if (is_ours(at))
		return held_by;
	return fcntl(at.fd, F_GETLK, &f) == 0 && f.l_type != F_UNLCK ? f.l_pid : 0;
}

bool robust_is_orphan(struct robust_at at)
{
	return atomic_load(&at.lock->word) != 0 && robust_holder(at) == 0;
}

/* --- sleep --- */

static void nap(int64_t ms)
{
	struct timespec t = {0, (ms < 0 || ms > SLICE_MS ? SLICE_MS : ms) * 1000000L};
	(void)nanosleep(&t, NULL);
}

void robust_wait(struct robust_at at, int64_t ms, bool signals)
{
	for (int i = 0; i < SPINS; i++)
		if (atomic_load(&at.lock->word) == 0)
			return;
	if (!signals || !signal_is_pending())
		nap(signals ? ms : 1);
}

void robust_sleep(_Atomic uint32_t *word, uint32_t seen, int64_t ms)
{
	if (atomic_load(word) == seen && !signal_is_pending())
		nap(ms);
}

void robust_wake_all(_Atomic uint32_t *word)
{
	(void)word;
}

void robust_pretend_old(bool on)
{
	(void)on;
}

#endif
