/* args.h - a built-in's arguments, its options driven by the table's row. */
#ifndef BUILTINS_ARGS_H
#define BUILTINS_ARGS_H

#include "builtins/table.h"

#include "state/flow.h"

#include <stdbool.h>
#include <stdint.h>

struct assign;

/* The next option letter of the row's `options`; 0: no more, `next` is the first operand; '?':
 * unknown or lacking its argument, message and usage printed, sh->status 2. `--` ends them. */
int args_option(struct shell *sh, struct args *a);

/* What a built-in that ran a string or file of commands returns, after a->ran_commands was set: `f`
 * as it is, but a syntax error in it is the built-in's own error, which `command` makes harmless. */
enum flow args_after_commands(struct shell *sh, struct args *a, enum flow f);

/* Prints "NAME: message" (the place before it) and sets sh->status. */
void args_error(struct shell *sh, struct args *a, int status, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The same with the usage, one form a line, and status 2; if the first argument is a word that some
 * forms begin with, only those.  Returns FLOW_ABORT, which the caller of built-ins
 * turns into an exit for special built-ins of a script and into FLOW_NEXT for others. */
enum flow args_usage(struct shell *sh, struct args *a);

/* The forms of a usage, its lines: the first one (`form` NULL), or that after `form`, whose *length
 * is its; NULL: none. */
const char *usage_form(const struct builtin *b, const char *form, int *length);

/* Reads all of `text` as a decimal number in [low, high].  False after a message. */
bool args_number(struct shell *sh, struct args *a, const char *text, int64_t low, int64_t high,
		 int64_t *value);

/* Reads all of `text` as seconds, which may have a fraction; the result is in milliseconds.  False after a message, with `status`. */
bool args_seconds(struct shell *sh, struct args *a, const char *text, int status, int64_t *ms);

#endif
