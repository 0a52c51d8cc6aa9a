/* spawn_limit.c - the least that the exec-dominated workloads can cost: each of them done in C, with
 * posix_spawn.  Prints what the script of the same name in work/ prints.
 *
 *   spawn_limit exec | exec-large | sub-external | pipeline
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { READ_END, WRITE_END };

_Noreturn static void fail(const char *what, int err)
{
	fprintf(stderr, "spawn_limit: %s: %s\n", what, strerror(err));
	exit(2);
}

static int open_null(void)
{
	int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		fail("/dev/null", errno);
	return fd;
}

/* Starts argv with descriptors `in` and `out` as 0 and 1; -1 leaves what is there. */
static pid_t start(char *const *argv, int in, int out)
{
	posix_spawn_file_actions_t plan;
	pid_t pid;
	int err;

	posix_spawn_file_actions_init(&plan);
	if (in >= 0)
		posix_spawn_file_actions_adddup2(&plan, in, 0);
	if (out >= 0)
		posix_spawn_file_actions_adddup2(&plan, out, 1);
	err = posix_spawnp(&pid, argv[0], &plan, NULL, argv, environ);
	if (err != 0)
		fail(argv[0], err);
	posix_spawn_file_actions_destroy(&plan);
	return pid;
}

/* The status of the command, which is over on return. */
static int finish(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			fail("waitpid", errno);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* expr I + 1 >/dev/null, `count` times */
static void run_exec(int count)
{
	int done = 0;

	for (int i = 0; i < count; i++) {
		char number[16];
		char *argv[] = {"expr", number, "+", "1", NULL};
		int null = open_null();

		snprintf(number, sizeof number, "%d", i);
		if (finish(start(argv, -1, null)) == 0)
			done++;
		close(null);
	}
	printf("%d\n", done);
}

/* The same in a process with fifty strings of a mebibyte. */
static void run_exec_large(void)
{
	enum { MEBI = 1 << 20 };
	char *first = malloc(MEBI);

	if (first == NULL)
		fail("malloc", errno);
	memset(first, 'x', MEBI);
	for (int i = 0; i < 50; i++) {
		char *copy = malloc(MEBI);

		if (copy == NULL)
			fail("malloc", errno);
		memcpy(copy, first, MEBI);
		__asm__ volatile("" : : "r"(copy) : "memory");
	}
	run_exec(200);
}

/* x=$(basename /some/directory/fileI.c), and the sum of the lengths */
static void run_sub_external(void)
{
	size_t sum = 0;

	for (int i = 0; i < 300; i++) {
		char path[64], text[256];
		char *argv[] = {"basename", path, NULL};
		ssize_t n;
		int ends[2];
		pid_t pid;

		snprintf(path, sizeof path, "/some/directory/file%d.c", i);
		if (pipe2(ends, O_CLOEXEC) < 0)
			fail("pipe", errno);
		pid = start(argv, -1, ends[WRITE_END]);
		close(ends[WRITE_END]);
		while ((n = read(ends[READ_END], text, sizeof text)) > 0)
			sum += (size_t)n - (text[n - 1] == '\n');
		close(ends[READ_END]);
		finish(pid);
	}
	printf("%zu\n", sum);
}

/* tr a-z A-Z <words | sort -r | tail -n 1 */
static void run_pipeline(void)
{
	char *stages[][4] = {
		{"tr", "a-z", "A-Z", NULL},
		{"sort", "-r", NULL},
		{"tail", "-n", "1", NULL},
	};

	for (int i = 0; i < 140; i++) {
		int first[2], second[2], in = open("words", O_RDONLY | O_CLOEXEC);
		pid_t pids[3];

		if (in < 0 || pipe2(first, O_CLOEXEC) < 0 || pipe2(second, O_CLOEXEC) < 0)
			fail("words", errno);
		pids[0] = start(stages[0], in, first[WRITE_END]);
		pids[1] = start(stages[1], first[READ_END], second[WRITE_END]);
		pids[2] = start(stages[2], second[READ_END], -1);
		close(in);
		for (int end = READ_END; end <= WRITE_END; end++) {
			close(first[end]);
			close(second[end]);
		}
		for (int stage = 0; stage < 3; stage++)
			finish(pids[stage]);
	}
}

int main(int argc, char **argv)
{
	const char *what = argc == 2 ? argv[1] : "";

	if (strcmp(what, "exec") == 0)
		run_exec(400);
	else if (strcmp(what, "exec-large") == 0)
		run_exec_large();
	else if (strcmp(what, "sub-external") == 0)
		run_sub_external();
	else if (strcmp(what, "pipeline") == 0)
		run_pipeline();
	else {
		fprintf(stderr, "usage: spawn_limit exec | exec-large | sub-external | pipeline\n");
		return 2;
	}
	return 0;
}
