/* The limit on subshells within each other, which a real thousand of processes takes the kernel ten
 * seconds to reach.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/stack.h"
#include "builtins/table.h"
#include "eval/input_run.h"
#include "eval/start.h"
#include "proc/job.h"
#include "proc/trap.h"
#include "state/shell.h"

#include "unit.h"

#include <fcntl.h>
#include <unistd.h>

extern char **environ;

static struct shell *sh;

/* The status of `script` in a shell that is `depth` subshells deep. */
static int status_at(unsigned depth, const char *script)
{
	sh->subshell_depth = depth;
	sh->status = 0;
	enum flow f = run_string(sh, script, SOURCE_COMMAND, "-c");
	(void)f;
	return sh->status;
}

static void a_thousand(void)
{
	CHECK_INT(status_at(999, "(exit 3)"), 3);
	CHECK_INT(status_at(999, "x=$(exit 3)"), 3);
	CHECK_INT(status_at(999, "true | (exit 3)"), 3);
}

static void no_more(void)
{
	int messages = dup(STDERR_FILENO), nothing = open("/dev/null", O_WRONLY);
	dup2(nothing, STDERR_FILENO);
	CHECK_INT(status_at(1000, "(exit 3)"), 2);
	CHECK(status_at(1000, "x=$(exit 3)") == 2);
	CHECK_INT(status_at(1000, "true | (exit 3)"), 126);
	CHECK_INT(status_at(1000, ": &"), 126);
	CHECK_INT(status_at(999, "((exit 3); exit $?)"), 2);
	dup2(messages, STDERR_FILENO);
}

int main(void)
{
	stack_init();
	sh = shell_new(environ);
	if (!sh || !builtins_install(sh->names) || !(sh->traps = traps_new()) ||
	    !(sh->jobs = job_table_new()))
		return 99;
	eval_start(sh);
	traps_start(sh);
	unit_run("a thousand subshells may be within each other", a_thousand);
	unit_run("one more is refused", no_more);
	return unit_end();
}
