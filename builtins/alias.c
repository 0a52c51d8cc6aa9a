/* alias [name[=text]...], unalias name... (XCU alias, unalias). */
#include "builtins/builtins.h"

#include "base/name.h"
#include "builtins/args.h"
#include "state/function.h"
#include "state/shell.h"

#include <string.h>

/* XBD 3.10 and what else is no part of the shell's syntax. */
static bool is_alias_name(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (strchr("/$`\\\"'|&;<>() \t\n=", text[i]))
			return false;
	return length > 0;
}

static void print(struct shell *sh, const struct name *n)
{
	out_str(sh->out, n->text);
	out_byte(sh->out, '=');
	out_quoted(sh->out, n->alias->text);
	out_byte(sh->out, '\n');
}

static void print_all(struct shell *sh)
{
	size_t count = 0;
	struct name **names = alias_names(sh, &count);
	if (!names) {
		(void)shell_no_memory(sh);
		return;
	}
	for (size_t i = 0; i < count; i++)
		print(sh, names[i]);
}

static void define(struct shell *sh, struct args *a, const char *operand, size_t length)
{
	if (!is_alias_name(operand, length)) {
		args_error(sh, a, 1, "%s: not an alias name", operand);
		return;
	}
	struct name *n = name_intern(sh->names, operand, length);
	if (!n)
		(void)shell_no_memory(sh);
	else if (!alias_define(sh, n, operand + length + 1))
		sh->status = 1;
}

static struct name *find(struct shell *sh, struct args *a, const char *operand)
{
	struct name *n = name_find(sh->names, operand, strlen(operand));
	if (n && n->alias)
		return n;
	args_error(sh, a, 1, "%s: no such alias", operand);
	return NULL;
}

enum flow builtin_alias(struct shell *sh, struct args *a)
{
	if (args_option(sh, a))
		return FLOW_ABORT;
	if (a->next == a->count)
		print_all(sh);
	for (int i = a->next; i < a->count; i++) {
		size_t length = strcspn(a->argv[i], "=");
		const struct name *n;
		if (a->argv[i][length])
			define(sh, a, a->argv[i], length);
		else if ((n = find(sh, a, a->argv[i])))
			print(sh, n);
	}
	return FLOW_NEXT;
}

enum flow builtin_unalias(struct shell *sh, struct args *a)
{
	bool all = false;
	for (int o; (o = args_option(sh, a)) != 0; all = true)
		if (o == '?')
			return FLOW_ABORT;
	if (all)
		alias_remove_all(sh);
	else if (a->next == a->count)
		return args_usage(sh, a);
	for (int i = a->next; i < a->count && !all; i++) {
		struct name *n = find(sh, a, a->argv[i]);
		if (n)
			(void)alias_remove(sh, n);
	}
	return FLOW_NEXT;
}
