#include "state/option_table.h"

#include <string.h>

const struct option_row option_table[OPT_COUNT] = {
	[OPT_ALLEXPORT] = {"allexport", 'a'},
	[OPT_NOTIFY] = {"notify", 'b'},
	[OPT_NOCLOBBER] = {"noclobber", 'C'},
	[OPT_ERREXIT] = {"errexit", 'e'},
	[OPT_NOGLOB] = {"noglob", 'f'},
	[OPT_HASHALL] = {"hashall", 'h'},
	[OPT_INTERACTIVE] = {"interactive", 'i', .at_start = true},
	[OPT_MONITOR] = {"monitor", 'm'},
	[OPT_NOEXEC] = {"noexec", 'n'},
	[OPT_STDIN] = {"stdin", 's', .at_start = true},
	[OPT_NOUNSET] = {"nounset", 'u'},
	[OPT_VERBOSE] = {"verbose", 'v'},
	[OPT_XTRACE] = {"xtrace", 'x'},
	[OPT_DOTGLOB] = {"dotglob", .shopt = true},
	[OPT_EMACS] = {"emacs"},
	[OPT_EXPAND_ALIASES] = {"expand_aliases", .on = true, .shopt = true},
	[OPT_EXTGLOB] = {"extglob", .shopt = true},
	[OPT_FAILGLOB] = {"failglob", .shopt = true},
	[OPT_GLOBSKIPDOTS] = {"globskipdots", .on = true, .shopt = true},
	[OPT_IGNOREEOF] = {"ignoreeof"},
	[OPT_KEEPFIFO] = {"keepfifo"},
	[OPT_LASTPIPE] = {"lastpipe", .shopt = true},
	[OPT_NOLOG] = {"nolog"},
	[OPT_NULLGLOB] = {"nullglob", .shopt = true},
	[OPT_PIPEFAIL] = {"pipefail"},
	[OPT_POSIX] = {"posix"},
	[OPT_SHAREFIFO] = {"sharefifo"},
	[OPT_VI] = {"vi"},
	[OPT_XPG_ECHO] = {"xpg_echo", .on = true, .shopt = true},
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
