#include "eval/condition.h"

#include "base/name.h"
#include "base/stack.h"
#include "eval/arith_eval.h"
#include "eval/errors.h"
#include "eval/expand.h"
#include "eval/reference.h"
#include "eval/substitute_wait.h"
#include "eval/xtrace.h"
#include "ipc/procsub.h"
#include "lang/pattern.h"
#include "lang/tree.h"
#include "state/shell.h"
#include "state/special.h"
#include "state/var.h"
#include "state/var_array.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- primaries --- */

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

static int collate(struct shell *sh, const char *a, const char *b)
{
	return shell_collates(sh) ? strcoll(a, b) : strcmp(a, b);
}

bool test_binary(struct shell *sh, const char *left, enum test_operator o, const char *right)
{
	switch ((int)o) {
	case TEST_EQUAL:
		return strcmp(left, right) == 0;
	case TEST_NOT_EQUAL:
		return strcmp(left, right) != 0;
	case TEST_BEFORE:
		return collate(sh, left, right) < 0;
	case TEST_AFTER:
		return collate(sh, left, right) > 0;
	case TEST_FILE_NEWER:
		return is_newer(left, right);
	case TEST_FILE_OLDER:
		return is_newer(right, left);
	case TEST_FILE_SAME:
		return is_same_file(left, right);
	}
	return false;
}

bool test_numbers(int64_t left, enum test_operator o, int64_t right)
{
	switch ((int)o) {
	case TEST_NUMBER_EQUAL:
		return left == right;
	case TEST_NUMBER_NOT_EQUAL:
		return left != right;
	case TEST_NUMBER_LESS:
		return left < right;
	case TEST_NUMBER_LESS_EQUAL:
		return left <= right;
	case TEST_NUMBER_GREATER:
		return left > right;
	}
	return left >= right; /* TEST_NUMBER_GREATER_EQUAL */
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

static bool is_on(struct shell *sh, const char *name)
{
	int o = option_by_name(name);
	return o >= 0 && sh->options[o];
}

/* -v: a variable, or an element of an array, has a value.  What is no name has none. */
static bool is_set(struct shell *sh, const char *operand)
{
	struct reference r;
	size_t length;
	switch (reference_read(sh, operand, strlen(operand), &r)) {
	case REFERENCE_VARIABLE:
		return var_get(sh, r.name) != NULL;
	case REFERENCE_ELEMENT:
		return var_element(sh, r.name->variable, &r.at, &length) != NULL;
	case REFERENCE_ALL:
		return var_count(sh, r.name->variable) > 0;
	case REFERENCE_NONE:
	case REFERENCE_ERROR:
		break;
	}
	return false;
}

bool test_unary(struct shell *sh, char letter, const char *operand)
{
	switch (letter) {
	case 'n':
		return *operand;
	case 'z':
		return !*operand;
	case 't':
		return is_terminal(operand);
	case 'o':
		return is_on(sh, operand);
	case 'v':
		return is_set(sh, operand);
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

/* --- [[ ]] --- */

struct check {
	struct shell *sh;
	enum flow flow;
	bool failed; /* after a message: the rest does not matter */
};

/* Whether an operand could be expanded; if not, it ends the shell as any expansion error does. */
static bool is_expanded(struct check *k, const void *result)
{
	if (result)
		return true;
	k->failed = true;
	k->flow = error_flow(k->sh, ERROR_EXPANSION);
	return false;
}

/* The text of an operand; NULL after an error. */
static const char *operand(struct check *k, const struct word *w, size_t *length)
{
	const char *text = expand_string(k->sh, w, length);
	return is_expanded(k, text) ? text : NULL;
}

static bool matches_pattern(struct check *k, const struct condition *c)
{
	size_t length;
	const char *text = operand(k, c->left, &length);
	const struct pattern *pattern = text ? expand_pattern(k->sh, c->right, true) : NULL;
	return text && is_expanded(k, pattern) &&
	       pattern_match(pattern, shell_charset(k->sh, text, length), text, length);
}

/* BASH_REMATCH: what matched, and what the groups in parentheses did. */
static bool keep_matches(struct shell *sh, const char *text, const regmatch_t *matches,
			 size_t count)
{
	struct name *n = name_intern(sh->names, "BASH_REMATCH", strlen("BASH_REMATCH"));
	struct array_item *items = shell_alloc(sh, (count + 1) * sizeof *items);
	if (!n || !items)
		return shell_no_memory(sh);
	for (size_t i = 0; i < count; i++) {
		struct element_value group = {.text = ""}; /* of one that took no part */
		if (matches[i].rm_so >= 0) {
			group.text = text + matches[i].rm_so;
			group.length = (size_t)(matches[i].rm_eo - matches[i].rm_so);
		}
		items[i] = (struct array_item){.value = group};
	}
	struct array_value value = {items, count};
	return var_set_array(sh, n, &value, false);
}

/* left =~ right, an extended regular expression (XBD 9.4), found anywhere in left. */
static bool matches_regex(struct check *k, const struct condition *c)
{
	struct shell *sh = k->sh;
	size_t length;
	const char *text = operand(k, c->left, &length);
	const char *pattern = text ? expand_regex(sh, c->right) : NULL;
	if (!text || !is_expanded(k, pattern))
		return false;
	(void)shell_charset(sh, text, length);
	(void)shell_charset(sh, pattern, strlen(pattern));
	regex_t regex;
	int error = regcomp(&regex, pattern, REG_EXTENDED);
	if (error) {
		char why[128];
		regerror(error, &regex, why, sizeof why);
		shell_error(sh, "[[: %s: %s", pattern, why);
		k->failed = true;
		sh->status = 2;
		return false;
	}
	size_t count = regex.re_nsub + 1;
	regmatch_t *matches = shell_alloc(sh, count * sizeof *matches);
	bool found = matches && regexec(&regex, text, count, matches, 0) == 0;
	regfree(&regex);
	bool kept = matches ? keep_matches(sh, text, matches, found ? count : 0)
			    : shell_no_memory(sh);
	if (!kept) {
		k->failed = true;
		sh->status = 2;
	}
	return found;
}

static bool number(struct check *k, const struct arith *a, int64_t *value)
{
	bool ok;
	k->flow = arith_command(k->sh, a, expand_part, value, &ok);
	k->failed = !ok;
	if (!ok && k->flow == FLOW_NEXT)
		k->sh->status = 2;
	return ok;
}

static bool binary(struct check *k, const struct condition *c)
{
	enum test_operator o = c->op;
	if (test_is_numeric(o)) {
		int64_t left, right;
		return number(k, c->left_number, &left) && number(k, c->right_number, &right) &&
		       test_numbers(left, o, right);
	}
	if (o == TEST_EQUAL || o == TEST_NOT_EQUAL)
		return matches_pattern(k, c) == (o == TEST_EQUAL);
	if (o == TEST_MATCHES)
		return matches_regex(k, c);
	size_t length;
	const char *left = operand(k, c->left, &length);
	const char *right = left ? operand(k, c->right, &length) : NULL;
	return right && test_binary(k->sh, left, o, right);
}

static bool primary(struct check *k, const struct condition *c)
{
	if (c->kind == CONDITION_BINARY)
		return binary(k, c);
	size_t length;
	const char *text = operand(k, c->left, &length);
	return text && test_unary(k->sh, c->kind == CONDITION_UNARY ? c->letter : 'n', text);
}

static bool holds(struct check *k, const struct condition *c)
{
	bool result;
	if (stack_is_low()) {
		shell_error(k->sh, "[[: nested too deeply");
		k->failed = true;
		k->sh->status = 2;
		return false;
	}
	if (c->kind == CONDITION_AND || c->kind == CONDITION_OR) {
		const struct condition *part = c->inner;
		bool go_on = c->kind == CONDITION_AND;
		do {
			result = holds(k, part);
			part = part->next;
		} while (part && result == go_on && !k->failed);
	} else if (c->kind == CONDITION_GROUP) {
		result = holds(k, c->inner);
	} else {
		result = primary(k, c);
	}
	return result != c->negate;
}

STACK_APART enum flow eval_condition(struct shell *sh, const struct node *n)
{
	struct arena_mark mark = arena_mark(&sh->tmp);
	struct substitution *newest = procsub_newest(sh);
	struct check k = {.sh = sh};
	if (sh->options[OPT_XTRACE])
		xtrace_node(sh, n);
	bool result = holds(&k, n->condition.expression);
	if (!k.failed)
		sh->status = !result;
	sh->pipe_statuses.count = 0;
	substitute_finish(sh, newest, false);
	arena_reset(&sh->tmp, mark);
	return k.flow;
}
