/* parsed.h - text to a tree, for unit tests that begin with one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PARSED_H
#define PARSED_H

#include "lang/input.h"
#include "lang/parser.h"
#include "lang/tree.h"
#include "state/shell.h"

#include <string.h>

static const char *parsed_no_alias(void *context, const struct name *n)
{
	(void)context;
	(void)n;
	return NULL;
}

/* The first complete command of `text`, the caller's to release.  NULL: it does not parse. */
static struct program *parsed(struct shell *sh, const char *text)
{
	const struct parse_env env = {.names = sh->names, .alias = parsed_no_alias};
	struct input *in = input_of_string(text, strlen(text));
	struct source *source = source_new(SOURCE_PROMPT, "test", (struct place){0});
	struct parser *p = parser_new(&env, in, source, 1);
	struct program *program = NULL;
	if (parser_next(p, &program) != PARSE_COMMAND)
		program = NULL;
	parser_free(p);
	input_close(in);
	source_release(source);
	return program;
}

#endif
