#include "eval/arith_eval.h"

#include "base/name.h"
#include "base/stack.h"
#include "eval/errors.h"
#include "ipc/shared.h"
#include "lang/arith.h"
#include "lang/tree.h"
#include "lang/unparse.h"
#include "state/var_array.h"
#include "state/shell.h"
#include "state/var.h"

enum { DEEPEST_NAME = 64 };

/* One run of one tree.  After the first error, `failed`, nothing is assigned and nothing more is
 * printed; the values that still come up do not matter. */
struct evaluation {
	struct shell *sh;
	const struct arith *expression; /* for messages */
	const int64_t *holes;
	part_expander expand;
	bool failed;
	bool expansion_failed; /* outside of the expression: $(...), ${x?}, -u */
};

static int64_t evaluate(struct evaluation *e, const struct arith_node *n);

/* --- errors --- */

/* "$((1 / x)): division by zero" */
static int64_t fail(struct evaluation *e, const char *why)
{
	if (e->failed)
		return 0;
	e->failed = true;
	shared_cancel(e->sh); /* nothing is printed in a step, for that may block */
	struct buf text = BUF_INIT;
	if (e->expression)
		unparse_arith(&text, e->expression);
	else
		buf_str(&text, "arithmetic");
	shell_error(e->sh, "%s: %s", buf_cstr(&text), why);
	buf_free(&text);
	e->sh->status = 1;
	return 0;
}

static int64_t fail_variable(struct evaluation *e, const char *name, size_t length, const char *why)
{
	shared_cancel(e->sh);
	if (!e->failed)
		shell_error(e->sh, "%.*s: %s", (int)length, name, why);
	e->failed = true;
	e->sh->status = 1;
	return 0;
}

static int64_t fail_value(struct evaluation *e, const struct name *n, const char *text,
			  size_t length)
{
	shared_cancel(e->sh);
	if (!e->failed)
		shell_error(e->sh, "%s: not an integer: '%.*s'", n->text, (int)length, text);
	e->failed = true;
	e->sh->status = 1;
	return 0;
}

/* --- variables --- */

static inline bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static int64_t fail_unset(struct evaluation *e, const char *name, size_t length)
{
	e->expansion_failed = true;
	return fail_variable(e, name, length, "parameter not set");
}

/* A value of `n`, or of an element of it (text NULL: unset), that is no constant may be the name of a
 * variable, and so on.  It is never parsed. */
static int64_t follow_value(struct evaluation *e, const struct name *n, const char *text,
			    size_t length)
{
	struct shell *sh = e->sh;
	for (int depth = 0; depth < DEEPEST_NAME; depth++) {
		if (!text && !var_explain(sh, n->variable)) {
			e->failed = true;
			return 0;
		}
		if (!text && sh->options[OPT_NOUNSET])
			return fail_unset(e, n->text, n->length);
		if (!text)
			return 0;
		while (length && is_blank(*text))
			text++, length--;
		while (length && is_blank(text[length - 1]))
			length--;
		if (length == 0)
			return 0;
		if (!name_is_identifier(text, length))
			return fail_value(e, n, text, length);
		const struct name *next = name_find(sh->names, text, length);
		if (!next && sh->options[OPT_NOUNSET])
			return fail_unset(e, text, length);
		if (!next)
			return 0;
		int64_t value;
		if (var_integer(sh, next->variable, &value))
			return value;
		n = next;
		text = var_text(sh, n->variable, &length);
	}
	return fail_variable(e, n->text, n->length, "names of variables lead too far (64)");
}

STACK_APART static int64_t variable_slow(struct evaluation *e, const struct name *n)
{
	size_t length = 0;
	const char *text = var_text(e->sh, n->variable, &length);
	return follow_value(e, n, text, length);
}

static inline int64_t variable(struct evaluation *e, const struct name *n)
{
	int64_t value;
	return var_integer(e->sh, n->variable, &value) ? value : variable_slow(e, n);
}

static int64_t assign(struct evaluation *e, struct name *n, int64_t value)
{
	if (n->variable && (n->variable->flags & VAR_READONLY))
		shared_cancel(e->sh);
	if (!e->failed && !var_set_integer(e->sh, n, value)) {
		e->failed = true;
		e->sh->status = 1;
	}
	return value;
}

/* --- operators --- */

static inline int64_t operand(struct evaluation *e, const struct arith_node *n)
{
	if (n->op == ARITH_CONST)
		return n->value;
	if (n->op == ARITH_VARIABLE)
		return variable(e, n->name);
	return evaluate(e, n);
}

static int64_t power(struct evaluation *e, int64_t base, int64_t exponent)
{
	if (exponent < 0)
		return fail(e, "negative exponent");
	uint64_t result = 1, factor = (uint64_t)base;
	for (; exponent; exponent >>= 1, factor *= factor)
		if (exponent & 1)
			result *= factor;
	return (int64_t)result;
}

static int64_t divide(struct evaluation *e, bool remainder, int64_t a, int64_t b)
{
	if (b == 0)
		return fail(e, "division by zero");
	if (b == -1 && a == INT64_MIN)
		return fail(e, "division overflows");
	return remainder ? a % b : a / b;
}

/* Overflow wraps, shift counts are taken modulo 64, and >> keeps the sign. */
static inline int64_t apply(struct evaluation *e, enum arith_op op, int64_t a, int64_t b)
{
	switch ((int)op) {
	case ARITH_MULTIPLY:
		return (int64_t)((uint64_t)a * (uint64_t)b);
	case ARITH_DIVIDE:
		return divide(e, false, a, b);
	case ARITH_REMAINDER:
		return divide(e, true, a, b);
	case ARITH_POWER:
		return power(e, a, b);
	case ARITH_ADD:
		return (int64_t)((uint64_t)a + (uint64_t)b);
	case ARITH_SUBTRACT:
		return (int64_t)((uint64_t)a - (uint64_t)b);
	case ARITH_SHIFT_LEFT:
		return (int64_t)((uint64_t)a << (b & 63));
	case ARITH_SHIFT_RIGHT:
		return a >> (b & 63);
	case ARITH_LESS:
		return a < b;
	case ARITH_LESS_EQUAL:
		return a <= b;
	case ARITH_GREATER:
		return a > b;
	case ARITH_GREATER_EQUAL:
		return a >= b;
	case ARITH_EQUAL:
		return a == b;
	case ARITH_NOT_EQUAL:
		return a != b;
	case ARITH_BIT_AND:
		return a & b;
	case ARITH_BIT_XOR:
		return a ^ b;
	case ARITH_BIT_OR:
		return a | b;
	}
	return b; /* ARITH_ASSIGN, ARITH_COMMA */
}

/* The binary operators of one level, left to right. */
static int64_t evaluate_chain(struct evaluation *e, const struct arith_node *n)
{
	int64_t value = operand(e, n->left);
	for (; n && !e->failed; n = n->third)
		value = apply(e, n->op, value, operand(e, n->right));
	return value;
}

static int64_t evaluate_and(struct evaluation *e, const struct arith_node *n)
{
	bool value = operand(e, n->left) != 0;
	for (; n && value && !e->failed; n = n->third)
		value = operand(e, n->right) != 0;
	return value;
}

static int64_t evaluate_or(struct evaluation *e, const struct arith_node *n)
{
	bool value = operand(e, n->left) != 0;
	for (; n && !value && !e->failed; n = n->third)
		value = operand(e, n->right) != 0;
	return value;
}

static int64_t evaluate_conditional(struct evaluation *e, const struct arith_node *n)
{
	for (; n->op == ARITH_CONDITIONAL; n = n->third) {
		bool chosen = operand(e, n->left) != 0;
		if (e->failed)
			return 0;
		if (chosen)
			return operand(e, n->right);
	}
	return operand(e, n);
}

/* The subscript of an element of `n`, evaluated. */
static struct subscript subscript(struct evaluation *e, const struct name *n,
				  const struct arith_node *index)
{
	if (var_is_keyed(n->variable) && index->key)
		return (struct subscript){0, index->key};
	return (struct subscript){operand(e, index->left), NULL};
}

static int64_t element(struct evaluation *e, const struct name *n, const struct subscript *at)
{
	size_t length = 0;
	int64_t value;
	const char *text = var_element(e->sh, n->variable, at, &length);
	return text && arith_constant(text, length, &value) ? value
							    : follow_value(e, n, text, length);
}

static int64_t assign_element(struct evaluation *e, struct name *n, const struct subscript *at,
			      int64_t value)
{
	char room[INT_TEXT_ROOM];
	size_t length;
	const char *text = int_text(value, room, &length);
	if (n->variable && (n->variable->flags & VAR_READONLY))
		shared_cancel(e->sh);
	if (!e->failed && !var_set_element(e->sh, n, at, text, length, false)) {
		e->failed = true;
		e->sh->status = 1;
	}
	return value;
}

/* name[index] op= value; the index comes first. */
STACK_APART static int64_t evaluate_element_assignment(struct evaluation *e,
						       const struct arith_node *n)
{
	struct subscript at = subscript(e, n->name, n->left);
	int64_t value = operand(e, n->right);
	if (n->binary != ARITH_ASSIGN)
		value = apply(e, n->binary, element(e, n->name, &at), value);
	return assign_element(e, n->name, &at, value);
}

STACK_APART static int64_t step_element(struct evaluation *e, const struct arith_node *n, bool up,
					bool give_old)
{
	struct subscript at = subscript(e, n->name, n->left);
	int64_t old = element(e, n->name, &at);
	int64_t value = apply(e, up ? ARITH_ADD : ARITH_SUBTRACT, old, 1);
	assign_element(e, n->name, &at, value);
	return give_old ? old : value;
}

static int64_t evaluate_assignment(struct evaluation *e, const struct arith_node *n)
{
	if (n->left)
		return evaluate_element_assignment(e, n);
	int64_t value = operand(e, n->right);
	if (n->binary != ARITH_ASSIGN)
		value = apply(e, n->binary, variable(e, n->name), value);
	return assign(e, n->name, value);
}

static int64_t step(struct evaluation *e, const struct arith_node *n, bool up, bool give_old)
{
	if (n->left)
		return step_element(e, n, up, give_old);
	int64_t old = variable(e, n->name);
	int64_t value = apply(e, up ? ARITH_ADD : ARITH_SUBTRACT, old, 1);
	assign(e, n->name, value);
	return give_old ? old : value;
}

static int64_t evaluate(struct evaluation *e, const struct arith_node *n)
{
	if (stack_is_low())
		return fail(e, "nested too deeply");
	switch ((enum arith_op)n->op) {
	case ARITH_CONST:
		return n->value;
	case ARITH_VARIABLE:
		return variable(e, n->name);
	case ARITH_ELEMENT: {
		struct subscript at = subscript(e, n->name, n->left);
		return element(e, n->name, &at);
	}
	case ARITH_INDEX:
		return operand(e, n->left);
	case ARITH_HOLE:
		return e->holes[n->hole];
	case ARITH_NEGATE:
		return (int64_t)(0 - (uint64_t)operand(e, n->left));
	case ARITH_PLUS:
		return operand(e, n->left);
	case ARITH_NOT:
		return !operand(e, n->left);
	case ARITH_COMPLEMENT:
		return ~operand(e, n->left);
	case ARITH_MULTIPLY:
	case ARITH_DIVIDE:
	case ARITH_REMAINDER:
	case ARITH_POWER:
	case ARITH_ADD:
	case ARITH_SUBTRACT:
	case ARITH_SHIFT_LEFT:
	case ARITH_SHIFT_RIGHT:
	case ARITH_LESS:
	case ARITH_LESS_EQUAL:
	case ARITH_GREATER:
	case ARITH_GREATER_EQUAL:
	case ARITH_EQUAL:
	case ARITH_NOT_EQUAL:
	case ARITH_BIT_AND:
	case ARITH_BIT_XOR:
	case ARITH_BIT_OR:
	case ARITH_COMMA:
		return evaluate_chain(e, n);
	case ARITH_AND:
		return evaluate_and(e, n);
	case ARITH_OR:
		return evaluate_or(e, n);
	case ARITH_CONDITIONAL:
		return evaluate_conditional(e, n);
	case ARITH_ASSIGN:
		return evaluate_assignment(e, n);
	case ARITH_PRE_INCREMENT:
		return step(e, n, true, false);
	case ARITH_PRE_DECREMENT:
		return step(e, n, false, false);
	case ARITH_POST_INCREMENT:
		return step(e, n, true, true);
	case ARITH_POST_DECREMENT:
		return step(e, n, false, true);
	}
	return 0;
}

/* --- steps --- */

/* What an expression does to shared variables: the first that it assigns, and whether it reads and
 * assigns nothing else but ordinary values. */
struct sharing {
	const struct name *assigned; /* NULL: none */
	bool alone;
};

static bool is_shared(const struct name *n)
{
	return shared_is(n, SHARED_VARIABLE);
}

static void find_assigned(const struct arith_node *n, struct sharing *s)
{
	for (; n && !stack_is_low(); n = n->third) { /* its evaluation says so */
		if (n->op >= ARITH_ASSIGN && is_shared(n->name) && !s->assigned)
			s->assigned = n->name;
		else if (n->op >= ARITH_ASSIGN && n->name != s->assigned)
			s->alone = false;
		find_assigned(n->left, s);
		find_assigned(n->right, s);
	}
}

/* Whether the value of a shared variable other than `but` is used. */
static bool reads_shared(const struct arith_node *n, const struct name *but)
{
	for (; n && !stack_is_low(); n = n->third)
		if ((n->op == ARITH_VARIABLE && n->name != but && is_shared(n->name)) ||
		    reads_shared(n->left, but) || reads_shared(n->right, but))
			return true;
	return false;
}

struct running {
	struct evaluation *e;
	const struct arith_node *root;
	int64_t *result;
};

static bool evaluate_step(struct shell *sh, void *context)
{
	const struct running *r = context;
	(void)sh;
	*r->result = operand(r->e, r->root);
	return !r->e->failed;
}

/* The whole expression.  If it assigns shared variables it is one atomic step, of which others may
 * come in the way; then it is run again, if nobody can notice. */
static bool evaluate_root(struct evaluation *e, const struct arith_node *root, int64_t *result)
{
	struct shell *sh = e->sh;
	struct sharing s = {NULL, true};
	if (sh->shared)
		find_assigned(root, &s);
	struct running r = {e, root, result};
	if (!s.assigned)
		return evaluate_step(sh, &r);
	return shared_step(sh, s.assigned, s.alone && !reads_shared(root, s.assigned),
			   evaluate_step, &r);
}

/* --- holes --- */

/* The value of a hole that is known as an integer already, or is read as one from where it is. */
static bool ready_integer(struct shell *sh, const struct part *p, int64_t *value)
{
	if (p->kind != PART_PARAM || p->param.op != PARAM_PLAIN)
		return false;
	switch ((enum param_kind)p->param.kind) {
	case PARAM_NAME:
		return var_integer(sh, p->param.name->variable, value);
	case PARAM_POSITIONAL: {
		if (p->param.number < 1 || p->param.number > sh->params.count)
			return false;
		const char *text = sh->params.values[p->param.number - 1];
		return arith_constant(text, strlen(text), value);
	}
	case PARAM_SPECIAL:
		*value = p->param.special == '#' ? (int64_t)sh->params.count : sh->status;
		return p->param.special == '#' || p->param.special == '?';
	case PARAM_ELEMENT:
	case PARAM_ARRAY:
	case PARAM_INDIRECT:
		break;
	}
	return false;
}

/* What is known of an expression's holes while they are expanded, in order. */
struct holes {
	int64_t *values;
	uint32_t known;   /* so many are integers; */
	struct buf *text; /* the next one expanded to this, which is none */
};

static bool hole_expand(struct evaluation *e, const struct part *p, struct buf *out)
{
	bool ok = e->expand(e->sh, p, out);
	e->expansion_failed |= !ok;
	return ok;
}

/* Expands holes up to the first that is no integer constant.  False after a message. */
static bool holes_expand(struct evaluation *e, struct holes *h)
{
	struct shell *sh = e->sh;
	for (const struct part *p = e->expression->parts; p; p = p->next) {
		int64_t *value = &h->values[h->known];
		if (p->kind == PART_TEXT)
			continue;
		if (!ready_integer(sh, p, value)) {
			if (!h->text)
				h->text = shell_buffer(sh);
			if (!h->text)
				return false;
			buf_clear(h->text);
			if (!hole_expand(e, p, h->text))
				return false;
			if (h->text->failed)
				return shell_no_memory(sh);
			if (!arith_constant(buf_cstr(h->text), h->text->length, value))
				return true;
		}
		h->known++;
	}
	return true;
}

/* The whole text: what is known already, and the rest expanded now. */
static bool join_text(struct evaluation *e, const struct holes *h, struct buf *text)
{
	uint32_t index = 0;
	for (const struct part *p = e->expression->parts; p; p = p->next) {
		if (p->kind == PART_TEXT)
			buf_add(text, p->text.bytes, p->text.length);
		else if (index < h->known)
			buf_int(text, h->values[index++]);
		else if (index++ == h->known && h->text)
			buf_add(text, h->text->data, h->text->length);
		else if (!hole_expand(e, p, text))
			return false;
	}
	return !text->failed || shell_no_memory(e->sh);
}

static bool evaluate_text(struct evaluation *e, const char *bytes, size_t length, int64_t *result)
{
	struct shell *sh = e->sh;
	const char *message;
	const struct arith_node *root = arith_parse(&sh->tmp, sh->names, bytes, length, &message);
	if (!root && sh->tmp.failed)
		return shell_no_memory(sh);
	if (!root) {
		shell_error(sh, "arithmetic: %.200s: %s", bytes, message);
		sh->status = 1;
		return false;
	}
	return evaluate_root(e, root, result);
}

/* The standard's way (2.6.4): expand, then parse the result. */
static bool evaluate_as_text(struct evaluation *e, const struct holes *h, int64_t *result)
{
	struct buf *text = shell_buffer(e->sh);
	if (!text)
		return false;
	bool ok = join_text(e, h, text) && evaluate_text(e, buf_cstr(text), text->length, result);
	shell_buffer_done(e->sh, text);
	return ok;
}

static bool evaluate_with_holes(struct evaluation *e, int64_t *result)
{
	const struct arith *a = e->expression;
	int64_t few[8];
	struct holes h = {.values = few};
	if (a->hole_count > sizeof few / sizeof *few)
		h.values = shell_alloc(e->sh, a->hole_count * sizeof *h.values);
	if (!h.values)
		return shell_no_memory(e->sh);
	bool ok = holes_expand(e, &h);
	if (ok && h.known == a->hole_count) {
		e->holes = h.values;
		ok = evaluate_root(e, a->root, result);
	} else if (ok) {
		ok = evaluate_as_text(e, &h, result);
	}
	if (h.text)
		shell_buffer_done(e->sh, h.text);
	return ok;
}

static bool evaluate_all(struct evaluation *e, int64_t *result)
{
	const struct arith *a = e->expression;
	if (a->root && a->hole_count == 0)
		return evaluate_root(e, a->root, result);
	if (stack_is_low()) {
		fail(e, "nested too deeply");
		return false;
	}
	if (a->root && !(a->keyed_holes && e->sh->keyed_arrays))
		return evaluate_with_holes(e, result);
	return evaluate_as_text(e, &(struct holes){0}, result);
}

bool arith_evaluate(struct shell *sh, const struct arith *a, part_expander expand, int64_t *result)
{
	struct evaluation e = {.sh = sh, .expression = a, .expand = expand};
	return evaluate_all(&e, result);
}

enum flow arith_command(struct shell *sh, const struct arith *a, part_expander expand,
			int64_t *result, bool *ok)
{
	struct evaluation e = {.sh = sh, .expression = a, .expand = expand};
	*ok = evaluate_all(&e, result);
	return e.expansion_failed ? error_flow(sh, ERROR_EXPANSION) : FLOW_NEXT;
}

enum flow arith_text(struct shell *sh, const char *text, size_t length, int64_t *result, bool *ok)
{
	struct evaluation e = {.sh = sh};
	*ok = evaluate_text(&e, text, length, result);
	return e.expansion_failed ? error_flow(sh, ERROR_EXPANSION) : FLOW_NEXT;
}

bool arith_evaluate_data(struct shell *sh, const char *text, size_t length, int64_t *result)
{
	const char *message;
	struct part part = {.kind = PART_TEXT, .text = {text, length}};
	struct arith a = {.parts = &part};
	a.root = arith_parse(&sh->tmp, sh->names, text, length, &message);
	if (a.root && !arith_assigns(a.root))
		return arith_evaluate(sh, &a, NULL, result);
	if (sh->tmp.failed)
		return shell_no_memory(sh);
	shell_error(sh, "arithmetic: %.*s: %s", (int)length, text,
		    a.root ? "a value may not assign" : message);
	sh->status = 1;
	return false;
}
