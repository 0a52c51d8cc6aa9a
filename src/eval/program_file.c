#include "eval/program_file.h"

#include "base/fdio.h"
#include "proc/spawn.h"
#include "state/shell.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

int program_file_is_text(int fd)
{
	char head[512];
	ssize_t n = pread(fd, head, sizeof head, 0);
	if (n <= 0)
		return 1;
	const char *newline = memchr(head, '\n', (size_t)n);
	size_t line = newline ? (size_t)(newline - head) : (size_t)n;
	return memchr(head, '\0', line) == NULL;
}

/* This very program: the script expects the shell that found it. */
static const char own_program[] = "/proc/self/exe";

int program_file_exec(struct shell *sh, const char *path, char **argv, char *const *environment)
{
	int fd = fd_open_high(path, O_RDONLY, 0);
	if (fd < 0)
		return errno;
	int is_text = program_file_is_text(fd);
	fd_close(fd);
	if (!is_text)
		return ENOEXEC;
	size_t count = 0;
	while (argv[count])
		count++;
	char **shell_argv = shell_alloc(sh, (count + 3) * sizeof *shell_argv);
	if (!shell_argv)
		return ENOMEM;
	static char dashes[] = "--";
	size_t n = 0;
	shell_argv[n++] = argv[0];
	if (path[0] == '-')
		shell_argv[n++] = dashes;
	shell_argv[n++] = (char *)path;
	for (size_t i = 1; i < count; i++)
		shell_argv[n++] = argv[i];
	shell_argv[n] = NULL;
	spawn_replace(sh, own_program, shell_argv, environment);
	if (errno == ENOENT)
		spawn_replace(sh, "/bin/sh", shell_argv, environment);
	return errno;
}
