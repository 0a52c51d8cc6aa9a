#!/usr/bin/env bats
# Shared variables: what all processes of a shell read and write.

load ../helper

@test "four jobs count without losing one" {
	run whelk -c 'shared n=0
		for i in 1 2 3 4; do
			(j=0; while [ $j -lt 2000 ]; do : $((n += 1)); j=$((j + 1)); done) &
		done
		wait; echo $n'
	[ "$output" = 8000 ]
}

@test "a subshell, a pipeline's stage and a background list write what the shell reads" {
	run whelk -c 'shared a b c; (a=1); echo two | read b; c=3 & wait; echo $a-$b-$c'
	[ "$output" = 1-two-3 ]
}

@test "a declaration keeps the value a name had, and takes several names" {
	run whelk -c 'x="old value"; shared x y=2 z; (x=$x!); echo "$x,$y,${z-unset}"'
	[ "$output" = "old value!,2,unset" ]
}

@test "a value of shared is not split" {
	run whelk -c 'a="1  2"; shared n=$a; echo "$n"'
	[ "$output" = "1  2" ]
}

@test "values keep every byte, and may be a mebibyte" {
	run whelk -c 'shared s=; (s=$(printf "a\nb\377\n.")); printf %s "$s" | od -An -tx1
		(s=$(head -c 1048576 /dev/zero | tr "\0" x)); echo ${#s}'
	[ "${lines[0]}" = " 61 0a 62 ff 0a 2e" ]
	[ "${lines[1]}" = 1048576 ]
}

@test "a text is the same text when it is read twice in one word" {
	run whelk -c 'shared n=12345; echo ${n#$n}-${n%"${n#12}"}-$n$n'
	[ "$output" = -12-1234512345 ]
}

@test "what another process wrote is there at the next read, whatever it was before" {
	run whelk -c 'shared n; i=0 wrong=0
		while [ $i -lt 200 ]; do
			for value in aa$i bb$i 12$i "" bb$i "$(printf %1000d $i)" -$i 1x; do
				(n=between; n=$value); [ "$n" = "$value" ] && [ "$n$n" = "$value$value" ] || : $((wrong += 1))
			done
			i=$((i + 1))
		done; echo $wrong
		n=12; x=$n; (n=14); echo $((n)) ${#n} $n; (n=text); echo ${#n} $n; (n=4); echo $((n + 1))'
	[ "$output" = "0
14 2 14
4 text
5" ]
}

@test "words are operands after --, and options that are none are named" {
	run whelk -c 'shared -- wait=1 lock; echo $wait ${lock-unset}; shared add -- wait 2; echo $wait
		shared -x; echo $?; shared list -x; echo $?; shared lock -x; echo $?; shared lock -t x wait :
		echo $?'
	[ "${lines[0]}" = "1 unset" ]
	[ "${lines[1]}" = 3 ]
	[[ "${lines[2]}" = *"shared: -x: unknown option" ]]
	[ "${lines[17]}" = 2 ]
	[[ "${lines[18]}" = *"shared: -x: unknown option" ]] && [ "${lines[20]}" = 2 ]
	[[ "${lines[21]}" = *"shared: -x: unknown option" ]] && [ "${lines[23]}" = 125 ]
	[[ "${lines[24]}" = *"shared: x: not a number of seconds" ]] && [ "${lines[25]}" = 125 ]
}

@test "an array is not shared, nor an element" {
	run whelk -c 'shared a[1]=x; echo $? ${a-unset}; shared a=(1 2); echo $? ${a-unset}
		shared a=1; (a[1]=x); echo $? $a'
	[[ "${lines[0]}" = *"shared: a[1]=x: an array cannot be shared" ]]
	[ "${lines[1]}" = "1 unset" ]
	[[ "${lines[2]}" = *"shared: a=(1 2): an array cannot be shared" ]]
	[ "${lines[3]}" = "1 unset" ]
	[ "${lines[5]}" = "1 1" ]
}

@test "a declaration puts a value into the form that declare asked for" {
	run whelk -c 'declare -i n; shared n=1+1; echo $n; n=n+1; echo $n; declare -u u; shared u=abc; echo $u'
	[ "$output" = $'2\n3\nABC' ]
}

@test "what cannot be written at the end is refused at the beginning" {
	run whelk -c 'readonly REPLY; shared n=1; shared add n 1; echo $? $n; shared queue q r; shared push q a
		shared pop q r; echo $?; readonly x; shared pop q x; echo $?; shared length q'
	[[ "${lines[0]}" = *"REPLY: is readonly" ]]
	[ "${lines[1]}" = "1 1" ]
	[[ "${lines[2]}" = *"r: is a queue" ]]
	[ "${lines[3]}" = 1 ]
	[[ "${lines[4]}" = *"x: is readonly" ]]
	[ "${lines[5]}${lines[6]}" = 11 ]
}

@test "for, read and appending write a shared variable" {
	run whelk -c 'shared n=; for n in a b; do :; done; (echo $n); n=$n$n; (echo $n)
		read n <<-end
		line
		end
		(echo $n)'
	[ "$output" = "b
bb
line" ]
}

@test "unset, readonly and local act in this process only" {
	run whelk -c 'shared n=1; (unset n; n=2); echo $n; f() { local n=3; echo $n; }; f; echo $n
		(readonly n; n=4); echo $?; n=5; echo $n; unset n; n=6; echo $n'
	[ "${lines[0]}" = 1 ]
	[ "${lines[1]}" = 3 ]
	[ "${lines[2]}" = 1 ]
	[[ "${lines[3]}" = *"n: is readonly" ]]
	[ "${lines[5]}" = 5 ] && [ "${lines[6]}" = 6 ]
}

@test "set shows them" {
	run whelk -c 'shared n=1 m x; m=2; set | grep "^[nmx]="; unset m; set | grep "^[nmx]="'
	[ "$output" = "m=2
n=1
n=1" ]
}

@test "an exported one reaches programs with the value it has then" {
	run whelk -c 'shared n=1; export n; printenv n; (n=2); printenv n'
	[ "$output" = "1
2" ]
}

@test "what has a meaning to the shell cannot be shared" {
	for name in IFS PATH PWD LINENO OPTIND PS1 LC_ALL; do
		run whelk -c "shared $name; echo \$?"
		[[ "${lines[0]}" = *"$name: has a meaning to the shell"* ]]
		[ "${lines[1]}" = 1 ]
	done
}

@test "assignments of one expression take effect together, or not at all" {
	run whelk -c 'shared a=1 b=2; (: $((c = a, a = b, b = c))); echo $a $b; (: $((a = 9, 1 / 0)))
		(: $((a = 9, b = x y))) ; echo $a $b'
	[ "${lines[0]}" = "2 1" ]
	[ "${lines[-1]}" = "2 1" ]
}

@test "an expression sees what it has assigned before" {
	run whelk -c 'shared n=1; echo $((n = 5, n++, n *= 2, n + 1)); echo $n'
	[ "$output" = "13
12" ]
}

@test "swap writes only over the value it was told, add leaves the sum in REPLY" {
	run whelk -c 'shared n=1; shared swap n 1 2; echo $? $n; shared swap n 1 3; echo $? $n
		shared add n 40; echo $REPLY $n; n=x; shared add n 1; echo $? $n'
	[ "${lines[0]}" = "0 2" ]
	[ "${lines[1]}" = "1 2" ]
	[ "${lines[2]}" = "42 42" ]
	[[ "${lines[3]}" = *"n: not an integer: 'x'" ]]
	[ "${lines[4]}" = "1 x" ]
}

@test "lock runs a function, a built-in or a program, one at a time" {
	run whelk -c 'shared n=0; add() { i=$n; sleep 0.02; n=$((i + 1)); return 3; }
		for i in 1 2 3 4 5; do shared lock n add & done; wait; echo $n
		shared lock n add; echo $?; shared lock n printenv LOCK_DIED'
	[ "$output" = "5
3
0" ]
}

@test "lock -n and -t give up, and asking again is an error" {
	run whelk -c 'shared n held=; hold() { held=1; shared wait held ""; }
		shared lock n hold & shared wait held 1
		shared lock -n n true; echo $?; shared lock -t 0.1 n true; echo $?; held=; wait
		shared lock n shared lock n true; echo $?'
	[ "${lines[0]}" = 1 ]
	[ "${lines[1]}" = 124 ]
	[[ "${lines[2]}" = *"n: already locked by this command" ]]
	[ "${lines[3]}" = 125 ]
}

@test "what runs beside the command that has a lock has not got it, a background job or a coprocess" {
	run whelk -c 'shared n; try() { shared lock -n n true; echo $?; }
		job() { { x=$(try); echo "$x"; } & wait; }; shared lock n job
		beside() { coproc C { try; }; read -r x <&$C_OUT; echo "$x"; }; shared lock n beside'
	[ "$output" = $'1\n1' ]
}

@test "a holder that is killed frees its lock, and the next one is told" {
	run whelk -c 'shared n held=; hold() { held=1; shared wait n never; }
		shared lock n hold & shared wait held 1; kill -9 $!
		shared lock -t 5 n eval "echo \$LOCK_DIED"; shared lock n eval "echo \$LOCK_DIED"' 2>/dev/null
	[ "${lines[-2]}" = 1 ]
	[ "${lines[-1]}" = 0 ]
}

@test "wait: a value, a comparison, any change, a limit" {
	run whelk -c 'shared n=0; (sleep 0.1; n=5) & shared wait n 5; echo $? $n; wait
		(while [ $n -lt 9 ]; do : $((n += 1)); done) & shared wait n -ge 9; echo $n; wait
		(n=change); shared wait n; echo $?; shared wait -t 0.1 n; echo $?
		(sleep 0.2; n=6) & shared wait -t 20 n; echo $? $n; wait
		(sleep 0.2; : $((n += 1))) & shared wait -t 20 n; echo $? $n; wait
		(sleep 0.2; unset n; n=8; shared n) & shared wait -t 1 n; echo $? $n'
	[ "$output" = "0 5
9
0
124
0 6
0 7
124 7" ]
}

@test "a trap ends wait and then runs" {
	run whelk -c 'shared n=0; trap "echo trapped" USR1; (sleep 0.2; kill -USR1 $$) &
		shared wait -t 20 n 1; echo $(($? > 128))'
	[ "$output" = "trapped
1" ]
}

@test "each item of a queue goes to one pop, and each is there" {
	run whelk -c 'shared queue -n 3 q; shared sum=0 count=0
		for w in 1 2 3; do
			while shared pop q item; do : $((sum += item, count += 1)); done &
		done
		i=0; while [ $i -lt 300 ]; do i=$((i + 1)); shared push q $i; done
		shared close q; wait; echo $sum $count; shared length q'
	[ "$output" = "45150 300
0" ]
}

@test "a queue keeps order and newlines, a closed one takes nothing, a full one waits" {
	run whelk -c 'shared queue -n 2 q; shared push q "a
b" c; shared push -t 0.1 q d; echo $?; shared pop q x; echo "$x"; shared close q
		shared pop q x; echo "$x"; shared pop q x; echo $?; shared push q e; echo $?; echo "[$q]"'
	[ "${lines[0]}" = 124 ]
	[ "${lines[1]}${lines[2]}${lines[3]}${lines[4]}" = abc1 ]
	[[ "${lines[5]}" = *"q: is closed" ]]
	[[ "${lines[7]}" = *"q: is a queue" ]]
}

@test "long items go through a queue whole, and their room is used again" {
	SHARED_MAX=2000000 run whelk -c 'shared queue -n 2 q; shared n=0
		x=$(head -c 300000 /dev/zero | tr "\0" x)
		(i=0; while [ $i -lt 20 ]; do shared push q "$x$i"; i=$((i + 1)); done; shared close q) &
		while shared pop q y; do [ "$y" = "$x$n" ] && : $((n += 1)); done; echo $n
		shared queue -n 1 r; shared push r "$x"; i=0
		while shared push -t 0 r "$x"; [ $? = 124 ] && [ $i -lt 20 ]; do i=$((i + 1)); done; echo $i'
	[ "$output" = $'20\n20' ]
}

@test "a full store is an error, and the old value stays" {
	SHARED_MAX=1000000 run whelk -c 'shared s=old; s=$(head -c 3000000 /dev/zero | tr "\0" x)
		echo not here'
	[[ "$output" = *"s: store is full" ]]
	SHARED_MAX=1000000 run whelk -c 'shared s=old
		(s=$(head -c 3000000 /dev/zero | tr "\0" x)) 2>/dev/null; echo $? $s'
	[ "$output" = "1 old" ]
	run whelk -c 'shared s=old; ulimit -f 100
		(s=$(head -c 3000000 /dev/zero | tr "\0" x)) 2>/dev/null; echo $? $s'
	[ "$output" = "1 old" ]
}

@test "the store's descriptor reaches no program" {
	run whelk -c 'shared n=1; ls -l /proc/self/fd | grep -c memfd'
	[ "$output" = 0 ]
}

@test "a queue has no value: an expansion of it is an error" {
	run whelk -c 'shared queue q; (echo "[$q]"; echo not here); echo $?; (echo ${q-x}); echo $?
		(: $((q + 1))); echo $?; (: $((q += 1))); echo $?; q=1; echo not here'
	[ "${#lines[@]}" -eq 9 ]
	for i in 0 2 4 6 8; do [[ "${lines[i]}" = *"q: is a queue" ]] || return; done
	[ "${lines[1]}${lines[3]}${lines[5]}${lines[7]}" = 1111 ]
}

@test "declared again and again, a variable takes no more room" {
	SHARED_MAX=131072 run whelk -c 'i=0; f() { local n m; shared m=$1; shared queue n; shared push n a b; }
		room() { shared list 2>/dev/null | grep "^(this"; }
		while [ $i -lt 100000 ]; do shared n=$i text=some_text_$i; i=$((i + 1)); done; (echo $n $text)
		while [ $i -gt 95000 ]; do f $i; shared u=$i; unset u; i=$((i - 1)); done; echo $m.$u.$n
		room; while [ $i -gt 94400 ]; do shared n=$i text=some_text_$i; (n=$i$n); i=$((i - 1)); done
		(while [ $i -gt 93900 ]; do shared n=$i text=some_text_$i; (n=1) & wait; i=$((i - 1)); done
			room); echo $n; room'
	[ "${lines[0]}" = "99999 some_text_99999" ]
	[ "${lines[1]}" = ..99999 ]
	[ "${lines[2]}" = "(this shell): 2 variables, 131072 bytes" ]
	[ "${lines[3]}" = "${lines[2]}" ]
	[ "${lines[4]}" = 9440194401 ]
	[ "${lines[5]}" = "${lines[2]}" ]
}

@test "a declaration leaves the old variable to the processes that have it" {
	run whelk -c 'shared n=old done=; (shared wait -t 20 done 1; echo $n; n=x) & shared n=new
		(n=newer); done=1; wait; echo $n'
	[ "$output" = "old
newer" ]
}

@test "trap BUS and a store that is cut short do not meet" {
	store=bats.$$ object=/dev/shm/whelk.$(id -u).bats.$$
	export store object
	run whelk -c 'shared open $store n=1; trap "echo trapped" BUS; kill -BUS $$
		(: >$object; echo $n); echo $?; trap "" BUS; kill -BUS $$; trap - BUS; echo still
		kill -BUS $$; echo not here'
	rm -f "$object"
	[ "${lines[0]}" = trapped ]
	[[ "${lines[1]}" = *"n: store is damaged" ]]
	[ "${lines[2]}" = 1 ]
	[ "${lines[3]}" = still ]
	[ "${#lines[@]}" -eq 4 ]
	[ "$status" -eq 135 ]
}

@test "who waits sleeps" {
	run whelk -c 'shared n=0 ready=0; shared queue q
		switches() { while read -r name count; do case $name in vol*|nonvol*) echo $count ;; esac
			done </proc/$1/status; }
		hold() { : $((ready += 1)); shared wait n 1; }
		shared lock n hold & shared wait ready 1
		shared lock n true & a=$!
		shared wait n 1 & b=$!
		shared pop q x & c=$!
		sleep 0.3; before=$(switches $a; switches $b; switches $c)
		sleep 1.5; after=$(switches $a; switches $b; switches $c)
		[ "$before" = "$after" ] && echo asleep || echo "$before" / "$after"
		n=1; shared push q x; wait $a && wait $b && wait $c && echo done'
	[ "$output" = "asleep
done" ]
}

@test "of those who wait for a lock, one gets it when its holder is killed" {
	run whelk -c 'shared n held=0 turns=0; hold() { held=1; shared wait n never; }
		turn() { : $((turns += 1)); [ $LOCK_DIED = 0 ] || echo died; }
		shared lock n hold & holder=$!; shared wait held 1
		for i in 1 2 3 4; do shared lock n turn & done; sleep 0.3
		kill -9 $holder; wait 2>/dev/null; echo $turns' 2>/dev/null
	[ "${lines[-2]}" = died ] && [ "${lines[-1]}" = 4 ]
}

@test "an expression may be run again only if nobody can notice" {
	run whelk -c 'shared n=0 m=0; for j in 1 2 3 4; do
			(i=0 c=0; while [ $i -lt 3000 ]; do : $((c += 1, n += 1, m = n)); i=$((i + 1)); done
			echo $c) &
		done; wait; echo $n $m'
	[ "$output" = "3000
3000
3000
3000
12000 12000" ]
}

@test "a program that exec starts has the lock until it ends" {
	run whelk -c 'shared n=0 held=0; f() { held=1; exec sleep 0.5; }
		shared lock n f & shared wait held 1; sleep 0.1
		shared lock -n n true; echo $?; shared lock n eval "echo \$LOCK_DIED"
		(shared lock n exec sh -c "exit 7"); echo $?; shared lock n eval "echo \$LOCK_DIED"'
	[ "$output" = "1
0
7
0" ]
}

@test "integers of 64 bits are shared too" {
	run whelk -c 'shared n=9223372036854775807; (: $((n -= 1))); echo $n; (n=-9223372036854775807)
		: $((n -= 1)); echo $n; (: $((n = 1 << 60))); : $((n += 1)); echo $n'
	[ "$output" = "9223372036854775806
-9223372036854775808
1152921504606846977" ]
}
