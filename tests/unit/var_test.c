/* Variables: values, attributes, bindings, hooks, the environment, and no memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "state/directory.h"
#include "state/var_array.h"
#include "state/frame.h"
#include "state/function.h"
#include "state/history.h"
#include "state/option.h"
#include "state/params.h"
#include "state/path.h"
#include "state/shell.h"
#include "state/special.h"
#include "state/var.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static struct shell *start(char **environment)
{
	char *nothing[] = {NULL};
	struct shell *sh = shell_new(environment ? environment : nothing);
	if (!sh)
		abort();
	return sh;
}

static struct name *named(struct shell *sh, const char *text)
{
	return name_intern(sh->names, text, strlen(text));
}

static const char *value(struct shell *sh, const char *name)
{
	return var_get_by(sh, name);
}

/* Whether the environment of children has this entry. */
static bool exported(struct shell *sh, const char *entry)
{
	for (char *const *e = var_environment(sh); *e; e++)
		if (strcmp(*e, entry) == 0)
			return true;
	return false;
}

static void silence(void)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	dup2(null, 2);
	close(null);
}

static void text_and_integer_are_one_value(void)
{
	struct shell *sh = start(NULL);
	struct name *x = named(sh, "x");
	int64_t number = 0;
	CHECK_STR(value(sh, "x"), NULL);
	CHECK(var_set_integer(sh, x, INT64_MIN));
	CHECK_STR(value(sh, "x"), "-9223372036854775808");
	CHECK(var_set_integer(sh, x, 0));
	CHECK_STR(value(sh, "x"), "0");
	CHECK(var_set(sh, x, "010", 3));
	CHECK(var_integer(sh, x->variable, &number) && number == 8);
	CHECK_STR(value(sh, "x"), "010");
	CHECK(var_set(sh, x, "-12", 3));
	CHECK(var_integer(sh, x->variable, &number) && number == -12);
	CHECK(var_set(sh, x, "0x1f", 4));
	CHECK(var_integer(sh, x->variable, &number) && number == 31);
	CHECK(var_set(sh, x, "9223372036854775807", 19));
	CHECK(var_integer(sh, x->variable, &number) && number == INT64_MAX);
	CHECK(var_set(sh, x, "a", 1));
	CHECK(!var_integer(sh, x->variable, &number));
	CHECK(!var_integer(sh, x->variable, &number));
	CHECK(var_unset(sh, x));
	CHECK_STR(value(sh, "x"), NULL);
	CHECK(!var_integer(sh, x->variable, &number));
	CHECK(var_set(sh, x, "", 0));
	CHECK_STR(value(sh, "x"), "");
	shell_free(sh);
}

static void a_value_may_be_made_of_itself(void)
{
	struct shell *sh = start(NULL);
	struct name *x = named(sh, "x");
	CHECK(var_set(sh, x, "0123456789", 10));
	for (int i = 0; i < 6; i++) {
		size_t length = 0;
		const char *text = var_text(sh, x->variable, &length);
		CHECK(var_append(sh, x, text, length));
	}
	CHECK_INT((long)x->variable->length, 640);
	CHECK_STR(value(sh, "x") + 630, "0123456789");
	CHECK(var_set(sh, x, value(sh, "x") + 637, 3));
	CHECK_STR(value(sh, "x"), "789");
	CHECK(var_set_integer(sh, x, 5));
	CHECK(var_append(sh, x, "6", 1));
	CHECK_STR(value(sh, "x"), "56");
	int64_t number = 0;
	CHECK(var_integer(sh, x->variable, &number) && number == 56);
	shell_free(sh);
}

static void readonly_refuses(void)
{
	struct shell *sh = start(NULL);
	struct name *x = named(sh, "x");
	CHECK(var_set_by(sh, "x", "1"));
	CHECK(var_mark(sh, x, VAR_READONLY));
	sh->status = 0;
	CHECK(!var_set(sh, x, "2", 1));
	CHECK_INT(sh->status, 1);
	CHECK(!var_set_integer(sh, x, 2));
	CHECK(!var_append(sh, x, "2", 1));
	CHECK(!var_unset(sh, x));
	struct frame f;
	frame_push(sh, &f, FRAME_SCOPE);
	CHECK(!var_bind(sh, &f, x, false));
	frame_pop(sh, &f);
	CHECK_STR(value(sh, "x"), "1");
	shell_free(sh);
}

static void the_environment_follows(void)
{
	char *environment[] = {"A=1",     "B=x=y",    "no-name=z", "noequals",
			       "IFS=bad", "PS1=`id`", "A=2",       NULL};
	struct shell *sh = start(environment);
	CHECK_STR(value(sh, "A"), "2");
	CHECK_STR(value(sh, "B"), "x=y");
	CHECK_STR(value(sh, "IFS"), " \t\n");
	CHECK(strcmp(value(sh, "PS1"), "`id`") != 0);
	CHECK(exported(sh, "A=2") && !exported(sh, "A=1") && exported(sh, "B=x=y"));
	CHECK(exported(sh, "no-name=z") && exported(sh, "noequals") && !exported(sh, "IFS=bad"));
	CHECK(var_set_by(sh, "B", "new"));
	CHECK(exported(sh, "B=new"));
	CHECK(var_unset(sh, named(sh, "B")));
	CHECK(!exported(sh, "B=new"));
	CHECK(var_set_by(sh, "C", "3"));
	CHECK(!exported(sh, "C=3"));
	CHECK(var_mark(sh, named(sh, "C"), VAR_EXPORT));
	CHECK(exported(sh, "C=3"));
	CHECK(var_set_integer(sh, named(sh, "C"), 4));
	CHECK(exported(sh, "C=4"));
	CHECK(option_set(sh, OPT_ALLEXPORT, true));
	CHECK(var_set_by(sh, "D", "5"));
	CHECK(exported(sh, "D=5"));
	shell_free(sh);
	char pwd[4096] = "PWD=";
	CHECK(getcwd(pwd + 4, sizeof pwd - 4) != NULL);
	char *plain[] = {"HOME=/", "PATH=/bin", pwd, NULL};
	sh = start(plain);
	CHECK(var_environment(sh) == plain);
	shell_free(sh);
}

static void a_binding_ends_with_its_frame(void)
{
	char *environment[] = {"E=outer", NULL};
	struct shell *sh = start(environment);
	struct frame f, g;
	CHECK(var_set_by(sh, "x", "outer"));
	frame_push(sh, &f, FRAME_SCOPE);
	f.function = true;
	CHECK(var_bind(sh, &f, named(sh, "x"), false));
	CHECK_STR(value(sh, "x"), NULL);
	CHECK(var_set_by(sh, "x", "local"));
	CHECK(var_bind(sh, &f, named(sh, "x"), false)); /* again: nothing */
	CHECK_STR(value(sh, "x"), "local");
	CHECK(var_bind(sh, &f, named(sh, "E"), true));
	CHECK_STR(value(sh, "E"), "outer");
	CHECK(var_set_by(sh, "E", "inner"));
	CHECK(exported(sh, "E=inner"));
	CHECK(var_bind(sh, &f, named(sh, "new"), false));
	CHECK(var_set_by(sh, "new", "1"));
	frame_push(sh, &g, FRAME_SCOPE);
	CHECK(frame_function(sh) == &f);
	/* g binds first, then f beneath it: the innermost stays visible until g ends. */
	CHECK(var_bind(sh, &g, named(sh, "y"), false));
	CHECK(var_set_by(sh, "y", "of g"));
	CHECK(var_bind(sh, &f, named(sh, "y"), false));
	CHECK(var_bind(sh, &f, named(sh, "y"), false));
	CHECK_STR(value(sh, "y"), "of g");
	frame_pop(sh, &g);
	CHECK_STR(value(sh, "y"), NULL);
	CHECK(var_set_by(sh, "y", "of f"));
	CHECK(var_unset(sh, named(sh, "x")));
	frame_pop(sh, &f);
	CHECK_STR(value(sh, "x"), "outer");
	CHECK_STR(value(sh, "y"), NULL);
	CHECK_STR(value(sh, "new"), NULL);
	CHECK(exported(sh, "E=outer"));
	shell_free(sh);
}

static void a_binding_inside_a_snapshot_ends_with_it(void)
{
	struct shell *sh = start(NULL);
	struct frame f, s, g;
	CHECK(var_set_by(sh, "x", "outer"));
	frame_push(sh, &f, FRAME_SCOPE);
	f.function = true;
	frame_push(sh, &s, FRAME_SNAPSHOT);
	CHECK(var_bind(sh, &f, named(sh, "x"), false));
	CHECK(var_set_by(sh, "x", "in the subshell"));
	frame_push(sh, &g, FRAME_SCOPE);
	CHECK(var_bind(sh, &g, named(sh, "z"), false));
	CHECK(var_bind(sh, &f, named(sh, "z"), false));
	frame_pop(sh, &g);
	frame_pop(sh, &s);
	CHECK_STR(value(sh, "x"), "outer");
	CHECK(var_bind(sh, &f, named(sh, "x"), false));
	frame_push(sh, &s, FRAME_SNAPSHOT);
	CHECK(var_set_by(sh, "x", "changed"));
	frame_pop(sh, &s);
	CHECK_STR(value(sh, "x"), NULL);
	frame_pop(sh, &f);
	CHECK_STR(value(sh, "x"), "outer");
	shell_free(sh);
}

static void ifs_is_looked_at_when_it_changes(void)
{
	struct shell *sh = start(NULL);
	CHECK_INT(sh->ifs.table[' '], IFS_WHITE);
	CHECK_INT((long)sh->ifs.join_length, 1);
	CHECK(var_set_by(sh, "IFS", ":,\t"));
	CHECK_INT(sh->ifs.table[':'], IFS_OTHER);
	CHECK_INT(sh->ifs.table['\t'], IFS_WHITE);
	CHECK_INT(sh->ifs.table[' '], 0);
	CHECK_INT(sh->ifs.join[0], ':');
	struct frame f;
	frame_push(sh, &f, FRAME_SCOPE);
	CHECK(var_bind(sh, &f, named(sh, "IFS"), false));
	CHECK(sh->ifs.text == NULL && sh->ifs.table['\n'] == IFS_WHITE);
	CHECK(var_set_by(sh, "IFS", ""));
	CHECK_INT((long)sh->ifs.join_length, 0);
	CHECK_INT(sh->ifs.table[':'], 0);
	CHECK(var_set_by(sh, "IFS", "abcdefghijklmnopqrstuvwxyz"));
	CHECK_INT(sh->ifs.table['z'], IFS_OTHER);
	frame_pop(sh, &f);
	CHECK_INT(sh->ifs.table['z'], 0);
	CHECK_INT(sh->ifs.table[':'], IFS_OTHER);
	CHECK_STR(sh->ifs.text, ":,\t");
	CHECK(var_unset(sh, named(sh, "IFS")));
	CHECK(sh->ifs.text == NULL && sh->ifs.table[' '] == IFS_WHITE);
	shell_free(sh);
}

static void lineno_is_the_place_until_it_is_assigned(void)
{
	struct shell *sh = start(NULL);
	struct source *file = source_new(SOURCE_FILE, "f.sh", (struct place){0});
	sh->at = (struct place){file, 12, 1};
	CHECK_STR(value(sh, "LINENO"), "12");
	sh->at.line = 13;
	int64_t number = 0;
	CHECK(var_integer(sh, named(sh, "LINENO")->variable, &number) && number == 13);
	struct frame s;
	frame_push(sh, &s, FRAME_SNAPSHOT);
	CHECK(var_set_by(sh, "LINENO", "5"));
	CHECK_STR(value(sh, "LINENO"), "5");
	frame_pop(sh, &s);
	CHECK_STR(value(sh, "LINENO"), "13");
	CHECK(var_unset(sh, named(sh, "LINENO")));
	CHECK_STR(value(sh, "LINENO"), NULL);
	CHECK(var_set_by(sh, "LINENO", "x"));
	CHECK_STR(value(sh, "LINENO"), "x");
	shell_free(sh);
	source_release(file);
}

static void locales_are_loaded_when_asked_for(void)
{
	char *environment[] = {"LC_ALL=C.UTF-8", NULL};
	struct shell *sh = start(environment);
	CHECK_INT(shell_charset(sh, "x", 1), CHARSET_BYTES);
	CHECK(!shell_collates(sh));
	CHECK(!sh->locale.loaded); /* nothing needed it yet */
	bool there = shell_charset(sh, "\xC3\xA9", 2) ==
		     CHARSET_UTF8; /* not every machine has it */
	CHECK(sh->locale.loaded);
	if (there) {
		CHECK(var_set_by(sh, "IFS", "\xC3\xA9x"));
		CHECK(sh->ifs.multibyte);
		CHECK_INT((long)sh->ifs.join_length, 2);
	}
	CHECK(!shell_collates(sh));
	CHECK(var_set_by(sh, "LC_ALL", "C"));
	CHECK(shell_locale(sh)->charset <= CHARSET_BYTES);
	CHECK(!sh->ifs.multibyte);
	struct frame s;
	frame_push(sh, &s, FRAME_SNAPSHOT);
	CHECK(var_unset(sh, named(sh, "LC_ALL")));
	CHECK(var_set_by(sh, "LANG", "C.UTF-8"));
	CHECK(there ? shell_locale(sh)->charset == CHARSET_UTF8
		    : shell_locale(sh)->charset <= CHARSET_BYTES);
	CHECK(var_set_by(sh, "LC_CTYPE", "no_such_locale"));
	CHECK(shell_locale(sh)->charset <= CHARSET_BYTES);
	frame_pop(sh, &s);
	CHECK(shell_locale(sh)->charset <= CHARSET_BYTES);
	shell_free(sh);
}

static void pwd_is_checked(void)
{
	char here[4096];
	CHECK(getcwd(here, sizeof here) != NULL);
	char good[4200], dots[4200];
	snprintf(good, sizeof good, "PWD=%s", here);
	snprintf(dots, sizeof dots, "PWD=%s/.", here);
	char *const given[] = {good, dots, "PWD=/no/such/directory", "PWD=.", "OTHER="};
	for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
		char *environment[] = {given[i], NULL};
		struct shell *sh = start(environment);
		CHECK_STR(value(sh, "PWD"), here);
		CHECK_STR(sh->directory, here);
		shell_free(sh);
	}
}

static void lists_are_sorted(void)
{
	struct shell *sh = start(NULL);
	size_t count = 0;
	CHECK(var_set_by(sh, "b", "") && var_set_by(sh, "a", "") && var_set_by(sh, "B", ""));
	CHECK(var_mark(sh, named(sh, "r"), VAR_READONLY) &&
	      var_mark(sh, named(sh, "b"), VAR_EXPORT));
	struct variable **list = var_list(sh, 0, &count);
	for (size_t i = 1; i < count; i++)
		CHECK(strcmp(list[i - 1]->name->text, list[i]->name->text) < 0);
	list = var_list(sh, VAR_READONLY, &count);
	CHECK(count == 1 && strcmp(list[0]->name->text, "r") == 0);
	shell_free(sh);
}

static void arrays_are_sorted_and_sparse(void)
{
	struct shell *sh = start(NULL);
	struct name *n = named(sh, "a");
	struct buf text = BUF_INIT;
	static const int64_t order[] = {5, 1, 0, 3, 1000000, 2, -1, 3};
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		CHECK(var_set_element(sh, n, &(struct subscript){.index = order[i]}, "xyzuvwst" + i,
				      1, i == 7));
	array_print(sh, &text, n->variable);
	CHECK_STR(buf_cstr(&text), "([0]=z [1]=y [2]=w [3]=ut [5]=x [1000000]=s)");
	CHECK_INT((int)var_count(sh, n->variable), 6);
	CHECK_INT((int)var_end(sh, n->variable), 1000001);
	CHECK(var_unset_element(sh, n, &(struct subscript){.index = 0}));
	CHECK(var_unset_element(sh, n, &(struct subscript){.index = -1}));
	CHECK_STR(value(sh, "a"), NULL);
	CHECK_INT((int)var_end(sh, n->variable), 6);
	CHECK(!var_set_element(sh, n, &(struct subscript){.index = -7}, "", 0, false));
	CHECK(!var_set_element(sh, n, &(struct subscript){.index = INT64_MAX}, "", 0, false));
	buf_free(&text);
	shell_free(sh);
}

static void programs_are_found_and_remembered(void)
{
	char *environment[] = {"PATH=/no/such:/bin:/usr/bin", NULL};
	struct shell *sh = start(environment);
	struct name *ls = named(sh, "ls");
	const char *path = path_find(sh, ls);
	CHECK_STR(path, "/bin/ls");
	CHECK(path_find(sh, ls) == path);
	CHECK_INT(ls->path->hits, 2);
	CHECK(var_set_by(sh, "PATH", "/usr/bin"));
	CHECK_STR(path_find(sh, ls), "/usr/bin/ls");
	CHECK(path_find(sh, named(sh, "no-such-program")) == NULL);
	path_forget(ls);
	CHECK_STR(path_find(sh, ls), "/usr/bin/ls");
	CHECK_STR(path_search(sh, "/no:/bin", "sh"), "/bin/sh");
	CHECK_STR(path_search_readable(sh, "ls"), "/usr/bin/ls");
	CHECK(var_unset(sh, named(sh, "PATH")));
	CHECK(path_find(sh, ls) == NULL);
	shell_free(sh);
}

static void history_drops_the_oldest(void)
{
	struct history *h = history_new(3);
	CHECK(history_add(h, "1", 1) && history_add(h, "2", 1) && history_add(h, "3", 1) &&
	      history_add(h, "4", 1));
	CHECK_INT((long)h->count, 3);
	CHECK_INT((long)h->first_number, 2);
	CHECK_STR(h->entries[0], "2");
	history_remove_last(h);
	CHECK(history_add_line(h, "fo", 2, false) && history_add_line(h, "ur", 2, true));
	CHECK_STR(h->entries[2], "fo\nur");
	history_set_limit(h, 1);
	CHECK_STR(h->entries[0], "fo\nur");
	CHECK_INT((long)h->first_number, 4);
	history_free(h);
}

static void parameters_shift_and_come_back(void)
{
	struct shell *sh = start(NULL);
	char *values[] = {"a", "b", "c"};
	CHECK(params_set(sh, values, 3));
	params_shift(sh, 1);
	CHECK_STR(sh->params.values[0], "b");
	CHECK(params_set(sh, sh->params.values, 2)); /* of themselves */
	CHECK_STR(sh->params.values[1], "c");
	struct params outer = params_enter(sh, values, 1);
	CHECK(params_set(sh, values, 2));
	params_shift(sh, 2);
	params_leave(sh, outer);
	CHECK_INT((long)sh->params.count, 2);
	CHECK_STR(sh->params.values[0], "b");
	shell_free(sh);
}

static bool refuse(struct shell *sh, enum option o, bool on)
{
	(void)sh;
	(void)o;
	(void)on;
	return false;
}

static void options_ask_their_owner(void)
{
	struct shell *sh = start(NULL);
	char letters[OPT_COUNT + 3];
	CHECK(option_set(sh, OPT_ERREXIT, true) && option_set(sh, OPT_NOGLOB, true));
	option_letters(sh, letters);
	CHECK_STR(letters, "ef");
	option_set_hook(sh, OPT_MONITOR, refuse);
	CHECK(!option_set(sh, OPT_MONITOR, true));
	CHECK(!sh->options[OPT_MONITOR]);
	CHECK(option_set(sh, OPT_VI, true) && option_set(sh, OPT_EMACS, true));
	CHECK(!sh->options[OPT_VI] && sh->options[OPT_EMACS]);
	CHECK_INT(option_by_name("pipefail"), OPT_PIPEFAIL);
	CHECK_INT(option_by_name("nothing"), -1);
	CHECK_INT(option_by_letter('C'), OPT_NOCLOBBER);
	CHECK_INT(option_by_letter('?'), -1);
	shell_free(sh);
}

static bool change_arrays(struct shell *sh)
{
	const struct array_item items[] = {{.value = {.text = "a", .length = 1}},
					   {.value = {.text = "b", .length = 1}}};
	const struct array_value pair = {items, 2};
	const struct subscript third = {.index = 2};
	struct name *n = named(sh, "array");
	return var_set_array(sh, n, &pair, false) &&
	       var_set_element(sh, n, &third, "long enough for a block", 23, true) &&
	       var_set_array(sh, n, &pair, true) && var_unset_element(sh, n, &third) &&
	       var_bind(sh, frame_function(sh), n, true) &&
	       var_set_element(sh, n, &third, "x", 1, false);
}

/* Everything that allocates, once; false if any of it failed. */
static bool work(struct shell *sh)
{
	char *values[] = {"one", "two"};
	struct frame s, f;
	bool ok = var_set_by(sh, "fresh", "a value of some length") &&
		  var_set_by(sh, "old", "new") &&
		  var_append(sh, named(sh, "old"), "a longer value than there was before", 36) &&
		  var_mark(sh, named(sh, "old"), VAR_EXPORT) && var_environment(sh) &&
		  alias_define(sh, named(sh, "old"), "text") && params_set(sh, values, 2);
	frame_push(sh, &s, FRAME_SNAPSHOT);
	frame_push(sh, &f, FRAME_SCOPE);
	f.function = true;
	ok = ok && var_bind(sh, &f, named(sh, "old"), true) && var_set_by(sh, "old", "in f") &&
	     var_set_by(sh, "fresh", "in s") && var_set_integer(sh, named(sh, "PPID"), 1) &&
	     value(sh, "PPID") && change_arrays(sh) && option_set(sh, OPT_ERREXIT, true) &&
	     params_set(sh, values, 1) && directory_remember(sh, "/") &&
	     var_unset(sh, named(sh, "kept"));
	frame_pop(sh, &f);
	frame_pop(sh, &s);
	return ok;
}

static void no_allocation_that_fails_does_harm(void)
{
	long n = 0;
	bool done = false;
	for (; !done && n < 1000; n++) {
		char *environment[] = {"kept=1", NULL};
		mem_fail_after(n);
		struct shell *sh = shell_new(environment);
		if (!sh)
			continue;
		mem_fail_after(-1);
		CHECK(var_set_by(sh, "old", "old"));
		mem_fail_after(n);
		done = work(sh);
		mem_fail_after(-1);
		CHECK_STR(value(sh, "kept"), "1");
		CHECK(!sh->options[OPT_ERREXIT]);
		CHECK(strncmp(value(sh, "old"), "old", 3) == 0 ||
		      strncmp(value(sh, "old"), "newa", 3) == 0);
		shell_free(sh);
	}
	mem_fail_after(-1);
	CHECK(done);
	CHECK(n > 10);
}

int main(void)
{
	silence();
	unit_run("a value is text and integer, each made on demand",
		 text_and_integer_are_one_value);
	unit_run("a value may be made of itself", a_value_may_be_made_of_itself);
	unit_run("a readonly variable refuses every change", readonly_refuses);
	unit_run("the environment of children follows the variables", the_environment_follows);
	unit_run("a binding ends with its frame", a_binding_ends_with_its_frame);
	unit_run("a binding made inside a snapshot ends with the snapshot",
		 a_binding_inside_a_snapshot_ends_with_it);
	unit_run("IFS is looked at when it changes", ifs_is_looked_at_when_it_changes);
	unit_run("LINENO is the place until it is assigned",
		 lineno_is_the_place_until_it_is_assigned);
	unit_run("a locale is loaded when a variable asks for it",
		 locales_are_loaded_when_asked_for);
	unit_run("PWD is taken from the environment only if it is right", pwd_is_checked);
	unit_run("lists of variables are sorted", lists_are_sorted);
	unit_run("the elements of arrays are sorted and may have gaps",
		 arrays_are_sorted_and_sparse);
	unit_run("programs are found in PATH and remembered", programs_are_found_and_remembered);
	unit_run("the history drops its oldest entry", history_drops_the_oldest);
	unit_run("parameters are set, shifted and brought back", parameters_shift_and_come_back);
	unit_run("options ask their owner and exclude each other", options_ask_their_owner);
	unit_run("no allocation that fails does harm", no_allocation_that_fails_does_harm);
	return unit_end();
}
