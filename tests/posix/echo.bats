#!/usr/bin/env bats
# `echo`: what every shell does, and the escapes that XSI asks for.
load common

@test "echo joins its arguments with one blank and ends the line" {
	run shell -c 'echo; echo a; echo a b "c  d"; echo "" ""; echo " x "'
	[ "$output" = $'\na\na b c  d\n \n x ' ]
}

@test "echo takes -- and options of others as text" {
	run shell -c 'echo --; echo -- a; echo -; echo -x; echo --help; echo a -n; echo -nx; echo "-n -"'
	[ "$output" = $'--\n-- a\n-\n-x\n--help\na -n\n-nx\n-n -' ]
}

@test "echo expands the XSI escapes" {
	differs "bash ksh" "do not"
	run shell -c 'echo "a\tb\nc\\\\d" "e\tf"'
	[ "$output" = $'a\tb\nc\\d e\tf' ]
	[ "$(shell -c "echo '\\a\\b\\f\\r\\v\\0101\\060\\07'" | od -An -tx1 | tr -d ' \n')" = \
		07080c0d0b4130070a ]
}

@test "echo writes nothing after \\c" {
	differs "bash ksh mksh" "do not know \\c, or lose the newline alone"
	run shell -c 'echo "a\cb" c; echo next'
	[ "$output" = anext ]
}

@test "echo fails when it cannot write" {
	[ -c /dev/full ] || skip "no /dev/full"
	run shell -c 'echo text >/dev/full; echo $(($? > 0))' 2>/dev/null
	[ "${lines[${#lines[@]} - 1]}" = 1 ]
	run shell -c 'echo text >&-; echo $(($? > 0))'
	[ "${lines[${#lines[@]} - 1]}" = 1 ]
}

@test "echo writes long arguments in full, before the next program writes" {
	run shell -c 'x=$(dd if=/dev/zero bs=1000 count=200 2>/dev/null | tr "\0" x)
		echo "$x" "$x" | wc -c; echo one; sh -c "echo two"; echo three; (echo four)'
	[ "$(tr -d ' ' <<<"$output")" = $'400002\none\ntwo\nthree\nfour' ]
}
