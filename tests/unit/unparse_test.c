/* Text rebuilt from trees: the tree of the rebuilt text is the tree that it came from.
 *
 * The scripts are those of the repository and of the machine; those that do not parse are
 * others' business.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "base/buf.h"
#include "base/name.h"
#include "base/stack.h"
#include "lang/arith.h"
#include "lang/input.h"
#include "lang/parser.h"
#include "lang/tree.h"
#include "lang/unparse.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct name_table *names;

/* --- parsing --- */

struct reading {
	struct input *input;
	struct source *source;
	struct parser *parser;
};

static const char *no_alias(void *context, const struct name *n)
{
	(void)context;
	(void)n;
	return NULL;
}

static void reading_begin(struct reading *r, const char *text, size_t length)
{
	const struct parse_env env = {.names = names, .alias = no_alias};
	r->input = input_of_string(text, length);
	r->source = source_new(SOURCE_COMMAND, "test", (struct place){0});
	r->parser = parser_new(&env, r->input, r->source, 1);
}

static void reading_end(struct reading *r)
{
	parser_free(r->parser);
	input_close(r->input);
	source_release(r->source);
}

/* --- are two trees the same?  Places, and what cannot matter, are not looked at. --- */

static bool same_node(const struct node *a, const struct node *b);
static bool same_words(const struct word *a, const struct word *b);
static bool same_parts(const struct part *a, const struct part *b);

static bool same_index(const struct arith *a, const struct arith *b)
{
	if (!a || !b)
		return a == b;
	return !a->root == !b->root && same_parts(a->parts, b->parts);
}

static bool same_param(const struct part *a, const struct part *b)
{
	if (a->param.kind != b->param.kind || a->param.op != b->param.op ||
	    a->param.colon != b->param.colon || a->param.braces != b->param.braces ||
	    a->param.inner != b->param.inner || !same_index(a->param.index, b->param.index))
		return false;
	if (a->param.name != b->param.name || a->param.number != b->param.number ||
	    a->param.special != b->param.special)
		return false;
	return same_words(a->param.word, b->param.word);
}

static bool same_brace(const struct part *a, const struct part *b)
{
	const struct sequence *s = a->brace.sequence, *t = b->brace.sequence;
	if (!s || !t)
		return s == t && same_words(a->brace.words, b->brace.words);
	return s->first == t->first && s->last == t->last && s->step == t->step &&
	       s->width == t->width && s->letters == t->letters;
}

static bool same_part(const struct part *a, const struct part *b)
{
	if (a->kind != b->kind || a->quoting != b->quoting)
		return false;
	switch ((enum part_kind)a->kind) {
	case PART_TEXT:
		return a->text.length == b->text.length &&
		       memcmp(a->text.bytes, b->text.bytes, a->text.length) == 0;
	case PART_TILDE:
		return strcmp(a->tilde.user, b->tilde.user) == 0;
	case PART_PARAM:
		return same_param(a, b);
	case PART_COMMAND:
		return same_node(a->command.body, b->command.body);
	case PART_ARITH:
		return same_index(a->arith.expression, b->arith.expression);
	case PART_PROCESS:
		return a->process.kind == b->process.kind &&
		       same_node(a->process.body, b->process.body);
	case PART_BRACE:
		return same_brace(a, b);
	case PART_BAD:
		return strcmp(a->bad.text, b->bad.text) == 0;
	}
	return false;
}

static bool same_parts(const struct part *a, const struct part *b)
{
	for (; a && b; a = a->next, b = b->next) {
		if (!same_part(a, b))
			return false;
		if (a->next && b->next &&
		    (a->quotes == a->next->quotes) != (b->quotes == b->next->quotes))
			return false;
	}
	return !a && !b;
}

static bool same_assigns(const struct assign *a, const struct assign *b);

static bool same_words(const struct word *a, const struct word *b)
{
	for (; a && b; a = a->next, b = b->next) {
		if (a->compound != b->compound ||
		    (a->compound && !same_assigns(a->elements, b->elements)))
			return false;
		if (!a->literal != !b->literal || (a->literal && strcmp(a->literal, b->literal)) ||
		    a->assignment != b->assignment || a->may_glob != b->may_glob ||
		    a->name != b->name || !same_parts(a->parts, b->parts))
			return false;
	}
	return !a && !b;
}

static bool same_assigns(const struct assign *a, const struct assign *b)
{
	for (; a && b; a = a->next, b = b->next)
		if (a->name != b->name || a->append != b->append || a->plain != b->plain ||
		    !same_index(a->index, b->index) || !same_assigns(a->elements, b->elements) ||
		    !same_words(a->value, b->value))
			return false;
	return !a && !b;
}

static bool same_redirs(const struct redir *a, const struct redir *b)
{
	for (; a && b; a = a->next, b = b->next) {
		if (a->kind != b->kind || a->fd != b->fd || a->fd_name != b->fd_name ||
		    a->quoted != b->quoted || !same_words(a->target, b->target))
			return false;
		if (a->kind == REDIR_HEREDOC && strcmp(a->delimiter, b->delimiter) != 0)
			return false;
	}
	return !a && !b;
}

static bool same_nodes(const struct node *a, const struct node *b)
{
	for (; a && b; a = a->next, b = b->next)
		if (!same_node(a, b))
			return false;
	return !a && !b;
}

static bool same_branches(const struct branch *a, const struct branch *b)
{
	for (; a && b; a = a->next, b = b->next)
		if (!same_node(a->test, b->test) || !same_node(a->body, b->body))
			return false;
	return !a && !b;
}

static bool same_arms(const struct arm *a, const struct arm *b)
{
	for (; a && b; a = a->next, b = b->next)
		if (a->end != b->end || !same_words(a->patterns, b->patterns) ||
		    !same_node(a->body, b->body))
			return false;
	return !a && !b;
}

static bool same_arith(const struct arith *a, const struct arith *b)
{
	if (!a || !b)
		return a == b;
	return a->form == b->form && same_parts(a->parts, b->parts);
}

static bool same_condition(const struct condition *a, const struct condition *b)
{
	if (a->kind != b->kind || a->op != b->op || a->letter != b->letter ||
	    a->negate != b->negate)
		return false;
	if (a->kind < CONDITION_GROUP)
		return same_words(a->left, b->left) && same_words(a->right, b->right) &&
		       same_arith(a->left_number, b->left_number) &&
		       same_arith(a->right_number, b->right_number);
	const struct condition *p = a->inner, *q = b->inner;
	for (; p && q; p = p->next, q = q->next)
		if (!same_condition(p, q))
			return false;
	return !p && !q;
}

static bool same_content(const struct node *a, const struct node *b)
{
	switch ((enum node_kind)a->kind) {
	case NODE_SIMPLE:
		return same_assigns(a->simple.assigns, b->simple.assigns) &&
		       same_words(a->simple.words, b->simple.words) &&
		       a->simple.word_count == b->simple.word_count;
	case NODE_PIPELINE:
		return a->pipeline.negate == b->pipeline.negate &&
		       a->pipeline.timed == b->pipeline.timed &&
		       a->pipeline.posix_time == b->pipeline.posix_time &&
		       same_nodes(a->pipeline.stages, b->pipeline.stages);
	case NODE_AND_OR:
		return same_nodes(a->and_or.parts, b->and_or.parts);
	case NODE_LIST:
		return same_nodes(a->list.items, b->list.items);
	case NODE_GROUP:
	case NODE_SUBSHELL:
		return same_node(a->group.body, b->group.body);
	case NODE_IF:
		return same_branches(a->if_.branches, b->if_.branches) &&
		       same_node(a->if_.otherwise, b->if_.otherwise);
	case NODE_LOOP:
		return a->loop.until == b->loop.until && same_node(a->loop.test, b->loop.test) &&
		       same_node(a->loop.body, b->loop.body);
	case NODE_FOR:
	case NODE_SELECT:
		return a->for_.variable == b->for_.variable && a->for_.has_in == b->for_.has_in &&
		       same_words(a->for_.words, b->for_.words) &&
		       same_node(a->for_.body, b->for_.body);
	case NODE_FOR_ARITH:
		return same_arith(a->for_arith.start, b->for_arith.start) &&
		       same_arith(a->for_arith.test, b->for_arith.test) &&
		       same_arith(a->for_arith.step, b->for_arith.step) &&
		       same_node(a->for_arith.body, b->for_arith.body);
	case NODE_ARITH:
		return same_arith(a->arith.expression, b->arith.expression);
	case NODE_CONDITION:
		return same_condition(a->condition.expression, b->condition.expression);
	case NODE_CASE:
		return same_words(a->case_.subject, b->case_.subject) &&
		       same_arms(a->case_.arms, b->case_.arms);
	case NODE_FUNCTION:
		return a->function.name == b->function.name &&
		       same_node(a->function.body, b->function.body);
	case NODE_COPROC:
		return a->coproc.name == b->coproc.name &&
		       same_node(a->coproc.body, b->coproc.body);
	case NODE_STUDY:
		return a->study.trace == b->study.trace && same_node(a->study.body, b->study.body);
	}
	return false;
}

static bool same_node(const struct node *a, const struct node *b)
{
	if (!a || !b)
		return a == b;
	return a->kind == b->kind && a->connector == b->connector &&
	       a->background == b->background && same_redirs(a->redirs, b->redirs) &&
	       same_content(a, b);
}

/* --- the invariant --- */

/* Why the text rebuilt from `tree` is not right; NULL: it is. */
static const char *round_trip(const struct node *tree, enum unparse_style style, struct buf *text)
{
	const char *why = NULL;
	struct program *again = NULL;
	struct buf second = BUF_INIT;
	struct reading r;
	buf_clear(text);
	unparse_node(text, tree, style);
	reading_begin(&r, buf_cstr(text), text->length);
	if (parser_next(r.parser, &again) != PARSE_COMMAND) {
		why = "does not parse";
	} else {
		unparse_node(&second, again->body, style);
		if (strcmp(buf_cstr(&second), buf_cstr(text)) != 0)
			why = "gives another text";
		else if (style == UNPARSE_LINE && !same_node(tree, again->body))
			why = "is another tree";
		program_release(again);
	}
	buf_free(&second);
	reading_end(&r);
	return why;
}

/* In lines of its own a list is several complete commands, so it is tried inside of braces. */
static const char *round_trip_block(const struct node *tree, struct buf *text)
{
	struct node group = {.kind = NODE_GROUP};
	struct node list = {.kind = NODE_LIST};
	group.group.body = (struct node *)(uintptr_t)tree;
	list.list.items = &group;
	const struct node *first = tree->list.items;
	if (first->kind == NODE_STUDY)
		return NULL;
	return round_trip(&list, UNPARSE_BLOCK, text);
}

/* True if all of the script parses. */
static bool check_script(const char *name, const char *script, size_t length)
{
	struct reading r;
	struct program *program;
	struct buf text = BUF_INIT;
	enum parse_result result;
	reading_begin(&r, script, length);
	while ((result = parser_next(r.parser, &program)) == PARSE_COMMAND) {
		const char *why = round_trip(program->body, UNPARSE_LINE, &text);
		if (!why)
			why = round_trip_block(program->body, &text);
		if (!CHECK(why == NULL))
			printf("# %s: what follows %s:\n# %s\n", name, why, buf_cstr(&text));
		program_release(program);
	}
	buf_free(&text);
	reading_end(&r);
	return result == PARSE_END;
}

/* --- single forms --- */

/* What `script`, one complete command, is rebuilt to. */
static void check(enum unparse_style style, const char *script, const char *expected)
{
	struct reading r;
	struct program *program;
	struct buf text = BUF_INIT;
	reading_begin(&r, script, strlen(script));
	if (CHECK_INT(parser_next(r.parser, &program), PARSE_COMMAND)) {
		const struct node *tree = program->body, *only = tree->list.items;
		unparse_node(&text, style == UNPARSE_BLOCK && !only->next ? only : tree, style);
		CHECK_STR(buf_cstr(&text), expected);
		program_release(program);
	}
	buf_free(&text);
	reading_end(&r);
	CHECK(check_script(script, script, strlen(script)));
}

static void same(const char *script)
{
	check(UNPARSE_LINE, script, script);
}

static void line(const char *script, const char *expected)
{
	check(UNPARSE_LINE, script, expected);
}

static void block(const char *script, const char *expected)
{
	check(UNPARSE_BLOCK, script, expected);
}

static void quoting(void)
{
	same("echo a 'b c' \"d e\" f\\ g $'h\\n\\'' '' \"\" \"a\"b'c'\\d");
	same("echo \"a\"\"b\" 'it'\\''s'");
	same("echo \"\\$x \\`y\\` \\\"z\\\" %s\\n \\\\\"");
	same("echo \"a\\\\\n\"");
	same("echo a'\n'b");
	line("echo $'\\x41\\e\\0101\\u00e9'", "echo $'A\\033\\b1\xC3\xA9'");
	line("echo a\\\nb", "echo ab");
	same("echo a{b,'c d'$e,{f,g}h*,}i {1..9}x{a..e..2}{01..-10} {} {a} {a,b \"{c,d}\" {a{b,c}}");
	same("x={a,b} >{c,d}");
	same("echo $ \"\\$\" a$ a$\\\"");
	line("echo $\"x $y\"z", "echo \"x $y\"z");
}

static void parameters(void)
{
	same("echo $x ${x}y \"$x\" $1 ${10} $@ \"$*\" $# $? $$ $! $- $0");
	same("echo ${#x} ${#} ${##} ${#@} ${x-y} ${x:-y z} ${x=y} ${x:=} ${x?m} ${x:?m} ${x+y}");
	same("echo ${x%y*} ${x%%\"$y\"} ${x#*/} ${x##'*'}");
	same("echo \"${x:-a \"b $y\" c}\" \"${x%\"$y\"}\" \"${x-'a'}\" ${x-\"a}\"}");
	same("echo \"${x-a\\}b}\" ${x-a\\}b} ${x-$'\\n'}");
	same("echo \"${x:-${y:-\"${z}\"}}\"");
	same("echo ${x!y} \"${x[}\" ${x:} ${x@} ${!x+y@}");
	same("echo ${x:1} \"${x: -1:y + (z ? 1 : 2)}\" ${@:$n:${#a}} ${*:(-1)} ${x::$((a[1]))}");
	same("echo ${x/a/b} \"${x//\"/\"/'}'}\" ${x/#$y/} ${x/%a\\/b} ${x////-} ${@//[a/]/b}");
	same("echo ${x^} ${x^^} \"${x,[a-c]}\" ${x,,$y} ${@^}");
	same("echo ${x@Q} \"${@@Q}\" ${a[@]@Q} ${!x@Q} ${x@Qy} ${x@P}");
	same("echo ${!x} \"${!x:-y}\" ${!1} ${!10#a} ${!x*} \"${!x@}\" ${!} ${!-y} ${!#}");
	same("echo ${x-a\nb} \"${#-x}\" ${#-}");
	same("echo ~ ~root/x a=~ ${x:-~}");
	same("x=~:~root:$y PATH=~/bin cmd");
	same("x+=a y+=\"$x\" z= export w+=~:~root");
}

static void arrays(void)
{
	same("a=() b=(x \"y z\" *.c [3]=p [i + 1]+=\"$q\") c+=(~/x $(d)) e=(\"\" '')");
	same("a[1]=x a[i+1]+=$y a[\"$k\"]= a[b[0]]=~:~ a[$((i * 2))$j]=\"z\"");
	same("local a=(1 2) b+=([x]=y) c=; export d=(\"$@\")");
	line("a=(\n x # y\n\n  z\n)", "a=(x z)");
	same("echo ${a[1]} \"${a[i + 1]}\" ${a[b[$i]]:-x} ${#a[@]} ${#a[0]} \"${!a[@]}\" ${!a[1]}");
	same("echo \"${a[@]}\" ${a[*]#x} \"${a[@]:1:2}\" ${a[-1]/x/y} ${a[\"]\"]} ${a['x y']}");
	same("echo ${a[]} ${a[1} ${!a[@]-x} ${#a[1]-x}");
	same("echo $((a[i] + b[c[1]]++ - (d[$x] = 2)))");
	same("echo a[1]=x a[ b[1 =x x=y[1]=z");
}

static void substitutions(void)
{
	same("echo $(a; b) \"$(c | d)\" $() $(e &)");
	line("echo `a \\`b\\`` \"`echo \"c\"`\"", "echo $(a $(b)) \"$(echo \"c\")\"");
	same("echo $( (a); b) $( (c) | d) $((1 + (2)))");
	line("echo $((a);(b))", "echo $( (a); (b))");
	same("a < <(b) > >(c <(d)) 2>> >(e) 5> =(f)");
	same("echo $((x + $y * ${z:-1})) \"$(($(a) << 2))\"");
	same("echo $(cat <<E\nbody $x\nE\n) end");
	line("cat <<A \"$(cat)\" <<B\na\nA\nb\nB\n", "cat \"$(cat)\" <<A <<B\na\nA\nb\nB");
	line("cat <<A $(cat <<B\nb\nB\n)\na\nA\n", "cat $(cat <<B\nb\nB\n) <<A\na\nA");
	line("echo $(\n# comment\na\nb\n)", "echo $(a; b)");
}

static void redirections(void)
{
	same("a <b >c >>d >|e <>f <&0 >&2 2>&1 <&- 3<g {fd}>h {fd}>&- >\"$x\"");
	line("2> a <b cmd", "cmd 2>a <b");
	line("0<a 1>b 0<&3 x", "x <a >b <&3");
	same(">a");
	same("a >&b 1>&b >&$b 1>&$b >&-");
	same("a &>b &>>c >&d 4>&3- <&5- 3<<<e <<<\"$f\" <<< <(g)");
	same("x=1 >a");
	line(">a if", ">a if");
	same("echo 2 >a");
	same("{ a; } >b 2>&1 | (c) <d");
	same("if a; then b; fi <c");
}

static void here_documents(void)
{
	same("cat <<E\na $x \\$y \"q\" \\\\\n$(b)\nE");
	same("cat <<'E'\na $x `\\\nE");
	same("cat <<'a b'\nx\na b");
	line("cat <<-E\n\ta\n\t\tb\n\tE\n", "cat <<E\na\nb\nE");
	same("a <<A 3<<B | b; c <<C &\n1\nA\n2\nB\n3\nC");
	line("cat <<\\E\n$x\nE\n", "cat <<'E'\n$x\nE");
	same("cat <<E\nE");
	same("cat <<E\n${x-\"a\"}${y:-b\\}c}\nE");
	line("{ cat <<E\na\nE\n}", "{ cat <<E; }\na\nE");
	line("cat <<E\na\\\nb\nE\n", "cat <<E\nab\nE");
	line("cat <<E\nno end\n", "cat <<E\nno end\nE");
	block("f() { cat <<E; b; }\na\nE\n", "f() {\n\tcat <<E\na\nE\n\tb\n}");
}

static void lists_on_a_line(void)
{
	same("a; b & c");
	same("a &");
	same("a && b || c; ! d | e");
	same("time a; time -p ! b | c; time; time -p");
	same("time -x a; ! time b");
	line("a\n", "a");
	same("(a; (b) & (c))");
	same("( (a); b)");
	same("{ a; b & }");
	same("if a; then b; elif c & then d; else e & fi");
	same("while a; do b; done");
	same("until a; do b & done");
	same("coproc X { a; b; } >c; coproc Y (d); coproc x; 'coproc' x {");
	same("for x in a \"$b\" *; do c; done");
	line("for x\ndo c; done", "for x; do c; done");
	same("for x in; do c; done");
	line("for x in a; { b; } >c; for ((;;)) { d; }",
	     "for x in a; do b; done >c; for ((;;)); do d; done");
	same("select x in a $b; do c; done <d; select y; do e; done");
	same("case $x in a | b) c;; *) d & ;& (esac);; esac");
	line("case x in (a) b; esac", "case x in a) b;; esac");
	same("case x in esac");
	same("f() { a; }");
	line("function f { a; }", "f() { a; }");
	line("function f() (a)", "f() (a)");
	line("function f ( )\n{ a; } >b", "f() { a; } >b");
	line("function f (a)", "f() (a)");
	same("function if { a; }");
	line("a |& b >c |& d", "a 2>&1 | b >c 2>&1 | d");
	same("((x += 1)) >a && ((y)) | ((1))");
	line("((a); (b))", "( (a); (b))");
	line("(((a)))", "(((a)))");
	same("echo $( ((x)); a) $( ((x)))");
	same("( ((x)); a)");
	same("[[ a ]] >b; [[ -f $x && ! ( a == b* || \"$c\" != 'd*'e ) ]]");
	same("[[ a < b || c > d && e -nt f || 1 -eq $x+1 ]] && b");
	same("[[ $x =~ ^(a|b c)+\\.$y\"*\"$ && ( a ) ]]");
	line("[[\n! ! a = b &&\n\n! c\n||d\n]]", "[[ a == b && ! c || d ]]");
	line("[[ 1<2 && a=b ]]", "[[ 1 < 2 && a=b ]]");
	same("for ((i = 0; i < $n; i++)); do a; done <b");
	line("for ((;$(a;b) ; ))\ndo a; done", "for ((;$(a; b) ;)); do a; done");
	same("case x in a) b;;& c) d & ;;& *);;& esac");
	same("f() (a) >b");
	line("f() if a; then b; fi", "f() if a; then b; fi");
	same("explain: a | b && c & d");
	same("trace: cd /x && rm -r *");
	same("a=1 b= c=\"$d\" e f=g");
}

static void blocks(void)
{
	block("f() { a; b & c | d; }", "f() {\n\ta\n\tb &\n\tc | d\n}");
	block("f() { if a; b; then c; elif d; then e; else g; fi >x; }",
	      "f() {\n\tif a; b; then\n\t\tc\n\telif d; then\n\t\te\n\telse\n\t\tg\n\tfi >x\n}");
	block("f() { for i in 1 2; do case $i in 1|2) a;; *) ;& esac; done; }",
	      "f() {\n\tfor i in 1 2; do\n\t\tcase $i in\n\t\t1 | 2)\n\t\t\ta\n\t\t\t;;\n"
	      "\t\t*)\n\t\t\t;&\n\t\tesac\n\tdone\n}");
	block("f() (while a; do (b; c); done)",
	      "f() (\n\twhile a; do\n\t\t(\n\t\t\tb\n\t\t\tc\n\t\t)\n\tdone\n)");
	block("f() { x=$(if a; then b; fi); }", "f() {\n\tx=$(if a; then b; fi)\n}");
	block("a; b", "a\nb");
}

/* --- scripts --- */

static unsigned scripts, unparsable;

static void check_file(const char *path, bool must_be_shell)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return;
	char start[32] = "";
	char *text = NULL;
	bool shell = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size < 4 << 20 &&
		     pread(fd, start, sizeof start - 1, 0) > 0;
	const char *bang = start + 2 + strspn(start + 2, " ");
	if (shell && must_be_shell)
		shell = strncmp(start, "#!", 2) == 0 && strncmp(bang, "/bin/sh", 7) == 0 &&
			strchr(" \n\t", bang[7]);
	if (shell)
		text = malloc((size_t)st.st_size);
	if (text && read(fd, text, (size_t)st.st_size) == st.st_size) {
		scripts++;
		if (!check_script(path, text, (size_t)st.st_size))
			unparsable++;
	}
	free(text);
	close(fd);
}

static int visit_own(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)at;
	const char *name = strrchr(path, '.');
	bool ours = name && (strcmp(name, ".sh") == 0 || strcmp(name, ".whelk") == 0);
	if (kind == FTW_F && st->st_size > 0)
		check_file(path, !ours);
	return 0;
}

static int visit(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)at;
	if (kind == FTW_F && st->st_size > 0 && (st->st_mode & 0111))
		check_file(path, true);
	return 0;
}

static void scripts_of_the_repository(void)
{
	static const char *const trees[] = {"scripts", "examples", "tests", ".ci"};
	for (size_t i = 0; i < sizeof trees / sizeof *trees; i++)
		nftw(trees[i], visit_own, 16, FTW_PHYS);
	CHECK(scripts > 0);
	CHECK_INT((long)unparsable, 0);
	printf("# %u scripts\n", scripts);
}

static void scripts_of_the_machine(void)
{
	static const char *const trees[] = {
		"/bin",      "/sbin",        "/etc",       "/usr/bin",   "/usr/sbin",
		"/usr/lib/", "/usr/libexec", "/usr/share", "/usr/local", "/var/lib/dpkg/info",
	};
	scripts = unparsable = 0;
	for (size_t i = 0; i < sizeof trees / sizeof *trees; i++)
		nftw(trees[i], visit, 16, FTW_PHYS | FTW_MOUNT);
	printf("# %u scripts, of which %u do not parse\n", scripts, unparsable);
}

int main(void)
{
	stack_init();
	names = name_table_new();
	unit_run("quoting is kept", quoting);
	unit_run("parameter expansions", parameters);
	unit_run("arrays", arrays);
	unit_run("substitutions and arithmetic", substitutions);
	unit_run("redirections", redirections);
	unit_run("here-documents follow their line", here_documents);
	unit_run("commands on one line", lists_on_a_line);
	unit_run("commands in indented blocks", blocks);
	unit_run("scripts of the repository survive", scripts_of_the_repository);
	unit_run("scripts of this machine survive", scripts_of_the_machine);
	name_table_free(names);
	return unit_end();
}
