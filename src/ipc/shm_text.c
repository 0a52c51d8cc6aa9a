/* Texts: how they come into a store, and out of it.
 *
 * A short one is copied in the step that names its block.  A long one is not, for others would have
 * to wait for the lock as long as the copying takes: its block is taken in a step, filled after it,
 * and named by a cell or queue in another; an item that is popped is taken out of its queue in a
 * step, copied after it, and its block given back in another.  In between the block stands in a
 * *filling*, whose lock tells that its holder lives. */
#include "ipc/shm.h"
#include "ipc/shm_layout.h"

#include <string.h>

uint64_t shm_text_size(struct shm *s, uint64_t block)
{
	uint64_t length = shm_is_block(s, block, TEXT_BYTES) ? shm_word(s, block + TEXT_LENGTH) : 0;
	return length > s->mapped ? s->mapped : TEXT_BYTES + length;
}

/* --- fillings --- */

static struct robust_at filling_at(struct shm *s, unsigned i)
{
	struct filling *f = &s->header->fillings[i];
	return (struct robust_at){&f->lock, s->fd,
				  (uint64_t)((char *)&f->lock - (char *)s->header)};
}

static uint64_t filling_block(unsigned i)
{
	return offsetof(struct header, fillings) + i * sizeof(struct filling) +
	       offsetof(struct filling, block);
}

/* False: the text is short, or all are taken; then it is copied in the step. */
static bool take_filling(struct shm *s, struct shm_text *t)
{
	if (t->length < SHM_BIG)
		return false;
	for (unsigned i = 0; i < FILLINGS; i++) {
		if (robust_try(filling_at(s, i), false) == ROBUST_BUSY)
			continue;
		t->filling = i;
		return true;
	}
	robust_give_up();
	return false;
}

/* What a filling still names though nobody fills it: its holder died.  `own` is ours. */
static uint64_t leftover(struct shm *s, unsigned i, unsigned own)
{
	uint64_t block = shm_word(s, filling_block(i));
	return block && (i == own || robust_is_orphan(filling_at(s, i))) ? block : 0;
}

/* In a step. */
static void give_leftover(struct shm *s, unsigned i, unsigned own)
{
	uint64_t block = leftover(s, i, own);
	if (!block)
		return;
	shm_change(s, filling_block(i), 0);
	shm_give_block(s, block, shm_text_size(s, block));
}

/* Gives back the blocks of the dead, in a step of its own: they may be what there is no room
 * without. */
static void collect_leftovers(struct shm *s, unsigned own)
{
	unsigned i = 0;
	while (i < FILLINGS && !leftover(s, i, own))
		i++;
	if (i == FILLINGS || shm_begin(s) != SHM_OK)
		return;
	for (; i < FILLINGS; i++)
		give_leftover(s, i, own);
	(void)!shm_commit(s);
}

/* --- into the store --- */

static uint64_t take_block(struct shm *s, size_t length)
{
	uint64_t block = shm_take_block(s, TEXT_BYTES + length);
	if (block) {
		shm_change(s, block + TEXT_NEXT, 0);
		shm_change(s, block + TEXT_LENGTH, length);
	}
	return block;
}

static enum shm_result reserve(struct shm *s, struct shm_text *t)
{
	collect_leftovers(s, t->filling);
	shm_make_room(s, TEXT_BYTES + t->length);
	enum shm_result r = shm_begin(s);
	if (r != SHM_OK)
		return r;
	uint64_t block = take_block(s, t->length);
	shm_change(s, filling_block(t->filling), block);
	r = shm_commit(s);
	if (r == SHM_OK)
		t->block = block;
	return r;
}

enum shm_result shm_lay(struct shm *s, struct shm_text *t)
{
	if (!take_filling(s, t))
		return SHM_OK;
	enum shm_result r = reserve(s, t);
	if (r == SHM_OK)
		shm_fill(s, t->block + TEXT_BYTES, t->bytes, t->length);
	else
		robust_free(filling_at(s, t->filling));
	return r;
}

uint64_t shm_text_block(struct shm *s, const struct shm_text *t)
{
	if (t->block && shm_word(s, filling_block(t->filling)) == t->block) {
		shm_change(s, filling_block(t->filling), 0);
		return t->block;
	}
	if (t->block) {
		shm_fail(s, SHM_DAMAGED);
		return 0;
	}
	uint64_t block = take_block(s, t->length);
	if (block)
		shm_fill(s, block + TEXT_BYTES, t->bytes, t->length);
	return block;
}

/* --- out of the store --- */

static void copy_out(struct shm *s, const struct shm_text *t, uint64_t block)
{
	memcpy(t->to, (char *)s->header + block + TEXT_BYTES, t->length);
	t->to[t->length] = '\0';
}

void shm_lift(struct shm *s, struct shm_text *t, uint64_t block)
{
	if (take_filling(s, t)) {
		give_leftover(s, t->filling, t->filling);
		shm_change(s, filling_block(t->filling), block);
		t->block = block;
	} else {
		copy_out(s, t, block);
		shm_give_block(s, block, shm_text_size(s, block));
	}
}

void shm_settle(struct shm *s, struct shm_text *t)
{
	if (!t->block)
		return;
	if (t->to)
		copy_out(s, t, t->block);
	collect_leftovers(s, t->filling);
	robust_free(filling_at(s, t->filling));
	t->block = 0;
}
