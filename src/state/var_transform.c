/* What an assignment becomes by the attributes of its variable: declare -i, -l, -u. */
#include "state/var.h"

#include "base/buf.h"
#include "base/charset.h"
#include "state/shell.h"
#include "state/special.h"

static bool change_case(struct shell *sh, bool upper, struct assigned *a)
{
	enum charset charset = shell_charset(sh, a->text, a->length);
	struct buf *out = shell_buffer(sh);
	if (!out)
		return false;
	for (size_t at = 0, size; at < a->length; at += size) {
		char other[CHAR_ROOM];
		uint32_t code;
		size = char_decode(charset, a->text + at, a->length - at, &code);
		buf_add(out, other, char_set_case(charset, upper, a->text + at, size, other));
	}
	a->text = out->failed ? NULL : shell_dup_n(sh, out->data ? out->data : "", out->length);
	a->length = out->length;
	shell_buffer_done(sh, out);
	return a->text || shell_no_memory(sh);
}

static bool compute(struct shell *sh, const char *old, size_t old_length, struct assigned *a)
{
	char room[INT_TEXT_ROOM];
	int64_t before = 0, value;
	if (!sh->ops->arithmetic(sh, a->text, a->length, &value) ||
	    (a->append && !sh->ops->arithmetic(sh, old, old_length, &before)))
		return false;
	value = (int64_t)((uint64_t)before + (uint64_t)value);
	a->append = false;
	a->text = shell_dup(sh, int_text(value, room, &a->length));
	return a->text || shell_no_memory(sh);
}

bool var_transform(struct shell *sh, const struct variable *v, const char *old, size_t old_length,
		   struct assigned *a)
{
	if (v->flags & VAR_ARITHMETIC)
		return compute(sh, old, old_length, a);
	return change_case(sh, v->flags & VAR_UPPER, a);
}
