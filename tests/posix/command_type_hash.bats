#!/usr/bin/env bats
# `command`, `type` and `hash`: how a command name is found.
load common

# A program NAME in directory DIR that says where it is.
program() {
	mkdir -p "$1"
	printf '#!/bin/sh\necho %s/%s "$@"\n' "$1" "$2" >"$1/$2"
	chmod 755 "$1/$2"
}

# --- command ---

@test "command passes over functions, for built-ins and programs" {
	program bin prog
	run script <<'EOF'
PATH=$PWD/bin:$PATH
echo() { printf 'function\n'; }; prog() { echo function; }
command echo built-in; command prog a 'b c'; echo; prog
command -- echo after --
EOF
	prints built-in 'bin/prog a b c' function function 'after --'
}

@test "command lets a function call what it replaces" {
	run script <<'EOF'
cd() { command cd "$@" && printf 'now %s\n' "$PWD"; }
cd /
EOF
	prints 'now /'
}

@test "command takes the script-ending effect from special built-ins" {
	run script <<'EOF'
command . ./missing; echo $(($? > 0))
command set -o nosuchoption; echo $(($? > 0))
command exec 3</nonexistent/file; echo $(($? > 0))
command : </nonexistent/file; echo $(($? > 0))
command shift 99; command export 1x=1; command echo on
EOF
	exits 0 1 1 1 1 on
}

@test "command has status 127 for what is not found, 126 for what cannot run" {
	: >plain; mkdir dir
	run script <<'EOF'
command no-such-command; echo $?
command ./missing; echo $?
command ./plain; echo $?
command ./dir; echo $?
command sh -c 'exit 3'; echo $?
EOF
	exits 0 127 127 126 126 3
}

@test "a word after command is no reserved word and no alias" {
	run script <<'EOF'
alias greet='echo alias'
command greet 2>/dev/null; echo $?
command if 2>/dev/null; echo $?
command { 2>/dev/null; echo $?
EOF
	prints 127 127 127
}

@test "command passes assignments and redirections on" {
	run script <<'EOF'
X=1 command sh -c 'echo $X'; echo ${X-unset}
command echo text >file; cat file
command read line <file; echo $line
EOF
	prints 1 unset text text
}

@test "command -p finds the standard programs without PATH" {
	run script <<'EOF'
PATH=/nonexistent
command -p cat <<E
found
E
command -p sh -c 'echo "$PATH"'
EOF
	prints found /nonexistent
}

@test "command -p prefers the standard programs to those of PATH" {
	program bin cat
	run script <<'EOF'
PATH=$PWD/bin:$PATH
cat x; command -p cat <<E
standard
E
EOF
	prints 'bin/cat x' standard
}

@test "command -v writes absolute names of programs" {
	program bin prog
	run script <<'EOF'
here=$PWD
PATH=$PWD/bin:$PATH
command -v prog | sed "s,$here,,"
command -v "$PWD/bin/prog" | sed "s,$here,,"
EOF
	prints /bin/prog /bin/prog
}

@test "command -v writes relative names as absolute ones" {
	differs "dash bash yash" "write them as they are"
	program bin prog
	run script <<'EOF'
here=$PWD
command -v ./bin/prog | sed "s,$here,,"
PATH=bin:$PATH; command -v prog | sed "s,$here,,"
EOF
	prints /bin/prog /bin/prog
}

@test "command -v writes built-ins, functions and reserved words as their names" {
	run script <<'EOF'
f() { :; }
for n in f break : . eval exec exit export set trap unset if then else case while for \
	'!' '{' '}' do cd read umask wait getopts; do
	test "$(command -v "$n")" = "$n" || echo "wrong: $n"
done
EOF
	exits 0
}

@test "command -v writes an alias as a command that defines it" {
	differs ksh "writes the value alone"
	run script <<'EOF'
alias greet='echo "it'\''s" $x'
command -v greet >saved
unalias greet
. ./saved
x=me
greet
EOF
	prints "it's me"
}

@test "command -v of what is not found writes nothing and fails" {
	differs dash "finds files that are not executable"
	: >plain; mkdir dir bin; echo x >bin/notexec; chmod 644 bin/notexec
	run script <<'EOF'
PATH=$PWD/bin:$PATH
for n in no-such-command ./missing notexec ./plain; do command -v $n; echo $(($? > 0)); done
command -v -- no-such-command; echo $(($? > 0))
EOF
	prints 1 1 1 1 1
}

@test "command -V and type say what a name is" {
	program bin prog
	run script <<'EOF'
PATH=$PWD/bin:$PATH
alias greet='echo hello'
f() { :; }
for how in 'command -V' type; do
	for pair in greet:hello f:function export:built-*in cd:built-*in if:word "prog:$PWD/bin/prog"; do
		eval "$how ${pair%%:*}" | grep -c -e "${pair#*:}"
	done
done
EOF
	prints 1 1 1 1 1 1 1 1 1 1 1 1
}

@test "command -V tells special built-ins from others" {
	differs yash "calls cd semi-special"
	run script <<'EOF'
command -V export | grep -c special
command -V cd | grep -c special
EOF
	exits '*' 1 0
}

@test "command -V and type fail for what is not found" {
	run script <<'EOF'
command -V no-such-command >/dev/null 2>&1; echo $(($? > 0))
type no-such-command 2>/dev/null >&2; echo $(($? > 0))
type cd no-such-command >out 2>&1; echo $(($? > 0)); grep -c cd out
EOF
	[ "$status" -eq 0 ]
	[ "$output" = $'1\n1\n1\n1' ]
}

# --- the search itself ---

@test "functions come before built-ins, built-ins before PATH, special ones before functions" {
	program bin read; program bin prog
	run script <<'EOF'
PATH=$PWD/bin:$PATH
echo x >in; read v <in; echo "$v"
pwd() { echo function; }; pwd; unset -f pwd
prog
EOF
	prints x function bin/prog
}

@test "PATH is searched in order, empty entries being the current directory" {
	program one prog; program two prog; program . here; : >two/notexec; mkdir -p three/dir
	program four dir
	run script <<'EOF'
PATH=$PWD/none:$PWD/two:$PWD/one:$PATH; prog
PATH=$PWD/one:$PATH; prog
(PATH=:$PATH; here); (PATH=$PATH:; here); (PATH=$PWD/none::$PATH; here)
PATH=$PWD/three:$PWD/four:$PATH; dir
EOF
	prints two/prog one/prog ./here ./here ./here four/dir
}

@test "a file in PATH that is not executable is passed over for one that is" {
	program two prog; mkdir one; echo 'echo wrong' >one/prog; chmod 644 one/prog
	run script <<'EOF'
PATH=$PWD/one:$PWD/two:$PATH; prog
EOF
	prints two/prog
}

@test "a command in PATH that nobody can execute has status 126" {
	differs "dash yash" "give 127"
	mkdir one; : >one/prog; chmod 644 one/prog
	run script <<'EOF'
PATH=$PWD/one; prog; echo $?
EOF
	exits 0 126
}

@test "a PATH assigned before a command is used to find it" {
	program one prog; program two prog
	run script <<'EOF'
PATH=$PWD/one:$PATH; prog
PATH=$PWD/two prog; prog
EOF
	prints one/prog two/prog one/prog
}

@test "a name with a slash is not searched for" {
	program sub prog; program bin/sub prog
	run script <<'EOF'
PATH=$PWD/bin:$PATH; sub/prog; ./sub/prog; f() { echo no; }; ./f 2>/dev/null; echo $?
EOF
	prints sub/prog sub/prog 127
}

@test "an executable text without #! is run as a script of this shell" {
	printf 'echo "$0 $# $1"; x=2; exit 3\n' >plain; chmod 755 plain
	run script <<'EOF'
x=1; ./plain 'a b'; echo "$? $x"
PATH=.:$PATH; plain y | sed 's,^\./,,'
EOF
	prints './plain 1 a b' '3 1' 'plain 1 y'
}

# --- hash ---

@test "a new PATH, or hash -r, makes the shell search again" {
	program one prog; program two prog
	run script <<'EOF'
base=$PATH
PATH=$PWD/one:$PWD/two:$base; prog; PATH=$PWD/two:$base; prog
PATH=$PWD/one:$PWD/two:$base; prog; mv one/prog one/gone; hash -r; prog
mv one/gone one/prog; hash -r; prog
EOF
	prints one/prog two/prog one/prog two/prog one/prog
}

@test "hash remembers a program, lists it, and hash -r forgets" {
	program bin prog
	run script <<'EOF'
PATH=$PWD/bin:$PATH
hash prog; echo $?
hash | grep -c prog
hash -r; hash | grep -c prog
prog; hash | grep -c prog
EOF
	exits '*' 0 1 0 bin/prog 1
}

@test "hash lists no built-ins and functions" {
	run script <<'EOF'
f() { :; }; hash -r; f; cd .; : ; export X=1; hash | grep -c -e '^f' -e /f$ -e cd -e export
EOF
	exits '*' 0
}
