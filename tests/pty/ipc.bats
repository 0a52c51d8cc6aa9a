#!/usr/bin/env bats
# ^C where two processes wait for each other.

load ../helper
load terminal

# interrupted NUMBER NAME COMMAND: it runs until NAME is there; ^C ends it, NAME goes, and the status
# tells, for the NUMBERth time.
interrupted() {
	enter "$3"
	await test -e "work/$2"
	sleep 0.2
	keys C-c
	enter 'echo "status $?"'
	await has_count "$1" 'status 130'
	[ ! -e "work/$2" ]
}

@test "^C ends who waits at a named pipe, and the name goes" {
	terminal
	interrupted 1 q 'cat <||q'
	interrupted 2 q 'read -r x <||q'
	interrupted 3 q 'echo x >||q'
	interrupted 4 q '{ echo x >||q; } | cat'
}

@test "^C ends who waits at an ordinary named pipe, without a word" {
	terminal
	enter 'mkfifo m'
	ready
	enter 'read -r x <m'
	sleep 0.2
	keys C-c
	enter 'echo "status $?"'
	shows_line 'status 130'
	! has_text 'Interrupted'
}

@test "who waits at a named pipe for long is told for whom" {
	terminal
	enter 'cat <||q'
	shows_line 'whelk: q: waiting for a writer (^C to stop)'
	keys C-c
	enter 'echo x >||q'
	shows_line 'whelk: q: waiting for a reader (^C to stop)'
	keys C-c
	ready
}

@test "^C ends a server with its children, and the name goes" {
	terminal
	interrupted 1 p 'usock serve p cat'
	enter 'h() { sleep 300; }' 'usock serve p h'
	await test -S work/p
	(cd work && timeout 60 "$WHELK" -c 'usock connect p c; echo x >&"$c"; : >there; read -r x <&"$c"; : >gone') 3>&- 4>&- &
	await test -e work/there
	keys C-c
	enter 'echo "status $?"'
	await has_count 2 'status 130'
	await test -e work/gone
	[ ! -e work/p ]
}

@test "^C ends accept, and a command with its lists" {
	terminal "TMPDIR=$PWD"
	enter 'usock listen p l; usock accept "$l" c'
	await test -S work/p
	sleep 0.2
	keys C-c
	enter 'echo "accept $?"; f() { sleep 60; }; f <(sleep 61)'
	shows_line 'accept 130'
	await foreground_is sleep
	keys C-c
	enter 'echo "lists $?"'
	shows_line 'lists 130'
	[ -z "$(find . -name 'whelk-*')" ]
}
