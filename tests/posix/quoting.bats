# Quoting (XCU 2.2): backslash, single-quotes, double-quotes.  The fourth kind is in
# dollar_single.bats.

load common

@test "a backslash keeps every character that is special to the shell" {
	run script <<-'EOF'
		printf %s \|\&\;\<\>\(\)\$\`\\\"\'\ \*\?\[\]\#\~\=\%\!\{\}\a\-
	EOF
	prints "|&;<>()\$\`\\\"' *?[]#~=%!{}a-"
}

@test "a backslash and a newline vanish anywhere outside single quotes" {
	differs ksh "the second part of a continued operator is an operator of its own"
	run script <<-'EOF'
		ec\
		ho one tw\
		o "thr\
		ee" fo\
		\
		ur &\
		& i\
		f true; the\
		n echo $\
		{u-y\
		es} $(\
		echo si\
		x) $((1\
		2+\
		1)); f\
		i
		echo 'a\
		b'
	EOF
	prints 'one two three four' 'yes six 13' 'a\' 'b'
}

@test "single quotes keep everything up to the next single quote" {
	run script <<-'EOF'
		printf '<%s>' '| & ; $x ${x} $(x) `x` \ " # ~ *' 'a\' '\\' 'a
		b'
	EOF
	prints '<| & ; $x ${x} $(x) `x` \ " # ~ *><a\><\\><a' 'b>'
}

@test "pieces quoted in different ways make one argument" {
	run script <<-'EOF'
		x='v w'
		args a'b c'"d $x"\ e"'"'"'\'\"
	EOF
	prints "1<ab cd v w e'\"'\">"
}

@test "in double quotes a backslash is special only before \$ \` \" \\ and newline" {
	run script <<-'EOF'
		printf '<%s>' "\$x \`x\` \" \\ \\\\" "\a\'\*\!\/\ \{" "a\
		b"
	EOF
	prints '<$x `x` " \ \\><\a\'"'"'\*\!\/\ \{><ab>'
}

@test "single quotes are ordinary in double quotes and in a \${x:-word} inside them" {
	differs "ksh yash" "a single quote in \"\${x-word}\" opens a quotation"
	run script <<-'EOF'
		x='a  b'
		args "it's" "'$x'" "${u:-it's}" "${u:-'$x'}"
	EOF
	prints "4<it's><'a  b'><it's><'a  b'>"
}

@test "in a double-quoted \${x:-word} a backslash escapes } and what it does in double quotes" {
	run script <<-'EOF'
		args "${u:-a\}b}" "${u:-\$u\`\\\a\'}" "${u-{\}}"
	EOF
	prints "3<a}b><\$u\`\\\\a\\'><{}>"
}

@test "in an unquoted \${x:-word} all kinds of quotes work as usual" {
	run script <<-'EOF'
		x='a  b'
		args ${u:-'a  b'} ${u:-"$x" c} ${u:-a\ b} ${u:-'$x'} ${u:-\}} ${u:-"}"} ${u:-'}'}
	EOF
	prints '8<a  b><a  b><c><a b><$x><}><}><}>'
}

@test "quotes inside a trimming expansion work even when it is in double quotes" {
	run script <<-'EOF'
		x='*a*b}'
		args "${x#'*'}" "${x#"*"}" "${x#\*}" "${x%'}'}" "${x%"b}"}" "${x%b\}}" "${x#*a}"
	EOF
	prints '7<a*b}><a*b}><a*b}><*a*b><*a*><*a*><*b}>'
}

@test "a command substitution in double quotes has quotes of its own" {
	run script <<-'EOF'
		x='a  b'
		args "<$(printf '%s' "$x" '"' "'" ")" \" \))>"
	EOF
	prints "1<<a  b\"')\")>>"
}

@test "backquotes in double quotes lose the backslash before a double quote" {
	run script <<-'EOF'
		args "`printf %s \"a  b\"`" "`printf %s \\$HOME`" "`printf %s '\\\\'`"
	EOF
	prints '3<a  b><$HOME><\\>'
}

@test "a dollar sign before a blank or at the end is itself" {
	run script <<-'EOF'
		args $ a$ "b$ c"
		eval 'args d$'
	EOF
	prints '3<$><a$><b$ c>' '1<d$>'
}

@test "quoted nothing is an argument, unquoted nothing is not" {
	run script <<-'EOF'
		e=
		args '' "" "$e" "$u" ''"" $e $u $(:) `:` ${u-} $e"" $e''$e
	EOF
	prints '7<><><><><><><>'
}

@test "quotes that come out of an expansion are ordinary characters" {
	run script <<-'EOF'
		x='"a b"' y="'c'" z='\d'
		args $x $y $z "$x$y$z"
	EOF
	prints "5<\"a><b\"><'c'><\\d><\"a b\"'c'\\d>"
}

@test "a quoted # starts no comment, quoted operators do nothing" {
	run script <<-'EOF'
		args '#a' "#"b \#c d'#' \; "|" '&&' \>x '<'y \( ")" "
		"
		[ -e x ] || echo no file
	EOF
	prints '12<#a><#b><#c><d#><;><|><&&><>x><<y><(><)><' '>' 'no file'
}

@test "a reserved word with any part quoted is an ordinary word" {
	run script <<-'EOF'
		for w in '\if' '"then"' "f''or" 'wh"il"e' "'{'" '\!' 'cas\e' '"}"'; do
			(eval "$w") 2>/dev/null
			echo $?
		done
	EOF
	prints 127 127 127 127 127 127 127 127
}

@test "an assignment needs an unquoted equals sign" {
	run script <<-'EOF'
		x=old
		(x\=new) 2>/dev/null
		echo $? $x
		(x"="new) 2>/dev/null
		echo $? $x
		x=\=new"="
		echo $x
	EOF
	prints '127 old' '127 old' '=new='
}

@test "eval and a second round of quoting give back the same argument" {
	run script <<-'EOF'
		x="a 'b' \"c\" \$d \\e
		f"
		q=$(printf '%s\n' "$x" | sed "s/'/'\\\\''/g")
		eval "y='$q'"
		[ "$x" = "$y" ] && echo same
	EOF
	prints same
}
