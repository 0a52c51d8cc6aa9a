# Redirection (XCU 2.7), but for here-documents (heredoc.bats) and what errors lead to (errors.bats).

load common

# --- the operators ---

@test "> creates or empties a file, >> appends, < reads" {
	run script <<-'EOF'
		echo long text >f; echo a >f; echo b >>f; echo c >>g; cat <f; cat <g
		>f; [ -f f ] && ! [ -s f ] && echo empty
		printf %s d 1>f; printf %s e 1>>f; cat 0<f; echo
	EOF
	prints a b c empty de
}

@test ">> always writes at the end of the file" {
	run script <<-'EOF'
		{ echo a; echo b >>f; echo c; } >>f
		cat f
		{ echo 1; echo 2 >>g; echo 3; } >g
		cat g
	EOF
	prints a b c 1 3
}

@test "<> opens for reading and writing, creates, and empties nothing" {
	differs ksh "reads ahead"
	run script <<-'EOF'
		<>new; [ -f new ] && echo created
		printf 'abc\ndef\n' >f
		{ read x; echo $x; printf 'X' >&0; } <>f
		cat f
		exec 3<>f; printf Z >&3; read y <&3; exec 3>&-; echo $y
		cat f
		echo w 1<>f; cat f
	EOF
	prints created abc abc Xef bc Zbc Xef w c Xef
}

@test "with noclobber > refuses an existing regular file, >| and >> do not" {
	run script <<-'EOF'
		set -C
		echo a >f && cat f
		{ echo b >f; } 2>e || cat f
		[ -s e ] && echo message
		echo c >|f; cat f
		echo d >>f; cat f
		: <>f; cat f
		echo e >/dev/null && echo device
		ln -s f link; (echo g >link) 2>/dev/null || cat f
		set +C; echo h >f; cat f
		set -o noclobber; (: >f) 2>/dev/null || echo on
	EOF
	prints a a message c c d c d device c d h on
}

@test "n>&m and n<&m make a copy, which has the same place in the file" {
	run script <<-'EOF'
		printf '1\n2\n3\n4\n' >f
		exec 3<f 4<&3
		read a <&3; read b <&4; read c 0<&3
		echo $a$b$c
		exec 5>g 6>&5
		echo x >&5; echo y >&6; echo z 1>&5; cat g
		echo err 2>h >&2; cat h
		{ echo out; echo err >&2; } >i 2>&1; cat i
	EOF
	prints 123 x y z err out err
}

@test "n>&- and n<&- close, also what is not open" {
	run script <<-'EOF'
		exec 3>f 4</dev/null
		echo a >&3
		exec 3>&- 4<&-
		(echo b >&3) 2>/dev/null || echo closed
		(cat <&4) 2>/dev/null || echo closed
		exec 8>&- 9<&-; echo $?
		: 7>&- 6<&-; echo $?
		cat f
	EOF
	prints closed closed 0 0 a
}

@test "the word after >& and <& may be any expansion that gives a number or -" {
	run script 3 <<-'EOF'
		fd=3 close=-
		exec 3>f
		echo a >&$fd; echo b >&$((1+2)); echo c >&"$1"; echo d >&$(echo 3); echo e >&${u-3}
		exec 3>&$close
		(echo wrong >&$fd) 2>/dev/null || cat f
		read x <&$((2-2)) </dev/null || echo eof
	EOF
	prints a b c d e eof
}

@test "a descriptor that is not open is an error" {
	run script <<-'EOF'
		for r in '>&7' '<&7' '1>&9' '0<&8' '6>&7' '5<&6'; do
			eval "(true $r)" 2>e && echo wrong "$r"
			[ -s e ] || echo no message "$r"
		done
		echo end
	EOF
	prints end
}

@test "descriptors 0 to 9 are all the script's" {
	run script <<-'EOF'
		for i in 3 4 5 6 7 8 9; do eval "exec $i>f$i"; done
		for i in 3 4 5 6 7 8 9; do echo text $i >&$i; done
		cat f[3-9]
		for i in 3 4 5 6 7 8 9; do eval "exec $i<&-"; done
		for i in 3 4 5 6 7 8 9; do (: >&$i) 2>/dev/null && echo open $i; done
		echo end
	EOF
	prints 'text 3' 'text 4' 'text 5' 'text 6' 'text 7' 'text 8' 'text 9' end
}

# --- order, place, words ---

@test "redirections happen from left to right" {
	run script <<-'EOF'
		{ { echo out; echo err >&2; } 2>&1 >f; } | sed 's/^/pipe /'; cat f
		{ { echo out; echo err >&2; } >f 2>&1; } | sed 's/^/pipe /'; cat f
		echo a >f >g; cat f g
		echo b >h <h; cat h
		cat <g <h
		{ { echo 1; echo 2 >&2; } 3>&1 1>&2 2>&3 3>&-; } 2>i; cat i
	EOF
	prints 'pipe err' out out err a b b 2 1
}

@test "after a redirection that fails the next ones do not happen" {
	run script <<-'EOF'
		true >a </nonexistent >b
		echo *
		cat <&7 >c
		echo *
		echo text >a/b 2>d
		echo *
	EOF
	exits 0 a a a
}

@test "redirections may stand anywhere in a simple command" {
	run script <<-'EOF'
		echo hello >f
		<f cat
		<f >g cat; cat g
		echo >h a b; cat h
		echo c >i d; cat i
		x=1 >j y=2 sh -c 'echo $x$y'; cat j
		>k; <f; 2>l >m; echo f* [g-m]
		cat - <f -
	EOF
	prints hello hello 'a b' 'c d' 12 'f g h i j k l m' hello
}

@test "the target is expanded to one word, neither split nor matched" {
	touch f1
	run script 'a b' <<-'EOF'
		x='c  d' e=
		echo 1 >$1; cat 'a b'
		echo 2 >$x; cat 'c  d'
		echo 3 >f*; cat 'f*'
		echo 4 >"$1"$((1+1))$(echo x); cat 'a b2x'
		echo 5 >${u-g h}; cat 'g h'
		echo 6 >\>; cat '>'
		(echo 7 >$e) 2>/dev/null || echo empty
	EOF
	prints 1 2 3 4 5 6 empty
}

@test "words are expanded before redirections happen" {
	run script <<-'EOF'
		echo old >f
		echo $(cat f) >f; cat f
		f() { echo "$@"; }
		f $(cat f) new >f; cat f
		printf '%s\n' "$(cat f)" `echo again` >f; cat f
	EOF
	prints old 'old new' 'old new' again
}

@test "assignments before a command are expanded after its redirections" {
	differs bash "expands them first"
	run script <<-'EOF'
		echo old >f
		x=$(cat f) printenv x >f
		cat f
		echo end
	EOF
	prints '' end
}

@test "a quoted number or operator is no redirection" {
	run script <<-'EOF'
		echo \2>f; cat f
		echo "2">f; cat f
		echo 2\>f
		echo 2">"f '>'f
		x=2; echo $x>f; cat f
		y='>g'; echo $y; [ -e g ] || echo none
		echo a2>f; cat f; echo 2 >f; cat f
	EOF
	prints 2 2 '2>f' '2>f >f' 2 '>g' none a2 2
}

@test "a number that does not touch the operator is an argument" {
	run script <<-'EOF'
		exec 3>g
		echo 3 >f; cat f
		echo a 3>f 1; cat f
		echo b 3 > f; cat f
	EOF
	prints 3 'a 1' 'b 3'
}

@test "a pipe is connected before the redirections of its commands" {
	run script <<-'EOF'
		echo in >f
		echo a >g | cat; cat g
		echo b | cat <f
		{ echo c >&2; echo d; } 2>&1 >/dev/null | cat
		{ echo e; echo h >&2; } 2>&1 | cat
	EOF
	prints a in c e h
}

# --- on every kind of command, and undone ---

@test "a redirected simple command leaves the shell's descriptors alone" {
	mkdir d
	run script <<-'EOF'
		f() { echo function; }
		echo built-in >f1; printenv HOME >f2; f >f3; pwd >f4; true >f5; read x <f1; cd d >f6; cd ..
		command echo command >f7; eval 'echo eval' >f8; : >f9; set -- a >f10; export y=1 >f11
		echo 'echo dot' >s; . ./s >f12; unset y >f13; trap - INT >f14; readonly z=1 >f15; [ a ] >f16
		echo out; cat f1 f3 f7 f8 f12
		ls f? f?? | wc -l | tr -d ' '
		true </dev/null; read x; echo "$x" $?
	EOF
	prints out built-in function command eval dot 16 ' 1'
}

@test "a redirection of a compound command reaches everything inside, then ends" {
	run script <<-'EOF'
		{ echo brace; { echo inner; }; } >f; cat f
		(echo paren; echo err >&2) >f 2>&1; cat f
		if echo if; then echo then; fi >f; cat f
		for i in 1 2; do echo for $i; done >f; cat f
		case a in a) echo case;; esac >f; cat f
		n=0; while [ $n -lt 2 ]; do echo while; n=2; done >f; cat f
		until echo until; do :; done >f; cat f
		echo out
	EOF
	prints brace inner paren err if then 'for 1' 'for 2' case while until out
}

@test "a compound command reads its own input to the end" {
	run script <<-'EOF'
		printf '1\n2\n3\n' >f
		while read x; do echo "<$x>"; done <f
		{ read a; read b; } <f; echo $a $b
		if read c; then read d; fi <f; echo $c $d
		for i in x y; do read e; echo $i$e; done <f
		n=0; until ! read g; do n=$((n+1)); done <f; echo $n
		(read h; cat) <f
	EOF
	prints '<1>' '<2>' '<3>' '1 2' '1 2' x1 y2 3 2 3
}

@test "variables set in a redirected compound command stay set" {
	run script <<-'EOF'
		{ a=1; cd /; } >f
		for i in 1; do b=$i; done >>"$OLDPWD/f"
		while read x; do c=$x; done <<E
		2
		E
		if d=3; then :; fi 2>/dev/null
		case 1 in 1) e=4;; esac 5>&1
		echo $a$b$c$d$e $PWD
	EOF
	prints '11234 /'
}

@test "an inner redirection wins and the outer one comes back" {
	run script <<-'EOF'
		{
			echo a
			{ echo b; echo c >h; echo d; } >g
			echo e
			f() { echo i >&1; }
			f >j
			echo k
		} >f
		cat f; echo; cat g h j
	EOF
	exits 0 a e k '' b d c i
}

@test "a descriptor that was closed before is closed after" {
	run script <<-'EOF'
		open() { (: >&$1) 2>/dev/null && echo open $1; }
		{ open 5; } 5>f
		f() { open 6; }; f 6>f
		eval 'open 7' 7>f
		: 8>f
		for i in 1; do open 9; done 9>f
		for i in 5 6 7 8 9; do open $i; done
		echo end
	EOF
	prints 'open 5' 'open 6' 'open 7' 'open 9' end
}

@test "a descriptor that was open before is the same after" {
	run script <<-'EOF'
		exec 5>f 6<&0
		{ echo in >&5; } 5>g
		eval 'echo eval >&5' 5>>g
		: 5>&-
		{ :; } 5>&- 6<&-
		f() { echo function >&5; }; f 5>>g
		echo out >&5
		read x <&6 || echo eof
		cat f g
	EOF
	prints eof out in eval function
}

@test "a redirection that fails undoes the ones before it" {
	run script <<-'EOF'
		true >a 2>/nonexistent/b
		echo 1
		{ :; } >a 2>&9
		echo 2
		f() { echo wrong; }; f 5>a </nonexistent
		(: >&5) 2>/dev/null && echo wrong
		echo 3
		exec 6>keep
		{ echo wrong; } 6>a 7<&8
		echo kept >&6
		command : >a </nonexistent
		echo 4
		cat keep a
	EOF
	exits 0 1 2 3 4 kept
}

@test "the command of a failed redirection does not run" {
	run script <<-'EOF'
		echo wrong </nonexistent
		[ $? -ne 0 ] && echo 1
		{ echo wrong; } >/nonexistent/f || echo 2
		(echo wrong) <&7 || echo 3
		for i in 1; do echo wrong; done >. || echo 4
		echo "$(printenv HOME </nonexistent)."
		x=1 command true >/nonexistent/f || echo 5
		! cat </nonexistent && echo 6
	EOF
	exits 0 1 2 3 4 . 5 6
}

@test "exec changes the descriptors of the shell itself" {
	run script <<-'EOF'
		exec 3>&1 >f
		echo file
		exec >&3 3>&-
		echo out; cat f
		exec 4<f; read x <&4; echo "<$x>"
		exec 2>e; echo err >&2; cat e
		exec 5>&1 1>g 1>&5; echo again
		(: >&3) || echo closed
	EOF
	prints out file '<file>' err again closed
}

@test "exec in a subshell changes the subshell only" {
	run script <<-'EOF'
		(exec >f; echo a)
		echo b
		x=$(exec >g; echo c); echo "<$x>"
		{ exec 5>h; } | :
		cat f g
	EOF
	prints b '<>' a c
}

@test "exec in a redirected group stays in force after it, but for what the group redirected" {
	run script <<-'EOF'
		{ exec 3>f; echo a >&3; } >g
		echo b >&3
		cat f
		{ exec >h; echo c; } >i
		echo d
		cat h
		{ exec >j; echo e; } 4>k
		echo f
		cat j >&3
	EOF
	prints a b d c
	[ "$(cat f)" = $'a\nb\ne\nf' ]
}

@test "a built-in takes from its input only what it uses" {
	run script <<-'EOF'
		printf '1\n2\n3\n' >f
		{ read a; cat; } <f
		printf '4\n5\n' | { read a; cat; }
		exec 3<f; read a <&3; cat <&3
		{ read a; (read b; echo $b); read c; echo $c; } <f
	EOF
	prints 2 3 5 2 3 2 3
}

@test "a child gets the descriptors of its own redirections" {
	run script <<-'EOF'
		echo text >f
		sh -c 'cat <&4; echo out >&5' 4<f 5>g; cat g
		{ sh -c 'echo group >&6'; } 6>h; cat h
		sh -c ': >&7' 7>i 7>&- 2>/dev/null || echo closed
		x=$(sh -c 'echo sub >&8' 8>&1); echo $x
	EOF
	prints text out group closed sub
}

@test "a redirection without a command happens in a subshell, an assignment beside it here" {
	run script <<-'EOF'
		>f 3>g
		(: >&3) 2>/dev/null || echo closed
		x=1 >h y=2; echo $x$y
		echo f* g* h*
		(</nonexistent) 2>/dev/null; [ $? -gt 0 ] && echo failed
	EOF
	prints closed 12 'f g h' failed
}

@test "redirections of a loop's parts are made anew each time" {
	run script <<-'EOF'
		for i in 1 2 3; do echo $i >f$i; echo $i >>all; { echo again; } >last; done
		cat f1 f2 f3 all last
		i=0
		while [ $i -lt 300 ]; do { :; } 5>f 6<f 7>&5; i=$((i+1)); done
		echo $i
	EOF
	prints 1 2 3 1 2 3 again 300
}
