/* echo [-neE] [text...] (XCU echo, with the XSI sequences unless the option xpg_echo is off).
 *
 * An operand of the letters n, e, E is the implementation's to define.  Scripts for dash want only
 * -n, and under `set -o posix` nothing else is an option; those for bash say -e where they want the
 * sequences, which are the default here, and -E where they do not. */
#include "builtins/builtins.h"

#include "builtins/args.h"
#include "builtins/escape.h"
#include "state/shell.h"

#include <string.h>

/* The options; returns the index of the first operand. */
static int read_letters(struct shell *sh, struct args *a, bool *newline, char *letter)
{
	int i = 1;
	if (sh->options[OPT_POSIX]) {
		*newline = a->count < 2 || strcmp(a->argv[1], "-n") != 0;
		return *newline ? 1 : 2;
	}
	for (; i < a->count && a->argv[i][0] == '-' && a->argv[i][1] != '\0'; i++) {
		const char *letters = a->argv[i] + 1;
		if (letters[strspn(letters, "neE")] != '\0')
			break;
		for (; *letters; letters++) {
			if (*letters == 'n')
				*newline = false;
			else
				*letter = *letters;
		}
	}
	return i;
}

enum flow builtin_echo(struct shell *sh, struct args *a)
{
	struct out *out = sh->out;
	bool newline = true;
	char letter = 0; /* the last of e and E */
	int first = read_letters(sh, a, &newline, &letter);
	if (!letter && !sh->options[OPT_XPG_ECHO])
		letter = 'E';
	enum escape_style style = letter == 'e' ? ESCAPE_STRING : ESCAPE_ECHO;
	for (int i = first; i < a->count; i++) {
		if (i > first)
			out_byte(out, ' ');
		size_t length = strlen(a->argv[i]);
		if (letter == 'E' || !memchr(a->argv[i], '\\', length))
			out_add(out, a->argv[i], length);
		else if (!escape_add_all(&out->pending, a->argv[i], style))
			return FLOW_NEXT;
	}
	if (newline)
		out_byte(out, '\n');
	return FLOW_NEXT;
}
