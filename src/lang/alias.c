/* alias.c - alias substitution (XCU 2.3.1).
 *
 * The value is scanned as if it stood in the line.  A token does not name an alias when it
 * came, at any level, from the value of the same alias; the layers remember that. */
#include "lang/parse.h"

#include "base/name.h"

static bool is_within(const struct layer *l, const struct name *alias)
{
	for (; l; l = l->within)
		if (l->alias == alias)
			return true;
	return false;
}

bool alias_substitute(struct parser *p, struct token *t)
{
	if (!p->options.aliases || !p->env.alias || t->kind != TOKEN_WORD)
		return false;
	struct name *n = token_name(p, t);
	if (!n)
		return false;
	const char *value = p->env.alias(p->env.context, n);
	if (!value || is_within(t->layer, n))
		return false;
	text_push_alias(p, n, value, t);
	return true;
}

/* Whether a reserved word can be an alias is unspecified: it cannot. */
enum reserved_word command_word(struct parser *p)
{
	for (;;) {
		struct token *t = token_peek(p);
		if (t->classified || t->kind != TOKEN_WORD)
			return t->reserved;
		const struct name *n = token_name(p, t);
		if (n)
			t->reserved = n->reserved;
		t->classified = true;
		if (!n || n->reserved || !alias_substitute(p, t))
			return t->reserved;
		token_use(p);
	}
}
