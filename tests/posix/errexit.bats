# set -e (XCU 2.15 set).

load common

@test "set -e ends the shell when a command fails, with its status" {
	for command in false '(exit 3)' 'sh -c "exit 4"' '{ false; }' 'true | (exit 5)' \
		'true && false' 'false || (exit 6)' 'if :; then (exit 7); fi' 'for i in 1; do false; done' \
		'case a in a) (exit 8);; esac' 'while :; do (exit 9); done' 'x=$(exit 10)' '[ a = b ]' \
		'eval "(exit 11)"' 'f' 'cat </nonexistent' 'until (exit 12); do (exit 13); done' \
		'f | false' 'cd /nonexistent' 'true && { false; }'; do
		run script <<<"f() { return 14; }; set -e; echo a
			$command
			echo wrong"
		exits '[1-9]*' a || { echo "in: $command"; return 1; }
		# What the command ends with is what the shell ends with.
		case $command in
		*'(exit '*) number=${command##*(exit } ;;
		*'"exit '*) number=${command##*exit } ;;
		f) number=14 ;;
		*) continue ;;
		esac
		[ "$status" -eq "${number%%[!0-9]*}" ] || { echo "status $status of $command"; return 1; }
	done
}

@test "set -e runs the EXIT trap, which sees the status" {
	run script <<-'EOF'
		trap 'echo trap $?' EXIT
		set -e
		(exit 3)
		echo wrong
	EOF
	exits 3 'trap 3'
}

@test "conditions of if, while and until do not count for set -e" {
	run script <<-'EOF'
		set -e
		if false; then :; elif false; (exit 3); then :; else echo else; fi
		while false; false; do :; done
		until false; true; do :; done
		if false; true; then echo then; fi
		while false; echo cond; [ "$x" ]; do :; done
		echo end
	EOF
	prints else then cond end
}

@test "! and all but the last command of an AND-OR list do not count for set -e" {
	run script <<-'EOF'
		set -e
		! true
		! false
		! (exit 3) | true
		false && true
		false || true
		true && false || true
		(exit 3) && (exit 4) && true
		{ false; } || { true; }
		echo end
	EOF
	prints end
}

@test "what runs in a condition ignores set -e all the way down" {
	run script <<-'EOF'
		set -e
		f() { false; echo function; g; }
		g() { false; for i in 1; do false; done; case a in a) false;; esac; echo deep; }
		if f; then echo then; fi
		f && echo and
		f || echo wrong
		! f || echo not
		while { false; echo group; }; do break; done
		echo end
	EOF
	prints function deep then function deep and function deep function deep not group end
}

@test "eval and dot in a condition ignore set -e inside" {
	differs dash "dot ends the shell"
	differs mksh "eval ends early"
	run script <<-'EOF'
		set -e
		eval 'false; echo eval' || echo wrong
		if eval 'eval "false; echo eval"'; then echo then; fi
		echo 'false; echo dot' >s
		. ./s && echo end
	EOF
	prints eval eval then dot end
}

@test "a subshell in a condition ignores set -e as well" {
	run script <<-'EOF'
		set -e
		(false; echo a) || echo wrong
		if (false; echo b); then echo c; fi
		! (false; echo d) || echo e
		(false; (false; echo f); echo g) && echo h
	EOF
	prints a b c d e f g h
}

@test "turning set -e on inside a condition has no effect until it is over" {
	run script <<-'EOF'
		if set -e; false; then :; else echo a; fi
		set +e
		f() { set -e; false; echo b; }
		f && echo c
		false
		echo wrong
	EOF
	exits 1 a b c
}

@test "a compound command whose failure came from a condition does not end the shell" {
	run script <<-'EOF'
		set -e
		{ false && true; }; echo 1 $?
		if true; then false && true; fi; echo 2 $?
		for i in 1; do false && true; done; echo 3 $?
		case a in a) false && true;; esac; echo 4 $?
		i=0; while [ $i -lt 1 ]; do i=1; ! true; done; echo 5 $?
		{ { false && true; } ; }; echo 6 $?
		{ ! true; }; echo 7 $?
	EOF
	prints '1 1' '2 1' '3 1' '4 1' '5 1' '6 1' '7 1'
}

@test "a subshell whose failure came from a condition ends the shell" {
	run script <<-'EOF'
		set -e
		echo a
		(false && true)
		echo wrong
	EOF
	exits 1 a
}

@test "a subshell that fails ends the shell with its status" {
	run script <<-'EOF'
		set -e
		(echo a; (exit 3); echo wrong)
		echo wrong
	EOF
	exits 3 a
}

@test "only the status of a pipeline counts for set -e" {
	run script <<-'EOF'
		set -e
		false | true
		(exit 3) | (exit 4) | cat
		{ false; echo wrong; } | cat
		(false; echo wrong) | cat; echo two
		true | { false; echo ignored; } || echo wrong
		echo end
		true | false
		echo wrong
	EOF
	exits 1 two ignored end
}

@test "set -e and pipefail together count every command of a pipeline" {
	differs dash "no pipefail"
	run script <<-'EOF'
		set -e -o pipefail
		true | true
		! false | true
		false | true || echo a
		if false | true; then :; fi
		(exit 3) | true
		echo wrong
	EOF
	exits 3 a
}

@test "each subshell has set -e of its own" {
	run script <<-'EOF'
		set -e
		(set +e; false; echo a)
		x=$(set +e; false; echo b); echo $x
		case $- in *e*) echo on;; esac
		set +e
		(set -e; false; echo wrong)
		echo c $?
		false
		echo d
	EOF
	prints a b on 'c 1' d
}

@test "a failed substitution counts only through the command that it is in" {
	run script <<-'EOF'
		set -e
		echo $(false) a
		echo $(false; echo wrong) two
		for i in $(exit 3) b; do echo $i; done
		case $(false) in '') echo c;; esac
		export x=$(false)
		cat <<E
		d $(exit 3)
		E
		true $(false) >$(echo f; false)
		y=$(false) true
		z=$(false) || echo e
		z=$(false; echo wrong)
		echo wrong
	EOF
	exits 1 a two b c 'd ' e
}

@test "a function that fails ends the shell from anywhere in it" {
	run script <<-'EOF'
		trap 'echo trap' EXIT
		set -e
		f() { for i in 1 2; do { g; echo wrong; }; done; }
		g() { if true; then (exit 5); fi; echo wrong; }
		f
		echo wrong
	EOF
	exits 5 trap
}

@test "a function that returns a failure ends the shell" {
	run script <<-'EOF'
		set -e
		f() { false && true; return $1; }
		f 0; echo a
		f 3 || echo b
		f 4
		echo wrong
	EOF
	exits 4 a b
}

@test "set -e has no say about the background, wait does" {
	run script <<-'EOF'
		set -e
		false &
		wait
		(exit 3) & p=$!
		echo a
		wait $p
		echo wrong
	EOF
	exits 3 a
}

@test "set -e works from the command line, in eval and in dot scripts" {
	run shell -e -c 'echo a; (exit 3); echo wrong'
	[ "$status" -eq 3 ]
	[ "$output" = a ]
	echo 'echo dot; (exit 4); echo wrong' >s
	run script <<-'EOF'
		set -e
		eval 'false || echo eval'
		. ./s
		echo wrong
	EOF
	exits 4 eval dot
}

@test "set +e turns it off" {
	run script <<-'EOF'
		set -e
		set +e
		false
		echo a
		set -o errexit
		false || echo b
		set +o errexit
		false; echo c
	EOF
	prints a b c
}

@test "a failed redirection counts for set -e" {
	differs ksh "not with a compound command"
	for command in 'cat </nonexistent' '{ :; } </nonexistent' 'f >/nonexistent/f' 'true <&7' \
		'for i in 1; do :; done >.'; do
		run script <<<"f() { :; }; set -e; echo a
			$command || echo b
			$command
			echo wrong"
		fails a b || { echo "in: $command"; return 1; }
	done
}

@test "the last command of a loop's turn and of a branch count as any other" {
	run script <<-'EOF'
		set -e
		for i in 1 2 3; do [ $i != 2 ] || echo $i; done
		f() { [ "$1" ] && echo f; }
		f a
		if true; then f || echo none; fi
		for i in 4 5; do
			echo $i
			[ $i = 5 ]
			echo wrong
		done
	EOF
	exits 1 2 f none 4
}
