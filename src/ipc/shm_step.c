/* Steps: the lock, the commit record, blocks. */
#include "ipc/shm.h"
#include "ipc/shm_layout.h"

#include "base/clock.h"

#include <string.h>

enum { PATIENCE_MS = 5000, SECOND_MS = 1000 };

const char *shm_reason(enum shm_result r)
{
	switch (r) {
	case SHM_OK:
		return "store is fine";
	case SHM_BUSY:
		return "store is busy or damaged";
	case SHM_DAMAGED:
		return "store is damaged";
	case SHM_FULL:
		return "store is full";
	case SHM_LONG:
		return "too many changes in one step";
	case SHM_AGAIN:
		return "value was changed meanwhile";
	}
	return "store is damaged";
}

bool shm_is_block(struct shm *s, uint64_t block, uint64_t size)
{
	return block >= HEADER && block % BLOCK_UNIT == 0 && shm_is_inside(s, block, size);
}

_Atomic uint64_t *shm_at(struct shm *s, uint64_t offset)
{
	return (_Atomic uint64_t *)((char *)s->header + offset);
}

bool shm_is_intact(const struct shm *s)
{
	return !s->region.lost &&
	       atomic_load_explicit(&s->header->magic, memory_order_relaxed) == SHM_MAGIC;
}

void shm_fail(struct shm *s, int why)
{
	if (s->failed == SHM_OK)
		s->failed = why;
}

uint64_t shm_word(struct shm *s, uint64_t offset)
{
	for (uint32_t i = s->change_count; i-- > 0;)
		if (s->changes[i].offset == offset)
			return s->changes[i].word;
	return atomic_load_explicit(shm_at(s, offset), memory_order_acquire);
}

void shm_change(struct shm *s, uint64_t offset, uint64_t to)
{
	if (s->change_count == LOG_WORDS)
		shm_fail(s, SHM_LONG);
	else
		s->changes[s->change_count++] = (struct change){offset, to};
}

/* --- the lock --- */

static struct robust_at lock_of(struct shm *s)
{
	return (struct robust_at){&s->header->lock, s->fd, offsetof(struct header, lock)};
}

/* SIGBUS must reach its handler, and what a fault raises while it is blocked kills anyway. */
static void block_signals(sigset_t *old)
{
	sigset_t all;
	sigfillset(&all);
	sigdelset(&all, SIGBUS);
	sigdelset(&all, SIGSEGV);
	(void)sigprocmask(SIG_SETMASK, &all, old);
}

/* Its holder blocks nothing and never sleeps: if it is not free after some seconds, somebody has
 * written into it.  Each second it is looked whether the holder lives. */
static bool lock(struct shm *s)
{
	struct robust_at at = lock_of(s);
	block_signals(&s->mask);
	bool taken = robust_try(at, false) != ROBUST_BUSY;
	int64_t end = taken ? 0 : clock_ms() + PATIENCE_MS;
	while (!taken && clock_ms() <= end) {
		robust_wait(at, SECOND_MS, false);
		taken = robust_try(at, true) != ROBUST_BUSY;
	}
	if (taken)
		return true;
	robust_give_up();
	(void)sigprocmask(SIG_SETMASK, &s->mask, NULL);
	return false;
}

static void unlock(struct shm *s)
{
	robust_free(lock_of(s));
	(void)sigprocmask(SIG_SETMASK, &s->mask, NULL);
}

/* --- the record --- */

static void apply(struct shm *s, const struct change *changes, uint64_t count)
{
	for (uint64_t i = 0; i < count; i++) {
		uint64_t offset = changes[i].offset, block = offset & ~(uint64_t)(BLOCK_UNIT - 1);
		bool in_header = offset >= offsetof(struct header, top) &&
				 offset < offsetof(struct header, log_count);
		if (offset % 8 == 0 && (in_header || shm_is_block(s, block, BLOCK_UNIT)))
			atomic_store_explicit(shm_at(s, offset), changes[i].word,
					      memory_order_release);
	}
}

/* The sleepers are woken before the commit point, so that nobody who is killed afterwards leaves
 * one asleep.  What they find then is an odd generation, and they wait for the lock. */
static void wake_sleepers(struct shm *s)
{
	struct header *h = s->header;
	atomic_store(&h->generation, atomic_load(&h->generation) | 1);
	if (atomic_exchange(&h->sleepers, 0))
		robust_wake_all(&h->generation);
}

static void end_generation(struct shm *s)
{
	atomic_store(&s->header->generation, (atomic_load(&s->header->generation) | 1) + 1);
}

/* What the last owner committed and did not finish. */
static void finish_record(struct shm *s)
{
	struct header *h = s->header;
	uint64_t count = atomic_load(&h->log_count);
	if (count == 0 && atomic_load(&h->generation) % 2 == 0)
		return;
	apply(s, h->log, count < LOG_WORDS ? count : LOG_WORDS);
	atomic_store(&h->log_count, 0);
	atomic_store(&h->sleepers, 0); /* it may have been killed before it woke them */
	robust_wake_all(&h->generation);
	end_generation(s);
}

uint64_t shm_guard(struct shm *s, uint64_t cell)
{
	uint64_t word = shm_word(s, cell + CELL_WORD);
	for (uint32_t i = s->guarded_count; i-- > 0;)
		if ((s->guarded[i] & ~(uint64_t)GUARDED) == cell)
			return word;
	if (s->guarded_count == MOST_GUARDED) {
		shm_fail(s, SHM_LONG);
		return word;
	}
	if ((word >> KIND_SHIFT & KIND_MASK) == SHM_INTEGER)
		word = atomic_fetch_or(shm_at(s, cell + CELL_WORD), GUARDED);
	s->guarded[s->guarded_count++] = cell | (word & GUARDED);
	return word;
}

/* After a change all sleepers are awake, and mark anew what they wait for; else the mark is left
 * where it was before this step.  An integer can be changed without the lock again only when the
 * record is done with: to apply it twice would take such a change back. */
static void remove_guards(struct shm *s, bool all)
{
	for (uint32_t i = 0; i < s->guarded_count; i++) {
		uint64_t cell = s->guarded[i] & ~(uint64_t)GUARDED;
		if (all || cell == s->guarded[i])
			(void)atomic_fetch_and(shm_at(s, cell + CELL_WORD), ~(uint64_t)GUARDED);
	}
}

enum shm_result shm_begin(struct shm *s)
{
	if (!shm_is_intact(s))
		return SHM_DAMAGED;
	if (!lock(s))
		return SHM_BUSY;
	s->in_step = true;
	s->failed = SHM_OK;
	s->change_count = s->given_count = s->guarded_count = 0;
	finish_record(s);
	return SHM_OK;
}

static void end_step(struct shm *s)
{
	s->in_step = false;
	s->change_count = 0;
	unlock(s);
}

void shm_cancel(struct shm *s)
{
	if (s->alone) {
		s->alone = 0;
		return;
	}
	remove_guards(s, false);
	end_step(s);
}

uint32_t shm_cancel_to_sleep(struct shm *s)
{
	uint32_t seen = atomic_load(&s->header->generation);
	atomic_store(&s->header->sleepers, 1);
	end_step(s);
	return seen;
}

void shm_sleep(struct shm *s, uint32_t seen, int64_t ms)
{
	robust_sleep(&s->header->generation, seen, ms);
}

bool shm_in_step(const struct shm *s)
{
	return s->in_step;
}

static enum shm_result commit_alone(struct shm *s)
{
	uint64_t cell = s->alone, old = s->old_word;
	s->alone = 0;
	if (s->failed != SHM_OK)
		return (enum shm_result)s->failed;
	if (s->new_word != old &&
	    !atomic_compare_exchange_strong(shm_at(s, cell + CELL_WORD), &old, s->new_word))
		return SHM_AGAIN;
	return shm_is_intact(s) ? SHM_OK : SHM_DAMAGED;
}

static void list_given(struct shm *s);

enum shm_result shm_commit(struct shm *s)
{
	struct header *h = s->header;
	if (s->alone)
		return commit_alone(s);
	list_given(s);
	enum shm_result result = (enum shm_result)s->failed;
	if (result == SHM_OK && s->change_count) {
		wake_sleepers(s);
		memcpy(h->log, s->changes, s->change_count * sizeof *s->changes);
		atomic_store(&h->log_count, s->change_count);
		apply(s, s->changes, s->change_count);
		atomic_store(&h->log_count, 0);
		end_generation(s);
	}
	remove_guards(s, result == SHM_OK && s->change_count);
	end_step(s);
	return shm_is_intact(s) ? result : SHM_DAMAGED;
}

/* --- blocks --- */

/* 64, 128, 192, 256, 384, 512, 768 ...: each two are twice the two before. */
static uint64_t class_size(unsigned class)
{
	if (class < 2)
		return (uint64_t)BLOCK_UNIT * (class + 1);
	return (uint64_t)BLOCK_UNIT * (3 + class % 2) << (class / 2 - 1);
}

static unsigned class_of(uint64_t size)
{
	unsigned class = 0;
	while (class < CLASSES && class_size(class) < size)
		class ++;
	return class;
}

static uint64_t free_list(unsigned class)
{
	return offsetof(struct header, free) + (uint64_t) class * 8;
}

uint64_t shm_take_block(struct shm *s, uint64_t size)
{
	unsigned class = class_of(size);
	if (class == CLASSES) {
		shm_fail(s, SHM_FULL);
		return 0;
	}
	size = class_size(class);
	uint64_t block = shm_word(s, free_list(class));
	if (block && shm_is_block(s, block, size)) {
		shm_change(s, free_list(class), shm_word(s, block));
		return block;
	}
	block = shm_word(s, offsetof(struct header, top));
	if (block < HEADER || block % BLOCK_UNIT != 0) {
		shm_fail(s, SHM_DAMAGED);
		return 0;
	}
	if (block > s->mapped || size > s->mapped - block ||
	    (!shm_is_inside(s, block, size) && !shm_grow(s, block + size))) {
		shm_fail(s, SHM_FULL);
		return 0;
	}
	shm_change(s, offsetof(struct header, top), block + size);
	return block;
}

void shm_make_room(struct shm *s, uint64_t size)
{
	unsigned class = class_of(size);
	uint64_t top = atomic_load(&s->header->top);
	if (class == CLASSES || atomic_load(shm_at(s, free_list(class))) || top > s->mapped)
		return;
	size = class_size(class);
	if (size <= s->mapped - top && !shm_is_inside(s, top, size))
		(void)!shm_grow(s, top + size);
}

void shm_give_block(struct shm *s, uint64_t block, uint64_t size)
{
	unsigned class = class_of(size);
	if (class == CLASSES || !shm_is_block(s, block, class_size(class)))
		return; /* whatever this is, it is none of ours */
	if (s->given_count == MOST_GIVEN)
		shm_fail(s, SHM_LONG);
	else
		s->given[s->given_count++] = (struct given){block, size};
}

static void list_given(struct shm *s)
{
	for (uint32_t i = 0; i < s->given_count; i++) {
		uint64_t list = free_list(class_of(s->given[i].size));
		shm_change(s, s->given[i].block, shm_word(s, list));
		shm_change(s, list, s->given[i].block);
	}
}

/* Readers of what this block once held must see that it was given back, before it is written. */
void shm_fill(struct shm *s, uint64_t at, const char *bytes, size_t length)
{
	atomic_thread_fence(memory_order_seq_cst);
	if (length)
		memcpy((char *)s->header + at, bytes, length);
}
