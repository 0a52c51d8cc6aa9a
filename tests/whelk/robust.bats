# Whatever the surroundings: whelk says what is wrong, gives a status, and leaves nothing behind.
#
# SPDX-License-Identifier: GPL-3.0-or-later
load ../helper

# A status that the shell gave, not a signal or a time-out.
gave_up() {
	[ "$status" -gt 0 ] && [ "$status" -lt 128 ] && [ "$status" -ne 124 ]
}

# --- descriptors ---

@test "standard descriptors that are closed at the start are nobody's" {
	cat >script <<-'E'
		exec 7>log
		echo out
		echo err >&2
		x=$(echo substituted | cat)
		echo "$x" >&7
		read -r line <<X
		document
		X
		echo "$line" >&7
		(echo subshell >&7) | cat
		exec 8<log
		read -r line <&8 && [ "$line" = substituted ] && exit 3
	E
	local in out err
	for in in '' '<&-'; do
		for out in '' '>&-'; do
			for err in '' '2>&-'; do
				status=0
				eval "whelk ./script >o 2>e $in $out $err" || status=$?
				[ "$status" -eq 3 ]
				printf '%s\n' substituted document subshell | cmp - log
				[ -n "$out" ] || [ "$(cat o)" = out ]
				[ -n "$err" ] || grep -q '^err$' e
				[ -z "$out" ] || [ -n "$err" ] || grep -q 'write error: Bad file' e
			done
		done
	done
}

@test "every built-in reports that its output could not be written" {
	[ -c /dev/full ]
	local command
	while IFS= read -r command; do
		run whelk -c "exec 2>&1 >/dev/full
			$command
			exit"
		if [ "$status" -ne 1 ] || [[ $output != *': write error: No space left on device' ]]; then
			echo "$command"
			return 1
		fi
	done <<-'E'
		alias a=b; alias
		cd /; cd - 
		command -v cat
		command -V cat
		echo x
		export x=1; export -p
		hash cat; hash
		help
		kill -l
		kill -l 9
		printf x
		pwd
		readonly x=1; readonly -p
		set
		set -o
		set +o
		times
		trap : EXIT; trap
		type cat
		ulimit -n
		ulimit -a
		umask
		umask -S
		sleep 0.1 & jobs
		explain: ls | cat
	E
}

@test "with few descriptors left the command fails, and the script goes on where it may" {
	cat >script <<-'E'
		echo a | cat
		{ echo b; } >f
		cat <<X
		c
		X
		. ./dot
		exec 3>f
		echo end
	E
	echo 'echo dot' >dot
	local n status
	for n in 3 4 8 10 11 12 13 14 15 16; do
		status=0
		(
			exec >o 2>e 3>&- 4>&-
			ulimit -n $n
			exec "$WHELK" ./script
		) || status=$?
		[ "$status" -lt 128 ]
		[ "$(tail -n 1 o)" = end ] || [ -s e ] || [ $n -eq 3 ]
		[ "$(grep -c Invalid e)" -eq 0 ]
	done
	run whelk -c 'ulimit -n 12; exec 3>a 4>b 5>c 6>d 7>e 8>f 9>g 10>h 11>i; echo x | cat'
	gave_up
	[[ $output = *'Too many open files'* ]]
	run whelk -c 'ulimit -n 8; command . ./dot; echo >f'
	gave_up && [[ ${lines[0]} = *'Too many open files'* && ${lines[1]} = *'f: Too many open files' ]]
}

@test "no descriptor of the shell's own reaches a child" {
	[ -d /proc/self/fd ]
	cat >script <<-'E'
		exec 5>f
		ls /proc/self/fd | cat
		: "$(ls /proc/self/fd >list)"
		{ ls /proc/self/fd; } >>list
		. ./dot
		f() { trap : INT; (ls /proc/self/fd); }
		f >>list 2>&1 </dev/null
	E
	echo 'ls /proc/self/fd >>list' >dot
	whelk ./script >out
	ls /proc/self/fd 3>&- 4>&- 5>f | cat >want # with what the tests inherited
	cmp want out
	cat want want want want | cmp - list
}

# --- processes ---

# With no process to be had.  Root has no such limit.
without_processes() {
	if [ "$(id -u)" -eq 0 ]; then
		local place status=0
		place=$(mktemp -d /tmp/whelk.XXXXXX) && chmod 755 "$place" && cp "$WHELK" "$place/sh"
		(cd / && setpriv --reuid=54321 --regid=65534 --clear-groups \
			prlimit --nproc=1 "$place/sh" "$@" 3>&- 4>&-) || status=$?
		rm -rf "$place"
		return $status
	fi
	prlimit --nproc=1 "$WHELK" "$@" 3>&- 4>&-
}

@test "a fork that fails is tried for two seconds and then an error" {
	# `exit`, because the last command of a script needs no process.
	local command
	for command in 'x=$(echo a)' '(echo a); exit' 'echo a | cat' ': &' '/bin/true; exit'; do
		run without_processes -c "$command"
		echo "$command"
		gave_up
		[[ $output = *'cannot fork: Resource temporarily unavailable' ]]
	done
}

@test "subshells nest by the hundreds" {
	# Not to the limit: a fork costs the kernel the more the deeper it is.
	run whelk -c 'f() { [ $1 -eq 0 ] || (f $(($1 - 1)); :); }; f 200 && echo end'
	[ "$status" -eq 0 ] && [ "$output" = end ]
}

@test "a writer whose reader has gone dies of SIGPIPE, or fails when that is ignored" {
	run whelk -c 'while echo y; do :; done | head -n 1'
	[ "$status" -eq 0 ]
	[ "$output" = y ]
	run whelk -c 'set -o pipefail; while echo y; do :; done | head -n 1'
	[ "$status" -eq 141 ]
	[ "$output" = y ]
	run whelk -c 'trap "" PIPE; while echo y; do :; done 2>e | head -n 1; cat e'
	[ "$status" -eq 0 ] && [[ $output = y*'write error: Broken pipe' ]]
}

# --- surroundings ---

@test "a working directory that was removed is no reason to die" {
	mkdir gone
	(
		cd gone && rmdir ../gone || exit
		whelk -c 'pwd || echo "pwd $?"; echo *; echo x >f; cat .; command . ./f
			echo "$(cd / && pwd)"; cd / && pwd' 2>&1
	) >out
	grep -q '^pwd 1$' out
	grep -q '^\*$' out
	[ "$(tail -n 2 out)" = $'/\n/' ]
}

@test "an environment that is too large is an error of the command, not of the shell" {
	run whelk -c 'x=$(printf %0200000d 0); export x; /bin/echo a; echo "$?"; echo b | /bin/cat
		(exec /bin/echo c); echo "$? ${#x}"; unset x; /bin/echo d'
	[ "$status" -eq 0 ]
	[[ ${lines[0]} = *'Argument list too long' ]]
	[ "${lines[1]}" = 126 ]
	[ "${lines[5]-}" = d ] || [ "${lines[4]}" = d ]
	awk 'BEGIN { for (i = 0; i < 20000; i++) printf "export v%d=%d\n", i, i }' >many
	run whelk -c '. ./many; sh -c "echo \$v19999"'
	[ "$output" = 19999 ]
}

@test "an empty argument list and strange names in the environment are taken as they are" {
	command -v cc >/dev/null || skip "no C compiler"
	cat >empty.c <<-'E'
		#include <unistd.h>
		int main(int c, char **v)
		{
			char *none[] = {0};
			char *odd[] = {"", "=", "=x", "no", "1a=b", "a b=c", "x=1", "x=2", "\377=\376", 0};
			return c ? execve(v[1], none, odd) : 0;
		}
	E
	cc -w -o empty empty.c
	echo 'echo "${x-} $#"; /bin/echo end' >script
	run ./empty "$WHELK" <script 3>&- 4>&-
	[ "$status" -lt 128 ]
	[ "$status" -ne 0 ] || [ "${lines[1]}" = end ]
}

# --- bytes ---

@test "NUL bytes are skipped or refused, wherever they come from" {
	printf 'echo a\0b\n' >script
	run whelk ./script
	[ "$status" -eq 126 ]
	[[ $output = *'cannot execute: binary file' ]]
	printf 'echo 1\necho a\0b; echo 2\n' >script
	run whelk ./script
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = 1 ]
	[ "${lines[2]}" = 2 ]
	run whelk -c 'x=$(printf "a\0b\0"); echo "$x ${#x}"; printf "a\0b\n" | { read -r y; echo "$y"; }'
	[ "${lines[0]}" = 'ab 2' ]
	[ "${lines[1]}" = ab ]
	head -c 20000 /dev/zero >zero
	run whelk ./zero
	gave_up
	whelk <zero
	{ printf 'cat <<E\na\0b\nE\n'; } | whelk | cmp - <(printf 'ab\n')
}

@test "bytes that are no characters pass through untouched in every locale" {
	cat >script <<-'E'
		x=$(printf '\377\376a\303')
		printf '%s|' "$x" "${x%?}" "${x#?}" "${#x}"
		case $x in ????) echo 4 ;; esac
		case $x in *[!a]) echo y ;; esac
		IFS=$(printf '\377'); set -- b$x; echo "$#"
		: >"$x"; set -- *a?; printf '%s|' "$1"; echo
		eval "$x=1"; y=$x; echo "$((${#y}))"; "$x"
	E
	LC_ALL=C whelk ./script >c 2>err || :
	[ "$(cut -d'|' -f1 c | head -n 1)" = $'\377\376a\303' ]
	grep -q 'xff.xfea.xc3: command not found' err
	rm $'\377\376a\303'
	LC_ALL=C.UTF-8 whelk ./script >utf8 2>err || :
	cmp c utf8
}

@test "control characters, carriage returns and a missing newline are text like any other" {
	printf 'echo a\001b\177\033[0m\r' >script
	whelk ./script | cmp - <(printf 'a\001b\177\033[0m\r\n')
	printf '\033[31m\nexit 3\n' >script
	run whelk ./script
	[ "$status" -eq 3 ] && [ "$output" = './script:1:1: \x1b[31m: command not found' ]
}

# --- what is left behind ---

@test "a shell that is killed leaves no file behind" {
	mkdir tmp
	{
		echo 'echo $$ >pid; cat <<E >/dev/null; : "$(: <<F'
		awk 'BEGIN { for (i = 0; i < 20000; i++) print "a line" }'
		printf '%s\n' F ')"; kill -KILL $$'
		awk 'BEGIN { for (i = 0; i < 20000; i++) print "a line" }'
		echo E
	} >script
	TMPDIR=$PWD/tmp run whelk ./script
	[ "$status" -eq 137 ]
	[ -s pid ] && [ -z "$(ls -A tmp)" ]
}
