/* unit.h - the harness of the unit tests.  Each tests/unit/NAME_test.c is a program, linked with
 * the whole shell but its main():
 *
 *	static void takes_the_longest(void)
 *	{
 *		CHECK(trim("aab", "a*") == 0);
 *		CHECK_STR(trimmed, "b");
 *	}
 *
 *	int main(void)
 *	{
 *		unit_run("%% takes the longest match", takes_the_longest);
 *		return unit_end();
 *	}
 *
 * It prints TAP, as Bats does.  A failed check prints where and what, and the case goes on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UNIT_H
#define UNIT_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* State at file scope: a program has one harness, and its checks take no context. */
static int unit_cases, unit_failed_cases;
static bool unit_case_failed;

#define CHECK(condition) unit_check((condition), __FILE__, __LINE__, #condition)
#define CHECK_STR(actual, expected) \
	unit_check_str((actual), (expected), __FILE__, __LINE__, #actual)
#define CHECK_INT(actual, expected) \
	unit_check_int((actual), (expected), __FILE__, __LINE__, #actual)

/* Each check returns whether it held, for those that make no sense after it:
 * `if (!CHECK(p != NULL)) return;` */
static inline bool unit_check(bool held, const char *file, int line, const char *text)
{
	if (!held) {
		printf("# %s:%d: not so: %s\n", file, line, text);
		unit_case_failed = true;
	}
	return held;
}

/* NULL equals NULL only. */
static inline bool unit_check_str(const char *actual, const char *expected, const char *file,
				  int line, const char *text)
{
	if (actual == expected || (actual && expected && strcmp(actual, expected) == 0))
		return true;
	printf("# %s:%d: %s\n#   expected: %s\n#   is:       %s\n", file, line, text,
	       expected ? expected : "(NULL)", actual ? actual : "(NULL)");
	unit_case_failed = true;
	return false;
}

static inline bool unit_check_int(long long actual, long long expected, const char *file, int line,
				  const char *text)
{
	if (actual == expected)
		return true;
	printf("# %s:%d: %s\n#   expected: %lld\n#   is:       %lld\n", file, line, text, expected,
	       actual);
	unit_case_failed = true;
	return false;
}

/* Run one case.  Its name says what must be true, in words.  Flushed before and after: a case
 * may fork, and a crash must not take earlier results along. */
static inline void unit_run(const char *name, void (*run)(void))
{
	unit_case_failed = false;
	fflush(stdout);
	run();
	unit_cases++;
	if (unit_case_failed)
		unit_failed_cases++;
	printf("%s %d %s\n", unit_case_failed ? "not ok" : "ok", unit_cases, name);
	fflush(stdout);
}

/* What main() returns.  The plan comes last: a program that crashed has none. */
static inline int unit_end(void)
{
	printf("1..%d\n", unit_cases);
	return unit_failed_cases > 0;
}

#endif
