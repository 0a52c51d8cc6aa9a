/* Arithmetic expressions: how they are read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/name.h"
#include "base/stack.h"
#include "lang/arith.h"
#include "lang/tree.h"

#include <stdlib.h>

static struct arena arena;
static struct name_table *names;

static const char *symbol(enum arith_op op)
{
	static const char *const symbols[] = {
		[ARITH_NEGATE] = "neg",
		[ARITH_PLUS] = "pos",
		[ARITH_NOT] = "!",
		[ARITH_COMPLEMENT] = "~",
		[ARITH_MULTIPLY] = "*",
		[ARITH_DIVIDE] = "/",
		[ARITH_REMAINDER] = "%",
		[ARITH_ADD] = "+",
		[ARITH_SUBTRACT] = "-",
		[ARITH_SHIFT_LEFT] = "<<",
		[ARITH_SHIFT_RIGHT] = ">>",
		[ARITH_LESS] = "<",
		[ARITH_LESS_EQUAL] = "<=",
		[ARITH_GREATER] = ">",
		[ARITH_GREATER_EQUAL] = ">=",
		[ARITH_EQUAL] = "==",
		[ARITH_NOT_EQUAL] = "!=",
		[ARITH_BIT_AND] = "&",
		[ARITH_BIT_XOR] = "^",
		[ARITH_BIT_OR] = "|",
		[ARITH_AND] = "&&",
		[ARITH_OR] = "||",
		[ARITH_CONDITIONAL] = "?",
		[ARITH_COMMA] = ",",
		[ARITH_ASSIGN] = "=",
		[ARITH_PRE_INCREMENT] = "++x",
		[ARITH_PRE_DECREMENT] = "--x",
		[ARITH_POST_INCREMENT] = "x++",
		[ARITH_POST_DECREMENT] = "x--",
	};
	return symbols[op];
}

static void dump(struct buf *out, const struct arith_node *n);

/* a + b - c, kept as a chain, is shown as it is meant: (- (+ a b) c) */
static void dump_chain(struct buf *out, const struct arith_node *n)
{
	struct buf sum = BUF_INIT;
	dump(&sum, n->left);
	for (; n; n = n->third) {
		struct buf next = BUF_INIT;
		buf_printf(&next, "(%s %s ", symbol(n->op), buf_cstr(&sum));
		dump(&next, n->right);
		buf_byte(&next, ')');
		buf_free(&sum);
		sum = next;
	}
	buf_str(out, buf_cstr(&sum));
	buf_free(&sum);
}

static void dump_place(struct buf *out, const struct arith_node *n)
{
	buf_str(out, n->name->text);
	if (!n->left)
		return;
	buf_byte(out, '[');
	dump(out, n->left->left);
	buf_byte(out, ']');
}

static void dump(struct buf *out, const struct arith_node *n)
{
	switch ((int)n->op) {
	case ARITH_CONST:
		buf_int(out, n->value);
		return;
	case ARITH_HOLE:
		buf_printf(out, "$%u", n->hole);
		return;
	case ARITH_VARIABLE:
		buf_str(out, n->name->text);
		return;
	case ARITH_ELEMENT:
		dump_place(out, n);
		return;
	case ARITH_ASSIGN:
		buf_printf(out, "(%s= ", n->binary == ARITH_ASSIGN ? "" : symbol(n->binary));
		dump_place(out, n);
		buf_byte(out, ' ');
		dump(out, n->right);
		break;
	case ARITH_CONDITIONAL:
		buf_str(out, "(? ");
		dump(out, n->left);
		buf_byte(out, ' ');
		dump(out, n->right);
		buf_byte(out, ' ');
		dump(out, n->third);
		break;
	default:
		if (n->right) {
			dump_chain(out, n);
			return;
		}
		buf_printf(out, "(%s ", symbol(n->op));
		if (n->op >= ARITH_PRE_INCREMENT)
			dump_place(out, n);
		else
			dump(out, n->left);
	}
	buf_byte(out, ')');
}

/* The tree of `text`, or the message. */
static const char *parsed(const char *text)
{
	const char *message;
	const struct arith_node *n = arith_parse(&arena, names, text, strlen(text), &message);
	if (!n)
		return message;
	struct buf out = BUF_INIT;
	dump(&out, n);
	const char *copy = arena_dup(&arena, out.data, out.length);
	buf_free(&out);
	return copy;
}

static void constants(void)
{
	CHECK_STR(parsed("0"), "0");
	CHECK_STR(parsed(" 42\n"), "42");
	CHECK_STR(parsed("010"), "8");
	CHECK_STR(parsed("0x1F"), "31");
	CHECK_STR(parsed("0XfF"), "255");
	CHECK_STR(parsed("9223372036854775807"), "9223372036854775807");
	CHECK_STR(parsed("9223372036854775808"), "-9223372036854775808");
	CHECK_STR(parsed(""), "0");
	CHECK_STR(parsed("08"), "invalid number before '08'");
	CHECK_STR(parsed("1x"), "invalid number before '1x'");
	CHECK_STR(parsed("0x"), "invalid number before '0x'");
	int64_t value;
	CHECK(arith_constant(" -12 ", 5, &value) && value == -12);
	CHECK(arith_constant("+0x10", 5, &value) && value == 16);
	CHECK(!arith_constant("", 0, &value));
	CHECK(!arith_constant("-", 1, &value));
	CHECK(!arith_constant("1 2", 3, &value));
	CHECK(!arith_constant("09", 2, &value));
	CHECK(!arith_constant("--1", 3, &value));
	CHECK(!arith_constant("1+1", 3, &value));
}

static void precedence(void)
{
	CHECK_STR(parsed("1+2*3"), "(+ 1 (* 2 3))");
	CHECK_STR(parsed("(1+2)*3"), "(* (+ 1 2) 3)");
	CHECK_STR(parsed("1-2-3"), "(- (- 1 2) 3)");
	CHECK_STR(parsed("1*2/3%4"), "(% (/ (* 1 2) 3) 4)");
	CHECK_STR(parsed("1*2+3*4-5"), "(- (+ (* 1 2) (* 3 4)) 5)");
	CHECK_STR(parsed("1<<2+3>>4"), "(>> (<< 1 (+ 2 3)) 4)");
	CHECK_STR(parsed("a<b==c>=d"), "(== (< a b) (>= c d))");
	CHECK_STR(parsed("a|b^c&d"), "(| a (^ b (& c d)))");
	CHECK_STR(parsed("a||b&&c|d"), "(|| a (&& b (| c d)))");
	CHECK_STR(parsed("1+2<3||4"), "(|| (< (+ 1 2) 3) 4)");
	CHECK_STR(parsed("!a+~b - -c"), "(- (+ (! a) (~ b)) (neg c))");
	CHECK_STR(parsed("1!=2"), "(!= 1 2)");
	CHECK_STR(parsed("1<=2"), "(<= 1 2)");
	CHECK_STR(parsed("-+1"), "(neg (pos 1))");
}

static void assignments(void)
{
	CHECK_STR(parsed("a=b=1"), "(= a (= b 1))");
	CHECK_STR(parsed("a+=b<<=2"), "(+= a (<<= b 2))");
	CHECK_STR(parsed("a*=1,b|=2,c"), "(, (, (*= a 1) (|= b 2)) c)");
	CHECK_STR(parsed("a>>=1"), "(>>= a 1)");
	CHECK_STR(parsed("(a)=1"), "(= a 1)");
	CHECK_STR(parsed("a==1"), "(== a 1)");
	CHECK_STR(parsed("1=2"), "missing name of a variable before '=2'");
	CHECK_STR(parsed("a+1=2"), "missing name of a variable before '=2'");
	CHECK_STR(parsed("-a=2"), "missing name of a variable before '=2'");
}

static void conditionals(void)
{
	CHECK_STR(parsed("a?b:c"), "(? a b c)");
	CHECK_STR(parsed("a?b:c?d:e"), "(? a b (? c d e))");
	CHECK_STR(parsed("a?b?c:d:e"), "(? a (? b c d) e)");
	CHECK_STR(parsed("a?b=1,2:c"), "(? a (, (= b 1) 2) c)");
	CHECK_STR(parsed("a||b?c:d"), "(? (|| a b) c d)");
	CHECK_STR(parsed("x=a?b:c"), "(= x (? a b c))");
	CHECK_STR(parsed("a?b"), "missing ':' at the end");
	CHECK_STR(parsed("a?:b"), "missing operand before ':b'");
}

static void increments(void)
{
	CHECK_STR(parsed("x++ + ++x"), "(+ (x++ x) (++x x))");
	CHECK_STR(parsed("x--"), "(x-- x)");
	CHECK_STR(parsed("-- x"), "(--x x)");
	CHECK_STR(parsed("x+++y"), "(+ (x++ x) y)");
	CHECK_STR(parsed("x+ +y"), "(+ x (pos y))");
	/* before or after what is no variable they are signs: $((-$x)) with x=-1 */
	CHECK_STR(parsed("--1"), "(neg (neg 1))");
	CHECK_STR(parsed("2--1"), "(- 2 (neg 1))");
	CHECK_STR(parsed("2++1"), "(+ 2 (pos 1))");
}

static void elements(void)
{
	CHECK_STR(parsed("a[1]+b[i+1]*2"), "(+ a[1] (* b[(+ i 1)] 2))");
	CHECK_STR(parsed("a[b[0]]=a[1]+=2"), "(= a[b[0]] (+= a[1] 2))");
	CHECK_STR(parsed("a[i]++ + --a[ i , 2 ]"), "(+ (x++ a[i]) (--x a[(, i 2)]))");
}

static void errors(void)
{
	CHECK_STR(parsed("1+"), "missing operand at the end");
	CHECK_STR(parsed("(1"), "missing ')' at the end");
	CHECK_STR(parsed("1)"), "missing operator before ')'");
	CHECK_STR(parsed("1 2"), "missing operator before '2'");
	CHECK_STR(parsed("a[$(id)]"), "missing operand before '$(id)]'");
	CHECK_STR(parsed("a[1"), "missing ']' at the end");
	CHECK_STR(parsed("a[]"), "missing operand before ']'");
	CHECK_STR(parsed("1[2]"), "missing operator before '[2]'");
	CHECK_STR(parsed("()"), "missing operand before ')'");
	CHECK_STR(parsed("*2"), "missing operand before '*2'");
	CHECK_STR(parsed(","), "missing operand before ','");
	CHECK_STR(parsed("1 @ 234567890123456789012345"),
		  "missing operator before '@ 2345678901234567890123...'");
}

static struct part text_part(const char *bytes, struct part *next)
{
	struct part p = {.kind = PART_TEXT, .next = next};
	p.text.bytes = bytes;
	p.text.length = strlen(bytes);
	return p;
}

/* The tree of before$xbetween$yafter, or "" when it must be read when it runs. */
static const char *built(const char *before, const char *between, const char *after)
{
	struct part third = text_part(after, NULL);
	struct part y = {.kind = PART_PARAM, .next = &third};
	struct part second = text_part(between, &y);
	struct part x = {.kind = PART_PARAM, .next = &second};
	struct part first = text_part(before, &x);
	const struct arith *e = arith_build(&arena, names, &first);
	CHECK_INT((long)e->hole_count, 2);
	if (!e->root)
		return "";
	struct buf out = BUF_INIT;
	dump(&out, e->root);
	const char *copy = arena_dup(&arena, out.data, out.length);
	buf_free(&out);
	return copy;
}

static void holes(void)
{
	CHECK_STR(built("", "+", ""), "(+ $0 $1)");
	CHECK_STR(built("-", "*(", "+a)"), "(* (neg $0) (+ $1 a))");
	CHECK_STR(built("a=", " ? 1 : ", ""), "(= a (? $0 1 $1))");
	/* these depend on what the values are */
	CHECK_STR(built("1 ", " ", ""), "");
	CHECK_STR(built("", "", ""), "");
	CHECK_STR(built("1", "+", ""), "");
	CHECK_STR(built("a", "+", ""), "");
	CHECK_STR(built("", "0+", ""), "");
	CHECK_STR(built("", "=", ""), "");
	CHECK_STR(built("", "++", "++"), "");
	CHECK_STR(built("++a", "+", ""), "");
	CHECK_STR(built("(", "+", ""), "");
}

static const char *repeated(const char *text, int count, const char *end)
{
	size_t length = strlen(text);
	char *out = arena_alloc(&arena, length * (size_t)count + strlen(end) + 1);
	for (int i = 0; i < count; i++)
		memcpy(out + length * (size_t)i, text, length);
	strcpy(out + length * (size_t)count, end);
	return out;
}

static const char *error_of(const char *text)
{
	const char *message;
	(void)arith_parse(&arena, names, text, strlen(text), &message);
	return message;
}

static void depth_and_length(void)
{
	/* Deep is an error and not the end... */
	const int many = 1000000;
	CHECK_STR(error_of(repeated("(", many, "1")), "nested too deeply");
	CHECK_STR(error_of(repeated("- ", many, "1")), "nested too deeply");
	CHECK_STR(error_of(repeated("a=", many, "1")), "nested too deeply");
	CHECK_STR(error_of(repeated("1?", many, "1")), "nested too deeply");
	/* ...long is no error. */
	CHECK_STR(error_of(repeated("1+", many, "1")), NULL);
	CHECK_STR(error_of(repeated("1*1+1<", many, "1")), NULL);
	CHECK_STR(error_of(repeated("0||", many, "1")), NULL);
	CHECK_STR(error_of(repeated("0?1:", many, "1")), NULL);
	CHECK_STR(error_of(repeated("a=1,", many, "1")), NULL);
}

static void no_memory(void)
{
	/* One that succeeds interns the names; the others may fail anywhere. */
	for (long n = 0; n < 40; n++) {
		struct arena small = ARENA_INIT;
		struct name_table *table = name_table_new();
		const char *message = NULL, *text = repeated("alpha+b*(c?d:e)-", 30, "1");
		mem_fail_after(n);
		const struct arith_node *root = arith_parse(&small, table, text, strlen(text),
							    &message);
		mem_fail_after(-1);
		CHECK(root || (message && strcmp(message, "out of memory") == 0));
		arena_free(&small);
		name_table_free(table);
	}
}

int main(void)
{
	stack_init();
	names = name_table_new();
	unit_run("constants", constants);
	unit_run("precedence and associativity are those of C", precedence);
	unit_run("assignments", assignments);
	unit_run("conditionals", conditionals);
	unit_run("increments and signs", increments);
	unit_run("elements of arrays are read, assigned and stepped", elements);
	unit_run("errors say what is missing where", errors);
	unit_run("expansions are holes where an operand can stand", holes);
	unit_run("nesting has a limit, length has none", depth_and_length);
	unit_run("memory may run out anywhere", no_memory);
	name_table_free(names);
	arena_free(&arena);
	return unit_end();
}
