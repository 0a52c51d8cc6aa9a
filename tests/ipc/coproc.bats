#!/usr/bin/env bats
# Coprocesses: coproc NAME { list; }.

load common

@test "it reads what is written to NAME_IN, and what it writes is read from NAME_OUT" {
	script 'coproc UP { while read -r l; do echo "<$l>"; done; }
		for w in one two; do echo "$w" >&"$UP_IN"; read -r x <&"$UP_OUT"; echo "$x"; done
		[ "$UP_PID" = "$!" ] && [ "$UP_IN" -ge 10 ] && [ "$UP_OUT" -ge 10 ] && echo known'
	[ "$output" = $'<one>\n<two>\nknown' ]
}

@test "it ends when its input is closed, and is waited for as any job" {
	script 'coproc SUM { n=0; while read -r x; do n=$((n + x)); done; echo "$n"; exit 3; }
		seq 10 >&"$SUM_IN"; exec {SUM_IN}>&-; read -r n <&"$SUM_OUT"; echo "$n"
		wait "$SUM_PID"; echo "$?"; exec {SUM_OUT}<&-'
	[ "$output" = $'55\n3' ]
}

@test "none of several holds another's ends open" {
	script 'coproc A { cat; }; coproc B { cat; }; coproc C (cat)
		for n in A B C; do eval "echo $n >&\$${n}_IN; exec {${n}_IN}>&-; cat <&\$${n}_OUT"; done
		wait; echo end'
	[ "$output" = $'A\nB\nC\nend' ]
}

@test "what runs in the background keeps no end open that it does not name" {
	script 'mkfifo never; coproc A { cat; }; (read -r x <never) & { read -r x <never; } | (read -r x <never) &
		exec 3> >(read -r x <never); l=$!
		echo x >&"$A_IN"; exec {A_IN}>&-; cat <&"$A_OUT"; echo end; exec 3<>never; printf "\n\n\n\n" >&3; wait; wait "$l"; rm never'
	[ "$output" = $'x\nend' ]
}

@test "what runs in the background has the ends that it names, a subshell all" {
	script 'coproc A { cat; }; { echo one; echo two; } >&"$A_IN" & wait "$!"
		{ read -r x <&"$A_OUT"; echo "$x"; } & wait "$!"
		(f() { read -r x <&"$A_OUT"; echo "$x"; }; f)
		coproc B { cat <&"$A_OUT"; }; exec {A_OUT}<&-; echo three >&"$A_IN"; exec {A_IN}>&-; cat <&"$B_OUT"'
	[ "$output" = $'one\ntwo\nthree' ]
}

@test "what runs in the background has the ends that its functions name" {
	script 'coproc A { cat; }; work() { inner; }; inner() { read -r x <&"$A_OUT"; echo "got $x"; }; idle() { read -r x <never; }
		mkfifo never; idle & echo hi >&"$A_IN"; work & wait "$!"
		exec {A_IN}>&-; wait "$A_PID"; echo end; exec 3<>never; rm never; echo >&3'
	[ "$output" = $'got hi\nend' ]
}

@test "a new one of the same name closes what the old one had" {
	script 'coproc A { cat; echo old is done >&2; }; old=$A_PID; coproc A { cat; }; wait "$old"
		echo new >&"$A_IN"; exec {A_IN}>&-; cat <&"$A_OUT"'
	[ "$output" = $'old is done\nnew' ]
}

@test "programs do not inherit its descriptors" {
	script 'ls /proc/self/fd >before; coproc A { cat; }; ls /proc/self/fd | cmp - before && echo same
		exec {A_IN}>&-; wait'
	[ "$output" = same ]
}

@test "the end of the shell is the end of its input" {
	local until=$((SECONDS + 20))
	script 'coproc A { cat; : >ended; }; echo x >&"$A_IN"; read -r x <&"$A_OUT"; echo "$x"'
	[ "$output" = x ]
	until [ -e ended ]; do [ "$SECONDS" -lt "$until" ] && sleep 0.02; done
}

@test "elsewhere coproc is a name like any other" {
	script 'coproc() { echo "[$*]"; }; coproc x y; coproc; "coproc" x {; coproc x-y "{"'
	[ "$output" = $'[x y]\n[]\n[x {]\n[x-y {]' ]
	run whelk --posix -c 'coproc() { echo "[$*]"; }; coproc x {'
	[ "$output" = '[x {]' ]
}

@test "jobs and explain: show it as it is written" {
	script 'coproc Y { cat; }; jobs; exec {Y_IN}>&-
		explain: coproc X { a; b; } >c'
	[[ $output == *'Running coproc Y { cat; }'* ]]
	[[ $output == *'coproc X { a; b; } >c'* ]]
}
