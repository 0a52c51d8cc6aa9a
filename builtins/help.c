/* help [name...]: the table of built-ins, for people. */
#include "builtins/builtins.h"

#include "base/out.h"
#include "builtins/args.h"
#include "state/shell.h"

#include <string.h>

static void describe_row(struct shell *sh, const struct builtin *b)
{
	int length;
	for (const char *f = usage_form(b, NULL, &length); f; f = usage_form(b, f, &length))
		out_printf(sh->out, "%.*s\n", length, f);
	out_printf(sh->out, "    %s\n", b->summary);
}

static const struct builtin *row_of(const char *name)
{
	for (unsigned i = 0; i < builtin_count; i++)
		if (strcmp(builtin_table[i].name, name) == 0)
			return &builtin_table[i];
	return NULL;
}

enum flow builtin_help(struct shell *sh, struct args *a)
{
	if (args_option(sh, a))
		return args_usage(sh, a);
	for (int i = a->next; i < a->count; i++) {
		const struct builtin *b = row_of(a->argv[i]);
		if (b)
			describe_row(sh, b);
		else
			args_error(sh, a, 1, "%s: no such built-in", a->argv[i]);
	}
	for (unsigned i = 0; a->next == a->count && i < builtin_count; i++)
		out_printf(sh->out, "%-10s %s\n", builtin_table[i].name, builtin_table[i].summary);
	return FLOW_NEXT;
}
