#!/usr/bin/env bats
# export, readonly and unset: attributes of variables, as declaration utilities, and read back.
load common

# --- export ---

@test "export makes variables visible to commands, with or without a value" {
	run script <<'EOF'
a=1; export a b=2 c="3 3"
sh -c 'echo "$a $b $c"'
a=4; sh -c 'echo "$a"'
(a=5; sh -c 'echo "$a"'); sh -c 'echo "$a"'
EOF
	prints '1 2 3 3' 4 5 4
}

@test "an unset variable may be exported; commands see it once it has a value" {
	run script <<'EOF'
export late
env | grep '^late' || echo none
late=; env | grep '^late'
echo "<${late-unset}>"
EOF
	prints none late= '<>'
}

@test "export expands name=word as an assignment, without splitting or pathnames" {
	differs yash "splits the words"
	touch a1 a2
	run script <<'EOF'
v='x  y *'; HOME=/home/me
export e1=$v e2=a* e3=~/bin:~/lib e4=$(echo 'p  q')
readonly r1=$v r2=a* r3=~/bin:~/lib
for n in "$e1" "$e2" "$e3" "$e4" "$r1" "$r2" "$r3"; do echo "<$n>"; done
EOF
	prints '<x  y *>' '<a*>' '</home/me/bin:/home/me/lib>' '<p  q>' \
		'<x  y *>' '<a*>' '</home/me/bin:/home/me/lib>'
}

@test "command before export or readonly keeps the assignment context" {
	differs yash "splits the words"
	run script <<'EOF'
v='x  y'; HOME=/home/me
command export e1=$v e2=~/a:~/b
command command export e3=$v
command readonly r1=$v
printf '<%s>\n' "$e1" "$e2" "$e3" "$r1"
EOF
	prints '<x  y>' '</home/me/a:/home/me/b>' '<x  y>' '<x  y>'
}

@test "words of export that are no assignments are expanded and split as usual" {
	run script <<'EOF'
n='one two'; one=1 two=2
export $n
sh -c 'echo $one $two'
assign='three=3 four=4'
export $assign
sh -c 'echo $three $four'
EOF
	prints '1 2' '3 4'
}

@test "export expands all its words before it assigns any, then goes from left to right" {
	differs ksh "assigns each before it expands the next"
	run script <<'EOF'
export a=1 a=2 b=x
echo $a $b
x=old; export x=new y=$x; echo $x $y
EOF
	prints '2 x' 'new old'
}

@test "export in a function exports the global variable" {
	run script <<'EOF'
f() { export g=1; }; f; sh -c 'echo $g'; echo $g
EOF
	prints 1 1
}

@test "export -p writes commands that restore names, values and the export" {
	run script <<'EOF'
unset PS1
export zz1='plain' zz2="it's \"so\" \$x \`y\` \\" zz3='two
lines ' zz4= zz5='* ~ ; & | < > ( ) # !' zz6
export -p >saved
unset zz1 zz2 zz3 zz4 zz5 zz6
grep -c '^export zz' saved
. ./saved
sh -c 'printf "<%s>\n" "$zz1" "$zz2" "$zz3" "${zz4-unset}" "$zz5" "${zz6-unset}"'
zz6=late; sh -c 'echo $zz6'
EOF
	prints 6 '<plain>' "<it's \"so\" \$x \`y\` \\>" \
		$'<two\nlines >' '<>' '<* ~ ; & | < > ( ) # !>' '<unset>' late
}

@test "export -p has one line a variable that begins with export and the name" {
	run script <<'EOF'
export zzset='a value' zzunset; zznot=1
export -p | grep '^export zz' | sed "s/[\"']//g" | sort
EOF
	prints 'export zzset=a value' 'export zzunset'
}

@test "export of something that is no name is an error that ends a script" {
	differs "bash yash" "go on"
	for operand in 1a 'a-b=1' '=x'; do
		run shell -c "export '$operand'; echo not reached"
		[ "$status" -ne 0 ] || { echo "operand $operand"; false; }
		[[ "$output" != *reached* ]]
	done
}

@test "export accepts -- and takes no unknown option" {
	run script <<'EOF'
export -- a=1; sh -c 'echo $a'
export -Z a
echo not reached
EOF
	fails 1
}

# --- readonly ---

@test "a read-only variable cannot be assigned by any means" {
	differs "yash ksh" "go on after some of them"
	for try in 'r=2' 'export r=2' 'readonly r=2' ': $((r = 2))' ': $((r += 1))' 'eval r=2' \
		'for r in 2; do :; done' 'r=2 :'; do
		run shell -c "readonly r=1; ( $try; echo no ) 2>err || echo error
			test -s err && echo message; echo \$r"
		[ "$output" = $'error\nmessage\n1' ] || { echo "$try: $output"; false; }
	done
}

@test "read and getopts fail with a status above 1 for a read-only variable and go on" {
	differs "bash yash ksh" "have another status, or end the script"
	run script <<'EOF'
readonly r=1
echo new | { read r; echo $(($? > 1)); } 2>/dev/null
getopts a r -a 2>/dev/null; echo $(($? > 1))
echo $r
EOF
	prints 1 1 1
}

@test "an assignment to a read-only variable ends a script, in a subshell only that" {
	run script <<'EOF'
readonly r=1
(r=2; echo no)
echo $(($? > 0)) $r
r=3
echo not reached
EOF
	fails '1 1'
}

@test "a read-only error of export or readonly under command does not end the script" {
	differs yash "has status 0"
	run script <<'EOF'
readonly r=1
command export r=2 || echo export failed
command readonly r=2 || echo readonly failed
command unset r || echo unset failed
echo $r
EOF
	exits 0 'export failed' 'readonly failed' 'unset failed' 1
}

@test "an unset variable may be read-only, and stays unset" {
	run script <<'EOF'
readonly u
(u=1) 2>/dev/null || echo error
echo "${u-unset}"
EOF
	prints error unset
}

@test "readonly twice on one variable is no error when no value is given" {
	run script <<'EOF'
readonly a=1; readonly a; echo $? $a; export a; sh -c 'echo $a'
EOF
	prints '0 1' 1
}

@test "readonly -p writes commands that restore value and attribute" {
	run script <<'EOF'
readonly zz1=plain zz2="it's \"so\" \$x \`y\` \\" zz3= zz4 zz5='* ~ ; & |'
readonly -p | grep '^readonly zz' >saved
wc -l <saved | tr -d ' '
$SHELL_UNDER_TEST -c '. ./saved; printf "<%s>\n" "$zz1" "$zz2" "${zz3-unset}" "${zz4-unset}" "$zz5"
	for n in 1 2 3 4 5; do (eval "zz$n=x") 2>/dev/null && echo "zz$n not read-only"; done; :'
EOF
	prints 5 '<plain>' "<it's \"so\" \$x \`y\` \\>" '<>' '<unset>' '<* ~ ; & |>'
}

@test "a subshell inherits read-only variables and keeps its own to itself" {
	run script <<'EOF'
readonly a=1
(a=2) 2>/dev/null || echo inherited
(readonly b=1); b=2; echo $b
EOF
	prints inherited 2
}

@test "a program started by the shell is free to change what is read-only here" {
	run script <<'EOF'
readonly a=1; export a
$SHELL_UNDER_TEST -c 'a=2; echo $a'
EOF
	prints 2
}

@test "a variable made read-only in a function is read-only everywhere" {
	run script <<'EOF'
f() { readonly r=1; }; f
(r=2) 2>/dev/null || echo error
echo $r
EOF
	prints error 1
}

# --- unset ---

@test "unset removes variables, with -v too, and their export" {
	run script <<'EOF'
a=1 b=2 c=3; export a b
unset a; unset -v b c
echo "${a-unset} ${b-unset} ${c-unset}"
a=new; sh -c 'echo ${a-not exported}'
EOF
	prints 'unset unset unset' 'not exported'
}

@test "unset -f removes functions and leaves variables, unset -v the other way round" {
	run script <<'EOF'
both() { echo function; }; both=variable
unset -v both; both; echo ${both-unset}
both=variable; unset -f both; echo $both
both 2>/dev/null; echo $?
EOF
	prints function unset variable 127
}

@test "unset of a variable leaves the function of that name" {
	run script <<'EOF'
x() { echo function; }; x=1
unset x; echo ${x-unset}; x
EOF
	prints unset function
}

@test "unset of what is not set is no error" {
	run script <<'EOF'
unset never; echo $?
unset -v never; echo $?
unset -f never; echo $?
unset -- never; echo $?
EOF
	prints 0 0 0 0
}

@test "unset of a read-only variable is an error that ends a script" {
	differs "bash ksh mksh" "go on"
	run script <<'EOF'
readonly r=1
(unset r; echo no); echo $(($? > 0)) $r
(unset -v r; echo no); echo $(($? > 0)) $r
unset r
echo not reached
EOF
	fails '1 1' '1 1'
}

@test "unset IFS gives the default splitting, unset PATH finds nothing in /" {
	run script <<'EOF'
IFS=:; unset IFS; v='a b	c
d:e'; set -- $v; echo $#
IFS=x; (unset IFS; set -- a b; echo "$*"); set -- a b; echo "$*"
EOF
	prints 4 'a b' axb
}

@test "unset in a function removes the global variable, in a subshell it does not" {
	run script <<'EOF'
a=1; f() { unset a; }; (f; echo ${a-gone}); echo $a; f; echo ${a-gone}
EOF
	prints gone 1 gone
}

@test "a function may be unset while it runs" {
	run script <<'EOF'
f() { unset -f f; echo still here; }; f; f 2>/dev/null || echo gone
EOF
	prints 'still here' gone
}

@test "an empty variable is set, an unset one is not" {
	run script <<'EOF'
e=; unset u; echo "${e+set}:${u+set}"; export e u; env | grep -E '^[eu]='
EOF
	prints 'set:' e=
}
