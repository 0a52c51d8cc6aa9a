#!/usr/bin/env bats
# `printf`: conversions, escapes, reuse of the format, numbered arguments, errors.
load common

@test "text and escapes of the format are written, without a newline of its own" {
	run shell -c 'printf "a\tb\n"; printf "end"; printf "\\\\|%%|\"\n"'
	[ "$output" = $'a\tb\nend\\|%|"' ]
	[ "$(shell -c "printf '\\a\\b\\f\\n\\r\\t\\v\\\\'" | od -An -tx1 | tr -d ' \n')" = \
		07080c0a0d090b5c ]
}

@test "octal escapes of one to three digits give bytes" {
	[ "$(shell -c "printf '\\101\\1012\\60a\\7\\377\\0\\01\\0101'" | od -An -tx1 | tr -d ' \n')" = \
		414132306107ff00010831 ]
}

@test "%s takes width, precision and the left flag" {
	run shell -c 'printf "<%s><%5s><%-5s><%.2s><%5.1s><%-5.1s><%.0s><%s>\n" \
		abc abc abc abc abc abc abc abc'
	[ "$output" = '<abc><  abc><abc  ><ab><    a><a    ><><abc>' ]
}

@test "%c writes the first byte of its argument" {
	run shell -c 'printf "<%c%c><%3c><%-3c>\n" hello 9x a b'
	[ "$output" = '<h9><  a><b  >' ]
}

@test "%d and %i write decimal numbers with all flags" {
	run shell -c 'printf "<%d><%i><%5d><%-5d><%05d><%+d><% d><%.3d><%8.3d><%+.2d><%d>\n" \
		42 -42 42 42 42 42 42 7 7 3 +5'
	[ "$output" = '<42><-42><   42><42   ><00042><+42>< 42><007><     007><+03><5>' ]
}

@test "%o %u %x %X write their bases, # their prefix" {
	run shell -c 'printf "<%o><%u><%x><%X><%#o><%#x><%#X><%08x><%.4x><%#o>\n" \
		8 42 255 255 8 255 255 255 255 0'
	[ "$output" = '<10><42><ff><FF><010><0xff><0XFF><000000ff><00ff><0>' ]
}

@test "numbers are read as C constants with a sign" {
	differs ksh "takes 010 for ten"
	run shell -c 'printf "%d " 0x1f 0X1F 010 -010 -0x10 +7 0; printf "%x\n" 010
		printf "%d %d\n" 9223372036854775807 -9223372036854775808'
	[ "$output" = $'31 31 8 -8 -16 7 0 8\n9223372036854775807 -9223372036854775808' ]
}

@test "a quote before a character gives the character's number" {
	run shell -c 'printf "%d %d %x %d %d %o\n" "'\''A" "\"a" "'\''~" "'\'' " "\"\"" "'\''0"'
	[ "$output" = '65 97 7e 32 34 60' ]
}

@test "%b expands the escapes of its argument" {
	differs mksh "runs the system's printf"
	run shell -c 'printf "<%b>" "a\tb" "x\\\\y" "\0101\060" "plain" ""
		printf "<%5b><%-4b>" "\0101" "b"'
	[ "$output" = $'<a\tb><x\\y><A0><plain><><    A><b   >' ]
	[ "$(shell -c "printf %b '\\a\\b\\f\\n\\r\\t\\v\\\\\\0\\01\\0377'" |
		od -An -tx1 | tr -d ' \n')" = 07080c0a0d090b5c0001ff ]
}

@test "the precision of %b counts bytes after the escapes" {
	differs mksh "runs the system's printf"
	run shell -c 'printf "<%.2b><%.3b>\n" "\0101\0102\0103" "a\\\\bc"'
	[ "$output" = '<AB><a\b>' ]
}

@test "\\c in a %b argument ends all output" {
	run shell -c 'printf "<%b>after%s\n" "one\ctwo" three; echo "|$?"'
	[ "$output" = '<one|0' ]
	run shell -c 'printf "%b," a "b\c" c; printf "next\n"'
	[ "$output" = 'a,bnext' ]
}

@test "the format is used again while arguments are left" {
	run shell -c 'printf "%s-%s\n" a b c d e; printf "%d\n" 1 2; printf "<%s>" "" x ""
		printf "[%s %d]\n" only'
	[ "$output" = $'a-b\nc-d\ne-\n1\n2\n<><x><>[only 0]' ]
}

@test "missing arguments are empty strings and zeros" {
	run shell -c 'printf "<%s><%d><%x><%b><%5s><%.3d>\n"'
	[ "$output" = '<><0><0><><     ><000>' ]
}

@test "%% writes a percent sign and takes no argument" {
	run shell -c 'printf "%d%% %s%%%%\n" 50 half; printf "100%%\n"'
	[ "$output" = $'50% half%%\n100%' ]
}

@test "%n\$ takes the n-th argument" {
	differs "dash bash yash mksh" "have none"
	run shell -c "printf '%2\$s %1\$s|%%\\n' 7 b; printf '%1\$s%1\$s\\n' ab"
	[ "$output" = $'b 7|%\nabab' ]
}

@test "%n\$ may be followed by flags, width and precision" {
	differs "dash bash yash ksh mksh" "have none, or take no width there"
	run shell -c "printf '<%2\$-5s><%1\$05d><%2\$.2s>\\n' 7 abc"
	[ "$output" = '<abc  ><00007><ab>' ]
}

@test "on reuse %n\$ counts from the highest argument used before" {
	differs "dash bash yash mksh" "have none"
	run shell -c "printf '%2\$s %1\$s\\n' a b c d; printf '<%3\$s>' 1 2 3 4 5 6"
	[ "$output" = $'b a\nd c\n<3><6>' ]
}

@test "what is no number is reported, its valid part written, and the rest done" {
	differs ksh "takes it for an arithmetic expression"
	run shell -c 'printf "%d|%d|%s\n" 12abc 5 last 2>err; echo $(($? > 0))
		test -s err && echo message'
	[ "$output" = $'12|5|last\n1\nmessage' ]
	run shell -c 'printf "%d %d\n" x 3 2>/dev/null; echo $(($? > 0))'
	[ "$output" = $'0 3\n1' ]
}

@test "digits that the base does not have are no part of the number" {
	differs ksh "takes it for an arithmetic expression"
	run shell -c 'printf "%d\n" 08 2>/dev/null; echo $(($? > 0)); printf "%d\n" 0x 2>/dev/null
		echo $(($? > 0)); printf "%d\n" 1.5 2>/dev/null; echo $(($? > 0))'
	[ "$output" = $'0\n1\n0\n1\n1\n1' ]
}

@test "a number that does not fit is an error" {
	differs bash "only warns"
	run shell -c 'printf "%d\n" 99999999999999999999 >/dev/null 2>err; echo $(($? > 0))
		test -s err && echo message'
	[ "$output" = $'1\nmessage' ]
}

@test "extra text in arguments of %s, %b and %c is no error" {
	run shell -c 'printf "%c%.1s%s\n" abc def "1x"; echo $?'
	[ "$output" = $'ad1x\n0' ]
}

@test "-- ends the options of printf, later it is an argument" {
	run shell -c 'printf -- "-%s\n" x; printf "%s\n" -- -n; printf -- "%s-\n" --'
	[ "$output" = $'-x\n--\n-n\n---' ]
}

@test "blanks in the format and around arguments are kept" {
	run shell -c 'printf " %s  %s \n" " a " b'
	[ "$output" = '  a   b ' ]
}

@test "null bytes are written from escapes" {
	[ "$(shell -c "printf 'a\\0b%b' '\\0c'" | od -An -tx1 | tr -d ' \n')" = 6100620063 ]
}

@test "large widths and long arguments are written in full" {
	run shell -c 'printf "%70000d" 5 | wc -c; x=$(printf "%070000d" 0)
		printf "%s%b" "$x" "$x" | wc -c; printf "%.5s\n" "$x"'
	[ "$(tr -d ' ' <<<"$output")" = $'70000\n140000\n00000' ]
}

@test "a write error makes printf fail" {
	[ -c /dev/full ] || skip "no /dev/full"
	run shell -c 'printf "text\n" >/dev/full; echo $(($? > 0))' 2>/dev/null
	[ "${lines[${#lines[@]} - 1]}" = 1 ]
	run shell -c 'printf "text\n" >&-; echo $(($? > 0))'
	[ "${lines[${#lines[@]} - 1]}" = 1 ]
}
