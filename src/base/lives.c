#include "base/lives.h"

#include "base/fdio.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

bool process_lives(pid_t pid)
{
	char path[40], text[512];
	if (kill(pid, 0) < 0 && errno == ESRCH)
		return false;
	snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
	int fd = fd_open(path, O_RDONLY, 0, NULL, NULL);
	ssize_t n = fd < 0 ? -1 : fd_read(fd, text, sizeof text - 1);
	fd_close(fd);
	text[n > 0 ? n : 0] = '\0';
	const char *end = strrchr(text, ')'); /* of its name, which may be anything */
	return !end || end[1] != ' ' || (end[2] != 'Z' && end[2] != 'X');
}
