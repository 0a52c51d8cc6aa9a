# AND-OR lists, sequential and asynchronous lists (XCU 2.9.3).

load common

@test "&& and || have the same precedence and group from the left" {
	run script <<-'EOF'
		false && echo a || echo b
		true || echo c && echo d
		true && false || true && echo e
		false || false && echo f || echo g
		false && false || false && echo h
		true && true && true && echo i
		false || false || (exit 3); echo $?
		true || echo j || echo k && false; echo $?
	EOF
	prints b d e g i 3 1
}

@test "the status of an AND-OR list is that of the last pipeline that ran" {
	run script <<-'EOF'
		(exit 3) && true; echo $?
		(exit 4) || true; echo $?
		true || (exit 5); echo $?
		(exit 6) && true && (exit 7); echo $?
		(exit 8) || (exit 9) && true; echo $?
		true && ! true || (exit 10); echo $?
		(exit 11) && : || echo $?
	EOF
	prints 3 0 0 6 9 10 11
}

@test "commands that are skipped are not expanded" {
	run script <<-'EOF'
		false && : ${x=1} $(echo >f) >g
		true || : ${y=1} `echo >f` >g
		echo ${x-no} ${y-no} *
	EOF
	prints 'no no *'
}

@test "newlines and comments may follow && and ||" {
	run script <<-'EOF'
		true &&

		# comment
		echo a ||
		echo b
		false || # comment
		echo c
	EOF
	prints a c
}

@test "groups, loops and functions take part in lists" {
	run script <<-'EOF'
		f() { return $1; }
		f 0 && f 3 || echo $?
		{ true; false; } || (exit 0) && for i in a; do echo $i; done && case a in b) ;; esac && echo b
		if false; then :; fi && while false; do :; done && echo c
		f 4 || { echo $?; f 5; } || echo $?
	EOF
	prints 3 a b c 4 5
}

@test "an asynchronous list has status 0 and runs beside the shell" {
	run script <<-'EOF'
		mkfifo q
		(exit 3); echo $? >f & echo $?
		wait; cat f
		{ read x <q; echo "got $x"; } &
		echo hello >q
		wait
		false & echo $?; wait
	EOF
	prints 0 3 'got hello' 0
}

@test "an asynchronous list is a whole AND-OR list in a subshell" {
	run script <<-'EOF'
		x=1
		false && echo wrong || { x=2; echo $x; } & wait
		x=3 & wait
		cd / & exit 3 & wait
		echo $x; [ "$PWD" = / ] || echo stayed
		echo a & wait; echo b
		{ echo c; } & wait; f() { echo d; }; f & wait
		for i in e f; do echo $i; done & wait
	EOF
	prints 2 1 stayed a b c d e f
}

@test "wait gives the status of each asynchronous list" {
	run script <<-'EOF'
		pids=
		for i in 0 1 2 3; do (exit $i) & pids="$pids $!"; done
		for p in $pids; do wait $p; echo $?; done
		true && (exit 4) & wait $!; echo $?
		true | (exit 5) & wait $!; echo $?
		sh -c 'kill -TERM $$' & wait $!; [ $? -gt 128 ] && echo signal
	EOF
	exits 0 0 1 2 3 4 5 signal
}

@test "an asynchronous list may begin with !" {
	differs bash "ignores the !"
	run script <<-'EOF'
		! true & wait $!; echo $?
		! (exit 3) & wait $!; echo $?
		! true || (exit 4) & wait $!; echo $?
	EOF
	prints 1 0 4
}

@test "an asynchronous list reads /dev/null unless it is redirected" {
	differs ksh "it reads what exec opened"
	run script <<-'EOF'
		echo text >f
		exec <f
		cat & wait
		{ read x; echo "<$x> $?"; } & wait
		cat <f & wait
		(cat) <f & wait
		echo a | cat & wait
		{ cat; } <<E & wait
		here
		E
		cat | cat & wait
		read y; echo "$y"
	EOF
	prints '<> 1' text text a here text
}

@test "an asynchronous list in a redirected group reads /dev/null too" {
	differs "bash ksh" "it reads the group's input"
	run script <<-'EOF'
		echo text >f
		{ cat & wait; read y; echo "<$y>"; } <f
		for i in 1; do cat & wait; done <f
	EOF
	prints '<text>'
}

@test "an asynchronous list ignores INT and QUIT" {
	run script <<-'EOF'
		sh -c 'kill -INT $$; kill -QUIT $$; echo survived' & wait
		(sh -c 'kill -TERM $$; echo wrong' & wait) 2>/dev/null
		echo end
	EOF
	exits 0 survived end
}

@test "the commands in an asynchronous group ignore INT and QUIT as well" {
	differs bash "they do not"
	run script <<-'EOF'
		{ sh -c 'kill -INT $$; kill -QUIT $$; echo survived'; } & wait
		(sh -c 'kill -INT $$; echo survived'; :) & wait
	EOF
	prints survived survived
}

@test "; and newline run commands in order, & may follow any command" {
	run script <<-'EOF'
		echo a; echo b; echo c
		echo d & wait; echo e
		if echo f & wait; then echo g; fi
		{ echo h & } ; wait
		(echo i &) | cat
		x=$(echo j & wait); echo $x
	EOF
	prints a b c d e f g h i j
}

@test "the shell does not wait for its asynchronous lists at the end" {
	run script <<-'EOF'
		sleep 60 >/dev/null 2>&1 &
		echo $!
	EOF
	[ "$status" -eq 0 ]
	kill "$output"
}
