#include "builtins/describe.h"

#include "base/name.h"
#include "base/out.h"
#include "builtins/table.h"
#include "eval/simple.h"
#include "lang/reserved.h"
#include "state/function.h"
#include "state/path.h"
#include "state/shell.h"
#include "state/var.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void write_alias(struct shell *sh, struct name *n, enum describe_style style)
{
	if (style == DESCRIBE_SHORT)
		out_str(sh->out, "alias ");
	out_str(sh->out, n->text);
	out_str(sh->out, style == DESCRIBE_SHORT ? "=" : " is an alias for ");
	out_quoted(sh->out, n->alias->text);
	out_byte(sh->out, '\n');
}

/* Writes that the word is a `kind`; in sentences that it is `what`. */
static void write_kind(struct shell *sh, const char *word, enum describe_style style,
		       const char *kind, const char *what)
{
	switch (style) {
	case DESCRIBE_SHORT:
		out_printf(sh->out, "%s\n", word);
		break;
	case DESCRIBE_LONG:
	case DESCRIBE_TYPE:
		out_printf(sh->out, "%s is a %s\n", word, what);
		break;
	case DESCRIBE_KIND:
		out_printf(sh->out, "%s\n", kind);
		break;
	case DESCRIBE_PATHNAME:
		break;
	}
}

/* What comes before programs, in the order in which it counts (2.9.1.4).  Returns how many
 * meanings were written, at most one unless d->all. */
static unsigned describe_name(struct shell *sh, struct name *n, const struct describe *d)
{
	const struct builtin *b = builtin_named(sh, n);
	bool special = b && (b->class & BUILTIN_SPECIAL);
	unsigned count = 0;
	if (n->alias) {
		if (d->style == DESCRIBE_KIND || d->style == DESCRIBE_PATHNAME)
			write_kind(sh, n->text, d->style, "alias", "");
		else
			write_alias(sh, n, d->style);
		count++;
	}
	if (n->reserved && (d->all || !count)) {
		write_kind(sh, n->text, d->style, "keyword", "shell keyword");
		count++;
	}
	if (special && (d->all || !count)) {
		write_kind(sh, n->text, d->style, "builtin", "special shell builtin");
		count++;
	}
	if (n->function && !d->no_functions && (d->all || !count)) {
		write_kind(sh, n->text, d->style, "function", "function");
		count++;
	}
	if (b && !special && (d->all || !count)) {
		write_kind(sh, n->text, d->style, "builtin", "shell builtin");
		count++;
	}
	return count;
}

static bool is_program(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

/* A relative path is written absolute: what is found must not depend on where it is used. */
static void write_absolute(struct shell *sh, const char *path)
{
	while (path[0] == '.' && path[1] == '/')
		path += 2;
	if (path[0] != '/' && sh->directory)
		out_printf(sh->out, "%s/", sh->directory[1] ? sh->directory : "");
	out_str(sh->out, path);
}

static void write_program(struct shell *sh, const char *word, const char *path,
			  enum describe_style style)
{
	if (style == DESCRIBE_KIND) {
		out_str(sh->out, "file\n");
		return;
	}
	if (style == DESCRIBE_LONG || style == DESCRIBE_TYPE)
		out_printf(sh->out, "%s is ", word);
	if (style == DESCRIBE_SHORT || style == DESCRIBE_LONG)
		write_absolute(sh, path);
	else
		out_str(sh->out, path);
	out_byte(sh->out, '\n');
}

/* The program that the word names, or NULL. */
static const char *find_program(struct shell *sh, const char *word, const struct describe *d)
{
	if (strchr(word, '/'))
		return is_program(word) ? word : NULL;
	if (d->directories)
		return path_search(sh, d->directories, word);
	struct name *n = name_intern(sh->names, word, strlen(word));
	return n ? path_find(sh, n) : NULL;
}

/* type -a: the programs of that name in every directory.  Returns how many there are. */
static unsigned describe_programs(struct shell *sh, const char *word, enum describe_style style)
{
	const char *at = var_get_by(sh, "PATH");
	unsigned count = 0;
	while (at && *at) {
		size_t length = strcspn(at, ":");
		const char *directory = shell_dup_n(sh, at, length);
		const char *path = directory ? path_search(sh, directory, word) : NULL;
		if (path) {
			write_program(sh, word, path, style);
			count++;
		}
		at += length + (at[length] == ':');
	}
	return count;
}

bool describe_command(struct shell *sh, const char *word, const struct describe *d)
{
	struct name *n = name_find(sh->names, word, strlen(word));
	unsigned count = n && !d->programs_only ? describe_name(sh, n, d) : 0;
	if (d->all && !strchr(word, '/')) {
		count += describe_programs(sh, word, d->style);
	} else if (d->all || !count) {
		const char *path = find_program(sh, word, d);
		if (path)
			write_program(sh, word, path, d->style);
		count += path != NULL;
	}
	if (!count && (d->style == DESCRIBE_LONG || d->style == DESCRIBE_TYPE))
		shell_error(sh, "%s: not found", word);
	return count > 0;
}
