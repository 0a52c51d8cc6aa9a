#!/usr/bin/env bats
# The special built-in `set`: options, positional parameters, listings that read back.
load ../helper

@test "set with operands replaces the positional parameters" {
	run shell -c 'set a "b c" ""; echo "$#:$1:$2:$3"; set x; echo "$#:$1:${2-unset}"' sh 1 2 3 4
	[ "$output" = $'3:a:b c:\n1:x:unset' ]
}

@test "set -- takes operands that look like options, and alone removes all parameters" {
	run shell -c 'set -- -e +x --; echo "$#:$1:$2:$3"; set --; echo "$#:${1-unset}"
		false; echo on' sh 1 2
	[ "$output" = $'3:-e:+x:--\n0:unset\non' ]
}

@test "set with options only leaves the positional parameters alone" {
	run shell -c 'set -f; set +f -u; echo "$#:$*"' sh 1 2
	[ "$output" = '2:1 2' ]
}

@test "set takes options and operands in one call" {
	run shell -c 'set -f -u a b; echo "$# $2 *"; set +f -- -x; echo "$# $1" /[e]tc'
	[ "$output" = $'2 b *\n1 -x /etc' ]
}

@test "set appends to its own parameters, keeping each one whole" {
	run shell -c 'set -- "a b" "*"; set -- "$@" "c
d"; set -- first "$@"; echo $#; printf "<%s>" "$@"'
	[ "$output" = $'4\n<first><a b><*><c\nd>' ]
}

@test "thousands of positional parameters are kept and counted" {
	run shell -c 'i=0; set --
		while [ $i -lt 3000 ]; do set -- "$@" $i; i=$((i + 500)); set -- "$@" "$@"; done
		echo "$#"; shift 100; echo "$# $1 ${26}"'
	[ "$status" -eq 0 ]
	[ "$output" = $'126\n26 1000 2500' ]
}

@test "set replaces only the function's own parameters inside a function" {
	run shell -c 'f() { set -- inner; echo "$1"; }; f a b; echo "$1 $#"' sh outer x
	[ "$output" = $'inner\nouter 2' ]
}

@test "each option has a long name that means the same as its letter" {
	run shell -c 'exec 2>/dev/null
	for pair in a:allexport e:errexit C:noclobber f:noglob u:nounset b:notify v:verbose x:xtrace; do
		letter=${pair%%:*} name=${pair#*:}
		on= off=
		set -o $name; case $- in *$letter*) on=on ;; esac; set +o $name
		case $- in *$letter*) ;; *) off=off ;; esac
		set -$letter
		case $- in *$letter*) on=$on+ ;; esac
		set +$letter
		case $- in *$letter*) ;; *) off=$off- ;; esac
		echo "$pair $on $off"
	done'
	[ "$output" = 'a:allexport on+ off-
e:errexit on+ off-
C:noclobber on+ off-
f:noglob on+ off-
u:nounset on+ off-
b:notify on+ off-
v:verbose on+ off-
x:xtrace on+ off-' ]
}

@test "options of the prompt can be set and listed in a script" {
	run shell -c 'set -o ignoreeof && set +o ignoreeof && set -o nolog && set +o nolog &&
		set -o vi && echo ok'
	[ "$status" -eq 0 ]
	[ "$output" = ok ]
}

@test "set +o writes commands that bring all options back" {
	run shell -c 'set -f -u -C; saved=$(set +o); set +f +u +C -a
		eval "$saved"
		for o in f u C a e; do case $- in *$o*) printf %s "$o" ;; esac; done
		echo; echo ${unset_one-} *'
	[ "$status" -eq 0 ]
	[ "$output" = $'fuC\n*' ]
}

@test "set +o saves and restores pipefail" {
	differs dash "has no pipefail"
	run shell -c 'set +o >off; set -o pipefail; set +o >on; cmp -s off on || echo differ
		. ./off; false | true && echo off; . ./on; false | true || echo on'
	[ "$output" = $'differ\noff\non' ]
}

@test "set -o shows when an option is on" {
	run shell -c 'set -o >before; set -f; set -o >after; cmp -s before after || echo differ'
	[ "$output" = differ ]
}

@test "an unknown option of set is an error that ends a script" {
	run shell -c 'set -o nosuchoption; echo not reached' 
	[ "$status" -ne 0 ]
	[[ "$output" != *reached* ]]
	run shell -c 'command set -o nosuchoption 2>/dev/null || echo failed; echo reached'
	[ "$status" -eq 0 ]
	[ "$output" = $'failed\nreached' ]
}

@test "set without operands lists variables so that they can be read back" {
	cat >script <<'EOF'
zz1=plain
zz2="it's \"quoted\" \$here \`and\` \\ there"
zz3='two
lines	and tab '
zz4=
zz5='* ~ # ; & | < > ( ) [a] {b,c} !'
zz6=end
set | sed -n '/^zz1=/,/^zz6=/p' >listing
unset zz1 zz2 zz3 zz4 zz5 zz6
. ./listing
printf '<%s>\n' "$zz1" "$zz2" "$zz3" "${zz4-unset}" "$zz5" "$zz6"
EOF
	run shell script
	[ "$status" -eq 0 ]
	[ "$output" = "<plain>
<it's \"quoted\" \$here \`and\` \\ there>
<two
lines	and tab >
<>
<* ~ # ; & | < > ( ) [a] {b,c} !>
<end>" ]
}

@test "set lists the names in the order of the locale, one a line, and no unset ones" {
	run shell -c 'zzb=1; zzB=2; zza=3; zz_=4; zz9=5; zzu=6; unset zzu
		set | grep "^zz" | sed "s/=.*//"'
	[ "$output" = $'zz9\nzzB\nzz_\nzza\nzzb' ]
}

@test "set lists variables only, no functions" {
	run shell -c 'zzfunction() { echo body; }; zzvariable=1; set | grep -c "^zz"'
	[ "$output" = 1 ]
}

@test "set -a exports what assignments, read, getopts and functions set" {
	cat >script <<'EOF'
set -a
plain=1
read readvar <<E
2
E
getopts a optvar -a
f() { infunction=5; }
f
set +a
later=6
env | grep -E '^(plain|readvar|optvar|infunction|later)=' | sort
EOF
	run shell script
	[ "$output" = $'infunction=5\noptvar=a\nplain=1\nreadvar=2' ]
}

@test "set -a exports the variable of a for loop" {
	differs "yash mksh" "export what plain assignments set"
	run shell -c 'set -a; for loopvar in 4; do env | grep "^loopvar="; done'
	[ "$output" = loopvar=4 ]
}

@test "set -a exports what expansions assign" {
	differs "yash mksh" "export what plain assignments set"
	run shell -c 'set -a; : "${default:=2}" "$((arith = 3))"; env | grep -E "^(default|arith)=" | sort'
	[ "$output" = $'arith=3\ndefault=2' ]
}

@test "set -a exports a variable that existed only when it is assigned again" {
	run shell -c 'old=1 again=1; set -a; again=2; sh -c "echo \${old-unset} \$again"'
	[ "$output" = 'unset 2' ]
}

@test "set -C refuses regular files, not devices, appending or >|" {
	run shell -c 'echo old >f; set -C
		{ echo new >f; } 2>/dev/null || echo refused; cat f
		echo more >>f && echo x >/dev/null && cat f
		echo forced >|f && cat f; echo fresh >g && cat g'
	[ "$status" -eq 0 ]
	[ "$output" = $'refused\nold\nold\nmore\nforced\nfresh' ]
}

@test "set -C leaves the file untouched and the command unrun" {
	run shell -c 'echo old >f; set -C; touch ran >f; test -e ran || cat f' 2>/dev/null
	[ "${lines[${#lines[@]} - 1]}" = old ]
}

@test "set -u makes unset parameters errors in every form without a default" {
	for expansion in '$nope' '${nope}' '${#nope}' '${nope%x}' '$3' '${3}'; do
		run shell -u -c "echo before; : \"$expansion\"; echo after" sh 1
		[ "$status" -ne 0 ] || { echo "$expansion"; false; }
		[ "${lines[0]}" = before ]
		[[ "$output" != *after* ]]
	done
}

@test "set -u makes unset variables errors in arithmetic" {
	differs "dash mksh" "takes them as 0"
	run shell -u -c 'echo before; echo $((nope + 1)); echo after'
	[ "$status" -ne 0 ]
	[ "${lines[0]}" = before ]
	[[ "$output" != *after* ]]
}

@test "set -u accepts \$@, \$*, defaults, and set but empty variables" {
	run shell -u -c 'empty=
		echo "[$@][$*][$#][$empty][${empty}][${nope-d}][${nope:-e}][${nope+f}][${nope:=g}]" $@ $*'
	[ "$status" -eq 0 ]
	[ "$output" = '[][][0][][][d][e][][g]' ]
}

@test "set -u makes \$! an error before the first background list" {
	differs yash "expands it to 0"
	run shell -u -c 'echo "$!"; echo after'
	[ "$status" -ne 0 ]
	[[ "$output" != *after* ]]
}

@test "an error of set -u in a subshell ends only the subshell" {
	run shell -c 'set -u; (echo "$nope"; echo no) 2>/dev/null || echo "failed"; echo on'
	[ "$output" = $'failed\non' ]
}

@test "set -x expands PS4 for each command and writes to standard error only" {
	shell -c 'PS4="<\$n> "; n=1; set -x; echo a "b  c"; n=2; echo end' 2>err >out
	[ "$(cat out)" = $'a b  c\nend' ]
	grep '^<1> .*echo a ' err
	grep '^<2> .*echo end' err
	! grep '<$n>' err
}

@test "set -x shows the assignments before a command" {
	differs yash "it quotes the value"
	shell -c 'PS4=+; set -x; IFS=: read a b <<X
1:2
X
	z=1 true' 2>err
	grep -q -e '^+IFS=:' err
	grep -q -e '^+z=1' err
}

@test "set -x shows words after expansion, and set +x ends it" {
	shell -c 'PS4=+; x="a b"; set -x; printf "%s\n" $x "$((1+1))" >/dev/null
		{ set +x; } 2>/dev/null; echo quiet' 2>err
	grep '^+printf .* a b 2' err
	! grep quiet err
}

@test "set -v turns echoing on for the lines that follow" {
	printf 'echo one\nset -v\necho two\nset +v\necho three\n' >script
	shell script 2>err >out
	[ "$(cat out)" = $'one\ntwo\nthree' ]
	[ "$(cat err)" = $'echo two\nset +v' ]
}

@test "set -n stops everything that follows" {
	printf 'echo one\nset -n\necho two\nset +n\necho three\n' >script
	run shell script
	[ "$status" -eq 0 ]
	[ "$output" = one ]
}

@test "set -f and +f switch pathname expansion, not field splitting or case patterns" {
	touch a b
	run shell -c 'set -f; x="* ?"; printf "<%s>" $x *; case abc in a*) echo match ;; esac
		set +f; echo *'
	[ "$output" = $'<*><?><*>match\na b' ]
}

@test "options set in a function stay, those set in a subshell do not" {
	run shell -c 'f() { set -f; }; f; (set +f; set -u); echo *; echo "[$nope]"'
	[ "$output" = $'*\n[]' ]
}

@test "set -o pipefail looks at every command of a pipeline" {
	differs dash "has no pipefail"
	run shell -c 'set -o pipefail
		(exit 2) | true; echo $?; true | true; echo $?; (exit 3) | (exit 4) | true; echo $?
		! false | true; echo $?
		set +o pipefail; false | true; echo $?'
	[ "$output" = $'2\n0\n4\n0\n0' ]
}

@test "set -o pipefail is inherited by subshells and works with set -e" {
	differs dash "has no pipefail"
	run shell -c 'set -e -o pipefail; (false | true; echo no) || echo failed
		x=$(false | true) || echo again; false | true; echo no'
	[ "$status" -eq 1 ]
	[ "$output" = $'no\nagain' ]
}

@test "set -x shows each assignment with the value that it had" {
	differs "dash mksh" "write one line"
	shell -c 'PS4="+ "; set -x; a=1 a="x y" b=$a$a' 2>err
	[ "$(<err)" = "+ a=1
+ a='x y'
+ b='x yx y'" ]
}
