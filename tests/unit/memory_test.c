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
#include "watch/explain.h"

#include "unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum {
	MANY = 100000, /* as many allocations as no command of this file makes */
	NOT_REACHED = 77,
	/* What `make check SAN=1` has a sanitizer exit with: its report would pass for a message. */
	SANITIZER_SAYS_NO = 99,
};

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
	explain_start(sh);
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

/* It may have gone where the standard error of a command went. */
static bool has_message(const struct result *r)
{
	return r->messages[0] || strstr(r->output, "memory");
}

static bool survives(const char *script, bool one, long n, const struct result *good, bool *end)
{
	struct result r = run(script, n);
	bool ok = WIFEXITED(r.wait_status) && WEXITSTATUS(r.wait_status) != SANITIZER_SAYS_NO;
	*end = ok && WEXITSTATUS(r.wait_status) == NOT_REACHED;
	if (!*end && ok && !same(&r, good))
		ok = (r.wait_status != 0 || !one) && has_message(&r);
	if (!ok)
		printf("# allocation %ld of: %s\n# status %#x, output: %s, messages: %s\n", n,
		       script, r.wait_status, r.output, r.messages);
	return ok;
}

/* `one`: a single command, whose status must tell. */
static void each_allocation(const char *script, bool one)
{
	struct result good = run(script, -1);
	bool end = false;
	bool ok = CHECK(WIFEXITED(good.wait_status));
	for (long n = 0; ok && !end && n < 2000; n++)
		ok = CHECK(survives(script, one, n, &good, &end));
	CHECK(end);
}

static const char *const single[] = {
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

/* What follows a command that failed may be done well. */
static const char *const sequences[] = {
	"f() { local a=$1 b; echo \"$a\" \"$@\" \"$*\"; } >&1 2>&1; f 1 '2 3'; unset -f f",
	"f() { echo $1; }; f() { echo 2; }; type f; command -V f",
	"cat <<E | cat\n${x:-a b} $(echo c) $((1 + $#)) `echo d`\nE",
	"x=${y:=a} z=${x%b}; echo \"${x:+$y}\" ${z##*[!a]} ${#z} ${x#\"$y\"}",
	": ${unset?no such thing}",
	"set -u; echo $unset",
	"for i do echo $i; done; for i in \"$@\" /etc/pas*/ /*/passwd; do echo $i; done",
	"p='a*' q='[b-d]'; case abc in $p\"$q\") ;; ${p}) echo yes ;; esac",
	"v='1 + 2'; n=3; echo $((n ? n : 1)) $((n += 1, n)) $(($v))",
	"echo $((1 / 0))",
	"x=a; case $x in a) echo 1 ;& b) echo 2 ;; esac; until true; do :; done",
	"export x=1; export -p; readonly y=2; readonly -p; set",
	"alias a='b ' b='echo ' c=d; a c; alias; unalias a; unalias -a",
	"printf '%b|%5.2s|%x\\n' 'a\\tb' abc 255; printf '%d\\n' 3x",
	"exec 5>/dev/null {n}>&1; echo $((n > 9)) >&$n; exec 5>&- {n}>&-",
	"echo a >/dev/null 2>&1 </dev/null; { echo b; } 2>/dev/null; echo c >/no/such",
	"command -v echo cat if f; command -p true; command eval 'echo e'",
	"IFS=:; read -r a b c <<E\n1:2:3:4\nE\necho \"$a\" \"$c\"; echo $*",
	"trap 'echo t' EXIT INT; trap; trap - INT; (trap; exit 3); echo $?",
	"trap 'echo t; trap - USR1' USR1 && kill -USR1 $$; echo after",
	"kill -l; kill -l 15; ulimit -n; ulimit -a; umask; times >/dev/null; hash",
	"CDPATH=/:/usr; cd bin >/dev/null; cd -L /usr/../etc; pwd; cd - >/dev/null",
	"set -x; x=1 echo a; for i in b; do :; done; set +x",
	"set -o allexport; x=1; /usr/bin/env >/dev/null; set +o; set -- a b; shift; echo $1",
	"echo a | cat | cat; ! true | false; echo $?; set -o pipefail; false | true",
	"sleep 0 & jobs; wait $!; echo $?; wait; { echo b; } & wait %1",
	"eval \"echo 1\" 'echo 2;' 'eval \"echo 3\"'; . /dev/null a b",
	"explain: x=1 ls -l 2>&1 <a | sort >\"$b\" && { echo $(c); } &",
	"echo $'a\\tb\\x41' \"a\\$b\" 'c' \\d ~ ~root ~none",
	"while getopts ab: o -a -b c -d; do echo $o $OPTARG $OPTIND; done",
	"f() { return 3; }; f || echo $?; (exit 4) || echo $?; set -e; false",
	"if",
	"echo 'open",
	"${x!y}",
	"nosuchcommand a; /no/such; /etc; [ a -eq b ]; test ! '(' a ')'; [ -t 1 -o b ]",
	"LC_ALL=C.UTF-8; x=\303\244b; echo ${#x} ${x#?}; case $x in [[:alpha:]]b) echo m ;; esac",
	"x=a; x=$x$x$x; x=${x}b; y=$x; echo $y; unset x y; local z",
	"time true 2>/dev/null; { time :; } 2>/dev/null",
	"shared n=1 t=text; (n=$n$t); echo $n; shared n=2 t; : $((n += 3)); echo $n $t; unset t",
	"shared q=1; shared queue q; shared push q a b; shared pop q x; echo $x; shared length q",
	"x=$(printf %070000d 1); shared queue q; shared push q $x; shared pop q y; echo ${#y}",
	"shared n=1; shared lock n echo $n; shared swap n 1 2; shared add n 5; shared wait n 7; echo $n",
	"fc -l; history; bg; fg; newgrp=1; help cd; type type",
	/* What is in other stores of this user is not for this test. */
	"n=a$(printf %09999d 1); shared $n; shared b$n; shared c$n; shared d$n; shared list >/dev/null 2>&1; :",
};

static const char *current;
static bool current_is_single;

static void run_current(void)
{
	each_allocation(current, current_is_single);
}

static void run_all(const char *const *scripts, size_t count, bool one)
{
	current_is_single = one;
	for (size_t i = 0; i < count; i++) {
		current = scripts[i];
		unit_run(current, run_current);
	}
}

int main(void)
{
	stack_init();
	run_all(single, sizeof single / sizeof *single, true);
	run_all(sequences, sizeof sequences / sizeof *sequences, false);
	return unit_end();
}
