# Token recognition, reserved words and the grammar's corners (XCU 2.3, 2.4, 2.10).

load common

@test "a comment starts only where a word could" {
	run script <<-'EOF'
		#comment
		echo a#b 'c' #d ; echo wrong
		echo e;#f
		echo g# ;# h
		x=${#y}#i; echo $x $#
		(#in a subshell
		echo j)
		echo k && # after an operator
		# a line of its own

		echo l | # after another
		cat
		if true # after a word
		then # and another
			echo m
		fi # it's "not" closed $( `
		#
	EOF
	prints a#b\ c e g# '0#i 0' j k l m
}

@test "a comment may end the input without a newline" {
	run shell -c 'echo a # b'
	[ "$output" = a ]
	run shell -c '#'
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "operators need no blanks around them and the longest one counts" {
	differs ksh "cat <>f reads nothing"
	run script <<-'EOF'
		true&&echo a||echo wrong;echo b|cat>f;cat<f;echo c>>f;cat f;(echo d);{ echo e;}>f;cat f
		cat<<E>f;cat<f
		h
		E
		cat<<-E|cat
		i
		E
		echo j>|f;cat<>f
	EOF
	prints a b b c d e h i j
}

@test "digits are a descriptor only when they touch the redirection operator" {
	run script <<-'EOF'
		echo a 2 >f; cat f
		echo b2>f; cat f
		echo c 2>f; [ -s f ] || echo empty
		echo d 2>&1 3>f 4</dev/null 5
		echo e>f 6;cat f
		echo 7
	EOF
	prints 'a 2' b2 'c' empty 'd 5' 'e 6' 7
}

@test "reserved words are ordinary words as arguments" {
	run script <<-'EOF'
		echo if then else elif fi do done case esac while until for in { } !
		echo a } b { ; echo {}
	EOF
	prints 'if then else elif fi do done case esac while until for in { } !' 'a } b {' '{}'
}

@test "reserved words are ordinary words as loop names, list items, patterns and case words" {
	differs yash "esac is refused as a pattern, even after ("
	run script <<-'EOF'
		for if in do done; do echo $if; done
		for in in in; do echo $in; done
		for for in for; do echo $for; done
		case in in in) echo in;; esac
		case esac in (esac) echo esac;; esac
		case esac in if|esac) echo second;; esac
		case case in for) ;; case) echo case;; esac
		for do in a; do echo $do; done
	EOF
	prints do done in for in esac second case a
}

@test "a reserved word after an assignment or a redirection is a command name" {
	run script <<-'EOF'
		x=1 if 2>e; echo $?
		>f while 2>e; echo $?
		x=1 { 2>e; echo $?
		>f for in 2>e; echo $?
	EOF
	prints 127 127 127 127
}

@test "a reserved word that begins no command is a syntax error where one is expected" {
	differs zsh "in is a word there"
	for word in in then elif else fi do done esac '}'; do
		run shell -c "echo no; $word"
		[ "$status" -ne 0 ]
		[ "$status" -ne 127 ]
		[[ $output != no* ]]
	done
}

@test "an expansion never makes a reserved word, an operator or an assignment" {
	run script <<-'EOF'
		i=if o=';' p='|' a=x=1 b='{' r='>f' c='#c'
		($i) 2>/dev/null; echo $?
		($b) 2>/dev/null; echo $?
		($a) 2>/dev/null; echo $? ${x-unset}
		args a$o b $p c $r $c
	EOF
	prints 127 127 '127 unset' '6<a;><b><|><c><>f><#c>'
}

@test "reserved words are recognised next to operators and after other reserved words" {
	run script <<-'EOF'
		if(true)then(echo a)fi
		while(false)do :;done
		if ! { false;};then { echo b;};fi
		{(echo c)}
		{ { echo d;};}
		if if true;then false;fi;then :;else echo e;fi
		for x in f;do case $x in f)echo f;esac;done
		until false||true;do :;done;! { true;}||echo g
		if true;then if true;then echo h;fi fi
		while while false;do :;done;do echo i;break;done
		{ case x in x)echo j;;esac }
		f()(echo k)
		f
	EOF
	prints a b c d e f g h i j k
}

@test "a brace is a reserved word only on its own and where a command can start or end" {
	run script <<-'EOF'
		{ echo a }
		}
		({echo b) 2>/dev/null; echo $?
		{
		echo c; }
	EOF
	prints 'a }' 127 c
}

@test "newlines and comments are allowed wherever the grammar has a linebreak" {
	run script <<-'EOF'

		for i

		in a
		do


			echo $i
		done
		for j # x

		do :
		done
		case b # x

		in # x

		# x
		(a) # x

			echo wrong;;
		b) # x

			echo b

		;; # x

		esac
		f() # x

		# x
		{

			echo c

		}
		f &&


		! false |

		cat || # x

		echo d
		while

			false

		do

			:

		done
		{ echo e
		}
		(

		echo f

		)
	EOF
	prints a b c d e f
}

@test "the list of a for loop may be left out or empty" {
	run script a b <<-'EOF'
		for i in; do echo wrong; done
		for i in
		do echo wrong; done
		for i do echo 1$i; done
		for i; do echo 2$i; done
		for i
		do echo 3$i; done
		for i ;

		do echo 4$i; done
	EOF
	prints 1a 1b 2a 2b 3a 3b 4a 4b
}

@test "a complete command runs before the next one is read" {
	run script <<-'EOF'
		echo a; echo b
		echo c; fi
		echo d
	EOF
	fails a b
}

@test "a command name may look like a number, an assignment or an operator and still be a name" {
	mkdir bin
	for name in 1 1x =a a-b a.b , @ + - '}}' if1 'a b'; do
		printf '#!/bin/sh\necho "${0##*/}"\n' >"bin/$name"
		chmod +x "bin/$name"
	done
	run script <<-'EOF'
		PATH=$PWD/bin:$PATH
		1; 1x; =a; a-b; a.b; ,; @; +; -; }}; if1; a\ b
	EOF
	prints 1 1x =a a-b a.b , @ + - '}}' if1 'a b'
}

@test "redirections follow a compound command directly" {
	run script <<-'EOF'
		{ echo a;}>f
		(echo b)>>f
		if :;then echo c;fi>>f
		for i in d;do echo $i;done>>f
		case x in x)echo e;esac>>f
		while echo f;do break;done>>f 2>&1
		(echo g >&2)2>>f
		cat f
	EOF
	prints a b c d e f g
}

@test "spaces and tabs separate words, a carriage return does not" {
	printf 'echo\ta \t b\t;printf "<%%s>" c\rd\n' >f
	run shell f
	[ "$output" = $'a b\n<c\rd>' ]
}

@test "an input line has no limit that a script would meet" {
	word=$(printf '%0100000d' 7)
	run script <<<"x=$word; echo \${#x}; [ \"\$x\" = '$word' ] && echo same # $word"
	prints 100000 same
}

@test "an ampersand ends a command as a semicolon does" {
	run script <<-'EOF'
		{ echo a >f& wait; cat f;}
		if true& then wait; echo b; fi
		for i in 1; do :& done; wait; echo c
		(:&)
		case x in x) :& esac; echo d
	EOF
	prints a b c d
}

@test "parentheses group across anything that looks like their end" {
	run script <<-'EOF'
		(echo ')' \) ")" # )
		case a in a) echo b;; esac
		echo $(echo c) `echo d` $((1+(2)))
		)
	EOF
	prints ') ) )' b 'c d 3'
}
