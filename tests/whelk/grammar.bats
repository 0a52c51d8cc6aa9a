# What scripts for bash and ksh use and the standard leaves open.
#
# SPDX-License-Identifier: GPL-3.0-or-later
load common

@test "function NAME defines a function, with or without parentheses" {
	run whelk -c 'function f { echo "f $1"; }
		f a
		function g() { echo g; }; function h ( )
		( echo h ); function i (echo i) >&2; function j
		if :; then echo j; fi
		g; h; i; j'
	prints 'f a' g h i j
}

@test "function is a reserved word only where a command may begin, and unquoted" {
	echo 'echo "program $*"' >function
	chmod 755 function
	PATH=.:$PATH run whelk -c 'echo function f; \function f; x=1 function g'
	prints 'function f' 'program f' 'program g'
}

@test "function wants a name and a compound command" {
	for text in 'function' 'function; :' 'function "f" { :; }' 'function f :' 'function f( { :; }' \
		'function $x { :; }'; do
		run whelk -c "$text"
		echo "$text: $status $output"
		[ "$status" -eq 2 ]
		[[ $output == *': unexpected '* ]]
	done
	run whelk --posix -c 'function a-b { :; }'
	[ "$status" -eq 2 ]
	[[ ${lines[0]} == *": 'a-b' is not a valid function name" ]]
}

@test ";;& goes on with the patterns that follow" {
	run whelk -c 'case $((n += 1))ab in
		1*) echo one ;;&
		x*) echo x ;;&
		*b) echo b $n ;&
		z) echo z ;;
		*) echo never ;;
		esac
		case a in a) (exit 3) ;;& b) ;; esac; echo $?
		case a in a) ;;& esac; echo $?'
	prints one 'b 1' z 3 0
}

@test ";;& leaves a loop, and a function, as ;; does" {
	run whelk -c 'for i in a b; do case $i in a) continue ;;& *) echo $i ;;& b) break ;;& esac; done
		f() { case "$1" in x) return 4 ;;& esac; }; f x; echo $?
		set -e; case a in a) ;;& b*) false ;;& a) false ;; esac; echo never'
	[ "$status" -eq 1 ]
	[ "$output" = "$(printf 'b\n4')" ]
}

@test "an action that exits before a case with ;;& gives it its status" {
	run whelk -c 'trap "exit 5" USR1; case $(kill -USR1 $$) in *) ;;& esac'
	[ "$status" -eq 5 ]
}

@test "|& sends both outputs into the pipe, after the command's own redirections" {
	run whelk -c 'f() { echo out; echo err >&2; }
		f |& sed "s/^/1 /"
		f 2>/dev/null |&
			sed "s/^/2 /"
		{ f; } 2>&1 >&2 |& cat |& sed "s/^/3 /"
		! f |& grep -q none && echo inverted'
	prints '1 out' '1 err' '2 out' '2 err' '3 out' '3 err' inverted
}

@test "&> and &>> send both outputs into a file" {
	run whelk -c 'f() { echo out; echo err >&2; }
		f &>a; f &>>a; n=b; f &> "$n"
		cat a b; ls /none/x &>/dev/null || echo no
		set -C; f &>a || echo kept; true &>a/b; echo $?'
	echo "$output"
	[ "${lines[*]:0:6}" = 'out err out err out err' ]
	[ "${lines[6]}" = no ]
	[[ ${lines[7]} == *': a: '* ]]
	[ "${lines[8]}" = kept ]
	[[ ${lines[9]} == *': a/b: '* ]]
	[ "${lines[10]}" = 1 ]
}

@test "In posix mode cmd &>file is cmd & and >file" {
	run whelk --posix -c 'echo out &>file; wait; wc -c <file'
	prints out 0
}

@test ">&word is &>word unless the word is a descriptor" {
	run whelk -c 'f() { echo out; echo err >&2; }
		f >&a; n=b; f >& $n; cat a b; n=2; f >&$n 2>/dev/null; f 3>&c; echo $?; f 1>&c; echo $?; f >& ""'
	echo "$output"
	[ "${lines[*]:0:5}" = 'out err out err out' ]
	[[ ${lines[5]} == *': c: not a descriptor' && ${lines[7]} == *': c: not a descriptor' ]]
	[ "${lines[6]}${lines[8]}" = 11 ]
	[ ! -e c ]
	[[ ${lines[9]} == *': : '* ]]
	run whelk --posix -c 'echo x >&a2'
	[ "$status" -eq 1 ]
	[ ! -e a2 ]
}

@test "<<< gives a word and a newline to read, not split, not globbed" {
	run whelk -c 'x="a   *"; cat <<<$x; cat <<<"q  $x
two"; cat <<<'"'\$x'"'; read a b <<< "1 2"; echo "$b"; cat 3<<<three <&3; cat <<<"" | wc -c
		cat <<<a <<<b; HOME=/h; cat <<<~; (exec <<<in; cat); f() { cat; } <<<"f $1"; f arg; echo ok'
	prints 'a   *' 'q  a   *' two '$x' 2 three 1 b /h in 'f arg' ok
}

@test '$"..." is "..."' {
	run whelk -c 'x=1; echo $"a  $x" b$"c"d "$"; echo "a$"; echo ${none-$"x  y"}'
	prints 'a  1 bcd $' 'a$' 'x  y'
}

@test "what was read is shown with the same meaning" {
	run whelk -c 'explain: function f { a |& b &>c <<<d; }; case x in x) ;;& esac'
	prints 'one command' '  1.  f() { a 2>&1 | b &>c <<<d; }' '  status of the last' \
		'one command' '  1.  case x in x);;& esac' '  status of the last'
}

# --- arithmetic ---

@test "((expression)) succeeds when the value is not zero" {
	run whelk -c '((1)); echo $?; ((0)); echo $?; ((x = 3, y = x * 2)); echo $x $y; if ((y > 5)); then echo yes; fi
		while ((x-- > 1)); do echo $x; done; ((
			$x + ${none:-1} )) >out; echo $?; f() ((x == 0)); f && echo f; ! ((0)) && (( $(echo 2) )) && echo end'
	prints 0 1 '3 6' yes 2 1 0 f end
}

@test "((...) ...) that does not close with )) is subshells" {
	run whelk -c '((echo a); echo b); ((echo c) | cat); x=$( ((echo d); echo e) ); echo "$x"
		((echo f
		) ; (echo g
		))'
	prints a b c d e f g
}

@test "An error in ((...)) is status 1, one of an expansion in it ends the script" {
	run whelk -c '((1/0)); echo $?; ((1+)); echo $?; ((x y)); echo $?; readonly r; ((r = 1)); echo $?'
	echo "$output"
	[ "${lines[0]}" = '-c:1:1: ((1/0)): division by zero' ]
	[ "${lines[2]}" = '-c:1:19: arithmetic: 1+: missing operand at the end' ]
	[ "${lines[1]}${lines[3]}${lines[5]}${lines[7]}" = 1111 ]
	for text in '((${none?gone}))' 'set -u; ((none + 1))' 'let x; set -u; let none+1' 'set -e; ((0))' \
		'set -e; let 0' 'set -u; for ((;none;)); do :; done'; do
		run whelk -c "$text; echo on"
		echo "$text: $status $output"
		[ "$status" -ne 0 ]
		[[ $output != *on ]]
	done
}

@test "for ((start; test; step)) loops, with each of them empty as well" {
	run whelk -c 'for ((i = 0; i < 3; i++)); do echo $i; done; for ((;;)); do break; done; echo $?
		for (( i = 0 ; i < 10 ; i += 2 ))

		do [ $i -eq 4 ] && continue; [ $i -eq 8 ] && break; echo $i; done; echo $i
		for ((; i < 10; )) do ((i++)); (exit 5); done; echo $?; for ((0;0;0)); do :; done; echo $?
		for ((i = $(echo 2; :); i > 0; --i)); do for ((j = 0; j < 2; j++)); do echo $i$j; continue 2; done; done'
	prints 0 1 2 0 0 2 6 8 5 0 20 10
	run whelk -c 'for ((i = 0; i < LINENO + 1; i++)); do

		echo $i; done; for ((x = 1;1/x;x--)) {
		:
		}; echo $?'
	prints 0 1 '-c:3:18: 1/x: division by zero' 1
}

@test "An error in for ((...)) ends the loop with status 1" {
	run whelk -c 'for ((1/0;;)); do echo no; done; echo $?; for ((;1/0;)); do echo no; done; echo $?
		for ((;;x/0)); do echo once; done; echo $?'
	echo "$output"
	[ "${lines[0]}" = '-c:1:1: 1/0: division by zero' ]
	[ "${lines[1]}${lines[3]}" = 11 ]
	[ "${lines[4]}" = once ]
	[ "${lines[6]}" = 1 ]
}

@test "for ((...)) is refused without two semicolons and two parentheses" {
	for text in 'for ((;)); do :; done' 'for ((;;;)); do :; done' 'for ((i)); do :; done' 'for ((;;)' \
		'for ((;;) ); do :; done' 'for ((;;' 'for ((;;)); :; done'; do
		run whelk -c "$text"
		echo "$text: $status $output"
		[ "$status" -eq 2 ]
		[[ $output == *': syntax error: '* ]]
	done
}

@test "let evaluates each argument" {
	run whelk -c 'let x=3+4 "y = x * 2"; echo $x $y $?; let 0; echo $?; let x-7; echo $?; let -- -1; echo $?'
	prints '7 14 0' 1 1 0
	run whelk -c 'let 1+ x=2; echo $?$x; let; echo $?; x="\$(echo no)"; let x+1; echo $?'
	echo "$output"
	[ "${lines[0]}" = '-c:1:1: arithmetic: 1+: missing operand at the end' ]
	[ "${lines[1]}" = 1 ]
	[[ ${lines[2]} == *'let expression...' ]]
	[[ $output == *'x: not an integer: '*1 ]]
}

@test "** is a power, from right to left" {
	run whelk -c 'echo $((2**10)) $((2**3**2)) $((-2**2)) $((3*2**2)) $((7**0)) $((3**41)); x=2; echo $((x**-1))'
	[ "$status" -eq 1 ]
	[ "${lines[0]}" = '1024 512 4 12 1 -420491770248316829' ]
	[ "${lines[1]}" = '-c:1:80: $((x**-1)): negative exponent' ]
}

@test "A base has no leading zero" {
	run whelk -c 'echo $((2#0110)) $((64#_)); echo $((02#0110))'
	[ "$status" -eq 1 ]
	[ "${lines[0]}" = '6 63' ]
	[[ ${lines[1]} == *': invalid number '* ]]
}

# --- [[ ]] ---

# true_conditions: each line of standard input is an expression that [[ ]] finds true; with `!` before
# it, untrue.
true_conditions() {
	local line bad=0
	while IFS= read -r line; do
		{
			echo "x='a b' e= n=5 p='a*' r='^[0-9]+$'"
			case $line in
			'! '*) echo "[[ ${line#! } ]]; [ \$? -eq 1 ]" ;;
			*) echo "[[ $line ]]" ;;
			esac
		} >script
		whelk ./script || { echo "not so: $line"; bad=1; }
	done
	return $bad
}

@test "[[ ]] does not split, and does not look for pathnames" {
	touch 'a b' other
	true_conditions <<-'E'
		a
		! ""
		! $e
		! $none
		$x
		-n $x
		-z $e
		! -z $x
		$x == "a b"
		-e $x
		* == "*"
		$(echo "a  b") == "a  b"
		~ == $HOME
		$((n + 1)) == 6
	E
}

@test "[[ ]] has patterns on the right side, in which what is quoted is literal" {
	true_conditions <<-'E'
		$x = a*
		$x == $p
		! $x == "$p"
		! $x == "a*"
		$x == "a"*
		a == \a
		b == [!a]
		$x != b*
		! $x != a*
		a == [[:alpha:]]
		$'a\n' == a?
		a1 == @(a|b)[0-9]
		! c1 == @(a|b)[0-9]
		aab == +(a|b) && "" == ?(a) && abc == !(x)
		$x == *( |[a-z])
		'@(a)' == '@('a")"
		a == $(echo '@(a|b)')
	E
}

@test "[[ ]] compares strings, files, and arithmetic expressions" {
	touch -d '2020-01-01' old
	touch new
	true_conditions <<-'E'
		a < b
		! b < a
		b>a
		1<2
		n -eq 5
		$n -gt n-1
		"n + 1" -le 2*3
		010 -eq 8
		16#ff -ne 16#fe
		"" -eq 0
		-1 -lt 0 && 1 -ge 1
		new -nt old
		old -ot new
		/etc -ef /etc/.
		! new -ef old
		-f old
		-v n
		! -v none
		! -o errexit
	E
}

@test "[[ ]] connects expressions and evaluates only what it must" {
	true_conditions <<-'E'
		a && b
		! a && ""
		"" || b
		a || "" && ""
		! ( a || "" ) && ""
		! ! a
		( ! ( a == b ) && ( c ) )
		! ! a || ! b
		a || 1/0 -eq 1
		! "" && $((n = 7)) -eq 7
		n -eq 5
	E
	run whelk -c 'n=1; [[ "" && $((n = 2)) ]]; [[ a || $((n = 3)) ]]; echo $n
		[[
		a == a &&

		! b ||
		c
		]] && echo lines; if [[ a ]]; then echo if; fi; f() [[ $1 == x ]]; f x && ! f y; echo $?
		[[ a ]] >out; ls out; set -e; [[ "" ]] || echo or; [[ "" ]]; echo never'
	[ "$status" -eq 1 ]
	[ "$output" = "$(printf '%s\n' 1 lines if 0 out or)" ]
}

@test "[[ =~ ]] finds an extended regular expression, quoted text stands for itself" {
	true_conditions <<-'E'
		abc =~ ^a(b|x)c$
		! abc =~ ^b
		$x =~ (a b)
		$x =~ a\ b
		a.b =~ a\.b
		! axb =~ a\.b
		axb =~ a.b
		! axb =~ "a.b"
		123 =~ $r
		! 12x =~ $r
		! 123 =~ "$r"
		'^[0-9]+$' =~ "$r"
		a =~ b|a
		a1 =~ [[:digit:]]
		(foo =~ fo+) && foo =~ o$ || a
		$HOME/x =~ ~/x
		"" =~ ^$
	E
	LC_ALL=C.UTF-8 run whelk -c '[[ ä =~ ^.$ ]]; echo $?; LC_ALL=C; [[ ä =~ ^.$ ]]; echo $?'
	prints 0 1
}

@test "-v knows elements, in test and in [[ ]]" {
	run whelk -c 'a=(x y); unset "a[0]"; declare -A m=([k]=1)
		for v in a "a[0]" "a[1]" "a[-1]" "a[@]" m "m[k]" "m[x]" "none[1]" "none[@]" 1x; do [[ -v $v ]]; test -v "$v"; echo -n $?; done'
	prints 11000101111
}

@test "What stands in a value is not run by [[ ]], ((...)) and let" {
	run whelk -c 'x="a[\$(echo >ran)]" y="\$(echo >ran)" z="\`echo >ran\`"
		for v in "$x" "$y" "$z"; do [[ $v -eq 0 ]]; [[ v -eq 0 ]]; ((v)); ((a[v])); let v; let "a[$v]"; [[ -v $v ]]; done; ls' 2>/dev/null
	[ ! -e ran ]
}

@test "[[ ]] is refused where it is not complete" {
	for text in '[[ a' '[[ ]]' '[[ a b ]]' '[[ -f ]]' '[[ a == ]]' '[[ ( a ]]' '[[ a ) ]]' '[[ a && ]]' \
		'[[ a -a b ]]' '[[ a =~ ]]' '[[ a =~ (b ]]' '[[ a =~ ) ]]' '[[ a ]] b' '[[ a & b ]]' '[[ ! ]]' \
		'[[ a | b ]]' '[[ a; ]]' '[[ () ]]' '[[ a == b c ]]'; do
		run whelk -c "$text"
		echo "$text: $status $output"
		[ "$status" -eq 2 ]
		[[ $output == *': syntax error: unexpected '* ]]
	done
	run whelk -c '[[ a == b
		c ]]'
	[ "${lines[0]}" = "-c:2:3: syntax error: unexpected 'c'" ]
	[ "${lines[3]}" = "-c:1:1: '[[' began here" ]
}

@test "[[ ]] has status 2 after an error, and one of an expansion ends the script" {
	run whelk -c '[[ 1+ -eq 1 ]]; echo $?; ! [[ a && 1/0 -eq 0 || b ]]; echo $?; r="("; [[ a =~ $r ]]; echo $?'
	echo "$output"
	[ "${lines[1]}${lines[3]}${lines[5]}" = 202 ]
	[ "${lines[0]}" = '-c:1:1: arithmetic: 1+: missing operand at the end' ]
	[[ ${lines[4]} == '-c:1:71: [[: (: '* ]]
	run whelk -c '[[ ${none?gone} ]]; echo on'
	[ "$status" -ne 0 ]
	[[ $output != *on ]]
	run whelk -c 'set -u; [[ a || $none ]]; [[ none -eq 0 ]]; echo on'
	[ "$status" -ne 0 ] && [[ $output != *on ]]
}

@test "[[ is a reserved word only where a command may begin, and unquoted" {
	run whelk -c 'echo [[ a ]]; \[[ 2>/dev/null; echo $?; type [['
	prints '[[ a ]]' 127 '[[ is a shell keyword'
}

@test "set -x shows ((...)) and [[ ]] as they were read" {
	run whelk -c 'set -x; ((x = 1)); [[ $x == "1" ]]'
	prints '+ ((x = 1))' '+ [[ $x == "1" ]]'
}

# --- select ---

@test "for and select may have braces around their body" {
	run whelk -c 'for i in a b; { echo $i; }; for ((i = 0; i < 2; i++)) { echo $i; } >out; cat out; set x
		for i
		{ echo $i
		}; select y in q; { echo "$y"; break; } 2>/dev/null <<<1'
	prints a b 0 1 x q
}

@test "select asks until a break, or until the input ends" {
	printf '%s\n' 2 '' x 9 1 >in
	run whelk -c 'select x in "a b" c; do echo "<$x> $REPLY"; [ $REPLY = 1 ] && break; done <in 2>err; echo $?; cat err'
	prints '<c> 2' '<> x' '<> 9' '<a b> 1' 0 '1) a b' '2) c' '#? #? 1) a b' '2) c' '#? #? #? '
	printf '%s\n' 2 >in
	run whelk -c 'f() { PS3="which? "; select x do (exit 3); done <in; echo $?; }; f one two 2>err; tail -n 1 err; echo
		select x in; do echo never; done; echo $?
		for i in 1 2; do select y in a; do continue 2; done <in; done 2>/dev/null; echo $y$?
		select z in a; do set -e; false; echo never; done <in 2>/dev/null; echo never'
	[ "$status" -eq 1 ]
	[ "$output" = "$(printf '%s\n' 1 'which? which? ' 0 0)" ]
}

@test "select wants a name and a body" {
	for text in 'select' 'select 1 in a; do :; done' 'select x in a; :; done' 'select ((;;)); do :; done'; do
		run whelk -c "$text"
		echo "$text: $status $output"
		[ "$status" -eq 2 ]
		[[ $output == *': syntax error: '* ]]
	done
}

# --- braces ---

# words_of WORD EXPECTED: what the word expands to, one field in <> after the other.
words_of() {
	run whelk -c "x='1 2' y=; p() { printf '<%s>' \"\$@\"; }; p $1"
	[ "$status" -eq 0 ] && [ "$output" = "$2" ] || {
		echo "$1: $status $output"
		return 1
	}
}

@test "{a,b} is a word for each alternative" {
	words_of 'a{b,c}d' '<abd><acd>'
	words_of '{a,b}{1,2}' '<a1><a2><b1><b2>'
	words_of 'x{a,{b,c}y,}z' '<xaz><xbyz><xcyz><xz>'
	words_of '{a,{b,{c,d}}}' '<a><b><c><d>'
	words_of '{{a,b},c}{d,e}' '<ad><ae><bd><be><cd><ce>'
	words_of '{"a b",c\,d,'"'{}'"'}' '<a b><c,d><{}>'
	words_of '{$x,"$x",$(echo 3 4)}' '<1><2><1 2><3><4>'
	words_of '{,a,""}' '<a><>'
	words_of '{$x,a}$y{b,c}' '<1><2b><1><2c><ab><ac>'
	HOME=/h words_of '~/{a,b} {~,x}' '</h/a></h/b></h><x>'
	touch one.c two.c
	words_of '{one,t*,no*}.c' '<one.c><two.c><no*.c>'
}

@test "{first..last..step} is a sequence of numbers or letters" {
	words_of '{1..4}' '<1><2><3><4>'
	words_of '{2..-1}' '<2><1><0><-1>'
	words_of '{1..10..4}{a..c..2}' '<1a><1c><5a><5c><9a><9c>'
	words_of '{01..3}{9..10..-1}' '<019><0110><029><0210><039><0310>'
	words_of '{c..a}' '<c><b><a>'
	words_of '{-01..1}' '<-01><000><001>'
	words_of '{9223372036854775806..9223372036854775807}' '<{9223372036854775806..9223372036854775807}>'
	words_of '{999999999999999998..999999999999999999..9}' '<999999999999999998>'
	run whelk -c 'echo {1..100000} | wc -w'
	prints 100000
}

@test "braces that are no alternatives, or are quoted, stand for themselves" {
	words_of '{} {a} {a,b x{ {a}} a,b } {1..a} {1..} {a..Z} {1..2..}' \
		'<{}><{a}><{a,b><x{><{a}}><a,b><}><{1..a}><{1..}><{a..Z}><{1..2..}>'
	words_of '"{a,b}" \{a,b} {a\,b} {a,b\}' '<{a,b}><{a,b}><{a,b}><{a,b}>'
	words_of '{a,{b,c} {{a,b}}' '<{a,b><{a,c><{a}><{b}>'
	words_of '$(v={a,b}; echo $v)' '<{a,b}>'
	run whelk -c 'v="{a,b}"; echo $v; case {a,b} in "{a,b}") echo same;; esac; echo x >{a,b}; ls; readonly r={a,b}; echo $r
		cat <<<{a,b}; {echo,from,braces}; for i in {x,y}; do echo $i; done; f() { echo {a,b}; }; type f >/dev/null; f'
	prints '{a,b}' same '{a,b}' '{a,b}' '{a,b}' 'from braces' x y 'a b'
	run whelk --posix -c 'echo {a,b} {1..2}'
	prints '{a,b} {1..2}'
}

@test "BASH_REMATCH has what =~ found, and what its groups did" {
	run whelk -c '[[ abc123 =~ ^([a-z]+)(x)?([0-9]) ]]; printf "<%s>" "${BASH_REMATCH[@]}"; echo
		[[ ${BASH_REMATCH[1]} =~ b. ]]; echo "${BASH_REMATCH[*]}"; [[ a =~ b ]]; echo "${#BASH_REMATCH[@]}"
		readonly BASH_REMATCH; [[ a =~ a ]] 2>/dev/null; echo "$?"'
	prints '<abc1><abc><><1>' bc 0 2
}
