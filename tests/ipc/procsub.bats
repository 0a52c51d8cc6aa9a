#!/usr/bin/env bats
# Process substitution: <(list), >(list) and =(list).

load common

# Each case has a TMPDIR of its own, where nothing may be left.
setup() {
	private_directory
	mkdir tmp
	export TMPDIR=$PWD/tmp
}

nothing_left() {
	[ -z "$(ls -A tmp)" ] || {
		ls -lA tmp tmp/*
		return 1
	}
}

teardown() {
	nothing_left
	show_last_run
}

has_name() { [ -p tmp/whelk-*/*.1 ]; }
is_empty() { [ -z "$(ls -A tmp)" ]; }

@test "<(list) is a name whose contents the list writes" {
	script 'diff <(printf "%s\n" a b) <(printf "%s\n" a c); echo "$?"'
	[ "$output" = $'2c2\n< b\n---\n> c\n1' ]
}

@test ">(list) is a name whose contents the list reads, and is waited for" {
	script 'echo hi > >(sleep 0.1; tr a-z A-Z); echo after
		printf "%s\n" x y | tee >(sed s/^/1/ >one) >(sed s/^/2/ >two) >/dev/null; cat one two'
	[ "$output" = $'HI\nafter\n1x\n1y\n2x\n2y' ]
}

@test "=(list) is a file that is complete, can be read twice, and is private" {
	script 'f() { cat "$1" "$1"; ls -l "$1" | cut -c 1-10; tail -c 3 "$1"; }; f =(echo abcd)'
	[ "$output" = $'abcd\nabcd\n-rw-------\ncd' ]
}

@test "=(list) that fails fails the command, which does not run" {
	script 'echo ran =(exit 3); echo "$?"; cat < =(exit 4); echo "$?"'
	[ "${lines[0]}" = 'script.sh:1:1: =(...): the list failed with status 3' ]
	[ "${lines[1]}" = 3 ]
	[ "${lines[3]}" = 4 ]
	[ "${#lines[@]}" -eq 4 ]
}

@test "they stand where a word can stand" {
	script 'while read -r x; do echo "$x"; done < <(echo loop)
		for f in <(echo first) <(echo second); do cat "$f"; done
		case $(cat <(echo inner)) in inner) echo case ;; esac
		x=$(cat <(echo assigned)); echo "$x"
		f() { cat "$1"; }; f <(echo function)
		cat 0< <(echo number); echo a | cat - <(echo stage)
		(cat <(echo subshell)); { cat; } < <(echo group); eval "cat <(echo eval)"'
	[ "$output" = $'loop\nfirst\nsecond\ncase\nassigned\nfunction\nnumber\na\nstage\nsubshell\ngroup\neval' ]
}

@test "they nest, and lists may be of any kind" {
	script 'cat <(cat <(cat <(echo deep)) <(echo wide))
		cat <(for i in 1 2 3; do echo "$i"; done | sort -r) <(f() { echo "$*"; }; f in a function)'
	[ "$output" = $'deep\nwide\n3\n2\n1\nin a function' ]
}

@test "the directory is for its owner alone" {
	script 'f() { ls -ld "${1%/*}" | cut -c 1-10; case $1 in "$TMPDIR"/*) echo "in TMPDIR" ;; esac; }
		f <(:)'
	[ "$output" = $'drwx------\nin TMPDIR' ]
}

@test "a program several levels down can open them" {
	script 'sh -c "sh -c '\''cat \"\$1\"'\'' _ \"\$1\"" _ <(echo far away)'
	[ "$output" = 'far away' ]
}

@test "PROCSTATUS has the statuses, oldest first, and pipefail counts them" {
	script 'cat <(exit 3) <(:) > >(cat; exit 5); echo "$? $PROCSTATUS"
		set -o pipefail; cat <(exit 4); echo "$? $PROCSTATUS"; cat <(:); echo "$? $PROCSTATUS"'
	[ "$output" = $'0 3 0 5\n4 4\n0 0' ]
}

@test "under pipefail and errexit a list that fails ends the shell" {
	script 'set -e -o pipefail; cat <(exit 7); echo not here'
	[ "$status" -eq 7 ]
	[ -z "$output" ]
}

@test "a loop or a redirected group that fails by its list ends the shell, too" {
	script 'set -e -o pipefail; { cat; } < <(exit 7); echo not here'
	[ "$status" -eq 7 ]
	script 'set -e -o pipefail; for i in <(exit 6); do cat "$i"; done; echo not here'
	[ "$status" -eq 6 ]
	script 'set -e -o pipefail; { false; true; } < <(exit 5) || echo tested
		if { ! true; } < <(:); then :; fi; ! { true; } < <(:); echo here'
	[ "$output" = $'tested\nhere' ]
}

@test "in a stage of a pipeline PROCSTATUS is the stage's, and pipefail counts it" {
	script 'PROCSTATUS=none; { cat <(exit 3); echo "$PROCSTATUS"; } | cat; echo "$PROCSTATUS"
		set -o pipefail; cat <(exit 4) | cat; echo "$?"'
	[ "$output" = $'3\nnone\n4' ]
}

@test "a list can be run by . and lets go of it when it is killed" {
	script '. <(echo "x=sourced"); echo "$x"; f() { kill -s KILL "$!"; command . "$1"; echo over; }; f <(echo y) 2>/dev/null'
	[ "$(grep -v Killed <<<"$output")" = $'sourced\nover' ]
}

@test '$! is the process of the last one, and wait knows its status' {
	script 'cat <(exit 9); wait "$!"; echo "$?"'
	[ "$output" = 9 ]
}

@test "one that nobody opens is silent and counts 0" {
	script 'true <(echo loud >&2; exit 3) >(cat; exit 4); echo "$? $PROCSTATUS"'
	[ "$output" = '0 0 0' ]
}

@test "opening one a second time is an error, and makes no file" {
	script 'sh -c "cat \"\$1\"; sleep 0.1; cat \"\$1\" || echo refused" _ <(echo once)
		sh -c "echo once >\"\$1\"; sleep 0.1; echo twice >\"\$1\" || echo refused" _ >(cat)'
	[ "$(grep -c once <<<"$output")" -eq 2 ]
	[ "$(grep -c refused <<<"$output")" -ge 1 ]
	! grep -q twice <<<"$output"
}

@test "what is written is not lost, however soon the writer ends" {
	script 'i=0
		while [ "$((i += 1))" -le 100 ]; do echo "$i" > >(cat >>sum); done; wc -l <sum
		i=0
		while [ "$((i += 1))" -le 100 ]; do cat <(echo "$i"); done | wc -l'
	[ "$((lines[0]))" -eq 100 ]
	[ "$((lines[1]))" -eq 100 ]
}

@test "a list whose reader has gone gets SIGPIPE" {
	script 'head -n 1 <(while echo y; do :; done); echo "$PROCSTATUS"'
	[ "$output" = $'y\n141' ]
}

@test "those of exec are waited for at the shell's end" {
	script 'exec > >(sleep 0.1; sed "s/^/log: /"); echo one; echo two'
	[ "$output" = $'log: one\nlog: two' ]
	script 'exec 3< <(echo kept); read -r x <&3; echo "$x"'
	[ "$output" = kept ]
}

@test "those of a command in the background are the job's" {
	script 'cat <(sleep 0.1; echo later) & echo first; wait'
	[ "$output" = $'first\nlater' ]
}

@test "the command has no descriptor more than it would have" {
	script 'f() { ls /proc/self/fd; }; f >plain; f <(:) >(:) >with; cmp plain with && echo same'
	[ "$output" = same ]
}

@test "a command that is killed leaves nobody stuck and nothing behind" {
	script 'sh -c "kill -s KILL \$\$" <(echo x) >(cat); echo "$? $PROCSTATUS"'
	[[ $output == *$'137 0 0' ]]
}

@test "a signal that kills the shell takes the names away" {
	local pid
	"$WHELK" -c 'sh -c "echo \$\$ >pid; exec sleep 60" <(sleep 60)' 3>&- 4>&- &
	pid=$!
	await test -s pid
	has_name
	kill -s TERM "$pid"
	await has_ended "$pid"
	await is_empty
	kill "$(cat pid)"
}

@test "a list whose shell was killed with -9 gives up" {
	local pid
	"$WHELK" -c 'echo $$ >pid; sh -c "sleep 2" <(echo x)' 3>&- 4>&- &
	pid=$!
	await has_name
	await pgrep -P "$pid" >/dev/null # the list
	kill -s KILL "$pid"
	await has_ended "$pid"
	await is_empty
	[ -z "$(pgrep -f "$WHELK -c echo")" ]
}

@test "what a subshell or a list leaves that was killed with -9 is taken away by its shell" {
	script '(f() { kill -s KILL "$(exec sh -c "echo \$PPID")"; }; f <(:)); echo "$?"
		cat <(f() { kill -s KILL "$(exec sh -c "echo \$PPID")"; }; f <(:) =(echo x)); echo "$PROCSTATUS"'
	[[ $output == *137*137* ]]
	nothing_left
}

@test "what a subshell leaves where it has set TMPDIR is taken away, too" {
	script 'mkdir tmp/a tmp/b; die() { kill -s KILL "$(exec sh -c "echo \$PPID")"; }
		(TMPDIR=$TMPDIR/a; f() { die; }; f <(:) =(echo x)); ls tmp
		(TMPDIR=$PWD/tmp/b; usock listen p l; { echo x >||q; } & until [ -p q ]; do :; done; kill -s KILL "$!"; die); ls
		TMPDIR=$TMPDIR/a; g() { ls tmp/whelk-* | grep -c "at$"; cat "$1"; }; g <(echo y); ls tmp/a; rmdir tmp/a tmp/b'
	[ "$(grep -v Killed <<<"$output")" = $'a\nb\nscript.sh\ntmp\n1\ny' ]
}

@test "no file goes in place of a pipe whose inode it got" {
	script 'echo data >file; mkfifo pipe
		f() { for n in file pipe; do ln -s "$(stat -c "%d:%i:$PWD/$n" "$n")" "${1%/*}/99999999.$n"; done; }
		f <(:); ls; cat file'
	[ "$output" = $'file\nscript.sh\ntmp\ndata' ]
}

@test "a TMPDIR where nothing can be made leaves nothing in the one before" {
	script '(TMPDIR=/nonexistent; cat <(echo x)); ls -A tmp'
	[[ $output == *'TMPDIR: No such file or directory' ]]
}

@test "who waits for a list of a subshell that was killed with -9 is let go" {
	script '(sh -c "kill -s KILL \$PPID; sleep 0.2; cat \$1 || echo over >over" _ <(:)) 2>/dev/null
		until [ -s over ]; do sleep 0.1; done; cat over'
	[[ $output == *over ]]
}

@test "lists of several processes of the shell share a directory, and none removes those of another" {
	script 'f() { [ "$#" -eq 3 ] && [ "${1%/*}" = "${2%/*}" ] && [ "${2%/*}" = "${3%/*}" ] && cat "$@"; }
		g() { (h() { f "$@" <(echo c); }; h "$@" <(echo b)); }; g <(echo a)
		for i in 1 2 3 4 5 6 7 8 9; do (cat <(echo x) <(:)) & cat <(echo y); done; wait'
	[ "$(grep -c '^[abc]$' <<<"$output")" -eq 3 ]
	[ "$(grep -c x <<<"$output")" -eq 9 ]
	[ "$(grep -c y <<<"$output")" -eq 9 ]
}

@test "a name that is opened in the wrong direction is an error, and nobody waits" {
	script 'cat >(cat); echo "$? $PROCSTATUS"; read -r x < >(cat); echo "$? $PROCSTATUS"
		sh -c "echo x >\"\$1\"" _ <(echo y); echo "$PROCSTATUS"
		trap "" PIPE; echo z > <(echo y); echo "$PROCSTATUS"'
	[[ ${lines[0]} == *'>(...): it was opened for reading, and can only be written' ]]
	[ "${lines[1]}" = '0 1' ]
	[ "${lines[3]}" = '1 1' ]
	[[ ${lines[4]} == *'<(...): it was opened for writing, and can only be read' ]]
	[ "$(grep -c '^1$' <<<"$output")" -eq 2 ]
}

@test "a redirection for both directions is refused, but of a file" {
	script 'cat <> <(echo x); echo "$?"; cat 3<> >(cat); echo "$?"; cat <> =(echo file)'
	[ "$output" = 'script.sh:1:5: <(...): it can only be read, and <> is for both
1
script.sh:1:34: >(...): it can only be written, and <> is for both
1
file' ]
}

@test "one that a program opens for both is met" {
	script 'f() { exec 3<>"$1"; read -r x <&3; echo "$x"; }; (f <(echo both))'
	[ "$output" = both ]
}

@test "a list that cannot open its name says why" {
	script 'ulimit -n 8; cat <(echo x); echo "$? $PROCSTATUS"'
	[[ ${lines[0]} == *'<(...): Too many open files' ]]
	[ "${lines[1]}" = '0 1' ]
}

@test "where PROCSTATUS is readonly that is the error" {
	script 'readonly PROCSTATUS; cat <(echo x); echo "$?"'
	[ "$output" = $'x\nscript.sh:1:22: PROCSTATUS: is readonly\n1' ]
}

@test "signals of limits take the names away, too" {
	for sig in XCPU XFSZ VTALRM PROF; do
		script "f() { kill -s $sig \$\$; sleep 5; }; f <(:)"
		[ "$status" -gt 128 ]
		nothing_left
	done
}

@test "a list that opens its name while a signal kills the shell does not bring it back" {
	local i=0
	while [ "$((i += 1))" -le 150 ]; do
		status=0
		"$WHELK" -c 'f() { kill -s TERM $$; sleep 5; }; f <(:) >(:)' 3>&- 4>&- || status=$?
		[ "$status" -eq 143 ]
	done
	nothing_left
}

@test "in posix mode they are syntax errors, and >( ) stays what it was" {
	run whelk --posix -c 'cat <(echo x)'
	[ "$status" -eq 2 ]
	run whelk --posix -c 'echo =(x)'
	[ "$status" -eq 2 ]
}

@test "they are shown as they are written" {
	run whelk -c 'explain: diff <(sort a) >(cat) =(x=1; echo "$x")'
	[[ $output == *'diff <(sort a) >(cat) =(x=1; echo "$x")'* ]]
}

@test "an unclosed one says where it began" {
	run whelk -c 'cat <(echo x'
	[ "$status" -eq 2 ]
	[[ $output == *"'<(' began here and is not closed"* ]]
}

@test "a list that is killed before it is opened lets go of who waits for it" {
	script 'f() { kill -s KILL "$!"; cat "$1"; echo over; }; f <(echo x) 2>/dev/null
		echo "$PROCSTATUS"
		g() { kill -s KILL "$!"; read -r x <"$1"; echo over; }; g <(echo x) 2>/dev/null
		h() { kill -s KILL "$!"; echo x >"$1"; echo over; }; h >(cat) 2>/dev/null'
	[ "$(grep -v Killed <<<"$output")" = $'over\n137\nover\nover' ]
	nothing_left
}

@test "no program takes the place of a shell that has lists to wait for" {
	run whelk -c 'exec cat <(echo program)'
	[ "$output" = program ]
	nothing_left
	run whelk -c 'exec > >(sleep 0.2; sed "s/^/log: /"); exec echo x'
	[ "$output" = 'log: x' ]
	nothing_left
	run whelk -c 'exec 3> >(cat >/dev/null); x=<(:) echo last'
	[ "$output" = last ]
	nothing_left
}

@test "the lists of a redirection are the shell's, whoever opens them" {
	script 'cat < <(echo one; exit 3) > >(tr a-z A-Z; exit 4); echo "$PROCSTATUS"
		(cat) < <(echo two; exit 5); echo "$PROCSTATUS"
		ls nowhere >out 2> >(sed "s/.*: //"); echo three >out > >(cat); cat out'
	[ "$output" = $'ONE\n3 4\ntwo\n5\nNo such file or directory\nthree' ]
	nothing_left
}

@test "explain: shows the processes beside the command" {
	script 'explain: diff <(sort a) =(b) > >(cat)'
	[[ $output == *'beside it: <(sort a), by a named pipe'* ]]
	[[ $output == *'before it: =(b), into a file'* ]]
	[[ $output == *'then > >(cat)'* ]]
}

@test "what exec was given may be waited for by name, and is not waited for again" {
	script 'exec 3> >(read -r x; exit 7) 4< <(exit 5); l=$!; echo >&3; wait "$l"; echo "$?"; wait "$l" 2>/dev/null; echo "$?"
		exec 3>&- 4<&-; (exit 9); for i in 1 2 3; do true <(:); done; echo "$PROCSTATUS"'
	[ "$output" = $'5\n127\n0' ]
}

@test "of ever so many lists the last CHILD_MAX statuses are kept" {
	export ASAN_OPTIONS=$ASAN_OPTIONS:quarantine_size_mb=0:thread_local_quarantine_size_kb=0
	script 'ulimit -u 1024; room() { while read -r what kb; do [ "$what" != VmData: ] || echo "${kb% *}"; done </proc/$$/status; }
		lists() { i=0; while [ "$((i += 1))" -le "$1" ]; do : <(:) <(:) <(:) <(:); done; }
		lists 300; before=$(room); lists 500; echo "$(($(room) - before))"'
	echo "$output"
	[ "$output" -lt 250 ]
}

@test "what a list leaves that is killed while it closes its name is taken away" {
	script 'f() { cat "$1"; ln -s /nowhere "$1.link"; }; f <(echo x)'
	[ "$output" = x ]
	nothing_left
}
