#!/usr/bin/env bats
# The utilities `alias` and `unalias`: definitions, listings, removal.
load common

@test "alias defines names that later lines may use" {
	run script <<'EOF'
alias hi='echo hello' two='echo a; echo b'
hi there
two c
alias hi='echo again'
hi
EOF
	prints 'hello there' a 'b c' again
}

@test "alias writes a definition that reads back, whatever it holds" {
	run script <<'EOF'
alias a1='plain' a2="it's \"so\" \$x \`y\` \\z" a3='two
lines' a4='' a5='* ~ & | ; <' a6='trailing '
alias >all; alias a1 a2 a3 a4 a5 a6 >named
unalias -a
alias a2 >/dev/null 2>&1 || echo removed
sed 's/^\([a-z0-9]*=\)/alias \1/' named >cmds
. ./cmds
alias a1 a2 a3 a4 a5 a6 | cmp - named && echo same
grep -c '^a[0-9]=' all
EOF
	prints removed same 6
}

@test "alias without a definition fails, and does the others" {
	differs mksh "writes the message to standard output"
	run script <<'EOF'
alias known='x y'
alias unknown >/dev/null 2>&1; echo $(($? > 0))
alias unknown known unknown2 2>err >out; echo $(($? > 0)); grep -c known= out
test -s err && echo message
EOF
	prints 1 1 1 message
}

@test "unalias removes the aliases named, -a all of them" {
	run script <<'EOF'
alias a1=x a2=y a3=z
unalias a1 a2; echo $?
alias | grep -c '^a[123]='
unalias -a; echo $?
alias | grep -c '^a[123]='
unalias -a; echo $?
EOF
	exits 0 0 1 0 0 0
}

@test "unalias of what is no alias fails, and removes the others" {
	run script <<'EOF'
alias a1=x a2=y
unalias a1 none a2 2>/dev/null; echo $(($? > 0))
alias | grep -c '^a[12]='
unalias none 2>/dev/null; echo $(($? > 0)); unalias -- none 2>/dev/null; echo $(($? > 0))
EOF
	exits '*' 1 0 1 1
}

@test "after unalias the name means what it did before" {
	run script <<'EOF'
alias echo='echo alias'
echo x
unalias echo
echo x
EOF
	prints 'alias x' x
}

@test "a subshell's aliases end with it, and it has the shell's" {
	run script <<'EOF'
alias outer='echo outer'
(alias inner='echo inner'
eval inner
eval outer
unalias outer)
outer
eval inner 2>/dev/null || echo none
x=$(eval outer); echo $x
EOF
	prints inner outer outer none outer
}

@test "programs do not get aliases" {
	run script <<'EOF'
alias zzz='echo no'
$SHELL_UNDER_TEST -c 'zzz' 2>/dev/null || echo none
EOF
	prints none
}

@test "alias and unalias work with expansions and in functions" {
	run script <<'EOF'
n=name v='echo value'
alias $n="$v"
name
f() { alias fromf='echo from f'; unalias $1; }
f name
fromf
name 2>/dev/null || echo gone
EOF
	prints value 'from f' gone
}

@test "an alias whose value holds = keeps all of it" {
	run script <<'EOF'
alias set1='x=1=2'
set1
echo $x; x=
eval "alias $(alias set1)"
set1
echo $x
EOF
	prints 1=2 1=2
}

@test "punctuation that the standard allows may be in an alias name" {
	run script <<'EOF'
alias a_b1='echo one' ,c='echo two' d!='echo three' e%='echo four' f@='echo five'
a_b1
,c
d!
e%
f@
EOF
	prints one two three four five
}

@test "aliases defined by -c's first lines hold for the later ones" {
	run shell -c 'alias e="echo alias"
e x'
	[ "$output" = 'alias x' ]
}
