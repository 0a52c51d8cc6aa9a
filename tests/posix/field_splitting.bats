# Field splitting (XCU 2.6.5).

load common

@test "with the default IFS runs of blanks and newlines separate fields" {
	run script <<-'EOF'
		x=$(printf '  a \t b\n\n  c\t')
		args $x
		y=' 	 '
		args $y $u "$y" .
	EOF
	prints '3<a><b><c>' '2< 	 ><.>'
}

@test "a character of IFS that is no blank ends a field, even an empty one" {
	run script <<-'EOF'
		IFS=:
		for x in a:b a:b: :a a::b : :: ::: 'a: b :' ''; do args $x; done
	EOF
	prints '2<a><b>' '2<a><b>' '2<><a>' '3<a><><b>' '1<>' '2<><>' '3<><><>' '2<a>< b >' 0
}

@test "blanks around another character of IFS belong to it" {
	run script <<-'EOF'
		IFS=' :'
		for x in 'a : b' ' a: b ' 'a :: b' 'a : : b' ' :a' ': a' 'a :' 'a : ' ' : ' ' ' 'a b:c  d'; do
			args $x
		done
	EOF
	prints '2<a><b>' '2<a><b>' '3<a><><b>' '3<a><><b>' '2<><a>' '2<><a>' '1<a>' '1<a>' '1<>' 0 \
		'4<a><b><c><d>'
}

@test "only the blanks that IFS contains are blanks" {
	run script <<-'EOF'
		x=' a , b '
		IFS=,; args $x
		IFS=', '; args $x
		y=$(printf 'a\tb c\nd.'); y=${y%.}
		IFS=' '; args $y
		IFS='	'; args $y
		IFS='
		'; args $y
	EOF
	prints '2< a >< b >' '2<a><b>' $'2<a\tb><c' 'd>' '2<a><b c' 'd>' $'2<a\tb c><d>'
}

@test "with IFS unset fields are split as by default, and it stays unset" {
	run script <<-'EOF'
		x=$(printf ' a\tb\nc ')
		IFS=a
		unset IFS
		args $x
		echo ${IFS-unset}
	EOF
	prints '3<a><b><c>' unset
}

@test "with a null IFS nothing is split and empty fields vanish" {
	run script <<-'EOF'
		x=' a b ' e=
		IFS=
		args $x $e $(echo 'c d') $e"" x$e $(:)
	EOF
	prints '4< a b ><c d><><x>'
}

@test "text beside an expansion joins the first and last field" {
	run script <<-'EOF'
		x=' a b ' y='a b' z=' ' e=
		args -$x- -$y- -$z- $e-$e "-"$x"-" $y$y
		IFS=:
		x=:a: y=:
		args -$x- -$y- $y- -$y $y$y $x$x
	EOF
	prints '16<-><a><b><-><-a><b-><-><-><-><-><a><b><-><a><ba><b>' \
		'14<-><a><-><-><-><><-><-><><><><a><><a>'
}

@test "neighbouring expansions are split as one text" {
	run script <<-'EOF'
		a='x ' b=' y' c=x d=y
		args $a$b $c$d $a$d $c$b
		IFS=:
		a='x:' b=':y'
		args $a$b $a$c $d$b
	EOF
	prints '7<x><y><xy><x><y><x><y>' '7<x><><y><x><x><y><y>'
}

@test "blanks of one expansion and a separator of the next are one separator" {
	differs "dash ksh mksh" "splits each expansion by itself"
	run script <<-'EOF'
		IFS=' :'
		a='x ' b=':y' c='x:' d=' y'
		args $a$b $c$d
	EOF
	prints '4<x><y><x><y>'
}

@test "a quoted null beside a separator makes a field of its own" {
	run script <<-'EOF'
		IFS=' :'
		x='a ' y='a:' z=' a'
		args $x"" $y'' ""$z $y$u""
		e=; args $e"$e" $e$e
	EOF
	prints '8<a><><a><><><a><a><>' '1<>'
}

@test "only results of unquoted expansions are split" {
	run script <<-'EOF'
		IFS=b
		x=abc
		args abc $x "$x" a"$x"b ${u-abc} ${u-"abc"} $(echo abc) "$(echo abc)" a\bc
		y=$x; args "$y"
		case $x in abc) echo whole;; esac
		echo text >$x; cat abc
	EOF
	prints '12<abc><a><c><abc><aabcb><a><c><abc><a><c><abc><abc>' '1<abc>' whole text
}

@test "every field of a split result counts: command name, for list, set" {
	run script <<-'EOF'
		c='args a  b'
		$c c
		l=' x y
		z '
		for i in $l; do echo "<$i>"; done
		set -- $l; echo $#
	EOF
	prints '3<a><b><c>' '<x>' '<y>' '<z>' 3
}

@test "a change of IFS counts from the next expansion on" {
	run script <<-'EOF'
		x=a:b
		args $x; IFS=:; args $x
		f() { IFS=; args $x; }
		f; args $x
		IFS=$(echo :); args $x
		IFS=. args $x
		unset IFS; args $x
	EOF
	prints '1<a:b>' '2<a><b>' '1<a:b>' '1<a:b>' '2<a><b>' '2<a><b>' '1<a:b>'
}

@test "an IFS of characters that mean something elsewhere is literal" {
	run script <<-'EOF'
		x='a*b\c$d-e]f!g^h.i'
		IFS='\'; args $x
		IFS='*-]'; args $x
		IFS='!^$.'; args $x
		IFS=a-z; set -f; args $x
	EOF
	prints '2<a*b><c$d-e]f!g^h.i>' '4<a><b\c$d><e><f!g^h.i>' '5<a*b\c><d-e]f><g><h><i>' \
		'3<><*b\c$d><e]f!g^h.i>'
}

@test "letters and digits in IFS split numbers and words" {
	run script a1b 22 <<-'EOF'
		IFS=12
		args $1 $2 $# $((31314)) ${#IFS}
	EOF
	prints '9<a><b><><><><3><3><4><>'
}

@test "bytes that are not in IFS pass unchanged" {
	differs yash "a value ends where it is no text of the locale"
	run script <<-'EOF'
		x=$(printf 'a\377 \200b\001 ')
		set -- $x
		printf '%s|' "$#" "$@" | od -An -v -tx1
	EOF
	prints ' 32 7c 61 ff 7c 80 62 01 7c'
}

@test "a character of several bytes in IFS separates as a whole" {
	differs "dash mksh" "splits at single bytes"
	export LC_ALL=C.UTF-8
	run script <<-'EOF'
		IFS=é
		x=aébéécàd
		args $x
		set -- x y; args "$*"
	EOF
	prints '4<a><b><><càd>' '1<xéy>'
}

@test "a very long value is split completely" {
	run script <<-'EOF'
		x='ab cd '
		for i in 1 2 3 4 5 6 7 8 9 10 11 12; do x=$x$x; done
		set -- $x
		echo $# "$1" "${8192}"
	EOF
	prints '8192 ab cd'
}
