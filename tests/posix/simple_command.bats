# Simple commands (XCU 2.9.1): assignments, order, the search for the command, its execution.

load common

# program DIRECTORY/NAME [TEXT]: an executable that prints TEXT, or its own pathname.
program() {
	printf '#!/bin/sh\necho "%s"\n' "${2:-$1}" >"$1"
	chmod +x "$1"
}

# --- assignments ---

@test "assignments without a command stay, each one sees those before it" {
	run script <<-'EOF'
		a=1 b=$a$a c="$b x" d=$((a+=1)) e=${f:=g} h=$a
		args $a $b "$c" $d $e $f $h
		a=$b b=$a; args $a $b
	EOF
	prints '7<2><11><11 x><2><g><g><2>' '2<11><11>'
}

@test "the value of an assignment is neither split nor matched" {
	touch file
	run script '*' 'a  b' <<-'EOF'
		e=
		a=* b=$1 c=$2 d=$(echo '*  x') f="a"'b'c\ d g=$e h= i=$2$1 j=~x:\* k=a=b
		args "$a" "$b" "$c" "$d" "$f" "$g" "$h" "$i" "$k"
	EOF
	prints '9<*><*><a  b><*  x><abc d><><><a  b*><a=b>'
}

@test "assignments before a utility or built-in are in its environment only" {
	run script <<-'EOF'
		a=old
		a=new b=2 sh -c 'echo $a$b'; echo $a ${b-unset}
		a=new b=2 true; echo $a ${b-unset}
		a=new eval 'echo $a' | cat
		IFS=: read x y <<E
		1:2
		E
		echo $x $y "$a"
		c=1 command true; echo ${c-unset}
		a='x  y' printenv a
	EOF
	prints new2 'old unset' 'old unset' new '1 2 old' unset 'x  y'
}

@test "a built-in uses the assignments before it" {
	differs ksh "cd uses the old HOME"
	run script <<-'EOF'
		old=$HOME
		HOME=/usr cd; pwd
		[ "$HOME" = "$old" ] && echo same
	EOF
	prints /usr same
}

@test "assignments before a special built-in stay" {
	echo 'echo dot $c' >file
	run script <<-'EOF'
		a=1 :; echo $a
		b=2 eval 'echo $b'; echo $b
		c=3 . ./file; echo $c
		d=4 set -- x; echo $d $1
		e=5 export f=6; echo $e $f
		g=7 readonly h=8; echo $g $h
		i=9 unset a; echo $i ${a-unset}
		for x in 1; do j=10 continue; done; echo $j
		k=11 trap - INT; echo $k
		a=12 exec; echo $a
	EOF
	prints 1 2 2 'dot 3' 3 '4 x' '5 6' '7 8' '9 unset' 10 11 12
}

@test "command takes the special properties of a built-in away" {
	run script <<-'EOF'
		a=1 command :; echo ${a-unset}
		b=2 command eval 'echo $b'; echo ${b-unset}
		command set -- x y; echo $#
		command export c=3; sh -c 'echo $c'
	EOF
	prints unset 2 unset 2 3
}

@test "assignments before a function hold while it runs" {
	run script <<-'EOF'
		f() { echo "<$a>"; g; }
		g() { echo "[$a]"; }
		a=1 f
		a=2; a='3  4' f
	EOF
	prints '<1>' '[1]' '<3  4>' '[3  4]'
}

@test "the words of a command are expanded before its assignments count" {
	run script <<-'EOF'
		a=old
		a=new echo $a
		a=new sh -c 'echo $1 $a' x $a
		a=b:c; IFS=: args $a "$(echo $a)"
		unset u; u=1 args ${u-unset}
	EOF
	prints old 'old new' '2<b:c><b:c>' '1<unset>'
}

@test "words that expand to nothing give the place of the command to the next one" {
	run script <<-'EOF'
		e= x=
		$e echo a
		$e $u $(:) "echo" b
		x=1 $e; echo $x
		x=2 $e $u >f; echo $x; [ -f f ] && echo file
		(exit 3); $e; echo $?
		$e x=3 2>/dev/null; echo $? $x
	EOF
	prints a b 1 2 file 0 '127 2'
}

@test "the status of assignments alone is 0 or that of the last substitution" {
	run script <<-'EOF'
		false; x=1; echo $?
		false; x=$(exit 3)y=; echo $?
		x=$(exit 4) y=$(exit 5); echo $?
		false; x=$?; echo $x $?
		x=`exit 6` >f; echo $?
		false; >f; echo $?
	EOF
	prints 0 3 5 '1 0' 6 0
}

@test "export and readonly expand assignments as such, other words as usual" {
	differs yash "export is no declaration utility"
	touch x=1
	run script <<-'EOF'
		v='a  b' names='n1 n2'
		export c=$v d=* e=$(echo 'c  d')$v $names
		readonly f=$v g=x* h="$v"
		args "$c" "$d" "$e" "$f" "$g" "$h"
		n1=1 n2=2; sh -c 'echo $n1$n2'
		args x=$v x=*
	EOF
	prints '6<a  b><*><c  da  b><a  b><x*><a  b>' 12 '3<x=a><b><x=1>'
}

@test "command before export or readonly keeps the way assignments are expanded" {
	differs yash "export is no declaration utility"
	run script <<-'EOF'
		v='a  b'
		command export c=$v
		command readonly d=$v
		args "$c" "$d"
	EOF
	prints '2<a  b><a  b>'
}

@test "set -a exports what is assigned in any way" {
	differs "yash mksh" "exports plain assignments only"
	run script <<-'EOF'
		set -a
		a=1; : ${b=2} $((c=3)); read d <<E
		4
		E
		for e in 5; do :; done
		set +a
		f=6
		sh -c 'echo $a$b$c$d$e${f-unset}'
	EOF
	prints 12345unset
}

# --- the search ---

@test "a function hides a built-in, a built-in or function a file, a slash hides both" {
	mkdir bin
	program bin/cd 'file cd'
	program bin/greet 'file greet'
	run script <<-'EOF'
		PATH=$PWD/bin:$PATH
		greet
		greet() { echo function greet; }
		greet
		bin/greet
		command greet
		cd /; pwd; cd - >/dev/null
		cd() { echo function cd "$@"; }
		cd x
		command cd /; pwd
		unset -f cd; cd /usr; pwd
	EOF
	prints 'file greet' 'function greet' 'file greet' 'file greet' / 'function cd x' / /usr
}

@test "PATH is searched in order, past what is not executable" {
	mkdir a b c a/three
	program a/one
	program b/one
	program b/two
	echo 'echo wrong' >a/two
	program b/three
	program c/four
	run script <<-'EOF'
		PATH=a:b:nodir:c:$PATH
		one; two; three; four
	EOF
	prints a/one b/two b/three c/four
}

@test "an empty part of PATH is the working directory" {
	mkdir d
	program here
	program d/here
	run script <<-'EOF'
		old=$PATH
		PATH=:$old; here
		PATH=$old:; here
		PATH=/nonexistent::$old; here
		PATH=.:$old; here
		cd d; here
	EOF
	prints here here here here d/here
}

@test "a change of PATH counts at once" {
	mkdir a b
	program a/x
	program b/x
	run script <<-'EOF'
		old=$PATH
		PATH=a:$old; x; x
		PATH=b:$old; x
		(PATH=a:$old; x); x
		PATH=$old; x 2>/dev/null; echo $?
		PATH=a:$old; x
	EOF
	prints a/x a/x b/x a/x b/x 127 a/x
}

@test "a program that moved is found again" {
	mkdir a b
	program a/x
	run script <<-'EOF'
		PATH=$PWD/a:$PWD/b:$PATH
		x >/dev/null && echo found
		mv a/x b/x
		x | sed 's:.*/a:a:'
		rm b/x
		x 2>/dev/null; echo $?
	EOF
	prints found a/x 127
}

@test "a command that is not found gives 127 and a message" {
	run script <<-'EOF'
		no_such_command a b 2>e; echo $?; [ -s e ] && echo message
		./no_such_file 2>e; echo $?; [ -s e ] && echo message
		no/such/directory 2>e; echo $?
		(PATH=/nonexistent; ls) 2>/dev/null; echo $?
		if no_such_command; then echo wrong; else echo $?; fi 2>/dev/null
	EOF
	prints 127 message 127 message 127 127 127
}

@test "a file that cannot be executed gives 126 and a message" {
	mkdir d
	echo 'echo wrong' >plain
	run script <<-'EOF'
		./plain 2>e; echo $?; [ -s e ] && echo message
		./d 2>e; echo $?; [ -s e ] && echo message
		(exec ./plain) 2>/dev/null; echo $?
	EOF
	prints 126 message 126 message 126
}

# --- execution ---

@test "a file without #! runs as a script of this shell" {
	cat >child <<-'E'
		echo "$# $1 $2 ${not_exported-unset} $exported $-" | sed 's/[^ ]*$//'
		f 2>/dev/null || echo no function
		exit 3
	E
	chmod +x child
	run script x y z <<-'EOF'
		not_exported=1 exported=2
		export exported
		f() { echo wrong; }
		./child 'a  b' c; echo $?
		PATH=$PWD:$PATH; child d; echo $?
		(exec ./child e f); echo $?
	EOF
	exits 0 '2 a  b c unset 2 ' 'no function' 3 '1 d  unset 2 ' 'no function' 3 '2 e f unset 2 ' \
		'no function' 3
}

@test "an empty executable file does nothing successfully" {
	: >child
	chmod +x child
	run script <<-'EOF'
		false
		./child; echo $?
	EOF
	prints 0
}

@test "a file with a null byte in its first line is no script" {
	differs "yash mksh" "runs it as a script"
	printf '\177ELF\0\1\2\necho wrong\n' >binary
	chmod +x binary
	run script <<-'EOF'
		./binary 2>e; echo $?; [ -s e ] && echo message
	EOF
	prints 126 message
}

@test "a file whose null bytes come after its first line is a script" {
	printf 'echo script\nexit 5\n\0\1\2' >child
	chmod +x child
	run script <<-'EOF'
		./child; echo $?
	EOF
	prints script 5
}

@test "\$0 and the arguments reach a program unchanged" {
	run script <<-'EOF'
		set -- '' ' ' 'a  b' '*' '\' '"' "it's" '$x' '
		' -n "$(printf '\001\177')"
		sh -c 'printf "<%s>" "$0" "$@"; echo' "$@" | tr '\001\177\n' '12,'
	EOF
	[ "$output" = "<>< ><a  b><*><\\><\"><it's><\$x><,><-n><12>," ]
}

@test "exec replaces the shell and never returns" {
	run script <<-'EOF'
		trap 'echo wrong' EXIT
		x=1
		(exec sh -c 'echo $x.; exit 4'); echo $?
		(x=2 exec printenv x)
		p=$$; trap - EXIT
		exec sh -c 'test $$ -eq $1 && echo same; exit 5' x $p
		echo wrong
	EOF
	exits 5 . 4 2 same
}

@test "exec of what cannot be executed ends the shell with 126 or 127" {
	: >plain
	run script <<-'EOF'
		(exec no_such_command; echo wrong) 2>/dev/null; echo $?
		(exec ./plain; echo wrong) 2>/dev/null; echo $?
		(exec ./no_such_command; echo wrong) 2>/dev/null; echo $?
		exec ./plain
		echo wrong
	EOF
	exits 126 127 126 127
}

@test "exit statuses are those of the program, 0 to 255" {
	run script <<-'EOF'
		for i in 0 1 2 125 126 127 128 200 255; do sh -c "exit $i"; printf '%s ' $?; done
		echo
	EOF
	prints '0 1 2 125 126 127 128 200 255 '
}

@test "a program killed by a signal has a status above 128 that kill -l understands" {
	run script <<-'EOF'
		for s in KILL TERM HUP; do
			sh -c "kill -$s \$\$; sleep 5" 2>/dev/null
			x=$?
			[ $x -gt 128 ] && kill -l $x
		done 2>/dev/null
	EOF
	exits 0 KILL TERM HUP
}

@test "many long arguments are passed" {
	run script <<-'EOF'
		x='0123456789 '
		for i in 1 2 3 4 5 6 7 8 9 10 11 12; do x=$x$x; done
		sh -c 'echo $# "$4096" ${4096}' x $x
		printenv y | wc -c
		y=$x printenv y | wc -c | tr -d ' '
	EOF
	[ "$status" -eq 0 ]
	[ "${lines[2]}" = 45057 ]
}
