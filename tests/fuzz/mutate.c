/* mutate.c - damages shell scripts and looks whether a shell dies of reading them.
 *
 *   mutate [-t SECONDS] SHELL SEED COUNT DIR SCRIPT...
 *
 * Each of COUNT times one of the scripts is damaged - bytes or tokens are cut, doubled, swapped, taken
 * from another script - and read by `SHELL -n`.  Any exit status below 99 is fine; a death by signal, a
 * sanitizer's report (99) or no end within SECONDS (10) is a failure: the text is kept in
 * DIR/SEED-N.sh and named.  Round N depends on SEED and N and the scripts only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum {
	LONGEST = 1 << 16,    /* bytes of a script that are used */
	SANITIZER_STATUS = 99 /* scripts/check asks for it */
};

struct text {
	char bytes[2 * LONGEST];
	size_t length;
};

/* What breaks parsers: every operator and reserved word, and the beginnings of what needs an end. */
static const char *const tokens[] = {
	"if ",
	"then ",
	"else ",
	"elif ",
	"fi",
	"while ",
	"until ",
	"do ",
	"done",
	"for ",
	"in ",
	"case ",
	"esac",
	"{ ",
	"}",
	"(",
	")",
	"((",
	"for ((",
	"[[ ",
	" ]]",
	" =~ ",
	"{a,",
	"{1..3}",
	"))",
	"!",
	"&&",
	"||",
	"&",
	";",
	";;",
	";&",
	";;&",
	"function ",
	"|&",
	"&>",
	"<<<",
	"$\"",
	"|",
	"<",
	">",
	">>",
	"<<E\n",
	"<<-'E'\n",
	"<&",
	">&",
	">|",
	"<>",
	"2>&1",
	"{x}>",
	"\n",
	"\nE\n",
	"\"",
	"'",
	"`",
	"\\",
	"$",
	"${",
	"$(",
	"$((",
	"$'",
	"${x:-",
	"${x#",
	"${#",
	"}}",
	"#",
	"=",
	"a=",
	"()",
	"f() {",
	"\\\n",
	"[[:alpha:]",
	"[",
	"]",
	"*",
	"~",
	" ",
	"\t",
	"\\'",
	"\"$@\"",
	"${x%%",
	"explain: ",
	"alias x='if '\nx ",
	"$((1+",
	"?",
	":",
	"1",
	"0x",
	"<<",
	"\r",
	"\xff",
	"\xc3",
};

/* The handler of SIGALRM has to reach these. */
static volatile sig_atomic_t running_pid;
static volatile sig_atomic_t alarm_rang;

static uint64_t random_state;

static void on_alarm(int sig)
{
	(void)sig;
	alarm_rang = 1;
	if (running_pid > 0)
		kill(running_pid, SIGKILL);
}

_Noreturn static void fail(const char *what)
{
	fprintf(stderr, "mutate: %s: %s\n", what, strerror(errno));
	exit(2);
}

/* splitmix64 */
static size_t below(size_t n)
{
	uint64_t z = (random_state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return n ? (size_t)((z ^ (z >> 31)) % n) : 0;
}

static bool load(struct text *t, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	t->length = 0;
	if (fd < 0)
		return false;
	while (t->length < LONGEST && (n = read(fd, t->bytes + t->length, LONGEST - t->length)) > 0)
		t->length += (size_t)n;
	close(fd);
	return t->length > 0;
}

static void save(const struct text *t, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, t->bytes, t->length) != (ssize_t)t->length)
		fail(path);
	close(fd);
}

static void cut(struct text *t, size_t at, size_t n)
{
	if (n > t->length - at)
		n = t->length - at;
	memmove(t->bytes + at, t->bytes + at + n, t->length - at - n);
	t->length -= n;
}

/* Does nothing when there is no room. */
static void insert(struct text *t, size_t at, const char *bytes, size_t n)
{
	if (t->length + n > sizeof t->bytes)
		return;
	memmove(t->bytes + at + n, t->bytes + at, t->length - at);
	memcpy(t->bytes + at, bytes, n);
	t->length += n;
}

/* The next place from `at` on where a token may begin. */
static size_t token_start(const struct text *t, size_t at)
{
	while (at < t->length && !strchr(" \t\n;&|()<>\"'`$\\{}", t->bytes[at]))
		at++;
	return at;
}

/* A piece of the same or another script, of up to 200 bytes. */
static size_t take_piece(const struct text *from, char *piece)
{
	size_t at = below(from->length), n = 1 + below(200);

	if (n > from->length - at)
		n = from->length - at;
	memcpy(piece, from->bytes + at, n);
	return n;
}

/* One wound. */
static void damage(struct text *t, const struct text *other)
{
	size_t at = below(t->length + 1), n;
	const char *token;
	char piece[256];

	switch (below(9)) {
	case 0:
		cut(t, at, 1);
		break;
	case 1:
		cut(t, at, 1 + below(40));
		break;
	case 2:
		at = token_start(t, at);
		cut(t, at, 1);
		break;
	case 3:
		at = token_start(t, at);
		cut(t, at, token_start(t, at + 1 < t->length ? at + 1 : at) - at);
		break;
	case 4:
		n = take_piece(other, piece);
		insert(t, token_start(t, at), piece, n);
		break;
	case 5:
		if (at < t->length)
			t->bytes[at] = (char)below(256);
		break;
	case 6:
		t->length = at;
		break;
	default:
		token = tokens[below(sizeof tokens / sizeof *tokens)];
		insert(t, below(3) ? token_start(t, at) : at, token, strlen(token));
	}
}

/* How `shell -n path` ended: a wait status; alarm_rang is set if it had to be killed. */
static int read_by(const char *shell, const char *path, unsigned limit_s)
{
	char *argv[] = {(char *)shell, "-n", (char *)path, NULL};
	posix_spawn_file_actions_t plan;
	int status, err;
	pid_t pid;

	posix_spawn_file_actions_init(&plan);
	posix_spawn_file_actions_addopen(&plan, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&plan, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&plan, 2, "/dev/null", O_WRONLY, 0);
	err = posix_spawn(&pid, shell, &plan, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&plan);
	if (err != 0) {
		errno = err;
		fail(shell);
	}
	alarm_rang = 0;
	running_pid = pid;
	alarm(limit_s);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	alarm(0);
	running_pid = 0;
	return status;
}

/* Says what is wrong with how it ended; false if nothing is. */
static bool complain(int status, const char *kept)
{
	if (alarm_rang)
		printf("%s: does not end\n", kept);
	else if (WIFSIGNALED(status))
		printf("%s: died of signal %d\n", kept, WTERMSIG(status));
	else if (WEXITSTATUS(status) == SANITIZER_STATUS)
		printf("%s: a sanitizer's report\n", kept);
	else
		return false;
	fflush(stdout);
	return true;
}

int main(int argc, char **argv)
{
	static struct text text, other;
	unsigned long count, seed, failures = 0;
	const char *shell, *dir;
	unsigned limit_s = 10;
	char **scripts, path[4096], kept[4096];
	size_t scripts_count;
	int opt;

	while ((opt = getopt(argc, argv, "+t:")) != -1) {
		if (opt == 't')
			limit_s = (unsigned)atoi(optarg);
	}
	if (argc - optind < 5) {
		fprintf(stderr, "usage: mutate [-t SECONDS] SHELL SEED COUNT DIR SCRIPT...\n");
		return 2;
	}
	shell = argv[optind];
	seed = strtoul(argv[optind + 1], NULL, 10);
	count = strtoul(argv[optind + 2], NULL, 10);
	dir = argv[optind + 3];
	scripts = argv + optind + 4;
	scripts_count = (size_t)(argc - optind - 4);
	signal(SIGALRM, on_alarm);
	snprintf(path, sizeof path, "%s/mutant.%ld", dir, (long)getpid());
	for (unsigned long n = 0; n < count; n++) {
		random_state = seed * 1000003 + n;
		if (!load(&text, scripts[below(scripts_count)]) ||
		    !load(&other, scripts[below(scripts_count)]))
			continue;
		for (size_t wounds = 1 + below(6); wounds > 0; wounds--)
			damage(&text, &other);
		save(&text, path);
		snprintf(kept, sizeof kept, "%s/%lu-%lu.sh", dir, seed, n);
		if (complain(read_by(shell, path, limit_s), kept)) {
			failures++;
			save(&text, kept);
		}
	}
	unlink(path);
	printf("%lu scripts damaged: %lu failures\n", count, failures);
	return failures > 0;
}
