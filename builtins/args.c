#include "builtins/args.h"

#include "base/buf.h"
#include "base/clock.h"
#include "state/shell.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void args_error(struct shell *sh, struct args *a, int status, const char *format, ...)
{
	struct buf text = BUF_INIT;
	va_list args;
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	shell_error(sh, "%s: %s", a->argv[0], buf_cstr(&text));
	buf_free(&text);
	sh->status = status;
}

const char *usage_form(const struct builtin *b, const char *form, int *length)
{
	const char *start = form ? form + *length : b->usage;
	start += *start == '\n';
	*length = (int)strcspn(start, "\n");
	return *length > 0 ? start : NULL;
}

/* Whether it begins with the word that the built-in was called with, as in `usock connect`. */
static bool form_is_meant(const struct args *a, const char *form, int length)
{
	const char *word = a->count > 1 ? a->argv[1] : "";
	const size_t name = strlen(a->row->name), size = strlen(word);
	return size > 0 && name + 1 + size <= (size_t)length &&
	       strncmp(form + name + 1, word, size) == 0 &&
	       (name + 1 + size == (size_t)length || form[name + 1 + size] == ' ');
}

/* Shows those that are meant, or all of them; returns how many. */
static int show_forms(struct shell *sh, const struct args *a, bool all)
{
	int length, shown = 0;
	const char *form = usage_form(a->row, NULL, &length);
	for (; form; form = usage_form(a->row, form, &length)) {
		if (all || form_is_meant(a, form, length)) {
			shell_error(sh, "usage: %.*s", length, form);
			shown++;
		}
	}
	return shown;
}

enum flow args_usage(struct shell *sh, struct args *a)
{
	if (!a->usage_shown && show_forms(sh, a, false) == 0)
		(void)show_forms(sh, a, true);
	a->usage_shown = true;
	sh->status = 2;
	return FLOW_ABORT;
}

enum flow args_after_commands(struct shell *sh, struct args *a, enum flow f)
{
	if (f == FLOW_NEXT || !sh->unparsed)
		return f;
	sh->unparsed = false;
	a->ran_commands = false;
	return FLOW_ABORT;
}

static int bad_option(struct shell *sh, struct args *a, char letter, const char *why)
{
	args_error(sh, a, 2, "-%c: %s", letter, why);
	(void)args_usage(sh, a);
	return '?';
}

/* At a new argument: is it one of options?  `-` alone is an operand. */
static bool begin_cluster(struct args *a)
{
	const char *arg = a->next < a->count ? a->argv[a->next] : NULL;
	if (!arg || arg[0] != '-' || arg[1] == '\0')
		return false;
	a->next++;
	if (arg[1] == '-' && arg[2] == '\0')
		return false;
	a->cluster = arg + 1;
	return true;
}

/* The rest of the argument, or the next one (XBD 12.2, guidelines 6 and 7). */
static bool take_value(struct args *a)
{
	if (*a->cluster) {
		a->value = (char *)a->cluster;
		a->cluster = NULL;
		return true;
	}
	if (a->next == a->count)
		return false;
	a->value = a->argv[a->next++];
	return true;
}

int args_option(struct shell *sh, struct args *a)
{
	if (a->next == 0)
		a->next = 1;
	if ((!a->cluster || !*a->cluster) && !begin_cluster(a)) {
		a->cluster = NULL;
		return 0;
	}
	char letter = *a->cluster++;
	const char *known = letter == ':' ? NULL : strchr(a->row->options, letter);
	if (!known)
		return bad_option(sh, a, letter, "unknown option");
	if (known[1] == ':' && !take_value(a))
		return bad_option(sh, a, letter, "needs an argument");
	return (unsigned char)letter;
}

static bool read_number(const char *text, int64_t *value)
{
	char *end;
	const char *digits = text + (*text == '-' || *text == '+');
	if (*digits < '0' || *digits > '9')
		return false;
	errno = 0;
	*value = strtoll(text, &end, 10);
	return *end == '\0' && errno == 0;
}

bool args_number(struct shell *sh, struct args *a, const char *text, int64_t low, int64_t high,
		 int64_t *value)
{
	if (!read_number(text, value))
		args_error(sh, a, 1, "%s: not a number", text);
	else if (*value < low || *value > high)
		args_error(sh, a, 1, "%s: out of range", text);
	else
		return true;
	return false;
}

bool args_seconds(struct shell *sh, struct args *a, const char *text, int status, int64_t *ms)
{
	bool ok = seconds_to_ms(text, ms);
	if (!ok)
		args_error(sh, a, status, "%s: not a number of seconds", text);
	return ok;
}
