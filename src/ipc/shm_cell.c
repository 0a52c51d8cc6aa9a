#include "ipc/shm_layout.h"

#include <limits.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	SMALLEST = 6, /* blocks of 2^6 bytes */
	LINK = 8,     /* bytes before each, for the list of free blocks */
	TRIES = 100,
};

enum cell_word {
	VERSION,
	KIND,
	VALUE,
	HEAD = VALUE,
	LENGTH,
	TAIL = LENGTH,
	COUNT,
	LIMIT,
	OWNER,
	CLOSED,
	CELL_WORDS
};

enum {
	CELL_SIZE = CELL_WORDS * 8,
	NAME_NEXT = CELL_SIZE,
	NAME_LENGTH = NAME_NEXT + 8,
	NAME_BYTES = NAME_LENGTH + 8,
	NODE_SIZE = 16, /* before the bytes of a queue's item */
};

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
	}
	return "store is damaged";
}

/* --- the segment --- */

static bool is_block(struct shm *s, uint64_t offset, uint64_t length)
{
	return offset >= HEADER && shm_is_inside(s, offset, length);
}

static _Atomic uint64_t *word_at(struct shm *s, uint64_t offset)
{
	return (_Atomic uint64_t *)((char *)s->header + offset);
}

static char *bytes_at(struct shm *s, uint64_t offset)
{
	return (char *)s->header + offset;
}

static bool is_intact(const struct shm *s)
{
	return !s->region.lost &&
	       atomic_load_explicit(&s->header->magic, memory_order_relaxed) == SHM_MAGIC;
}

/* --- steps --- */

static void fail(struct shm *s, enum shm_result why)
{
	if (s->failed == SHM_OK)
		s->failed = why;
}

/* A word as the step has it: what it changed last, or what is there. */
static uint64_t word(struct shm *s, uint64_t offset)
{
	for (uint32_t i = s->change_count; i-- > 0;)
		if (s->changes[i].offset == offset)
			return s->changes[i].word;
	return atomic_load_explicit(word_at(s, offset), memory_order_acquire);
}

static void change(struct shm *s, uint64_t offset, uint64_t to)
{
	if (s->change_count == LOG_WORDS)
		fail(s, SHM_LONG);
	else
		s->changes[s->change_count++] = (struct change){offset, to};
}

static void apply(struct shm *s, const struct change *changes, uint64_t count)
{
	for (uint64_t i = 0; i < count; i++) {
		uint64_t offset = changes[i].offset;
		bool in_header = offset >= offsetof(struct header, top) &&
				 offset < offsetof(struct header, log_count);
		if (is_block(s, offset, 8) || (in_header && offset % 8 == 0))
			atomic_store_explicit(word_at(s, offset), changes[i].word,
					      memory_order_release);
	}
}

static void announce(struct shm *s)
{
	struct header *h = s->header;
	atomic_fetch_add(&h->generation, 1);
	if (atomic_load(&h->sleepers))
		(void)syscall(SYS_futex, &h->generation, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

/* What the last owner committed and did not finish. */
static void finish_record(struct shm *s)
{
	struct header *h = s->header;
	uint64_t count = atomic_load(&h->log_count);
	if (count == 0)
		return;
	apply(s, h->log, count < LOG_WORDS ? count : LOG_WORDS);
	announce(s);
	atomic_store(&h->log_count, 0);
}

enum shm_result shm_begin(struct shm *s)
{
	if (!is_intact(s))
		return SHM_DAMAGED;
	if (!shm_lock(&s->guard, &s->header->lock))
		return SHM_BUSY;
	finish_record(s);
	s->in_step = true;
	s->failed = SHM_OK;
	s->change_count = s->given_count = 0;
	return SHM_OK;
}

void shm_cancel(struct shm *s)
{
	s->in_step = false;
	s->change_count = 0;
	shm_unlock(&s->guard, &s->header->lock);
}

bool shm_in_step(const struct shm *s)
{
	return s->in_step;
}

/* --- blocks --- */

static unsigned class_of(uint64_t length)
{
	unsigned c = SMALLEST;
	while (((uint64_t)1 << c) < length)
		c++;
	return c;
}

static uint64_t free_list(unsigned class)
{
	return offsetof(struct header, free) + (class - SMALLEST) * 8;
}

/* A block for `length` bytes; 0: the step failed. */
static uint64_t take_block(struct shm *s, uint64_t length)
{
	if (length > (uint64_t)1 << (SMALLEST + CLASSES - 1)) {
		fail(s, SHM_FULL);
		return 0;
	}
	unsigned class = class_of(length);
	uint64_t size = (uint64_t)1 << class, block = word(s, free_list(class));
	if (block >= HEADER + LINK && is_block(s, block, size)) {
		change(s, free_list(class), word(s, block - LINK));
		return block;
	}
	block = word(s, offsetof(struct header, top)) + LINK;
	if (block < HEADER || block % 8 != 0 || block > s->mapped) {
		fail(s, SHM_DAMAGED);
		return 0;
	}
	if (size > s->mapped - block ||
	    (!shm_is_inside(s, block, size) && !shm_grow(s, block + size))) {
		fail(s, SHM_FULL);
		return 0;
	}
	change(s, offsetof(struct header, top), block + size);
	return block;
}

static void give_block(struct shm *s, uint64_t block, uint64_t length)
{
	if (length > s->mapped || block < HEADER + LINK ||
	    !is_block(s, block, (uint64_t)1 << class_of(length)))
		return;
	if (s->given_count == MOST_GIVEN)
		fail(s, SHM_LONG);
	else
		s->given[s->given_count++] = (struct given){block, length};
}

static void list_given(struct shm *s)
{
	for (uint32_t i = 0; i < s->given_count; i++) {
		uint64_t list = free_list(class_of(s->given[i].length));
		change(s, s->given[i].block - LINK, word(s, list));
		change(s, list, s->given[i].block);
	}
}

enum shm_result shm_commit(struct shm *s)
{
	struct header *h = s->header;
	list_given(s);
	enum shm_result result = s->failed;
	if (result == SHM_OK && s->change_count) {
		memcpy(h->log, s->changes, s->change_count * sizeof *s->changes);
		atomic_store(&h->log_count, s->change_count);
		apply(s, s->changes, s->change_count);
		announce(s);
		atomic_store(&h->log_count, 0);
	}
	shm_cancel(s);
	return is_intact(s) ? result : SHM_DAMAGED;
}

/* Readers of what this block once held must see that it was given back, before it is written. */
static void fill(struct shm *s, uint64_t at, const char *bytes, size_t length)
{
	atomic_thread_fence(memory_order_seq_cst);
	if (length)
		memcpy(bytes_at(s, at), bytes, length);
}

/* --- cells --- */

static bool is_cell(struct shm *s, shm_cell c)
{
	if (is_block(s, c, CELL_SIZE))
		return true;
	fail(s, SHM_DAMAGED);
	return false;
}

static uint64_t field(struct shm *s, shm_cell c, enum cell_word w)
{
	return word(s, c + (uint64_t)w * 8);
}

static void set_field(struct shm *s, shm_cell c, enum cell_word w, uint64_t to)
{
	change(s, c + (uint64_t)w * 8, to);
}

/* Around the changes of a cell, so that who reads it without the lock notices. */
static void begin_cell(struct shm *s, shm_cell c)
{
	set_field(s, c, VERSION, field(s, c, VERSION) | 1);
}

static void end_cell(struct shm *s, shm_cell c)
{
	set_field(s, c, VERSION, (field(s, c, VERSION) | 1) + 1);
}

static shm_cell add_cell(struct shm *s, enum shm_kind kind, uint64_t size)
{
	shm_cell c = take_block(s, size);
	if (!c)
		return 0;
	set_field(s, c, KIND, kind);
	for (enum cell_word w = VALUE; w < CELL_WORDS; w++)
		set_field(s, c, w, 0);
	end_cell(s, c);
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
	return offsetof(struct header, names) + hash % BUCKETS * 8;
}

static bool has_name(struct shm *s, shm_cell c, const char *name, size_t length)
{
	return word(s, c + NAME_LENGTH) == length &&
	       is_block(s, c, (uint64_t)NAME_BYTES + length) &&
	       memcmp(bytes_at(s, c + NAME_BYTES), name, length) == 0;
}

shm_cell shm_find(struct shm *s, const char *name, size_t length)
{
	shm_cell c = word(s, bucket_of(name, length));
	for (uint64_t i = s->mapped / CELL_SIZE; i > 0 && is_block(s, c, NAME_BYTES); i--) {
		if (has_name(s, c, name, length))
			return c;
		c = word(s, c + NAME_NEXT);
	}
	if (c)
		fail(s, SHM_DAMAGED);
	return 0;
}

shm_cell shm_add_named(struct shm *s, enum shm_kind kind, const char *name, size_t length)
{
	uint64_t bucket = bucket_of(name, length);
	shm_cell c = add_cell(s, kind, NAME_BYTES + length);
	if (!c)
		return 0;
	change(s, c + NAME_LENGTH, length);
	change(s, c + NAME_NEXT, word(s, bucket));
	change(s, bucket, c);
	fill(s, c + NAME_BYTES, name, length);
	return c;
}

shm_cell shm_next(struct shm *s, shm_cell c, unsigned *bucket)
{
	if (c && is_block(s, c, NAME_BYTES))
		c = word(s, c + NAME_NEXT);
	while (!is_block(s, c, NAME_BYTES) && *bucket < BUCKETS)
		c = word(s, offsetof(struct header, names) + 8 * (uint64_t)(*bucket)++);
	return is_block(s, c, NAME_BYTES) ? c : 0;
}

size_t shm_name(struct shm *s, shm_cell c, char *name, size_t room)
{
	uint64_t length = is_block(s, c, NAME_BYTES) ? word(s, c + NAME_LENGTH) : 0;
	if (length >= room || !is_block(s, c, NAME_BYTES + length))
		return 0;
	memcpy(name, bytes_at(s, c + NAME_BYTES), length);
	name[length] = '\0';
	return length;
}

/* --- values --- */

static void put(struct shm *s, shm_cell c, enum shm_kind kind, uint64_t value, uint64_t length)
{
	uint64_t old = field(s, c, VALUE), old_length = field(s, c, LENGTH);
	bool had_block = field(s, c, KIND) == SHM_TEXT;
	begin_cell(s, c);
	set_field(s, c, KIND, kind);
	set_field(s, c, VALUE, value);
	set_field(s, c, LENGTH, length);
	end_cell(s, c);
	if (had_block)
		give_block(s, old, old_length);
}

static bool is_variable(struct shm *s, shm_cell c)
{
	if (!is_cell(s, c))
		return false;
	uint64_t kind = field(s, c, KIND);
	if (kind >= SHM_UNSET && kind <= SHM_TEXT)
		return true;
	fail(s, SHM_DAMAGED);
	return false;
}

void shm_put_integer(struct shm *s, shm_cell c, int64_t value)
{
	if (is_variable(s, c))
		put(s, c, SHM_INTEGER, (uint64_t)value, 0);
}

void shm_put_text(struct shm *s, shm_cell c, const char *text, size_t length)
{
	uint64_t block = is_variable(s, c) ? take_block(s, length) : 0;
	if (!block)
		return;
	fill(s, block, text, length);
	put(s, c, SHM_TEXT, block, length);
}

/* Copies out of the segment; false: it is not in there. */
static bool copy_out(struct shm *s, uint64_t block, uint64_t length, struct shm_value *v,
		     shm_allocator allocator, void *context)
{
	if (!is_block(s, block, length))
		return false;
	v->length = length;
	v->text = allocator(context, length + 1);
	if (!v->text)
		return true;
	memcpy(v->text, bytes_at(s, block), length);
	v->text[length] = '\0';
	return true;
}

/* One look at a cell; SHM_DAMAGED may also mean that it was just being changed. */
static enum shm_result look(struct shm *s, shm_cell c, struct shm_value *v, shm_allocator allocator,
			    void *context)
{
	uint64_t version = field(s, c, VERSION), kind = field(s, c, KIND);
	uint64_t value = field(s, c, VALUE), length = field(s, c, LENGTH);
	*v = (struct shm_value){.version = version, .integer = (int64_t)value};
	if ((version & 1) || kind < SHM_UNSET || kind > SHM_QUEUE)
		return SHM_DAMAGED;
	v->kind = (enum shm_kind)kind;
	if (kind == SHM_TEXT && !copy_out(s, value, length, v, allocator, context))
		return SHM_DAMAGED;
	atomic_thread_fence(memory_order_acquire);
	return field(s, c, VERSION) == version ? SHM_OK : SHM_DAMAGED;
}

enum shm_result shm_read(struct shm *s, shm_cell c, struct shm_value *v, shm_allocator allocator,
			 void *context)
{
	*v = (struct shm_value){.kind = SHM_UNSET};
	if (!is_intact(s) || !is_block(s, c, CELL_SIZE))
		return SHM_DAMAGED;
	if (s->in_step)
		return look(s, c, v, allocator, context);
	for (int i = 0; i < TRIES; i++)
		if (look(s, c, v, allocator, context) == SHM_OK)
			return is_intact(s) ? SHM_OK : SHM_DAMAGED;
	enum shm_result r = shm_begin(s);
	if (r != SHM_OK)
		return r;
	r = look(s, c, v, allocator, context);
	shm_cancel(s);
	return r;
}

uint64_t shm_version(struct shm *s, shm_cell c)
{
	return is_block(s, c, CELL_SIZE) ? field(s, c, VERSION) : 0;
}

uint64_t shm_owner(struct shm *s, shm_cell c)
{
	return is_cell(s, c) ? field(s, c, OWNER) : 0;
}

void shm_set_owner(struct shm *s, shm_cell c, uint64_t owner)
{
	if (is_cell(s, c))
		set_field(s, c, OWNER, owner);
}

/* --- queues: items linked from head to tail, each (next, length, bytes) --- */

static bool is_queue(struct shm *s, shm_cell c)
{
	return is_cell(s, c) && field(s, c, KIND) == SHM_QUEUE;
}

bool shm_queue_look(struct shm *s, shm_cell c, struct shm_queue *q)
{
	if (!is_queue(s, c))
		return false;
	*q = (struct shm_queue){field(s, c, COUNT), field(s, c, LIMIT), field(s, c, CLOSED) != 0};
	return true;
}

void shm_queue_set(struct shm *s, shm_cell c, uint64_t limit, bool closed)
{
	if (!is_queue(s, c))
		return;
	set_field(s, c, LIMIT, limit);
	set_field(s, c, CLOSED, closed);
}

bool shm_push(struct shm *s, shm_cell c, const char *text, size_t length)
{
	struct shm_queue q;
	if (!shm_queue_look(s, c, &q) || q.closed || (q.limit && q.count >= q.limit))
		return false;
	uint64_t item = take_block(s, NODE_SIZE + length), tail = field(s, c, TAIL);
	if (!item)
		return false;
	change(s, item, 0);
	change(s, item + 8, length);
	fill(s, item + NODE_SIZE, text, length);
	if (q.count && is_block(s, tail, NODE_SIZE))
		change(s, tail, item);
	else
		set_field(s, c, HEAD, item);
	set_field(s, c, TAIL, item);
	set_field(s, c, COUNT, q.count + 1);
	return s->failed == SHM_OK;
}

bool shm_pop(struct shm *s, shm_cell c, struct shm_value *v, shm_allocator allocator, void *context)
{
	struct shm_queue q;
	if (!shm_queue_look(s, c, &q) || q.count == 0)
		return false;
	uint64_t item = field(s, c, HEAD);
	uint64_t length = is_block(s, item, NODE_SIZE) ? word(s, item + 8) : UINT64_MAX;
	*v = (struct shm_value){.kind = SHM_TEXT};
	if (!copy_out(s, item + NODE_SIZE, length, v, allocator, context)) {
		fail(s, SHM_DAMAGED);
		return false;
	}
	set_field(s, c, HEAD, word(s, item));
	set_field(s, c, COUNT, q.count - 1);
	give_block(s, item, NODE_SIZE + length);
	return s->failed == SHM_OK;
}

/* --- sleeping --- */

uint32_t shm_generation(struct shm *s)
{
	return atomic_load(&s->header->generation);
}

/* A handler that runs before the sleep has begun has set signal_arrived, so that it does not begin;
 * one that runs later ends it. */
void shm_sleep(struct shm *s, uint32_t seen, int ms)
{
	struct header *h = s->header;
	atomic_fetch_add(&h->sleepers, 1);
	shm_futex_sleep(&h->generation, seen, ms);
	atomic_fetch_sub(&h->sleepers, 1);
}
