# Called as sh, or with --posix: what could change a valid script is off, everything else stays.
#
# SPDX-License-Identifier: GPL-3.0-or-later
load ../helper

setup() {
	private_directory
	ln -s "$WHELK" sh
	mkdir bin
	for program in mkfifo fifo shared usock; do
		printf '#!%s/sh\necho "program $*"\n' "$PWD" >"bin/$program"
		chmod +x "bin/$program"
	done
	PATH=$PWD/bin:$PATH
}

# Run the script in each way of being the standard's shell; all must print the rest.
each_way() {
	local script=$1 way expected
	expected=$(printf '%s\n' "${@:2}")
	ln -sf "$WHELK" ./-sh
	for way in './sh -c' './-sh -c' "$WHELK --posix -c" "$WHELK -o posix -c"; do
		# shellcheck disable=SC2086
		run timeout 20 $way "$script" 3>&- 4>&-
		echo "$way: $output"
		[ "$output" = "$expected" ]
	done
	run whelk -c "set -o posix; eval '${script//\'/\'\\\'\'}'"
	[ "$output" = "$expected" ]
}

@test "the option posix is on when the shell is called sh" {
	each_way 'set -o | while read -r name state; do [ "$name" = posix ] && echo "$state"; done' on
	run whelk -c 'set -o | grep posix'
	[[ $output = *off ]]
	ln -s "$WHELK" ssh
	run ./ssh -c 'set -o | grep posix'
	[[ $output = *off ]]
	run ./sh +o posix -c 'set -o | grep posix'
	[[ $output = *off ]]
}

@test "as sh, a built-in that no other shell has gives way to a program in PATH" {
	each_way 'mkfifo a; command mkfifo b; echo c | mkfifo d; command -v mkfifo; (mkfifo e)' \
		'program a' 'program b' 'program d' "$PWD/bin/mkfifo" 'program e'
	run whelk -c 'mkfifo q && test -p q && command -v mkfifo'
	[ "$output" = mkfifo ]
	rm q
	each_way 'fifo list; shared a=~ b; usock pair c; command -v shared' \
		'program list' 'program a=~ b' 'program pair c' "$PWD/bin/shared"
	run whelk -c 'fifo list; shared n=3; echo "$((n += 1))"; usock pair a b; command -v usock'
	[ "$output" = $'4\nusock' ]
}

@test "as sh, such a built-in is there when PATH has no such program" {
	each_way 'PATH=/nowhere; mkfifo q && test -p q && echo made; command -v mkfifo; PATH=/bin:/usr/bin
		rm q' made mkfifo
}

@test "as sh, a function may have the name of such a built-in" {
	each_way 'mkfifo() { echo function; }; mkfifo; unset -f mkfifo; mkfifo x' function 'program x'
}

@test "as sh, the name of a function is an identifier" {
	run ./sh -c 'f-x() { echo no; }; f-x'
	[ "$status" -eq 2 ]
	[[ $output = *"'f-x' is not a valid function name"* ]]
	run whelk -c 'f-x() { echo yes; }; f-x'
	[ "$output" = yes ]
}

@test "as sh, additions that no valid script can meet are there" {
	each_way 'f() { local x=1; echo $x; }; f
		exec {fd}>file; echo text >&$fd; exec {fd}>&-; cat file
		{ time -p true; } 2>&1 | sed -n "s/real.*/timed/p"' 1 text timed
}

@test "time takes -p and --, and leaves other options to the utility" {
	for text in 'time -p -- echo text' 'time -p -p echo text' 'time -- echo text' 'time -p -- { echo text; }'; do
		run whelk -c "{ $text; } 2>&1"
		[ "${lines[0]}" = text ] && [[ ${lines[1]} == *real* ]] || { echo "in: $text"; return 1; }
	done
	run whelk -c 'PATH=; time -x; echo'
	[ "$output" = '-c:1:8: time: command not found' ]
}

@test "as sh, the prompt is the standard's" {
	run ./sh -ic 'echo "[$PS1]"'
	[[ $output = '[$ ]' || $output = '[# ]' ]]
	run env PS1='mine ' ./sh -ic 'echo "[$PS1]"'
	[ "$output" = '[mine ]' ]
}
