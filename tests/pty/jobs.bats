#!/usr/bin/env bats
# Job control in a terminal (XCU 2.11): who has it, who is stopped, and the races in between.

load ../helper
load terminal

# stops NUMBER COMMAND: what is said of a job that ^Z stopped.
stops() { shows_line "[$1] + Stopped (SIGTSTP) $2"; }

# A line typed at a prompt, which runs a program that is in the foreground when this returns.
start() {
	enter "$1"
	await foreground_is "${2-sleep}"
}

@test "^Z drops what was to follow on the line" {
	terminal
	start 'sleep 60; echo "after"'
	keys C-z
	stops 1 'sleep 60'
	start 'for i in 1 2; do sleep 61 && :; echo "turn"; done; echo "after"'
	keys C-z
	stops 2 'sleep 61'
	start 'f() { sleep 62 | cat; echo "after"; }; f || echo "after"'
	keys C-z
	stops 3 'sleep 62 | cat'
	enter 'echo "status $?"'
	shows_line 'status 148'
	! has_line after && ! has_line turn
}

@test "^Z leaves a command substitution alone" {
	terminal
	mkfifo work/gate
	enter 'x=$(echo began >&2; read -r line <gate; echo "$line"); echo "<$x>"'
	shows_line began
	keys C-z
	echo 'a line' >work/gate
	shows_line '^Z<a line>'
	ready
}

@test "all processes of a pipeline are in one group, in the foreground and in the background" {
	printf '%s\n' '#!/bin/sh' 'read -r s </proc/self/stat' 'set -- $s; echo "$5" >>groups; cat' >work/tell
	chmod +x work/tell
	terminal
	for end in '' ' & wait'; do
		rm -f work/groups
		enter "./tell </dev/null | ./tell | { ./tell; } | (./tell)$end"
		await has_lines work/groups 4
		[ "$(sort -u work/groups | wc -l)" -eq 1 ]
		keys Enter
		ready
	done
}

has_lines() { [ "$(cat "$1" 2>/dev/null | wc -l)" -eq "$2" ]; }

@test "a leader that ended before the later stages started has not taken its group away" {
	terminal
	enter 'i=0; while [ $i -lt 50 ]; do true | true | cat | cat || break; i=$((i + 1)); done; echo "turns $i"'
	shows_line 'turns 50'
}

@test "a program has the terminal before it runs" {
	terminal
	enter 'i=0; while [ $i -lt 50 ]; do stty echo && stty -g | cat >/dev/null; i=$((i + 1)); done; echo "turns $i"'
	shows_line 'turns 50'
	enter 'jobs; echo "no job"'
	shows_line 'no job'
	! has_text Stopped
}

@test "a background job that reads the terminal is stopped, also where the signal was ignored" {
	terminal
	enter 'cat &' 'echo "one"'
	shows_line one
	enter 'until jobs | grep "Stopped (SIGTTIN) cat$"; do :; done'
	shows_line '[1] + Stopped (SIGTTIN) cat'
	enter fg
	await foreground_is cat
	text typed
	keys Enter
	await has_count 2 typed
	keys C-d
	enter 'echo "status $?"'
	shows_line 'status 0'
}

@test "a shell started in the background waits until it is in the foreground" {
	terminal
	enter "PS1='inner% ' \"$WHELK\" &"
	enter 'until jobs | grep SIGTTIN; do :; done'
	shows '[1] + Stopped (SIGTTIN)'
	ready
	text fg
	keys Enter
	ready 'inner%'
	text 'sleep 60'
	keys Enter
	await foreground_is sleep
	keys C-z
	stops 1 'sleep 60'
	text 'kill -KILL %1; wait %1'
	keys Enter
	text exit
	keys Enter
	start 'sleep 61'
	keys C-z
	stops 1 'sleep 61'
}

@test "a shell that nobody can bring to the foreground ends" {
	mkfifo work/gate
	terminal
	# The first sh is gone when the gate opens: the rest of its group is an orphan then.
	enter "sh -c '{ read -r s <gate; \"$WHELK\" -i </dev/tty; echo left >ended; } >/dev/null 2>&1 &'"
	enter 'echo >gate'
	await a_key_ends_it
	enter 'echo "here"'
	shows_line here
}

# It learns that it may not read when there is something to read.
a_key_ends_it() {
	keys Enter
	has_lines work/ended 1
}

@test "the modes of a stopped job come back with it, and the shell has its own meanwhile" {
	printf '%s\n' '#!/bin/sh' 'stty -echo susp ^A; echo ready; kill -STOP $$' \
		'stty -a | grep -o "susp = [^;]*"; stty sane' >work/raw
	chmod +x work/raw
	terminal
	enter ./raw
	shows_line '[1] + Stopped (SIGSTOP) ./raw'
	enter 'stty -a | grep -o "susp = [^;]*\|-*echo " | tr "\n" " "; echo'
	shows_line 'susp = ^Z echo'
	enter fg
	shows_line 'susp = ^A'
}

@test "modes stay when a program ends by itself, not when a signal ends it" {
	terminal
	enter 'stty susp ^A' 'stty -a | grep -o "susp = [^;]*"'
	shows_line 'susp = ^A'
	enter 'sh -c "stty susp ^B; kill -KILL \$\$"' 'stty -a | grep -o "susp = [^;]*"'
	await has_count 2 'susp = ^A'
}

@test "^C reaches every stage, and the loop around it ends" {
	terminal
	start 'while :; do sleep 60 | cat; done; echo "after"' sleep
	keys C-c
	enter 'echo "status $?"'
	shows_line 'status 130'
	! has_line after
}

@test "^C that a program takes for itself does not end the loop" {
	printf '%s\n' '#!/bin/sh' 'trap "exit 0" INT' 'echo up; while :; do sleep 1; done' >work/takes
	chmod +x work/takes
	terminal
	enter './takes; echo "after"'
	shows_line up
	keys C-c
	shows_line '^Cafter'
}

@test "bg sets \$! and fg takes the job by its name" {
	terminal
	start 'sleep 60'
	keys C-z
	stops 1 'sleep 60'
	enter 'sleep 61 &' 'first=$!' 'bg %1'
	shows_line '[1] sleep 60'
	enter '[ "$!" != "$first" ] && [ "$!" = "$(jobs -p %1)" ] && echo "is it"'
	shows_line 'is it'
	# On one line: at the next prompt the job has been announced, and its number is free.
	enter 'kill %?61; wait %?61; echo "status $?"'
	shows_line 'status 143'
	enter 'fg %sleep'
	await foreground_is sleep
	keys C-c
	enter 'jobs; echo "none"'
	shows_line none
}

@test "the end of a job that was waited for is announced, once" {
	terminal
	enter '(exit 3) & wait $!; echo "status $?"'
	shows_line 'status 3'
	shows_line '[1] + Done(3) (exit 3)'
	enter 'true & (exit 4) & wait; jobs; echo none'
	shows_line none
	shows_line '[1] - Done true'
	enter 'true'
	ready
	has_count 1 '[1] + Done(3) (exit 3)'
	has_count 1 '[2] + Done(4) (exit 4)'
}

@test "what command, eval, a function or a lock runs can be stopped" {
	terminal
	enter 'f() { sleep 60; echo wrong; }' 'shared lock_of='
	for command in 'command sleep 60' 'command -p sleep 60' 'x=1 command sleep 60' 'eval "sleep 60"' f \
		'shared lock lock_of sleep 60' '. ./dotted' '{ sleep 60; echo wrong; }'; do
		echo 'sleep 60; echo wrong' >work/dotted
		enter "$command; echo wrong"
		await foreground_is sleep
		keys C-z
		shows '[1] + Stopped'
		enter 'kill -s KILL %1; wait; clear'
		ready
		has_text wrong && return 1
	done
	true
}

@test "jobs writes what the standard says, byte for byte" {
	mkfifo work/gate
	terminal
	enter 'cat gate &' 'cat gate | cat &' '(exit 3) & p=$!' ':' 'kill -s STOP %1' 'jobs >out; jobs -p >pids'
	enter 'jobs -l >long; jobs -l "%cat gate |" >one; jobs %1 >two'
	await has_file_line work/two '[1] + Stopped (SIGSTOP) cat gate'
	[ "$(<work/out)" = '[1] + Stopped (SIGSTOP) cat gate
[2] - Running cat gate | cat' ]
	mapfile -t pids <work/pids
	[ "$(<work/long)" = "[1] + ${pids[0]} Stopped (SIGSTOP) cat gate
[2] - ${pids[1]} Running cat gate | cat" ]
	[ "$(<work/one)" = "[2] - ${pids[1]} Running cat gate | cat" ]
	shows_line '[3]   Done(3) (exit 3)'
	enter 'kill -s CONT %1; until jobs %1 | grep -q Running; do :; done; jobs >out; kill -s KILL %1; wait %1; echo "$?" >status'
	await has_file_line work/status 137
	[ "$(<work/out)" = '[1] + Running cat gate
[2] - Running cat gate | cat' ]
}

@test "five hundred short jobs leave nothing behind, and each has its status" {
	terminal
	enter 'i=0; while [ "$i" -lt 500 ]; do i=$((i+1)); : & done 2>/dev/null; wait; jobs; echo all' 'clear'
	enter 'i=0; while [ "$i" -lt 500 ]; do i=$((i+1)); true | (exit 3); [ $? -eq 3 ] || echo wrong; done; echo all'
	shows_line all
	enter 'i=0; while [ "$i" -lt 500 ]; do i=$((i+1)); (exit 3) & wait $! || [ $? -eq 3 ] || echo wrong; done 2>/dev/null'
	enter 'clear; jobs; echo none'
	shows_line none
	! has_text wrong && ! has_text '['
}

@test "no process left: an error after a while, and the prompt is there" {
	[ "$(id -u)" -eq 0 ] || skip "only root can lend an unused user's limit"
	local uid=$((60000 + $$ % 5000)) # of nobody else's processes
	mkdir -m 777 place && cp "$WHELK" place/whelk && chmod 755 . place/whelk
	on_tmux new-session -d -s first -x 80 -y 24 -c "$PWD/place" env -i TERM=screen HOME="$PWD/place" PS1='% ' \
		PATH=/usr/bin:/bin HISTFILE= prlimit --nproc=3:3 setpriv --reuid=$uid --regid=$uid --clear-groups \
		./whelk
	session=first
	enter 'sleep 30 & sleep 30 &' 'true | cat'
	shows 'cannot fork'
	enter '(/bin/true; :); echo "status $?"'
	shows 'status 1'
	enter 'kill %1 %2; wait; /bin/echo on'
	shows_line on
}

@test "jobs: the current, the previous, ambiguous and missing ones" {
	terminal
	start 'sleep 60'
	keys C-z
	stops 1 'sleep 60'
	start 'sleep 61'
	keys C-z
	stops 2 'sleep 61'
	enter 'clear; sleep 62 & :' 'jobs %% %- %3'
	shows_line '[2] + Stopped (SIGTSTP) sleep 61'
	shows_line '[1] - Stopped (SIGTSTP) sleep 60'
	shows_line '[3]   Running sleep 62'
	enter 'fg %sleep'
	shows 'fg: %sleep: ambiguous job'
	enter 'bg %?none'
	shows 'bg: %?none: no such job'
	enter 'kill %1 %2 %3; wait' 'jobs; echo "none"'
	shows_line none
}

@test "a stopped job is not waited for" {
	terminal
	start 'sleep 60'
	keys C-z
	stops 1 'sleep 60'
	enter 'wait; echo "waited"'
	shows_line waited
	enter 'jobs'
	await has_count 2 '[1] + Stopped (SIGTSTP) sleep 60'
}

@test "jobs in a subshell shows the shell's, which cannot be moved there" {
	terminal
	start 'sleep 60'
	keys C-z
	stops 1 'sleep 60'
	enter '(jobs -p >pids; fg) || echo "failed $?"'
	shows_line 'failed 1'
	[ "$(wc -l <work/pids)" -eq 1 ]
}

@test "set -m in a script gives jobs their own groups, and no terminal is needed" {
	cat >script <<'END'
set -m
sleep 60 &
read -r s </proc/$!/stat
set -- $s
[ "$5" = "$!" ] && echo 'own group'
kill -STOP %1
until jobs | grep SIGSTOP; do :; done
bg >/dev/null
jobs
kill %1
wait %1
echo "status $?"
END
	run whelk script
	[ "$output" = 'own group
[1] + Stopped (SIGSTOP) sleep 60
[1] + Running sleep 60
status 143' ]
}

@test "statuses are kept until they are waited for, and an ignored SIGCHLD loses none" {
	run sh -c 'trap "" CHLD; exec "$1" -c "$2"' sh "$WHELK" '
		pids= i=0
		while [ $i -lt 100 ]; do (exit $i) & pids="$pids $!"; i=$((i + 1)); done
		i=0
		for p in $pids; do wait $p; [ $? -eq $i ] || echo "$p: $i"; i=$((i + 1)); done
		wait $p; echo $?'
	[ "${lines[1]}" = 127 ]
}

@test "wait sleeps through no end of a child" {
	run whelk -c 'i=0; while [ $i -lt 500 ]; do : & wait $! || break; i=$((i + 1)); done; echo $i'
	[ "$output" = 500 ]
}
