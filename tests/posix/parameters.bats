# Parameters, special parameters and parameter expansion (XCU 2.5, 2.6.2).  Patterns of the trimming
# forms are in patterns.bats, quoting inside ${...} in quoting.bats.

load common

# --- positional parameters ---

@test "a positional parameter of two digits needs braces and is decimal" {
	run script a b c d e f g h i j k <<-'EOF'
		args $10 ${10} ${11} "$1"0 ${08} ${009} ${0010} ${12-none} $#
	EOF
	prints '9<a0><j><k><a0><h><i><j><none><11>'
}

@test "\"\$@\" is one field for each parameter, empty ones too" {
	run script '' 'a  b' '*' '' <<-'EOF'
		: >file
		args "$@"
		args "${@}"
		set -- "$@" end
		args "$@"
		for i do args "$i"; done
	EOF
	prints '4<><a  b><*><>' '4<><a  b><*><>' '5<><a  b><*><><end>' '1<>' '1<a  b>' '1<*>' '1<>' \
		'1<end>'
}

@test "text around \"\$@\" joins its first and last field" {
	run script 'a b' c <<-'EOF'
		args "x$@y" x"$@"y "x $@ y"
		args "$@$@" "$@""$@" "$1$@"
		set -- one
		args "<$@>"
		set -- '' ''
		args "x$@y" "$@"
	EOF
	prints '6<xa b><cy><xa b><cy><x a b><c y>' '8<a b><ca b><c><a b><ca b><c><a ba b><c>' \
		'1<<one>>' '4<x><y><><>'
}

@test "\"\$@\" without parameters is no field, unless something quoted is beside it" {
	run script <<-'EOF'
		args "$@"
		args "$@" $@ $* ${1+"$@"}
		args "x$@y" x"$@" "$*"
		args ''"$@" "$@""" ''$@ $*''
	EOF
	prints 0 0 '3<xy><x><>' '4<><><><>'
}

@test "unquoted \$@ and \$* are split each by itself" {
	run script 'a b' c <<-'EOF'
		args $@
		args $*
		args x$@y
		IFS=
		args $@
		args $*
		IFS=:
		set -- d:e 'f g' 
		args $@
		args $*
	EOF
	prints '3<a><b><c>' '3<a><b><c>' '3<xa><b><cy>' '2<a b><c>' '2<a b><c>' '3<d><e><f g>' \
		'3<d><e><f g>'
}

@test "\"\$*\" joins with the first character of IFS" {
	run script a '' 'b c' <<-'EOF'
		args "$*"
		IFS=:-; args "$*"
		IFS='*'; args "x$*y"
		unset IFS; args "$*"
	EOF
	prints '1<a  b c>' '1<a::b c>' '1<xa**b cy>' '1<a  b c>'
}

@test "\"\$*\" joins without anything when IFS is null" {
	differs ksh "puts a backslash in"
	run script a '' 'b c' <<-'EOF'
		IFS=
		args "$*" "x$*y" "${*}"
	EOF
	prints '3<ab c><xab cy><ab c>'
}

@test "\$* is joined where fields are not split" {
	run script a b c <<-'EOF'
		IFS=-
		x=$*
		case $* in a-b-c) echo joined;; esac
		IFS=
		y=$*
		case $* in abc) echo joined;; esac
		unset IFS
		z=$*
		args "$x" "$y" "$z"
	EOF
	prints joined joined '3<a-b-c><abc><a b c>'
}

@test "\$* is joined with the first character of IFS in a here-document" {
	differs "bash ksh" "joined with a space"
	run script a b c <<-'EOF'
		IFS=-
		cat <<E
		$* ${*}
		E
	EOF
	prints 'a-b-c a-b-c'
}

@test "\"\$@\" inside the word of an expansion keeps its fields" {
	run script 'a b' 'c d' <<-'EOF'
		args ${1+"$@"}
		args ${u-"$@"}
		args ${u:-x"$@"y}
		args "${u-$@}"
		args "${1:+$@}"
		args ${u-"$*"} "${u-$*}"
	EOF
	prints '2<a b><c d>' '2<a b><c d>' '2<xa b><c dy>' '2<a b><c d>' '2<a b><c d>' \
		'2<a b c d><a b c d>'
}

@test "set -- replaces all parameters and shift moves them" {
	run script a b c <<-'EOF'
		shift; args "$@"
		set -- -x "$2" "$1"; args "$@" $#
		set --; args "$@" $#
		set x y; args "$1$2" ${3-none}
	EOF
	prints '2<b><c>' '4<-x><c><b><3>' '1<0>' '2<xy><none>'
}

# --- special parameters ---

@test "\$? is the status of the last pipeline, everywhere it can be seen" {
	run script <<-'EOF'
		f() { echo $?; }
		echo $?
		(exit 3); echo $?
		(exit 3) | true; echo $?
		! true; echo $?
		(exit 4); (echo $?)
		(exit 5); f
		(exit 6); echo "$(echo $?)"
		(exit 7); echo $? | cat
		(exit 8); { echo $?; }
		(exit 9); if echo $?; then :; fi
		(exit 10); for i in $?; do echo $i; done
		(exit 11); case $? in 11) echo $?;; esac
		(exit 12); x=$?; echo $x $?
		(exit 13); eval 'echo $?'
	EOF
	prints 0 3 0 1 4 5 6 7 8 9 10 11 '12 0' 13
}

@test "\$\$ and \$PPID are the same in every subshell" {
	run script <<-'EOF'
		p=$$ q=$PPID
		[ "$p" = "$(echo $$)" ] && (test $$ -eq $p -a $PPID -eq $q) && echo same
		echo $$ $PPID | { read a b; test $a -eq $p -a $b -eq $q; } && echo same
		[ "$q" = "$(echo $PPID)" ] && echo same
		[ $(exec sh -c 'echo $$') -ne $p ] && echo other
	EOF
	prints same same same other
}

@test "\$PPID of a script run by a script is the parent's \$\$" {
	printf 'echo $PPID\n' >child
	chmod +x child
	run script <<-'EOF'
		./child >f
		[ $$ -eq $(cat f) ] && echo parent
	EOF
	prints parent
}

@test "\$! is the process of the last asynchronous list" {
	run script <<-'EOF'
		sh -c 'exit 3' & a=$!
		sh -c 'exit 4' & b=$!
		true
		[ $a -ne $b ] && [ $b -eq $! ] && (test $b -eq $!) && echo right
		wait $b; echo $?
		wait $a; echo $?
	EOF
	prints right 4 3
}

@test "\$- shows the single-letter options" {
	run script <<-'EOF'
		case $- in *[fuC]*) echo wrong;; esac
		set -fu -C
		case $- in *f*) case $- in *u*) case $- in *C*) echo on;; esac;; esac;; esac
		set +f
		case $- in *f*) echo wrong;; *C*) echo off;; esac
	EOF
	prints on off
}

@test "\$0 is the script, or the word after the command string, in functions too" {
	printf 'f() { printf "%%s\\n" "$0"; }; f x; echo "$0"\n' >f
	run shell ./f a
	[ "${lines[*]}" = './f ./f' ]
	run shell -c 'f() { echo "$0 $1"; }; f x; echo "$0 $1"' name a
	[ "${lines[*]}" = 'name x name a' ]
}

@test "\$# and \${#} count parameters, \${#n} and \${##} measure" {
	run script abc '' a b c d e f g hello <<-'EOF'
		args $# ${#} ${#1} ${#2} ${#10} ${##}
		(exit 12); echo ${#?}
		set --; args $# "${#-}"
	EOF
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = '6<10><10><3><0><5><2>' ]
	[ "${lines[1]}" = 2 ]
	[[ ${lines[2]} == '2<0><'?'>' ]]
}

@test "LINENO is the line of the script" {
	differs dash "may be built without LINENO"
	run script <<-'EOF'
		echo $LINENO

		echo $LINENO \
			$LINENO
		x='a
		b'
		if true; then
			echo $LINENO; fi
		cat <<E
		E
		echo $LINENO
	EOF
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = 1 ]
	[[ ${lines[1]} == '3 '[34] ]]
	[ "${lines[2]}" = 8 ]
	[ "${lines[3]}" = 11 ]
}

@test "IFS is space, tab, newline at the start, whatever the environment says" {
	printf '%s\n' 'printf "%s" "$IFS" | od -An -tx1; x="a b"; set -- $x; echo $#' >child
	chmod +x child
	run script <<-'EOF'
		IFS=x
		export IFS
		./child
	EOF
	prints ' 20 09 0a' 2
}

# --- forms of expansion ---

@test "a name in an expansion without braces is as long as it can be" {
	run script <<-'EOF'
		a=1 ab=2 a_1=3 _=x B=4
		args $ab $a_1x "$a.b" $a-b ${a}b "$a$ab" $a/b "$a[0]" "$a b" $B$b
	EOF
	prints '9<2><1.b><1-b><1b><12><1/b><1[0]><1 b><4>'
}

@test "the colon decides whether null counts as unset" {
	run script <<-'EOF'
		x=v e=
		args "${x:-w}" "${x-w}" "${x:=w}" "${x=w}" "${x:?w}" "${x?w}" "${x:+w}" "${x+w}"
		args "${e:-w}" "${e-w}" "${e=w}" "${e?w}" "${e:+w}" "${e+w}" "${e:=w}" "$e"
		args "${u:-w}" "${u-w}" "${u:+w}" "${u+w}" "${u=w}" "$u" "${t:=w}" "$t"
		e=
		(: ${e:?w}) 2>/dev/null || echo null
		(: ${v?w}) 2>/dev/null || echo unset
		(: ${v:?w}) 2>/dev/null || echo unset
	EOF
	prints '8<v><v><v><v><v><v><w><w>' '8<w><><><><><w><w><w>' '8<w><w><><><w><w><w><w>' null unset \
		unset
}

@test "the word of an expansion may be left out" {
	run script <<-'EOF'
		x=v
		args "${u:-}" "${u-}" "${u:+}" "${x:+}" "${u=}" "${u+set}" "${x#}" "${x##}" "${x%}" "${x%%}"
		(: ${e:?}) 2>e; echo $?; [ -s e ] && echo message
	EOF
	[ "${lines[0]}" = '10<><><><><><set><v><v><v><v>' ]
	[ "${lines[1]}" != 0 ]
	[ "${lines[2]}" = message ]
}

@test "a word that is not needed is not expanded" {
	run script <<-'EOF'
		x=v e=
		: ${x:-$(: >f1)} ${x-${a=1}} ${x:=$((b=1))} ${x=`: >f2`} ${x?$(: >f3)} ${e:+$(: >f4)} ${u+${c=1}}
		echo f* ${a-no} ${b-no} ${c-no}
	EOF
	prints 'f* no no no'
}

@test "default values nest and contain every other expansion" {
	run script <<-'EOF'
		x='v w'
		args "${a:-${b:-${c:-$x}}}" "${a-$(echo "${b-in $x}")}" "${a-`echo b`}" "${a-$((1+2))}"
		args ${a-${x}} ${a-"$x"y} "${a-x${b-}y}" "${x+${x+${x#v }}}"
	EOF
	prints '4<v w><in v w><b><3>' '5<v><w><v wy><xy><w>'
}

@test "a brace inside a nested substitution does not end an expansion" {
	differs ksh "ends at the } of the substitution"
	run script <<-'EOF'
		args ${a-$(echo })} "${a-`echo }`}" ${a-${b-\}}} "${a-$(echo '}' "}")}"
	EOF
	prints '4<}><}><}><} }>'
}

@test "the word of an unquoted expansion is split and matched, its quoted parts are not" {
	run script <<-'EOF'
		: >file1; : >file2
		args ${u-a b  c} ${u-'a b'} ${u-"a b" c} x${u- a }y
		args ${u-file*} ${u-'file*'} ${u-"fi"le*} ${u:+x} ${HOME:+a b}
		IFS=:; args ${u-a:b} ${u-"a:b"}
	EOF
	prints '9<a><b><c><a b><a b><c><x><a><y>' '7<file1><file2><file*><file1><file2><a><b>' \
		'3<a><b><a:b>'
}

@test "assigning a default removes quotes, then the value is expanded as usual" {
	run script <<-'EOF'
		args ${a:="x  y"} "$a"
		args "${b:=x  y}" "$b"
		: ${c='*' \$d "e"}; args "$c"
		args ${d=$c} >/dev/null; args "$d"
		: >file
		args ${e='*'} "$e"
	EOF
	prints '3<x><y><x  y>' '2<x  y><x  y>' '1<* $d e>' '1<* $d e>' '2<file><*>'
}

@test "a null or unset parameter in \${x:?word} writes the expanded word and ends the shell" {
	run script <<-'EOF'
		m=message
		trap 'echo trap' EXIT
		(: "${x?the $m}") 2>e || echo subshell
		grep -c 'the message' e
		echo "${x:?$(echo last words)}"
		echo wrong
	EOF
	fails subshell 1 trap
	grep 'last words' "$BATS_FILE_TMPDIR/script.$BATS_TEST_NUMBER.err"
}

@test "\${#x} is the length, of a null or unset value 0" {
	run script <<-'EOF'
		x='a b
		c' e=
		args ${#x} ${#e} ${#u} "${#x}" ${#HOME}x
	EOF
	prints "5<5><0><0><5><${#HOME}x>"
}

@test "\${#x} counts characters of the locale, not bytes" {
	differs dash "counts bytes"
	export LC_ALL=C.UTF-8
	run script <<-'EOF'
		x=aéx€y
		echo ${#x}
	EOF
	prints 5
}

@test "a parameter holds any bytes but null" {
	differs yash "a value ends where it is no text of the locale"
	run script <<-'EOF'
		x=$(printf '\1\33\177\200\201\210\377\n.')
		y=${x%.} z=$y
		set -- "$z$(printf '\303')"
		printf '%s' "$1" | od -An -v -tx1
	EOF
	prints ' 01 1b 7f 80 81 88 ff 0a c3'
}

@test "values survive every kind of copy untouched" {
	run script <<-'EOF'
		x=' a\nb\\ *?[x] $y `z` "q" '\''r'\'' ~ 
		end '
		f() { y=$1; }
		f "$x"; z=$y; w="${u-$z}"; v=${u:-"$w"}; t=$(printf %s. "$v"); s=${t%.}
		export s
		[ "$(printenv s; echo .)" = "$x
		." ] && [ "$s" = "$x" ] && echo same
	EOF
	prints same
}

# --- set -u ---

@test "set -u makes expanding an unset parameter an error" {
	for word in '$u' '${u}' '"$u"' 'x$u' '${u#x}' '${u%%x}' '${#u}' '$1' '$(($u+1))' '`echo`$u'; do
		run script <<<"set -u; echo a
			echo $word
			echo wrong"
		fails a || { echo "in: $word"; return 1; }
	done
}

@test "set -u makes a name that is unset an error in arithmetic" {
	differs "dash mksh" "an unset name is 0"
	run script <<-'EOF'
		set -u
		echo $((u=1)) $((u+1))
		echo $((v+1))
		echo wrong
	EOF
	fails '1 2'
}

@test "set -u leaves alone \$@, \$*, null values and expansions with a word" {
	run script <<-'EOF'
		set -u
		e=
		args "$@" $* "$e" "${u-a}" "${u:-b}" "${u+c}" "${u:+d}" "${1-e}" "$#" "$?"
		args "${u=f}" "$u" ${1+"$@"}
	EOF
	prints '8<><a><b><><><e><0><0>' '2<f><f>'
}
