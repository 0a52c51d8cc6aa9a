#include "state/var_array.h"

#include "base/buf.h"
#include "base/name.h"
#include "base/out.h"
#include "state/shell.h"
#include "state/var.h"

#include <string.h>

/* --- reading --- */

static bool is_first(const struct subscript *s)
{
	return s->key ? strcmp(s->key, "0") == 0 : s->index == 0;
}

bool var_is_keyed(const struct variable *v)
{
	return v && v->array && v->array->keyed;
}

/* Has a getter make what it makes; true if there is a value of the variable itself. */
static bool has_own(struct shell *sh, struct variable *v)
{
	size_t length;
	return var_text(sh, v, &length) != NULL;
}

int64_t var_end(struct shell *sh, struct variable *v)
{
	bool own = has_own(sh, v);
	const struct array *a = v ? v->array : NULL;
	if (a && a->count && !a->keyed)
		return a->elements[a->count - 1].index + 1;
	return own;
}

size_t var_count(struct shell *sh, struct variable *v)
{
	size_t own = has_own(sh, v);
	return own + (v && v->array ? v->array->count : 0);
}

const char *var_element(struct shell *sh, struct variable *v, const struct subscript *s,
			size_t *length)
{
	struct subscript at = *s;
	if (!v)
		return NULL;
	if (!at.key && at.index < 0)
		at.index += var_end(sh, v);
	if (is_first(&at))
		return var_text(sh, v, length);
	(void)has_own(sh, v);
	size_t position;
	if (at.index < 0 || !v->array || !array_find(v->array, &at, &position))
		return NULL;
	*length = v->array->elements[position].length;
	return v->array->elements[position].text;
}

bool var_next(struct shell *sh, struct variable *v, size_t *position, struct element_value *e)
{
	if (*position == 0) {
		e->text = var_text(sh, v, &e->length);
		e->at = (struct subscript){0, var_is_keyed(v) ? "0" : NULL};
		*position = 1;
		if (e->text)
			return true;
	}
	const struct array *a = v ? v->array : NULL;
	if (!a || *position > a->count)
		return false;
	const struct element *element = &a->elements[(*position)++ - 1];
	*e = (struct element_value){{element->index, element->key}, element->text, element->length};
	return true;
}

/* --- values as a whole --- */

void array_item_add(struct buf *items, const struct array_item *item)
{
	buf_add(items, (const char *)item, sizeof *item);
}

bool array_value_finish(struct shell *sh, const struct buf *items, struct array_value *value)
{
	struct array_item *copy = items->failed ? NULL : shell_alloc(sh, items->length + 1);
	if (!copy)
		return shell_no_memory(sh);
	if (items->length)
		memcpy(copy, items->data, items->length);
	*value = (struct array_value){copy, items->length / sizeof *copy};
	return true;
}

/* --- writing --- */

static bool refuse_shared(struct shell *sh, const struct name *n)
{
	shell_error(sh, "%s: is shared, and cannot be an array", n->text);
	sh->status = 1;
	return false;
}

/* The variable of `n`, ready to be written, as an array.  NULL after a message. */
static struct variable *begin(struct shell *sh, struct name *n)
{
	struct variable *v = var_begin_write(sh, n);
	if (!v)
		return NULL;
	if (v->hooks && v->hooks->set) {
		(void)refuse_shared(sh, n);
		return NULL;
	}
	if (v->array)
		return v;
	v->array = mem_zero(sizeof *v->array);
	if (!v->array) {
		(void)shell_no_memory(sh);
		return NULL;
	}
	return v;
}

bool var_make_array(struct shell *sh, struct name *n, bool keyed)
{
	struct variable *v = begin(sh, n);
	if (!v)
		return false;
	if (v->array->keyed != keyed && v->array->count) {
		shell_error(sh, "%s: is an array of the other kind", n->text);
		sh->status = 1;
		return false;
	}
	v->array->keyed = keyed;
	sh->keyed_arrays |= keyed;
	var_changed(sh, v);
	return true;
}

/* Makes the index of a subscript count from the start.  False after a message.  Behind the largest
 * there must be another, where var_end() ends. */
static bool resolve(struct shell *sh, const struct name *n, struct variable *v, struct subscript *s)
{
	int64_t index = s->index;
	if ((s->key != NULL) != v->array->keyed) {
		shell_error(sh, "%s: %s", n->text,
			    s->key ? "is no associative array" : "is an associative array");
		sh->status = 1;
		return false;
	}
	if (!s->key && index < 0)
		s->index += var_end(sh, v);
	if (s->key || (s->index >= 0 && index < INT64_MAX))
		return true;
	shell_error(sh, "%s[%lld]: %s", n->text, (long long)index,
		    index < 0 ? "before the first element" : "too large an index");
	sh->status = 1;
	return false;
}

bool var_set_element(struct shell *sh, struct name *n, const struct subscript *s, const char *text,
		     size_t length, bool append)
{
	struct subscript at = *s;
	struct variable *v = begin(sh, n);
	if (!v || !resolve(sh, n, v, &at))
		return false;
	if (is_first(&at))
		return append ? var_append(sh, n, text, length) : var_set(sh, n, text, length);
	struct assigned a = {text, length, append};
	if (v->flags & VAR_TRANSFORMS) {
		size_t old_length = 0;
		const char *old = var_element(sh, v, &at, &old_length);
		if (!var_transform(sh, v, old ? old : "", old_length, &a))
			return false;
	}
	if (!array_put(v->array, &at, a.text, a.length, a.append))
		return shell_no_memory(sh);
	var_changed(sh, v);
	return true;
}

/* Without [key]= the elements of an associative array are keys and values by turns. */
static const struct array_item *key_and_value(const struct array_value *value, size_t *i,
					      struct subscript *at, struct array_item *pair)
{
	at->key = value->items[*i].value.text;
	*pair = (struct array_item){.value = {.text = ""}};
	if (*i + 1 < value->count)
		pair->value = value->items[++*i].value;
	return pair;
}

bool var_set_array(struct shell *sh, struct name *n, const struct array_value *value, bool append)
{
	struct variable *v = begin(sh, n);
	struct array_item pair;
	if (!v)
		return false;
	if (!append) {
		var_clear_text(v);
		array_clear(v->array);
		var_changed(sh, v);
	}
	struct subscript next = {var_end(sh, v), NULL};
	for (size_t i = 0; i < value->count; i++) {
		const struct array_item *item = &value->items[i];
		if (item->has_subscript)
			next = item->value.at;
		else if (v->array->keyed)
			item = key_and_value(value, &i, &next, &pair);
		if (!resolve(sh, n, v, &next) || !var_set_element(sh, n, &next, item->value.text,
								  item->value.length, item->append))
			return false;
		next.index++;
	}
	return true;
}

bool var_unset_element(struct shell *sh, struct name *n, const struct subscript *s)
{
	struct subscript at = *s;
	if (!n->variable)
		return true;
	if (!n->variable->array)
		return is_first(&at) || at.index == -1 ? var_unset(sh, n) : true;
	struct variable *v = var_begin_write(sh, n);
	if (!v || !resolve(sh, n, v, &at))
		return false;
	size_t position;
	if (is_first(&at))
		var_clear_text(v);
	else if (array_find(v->array, &at, &position))
		array_remove(v->array, position);
	var_changed(sh, v);
	return true;
}

bool array_store(struct variable *v, const int *values, size_t count)
{
	if (!v->array)
		v->array = mem_zero(sizeof *v->array);
	if (!v->array)
		return false;
	array_clear(v->array);
	var_store_integer(v, values[0]);
	for (size_t i = 1; i < count; i++) {
		char room[INT_TEXT_ROOM];
		size_t length;
		const char *text = int_text(values[i], room, &length);
		if (!array_put(v->array, &(struct subscript){.index = (int64_t)i}, text, length,
			       false))
			return false;
	}
	return true;
}

/* --- as text --- */

void array_item_print(struct buf *out, const struct array_item *item)
{
	if (item->has_subscript) {
		buf_byte(out, '[');
		if (item->value.at.key)
			buf_quoted(out, item->value.at.key);
		else
			buf_int(out, item->value.at.index);
		buf_str(out, item->append ? "]+=" : "]=");
	}
	buf_quoted(out, item->value.text);
}

void array_print(struct shell *sh, struct buf *out, struct variable *v)
{
	struct array_item item = {.has_subscript = true};
	size_t position = 0;
	buf_byte(out, '(');
	for (bool more = false; var_next(sh, v, &position, &item.value); more = true) {
		if (more)
			buf_byte(out, ' ');
		array_item_print(out, &item);
	}
	buf_byte(out, ')');
}

const struct array_value *array_operand(const struct shell *sh, const char *argument)
{
	for (const struct array_operand *o = sh->array_operands; o; o = o->next)
		if (o->text == argument)
			return &o->value;
	return NULL;
}
