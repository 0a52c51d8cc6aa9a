/* Arithmetic expressions: their values, their effects and their errors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "base/fdio.h"
#include "base/stack.h"
#include "eval/arith_eval.h"
#include "eval/expand.h"
#include "lang/arith.h"
#include "lang/input.h"
#include "lang/parser.h"
#include "lang/tree.h"
#include "state/option.h"
#include "state/shell.h"
#include "state/var.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static struct shell *sh;
static int messages; /* a file that is descriptor 2 while an expression runs */
static int captures;

/* Command substitution that gives 7, and counts. */
static bool fake_capture(struct shell *s, const struct node *body, struct buf *out)
{
	(void)s;
	(void)body;
	captures++;
	buf_str(out, "7");
	return true;
}

static const struct eval_ops ops = {.capture = fake_capture};

static const char *no_alias(void *context, const struct name *n)
{
	(void)context;
	(void)n;
	return NULL;
}

/* The parsed `$((text))`; its program must be released. */
static const struct arith *parse(const char *text, struct program **program)
{
	struct buf script = BUF_INIT;
	buf_printf(&script, ": \"$((%s))\"", text);
	const struct parse_env env = {.names = sh->names, .alias = no_alias};
	struct input *in = input_of_string(buf_cstr(&script), script.length);
	struct source *source = source_new(SOURCE_PROMPT, "test", (struct place){0});
	struct parser *p = parser_new(&env, in, source, 1);
	const struct arith *a = NULL;
	if (parser_next(p, program) == PARSE_COMMAND) {
		const struct node *n = (*program)->body->list.items;
		a = n->simple.words->next->parts->arith.expression;
	}
	parser_free(p);
	input_close(in);
	source_release(source);
	buf_free(&script);
	return a;
}

/* The value of `text` in decimal, or the message; in the memory of the command. */
static const char *value(const char *text)
{
	struct program *program;
	const struct arith *a = parse(text, &program);
	if (!CHECK(a != NULL))
		return "";
	int saved = fd_dup_high(2);
	(void)!ftruncate(messages, 0);
	lseek(messages, 0, SEEK_SET);
	dup2(messages, 2);
	int64_t result;
	sh->status = 0;
	bool ok = arith_evaluate(sh, a, expand_part, &result);
	dup2(saved, 2);
	close(saved);
	struct buf out = BUF_INIT;
	char said[300];
	ssize_t n = pread(messages, said, sizeof said, 0);
	if (ok)
		buf_int(&out, result);
	else
		CHECK_INT(sh->status, 1);
	if (n > 0) /* "whelk: MESSAGE\n" */
		buf_add(&out, said + 7, (size_t)n - 8);
	const char *copy = shell_dup(sh, buf_cstr(&out));
	buf_free(&out);
	program_release(program);
	return copy;
}

static void set(const char *name, const char *text)
{
	CHECK(var_set_by(sh, name, text));
}

static void unset(const char *name)
{
	CHECK(var_unset(sh, name_intern(sh->names, name, strlen(name))));
}

static void operators(void)
{
	CHECK_STR(value("1 + 2 * 3 - 4"), "3");
	CHECK_STR(value("7 / 2 * 2 + 7 % 2"), "7");
	CHECK_STR(value("-7 / 2"), "-3");
	CHECK_STR(value("-7 % 3"), "-1");
	CHECK_STR(value("1 << 4 | 1 ^ 3 & 2"), "19");
	CHECK_STR(value("-16 >> 2"), "-4");
	CHECK_STR(value("(1 < 2) + (2 <= 2) + (3 > 2) + (3 >= 4) + (1 == 1) + (1 != 1)"), "4");
	CHECK_STR(value("!0 + !5 + ~0 + -(-1) + +1"), "2");
	CHECK_STR(value("2 && 0 || 3"), "1");
	CHECK_STR(value("0 ? 1 : 0 ? 2 : 3"), "3");
	CHECK_STR(value("1, 2, 3"), "3");
	CHECK_STR(value(" "), "0");
}

static void wraps_and_errors(void)
{
	CHECK_STR(value("9223372036854775807 + 1"), "-9223372036854775808");
	CHECK_STR(value("-9223372036854775807 - 2"), "9223372036854775807");
	CHECK_STR(value("9223372036854775807 * 2"), "-2");
	CHECK_STR(value("-(-9223372036854775807 - 1)"), "-9223372036854775808");
	CHECK_STR(value("1 << 64"), "1");
	CHECK_STR(value("1 << -1"), "-9223372036854775808");
	CHECK_STR(value("-1 >> 100"), "-1");
	CHECK_STR(value("1 / 0"), "$((1 / 0)): division by zero");
	CHECK_STR(value("1 % (2 - 2)"), "$((1 % (2 - 2))): division by zero");
	CHECK_STR(value("(-9223372036854775807 - 1) / -1"),
		  "$(((-9223372036854775807 - 1) / -1)): division overflows");
	CHECK_STR(value("(-9223372036854775807 - 1) % -1"),
		  "$(((-9223372036854775807 - 1) % -1)): division overflows");
	CHECK_STR(value("1 +"), "arithmetic: 1 +: missing operand at the end");
}

static void variables(void)
{
	set("x", "5");
	set("hex", "0x1f");
	set("blank", " 12 ");
	set("empty", "");
	unset("none");
	CHECK_STR(value("x + 1"), "6");
	CHECK_STR(value("$x + 1"), "6");
	CHECK_STR(value("hex"), "31");
	CHECK_STR(value("blank + $blank"), "24");
	CHECK_STR(value("empty + none + 1"), "1");
	CHECK_STR(value("$empty + $none + 1"), "1");
	CHECK_STR(value("${none:-3} * ${x#9}"), "15");
	CHECK_STR(value("$(seven) + $(seven)"), "14");
	CHECK_STR(value("$# + $?0"), "0");
	sh->options[OPT_NOUNSET] = true;
	CHECK_STR(value("empty + 1"), "1");
	CHECK_STR(value("none + 1"), "none: parameter not set");
	CHECK_STR(value("$none + 1"), "none: parameter not set");
	CHECK_STR(value("1 || none"), "1");
	sh->options[OPT_NOUNSET] = false;
}

static void assignments(void)
{
	CHECK_STR(value("x = 3"), "3");
	CHECK_STR(value("x += 4, x -= 1, x *= 10, x /= 3, x %= 11"), "9");
	CHECK_STR(value("x <<= 2, x >>= 1, x &= 30, x |= 1, x ^= 2"), "17");
	CHECK_STR(value("a = b = 2"), "2");
	CHECK_STR(value("a + b"), "4");
	CHECK_STR(value("x++ + ++x"), "36");
	CHECK_STR(value("x-- - --x"), "2");
	CHECK_STR(var_get_by(sh, "x"), "17");
	CHECK_STR(value("x = 5, 1 / 0, x = 6"), "$((x = 5, 1 / 0, x = 6)): division by zero");
	CHECK_STR(var_get_by(sh, "x"), "5");
	CHECK(var_mark(sh, name_intern(sh->names, "fixed", 5), VAR_READONLY));
	CHECK(strstr(value("fixed = 1"), "fixed") != NULL);
}

static void the_other_side_is_not_evaluated(void)
{
	set("x", "1");
	CHECK_STR(value("0 && (x = 2)"), "0");
	CHECK_STR(value("1 || (x = 2)"), "1");
	CHECK_STR(value("1 ? 5 : (x = 2)"), "5");
	CHECK_STR(value("0 ? (x = 2) : 6"), "6");
	CHECK_STR(value("0 && 1 / 0"), "0");
	CHECK_STR(value("1 || 1 / 0"), "1");
	CHECK_STR(value("0 && 0 && (x = 2) || 0 || 3"), "1");
	CHECK_STR(var_get_by(sh, "x"), "1");
}

static void tokens_may_come_from_expansions(void)
{
	set("op", "+");
	set("sum", "1+2");
	set("n", "2");
	set("minus", "-1");
	set("v", "target");
	set("target", "40");
	CHECK_STR(value("1 $op 2"), "3");
	CHECK_STR(value("$sum * 2"), "5");
	CHECK_STR(value("1$n + $n"), "14");
	CHECK_STR(value("-$minus"), "1");
	CHECK_STR(value("3-$minus"), "4");
	CHECK_STR(value("$v + 2"), "42");
	CHECK_STR(value("$v += 2"), "42");
	CHECK_STR(var_get_by(sh, "target"), "42");
	CHECK_STR(value("targ${v#targ}"), "42");
	captures = 0;
	CHECK_STR(value("$(seven) $op $(seven)"), "14");
	CHECK_INT(captures, 2);
	captures = 0;
	CHECK_STR(value("$(seven) + $n + $sum + $(seven)"), "19");
	CHECK_INT(captures, 2);
	set("bad", "1 +");
	CHECK_STR(value("$bad"), "arithmetic: 1 +: missing operand at the end");
}

static void data_is_never_code(void)
{
	set("x", "a[$(id)]");
	CHECK_STR(value("x"), "x: not an integer: 'a[$(id)]'");
	CHECK_STR(value("$x"), "arithmetic: a[$(id)]: missing operand before '$(id)]'");
	set("x", "1+1");
	CHECK_STR(value("x"), "x: not an integer: '1+1'");
	set("x", "08");
	CHECK_STR(value("x"), "x: not an integer: '08'");
	set("a", "b");
	set("b", " c ");
	set("c", "3");
	CHECK_STR(value("a * 2"), "6");
	set("b", "unknown");
	CHECK_STR(value("a"), "0");
	set("b", "c=1");
	CHECK_STR(value("a"), "b: not an integer: 'c=1'");
	set("x", "x");
	CHECK_STR(value("x"), "x: names of variables lead too far (64)");
}

static char *repeated(const char *text, int count, const char *end)
{
	size_t length = strlen(text);
	char *out = malloc(length * (size_t)count + strlen(end) + 1);
	for (int i = 0; i < count; i++)
		memcpy(out + length * (size_t)i, text, length);
	strcpy(out + length * (size_t)count, end);
	return out;
}

static void length_and_depth(void)
{
	char *flat = repeated("1+", 100000, "1");
	CHECK_STR(value(flat), "100001");
	free(flat);
	flat = repeated("0||", 100000, "0");
	CHECK_STR(value(flat), "0");
	free(flat);
	flat = repeated("0?1:", 100000, "2");
	CHECK_STR(value(flat), "2");
	free(flat);
	char *deep = repeated("!", 1000000, "1");
	CHECK(strstr(value(deep), "nested too deeply") != NULL);
	free(deep);
}

int main(void)
{
	char *nothing[] = {NULL};
	stack_init();
	messages = memfd_create("messages", MFD_CLOEXEC);
	sh = shell_new(nothing);
	if (!sh || messages < 0)
		return 99;
	sh->ops = &ops;
	unit_run("operators", operators);
	unit_run("overflow wraps, division has errors", wraps_and_errors);
	unit_run("variables and expansions", variables);
	unit_run("assignments", assignments);
	unit_run("&&, || and ?: evaluate one side only", the_other_side_is_not_evaluated);
	unit_run("an expansion may be more than an operand", tokens_may_come_from_expansions);
	unit_run("data is never code", data_is_never_code);
	unit_run("length has no limit, nesting has", length_and_depth);
	shell_free(sh);
	return unit_end();
}
