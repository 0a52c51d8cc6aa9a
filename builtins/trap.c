#include "builtins/builtins.h"

#include "base/signame.h"
#include "builtins/args.h"
#include "proc/trap.h"
#include "state/shell.h"

#include <signal.h>
#include <string.h>

static bool is_number(const char *text)
{
	return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

/* The condition that `text` names, or -1 after a message.  It is a warning only: never the end of
 * the shell (XCU trap, EXIT STATUS). */
static int read_condition(struct shell *sh, struct args *a, const char *text)
{
	int condition = -1;
	if (!is_number(text)) {
		condition = signal_number(text);
	} else {
		while (*text == '0' && text[1] != '\0')
			text++;
		if (strlen(text) <= 2)
			condition = text[1] ? (text[0] - '0') * 10 + (text[1] - '0')
					    : text[0] - '0';
		if (condition >= SIGNAL_COUNT || (condition > 0 && !signal_name(condition)))
			condition = -1;
	}
	if (condition < 0)
		args_error(sh, a, 1, "%s: no such signal", text);
	return condition;
}

static void print(struct shell *sh, int condition, bool also_default)
{
	const struct trap *t = trap_get_shown(sh, condition);
	if (t->kind == TRAP_DEFAULT && !also_default)
		return;
	out_str(sh->out, "trap -- ");
	if (t->kind == TRAP_DEFAULT)
		out_byte(sh->out, '-');
	else
		out_quoted(sh->out, t->kind == TRAP_ACTION ? t->action : "");
	out_printf(sh->out, " %s\n", signal_name(condition));
}

/* Without operands -p shows what is default too, so that its output brings back all of it; KILL and
 * STOP never can be anything else. */
static void print_all(struct shell *sh, bool also_default)
{
	for (int c = 0; c < SIGNAL_COUNT; c++)
		if (signal_name(c))
			print(sh, c, also_default && c != SIGKILL && c != SIGSTOP);
}

static void print_named(struct shell *sh, struct args *a)
{
	for (int i = a->next; i < a->count; i++) {
		int condition = read_condition(sh, a, a->argv[i]);
		if (condition >= 0)
			print(sh, condition, true);
	}
}

static void set_all(struct shell *sh, struct args *a, int first, enum trap_kind kind,
		    const char *action)
{
	for (int i = first; i < a->count; i++) {
		int condition = read_condition(sh, a, a->argv[i]);
		if (condition >= 0 && !trap_set(sh, condition, kind, action))
			return;
	}
}

enum flow builtin_trap(struct shell *sh, struct args *a)
{
	bool show = false;
	for (int option; (option = args_option(sh, a)) != 0;) {
		if (option == '?')
			return FLOW_ABORT;
		show = true;
	}
	const char *first = a->argv[a->next];
	if (!first)
		print_all(sh, show);
	else if (show)
		print_named(sh, a);
	else if (is_number(first) || a->next + 1 == a->count)
		/* `trap n condition...`; and `trap INT`, as everywhere, though POSIX does not say. */
		set_all(sh, a, a->next, TRAP_DEFAULT, NULL);
	else if (strcmp(first, "-") == 0)
		set_all(sh, a, a->next + 1, TRAP_DEFAULT, NULL);
	else
		set_all(sh, a, a->next + 1, *first ? TRAP_ACTION : TRAP_IGNORE, first);
	return FLOW_NEXT;
}
