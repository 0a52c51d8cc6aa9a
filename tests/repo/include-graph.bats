# The test that guards the floors can fail: made-up trees, one fault in each.

load ../helper

setup() {
	private_directory
	mkdir -p src/base src/lang src/state src/proc src/ipc src/eval src/watch src/ui builtins
	file src/base/buf.h
	file src/base/buf.c '#include "base/buf.h"'
	file src/base/fdio.c 'int fd_open(void) { return open("x", 0); }'
	file src/lang/lexer.c '#include "base/buf.h"' '#include "lang/lexer.h"'
	file src/lang/lexer.h
	file src/eval/run.h '#include "lang/lexer.h"'
	file src/eval/run.c '#include "eval/run.h"' '#include "builtins/table.h"'
	file builtins/table.h
	file builtins/table.c '#include "builtins/table.h"'
	file builtins/cd.c '#include "eval/run.h"' '#include "builtins/table.h"'
	file src/main.c '#include "eval/run.h"' '#include "builtins/table.h"'
}

# file PATH LINE...
file() {
	local path=$1
	shift
	printf '%s\n' "$@" >"$path"
}

graph() {
	"$WHELK_TOP/tests/include-graph" .
}

@test "a house in order passes" {
	run graph
	[ "$status" -eq 0 ]
	[ "${lines[4]}" = 1..4 ]
}

@test "an empty house does not pass" {
	rm -r src builtins
	run graph
	[ "$status" -eq 1 ]
}

@test "a floor that includes one above it is named" {
	file src/base/buf.c '#include <stdio.h>' '#include "lang/lexer.h"'
	run graph
	[ "$status" -eq 1 ]
	[[ $output == *'src/base/buf.c:2: base may not include "lang/lexer.h"'* ]]
}

@test "neighbours do not include each other" {
	file src/proc/job.h
	file src/ipc/fifo.h
	file src/ipc/fifo.c '#include "proc/job.h"'
	file src/proc/job.c '#include "ipc/fifo.h"'
	run graph
	[ "$status" -eq 1 ]
	[[ $output == *'src/ipc/fifo.c:1: ipc may not'* ]]
	[[ $output == *'src/proc/job.c:1: proc may not'* ]]
}

@test "only eval sees the built-ins, and of them only the table" {
	file builtins/cd.h
	file src/eval/run.c '#include "builtins/cd.h"'
	file src/watch/explain.c '#include "builtins/table.h"'
	run graph
	[ "$status" -eq 1 ]
	[[ $output == *'src/eval/run.c:1: eval may not include "builtins/cd.h"'* ]]
	[[ $output == *'src/watch/explain.c:1: watch may not include "builtins/table.h"'* ]]
}

@test "the table of built-ins includes nothing" {
	file builtins/table.h '#include "base/buf.h"'
	run graph
	[ "$status" -eq 1 ]
	[[ $output == *'builtins/table.h:1: includes "base/buf.h", and may include nothing'* ]]
}

@test "a built-in does not see the prompt" {
	file src/ui/prompt.h
	file builtins/cd.c '#include "ui/prompt.h"'
	run graph
	[ "$status" -eq 1 ]
	[[ $output == *'builtins/cd.c:1: builtins may not include "ui/prompt.h"'* ]]
}

@test "a folder that is no floor is named" {
	mkdir src/misc
	file src/misc/util.h
	file src/misc/util.c '#include "misc/util.h"'
	run graph
	[ "$status" -eq 1 ]
	[[ $output == *'src/misc/util.c: a floor that this test does not know'* ]]
}

@test "a cycle of two modules of one floor is drawn" {
	file src/lang/lexer.c '#include "lang/parser.h"'
	file src/lang/parser.h '#include "lang/tree.h"'
	file src/lang/tree.h
	file src/lang/parser.c '#include "lang/lexer.h"'
	run graph
	[ "$status" -eq 1 ]
	[[ $output == *'a cycle: src/lang/'*' src/lang/'*' src/lang/'* ]]
	[[ $output != *tree*cycle* ]]
}

@test "a long cycle through headers is drawn" {
	file src/eval/a.h '#include "eval/b.h"'
	file src/eval/b.h '#include "eval/c.h"'
	file src/eval/c.h '#include "eval/a.h"'
	run graph
	[ "$status" -eq 1 ]
	[[ $output == *'a cycle: src/eval/'* ]]
}

@test "two files with Readline are one too many" {
	mkdir -p src/ui
	file src/ui/line.c '#include <readline/readline.h>' '#include <readline/history.h>'
	run graph
	[ "$status" -eq 0 ]
	file src/ui/other.c '#include <readline/history.h>'
	run graph
	[ "$status" -eq 1 ]
	[[ $output == *'src/ui/other.c:1: includes Readline'* ]]
}

@test "a call in the wrong place is named" {
	file src/eval/run.c 'static int f(void)' '{' '	return dup2 (1, 2);' '}'
	file src/state/var.c 'void g(void) { if (fork() == 0) longjmp(x, 1); puts("x"); }'
	file src/base/buf.c 'int h(void) { return open("a", 0); }'
	run graph
	[ "$status" -eq 1 ]
	[[ $output == *'src/eval/run.c:3: dup2(): '* ]]
	[[ $output == *'src/state/var.c:1: fork(): '* ]]
	[[ $output == *'src/state/var.c:1: longjmp(): '* ]]
	[[ $output == *'src/state/var.c:1: puts(): '* ]]
	[[ $output == *'src/base/buf.c:1: open(): '* ]]
}

@test "comments, strings, members and longer names are no calls" {
	file src/eval/run.c \
		'/* fork() and then' ' * exec() or open() */ int a; // dup2(1, 2)' \
		'static const char *s = "puts(\"x\") fork()";' \
		"static const char quote = '\"';" \
		'int f(void) { return ops->open(1) + ops.fork(2) + fd_open(3) + printf_row(4); }'
	run graph
	[ "$status" -eq 0 ]
}
