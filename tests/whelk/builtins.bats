# What built-ins do beyond the standard.
#
# SPDX-License-Identifier: GPL-3.0-or-later
load common

@test "read -n ends after so many characters, or at the delimiter" {
	run whelk -c 'echo abcdef | { read -n 3 x; read y; echo "$x.$y"; }
		echo foobar | { read -n 5 -d b x; read y; echo "$x.$y"; }
		printf "ab\\\\\ncdef\n" | { read -n 3 x; read y; echo "$x.$y"; }
		echo "  a b" | { read -n 4 x y; echo "[$x] [$y]"; }
		echo x | { read -n 0 x; echo "$?[$x]"; read y; echo "$y"; }'
	prints abc.def foo.ar abc.def '[a] []' '0[]' x
}

@test "of several readers of one pipe each character goes to one" {
	run whelk -c 'yes 0123456789 | head -n 2000 | tr -d "\n" | {
			exec 3<&0
			for job in 1 2 3 4; do
				while read -r -n 1 slot; do echo "$slot"; done <&3 &
			done
			wait
		} | sort | uniq -c'
	[ "${#lines[@]}" -eq 10 ]
	[ "$(grep -c '^ *2000 [0-9]$' <<<"$output")" -eq 10 ]
}

@test "read -n counts characters and takes no byte of the next" {
	LC_ALL=C.UTF-8 run whelk -c 'printf "äö€x\n" | { read -n 3 x; read y; echo "$x.$y"; }
		printf "\303x\n" | { read -n 1 x; read y; echo "$y"; }'
	prints 'äö€.x' x
}

@test "read -N takes delimiters as they are and does not split" {
	run whelk -c 'printf "a b\nc" | { read -N 4 x y; echo "<$x><$y>"; read -N 9 x; echo "$?<$x>"; }'
	prints '<a b' '><>' '1<c>'
}

@test "read without a name leaves the line as it is" {
	run whelk -c 'echo "  a  b " | { read; echo "[$REPLY]"; }
		echo "  a  b " | { read REPLY; echo "[$REPLY]"; }'
	prints '[  a  b ]' '[a  b]'
}

@test "read -t ends with 142 and keeps what came" {
	mkfifo fifo
	run whelk -c 'exec 3<>fifo; printf part >&3
		read -t 0.1 x <&3; echo "$?<$x>"
		printf "line\n" >&3; read -t 5 x <&3; echo "$?<$x>"
		read -t 0 <&3; echo $?; echo >&3; read -t 0 <&3; echo $?'
	prints '142<part>' '0<line>' 1 0
}

@test "read -u reads another descriptor, none of the shell's own" {
	printf 'one\ntwo\n' >file
	cat >script <<'EOF'
exec 4<file; read -u 4 x; read -u 4 y; echo "$x.$y"
for d in /proc/$$/fd/*; do [ "$d" -ef script ] && own=${d##*/}; done
exec 4<&-
for fd in 4 $own; do read -u $fd x; echo $?; done
EOF
	run whelk ./script
	echo "$output"
	[ "${lines[0]}" = one.two ]
	[[ ${lines[1]} = *'read: 4: Bad file descriptor' ]]
	[ "${lines[2]}" = 2 ]
	[[ ${lines[3]} = *'read: '[1-9]*': Bad file descriptor' ]]
	[ "${lines[4]}" = 2 ]
}

@test "read says which count, time or descriptor is none" {
	for option in '-n x' '-n -1' '-N 1x' '-t x' '-t 1.x' '-t .' '-u x'; do
		run whelk -c "echo a | read $option v"
		echo "$option: $output"
		[ "$status" -eq 2 ]
		[[ $output = *": ${option#* }: "* ]]
	done
}

@test "read -s hides what is typed, -n takes a key, and the terminal is as before" {
	cat >script <<'EOF'
stty -a | grep -o ' -*icanon\| -*echo ' | tr -d '\n'; echo
read -s -p 'password: ' x; echo "<$x>"
read -n 1 -p 'key: ' x; echo "<$x>"
stty -a | grep -o ' -*icanon\| -*echo ' | tr -d '\n'; echo
EOF
	run timeout 20 script -qefc "$WHELK ./script" typescript < <(
		until grep -q password: typescript; do sleep 0.05; done 2>/dev/null
		echo secret
		until grep -q key: typescript; do sleep 0.05; done
		printf y
		until grep -q 'y>' typescript; do sleep 0.05; done
	)
	output=${output//$'\r'/}
	echo "$output"
	[[ $output = *'password: <secret>'* ]]
	[[ $output = *'<y>'* ]]
	[ "${lines[0]%$'\r'}" = "${lines[-1]%$'\r'}" ]
}

@test "builtin passes over functions and programs" {
	run whelk -c 'echo() { printf "function\n"; }; builtin echo text; builtin; command echo $?
		f() { :; }; builtin f; printf "%s\n" $?; builtin ls; printf "%s\n" $?' 2>/dev/null
	[ "${lines[0]}" = text ]
	[ "${lines[1]}" = 0 ]
	[[ ${lines[2]} = *'builtin: f: not a built-in' ]]
	[ "${lines[3]}" = 1 ]
	[ "${lines[5]}" = 1 ]
}

@test "a number may name its base" {
	run whelk -c 'echo $((16#ff)) $((2#101)) $((36#Zz)) $((64#aA)) $((64#@_))
		x=16#1f b=8; echo $((x + 1)) $((${b}#17)) $((-10#9))'
	prints '255 5 1295 676 4031' '32 15 -9'
	for bad in '1#0' '65#0' '3#3' '16#' '5##1' 'x#1' '#1'; do
		run whelk -c "echo \$(($bad))"
		echo "$bad: $output"
		[ "$status" -ne 0 ]
	done
}

@test "export -n takes a name out of the environment, not its value, and only where it runs" {
	a=1 b=2 run whelk -c 'export -n a b=3; env | grep "^[ab]="; echo "$a$b"
		export c=4; (export -n c; env | grep "^c="); f() { local c=5; export -n c; }; f; env | grep "^c="'
	prints 13 c=4
	run whelk -c 'readonly -n c; echo reached'
	[ "$status" -ne 0 ]
	[[ $output == *"-n"* && $output != *reached* ]]
}

@test "test -a with one operand is -e; with more it is and" {
	run whelk -c '[ -a / ]; echo $?; [ -a /none ]; echo $?; [ ! -a / ]; echo $?; [ x -a "" ]; echo $?
		[ -a -a -a ]; echo $?; [ ! -a "" ]; echo $?'
	prints 0 1 0 1 0 1
}

@test "a usage error shows the forms that were begun, or all, each on a line of its own" {
	run whelk -c 'usock stop; fifo list x; hash -x; help hash'
	[ "${lines[0]}" = '-c:1:1: usage: usock stop [-t seconds] path' ]
	[ "${lines[1]}" = '-c:1:13: usage: fifo list' ]
	[ "${lines[3]}" = '-c:1:26: usage: hash [name...]' ]
	[ "${lines[4]}" = '-c:1:26: usage: hash -r' ]
	[ "${lines[5]}" = 'hash [name...]' ]
	[ "${lines[6]}" = 'hash -r' ]
	run whelk -c 'shared open store'
	[ "${#lines[@]}" -eq 2 ]
	run whelk -c 'usock ahoy'
	[ "${#lines[@]}" -eq 7 ]
}
