#!/usr/bin/env bats
# Unix sockets: the usock built-in.

load common

# Nothing but the script is left in the directory.
nothing_left() {
	[ "$(ls -A)" = script.sh ] || {
		ls -lA
		return 1
	}
}

is_gone() { [ ! -e "$1" ]; }

# What each script that serves begins with: `up PATH` waits for it, and `server_of PID` is the process
# that accepts for the `usock serve` that is process PID: its child, forked after PATH is there.
up='up() { until [ -S "$1" ]; do :; done; }
	server_of() { until pgrep -P "$1"; do :; done; }
'

@test "listen, accept and connect make a connection in both directions" {
	script 'usock listen p l
		(usock connect p c; echo ping >&$c; read x <&$c; echo "client: $x") &
		usock accept $l c; read x <&$c; echo "server: $x"; echo pong >&$c; wait'
	[ "$output" = $'server: ping\nclient: pong' ]
	nothing_left
}

@test "accept and connect tell who the peer is" {
	script 'usock listen p l; usock connect p c
		[ "$PEER_PID $PEER_UID $PEER_GID" = "$$ $(id -u) $(id -g)" ] && echo "the server"
		unset PEER_PID PEER_UID PEER_GID
		usock accept $l d; [ "$PEER_PID $PEER_UID $PEER_GID" = "$$ $(id -u) $(id -g)" ] && echo "the client"'
	[ "$output" = $'the server\nthe client' ]
}

@test "-u refuses every other user" {
	script 'usock listen p l; usock connect -u 54321 p c; echo "$? ${c-unset}"
		usock connect p c; usock accept -u 54321 $l d; echo "$? ${d-unset}"
		usock connect p c; usock accept $l d; usock accept -u "$(id -u)" $l d; echo "$?"'
	[ "${lines[0]}" = "script.sh:1:19: usock: p: refused user $(id -u) (process ${lines[0]##*process }" ]
	[ "${lines[1]}" = '1 unset' ]
	[ "${lines[3]}" = '1 unset' ]
	[ "${lines[4]}" = 0 ]
}

@test "descriptors are at 10 or above, the user's, and close-on-exec unless -i is given" {
	script 'usock listen p l; usock connect p c; usock connect -i p d; usock pair a b
		echo $((l >= 10 && c >= 10 && d >= 10 && a >= 10 && b >= 10))
		for f in l c d a b; do eval "fd=\$$f"
			sh -c "[ -e /proc/self/fd/$fd ]" && echo "$f is inherited"
		done
		exec 3<&$a && echo named'
	[ "$output" = $'1\nd is inherited\nnamed' ]
}

@test "the socket has mode 0600 whatever the umask, or that of -m" {
	script 'umask 0; usock listen a l; usock listen -m 660 b m; usock listen -m g+w,o=r c n
		umask 777; usock listen -m 666 d o; ls -l a b c d | cut -c 1-10'
	[ "$output" = $'srw-------\nsrw-rw----\nsrw--w-r--\nsrw-rw-rw-' ]
}

@test "pair gives two ends of one connection" {
	script 'usock pair a b; echo one >&$a; echo two >&$b; read x <&$b; read y <&$a; echo "$x $y"'
	[ "$output" = 'one two' ]
}

@test "seqpacket keeps messages apart, and read takes one without its last newline" {
	script 'usock pair -q a b; printf "1\n2\n\n" >&$a; printf " x y" >&$a; printf "t\n" >&$a; exec {a}>&-
		IFS= read -r v <&$b; echo "[$v]"; read -r v w <&$b; echo "[$v][$w]"; read -r v <&$b; echo "[$v]"
		read -r v <&$b; echo $?'
	[ "$output" = $'[1\n2\n]\n[x][y]\n[t]\n1' ]
}

@test "read without -r removes backslashes of a message, and a long message is whole" {
	script 'usock pair -q a b; printf "%s" "a\\ b\\\\c" >&$a; read v w <&$b; printf "%s\n" "[$v][$w]"
		long=$(printf %050000d 7); printf %s "$long" >&$a; read -r v <&$b; [ "$v" = "$long" ] && echo whole'
	[ "$output" = $'[a b\\c][]\nwhole' ]
}

@test "listen -d binds a datagram socket, and an empty message is one" {
	script 'usock listen -d p l; usock connect -d p c; printf "a\nb\n" >&$c
		perl -e "use Socket; socket(S, AF_UNIX, SOCK_DGRAM, 0); send(S, \"\", 0, pack_sockaddr_un(\"p\"))"
		read -r v <&$l; echo "$? [$v]"; read -r v <&$l; echo "$? [$v]"'
	[ "$output" = $'0 [a\nb]\n0 []' ]
	nothing_left
}

@test "read -n, -N, -d and -t take one message too, whole from the socket" {
	script 'for t in -d -q; do usock pair $t a b; for m in abcdef 1:2 "x\\:y" "sél" last; do printf "$m" >&$a; done
			read -n 3 v <&$b; echo "$v"; read -d : v <&$b; echo "$v"; read -r -N 2 v <&$b; echo "$v"
			LC_ALL=C.UTF-8; read -n 2 v <&$b; echo "$v"; read -t 5 v <&$b; echo "$v"
			read -t 0.05 v <&$b; echo "$?"; exec {a}>&- {b}>&-; done'
	[ "$output" = $'abc\n1:2\nx\\\nsé\nlast\n142\nabc\n1:2\nx\\\nsé\nlast\n142' ]
}

@test "of several that read messages from one socket each takes whole ones, and none waits past its time" {
	script 'usock pair -d a b; r() { while read -r -t 0.3 x <&$b; do echo "$x"; done; }
		for j in 1 2 3 4; do r >out$j & done
		i=0; while [ "$((i += 1))" -le 400 ]; do echo "message $i $i $i" >&$a; done; wait
		cat out? | sort | uniq | grep -c "^message \([0-9]*\) \1 \1\$"; rm out?'
	[ "$output" -eq 400 ]
	nothing_left
}

@test "reading a stream takes one line and leaves the rest" {
	script 'usock pair a b; printf "one\ntwo\nthree" >&$a; exec {a}>&-
		read x <&$b; read y <&$b; echo "$x $y"; cat <&$b; read z <&$b; echo " $?"'
	[ "$output" = 'one two
three 1' ]
}

@test "a stale socket is taken over, a live one and other files are not" {
	script 'usock listen p l; usock listen p m; echo "$?"; read x <p; echo "$?"'
	[[ $output == *'usock: p: somebody listens there'* ]]
	rm -f p
	script 'perl -e "use Socket; socket(S, AF_UNIX, SOCK_STREAM, 0); bind(S, pack_sockaddr_un(\"p\"))"
		[ -S p ] && usock listen p l && usock connect p c && echo taken
		echo data >file; usock listen file l; echo "$?"; cat file
		ln -s file link; usock listen link l; echo "$?"; usock listen no/such l; echo "$?"
		usock listen -d p l; echo "$?"; usock listen dir/ l; echo "$?"; rm file link'
	[[ $output == taken*'there is something else'*$'\n1\ndata\n'*'something else'*$'\n1\n'*'No such file'*$'\n1\n'*'another type'*$'\n1\n'*$'\n1' ]]
	nothing_left
}

@test "of two shells that find a stale socket one takes it, every time" {
	printf '%s\n' 'usock listen p l 2>/dev/null && { echo won; read x <go; }' >taker.sh
	perl -e 'use Socket; socket(S, AF_UNIX, SOCK_STREAM, 0); bind(S, pack_sockaddr_un("stale"))'
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		rm -f p go
		ln stale p
		mkfifo go
		for j in 1 2 3 4; do
			whelk taker.sh >"out$j" &
		done
		await eval '[ "$(jobs -r | wc -l)" -le 1 ]'
		[ "$(cat out1 out2 out3 out4)" = won ]
		[ "$(find . -name '.usock*')" = '' ]
		echo >go
		wait
		[ ! -e p ]
	done
}

@test "nobody ever finds a socket that refuses" {
	script "$up"'(while [ ! -e stop ]; do usock serve p true & up p; usock stop p; wait; done) &
		n=0; while [ "$n" -lt 300 ]; do
			usock connect -t 5 p c 2>err && exec {c}>&-
			grep -q "nobody listens" err && echo refused
			n=$((n + 1))
		done; : >stop; wait; rm stop err'
	[[ $output != *refused* ]] || [ "$(grep -c refused <<<"$output")" -eq 0 ]
	nothing_left
}

@test "the path's length is checked" {
	long=$(printf %0120d 0)
	script "usock listen $long l; echo \$?; usock connect $long l; usock listen '' l; usock listen @ l; usock stop $long"
	[[ ${lines[0]} == *"longer than a socket's name can be (107 bytes)" ]]
	[ "${lines[1]}" = 1 ]
	[[ ${lines[2]} == *'longer than'* && ${lines[3]} == *'an empty name' && ${lines[4]} == *'an empty name' ]]
}

@test "the name goes with its shell: exit, error, trap, signal" {
	script 'usock listen p l; exit 3'
	nothing_left
	script 'set -e; usock listen p l; false'
	nothing_left
	script 'usock listen p l; cd /; (exec true); true'
	nothing_left
	for sig in TERM INT HUP PIPE USR1; do
		script "usock listen p l; kill -$sig \$\$; sleep 10"
		nothing_left
	done
}

@test "the hidden name of a process that was killed with -9 goes with what else it left, unless it is a file" {
	script 'f() { usock listen x l; mv x .usock.$(id -u); mkdir d; echo data >d/.usock.$(id -u)
			ln -s "0:0:$PWD/.usock.$(id -u)" "${1%/*}/99999999.1"; ln -s "0:0:$PWD/d/.usock.$(id -u)" "${1%/*}/99999999.2"; }
		f <(:); cat d/.usock.*; rm d/.usock.*; rmdir d'
	[ "$output" = data ]
	nothing_left
}

@test "a signal leaves no name, whenever it comes while the name is taken" {
	for i in 0 1 2 3 4 5 6 7 8 9; do
		for what in 'usock listen p l; read x <never' 'usock serve p cat'; do
			mkfifo never
			"$WHELK" -c "$what" 3>&- 4>&- &
			sleep "0.00$i"
			kill -TERM $!
			status=0
			wait $! || status=$?
			# A server that is told to stop has done what it was asked.
			[ "$status" -eq 143 ] || [[ $status -eq 0 && $what == *serve* ]]
			rm never
			[ "$(ls -A)" = '' ]
		done
	done
}

@test "a subshell and a child do not remove their parent's name" {
	script 'usock listen p l; (exit); (usock listen q m; [ -S q ] && echo q); echo "$(exit)"
		[ -S p ] && [ ! -e q ] && echo p'
	[ "$output" = $'q\n\np' ]
}

@test "what replaced the name is left alone" {
	script 'usock listen p l; rm p; echo mine >p; exit'
	[ "$(cat p)" = mine ]
}

@test "abstract names connect, have no mode, and refuse other users" {
	script 'usock listen @whelk.$$ l; usock connect @whelk.$$ c; usock accept $l d; echo hi >&$c; read x <&$d; echo "$x"
		usock listen @whelk.$$ m; usock listen -m 666 @whelk2.$$ m; usock listen -d @whelk3.$$ m; ls -A'
	[ "${lines[0]}" = hi ]
	[[ ${lines[1]} == *'somebody listens there' ]]
	[[ ${lines[2]} == *'an abstract name has no mode' ]]
	[[ ${lines[3]} == *'nothing would keep other users out'* ]]
	[ "${lines[4]}" = script.sh ]
}

@test "an abstract name refuses another user, unless -u names him" {
	[ "$(id -u)" -eq 0 ] || skip "needs two users: be root"
	cp "$WHELK" "$BATS_TEST_TMPDIR/whelk"
	chmod 755 "$BATS_TEST_TMPDIR" "$BATS_TEST_TMPDIR/whelk"
	client="setpriv --reuid=65534 --clear-groups ./whelk -c 'usock connect -u 0 @w.\$0 c && read x <&\$c; echo \"got \$x\"'"
	script "usock listen @w.\$\$ l; $client \$\$ & usock accept -t 9 \$l d; echo \$?; wait
		$client \$\$ & usock accept -t 9 -u 65534 \$l d; echo \"\$? \$PEER_UID\"; echo you >&\$d; wait"
	[[ $output == *'refused user 65534'* ]]
	[[ $output == *$'\n0 65534\n'*'got you' ]]
}

@test "run gives a program, function or built-in the connection as 0 and 1" {
	script "$up"'echo_server() { while read -r x; do echo "re $x"; done; }
		usock serve p echo_server 2>/dev/null & up p
		ask() { echo "$1"; read -r answer; }
		usock run p ask one; echo "$answer"
		usock run p sh -c "echo two; read a; echo \"\$a\" >&2"
		usock run p echo three; echo "$?"
		usock run p sh -c "exit 7"; echo "$?"; usock run p nosuchcommand; echo "$?"; usock run q true; echo "$?"
		usock stop p'
	[ "${lines[0]}" = 're one' ]
	[ "${lines[1]}" = 're two' ]
	[ "${lines[2]}" = 0 ]
	[ "${lines[3]}" = 7 ]
	[ "${lines[5]}" = 127 ]
	[[ ${lines[6]} == *'usock: q: No such file or directory' ]]
	[ "${lines[7]}" = 1 ]
}

@test "serve runs programs, built-ins and functions, which know the peer" {
	script "$up"'f() { echo "$# $1 $PEER_PID $PEER_UID"; }
		usock serve a f "x y" & usock serve b echo built-in & usock serve c sh -c "echo \$PEER_UID" &
		up a; up b; up c
		for s in a b c; do usock connect $s fd; read -r x <&$fd; echo "$x"; done
		usock stop a; usock stop b; usock stop c; wait; echo "pid $$"'
	[ "${lines[0]}" = "1 x y ${lines[3]#pid } $(id -u)" ]
	[ "${lines[1]}" = built-in ]
	[ "${lines[2]}" = "$(id -u)" ]
	nothing_left
}

@test "serve -j runs at most that many at once" {
	script "$up"'h() { read -r x; echo "$x"; read -r y; }
		usock serve -j 2 p h & up p
		usock connect p a; usock connect p b; usock connect p c
		echo a >&$a; echo b >&$b; echo c >&$c; read x <&$a; read y <&$b; echo "$x $y"
		(read z <&$c; echo "$z") & sleep 0.3; echo "c waits"; echo >&$a; wait $!; usock stop p'
	[ "$output" = $'a b\nc waits\nc' ]
}

@test "serve -d answers each message, with who sent it" {
	script "$up"'f() { read -r x; echo "$x from $PEER_PID"; }
		usock serve -d p f & up p; usock connect -d p c
		echo one >&$c; read -r x <&$c; echo two >&$c; read -r y <&$c
		[ "$x$y" = "one from $$""two from $$" ] && echo right
		usock serve -d q cat & up q; usock connect -d q c; printf "a\nb\n" >&$c; IFS= read -r x <&$c; echo "$x"
		usock stop p; usock stop q; wait'
	[ "$output" = $'right\na\nb' ]
	nothing_left
}

@test "serve refuses other users with -u, for datagrams too" {
	script "$up"'usock serve -u 54321 p echo in & up p; usock connect p c; read x <&$c; echo "$? [$x]"
		usock serve -d -u 54321 q echo in & up q; usock connect -d q c; echo x >&$c; sleep 0.3
		usock stop p; usock stop q; usock listen -u 1 r l; echo "$?"; usock connect -u 0 -d p c; echo "$?"'
	[[ $output == *'p: refused user'*$'\n'*'1 []'* || $output == *'1 []'*'p: refused user'* ]]
	[[ $output == *'q: refused user'* ]]
	[[ $output == *'listen: -u: no option of it'*$'\n2\n'* ]]
	[[ $output == *'-u: who receives datagrams cannot be known'*2 ]]
}

@test "stop ends a server and waits until the path is gone" {
	for type in '' -d -q; do
		script "$up usock serve $type p cat & up p; usock stop p; echo \$?; [ -e p ] || echo gone; wait \$!; echo \$?"
		[ "$output" = $'0\ngone\n0' ]
		nothing_left
	done
	script 'usock serve @whelk.$$ cat & until usock stop @whelk.$$ 2>/dev/null; do :; done; wait $!; echo $?
		usock stop @whelk.$$; echo $?; usock stop nosuch; echo $?; usock stop script.sh; echo $?'
	[ "${lines[0]}" = 0 ]
	[[ ${lines[1]} == *'nobody listens there' && ${lines[3]} == *'No such file'* && ${lines[5]} == *'not a socket' ]]
	[ "${lines[2]} ${lines[4]} ${lines[6]}" = '1 1 1' ]
}

@test "stop and connect follow a symbolic link, and tell what is no socket" {
	script "$up"'usock serve p echo hi & up p; ln -s p link; usock connect link c; read -r x <&$c; echo "$x"; usock stop link; echo "$?"
		usock connect script.sh c; usock run script.sh cat; rm link'
	[[ ${lines[0]} == hi && ${lines[1]} == 0 && ${lines[2]} == *'script.sh: not a socket' && ${lines[3]} == *'script.sh: not a socket' ]]
	nothing_left
}

@test "who finds that somebody listens leaves no connection there" {
	script 'usock listen p l; usock listen p m; usock listen -q p m; usock listen -d p m; usock accept -t 0.1 $l c; echo "$?"'
	[[ ${lines[0]} == *'somebody listens there' && ${lines[1]} == *'another type'* && ${lines[2]} == *'another type'* ]]
	[[ ${lines[3]} == *'nobody connected in time' ]]
	nothing_left
}

@test "stop tells at once of a server whose name was changed" {
	script "$up"'usock serve p cat & up p; mv p q; usock stop q; echo "$?"; wait "$!"; echo "$?"; rm q'
	[[ ${lines[0]} == *'q: its server has ended, which had given it another name' ]]
	[ "${lines[1]} ${lines[2]}" = '1 0' ]
	nothing_left
}

@test "what is in the way of the hidden name is told" {
	script 'h=.usock.$(id -u); mkdir "$h"; usock listen p l; rmdir "$h"'
	[[ $output == *"p: .usock.$(id -u) is in the way" ]]
}

@test "stop ends servers only, never a shell that listens" {
	script 'usock listen p l; (usock stop p; echo "$?"); usock stop p; echo "$?"; [ -S p ] && echo there'
	[[ ${lines[0]} == *'p: no usock serve of this user listens there' ]]
	[ "${lines[1]} ${lines[3]} ${lines[4]}" = '1 1 there' ]
}

@test "stop during the start of a server in the foreground lets its script go on" {
	script "$up"'for i in 1 2 3 4 5 6 7 8 9 10; do (up p; usock stop p) & usock serve p cat; echo "$?"; wait; done'
	[ "$(sort <<<"$output" | uniq -c | tr -s " ")" = ' 10 0' ]
	nothing_left
}

@test "a server that ends takes its children along, and what they started" {
	script "$up"'h() { sleep 300 & echo $!; echo $!; wait; }
		usock serve p h & up p; usock connect p a; read x <&$a; usock connect p b; read y <&$b
		usock stop p; wait; ps -o stat= -p "$x,$y" | grep -v Z || echo gone'
	[ "$output" = gone ]
	nothing_left
}

@test "kill \$! ends a server, and its status says so" {
	script "$up"'usock serve p cat & up p; kill $!; wait $!; echo $?; [ -e p ] || echo gone'
	[ "$output" = $'143\ngone' ]
}

@test "a server goes with the shell that started it" {
	script "$up"'usock serve p sleep 300 & up p; usock connect p c'
	await is_gone p
	nothing_left
	script "$up"'usock serve p sleep 300 & up p; usock connect p c; kill -9 $$'
	await is_gone p
	nothing_left
}

@test "whoever of a server is killed, nothing is left" {
	# The pid of the process that listens, or of its parent, or of its child.
	for who in server keeper child; do
		printf '%s\n' "$up"'f() { sh -c "echo \$PPID"; read x; }
			usock serve p f & keeper=$!; up p; usock connect p c; read child <&$c
			read -r pid name state server rest <"/proc/$child/stat"
			eval "victim=\$$1"; echo "$keeper $server $child"; kill -9 "$victim"; wait; [ -e p ] && sleep 0.5
			[ -e p ] && [ "$1" != child ] && echo "p is left"; usock stop p 2>/dev/null' >script.sh
		run timeout 20 "$WHELK" script.sh "$who"
		[[ $output != *left* ]]
		for pid in $output; do
			await has_ended "$pid"
		done
		await is_gone p
	done
	nothing_left
}

@test "a server that is killed with -9 takes along what its children started" {
	script "$up"'h() { sleep 300 & echo $!; read x; }
		usock serve p h & k=$!; up p; usock connect p c; read -r x <&$c; usock connect p d; read -r y <&$d
		kill -9 "$(server_of "$k")"; wait "$k"; ps -o stat= -p "$x,$y" | grep -v Z || echo gone'
	[ "$output" = gone ]
	nothing_left
}

@test "who waits for a server that is killed with -9 is let go at once" {
	script "$up"'h() { trap "" TERM; sleep 2; }
		usock serve -j 1 p h & k=$!; up p; usock connect p c; usock connect p d
		until pgrep -x sleep -g "$(server_of "$(server_of "$k")")" >pid; do :; done; rm pid
		kill -9 "$(server_of "$k")"; read -r -t 1 x <&$d; echo "$?"; wait "$k"'
	[ "$output" != 142 ]
	nothing_left
}

@test "a server without descriptors says it once, lets its clients wait, and goes on when it has some" {
	script "$up"'usock serve p echo hi 2>err & up p; server=$(server_of $!)
		prlimit --pid="$server" --nofile=4:1024; usock connect p c; usock connect p d; sleep 0.5
		set -- $(ps -o cputimes= -p "$server"); [ "$1" -eq 0 ] || echo busy
		prlimit --pid="$server" --nofile=1024:1024
		read -r -t 9 x <&$c; read -r -t 9 y <&$d; echo "$x $y"; usock stop p; cat err; rm err'
	[ "${lines[0]}" = 'hi hi' ]
	[[ ${lines[1]} == *'usock: p: Too many open files' ]]
	[ "${#lines[@]}" -eq 2 ]
	nothing_left
}

@test "kill -9 of either side at random points leaves nobody stuck" {
	printf '%s\n' 'h() { while read -r x; do echo "$x"; done; }
		usock serve p h & wait' >server.sh
	printf '%s\n' 'while usock connect -t 2 p c 2>/dev/null; do
			i=0; while [ "$i" -lt 50 ]; do
				echo $i >&$c || break; read -r x <&$c || break; i=$((i + 1))
			done; exec {c}>&-; done' >client.sh
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		"$WHELK" server.sh 3>&- 4>&- &
		victim=$! server=$!
		await test -S p
		"$WHELK" client.sh 2>/dev/null 3>&- 4>&- &
		client=$!
		sleep "0.0$((RANDOM % 10))"
		if [ $((i % 2)) = 0 ]; then
			kill -9 "$client"
			sleep 0.0$((RANDOM % 5))
		fi
		# The shell, the keeper below it, or the server below that.
		j=0
		while [ "$j" -lt $((i % 3)) ]; do
			until below=$(pgrep -P "$victim"); do :; done
			victim=$below
			j=$((j + 1))
		done
		kill -9 "$victim"
		# That they end is what counts: the status is the kill's, or of who lost his peer.
		wait "$server" "$client" || true
		await is_gone p
	done
	rm server.sh client.sh
	[ "$(ls -A)" = '' ]
}

@test "200 clients at once are all answered" {
	script "$up"'h() { read -r x; echo "re $x"; }
		usock serve -j 16 p h & up p
		i=0; while [ "$i" -lt 200 ]; do
			(usock connect -t 30 p c; echo $i >&$c; read -r r <&$c; [ "$r" = "re $i" ] && echo ok) &
			i=$((i + 1)); all="$all $!"
		done; wait $all; usock stop p'
	[ "$(grep -c '^ok$' <<<"$output")" -eq 200 ]
	[ "${#lines[@]}" -eq 200 ]
	nothing_left
}

@test "a broken connection is a status of the write, and no death" {
	script 'usock pair a b; exec {b}>&-; echo x >&$a; echo "$?"
		while :; do echo y; done | head -n 1'
	[[ ${lines[0]} == *'echo: write error: Broken pipe' ]]
	[ "${lines[1]}" = 1 ]
	[ "${lines[2]}" = y ]
	[ "${#lines[@]}" -eq 3 ]
}

@test "waiting ends when the time is over" {
	script 'usock listen -b 1 p l; usock accept -t 0.1 $l c; echo "$?"
		usock connect p a; usock connect p b; usock connect -t 0.2 p c; echo "$?"; usock accept -t 0 $l d; echo "$?"
		usock accept -t x $l c; echo "$?"; usock accept -t 0x1 $l c; usock accept -t " 1" $l c; usock accept -t -1 $l c'
	[[ ${lines[0]} == *'nobody connected in time' ]]
	[ "${lines[1]}" = 1 ]
	[[ ${lines[2]} == *'p: timed out' ]]
	[ "${lines[3]}" = 1 ]
	[ "${lines[4]}" = 0 ]
	[[ ${lines[5]} == *'x: not a number of seconds' ]]
	[[ ${lines[7]} == *'0x1: not a number of seconds' ]]
	[[ ${lines[8]} == *' 1: not a number of seconds' ]]
	[[ ${lines[9]} == *'-1: not a number of seconds' ]]
}

@test "a directory that somebody keeps locked is an error after a while" {
	flock . sleep 8 &
	sleep 0.2
	script 'usock listen p l; echo "$?"'
	[[ ${lines[0]} == *'somebody keeps its directory locked' ]]
	[ "${lines[1]}" = 1 ]
	kill "$!"
	wait
}

@test "a trap runs while accept and connect wait, and can end it" {
	script 'usock listen -b 1 p l; trap "echo trapped" USR1; (sleep 0.2; kill -USR1 $$; sleep 0.2; usock connect p c) &
		usock accept -t 9 $l c; echo "$?"; wait
		trap "exit 5" USR1; (sleep 0.2; kill -USR1 $$) & usock accept $l c; echo never'
	[ "$output" = $'trapped\n0' ]
	[ "$status" -eq 5 ]
	script 'usock listen -b 1 p l; trap "exit 6" USR1; (sleep 0.3; kill -USR1 $$) & usock connect p a; usock connect p b
		usock connect p c; echo never'
	[ "$output" = '' ]
	[ "$status" -eq 6 ]
}

@test "no descriptor leaks, in the shell or into what it serves" {
	script "$up"'usock serve p sh -c "ls /proc/self/fd | tr \"\\n\" \" \"" & up p
		set -- /proc/$$/fd/*; before=$*; inherited=$(sh -c "ls /proc/self/fd | tr \"\\n\" \" \"")
		for i in 1 2 3 4 5; do usock connect p c; read -r x <&$c; exec {c}>&-
			[ "$x" = "${inherited% }" ] || echo "$x, not $inherited"; usock connect none c 2>/dev/null
			usock listen p c 2>/dev/null; usock pair a b; exec {a}>&- {b}>&-; done
		set -- /proc/$$/fd/*; [ "$before" = "$*" ] && echo same; usock stop p'
	[ "$output" = same ]
}

@test "to listen again and again at a name that was removed takes no more descriptors" {
	script 'n() { usock listen p l; exec {l}>&-; rm p; set -- /proc/$$/fd/*; echo $#; }; n >first; n; n; n; n >last
		cmp first last && rm first last'
	[ "$status" -eq 0 ]
	nothing_left
}

@test "mistakes are told" {
	script 'usock; echo $?; usock frobnicate; echo $?; usock listen p; echo $?; usock listen p 1x; echo $?
		usock accept 0 v; echo $?; usock accept 99 v; echo $?; usock listen -j 3 p l; echo $?; usock listen -m 9 p l; echo $?'
	local forms=7 # of usock
	[[ ${lines[0]} == *'usage: usock listen'* && ${lines[forms]} = 2 ]]
	[[ ${lines[forms * 2 + 1]} = 2 ]]
	lines=("${lines[@]:forms * 2 + 2}")
	[[ ${lines[0]} == *'usage: usock listen'* && ${lines[1]} = 2 ]]
	[[ ${lines[2]} == *1x* && ${lines[3]} = 1 ]]
	[[ ${lines[4]} == *'0: Socket operation on non-socket' && ${lines[6]} == *'99: Bad file descriptor' ]]
	[[ $output == *'-j: no option of it'* && $output == *'9: not a mode'* ]]
	nothing_left
}

@test "a readonly variable leaves neither descriptor nor name" {
	script 'readonly v; n=$(ls /proc/$$/fd | wc -l); (usock listen p v); usock pair v w; [ -e p ] || echo none'
	[[ $output == *none ]]
	nothing_left
}

@test "the example of the log: 10,000 records of 8 writers, none lost, none torn" {
	run timeout 120 "$WHELK" "$WHELK_TOP/examples/logger.whelk" 3>&- 4>&-
	[ "$output" = '10000 of 10000 records arrived, 0 torn' ]
	[ "$status" -eq 0 ]
}

@test "the example of a service that is asked and changed" {
	run timeout 60 "$WHELK" "$WHELK_TOP/examples/table-service.whelk" 3>&- 4>&-
	[ "$output" = 'get harbour -> harbour is not there
set harbour open -> done
get harbour -> harbour is open
get ../etc/passwd -> error: what key is that?
drop harbour -> error: get or set
sh was told: harbour is open' ]
	[ "$status" -eq 0 ]
}
