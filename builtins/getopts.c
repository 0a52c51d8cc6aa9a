/* getopts options name [argument...] (XCU getopts).
 *
 * OPTIND is the argument that is being looked at; how far within it is kept beside its value, as
 * its owner's word, so that assigning OPTIND begins anew and both kinds of frame bring it back. */
#include "builtins/builtins.h"

#include "base/name.h"
#include "builtins/args.h"
#include "builtins/assignment.h"
#include "state/params.h"
#include "state/shell.h"
#include "state/var.h"

#include <string.h>

struct scan {
	const char *options; /* without the leading : */
	bool silent;         /* it was there */
	char *const *list;
	size_t count;
	size_t index;  /* of the argument, from 0 */
	size_t offset; /* in it; 0: not yet begun */
};

struct found {
	char name[2];          /* for the variable; "?" at the end */
	char letter;           /* 0: no more options */
	const char *value;     /* OPTARG, or NULL */
	const char *complaint; /* for the message, or NULL */
};

/* True if there is another option letter at index and offset. */
static bool begin_argument(struct scan *s)
{
	if (s->index >= s->count)
		return false;
	const char *argument = s->list[s->index];
	if (s->offset > 0 && s->offset < strlen(argument))
		return true;
	s->offset = 1;
	if (argument[0] != '-' || argument[1] == '\0')
		return false;
	if (argument[1] != '-' || argument[2] != '\0')
		return true;
	s->index++;
	return false;
}

static void next_argument(struct scan *s)
{
	s->index++;
	s->offset = 0;
}

static void fault(const struct scan *s, struct found *f, const char *letter_text, char name,
		  const char *why)
{
	f->name[0] = s->silent ? name : '?';
	f->value = s->silent ? letter_text : NULL;
	f->complaint = s->silent ? NULL : why;
}

/* Takes the option at the scan's place.  `letter_text` has room for a string of it. */
static struct found take_option(struct scan *s, char letter_text[2])
{
	struct found f = {.name = "?"};
	if (!begin_argument(s)) {
		s->offset = 0;
		return f;
	}
	const char *argument = s->list[s->index];
	f.letter = argument[s->offset++];
	letter_text[0] = f.letter;
	letter_text[1] = '\0';
	const char *known = f.letter == ':' ? NULL : strchr(s->options, f.letter);
	bool wants_value = known && known[1] == ':';
	f.name[0] = f.letter;
	if (argument[s->offset] == '\0')
		next_argument(s);
	else if (wants_value)
		f.value = argument + s->offset;
	if (!known) {
		fault(s, &f, letter_text, '?', "unknown option");
	} else if (wants_value && f.value) {
		next_argument(s);
	} else if (wants_value && s->index < s->count) {
		f.value = s->list[s->index];
		next_argument(s);
	} else if (wants_value) {
		fault(s, &f, letter_text, ':', "needs an argument");
	}
	return f;
}

/* The option is taken even if `name`, which comes last, cannot have it: a loop ends anyway. */
static bool store(struct shell *sh, struct args *a, const struct scan *s, const struct found *f,
		  const char *name, struct name *optind)
{
	struct name *optarg = name_intern(sh->names, "OPTARG", 6);
	if (!optarg)
		return shell_no_memory(sh);
	if (!var_set_integer(sh, optind, (int64_t)s->index + 1))
		return false;
	optind->variable->owner_word = (uint32_t)s->offset;
	if (!(f->value ? var_set(sh, optarg, f->value, strlen(f->value)) : var_unset(sh, optarg)))
		return false;
	struct name *n = operand_name(sh, a, name, 2);
	return n && var_set(sh, n, f->name, 1);
}

enum flow builtin_getopts(struct shell *sh, struct args *a)
{
	if (args_option(sh, a))
		return FLOW_ABORT;
	if (a->count - a->next < 2)
		return args_usage(sh, a);
	char **argv = a->argv + a->next;
	struct name *optind = name_intern(sh->names, "OPTIND", 6);
	if (!optind || !var_cell(sh, optind)) {
		sh->status = 2;
		return FLOW_ABORT;
	}
	int64_t index = 1;
	(void)var_integer(sh, optind->variable, &index);
	bool given = a->count - a->next > 2;
	struct scan s = {
		.silent = argv[0][0] == ':',
		.options = argv[0] + (argv[0][0] == ':'),
		.list = given ? argv + 2 : sh->params.values,
		.count = given ? (size_t)(a->count - a->next - 2) : sh->params.count,
		.index = index > 0 ? (size_t)index - 1 : 0,
		.offset = optind->variable->owner_word,
	};
	if (s.index > s.count) /* there are fewer arguments than last time */
		s.index = s.count;
	char letter_text[2];
	struct found f = take_option(&s, letter_text);
	if (f.complaint) /* $0 is named whatever place the message begins with */
		shell_error(sh, "%s: -%c: %s", sh->name, f.letter, f.complaint);
	if (!store(sh, a, &s, &f, argv[1], optind))
		sh->status = 2;
	else
		sh->status = f.letter == '\0';
	return FLOW_NEXT;
}
