/* echo [-n] [text...] (XCU echo, with the XSI sequences; -n as in dash). */
#include "builtins/builtins.h"

#include "builtins/args.h"
#include "builtins/escape.h"
#include "state/shell.h"

#include <string.h>

enum flow builtin_echo(struct shell *sh, struct args *a)
{
	struct out *out = sh->out;
	bool newline = a->count < 2 || strcmp(a->argv[1], "-n") != 0;
	int first = newline ? 1 : 2;
	for (int i = first; i < a->count; i++) {
		if (i > first)
			out_byte(out, ' ');
		size_t length = strlen(a->argv[i]);
		if (!memchr(a->argv[i], '\\', length))
			out_add(out, a->argv[i], length);
		else if (!escape_add_all(&out->pending, a->argv[i]))
			return FLOW_NEXT;
	}
	if (newline)
		out_byte(out, '\n');
	return FLOW_NEXT;
}
