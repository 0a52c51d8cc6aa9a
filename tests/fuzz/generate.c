/* generate.c - prints a random shell program: `generate SEED`.
 *
 * The same seed gives the same program everywhere.  Every program ends, and uses only what POSIX
 * specifies and common shells agree on: what is left out, and why, stands where it would be made.
 * It is run in an empty directory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

/* Where a word stands decides what may be in it. */
enum context {
	ARGUMENT, /* split and globbed */
	VALUE,    /* of an assignment, or after `case`: neither */
	QUOTED,   /* within double quotes */
	DOCUMENT  /* a line of a here-document */
};

struct generator {
	uint64_t random;
	FILE *out;
	int indent;
	int functions;    /* f0 .. are defined; only those are called, so nothing recurses */
	int loops;        /* that break and continue can reach */
	int counters;     /* n0 .. are in use by loops; each loop has its own */
	int documents;    /* here-documents so far; each has its own end */
	int budget;       /* statements that may still be made */
	unsigned busy;    /* files that are open for writing, by number */
	bool in_body;     /* a function is being written */
	bool in_function; /* `return` is fine: in a function, and not in a subshell there */
	bool in_subshell; /* `exit` is fine */
};

static void word(struct generator *g, enum context context, int depth);
static void statement(struct generator *g, int depth);
static void arithmetic(struct generator *g, int depth);

/* splitmix64 */
static uint64_t next_random(struct generator *g)
{
	uint64_t z = (g->random += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* 0 .. n - 1 */
static int below(struct generator *g, int n)
{
	return (int)(next_random(g) % (uint64_t)n);
}

static bool chance(struct generator *g, int percent)
{
	return below(g, 100) < percent;
}

static const char *pick(struct generator *g, const char *const *list, int n)
{
	return list[below(g, n)];
}

__attribute__((format(printf, 2, 3))) static void put(struct generator *g, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(g->out, format, args);
	va_end(args);
}

/* A line break, or what stands for one. */
static void end_line(struct generator *g)
{
	put(g, "\n");
}

static void start_line(struct generator *g)
{
	for (int i = 0; i < g->indent; i++)
		put(g, "\t");
}

/* a .. e hold any text or are unset; i, j, k always hold small integers. */
static const char *text_variable(struct generator *g)
{
	static const char *const names[] = {"a", "b", "c", "d", "e"};

	return pick(g, names, COUNT(names));
}

static const char *integer_variable(struct generator *g)
{
	static const char *const names[] = {"i", "j", "k"};

	return pick(g, names, COUNT(names));
}

/* --- arithmetic --------------------------------------------------------------------------------
 * Values stay small: what overflow gives is tested elsewhere.  No ++, --, comma: POSIX does not ask
 * for them.  A variable's value stands in parentheses, as it may begin with a sign. */

static void arithmetic_leaf(struct generator *g)
{
	static const char *const numbers[] = {"0",  "1",  "2",    "3",   "7",  "10",
					      "42", "99", "0x1f", "017", "00", "0xA"};

	switch (below(g, 6)) {
	case 0:
	case 1:
		put(g, "%s", integer_variable(g));
		break;
	case 2:
		put(g, "($%s)", integer_variable(g));
		break;
	case 3:
		put(g, "(${%s})", integer_variable(g));
		break;
	default:
		put(g, "%s", pick(g, numbers, COUNT(numbers)));
	}
}

static void arithmetic_binary(struct generator *g, int depth)
{
	static const char *const operators[] = {
		"+", "-", "+", "-", "<", "<=", ">", ">=", "==", "!=", "&", "^", "|", "&&", "||"};

	arithmetic(g, depth - 1);
	put(g, chance(g, 70) ? " %s " : "%s", pick(g, operators, COUNT(operators)));
	arithmetic(g, depth - 1);
}

static void arithmetic(struct generator *g, int depth)
{
	static const char *const divisors[] = {"/ 3", "% 7", "/ (-2)", "% (-5)", "<< 2", ">> 1"};

	if (depth <= 0) {
		arithmetic_leaf(g);
		return;
	}
	switch (below(g, 8)) {
	case 0:
	case 1:
	case 2:
		arithmetic_binary(g, depth);
		break;
	case 3:
		put(g, "(");
		arithmetic(g, depth - 1);
		put(g, ") %s", pick(g, divisors, COUNT(divisors)));
		break;
	case 4:
		put(g, "(");
		arithmetic_leaf(g);
		put(g, " * ");
		arithmetic_leaf(g);
		put(g, ")");
		break;
	case 5:
		put(g, " %c(", "-!~+"[below(g, 4)]);
		arithmetic(g, depth - 1);
		put(g, ")");
		break;
	case 6:
		put(g, "(");
		arithmetic(g, depth - 1);
		put(g, " ? ");
		arithmetic(g, depth - 1);
		put(g, " : ");
		arithmetic(g, depth - 1);
		put(g, ")");
		break;
	default:
		arithmetic_leaf(g);
	}
}

/* A whole expression.  Assignments only where C, and so POSIX, says in which order things happen. */
static void expression(struct generator *g, enum context context, int depth)
{
	static const char *const operators[] = {
		"=", "=", "+=", "-=", "|=", "^=", "&=", "<<=", "/=", "%="};
	int op = below(g, COUNT(operators));

	/* What expanding a here-document assigns may stay in the process that reads it. */
	if (context == DOCUMENT || chance(g, 70)) {
		arithmetic(g, depth);
		return;
	}
	if (chance(g, 30)) {
		arithmetic(g, depth - 1);
		put(g, "%s", chance(g, 50) ? " && " : " || ");
	} else if (chance(g, 20)) {
		arithmetic(g, depth - 1);
		put(g, " ? i : ");
	}
	put(g, "(%s %s ", integer_variable(g), operators[op]);
	if (op < 7) {
		put(g, "(");
		arithmetic(g, depth - 1);
		put(g, ") %% 100)");
	} else {
		put(g, "%d)", 1 + below(g, 4));
	}
}

/* --- patterns and words ------------------------------------------------------------------------ */

static const char *literal(struct generator *g)
{
	static const char *const texts[] = {
		"x",           "foo", "bar.txt", "a:b:c", "/usr/lib", "12", "x-y", "abcabc", "f1",
		"foo.bar.baz", "A",   "::",      "a,b",   "d/f",      "%s", "x=y", "@",      "+"};

	return pick(g, texts, COUNT(texts));
}

static void pattern(struct generator *g, int depth)
{
	static const char *const pieces[] = {"*",           "*",   "?",   "[a-c]", "[!a-c]",
					     "[[:digit:]]", "foo", "x",   ".",     ":",
					     "/",           "a",   "'*'", "\\?",   "\"[a]\""};

	for (int n = 1 + below(g, 3); n > 0; n--) {
		if (depth > 0 && chance(g, 15))
			put(g, chance(g, 50) ? "\"$%s\"" : "$%s", text_variable(g));
		else
			put(g, "%s", pick(g, pieces, COUNT(pieces)));
	}
}

/* The word in ${x-word}.  Quotes in it, when the whole is quoted, mean different things in different
 * places and shells; left out there. */
static void default_word(struct generator *g, enum context context, int depth)
{
	if (chance(g, 15))
		return;
	if (context == QUOTED || context == DOCUMENT) {
		put(g, "%s", literal(g));
		if (depth > 0 && chance(g, 30))
			put(g, "${%s-%s}", text_variable(g), literal(g));
		if (chance(g, 20))
			put(g, " %s", literal(g));
		return;
	}
	word(g, context, depth - 1);
	if (chance(g, 20)) {
		put(g, " ");
		word(g, context, depth - 1);
	}
}

static void parameter(struct generator *g, enum context context, int depth)
{
	static const char *const uses[] = {"-", ":-", "+", ":+", "=", ":="};
	static const char *const trims[] = {"#", "##", "%", "%%"};
	const char *name = chance(g, 80) ? text_variable(g) : integer_variable(g);

	switch (below(g, 8)) {
	case 0:
	case 1:
		put(g, "$%s", name);
		break;
	case 2:
		put(g, "${%s}", name);
		break;
	case 3:
		put(g, "${#%s}", name);
		break;
	case 4:
	case 5:
		put(g, "${%s%s", text_variable(g),
		    pick(g, uses, context == DOCUMENT ? 4 : COUNT(uses)));
		default_word(g, context, depth - 1);
		put(g, "}");
		break;
	default:
		put(g, "${%s%s", name, pick(g, trims, COUNT(trims)));
		/* What quotes in a pattern do in a here-document is not agreed on. */
		if (context == DOCUMENT)
			put(g, "%s", chance(g, 50) ? "*" : "?");
		else
			pattern(g, depth - 1);
		put(g, "}");
	}
}

/* $@ only where it can be several fields: elsewhere POSIX leaves open what it gives.  Unquoted, it
 * may or may not lose empty fields: change_ifs() has it where there are none. */
static void positional(struct generator *g, enum context context)
{
	static const char *const single[] = {"$1", "$2",    "${3}",      "${10}",
					     "$#", "${#1}", "${2-none}", "${1:+set}"};

	if (context == ARGUMENT && chance(g, 30))
		put(g, "\"$@\"");
	else if (context == ARGUMENT && chance(g, 30))
		put(g, "\"$*\"");
	else
		put(g, "%s", pick(g, single, COUNT(single)));
}

static void substitution(struct generator *g, int depth)
{
	if (chance(g, 20)) {
		/* Within backquotes only what needs no backslash in any context. */
		put(g, "`echo %s; echo $%s`", literal(g), integer_variable(g));
	} else {
		put(g, "$(");
		switch (below(g, 4)) {
		case 0:
			put(g, "echo \"$%s\"; (exit 3)", integer_variable(g));
			break;
		case 1:
			put(g, "printf '%%s\\n' \"$%s\" ''", text_variable(g));
			break;
		default:
			put(g, "show ");
			word(g, ARGUMENT, depth - 1);
		}
		put(g, ")");
	}
}

static void expansion(struct generator *g, enum context context, int depth)
{
	switch (below(g, 10)) {
	case 0:
		put(g, "$((");
		expression(g, context, 2);
		put(g, "))");
		break;
	case 1:
		if (depth > 0) {
			substitution(g, depth - 1);
			break;
		}
		/* fall through */
	case 2:
		positional(g, context);
		break;
	default:
		parameter(g, context, depth);
	}
}

static void quoted(struct generator *g, int depth)
{
	static const char *const texts[] = {" ",    "a b", "*", "'", "\\\"", "\\$",
					    "\\\\", "~",   ";", "#", "  x  "};

	put(g, "\"");
	for (int n = below(g, 4); n > 0; n--) {
		if (chance(g, 50))
			put(g, "%s", pick(g, texts, COUNT(texts)));
		else
			expansion(g, QUOTED, depth - 1);
	}
	put(g, "\"");
}

static void word_piece(struct generator *g, enum context context, int depth)
{
	static const char *const strings[] = {"''",  "'a b'", "'*'",  "'$x'", "'\"'",   "\\*",
					      "\\ ", "\\$",   "'\\'", "'#'",  "'x  y '"};
	static const char *const globs[] = {"*", "f?", "[fg]*", "d/*", "none*", "o[1-3]", "f[!1]"};

	switch (below(g, 10)) {
	case 0:
	case 1:
	case 2:
		put(g, "%s", literal(g));
		break;
	case 3:
		put(g, "%s", pick(g, strings, COUNT(strings)));
		break;
	case 4:
		if (context == ARGUMENT) {
			put(g, "%s", pick(g, globs, COUNT(globs)));
			break;
		}
		/* fall through */
	case 5:
	case 6:
		quoted(g, depth);
		break;
	default:
		expansion(g, context, depth);
	}
}

static void word(struct generator *g, enum context context, int depth)
{
	int pieces = chance(g, 65) ? 1 : 2 + below(g, 2);

	if (context == ARGUMENT || context == VALUE) {
		if (chance(g, 3)) {
			put(g, "~/x");
			return;
		}
		while (pieces-- > 0)
			word_piece(g, context, depth);
		return;
	}
	while (pieces-- > 0) {
		if (chance(g, 40))
			put(g, "%s", literal(g));
		else
			expansion(g, context, depth);
	}
}

static void words(struct generator *g, int most)
{
	for (int n = 1 + below(g, most); n > 0; n--) {
		put(g, " ");
		word(g, ARGUMENT, 2);
	}
}

/* --- commands on one line ---------------------------------------------------------------------- */

static void show(struct generator *g)
{
	put(g, "show");
	words(g, 3);
}

static void test_command(struct generator *g)
{
	static const char *const compare[] = {"-eq", "-ne", "-lt", "-le", "-gt", "-ge"};

	switch (below(g, 8)) {
	case 0:
		put(g, "[ -%c \"$%s\" ]", "nz"[below(g, 2)], text_variable(g));
		break;
	case 1:
		put(g, "[ \"$%s\" %s \"x", text_variable(g), chance(g, 50) ? "=" : "!=");
		expansion(g, QUOTED, 1);
		put(g, "\" ]");
		break;
	case 2:
	case 3:
		put(g, "[ \"$((");
		arithmetic(g, 2);
		put(g, "))\" %s \"$%s\" ]", pick(g, compare, COUNT(compare)), integer_variable(g));
		break;
	case 4:
		put(g, "[ -%c %s ]", "efd"[below(g, 3)], chance(g, 50) ? "f1" : "d");
		break;
	case 5:
		put(g, "(exit %d)", below(g, 3));
		break;
	case 6:
		put(g, "%s", chance(g, 50) ? "true" : "false");
		break;
	default:
		put(g, "[ \"$#\" -gt %d ]", below(g, 4));
	}
}

static void condition(struct generator *g, int most)
{
	for (int n = 1 + below(g, most); n > 0; n--) {
		if (chance(g, 10))
			put(g, "! ");
		test_command(g);
		if (n > 1)
			put(g, chance(g, 50) ? " && " : " || ");
	}
}

static void assignments(struct generator *g)
{
	for (int n = chance(g, 70) ? 1 : 2; n > 0; n--) {
		if (chance(g, 70)) {
			put(g, "%s=", text_variable(g));
			word(g, VALUE, 2);
		} else {
			put(g, "%s=$((", integer_variable(g));
			expression(g, VALUE, 3);
			put(g, "))");
		}
		if (n > 1)
			put(g, " ");
	}
}

static void change_ifs(struct generator *g)
{
	/* No digits, which would split $? and $((...)) that only mean to print a number. */
	static const char *const values[] = {"IFS=:",  "IFS=,",     "IFS=' '",  "IFS=' ,'", "IFS=x",
					     "IFS=''", "unset IFS", "IFS=':/'", "IFS='\n'"};

	if (chance(g, 20))
		put(g, "set -- a 'b  c' d; IFS=' '; show %s", chance(g, 50) ? "$*" : "$@");
	else
		put(g, "%s", pick(g, values, COUNT(values)));
}

static void set_positional(struct generator *g)
{
	if (chance(g, 25)) {
		put(g, "[ \"$#\" -eq 0 ] || shift");
		return;
	}
	put(g, "set --");
	words(g, 4);
	if (chance(g, 10))
		put(g, " 1 2 3 4 5 6 7 8 9 10");
}

static void print_formatted(struct generator *g)
{
	static const char *const formats[] = {"%s\\n", "[%s]\\n", "%s-%s\\n", "%5s|\\n",
					      "%-4s|%s\\n"};

	if (chance(g, 30)) {
		put(g, "printf '%%d %%x %%03d\\n' \"$%s\" %d %d", integer_variable(g),
		    below(g, 300), below(g, 50));
		return;
	}
	put(g, "printf '%s'", pick(g, formats, COUNT(formats)));
	words(g, 3);
}

static void leave(struct generator *g)
{
	if (g->loops > 0 && chance(g, 70))
		put(g, "%s %d", chance(g, 50) ? "break" : "continue", 1 + below(g, g->loops));
	else if (g->in_subshell)
		put(g, "exit %d", below(g, 4));
	else if (g->in_function)
		put(g, "return %d", below(g, 4));
	else
		put(g, ":");
}

static void simple(struct generator *g)
{
	switch (below(g, 16)) {
	case 0:
	case 1:
	case 2:
	case 3:
		assignments(g);
		break;
	case 4:
	case 5:
	case 6:
	case 7:
		show(g);
		break;
	case 8:
		set_positional(g);
		break;
	case 9:
		change_ifs(g);
		break;
	case 10:
		put(g, "unset %s", text_variable(g));
		break;
	case 11:
		print_formatted(g);
		break;
	case 12:
		put(g, "echo \"%s $%s\"", literal(g), integer_variable(g));
		break;
	case 13:
		put(g, "(exit %d)", below(g, 5));
		break;
	case 14:
		if (g->functions > 0) {
			put(g, "f%d", below(g, g->functions));
			words(g, 2);
			break;
		}
		/* fall through */
	default:
		put(g, "%s=%s printf '%%s\\n' ", text_variable(g), literal(g));
		word(g, ARGUMENT, 1);
	}
}

/* --- compound commands ------------------------------------------------------------------------- */

static void block(struct generator *g, int depth)
{
	g->indent++;
	for (int n = 1 + below(g, 3); n > 0; n--)
		statement(g, depth - 1);
	g->indent--;
}

static void line(struct generator *g, const char *text)
{
	start_line(g);
	put(g, "%s", text);
	end_line(g);
}

static void if_command(struct generator *g, int depth)
{
	put(g, "if ");
	condition(g, 2);
	put(g, "; then\n");
	block(g, depth);
	if (chance(g, 30)) {
		start_line(g);
		put(g, "elif ");
		condition(g, 2);
		put(g, "; then\n");
		block(g, depth);
	}
	if (chance(g, 50)) {
		line(g, "else");
		block(g, depth);
	}
	start_line(g);
	put(g, "fi");
}

static void while_command(struct generator *g, int depth)
{
	int counter = g->counters++;

	put(g, "n%d=0\n", counter);
	start_line(g);
	if (chance(g, 60)) {
		put(g, "while [ \"$n%d\" -lt %d ]", counter, 1 + below(g, 3));
		if (chance(g, 30)) {
			put(g, " && ");
			condition(g, 1);
		}
	} else {
		put(g, "until [ \"$n%d\" -ge %d ]", counter, below(g, 4));
	}
	put(g, "; do\n");
	g->indent++;
	start_line(g);
	put(g, "n%d=$((n%d + 1))\n", counter, counter);
	g->indent--;
	g->loops++;
	block(g, depth);
	g->loops--;
	start_line(g);
	put(g, "done");
}

static void for_command(struct generator *g, int depth)
{
	put(g, "for %s", text_variable(g));
	if (chance(g, 85)) {
		put(g, " in");
		words(g, 3);
	}
	put(g, "; do\n");
	g->loops++;
	block(g, depth);
	g->loops--;
	start_line(g);
	put(g, "done");
}

static void case_command(struct generator *g, int depth)
{
	put(g, "case ");
	word(g, VALUE, 2);
	put(g, " in\n");
	for (int n = 1 + below(g, 3); n > 0; n--) {
		start_line(g);
		put(g, "%s", chance(g, 30) ? "(" : "");
		pattern(g, 1);
		if (chance(g, 30)) {
			put(g, " | ");
			pattern(g, 1);
		}
		put(g, ")\n");
		if (chance(g, 90))
			block(g, depth);
		g->indent++;
		line(g, ";;");
		g->indent--;
	}
	if (chance(g, 60)) {
		start_line(g);
		put(g, "*) show other ;;\n");
	}
	start_line(g);
	put(g, "esac");
}

/* What runs in a process of its own: break and return would not be specified there. */
static void isolated_block(struct generator *g, int depth)
{
	struct generator saved = *g;

	g->loops = 0;
	g->in_function = false;
	g->in_subshell = true;
	block(g, depth);
	g->loops = saved.loops;
	g->in_function = saved.in_function;
	g->in_subshell = saved.in_subshell;
}

static void subshell(struct generator *g, int depth)
{
	static const char *const starts[] = {"set -e",
					     "set -u",
					     "set -f",
					     "set -C",
					     "trap 'echo \"bye $((! $?))\"' EXIT",
					     "trap 'show bye; exit 7' EXIT",
					     "readonly a",
					     "cd d",
					     "a=inner"};

	put(g, "(\n");
	if (chance(g, 50)) {
		g->indent++;
		line(g, pick(g, starts, COUNT(starts)));
		g->indent--;
	}
	isolated_block(g, depth);
	start_line(g);
	/* Which failure it was that ended it is left open by POSIX; that it failed is not. */
	put(g, ") && echo well || echo failed");
}

static void braces(struct generator *g, int depth)
{
	put(g, "{\n");
	block(g, depth);
	start_line(g);
	put(g, "}");
}

/* The last stage may or may not be a process of its own: so it is made one. */
static void pipeline(struct generator *g, int depth)
{
	if (chance(g, 20))
		put(g, "! ");
	put(g, "{\n");
	isolated_block(g, depth);
	start_line(g);
	put(g, "} | ");
	switch (below(g, 4)) {
	case 0:
		put(g, "cat");
		break;
	case 1:
		put(g, "cat | cat");
		break;
	case 2:
		put(g, "(\n\tIFS=' ' read -r a b\n\tshow \"$a\" \"$b\"\n\tcat\n)");
		break;
	default:
		put(g, "( while IFS=' ' read -r a b; do show \"$a\" \"$b\"; done )");
	}
}

static int pick_file(struct generator *g)
{
	int file = 1 + below(g, 4);

	return g->busy & (1u << file) ? 0 : file;
}

/* Files are not touched by functions: a function might be called while one is being written. */
static void with_files(struct generator *g, int depth)
{
	int file = g->in_body ? 0 : pick_file(g);

	if (file == 0) {
		show(g);
		put(g, " %s", chance(g, 50) ? ">/dev/null" : "2>&1 >&2 2>/dev/null >&1");
		return;
	}
	switch (below(g, 8)) {
	case 0:
		put(g, "cat o%d 2>/dev/null", file);
		return;
	case 1:
		put(g, "[ -f o%d ] && while IFS=' ' read -r a b; do\n", file);
		start_line(g);
		put(g, "\tshow \"$a\" \"$b\"\n");
		start_line(g);
		put(g, "done <o%d", file);
		return;
	case 2:
		put(g, "exec 3>o%d\n", file);
		start_line(g);
		put(g, "show ");
		word(g, ARGUMENT, 1);
		put(g, " >&3\n");
		start_line(g);
		put(g, "exec 3>&-");
		return;
	case 3:
		show(g);
		put(g, " >%so%d", chance(g, 40) ? ">" : "", file);
		return;
	case 4:
		put(g, "echo lost >none/o%d 2>/dev/null || echo 'no directory'", file);
		return;
	case 5:
		put(g, "f() { show \"$@\"; } >o%d\n", file);
		start_line(g);
		put(g, "f 1 2; cat o%d", file);
		return;
	default:
		g->busy |= 1u << file;
		braces(g, depth);
		g->busy &= ~(1u << file);
		put(g, " >%so%d", chance(g, 40) ? ">" : chance(g, 20) ? "|" : "", file);
	}
}

static void here_document(struct generator *g)
{
	int end = g->documents++;
	bool literal_text = chance(g, 25), tabs = chance(g, 25), loop = chance(g, 35);

	put(g,
	    loop ? "while read -r a b; do show \"$a\" \"$b\"; done <<%s%sE%d%s\n"
		 : "cat <<%s%sE%d%s\n",
	    tabs ? "-" : "", literal_text ? "'" : "", end, literal_text ? "'" : "");
	for (int n = below(g, 4); n > 0; n--) {
		put(g, "%s", tabs && chance(g, 60) ? "\t\t" : "");
		for (int pieces = 1 + below(g, 3); pieces > 0; pieces--) {
			word(g, DOCUMENT, 1);
			put(g, "%s", chance(g, 50) ? " " : "");
		}
		/* `read` ends with something that is in no IFS: whether the last variable keeps a
		 * separator at the end of the line is not agreed on. */
		put(g, "%s%s\n", chance(g, 20) ? " \\$a \"x\" 'y'" : "", loop ? "@" : "");
	}
	put(g, "%sE%d", tabs ? "\t" : "", end);
}

/* eval 'commands': what is made is written to memory and then quoted. */
static void eval_command(struct generator *g)
{
	struct generator inner = *g;
	char *text = NULL;
	size_t size = 0;

	inner.out = open_memstream(&text, &size);
	inner.loops = 0;
	if (inner.out == NULL)
		abort();
	simple(&inner);
	put(&inner, "; ");
	simple(&inner);
	fclose(inner.out);
	g->random = inner.random;
	put(g, "eval '");
	for (size_t i = 0; i < size; i++)
		put(g, text[i] == '\'' ? "'\\''" : "%c", text[i]);
	put(g, "'");
	free(text);
}

static void options_loop(struct generator *g)
{
	static const char *const lines[] = {"-a -b value rest", "-ab value",     "-x -a",
					    "-a -- -c",         "-bvalue -c -a", "word -a"};

	put(g, "OPTIND=1\n");
	start_line(g);
	put(g, "while getopts :ab:c option %s; do\n", pick(g, lines, COUNT(lines)));
	start_line(g);
	put(g, "\tshow \"$option\" \"${OPTARG-}\"\n");
	start_line(g);
	put(g, "done; show \"$OPTIND\"");
}

static void background(struct generator *g, int depth)
{
	put(g, "{\n");
	isolated_block(g, depth);
	start_line(g);
	put(g, "} &\n");
	start_line(g);
	put(g, "wait \"$!\"");
}

static void and_or(struct generator *g)
{
	simple(g);
	for (int n = 1 + below(g, 2); n > 0; n--) {
		put(g, chance(g, 50) ? " && " : " || ");
		if (chance(g, 25))
			leave(g);
		else
			simple(g);
	}
}

/* --- what is rarely written --------------------------------------------------------------------
 * Each line is fine in any context; what it is put into, and what follows, is random. */

static void odd_line(struct generator *g)
{
	static const char *const lines[] = {
		/* reserved words where they are none, and words that are no reserved words */
		"for in in in do done; do echo \"$in\"; done",
		"echo if then else fi while do done case esac { } ! for in",
		"case in in in) echo in;; (done) echo done;; esac",
		"{ echo }; }; if { echo a; } then { echo b; } fi",
		"'if' true 2>/dev/null || echo 'no reserved word'",
		"while false; do :; done; echo \"$?\"",
		"if false; then :; fi; echo \"$?\"",
		"case x in y) false ;; esac; echo \"$?\"",
		"! { false; }; echo \"$?\"",
		/* tokens */
		"echo a;echo b&&echo c||echo d # comment ; echo e",
		"ec\\\nho con\\\ntinued; echo \"a\\\nb\" 'c\\\nd'",
		"echo a#b '#c' \"#d\" \\#e #f",
		"(echo a);(echo b)|cat;{ echo c;}",
		"echo $((1+2))$(echo 3)`echo 4` $( (echo 5) ) $((6))",
		"echo \"$(echo \"a  b\" 'c  d')\" \"`echo \\\"x  y\\\"`\"",
		"echo $(case x in (x) echo one;; esac) $(echo ')') $(echo \\))",
		"echo `echo \\`echo nested\\`` \"`echo '$HOME' \\\\$HOME`\"",
		/* fields */
		"a='1:2::3:' IFS=:; show $a; show \"$a\" x$a; unset IFS",
		"a=' 1  2 ' ; show $a x$a$a; show \"\"$a''",
		"a=; show $a \"$a\" ''$a \"$a\"x; show ${a:-''} ${a:-\"\"}",
		"set -- a '' 'b c'; show \"$@\" x\"$@\"y \"$*\" \"a$@\"",
		"set --; show \"$@\" \"$*\" x\"$@\" ${1-unset}",
		"set -- 'a b' c; IFS=:; show \"$*\"; a=$*; show \"$a\"; unset IFS",
		"set -- a b c; shift 2; show \"$#\" \"$1\"; set -- \"$@\" d; show \"$@\"",
		"a='*' ; show \"$a\" f$a; set -f; show f$a; set +f",
		"a='f[12]'; show $a \"$a\"; case f1 in $a) echo match;; esac",
		"case f1 in \"$c\") echo quoted ;; $c) echo pattern ;; esac",
		/* parameters */
		"a=abcabc; show ${a#*b} ${a##*b} ${a%b*} ${a%%b*} ${#a}",
		"a=a/b.c; show ${a##*/} ${a%/*} ${a%.*} ${a#\"a/\"} ${a%'.c'}",
		"unset e; (: ${e?gone} ) 2>/dev/null || echo unset; (: ${e:?}) 2>/dev/null || echo gone",
		"unset e; show ${e=x y} \"$e\" ${e:+\"$e\" z} \"${e+a  b}\"",
		"a=1; show ${a:+${b:-${c:+x}}}; show \"${a:+\"b  c\"}\"",
		"a='}'; show \"${a}\" ${e-\\}} '${a'}",
		"a=\\\\; show \"$a\" $a\\* \"${a#\\\\}\"",
		/* environment and scopes */
		"a=1; f() { a=2; b=3 show \"$a\"; }; f; show \"$a\"",
		"a=out; a=in sh -c 'echo \"$a\"'; export a; a=2 sh -c 'echo \"$a\"'; show \"$a\"",
		"f() { f() { echo inner; }; echo outer; }; f; f; unset -f f",
		"f() { [ \"$1\" -le 0 ] || { echo \"$1\"; f $(($1 - 1)); echo \"-$1\"; }; }; f 3",
		"f() { return 3; }; f || echo \"$?\"; f && echo no; ! f; echo \"$?\"",
		"f() { for a in 1 2; do return 4; done; }; f; echo \"$? $a\"",
		"(readonly r=1; (r=2) 2>/dev/null || echo readonly; echo \"$r\")",
		"(a=1; export a; unset a; sh -c 'echo \"${a-unset}\"')",
		"command show a b 2>/dev/null || echo 'not a command'",
		"(cd d && pwd | sed 's|.*/||'; cd .. && [ -d d ] && echo back)",
		"umask 027; umask; umask -S; umask 022",
		/* redirections */
		"{ echo out; echo err >&2; } 2>&1 | sort; { echo lost >&2; } 2>/dev/null",
		"{ echo a >&3; } 3>&1; { echo b >&2; } 2>&1 >/dev/null",
		"exec 4>&1; echo c >&4; exec 4>&-; { echo d >&4; } 2>/dev/null || echo closed",
		"echo one >t1; echo two >>t1; cat <t1; cat <<E1 - t1\nthree\nE1",
		"cat <<E2; cat <<'E3'\n$i \\$i `echo 4`\nE2\n$i \\$i\nE3",
		"a=$(cat <<E4\na  b\nE4\n); show \"$a\" $a",
		"while read -r a; do show \"$a\"; done <<E5\n  a  b  \nc\\d\nE5",
		"printf 'a\\\\\\nb\\n' | { read a; show \"$a\"; }",
		"printf '1:2: 3 :4\\n' | { IFS=: read -r a b c; show \"$a\" \"$b\" \"$c\"; }",
		"printf 'x y' | { read -r a b; echo \"$? $a $b\"; }",
		/* lists and processes */
		"true && false || echo a && echo b; false || false; echo \"$?\"",
		"(exit 3) | true; echo \"$?\"; true | (exit 4); echo \"$?\"",
		"(sleep 0; exit 5) & wait $!; echo \"$?\"",
		"a=$(exit 6); echo \"$?\"; a=1$(false)2; echo \"$? $a\"",
		"(trap 'echo bye; exit 9' EXIT; exit 2); echo \"$?\"",
		"(trap 'echo usr' USR1; kill -USR1 \"$(sh -c 'echo $PPID')\"; echo after)",
		"sh -c 'kill -TERM $$'; [ $? -gt 128 ] && echo killed",
		/* set -e */
		"(set -e; false || true; ! true; if false; then :; fi; echo on; false; echo off)",
		"(set -e; f() { false; echo in; }; f && echo yes; f; echo off)",
		"(set -e; a=$(false; echo x); echo \"$a\"; a=$(false); echo off)",
		"(set -e; { false; echo a; } || echo b; (false; echo c) || echo d; (false); echo e)",
		"(set -eu; echo \"${e-unset}\"; while false; do :; done; echo \"$e\"; echo off) 2>/dev/null || echo unset",
		/* what text means when it is read again */
		"eval 'a=1' ';' 'echo \"$a\"'; eval; echo \"$?\"; eval 'false'; echo \"$?\"",
		"eval \"a='x  y'\"; eval 'show $a \"$a\"'; eval 'eval \"echo \\$a\"'",
		"echo 'echo dot $#; return 5; echo no' >t2; . ./t2; echo \"$?\"",
		"alias q='echo quick '\nq q\nunalias q",
		"set -- -ab x; while getopts ab o; do show \"$o\"; done; OPTIND=1",
		"printf '%s|%5d|%-5s|%03x|%c\\n' a 42 b 255 cde; printf '%b\\n' 'a\\tb\\0101'",
		"test -n a -a -z '' && [ ! -e none ] && [ 1 -lt 2 ] && [ a != b ] && echo all",
		"echo $((0x10)) $((010)) $((5 % 3)) $((-7 / 2)) $((1 << 3 | 1)) $((!0)) $((~0))",
		"i=3; echo $((i += 2)) $((i > 4 ? i : 0)); i=3",
		"a=7; echo $((a)) $(($a + ${a}1)) $((${e:-3} * 2)) $(( (a) ))",
		"for a in 1 2; do for b in x y; do continue 2; done; done; echo $a$b",
		"for a in 1 2 3; do case $a in 2) continue;; esac; echo $a; done | while read -r b; do "
		"echo \"<$b>\"; done",
		"x() { cat; }; echo piped | x; echo a b | { read -r a b; echo \"$b $a\"; }",
		"a=a; while a=${a}a; [ ${#a} -lt 4 ]; do :; done; echo $a",
	};
	put(g, "%s", pick(g, lines, COUNT(lines)));
	if (chance(g, 30)) {
		put(g, "\n");
		start_line(g);
		put(g, "%s", pick(g, lines, COUNT(lines)));
	}
}

/* In a process of its own: what the line changes is nobody else's matter. */
static void odd_lines(struct generator *g)
{
	static const char *const around[][2] = {
		{"(\n", "\n)"},
		{"show \"$(\n", "\n)\""},
		{"{\n", "\n} | cat"},
		{"(if :; then\n", "\nfi)"},
		{"(odd() {\n", "\n}; odd a b; odd)"},
		{"(for odd in 1 2; do\n", "\ndone)"},
		{"(case $i in *)\n", "\nesac)"},
		{"show $(\n", "\n)"},
	};
	int which = below(g, COUNT(around));
	put(g, "%s", around[which][0]);
	odd_line(g);
	put(g, "%s", around[which][1]);
}

static void compound(struct generator *g, int depth)
{
	switch (below(g, 19)) {
	case 15:
	case 16:
	case 17:
	case 18:
		odd_lines(g);
		break;
	case 0:
	case 1:
		if_command(g, depth);
		break;
	case 2:
		while_command(g, depth);
		break;
	case 3:
	case 4:
		for_command(g, depth);
		break;
	case 5:
	case 6:
		case_command(g, depth);
		break;
	case 7:
		subshell(g, depth);
		break;
	case 8:
		braces(g, depth);
		break;
	case 9:
		pipeline(g, depth);
		break;
	case 10:
		with_files(g, depth);
		break;
	case 11:
	case 12:
		here_document(g);
		break;
	case 13:
		options_loop(g);
		break;
	default:
		background(g, depth);
	}
}

static void statement(struct generator *g, int depth)
{
	start_line(g);
	g->budget--;
	if (depth > 0 && g->budget > 0 && chance(g, 40))
		compound(g, depth);
	else if (chance(g, 20))
		and_or(g);
	else if (chance(g, 8))
		eval_command(g);
	else
		simple(g);
	end_line(g);
	if (chance(g, 25))
		line(g, "echo \"status $?\"");
}

static void function(struct generator *g)
{
	put(g, "f%d() {\n", g->functions);
	g->in_body = g->in_function = true;
	block(g, 2);
	if (chance(g, 40)) {
		g->indent++;
		start_line(g);
		leave(g);
		end_line(g);
		g->indent--;
	}
	g->in_body = g->in_function = false;
	put(g, "}\n");
	g->functions++;
}

/* What every program starts from: a way to print words one by one, files for patterns to find. */
static const char prologue[] = "show() {\n"
			       "\tprintf '%s:' \"$#\"\n"
			       "\tfor shown in \"$@\"; do\n"
			       "\t\tprintf '<%s>' \"$shown\"\n"
			       "\tdone\n"
			       "\tprintf '\\n'\n"
			       "}\n"
			       "mkdir d\n"
			       ": >f1 >f2 >g.txt\n"
			       ": >d/f3; : >d/h\n"
			       "HOME=/home/who\n"
			       "a='one two  three' b= c='*' d=a:b:c e='x\"y'\\''z'\n"
			       "unset e\n"
			       "i=3 j=-7 k=0\n"
			       "set -- first 'second word' '' fourth\n";

int main(int argc, char **argv)
{
	struct generator g = {.out = stdout, .budget = 40};

	if (argc != 2) {
		fprintf(stderr, "usage: generate SEED\n");
		return 2;
	}
	g.random = strtoull(argv[1], NULL, 10);
	put(&g, "# generate %s\n%s", argv[1], prologue);
	if (chance(&g, 30))
		put(&g, "trap 'echo \"end $?\"' EXIT\n");
	for (int n = below(&g, 4); n > 0; n--)
		function(&g);
	for (int n = 5 + below(&g, 12); n > 0; n--)
		statement(&g, 3);
	put(&g, "show \"$a\" \"$b\" \"$c\" \"$d\" \"${e-unset}\" \"$i\" \"$j\" \"$k\" \"$@\"\n");
	if (chance(&g, 30))
		put(&g, "exit %d\n", below(&g, 5));
	return 0;
}
