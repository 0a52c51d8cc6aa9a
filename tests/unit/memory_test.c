/* Every allocation of a command fails once: the shell says so and gives a status, or did not
 * need it.  It never dies of a signal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/mem.h"
#include "base/stack.h"
#include "builtins/table.h"
#include "eval/input_run.h"
#include "eval/start.h"
#include "proc/job.h"
#include "proc/trap.h"
#include "state/shell.h"

#include "unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* As many allocations as no command of this file makes. */
enum { MANY = 100000, NOT_REACHED = 77 };

struct result {
	int wait_status;
	char output[4096]; /* both descriptors */
	char messages[4096];
};

/* Whether the failure that was ordered has happened: else it hits one of these. */
static bool has_failed(void)
{
	for (int i = 0; i < MANY; i++) {
		void *p = mem_alloc(1);
		if (!p)
			return false;
		mem_free(p);
	}
	return true;
}

static _Noreturn void run_child(const char *script, long n)
{
	struct shell *sh = shell_new(environ);
	if (!sh || !builtins_install(sh->names) || !(sh->traps = traps_new()) ||
	    !(sh->jobs = job_table_new()))
		_exit(99);
	eval_start(sh);
	traps_start(sh);
	mem_fail_after(n);
	enum flow f = run_string(sh, script, SOURCE_COMMAND, "-c");
	(void)f;
	if (sh->process == sh->pid && n >= 0 && !has_failed())
		_exit(NOT_REACHED);
	_exit(sh->status);
}

static void slurp(int fd, char *text, size_t size)
{
	ssize_t n = pread(fd, text, size - 1, 0);
	text[n > 0 ? n : 0] = '\0';
	close(fd);
}

static int temporary(void)
{
	char name[] = "/tmp/whelk-memory-XXXXXX";
	int fd = mkstemp(name);
	unlink(name);
	return fd;
}

static struct result run(const char *script, long n)
{
	struct result r = {0};
	int out = temporary(), err = temporary();
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		alarm(20);
		dup2(out, STDOUT_FILENO);
		dup2(err, STDERR_FILENO);
		run_child(script, n);
	}
	waitpid(pid, &r.wait_status, 0);
	slurp(out, r.output, sizeof r.output);
	slurp(err, r.messages, sizeof r.messages);
	return r;
}

static bool same(const struct result *a, const struct result *b)
{
	return a->wait_status == b->wait_status && strcmp(a->output, b->output) == 0;
}

static bool survives(const char *script, long n, const struct result *good, bool *end)
{
	struct result r = run(script, n);
	bool ok = WIFEXITED(r.wait_status);
	*end = ok && WEXITSTATUS(r.wait_status) == NOT_REACHED;
	if (!*end && ok && !same(&r, good))
		ok = r.wait_status != 0 && r.messages[0];
	if (!ok)
		printf("# allocation %ld of: %s\n# status %#x, output: %s, messages: %s\n", n,
		       script, r.wait_status, r.output, r.messages);
	return ok;
}

static void each_allocation(const char *script)
{
	struct result good = run(script, -1);
	bool end = false;
	CHECK(WIFEXITED(good.wait_status));
	for (long n = 0; !end && n < 2000; n++)
		CHECK(survives(script, n, &good, &end));
	CHECK(end);
}

static const char *const scripts[] = {
	":",
	"echo a b c",
	"x=1",
	"export y=$PATH",
	"echo \"$HOME\" ${x:-word} ${HOME#/} ${#HOME}",
	"echo $((1 + 2 * 3)) $((n = 5))",
	"for i in a; do echo \"$i\"; done",
	"case abc in a*) echo yes ;; esac",
	"f() { local a=1; echo \"$@\"; }; f 1 2",
	"echo /etc/pass*",
	"IFS=:; set -- $PATH; echo $#",
	"echo text >/dev/null",
	"{ echo a; } >&1",
	"cat <<E\ntext $HOME\nE",
	"eval 'echo eval'",
	"alias a='echo alias'\na",
	"read a b </etc/passwd",
	"getopts ab: o -a",
	"trap 'echo trap' USR1",
	"printf '%s %d\\n' a 1",
	"[ a = a ] && [ -d / ]",
	"cd /",
	"set -o",
	"type echo cat f",
	"hash cat",
	"umask -S",
	"unset HOME",
	"readonly r=1",
	"shift 0; set a b c; shift",
	"if [ a = b ]; then :; elif [ a = c ]; then :; else echo else; fi",
	"while :; do break; done",
	"/bin/true",
	"cat </dev/null",
	"X=1 /bin/true",
	"set -o pipefail; echo a | cat",
	"x=$(echo a); echo \"$x\"",
	"x=$(/bin/echo a) && echo \"$x\"",
	"( echo sub )",
	"/bin/true & wait",
	". /dev/null",
};

static size_t current;

static void run_current(void)
{
	each_allocation(scripts[current]);
}

int main(void)
{
	stack_init();
	for (; current < sizeof scripts / sizeof *scripts; current++)
		unit_run(scripts[current], run_current);
	return unit_end();
}
