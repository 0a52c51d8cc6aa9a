# Function definition and calls (XCU 2.9.5), return.

load common

@test "a call has its own positional parameters and gives the caller's back" {
	run script a b <<-'EOF'
		f() { args "$@" $#; shift; set -- "$@" z; args "$@"; }
		f 1 '2  3' ''
		args "$@" $#
		g() { f "$1$1"; args "$@"; set --; }
		g x; args "$@"
		h() { args "$@"; }
		h; h ''
	EOF
	prints '4<1><2  3><><3>' '3<2  3><><z>' '3<a><b><2>' '2<xx><1>' '1<z>' '1<x>' '2<a><b>' 0 '1<>'
}

@test "the body of a function is any compound command" {
	run script <<-'EOF'
		a() { echo "a $1"; }
		b() (x=inner; echo "b $1")
		c() if [ "$1" ]; then echo "c $1"; fi
		d() for i; do echo "d $i"; done
		e() while [ $# -gt 0 ]; do echo "e $1"; shift; done
		f() case $1 in x) echo "f $1";; esac
		g() until echo "g $1"; do :; done
		h()
		{
			echo "h $1"
		}
		i () ( echo "i $1" )
		x=outer
		for n in a b c d e f g h i; do $n x; done
		echo $x
	EOF
	prints 'a x' 'b x' 'c x' 'd x' 'e x' 'f x' 'g x' 'h x' 'i x' outer
}

@test "nothing in a function is expanded or done before it is called" {
	run script <<-'EOF'
		f() { echo $x $(echo >g) ${y=1} $((z=2)); } >"$o"
		echo $? ${y-no} ${z-no} *
		x=later o=h; f; cat h
		x=again o=i; f; cat i
	EOF
	prints '0 no no *' 'later 1 2' 'again 1 2'
}

@test "redirections of the definition are done at each call, with the call's parameters" {
	run script <<-'EOF'
		printf '1\n2\n' >in
		f() { read a; echo "$a $2"; } <"$1" 2>>err
		f in x; f in y
		g() { echo "$1"; echo err >&2; } >>"$1.out" 2>&1
		g a; g a; g b >c; cat a.out b.out; [ -s c ] || echo empty
		h() { echo h; } >&2
		h 2>d; cat d
	EOF
	prints '1 x' '1 y' a err a err b err empty h
}

@test "the status of a definition is 0, of a call that of its last command" {
	run script <<-'EOF'
		false; f() { false; }; echo $?
		f; echo $?
		g() { (exit 3); }; g; echo $?
		h() { false; x=1; }; h; echo $?
		i() { if false; then :; fi; }; i; echo $?
		(exit 4); j() { echo $?; }; (exit 5); j
	EOF
	prints 0 1 3 0 0 5
}

@test "return ends the function with its operand or the last status" {
	run script <<-'EOF'
		f() { return $1; echo wrong; }
		f 0; echo $?; f 7; echo $?; f 255; echo $?
		g() { (exit 3); return; }; g; echo $?
		h() { false || return; echo wrong; }; h; echo $?
		i() { true && return 4; echo wrong; }; i; echo $?
		j() { x=$(exit 5); return; }; j; echo $?
		k() { return $((2*3)); }; k; echo $?
	EOF
	prints 0 7 255 3 1 4 5 6
}

@test "return leaves loops, cases, groups and redirections on its way" {
	run script <<-'EOF'
		f() {
			for i in 1 2; do
				while :; do
					case $i in 1) { if true; then return 3; fi; } 5>h;; esac
				done >g
			done
			echo wrong
		}
		f >f; echo $?
		for i in a b; do f; echo "$i $?"; done
		(: >&5) 2>/dev/null || echo closed
		g() { eval 'return 4'; echo wrong; }; g; echo $?
	EOF
	prints 3 '1 3' '1 3' closed 4
}

@test "return works in a condition" {
	differs yash "the status is lost"
	run script <<-'EOF'
		f() { while return 5; do :; done; echo wrong; }; f; echo $?
		g() { if return 6; then :; fi; echo wrong; }; g; echo $?
		h() { ! return 7; echo wrong; }; h; echo $?
	EOF
	prints 5 6 7
}

@test "return leaves only the innermost function" {
	run script <<-'EOF'
		f() { g; echo "f $?"; return 2; echo wrong; }
		g() { h; echo "g $?"; return 3; }
		h() { return 4; }
		f; echo $?
		for i in 1 2; do h; echo $i; done
	EOF
	prints 'g 4' 'f 3' 2 1 2
}

@test "functions call themselves and one another" {
	run script <<-'EOF'
		fact() { if [ $1 -le 1 ]; then echo 1; else echo $(($1*$(fact $(($1-1))))); fi; }
		fact 10
		even() { [ $1 -eq 0 ] || odd $(($1-1)); }
		odd() { [ $1 -ne 0 ] && even $(($1-1)); }
		even 200 && echo even
		odd 200 || echo not odd
		down() { [ $1 -eq 0 ] && return 9; down $(($1-1)); }
		down 500; echo $?
		sum() { [ $# -eq 0 ] && return; s=$((s+$1)); shift; sum "$@"; }
		s=0; sum 1 2 3 4; echo $s
	EOF
	prints 3628800 even 'not odd' 9 10
}

@test "a function may be defined again, also by itself, and be removed" {
	run script <<-'EOF'
		f() { f() { echo new; }; echo old; }
		f; f
		g() { echo 1; unset -f g; echo 2; }
		g; g 2>/dev/null; echo $?
		h() { h() { echo inner; }; h; echo still outer; }
		h
		if true; then i() { echo then; }; else i() { echo else; }; fi
		i
		unset -f nosuch; echo $?
	EOF
	prints old new 1 2 127 inner 'still outer' then 0
}

@test "functions and variables have names of their own" {
	run script <<-'EOF'
		f=variable
		f() { echo function; }
		f; echo $f
		unset -v f; f; echo ${f-unset}
		f=again; unset -f f; echo $f
		_a1_B() { echo "$FUNCTION name"; }; _a1_B
	EOF
	prints function variable function unset again ' name'
}

@test "a function works on the variables of its caller" {
	run script <<-'EOF'
		x=1
		f() { echo $x; x=2; y=3; g; }
		g() { echo "$x $y"; y=4; }
		f; echo $x $y
		h() { i=0; while [ $i -lt 3 ]; do i=$((i+1)); done; }
		for i in 7 8; do h; echo $i; done
	EOF
	prints 1 '2 3' '2 4' 3 3
}

@test "functions work in pipelines, substitutions, conditions and the background" {
	run script <<-'EOF'
		f() { echo "f $1"; return ${2-0}; }
		f a | cat
		echo "$(f b)"
		f c 3 || echo $?
		if f d; then echo then; fi
		f e & wait $!
		! f g 1 && echo not
		f h >out; cat out
		echo in | { g() { cat; }; g; }
		x=$(f i 5); echo $? $x
		while f j 1; do :; done
	EOF
	prints 'f a' 'f b' 'f c' 3 'f d' then 'f e' 'f g' not 'f h' in '5 f i' 'f j'
}

@test "a function defined in a subshell or substitution is gone after it" {
	run script <<-'EOF'
		f() { echo outer; }
		(f() { echo inner; }; f; unset -f f)
		f
		echo $(f() { echo inner; }; f)
		f
		(g() { :; }); g 2>/dev/null; echo $?
	EOF
	prints inner outer inner outer 127
}

@test "exit in a function ends the shell" {
	run script <<-'EOF'
		trap 'echo bye' EXIT
		f() { g; echo wrong; }
		g() { for i in 1; do { exit 3; }; done; }
		f
		echo wrong
	EOF
	exits 3 bye
}

@test "a function takes more than nine arguments" {
	run script <<-'EOF'
		f() { echo $# ${10} ${100} ${200}; shift 150; echo $# $1; }
		set --; i=0; while [ $i -lt 200 ]; do i=$((i+1)); set -- "$@" $i; done
		f "$@"; echo $#
	EOF
	prints '200 10 100 200' '50 151' 200
}

@test "a function may be called by a name that is expanded, and not by one with a slash" {
	run script <<-'EOF'
		f() { echo "f $*"; }
		x=f; $x a; "$x" b; ${x} c; 'f' d; \f e; $(echo f) g
		(./f) 2>/dev/null; echo $?
	EOF
	prints 'f a' 'f b' 'f c' 'f d' 'f e' 'f g' 127
}

@test "a redirection that fails keeps the function from running" {
	run script <<-'EOF'
		f() { echo wrong; }
		f </nonexistent 2>/dev/null; [ $? -ne 0 ] && echo 1
		g() { echo wrong; } >/nonexistent/g
		g 2>/dev/null || echo 2
	EOF
	exits 0 1 2
}

@test "a function cannot have the name of a special built-in" {
	differs "mksh yash" "accepts it, and never calls it"
	for name in break : . continue eval exec exit export readonly return set shift times trap \
		unset; do
		run shell -c "$name() { echo no; }; echo no"
		[ "$status" -ne 0 ]
		[[ $output != *no ]]
	done
}
