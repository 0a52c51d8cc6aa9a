/* A snapshot undoes everything: random changes, in scopes and in snapshots within it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "base/buf.h"
#include "lang/program.h"
#include "lang/tree.h"
#include "state/directory.h"
#include "state/var_array.h"
#include "state/frame.h"
#include "state/function.h"
#include "state/option.h"
#include "state/params.h"
#include "state/shell.h"
#include "state/special.h"
#include "state/var.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static unsigned random_state;

static unsigned pick(unsigned below)
{
	random_state = random_state * 1664525u + 1013904223u;
	return (random_state >> 16) % below;
}

static const char *const names[] = {"a",      "b",      "c",      "IFS", "PATH",
				    "LINENO", "OPTIND", "LC_ALL", "PWD", "x1"};
static const char *const texts[] = {"",
				    "1",
				    "-5",
				    "text",
				    ":",
				    "a:b c\td",
				    "something that needs more memory than most values do",
				    "C"};

static const char *any_text(void)
{
	return texts[pick(sizeof texts / sizeof *texts)];
}

static struct name *any_name(struct shell *sh)
{
	const char *text = names[pick(sizeof names / sizeof *names)];
	return name_intern(sh->names, text, strlen(text));
}

static bool change_array(struct shell *sh, struct name *n, const char *text)
{
	const struct subscript at = {.index = (int)pick(5) - 1};
	const struct array_item items[] = {{.value = {.text = text, .length = strlen(text)}},
					   {.value = {.text = "b", .length = 1}}};
	switch (pick(4)) {
	case 0:
		return var_set_array(sh, n, &(struct array_value){items, pick(3)}, pick(2));
	case 1:
		return var_unset_element(sh, n, &at);
	default:
		return var_set_element(sh, n, &at, text, strlen(text), pick(2));
	}
}

/* Results are of no interest: a readonly variable refuses, and that is right as well. */
static void change_variable(struct shell *sh)
{
	struct name *n = any_name(sh);
	const char *text = any_text();
	bool done = false;
	switch (pick(9)) {
	case 7:
	case 8:
		done = change_array(sh, n, text);
		break;
	case 0:
		done = var_set_integer(sh, n, (int)pick(1000) - 500);
		break;
	case 1:
		done = var_append(sh, n, text, strlen(text));
		break;
	case 2:
		done = var_unset(sh, n);
		break;
	case 3:
		done = var_mark(sh, n, VAR_EXPORT);
		break;
	case 4:
		done = pick(8) || var_mark(sh, n, VAR_READONLY);
		break;
	case 5:
		done = var_bind(sh, pick(2) && frame_function(sh) ? frame_function(sh) : sh->frame,
				n, pick(2));
		break;
	default:
		done = var_set(sh, n, text, strlen(text));
		break;
	}
	(void)done;
}

static void change_names(struct shell *sh, struct program *program)
{
	struct node *node = arena_zero(&program->arena, sizeof *node);
	node->kind = NODE_FUNCTION;
	node->function.name = any_name(sh);
	switch (pick(5)) {
	case 0:
		CHECK(function_define(sh, node, program));
		break;
	case 1:
		function_unset(sh, any_name(sh));
		break;
	case 2:
		CHECK(alias_define(sh, any_name(sh), any_text()));
		break;
	case 3:
		(void)alias_remove(sh, any_name(sh));
		break;
	default:
		alias_remove_all(sh);
	}
}

static void change_rest(struct shell *sh)
{
	char *values[] = {(char *)any_text(), (char *)any_text(), (char *)any_text()};
	switch (pick(5)) {
	case 0:
		CHECK(option_set(sh, (enum option)pick(OPT_COUNT), pick(2)));
		break;
	case 1:
		CHECK(params_set(sh, values, pick(4)));
		break;
	case 2:
		params_shift(sh, pick((unsigned)sh->params.count + 1));
		break;
	case 3:
		CHECK(directory_change(sh, pick(2) ? "/" : "/tmp"));
		break;
	default:
		CHECK(directory_remember(sh, pick(2) ? "/" : NULL));
	}
}

static void change(struct shell *sh, struct program *program, int depth);

static void change_in_frame(struct shell *sh, struct program *program, int depth)
{
	struct frame f;
	char *values[] = {"of", "the", "call"};
	frame_push(sh, &f, pick(3) ? FRAME_SCOPE : FRAME_SNAPSHOT);
	f.function = f.kind == FRAME_SCOPE && pick(2);
	struct params outer = {0};
	if (f.function)
		outer = params_enter(sh, values, 3);
	for (unsigned i = pick(8); i > 0; i--)
		change(sh, program, depth + 1);
	if (f.function)
		params_leave(sh, outer);
	frame_pop(sh, &f);
}

static void change(struct shell *sh, struct program *program, int depth)
{
	switch (pick(8)) {
	case 0:
		change_names(sh, program);
		break;
	case 1:
		change_rest(sh);
		break;
	case 2:
	case 3:
		if (depth < 5) {
			change_in_frame(sh, program, depth);
			break;
		}
		/* fall through */
	default:
		change_variable(sh);
	}
}

static void describe_variables(struct shell *sh, struct buf *out)
{
	size_t count = 0;
	struct variable **list = var_list(sh, 0, &count);
	for (size_t i = 0; i < count; i++) {
		size_t length = 0;
		const char *text = var_text(sh, list[i], &length);
		buf_printf(out, "%s %u %u=%s", list[i]->name->text,
			   list[i]->flags & (VAR_SET | VAR_EXPORT | VAR_READONLY),
			   list[i]->owner_word, text ? text : "(unset)");
		if (list[i]->array)
			array_print(sh, out, list[i]);
		buf_byte(out, '\n');
	}
	for (char *const *e = var_environment(sh); *e; e++)
		buf_printf(out, "%s\n", *e);
	for (int c = 0; c < 256; c++)
		buf_byte(out, (char)('0' + sh->ifs.table[c]));
	buf_printf(out, "%s %.*s %d\n", sh->ifs.text ? sh->ifs.text : "(unset)",
		   (int)sh->ifs.join_length, sh->ifs.join, (int)shell_locale(sh)->charset);
}

static void describe_descriptors(struct buf *out)
{
	DIR *d = opendir("/proc/self/fd");
	int count = 0;
	while (d && readdir(d))
		count++;
	if (d)
		closedir(d);
	buf_printf(out, "%d descriptors\n", count);
}

/* Everything that can be seen of a shell, as text. */
static void describe(struct shell *sh, struct buf *out)
{
	struct arena_mark mark = arena_mark(&sh->tmp);
	size_t count = 0;
	buf_clear(out);
	describe_variables(sh, out);
	struct name **list = function_names(sh, &count);
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "%s() %p\n", list[i]->text, (void *)list[i]->function);
	list = alias_names(sh, &count);
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "alias %s=%s\n", list[i]->text, list[i]->alias->text);
	char letters[OPT_COUNT + 3];
	option_letters(sh, letters);
	buf_printf(out, "%s\n", letters);
	for (int o = 0; o < OPT_COUNT; o++)
		buf_printf(out, "%d", sh->options[o]);
	for (size_t i = 0; i < sh->params.count; i++)
		buf_printf(out, "$%zu=%s\n", i + 1, sh->params.values[i]);
	const char *directory = directory_physical(sh);
	buf_printf(out, "%s %s\n", directory ? directory : "?",
		   sh->directory ? sh->directory : "?");
	describe_descriptors(out);
	arena_reset(&sh->tmp, mark);
}

static void one_run(struct shell *sh, unsigned seed)
{
	struct buf before = BUF_INIT, after = BUF_INIT;
	random_state = seed;
	struct program *program = program_new(sh->at.source);
	struct frame base, snapshot;
	frame_push(sh, &base, FRAME_SCOPE);
	base.function = true;
	for (unsigned i = 0; i < 30; i++)
		change(sh, program, 0);
	describe(sh, &before);
	frame_push(sh, &snapshot, FRAME_SNAPSHOT);
	for (unsigned i = 0; i < 60; i++)
		change(sh, program, 0);
	frame_pop(sh, &snapshot);
	describe(sh, &after);
	if (!CHECK_STR(buf_cstr(&after), buf_cstr(&before)))
		printf("# seed %u\n", seed);
	frame_pop(sh, &base);
	program_release(program);
	buf_free(&before);
	buf_free(&after);
}

static void a_snapshot_undoes_everything(void)
{
	char *environment[] = {"HOME=/", "PATH=/bin", "c=from outside", NULL};
	for (unsigned seed = 1; seed <= 400; seed++) {
		struct shell *sh = shell_new(environment);
		sh->at.source = source_new(SOURCE_FILE, "f.sh", (struct place){0});
		one_run(sh, seed);
		source_release(sh->at.source);
		shell_free(sh);
	}
}

static bool told;

static bool tell(struct shell *sh, enum option o, bool on)
{
	(void)sh;
	(void)o;
	told = on;
	return true;
}

static void owners_are_told_of_restoring(void)
{
	char *environment[] = {NULL};
	struct shell *sh = shell_new(environment);
	struct frame snapshot;
	option_set_hook(sh, OPT_VI, tell);
	frame_push(sh, &snapshot, FRAME_SNAPSHOT);
	CHECK(option_set(sh, OPT_VI, true));
	CHECK(told);
	uint32_t generation = sh->path_generation;
	CHECK(var_set_by(sh, "PATH", "/nowhere"));
	frame_pop(sh, &snapshot);
	CHECK(!told);
	CHECK_INT(sh->path_generation, generation + 2);
	shell_free(sh);
}

static void getopts_goes_on_where_it_was(void)
{
	char *environment[] = {NULL};
	struct shell *sh = shell_new(environment);
	struct name *n = name_intern(sh->names, "OPTIND", 6);
	struct frame snapshot, scope;
	n->variable->owner_word = 3;
	frame_push(sh, &snapshot, FRAME_SNAPSHOT);
	CHECK(var_set_integer(sh, n, 1));
	CHECK_INT(n->variable->owner_word, 0);
	frame_pop(sh, &snapshot);
	CHECK_INT(n->variable->owner_word, 3);
	frame_push(sh, &scope, FRAME_SCOPE);
	CHECK(var_bind(sh, &scope, n, true));
	CHECK(var_set_integer(sh, n, 1));
	frame_pop(sh, &scope);
	CHECK_INT(n->variable->owner_word, 3);
	shell_free(sh);
}

int main(void)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	dup2(null, 2);
	unit_run("a snapshot undoes everything that was changed in it",
		 a_snapshot_undoes_everything);
	unit_run("owners of options and variables are told of restoring",
		 owners_are_told_of_restoring);
	unit_run("getopts goes on where it was before the frame", getopts_goes_on_where_it_was);
	return unit_end();
}
