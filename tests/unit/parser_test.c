/* parser_test.c - text to tree: tokens, words, grammar, aliases, here-documents, errors.
 *
 * Words are checked in a short notation, one part after the other:
 *	abc  'abc'  "abc"  \a  $'abc'  text by its quoting; quotes that share a pair share a number
 *	<~user>  <x>  <x:-word>  <#x>  <$(...)>  <((...))>  <!bad>
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "base/buf.h"
#include "base/name.h"
#include "base/stack.h"
#include "lang/arith.h"
#include "lang/input.h"
#include "lang/parser.h"
#include "lang/reserved.h"
#include "lang/tree.h"
#include "lang/unparse.h"

#include <glob.h>
#include <stdlib.h>
#include <unistd.h>

static struct name_table *names;
static struct buf shown; /* what the last helper returned */

/* --- a parser of a string --- */

struct alias_entry {
	const char *name, *value;
};

static const struct alias_entry *aliases; /* up to one without a name */
static bool posix;
static int lines_continued; /* how many lines were asked for as continuations */

static const char *find_alias(void *context, const struct name *n)
{
	(void)context;
	for (const struct alias_entry *a = aliases; a && a->name; a++)
		if (strcmp(a->name, n->text) == 0)
			return a->value;
	return NULL;
}

static void get_options(void *context, struct parse_options *o)
{
	(void)context;
	*o = (struct parse_options){.aliases = true, .posix = posix};
}

static struct input *text_input; /* what counting_next() passes on */

static enum input_status counting_next(struct input *in, bool continued, const char **line,
				       size_t *length)
{
	(void)in;
	lines_continued += continued;
	return text_input->next_line(text_input, continued, line, length);
}

struct reader {
	struct input input;
	struct source *source;
	struct parser *parser;
};

static void reader_open(struct reader *r, const char *text)
{
	struct parse_env env = {.names = names, .alias = find_alias, .options = get_options};
	lines_continued = 0;
	text_input = input_of_string(text, strlen(text));
	r->input = (struct input){.next_line = counting_next};
	r->source = source_new(SOURCE_FILE, "t", (struct place){0});
	r->parser = parser_new(&env, &r->input, r->source, 1);
}

static void reader_close(struct reader *r)
{
	parser_free(r->parser);
	input_close(text_input);
	source_release(r->source);
}

/* --- the notation --- */

static void show_word(struct buf *out, const struct word *w);

static void show_param(struct buf *out, const struct part *part)
{
	static const char *const ops[] = {"",  "",  "-",  "=",  "?",  "+", "%",  "%%", "#", "##",
					  ":", "/", "//", "/#", "/%", "^", "^^", ",",  ",,"};
	buf_str(out, part->quoting == QUOTE_DOUBLE ? "\"<" : "<");
	if (part->param.op == PARAM_LENGTH)
		buf_byte(out, '#');
	if (part->param.kind == PARAM_NAME)
		buf_str(out, part->param.name->text);
	else if (part->param.kind == PARAM_POSITIONAL)
		buf_int(out, part->param.number);
	else
		buf_byte(out, part->param.special);
	if (part->param.colon)
		buf_byte(out, ':');
	buf_str(out, ops[part->param.op]);
	if (part->param.word)
		show_word(out, part->param.word);
	buf_byte(out, '>');
}

static void show_text(struct buf *out, const struct part *part)
{
	static const char *const open[] = {"", "\\", "'", "\"", "$'"};
	buf_str(out, open[part->quoting]);
	buf_str(out, part->text.bytes);
	buf_str(out, part->quoting == QUOTE_DOUBLE                                     ? "\""
		     : part->quoting == QUOTE_BACKSLASH || part->quoting == QUOTE_NONE ? ""
										       : "'");
}

static void show_word(struct buf *out, const struct word *w)
{
	if (!w->parts && w->literal)
		buf_str(out, w->literal);
	for (const struct part *part = w->parts; part; part = part->next) {
		switch ((enum part_kind)part->kind) {
		case PART_TEXT:
			show_text(out, part);
			break;
		case PART_TILDE:
			buf_printf(out, "<~%s>", part->tilde.user);
			break;
		case PART_PARAM:
			show_param(out, part);
			break;
		case PART_COMMAND:
			buf_str(out, part->command.backquoted ? "<`" : "<$(");
			if (part->command.body)
				unparse_node(out, part->command.body, UNPARSE_LINE);
			buf_str(out, part->command.backquoted ? "`>" : ")>");
			break;
		case PART_ARITH:
			buf_str(out, "<((");
			for (const struct part *q = part->arith.expression->parts; q; q = q->next)
				if (q->kind == PART_TEXT)
					buf_str(out, q->text.bytes);
				else
					buf_byte(out, '$');
			buf_str(out, "))>");
			break;
		case PART_BRACE:
			buf_str(out, "<{}>");
			break;
		case PART_PROCESS:
			buf_printf(out, "<%c(", part->process.kind);
			if (part->process.body)
				unparse_node(out, part->process.body, UNPARSE_LINE);
			buf_str(out, ")>");
			break;
		case PART_BAD:
			buf_printf(out, "<!%s>", part->bad.text);
		}
	}
}

/* Parses all of `text`: its commands on one line each.  An error as LINE:COLUMN: MESSAGE. */
static const char *parse(const char *text)
{
	struct reader r;
	struct program *program;
	enum parse_result result;
	buf_clear(&shown);
	reader_open(&r, text);
	while ((result = parser_next(r.parser, &program)) == PARSE_COMMAND) {
		if (shown.length > 0)
			buf_byte(&shown, '\n');
		unparse_node(&shown, program->body, UNPARSE_LINE);
		program_release(program);
	}
	if (result == PARSE_ERROR) {
		const struct syntax_error *e = parser_error(r.parser);
		buf_clear(&shown);
		buf_printf(&shown, "%u:%u: %s", e->at.line, e->at.column, e->message);
		if (e->opened.line)
			buf_printf(&shown, " (%s at %u:%u)", e->opened_what, e->opened.line,
				   e->opened.column);
	} else if (result != PARSE_END) {
		buf_str(&shown, "?");
	}
	reader_close(&r);
	return buf_cstr(&shown);
}

/* The words of the first command of `text`, which is simple, in the notation. */
static const char *words(const char *text)
{
	struct reader r;
	struct program *program;
	buf_clear(&shown);
	reader_open(&r, text);
	if (parser_next(r.parser, &program) == PARSE_COMMAND) {
		const struct node *n = program->body->list.items;
		for (struct assign *a = n->simple.assigns; a; a = a->next) {
			buf_printf(&shown, "%s%s", a->name->text, a->append ? "+=" : "=");
			show_word(&shown, a->value);
			buf_byte(&shown, ' ');
		}
		for (struct word *w = n->simple.words; w; w = w->next) {
			show_word(&shown, w);
			if (w->next)
				buf_byte(&shown, ' ');
		}
		for (struct redir *q = n->redirs; q; q = q->next)
			if (q->kind == REDIR_HEREDOC) {
				buf_byte(&shown, '{');
				show_word(&shown, q->target);
				buf_byte(&shown, '}');
			}
		program_release(program);
	} else {
		buf_str(&shown, "?");
	}
	reader_close(&r);
	return buf_cstr(&shown);
}

/* --- words --- */

static void quoting(void)
{
	CHECK_STR(words("a'b c'd \"e f\" g\\ h"), "a'b c'd \"e f\" g\\ h");
	CHECK_STR(words("'a''b' \"a\"\"b\""), "'ab' \"a\"\"b\"");
	CHECK_STR(words("'' \"\" ''\"\""), "'' \"\" ''\"\"");
	CHECK_STR(words("\"a\\$\\`\\\"\\\\\\a\""), "\"a$`\"\\\\a\"");
	CHECK_STR(words("$'a\\tb\\x41\\101\\cA\\u00e9\\e\\'\\q'"), "$'a\tbAA\001\303\251\033'\\q'");
	CHECK_STR(words("$'a\\0b'c"), "$'a'c");
	CHECK_STR(words("\"$'a'\""), "\"$'a'\"");
	CHECK_STR(words("a\\\nb \"c\\\nd\" 'e\\\nf'"), "ab \"cd\" 'e\\\nf'");
	CHECK_STR(words("a\\"), "a\\\\");
	CHECK_STR(words("$ $= \"$\" a$"), "$ $= \"$\" a$");
	CHECK_STR(words("\303\244\377 b"), "\303\244\377 b");
}

static void parameters(void)
{
	CHECK_STR(words("$x$1$10$@ \"$x\" ${10} ${x}y $-"), "<x><1><1>0<@> \"<x> <10> <x>y <->");
	CHECK_STR(words("${#} ${#x} ${#-} ${##} ${#?} ${#-x} ${#:-x} ${##x} ${#%x} ${#10}"),
		  "<#> <#x> <#-> <##> <#?> <#-x> <#:-x> <##x> <#%x> <#10>");
	CHECK_STR(words("${x:-a b} ${x=a} ${x:?} ${x+'a'b}"), "<x:-a b> <x=a> <x:?> <x+'a'b>");
	CHECK_STR(words("${x%a*} ${x%%a} ${x#a} ${x##'*'}"), "<x%a*> <x%%a> <x#a> <x##'*'>");
	CHECK_STR(words("${x-${y-${z-a}}}"), "<x-<y-<z-a>>>");
	CHECK_STR(words("$\\\n{x\\\ny\\\n:\\\n-a}"), "<xy:-a>");
	CHECK_STR(words("${x!y} ${} ${x:} ${#x-y} \"${x[}\" ${!x@P}"),
		  "<!${x!y}> <!${}> <!${x:}> <!${#x-y}> <!${x[}> <!${!x@P}>");
	CHECK_STR(words("${x!a\nb'}'}"), "<!${x!a\nb'}'}>");
}

static void operands(void)
{
	CHECK_STR(words("\"${x-'a'}\""), "\"<x-\"'a'\">");
	CHECK_STR(words("\"${x-\"a b\"}\""), "\"<x-\"a b\">");
	CHECK_STR(words("\"${x-a\\}b}\""), "\"<x-\"a}b\">");
	CHECK_STR(words("\"${x#'a}'}\""), "\"<x#'a}'>");
	CHECK_STR(words("\"${x#\"a\"*}\""), "\"<x#\"a\"*>");
	CHECK_STR(words("${x-a\\}b} ${x-'}'} ${x-\"}\"}"), "<x-a\\}b> <x-'}'> <x-\"}\">");
	CHECK_STR(words("${x-~/a} \"${x-~}\" ${x#~}"), "<x-<~>/a> \"<x-\"~\"> <x#<~>>");
	CHECK_STR(words("${x-$(echo })}"), "<x-<$(echo })>>");
}

static void substitutions(void)
{
	CHECK_STR(words("$(a; b) `c` \"$(d)\" $()"), "<$(a; b)> <`c`> <$(d)> <$()>");
	CHECK_STR(words("<(a; b) x>(c)y =(d) 2<(e) <()"),
		  "<<(a; b)> x<>(c)>y <=(d)> 2<<(e)> <<()>");
	CHECK_STR(words("$(case x in x) echo y;; esac)z"), "<$(case x in x) echo y;; esac)>z");
	CHECK_STR(words("`echo \\`a\\` \\$x \\\\a`"), "<`echo $(a) $x \\a`>");
	CHECK_STR(words("\"`echo \\\"a b\\\"`\""), "<`echo \"a b\"`>");
	CHECK_STR(words("$(echo # )\n)"), "<$(echo)>");
	CHECK_STR(words("$(a\nb\n)"), "<$(a; b)>");
}

static void arithmetic(void)
{
	CHECK_STR(words("$((1+(2*3))) $(( $x+${y-1} ))"), "<((1+(2*3)))> <(( $+$ ))>");
	CHECK_STR(words("$((\"1\"+1))"), "<((1+1))>");
	CHECK_STR(words("$((1+))"), "<((1+))>");
	CHECK_STR(words("$((echo a);b)"), "<$((echo a); b)>");
	CHECK_STR(words("$((echo a)\n(b))"), "<$((echo a); (b))>");
	CHECK_STR(words("$((echo a) |\n(b))c"), "<$((echo a) | (b))>c");
	CHECK_STR(words("$((a\n);\\\nb\n)d"), "<$((a); b)>d");
	CHECK_STR(words("$((\n1\n+\n2))"), "<((\n1\n+\n2))>");
	CHECK_STR(words("$(( $((a);b) + $((1)) ))"), "<(( $ + $ ))>");
	CHECK_STR(words("$(((1)))"), "<(((1)))>");
}

static void tildes(void)
{
	CHECK_STR(words("~ ~/a ~u ~u/b:~ a~ \"~\" \\~ ~\"u\" ~$x"),
		  "<~> <~>/a <~u> <~u>/b:~ a~ \"~\" \\~ ~\"u\" ~<x>");
	CHECK_STR(words("x=~:~/b:c~:~u y=a:~ z=\"a\":~ w=~\"a\":~ :"),
		  "x=<~>:<~>/b:c~:<~u> y=a:<~> z=\"a\":<~> w=~\"a\":<~> :");
	CHECK_STR(words("export x=~:~ y"), "export x=<~>:<~> y");
	CHECK_STR(words("command export x=~"), "command export x=<~>");
	CHECK_STR(words("echo x=~ ~a*"), "echo x=~ ~a*");
}

/* What the parser knows about the words of `text`: literal, assignment, may_glob. */
static const char *known(const char *text)
{
	struct reader r;
	struct program *program;
	buf_clear(&shown);
	reader_open(&r, text);
	if (parser_next(r.parser, &program) == PARSE_COMMAND) {
		for (struct word *w = program->body->list.items->simple.words; w; w = w->next)
			buf_printf(&shown, "%s%s%s%s ", w->literal ? w->literal : "-",
				   w->assignment ? "=" : "", w->may_glob ? "*" : "",
				   w->name ? "!" : "");
		program_release(program);
	}
	reader_close(&r);
	return buf_cstr(&shown);
}

static void ready_words(void)
{
	CHECK_STR(known("ls 'a b'c \\* \"*\""), "ls! a bc * * ");
	CHECK_STR(known("[ a* [ab [a] a? ]"), "[! -* [ab -* -* ] ");
	CHECK_STR(known("'ls' $x \"$x\" ~"), "ls! -* - - ");
	CHECK_STR(known("/bin/ls ''"), "/bin/ls  ");
	CHECK_STR(known("export x=* y=$z a*"), "export! x=*= -= -* ");
	CHECK_STR(known("echo x=*"), "echo! -* ");
}

/* --- grammar --- */

static void commands(void)
{
	CHECK_STR(parse("a;b&c\nd"), "a; b & c\nd");
	CHECK_STR(parse("a && b || ! c | d"), "a && b || ! c | d");
	CHECK_STR(parse("x=1 y= >f a 2>>g b 3<&- {fd}<>h"), "x=1 y= a b >f 2>>g 3<&- {fd}<>h");
	CHECK_STR(parse("if a; then b; elif c; then d; else e; fi >f"),
		  "if a; then b; elif c; then d; else e; fi >f");
	CHECK_STR(parse("for x do a; done\nfor x in; do a; done; for x in b c\ndo a; done"),
		  "for x; do a; done\nfor x in; do a; done; for x in b c; do a; done");
	CHECK_STR(parse("case x in (esac) a;; b|c) ;& *) d; esac"),
		  "case x in (esac) a;; b | c);& *) d;; esac");
	CHECK_STR(parse("case x in esac"), "case x in esac");
	CHECK_STR(parse("while a; do b; done\nuntil a\ndo b\ndone"),
		  "while a; do b; done\nuntil a; do b; done");
	CHECK_STR(parse("f() { a; }\ng-h () (b) >f"), "f() { a; }\ng-h() (b) >f");
	CHECK_STR(parse("time -p a | b; time -f a"), "time -p a | b; time -f a");
	CHECK_STR(parse("a &\\\n& b <\\\n<\\\n-E\nE\n"), "a && b <<E\nE");
	CHECK_STR(parse("# c\n\n  \na # d\n#e"), "a");
	CHECK_STR(parse("echo if then { } ! in"), "echo if then { } ! in");
	CHECK_STR(parse("{a} b; {a}b"), "{a} b; {a}b");
	CHECK_STR(parse("explain: a; b &"), "explain: a; b &");
	CHECK_STR(parse(""), "");
}

static void errors(void)
{
	CHECK_STR(parse("fi"), "1:1: unexpected 'fi'");
	CHECK_STR(parse("a;;b"), "1:2: unexpected ';;'");
	CHECK_STR(parse("; a"), "1:1: unexpected ';'");
	CHECK_STR(parse("a &&\n"), "2:1: unexpected end of file");
	CHECK_STR(parse("if a; then\n}\n"), "2:1: unexpected '}' ('if' at 1:1)");
	CHECK_STR(parse("if ; then b; fi"), "1:4: unexpected ';' ('if' at 1:1)");
	CHECK_STR(parse("x\n( a\n"), "3:1: unexpected end of file ('(' at 2:1)");
	CHECK_STR(parse("a 'b\nc"), "3:1: unexpected end of file (single quote at 1:3)");
	CHECK_STR(parse("a \"b${c\n"), "2:1: unexpected end of file ('${' at 1:5)");
	CHECK_STR(parse("a $(b; "), "2:1: unexpected end of file ('$(' at 1:3)");
	CHECK_STR(parse("a $((b "), "2:1: unexpected end of file ('$((' at 1:3)");
	CHECK_STR(parse("a `b; )`"), "1:7: unexpected ')' ('`' at 1:3)");
	CHECK_STR(parse("while a; do b"), "2:1: unexpected end of file ('do' at 1:10)");
	CHECK_STR(parse("! ! a"), "1:3: unexpected '!'");
	CHECK_STR(parse("a | explain: b"),
		  "1:5: 'explain:' must be the first word of a complete command");
	CHECK_STR(parse("f() a"), "1:5: unexpected 'a'");
	CHECK_STR(parse("a >"), "1:4: unexpected newline");
	CHECK_STR(parse("for 1 in a; do b; done"),
		  "1:5: the variable of 'for' must be a name ('for' at 1:1)");
	CHECK_STR(parse("{ a; } b\"c\""), "1:8: unexpected 'b\"c\"'");
	posix = true;
	CHECK_STR(parse("f-g() { a; }"), "1:1: 'f-g' is not a valid function name");
	posix = false;
}

static void error_recovery(void)
{
	struct reader r;
	struct program *program;
	reader_open(&r, "a )\nb\nif c\n");
	CHECK_INT(parser_next(r.parser, &program), PARSE_ERROR);
	CHECK_STR(parser_error(r.parser)->line, "a )");
	CHECK(!parser_error(r.parser)->at_end);
	if (CHECK(parser_next(r.parser, &program) == PARSE_COMMAND)) {
		CHECK_INT(program->body->at.line, 2);
		program_release(program);
	}
	CHECK_INT(parser_next(r.parser, &program), PARSE_ERROR);
	CHECK(parser_error(r.parser)->at_end);
	CHECK_INT(parser_next(r.parser, &program), PARSE_END);
	reader_close(&r);
}

static void reads_no_further(void)
{
	struct reader r;
	struct program *program;
	const char *line;
	size_t length;
	reader_open(&r, "a; b <<E\nbody\nE\nnext\n");
	if (CHECK(parser_next(r.parser, &program) == PARSE_COMMAND))
		program_release(program);
	CHECK_INT(lines_continued, 2);
	CHECK_INT(text_input->next_line(text_input, false, &line, &length), INPUT_LINE);
	CHECK(length == 5 && memcmp(line, "next\n", 5) == 0);
	reader_close(&r);
}

/* --- here-documents --- */

static void heredocs(void)
{
	CHECK_STR(words("a <<E <<F\nx $y\nE\nz\nF\n"), "a{\"x \"\"<y>\"\n\"}{\"z\n\"}");
	CHECK_STR(words("a <<'E'\nx $y\nE\n"), "a{\"x $y\n\"}");
	CHECK_STR(words("a <<-E\n\tx\n\t\tE\n"), "a{\"x\n\"}");
	CHECK_STR(words("a <<E\n\"x\\\ny\" \\$z \\\"\nE\n"), "a{\"\"xy\" $z \\\"\n\"}");
	CHECK_STR(words("a <<E\nx\nE\\\n\nE\n"), "a{\"x\n\"}");
	CHECK_STR(words("a <<EOF\nx\nE\\\nOF\n"), "a{\"x\n\"}");
	CHECK_STR(words("a <<E\n${x-\"b\"}\nE\n"), "a{\"<x-\"b\">\"\n\"}");
	CHECK_STR(words("a <<$x\nb\n$x\n"), "a{\"b\n\"}");
	CHECK_STR(words("a <<$'E\\x46'\n$b\nEF\n"), "a{\"$b\n\"}");
	CHECK_STR(words("a <<E\nx"), "a{\"x\"}");
	CHECK_STR(words("a <<E\nE\n"), "a{}");
	CHECK_STR(words("a <<E $(b <<F\nx\nF\n)\ny\nE\n"), "a <$(b <<F\nx\nF)>{\"y\n\"}");
	CHECK_STR(parse("a <<E; b\nx\nE\nc"), "a <<E; b\nx\nE\nc");
	CHECK_STR(parse("{ a <<E\nx\nE\nb; }"), "{ a <<E; b; }\nx\nE");
}

/* --- aliases --- */

static void alias_values(void)
{
	static const struct alias_entry list[] = {{"ll", "ls -l"},
						  {"e", "echo "},
						  {"x", "X"},
						  {"self", "self a"},
						  {"p", "q"},
						  {"q", "p b"},
						  {"begin", "{ a;"},
						  {"fin", "}"},
						  {"none", ""},
						  {"two", "a; b\nc"},
						  {"open", "echo 'a "},
						  {"note", "# "},
						  {"amp", "a &"},
						  {"here", "cat <<E\nx\nE\n"},
						  {"again", "a\nagain"},
						  {"b1", "e "},
						  {"iff", "if"},
						  {NULL, NULL}};
	aliases = list;
	CHECK_STR(parse("ll x"), "ls -l x");
	CHECK_STR(parse("e x x"), "echo X x");
	CHECK_STR(parse("b1 x"), "echo X");
	CHECK_STR(parse("self; p"), "self a; p b");
	CHECK_STR(parse("begin b; fin"), "{ a; b; }");
	CHECK_STR(parse("none\nnone a"), "a");
	CHECK_STR(parse("two"), "a; b\nc");
	CHECK_STR(parse("again; d"), "a\nagain; d");
	CHECK_STR(parse("open b'"), "echo 'a  b'");
	CHECK_STR(parse("note if\na"), "a");
	CHECK_STR(parse("amp& b"), "a && b");
	CHECK_STR(parse("here\nb"), "cat <<E\nx\nE\nb");
	CHECK_STR(parse("a=1 ll; >f ll; $(ll)"), "a=1 ls -l; ls -l >f; $(ls -l)");
	CHECK_STR(parse("\\ll; 'll'; echo ll"), "\\ll; 'll'; echo ll");
	CHECK_STR(parse("iff a; then b; fi"), "if a; then b; fi");
	CHECK_STR(parse("if a; then ll; fi"), "if a; then ls -l; fi");
	aliases = NULL;
}

/* --- size --- */

static char *repeat(const char *before, const char *text, size_t count, const char *after)
{
	struct buf b = BUF_INIT;
	buf_str(&b, before);
	for (size_t i = 0; i < count; i++)
		buf_str(&b, text);
	buf_str(&b, after);
	char *copy = strdup(buf_cstr(&b));
	buf_free(&b);
	return copy;
}

static enum parse_result try(const char *text, const char **message)
{
	struct reader r;
	struct program *program;
	reader_open(&r, text);
	enum parse_result result = parser_next(r.parser, &program);
	buf_clear(&shown);
	if (result == PARSE_COMMAND)
		program_release(program);
	else if (result == PARSE_ERROR)
		buf_str(&shown, parser_error(r.parser)->message);
	*message = buf_cstr(&shown);
	reader_close(&r);
	return result;
}

static void deep_nesting(void)
{
	static const char *const openers[] = {
		"( ", "{ ",   "if ",    "${x:-",         "\"${x-", "$((",
		"$(", "\"$(", "while ", "case x in x) ", "$(( $(", "for x do "};
	for (size_t i = 0; i < sizeof openers / sizeof *openers; i++) {
		const char *message;
		char *text = repeat("echo; ", openers[i], 100000, "\n");
		CHECK_INT(try(text, &message), PARSE_ERROR);
		CHECK_STR(message, "nested too deeply");
		free(text);
	}
}

static void long_input(void)
{
	static const char *const items[][3] = {{"", ":; ", ":\n"},
					       {"", ": && ", ":\n"},
					       {"", ": | ", ":\n"},
					       {"echo ", "w ", "\n"},
					       {"case x in ", "a) b;; ", "esac\n"},
					       {"if a; then b; ", "elif c; then d; ", "fi\n"},
					       {"echo \"", "$x", "\"\n"},
					       {"echo ", "\\a", "\n"}};
	for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
		const char *message;
		char *text = repeat(items[i][0], items[i][1], 100000, items[i][2]);
		CHECK_INT(try(text, &message), PARSE_COMMAND);
		free(text);
	}
}

/* Every string of a few bytes that mean something: none may crash the parser. */
static void short_inputs(void)
{
	static const char bytes[] = "a$({`\"'\\\n)}<;#";
	enum { BYTES = sizeof bytes - 1, LENGTH = 5 };
	const char *message;
	char text[LENGTH + 1] = "";
	size_t total = 1;
	for (int i = 0; i < LENGTH; i++)
		total *= BYTES;
	for (size_t n = 0; n < total; n++) {
		size_t rest = n;
		for (int i = 0; i < LENGTH; i++, rest /= BYTES)
			text[i] = bytes[rest % BYTES];
		enum parse_result result = try(text, &message);
		if (!CHECK(result == PARSE_COMMAND || result == PARSE_END || result == PARSE_ERROR))
			printf("# of: %s\n", text);
	}
}

static void no_memory(void)
{
	const char *text = "if a \"$b\"; then x=${y:-$(c <<E)}; fi; for i in 1 2; do\n$z\nE\n"
			   "case $i in a*) $((1+2)) ;; esac; done\n";
	const char *message;
	enum parse_result result;
	long n = 0;
	(void)try(text, &message); /* the names are there now */
	do {
		struct reader r;
		struct program *program;
		reader_open(&r, text);
		mem_fail_after(n++);
		result = parser_next(r.parser, &program);
		mem_fail_after(-1);
		CHECK(result == PARSE_COMMAND || result == PARSE_NO_MEMORY);
		if (result == PARSE_COMMAND)
			program_release(program);
		reader_close(&r);
	} while (result == PARSE_NO_MEMORY && n < 1000);
	CHECK(n > 1);
}

/* --- places --- */

static void places(void)
{
	struct buf out = BUF_INIT;
	struct source *file = source_new(SOURCE_FILE, "f.sh", (struct place){0});
	struct source *prompt = source_new(SOURCE_PROMPT, "", (struct place){0});
	struct source *eval = source_new(SOURCE_EVAL, "eval", (struct place){file, 12, 1});
	place_describe(&out, (struct place){eval, 2, 5});
	CHECK_STR(buf_cstr(&out), "f.sh:12:1: eval:2:5");
	CHECK_INT(place_lineno((struct place){eval, 2, 5}), 12);
	CHECK_INT(place_lineno((struct place){file, 3, 1}), 3);
	buf_clear(&out);
	place_describe(&out, (struct place){prompt, 1, 1});
	place_describe(&out, (struct place){NULL, 1, 1});
	CHECK_STR(buf_cstr(&out), "");
	source_release(eval);
	source_release(file);
	source_release(prompt);
	buf_free(&out);
}

int main(void)
{
	stack_init();
	names = name_table_new();
	unit_run("each kind of quoting becomes a part of its own", quoting);
	unit_run("parameter expansions are read with their operators", parameters);
	unit_run("the word in ${x-word} keeps the rules of where it stands", operands);
	unit_run("command substitutions end where their command ends", substitutions);
	unit_run("$(( is arithmetic when it closes with )), else a command", arithmetic);
	unit_run("tildes count at the start of words and in assignments", tildes);
	unit_run("words that nothing can change are ready", ready_words);
	unit_run("each command of the grammar is read", commands);
	unit_run("errors name the place, the token and what is open", errors);
	unit_run("after an error the next line is parsed", error_recovery);
	unit_run("nothing behind the line of a complete command is read", reads_no_further);
	unit_run("here-documents are found after the line, in order", heredocs);
	unit_run("aliases are read as if their value stood there", alias_values);
	unit_run("deep nesting ends in a message", deep_nesting);
	unit_run("long flat input is just parsed", long_input);
	unit_run("no short input of special bytes crashes the parser", short_inputs);
	unit_run("memory that runs out anywhere is noticed", no_memory);
	unit_run("places are told with their callers", places);
	name_table_free(names);
	buf_free(&shown);
	return unit_end();
}
