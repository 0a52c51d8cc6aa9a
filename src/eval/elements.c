#include "eval/elements.h"

#include "base/buf.h"
#include "base/name.h"
#include "eval/expand.h"
#include "eval/expansion.h"
#include "eval/reference.h"
#include "lang/tree.h"
#include "state/shell.h"
#include "state/var_array.h"

#include <string.h>

static bool add_fields(struct shell *sh, const struct word *w, struct buf *items)
{
	struct fields fields;
	fields_start(&fields);
	bool ok = expand_words(sh, w, &fields);
	if (ok && fields.failed)
		ok = shell_no_memory(sh);
	for (size_t i = 0; ok && i < fields.count; i++) {
		const char *text = fields.items[i];
		const struct array_item item = {.value = {.text = text, .length = strlen(text)}};
		array_item_add(items, &item);
	}
	fields_free(&fields);
	return ok;
}

static bool add_element(struct shell *sh, bool keyed, const struct assign *a, struct buf *items)
{
	struct array_item item = {.has_subscript = true, .append = a->append};
	if (!subscript_evaluate(sh, keyed, a->index, &item.value.at))
		return false;
	item.value.text = expand_string(sh, a->value, &item.value.length);
	if (item.value.text)
		array_item_add(items, &item);
	return item.value.text != NULL;
}

bool elements_expand(struct shell *sh, bool keyed, const struct assign *elements,
		     struct array_value *value)
{
	struct buf *items = shell_buffer(sh);
	bool ok = items != NULL;
	for (const struct assign *a = elements; a && ok; a = a->next)
		ok = a->index ? add_element(sh, keyed, a, items) : add_fields(sh, a->value, items);
	if (!items)
		return false;
	ok = ok && array_value_finish(sh, items, value);
	shell_buffer_done(sh, items);
	return ok;
}

/* The name in front of = or +=. */
static struct name *operand_name(struct shell *sh, const struct word *w)
{
	const char *text = w->parts->text.bytes;
	struct name *n = name_intern(sh->names, text, strcspn(text, "+="));
	if (!n)
		(void)shell_no_memory(sh);
	return n;
}

const char *elements_operand(struct shell *sh, const struct word *w)
{
	struct name *n = operand_name(sh, w);
	struct array_operand *o = shell_alloc(sh, sizeof *o);
	struct buf *text = n ? shell_buffer(sh) : NULL;
	if (!text || !o)
		return NULL;
	bool ok = elements_expand(sh, w->keyed || var_is_keyed(n->variable), w->elements,
				  &o->value);
	buf_add(text, w->parts->text.bytes, w->parts->text.length);
	buf_byte(text, '(');
	for (size_t i = 0; ok && i < o->value.count; i++) {
		if (i > 0)
			buf_byte(text, ' ');
		array_item_print(text, &o->value.items[i]);
	}
	buf_byte(text, ')');
	o->text = ok ? shell_dup_n(sh, text->data, text->length) : NULL;
	if (ok && (!o->text || text->failed))
		ok = shell_no_memory(sh);
	shell_buffer_done(sh, text);
	if (!ok)
		return NULL;
	o->next = sh->array_operands;
	sh->array_operands = o;
	return o->text;
}
