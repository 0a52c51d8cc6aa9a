#!/usr/bin/env bats
# `read`: lines, fields, escapes, delimiters, and what it leaves for others.
load common

# In the scripts: rd DATA IFS VAR... reads DATA (printf escapes) with that IFS and shows the
# variables.
r='rd() { data=$1; IFS=$2; shift 2
	printf "$data" >in; for v; do unset $v; done
	read -r "$@" <in; s=$?; IFS=" "; out="$s"
	for v; do eval "out=\$out\<\${$v-unset}\>"; done; printf "%s\n" "$out"; }
'
# The same without -r.
e=${r/read -r/read}

@test "read splits a line into its variables, the rest going to the last" {
	run shell -c "$r"' d=$(printf " \t\nx"); d=${d%x}
		rd "one two three four\n" "$d" a b c
		rd "  one  \t two   \n" "$d" a b
		rd "one\n" "$d" a b c
		rd "\n" "$d" a b
		rd "  lead  in  \n" "$d" a'
	[ "$output" = '0<one><two><three four>
0<one><two>
0<one><><>
0<><>
0<lead  in>' ]
}

@test "read separates at each IFS character that is no white space" {
	run shell -c "$r"'
		rd "a:b:c\n" : a b c
		rd "a::c\n" : a b c
		rd ":b:\n" : a b c
		rd "a:b:c:d\n" : a b
		rd "a b:c d\n" : a b
		rd " a : b \n" : a b'
	[ "$output" = '0<a><b><c>
0<a><><c>
0<><b><>
0<a><b:c:d>
0<a b><c d>
0< a >< b >' ]
}

@test "IFS white space around another separator belongs to it" {
	run shell -c "$r"'
		rd " a : b : c \n" ": " a b c
		rd "a  :  : b\n" ": " a b c
		rd "a b:c\n" ": " a b c
		rd " : a\n" ": " a b
		rd "a : b : c d : \n" ": " a b
		rd "a b\t c\n" " " a b'
	[ "$output" = "0<a><b><c>
0<a><><b>
0<a><b><c>
0<><a>
0<a><b : c d :>
0<a><b	 c>" ]
}

@test "the rest keeps its separators, even one at its end" {
	differs "dash bash yash ksh mksh" "drop a single one"
	run shell -c "$r"'
		rd "a:\n" : a
		rd "a:b:\n" : a b
		rd "a:b::\n" : a b
		rd ":\n" : a
		rd "a : \n" " :" a
		rd "a:b\n" : a
		rd "a::\n" : a b'
	[ "$output" = '0<a:>
0<a><b:>
0<a><b::>
0<:>
0<a :>
0<a:b>
0<a><:>' ]
}

@test "the rest keeps several separators at its end" {
	differs mksh "drops one"
	run shell -c "$r"'
		rd "a:b:c:\n" : a b
		rd "a:b::\n" : a b
		rd "a::\n" : a
		rd "::\n" : a'
	[ "$output" = '0<a><b:c:>
0<a><b::>
0<a::>
0<::>' ]
}

@test "an empty IFS keeps the whole line in the first variable" {
	run shell -c "$r"'rd "  a b  \n" "" a; rd " a:b \t\n" "" a b c'
	[ "$output" = "0<  a b  >
0< a:b 	><><>" ]
}

@test "an unset IFS splits at blanks" {
	run script <<'EOF'
unset IFS
read a b <<E
  one	two three  
E
echo "<$a><$b>"
EOF
	prints '<one><two three>'
}

@test "IFS given to read alone is used and not kept" {
	run script <<'EOF'
IFS=, read a b <<E
1,2 3
E
v='x,y z'
echo "<$a><$b>"; set -- $v; echo $#
EOF
	prints '<1><2 3>' 2
}

@test "a backslash takes the meaning from the next byte and goes away" {
	run shell -c "$e"'
		rd "a\\\\ b c\n" " " a b
		rd "a\\\\\\\\b\n" " " a
		rd "a\\\\:b:c\n" : a b
		rd "\\\\a\\\\n\n" " " a
		rd "a\\\\\\\\ b\n" " " a b'
	[ "$output" = '0<a b><c>
0<a\b>
0<a:b><c>
0<an>
0<a\><b>' ]
}

@test "an escaped blank is not stripped from either end" {
	differs "dash bash ksh mksh" "strip some of them"
	run shell -c "$e"'
		rd "  \\\\ a  \n" " " a
		rd "a \\\\ \n" " " a
		rd "a b\\\\ \n" " " a b
		rd " \\\\  \n" " " a'
	[ "$output" = '0< a>
0<a  >
0<a><b >
0< >' ]
}

@test "a backslash at the end of a line joins the next one to it" {
	run script <<'EOF'
read a b <<'E'
one\
two th\
ree \
E
echo "$? <$a><$b>"
read a b <<'E'
x\\
y
E
echo "<$a><$b>"
EOF
	prints '1 <onetwo><three>' '<x\><>'
}

@test "read -r leaves every backslash alone" {
	run script <<'EOF'
read -r a b <<'E'
a\ b\\ \
next
E
printf '<%s>\n' "$a" "$b"
EOF
	prints '<a\>' '<b\\ \>'
}

@test "at the end of the file read fails with 1 and empties its variables" {
	run script <<'EOF'
a=old b=old
read a b </dev/null; echo "$? <$a><$b>"
EOF
	prints '1 <><>'
}

@test "a last line without a newline is read, with status 1" {
	run script <<'EOF'
printf 'one two' >in
read a b <in; echo "$? <$a><$b>"
printf 'x\ny' >in
while read line || test -n "$line"; do echo "<$line>"; done <in
EOF
	prints '1 <one><two>' '<x>' '<y>'
}

@test "read takes exactly one line, from files and pipes" {
	printf '1\n2\n3\n4\n' >lines
	run script <<'EOF'
{ read a; read b; cat; } <lines
cat lines | { read a; read b; echo "$a$b"; cat; }
exec 3<lines; read a <&3; (read b <&3); read c <&3; echo "$a$c"
EOF
	prints 3 4 12 3 4 13
}

@test "read in a loop sees every line with its blanks and backslashes" {
	printf '  a  b\n\nc\\d\n\t*\n' >lines
	run script <<'EOF'
while IFS= read -r line; do printf '<%s>\n' "$line"; done <lines
n=0; while read -r x; do n=$((n + 1)); done <lines; echo $n
EOF
	prints '<  a  b>' '<>' '<c\d>' '<	*>' 4
}

@test "read does no expansion on what it reads" {
	run script <<'EOF'
read -r a b <<'E'
$HOME `echo x` * ~ "q" 'q'
E
printf '<%s>\n' "$a" "$b"
EOF
	prints '<$HOME>' "<\`echo x\` * ~ \"q\" 'q'>"
}

@test "read -d takes another delimiter" {
	differs "dash yash" "have no -d"
	run script <<'EOF'
printf 'one two:three\nfour:last' >in
{
	read -d : a b; echo "$? <$a><$b>"
	IFS= read -r -d : c; echo "$? <$c>"
	read -d : d; echo "$? <$d>"
} <in
printf 'a\\\\b,c' | { read -d , x; printf '<%s>\n' "$x"; }
EOF
	prints '0 <one><two>' '0 <three' 'four>' '1 <last>' '<a\b>'
}

@test "read -d with an empty delimiter reads to a null byte" {
	differs "dash yash" "have no -d"
	run script <<'EOF'
printf 'one\ntwo\0three\0' >in
{ IFS= read -r -d '' a; echo "$? <$a>"; IFS= read -r -d '' b; echo "$? <$b>"; } <in
printf 'a b\0' | while IFS= read -r -d '' f; do echo "[$f]"; done
EOF
	prints '0 <one' 'two>' '0 <three>' '[a b]'
}

@test "read -d leaves what follows the delimiter" {
	differs "dash yash ksh" "have no -d, or read ahead"
	run script <<'EOF'
printf 'a,b\nc' | { read -d , x; cat; echo; }
EOF
	prints b c
}

@test "options of read may be grouped and end with --" {
	differs "dash yash" "have no -d"
	run script <<'EOF'
printf 'a\\b:c' | { read -rd: x; printf '<%s>\n' "$x"; }
printf 'a\n' | { read -- x; echo "<$x>"; }
EOF
	prints '<a\b>' '<a>'
}

@test "read of something that is no name fails and the shell goes on" {
	run script <<'EOF'
read 1x </dev/null; echo $(($? > 0))
read a-b </dev/null; echo $(($? > 0))
EOF
	exits 0 1 1
}

@test "read in a subshell leaves the outer variables alone" {
	run script <<'EOF'
x=outer; (read x) <<E
inner
E
echo $x
EOF
	prints outer
}

@test "very long lines and many fields are read" {
	run script <<'EOF'
printf '%0100000d end\n' 0 | { read a b; echo "${#a} $b"; }
i=0; while test $i -lt 2000; do echo $i; i=$((i + 1)); done | tr '\n' ' ' >in; echo >>in
read first second rest <in; set -- $rest; echo "$first $second $# ${rest##* }"
EOF
	prints '100000 end' '0 1 1998 1999'
}

@test "bytes that are no characters pass through read" {
	differs yash "decodes its input as ASCII"
	run script <<'EOF'
printf 'a\377 \200b\n' | { read x y; printf '%s|%s' "$x" "$y" | od -An -tx1 | tr -d ' \n'; echo; }
EOF
	prints 61ff7c8062
}

@test "read takes one line of whatever standard input is by now" {
	printf '1\n2\n3\n' >file
	mkfifo fifo
	run script <<'END'
{
	read a
	read b <<E
here
E
	{ printf 'p\nq\n' >fifo & } 2>/dev/null
	{ read c; cat; } <fifo
	read d
	echo "$a $b $c $d"
} <file
printf 'x\ny\n' | { read a; (read b <file; read c <&0; echo "$a $b $c"); }
exec 3<&0 <file; read a; read b; cat; exec 0<&3 3<&-; echo "$a $b"
{ read a; exec <&-; read b || echo "$a closed"; } <file 2>/dev/null
END
	prints q '1 here p 2' 'x 1 y' 3 '1 2' '1 closed'
}

@test "of several readers of one pipe none sees its end while there is a writer" {
	run shell -c 'mkfifo q && exec 3<>q && echo >&3 && echo 0 >count || exit
		add() { read -r token && read -r n <count && echo $((n + 1)) >count; echo >&3; }
		for job in 1 2 3 4; do
			(i=0; while [ $i -lt 200 ]; do i=$((i + 1)); add <&3; done) &
		done
		wait; cat count'
	[ "$output" = 800 ]
}
