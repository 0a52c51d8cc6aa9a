#!/usr/bin/env bats
# `getopts`.
load common

# In the scripts: parse OPTSTRING ARG... shows each option found, then the status, the name and
# the rest.
parse='parse() {
	string=$1; shift; OPTIND=1
	while getopts "$string" o; s=$?; test $s -eq 0; do printf "%s:%s " "$o" "${OPTARG:-none}"; done
	shift $((OPTIND - 1)); printf "| %s %s %s:" "$s" "$o" "$#"
	for arg; do printf "<%s>" "$arg"; done; echo
}
'

@test "options are found alone, together, and with attached or separate arguments" {
	run shell -c "$parse"'
		parse ab -a -b x y; parse ab -ab x; parse a:b -a arg -b; parse a:b -aarg -b
		parse ab:c -abarg -c; parse ab:c -ab arg -c; parse a; parse a x -a'
	[ "$output" = 'a:none b:none | 1 ? 2:<x><y>
a:none b:none | 1 ? 1:<x>
a:arg b:none | 1 ? 0:
a:arg b:none | 1 ? 0:
a:none b:arg c:none | 1 ? 0:
a:none b:arg c:none | 1 ? 0:
| 1 ? 0:
| 1 ? 2:<x><-a>' ]
}

@test "-- ends the options and is passed over, a hyphen alone is an operand" {
	run shell -c "$parse"'parse ab -a -- -b; parse ab -a - -b; parse a: -a -- -- x; parse a -- --'
	[ "$output" = 'a:none | 1 ? 1:<-b>
a:none | 1 ? 2:<-><-b>
a:-- | 1 ? 1:<x>
| 1 ? 1:<-->' ]
}

@test "an empty argument makes OPTARG empty" {
	run script <<'EOF'
getopts a: o -a ''; echo "$o <${OPTARG-unset}>"
EOF
	prints 'a <>'
}

@test "an option's argument may look like an option, be empty, or hold anything" {
	run shell -c "$parse"'parse a:b -a -b; parse a:b -a "" -b; parse a: -a "x  *"; parse a: "-a b "
		parse a:b -ab -b; parse a: -a:'
	[ "$output" = 'a:-b | 1 ? 0:
a:none b:none | 1 ? 0:
a:x  * | 1 ? 0:
a: b  | 1 ? 0:
a:b b:none | 1 ? 0:
a:: | 1 ? 0:' ]
}

@test "digits and capital letters are options too" {
	run shell -c "$parse"'parse 1A:z9 -1 -A2 -z9'
	[ "$output" = '1:none A:2 z:none 9:none | 1 ? 0:' ]
}

@test "an unknown option gives ? with a message, and the rest is parsed" {
	run shell -c "$parse"'parse ab -a -x -b y 2>err; test -s err && echo 1; parse ab -axb 2>/dev/null'
	[ "$output" = 'a:none ?:none b:none | 1 ? 1:<y>
1
a:none ?:none b:none | 1 ? 0:' ]
}

@test "a missing argument gives ? with a message" {
	differs yash "counts it in OPTIND"
	run shell -c "$parse"'parse a: -a 2>err; test -s err && echo 1; parse ba: -ba 2>/dev/null'
	[ "$output" = '?:none | 1 ? 0:
1
b:none ?:none | 1 ? 0:' ]
}

@test "a leading colon makes errors silent and puts the option into OPTARG" {
	differs yash "counts a missing argument in OPTIND"
	run shell -c "$parse"'parse :ab: -x -a 2>&1; parse :ab: -b 2>&1; parse :ab: -ab 2>&1
		parse : -y 2>&1'
	[ "$output" = '?:x a:none | 1 ? 0:
::b | 1 ? 0:
a:none ::b | 1 ? 0:
?:y | 1 ? 0:' ]
}

@test "errors in the options are no errors of getopts" {
	run script -- -x -a <<'EOF'
getopts ab o "-x" 2>/dev/null; echo $?
OPTIND=1; getopts a: o -a 2>/dev/null; echo $?
EOF
	prints 0 0
}

@test "OPTIND starts at 1 and shows the next argument after one with an argument and at the end" {
	run script -a arg -b -- x <<'EOF'
echo $OPTIND
getopts a:b o; echo $o $OPTIND
getopts a:b o; echo $o
getopts a:b o; echo "$? $OPTIND"
getopts a:b o; echo "$? $OPTIND"
EOF
	prints 1 'a 3' b '1 5' '1 5'
}

@test "OPTIND is 1 whatever the environment says" {
	OPTIND=3 run shell -c 'echo $OPTIND; getopts ab o; echo $o' sh -a -b
	[ "$output" = $'1\na' ]
}

@test "OPTIND=1 starts again, with the same or other parameters" {
	run script -a -b <<'EOF'
getopts abc o; getopts abc o; echo $o
OPTIND=1; getopts abc o; echo $o
OPTIND=1; set -- -c; getopts abc o; echo $o; getopts abc o; echo $?
OPTIND=1; getopts abc o -bc x; echo $o; getopts abc o -bc x; echo $o
EOF
	prints b a c 1 b c
}

@test "operands are parsed instead of the positional parameters" {
	run script -z <<'EOF'
while getopts a:b o -b -a '1 2' rest; do echo "$o ${OPTARG-}"; done
echo $OPTIND $1
EOF
	prints 'b ' 'a 1 2' '4 -z'
}

@test "in a function getopts parses the function's parameters" {
	run script -x <<'EOF'
f() { OPTIND=1; while getopts ab o; do printf '%s ' $o; done; shift $((OPTIND - 1)); echo "$*"; }
f -a -b 1 2; f -ab; f 3
EOF
	prints 'a b 1 2' 'a b ' 3
}

@test "OPTARG is unset when the option has no argument" {
	differs dash "leaves it empty, or as it was"
	run script <<'EOF'
OPTARG=old; getopts ab o -a; echo ${OPTARG-unset}
OPTARG=old; getopts ab o -a; echo ${OPTARG-unset}
EOF
	prints unset unset
}

@test "OPTIND and OPTARG are not exported" {
	run script <<'EOF'
getopts a: o -a arg; env | grep '^OPT' || echo none
EOF
	prints none
}

@test "a name that cannot be set makes getopts fail with more than 1" {
	differs yash "has status 0"
	run script <<'EOF'
readonly o=1
getopts a o -a 2>/dev/null; echo $(($? > 1)) $o
EOF
	exits 0 '1 1'
}

@test "getopts without its operands is an error" {
	differs mksh "has status 0"
	run script <<'EOF'
getopts 2>/dev/null; echo $(($? > 1))
getopts a 2>/dev/null; echo $(($? > 1))
EOF
	exits 0 1 1
}
