# Alias substitution (XCU 2.3.1).

load common

@test "an alias works from the next line on, in a script too" {
	run script <<-'EOF'
		alias hi='echo hello'
		hi there
		hi
	EOF
	prints 'hello there' hello
}

@test "an alias takes part only where a command name may stand" {
	run script <<-'EOF'
		al() { echo function "$@"; }
		alias al='echo alias'
		echo al
		x=1 al a
		>f al b; cat f
		if al c; then al d; fi
		! al e
		{ al f; }; (al g)
		al h | cat && al i
		for al in al; do echo $al; al j; done
		case al in al) al k;; esac
		echo $(al l) `al m`
		x=al; $x n
	EOF
	prints al 'alias a' 'alias b' 'alias c' 'alias d' 'alias e' 'alias f' 'alias g' 'alias h' \
		'alias i' al 'alias j' 'alias k' 'alias l alias m' 'function n'
}

@test "any quoting keeps a word from being an alias" {
	run script <<-'EOF'
		al() { echo function; }
		alias al='echo alias'
		\al
		'al'
		a"l"
		al""
		a\
		l
	EOF
	prints function function function function alias
}

@test "a value that ends in a blank makes the next word an alias as well" {
	run script <<-'EOF'
		alias e='echo ' b='B ' c=C t='T	'
		e b c c
		e c c
		e t b x c
		e \
		c
	EOF
	prints 'B C c' 'C c' 'T B x c' C
}

@test "a chain of aliases ends at a quoted word" {
	differs bash "the word after the quoted one is replaced"
	run script <<-'EOF'
		alias e='echo ' c=C
		e "c" c
		e 'x' c
	EOF
	prints 'c c' 'x c'
}

@test "an alias is not looked for again inside its own value" {
	run script <<-'EOF'
		one() { echo one "$@"; }
		two() { echo two "$@"; }
		alias echo='echo x'
		echo y
		alias one='two 1' two='one 2'
		one 3
		two 3
	EOF
	prints 'x y' 'one 2 1 3' 'two 1 2 3'
}

@test "a value may hold operators, reserved words and redirections" {
	run script <<-'EOF'
		alias two='echo a; echo b |' when='if true; then' each='for i in c d; do' end='done'
		alias to='>f' set1='x=1 y=2' group='{ echo e;' if_not='if !'
		two cat
		when echo w; fi
		each echo $i; end
		group }
		to echo g
		cat f
		set1
		echo $x$y
		if_not false; then echo h; fi
	EOF
	prints a b w c d e g 12 h
}

@test "a word after an alias that is only an assignment or redirection may be an alias" {
	run script <<-'EOF'
		alias pre='x=1' out='2>&1' al='echo alias'
		pre al a
		out al b
	EOF
	prints 'alias a' 'alias b'
}

@test "a word after two such aliases may be an alias" {
	differs bash "the third word is not looked up"
	run script <<-'EOF'
		alias pre='x=1' out='2>&1' al='echo alias'
		pre out al a
		out pre al b
	EOF
	prints 'alias a' 'alias b'
}

@test "an empty alias leaves the rest of the command" {
	run script <<-'EOF'
		alias none='' blank=' ' al='echo alias'
		none echo a
		blank echo b
		blank al c
		none
		echo $?
	EOF
	prints a b 'alias c' 0
}

@test "quotes, expansions and comments in a value are read as input" {
	run script <<-'EOF'
		alias q='echo "a  b" $x' c='echo c #'
		x='d  e'
		q f
		c wrong
	EOF
	prints 'a  b d e f' c
}

@test "a value of several lines is several commands" {
	run script <<-'EOF'
		alias lines='echo a
		echo b'
		lines c
	EOF
	prints a 'b c'
}

@test "an alias name may have the characters that XBD 3.10 allows" {
	run script <<-'EOF'
		alias a-b='echo dash' 1='echo digit' _='echo low' a%b='echo percent' a,b='echo comma'
		alias a@b='echo at' a!b='echo bang'
		a-b; 1; _; a%b; a,b; a@b; a!b
	EOF
	prints dash digit low percent comma at bang
}

@test "a function keeps the aliases of when it was read" {
	run script <<-'EOF'
		alias al='echo old'
		f() { al "$@"; eval al eval; }
		alias al='echo new'
		f x
		unalias al
		al() { echo function "$@"; }
		f y
	EOF
	prints 'old x' 'new eval' 'old y' 'function eval'
}

@test "eval, dot and traps see the aliases of when they run" {
	run script <<-'EOF'
		trap 'al trap' EXIT
		echo 'al dot' >f
		alias al='echo alias'
		eval 'al eval'
		. ./f
	EOF
	prints 'alias eval' 'alias dot' 'alias trap'
}

@test "an alias defined inside a compound command works after it" {
	run script <<-'EOF'
		if true; then
			alias al='echo alias'
		fi
		al a
		unalias al
		al() { echo function; }
		al b
	EOF
	prints 'alias a' function
}

@test "a subshell has its own copy of the aliases" {
	run script <<-'EOF'
		al() { echo function; }
		alias al='echo alias'
		(al)
		echo $(al)
		(unalias al)
		al
		(alias bl='echo bl')
		bl() { echo function; }
		bl
	EOF
	prints alias alias alias function
}

@test "a script that is run does not know the aliases of its parent" {
	printf 'hello 2>/dev/null || echo none\n' >child
	chmod +x child
	run script <<-'EOF'
		alias hello='echo hello'
		./child
	EOF
	prints none
}

@test "behind an alias that ends in a blank, the first word of an alias' value may be an alias again" {
	run script <<'EOF'
alias e='echo ' FOR='for ' FOR2='FOR ' i1='i ' i2='i1 ' in1='in ' x=one y='x ' z=''
e y y z x
FOR2 i2 in1 y 2; do echo $i; done
EOF
	prints 'one one one' one 2
}
