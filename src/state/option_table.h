/* option_table.h - which options there are (XCU set, sh): names and letters. */
#ifndef STATE_OPTION_TABLE_H
#define STATE_OPTION_TABLE_H

#include <stdbool.h>

struct shell;

enum option {
	OPT_ALLEXPORT,   /* -a */
	OPT_NOTIFY,      /* -b */
	OPT_NOCLOBBER,   /* -C */
	OPT_ERREXIT,     /* -e */
	OPT_NOGLOB,      /* -f */
	OPT_HASHALL,     /* -h */
	OPT_INTERACTIVE, /* -i: only at start */
	OPT_MONITOR,     /* -m */
	OPT_NOEXEC,      /* -n */
	OPT_STDIN,       /* -s: only at start */
	OPT_NOUNSET,     /* -u */
	OPT_VERBOSE,     /* -v */
	OPT_XTRACE,      /* -x */
	OPT_DOTGLOB,
	OPT_EMACS,
	OPT_EXPAND_ALIASES,
	OPT_EXTGLOB,
	OPT_FAILGLOB,
	OPT_GLOBSKIPDOTS,
	OPT_IGNOREEOF,
	OPT_KEEPFIFO,
	OPT_LASTPIPE,
	OPT_NOLOG,
	OPT_NULLGLOB,
	OPT_PIPEFAIL,
	OPT_POSIX,
	OPT_SHAREFIFO,
	OPT_VI,
	OPT_XPG_ECHO,
	OPT_COUNT,
};

struct option_row {
	const char *name; /* NULL: has only a letter */
	char letter;      /* 0: has only a name */
	bool at_start;    /* only an option of the shell's command line */
	bool on;          /* unless something switches it off */
	bool shopt;       /* in bash one of `shopt`, here of `set -o` too */
};

extern const struct option_row option_table[OPT_COUNT]; /* indexed by enum option */

/* The option of that name or letter; -1 when there is none. */
int option_by_name(const char *name);
int option_by_letter(char letter);

/* What an option's owner (job control, line editing) does when it changes; may refuse. */
typedef bool (*option_hook)(struct shell *sh, enum option o, bool on);

#endif
