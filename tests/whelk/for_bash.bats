# What scripts for bash ask of built-ins beyond the standard.
#
# SPDX-License-Identifier: GPL-3.0-or-later
load common

@test "echo takes -e, -E and -n, alone and together; with posix only one -n" {
	run whelk -c 'echo -e "a\tb"; echo -E "a\tb"; echo -ne "x\n"; echo -n -E y; echo; echo -en; echo -x -n'
	prints $'a\tb' 'a\tb' x y '-x -n'
	run whelk --posix -c 'echo -e a; echo -E a; echo -ne a; echo -n -n; echo; echo -nn'
	prints '-e a' '-E a' '-ne a' -n -nn
}

@test "printf, %b and echo -e know hexadecimal bytes and code points; echo without -e does not" {
	run whelk -c 'printf "\x41\x4a1 \u00e9 \U1F600\n"; printf "%b\n" "\x41 \u20ac"; echo -e "\x41"
		echo "\x41 \u00e9"; printf "\xg \u \U-\n"; printf "%s\n" "\x41"'
	prints 'AJ1 é 😀' 'A €' A '\x41 \u00e9' '\xg \u \U-' '\x41'
}

@test "type -t says of what kind a name is, and nothing of one that is none" {
	run whelk -c 'f() { :; }; alias a=ls
		type -t a f if export cd sh no/such; echo $?; type -t no-such; echo $?'
	prints alias function keyword builtin builtin file 1 1
}

@test "type -p writes the path of a program only, -P also behind a built-in" {
	mkdir bin && printf '#!/bin/sh\n' >bin/echo && chmod 755 bin/echo && cp bin/echo bin/prog
	PATH=$PWD/bin:$PATH run whelk -c 'type -p echo; echo $?; type -p prog; type -P echo; type -P no-such; echo $?'
	prints 0 "$PWD/bin/prog" "$PWD/bin/echo" 1
}

@test "type -a shows every meaning in the order in which they count, -f no function" {
	mkdir bin more && printf '#!/bin/sh\n' >bin/echo && chmod 755 bin/echo && cp bin/echo more
	run whelk -c 'PATH=bin:more; echo() { :; }; type -a echo; type -af echo; type -at echo; type -f echo'
	prints 'echo is a function' 'echo is a shell builtin' 'echo is bin/echo' 'echo is more/echo' \
		'echo is a shell builtin' 'echo is bin/echo' 'echo is more/echo' \
		function builtin file file 'echo is a shell builtin'
}

@test "type names a program as it is found, command -V and -v with its absolute pathname" {
	mkdir bin && printf '#!/bin/sh\n' >bin/prog && chmod 755 bin/prog
	run whelk -c 'PATH=bin; type prog; command -V prog; command -v prog; type bin/prog'
	prints 'prog is bin/prog' "prog is $PWD/bin/prog" "$PWD/bin/prog" 'bin/prog is bin/prog'
}

@test "exec -a gives the command another argv[0]" {
	run whelk -c 'exec -a another sh -c "echo \$0"'
	prints another
	run whelk -c '(exec -a x /no/such); echo $?; exec -a'
	[ "$status" -eq 2 ]
	[[ $output == *"/no/such"*127*"-a: needs an argument"* ]]
}

@test "test -v looks for a variable with a value, -o for an option, also within longer expressions" {
	run whelk -c 'x= ; local_is_seen() { local y; test -v y; echo $?; }
		test -v x; echo $?; test -v no_such; echo $?; local_is_seen
		test -o nounset; echo $?; set -u; test -o nounset; echo $?; test -o no_such; echo $?
		[ -o nounset -a -v x ]; echo $?; [ ! -v no_such -a -a / ]; echo $?'
	prints 0 1 1 1 0 1 0 0
}

@test "in longer expressions ( word ) is a group whatever the word, and ( may be compared" {
	run whelk -c '[ x -a "(" = ")" ]; echo $?; [ x -a "(" = "(" ]; echo $?; [ x -a "(" "" ")" ]; echo $?
		[ -a -a -a -a ]; echo $?'
	prints 0 0 1 1
}

@test "chdir is cd; umask -p writes a command that sets the mask again" {
	run whelk -c 'chdir /; pwd; umask 027; umask -p; umask -p -S; eval "$(umask -p -S)"; umask'
	prints / 'umask 0027' 'umask -S u=rwx,g=rx,o=' 0027
}

@test "kill -l 0 is EXIT, as trap calls it" {
	run whelk -c 'kill -l 0 TERM 1'
	prints EXIT 15 HUP
}

@test "set passes over a lone +" {
	run whelk -c 'set a; set +; echo "$@"; set + b; echo "$@"; set -f + -u x; echo "$-$@"; set - +; echo "$@"'
	prints a b fux +
}

@test "the shell takes +c for -c" {
	run whelk +c 'echo "$0 $1"' name argument
	prints 'name argument'
}

@test "hash -r takes no names" {
	run whelk -c 'hash -r sh; echo $?'
	[[ $output == *usage*2 ]]
}

@test "getopts goes on from the last argument when there are fewer than before" {
	run whelk -c 'set -- -a -b x; while getopts ab o; do echo $o; done; echo $OPTIND
		set --; getopts ab o; echo $? $OPTIND; set -- -a; getopts ab o; echo $? $o $OPTIND'
	prints a b 3 '1 1' '0 a 2'
}

@test "a quote in quoted output stands outside of the quotes" {
	run whelk -c $'set -x; : "\'" "it\'s" "\'a b\'" "" "\'\'"'
	prints "+ : \\' 'it'\\''s' \\''a b'\\' '' \\'\\'"
}

@test "printf -v assigns its output, also to a local variable, and nothing is written" {
	run whelk -c 'printf -v x "%s-%03d|" a 1 b 2; echo "$x"; f() { local l; printf -v l %s in; echo $l; }; f
		echo "<$l>"; printf -v empty ""; echo "${empty-unset}"; printf -v z "a\0b"; echo "$z"
		printf -v x -- -%s y; echo "$x"'
	prints 'a-001|b-002|' in '<>' '' a -y
	run whelk -c 'readonly r; printf -v r x; echo $?; printf -v a-b x; echo $?; printf -v; echo $?; echo "$r"'
	[[ $output == *readonly*1*"a-b: not a name"*2*usage*2* ]]
}

@test "printf %q quotes what the shell reads back, in a field of its width" {
	run whelk -c 'for x in a "a b" "" "it'"'"'s" "a	b
c" "\$(x) *"; do printf -v q %q "$x"; eval "y=$q"; [ "$x" = "$y" ] || echo "$x: $q"; done
		printf "%q|%8q|%-8q|%.3q|\n" a "x y" "x y" "x y"'
	prints "a|   'x y'|'x y'   |'x |"
}

@test "printf %(format)T shows a moment in the time zone of the exported TZ" {
	run whelk -c 'export TZ=UTC0; printf "%(%Y-%m-%d %H:%M:%S)T\n" 86399; export TZ=AAA-9; printf "%(%H%z)T\n" 0
		unset TZ; TZ=BBB-5; [ "$(printf "%(%H)T" 0)" = 05 ]; echo $?
		printf "[%12.4(%F)T]%()T %((%Y))T\n" 100000000 0 100000000'
	prints '1970-01-01 23:59:59' '09+0900' 1 '[        1973] (1973)'
	run whelk -c 'printf "%($(printf %2000s x))T" | wc -c; began=$(printf "%(%s)T" -2); now=$(printf "%(%s)T"); same=$(printf "%(%s)T" -1)
		echo $((0 <= now - began && now - began < 60)) $((0 <= same - now && same - now < 60)) $((0 <= $(date +%s) - now && $(date +%s) - now < 60))'
	prints 2000 '1 1 1'
	run whelk -c 'printf "%(%Y" 0; echo $?; printf "%(%Y)T" 99999999999999999999; echo $?; printf "%(%Y)x" 0; echo $?'
	[[ $output == *"%(%Y: not a conversion"*1*"out of range"*1*"not a conversion"*1 ]]
}

@test "\$(<file) is the file's text, without a process where the name has no side effects" {
	printf 'one\ntwo\n\n' >file
	run whelk -c 'exec 2>/dev/null; x=$(<file); echo "$x."; echo "`< file`"; f=file; echo "$(<$f)"; echo "$(<${n:=$f})${n-unset}"
		x=$(<no-such); echo "$?<$x>"; echo end'
	prints one two. one two one two one twounset '1<>' end
	run unprivileged -c 'echo three >file; ulimit -u 0; x=$(<file); echo "$x"; { (:); } 2>/dev/null || echo no process'
	prints three 'no process'
	run whelk -c 'x=$(<file >other); echo "<$x>"; x=$(<file; echo y); echo "$x"'
	prints '<>' y
}

@test "n<&m- and n>&m- move a descriptor" {
	run whelk -c 'exec 2>/dev/null 5>file; echo a >&5; exec 6>&5-; echo b >&6; echo c >&5 || echo closed
		exec {v}>&6-; echo d >&$v; echo e >&6 || echo closed
		{ echo f >&7; } 7>&1-; echo g; exec 3>&1; echo h 3>&3-; echo i >&3; cat file'
	prints closed closed f g h i a b d
	run whelk -c ': 5>&6-; echo reached'
	[[ $status -eq 1 && $output == *"6-: Bad file descriptor"* ]]
}

@test "break and continue in a subshell that is within a loop end the subshell" {
	run whelk -c 'for i in 1 2; do (continue; echo no); echo "$? $i"; x=$(break; echo no); echo "<$x>"
		{ break; echo no; } | cat; done
		f() { continue; echo f; }; for i in 1; do f; (f); done; (break; echo out)
		for i in 1; do (for j in 1; do break 2; done; echo after); ((break; echo no); echo inner); done'
	prints '0 1' '<>' '0 2' '<>' f f out after inner
}

@test "redirections of an assignment are for its command substitutions" {
	run whelk -c 'exec 2>/dev/null; x=$(echo err >&2; echo out) 2>file; echo "$x"; cat file; y=1 >made; echo $?; ls made
		a=1; a=2 >/no/such; echo "$? $a"; x=$(false) >made; echo $?'
	prints out err 0 made '1 1' 1
}

@test "shopt sets, shows and asks for options, with -o those of set" {
	run whelk -c 'shopt -p nullglob; shopt -s nullglob failglob; shopt -p nullglob; shopt -q nullglob failglob; echo $?
		shopt -u failglob; shopt -q nullglob failglob; echo $?; shopt nullglob failglob; echo $?
		shopt -po nounset; shopt -so nounset; shopt -po nounset; shopt -qo nounset; echo $?; shopt -s | grep -c nullglob
		shopt -p | grep -c set; shopt -po | grep -c shopt; (set +o; shopt) | grep -c nullglob; shopt -u >/dev/null; echo $?'
	prints 'shopt -u nullglob' 'shopt -s nullglob' 0 1 'nullglob        on' 'failglob        off' 1 \
		'set +o nounset' 'set -o nounset' 0 1 0 0 2 0
}

@test "shopt refuses names that are no option of its kind, and does the others" {
	run whelk -c 'shopt -s no_such nullglob; echo $?; shopt -q nullglob; echo $?; shopt -s errexit; echo $?
		shopt -so nullglob; echo $?; shopt -s interactive; echo $?; shopt -su nullglob; echo $?; set -o no_such' 
	[ "$status" -eq 2 ]
	[ "$(grep -c 'no such option' <<<"$output")" -eq 5 ]
	[ "$(grep -v 'no such\|usage' <<<"$output")" = $'1\n0\n1\n1\n1\n2' ]
}

@test "nullglob, failglob, dotglob and globskipdots act on patterns" {
	touch .b c
	run whelk -c 'set -o nullglob; echo x* y "z*" c* [; set +o nullglob; echo x*
		set -o dotglob; echo *; echo .*; set +o globskipdots; echo *; echo .*; set +o dotglob; echo *; echo .*'
	prints 'y z* c [' 'x*' '.b c' .b '.b c' '. .. .b' c '. .. .b'
	run whelk -c 'shopt -s failglob; echo x*; echo $?; for i in c* x*; do echo $i; done; echo $?; echo c*; x=x*; echo "$?$x"'
	[ "$(grep -v 'no match' <<<"$output")" = $'1\n1\nc\n0x*' ]
	[ "$(grep -c '^-c:1:[0-9]*: x\*: no match' <<<"$output")" -eq 2 ]
	for command in 'echo x*' 'for i in x*; do :; done'; do
		run whelk -c "shopt -s failglob; set -e; $command; echo reached"
		[ "$status" -eq 1 ]
		[[ $output != *reached* ]]
	done
}

@test "expand_aliases and xpg_echo are on, and may be switched off, also by -O and +O" {
	run whelk -c "alias e=echo
		e 'a\\tb'; shopt -u xpg_echo; e 'a\\tb'; echo -e 'a\\tb'; shopt -u expand_aliases
		e x; echo \$?" 
	[ "$(grep -v 'e: command not found' <<<"$output")" = $'a\tb\na\\tb\na\tb\n127' ]
	run whelk +O xpg_echo -O nullglob -c 'echo "a\tb" no-such*'
	prints 'a\tb'
}

@test "with lastpipe the last stage of a pipeline runs in the shell" {
	run whelk -c 'shopt -s lastpipe; echo a | read x; echo "$x"; echo b | { read x; cat; }; echo "$x"
		for i in 1 2; do echo | break; done; echo $i; f() { echo | return 7; echo no; }; f; echo $?
		(exit 3) | true; echo $?; true | (exit 4); echo $?; set -o pipefail; (exit 3) | true; echo $?
		(exit 3) | (exit 5); echo $?; printf "x\ny\n" | { read a; }; echo "$a"; read z <<-E
		input
		E
		echo $z; echo | exit 9; echo no' 
	[ "$status" -eq 9 ]
	[ "$output" = $'a\nb\n1\n7\n0\n4\n3\n5\nx\ninput' ]
	run whelk -c 'shopt -s lastpipe; set -e; echo | false; echo no'
	[ "$status" -eq 1 ]
	[ "$output" = '' ]
}

@test "wait -n waits for the first job that ends, 127 when there is none" {
	mkfifo fifo
	run whelk -c 'wait -n; echo $?; { read x <fifo; exit 9; } & sh -c "exit 3" & wait -n; echo $?; echo >fifo
		wait -n -p pid; echo "$? $((pid > 1))"; wait -n -p pid; echo "$? ${pid-unset}"'
	prints 127 3 '9 1' '127 unset'
}

@test "wait -n heeds its operands, complains of those that are no job, and is ended by a trap" {
	mkfifo fifo
	run whelk -c 'exec 2>/dev/null; { read x <fifo; exit 2; } & a=$!; (exit 6) & b=$!; wait -n $b; echo $?
		(exit 5) & echo >fifo; wait -n $a bad 99999; echo $?; wait -n $a; echo $?; wait -n; echo $?; (wait -n; echo $?)
		trap "echo trapped" USR1; sleep 60 & (kill -USR1 $$); (sleep 0.2; kill -USR1 $$) & wait -n %sleep; [ $? -gt 128 ]; echo $?
		kill $! %sleep; wait -p x; echo $?'
	prints 6 2 127 5 127 trapped trapped 0 2
}

@test "wait says of what signal the job died that it was asked for, but not of TERM" {
	run whelk -c 'sleep 60 & kill -HUP $!; wait $!; echo $?; sleep 60 & kill $!; wait $!; echo $?
		sleep 60 & kill -KILL $!; wait; sleep 60 & kill -USR1 $!; wait -n; echo $?'
	prints '-c:1:26: sleep 60: Hangup' 129 143 '-c:2:61: sleep 60: User defined signal 1' 138
}

@test "history in a shell that keeps none is empty; its operand is a number" {
	run whelk -c 'history; echo $?; history +5; echo $?'
	prints 0 0
	run whelk -c 'history x; echo $?; history 1 2; echo $?; history -5; echo $?'
	[ "$(grep -c '^2$' <<<"$output")" -eq 3 ]
}

@test "with extglob words may have groups, in pathnames, case and parameter expansions" {
	touch a.c b.c ab.c c.h .hid
	run whelk -c 'shopt -s extglob
		echo @(a|b).c; echo !(*.c); echo +([ab]).c; echo @(.hid|a)*; x="@(a|b).c" y=a; echo $x; echo "$x"; echo @($y|"b").c
		echo @(no | "such" > thing) a+(b) "@(a|b)*"
		echo @(a|b).{c,h} "@(a|b)".{c,h}
		f() { case $1 in +([0-9])) echo number;; -@(a|b)?(c)) echo option;; !(*x*)) echo other;; esac; }
		f 12; f -ac; f abc; f axb
		v=foobarbar; echo ${v%%+(bar)} ${v%+(bar)} ${v##*(f|o)} ${v/@(o|b)/X} ${v//@(o|b)/X}
		printf "%s\n" @(a
b); ! (false) && echo negated; set -f; echo @(a|b).c'
	prints 'a.c b.c' c.h 'a.c ab.c b.c' '.hid a.c ab.c' 'a.c b.c' '@(a|b).c' 'a.c b.c' \
		'@(no | such > thing) a+(b) @(a|b)*' 'a.c b.c @(a|b).h @(a|b).c @(a|b).h' number option other \
		'foo foobar barbar fXobarbar fXXXarXar' '@(a' 'b)' negated '@(a|b).c'
}

@test "without extglob a group is what the standard makes of it, also after shopt -u" {
	run whelk -c 'case a in @(a|b)) echo yes;; esac'
	[ "$status" -eq 2 ]
	run whelk -c '!(false) && echo negated; x="@(a|b)"; case a in $x) echo no;; *) echo literal;; esac; shopt -s extglob
		case a in $x) echo yes;; esac; shopt -u extglob
		!(false) && echo negated'
	prints negated literal yes negated
	run whelk -c 'shopt -s extglob
		echo @(a'
	[ "$status" -eq 2 ]
	[[ $output == *"'(' began here and is not closed"* ]]
}

@test "printf -v and test -v take elements of arrays" {
	run whelk -c 'a=(1 2); printf -v "a[1]" %s x; printf -v "a[4]" y; declare -A h; printf -v "h[k 1]" z
		echo "${a[*]}|${!a[*]}|${h["k 1"]}"; for v in a "a[1]" "a[2]" "a[@]" h "h[k 1]" "h[@]" "b[@]" "a[" 1; do
		[ -v "$v" ]; printf "%s " $?; done; echo'
	prints '1 x y|0 1 4|z' '0 0 1 0 1 0 0 1 1 1 '
	run whelk -c 'a=(1); [ -v "a[1/0]" ]; echo $?; printf -v "a[" x; echo $?; printf -v "a[1/0]" x; echo "$?${a[*]}"'
	[ "$(grep -v zero <<<"$output" | grep -v 'not a name')" = $'1\n2\n21' ]
}
