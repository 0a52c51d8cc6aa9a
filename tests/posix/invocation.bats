#!/usr/bin/env bats
# sh(1): how the shell is started, where its commands come from, and its options.
load ../helper

@test "a script gets its own name as \$0 and the operands after it as parameters" {
	mkdir d
	printf 'echo "$0:$#:$1:$2:${10}"\n' >d/script
	run shell d/script a 'b c' 3 4 5 6 7 8 9 ten
	[ "$status" -eq 0 ]
	[ "$output" = 'd/script:10:a:b c:ten' ]
}

@test "a script named without a slash is read from the current directory, executable or not" {
	echo 'echo "$0 runs"' >plain
	chmod 644 plain
	PATH=/usr/bin:/bin run shell plain
	[ "$status" -eq 0 ]
	[ "$output" = 'plain runs' ]
}

@test "what follows the script's name is for the script, even when it looks like an option" {
	echo 'false; printf "<%s>" "$@"' >script
	run shell script -e -x -- +f -
	[ "$status" -eq 0 ]
	[ "$output" = '<-e><-x><--><+f><->' ]
}

@test "a script that is not there ends the shell with 127 and a message" {
	differs dash "ends with 2"
	run shell ./missing
	[ "$status" -eq 127 ]
	[[ "$output" = *missing* ]]
}

@test "a script of blank lines and comments only has status 0" {
	printf '\n\n   \n# nothing\n\t# at all' >script
	run shell script
	[ "$status" -eq 0 ]
	[ "$output" = '' ]
	: >script
	run shell script
	[ "$status" -eq 0 ]
}

@test "the last command's status is the shell's, with and without a newline at the end" {
	printf 'true\n(exit 7)' >script
	run shell script
	[ "$status" -eq 7 ]
	run shell -c '(exit 8)
	'
	[ "$status" -eq 8 ]
	run shell <<<'(exit 9)'
	[ "$status" -eq 9 ]
}

@test "-c takes \$0 and the parameters from the operands after the command string" {
	run shell -c 'echo "$0:$#:$1:$2"' name 'a b' c
	[ "$output" = 'name:2:a b:c' ]
	run shell -c 'echo "$0:$#:$1:$2"' -e -x +x
	[ "$output" = '-e:2:-x:+x' ]
}

@test "-c without a command name leaves \$0 the word that started the shell" {
	run shell -c 'echo "$0:$#"'
	[ "$output" = "${SHELL_UNDER_TEST%% *}:0" ]
}

@test "-c with an empty string has status 0" {
	run shell -c ''
	[ "$status" -eq 0 ]
	[ "$output" = '' ]
}

@test "-c reads no commands from standard input but leaves it to the commands" {
	run shell -c 'read first; echo "<$first>"; cat' <<'EOF'
echo one
echo two
EOF
	[ "$output" = $'<echo one>\necho two' ]
}

@test "-c may be combined with other options, before or after it" {
	run shell -ec 'false; echo not reached'
	[ "$status" -ne 0 ]
	[ "$output" = '' ]
	run shell -ce 'false; echo not reached'
	[ "$status" -ne 0 ]
	[ "$output" = '' ]
	run shell -c -e 'false; echo not reached'
	[ "$status" -ne 0 ]
	[ "$output" = '' ]
	run shell -e -u -c 'echo "${x}"; echo not reached'
	[ "$status" -ne 0 ]
	[[ "$output" != *reached* ]]
}

@test "-- ends the options, for a script and for -c" {
	echo 'echo "$0 $1"' >-script
	run shell -- -script arg
	[ "$output" = '-script arg' ]
	run shell -c -- 'echo "$0 $1"' name arg
	[ "$output" = 'name arg' ]
}

@test "a single hyphen ends the options and is not an operand" {
	echo 'echo "$0 $#"' >script
	run shell - script arg
	[ "$output" = 'script 1' ]
	run shell -f - script
	[ "$output" = 'script 0' ]
}

@test "-s reads commands from standard input and takes operands as parameters" {
	run shell -s a 'b c' <<<'echo "$#:$1:$2"'
	[ "$output" = '2:a:b c' ]
	run shell -s -- -x y <<<'echo "$#:$1:$2"'
	[ "$output" = '2:-x:y' ]
	run shell -s -e -- a <<<'echo "$1"; false; echo not reached'
	[ "$output" = a ]
}

@test "without operands and -c, commands come from standard input" {
	echo 'echo "$# parameters"' >script
	run shell <script
	[ "$output" = '0 parameters' ]
}

# Standard input is a seekable file in the first, a pipe in the second.
from_file() { cat >commands; shell "$@" <commands; }
from_pipe() { cat >commands; cat commands | shell "$@"; }

@test "read takes the line that follows its own command, from a file and from a pipe" {
	differs dash "reads ahead in standard input"
	for way in from_file from_pipe; do
		run "$way" <<'EOF'
echo start
read line
this is data for read
echo "got <$line>"
EOF
		[ "$status" -eq 0 ]
		[ "$output" = $'start\ngot <this is data for read>' ]
	done
}

@test "a program finds the byte after its own command, and the shell goes on where it stopped" {
	differs dash "reads ahead in standard input"
	for way in from_file from_pipe; do
		run "$way" <<'EOF'
echo start
dd bs=1 count=6 2>/dev/null
data1
echo middle; (dd bs=1 count=6 2>/dev/null); echo after
data2
echo end
EOF
		[ "$output" = $'start\ndata1\nmiddle\ndata2\nafter\nend' ]
	done
}

@test "a program that reads all of standard input leaves nothing for the shell" {
	differs dash "reads ahead in standard input"
	for way in from_file from_pipe; do
		run "$way" <<'EOF'
echo start
cat
echo one
echo "two
EOF
		[ "$status" -eq 0 ]
		[ "$output" = $'start\necho one\necho "two' ]
	done
}

@test "a compound command is read to its end, then its commands find the line after it" {
	differs dash "reads ahead in standard input"
	for way in from_file from_pipe; do
		run "$way" <<'EOF'
while read word rest; do
	test "$word" = end && break
	echo "[$rest]"
done
1 first line
2 second line
end
echo done
EOF
		[ "$output" = $'[first line]\n[second line]\ndone' ]
	done
}

@test "a here-document on standard input is not taken for the next command's data" {
	differs dash "reads ahead in standard input"
	for way in from_file from_pipe; do
		run "$way" <<'EOF'
cat <<E; read x
here
E
data
echo "$x"
EOF
		[ "$output" = $'here\ndata' ]
	done
}

@test "exec 0<file makes the shell read its commands from there" {
	differs dash "reads ahead in standard input"
	printf 'echo from other\n' >other
	for way in from_file from_pipe; do
		run "$way" <<'EOF'
echo start
exec <other
echo not reached
EOF
		[ "$output" = $'start\nfrom other' ]
	done
}

@test "commands before a syntax error in a script run, those after it do not" {
	printf 'echo one\necho two\nif )\necho three\n' >script
	run shell script
	[ "$status" -ne 0 ]
	[ "$status" -le 125 ]
	[ "${lines[0]}" = one ]
	[ "${lines[1]}" = two ]
	[[ "$output" != *three* ]]
	run shell <script
	[ "$status" -ne 0 ]
	[ "${lines[1]}" = two ]
	[[ "$output" != *three* ]]
}

@test "lines of any length are read" {
	long=$(printf '%0200000d' 0)
	printf 'x=%s; echo ${#x}\necho next\n' "$long" >script
	for input in script - ; do
		if [ "$input" = - ]; then
			run shell <script
		else
			run shell "$input"
		fi
		[ "$status" -eq 0 ]
		[ "$output" = $'200000\nnext' ]
	done
}

@test "-n reads the commands, runs none, and finds syntax errors" {
	printf 'echo no\n>made\nexit 3\n' >script
	run shell -n script
	[ "$status" -eq 0 ]
	[ "$output" = '' ]
	[ ! -e made ]
	printf 'echo no\nfor in do\n' >script
	run shell -n script
	[ "$status" -ne 0 ]
	[[ "$output" != no* ]]
}

@test "-e ends the shell at the first failure and +e takes it back" {
	run shell -e -c 'echo a; false; echo b'
	[ "$status" -eq 1 ]
	[ "$output" = a ]
	run shell -e +e -c 'echo a; false; echo b'
	[ "$output" = $'a\nb' ]
}

@test "-u makes an unset variable an error" {
	run shell -u -c 'echo "${unset_one-default}"; echo "$unset_one"; echo not reached'
	[ "$status" -ne 0 ]
	[ "${lines[0]}" = default ]
	[[ "$output" = *unset_one* ]]
	[[ "$output" != *reached* ]]
}

@test "-f switches pathname expansion off" {
	touch a b
	run shell -f -c 'echo *; set +f; echo *'
	[ "$output" = $'*\na b' ]
}

@test "-a exports whatever is assigned" {
	run shell -a -c 'x=seen; sh -c "echo \$x"'
	[ "$output" = seen ]
}

@test "-C protects existing files" {
	echo old >file
	run shell -C -c 'echo new >file; cat file; echo forced >|file; cat file'
	[ "${lines[${#lines[@]} - 2]}" = old ]
	[ "${lines[${#lines[@]} - 1]}" = forced ]
}

@test "-v copies the commands to standard error as they are read" {
	printf 'x=1\necho "$x" # comment\n' >script
	shell -v script 2>err >out
	[ "$(cat out)" = 1 ]
	[ "$(tail -n2 err)" = $'x=1\necho "$x" # comment' ]
}

@test "-x writes the expanded command to standard error after PS4" {
	run shell -x -c 'PS4="trace: "; x=value; echo "$x" >/dev/null'
	[[ "$output" = *'trace: echo value'* ]]
}

@test "-b and -h are accepted" {
	differs dash "has no -h"
	run shell -b -h -c 'echo ok'
	[ "$status" -eq 0 ]
	[ "$output" = ok ]
	run shell +b +h -c 'echo ok'
	[ "$status" -eq 0 ]
	[ "$output" = ok ]
}

@test "-o and +o take long option names, several times" {
	run shell -o errexit -c 'false; echo not reached'
	[ "$status" -eq 1 ]
	[ "$output" = '' ]
	run shell -o noglob -o errexit +o errexit -c 'false; echo *'
	[ "$output" = '*' ]
	run shell -f +o noglob -c 'echo /[e]tc'
	[ "$output" = /etc ]
}

@test "-o pipefail makes a pipeline fail with its rightmost failing command" {
	differs dash "has no pipefail"
	run shell -o pipefail -c '(exit 3) | (exit 4) | true; echo $?'
	[ "$output" = 4 ]
}

@test "an unknown option ends the shell with a message and an error" {
	run shell -o nosuchoption -c 'echo no'
	[ "$status" -gt 0 ]
	[[ "$output" != no ]]
	[ -n "$output" ]
}

@test "\$- has the letters of the options given at start-up, also by long name" {
	run shell -fu -o allexport -C -c 'for o in f u a C e x; do
		case $- in *$o*) printf %s "$o" ;; esac
	done'
	[ "$output" = fuaC ]
}

@test "\$- has no i in a script" {
	run shell -c 'case $- in *i*) echo interactive ;; *) echo not ;; esac'
	[ "$output" = not ]
}

@test "ENV is not read by a shell that is not interactive" {
	echo 'echo read ENV' >rc
	echo 'echo script' >script
	ENV=$PWD/rc run shell script
	[ "$output" = script ]
	ENV=$PWD/rc run shell -c 'echo string'
	[ "$output" = string ]
	ENV=$PWD/rc run shell <script
	[ "$output" = script ]
}

@test "variables of the environment become exported shell variables" {
	inherited=one run shell -c 'echo "$inherited"; inherited=two; sh -c "echo \$inherited"'
	[ "$output" = $'one\ntwo' ]
}

@test "environment entries that are not valid names are no variables and do no harm" {
	run env 'not-a-name=1' '2x=2' 'a.b=3' $SHELL_UNDER_TEST -c 'echo "ok ${x-unset}"'
	[ "$status" -eq 0 ]
	[ "$output" = 'ok unset' ]
}

@test "a process that a script starts with its own name runs under the same rules" {
	cat >script <<'EOF'
case $1 in
	3) echo end ;;
	*) $SHELL_UNDER_TEST "$0" $(($1 + 1)) ;;
esac
EOF
	run shell ./script 0
	[ "$output" = end ]
}

@test "in the C locale every byte is a character of a script" {
	differs yash "decodes its input as ASCII"
	printf 'echo "a\377b\200"\nx=\303\nprintf "%%s" "$x" | wc -c\n' >script
	shell script >out
	[ "$(od -An -tx1 out | tr -d ' \n' | cut -c1-10)" = 61ff62800a ]
	[ "$(tail -n1 out | tr -d ' ')" = 1 ]
}
