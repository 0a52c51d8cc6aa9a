# Pattern matching in case and in the trimming expansions (XCU 2.14, XBD 9.3.5).

load common

# A function for scripts: which of the patterns, given as words of case, match the text.
matches='m() { text=$1; shift; for p do eval "case \$text in $p) printf \"%s \" \"\$p\";; esac"; done; echo; }
'

@test "* matches any string, ? any character, both also a slash, a period and a newline" {
	run script <<-EOF
		$matches
		m abc '*' '?' '???' 'a*' '*c' 'a?c' 'a*c' '*b*' '*a*b*c*' 'a*b?' '????' '*d'
		m '' '*' '?' '""' '**'
		m .a/b '*' '?a?b' '*/*' '.*' '[!x]*'
		m 'a
		b' '*' 'a?b' 'a*b'
	EOF
	prints '* ??? a* *c a?c a*c *b* *a*b*c* a*b? ' '* "" ** ' '* ?a?b */* .* [!x]* ' '* a?b a*b '
}

@test "a bracket expression matches one of its members, with ! any other character" {
	run script <<-EOF
		$matches
		m b '[abc]' '[a-c]' '[!a]' '[!abc]' '[!a-c]' '[c-e]' '[xyzb]' '[a-ac-e]' '[!!]' '[abc][abc]'
		m ! '[!!]' '[a!]' '[!a]' '[a!b]'
		m 5x '[0-9]x' '[0-9][a-z]' '[!0-9]*' '?[!a-w]'
		m '' '[a]' '[!a]' '""'
	EOF
	prints '[abc] [a-c] [!a] [xyzb] [!!] ' '[a!] [!a] [a!b] ' '[0-9]x [0-9][a-z] ?[!a-w] ' '"" '
}

@test "] first and - first or last in a bracket are members" {
	run script <<-EOF
		$matches
		m ']' '[]a]' '[!]a]' '[a]]' '[!a]' '[]-]'
		m - '[-a]' '[a-]' '[!-a]' '[!a-]' '[a-z]' '[]-]' '[%--]' '[--/]' '[a-c-]'
		m 'a]' '[a]]' '[]a]]' '?]'
		m . '[--/]' '[%--]' '[+--]'
	EOF
	prints '[]a] [!a] []-] ' '[-a] [a-] []-] [%--] [--/] [a-c-] ' '[a]] []a]] ?] ' '[--/] '
}

@test "* ? [ and other special characters are ordinary in a bracket" {
	run script <<-EOF
		$matches
		m '*' '[*]' '[?]' '[a*]'
		m '?' '[?]' '[*]'
		m '[' '[[]' '[a[]' '[[a]'
		m '\$' '[\$]' '[a"\$"]'
		m / '[/]' '[!a]' '[.-0]'
		m . '[.]' '[!a]' '[a.]'
	EOF
	prints '[*] [a*] ' '[?] ' '[[] [a[] [[a] ' '[$] [a"$"] ' '[/] [!a] [.-0] ' '[.] [!a] [a.] '
}

@test "quoting inside a bracket makes ! - ] and backslash plain members" {
	differs ksh "!\"\\\$ keeps its backslash"
	run script <<-'EOF'
		for c in ! '$' - '\' a b c ']'; do
			case $c in [a\-c]) printf '%s1 ' "$c";; esac
			case $c in [\!a]) printf '%s2 ' "$c";; esac
			case $c in ["!\$a-c"]) printf '%s3 ' "$c";; esac
			case $c in [!"\$a-c"]) printf '%s4 ' "$c";; esac
			case $c in [!\]\\]) printf '%s5 ' "$c";; esac
			case $c in ['a-c']) printf '%s6 ' "$c";; esac
			case $c in [a"]"c]) printf '%s7 ' "$c";; esac
		done
		echo
	EOF
	prints '!2 !3 !4 !5 $3 $5 -1 -3 -5 -6 \4 a1 a2 a3 a5 a6 a7 b4 b5 c1 c3 c5 c6 c7 ]4 ]7 '
}

@test "a [ that starts no bracket expression is itself" {
	differs ksh "a pattern with it matches itself only"
	run script <<-EOF
		$matches
		m '[' '[' '[a' '[]' '[!]'
		m '[a' '[a' '[*' '?a' '[!a'
		m '[]' '[]' '[' '[*'
		m '[!]' '[!]' '[!]*'
		m 'x[y' 'x[y' '*[*' 'x[*'
	EOF
	prints '[ ' '[a [* ?a ' '[] [* ' '[!] [!]* ' 'x[y *[* x[* '
}

@test "each character class has its members in the C locale" {
	run script "$(printf '\\%03o' {1..127})" <<-'EOF'
		s=$(printf "$1.")
		while [ "$s" != . ]; do
			c=${s%"${s#?}"} s=${s#?}
			case $c in [[:alnum:]]) alnum=$((alnum+1));; esac
			case $c in [[:alpha:]]) alpha=$((alpha+1));; esac
			case $c in [[:blank:]]) blank=$((blank+1));; esac
			case $c in [[:cntrl:]]) cntrl=$((cntrl+1));; esac
			case $c in [[:digit:]]) digit=$((digit+1));; esac
			case $c in [[:graph:]]) graph=$((graph+1));; esac
			case $c in [[:lower:]]) lower=$((lower+1));; esac
			case $c in [[:print:]]) print=$((print+1));; esac
			case $c in [[:punct:]]) punct=$((punct+1));; esac
			case $c in [[:space:]]) space=$((space+1));; esac
			case $c in [[:upper:]]) upper=$((upper+1));; esac
			case $c in [[:xdigit:]]) xdigit=$((xdigit+1));; esac
		done
		echo $alnum $alpha $blank $cntrl $digit $graph $lower $print $punct $space $upper $xdigit
	EOF
	prints '62 52 2 32 10 94 26 95 32 6 26 22'
}

@test "classes mix with other members and with !" {
	run script <<-EOF
		$matches
		m 5 '[[:digit:]]' '[![:digit:]]' '[a[:digit:]b]' '[[:alpha:][:digit:]]' '[[:alpha:]-]' '[!a[:space:]]'
		m - '[[:digit:]-]' '[-[:digit:]]' '[![:alnum:]]' '[[:punct:]]'
		m ':' '[[:digit:]:]' '[:a]' '[a:]'
		m 'a5 ' '[[:alpha:]][[:digit:]][[:space:]]' '*[[:blank:]]' '[[:upper:]]*'
	EOF
	prints '[[:digit:]] [a[:digit:]b] [[:alpha:][:digit:]] [!a[:space:]] ' \
		'[[:digit:]-] [-[:digit:]] [![:alnum:]] [[:punct:]] ' '[[:digit:]:] [:a] [a:] ' \
		'[[:alpha:]][[:digit:]][[:space:]] *[[:blank:]] '
}

@test "equivalence classes and collating symbols stand for their character" {
	differs dash "has neither"
	run script <<-EOF
		$matches
		m a '[[=a=]]' '[[.a.]]' '[![=a=]]' '[[=b=]a]' '[[.a.]-[.c.]]'
		m - '[[.-.]]' '[a[.-.]z]' '[[=-=]]' '[][.-.]-0]'
		m ']' '[[.].]]' '[][.-.]-0]' '[a[=]=]b]'
		m / '[][.-.]-0]' '[[.-.]-0]'
	EOF
	prints '[[=a=]] [[.a.]] [[=b=]a] [[.a.]-[.c.]] ' '[[.-.]] [a[.-.]z] [[=-=]] [][.-.]-0] ' \
		'[[.].]] [][.-.]-0] [a[=]=]b] ' '[][.-.]-0] [[.-.]-0] '
}

@test "quoted pattern characters match only themselves" {
	run script <<-'EOF'
		for t in 'a*b' axb '*' x; do
			case $t in 'a*b') echo "1 $t";; esac
			case $t in a\*b) echo "2 $t";; esac
			case $t in "a*"?) echo "3 $t";; esac
			case $t in a"*"*) echo "4 $t";; esac
			case $t in \*) echo "5 $t";; esac
			case $t in '['*']') echo "wrong $t";; esac
		done
	EOF
	prints '1 a*b' '2 a*b' '3 a*b' '4 a*b' '5 *'
}

@test "an unquoted expansion in a pattern is a pattern, a quoted one is text" {
	run script <<-'EOF'
		p='a*' q='[xy]' e=
		case abc in "$p") echo wrong;; $p) echo 1;; esac
		case 'a*' in "$p") echo 2;; esac
		case ax in a$q) echo 3;; esac
		case 'a[xy]' in a"$q") echo 4;; esac
		case abc in $p"c") echo 5;; esac
		case '' in $e) echo 6;; esac
		case x in $(echo '[x-z]')) echo 7;; esac
		case xay in *"$u"${u-a}*) echo 8;; esac
		case '$p' in "$p") ;; '$p') echo 9;; esac
	EOF
	prints 1 2 3 4 5 6 7 8 9
}

@test "an expansion makes no alternatives, quotes or end of a pattern list" {
	differs ksh "a | in a value separates patterns"
	run script <<-'EOF'
		p='a|b' q="'c'" r='d)'
		case a in $p) echo wrong;; esac
		case 'a|b' in $p) echo 1;; esac
		case c in $q) echo wrong;; esac
		case "'c'" in $q) echo 2;; esac
		case 'd)' in $r) echo 3;; esac
	EOF
	prints 1 2 3
}

@test "a backslash from an expansion quotes the next character of a pattern" {
	differs "ksh mksh" "a backslash in a value is literal"
	run script <<-'EOF'
		p='\*' q='a\b' r='\\' s='\[x]'
		case '*' in $p) echo 1;; esac
		case x in $p) echo wrong;; esac
		case ab in $q) echo 2;; esac
		case '\' in $r) echo 3;; esac
		case '[x]' in $s) echo 4;; esac
		case '\*' in "$p") echo 5;; esac
		x='a*'; echo "${x%$p}"
	EOF
	prints 1 2 3 4 5 a
}

@test "# and % trim the shortest match, ## and %% the longest" {
	run script <<-'EOF'
		x=a.b.c.d
		args ${x#*.} ${x##*.} ${x%.*} ${x%%.*} ${x#?} ${x%?} ${x#??} ${x##*} ${x%%*} ${x#*} ${x%*}
		y=/usr/local/bin/
		args ${y%/} ${y%%/*}. ${y##*/}. ${y#/*/} ${y%/*/} ${y##/} ${y#[!/]} ${y%[/]}
	EOF
	prints '9<b.c.d><d><a.b.c><a><.b.c.d><a.b.c.><b.c.d><a.b.c.d><a.b.c.d>' \
		"8</usr/local/bin><.><.><local/bin/></usr/local><usr/local/bin/></usr/local/bin/></usr/local/bin>"
}

@test "a pattern that does not match trims nothing" {
	run script <<-'EOF'
		x=abc e=
		args "${x#b}" "${x%b}" "${x##b*d}" "${x%%a}" "${x#abcd}" "${x#}" "${x%%}" "${x#'*'}" "${e#a}" "${e%%*}" "${u#*}"
		args "${x#abc}" "${x%%abc}" "${x##a*c}" "${x%a*}"
	EOF
	prints '11<abc><abc><abc><abc><abc><abc><abc><abc><><><>' '4<><><><>'
}

@test "trimming patterns may be quoted, expanded and nested" {
	run script <<-'EOF'
		x='*a*b' p='*a' s='a/b/c  '
		args "${x#"$p"}" "${x#$p}" "${x##$p}" "${x%"${x#?}"}" "${x#'*'}" "${x#\*}" "${x##*'*'}" "${x%"*"?}"
		args "${s%"${s##*[![:space:]]}"}" "${s%"${s#*/}"}" "${s%%"${s#?}"}" "${s#"${s%/*}"}" "${s##*"/"}"
		args "${x%$(echo '*b')}" ${x%%`echo '[*]*'`}. "${x#${u-"*"}}"
	EOF
	prints '8<*b><*b><*b><*><a*b><a*b><b><*a>' '5<a/b/c><a/><a></c  ><c  >' '3<*a*><.><a*b>'
}

@test "trimming works on positional and special parameters" {
	run script -x=1 file.c.o <<-'EOF'
		args "${1#-}" "${1%%=*}" "${1#*=}" "${2%.*}" "${2##*.}" "${#1}" "${0##*/}" "${?#0}"
		set -- 1 2 3 4 5 6 7 8 9 ten.x
		args "${10%.*}" "${10#*.}"
	EOF
	[[ ${lines[0]} == '8<x=1><-x><1><file.c><o><4><script.'*'><>' ]]
	[ "${lines[1]}" = '2<ten><x>' ]
}

@test "the result of trimming is split and matched only when unquoted" {
	run script <<-'EOF'
		: >file
		x='a b c' y='xfi*'
		args ${x%c} "${x%c}" ${x#a} ${y#x} "${y#x}"
		z=${x# }${y#x}; args "$z"
	EOF
	prints '7<a><b><a b ><b><c><file><fi*>' '1<a b cfi*>'
}

@test "case takes the first pattern that matches, out of several for one list" {
	run script <<-'EOF'
		for x in apple banana cherry '' 7 date; do
			case $x in
			a* | *y) echo "1 $x" ;;
			b*|'') echo "2 $x";;
			[0-9]) echo "3 $x";;
			*a) echo wrong;;
			*) echo "4 $x"
			esac
		done
	EOF
	prints '1 apple' '2 banana' '1 cherry' '2 ' '3 7' '4 date'
}

@test "a text with many stars in its pattern is matched quickly and rightly" {
	run script <<-'EOF'
		x=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab
		case $x in *a*a*a*b) echo 1;; esac
		case $x in a*a*a*a*c) echo wrong;; *) echo 2;; esac
		case $x in *ab*b*) echo wrong;; *aab) echo 3;; esac
		case abcabcabd in *abc*abd) echo 4;; esac
		case mississippi in *issip*ss*) echo wrong;; *iss*ip*) echo 5;; esac
		case abab in *a?b) echo wrong;; *b?b) echo 6;; esac
	EOF
	prints 1 2 3 4 5 6
}

@test "? and brackets match a character of several bytes as one" {
	differs "dash mksh" "matches bytes"
	export LC_ALL=C.UTF-8
	run script <<-'EOF'
		x=éa€
		case $x in ???) echo 1;; esac
		case é in [aé]) echo 2;; esac
		case é in [!e]) echo 3;; esac
		case €x in [a€]?) echo 4;; esac
		echo "${x#?}" "${x%?}" "${x#[é]}" "${x%%[!a]}"
		case é in [[:alpha:]]) echo 5;; esac
	EOF
	prints 1 2 3 4 'a€ éa a€ éa' 5
}

@test "in the C locale a pattern sees every byte as a character" {
	differs yash "a value ends where it is no text of the locale"
	run script <<-'EOF'
		x=$(printf 'a\377b/\303c')
		printf %s "${x%/*}" "${x##*/}" "${x#a}" | od -An -v -tx1
		case $x in a?b/*) echo one byte;; esac
	EOF
	prints ' 61 ff 62 c3 63 ff 62 2f c3 63' 'one byte'
}
