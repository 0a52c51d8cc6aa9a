#include "builtins/builtins.h"

#include "base/signame.h"
#include "builtins/args.h"
#include "proc/job.h"
#include "state/shell.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* All of `text` as a decimal integer, with a sign where pids have one. */
static bool read_integer(const char *text, bool may_be_negative, long *value)
{
	const char *digits = text + (may_be_negative && *text == '-');
	if (*digits < '0' || *digits > '9')
		return false;
	char *end;
	errno = 0;
	*value = strtol(text, &end, 10);
	return *end == '\0' && errno == 0 && *value == (pid_t)*value;
}

/* "TERM", "term", "SIGTERM", "15", "0"; -1: no such signal.  POSIX leaves the numbers that it does
 * not list undefined: those of all signals are taken. */
static int read_signal(const char *text)
{
	long number;
	if (read_integer(text, false, &number))
		return number == 0 || (number < SIGNAL_COUNT && signal_name((int)number))
			       ? (int)number
			       : -1;
	int sig = signal_number(text);
	return sig == 0 ? -1 : sig; /* EXIT is a condition of trap only */
}

static void list_all(struct shell *sh)
{
	bool first = true;
	for (int sig = 1; sig < SIGNAL_COUNT; sig++) {
		if (!signal_name(sig))
			continue;
		if (!first)
			out_byte(sh->out, ' ');
		out_str(sh->out, signal_name(sig));
		first = false;
	}
	out_byte(sh->out, '\n');
}

/* kill -l EXIT_STATUS: a signal's number, or what $? was after a death or stop by it; given a
 * name, its number. */
static void list_one(struct shell *sh, struct args *a, const char *text)
{
	long n;
	if (!read_integer(text, false, &n)) {
		int sig = signal_number(text);
		if (sig > 0)
			out_printf(sh->out, "%d\n", sig);
		else
			args_error(sh, a, 1, "%s: no such signal", text);
		return;
	}
	if (n > 128)
		n -= 128;
	const char *name = n == 0 ? "EXIT" : n < SIGNAL_COUNT ? signal_name((int)n) : NULL;
	if (name)
		out_printf(sh->out, "%s\n", name);
	else
		args_error(sh, a, 1, "%s: no such signal", text);
}

static enum flow list(struct shell *sh, struct args *a, int i)
{
	if (i < a->count && strcmp(a->argv[i], "--") == 0)
		i++;
	if (i == a->count)
		list_all(sh);
	for (; i < a->count; i++)
		list_one(sh, a, a->argv[i]);
	return FLOW_NEXT;
}

static void signal_job(struct shell *sh, struct args *a, const char *id, int sig)
{
	job_reap(sh);
	struct job *j = job_by_id(sh, id);
	if (!j) {
		args_error(sh, a, 1, "%s: %s", id,
			   errno == EINVAL ? "ambiguous job" : "no such job");
		return;
	}
	if (!job_signal(sh, j, sig)) {
		args_error(sh, a, 1, "%s: %s", id, strerror(errno));
		return;
	}
	/* A suspended job cannot act on these before it continues; who asks it to end means now. */
	if ((sig == SIGTERM || sig == SIGHUP) && job_state(j) == JOB_STOPPED)
		(void)job_signal(sh, j, SIGCONT);
}

static void signal_operand(struct shell *sh, struct args *a, const char *text, int sig)
{
	long pid;
	if (*text == '%')
		signal_job(sh, a, text, sig);
	else if (!read_integer(text, true, &pid))
		args_error(sh, a, 1, "%s: neither a process ID nor a job ID", text);
	else if (kill((pid_t)pid, sig) < 0)
		args_error(sh, a, 1, "%s: %s", text, strerror(errno));
}

/* The options are its own kind: -9, -TERM and -s TERM come once, first, and `kill -9 -1` has a
 * negative process ID after it. */
enum flow builtin_kill(struct shell *sh, struct args *a)
{
	int i = 1;
	const char *name = NULL, *first = a->count > 1 ? a->argv[1] : "";
	if (strcmp(first, "-l") == 0 || strcmp(first, "-L") == 0)
		return list(sh, a, 2);
	if (strcmp(first, "-s") == 0 || strcmp(first, "-n") == 0) {
		if (a->count < 3)
			return args_usage(sh, a);
		name = a->argv[2];
		i = 3;
	} else if (*first == '-' && first[1] != '\0' && strcmp(first, "--") != 0) {
		/* -sTERM is -s with its argument: no signal's name begins so. */
		name = read_signal(first + 1) < 0 && first[1] == 's' && first[2] ? first + 2
										 : first + 1;
		i = 2;
	}
	int sig = name ? read_signal(name) : SIGTERM;
	if (sig < 0) {
		args_error(sh, a, 1, "%s: no such signal", name);
		return FLOW_NEXT;
	}
	if (i < a->count && strcmp(a->argv[i], "--") == 0)
		i++;
	if (i >= a->count)
		return args_usage(sh, a);
	for (; i < a->count; i++)
		signal_operand(sh, a, a->argv[i], sig);
	return FLOW_NEXT;
}
