#include "eval/parse_env.h"

#include "base/diag.h"
#include "base/name.h"
#include "state/function.h"
#include "state/shell.h"

static const char *alias_text(void *context, const struct name *n)
{
	(void)context;
	return n->alias ? n->alias->text : NULL;
}

static void parse_options(void *context, struct parse_options *o)
{
	const struct shell *sh = context;
	o->aliases = sh->options[OPT_EXPAND_ALIASES];
	o->groups = sh->options[OPT_EXTGLOB];
	o->posix = sh->options[OPT_POSIX];
	o->verbose = sh->options[OPT_VERBOSE];
}

static void show_line(void *context, const char *line, size_t length)
{
	(void)context;
	diag_write(line, length);
}

struct parse_env parse_env_of(struct shell *sh)
{
	return (struct parse_env){
		.names = sh->names,
		.context = sh,
		.alias = alias_text,
		.options = parse_options,
		.show_line = show_line,
	};
}
