# Here-documents (XCU 2.7.4).  The scripts here are not indented by tabs, which <<- would remove.

load common

@test "a here-document expands parameters, substitutions and arithmetic, and keeps quotes" {
	run script one <<'EOF'
x='a  *' e=
cat <<E
$x ${x#a} "$x" '$x' $1$e $(echo 'b  c') `echo "d  e"` $((1+2)) ~ * # ; & | < >
E
EOF
	prints "a  *   * \"a  *\" 'a  *' one b  c d  e 3 ~ * # ; & | < >"
}

@test "in a here-document a backslash is special only before \$ \` backslash and newline" {
	run script <<'EOF'
x=v
cat <<E
\$x \`x\` \\ \\\\ \" \' \a \* \z \\$x a\
b c\\
d
E
EOF
	prints '$x `x` \ \\ \" \'"'"' \a \* \z \v ab c\' d
}

@test "any quoting of the delimiter keeps the here-document as it is" {
	run script <<'EOF'
cat <<'E'
$x `x` \$ \\ a\
b
E
cat <<"E"
$x "'
E
cat <<\E
\E
E
cat <<E"N"D
$((1))
END
cat <<'a b'
\
a b
EOF
	prints '$x `x` \$ \\ a\' b '$x "'"'" '\E' '$((1))' '\'
}

@test "a quoted null delimiter ends the here-document at the first empty line" {
	differs ksh "takes the delimiter for a file name"
	run script <<'EOF'
cat <<''
${x}
 

echo end
EOF
	prints '${x}' ' ' end
}

@test "<<- removes leading tabs, those of the delimiter too" {
	printf 'cat <<-E\n\ta\n\t\tb\tc\n \td\n\t\\\te\n\tE\ncat <<-\\F\n\t\tg\\\n\th\n\t\tF\necho end\n' >f
	run shell f
	[ "$output" = $'a\nb\tc\n \td\n\\\te\ng\\\nh\nend' ]
}

@test "<<- leaves tabs that come from expansions" {
	printf 'x="\ta"\ncat <<-E\n\t$x\n\t$(echo "\tb")\n\tE\n' >f
	run shell f
	[ "$output" = $'\ta\n\tb' ]
}

@test "the delimiter must be the whole line" {
	run script <<'EOF'
cat <<E
 E
E 
EE
xE
\E
E
echo end
EOF
	prints ' E' 'E ' EE xE '\E' end
}

@test "several here-documents on a line follow one another" {
	run script <<'EOF'
cat <<A; cat <<B; echo x
a
A
b
B
cat <<A <<B
lost
A
used
B
{ cat; cat <&3; } <<A 3<<'B' 4<<C
zero $x
A
three $x
B
four
C
cat <<A | { cat; cat <<B; } | cat - && cat <<C
1
A
2
B
3
C
EOF
	prints a b x used 'zero ' 'three $x' 1 2 3
}

@test "the rest of the line and the next lines go on after a here-document" {
	run script <<'EOF'
cat <<E |
a
E
sed s/a/b/
cat <<E && # comment
c
E
echo d
if cat <<E; then
e
E
	echo f; fi <<E
E
cat <<E # another comment
g
E
false || cat <<E; echo h
i
E
EOF
	prints b c d e f g i h
}

@test "here-documents on compound commands and functions" {
	run script <<'EOF'
while read x; do echo "<$x>"; done <<E
a
b $((1+1))
E
{ read x; read y; echo $y$x; } <<E
1
2
E
f() { cat; } <<E
call $n
E
n=1; f; n=2; f
case a in a) cat;; esac <<E
c
E
(cat) <<E
s
E
for i in 1 2; do cat <<E; done
loop $i
E
EOF
	prints '<a>' '<b 2>' 21 'call 1' 'call 2' c s 'loop 1' 'loop 2'
}

@test "here-documents nest in substitutions and in each other" {
	run script <<'EOF'
x=$(cat <<E
in $(cat <<F
deep
F
) out
E
)
echo "$x"
cat <<E
a $(cat <<F
b
F
echo c) `cat <<G
d
G
`
E
echo "$(cat <<'E'
it's ) " ` $(
E
) end"
EOF
	prints 'in deep out' $'a b\nc d' "it's ) \" \` \$( end"
}

@test "a loop over a here-document may have others inside" {
	run script <<'EOF'
while read a; do
	read b <<F
<$a>
F
	cat <<-F
		$a $b
		F
done <<E
1
2
E
EOF
	prints '1 <1>' '2 <2>'
}

@test "a here-document that is not used is not expanded" {
	run script <<'EOF'
false && cat <<E
$(echo x >f)
E
if false; then cat <<E
${x=1} $((y=2))
E
fi
f() { cat <<E
${z=$(echo z)}
E
}
echo ${x-no} ${y-no} ${z-no}
[ -e f ] || echo none
f
EOF
	prints 'no no no' none z
}

@test "a line that continues another cannot end the here-document" {
	run script <<'EOF'
cat <<E
a\
E
b \
	c
E
cat <<'E'
d\
E
EOF
	prints aE $'b \tc' 'd\'
}

@test "quotes in a \${x-word} of a here-document are ordinary unless they are double" {
	differs "ksh yash" "a single quote in \${x-word} opens a quotation"
	run script <<'EOF'
cat <<E
${u-'a'} ${u-it's} ${u-a\}b} ${u-\$x} ${u-x   y} ${u+z}
E
EOF
	prints "'a' it's a}b \$x x   y "
}

@test "trimming in a here-document has quotes of its own" {
	run script <<'EOF'
x='a*b' y='/p/q'
cat <<E
${x#'a*'} ${x%"*b"} ${x#a\*} ${y##*/} ${y%"${y#?}"}
E
EOF
	prints 'b a b q /'
}

@test "the end of the command string ends a here-document" {
	run shell -c 'cat <<E
a
E'
	[ "$status" -eq 0 ]
	[ "$output" = a ]
}

@test "an empty here-document is an empty file" {
	run script <<'EOF'
cat <<E
E
read x <<E; echo $? "<$x>"
E
cat <<'E' - </dev/null
E
wc -c <<E | tr -d ' '

E
EOF
	prints '1 <>' 1
}

@test "a large here-document neither blocks nor loses anything" {
	line='a line of thirty-two characters.'
	{
		echo ': <<E; wc -c <<E | tr -d " "; sed 1q <<\E'
		for ((k = 0; k < 3; k++)); do
			for ((i = 0; i < 4000; i++)); do echo "$line"; done
			echo E
		done
		echo 'x=1; echo end'
	} >f
	run shell f
	[ "$status" -eq 0 ]
	[ "${lines[*]}" = "132000 $line end" ]
}

@test "a large expansion in a here-document neither blocks nor loses anything" {
	run script <<'EOF'
x=0123456789abcdef
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do x=$x$x; done
wc -c <<E | tr -d ' '
$x$x
E
: <<E
$x
E
echo end
EOF
	prints 524289 end
}

@test "here-document lines are read as they are, whatever they contain" {
	run script <<'EOF'
cat <<'E'
if then ( { case " ' ` $(
#comment
<<F
E
cat <<E
if then ( { case " ' \` \$(
#comment
<<F
E
EOF
	prints "if then ( { case \" ' \` \$(" '#comment' '<<F' "if then ( { case \" ' \` \$(" \
		'#comment' '<<F'
}

@test "a here-document in a function keeps its text until the function runs" {
	run script <<'EOF'
f() {
	cat <<-A; cat <<-'B'
	$1 `echo $#` \$x
	A
	$1 \$x
	B
}
f a b
g() { f "$@" | cat; }
g c
eval 'cat <<E
eval $x
E'
x=y
eval "cat <<E
eval $x \$x
E"
EOF
	prints 'a 2 $x' '$1 \$x' 'c 1 $x' '$1 \$x' 'eval ' 'eval y y'
}

@test "commands in a here-document's substitutions do not read the here-document" {
	run script <<'EOF'
echo outer >in
{ cat <<E
$(cat)
E
} <in
cat <<E
$(false; echo $?) $(exit 3)
E
echo $?
EOF
	prints outer '1 ' 0
}
