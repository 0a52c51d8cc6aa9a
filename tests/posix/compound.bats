# Compound commands (XCU 2.9.4), break and continue.

load common

# --- groups ---

@test "braces run in this environment, parentheses in a subshell" {
	run script a <<-'EOF'
		x=1
		{ x=2; set -- b; }; echo $x $1
		(x=3; set -- c; cd /; unset x; f() { :; }; exit 4; echo wrong); echo $? $x $1
		[ "$PWD" != / ] && echo stayed
		f 2>/dev/null; echo $?
	EOF
	prints '2 b' '4 2 b' stayed 127
}

@test "the status of a group is that of its last command" {
	run script <<-'EOF'
		{ false; (exit 3); }; echo $?
		(true; exit 4); echo $?
		{ (exit 5); x=1; }; echo $?
		( (exit 6) ); echo $?
		{ { (exit 7); }; }; echo $?
		(false; exit); echo $?
		{ (exit 8) && true; }; echo $?
	EOF
	prints 3 4 0 6 7 1 8
}

@test "groups nest deeply and mix" {
	run script <<-'EOF'
		o= c= p= q= i=0
		while [ $i -lt 40 ]; do o="$o { " c="; } $c" p="$p ( " q=" ) $q" i=$((i+1)); done
		eval "$o echo a $c"
		eval "$p echo b $q"
		( ( { ( { echo c; } ) ; } ); (echo d) )
	EOF
	prints a b c d
}

# --- for ---

@test "for expands its list once, in every way, before the first turn" {
	touch f1 f2
	run script <<-'EOF'
		x='a b'
		for i in $x "$x" f* $(echo c d) '' ${u-e} $u; do echo "<$i>"; x=changed; rm -f f2; done
	EOF
	prints '<a>' '<b>' '<a b>' '<f1>' '<f2>' '<c>' '<d>' '<>' '<e>'
}

@test "for without a list goes through the positional parameters of its beginning" {
	run script 'a b' '' c <<-'EOF'
		for i do echo "<$i>"; set -- x; done
		echo $#
		f() { for i; do echo "f $i"; done; }
		f 1 2
		set --; for i do echo wrong; done; echo $?
	EOF
	prints '<a b>' '<>' '<c>' 1 'f 1' 'f 2' 0
}

@test "the variable of for is an ordinary variable and keeps its last value" {
	run script <<-'EOF'
		for i in a b; do i=$i$i; echo $i; done; echo $i
		for i in 1 2; do for i in 3 4; do :; done; echo $i; done
		unset j; for j in; do :; done; echo ${j-unset}
		f() { echo "f $k"; k=changed; }
		for k in x; do f; done; echo $k
		export l; for l in env; do printenv l; done
	EOF
	prints aa bb bb 4 4 unset 'f x' changed env
}

@test "the status of for is that of its last turn, 0 without one" {
	run script <<-'EOF'
		for i in 1 2; do (exit $i); done; echo $?
		false; for i in; do false; done; echo $?
		false; for i in $u; do false; done; echo $?
		for i in 1; do (exit 3); continue; done; echo $?
		for i in 1; do (exit 3); break; done; echo $?
		(exit 4); for i in 1; do echo $?; done
	EOF
	prints 2 0 0 0 0 4
}

@test "for goes through a list of ten thousand" {
	run script <<-'EOF'
		x='1 '
		for i in 1 2 3 4; do x=$x$x$x$x$x$x$x$x$x$x; done
		n=0; for i in $x; do n=$((n+i)); done; echo $n
	EOF
	prints 10000
}

# --- case ---

@test "case expands its word without splitting or matching, and runs the first list that matches" {
	touch a
	run script <<-'EOF'
		x='a  b'
		case $x in 'a b') echo wrong;; 'a  b') echo 1;; 'a  b') echo wrong;; esac
		case * in a) echo wrong;; '*') echo 2;; esac
		case $(echo c)$((1+1))`echo d` in c2d) echo 3;; esac
		case '' in x) ;; "") echo 4;; esac
		case $u in '') echo 5;; esac
		case "$x"y in $x'y') echo 6;; esac
		case ~ in "$HOME") echo 7;; esac
		case x in esac
		case x in
		esac
		case x in y) ;; esac; echo 8
	EOF
	prints 1 2 3 4 5 6 7 8
}

@test "case expands patterns in order and only up to the match" {
	run script <<-'EOF'
		case a in
		$(echo b)) echo wrong;;
		${x=a}) echo match $x;;
		$(echo >f)) ;;
		${y=a}) ;;
		esac
		echo ${y-no} *
	EOF
	prints 'match a' 'no *'
}

@test "a case list may have ( before its patterns, be empty and lack its last ;;" {
	run script <<-'EOF'
		case a in (a) echo 1;; esac
		case b in (a|b) echo 2; esac
		case c in (a) ;; b) ;; ( c | d ) echo 3
		esac
		case d in a|b) ;; c|d) esac; echo 4
		case e in e) ;; *) echo wrong; esac; echo 5
	EOF
	prints 1 2 3 4 5
}

@test ";& goes on with the next list without looking at its patterns" {
	differs "dash yash" "no ;&"
	run script <<-'EOF'
		for x in a b c d e; do
			case $x in
			a) echo 1;&
			$(echo b >>f; echo b)) echo 2;;
			c) echo 3;&
			d) ;&
			x) echo 4;&
			y) echo 5
			esac
			echo "end $x"
		done
		case a in a) echo 6;& esac
		case a in a) (exit 3);& b) ;; c) echo wrong;; esac; echo $?
		wc -l <f | tr -d ' '
	EOF
	prints 1 2 'end a' 2 'end b' 3 4 5 'end c' 4 5 'end d' 'end e' 6 0 4
}

@test "the status of case is that of its list, 0 without a match" {
	run script <<-'EOF'
		case a in a) (exit 3);; esac; echo $?
		false; case a in a) ;; esac; echo $?
		false; case a in b) false;; esac; echo $?
		false; case a in esac; echo $?
		(exit 4); case a in a) echo $?;; esac
		case a in a) false; x=1;; esac; echo $?
	EOF
	prints 3 0 0 0 4 0
}

# --- if ---

@test "if runs the first part whose condition holds" {
	run script <<-'EOF'
		for x in 1 2 3 4; do
			if [ $x = 1 ]; then echo if
			elif [ $x = 2 ]; then echo elif
			elif false; [ $x = 3 ]; then echo elif2
			else echo else; fi
		done
		if false; then echo wrong; elif false; then echo wrong; fi
		if true; then if false; then :; else echo inner; fi; else echo wrong; fi
		if ! false && { true | true; }; then echo list; fi
	EOF
	prints if elif elif2 else inner list
}

@test "the status of if is that of the part that ran, 0 without one" {
	run script <<-'EOF'
		if true; then (exit 3); fi; echo $?
		if false; then :; else (exit 4); fi; echo $?
		if (exit 5); then :; fi; echo $?
		if (exit 5); then :; elif (exit 6); then :; fi; echo $?
		if (exit 5); then :; elif true; then (exit 7); fi; echo $?
	EOF
	prints 3 4 0 0 7
}

@test "the status of a condition is seen by the next part" {
	run script <<-'EOF'
		if (exit 3); then :; else echo $?; fi
		if (exit 4); then :; elif echo $?; (exit 5); then :; else echo $?; fi
		if ! (exit 6); then echo $?; fi
		until (exit 7); do echo $?; break; done
		while echo $?; (exit 8); do :; done
	EOF
	prints 3 4 5 0 7 0
}

# --- while and until ---

@test "while and until test before each turn" {
	run script <<-'EOF'
		i=0; while [ $i -lt 3 ]; do i=$((i+1)); printf %s $i; done; echo
		i=0; until [ $i -ge 3 ]; do i=$((i+1)); printf %s $i; done; echo
		while false; do echo wrong; done
		until true; do echo wrong; done
		i=0; while i=$((i+1)); echo "test $i"; [ $i -lt 2 ]; do echo body; done
		set -- a b c; while [ $# -gt 0 ]; do printf %s $1; shift; done; echo
	EOF
	prints 123 123 'test 1' body 'test 2' abc
}

@test "the status of while and until is that of the last turn, 0 without one" {
	run script <<-'EOF'
		false; while false; do :; done; echo $?
		false; until true; do :; done; echo $?
		i=3; while [ $i -gt 0 ]; do i=$((i-1)); (exit $((i+4))); done; echo $?
		i=3; until [ $i -eq 0 ]; do i=$((i-1)); (exit $((i+5))); done; echo $?
		while :; do (exit 3); break; done; echo $?
	EOF
	prints 0 0 4 5 0
}

@test "a loop of many turns" {
	run script <<-'EOF'
		i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; echo $i
	EOF
	prints 20000
}

# --- break and continue ---

@test "break leaves the innermost loop, continue begins its next turn" {
	run script <<-'EOF'
		for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done
		i=0; while [ $i -lt 4 ]; do i=$((i+1)); if [ $i = 2 ]; then continue; fi; echo w$i; done
		i=0; until [ $i -ge 4 ]; do i=$((i+1)); case $i in 3) break;; esac; echo u$i; done
		for i in 1 2; do { break; }; echo wrong; done
		for i in 1 2; do for j in a b; do break; echo wrong; done; echo o$i; done
	EOF
	prints 1 3 w1 w3 w4 u1 u2 o1 o2
}

@test "break n leaves n loops of any kind" {
	run script <<-'EOF'
		for i in 1 2; do
			while :; do
				until false; do
					case $i in 1) break 2;; *) break 3;; esac
					echo wrong
				done
				echo wrong
			done
			echo "out $i"
		done
		echo end $i
		for i in 1 2; do for j in a b; do break 2; echo wrong; done; echo wrong; done; echo $i$j
	EOF
	prints 'out 1' 'end 2' 1a
}

@test "continue n goes on with the nth loop around" {
	run script <<-'EOF'
		for i in 1 2; do
			for j in a b c; do
				for k in x y; do
					[ $j = b ] && continue 2
					[ $j = c ] && continue 3
					echo $i$j$k
				done
				echo "end $i$j"
			done
			echo wrong
		done
		n=0
		while [ $n -lt 2 ]; do n=$((n+1)); while :; do continue 2; done; echo wrong; done; echo $n
	EOF
	prints 1ax 1ay 'end 1a' 2ax 2ay 'end 2a' 2
}

@test "break and continue with more than there are loops mean the outermost" {
	run script <<-'EOF'
		for i in 1 2; do for j in a b; do echo $i$j; continue 9; done; echo wrong; done
		for i in 1 2; do for j in a b; do echo $i$j; break 9; done; echo wrong; done
		echo end
	EOF
	exits 0 1a 2a 1a end
}

@test "break works in the condition of a loop" {
	run script <<-'EOF'
		while break; do echo wrong; done; echo 1
		while true && break; do echo wrong; done; echo 2
		until { break; }; do echo wrong; done; echo 3
		i=0; while i=$((i+1)); if [ $i = 3 ]; then break; fi; do echo "turn $i"; done
		for i in a b; do while break 2; do :; done; echo wrong; done; echo $i
	EOF
	prints 1 2 3 'turn 1' 'turn 2' a
}

@test "break undoes the redirections of the loops that it leaves" {
	run script <<-'EOF'
		for i in 1; do
			while :; do
				{ echo a; break 2; } >f
			done >g
			echo wrong
		done 2>h
		echo b
		cat f
		(: >&5) 2>/dev/null || echo closed
		for i in 1 2; do { continue; } 5>f; done
		(: >&5) 2>/dev/null || echo closed
	EOF
	prints b a closed closed
}

@test "a loop in a function, a subshell or a substitution is a loop of its own" {
	run script <<-'EOF'
		f() { for j in a b; do break; done; echo "f $j"; }
		for i in 1 2; do f; (for k in x y; do break; done; echo $k); echo $(while :; do break; done; echo $i); done
	EOF
	prints 'f a' x 1 'f a' x 2
}
