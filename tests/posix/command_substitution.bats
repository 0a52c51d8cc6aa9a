# Command substitution (XCU 2.6.3).

load common

@test "newlines at the end of the output are removed, others kept" {
	run script <<-'EOF'
		x=$(printf '\n\na\n\nb\n\n\n')
		args "$x" "`printf 'c \n\n'`" "$(printf '\n\n')"
		args $(printf 'd\n\ne\n')
	EOF
	prints '3<' '' a '' 'b><c ><>' '2<d><e>'
}

@test "substitutions nest, with quotes of their own at each level" {
	run script <<-'EOF'
		x='a  b'
		echo "$(echo "<$(echo "[$(echo "$x")]")>")"
		args $(echo $(echo "$x")) "$(echo "$(echo "'")" '"')"
		echo $(echo $(echo $(echo $(echo deep))))
	EOF
	prints '<[a  b]>' "3<a><b><' \">" deep
}

@test "backquotes nest by escaping" {
	run script <<-'EOF'
		echo `echo a \`echo b \\\`echo c\\\`\``
		x=`echo "\`echo 'd  e'\`"`
		echo "$x"
	EOF
	prints 'a b c' 'd  e'
}

@test "in backquotes a backslash goes only before \$ \` and backslash" {
	run script <<-'EOF'
		x=v
		printf '<%s>' `printf %s '\\\\'` `printf %s '\$x'` `printf %s \$x` `printf %s '\a\"'` \
			`printf %s "\\$x"` "`printf %s "\\$x"`" `printf %s \\\\\\\\`
	EOF
	prints '<\\><$x><v><\a\"><$x><$x><\\>'
}

@test "a closing parenthesis inside a quote, comment, case or here-document does not end it" {
	run script <<-'EOF'
		echo $(echo ')' ")" \) # ) " '
		) end
		echo $(case a in a) echo b;; (c) echo d;; esac) end
		echo $(case a in (a) echo `echo ')'`;; esac) $(
			case x in
			x) echo y ;;
			esac
		) end
		echo "$(cat <<E
		) ' " ( `echo \)` $(echo ')')
		E
		)" end
		echo $( (echo sub); { echo group; } ) end
	EOF
	prints ') ) ) end' 'b end' ') y end' ") ' \" ( ) ) end" 'sub group end'
}

@test "a substitution may be empty or hold only blanks and comments" {
	run script <<-'EOF'
		args $() `` $( ) "$()" "$(
		)" $( # nothing
		) x$()y
	EOF
	prints '3<><><xy>'
}

@test "commands run in a subshell" {
	run script a b <<-'EOF'
		x=1; mkdir d; f() { echo f; }
		y=$(x=2; cd d; set -f; shift; f() { echo g; }; echo "$x$1"; exit 3; echo no)
		echo $? $y $x $1 $(f) d*
		case $- in *f*) echo wrong;; esac
		z=`x=3; echo $x`; echo $z $x
	EOF
	prints '3 2b 1 a f d' '3 1'
}

@test "the status is that of the last substitution when there is no command name" {
	run script <<-'EOF'
		x=$(exit 3); echo $?
		x=$(exit 4)y$(exit 5); echo $?
		x=$(exit 6) y=1; echo $?
		$(exit 7); echo $?
		`exit 8`; echo $?
		x="$(echo "$(exit 9)")"; echo $?
		x=$(exit 10) y=$(:); echo $?
		false; x=$(echo $?); echo $? $x
		e=; $e$(exit 11); echo $?
	EOF
	prints 3 5 6 7 8 0 0 '0 1' 11
}

@test "with a command name the status is the command's" {
	run script <<-'EOF'
		echo $(exit 3) a; echo $?
		true $(exit 4); echo $?
		x=$(exit 5) true; echo $?
		export y=$(exit 6); echo $?
		case $(exit 8) in *) echo b;; esac; echo $?
	EOF
	prints a 0 0 0 0 b 0
}

@test "the result is not expanded again, but split and matched when unquoted" {
	run script <<-'EOF'
		: >file1; : >file2
		x='$HOME `echo no` ~ "q" \z'
		args $(printf %s "$x") "$(echo 'a  b')" $(echo 'file*') "$(echo 'file*')"
		y=$(echo 'file*  c'); args "$y"
		IFS=:; args $(echo 'a b:c') `echo d:e`
	EOF
	prints '10<$HOME><`echo><no`><~><"q"><\z><a  b><file1><file2><file*>' '1<file*  c>' \
		'4<a b><c><d><e>'
}

@test "text and substitutions join in one word" {
	run script <<-'EOF'
		args a$(echo b c)d "a$(echo b c)d" $(echo e)$(echo f) $(echo 'g ')$(echo h) x`echo`y
	EOF
	prints '7<ab><cd><ab cd><ef><g><h><xy>'
}

@test "a substitution reads the input and writes the errors of the shell" {
	run script <<-'EOF'
		echo in | { x=$(cat); echo "<$x>"; }
		{ y=$(echo err >&2; echo out); } 2>f
		echo $y; cat f
		z=$(echo a 2>&1 >/dev/null; echo b >&2 2>&1); echo "<$z>"
	EOF
	exits 0 '<in>' out err '<>'
}

@test "much output is captured whole" {
	run script <<-'EOF'
		x=$(i=0; while [ $i -lt 3000 ]; do echo 'a line of thirty-two characters.'; i=$((i+1)); done)
		echo ${#x}
		y=$(dd if=/dev/zero bs=1000 count=300 2>/dev/null | tr '\0' y)
		echo ${#y}
	EOF
	prints 98999 300000
}

@test "several commands, loops and functions may stand inside" {
	run script <<-'EOF'
		f() { for i; do echo "$i."; done; }
		x=$(
			# a comment

			f a b
			while :; do echo c; break; done | cat
			if false; then :; else echo d; fi; { echo e; } & wait
		)
		echo $x
	EOF
	prints 'a. b. c d e'
}

@test "\$(( that is no arithmetic is a substitution that starts with a subshell" {
	differs dash "never reads it again"
	run script <<-'EOF'
		echo $((echo a); (echo b))
		echo $((echo c) | cat)
		echo "$((echo d; echo e) | (cat))"
		x=$((echo f
		) ); echo $x
	EOF
	prints 'a b' c d e f
}

@test "a descriptor opened for the substitution is closed after it" {
	run script <<-'EOF'
		x=$(exec 5>f; echo a >&5; echo b)
		cat f; echo $x
		{ echo c >&5; } 2>/dev/null || echo closed
	EOF
	prints a b closed
}

@test "exit inside leaves the substitution only" {
	run script <<-'EOF'
		f() { x=$(exit 3; echo no); echo $? $x.; return 5; }
		f; echo $?
		trap 'echo bye' EXIT
		z=$(echo a; exit 6); echo $? $z
	EOF
	prints '3 .' 5 '6 a' bye
}

@test "a substitution works in every kind of word" {
	run script <<-'EOF'
		echo a >$(echo f); cat <`echo f`
		case $(echo x) in $(echo [x])) echo b;; esac
		for i in $(echo c d); do echo $i; done
		$(echo echo) e
		cat <<E
		$(echo f) `echo g`
		E
		echo $(($(echo 1)+`echo 2`)) ${u-$(echo h)}
		x=abc; echo ${x#$(echo a)} >&$(echo 1)
	EOF
	prints a b c d e 'f g' '3 h' bc
}
