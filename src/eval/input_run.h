/* input_run.h - text to behaviour: one complete command after the other (XCU 2.1). */
#ifndef EVAL_INPUT_RUN_H
#define EVAL_INPUT_RUN_H

#include "base/mem.h"
#include "lang/source.h"
#include "state/flow.h"

#include <stdbool.h>

struct input;
struct shell;

/* Reads, parses and runs one complete command after the other until the end of the input, or
 * until a flow other than FLOW_NEXT comes back (at a prompt, errors and ^C only end the line).
 * Status 0 if there was no command.  A syntax error is reported and ends it as the table of shell
 * errors says.  `last`: this process does nothing afterwards, so the last command may be execed. */
MUST_CHECK enum flow run_input(struct shell *sh, struct input *in, const struct source *source,
			       bool last);

/* The same of an input of `length` bytes that is read into memory, within the limits of how deep
 * these may be nested; `in` is closed.  NULL: no memory. */
MUST_CHECK enum flow run_held_input(struct shell *sh, struct input *in, size_t length,
				    enum source_kind kind, const char *name);

/* The same of a string, which stays the caller's: eval, trap actions. */
MUST_CHECK enum flow run_string(struct shell *sh, const char *text, enum source_kind kind,
				const char *name);

#endif
