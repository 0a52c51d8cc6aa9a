#!/usr/bin/env bats
# `wait`, background lists and $!.
load common

@test "wait without operands waits for all and has status 0" {
	run script <<'EOF'
(sleep 0.2; echo slow >slow; exit 3) & (sleep 0.1; echo fast >fast; exit 4) & false &
wait; echo $?
cat fast slow
wait; echo $?
EOF
	prints 0 fast slow 0
}

@test "wait for a process has its status" {
	run script <<'EOF'
(exit 3) & wait $!; echo $?
true & wait $!; echo $?
sh -c 'exit 200' & wait $!; echo $?
false | (exit 5) & wait $!; echo $?
true && (exit 6) & wait $!; echo $?
{ exit 7; } & wait $!; echo $?
no-such-command 2>/dev/null & wait $!; echo $?
EOF
	prints 3 0 200 5 6 7 127
}

@test "a background pipeline with ! has the reversed status" {
	differs bash "ignores the !"
	run script <<'EOF'
! true & wait $!; echo $?
! false | false & wait $!; echo $?
EOF
	prints 1 0
}

@test "wait for several processes has the status of the last operand" {
	run script <<'EOF'
(sleep 0.2; exit 3) & a=$!
(exit 4) & b=$!
(sleep 0.1; exit 5) & c=$!
wait $b $c $a; echo $?
(sleep 0.2; echo a >made) & a=$!; (exit 4) & b=$!
wait $a $b; echo $?; cat made
EOF
	prints 3 4 a
}

@test "statuses are kept until they are asked for, in any order" {
	run script <<'EOF'
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	(exit $n) & pids="$! $pids"
done
sleep 0.2; sh -c :
for pid in $pids; do wait $pid; printf '%s ' $?; done
EOF
	prints '20 19 18 17 16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 '
}

@test "wait does not return while a process is only stopped" {
	run script <<-'EOF'
		(while [ ! -e end ]; do sleep 0.05; done; exit 3) & p=$!
		kill -s STOP $p
		(sleep 0.3; : >end; kill -s CONT $p) &
		wait
		[ -e end ] && echo waited
		rm end
		(while [ ! -e end ]; do sleep 0.05; done; exit 3) & p=$!
		kill -s STOP $p
		(sleep 0.3; : >end; kill -s CONT $p) &
		wait $p
		echo $?
	EOF
	prints waited 3
}

@test "a process that the shell does not know has status 127" {
	differs "dash ksh" "give another status"
	run script <<'EOF'
wait 1; echo $?
(exit 3) & a=$!
wait $a 1; echo $?
(exit 3) & a=$!
wait 1 $a; echo $?
EOF
	exits 0 127 127 3
}

@test "a process that was waited for is known no longer" {
	differs dash "keeps it until the next background list"
	run script <<'EOF'
(exit 3) & wait $!; echo $?
wait $!; echo $?
EOF
	exits 0 3 127
}

@test "wait without operands forgets every status" {
	differs "dash ksh" "keep them"
	run script <<'EOF'
(exit 3) & p=$!
wait
wait $p; echo $?
EOF
	exits 0 127
}

@test "a subshell does not know its parent's processes" {
	run script <<'EOF'
(exit 3) & p=$!
(wait $p; echo $?)
(wait; echo $?)
wait $p; echo $?
EOF
	exits 0 127 0 3
}

@test "a subshell waits for its own background lists" {
	run script <<'EOF'
(sleep 0.1 & (exit 4) & wait $!; echo $?)
x=$( (exit 5) & wait $!; echo $?); echo $x
EOF
	prints 4 5
}

@test "wait for a killed process has a status that kill -l names" {
	run script <<'EOF'
sleep 10 & sleep 0.1; kill $!; wait $!; status=$?
test $status -gt 128; kill -l $status
sleep 10 & sleep 0.1; kill -KILL $!; wait $!; kill -l $?
EOF
	exits 0 TERM KILL
}

@test "a trapped signal ends wait at once, and its action runs then" {
	differs ksh "returns 0"
	run script <<'EOF'
trap 'echo caught' USR1
sleep 5 & child=$!
(sleep 0.1; kill -USR1 $$) &
wait $child
status=$?
echo $((status > 128)); kill -l $status
kill -0 $child && kill $child
EOF
	exits 0 caught 1 USR1
}

@test "a trapped signal ends a wait without operands too" {
	differs ksh "returns 0"
	run script <<'EOF'
trap 'echo caught' USR1
sleep 5 & child=$!
(sleep 0.1; exec kill -USR1 $$) &
wait
echo $(($? > 128))
kill $child
EOF
	exits 0 caught 1
}

@test "after an interrupted wait the process can be waited for again" {
	differs ksh "returns 0"
	run script <<'EOF'
trap 'echo caught' USR1
(sleep 0.1; kill -USR1 $$; sleep 0.1; exit 3) & child=$!
wait $child
echo $(($? > 128))
wait $child; echo $?
EOF
	exits 0 caught 1 3
}

@test "wait is not ended by signals that are ignored" {
	run script <<'EOF'
trap '' USR1
(sleep 0.1; kill -USR1 $$; exit 3) & wait $!
echo $?
EOF
	prints 3
}

@test "wait sees a trapped signal's action only after a foreground command" {
	run script <<'EOF'
trap 'echo caught' USR1
(sleep 0.1; kill -USR1 $$) &
sleep 0.3; echo after
wait; echo $?
EOF
	exits 0 caught after 0
}

@test "an operand of wait that is no process and no job is an error" {
	run script <<'EOF'
wait nonsense; echo $(($? > 0))
EOF
	exits 0 1
}

@test "\$! is the process of the latest background list, for a pipeline its last command" {
	run script <<'EOF'
sh -c 'echo $$ >pid' & echo $! >bang; wait
cmp pid bang && echo same
: | sh -c 'echo $$ >pid; cat' & echo $! >bang; wait
cmp pid bang && echo same last
sh -c 'echo $$ >pid' & sh -c : | cat; true; echo $! >bang; wait
cmp pid bang && echo still same
EOF
	prints same 'same last' 'still same'
}

@test "\$! of a subshell's list does not reach the outer shell" {
	run script <<'EOF'
true & outer=$!
(true & wait $!)
test $outer = $! && echo same
EOF
	prints same
}

@test "a background list has status 0 at once and changes nothing here" {
	run script <<'EOF'
false; (exit 9) & echo $?
x=1; { x=2; cd /; } & wait; echo $x; test "$PWD" != / && echo stayed
EOF
	prints 0 1 stayed
}

@test "& separates commands and may end any kind of command" {
	run script <<'EOF'
echo a & wait; for i in 1 2; do echo $i; done & wait
if true; then echo if; fi & wait; f() { echo f $1; }; f x & wait; case a in a) echo case & esac
wait
EOF
	prints a 1 2 if 'f x' case
}

@test "hundreds of background lists are all waited for" {
	run script <<'EOF'
i=0; while test $i -lt 300; do echo >>made & i=$((i + 1)); done
wait
wc -l <made | tr -d ' '
EOF
	prints 300
}

@test "background lists outlive the shell that started them" {
	run script <<'EOF'
{ sleep 0.2; echo late >made; } &
EOF
	exits 0
	for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s made ] && break; sleep 0.1; done
	[ "$(cat made)" = late ]
}
