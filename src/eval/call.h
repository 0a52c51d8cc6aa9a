/* call.h - calling a built-in or a function with its arguments ready.  Inside eval/ only. */
#ifndef EVAL_CALL_H
#define EVAL_CALL_H

#include "base/mem.h"
#include "state/flow.h"

#include <stdbool.h>

struct builtin;
struct function;
struct shell;

/* Runs it, writes its output and reports a write error.  `special`: its errors count as those of
 * a special built-in (not so when `command` calls it).  *keep is set when the redirections around it
 * are to stay (exec). */
MUST_CHECK enum flow call_builtin(struct shell *sh, const struct builtin *b, char **argv, int argc,
				  bool special, bool *keep);

/* Runs the body with argv[1..] as positional parameters.  The caller has opened the frame. */
MUST_CHECK enum flow call_function(struct shell *sh, struct function *f, char **argv, int argc);

#endif
