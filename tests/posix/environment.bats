# The execution environment (XCU 2.13): what commands and subshells inherit, what comes back.

load common

# In the first three, `look` shows something of the shell, `change` changes it.

@test "no kind of subshell changes the variables of the shell" {
	run script <<-'EOF'
		echo read >s
		v=1 w=1 n=0; export e=1
		look() { args "$v" "${w-unset}" "$n" "${new-unset}" "${i-unset}" "$IFS" "$(printenv e)"; }
		change() { v=2; unset w; n=$((n+1)); : ${new=1} $((n+=1)); read v <s; for i in 9; do :; done; IFS=:; e=2; }
		IFS=-
		look; (change); look; x=$(change); look; : `change`; look; change & wait; look
	EOF
	prints '7<1><1><0><unset><unset><-><1>'{,,,,}
}

@test "no kind of subshell changes the directory, mask, options, functions or aliases of the shell" {
	mkdir d
	run script <<-'EOF'
		umask 022; f() { echo f; }; g() { echo g; }; alias al=:
		look() { echo d* $(umask -S) $(f) $(g) $(alias al); case $- in *u*|*C*) echo wrong;; esac; }
		change() { cd d; umask 077; set -fu -C; f() { echo changed; }; unset -f g; alias al='echo changed'; }
		look >before
		(change); look >1; x=$(change); look >2; : `change`; look >3; change & wait; look >4
		cat before | sed 's/ .*//'
		for i in 1 2 3 4; do cmp before $i; done
	EOF
	prints d
}

@test "no kind of subshell changes the descriptors, traps or export attributes of the shell" {
	run script <<-'EOF'
		exec 3>f 4>f4; u=1; trap 'echo trap' EXIT
		look() { echo 3 >&3; echo 4 >&4; (: >&5) 2>/dev/null && echo open; printenv u; r=$((r+1)); trap; }
		change() { exec 3>other 4>&- 5>new; trap - EXIT; export u=2; readonly r; }
		look >before
		(change); look >1; x=$(change); look >2; : `change`; look >3; { change; } & wait; look >4
		for i in 1 2 3 4; do cmp before $i; done
		wc -l <f | tr -d ' '; wc -l <f4 | tr -d ' '; echo $r
	EOF
	prints 5 5 5 trap
}

@test "no kind of subshell changes the positional parameters of the shell" {
	run script a b <<-'EOF'
		(set -- x; shift; echo $#); args "$@"
		x=$(shift; echo $1); args "$x" "$@"
		: `set --`; args "$@"
		shift 2 & wait; args "$@"
	EOF
	prints 0 '2<a><b>' '3<b><a><b>' '2<a><b>' '2<a><b>'
}

@test "a subshell of each kind has all that the shell has" {
	run script 'a  b' c <<-'EOF'
		v='x  y' n=5; f() { echo "f $1"; }; alias al='echo al'; set -f; umask 027; cd /; exec 5>&1
		(args "$v" $((n+1)) "$(f 1)" * "$(umask -S)" "$PWD" "$1" $#; al; echo 5 >&5)
		echo "$(args "$v" $((n+1)) "$(f 1)" * "$(umask -S)" "$PWD" "$1" $#; al)" $(echo 5 >&5)
		{ args "$v" $((n+1)) "$(f 1)" * "$(umask -S)" "$PWD" "$1" $#; al; echo 5 >&5; } & wait
	EOF
	x='8<x  y><6><f 1><*><u=rwx,g=rx,o=></><a  b><2>'
	exits 0 "$x" al 5 5 "$x" al "$x" al 5
}

@test "variables of the environment are the shell's and stay exported" {
	export from_outside='a  b
c=d' EMPTY='' _under_score9=x
	run script <<-'EOF'
		args "$from_outside" "${EMPTY-unset}" $_under_score9
		sh -c 'echo "$from_outside${EMPTY-unset}"'
		from_outside=changed; printenv from_outside
		unset from_outside; printenv from_outside; echo $?
		from_outside=again; printenv from_outside; echo $?
	EOF
	exits 0 '3<a  b' 'c=d><><x>' 'a  b' 'c=d' changed 1 1
}

@test "a name in the environment that no variable can have is no variable" {
	# shellcheck disable=SC2086
	run env 'a.b=1' '1x=2' ok=4 $SHELL_UNDER_TEST -c 'echo $ok; set | grep "^[a1][.x]" || echo none'
	[ "${lines[*]}" = '4 none' ]
}

@test "a utility gets what is exported, in its newest value" {
	run script <<-'EOF'
		a=1 b=2; export a
		a=3; : ${c=4}; export c d
		sh -c 'echo $a ${b-unset} $c ${d-unset}'
		d=5 a=6 sh -c 'echo $a $d'; echo $a ${d-unset}
		f() { a=7; export e=8; }; f; sh -c 'echo $a $e'
		(export b; sh -c 'echo $b'); sh -c 'echo ${b-unset}'
		unset a; sh -c 'echo ${a-unset}'
		e=; sh -c 'echo "<${e-unset}>"'
	EOF
	prints '3 unset 4 unset' '6 5' '3 unset' '7 8' 2 unset unset '<>'
}

@test "functions, aliases, options and parameters do not reach a script that is run" {
	cat >child <<-'E'
		f 2>/dev/null || echo function
		al 2>/dev/null || echo alias
		case $- in *[fuC]*) echo wrong;; esac
		echo $# ${v-unset} "$IFS." | tr -d ' \t\n'; echo
		echo >f
	E
	chmod +x child
	run script a b <<-'EOF'
		f() { echo wrong; }; alias al='echo wrong'; set -fuC; v=1 IFS=x; echo >|f
		./child
	EOF
	prints function alias 0unset.
}

@test "the directory, the mask and open files reach a utility" {
	mkdir d
	run script <<-'EOF'
		cd d; umask 077
		sh -c 'umask; pwd | sed "s:.*/::"; echo text >&4; read x <&0; echo $x; : >new' 4>f <<E
		input
		E
		cat f; ls -l new | cut -c 1-10
		umask 022
		: >new2; ls -l new2 | cut -c 1-10
	EOF
	[ "$status" -eq 0 ]
	[ "${lines[*]:1}" = 'd input text -rw------- -rw-r--r--' ]
}

@test "an ignored signal is ignored in subshells and utilities, a trapped one is not" {
	run script <<-'EOF'
		trap '' USR1
		trap 'echo trapped' USR2
		sh -c 'kill -USR1 $$; echo utility'
		(sh -c 'kill -USR1 $$; echo subshell'; sh -c 'kill -USR2 $$; echo wrong') 2>/dev/null
		(trap - USR1; sh -c 'kill -USR1 $$; echo wrong') 2>/dev/null
		(trap '' USR2; sh -c 'kill -USR2 $$; echo both')
		sh -c 'kill -USR2 $$; echo wrong' 2>/dev/null
		x=$(sh -c 'kill -USR1 $$; echo captured'); echo $x
		kill -USR2 $$
		echo end
	EOF
	exits 0 utility subshell both captured trapped end
}

@test "traps are reset in a subshell, which may set its own" {
	run script <<-'EOF'
		trap 'echo outer' EXIT
		(echo a)
		(trap 'echo inner' EXIT; echo b)
		(trap 'echo inner' EXIT; exit 3); echo $?
		x=$(trap 'echo captured' EXIT; echo c); echo $x
		{ trap 'echo background' EXIT; echo d; } & wait
		(trap - EXIT; :)
		echo end
	EOF
	prints a b inner inner 3 'c captured' d background end outer
}

@test "a subshell that is replaced by exec runs no EXIT trap" {
	differs mksh "runs it"
	run script <<-'EOF'
		(trap 'echo wrong' EXIT; exec echo a)
		x=$(trap 'echo wrong' EXIT; exec echo b); echo $x
	EOF
	prints a b
}

@test "cd, umask, options and traps in the shell itself stay" {
	run script <<-'EOF'
		f() { cd /; umask 077; set -f; x=1; }
		if f; then :; fi
		echo $PWD $(umask -S) $x *
		{ cd /usr; set +f; }
		while pwd; do break; done >f 2>/dev/null || :
		for i in 1; do trap 'echo trap' EXIT; done
		case a in a) x=2;; esac
		eval 'x=$x$x'
		echo $PWD $x
	EOF
	exits 0 '/ u=rwx,g=,o= 1 *' '/usr 22' trap
}

@test "exit and failures inside a subshell stay in it" {
	run script <<-'EOF'
		(exit 3); echo $?
		( (exit 4); echo $?; exit 5; echo wrong); echo $?
		x=$( (exit 6); echo $?; exit 7); echo $x $?
		(set -e; false; echo wrong); echo $?
		(: ${u?message}) 2>/dev/null; [ $? -ne 0 ] && echo a
		(exec sh -c 'exit 8'); echo $?
		echo end
	EOF
	exits 0 3 4 5 '6 7' 1 a 8 end
}

@test "subshells nest and each has its own level of everything" {
	run script <<-'EOF'
		x=0
		(x=$((x+1)); (x=$((x+1)); (x=$((x+1)); echo $x); echo $x); echo $x)
		echo $x
		y=$(x=1; echo "$x$(x=2; echo "$x$(x=3; echo $x; )$x")$x"); echo $y $x
		(cd /; (cd /usr; pwd); pwd)
		set -- a; (set -- b c; (set -- d e f; echo $#); echo $#); echo $#
	EOF
	prints 3 2 1 0 '12321 0' /usr / 3 2 1
}

@test "the descriptors of the shell are inherited at the numbers that it got them" {
	run script 5>f 6<<<'six' <<-'EOF'
		echo five >&5
		cat <&6
		sh -c 'echo child >&5'
	EOF
	prints six
	[ "$(cat f)" = $'five\nchild' ]
}
