#!/usr/bin/env bats
# XCU 2.11 and 2.12: signals, background lists without job control, and statuses of killed commands.
load common

@test "a background command ignores INT and QUIT" {
	run script <<'EOF'
sh -c 'kill -INT $$; kill -QUIT $$; echo program' & wait
sh -c 'kill -INT $$; echo first' | sh -c 'kill -INT $$; cat; echo last' & wait
EOF
	prints program first last
}

@test "all commands of a background list ignore INT and QUIT" {
	differs bash "restores them for the last one"
	run script <<'EOF'
{ sh -c 'kill -INT $$; echo in group'; } & wait
(sh -c 'kill -QUIT $$; echo in subshell') & wait
true && sh -c 'kill -INT $$; echo and-or' & wait
if true; then sh -c 'kill -QUIT $$; echo compound'; fi & wait
EOF
	prints 'in group' 'in subshell' and-or compound
}

@test "the shell of a background list itself ignores INT" {
	run script <<'EOF'
{ kill -INT "$(exec sh -c 'echo $PPID')"; echo on; } & wait
EOF
	prints on
}

@test "a background list does not ignore TERM" {
	run script <<'EOF'
sh -c 'kill -TERM $$; echo no' & wait $!
kill -l $?
EOF
	exits 0 TERM
}

@test "a foreground command has INT and QUIT as the shell got them" {
	run script <<'EOF'
sh -c 'kill -TERM $$'; kill -l $?
sh -c 'kill -QUIT $$'; test $? -gt 128 && echo killed
EOF
	exits 0 TERM killed
}

@test "a background list reads an empty standard input" {
	differs ksh "read succeeds"
	cat >commands <<'EOF'
cat & wait
echo one
{ cat; echo end; } & wait
(read x; echo "<$x> $?") & wait
echo two
EOF
	run shell ./commands <<<data
	[ "$output" = $'one\nend\n<> 1\ntwo' ]
	run shell -c '. ./commands' <<<data
	[ "$output" = $'one\nend\n<> 1\ntwo' ]
}

@test "a background list leaves the script on standard input alone" {
	run shell <<'EOF'
cat & wait
echo one
EOF
	[ "$output" = one ]
}

@test "a redirection of its own gives a background command its input" {
	echo text >file
	run script <<'EOF'
cat <file & wait
cat <<E & wait
here
E
{ cat; } <file & wait
EOF
	prints text here text
}

@test "only the first command of a background pipeline loses its input" {
	run script <<'EOF'
echo piped | cat & wait
echo a | { read x; echo "got $x"; } | cat & wait
EOF
	prints piped 'got a'
}

@test "an explicit copy of standard input keeps it for a background list" {
	echo text >file
	run script <<'EOF'
exec 3<file
cat <&3 & wait
EOF
	prints text
}

@test "a command killed by a signal has a status above 128 that kill -l names" {
	run script <<'EOF'
for s in HUP KILL TERM USR1 USR2 ALRM; do
	sh -c "kill -$s \$\$"
	status=$?
	test $status -gt 128 && kill -l $status
done
EOF
	exits 0 HUP KILL TERM USR1 USR2 ALRM
}

@test "pipelines, subshells and substitutions pass the status of a signal on" {
	run script <<'EOF'
true | sh -c 'kill -TERM $$'; kill -l $?
(sh -c 'kill -TERM $$'); kill -l $?
x=$(sh -c 'kill -TERM $$'); kill -l $?
f() { sh -c 'kill -TERM $$'; }; f; kill -l $?
! sh -c 'kill -TERM $$'; echo $?
EOF
	exits 0 TERM TERM TERM TERM 0
}

@test "a shell without a trap dies of the signal sent to it" {
	run shell -c 'kill -TERM $$; echo no'
	[ "$status" -eq 143 ]
	[ "$output" = '' ]
	run shell -c '(kill -USR1 $$); echo no; sleep 1; echo no'
	[ "$status" -eq 138 ]
}

@test "a signal ignored at start stays ignored in every kind of child" {
	ignoring() { trap '' USR1 USR2; shell "$@"; }
	run ignoring -c 'sh -c "kill -USR1 \$\$; echo program"
		sh -c "kill -USR1 \$\$; echo background" & wait
		echo $(sh -c "kill -USR2 \$\$; echo substitution")
		: | sh -c "kill -USR1 \$\$; echo stage"
		exec sh -c "kill -USR1 \$\$; echo exec"'
	[ "$output" = $'program\nbackground\nsubstitution\nstage\nexec' ]
}

@test "a background list inherits what the shell ignores and resets what it catches" {
	run script <<'EOF'
trap '' USR1; trap 'echo caught' USR2
sh -c 'kill -USR1 $$; echo ignored' & wait
{ sh -c 'kill -USR2 $$; echo no'; } & wait
(exec sleep 5) & sleep 0.1; kill -USR2 $!; wait $!; kill -l $?
EOF
	exits 0 ignored USR2
}

@test "a writer whose reader is gone ends of PIPE, not the shell" {
	differs ksh "uses sockets for pipes"
	[ -z "$(sh -c 'kill -PIPE $$; echo ignored')" ] || skip "PIPE is ignored here"
	run script <<'EOF'
yes | sed 1q
{ { yes; echo $(($? > 128)) >&3; } | sed 1q >/dev/null; } 3>&1
echo on
EOF
	exits 0 y 1 on
}

@test "a child that stops and goes on is waited for to its end" {
	differs "ksh" "wait returns when the child stops"
	run script <<'EOF'
sh -c 'kill -STOP $$; exit 3' &
pid=$!
(while kill -0 $pid 2>/dev/null; do kill -CONT $pid; sleep 0.05; done) &
wait $pid; echo $?
EOF
	exits 0 3
}
