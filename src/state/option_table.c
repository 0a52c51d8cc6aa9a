#include "state/option_table.h"

#include <string.h>

const struct option_row option_table[OPT_COUNT] = {
	[OPT_ALLEXPORT] = {"allexport", 'a', false},
	[OPT_NOTIFY] = {"notify", 'b', false},
	[OPT_NOCLOBBER] = {"noclobber", 'C', false},
	[OPT_ERREXIT] = {"errexit", 'e', false},
	[OPT_NOGLOB] = {"noglob", 'f', false},
	[OPT_HASHALL] = {"hashall", 'h', false},
	[OPT_INTERACTIVE] = {"interactive", 'i', true},
	[OPT_MONITOR] = {"monitor", 'm', false},
	[OPT_NOEXEC] = {"noexec", 'n', false},
	[OPT_STDIN] = {"stdin", 's', true},
	[OPT_NOUNSET] = {"nounset", 'u', false},
	[OPT_VERBOSE] = {"verbose", 'v', false},
	[OPT_XTRACE] = {"xtrace", 'x', false},
	[OPT_EMACS] = {"emacs", 0, false},
	[OPT_IGNOREEOF] = {"ignoreeof", 0, false},
	[OPT_KEEPFIFO] = {"keepfifo", 0, false},
	[OPT_NOLOG] = {"nolog", 0, false},
	[OPT_PIPEFAIL] = {"pipefail", 0, false},
	[OPT_POSIX] = {"posix", 0, false},
	[OPT_SHAREFIFO] = {"sharefifo", 0, false},
	[OPT_VI] = {"vi", 0, false},
};

int option_by_name(const char *name)
{
	for (int o = 0; o < OPT_COUNT; o++)
		if (option_table[o].name && strcmp(option_table[o].name, name) == 0)
			return o;
	return -1;
}

int option_by_letter(char letter)
{
	for (int o = 0; o < OPT_COUNT; o++)
		if (letter && option_table[o].letter == letter)
			return o;
	return -1;
}
