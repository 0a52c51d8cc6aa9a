#include "builtins/builtins.h"

#include "base/stack.h"
#include "builtins/args.h"
#include "state/shell.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

struct limit {
	char letter;
	int resource;
	unsigned unit; /* what one of newlimit is, in the kernel's unit */
	const char *what, *units;
};

/* The units are those of Issue 8: 512 bytes for -c and -f, 1024 for the rest that are sizes. */
static const struct limit limits[] = {
	{'c', RLIMIT_CORE, 512, "core file size", "512-byte blocks"},
	{'d', RLIMIT_DATA, 1024, "data segment size", "kibibytes"},
#ifdef RLIMIT_NICE
	{'e', RLIMIT_NICE, 1, "scheduling priority", NULL},
#endif
	{'f', RLIMIT_FSIZE, 512, "file size", "512-byte blocks"},
#ifdef RLIMIT_SIGPENDING
	{'i', RLIMIT_SIGPENDING, 1, "pending signals", NULL},
#endif
	{'l', RLIMIT_MEMLOCK, 1024, "locked memory", "kibibytes"},
	{'m', RLIMIT_RSS, 1024, "resident set size", "kibibytes"},
	{'n', RLIMIT_NOFILE, 1, "open files", NULL},
#ifdef RLIMIT_MSGQUEUE
	{'q', RLIMIT_MSGQUEUE, 1, "POSIX message queues", "bytes"},
#endif
#ifdef RLIMIT_RTPRIO
	{'r', RLIMIT_RTPRIO, 1, "real-time priority", NULL},
#endif
	{'s', RLIMIT_STACK, 1024, "stack size", "kibibytes"},
	{'t', RLIMIT_CPU, 1, "processor time", "seconds"},
	{'u', RLIMIT_NPROC, 1, "processes of the user", NULL},
	{'v', RLIMIT_AS, 1024, "address space", "kibibytes"},
#ifdef RLIMIT_LOCKS
	{'x', RLIMIT_LOCKS, 1, "file locks", NULL},
#endif
};

enum { LIMITS = sizeof limits / sizeof *limits };

static const struct limit *find(int letter)
{
	if (letter == 'p')
		letter = 'u'; /* as it is called in dash and busybox */
	for (int i = 0; i < LIMITS; i++)
		if (limits[i].letter == letter)
			return &limits[i];
	return NULL;
}

static void print_value(struct shell *sh, const struct limit *l, bool hard)
{
	struct rlimit r;
	if (getrlimit(l->resource, &r) < 0)
		r.rlim_cur = r.rlim_max = RLIM_INFINITY;
	rlim_t value = hard ? r.rlim_max : r.rlim_cur;
	if (value == RLIM_INFINITY)
		out_str(sh->out, "unlimited\n");
	else
		out_printf(sh->out, "%llu\n", (unsigned long long)(value / l->unit));
}

static void print_all(struct shell *sh, bool hard)
{
	for (int i = 0; i < LIMITS; i++) {
		const struct limit *l = &limits[i];
		const char *units = l->units ? l->units : "";
		out_printf(sh->out, "-%c  %-22s %-17s ", l->letter, l->what, units);
		print_value(sh, l, hard);
	}
}

/* "unlimited", "hard", "soft", or a number in the unit of `l`.  False: it is none of these. */
static bool read_value(const struct limit *l, const struct rlimit *now, const char *text,
		       rlim_t *value)
{
	if (strcmp(text, "unlimited") == 0) {
		*value = RLIM_INFINITY;
		return true;
	}
	if (strcmp(text, "hard") == 0 || strcmp(text, "soft") == 0) {
		*value = *text == 'h' ? now->rlim_max : now->rlim_cur;
		return true;
	}
	if (*text == '\0' || text[strspn(text, "0123456789")] != '\0')
		return false;
	errno = 0;
	unsigned long long n = strtoull(text, NULL, 10);
	*value = (rlim_t)n * l->unit;
	return errno == 0 && *value / l->unit == n && *value != RLIM_INFINITY;
}

static void set(struct shell *sh, struct args *a, const struct limit *l, bool hard, bool soft,
		const char *text)
{
	struct rlimit r;
	rlim_t value;
	if (getrlimit(l->resource, &r) < 0) {
		args_error(sh, a, 1, "%s: %s", l->what, strerror(errno));
		return;
	}
	if (!read_value(l, &r, text, &value)) {
		args_error(sh, a, 1, "%s: not a limit", text);
		return;
	}
	if (hard || !soft)
		r.rlim_max = value;
	if (soft || !hard)
		r.rlim_cur = value;
	if (setrlimit(l->resource, &r) < 0)
		args_error(sh, a, 1, "%s: %s", l->what, strerror(errno));
	else if (l->resource == RLIMIT_STACK)
		stack_init();
}

enum flow builtin_ulimit(struct shell *sh, struct args *a)
{
	bool hard = false, soft = false, all = false;
	const struct limit *l = find('f');
	for (int option; (option = args_option(sh, a)) != 0;) {
		switch (option) {
		case '?':
			return FLOW_NEXT;
		case 'H':
			hard = true;
			break;
		case 'S':
			soft = true;
			break;
		case 'a':
			all = true;
			break;
		default:
			l = find(option);
			if (!l) {
				args_error(sh, a, 1, "-%c: this system has no such limit", option);
				return FLOW_NEXT;
			}
		}
	}
	int operands = a->count - a->next;
	if (operands > 1 || (all && operands > 0))
		return args_usage(sh, a);
	if (all)
		print_all(sh, hard && !soft);
	else if (operands == 0)
		print_value(sh, l, hard && !soft);
	else
		set(sh, a, l, hard, soft, a->argv[a->next]);
	return FLOW_NEXT;
}
