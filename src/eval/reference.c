#include "eval/reference.h"

#include "base/name.h"
#include "eval/arith_eval.h"
#include "eval/expand.h"
#include "lang/arith.h"
#include "state/shell.h"

#include <string.h>

bool subscript_evaluate(struct shell *sh, bool keyed, const struct arith *index,
			struct subscript *at)
{
	at->key = NULL;
	if (!keyed)
		return arith_evaluate(sh, index, expand_part, &at->index);
	at->index = 0;
	at->key = expand_parts(sh, index->parts);
	return at->key != NULL;
}

/* What stands between brackets in text that was not written as code. */
static bool read_subscript(struct shell *sh, const char *text, size_t length, struct reference *r)
{
	r->at = (struct subscript){0};
	if (!var_is_keyed(r->name->variable))
		return arith_evaluate_data(sh, text, length, &r->at.index);
	r->at.key = shell_dup_n(sh, text, length);
	return r->at.key || shell_no_memory(sh);
}

enum reference_kind reference_read(struct shell *sh, const char *text, size_t length,
				   struct reference *r)
{
	const char *bracket = memchr(text, '[', length);
	size_t name_length = bracket ? (size_t)(bracket - text) : length;
	size_t rest = length - name_length;
	if (!name_is_identifier(text, name_length) ||
	    (bracket && (rest < 3 || text[length - 1] != ']')))
		return REFERENCE_NONE;
	*r = (struct reference){.name = name_intern(sh->names, text, name_length)};
	if (!r->name) {
		(void)shell_no_memory(sh);
		return REFERENCE_ERROR;
	}
	if (!bracket)
		return REFERENCE_VARIABLE;
	if (rest == 3 && (bracket[1] == '@' || bracket[1] == '*')) {
		r->all = bracket[1];
		return REFERENCE_ALL;
	}
	return read_subscript(sh, bracket + 1, rest - 2, r) ? REFERENCE_ELEMENT : REFERENCE_ERROR;
}
