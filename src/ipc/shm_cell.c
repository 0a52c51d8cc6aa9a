/* Cells: values, names, queues. */
#include "ipc/shm.h"
#include "ipc/shm_layout.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { READ_TRIES = 100 };

static char *bytes_at(struct shm *s, uint64_t offset)
{
	return (char *)s->header + offset;
}

static bool is_cell(struct shm *s, shm_cell c)
{
	if (shm_is_block(s, c, CELL_SIZE))
		return true;
	shm_fail(s, SHM_DAMAGED);
	return false;
}

static enum shm_kind kind_of(uint64_t word)
{
	return (enum shm_kind)(word >> KIND_SHIFT & KIND_MASK);
}

static uint64_t block_of(uint64_t word)
{
	return word & ~(uint64_t)(BLOCK_UNIT - 1);
}

static uint64_t tagged(enum shm_kind kind, uint64_t value)
{
	return value | (uint64_t)kind << KIND_SHIFT;
}

static int64_t integer_of(uint64_t word)
{
	return (int64_t)word >> VALUE_SHIFT;
}

static bool fits(int64_t value)
{
	return value >= INT64_MIN >> VALUE_SHIFT && value <= INT64_MAX >> VALUE_SHIFT;
}

static uint64_t integer_word(int64_t value)
{
	return tagged(SHM_INTEGER, (uint64_t)value << VALUE_SHIFT);
}

static shm_cell add_cell(struct shm *s, enum shm_kind kind, uint64_t size)
{
	shm_cell c = shm_take_block(s, size);
	if (!c)
		return 0;
	for (uint64_t field = CELL_TAIL; field < CELL_SIZE; field += 8)
		shm_change(s, c + field, 0);
	shm_change(s, c + CELL_VERSION, shm_word(s, c + CELL_VERSION) + 1);
	shm_change(s, c + CELL_WORD, tagged(kind, 0));
	return c;
}

shm_cell shm_add_cell(struct shm *s, enum shm_kind kind)
{
	return add_cell(s, kind, CELL_SIZE);
}

/* --- names --- */

/* FNV-1a. */
static uint64_t bucket_of(const char *name, size_t length)
{
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)name[i]) * 16777619u;
	return offsetof(struct header, names) + (uint64_t)(hash % BUCKETS) * 8;
}

static bool has_name(struct shm *s, shm_cell c, const char *name, size_t length)
{
	return shm_word(s, c + CELL_NAME_LENGTH) == length &&
	       shm_is_block(s, c, CELL_NAME + length) &&
	       memcmp(bytes_at(s, c + CELL_NAME), name, length) == 0;
}

shm_cell shm_find(struct shm *s, const char *name, size_t length)
{
	shm_cell c = shm_word(s, bucket_of(name, length));
	for (uint64_t i = s->size / CELL_SIZE; i > 0 && shm_is_block(s, c, CELL_NAME); i--) {
		if (has_name(s, c, name, length))
			return c;
		c = shm_word(s, c + CELL_NEXT);
	}
	if (c)
		shm_fail(s, SHM_DAMAGED);
	return 0;
}

shm_cell shm_add_named(struct shm *s, enum shm_kind kind, const char *name, size_t length)
{
	uint64_t bucket = bucket_of(name, length);
	shm_cell c = add_cell(s, kind, CELL_NAME + length);
	if (!c)
		return 0;
	shm_change(s, c + CELL_NAME_LENGTH, length);
	shm_change(s, c + CELL_NEXT, shm_word(s, bucket));
	shm_change(s, bucket, c);
	shm_fill(s, c + CELL_NAME, name, length);
	return c;
}

shm_cell shm_next(struct shm *s, shm_cell c, unsigned *bucket)
{
	if (c && shm_is_block(s, c, CELL_NAME))
		c = shm_word(s, c + CELL_NEXT);
	while (!shm_is_block(s, c, CELL_NAME) && *bucket < BUCKETS)
		c = shm_word(s, offsetof(struct header, names) + 8 * (uint64_t)(*bucket)++);
	return shm_is_block(s, c, CELL_NAME) ? c : 0;
}

size_t shm_name(struct shm *s, shm_cell c, char *name, size_t room)
{
	uint64_t length = shm_is_block(s, c, CELL_NAME) ? shm_word(s, c + CELL_NAME_LENGTH) : 0;
	if (length >= room || !shm_is_block(s, c, CELL_NAME + length))
		return 0;
	memcpy(name, bytes_at(s, c + CELL_NAME), length);
	name[length] = '\0';
	return length;
}

/* --- writing --- */

static void put(struct shm *s, shm_cell c, uint64_t word)
{
	uint64_t old = shm_guard(s, c);
	if (kind_of(old) == SHM_QUEUE) {
		shm_fail(s, SHM_DAMAGED);
		return;
	}
	if (kind_of(word) == SHM_TEXT)
		shm_change(s, c + CELL_VERSION, shm_word(s, c + CELL_VERSION) + 1);
	else
		word |= GUARDED;
	shm_change(s, c + CELL_WORD, word);
	if (kind_of(old) == SHM_TEXT)
		shm_give_block(s, block_of(old), shm_text_size(s, block_of(old)));
}

void shm_put_integer(struct shm *s, shm_cell c, int64_t value)
{
	char digits[32];
	if (!is_cell(s, c))
		return;
	if (s->alone) {
		if (s->alone == c && fits(value))
			s->new_word = integer_word(value);
		else
			shm_fail(s, SHM_AGAIN);
	} else if (fits(value)) {
		put(s, c, integer_word(value));
	} else {
		int length = snprintf(digits, sizeof digits, "%lld", (long long)value);
		shm_put_text(s, c, digits, (size_t)length);
	}
}

static void put_text(struct shm *s, shm_cell c, const struct shm_text *t)
{
	uint64_t block = is_cell(s, c) ? shm_text_block(s, t) : 0;
	if (block)
		put(s, c, tagged(SHM_TEXT, block));
}

void shm_put_text(struct shm *s, shm_cell c, const char *text, size_t length)
{
	if (s->alone)
		shm_fail(s, SHM_AGAIN);
	else
		put_text(s, c, &(struct shm_text){.bytes = text, .length = length});
}

enum shm_result shm_write(struct shm *s, shm_cell c, const char *text, size_t length,
			  struct shm_seen *seen)
{
	struct shm_text t = {.bytes = text, .length = length};
	enum shm_result r = shm_lay(s, &t);
	if (r == SHM_OK)
		r = shm_begin(s);
	if (r == SHM_OK) {
		put_text(s, c, &t);
		*seen = shm_see(s, c);
		r = shm_commit(s);
	}
	shm_settle(s, &t);
	return r;
}

void shm_remove_cell(struct shm *s, shm_cell c)
{
	uint64_t word = is_cell(s, c) ? shm_guard(s, c) : 0;
	if (kind_of(word) == SHM_TEXT)
		shm_give_block(s, block_of(word), shm_text_size(s, block_of(word)));
	shm_give_block(s, c, CELL_SIZE);
}

/* --- reading --- */

/* Copies out of the segment; false: it is not in there. */
static bool copy_out(struct shm *s, uint64_t bytes, uint64_t length, struct shm_value *v,
		     shm_allocator allocator, void *context)
{
	if (!shm_is_inside(s, bytes, length))
		return false;
	v->length = length;
	v->text = allocator(context, length + 1);
	if (!v->text)
		return true;
	memcpy(v->text, bytes_at(s, bytes), length);
	v->text[length] = '\0';
	return true;
}

/* What a step reads stays as it is until the step ends. */
static uint64_t cell_word(struct shm *s, shm_cell c)
{
	if (s->alone == c)
		return s->new_word;
	return s->in_step ? shm_guard(s, c) : shm_word(s, c + CELL_WORD);
}

/* One look at a cell; SHM_DAMAGED may also mean that it was just being changed.  The version is
 * read first and written first: if both are as they were, so was the text. */
static enum shm_result look(struct shm *s, shm_cell c, struct shm_value *v, shm_allocator allocator,
			    void *context)
{
	uint64_t version = shm_word(s, c + CELL_VERSION), word = cell_word(s, c);
	*v = (struct shm_value){.kind = kind_of(word),
				.seen = {word & ~(uint64_t)GUARDED, version}};
	if (v->kind == SHM_INTEGER)
		v->integer = integer_of(word);
	if (v->kind != SHM_TEXT)
		return SHM_OK;
	uint64_t block = block_of(word);
	if (!shm_is_block(s, block, TEXT_BYTES) ||
	    !copy_out(s, block + TEXT_BYTES, shm_word(s, block + TEXT_LENGTH), v, allocator,
		      context))
		return SHM_DAMAGED;
	atomic_thread_fence(memory_order_acquire);
	return shm_word(s, c + CELL_VERSION) == version && shm_word(s, c + CELL_WORD) == word
		       ? SHM_OK
		       : SHM_DAMAGED;
}

enum shm_result shm_read(struct shm *s, shm_cell c, struct shm_value *v, shm_allocator allocator,
			 void *context)
{
	*v = (struct shm_value){.kind = SHM_UNSET};
	if (!shm_is_intact(s) || !shm_is_block(s, c, CELL_SIZE))
		return SHM_DAMAGED;
	if (s->in_step)
		return look(s, c, v, allocator, context);
	for (int i = 0; i < READ_TRIES; i++)
		if (look(s, c, v, allocator, context) == SHM_OK)
			return shm_is_intact(s) ? SHM_OK : SHM_DAMAGED;
	enum shm_result r = shm_begin(s);
	if (r != SHM_OK)
		return r;
	r = look(s, c, v, allocator, context);
	shm_cancel(s);
	return r;
}

struct shm_seen shm_see(struct shm *s, shm_cell c)
{
	if (!shm_is_block(s, c, CELL_SIZE))
		return (struct shm_seen){0, 0};
	uint64_t version = shm_word(s, c + CELL_VERSION);
	return (struct shm_seen){cell_word(s, c) & ~(uint64_t)GUARDED, version};
}

const _Atomic uint64_t *shm_watch(struct shm *s, shm_cell c)
{
	_Static_assert(CELL_VERSION == CELL_WORD + 8, "shm_is_same() finds both");
	return shm_is_block(s, c, CELL_SIZE) ? shm_at(s, c + CELL_WORD) : NULL;
}

bool shm_begin_alone(struct shm *s, shm_cell c)
{
	if (!shm_is_intact(s) || !shm_is_block(s, c, CELL_SIZE))
		return false;
	uint64_t word = shm_word(s, c + CELL_WORD);
	if (kind_of(word) != SHM_INTEGER || (word & GUARDED))
		return false;
	s->failed = SHM_OK;
	s->alone = c;
	s->old_word = s->new_word = word;
	return true;
}

/* --- locks --- */

bool shm_lock_of(struct shm *s, shm_cell c, struct robust_at *at)
{
	if (!shm_is_intact(s) || !shm_is_block(s, c, CELL_SIZE))
		return false;
	*at = (struct robust_at){(struct robust *)(void *)bytes_at(s, c + CELL_LOCK), s->fd,
				 c + CELL_LOCK};
	return true;
}

/* --- queues --- */

#define CLOSED (UINT64_C(1) << 63)

bool shm_queue_look(struct shm *s, shm_cell c, struct shm_queue *q)
{
	if (!is_cell(s, c) || kind_of(shm_word(s, c + CELL_WORD)) != SHM_QUEUE)
		return false;
	uint64_t limit = shm_word(s, c + CELL_LIMIT);
	*q = (struct shm_queue){shm_word(s, c + CELL_COUNT), limit & ~CLOSED,
				(limit & CLOSED) != 0};
	return true;
}

void shm_queue_set(struct shm *s, shm_cell c, uint64_t limit, bool closed)
{
	struct shm_queue q;
	if (shm_queue_look(s, c, &q))
		shm_change(s, c + CELL_LIMIT, (limit & ~CLOSED) | (closed ? CLOSED : 0));
}

/* Where only a queue can be. */
static bool is_queue(struct shm *s, shm_cell c, struct shm_queue *q)
{
	bool is = shm_queue_look(s, c, q);
	if (!is)
		shm_fail(s, SHM_DAMAGED);
	return is;
}

bool shm_push(struct shm *s, shm_cell c, const struct shm_text *t)
{
	struct shm_queue q;
	if (!is_queue(s, c, &q) || q.closed || (q.limit && q.count >= q.limit))
		return false;
	uint64_t item = shm_text_block(s, t), tail = shm_word(s, c + CELL_TAIL);
	if (!item)
		return false;
	if (q.count && shm_is_block(s, tail, TEXT_BYTES))
		shm_change(s, tail + TEXT_NEXT, item);
	else
		shm_change(s, c + CELL_WORD, tagged(SHM_QUEUE, item));
	shm_change(s, c + CELL_TAIL, item);
	shm_change(s, c + CELL_COUNT, q.count + 1);
	return s->failed == SHM_OK;
}

/* The block of the first item; 0: there is none. */
static uint64_t first_item(struct shm *s, shm_cell c, struct shm_queue *q)
{
	if (!is_queue(s, c, q) || q->count == 0)
		return 0;
	uint64_t item = block_of(shm_word(s, c + CELL_WORD));
	if (shm_is_block(s, item, TEXT_BYTES))
		return item;
	shm_fail(s, SHM_DAMAGED);
	return 0;
}

/* Takes it out of the queue; its block is not free yet. */
static void unlink_item(struct shm *s, shm_cell c, uint64_t item, uint64_t count)
{
	shm_change(s, c + CELL_WORD, tagged(SHM_QUEUE, block_of(shm_word(s, item + TEXT_NEXT))));
	shm_change(s, c + CELL_COUNT, count - 1);
}

bool shm_drop_item(struct shm *s, shm_cell c)
{
	struct shm_queue q;
	uint64_t item = first_item(s, c, &q);
	if (!item)
		return false;
	unlink_item(s, c, item, q.count);
	shm_give_block(s, item, shm_text_size(s, item));
	return s->failed == SHM_OK;
}

bool shm_pop(struct shm *s, shm_cell c, struct shm_text *t, shm_allocator allocator, void *context)
{
	struct shm_queue q;
	uint64_t item = first_item(s, c, &q);
	if (!item)
		return false;
	t->length = shm_word(s, item + TEXT_LENGTH);
	if (!shm_is_inside(s, item + TEXT_BYTES, t->length)) {
		shm_fail(s, SHM_DAMAGED);
		return false;
	}
	t->to = allocator(context, t->length + 1);
	if (!t->to)
		return false;
	unlink_item(s, c, item, q.count);
	shm_lift(s, t, item);
	return s->failed == SHM_OK;
}
