#!/usr/bin/env bats
# `test` and `[`.
load common

# In the scripts: t ARG... runs test and [ with the arguments; prints the status if both agree.
t='t() { test "$@" 2>/dev/null; t1=$?; [ "$@" ] 2>/dev/null; t2=$?
	if [ $t1 -eq $t2 ]; then printf "%s " $t1; else printf "%s/%s " $t1 $t2; fi; }
'

@test "without arguments test is false, with one it is true unless that is empty" {
	run shell -c "$t"'t; t ""; t a; t " "; t 0; t !; t -f; t -n; t -z; t "("; t ")"; t =; t --; t -
		t ]; t -nt'
	[ "$output" = '1 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 ' ]
}

@test "with two arguments ! negates and unary primaries are taken" {
	run shell -c "$t"'t ! ""; t ! a; t ! !; t ! -f; t ! =; t -n ""; t -n a; t -z ""; t -z a; t -n !
		t -n =; t -z "("; t ! ]; t -n -n'
	[ "$output" = '0 1 1 1 1 1 0 0 1 0 0 1 1 0 ' ]
}

@test "with three arguments a binary primary in the middle comes first" {
	run shell -c "$t"'t ! = !; t ! = a; t -n = -n; t -f = -f; t "(" = "("; t "(" = ")"; t = = =
		t ! != !; t -z != a; t "" = ""; t a = ""'
	[ "$output" = '0 1 0 0 0 1 0 1 0 0 1 ' ]
}

@test "with three or four arguments a leading ! negates the rest" {
	differs dash "fails for two !"
	run shell -c "$t"'t ! -n a; t ! -n ""; t ! -z ""; t ! ! a; t ! ! ""; t ! a = a; t ! a = b
		t ! ! = !; t ! 1 -lt 2; t ! ! -n a; t ! -n = -n'
	[ "$output" = '1 0 1 0 1 1 0 1 1 0 1 ' ]
}

@test "strings are equal, different, and ordered" {
	run shell -c "$t"'t a = a; t a = b; t a != a; t a != b; t "a b" = "a b"; t abc = "a*"; t A = a
		t 1 = 01; t a "<" b; t b "<" a; t a "<" a; t b ">" a; t a ">" b; t 10 "<" 9; t "" "<" a
		t B "<" a; t a "<" ab'
	[ "$output" = '0 1 1 0 0 1 1 1 0 1 1 0 1 0 0 0 0 ' ]
}

@test "numbers are compared as decimal integers" {
	run shell -c "$t"'t 1 -eq 1; t 1 -eq 2; t 1 -ne 2; t 1 -ne 1; t 2 -gt 1; t 1 -gt 1; t 1 -ge 1
		t 0 -ge 1; t 1 -lt 2; t 1 -lt 1; t 1 -le 1; t 2 -le 1
		t -1 -lt 0; t -5 -gt -6; t 010 -eq 10; t 09 -lt 10; t 00 -eq 0; t -0 -eq 0; t 10 -gt 9'
	[ "$output" = '0 1 0 1 0 1 0 1 0 1 0 1 0 0 0 0 0 0 0 ' ]
}

@test "numbers of more than 32 bits are compared in full" {
	differs mksh "has 32-bit numbers"
	run shell -c "$t"'t 4294967296 -eq 0; t 4294967297 -gt 4294967296
		t 9223372036854775807 -gt 9223372036854775806
		t -9223372036854775808 -lt -9223372036854775807'
	[ "$output" = '1 0 0 0 ' ]
}

@test "a number that is none is an error with a message" {
	differs "ksh mksh" "take it for an arithmetic expression"
	run script <<'EOF'
for bad in a '' 1x 1.5 0x1 '1 2'; do
	test "$bad" -eq 1; s=$?; [ 1 -lt "$bad" ]; echo "$((s > 1)) $(($? > 1))"
done 2>err
test -s err && echo message
EOF
	exits 0 '1 1' '1 1' '1 1' '1 1' '1 1' '1 1' message
}

@test "[ without its closing bracket is an error" {
	run script <<'EOF'
[ a = a; echo $(($? > 1))
[ a; echo $(($? > 1))
EOF
	exits 0 1 1
}

@test "-e -f -d -c -b -p -S tell kinds of files" {
	touch file; mkdir dir; mkfifo fifo; ln -s file link; ln -s dir dirlink; ln -s fifo fifolink
	ln -s none dangling
	run shell -c "$t"'for f in file dir fifo link dirlink fifolink dangling none /dev/null ""; do
		printf "%s: " "$f"; for o in e f d c b p S; do t -$o "$f"; done; echo; done'
	[ "$output" = 'file: 0 0 1 1 1 1 1 
dir: 0 1 0 1 1 1 1 
fifo: 0 1 1 1 1 0 1 
link: 0 0 1 1 1 1 1 
dirlink: 0 1 0 1 1 1 1 
fifolink: 0 1 1 1 1 0 1 
dangling: 1 1 1 1 1 1 1 
none: 1 1 1 1 1 1 1 
/dev/null: 0 1 1 0 1 1 1 
: 1 1 1 1 1 1 1 ' ]
}

@test "-h and -L tell symbolic links, which all others follow" {
	touch file; ln -s file link; ln -s none dangling; ln -s link second
	run shell -c "$t"'for o in h L; do t -$o link; t -$o dangling; t -$o second; t -$o file
		t -$o none; done; t -s link; echo x >file; t -s link; t -f file/; t -e file/.'
	[ "$output" = '0 0 0 1 1 0 0 0 1 1 1 0 1 1 ' ]
}

@test "-s is true for files that are not empty" {
	: >empty; echo x >full
	run shell -c "$t"'t -s empty; t -s full; t -s none; t ! -s empty'
	[ "$output" = '1 0 1 0 ' ]
}

@test "-g -u tell set-ID files" {
	touch plain set; chmod 4755 set; mkdir dir; chmod 2755 dir
	run shell -c "$t"'t -u set; t -u plain; t -u none; t -g dir; t -g plain; t -g none; t -g set'
	[ "$output" = '0 1 1 0 1 1 1 ' ]
}

@test "-x is false for a file that nobody may execute" {
	touch file script; chmod 644 file; chmod 755 script; mkdir dir
	run shell -c "$t"'t -x file; t -x script; t -x dir; t -x none'
	[ "$output" = '1 0 0 1 ' ]
}

@test "-r and -w follow the permissions" {
	touch file; chmod 444 file
	run shell -c "$t"'t -r file; t -r none; t -w none; t -w /proc/version; t -r /dev/null
		t -w /dev/null'
	[ "${output:0:6}" = '0 1 1 ' ]
	[ "${output:8:4}" = '0 0 ' ]
	run unprivileged -c "$t"': >file; chmod 000 file; t -r file; t -w file; t -x file'
	[ "$output" = '1 1 1 ' ]
}

@test "-t tells terminals, and is false for what is no open descriptor" {
	run shell -c "$t"'t -t 0; t -t 99; t -t 1; t ! -t 0' </dev/null
	[ "$output" = '1 1 1 0 ' ]
}

@test "-nt and -ot compare modification times, a missing file being older" {
	differs dash "is false for a missing file"
	touch -t 202001010000 old; touch -t 202101010000 new same; touch -r new same; ln -s old link
	run shell -c "$t"'t new -nt old; t old -nt new; t same -nt new; t old -nt none; t none -nt old
		t none -nt none2; t new -nt link
		t old -ot new; t new -ot old; t same -ot new; t none -ot old; t old -ot none; t none -ot none2'
	[ "$output" = '0 1 1 0 1 1 0 0 1 1 0 1 1 ' ]
}

@test "-nt sees differences below a second" {
	differs dash "compares seconds"
	touch -d 2020-01-01T00:00:00.25 first
	touch -d 2020-01-01T00:00:00.75 second
	run shell -c "$t"'t second -nt first; t first -nt second; t first -ot second'
	[ "$output" = '0 1 0 ' ]
}

@test "-ef is true for two names of one file" {
	touch a b; ln a hard; ln -s a soft; ln -s none dangling
	run shell -c "$t"'t a -ef hard; t a -ef soft; t a -ef a; t a -ef b; t a -ef none
		t none -ef none; t . -ef "$PWD"; t dangling -ef dangling'
	[ "$output" = '0 0 0 1 1 1 0 1 ' ]
}

@test "operators are found whatever the operands look like" {
	run shell -c "$t"'a=-f; b=!; c="("; t "$a" = "$a"; t "$b" = "$b"; t "$c" != "$a"; t -n "$b"
		t -z "$c"; t x"$a" = x-f; t "-nt" = "-nt"; t "]" = "]"'
	[ "$output" = '0 0 0 0 1 0 0 0 ' ]
}
