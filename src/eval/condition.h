/* condition.h - [[ expression ]], and the primaries that it shares with `test`. */
#ifndef EVAL_CONDITION_H
#define EVAL_CONDITION_H

#include "base/mem.h"
#include "lang/condition.h"
#include "state/flow.h"

#include <stdbool.h>
#include <stdint.h>

struct node;
struct shell;

/* Status 0 or 1; after an error in it 2, or what an error of an expansion leads to. */
enum flow eval_condition(struct shell *sh, const struct node *n) MUST_CHECK;

/* -LETTER operand. */
bool test_unary(struct shell *sh, char letter, const char *operand);

/* An operator that compares neither integers nor with a pattern. */
bool test_binary(struct shell *sh, const char *left, enum test_operator o, const char *right);

bool test_numbers(int64_t left, enum test_operator o, int64_t right);

#endif
