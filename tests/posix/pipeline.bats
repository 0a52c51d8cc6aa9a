# Pipelines (XCU 2.9.2).

load common

@test "each command writes to the next one" {
	run script <<-'EOF'
		printf '%s\n' c a b | sort | sed 's/^/<&/' | cat
		echo a | { read x; echo "$x."; cat; } | (cat; echo end)
		f() { while read x; do echo "f $x"; done; }
		{ echo 1; echo 2; } | f | if read y; then echo "$y"; cat; fi
		for i in 1 2; do echo $i; done | case a in a) cat;; esac | until ! read z; do echo "$z"; done
	EOF
	prints '<a' '<b' '<c' a. end 'f 1' 'f 2' 1 2
}

@test "the status is the last command's" {
	run script <<-'EOF'
		true | (exit 3); echo $?
		(exit 4) | true; echo $?
		(exit 5) | (exit 6) | sh -c 'exit 7'; echo $?
		no_such_command 2>/dev/null | cat; echo $?
		true | no_such_command 2>/dev/null; echo $?
		false; echo $? | cat
	EOF
	prints 3 0 7 0 127 1
}

@test "! turns the status of the whole pipeline into 0 or 1" {
	run script <<-'EOF'
		! true; echo $?
		! false; echo $?
		! (exit 5); echo $?
		! true | false; echo $?
		! false | true; echo $?
		! { false; }; echo $?
		! x=$(exit 3); echo $? "$x"
		if ! false; then echo then; fi
		! false && echo and
		! true || echo or
		while ! read x; do break; done </dev/null; echo $?
	EOF
	prints 1 0 0 0 1 0 '0 ' then and or 0
}

@test "with pipefail the status is that of the last command that failed" {
	differs dash "no pipefail"
	run script <<-'EOF'
		set -o pipefail
		true | true; echo $?
		(exit 3) | true; echo $?
		(exit 3) | (exit 4) | true; echo $?
		true | (exit 5) | true | true; echo $?
		(exit 6) | (exit 7); echo $?
		! (exit 3) | true; echo $?
		! true | true; echo $?
		(exit 8) | cat </dev/null | true && echo wrong
		set +o pipefail
		(exit 3) | true; echo $?
	EOF
	prints 0 3 4 5 7 0 1 0
}

@test "pipefail counts as it was when the pipeline began" {
	differs dash "no pipefail"
	run script <<-'EOF'
		(exit 3) | { set -o pipefail; }; echo $?
		set -o pipefail
		(exit 4) | { set +o pipefail; }; echo $?
		f() { set +o pipefail; }
		set -o pipefail
		(exit 5) | f; echo $?
	EOF
	prints 0 4 5
}

@test "all commands run at the same time" {
	run script <<-'EOF'
		mkfifo q
		echo through >q | cat q | cat
		{ echo a; read x <q; echo "b $x"; } | { read y; echo "got $y" >q; cat; }
	EOF
	prints through 'b got a'
}

@test "more than a pipe holds goes through" {
	run script <<-'EOF'
		dd if=/dev/zero bs=1000 count=500 2>/dev/null | tr '\0' x | cat | wc -c | tr -d ' '
		i=0
		while [ $i -lt 5000 ]; do echo 'a line of thirty-two characters.'; i=$((i+1)); done |
			while read x; do echo "$x"; done | wc -l | tr -d ' '
	EOF
	prints 500000 5000
}

@test "a writer ends when its reader is gone" {
	run script <<-'EOF'
		yes 2>/dev/null | head -n 1
		while :; do echo loop; done 2>/dev/null | head -n 1
		while :; do echo $((1)); done 2>/dev/null | { read x; echo "$x"; }
	EOF
	prints y loop 1
}

@test "no command keeps a pipe open that is not its own" {
	run script <<-'EOF'
		echo a | cat | { cat; echo end; } | cat
		{ echo b | cat; } | cat; echo c | { cat; }
		echo $(echo d | cat | cat) | cat
		mkfifo q
		cat q | cat & { echo e; sleep 0; } >q; wait
	EOF
	prints a end b c d e
}

@test "the first command reads the shell's input, only standard output is piped" {
	run script <<-'EOF'
		echo in >f
		{ cat | cat; } <f
		{ { echo out; echo err >&2; } | sed 's/^/piped /'; } 2>e
		cat e
		{ cat; } <f | cat
	EOF
	prints in 'piped out' err in
}

@test "a newline and comments may follow the bar" {
	run script <<-'EOF'
		echo a |
			cat | # comment

			# another
			sed s/a/b/ |
		cat
	EOF
	prints b
}

@test "twenty commands in a pipeline" {
	run script <<-'EOF'
		p=cat
		for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18; do p="$p | sed s/\$/$((i%10))/"; done
		eval "echo x | $p"
	EOF
	prints x123456789012345678
}
