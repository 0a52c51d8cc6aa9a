/* arith_eval.h - the value of an arithmetic expression (XCU 2.6.4).
 *
 * Signed 64-bit; overflow wraps.  Data is never code: a variable's value is an integer
 * constant, empty, or the plain name of another variable; anything else is an error. */
#ifndef EVAL_ARITH_EVAL_H
#define EVAL_ARITH_EVAL_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "state/flow.h"

struct arith;
struct buf;
struct part;
struct shell;

/* What adds the value of a hole to `out`: expand_part(), whose file calls this one. */
typedef bool (*part_expander)(struct shell *sh, const struct part *p, struct buf *out);

/* Expands the holes of `a`, then evaluates it.  False after a message, sh->status set. */
bool arith_evaluate(struct shell *sh, const struct arith *a, part_expander expand,
		    int64_t *result) MUST_CHECK;

/* The same as a command: what fails in the expression itself is status 1 (*ok false, FLOW_NEXT); an
 * error of an expansion in it, or an unset variable under -u, has the flow that it has elsewhere. */
enum flow arith_command(struct shell *sh, const struct arith *a, part_expander expand,
			int64_t *result, bool *ok) MUST_CHECK;

/* Evaluates text[0..length), which has no expansions, as arith_command(). */
enum flow arith_text(struct shell *sh, const char *text, size_t length, int64_t *result,
		     bool *ok) MUST_CHECK;

/* The value of an expression that is data: it has no expansions and may not assign.  False after a
 * message. */
bool arith_evaluate_data(struct shell *sh, const char *text, size_t length,
			 int64_t *result) MUST_CHECK;

#endif
