#!/usr/bin/env bats
# The special built-ins break, continue, colon, dot, eval, exec, exit, return, shift and times.
load common

# --- break and continue ---

@test "break leaves the innermost loop and break n leaves n of them" {
	run script <<'EOF'
for i in 1 2; do
	for j in a b c; do
		test $j = b && break
		echo $i$j
	done
	echo after inner $?
done
for i in 1 2; do for j in a b; do while :; do break 3; done; echo no; done; echo no; done
echo end $?
for i in 1 2; do until false; do break 2; done; echo no; done
echo end $i $j
EOF
	prints 1a 'after inner 0' 2a 'after inner 0' 'end 0' 'end 1 a'
}

@test "continue starts the next turn, continue n that of an outer loop" {
	run script <<'EOF'
for i in 1 2 3; do test $i = 2 && continue; echo $i; done
for i in 1 2; do for j in a b; do echo $i$j; continue 2; echo no; done; echo no; done
i=0
while i=$((i + 1)); test $i -lt 4; do
	case $i in 2) continue ;; esac
	echo while $i
done
i=0
until i=$((i + 1)); test $i -gt 3; do
	if test $i = 2; then continue; fi
	echo until $i
done
EOF
	prints 1 3 1a 2a 'while 1' 'while 3' 'until 1' 'until 3'
}

@test "break and continue with a number above the loops there are act on the outermost" {
	run script <<'EOF'
for i in 1 2; do for j in a b; do echo $i$j; break 9; done; done; echo after break
for i in 1 2; do for j in a b; do echo $i$j; continue 9; done; done; echo after continue
EOF
	exits 0 1a 'after break' 1a 2a 'after continue'
}

@test "break and continue work in the condition of a loop" {
	run script <<'EOF'
while echo cond; break; do echo body; done; echo out
for i in 1 2 3; do while test $i = 2 && continue 2; do break; done; echo $i; done
for i in 1 2; do until break 2; do echo no; done; done
echo $i
EOF
	prints cond out 1 3 1
}

@test "break and continue reach their loop out of eval, groups, and-or lists and if" {
	run script <<'EOF'
for i in 1 2; do eval 'for j in a b; do break 2; done; echo no'; echo no; done
echo $i
for i in 1 2 3; do { true && { if test $i -lt 3; then eval continue; fi; }; }; echo $i; done
for i in 1 2; do case $i in 1) break ;; esac || echo no; done >out; echo $i
EOF
	prints 1 3 1
}

@test "a number for break may come from an expansion" {
	run script <<'EOF'
n=2
for i in 1 2; do for j in a b; do break $n; done; echo no; done
for i in 1 2; do for j in a b; do continue "$((n))"; done; echo no; done
echo $i$j
EOF
	prints 2a
}

@test "break restores the redirections of what it leaves" {
	run script <<'EOF'
for i in 1 2; do while :; do echo in; break 2; done >file; done
echo out; cat file
EOF
	prints out in
}

@test "break in a subshell's loop leaves the outer shell's loop alone" {
	run script <<'EOF'
for i in 1 2; do (for j in a b; do echo $i$j; break; done; echo sub); done
EOF
	prints 1a sub 2a sub
}

# --- colon ---

@test "colon expands its arguments, does its redirections, and succeeds" {
	run script <<'EOF'
false
: ${x:=assigned} "$(echo substituted >&2)" 2>file >made
echo "$? $x"; test -f made && cat file
: -x --help $((n = 5)); echo $? $n
EOF
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = '0 assigned' ]
	[ "${lines[${#lines[@]} - 1]}" = '0 5' ]
}

@test "assignments before a special built-in stay" {
	run script <<'EOF'
a=1 :
b=2 eval 'echo in $b'
c=3 set --
d=4 export e=5
echo $a $b $c $d $e
EOF
	prints 'in 2' '1 2 3 4 5'
}

@test "assignments before command with a special built-in do not stay" {
	run script <<'EOF'
a=1 command :
b=2 command eval 'echo in $b'
echo ${a-unset} ${b-unset}
EOF
	prints 'in 2' 'unset unset'
}

# --- dot ---

@test "dot runs a file in this shell, which need not be executable" {
	printf 'x=set; cd sub; f() { echo function; }; echo "$1 $#"' >file
	mkdir sub
	run script a b <<'EOF'
. ./file
echo $x; f; basename "$PWD"
EOF
	prints 'a 2' set function sub
}

@test "dot without a slash searches PATH, also for files that are not executable" {
	mkdir one two
	echo 'echo from two' >two/lib
	echo 'echo wrong' >lib
	run script <<'EOF'
PATH=$PWD/one:$PWD/two:$PATH
. lib
EOF
	prints 'from two'
}

@test "dot does not look in the current directory when PATH does not" {
	echo 'echo wrong' >lib
	run script <<'EOF'
(PATH=/nonexistent; . lib; echo no)
test $? -ne 0 && echo failed
PATH=:$PATH; . lib
EOF
	exits 0 failed wrong
}

@test "dot has the status of the last command of the file, 0 if there is none" {
	printf 'true\n(exit 5)\n' >five
	printf '\n# nothing\n' >nothing
	run script <<'EOF'
. ./five; echo $?
false; . ./nothing; echo $?
false; . /dev/null; echo $?
EOF
	prints 5 0 0
}

@test "a file read by dot sees the status before it in its first command" {
	echo 'echo $?' >file
	run script <<'EOF'
(exit 4); . ./file
EOF
	prints 4
}

@test "return ends a dot script, exit the whole shell" {
	printf 'echo in; return 3; echo no\n' >ret
	printf 'for i in 1 2; do while :; do return 4; done; done\n' >loop
	printf 'exit 6\n' >ex
	run script <<'EOF'
. ./ret; echo $?
. ./loop; echo $?
f() { . ./ret; echo "f $?"; }; f
. ./ex
echo no
EOF
	exits 6 in 3 4 in 'f 3'
}

@test "dot scripts may be nested, and read themselves" {
	printf 'echo a; . ./b; echo a again $?\n' >a
	printf 'echo b; n=$((n + 1)); test $n -lt 3 && . ./b; return $n\n' >b
	run script <<'EOF'
n=0
. ./a
EOF
	prints a b b b 'a again 3'
}

@test "a missing dot script ends a script, but not through command" {
	run script <<'EOF'
command . ./missing || echo "failed $?" | sed 's/[1-9][0-9]*/n/'
. ./missing
echo not reached
EOF
	fails 'failed n'
}

@test "a syntax error in a dot script ends the script" {
	differs "bash ksh mksh" "go on"
	printf 'echo one\nif )\n' >bad
	run script <<'EOF'
(. ./bad; echo no)
echo $(($? > 0))
. ./bad
echo not reached
EOF
	[ "$status" -ne 0 ]
	[[ "$output" != *no* ]]
}

@test "dot accepts -- and a file whose last line has no newline" {
	printf 'echo "$0" | sed "s,.*/,,"; echo last' >-file
	run script <<'EOF'
PATH=.:$PATH
. -- -file
. -- ./-file | tail -n1
EOF
	[ "$status" -eq 0 ]
	[ "${lines[1]}" = last ]
	[ "${lines[2]}" = last ]
}

@test "aliases and functions of a dot script are there for the lines after it" {
	printf 'alias hello="echo hi"\n' >defs
	run script <<'EOF'
. ./defs
hello there
EOF
	prints 'hi there'
}

# --- eval ---

@test "eval joins its arguments with spaces and runs the result here" {
	run script <<'EOF'
eval x=1 ';' 'y="a  b"'
echo $x "$y"
eval echo '"$y"' "'quoted  text'" '| tr a-z A-Z'
name=var; eval $name='\$x'; echo $var
eval 'f() {' 'echo defined;' '}'; f
EOF
	prints '1 a  b' 'A  B QUOTED  TEXT' '$x' defined
}

@test "eval of nothing has status 0" {
	run script <<'EOF'
false; eval; echo $?
false; eval ''; echo $?
false; eval '' ' ' ''; echo $?
false; eval '# comment'; echo $?
EOF
	prints 0 0 0 0
}

@test "eval has its commands' status and sees the one before" {
	run script <<'EOF'
eval '(exit 3)'; echo $?
(exit 4); eval 'echo $?'
eval 'true
false
'; echo $?
EOF
	prints 3 4 1
}

@test "eval runs several lines, compound commands and here-documents" {
	run script <<'EOF'
eval 'for i in 1 2
do
	echo $i
done
cat <<E
here $((1 + 1))
E
echo after'
eval "cat <<E
one" '
two
E'
EOF
	prints 1 2 'here 2' after 'one ' two
}

@test "redirections of eval hold for all it runs and no longer" {
	run script <<'EOF'
eval 'echo a; echo b' >file
echo c; cat file
EOF
	prints c a b
}

@test "return and break in eval act on the function and loop around it" {
	run script <<'EOF'
f() { eval 'return 3; echo no'; echo no; }; f; echo $?
for i in 1 2; do eval 'break; echo no'; echo no; done; echo $i
EOF
	prints 3 1
}

@test "a syntax error in eval ends a script, and a subshell first" {
	differs ksh "goes on"
	run script <<'EOF'
(eval 'echo one; if )'; echo no) 
echo $(($? > 0))
eval 'done'
echo not reached
EOF
	[ "$status" -ne 0 ]
	[[ "$output" = *1* ]]
	[[ "$output" != *no* ]]
}

# --- exec ---

@test "exec without a command makes its redirections stay" {
	run script <<'EOF'
exec 3>file 4<<E
here
E
echo into >&3
exec 3>&-
cat file
read x <&4; echo $x
{ echo closed >&3; } 2>/dev/null || echo bad descriptor
exec 5>&1 >file2; echo in file; exec >&5 5>&-; echo back; cat file2
EOF
	prints into here 'bad descriptor' back 'in file'
}

@test "exec without a command has status 0" {
	run script <<'EOF'
false
exec
echo $?
false; exec 3>&1; echo $?
EOF
	prints 0 0
}

@test "exec accepts --" {
	differs dash "takes it for the command"
	differs mksh "crashes without a command"
	run script <<'EOF'
false; exec -- 3>file; echo $?
exec -- printf '%s\n' last
EOF
	prints 0 last
}

@test "a file opened by exec is read on by each command" {
	printf '1\n2\n3\n4\n' >lines
	run script <<'EOF'
exec 3<lines
read a <&3; read b <&3
(read c <&3; echo $a $b $c)
cat <&3
EOF
	prints '1 2 3' 4
}

@test "exec replaces the shell by the command, keeping its process" {
	run script <<'EOF'
echo $$
exec sh -c 'echo $$; exit 7'
echo not reached
EOF
	[ "$status" -eq 7 ]
	[ "${#lines[@]}" -eq 2 ]
	[ "${lines[0]}" = "${lines[1]}" ]
}

@test "exec runs the program even when a function or built-in has its name" {
	differs mksh "runs the function"
	run script <<'EOF'
echo() { printf 'function\n'; }
(exec echo program)
exec printf '%s\n' last
EOF
	prints program last
}

@test "exec passes the assignments before it and its redirections to the command" {
	run script <<'EOF'
(X=passed exec sh -c 'echo $X' >file); cat file
EOF
	prints passed
}

@test "exec of a missing command ends the shell with 127, of one not executable with 126" {
	: >plain; chmod 644 plain
	run script <<'EOF'
(exec ./missing; echo no); echo $?
(exec no-such-command; echo no); echo $?
(exec ./plain; echo no); echo $?
exec ./missing
echo not reached
EOF
	exits 127 127 127 126
}

@test "a failing redirection of exec ends the shell" {
	run script <<'EOF'
(exec 3</nonexistent/file; echo no)
test $? -ne 0 && echo ended
exec </nonexistent/file
echo not reached
EOF
	fails ended
}

@test "exec in a subshell leaves the outer shell's descriptors alone" {
	run script <<'EOF'
(exec >file; echo in)
echo out
x=$(exec 2>&1; echo err >&2); echo $x
cat file
EOF
	prints out err in
}

@test "command exec makes its redirections stay as exec does" {
	run script <<'EOF'
command exec 3>file
echo text >&3
cat file
command exec 4</nonexistent/file
echo on
EOF
	exits 0 text on
}

# --- exit ---

@test "exit takes a status, or the one before it" {
	for n in 0 1 42 255; do
		run shell -c "exit $n; echo no"
		[ "$status" -eq "$n" ]
		[ "$output" = '' ]
	done
	run shell -c '(exit 9); exit'
	[ "$status" -eq 9 ]
	run shell -c 'exit'
	[ "$status" -eq 0 ]
	run shell -c 'x=$(exit 6); exit'
	[ "$status" -eq 6 ]
}

@test "exit ends the whole shell out of functions, loops, eval and dot" {
	echo 'exit 12' >file
	run shell -c 'f() { for i in 1 2; do exit 11; done; }; f; echo no'
	[ "$status" -eq 11 ]
	[ "$output" = '' ]
	run shell -c 'while :; do . ./file; done; echo no'
	[ "$status" -eq 12 ]
	run shell -c 'eval "{ exit 13; }"; echo no'
	[ "$status" -eq 13 ]
}

@test "exit in a subshell ends only that" {
	run script <<'EOF'
(exit 3); echo $?
x=$(echo a; exit 4; echo b); echo "$x $?"
exit 5 | (exit 6); echo $?
{ exit 7; } & wait $!; echo $?
(f() { (exit 8); echo $?; exit 9; }; f; echo no); echo $?
EOF
	prints 3 'a 4' 6 7 8 9
}

# --- return ---

@test "return leaves the function with its status, or the one before it" {
	run script <<'EOF'
f() { return 7; echo no; }; f; echo $?
g() { (exit 5); return; }; g; echo $?
h() { false; return 0; }; h; echo $?
e() { return 255; }; e; echo $?
n() { return $1; }; n 3 || echo "n $?"
EOF
	prints 7 5 0 255 'n 3'
}

@test "return leaves only the innermost function, and all its loops" {
	run script <<'EOF'
inner() { while :; do for i in 1 2; do case x in x) return 3 ;; esac; done; done; echo no; }
outer() { inner; echo "outer $?"; return 4; }
outer; echo $?
for i in 1 2; do inner; echo loop $i; done
EOF
	prints 'outer 3' 4 'loop 1' 'loop 1'
}

@test "return restores redirections and positional parameters" {
	run script a b <<'EOF'
f() { { set -- x; echo in; return 2; } >file; echo no; }
f y; echo "$? $1 $#"; cat file
EOF
	prints '2 a 2' in
}

@test "command return and command break do what they do alone" {
	run script <<'EOF'
f() { command return 3; echo no; }; f; echo $?
for i in 1 2; do command break; echo no; done; echo $i
for i in 1 2; do command continue; echo no; done; echo $i
EOF
	prints 3 1 2
}

# --- shift ---

@test "shift drops one parameter, or n" {
	run script a b c d e f g h i j k <<'EOF'
shift; echo "$# $1"
shift 2; echo "$# $1"
shift 0; echo "$# $1"
shift $#; echo "$# ${1-unset}"
shift 0; echo $?
EOF
	prints '10 b' '8 d' '8 d' '0 unset' 0
}

@test "shift in a function acts on the function's parameters" {
	run script a b c <<'EOF'
f() { shift 2; echo "$# $1"; }
f 1 2 3; echo "$# $1"
EOF
	prints '1 3' '3 a'
}

@test "shifting more parameters than there are fails" {
	run script a b <<'EOF'
(shift 3; exit) 2>/dev/null
echo $(($? > 0))
EOF
	prints 1
}

# --- times ---

@test "times writes the shell's and its children's user and system times on two lines" {
	run script <<'EOF'
sh -c :
times
EOF
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 2 ]
	for line in "${lines[@]}"; do
		[[ "$line" =~ ^[0-9]+m[0-9]+\.[0-9]+s\ [0-9]+m[0-9]+\.[0-9]+s$ ]]
	done
}

@test "times counts the processor time of children on the second line" {
	run script <<'EOF'
sh -c 'i=0; while test $i -lt 40000; do i=$((i + 1)); done'
times
EOF
	read -r user _ <<<"${lines[1]}"
	[ "${user#*m}" != 0.00s ]
	[ "${user#*m}" != 0.000000s ]
}

@test "after command, a syntax error in eval or a dot script does not end the shell" {
	differs "mksh yash" "it does"
	printf '(\n' >bad
	run script <<'EOF'
command eval '('; echo "$(($? > 0))"
command . ./bad; echo "$(($? > 0))"
eval 'command eval ")"; echo in'
eval '('; echo reached
EOF
	fails 1 1 in
}
