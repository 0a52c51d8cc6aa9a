/* test expression, [ expression ] (XCU test).
 *
 * Up to four arguments are judged by their number, as the standard says; more, and what it leaves
 * open, by the old grammar with -a, -o and parentheses. */
#include "builtins/builtins.h"

#include "base/stack.h"
#include "builtins/args.h"
#include "eval/condition.h"
#include "state/shell.h"

#include <string.h>

struct test {
	struct shell *sh;
	struct args *args;
	char **at, **end;  /* what is left to judge */
	unsigned skipping; /* > 0: the result is known, so an operand cannot be wrong */
	bool failed;       /* after a message */
};

/* -a and -o connect expressions here. */
static bool is_connector(const char *s, char letter)
{
	return s[0] == '-' && s[1] == letter && !s[2];
}

/* The binary operator of the standard that `s` is. */
static enum test_operator binary_operator(const char *s)
{
	enum test_operator o = test_binary_operator(s);
	return o == TEST_MATCHES ? TEST_NONE : o;
}

/* As binary_operator(), -a and -o included. */
static bool is_binary(const char *s)
{
	return is_connector(s, 'a') || is_connector(s, 'o') || binary_operator(s) != TEST_NONE;
}

static bool is(const char *s, char c)
{
	return s[0] == c && s[1] == '\0';
}

static bool fail(struct test *t, const char *what, const char *why)
{
	if (!t->skipping && !t->failed) {
		args_error(t->sh, t->args, 2, "%s: %s", what, why);
		t->failed = true;
	}
	return false;
}

/* A decimal integer with blanks around it. */
static int64_t number(struct test *t, const char *text)
{
	const char *at = text;
	int64_t value = 0;
	while (*at == ' ' || *at == '\t' || *at == '\n')
		at++;
	bool negative = *at == '-', digits = false, overflow = false;
	if (*at == '-' || *at == '+')
		at++;
	for (; *at >= '0' && *at <= '9'; at++) {
		int digit = negative ? '0' - *at : *at - '0';
		overflow |= __builtin_mul_overflow(value, 10, &value) ||
			    __builtin_add_overflow(value, digit, &value);
		digits = true;
	}
	while (*at == ' ' || *at == '\t' || *at == '\n')
		at++;
	if (!digits || *at)
		(void)fail(t, text, "not an integer");
	else if (overflow)
		(void)fail(t, text, "out of range");
	return value;
}

static bool binary(struct test *t, const char *left, enum test_operator o, const char *right)
{
	if (!test_is_numeric(o))
		return test_binary(t->sh, left, o, right);
	int64_t a = number(t, left), b = number(t, right);
	return test_numbers(a, o, b);
}

/* --- the grammar for what the number of arguments does not decide --- */

static bool either(struct test *t);

static bool parenthesis(struct test *t)
{
	if (stack_is_low())
		return fail(t, "(", "nested too deeply");
	bool result = either(t);
	if (t->at == t->end || !is(*t->at, ')'))
		return fail(t, "(", "no ) for it");
	t->at++;
	return result;
}

static bool primary(struct test *t)
{
	char **at = t->at;
	size_t left = (size_t)(t->end - at);
	if (left == 0)
		return fail(t, t->end[-1], "an operand is missing");
	enum test_operator o = left >= 3 ? binary_operator(at[1]) : TEST_NONE;
	bool group = left >= 3 && is(at[0], '(') && is(at[2], ')'); /* not: ( is equal to ) */
	if (o != TEST_NONE && !group) {
		t->at += 3;
		return t->skipping || binary(t, at[0], o, at[2]);
	}
	if (left >= 2 && test_is_unary(at[0])) {
		t->at += 2;
		return t->skipping || test_unary(t->sh, at[0][1], at[1]);
	}
	t->at++;
	return is(at[0], '(') && left > 1 ? parenthesis(t) : *at[0] != '\0';
}

static bool negation(struct test *t)
{
	bool negate = false;
	while (t->end - t->at > 1 && is(*t->at, '!') &&
	       !(t->end - t->at >= 3 && is_binary(t->at[1]))) {
		negate = !negate;
		t->at++;
	}
	return primary(t) != negate;
}

static bool next_is(struct test *t, char letter)
{
	if (t->failed || t->at == t->end || !is_connector(*t->at, letter))
		return false;
	t->at++;
	return true;
}

static bool both(struct test *t)
{
	bool result = negation(t);
	while (next_is(t, 'a')) {
		t->skipping += !result;
		bool right = negation(t);
		t->skipping -= !result;
		result = result && right;
	}
	return result;
}

static bool either(struct test *t)
{
	bool result = both(t);
	while (next_is(t, 'o')) {
		t->skipping += result;
		bool right = both(t);
		t->skipping -= result;
		result = result || right;
	}
	return result;
}

static bool expression(struct test *t)
{
	bool result = either(t);
	if (!t->failed && t->at < t->end)
		return fail(t, *t->at, "unexpected");
	return result;
}

/* --- by the number of arguments --- */

static bool two(struct test *t, char **argv)
{
	if (is(argv[0], '!'))
		return !*argv[1];
	if (test_is_unary(argv[0]))
		return test_unary(t->sh, argv[0][1], argv[1]);
	return fail(t, argv[0], "unknown operator");
}

static bool three(struct test *t, char **argv)
{
	enum test_operator o = binary_operator(argv[1]);
	if (o != TEST_NONE)
		return binary(t, argv[0], o, argv[2]);
	if (is_connector(argv[1], 'a'))
		return *argv[0] && *argv[2];
	if (is_connector(argv[1], 'o'))
		return *argv[0] || *argv[2];
	if (is(argv[0], '!'))
		return !two(t, argv + 1);
	if (is(argv[0], '(') && is(argv[2], ')'))
		return *argv[1];
	return fail(t, argv[1], "unknown operator");
}

static bool judge(struct test *t, char **argv, int count)
{
	switch (count) {
	case 0:
		return false;
	case 1:
		return *argv[0];
	case 2:
		return two(t, argv);
	case 3:
		return three(t, argv);
	case 4:
		if (is(argv[0], '!'))
			return !three(t, argv + 1);
		if (is(argv[0], '(') && is(argv[3], ')'))
			return two(t, argv + 1);
		break;
	default:
		break;
	}
	return expression(t);
}

enum flow builtin_test(struct shell *sh, struct args *a)
{
	int count = a->count - 1;
	if (a->row->name[0] == '[') {
		if (count == 0 || !is(a->argv[count], ']')) {
			args_error(sh, a, 2, "] is missing");
			return FLOW_ABORT;
		}
		count--;
	}
	struct test t = {.sh = sh, .args = a, .at = a->argv + 1, .end = a->argv + 1 + count};
	bool result = judge(&t, a->argv + 1, count);
	if (!t.failed)
		sh->status = !result;
	return FLOW_NEXT;
}
