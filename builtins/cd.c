/* cd [-L|-P [-e]] [directory] (XCU cd; the numbers are its steps), pwd [-L|-P] (XCU pwd). */
#include "builtins/builtins.h"

#include "base/buf.h"
#include "builtins/args.h"
#include "state/directory.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

struct change {
	bool physical, exact; /* -P, -e */
	bool print;           /* `cd -`, or found through CDPATH */
	const char *operand;
};

/* False with errno. */
static bool is_directory(const char *path)
{
	struct stat st;
	if (stat(path, &st) < 0)
		return false;
	errno = ENOTDIR;
	return S_ISDIR(st.st_mode);
}

static bool begins_with_dots(const char *path)
{
	size_t dots = strspn(path, ".");
	return (dots == 1 || dots == 2) && (path[dots] == '/' || path[dots] == '\0');
}

/* DIRECTORY/PATH in sh->tmp.  NULL: no memory. */
static char *join(struct shell *sh, const char *directory, size_t length, const char *path)
{
	size_t slash = length > 0 && directory[length - 1] != '/', rest = strlen(path);
	char *joined = shell_alloc(sh, length + slash + rest + 1);
	if (!joined)
		return NULL;
	memcpy(joined, directory, length);
	if (slash)
		joined[length] = '/';
	memcpy(joined + length + slash, path, rest + 1);
	return joined;
}

/* Steps 3 to 6: where the operand leads.  NULL: no memory. */
static const char *search(struct shell *sh, struct change *c)
{
	const char *list = var_get_by(sh, "CDPATH");
	if (!list || !*list || *c->operand == '/' || begins_with_dots(c->operand))
		return c->operand;
	for (;; list++) {
		size_t length = strcspn(list, ":");
		const char *path = join(sh, list, length, c->operand);
		if (!path || is_directory(path)) {
			c->print |= path && length > 0;
			return path;
		}
		list += length;
		if (!*list)
			return c->operand;
	}
}

static bool is_directory_until(char *path, char *end)
{
	char after = *end;
	*end = '\0';
	bool good = is_directory(path);
	*end = after;
	return good;
}

/* Step 8: canonical form, in place.  False with errno when what stands before `..` is no
 * directory. */
static bool make_canonical(char *path)
{
	/* Two leading slashes may mean something else than one (XBD 4.16). */
	size_t root = path[0] == '/' && path[1] == '/' && path[2] != '/' ? 2 : 1;
	char *to = path + root;
	/* A directory, and so is what leads to it: `../../..` needs one look. */
	const char *known = to;
	for (const char *from = path + strspn(path, "/"); *from; from += strspn(from, "/")) {
		size_t length = strcspn(from, "/");
		bool dot = length == 1 && from[0] == '.';
		bool dot_dot = length == 2 && from[0] == '.' && from[1] == '.';
		if (dot_dot && to > path + root) {
			if (to > known && !is_directory_until(path, to))
				return false;
			while (to > path + root && *--to != '/')
				;
			known = to;
		} else if (!dot && !dot_dot) {
			if (to > path + root)
				*to++ = '/';
			memmove(to, from, length);
			to += length;
		}
		from += length;
	}
	*to = '\0';
	return true;
}

/* The current directory as PWD has it, or as the shell remembers it; NULL: unknown. */
static const char *present(struct shell *sh)
{
	const char *pwd = var_get_by(sh, "PWD");
	return pwd && *pwd == '/' ? pwd : sh->directory;
}

/* Steps 7 to 9: the absolute path that PWD is to have; *reach gets what chdir() is given.  NULL
 * with errno. */
static const char *logical(struct shell *sh, const char *path, const char **reach)
{
	const char *here = present(sh);
	size_t length = here ? strlen(here) : 0;
	char *whole = *path == '/' ? shell_dup(sh, path)
		      : here       ? join(sh, here, length, path)
				   : NULL;
	if (!whole) {
		errno = *path == '/' || here ? ENOMEM : ENOENT;
		return NULL;
	}
	if (!make_canonical(whole))
		return NULL;
	*reach = whole;
	if (strlen(whole) >= PATH_MAX && here && strncmp(whole, here, length) == 0 &&
	    whole[length] == '/')
		*reach = whole + length + 1;
	return whole;
}

static bool set_variables(struct shell *sh, const char *path)
{
	const char *old = present(sh);
	old = old ? shell_dup(sh, old) : NULL;
	return (!old || var_export_by(sh, "OLDPWD", old)) && var_export_by(sh, "PWD", path) &&
	       directory_remember(sh, *path == '/' ? path : NULL);
}

static void failed(struct shell *sh, struct args *a, const struct change *c)
{
	args_error(sh, a, c->physical && c->exact ? 2 : 1, "%s: %s", c->operand, strerror(errno));
}

/* Step 10. */
static void go(struct shell *sh, struct args *a, const struct change *c, const char *path)
{
	const char *reach = path;
	if (!c->physical) {
		const char *whole = logical(sh, path, &reach);
		if (!whole && errno != ENOENT) {
			failed(sh, a, c);
			return;
		}
		path = whole; /* NULL: nobody knows where we are; ask afterwards */
	}
	if (!directory_change(sh, reach)) {
		failed(sh, a, c);
		return;
	}
	if (c->physical || !path) {
		path = directory_physical(sh);
		if (!path) {
			sh->status = c->exact;
			path = reach;
		}
	}
	if (!set_variables(sh, path))
		return;
	if (c->print)
		out_printf(sh->out, "%s\n", path);
}

/* Steps 1 and 2.  NULL after a message. */
static const char *variable_operand(struct shell *sh, struct args *a, const struct change *c,
				    const char *name)
{
	const char *value = var_get_by(sh, name);
	if (value && *value)
		return shell_dup(sh, value);
	args_error(sh, a, c->physical && c->exact ? 2 : 1, "%s is not set", name);
	return NULL;
}

enum flow builtin_cd(struct shell *sh, struct args *a)
{
	struct change c = {0};
	for (int o; (o = args_option(sh, a)) != 0;) {
		if (o == '?')
			return FLOW_ABORT;
		if (o == 'e')
			c.exact = true;
		else
			c.physical = o == 'P';
	}
	if (a->count - a->next > 1)
		return args_usage(sh, a);
	c.operand = a->argv[a->next];
	if (!c.operand) {
		c.operand = variable_operand(sh, a, &c, "HOME");
	} else if (strcmp(c.operand, "-") == 0) {
		c.print = true;
		c.operand = variable_operand(sh, a, &c, "OLDPWD");
	}
	if (!c.operand)
		return FLOW_NEXT;
	const char *path = search(sh, &c);
	errno = ENOENT;
	if (!path)
		(void)shell_no_memory(sh);
	else if (*c.operand == '\0')
		failed(sh, a, &c);
	else
		go(sh, a, &c, path);
	return FLOW_NEXT;
}

enum flow builtin_pwd(struct shell *sh, struct args *a)
{
	bool physical = false;
	for (int o; (o = args_option(sh, a)) != 0; physical = o == 'P')
		if (o == '?')
			return FLOW_ABORT;
	/* Operands are ignored, as by every shell but zsh and mksh. */
	const char *path = physical ? NULL : var_get_by(sh, "PWD");
	if (!path || !directory_is_current(path))
		path = directory_physical(sh);
	if (path)
		out_printf(sh->out, "%s\n", path);
	else
		args_error(sh, a, 1, "cannot tell the current directory: %s", strerror(errno));
	return FLOW_NEXT;
}
