/* The pipeline plan, made before anything runs, and printed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "parsed.h"

#include "base/buf.h"
#include "base/stack.h"
#include "eval/plan.h"
#include "state/option.h"
#include "watch/explain.h"

#include <stdlib.h>

static struct shell *sh;

/* The printed plan of the first item of `text`; the caller frees it. */
static char *plan_of(const char *text)
{
	struct program *program = parsed(sh, text);
	struct pipeline_plan plan;
	struct buf out = BUF_INIT;
	if (!CHECK(program != NULL))
		return NULL;
	if (CHECK(plan_pipeline(sh, program->body->list.items, &plan)))
		plan_print(&out, &plan);
	program_release(program);
	char *copy = strdup(buf_cstr(&out));
	buf_free(&out);
	return copy;
}

static void check_plan(const char *text, const char *expected)
{
	char *plan = plan_of(text);
	CHECK_STR(plan, expected);
	free(plan);
}

static void wires_stages(void)
{
	check_plan("a | b > c", "  1.  a\n"
				"      1 -> pipe 1\n"
				"  2.  b >c\n"
				"      0 <- pipe 1\n"
				"      then >c\n"
				"  status of the last\n");
	check_plan("a | { b; c; } | d", "  1.  a\n"
					"      1 -> pipe 1\n"
					"  2.  { b; c; }\n"
					"      0 <- pipe 1\n"
					"      1 -> pipe 2\n"
					"  3.  d\n"
					"      0 <- pipe 2\n"
					"  status of the last\n");
}

static void expands_nothing(void)
{
	check_plan("echo ${x:=1} $(exit 3)",
		   "  1.  echo ${x:=1} $(exit 3)\n  status of the last\n");
	check_plan("echo \"${x-unset}\"", "  1.  echo \"${x-unset}\"\n  status of the last\n");
}

static void takes_options_when_it_is_made(void)
{
	CHECK(option_set(sh, OPT_PIPEFAIL, true));
	check_plan("a | b", "  1.  a\n"
			    "      1 -> pipe 1\n"
			    "  2.  b\n"
			    "      0 <- pipe 1\n"
			    "  status of the last that failed (pipefail)\n");
	CHECK(option_set(sh, OPT_PIPEFAIL, false));
}

static void knows_the_background(void)
{
	char *plan = plan_of("a | b &");
	CHECK(plan && strstr(plan, "not waited for"));
	free(plan);
}

int main(int argc, char **argv, char **environment)
{
	(void)argc;
	(void)argv;
	stack_init();
	sh = shell_new(environment);
	if (!sh)
		return 1;
	unit_run("a plan says which stage reads and writes which pipe", wires_stages);
	unit_run("a plan is made without expanding anything", expands_nothing);
	unit_run("a plan takes pipefail when it is made", takes_options_when_it_is_made);
	unit_run("a plan knows what is not waited for", knows_the_background);
	return unit_end();
}
