#!/usr/bin/env bats
# Variables that the shell sets itself.
load common

@test "LINENO is the line of the script" {
	differs dash "has none"
	run script <<'EOF'
echo $LINENO
echo $LINENO $((LINENO)) "${LINENO}"

# comment
if true; then
	echo $LINENO
fi
cat >/dev/null <<E
several
lines
E
echo $LINENO
x='
'
echo $LINENO; : \

echo $LINENO
EOF
	exits 0 1 '2 2 2' 6 12 15 17
}

@test "LINENO in loops and case is that of the command" {
	differs dash "has none"
	run script <<'EOF'
for i in 1 2
do
	echo $LINENO
done
case x in
x)
	echo $LINENO ;;
esac
while :
do
	echo $LINENO
	break
done
EOF
	prints 3 3 7 11
}

@test "PPID is the parent of the shell, in subshells too" {
	run script <<'EOF'
$SHELL_UNDER_TEST -c 'echo $PPID; (echo $PPID); echo $(echo $PPID); echo $PPID | cat' >out
echo $$ >own; sort -u out | cmp - own && wc -l <out | tr -d ' '
EOF
	prints 4
}

@test "PPID does not come from the environment" {
	differs ksh "takes it"
	run env PPID=1 $SHELL_UNDER_TEST -c 'test $PPID -ne 1 && echo own'
	[ "$output" = own ]
}

@test "\$\$ is the shell's process, in subshells too" {
	run script <<'EOF'
sh -c 'echo $PPID' >ppid; echo $$ | cmp - ppid && echo own
test "$(echo $$)" = $$ && (test "$$" = "$(cat ppid)") && echo same
EOF
	prints own same
}

@test "IFS is blank, tab and newline at the start, whatever the environment says" {
	run env IFS=x $SHELL_UNDER_TEST -c 'printf %s "$IFS" | od -An -tx1 | tr -d " "
		v="1x2 3"; set -- $v; echo $#'
	[ "$output" = $'20090a\n2' ]
}

@test "IFS is not passed to programs" {
	run script <<'EOF'
IFS=:; env | grep '^IFS=' || echo none
EOF
	prints none
}

@test "PS4 is \"+ \" unless set" {
	run env -u PS4 $SHELL_UNDER_TEST -c 'printf "<%s>\n" "$PS4"'
	[ "$output" = '<+ >' ]
}

@test "\$? is 0 at the start and survives into subshells and the next command's words" {
	run script <<'EOF'
echo $?
(exit 3); echo $? $?
(exit 4); (echo $?)
(exit 5); x=$(echo $?); echo $x
(exit 6); f() { echo $?; }; f
(exit 7); if true; then echo $?; fi
(exit 8); case $? in 8) echo $? ;; esac
EOF
	prints 0 '3 3' 4 5 0 0 8
}

@test "\$# counts positional parameters without leading zeros" {
	run script a b c d e f g h i j k l <<'EOF'
echo $# ${#} "$#"; shift 11; echo $#; set --; echo $#
EOF
	prints '12 12 12' 1 0
}

@test "\$! is unset before the first background list" {
	differs yash "is 0"
	run script <<'EOF'
echo "<${!-unset}>"; : & echo $((${!-0} > 0)); wait
EOF
	prints '<unset>' 1
}

@test "\$0 is the same in functions, dot scripts and eval" {
	echo 'echo "${0##*/}"' >lib
	run script <<'EOF'
name=${0##*/}
f() { echo "${0##*/}"; }
test "$(f)" = "$name" && test "$(. ./lib)" = "$name" &&
	test "$(eval 'echo "${0##*/}"')" = "$name" && echo same
EOF
	prints same
}

@test "HOME and PATH come from the environment and go to programs" {
	run env HOME=/some/home $SHELL_UNDER_TEST -c 'echo ~ $HOME; HOME=/other; sh -c "echo \$HOME"'
	[ "$output" = $'/some/home /some/home\n/other' ]
}

@test "a new shell's status, parameters and options are its own" {
	run script a b <<'EOF'
set -fu; (exit 3); x=inner
$SHELL_UNDER_TEST -c 'echo $? $# ${x-unset} "$*"; case $- in *f*) echo f ;; esac'
EOF
	prints '0 0 unset '
}
