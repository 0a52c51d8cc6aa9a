/* set (XCU 2.15): options, positional parameters, or the list of variables. */
#include "builtins/builtins.h"

#include "builtins/args.h"
#include "builtins/assignment.h"
#include "state/option.h"
#include "state/params.h"
#include "state/shell.h"
#include "state/special.h"
#include "state/var.h"

#include <stdlib.h>
#include <string.h>

/* What is met besides options that are set at once. */
struct parsed {
	bool ended;         /* by -- or -: operands are parameters, even if there are none */
	bool list;          /* -o alone, at the end */
	bool list_commands; /* +o alone, at the end */
};

static bool refuse(struct shell *sh, struct args *a, bool on, const char *option, const char *why)
{
	args_error(sh, a, 2, "%c%s: %s", on ? '-' : '+', option, why);
	return false;
}

static bool set_named(struct shell *sh, struct args *a, const char *name, bool on)
{
	int o = option_by_name(name);
	if (o < 0 || option_table[o].at_start) {
		args_error(sh, a, 2, "%s: no such option", name);
		return false;
	}
	return option_set(sh, (enum option)o, on);
}

static bool set_letter(struct shell *sh, struct args *a, char letter, bool on)
{
	int o = option_by_letter(letter);
	if (o < 0)
		return refuse(sh, a, on, (char[]){letter, '\0'}, "unknown option");
	if (option_table[o].at_start)
		return refuse(sh, a, on, (char[]){letter, '\0'}, "only when the shell starts");
	return option_set(sh, (enum option)o, on);
}

/* One argument of letters.  An `o` in it takes the next argument. */
static bool set_cluster(struct shell *sh, struct args *a, struct parsed *p)
{
	const char *letters = a->argv[a->next++];
	bool on = *letters++ == '-';
	for (; *letters; letters++) {
		if (*letters != 'o') {
			if (!set_letter(sh, a, *letters, on))
				return false;
		} else if (a->next < a->count) {
			if (!set_named(sh, a, a->argv[a->next++], on))
				return false;
		} else if (on) {
			p->list = true;
		} else {
			p->list_commands = true;
		}
	}
	return true;
}

/* `-` ends the options, and switches off -x and -v: so did every Bourne shell. */
static bool lone_hyphen(struct shell *sh, struct args *a, struct parsed *p)
{
	a->next++;
	p->ended = a->next < a->count;
	return option_set(sh, OPT_XTRACE, false) && option_set(sh, OPT_VERBOSE, false);
}

static bool parse(struct shell *sh, struct args *a, struct parsed *p)
{
	for (; a->next < a->count && !p->ended;) {
		const char *arg = a->argv[a->next];
		if (strcmp(arg, "-") == 0)
			return lone_hyphen(sh, a, p);
		if (arg[0] != '-' && arg[0] != '+')
			return true;
		if (strcmp(arg, "--") == 0) {
			a->next++;
			p->ended = true;
		} else if (!set_cluster(sh, a, p)) {
			return false;
		}
	}
	return true;
}

static void list_options(struct shell *sh)
{
	for (int o = 0; o < OPT_COUNT; o++)
		if (!option_table[o].at_start)
			out_printf(sh->out, "%-15s %s\n", option_table[o].name,
				   sh->options[o] ? "on" : "off");
}

static void list_option_commands(struct shell *sh)
{
	for (int o = 0; o < OPT_COUNT; o++)
		if (!option_table[o].at_start)
			out_printf(sh->out, "set %co %s\n", sh->options[o] ? '-' : '+',
				   option_table[o].name);
}

static int by_collation(const void *a, const void *b)
{
	const struct variable *x = *(struct variable *const *)a;
	const struct variable *y = *(struct variable *const *)b;
	return strcoll(x->name->text, y->name->text);
}

static void list_variables(struct shell *sh)
{
	size_t count = 0;
	struct variable **list = var_list(sh, 0, &count);
	if (!list) {
		(void)shell_no_memory(sh);
		return;
	}
	if (shell_collates(sh))
		qsort(list, count, sizeof *list, by_collation);
	for (size_t i = 0; i < count; i++)
		assignment_print(sh, list[i]);
}

enum flow builtin_set(struct shell *sh, struct args *a)
{
	struct parsed p = {0};
	if (a->count == 1) {
		list_variables(sh);
		return FLOW_NEXT;
	}
	if (!parse(sh, a, &p))
		return FLOW_ABORT;
	if (p.list)
		list_options(sh);
	if (p.list_commands)
		list_option_commands(sh);
	if ((p.ended || a->next < a->count) &&
	    !params_set(sh, a->argv + a->next, (size_t)(a->count - a->next)))
		return FLOW_ABORT;
	return FLOW_NEXT;
}
