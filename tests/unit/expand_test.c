/* Word expansion with a fake shell underneath: no command runs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "parsed.h"

#include "base/buf.h"
#include "base/name.h"
#include "base/stack.h"
#include "eval/expand.h"
#include "state/option.h"
#include "state/params.h"
#include "state/var.h"

static struct shell *sh;
static const char *captured; /* what every command substitution gives */

static bool fake_capture(struct shell *s, const struct node *body, struct buf *out)
{
	(void)body;
	s->substituted = true;
	buf_str(out, captured);
	return true;
}

static const struct eval_ops ops = {.capture = fake_capture};

/* Checks the fields of the words of `: words`, written <one><two>. */
static void check_fields(const char *words, const char *expected)
{
	struct buf script = BUF_INIT, got = BUF_INIT;
	buf_printf(&script, ": %s", words);
	struct program *program = parsed(sh, buf_cstr(&script));
	if (CHECK(program != NULL)) {
		struct fields fields;
		struct arena_mark mark = arena_mark(&sh->tmp);
		fields_start(&fields);
		CHECK(expand_words(sh, program->body->list.items->simple.words->next, &fields));
		char **argv = fields_finish(sh, &fields);
		for (char **arg = argv; arg && *arg; arg++)
			buf_printf(&got, "<%s>", *arg);
		arena_reset(&sh->tmp, mark);
		program_release(program);
	}
	if (!CHECK_STR(buf_cstr(&got), expected))
		printf("#   words:    %s\n", words);
	buf_free(&script);
	buf_free(&got);
}

static void set(const char *name, const char *value)
{
	CHECK(var_set_by(sh, name, value));
}

static void splits_results_only(void)
{
	set("x", " a b  c ");
	check_fields("$x", "<a><b><c>");
	check_fields("\"$x\"", "< a b  c >");
	check_fields("1$x'2 3'", "<1><a><b><c><2 3>");
	check_fields("a\\ b", "<a b>");
	captured = "x y";
	check_fields("$(c) \"$(c)\" `c`z", "<x><y><x y><x><yz>");
}

static void splits_at_other_characters(void)
{
	set("IFS", " :");
	set("x", "a::b : c:");
	check_fields("$x", "<a><><b><c>");
	set("x", ":a");
	check_fields("$x ''$x", "<><a><><a>");
	set("IFS", "");
	check_fields("$x", "<:a>");
	CHECK(var_unset(sh, name_find(sh->names, "IFS", 3)));
	set("x", "p q\nr");
	check_fields("$x", "<p><q><r>");
	set("IFS", " \t\n");
}

static void keeps_empty_quotes(void)
{
	set("empty", "");
	check_fields("$empty \"$empty\" '' $empty\"\" $unset", "<><><>");
	check_fields("\"${unset-}\" ${unset-''} ${unset-}", "<><>");
}

static void gives_a_field_for_each_parameter(void)
{
	char *values[] = {"a b", "", "c"};
	CHECK(params_set(sh, values, 3));
	check_fields("\"$@\"", "<a b><><c>");
	check_fields("\"x$@y\"", "<xa b><><cy>");
	check_fields("$@", "<a><b><c>");
	check_fields("\"$*\"", "<a b  c>");
	set("IFS", ":");
	check_fields("\"$*\" ${#} \"${@#a}\"", "<a b::c><3>< b><><c>");
	set("IFS", " \t\n");
	CHECK(params_set(sh, values, 0));
	check_fields("\"$@\" x\"$@\" \"$*\" ${1+\"$@\"}", "<x><>");
}

static void substitutes_words(void)
{
	set("x", "v");
	set("empty", "");
	check_fields("${x-w} ${empty-w} ${empty:-w} ${unset-w z} ${x+p q} \"${x+p q}\"",
		     "<v><w><w><z><p><q><p q>");
	check_fields("${made=1 2} \"$made\"", "<1><2><1 2>");
	check_fields("${#x} ${x%v} ${unset-\"a  b\"}", "<1><a  b>");
	check_fields("${unset-${x-y}}${unset:-$(c)}", "<vx><y>");
}

static void trims(void)
{
	set("p", "/usr/lib/a.tar.gz");
	check_fields("${p##*/} ${p%.*} ${p%%.*} ${p#*/}",
		     "<a.tar.gz></usr/lib/a.tar></usr/lib/a><usr/lib/a.tar.gz>");
	set("q", "a*b*c");
	set("star", "*");
	check_fields("${q%'*'*} ${q%\"$star\"*} \"${q#*\"$star\"}\" \"${q#*$star}\"",
		     "<a*b><a*b><b*c><a*b*c>");
}

int main(int argc, char **argv, char **environment)
{
	(void)argc;
	(void)argv;
	stack_init();
	sh = shell_new(environment);
	if (!sh)
		return 1;
	sh->ops = &ops;
	sh->options[OPT_NOGLOB] = true;
	captured = "";
	unit_run("only the results of expansions are split", splits_results_only);
	unit_run("other IFS characters each end a field", splits_at_other_characters);
	unit_run("empty quotes make a field", keeps_empty_quotes);
	unit_run("\"$@\" is a field for each parameter", gives_a_field_for_each_parameter);
	unit_run("${x-word} and its like", substitutes_words);
	unit_run("trims take patterns, quoted characters as they are", trims);
	return unit_end();
}
