/* shopt [-su] [-pq] [-o] [option...]: the options that bash keeps apart from those of `set`. */
#include "builtins/builtins.h"

#include "builtins/args.h"
#include "state/option.h"
#include "state/shell.h"

struct query {
	bool set, unset; /* -s, -u */
	bool commands;   /* -p */
	bool quiet;      /* -q */
	bool of_set;     /* -o: those of `set` */
};

static void show(struct shell *sh, const struct query *q, enum option o)
{
	const struct option_row *row = &option_table[o];
	bool on = sh->options[o];
	if (q->quiet)
		return;
	if (!q->commands)
		out_printf(sh->out, "%-15s %s\n", row->name, on ? "on" : "off");
	else if (row->shopt)
		out_printf(sh->out, "shopt -%c %s\n", on ? 's' : 'u', row->name);
	else
		out_printf(sh->out, "set %co %s\n", on ? '-' : '+', row->name);
}

/* Without names: all, or with -s or -u those that are so. */
static void show_all(struct shell *sh, const struct query *q)
{
	for (int o = 0; o < OPT_COUNT; o++) {
		bool counts = option_table[o].shopt != q->of_set && !option_table[o].at_start;
		bool wanted = q->set ? sh->options[o] : !q->unset || !sh->options[o];
		if (counts && wanted)
			show(sh, q, (enum option)o);
	}
}

/* The status is 1 if one of the options is off, or none. */
static void one(struct shell *sh, struct args *a, const struct query *q, const char *name)
{
	int o = option_by_name(name);
	if (o < 0 || option_table[o].shopt == q->of_set || option_table[o].at_start) {
		args_error(sh, a, 1, "%s: no such option", name);
	} else if (q->set || q->unset) {
		if (!option_set(sh, (enum option)o, q->set))
			sh->status = 1;
	} else {
		show(sh, q, (enum option)o);
		if (!sh->options[o])
			sh->status = 1;
	}
}

enum flow builtin_shopt(struct shell *sh, struct args *a)
{
	struct query q = {0};
	for (int o; (o = args_option(sh, a)) != 0;) {
		if (o == '?')
			return FLOW_ABORT;
		q.set |= o == 's';
		q.unset |= o == 'u';
		q.commands |= o == 'p';
		q.quiet |= o == 'q';
		q.of_set |= o == 'o';
	}
	if (q.set && q.unset)
		return args_usage(sh, a);
	if (a->next == a->count)
		show_all(sh, &q);
	for (int i = a->next; i < a->count; i++)
		one(sh, a, &q, a->argv[i]);
	return FLOW_NEXT;
}
