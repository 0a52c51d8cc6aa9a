#include "builtins/describe.h"

#include "base/name.h"
#include "base/out.h"
#include "builtins/table.h"
#include "eval/simple.h"
#include "lang/reserved.h"
#include "state/function.h"
#include "state/path.h"
#include "state/shell.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A name before which nothing is looked up in PATH.  False: it is none of these. */
static bool describe_name(struct shell *sh, struct name *n, enum describe_style style)
{
	const struct builtin *b = builtin_named(sh, n);
	const char *what;
	if (n->alias) {
		if (style == DESCRIBE_SHORT)
			out_str(sh->out, "alias ");
		out_str(sh->out, n->text);
		out_str(sh->out, style == DESCRIBE_SHORT ? "=" : " is an alias for ");
		out_quoted(sh->out, n->alias->text);
		out_byte(sh->out, '\n');
		return true;
	}
	if (n->reserved)
		what = "is a shell keyword";
	else if (b && (b->class & BUILTIN_SPECIAL))
		what = "is a special shell builtin";
	else if (n->function)
		what = "is a function";
	else if (b)
		what = "is a shell builtin";
	else
		return false;
	if (style == DESCRIBE_SHORT)
		out_printf(sh->out, "%s\n", n->text);
	else
		out_printf(sh->out, "%s %s\n", n->text, what);
	return true;
}

static bool is_program(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

/* A relative path is written absolute: what is found must not depend on where it is used. */
static void write_path(struct shell *sh, const char *path)
{
	while (path[0] == '.' && path[1] == '/')
		path += 2;
	if (path[0] != '/' && sh->directory)
		out_printf(sh->out, "%s/", sh->directory[1] ? sh->directory : "");
	out_str(sh->out, path);
}

bool describe_command(struct shell *sh, const char *word, enum describe_style style,
		      const char *directories)
{
	struct name *n = name_find(sh->names, word, strlen(word));
	if (n && describe_name(sh, n, style))
		return true;
	const char *path;
	if (strchr(word, '/')) {
		path = is_program(word) ? word : NULL;
	} else if (directories) {
		path = path_search(sh, directories, word);
	} else {
		n = name_intern(sh->names, word, strlen(word));
		path = n ? path_find(sh, n) : NULL;
	}
	if (!path) {
		if (style == DESCRIBE_LONG)
			shell_error(sh, "%s: not found", word);
		return false;
	}
	if (style == DESCRIBE_LONG)
		out_printf(sh->out, "%s is ", word);
	write_path(sh, path);
	out_byte(sh->out, '\n');
	return true;
}
