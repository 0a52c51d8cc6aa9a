/* mkfifo [-m mode] path... (XCU mkfifo). */
#include "builtins/builtins.h"

#include "builtins/args.h"
#include "builtins/mode.h"
#include "state/shell.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { EVERYBODY = 0666 };

static bool read_mode(struct shell *sh, struct args *a, mode_t *mode)
{
	*mode = EVERYBODY; /* what + and - start from */
	bool octal = a->value[0] >= '0' && a->value[0] <= '9';
	if (octal ? mode_read_octal(a->value, mode) : mode_read_symbolic(a->value, mode))
		return true;
	args_error(sh, a, 1, "%s: not a mode", a->value);
	return false;
}

enum flow builtin_mkfifo(struct shell *sh, struct args *a)
{
	mode_t mode = EVERYBODY;
	bool given = false;
	for (int o; (o = args_option(sh, a)) != 0; given = true)
		if (o == '?' || !read_mode(sh, a, &mode))
			return FLOW_ABORT;
	if (a->next == a->count)
		return args_usage(sh, a);
	for (int i = a->next; i < a->count; i++) {
		const char *path = a->argv[i];
		/* The umask does not touch a mode that was asked for. */
		if (mkfifo(path, mode) < 0 || (given && chmod(path, mode) < 0))
			args_error(sh, a, 1, "%s: %s", path, strerror(errno));
	}
	return FLOW_NEXT;
}
