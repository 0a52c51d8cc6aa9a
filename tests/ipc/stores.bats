#!/usr/bin/env bats
# Stores with a name: shared variables of all shells of a user.

load common

setup() {
	private_directory
	store=bats.$$.$BATS_TEST_NUMBER
	object=/dev/shm/whelk.$(id -u).$store
	export store object
}

teardown() {
	rm -rf "$object"
	show_last_run
}

# Runs a command where /dev/shm is a file system of its own of so many bytes.
with_small_shm() {
	# shellcheck disable=SC2016 # for the inner shell
	unshare "$([ "$(id -u)" -eq 0 ] && echo -m || echo -rm)" sh -c \
		'mount -t tmpfs -o size="$1" tmpfs /dev/shm && shift && exec "$@"' sh "$@"
}

@test "unrelated shells read and write one value, which outlives them" {
	run whelk -c 'shared open $store n=1 text; text="two words"; : $((n += 1))'
	run whelk -c 'shared open $store n text; echo $n, $text; : $((n += 1))'
	[ "$output" = "2, two words" ]
	run whelk -c 'shared open $store n; echo $n; ls -l $object' || return
	[ "${lines[0]}" = 3 ]
	[[ "${lines[1]}" = -rw-------* ]]
}

@test "a value in open counts only where the variable is new" {
	run whelk -c 'shared open $store n=1; shared open $store n=2 m=3; echo $n $m; o=4
		shared open $store o; unset o; shared open $store o=5; echo $o'
	[ "$output" = "1 3
4" ]
}

@test "queues of a store: open -q, and what is a variable is no queue" {
	run whelk -c 'shared open -q -n 2 $store q; shared push q a "b c"; shared open $store n'
	run whelk -c 'shared open -q $store q; shared pop q x; shared pop q y; echo "$x,$y"
		shared open $store q; echo $?; shared open -q $store n; echo $?
		shared open -n 2 $store r; echo $?'
	[ "${lines[0]}" = "a,b c" ]
	[[ "${lines[1]}" = *"q: is no variable in $store" ]]
	[ "${lines[2]}" = 1 ]
	[[ "${lines[3]}" = *"n: is no queue in $store" ]]
	[ "${lines[4]}" = 1 ]
	[[ "${lines[5]}" = *"usage: shared open store"* ]] && [[ "${lines[6]}" = *"open -q"* ]] && [ "${lines[7]}" = 2 ]
}

# STORE_ROUNDS=500 for more.
@test "two shells that are started at once agree, again and again" {
	cat >one.sh <<-'end'
		shared open $store winner=$1 arrived
		: $((arrived += 1))
		shared wait -t 20 arrived 2 || echo alone
		echo $winner
	end
	cat >both.sh <<-'end'
		i=0
		while [ $i -lt ${STORE_ROUNDS:-60} ]; do
			$WHELK one.sh a >a & $WHELK one.sh b >b; wait
			cmp -s a b || { echo "$i: they differ"; cat a b; exit; }
			shared remove $store
			i=$((i + 1))
		done
		echo agreed
	end
	run whelk both.sh
	[ "$output" = agreed ]
}

@test "a maker that is killed at any moment harms nobody" {
	cat >kill.sh <<-'end'
		i=0
		while [ $i -lt ${STORE_ROUNDS:-40} ]; do
			$WHELK -c 'while :; do shared open $store n=1; shared remove $store; done' &
			$WHELK -c 'shared queue q; shared pop -t 0.00'$((i % 10))' q x'
			kill -9 $!; wait $! 2>/dev/null
			$WHELK -c 'shared open $store n=1 && : $((n += 1)) && [ $n -ge 2 ] &&
				shared remove $store' || { echo "$i: failed"; exit; }
			i=$((i + 1))
		done 2>/dev/null
		echo all
	end
	run whelk kill.sh
	[ "$output" = all ]
}

@test "after remove, who has the store keeps it, and the name is free" {
	run whelk -c 'shared open $store n=1; shared remove $store; : $((n += 1)); (n=$((n + 5)))
		echo $n; $WHELK -c "shared open $store n=20; echo \$n"; echo $n
		shared open $store n; echo $n; shared remove $store; shared remove $store; echo $?'
	[ "${lines[0]}" = 7 ]
	[ "${lines[1]}" = 20 ]
	[ "${lines[2]}" = 7 ]
	[ "${lines[3]}" = 20 ]
	[[ "${lines[4]}" = *"$store: no such store" ]] && [ "${lines[5]}" = 1 ]
}

@test "list: stores, variables, sizes, and who holds what" {
	run whelk -c 'shared own=1; shared open $store n=1 s=a text=abc; shared open -q -n 9 $store q
		shared push q x; shared lock n eval "echo \$\$; shared list"'
	holder=${lines[0]}
	[[ "$output" = *"(this shell): 1 variable, "*" bytes
  own: integer
"* ]]
	[[ "$output" = *"$store: 4 variables, "*" bytes
  n: integer, locked by $holder
  q: queue, 1 item, at most 9
  s: text, 1 byte
  text: text, 3 bytes"* ]]
}

@test "one expression cannot assign in two stores" {
	run whelk -c 'shared open $store n=1; shared m=2; (: $((n = 5, m = 6))); echo $? $n $m'
	[[ "${lines[0]}" = *"m: is in another store"* ]]
	[ "${lines[1]}" = "1 1 2" ]
	run whelk -c 'shared open $store n; shared m=2; echo $((n + m)); x=n; (: $((m += n))); echo $?
		(: $((m += x))); echo $? $m'
	[ "${lines[0]}" = 3 ]
	[ "${lines[2]}" = 1 ]
	[ "${lines[4]}" = "1 2" ]
	[[ "${lines[1]}" = *"n: is in another store"* ]] && [[ "${lines[3]}" = *"n: is in another"* ]]
}

@test "a store's name is letters, digits, _ . - and no longer than 64" {
	for name in a/b '' ../x 'a b' "$(printf %065d 0)"; do
		run whelk -c 'shared open "$1" n; echo $?' sh "$name"
		[[ "$output" = *"name"*1 ]] || return
		run whelk -c 'shared remove "$1"; echo $?' sh "$name"
		[[ "$output" = *"name"*1 ]] || return
	done
}

refused() {
	run whelk -c 'shared open $store n=1; echo $?; shared list' || return
	# shellcheck disable=SC2053 # a pattern
	[[ "${lines[0]}" = *"$store: "$1 ]] && [ "${lines[1]}" = 1 ]
}

@test "what is not ours alone, or no store, is refused" {
	touch "$object" && chmod 644 "$object"
	refused "has not mode 0600"
	rm "$object" && ln -s /etc/passwd "$object"
	refused "Too many levels of symbolic links"
	rm "$object" && mkfifo -m 600 "$object"
	refused "is no shared memory"
	rm "$object" && mkdir "$object"
	refused "I*" # Invalid argument, or Is a directory
	rmdir "$object"
	(umask 077 && head -c 200000 /dev/zero | tr '\0' x >"$object")
	refused "is no store of whelk"
	(umask 077 && echo short >"$object")
	refused "is too short"
	rm "$object"
	whelk -c 'shared open $store n'
	printf 9 | dd of="$object" bs=1 seek=7 conv=notrunc 2>/dev/null
	refused "was made by another version of whelk"
	rm "$object"
	whelk -c 'shared open $store n'
	ln "$object" "$object.2"
	refused "has a second name"
	rm "$object.2"
	printf '\377\377\377\377' | dd of="$object" bs=1 seek=44 conv=notrunc 2>/dev/null
	refused "is damaged"
}

@test "another user's store is refused" {
	[ "$(id -u)" -eq 0 ] || object=/dev/shm/whelk.0.$store
	if [ "$(id -u)" -eq 0 ]; then
		(umask 077 && : >"$object") && chown nobody "$object"
		refused "belongs to another user"
	fi
	unprivileged -c 'shared open p n=1; echo $?; shared list; shared remove p' >out
	grep -q '^p: 1 variable' out
}

@test "the umask does not change a store's mode" {
	run whelk -c 'umask 777; shared open $store n=1; umask 0; shared open $store.2 n; ls -l $object*
		shared remove $store.2'
	[[ "${lines[0]}" = -rw-------* ]] && [[ "${lines[1]}" = -rw-------* ]]
}

@test "a store that is cut short under a shell is a message, not its death" {
	run whelk -c 'shared open $store n=1 m; : >$object; echo "[$n]"; echo $?; m=5'
	[[ "$output" = *"n: store is damaged"* ]]
	[ "$status" -lt 128 ]
	rm "$object"
	run whelk -c 'shared open $store n=1; (: >$object); (: $((n += 1))); echo $?
		(shared lock n true); echo $?; (shared add n 1); echo $?'
	[[ "$output" = *"damaged"* ]]
	[ "${lines[-1]}" = 1 ]
}

@test "SHARED_MAX is a number of bytes" {
	for limit in 1M -1 x 0x1 99999999999999999999999; do
		SHARED_MAX=$limit run whelk -c 'shared n; echo $?; shared open $store n; echo $?; ls $object'
		[[ "${lines[0]}" = *"SHARED_MAX: $limit: not a number of bytes" ]] || return
		[[ "${lines[2]}" = *"SHARED_MAX: $limit: not a number of bytes" ]] || return
		[ "${lines[1]}${lines[3]}" = 11 ] || return
		[ ! -e "$object" ] || return
	done
	SHARED_MAX= run whelk -c 'shared n=1; n=$(head -c 300000 /dev/zero | tr "\0" x); echo ${#n}'
	[ "$output" = 300000 ]
}

@test "what cannot be opened is not made" {
	run whelk -c 'i=3; while [ $i -le 20 ]; do
			(ulimit -n $i; shared open $store n=1) 2>/dev/null && break
			[ -e $object ] && echo $i: left
			i=$((i + 1))
		done; [ $i -gt 8 ] && [ $i -lt 20 ]; echo $?'
	[ "$output" = 0 ]
	rm "$object"
	run whelk -c 'readonly r=1; shared open $store r; echo $?; shared open $store n; shared list'
	[ "${lines[1]}" = 1 ]
	[[ "$output" = *"$store: 1 variable, "* ]]
}

@test "names that others wrote into a store do not drive the terminal" {
	whelk -c 'shared open $store longname=1'
	LC_ALL=C sed -i 's/longname/long\x1bame/' "$object"
	run whelk -c 'shared list'
	[[ "$output" = *"  long\x1bame: integer"* ]]
}

@test "a full /dev/shm is a message, and the old value stays" {
	run with_small_shm 64k timeout 20 "$WHELK" -c 'shared open $store n=1; echo $?; ls /dev/shm'
	[[ "${lines[0]}" = *"$store: No space left on device" ]]
	[ "${lines[1]}" = 1 ]
	[ ${#lines[@]} -eq 2 ]
	run with_small_shm 1m timeout 20 "$WHELK" -c 'shared open $store s=old; umask 022
		(s=$(head -c 900000 /dev/zero | tr "\0" x)); echo $? $s; s=new; echo $s'
	[[ "${lines[0]}" = *"s: store is full" ]]
	[ "${lines[1]}" = "1 old" ] && [ "${lines[2]}" = new ]
}

@test "limits: a file's size, SHARED_MAX" {
	run whelk -c 'ulimit -f 1; shared open $store n=1; echo $?'
	[[ "${lines[0]}" = *"$store: File too large" ]]
	[ "${lines[1]}" = 1 ]
	SHARED_MAX=300000 run whelk -c 'shared open $store s=old
		(s=$(head -c 400000 /dev/zero | tr "\0" x)); echo $? $s'
	[[ "${lines[0]}" = *"s: store is full" ]]
	[ "${lines[1]}" = "1 old" ]
	run whelk -c 'shared open $store s; s=$(head -c 400000 /dev/zero | tr "\0" x)'
	SHARED_MAX=300000 run whelk -c 'shared open $store s; echo ${#s}'
	[ "$output" = 400000 ]
}
