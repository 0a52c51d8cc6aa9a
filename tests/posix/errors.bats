# Consequences of shell errors (XCU 2.8.1), for a shell that is not interactive.

load common

# ends PREPARATION COMMAND: the command ends the shell, with a message.
ends() {
	run script <<<"$1
		echo a
		$2
		echo wrong"
	fails a
}

# goes_on PREPARATION COMMAND: the command fails with a message, the shell goes on.
goes_on() {
	run script <<<"$1
		$2
		x=\$?; [ \$x -gt 0 ] && [ \$x -le 127 ] && echo b || echo status \$x
		echo c"
	complains 0 b c
}

# PREPARATION COMMAND...
all_end() { each ends "$@"; }
all_go_on() { each goes_on "$@"; }

# --- syntax errors ---

@test "a syntax error ends the shell; what came before has run" {
	all_end '' 'echo wrong; )' 'fi' 'echo wrong; done' 'then' 'do :' 'esac' '}' '| cat' '&& echo' '|| :' \
		'&' 'echo wrong & & :' 'echo wrong ;; echo' 'for 1 in a; do :; done' 'for i; done' \
		'for i in a; echo; done' 'case a in a) :;; b' 'case a b in esac' 'echo wrong >' 'cat < ; :' \
		'cat <<' 'echo wrong (a)' 'case a in a):;; esac)' 'for i in (a); do :; done' \
		'{ echo wrong; ) }' '( echo wrong; } )' 'if true; fi' 'while :; done' 'f( { :; }' 'f) :'
}

@test "a command or list that the grammar wants may not be left out" {
	differs "ksh mksh" "some may"
	all_end '' 'echo wrong; ;' '; echo' '{ }' '( )' 'if ; then :; fi' 'if true; then fi' \
		'while :; do done' 'while do :; done' 'until ; do :; done' 'if true; then :; else fi' \
		'if :; then :; elif then :; fi' 'f() {  }' 'for i in a; do done'
}

@test "an unclosed construct at the end of the input is a syntax error" {
	for text in 'if true; then echo wrong' '{ echo wrong' '(echo wrong' 'while :; do echo wrong' \
		'for i in a' 'case a in' 'case a in a) echo wrong' "echo 'wrong" 'echo "wrong' 'echo $(echo wrong' \
		'echo ${x' 'echo "${x-wrong}' 'echo `echo wrong' 'echo $((1+' 'f() {' 'echo wrong &&' 'echo wrong |' \
		'for' 'case' 'until' 'if' 'echo wrong || # c'; do
		run script <<<"echo a
			$text"
		fails a || { echo "in: $text"; return 1; }
	done
}

@test "a command line with a syntax error in a later part does not run its beginning" {
	run script <<-'EOF'
		echo a
		echo wrong; if true; then echo wrong; fi; fi
	EOF
	fails a
	run script <<-'EOF'
		echo a
		if true; then
			echo wrong
			done
		fi
	EOF
	fails a
}

@test "a syntax error in -c, in standard input and in a script gives a status above 0" {
	run shell -c 'echo a
fi'
	[ "$status" -gt 0 ]
	[ "$status" -le 127 ]
	[ "${lines[0]}" = a ]
	run shell <<<'echo a
fi'
	[ "$status" -gt 0 ]
	[ "$status" -le 127 ]
	[ "${lines[0]}" = a ]
	run shell -c 'echo a; fi'
	[ "$status" -gt 0 ]
	[[ $output != a* ]]
}

@test "a syntax error in eval or a dot script ends the shell" {
	differs "ksh mksh" "it goes on"
	echo 'if; then' >s
	all_end '' 'eval "fi"' 'eval "echo wrong; ("' '. ./s' 'eval "if true; then"' \
		'{ eval ")"; } || echo wrong' 'if eval "done"; then :; fi'
}

@test "an unclosed quote in eval ends the shell" {
	differs "bash ksh" "it goes on"
	all_end '' "eval 'echo \"x'" "eval \"echo wrong; 'x\""
}

@test "a syntax error in a subshell ends only the subshell" {
	differs ksh "the subshell goes on"
	run script <<-'EOF'
		(eval 'fi'; echo wrong) 2>/dev/null; [ $? -gt 0 ] && echo a
		x=$(eval ')'; echo wrong) 2>/dev/null; [ $? -gt 0 ] && echo "b$x"
		eval ';;' 2>/dev/null | cat; echo c
		{ eval 'done' 2>/dev/null; echo wrong; } & wait; echo d
	EOF
	exits 0 a b c d
}

# --- special built-ins ---

@test "an error of a special built-in ends the shell" {
	all_end 'readonly r=1' 'set -o nosuchoption' '. ./nosuchfile' '. nosuchfile_in_path' \
		'readonly r=2' 'export r=2' 'if . ./nosuchfile; then :; fi' '{ set -o nosuchoption; }'
}

@test "an error of a special built-in ends the shell in an AND-OR list and after ! as well" {
	differs bash "it goes on"
	all_end 'readonly r=1' 'set -o nosuchoption || echo wrong' 'readonly r=2 || echo wrong' \
		'! . ./nosuchfile' 'true && set -o nosuchoption && :' ': </nonexistent || echo wrong'
}

@test "unsetting a read-only variable ends the shell" {
	differs "bash ksh mksh" "it goes on"
	all_end 'readonly r=1' 'unset r' 'unset -v r' '{ unset r || :; }'
}

@test "an invalid option of a special built-in ends the shell" {
	all_end '' 'unset -9 x' 'export -9 x' 'readonly -9 x' 'set -9'
}

@test "a special built-in run by command does not end the shell" {
	all_go_on 'readonly r=1' 'command set -o nosuchoption' 'command . ./nosuchfile' 'command unset r' \
		'command : </nonexistent' 'command readonly r=2' 'command export r=2' 'command exec </nonexistent' \
		'command set -- a >/nonexistent/f'
}

@test "an error of a special built-in in a subshell ends only the subshell" {
	run script <<-'EOF'
		readonly r=1
		(readonly r=2; echo wrong) 2>/dev/null; [ $? -gt 0 ] && echo a
		x=$(. ./nosuchfile; echo wrong) 2>/dev/null; [ $? -gt 0 ] && echo "b$x"
		set -o nosuchoption 2>/dev/null | cat; echo c
		{ : </nonexistent; echo wrong; } 2>/dev/null & wait $! || echo d
	EOF
	exits 0 a b c d
}

# --- other utilities ---

@test "an error of another built-in or utility does not end the shell" {
	all_go_on 'readonly r=1' 'cd /nonexistent' 'kill -9 nosuchpid' \
		'read r </dev/null; read r <<E
a
E' 'umask nosuchmask' 'cat /nonexistent' 'ls /nonexistent' 'command -9 ls' 'getopts' \
		'wait -9' \
		'command nosuchcommand' 'nosuchcommand'
}

# --- redirections ---

@test "a redirection error with a special built-in ends the shell" {
	all_end '' ': </nonexistent' 'eval "echo wrong" </nonexistent' 'set -- a >/nonexistent/f' \
		'exec </nonexistent' 'exec 3<&9' 'export x=1 >/nonexistent/f' 'unset x </nonexistent' \
		'trap - INT >/nonexistent/f' 'shift 0 <&9' '. /dev/null </nonexistent' 'readonly x >.' \
		'times >/nonexistent/f' ': >ok </nonexistent' \
		': </nonexistent || echo wrong' 'for i in 1; do continue </nonexistent; done' \
		'if : >/nonexistent/f; then :; fi'
}

@test "a redirection error with a compound command does not end the shell" {
	all_go_on '' '{ echo wrong; } </nonexistent' '(echo wrong) >/nonexistent/f' \
		'if echo wrong; then :; fi </nonexistent' 'while echo wrong; do break; done <&9' \
		'until echo wrong; do :; done >/nonexistent/f' 'for i in a; do echo wrong; done >.' \
		'case a in a) echo wrong;; esac </nonexistent' '{ : ; } 3<&9 4>f'
}

@test "a redirection error with a function does not end the shell" {
	all_go_on 'f() { echo wrong; }; g() { echo wrong; } </nonexistent' 'f </nonexistent' 'g' 'f >&9' \
		'g 3>f'
}

@test "a redirection error with another utility does not end the shell" {
	all_go_on '' 'cat </nonexistent' 'echo wrong >/nonexistent/f' 'true </nonexistent' 'read x <&9' \
		'cd / </nonexistent' 'nosuchcommand >/nonexistent/f' 'pwd >.' 'printf wrong >/nonexistent/f' \
		'test a </nonexistent' 'sh -c "echo wrong" </nonexistent' 'alias >/nonexistent/f'
}

# --- assignments ---

@test "assigning to a read-only variable ends the shell" {
	all_end 'readonly r=1' 'r=2' 'x=1 r=2' 'r=' '{ r=2; }' 'r=2 || echo wrong' 'r=2 :' \
		'r=2 ||:' 'r=2 eval "echo wrong"' ': $((r=2))' ': $((r+=1))' 'r=$(echo 2)' 'r=2 >f'
}

@test "assigning to a read-only variable before a utility ends the shell" {
	differs "bash ksh" "it goes on"
	all_end 'readonly r=1' 'r=2 true' 'r=2 echo wrong' 'r=2 cat </dev/null' 'x=1 r=2 sh -c "echo wrong"'
}

@test "assigning a default to a read-only variable ends the shell" {
	all_end 'readonly r' ': ${r=2}' 'echo "${r:=2}"'
}

@test "a read-only variable as the name of a for loop ends the shell" {
	differs yash "it goes on"
	all_end 'readonly r=1' 'for r in a; do echo wrong; done'
}

@test "assigning to a read-only variable in a subshell ends only the subshell" {
	run script <<-'EOF'
		readonly r=1
		(r=2; echo wrong) 2>/dev/null; [ $? -gt 0 ] && echo a
		x=$(r=2; echo wrong) 2>/dev/null; [ $? -gt 0 ] && echo "b$x"
		r=2 2>/dev/null | cat; echo c $r
	EOF
	exits 0 a b 'c 1'
}

# --- expansions ---

@test "an expansion error ends the shell" {
	all_end '' 'echo ${u?}' 'echo ${u:?message}' 'x= ; : ${x:?}' 'echo "${x!y}"' 'echo $((1+))' 'x=${u?}' \
		'for i in ${u?}; do :; done' 'case ${u?} in *) ;; esac' 'case a in ${u?}) ;; esac' \
		'echo ${u?} || echo wrong' 'if echo ${u?}; then :; fi' '{ : "${u?}"; }' 'x=1 true ${u?}' \
		'! : ${u?}' 'while : ${u?}; do break; done' \
		'echo ${v-${u?}}' 'set -u; echo $u' 'set -u; echo $1' 'set -u; x=$u' 'set -u; echo ${#u}' 'set -u; : ${u%x}'
}

@test "an expansion error in a redirection ends the shell" {
	differs "bash dash ksh mksh" "it goes on, most of them after a here-document only"
	all_end '' 'cat <${u?}' 'echo wrong >${u:?message}' 'cat <<E
${u?}
E' ': >f${u?}' '{ echo wrong; } <${u?}'
}

@test "an expansion error in a subshell ends only the subshell" {
	run script <<-'EOF'
		(: ${u?}; echo wrong) 2>/dev/null; [ $? -gt 0 ] && echo a
		x=$(: ${u?}; echo wrong) 2>/dev/null; [ $? -gt 0 ] && echo "b$x"
		echo ${u?} 2>/dev/null | cat; echo c
		true | { : ${u?}; echo wrong; } 2>/dev/null; echo d
		: ${u?} 2>/dev/null & wait; echo e
	EOF
	exits 0 a b c d e
}

@test "an error inside a function ends the shell" {
	differs "ksh mksh" "it ends the function only"
	all_end 'f() { eval "$1"; echo wrong; }; readonly r=1' 'g() { r=2; }; f g' 'g() { : ${u?}; }; f g' \
		'g() { eval fi; }; g' 'g() { return </nonexistent; }; g' 'g() { set -o nosuchoption; }; f g' \
		'g() { h; }; h() { : $((1+)); }; g'
}

@test "an error inside eval ends the shell" {
	differs ksh "it ends eval only"
	all_end 'readonly r=1' 'eval r=2' 'eval "echo \${u?}"' 'eval "eval \"echo \\\${u?}\""' 'eval ": </nonexistent"' \
		'eval "set -o nosuchoption"'
}

@test "an expansion error in the value of an assignment ends the shell" {
	differs ksh "it goes on if a command follows"
	all_end '' 'x=${u?}' 'x=${u?} y=1' 'x=${u?} true' 'x=1 y=$((1+)) true' 'export x=${u?}' 'x=${u?} :'
}

@test "the EXIT trap runs when an error ends the shell" {
	for command in '. ./nosuchfile' ': </nonexistent' 'r=2' 'echo ${u?}' 'echo $((1+))' \
		'set -u; echo $u' 'readonly r=2' 'exec </nonexistent'; do
		run script <<<"readonly r=1; trap 'echo trap' EXIT
			$command
			echo wrong"
		fails trap || { echo "in: $command"; return 1; }
	done
}

@test "a message goes to standard error, of a special built-in to where that is redirected" {
	run script <<-'EOF'
		readonly r=1
		command unset r 2>f
		[ -s f ] && echo a
		nosuchcommand 2>f
		[ -s f ] && echo b
		(: ${u?}) 2>f
		[ -s f ] && echo c
		{ cat </nonexistent; } 2>f
		[ -s f ] && echo d
	EOF
	prints a b c d
}

@test "a command that is not found does not keep a later one from running in another shell" {
	run script <<-'EOF'
		(nosuchcommand) 2>/dev/null; echo $?
		x=$(nosuchcommand 2>/dev/null); echo $?
		nosuchcommand 2>/dev/null | cat; echo $?
		nosuchcommand 2>/dev/null & wait $!; echo $?
	EOF
	prints 127 127 0 127
}

@test "an interactive shell's error ends the line of its command string only" {
	differs "dash mksh zsh yash" "leave"
	run shell -ic 'set -u; echo before; echo $no_such; echo not reached
echo next; readonly r; r=1; echo not reached
echo last'
	[[ $output == *before*next*last && $output != *'not reached'* ]]
}
