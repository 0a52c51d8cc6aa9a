/* condition.h - the operators of `test` and [[ ... ]]. */
#ifndef LANG_CONDITION_H
#define LANG_CONDITION_H

#include <stdbool.h>

enum test_operator {
	TEST_NONE,
	TEST_EQUAL,
	TEST_NOT_EQUAL,
	TEST_MATCHES, /* =~, in [[ ]] only */
	TEST_BEFORE,
	TEST_AFTER,
	TEST_FILE_NEWER,
	TEST_FILE_OLDER,
	TEST_FILE_SAME,
	TEST_NUMBER_EQUAL, /* this and what follows compare integers */
	TEST_NUMBER_NOT_EQUAL,
	TEST_NUMBER_LESS,
	TEST_NUMBER_LESS_EQUAL,
	TEST_NUMBER_GREATER,
	TEST_NUMBER_GREATER_EQUAL,
};

static inline bool test_is_numeric(enum test_operator o)
{
	return o >= TEST_NUMBER_EQUAL;
}

/* The binary operator that `s` is; TEST_NONE: it is none. */
enum test_operator test_binary_operator(const char *s);

/* How it is written: = and == alike are "==". */
const char *test_operator_text(enum test_operator o);

/* Is it - and the letter of an operator with one operand? */
bool test_is_unary(const char *s);

#endif
