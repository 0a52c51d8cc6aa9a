/* declare and typeset [-aAfFgilprux] [+ilux] [name[=value]...]: variables with attributes, and what
 * there is of variables and functions, as bash and ksh have them.  In a function they are local.
 *
 * local [options] name[=value]...: the same in a function only.  As in bash, ksh and mksh, `local x`
 * makes x unset, and `local x="$x"` keeps its value; `local -` gives the function its own options,
 * as in dash. */
#include "builtins/builtins.h"

#include "builtins/args.h"
#include "builtins/assignment.h"
#include "lang/tree.h"
#include "lang/unparse.h"
#include "state/frame.h"
#include "state/function.h"
#include "state/option.h"
#include "state/shell.h"
#include "state/var.h"

#include <string.h>

static const struct {
	char letter;
	uint32_t flag;
} attributes[] = {
	{'i', VAR_ARITHMETIC}, {'r', VAR_READONLY}, {'x', VAR_EXPORT},
	{'l', VAR_LOWER},      {'u', VAR_UPPER},
};

enum { ATTRIBUTE_COUNT = sizeof attributes / sizeof *attributes };

struct declaration {
	uint32_t on, off;          /* enum var_flag */
	bool array, keyed;         /* -a, -A */
	bool global, print;        /* -g, -p */
	bool functions, no_bodies; /* -f, -F */
	struct frame *frame;       /* where they are local; NULL: they are not */
};

/* --- what there is --- */

static void print_variable(struct shell *sh, struct variable *v)
{
	out_str(sh->out, "declare -");
	if (v->array)
		out_byte(sh->out, var_is_keyed(v) ? 'A' : 'a');
	else if (!(v->flags & VAR_ATTRIBUTES))
		out_byte(sh->out, '-');
	for (size_t i = 0; i < ATTRIBUTE_COUNT; i++)
		if (v->flags & attributes[i].flag)
			out_byte(sh->out, attributes[i].letter);
	out_byte(sh->out, ' ');
	assignment_print(sh, v);
}

static bool is_asked_for(const struct declaration *d, const struct variable *v)
{
	return (v->flags & d->on) == d->on && (!d->array || (v->array && !var_is_keyed(v))) &&
	       (!d->keyed || var_is_keyed(v));
}

/* All variables with the attributes. */
static enum flow list_variables(struct shell *sh, const struct declaration *d)
{
	size_t count = 0;
	struct variable **list = var_list(sh, d->on, &count);
	if (!list)
		return shell_no_memory(sh), FLOW_NEXT;
	for (size_t i = 0; i < count; i++)
		if (is_asked_for(d, list[i]))
			print_variable(sh, list[i]);
	return FLOW_NEXT;
}

static void print_function(struct shell *sh, const struct name *n, const struct declaration *d,
			   bool listed)
{
	if (d->no_bodies)
		out_printf(sh->out, "%s%s", listed ? "declare -f " : "", n->text);
	else
		unparse_node(&sh->out->pending, n->function->node, UNPARSE_BLOCK);
	out_byte(sh->out, '\n');
}

static enum flow print_functions(struct shell *sh, struct args *a, const struct declaration *d)
{
	size_t count = 0;
	struct name **all = a->next == a->count ? function_names(sh, &count) : NULL;
	for (size_t i = 0; i < count; i++)
		print_function(sh, all[i], d, true);
	for (int i = a->next; i < a->count; i++) {
		const struct name *n = name_find(sh->names, a->argv[i], strlen(a->argv[i]));
		if (n && n->function)
			print_function(sh, n, d, false);
		else
			sh->status = 1;
	}
	return FLOW_NEXT;
}

static bool is_declared(const struct variable *v)
{
	return v &&
	       (v->array || v->scope || (v->flags & (VAR_SET | VAR_ATTRIBUTES | VAR_DECLARED)));
}

static enum flow print_named(struct shell *sh, struct args *a)
{
	for (int i = a->next; i < a->count; i++) {
		const struct name *n = name_find(sh->names, a->argv[i], strlen(a->argv[i]));
		if (n && is_declared(n->variable))
			print_variable(sh, n->variable);
		else
			args_error(sh, a, 1, "%s: no such variable", a->argv[i]);
	}
	return FLOW_NEXT;
}

/* --- `local -` --- */

struct options_undo {
	struct undo undo;
	bool options[OPT_COUNT];
};

static void restore_options(struct shell *sh, struct undo *u)
{
	struct options_undo *saved = (struct options_undo *)u;
	for (int o = 0; o < OPT_COUNT; o++)
		(void)option_set(sh, (enum option)o, saved->options[o]);
	mem_free(saved);
}

static bool keep_options(struct shell *sh, struct frame *f)
{
	struct options_undo *saved = mem_alloc(sizeof *saved);
	if (!saved)
		return shell_no_memory(sh);
	saved->undo.restore = restore_options;
	memcpy(saved->options, sh->options, sizeof saved->options);
	frame_log(f, &saved->undo);
	return true;
}

/* --- declaring --- */

/* False: there is no such option. */
static bool set_option(struct declaration *d, char letter, bool on)
{
	for (size_t i = 0; i < ATTRIBUTE_COUNT; i++) {
		if (attributes[i].letter != letter)
			continue;
		*(on ? &d->on : &d->off) |= attributes[i].flag;
		return on || letter != 'r';
	}
	bool *flag = letter == 'a'   ? &d->array
		     : letter == 'A' ? &d->keyed
		     : letter == 'f' ? &d->functions
		     : letter == 'F' ? &d->no_bodies
		     : letter == 'g' ? &d->global
		     : letter == 'p' ? &d->print
				     : NULL;
	if (!flag || (!on && letter != 'p' && letter != 'f'))
		return false;
	*flag = on;
	return true;
}

static bool read_options(struct shell *sh, struct args *a, struct declaration *d)
{
	for (; a->next < a->count; a->next++) {
		const char *arg = a->argv[a->next];
		if ((arg[0] != '-' && arg[0] != '+') || arg[1] == '\0')
			return true;
		if (strcmp(arg, "--") == 0) {
			a->next++;
			return true;
		}
		for (const char *c = arg + 1; *c; c++) {
			if (set_option(d, *c, arg[0] == '-'))
				continue;
			args_error(sh, a, 2, "%c%c: unknown option", arg[0], *c);
			return false;
		}
	}
	return true;
}

static bool declare(struct shell *sh, struct args *a, const struct declaration *d,
		    const char *operand)
{
	struct assignment made;
	if (d->frame && strcmp(operand, "-") == 0)
		return keep_options(sh, d->frame);
	if (!assignment_read(sh, a, operand, &made))
		return false;
	if (d->frame && !var_bind(sh, d->frame, made.name, false))
		return false;
	if ((d->array || d->keyed) && !var_make_array(sh, made.name, d->keyed))
		return false;
	if (d->off && !var_unmark(sh, made.name, d->off))
		return false;
	uint32_t on = d->on & ~(uint32_t)VAR_READONLY;
	if ((on || !d->frame) && !var_mark(sh, made.name, on | VAR_DECLARED))
		return false;
	return assignment_make(sh, &made) &&
	       (!(d->on & VAR_READONLY) || var_mark(sh, made.name, VAR_READONLY));
}

enum flow builtin_declare(struct shell *sh, struct args *a)
{
	struct declaration d = {0};
	bool local = a->row->name[0] == 'l';
	if (!read_options(sh, a, &d))
		return args_usage(sh, a);
	d.frame = d.global ? NULL : frame_function(sh);
	if (local && !d.frame) {
		args_error(sh, a, 1, "not in a function");
		return FLOW_ABORT;
	}
	if (d.functions || d.no_bodies)
		return print_functions(sh, a, &d);
	if (a->next == a->count)
		return list_variables(sh, &d);
	if (d.print)
		return print_named(sh, a);
	for (int i = a->next; i < a->count; i++)
		if (!declare(sh, a, &d, a->argv[i]))
			return FLOW_ABORT;
	return FLOW_NEXT;
}
