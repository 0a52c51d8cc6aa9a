/* The hottest code of the shell: `i=$((i+1))`, `s=$s...`, `x=$y` and `for` must cost nanoseconds.
 * So a value's memory is used again, a number stays a number until somebody wants text, and what
 * is rare (exported, readonly, owned, logged) is one test away from what is not. */
#include "state/var.h"

#include "base/buf.h"
#include "lang/arith.h"
#include "state/array.h"
#include "state/frame.h"
#include "state/shell.h"

#include <stdlib.h>
#include <string.h>

enum {
	VALUE_FLAGS = VAR_SET | VAR_TEXT | VAR_INTEGER | VAR_NOT_INTEGER | VAR_LOST,
	TEXT_FLAGS = VAR_SET | VAR_TEXT,
	INTEGER_ROOM = 24, /* INT64_MIN has 20 characters */
};

/* True if writing `v` concerns nobody else. */
static inline bool is_plain(const struct shell *sh, const struct variable *v)
{
	return v && !(v->flags & VAR_ATTRIBUTES) && !v->hooks && !sh->options[OPT_ALLEXPORT] &&
	       !frame_snapshot(sh);
}

void var_clear_text(struct variable *v)
{
	if (v->capacity)
		mem_free(v->text);
	v->text = NULL;
	v->length = v->capacity = 0;
	v->flags &= ~(uint32_t)VALUE_FLAGS;
}

void var_clear(struct variable *v)
{
	var_clear_text(v);
	array_free(v->array);
	v->array = NULL;
}

struct variable *var_cell(struct shell *sh, struct name *n)
{
	if (n->variable)
		return n->variable;
	struct arena_mark mark = arena_mark(&sh->variables);
	struct variable *v = arena_zero(&sh->variables, sizeof *v);
	if (!v) {
		arena_reset(&sh->variables, mark);
		return NULL;
	}
	v->name = n;
	n->variable = v;
	return v;
}

/* Room for `length` bytes and a NUL, doubling so that appending stays linear.  The old text is
 * kept in it with `keep`.  The old block is returned in *old for the caller to free when it has
 * read what may have stood there. */
static bool make_room(struct variable *v, size_t length, bool keep, char **old)
{
	*old = NULL;
	if (length < v->capacity)
		return true;
	if (length > SIZE_MAX / 2 - INTEGER_ROOM)
		return false;
	size_t capacity = keep ? length + length / 2 : length;
	capacity = (capacity + INTEGER_ROOM) & ~(size_t)7;
	char *text = mem_alloc(capacity);
	if (!text)
		return false;
	if (keep && v->length)
		memcpy(text, v->text, v->length);
	if (v->capacity)
		*old = v->text;
	v->text = text;
	v->capacity = capacity;
	return true;
}

bool var_store(struct variable *v, const char *text, size_t length)
{
	char *old;
	if (!make_room(v, length, false, &old))
		return false;
	if (length)
		memmove(v->text, text, length);
	v->text[length] = '\0';
	v->length = length;
	v->flags = (v->flags & ~(uint32_t)VALUE_FLAGS) | TEXT_FLAGS;
	mem_free(old);
	return true;
}

char *var_reserve(struct variable *v, size_t length)
{
	char *old;
	if (!make_room(v, length, false, &old))
		return NULL;
	mem_free(old);
	return v->text;
}

void var_store_integer(struct variable *v, int64_t value)
{
	v->integer = value;
	v->flags = (v->flags & ~(uint32_t)VALUE_FLAGS) | VAR_SET | VAR_INTEGER;
}

/* Writes `v`'s integer as its text.  False: no memory.  Apart: who reads a text that is there needs
 * no frame for this. */
__attribute__((noinline)) static bool format_integer(struct variable *v)
{
	char digits[INTEGER_ROOM], *at = digits + sizeof digits;
	uint64_t rest = v->integer < 0 ? -(uint64_t)v->integer : (uint64_t)v->integer;
	do
		*--at = (char)('0' + rest % 10);
	while (rest /= 10);
	if (v->integer < 0)
		*--at = '-';
	size_t length = (size_t)(digits + sizeof digits - at);
	char *old;
	if (!make_room(v, length, false, &old))
		return false;
	mem_free(old);
	memcpy(v->text, at, length);
	v->text[length] = '\0';
	v->length = length;
	v->flags |= VAR_TEXT;
	return true;
}

const char *var_value_slow(struct shell *sh, struct variable *v, size_t *length)
{
	if (v->hooks && v->hooks->get)
		v->hooks->get(sh, v);
	if (!(v->flags & VAR_SET))
		return NULL;
	if (!(v->flags & VAR_TEXT) && !format_integer(v)) {
		(void)shell_no_memory(sh);
		return NULL;
	}
	*length = v->length;
	return v->text;
}

const char *var_get(struct shell *sh, const struct name *n)
{
	size_t length;
	return var_text(sh, n->variable, &length);
}

const char *var_get_by(struct shell *sh, const char *name)
{
	const struct name *n = name_find(sh->names, name, strlen(name));
	return n ? var_get(sh, n) : NULL;
}

/* Most values that are read as numbers are short and decimal. */
static bool short_decimal(const char *text, size_t length, int64_t *value)
{
	bool negative = length > 1 && *text == '-';
	const char *digit = text + negative, *end = text + length;
	if (digit == end || end - digit > 18 || (*digit == '0' && end - digit > 1))
		return false;
	int64_t number = 0;
	for (; digit < end; digit++) {
		unsigned d = (unsigned char)*digit - '0';
		if (d > 9)
			return false;
		number = number * 10 + d;
	}
	*value = negative ? -number : number;
	return true;
}

bool var_integer_slow(struct shell *sh, struct variable *v, int64_t *value)
{
	if (v->hooks && v->hooks->get)
		v->hooks->get(sh, v);
	if (!(v->flags & VAR_SET) || (v->flags & VAR_NOT_INTEGER))
		return false;
	if (!(v->flags & VAR_INTEGER)) {
		if (!short_decimal(v->text, v->length, &v->integer) &&
		    !arith_constant(v->text, v->length, &v->integer)) {
			v->flags |= VAR_NOT_INTEGER;
			return false;
		}
		v->flags |= VAR_INTEGER;
	}
	*value = v->integer;
	return true;
}

bool var_explain(struct shell *sh, struct variable *v)
{
	if (!var_is_lost(v))
		return true;
	v->hooks->explain(sh, v);
	return false;
}

void var_let_go(struct shell *sh, struct variable *v)
{
	/* A snapshot's log has a copy of it. */
	if (v->hooks && v->hooks->let_go && !frame_snapshot(sh))
		v->hooks->let_go(sh, v);
}

bool var_refuse(struct shell *sh, const struct name *n)
{
	shell_error(sh, "%s: is readonly", n->text);
	sh->status = 1;
	return false;
}

void var_changed(struct shell *sh, struct variable *v)
{
	if (v->flags & VAR_EXPORT)
		sh->environment_stale = true;
	if (v->hooks && v->hooks->changed)
		v->hooks->changed(sh, v->name);
}

/* LINENO loses its meaning when it is assigned or unset (XCU 2.5.3), and so does whatever else
 * is made before it is read. */
static void drop_getter(struct variable *v)
{
	if (v->hooks && v->hooks->get)
		v->hooks = NULL;
}

static bool is_kept_elsewhere(const struct variable *v)
{
	return v->hooks && v->hooks->set;
}

struct variable *var_begin_write(struct shell *sh, struct name *n)
{
	struct variable *v = var_cell(sh, n);
	if (v && (v->flags & VAR_READONLY)) {
		(void)var_refuse(sh, n);
		return NULL;
	}
	if (!v || !var_log(sh, v)) {
		(void)shell_no_memory(sh);
		return NULL;
	}
	if (!is_kept_elsewhere(v))
		drop_getter(v);
	if (sh->options[OPT_ALLEXPORT])
		v->flags |= VAR_EXPORT;
	return v;
}

bool var_set(struct shell *sh, struct name *n, const char *text, size_t length)
{
	struct variable *v = n->variable;
	if (__builtin_expect(is_plain(sh, v) && length < v->capacity, true)) {
		if (length)
			memmove(v->text, text, length);
		v->text[length] = '\0';
		v->length = length;
		v->flags = TEXT_FLAGS;
		return true;
	}
	v = var_begin_write(sh, n);
	if (!v)
		return false;
	if (v->flags & VAR_TRANSFORMS) {
		struct assigned a = {text, length, false};
		if (!var_transform(sh, v, NULL, 0, &a))
			return false;
		text = a.text;
		length = a.length;
	}
	if (is_kept_elsewhere(v)) {
		if (!v->hooks->set(sh, v, text ? text : "", length, 0))
			return false;
	} else if (!var_store(v, text, length)) {
		return shell_no_memory(sh);
	}
	var_changed(sh, v);
	return true;
}

bool var_set_integer(struct shell *sh, struct name *n, int64_t value)
{
	struct variable *v = n->variable;
	if (__builtin_expect(is_plain(sh, v), true)) {
		v->integer = value;
		v->flags = VAR_SET | VAR_INTEGER;
		return true;
	}
	v = var_begin_write(sh, n);
	if (!v)
		return false;
	if (!is_kept_elsewhere(v))
		var_store_integer(v, value);
	else if (!v->hooks->set(sh, v, NULL, 0, value))
		return false;
	var_changed(sh, v);
	return true;
}

/* `text` may stand in the old value: that is freed last. */
static bool append(struct variable *v, const char *text, size_t length)
{
	char *old;
	size_t whole = v->length + length;
	if (whole < length || !make_room(v, whole, true, &old))
		return false;
	if (length)
		memmove(v->text + v->length, text, length);
	v->text[whole] = '\0';
	v->length = whole;
	v->flags = (v->flags & ~(uint32_t)VALUE_FLAGS) | TEXT_FLAGS;
	mem_free(old);
	return true;
}

bool var_append(struct shell *sh, struct name *n, const char *text, size_t length)
{
	struct variable *v = n->variable;
	bool plain = is_plain(sh, v);
	size_t old_length;
	const char *old = v ? var_text(sh, v, &old_length) : NULL;
	if (!old)
		return var_set(sh, n, text, length);
	if ((v->flags & VAR_TRANSFORMS) && !(v->flags & VAR_READONLY)) {
		struct assigned a = {text, length, true};
		if (!var_transform(sh, v, old, old_length, &a))
			return false;
		if (!a.append)
			return var_set(sh, n, a.text, a.length);
		text = a.text;
		length = a.length;
	}
	if (is_kept_elsewhere(v)) {
		char *whole = shell_alloc(sh, old_length + length);
		if (!whole)
			return shell_no_memory(sh);
		memcpy(whole, old, old_length);
		memcpy(whole + old_length, text, length);
		return var_set(sh, n, whole, old_length + length);
	}
	if (!plain) {
		v = var_begin_write(sh, n);
		if (!v)
			return false;
	}
	if (!append(v, text, length))
		return shell_no_memory(sh);
	if (!plain)
		var_changed(sh, v);
	return true;
}

bool var_set_by(struct shell *sh, const char *name, const char *text)
{
	struct name *n = name_intern(sh->names, name, strlen(name));
	return n ? var_set(sh, n, text, strlen(text)) : shell_no_memory(sh);
}

bool var_unset(struct shell *sh, struct name *n)
{
	struct variable *v = n->variable;
	if (!v)
		return true;
	if (v->flags & VAR_READONLY)
		return var_refuse(sh, n);
	if (!var_log(sh, v))
		return shell_no_memory(sh);
	var_let_go(sh, v);
	drop_getter(v);
	uint32_t flags = v->flags;
	var_clear(v);
	v->flags = 0;
	if (flags & VAR_EXPORT)
		sh->environment_stale = true;
	var_changed(sh, v);
	return true;
}

bool var_mark(struct shell *sh, struct name *n, uint32_t flags)
{
	struct variable *v = var_cell(sh, n);
	if (!v || !var_log(sh, v))
		return shell_no_memory(sh);
	if ((flags & VAR_EXPORT) && !(v->flags & VAR_EXPORT))
		sh->environment_stale = true;
	/* The newer of two that exclude each other counts. */
	if (flags & (VAR_LOWER | VAR_UPPER))
		v->flags &= ~(uint32_t)(VAR_LOWER | VAR_UPPER);
	v->flags |= flags & (VAR_ATTRIBUTES | VAR_DECLARED);
	return true;
}

bool var_unmark(struct shell *sh, struct name *n, uint32_t flags)
{
	struct variable *v = var_cell(sh, n);
	if (!v || !var_log(sh, v))
		return shell_no_memory(sh);
	if (flags & VAR_EXPORT)
		sh->environment_stale = true;
	v->flags &= ~(flags & VAR_ATTRIBUTES);
	return true;
}

bool var_own(struct shell *sh, const char *name, const struct var_hooks *hooks)
{
	struct name *n = name_intern(sh->names, name, strlen(name));
	struct variable *v = n ? var_cell(sh, n) : NULL;
	if (v)
		v->hooks = hooks;
	return v != NULL;
}

bool var_share(struct shell *sh, struct name *n, const struct var_hooks *hooks, uint32_t word)
{
	struct variable *v = var_begin_write(sh, n);
	if (!v)
		return false;
	var_let_go(sh, v);
	var_clear(v);
	v->hooks = hooks;
	v->owner_word = word;
	var_changed(sh, v);
	return true;
}

/* Variables that have something, in two passes: count, then take. */
struct gathering {
	uint32_t flags;
	struct variable **list; /* NULL in the first pass */
	size_t count;
};

static void gather(struct name *n, void *context)
{
	struct gathering *g = context;
	struct variable *v = n->variable;
	if (!v || !(g->flags ? v->flags & g->flags : v->array || (v->flags & VAR_SET)))
		return;
	if (g->list)
		g->list[g->count] = v;
	g->count++;
}

static int by_name(const void *a, const void *b)
{
	const struct variable *x = *(struct variable *const *)a;
	const struct variable *y = *(struct variable *const *)b;
	return strcmp(x->name->text, y->name->text);
}

struct variable **var_list(struct shell *sh, uint32_t flags, size_t *count)
{
	struct gathering g = {.flags = flags};
	name_each(sh->names, gather, &g);
	g.list = shell_alloc(sh, (g.count + 1) * sizeof *g.list);
	if (!g.list)
		return NULL;
	*count = g.count;
	g.count = 0;
	name_each(sh->names, gather, &g);
	qsort(g.list, *count, sizeof *g.list, by_name);
	return g.list;
}

bool var_export_by(struct shell *sh, const char *name, const char *text)
{
	struct name *n = name_intern(sh->names, name, strlen(name));
	if (!n)
		return shell_no_memory(sh);
	return var_set(sh, n, text, strlen(text)) && var_mark(sh, n, VAR_EXPORT);
}
