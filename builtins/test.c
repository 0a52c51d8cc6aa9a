/* test expression, [ expression ] (XCU test).
 *
 * Up to four arguments are judged by their number, as the standard says; more, and what it leaves
 * open, by the old grammar with -a, -o and parentheses. */
#include "builtins/builtins.h"

#include "base/stack.h"
#include "builtins/args.h"
#include "state/shell.h"
#include "state/special.h"
#include "state/var.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct test {
	struct shell *sh;
	struct args *args;
	char **at, **end;  /* what is left to judge */
	unsigned skipping; /* > 0: the result is known, so an operand cannot be wrong */
	bool failed;       /* after a message */
};

enum operation {
	NO_OPERATION,
	STRING_EQUAL,
	STRING_NOT_EQUAL,
	STRING_BEFORE,
	STRING_AFTER,
	INTEGER_EQUAL,
	INTEGER_NOT_EQUAL,
	INTEGER_LESS,
	INTEGER_LESS_EQUAL,
	INTEGER_GREATER,
	INTEGER_GREATER_EQUAL,
	FILE_NEWER,
	FILE_OLDER,
	FILE_SAME,
	BOTH,
	EITHER, /* -a and -o */
};

static enum operation two_letters(char first, char second)
{
	switch (first << 8 | second) {
	case 'e' << 8 | 'q':
		return INTEGER_EQUAL;
	case 'n' << 8 | 'e':
		return INTEGER_NOT_EQUAL;
	case 'l' << 8 | 't':
		return INTEGER_LESS;
	case 'l' << 8 | 'e':
		return INTEGER_LESS_EQUAL;
	case 'g' << 8 | 't':
		return INTEGER_GREATER;
	case 'g' << 8 | 'e':
		return INTEGER_GREATER_EQUAL;
	case 'n' << 8 | 't':
		return FILE_NEWER;
	case 'o' << 8 | 't':
		return FILE_OLDER;
	case 'e' << 8 | 'f':
		return FILE_SAME;
	default:
		return NO_OPERATION;
	}
}

static enum operation binary_operation(const char *s)
{
	if (s[0] == '-' && s[1]) {
		if (s[2] && !s[3])
			return two_letters(s[1], s[2]);
		return s[2]          ? NO_OPERATION
		       : s[1] == 'a' ? BOTH
		       : s[1] == 'o' ? EITHER
				     : NO_OPERATION;
	}
	if (s[0] == '=' && (!s[1] || (s[1] == '=' && !s[2])))
		return STRING_EQUAL;
	if (s[0] == '!' && s[1] == '=' && !s[2])
		return STRING_NOT_EQUAL;
	if (s[0] == '<' && !s[1])
		return STRING_BEFORE;
	return s[0] == '>' && !s[1] ? STRING_AFTER : NO_OPERATION;
}

static bool is_unary(const char *s)
{
	return s[0] == '-' && s[1] && !s[2] && strchr("abcdefgGhkLnoOprsStuvwxz", s[1]);
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

static bool compare_integers(struct test *t, const char *left, enum operation o, const char *right)
{
	int64_t a = number(t, left), b = number(t, right);
	switch (o) {
	case INTEGER_EQUAL:
		return a == b;
	case INTEGER_NOT_EQUAL:
		return a != b;
	case INTEGER_LESS:
		return a < b;
	case INTEGER_LESS_EQUAL:
		return a <= b;
	case INTEGER_GREATER:
		return a > b;
	default:
		return a >= b;
	}
}

/* -nt and -ot: a file that is not there is older than every file. */
static bool is_newer(const char *a, const char *b)
{
	struct stat x, y;
	if (stat(a, &x) < 0)
		return false;
	if (stat(b, &y) < 0)
		return true;
	return x.st_mtim.tv_sec != y.st_mtim.tv_sec ? x.st_mtim.tv_sec > y.st_mtim.tv_sec
						    : x.st_mtim.tv_nsec > y.st_mtim.tv_nsec;
}

static bool is_same_file(const char *a, const char *b)
{
	struct stat x, y;
	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static int collate(const struct test *t, const char *a, const char *b)
{
	return shell_collates(t->sh) ? strcoll(a, b) : strcmp(a, b);
}

static bool binary(struct test *t, const char *left, enum operation o, const char *right)
{
	switch (o) {
	case STRING_EQUAL:
		return strcmp(left, right) == 0;
	case STRING_NOT_EQUAL:
		return strcmp(left, right) != 0;
	case STRING_BEFORE:
		return collate(t, left, right) < 0;
	case STRING_AFTER:
		return collate(t, left, right) > 0;
	case FILE_NEWER:
		return is_newer(left, right);
	case FILE_OLDER:
		return is_newer(right, left);
	case FILE_SAME:
		return is_same_file(left, right);
	case BOTH:
		return *left && *right;
	case EITHER:
		return *left || *right;
	case NO_OPERATION:
		return false;
	case INTEGER_EQUAL:
	case INTEGER_NOT_EQUAL:
	case INTEGER_LESS:
	case INTEGER_LESS_EQUAL:
	case INTEGER_GREATER:
	case INTEGER_GREATER_EQUAL:
		break;
	}
	return compare_integers(t, left, o, right);
}

static bool is_terminal(const char *text)
{
	char *end;
	errno = 0;
	long fd = strtol(text, &end, 10);
	return *text >= '0' && *text <= '9' && !*end && errno == 0 && fd <= INT_MAX &&
	       isatty((int)fd);
}

static bool may(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0;
}

static bool file_is(char letter, const char *path)
{
	struct stat st;
	bool link = letter == 'h' || letter == 'L';
	if ((link ? lstat(path, &st) : stat(path, &st)) < 0)
		return false;
	switch (letter) {
	case 'b':
		return S_ISBLK(st.st_mode);
	case 'c':
		return S_ISCHR(st.st_mode);
	case 'd':
		return S_ISDIR(st.st_mode);
	case 'f':
		return S_ISREG(st.st_mode);
	case 'p':
		return S_ISFIFO(st.st_mode);
	case 'S':
		return S_ISSOCK(st.st_mode);
	case 'h':
	case 'L':
		return S_ISLNK(st.st_mode);
	case 'g':
		return st.st_mode & S_ISGID;
	case 'k':
		return st.st_mode & S_ISVTX;
	case 'u':
		return st.st_mode & S_ISUID;
	case 's':
		return st.st_size > 0;
	case 'O':
		return st.st_uid == geteuid();
	case 'G':
		return st.st_gid == getegid();
	default:
		return true; /* -e, -a */
	}
}

static bool is_on(struct test *t, const char *name)
{
	int o = option_by_name(name);
	return o >= 0 && t->sh->options[o];
}

static bool unary(struct test *t, char letter, const char *operand)
{
	switch (letter) {
	case 'n':
		return *operand;
	case 'z':
		return !*operand;
	case 't':
		return is_terminal(operand);
	case 'o':
		return is_on(t, operand);
	case 'v':
		return var_get_by(t->sh, operand) != NULL;
	case 'r':
		return may(operand, R_OK);
	case 'w':
		return may(operand, W_OK);
	case 'x':
		return may(operand, X_OK);
	default:
		return file_is(letter, operand);
	}
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
	enum operation o = left >= 3 ? binary_operation(at[1]) : NO_OPERATION;
	bool group = left >= 3 && is(at[0], '(') && is(at[2], ')'); /* not: ( is equal to ) */
	if (o != NO_OPERATION && o != BOTH && o != EITHER && !group) {
		t->at += 3;
		return t->skipping || binary(t, at[0], o, at[2]);
	}
	if (left >= 2 && is_unary(at[0])) {
		t->at += 2;
		return t->skipping || unary(t, at[0][1], at[1]);
	}
	t->at++;
	return is(at[0], '(') && left > 1 ? parenthesis(t) : *at[0] != '\0';
}

static bool negation(struct test *t)
{
	bool negate = false;
	while (t->end - t->at > 1 && is(*t->at, '!') &&
	       !(t->end - t->at >= 3 && binary_operation(t->at[1]) != NO_OPERATION)) {
		negate = !negate;
		t->at++;
	}
	return primary(t) != negate;
}

static bool next_is(struct test *t, enum operation o)
{
	if (t->failed || t->at == t->end || binary_operation(*t->at) != o)
		return false;
	t->at++;
	return true;
}

static bool both(struct test *t)
{
	bool result = negation(t);
	while (next_is(t, BOTH)) {
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
	while (next_is(t, EITHER)) {
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
	if (is_unary(argv[0]))
		return unary(t, argv[0][1], argv[1]);
	return fail(t, argv[0], "unknown operator");
}

static bool three(struct test *t, char **argv)
{
	enum operation o = binary_operation(argv[1]);
	if (o != NO_OPERATION)
		return binary(t, argv[0], o, argv[2]);
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
