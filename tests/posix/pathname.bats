# Pathname expansion (XCU 2.6.6, 2.14.3).

load common

@test "matches are sorted, fields of their own and never split" {
	touch -- b a C 'd e' 10 9 -x
	run script <<-'EOF'
		args *
		IFS=e; args ? d*
	EOF
	prints '7<-x><10><9><C><a><b><d e>' '5<9><C><a><b><d e>'
}

@test "a pattern that matches nothing stays, without its quotes" {
	run script <<-'EOF'
		args * x* '?'? "a b"* a\*b? [a-z]x nodir/* */f [
		x='no* "q"?'; args $x
	EOF
	prints '9<*><x*><??><a b*><a*b?><[a-z]x><nodir/*><*/f><[>' '2<no*><"q"?>'
}

@test "a leading period is matched by a period only" {
	mkdir d
	touch .h d/.i d/j ..k
	run script <<-'EOF'
		args * ?h [.]h [!a]h d/* d/?i d/.i* .[!.]* */.i ..?*
	EOF
	[[ ${lines[0]} == *'<d><?h><'*'<[!a]h><d/j><d/?i><d/.i><.h><d/.i><..k>' ]]
}

@test "a slash is matched only by a slash" {
	mkdir -p a/b c
	touch a/b/f a/g c/f 'a[b'
	run script <<-'EOF'
		args a*f */f */*/f a?b a[/]b *b/f c/[!x] a/b/? a/*/
	EOF
	prints '9<a*f><c/f><a/b/f><a[b><a[/]b><*b/f><c/f><a/b/f><a/b/>'
}

@test "a bracket that a slash interrupts is literal" {
	mkdir -p 'x[a' xa
	touch 'x[a/b]y' xa/y xa/by
	run script <<-'EOF'
		args x[a/b]* x*/[b]y
	EOF
	prints '2<x[a/b]y><xa/by>'
}

@test "the parts of a pathname without pattern characters stay as they were written" {
	mkdir -p a/b
	touch a/b/f
	run script <<-'EOF'
		args ./*/b/f */b/ */ ././a*/ a/./b/f* a/b/../b/f?
		args "$PWD"/a/b/* | sed "s:$PWD::"
	EOF
	prints '6<./a/b/f><a/b/><a/><././a/><a/./b/f><a/b/../b/f?>' '1</a/b/f>'
}

@test "quoted pattern characters are literal, the others of the word match" {
	touch 'a*b' aXb 'a?b' 'a[b' 'a]b'
	run script <<-'EOF'
		args a*b
		args 'a*b' a\*b "a*"? 'a'*'b' a\?b a"["b a[\]]b a['*?']b a"?"* \a*'X'b
	EOF
	prints '5<a*b><a?b><aXb><a[b><a]b>' "15<a*b><a*b><a*b><a*b><a?b><aXb><a[b><a]b>$(
		)<a?b><a[b><a]b><a*b><a?b><a?b><aXb>"
}

@test "results of expansions are matched where they are unquoted" {
	touch f1 f2
	run script 'f*' <<-'EOF'
		x='f*' d=$PWD
		args $x "$x" ${u-f?} ${u-"f?"} $(echo 'f[12]') "$1" $1
		args "$d"/f* | sed "s:$d/::g"
		set -- f*; echo $#
		for i in $x; do echo $i; done
	EOF
	prints '11<f1><f2><f*><f1><f2><f?><f1><f2><f*><f1><f2>' '2<f1><f2>' 2 f1 f2
}

@test "assignments, redirections, case words and here-documents do not match files" {
	touch f1
	run script <<-'EOF'
		x=f*; args "$x"
		echo text >f*; cat 'f*'
		y='f?'; echo more >$y; cat 'f?'
		case f* in 'f*') echo literal;; esac
		cat <<E
		f*
		E
		export z=f*; args "$z"
	EOF
	prints '1<f*>' text more literal 'f*' '1<f*>'
}

@test "set -f turns matching off and set +f on again" {
	touch f1
	run script <<-'EOF'
		x='f*'
		set -f; args f* $x [f]1
		(set +f; args f*)
		set +f; args f* $x
	EOF
	prints '3<f*><f*><[f]1>' '1<f1>' '2<f1><f1>'
}

@test "a backslash in a value quotes the next character when the value matches files" {
	differs "ksh mksh" "a backslash in a value is literal"
	touch 'a*b1' axb1
	run script <<-'EOF'
		x='a\*b?' y='\a*1'
		args $x $y
	EOF
	prints '3<a*b1><a*b1><axb1>'
}

@test "a value with a backslash but no pattern character is left alone" {
	touch 'a*b' ab
	run script <<-'EOF'
		x='a\*b' y='a\b' z='\ab'
		args $x $y $z
	EOF
	prints '3<a\*b><a\b><\ab>'
}

@test "names with blanks, newlines and pattern characters come out whole" {
	touch 'a b' $'c\nd' '*' '$x' '`y`'
	run script <<-'EOF'
		set -- *
		echo $#
		for i in *; do [ -e "$i" ] || echo missing "$i"; done
		rm -- *
		args *
	EOF
	prints 5 '1<*>'
}

@test "a dangling symbolic link is matched as a last component" {
	ln -s nowhere link
	run script <<-'EOF'
		args l* l*/x
	EOF
	prints '2<link><l*/x>'
}

@test "brackets match files: ranges, classes, complements" {
	touch a1 b2 cX d_ 'e-' Z9
	run script <<-'EOF'
		args [a-c]* [!a-d]? ?[[:digit:]] ?[![:alnum:]] [[:upper:]]* ?[_-] [Zb][0-9]
	EOF
	prints '15<a1><b2><cX><Z9><e-><Z9><a1><b2><d_><e-><Z9><d_><e-><Z9><b2>'
}

@test "a directory may be given by a pattern, a quoted variable or both" {
	mkdir -p '[x]' x 'a b'
	touch '[x]/f1' x/f2 'a b/f3'
	run script <<-'EOF'
		d='[x]'
		args "$d"/* $d/* 'a b'/f* a*/f?
	EOF
	prints '4<[x]/f1><x/f2><a b/f3><a b/f3>'
}

@test "patterns in several components walk the tree" {
	mkdir -p p/a/x p/b/x p/b/y p/.c/x
	touch p/a/x/1 p/b/x/2 p/b/y/3 p/.c/x/4 p/a/file
	run script <<-'EOF'
		args p/*/x/* p/[ab]/?/3 */*/*/[!1] */.c/x/*
	EOF
	prints '6<p/a/x/1><p/b/x/2><p/b/y/3><p/b/x/2><p/b/y/3><p/.c/x/4>'
}

@test "many files are all matched, in order" {
	run script <<-'EOF'
		i=1000
		while [ $i -lt 2000 ]; do : >n$i; i=$((i+1)); done
		set -- n*
		echo $# $1 ${500} ${1000}
		set -- n*5; echo $#
	EOF
	prints '1000 n1000 n1499 n1999' 100
}
