#!/usr/bin/env bats
# `kill`.
load common

@test "kill -l lists the names of all signals, without SIG" {
	differs ksh "lists other names"
	run script <<'EOF'
kill -l | tr ' \t' '\n\n' >names
for s in ABRT ALRM BUS CHLD CONT FPE HUP ILL INT KILL PIPE QUIT SEGV STOP \
	 TERM TSTP TTIN TTOU USR1 USR2 URG; do
	grep "^$s\$" names >/dev/null || echo "no $s"
done
grep -c SIG names
EOF
	exits '*' 0
}

@test "kill -l turns signal numbers and statuses into names" {
	run script <<'EOF'
for n in 1 2 3 6 9 14 15; do kill -l $n; done
sh -c 'kill -KILL $$' 2>/dev/null; kill -l $?
sh -c 'kill -USR1 $$' 2>/dev/null; kill -l $?
EOF
	exits 0 HUP INT QUIT ABRT KILL ALRM TERM KILL USR1
}

@test "kill sends TERM unless told otherwise" {
	run script <<'EOF'
trap 'echo TERM' TERM; trap 'echo USR1' USR1; trap 'echo HUP' HUP
kill $$; kill -- $$; kill -s USR1 $$; kill -USR1 $$; kill -s HUP -- $$; kill -1 $$; kill -15 $$
kill -sHUP $$
EOF
	prints TERM TERM USR1 USR1 HUP HUP TERM HUP
}

@test "signal names may be written in lower case" {
	run script <<'EOF'
trap 'echo caught' USR1
kill -s usr1 $$; kill -s Usr1 $$
sleep 5 & kill -s kill $!; wait $!; kill -l $?
EOF
	exits 0 caught caught KILL
}

@test "signal 0 tests whether a process is there" {
	run script <<'EOF'
kill -0 $$; echo $?
kill -s 0 $$; echo $?
sh -c : & p=$!; wait $p; kill -s 0 $p; echo $(($? > 0)); kill -0 $p; echo $(($? > 0))
EOF
	exits 0 0 0 1 1
}

@test "kill signals every process named and fails if one is not there" {
	differs bash "has status 0"
	run script <<'EOF'
true & gone=$!; wait $gone
sleep 5 & a=$!; sleep 5 & b=$!
sleep 0.1
kill $a $gone $b; echo $(($? > 0))
wait $a; kill -l $?; wait $b; kill -l $?
EOF
	exits 0 1 TERM TERM
}

@test "a negative process number and 0 signal a process group" {
	command -v setsid >/dev/null || skip "no setsid"
	run script <<'EOF'
setsid $SHELL_UNDER_TEST -c 'trap "echo caught" USR1
	kill -s USR1 -- -$$; kill -USR1 -$$; kill -s USR1 0; kill -USR1 0; echo end'
EOF
	prints caught caught caught caught end
}

@test "errors of kill do not end the script" {
	run script <<'EOF'
kill -s NOSUCHSIGNAL $$; echo $(($? > 0))
kill nonsense; echo $(($? > 0))
kill; echo $(($? > 0))
kill -s; echo $(($? > 0))
EOF
	exits 0 1 1 1 1
}
