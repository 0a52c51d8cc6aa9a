#!/usr/bin/env bats
# The special built-in `trap`: actions for signals and for the end of the shell.
load common

# --- EXIT ---

@test "the EXIT trap runs once when the shell ends, however it ends" {
	for end in ':' 'exit' 'f() { exit; }; f' 'eval exit' 'set -e; false' 'set -u; : $nope' \
		': ${nope?gone}' 'readonly r; r=1' 'for i in 1 2; do exit; done' '. ./missing' 'exit 3'; do
		run shell -c "trap 'echo bye' EXIT; echo hello; $end" 2>/dev/null
		[ "$(grep -c '^bye$' <<<"$output")" -eq 1 ] || { echo "$end: $output"; false; }
		[ "${lines[${#lines[@]} - 1]}" = bye ]
	done
	echo 'trap "echo bye" 0; echo hello' >script
	run shell script
	[ "$output" = $'hello\nbye' ]
	run shell <script
	[ "$output" = $'hello\nbye' ]
}

@test "the EXIT trap sees the shell's status and does not change it" {
	run shell -c 'trap "echo \$?; true" EXIT; exit 3'
	[ "$status" -eq 3 ]
	[ "$output" = 3 ]
	run shell -c 'trap "echo \$?; true" EXIT; (exit 4)'
	[ "$status" -eq 4 ]
	[ "$output" = 4 ]
	run shell -c 'trap "false" EXIT; true'
	[ "$status" -eq 0 ]
}

@test "exit in the EXIT trap ends it, with its own status or the shell's" {
	differs ksh "takes the status of the trap's last command"
	run shell -c 'trap "exit 7; echo no" EXIT; exit 3'
	[ "$status" -eq 7 ]
	[ "$output" = '' ]
	run shell -c 'trap "true; exit; echo no" EXIT; exit 3'
	[ "$status" -eq 3 ]
	[ "$output" = '' ]
}

@test "the EXIT trap runs where the last command left the shell" {
	mkdir sub
	run script <<'EOF'
trap 'echo "$x $1"; basename "$PWD"; f; umask' EXIT
f() { echo function; }
x=later; set -- p; cd sub; umask 022; exec 2>&1 >file
EOF
	[ "$status" -eq 0 ]
	[ "$(head -n3 sub/file)" = $'later p\nsub\nfunction' ]
}

@test "the EXIT trap can be replaced, removed and ignored" {
	run script <<'EOF'
(trap 'echo one' EXIT; trap 'echo two' EXIT)
(trap 'echo one' EXIT; trap - EXIT; echo removed)
(trap 'echo one' EXIT; trap 0; echo removed)
(trap 'echo one' EXIT; trap '' EXIT; echo ignored)
EOF
	prints two removed removed ignored
}

@test "a subshell runs its own EXIT trap at its end and not the one it inherits" {
	differs ksh "runs the last stage in the shell itself"
	run script <<'EOF'
trap 'echo outer' EXIT
(echo in; trap 'echo inner' EXIT; exit 3); echo $?
(echo quiet)
x=$(trap 'echo captured' EXIT; echo text); echo $x
echo a | { trap 'echo stage' EXIT; cat; }
{ trap 'echo async' EXIT; } & wait $!
EOF
	prints in inner 3 quiet 'text captured' a stage async outer
}

@test "a subshell in an EXIT action has traps of its own" {
	differs "busybox zsh" "no EXIT trap runs there"
	differs "ksh mksh" "another status after the EXIT trap"
	run script <<'EOF'
trap '
	(trap "echo inner \$?" EXIT; (exit 4)); echo $?
	echo a | { trap "echo stage" EXIT; cat; } | cat
	{ trap "echo async" EXIT; } & wait $!
	(trap "echo USR1" USR1; sh -c "kill -USR1 \$PPID")
	echo end
' EXIT
exit 3
EOF
	same 3 'inner 4' 4 a stage async USR1 end
}

@test "exit in a subshell does not end the action that it is in" {
	differs "dash mksh busybox" "\$? is what it was before the action"
	run script <<'EOF'
trap '(false; exit); echo $?
	x=$(false; exit); echo $?
	{ false; exit; } & wait $!; echo $?' USR1
kill -USR1 $$
EOF
	prints 1 1 1
}

@test "return in a subshell does not end the action that it is in" {
	differs "dash mksh yash" "\$? is what it was before the action"
	run script <<'EOF'
f() { trap '(false; return); echo $?' USR1; kill -USR1 $$; }
f
EOF
	prints 1
}

@test "a function's EXIT trap is the shell's" {
	run script <<'EOF'
f() { trap 'echo bye' EXIT; echo in f; }
f
echo after
EOF
	prints 'in f' after bye
}

@test "the EXIT trap runs after a syntax error" {
	run shell -c 'trap "echo bye" EXIT
echo one
if )' 2>/dev/null
	[ "${lines[0]}" = one ]
	[ "${lines[${#lines[@]} - 1]}" = bye ]
}

# --- signals ---

@test "a trap runs its action each time its signal arrives" {
	run script <<'EOF'
trap 'echo caught' USR1
kill -USR1 $$; echo one
kill -USR1 $$; echo two
EOF
	prints caught one caught two
}

@test "conditions may be named or numbered" {
	run script <<'EOF'
for s in HUP INT QUIT ABRT ALRM TERM USR1 USR2 XFSZ; do
	trap "echo $s" $s; kill -s $s $$; trap - $s
done
for n in 1 2 3 6 14 15; do
	trap "echo $n" $n; kill -$n $$; trap $n
done
trap 'echo several' HUP 15 USR1; kill -HUP $$; kill -TERM $$; kill -USR1 $$
EOF
	exits 0 HUP INT QUIT ABRT ALRM TERM USR1 USR2 XFSZ 1 2 3 6 14 15 several several several
}

@test "an empty action ignores the signal, also in the programs started" {
	run script <<'EOF'
trap '' USR1 TERM
kill -USR1 $$; echo on
sh -c 'kill -USR1 $$; kill -TERM $$; echo child too'
(kill -USR1 "$(exec sh -c 'echo $PPID')"; echo subshell too)
exec sh -c 'kill -TERM $$; echo after exec'
EOF
	prints on 'child too' 'subshell too' 'after exec'
}

@test "a hyphen as action gives the signal its default effect again" {
	run script <<'EOF'
trap 'echo caught' TERM; trap - TERM
(kill -TERM $$); sleep 1; echo no
EOF
	[ "$status" -eq 143 ]
	run script <<'EOF'
trap '' USR1; trap - USR1
sh -c 'kill -USR1 $$; echo no'
echo $(($? > 128))
EOF
	exits 0 1
}

@test "a number as the first operand makes all operands conditions to reset" {
	run script <<'EOF'
trap 'echo caught' INT TERM EXIT
trap 2 15 0
trap
EOF
	prints
}

@test "programs get the default action of a caught signal" {
	run script <<'EOF'
trap 'echo caught' USR1
sh -c 'kill -USR1 $$; echo no'
echo $(($? > 128))
exec sh -c 'kill -USR1 $$; echo no'
EOF
	[ "$output" = 1 ]
	[ "$status" -gt 128 ]
}

@test "a subshell resets caught signals and keeps ignored ones" {
	differs ksh "runs the subshell in its own process"
	run script <<'EOF'
trap 'echo caught' USR1; trap '' USR2
(kill -USR1 "$(exec sh -c 'echo $PPID')"; echo no)
echo $(($? > 128))
(kill -USR2 "$(exec sh -c 'echo $PPID')"; echo ignored)
kill -USR1 $$
EOF
	exits 0 1 ignored caught
}

@test "a subshell may set its own traps, which end with it" {
	run script <<'EOF'
trap 'echo outer' USR1
(trap 'echo inner' USR1; kill -USR1 "$(exec sh -c 'echo $PPID')"; echo end)
kill -USR1 $$
EOF
	prints inner end outer
}

@test "the action is read again each time, with the variables of that time" {
	run script <<'EOF'
x=1; trap 'echo $x; x=$((x + 1))' USR1
kill -USR1 $$; kill -USR1 $$; echo end $x
y=1; trap "echo $y" USR1; y=2; kill -USR1 $$
EOF
	prints 1 2 'end 3' 1
}

@test "the action runs in the shell itself, of any length and form" {
	run script <<'EOF'
trap 'for i in 1 2; do
	echo "turn $i"
done
v=set
cd /' USR1
kill -USR1 $$
echo $v $PWD
EOF
	prints 'turn 1' 'turn 2' 'set /'
}

@test "\$? is the same after a trap as before it" {
	run script <<'EOF'
trap 'false; (exit 9)' USR1
sh -c 'kill -USR1 $PPID; exit 3'; echo $?
kill -USR1 $$; echo $?
trap 'echo "in $?"' USR1
sh -c 'kill -USR1 $PPID; exit 4'; echo $?
EOF
	prints 3 0 'in 4' 4
}

@test "a trap waits until the foreground command has ended" {
	run script <<'EOF'
trap 'echo caught' USR1
sh -c 'kill -USR1 $PPID; sleep 0.1; echo command'
echo after
{ sh -c 'kill -USR1 $PPID; echo first'; echo second; }
EOF
	prints command caught after first caught second
}

@test "a trap runs between the commands of functions and loops" {
	run script <<'EOF'
trap 'hit=$((hit + 1))' USR1
hit=0; n=0
while test $hit -lt 3; do kill -USR1 $$; n=$((n + 1)); done; echo $n
f() { kill -USR1 $$; echo "in f $hit"; }; f
EOF
	prints 3 'in f 4'
}

@test "traps set in a function stay after it" {
	run script <<'EOF'
f() { trap 'echo from f' USR1; }; f
kill -USR1 $$
EOF
	prints 'from f'
}

@test "an action may change its own trap" {
	run script <<'EOF'
trap 'trap "echo second" USR1; echo first' USR1
kill -USR1 $$; kill -USR1 $$
trap 'trap - USR1; echo last' USR1
kill -USR1 $$
trap
EOF
	prints first second last
}

@test "a signal that arrives in the words of for or case is acted on before what they control" {
	differs "ksh yash" "the action runs after the first command of the body"
	run script <<'EOF'
trap 'echo T; x=done' USR1
for i in $(kill -USR1 $$; echo a); do echo "$i $x"; done
x=
case $(kill -USR1 $$; echo b) in b) echo "b $x" ;; esac
x=
case c in "$(kill -USR1 $$; echo c)") echo "c $x" ;; esac
trap 'exit 5' USR1
for i in $(kill -USR1 $$; echo a); do echo no; done
EOF
	same 5 T 'a done' T 'b done' T 'c done'
}

@test "exit in a signal's action ends the shell and runs the EXIT trap" {
	differs mksh "loses the status"
	run script <<'EOF'
trap 'echo bye $?' EXIT
trap 'exit 7; echo no' TERM
kill -TERM $$
echo not reached
EOF
	exits 7 'bye 7'
}

@test "exit without a status in an action uses the status before the action" {
	differs "bash yash ksh" "use that of the action's last command"
	run script <<'EOF'
trap 'false; exit' TERM
sh -c 'kill -TERM $PPID; exit 5'
echo not reached
EOF
	exits 5
}

@test "return in an action leaves the function that was running" {
	differs yash "leaves the action only"
	run script <<'EOF'
trap 'return 6' USR1
f() { kill -USR1 $$; echo no; }
f; echo $?
EOF
	prints 6
}

@test "return in a function that an action calls has the status of what ran before it there" {
	differs "bash yash mksh" "it has the status before the action"
	run script <<-'EOF'
		f() { return; }
		echo 'return' >file
		trap 'false; f; echo $?; (exit 3); . ./file; echo $?' USR1
		kill -s USR1 $$
	EOF
	prints 1 3
}

@test "return without a status in an action uses the status before the action" {
	differs "yash ksh" "use that of the action's last command"
	run script <<'EOF'
trap 'false; return' USR1
f() { sh -c 'kill -USR1 $PPID; exit 5'; echo no; }
f; echo $?
EOF
	prints 5
}

@test "two signals that wait run both actions" {
	run script <<'EOF'
trap 'one=1' USR1; trap 'two=2' USR2
sh -c 'kill -USR1 $PPID; kill -USR2 $PPID'
echo $one$two
EOF
	prints 12
}

@test "a signal ignored when the shell starts can be neither trapped nor reset" {
	ignoring() { trap '' USR1; shell "$@"; }
	run ignoring -c 'trap "echo caught" USR1; kill -USR1 $$; echo on
		trap - USR1; kill -USR1 $$; sh -c "kill -USR1 \$\$; echo child on"
		(kill -USR1 $$; echo subshell on)'
	[ "$status" -eq 0 ]
	[ "$output" = $'on\nchild on\nsubshell on' ]
}

@test "an invalid condition is a failure that does not end the shell" {
	run script <<'EOF'
trap 'echo x' NOSUCHSIGNAL; echo $(($? > 0))
trap - NOSUCHSIGNAL; echo $(($? > 0))
trap 'echo x' 12345; echo $(($? > 0))
EOF
	exits 0 1 1 1
}

@test "a valid condition beside an invalid one leaves the shell running" {
	run script <<'EOF'
trap 'echo bye' NOSUCHSIGNAL EXIT; echo on
trap 'echo end' EXIT
EOF
	exits 0 on end
}

# --- listings ---

@test "trap lists its actions as commands" {
	run script <<'EOF'
trap 'echo hi' INT; trap '' TERM
trap
EOF
	[ "$status" -eq 0 ]
	sorted=$(sort <<<"$output")
	[ "$sorted" = $'trap -- \'\' TERM\ntrap -- \'echo hi\' INT' ]
}

@test "what trap lists restores the traps, whatever characters the actions hold" {
	run script <<'EOF'
trap 'echo "it'\''s $x"; echo \\
echo second line' USR1
trap 'echo "end *"' EXIT; trap '' USR2
trap >saved
trap - USR1 USR2 EXIT
. ./saved
x=set; kill -USR1 $$; kill -USR2 $$
EOF
	prints "it's set" '\' 'second line' 'end *'
}

@test "a command substitution of trap alone shows the shell's own traps" {
	differs "dash mksh" "show none"
	run script <<'EOF'
trap 'echo hi' USR1
saved=$(trap)
trap - USR1
eval "$saved"
kill -USR1 $$
echo `trap`
EOF
	prints hi "trap -- 'echo hi' USR1"
}

@test "trap in a subshell lists the outer traps until one is set there" {
	differs "dash ksh mksh" "forget them when the subshell starts"
	run script <<'EOF'
trap 'echo hi' USR1; trap '' USR2
(trap) | sort
(trap | sort)
x=$(:; trap); echo "$x" | sort
(trap 'echo inner' INT; trap) | grep -c USR1
(trap 'echo inner' INT; trap) | grep -c INT
EOF
	exits 0 "trap -- '' USR2" "trap -- 'echo hi' USR1" "trap -- '' USR2" "trap -- 'echo hi' USR1" \
		"trap -- '' USR2" "trap -- 'echo hi' USR1" 0 1
}

@test "trap lists the signals ignored when the shell started" {
	differs "dash yash ksh mksh" "do not list them"
	ignoring() { trap '' USR1; shell "$@"; }
	run ignoring -c 'trap'
	[ "$output" = "trap -- '' USR1" ]
}

@test "trap -p with conditions lists only those" {
	differs "dash yash ksh mksh" "have no such trap -p"
	run script <<'EOF'
trap 'echo hi' USR1; trap 'echo bye' EXIT; trap '' TERM
trap -p USR1
trap -p TERM 0
trap - EXIT
EOF
	[ "${lines[0]}" = "trap -- 'echo hi' USR1" ]
	[ "${lines[1]}" = "trap -- '' TERM" ]
	[ "${lines[2]}" = "trap -- 'echo bye' EXIT" ]
}

@test "trap -p lists conditions in their default state too" {
	differs "dash yash ksh mksh" "have no such trap -p"
	run script <<'EOF'
trap -p USR1
trap -p >all
grep -c -e "^trap -- - USR1$" -e "^trap -- - HUP$" -e "^trap -- - EXIT$" all
EOF
	prints 'trap -- - USR1' 3
}

@test "what trap -p wrote in a substitution restores all traps, set or not" {
	differs "dash yash ksh mksh" "have no such trap -p"
	run script <<'EOF'
trap 'echo one' USR1
saved=$(trap -p)
trap 'echo other' USR1 USR2
eval "$saved"
kill -USR1 $$
sh -c 'kill -USR2 $PPID'
sleep 1
EOF
	[ "$output" = one ]
	[ "$status" -gt 128 ]
}

@test "-- may stand before the action" {
	run script <<'EOF'
trap -- 'echo bye' EXIT
trap -- '-x 2>/dev/null || echo ran' USR1
kill -USR1 $$
EOF
	exits 0 ran bye
}

@test "a signal that is trapped cuts no expansion and no output short" {
	mkdir d
	: >d/a >d/b
	HOME=$PWD run script <<'E'
trap : USR1
cd "$HOME"
printf '%s ' $(kill -USR1 $$) d/* 1 2 3; echo
for i in $(kill -USR1 $$) d/*; do echo "$i"; done
E
	prints 'd/a d/b 1 2 3 ' d/a d/b
}
