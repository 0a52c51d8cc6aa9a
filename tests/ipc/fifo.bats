#!/usr/bin/env bats
# Named pipes: <||name and >||name.

load common

# Nothing but the script is left in the directory.
nothing_left() {
	[ "$(ls -A)" = script.sh ] || {
		ls -lA
		return 1
	}
}

@test "two jobs meet at a name that is made and removed for them" {
	script 'cat <||q & echo hi >||q; wait; ls'
	[ "$output" = $'hi\nscript.sh' ]
	script 'echo hi >||q & cat <||q; wait; ls'
	[ "$output" = $'hi\nscript.sh' ]
}

@test "the pipe is made for its owner alone" {
	script 'umask 0; cat <||q & until [ -p q ]; do :; done; ls -l q; echo >q; wait'
	[[ $output == prw-------* ]]
}

@test "built-ins, functions, groups, loops and subshells read and write them" {
	script 'echo x >||q & read v <||q; wait; echo "$v"
		f() { cat; }; f <||q & { echo a; echo b; } >||q; wait
		for i in 1 2; do echo "$i"; done >||q & while read n; do echo "n $n"; done <||q; wait
		(cat) <||q & (echo sub) >||q; wait'
	[ "$output" = $'x\na\nb\nn 1\nn 2\nsub' ]
	nothing_left
}

@test "a pipeline's stages read and write them" {
	script 'sort <||q | tr a-z A-Z & printf "%s\n" b a | cat >||q; wait'
	[ "$output" = $'A\nB' ]
	nothing_left
}

@test "exec keeps the pipe and its name until the shell ends" {
	script '(exec 3>||q; echo one >&3; until [ -e done ]; do :; done) &
		exec 4<||q; read v <&4; echo "$v"; [ -p q ] && echo still there; : >done; wait; rm done'
	[ "$output" = $'one\nstill there' ]
	nothing_left
}

@test "{name}<|| gives the number of the descriptor" {
	script 'echo x >||q & exec {in}<||q; read v <&"$in"; echo "$v $((in >= 10))"; wait'
	[ "$output" = 'x 1' ]
	nothing_left
}

@test "a number before the operator is the descriptor" {
	script 'echo x 3>||q >&3 & cat 5<||q <&5; wait'
	[ "$output" = x ]
	nothing_left
}

@test "request and reply over two pipes, in either order" {
	script 'serve() { read r; echo "reply to $r"; }
		serve <||request >||reply & { echo one >&4; cat <&3; } 3<||reply 4>||request; wait
		serve >||reply <||request & { echo two >&4; cat <&3; } 4>||request 3<||reply; wait'
	[ "$output" = $'reply to one\nreply to two' ]
	nothing_left
}

@test "two shells that know nothing of each other meet" {
	run bash -c 'timeout 20 "$0" -c "cat <||q" & timeout 20 "$0" -c "echo hi >||q"; wait; ls' "$WHELK"
	[ "$output" = hi ]
}

@test "what is no pipe, or not safe, is refused, and the command does not run" {
	script 'echo old >file; cat <||file; echo "$?"; cat file
		mkfifo -m 622 all; echo x >||all; echo "$?"
		mkfifo -m 620 group; echo x >||group; echo "$?"
		mkfifo real; ln -s real link; echo x >||link; echo "$?"
		echo x >||nowhere/q; echo "$?"'
	[ "${lines[0]}" = 'script.sh:1:21: file: not a named pipe' ]
	[ "${lines[1]}" = 1 ]
	[ "${lines[2]}" = old ]
	[[ ${lines[3]} == *'all: everybody can write to it' ]]
	[[ ${lines[5]} == *'group: its group can write to it'* ]]
	[[ ${lines[7]} == *'link: not a named pipe' ]]
	[[ ${lines[9]} == *'nowhere/q: No such file or directory' ]]
	[ "${lines[10]}" = 1 ]
}

@test "set -o sharefifo allows the group" {
	script 'set -o sharefifo; mkfifo -m 660 q; chmod 660 q; cat <||q & echo x >||q; wait'
	[ "$output" = x ]
}

@test "a pipe that was there before stays, and so does one under set -o keepfifo" {
	script 'mkfifo -m 600 q; cat <||q & echo x >||q; wait; [ -p q ] && echo there; rm q
		set -o keepfifo; cat <||q & echo y >||q; wait; [ -p q ] && echo kept; rm q'
	[ "$output" = $'x\nthere\ny\nkept' ]
}

@test "a command that reads and writes one pipe is an error at once" {
	script 'cat <||q >||q; echo "$?"; { :; } 3<||p 4>||p; echo "$?"'
	[[ ${lines[0]} == *'q: the command would wait for itself'* ]]
	[ "${lines[1]}" = 1 ]
	[ "${lines[3]}" = 1 ]
	nothing_left
}

@test "FIFO_TIMEOUT ends the waiting" {
	script 'FIFO_TIMEOUT=0.1; cat <||q; echo "$?"; echo x >||q; echo "$?"
		FIFO_TIMEOUT=soon; read v <||q; echo "$?"'
	[ "${lines[0]}" = 'script.sh:1:23: q: no writer within FIFO_TIMEOUT (0.1 s)' ]
	[ "${lines[1]}" = 1 ]
	[[ ${lines[2]} == *'q: no reader within'* ]]
	[ "${lines[3]}" = 1 ]
	[[ ${lines[4]} == *'FIFO_TIMEOUT: soon: not a number of seconds' ]]
	nothing_left
}

@test "a trap runs although a built-in waits for the other end" {
	script 'trap "echo caught" TERM; { until [ -p q ]; do :; done; kill -s TERM $$; } &
		read v <||q; echo "$?"; wait'
	[ "$output" = $'caught\n143' ]
	nothing_left
}

@test "a signal that kills the shell takes its names away" {
	local pid sig
	echo >script.sh
	for sig in TERM HUP USR1; do
		"$WHELK" -c 'read v <||q' 3>&- 4>&- &
		pid=$!
		await test -p q
		kill -s "$sig" "$pid"
		await has_ended "$pid"
		nothing_left
	done
}

@test "a reader that is killed with -9 leaves no name and no writer stuck" {
	script 'cat <||q & reader=$!
		until [ -p q ]; do :; done
		kill -s KILL "$reader"; wait "$reader" 2>/dev/null; echo "$?"; ls
		cat <||q & echo again >||q; wait'
	[ "$output" = $'137\nscript.sh\nagain' ]
}

@test "what a subshell made that was killed with -9 is taken away by its shell" {
	script '(cat <||q; :) & until [ -p q ]; do :; done; kill -s KILL "$!"; wait "$!"; ls
		(usock listen p l; kill -s KILL "$(exec sh -c "echo \$PPID")"); ls'
	[ "$(grep -cx -e script.sh <<<"$output")" -eq 2 ]
	[ "$(grep -cx -e "[pq]" <<<"$output")" -eq 0 ]
	nothing_left
}

@test "in the background the program has the process of \$!, also where a variable has the name" {
	script 'q="a pipe"; cat <||"$q" & until [ -p "$q" ]; do :; done; exec 3>||"$q"; until [ "$(ps -o comm= -p "$!")" = cat ]; do :; done
		kill "$!"; wait "$!"; echo "$?"; exec 3>&-'
	[ "$output" = 143 ]
	nothing_left
}

@test "who waits for long hardly wakes" {
	script 'cat <||q & wakes() { while read -r what n; do [ "$what" != voluntary_ctxt_switches: ] || echo "$n"; done </proc/"$!"/status; }
		sleep 1; before=$(wakes); sleep 1.5; echo "$(( $(wakes) - before <= 15 ))"; kill "$!"; wait'
	[ "$output" = 1 ]
	nothing_left
}

@test "a waiting command gives up when its shell was killed with -9, and the name goes" {
	local pid
	echo >script.sh
	"$WHELK" -c 'cat <||q; echo not here' 2>message 3>&- 4>&- &
	pid=$!
	await test -p q
	await pgrep -P "$pid"
	kill -s KILL "$pid"
	await grep 'the shell that waited is gone' message
	rm message
	await nothing_left
}

@test "a name that is replaced while somebody waits is opened anew" {
	script 'cat <||q & until [ -p q ]; do :; done
		rm q; echo hi >||q; wait'
	[ "$output" = hi ]
	nothing_left
}

@test "who makes a name anew while he waits takes it away, whether somebody comes or not" {
	script 'FIFO_TIMEOUT=0.3; cat <||q & until [ -p q ]; do :; done; rm q; wait'
	[[ $output == *'no writer within FIFO_TIMEOUT'* ]]
	nothing_left
	script 'cat <||q & until [ -p q ]; do :; done; rm q; sleep 0.2; echo there >q; wait'
	[ "$output" = there ]
	nothing_left
}

@test "another pipe of the same name stays, even if it got the same inode number" {
	# Who waits may be faster, and make the name anew: then it is his, and says nothing.
	script 'exec 2>/dev/null
		for i in 1 2 3 4 5; do
			cat <||q & until [ -p q ]; do :; done; rm q; mkfifo -m 600 q; other=$?; kill $!; wait
			[ "$other" -ne 0 ] || [ -p q ] || echo lost; rm -f q; done'
	[ -z "$output" ]
}

@test "the name goes when exec makes the shell a program" {
	script 'echo hi >||q & exec cat <||q'
	[ "$output" = hi ]
	nothing_left
}

@test "ordinary redirections on a FIFO never freeze the shell" {
	script 'mkfifo q; cat <q & echo hi >q; wait; (sleep 0.2; echo late >q) & cat <q; wait; rm q'
	[ "$output" = $'hi\nlate' ]
	nothing_left
}

@test "no descriptor reaches the command but those asked for" {
	script 'echo x >||q & ls /proc/self/fd <||q; wait; echo; ls /proc/self/fd </dev/null'
	[ "${output%%$'\n\n'*}" = "${output##*$'\n\n'}" ]
}

@test "fifo list shows the names made here, fifo remove takes one away" {
	script 'cat <||q & until [ -p q ]; do :; done; fifo list; fifo remove q; [ -e q ] || echo gone
		fifo remove q nothing; echo "$?"; kill $!; fifo; echo "$?"'
	[ "${lines[0]}" = "$PWD/q" ]
	[ "${lines[1]}" = gone ]
	[[ ${lines[2]} == *'nothing: no named pipe of this shell' ]]
	[ "${lines[3]}" = 1 ]
	[[ $output == *usage* ]]
}

@test "fifo list and remove know the pipes that set -o keepfifo keeps, while they are there" {
	script 'set -o keepfifo; FIFO_TIMEOUT=0.05
		{ for n in a b; do for i in 1 2; do echo x >||$n; rm $n; done; echo x >||$n; (echo x >||$n$n); done; } 2>&-
		fifo list; fifo remove a; fifo list; echo *
		(exec sh -c "echo \$\$") & wait $!; echo $!
		set +o keepfifo; { echo x >||c; } 2>&-; echo *'
	[ "$output" = "$PWD/b
$PWD/a
$PWD/b
aa b bb script.sh
${lines[4]}
${lines[4]}
aa b bb script.sh" ]
	rm aa b bb
	nothing_left
}

@test "what is expanded in the name is expanded once, in the shell" {
	script 'cat <||q1 & echo x >||"q$((n += 1))"; wait; echo "$n"'
	[ "$output" = $'x\n1' ]
	nothing_left
}

@test "in posix mode they are syntax errors" {
	run whelk --posix -c 'cat <||q'
	[ "$status" -eq 2 ]
	run whelk --posix -c 'cat >||q'
	[ "$status" -eq 2 ]
}

@test "they are shown as they are written" {
	script 'explain: cat 3<||in >||"$out"'
	[[ $output == *'cat 3<||in >||"$out"'* ]]
	[[ $output == *'then 3<||in'* ]]
}

@test "500 of them at once" {
	script 'i=0
		while [ "$((i += 1))" -le 500 ]; do { read n <||"q$i" && echo "$n"; } & done >sum
		i=0
		while [ "$((i += 1))" -le 500 ]; do echo "$i" >||"q$i"; done
		wait; sort -nu sum | wc -l; rm sum'
	[ "$output" -eq 500 ]
	nothing_left
}
