/* timer.c - runs several commands in turn, again and again, and prints how long each took.
 *
 *   timer [-n ROUNDS] [-k REPEAT] [-t SECONDS] -o DIR LABEL COMMAND ARG... [';' LABEL ...]...
 *
 * One sample of a command is REPEAT runs of it, one after the other.  The rounds are interleaved and
 * each starts with another command, so that a machine that slows down for a while slows all of them.
 * What a command writes in the first round stands in DIR/LABEL.out and DIR/LABEL.err.
 *
 * Prints, for each command: label, status, median wall, median cpu, least wall (milliseconds).  The
 * status is an exit status, "sigN", or "timeout"; a command that did not exit with 0 is not run again.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

struct command {
	const char *label;
	char **argv;
	char out[4096], err[4096];
	double *wall, *cpu; /* milliseconds, one a round */
	int samples;
	int wait_status;
	bool timed_out;
};

/* The handler of SIGALRM has to reach these. */
static volatile sig_atomic_t running_pid;
static volatile sig_atomic_t alarm_rang;

static void on_alarm(int sig)
{
	(void)sig;
	alarm_rang = 1;
	if (running_pid > 0)
		kill(running_pid, SIGKILL);
}

_Noreturn static void fail(const char *what)
{
	fprintf(stderr, "timer: %s: %s\n", what, strerror(errno));
	exit(2);
}

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double cpu_ms(const struct rusage *u)
{
	return (double)(u->ru_utime.tv_sec + u->ru_stime.tv_sec) * 1e3 +
	       (double)(u->ru_utime.tv_usec + u->ru_stime.tv_usec) / 1e3;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Sorts `v`. */
static double median(double *v, int n)
{
	if (n == 0)
		return 0;
	qsort(v, (size_t)n, sizeof *v, by_value);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* Where the command's standard input, output and error go. */
static void plan_files(posix_spawn_file_actions_t *plan, const struct command *c, bool keep,
		       bool first)
{
	const int flags = O_WRONLY | O_CREAT | (first ? O_TRUNC : O_APPEND);

	posix_spawn_file_actions_init(plan);
	posix_spawn_file_actions_addopen(plan, 0, "/dev/null", O_RDONLY, 0);
	/* Later rounds write to a file as well, since that costs more than /dev/null does. */
	posix_spawn_file_actions_addopen(plan, 1, keep ? c->out : "scratch.out", flags, 0600);
	posix_spawn_file_actions_addopen(plan, 2, keep ? c->err : "/dev/null", flags, 0600);
}

/* One run; adds its processor time to *cpu.  False: it did not exit with 0. */
static bool run_once(struct command *c, bool keep, bool first, unsigned limit_s, double *cpu)
{
	posix_spawn_file_actions_t plan;
	struct rusage usage;
	pid_t pid;
	int err;

	plan_files(&plan, c, keep, first);
	err = posix_spawnp(&pid, c->argv[0], &plan, NULL, c->argv, environ);
	posix_spawn_file_actions_destroy(&plan);
	if (err != 0) {
		c->wait_status = 127 << 8;
		return false;
	}
	alarm_rang = 0;
	running_pid = pid;
	alarm(limit_s);
	while (wait4(pid, &c->wait_status, 0, &usage) < 0 && errno == EINTR)
		continue;
	alarm(0);
	running_pid = 0;
	c->timed_out = alarm_rang;
	*cpu += cpu_ms(&usage);
	return c->wait_status == 0;
}

static void take_sample(struct command *c, int round, int repeat, unsigned limit_s)
{
	double start = now_ms(), cpu = 0;

	for (int i = 0; i < repeat; i++) {
		if (!run_once(c, round == 0, i == 0, limit_s, &cpu))
			return;
	}
	c->wall[c->samples] = now_ms() - start;
	c->cpu[c->samples] = cpu;
	c->samples++;
}

static void report(struct command *c)
{
	double wall = median(c->wall, c->samples), cpu = median(c->cpu, c->samples);

	printf("%s ", c->label);
	if (c->timed_out)
		printf("timeout");
	else if (WIFSIGNALED(c->wait_status))
		printf("sig%d", WTERMSIG(c->wait_status));
	else
		printf("%d", WEXITSTATUS(c->wait_status));
	printf(" %.3f %.3f %.3f\n", wall, cpu, c->samples ? c->wall[0] : 0.0);
}

/* Cuts `argv` at each ";" into labels and commands; returns how many. */
static int split_commands(char **argv, struct command *list, const char *dir, int rounds)
{
	int n = 0;

	while (*argv) {
		struct command *c = &list[n++];

		c->label = *argv++;
		c->argv = argv;
		if (*argv == NULL || strcmp(*argv, ";") == 0) {
			fprintf(stderr, "timer: %s: no command\n", c->label);
			exit(2);
		}
		snprintf(c->out, sizeof c->out, "%s/%s.out", dir, c->label);
		snprintf(c->err, sizeof c->err, "%s/%s.err", dir, c->label);
		c->wall = calloc((size_t)rounds, sizeof *c->wall);
		c->cpu = calloc((size_t)rounds, sizeof *c->cpu);
		if (c->wall == NULL || c->cpu == NULL)
			fail(c->label);
		while (*argv && strcmp(*argv, ";") != 0)
			argv++;
		if (*argv)
			*argv++ = NULL;
	}
	return n;
}

static void usage(void)
{
	fprintf(stderr,
		"usage: timer [-n ROUNDS] [-k REPEAT] [-t SECONDS] -o DIR LABEL COMMAND ARG... "
		"[';' LABEL COMMAND ARG...]...\n");
	exit(2);
}

int main(int argc, char **argv)
{
	int rounds = 7, repeat = 1, opt, count;
	unsigned limit_s = 60;
	const char *dir = NULL;
	struct command *list;

	while ((opt = getopt(argc, argv, "+n:k:t:o:")) != -1) {
		switch (opt) {
		case 'n':
			rounds = atoi(optarg);
			break;
		case 'k':
			repeat = atoi(optarg);
			break;
		case 't':
			limit_s = (unsigned)atoi(optarg);
			break;
		case 'o':
			dir = optarg;
			break;
		default:
			usage();
		}
	}
	if (dir == NULL || optind == argc || rounds < 1 || repeat < 1)
		usage();
	list = calloc((size_t)(argc - optind), sizeof *list);
	if (list == NULL)
		fail("calloc");
	count = split_commands(argv + optind, list, dir, rounds);
	signal(SIGALRM, on_alarm);
	for (int round = 0; round < rounds; round++) {
		for (int i = 0; i < count; i++) {
			struct command *c = &list[(i + round) % count];

			if (c->wait_status == 0)
				take_sample(c, round, repeat, limit_s);
		}
	}
	for (int i = 0; i < count; i++)
		report(&list[i]);
	return 0;
}
