#include "ipc/usock_address.h"

#include "state/shell.h"

#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

bool usock_address(struct shell *sh, const char *path, int type, struct usock_address *a)
{
	size_t length = strlen(path);
	*a = (struct usock_address){.path = path, .type = type, .abstract = path[0] == '@'};
	a->un.sun_family = AF_UNIX;
	bool empty = length == 0 || (a->abstract && length == 1);
	if (empty)
		shell_error(sh, "usock: %s: an empty name", path);
	else if (length >= sizeof a->un.sun_path)
		shell_error(sh, "usock: %s: longer than a socket's name can be (%zu bytes)", path,
			    sizeof a->un.sun_path - 1);
	if (empty || length >= sizeof a->un.sun_path) {
		sh->status = 1;
		return false;
	}
	memcpy(a->un.sun_path, path, length + 1);
	if (a->abstract)
		a->un.sun_path[0] = '\0';
	a->length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + !a->abstract);
	return true;
}

const char *usock_why_refused(const struct usock_address *a)
{
	struct stat st;
	return !a->abstract && stat(a->path, &st) == 0 && !S_ISSOCK(st.st_mode)
		       ? "not a socket"
		       : "nobody listens there";
}
