# An interactive shell whose lines come from a file: what ends it, what only ends the line (XCU sh,
# 2.8.1), ENV, the history and fc.  What needs a terminal is in tests/pty.

load ../posix/common

# at_prompt [ARGUMENT...]: the lines on standard input, as if they were typed.  Standard error goes where
# `prints` looks.
at_prompt() {
	export PS1='' PS2='' HISTFILE="${HISTFILE-/dev/null}"
	cat >"$BATS_FILE_TMPDIR/typed.$BATS_TEST_NUMBER"
	shell -i "$@" <"$BATS_FILE_TMPDIR/typed.$BATS_TEST_NUMBER" \
		2>"$BATS_FILE_TMPDIR/script.$BATS_TEST_NUMBER.err"
}

# ends_line CONTEXT COMMAND: the command, put in the place of % in the context, ends the line and what
# else is on it, with a message and a status above 0; the shell goes on at the next line.
ends_line() {
	run at_prompt <<<"readonly R=1
		${1/\%/"$2; echo wrong"}; echo wrong
		x=\$?; [ \$x -gt 0 ] && [ \$x -le 127 ] && echo b || echo status \$x"
	complains 0 b
}

# line_goes_on CONTEXT COMMAND: the same, but what follows on the line runs.
line_goes_on() {
	run at_prompt <<<"readonly R=1; f() { :; }
		${1/\%/"$2; [ \$? -gt 0 ] && echo a"}
		echo b"
	complains 0 a b
}

# CONTEXT COMMAND...
all_end_line() { each ends_line "$@"; }
all_go_on() { each line_goes_on "$@"; }

special=('set -o nosuch' 'export 1x=1' '. ./nosuch' 'eval "if ; fi"' ': </nosuch/x' 'exec 3</nosuch/x')
assignment=('R=2' 'R=2 :' 'R=2 true' 'R=2 f' 'R=2 /bin/true' 'R=2 nosuch' 'for R in a; do :; done')
expansion=('echo ${x?}' 'echo $((1/0))' 'true >${x?}' '/bin/true >${x?}' 'y=${x?}' 'y=${x?} /bin/true'
	'for i in ${x?}; do :; done' 'case ${x?} in *) ;; esac' 'set -u; echo $x')

@test "a syntax error ends the line of an interactive shell" {
	run at_prompt <<-'EOF'
		echo wrong; fi
		if true; then
		done
		echo b
	EOF
	exits 0 b
}

@test "an error of a special built-in ends the line of an interactive shell" {
	all_end_line % "${special[@]}"
}

@test "an assignment error ends the line of an interactive shell" {
	all_end_line % "${assignment[@]}"
}

@test "an expansion error ends the line of an interactive shell" {
	all_end_line % "${expansion[@]}"
}

@test "such an error ends the line from inside a function, eval, a dot script, a loop and a trap action" {
	echo '. ./inner' >outer
	for context in 'g() { %; }; g' '{ %; }' 'while :; do %; done' 'if %; then :; fi' '! { %; }' \
		'% || :' 'until %; do :; done' 'case a in a) %;; esac'; do
		all_end_line "$context" "${special[@]}" "${assignment[@]}" "${expansion[@]}" || return
	done
	for error in "${special[@]}" "${assignment[@]}" "${expansion[@]}"; do
		echo "$error; echo wrong" >inner
		all_end_line % '. ./outer' 'eval ". ./inner"' 'trap ". ./inner" USR1; kill -s USR1 $$' ||
			{ echo "inner: $error"; return 1; }
	done
}

@test "other errors do not end the line of an interactive shell" {
	all_go_on % 'nosuch' './nosuch' 'cd /nosuch' 'true </nosuch/x' '/bin/true </nosuch/x' 'f </nosuch/x' \
		'{ :; } </nosuch/x' '( : ) </nosuch/x' 'if :; then :; fi </nosuch/x' '</nosuch/x' 'x=1 </nosuch/x' \
		'while :; do break; done </nosuch/x' 'command set -o nosuch' 'command . ./nosuch' \
		'command : </nosuch/x' 'command export 1x=1' 'read R </dev/null' 'read -Z' 'kill' \
		'getopts a R -a' 'alias nosuch'
}

@test "in a subshell of an interactive shell an error ends the subshell only" {
	for context in '(%)' 'x=$(%)' '{ :; } | { %; }' '{ %; } & wait $!'; do
		for error in "${special[@]}" "${assignment[@]}" "${expansion[@]}"; do
			run at_prompt <<<"readonly R=1; f() { :; }
				${context/\%/"$error; echo wrong >&3"} 3>&1; [ \$? -gt 0 ] && echo a
				echo b"
			exits 0 a b || { echo "IN: $context $error"; return 1; }
		done
	done
}

@test "an exec that fails does not end an interactive shell" {
	run at_prompt <<-'EOF'
		exec nosuch
		echo $?
		exec ./nosuch
		echo $?
	EOF
	exits 0 127 127
}

@test "an interactive shell is not ended by SIGTERM, SIGQUIT and SIGINT, unless trap says so" {
	run at_prompt <<-'EOF'
		kill -s TERM $$
		kill -s QUIT $$
		kill -s INT $$
		echo here
		trap 'echo trapped' TERM
		kill -s TERM $$
		trap - TERM
		kill -s TERM $$
		echo still
	EOF
	exits 0 here trapped still
	run at_prompt -c 'kill -s TERM $$; echo here'
	exits 0 here
}

@test "what an interactive shell starts has the default actions of signals" {
	run at_prompt <<-'EOF'
		sh -c 'kill -s TERM $$'; kill -l $?
		sh -c 'kill -s QUIT $$'; kill -l $?
		sh -c 'kill -s INT $$'
		kill -l $?
	EOF
	exits 0 TERM QUIT INT
}

@test "a FIFO that was left non-blocking is blocking for the shell and for its commands" {
	cat >open.sh <<-'EOF'
		exec 5<>"$1" <"$1"
		perl -MFcntl -e 'fcntl(STDIN, F_SETFL, fcntl(STDIN, F_GETFL, 0) | O_NONBLOCK)'
		exec "$2" $3
	EOF
	for options in -s -is; do
		rm -f q && mkfifo q
		{ echo 'head -c 5 && exit'; sleep 0.3; echo late; } >q &
		PS1='' shell -c '. ./open.sh q "$0" "$1"' "$WHELK" "$options" >out 2>/dev/null
		[ "$(<out)" = late ] || return
	done
}

@test "-i makes a shell interactive with -c, with a file and with -s; \$- says so" {
	echo 'case $- in *i*) echo "i $1";; esac' >file
	run at_prompt -c 'case $- in *i*) echo "i $1";; esac' name one </dev/null
	exits 0 'i one'
	run at_prompt file one </dev/null
	exits 0 'i one'
	run at_prompt -s one <file
	exits 0 'i one'
	run at_prompt <<<'case $- in *m*) echo m;; esac; set +m; case $- in *m*) ;; *) echo none;; esac'
	exits 0 m none
}

@test "ENV is expanded and its commands run before the first, one complete command after the other" {
	printf '%s\n' 'alias greet="echo hello"' 'greet "$-$0"' 'var=set' 'f() { echo function; }' 'return' \
		'echo wrong' >start
	export name=start ENV='$HOME/${name}'
	run at_prompt <<<'greet $var; f'
	[[ $output == hello*i*$'\nhello set\nfunction' ]]
	run shell -c 'echo $var' <<<''
	[ -z "$output" ]
}

@test "an error in the ENV file, or none there, leaves a shell" {
	export ENV="$HOME/start"
	for text in 'fi' 'echo ${x?}' 'readonly R=1; R=2' '. ./nosuch' 'nosuch'; do
		echo "$text" >start
		run at_prompt <<<'echo here'
		exits 0 here || { echo "in: $text"; return 1; }
	done
	rm start
	run at_prompt <<<'echo here'
	exits 0 here
	mkdir start
	run at_prompt <<<'echo here'
	exits 0 here
}

@test "ENV is ignored where the real and the effective user or group differ" {
	[ "$(id -u)" -eq 0 ] || skip "only root can give a program to another user and set its user ID"
	local place mode
	# Where the other user can read it: otherwise nothing would be run in any case.
	place=$(mktemp -d /tmp/whelk.XXXXXX) && chmod 755 "$place" && cp "$WHELK" "$place/borrowed"
	echo 'echo read' >"$place/start" && chmod 644 "$place/start"
	chown nobody:nogroup "$place/borrowed"
	for mode in 755 4755 2755; do
		chmod $mode "$place/borrowed"
		ENV=$place/start run "$place/borrowed" -i -c 'echo here' 3>&- 4>&-
		echo "$mode: $output" >>said
	done
	rm -rf "$place"
	[ "$(<said)" = $'755: read\nhere\n4755: here\n2755: here' ]
}

# --- fc ---

history() {
	local HISTFILE=$BATS_TEST_TMPDIR/history
	rm -f "$HISTFILE"
	export HISTFILE
	at_prompt "$@"
}

@test "fc -l lists the last 16 commands, and not itself" {
	run history <<-'EOF'
		: 1
		: 2
		fc -l
	EOF
	exits 0 $'1\t: 1' $'2\t: 2'
	run history <<<"$(for i in $(seq 20); do echo ": $i"; done; echo fc -l)"
	exits 0 "$(for i in $(seq 5 20); do printf '%s\t: %s\n' "$i" "$i"; done)"
}

@test "fc takes numbers, distances and beginnings of commands, in either order" {
	list() {
		run history <<<": one
: two
: three
$1"
		shift
		exits 0 "$@"
	}
	list 'fc -l 2' $'2\t: two' $'3\t: three' &&
		list 'fc -l +2 2' $'2\t: two' &&
		list 'fc -l 3 1' $'3\t: three' $'2\t: two' $'1\t: one' &&
		list 'fc -lr 1 3' $'3\t: three' $'2\t: two' $'1\t: one' &&
		list 'fc -lr 3 1' $'1\t: one' $'2\t: two' $'3\t: three' &&
		list 'fc -rln 1 2' $'\t: two' $'\t: one' &&
		list 'fc -l -2' $'2\t: two' $'3\t: three' &&
		list 'fc -l -- -3 -2' $'1\t: one' $'2\t: two' &&
		list 'fc -ln ": t"' $'\t: three' &&
		list 'fc -l ": on" 2' $'1\t: one' $'2\t: two' &&
		list 'fc -l 0002 2' $'2\t: two' &&
		list 'fc -l -99 99' $'1\t: one' $'2\t: two' $'3\t: three' &&
		list 'fc -l 99 -99' $'3\t: three' $'2\t: two' $'1\t: one' &&
		list 'fc -l nosuch; echo $?' 1
}

@test "a command of several lines is one entry, its later lines listed after a tab" {
	run history <<-'EOF'
		for i in 1; do

		echo "$i"; done
		cat <<END
		text
		END
		fc -l
		fc -s for
	EOF
	exits 0 1 text $'1\tfor i in 1; do\n\t\n\techo "$i"; done' $'2\tcat <<END\n\ttext\n\tEND' 1
}

@test "fc edits with -e, FCEDIT or ed; what it runs takes its place in the history" {
	mkdir bin
	printf '%s\n' '#!/bin/sh' 'sed "s/one/$1/" "$2" >edited && cat edited >"$2"' >bin/change
	printf '%s\n' '#!/bin/sh' 'cat >/dev/null; change by-ed "$1"' >bin/ed
	printf '%s\n' '#!/bin/sh' 'exec change by-name "$1"' >bin/other
	chmod +x bin/*
	PATH=$PWD/bin:$PATH run history <<-'EOF'
		echo one
		fc -e other
		FCEDIT="change by-variable" fc 1
		FCEDIT=wrong fc -e other 1 2>/dev/null
		fc -l
	EOF
	exits 0 one by-name by-variable by-name $'1\techo one' $'2\techo by-name' $'3\techo by-variable' \
		$'4\techo by-name'
	[[ $(<history) == 'echo one
echo by-name
echo by-variable
echo by-name
fc -l' ]]
	PATH=$PWD/bin:$PATH run history <<<$'echo one\nfc </dev/null\nFCEDIT= fc 1 </dev/null'
	exits 0 one by-ed by-ed
}

@test "fc presents a range of commands at once, and runs each as an entry of its own" {
	printf '%s\n' '#!/bin/sh' 'cp "$1" seen; echo ": added" >>"$1"' >editor
	chmod +x editor
	for range in '1 3:: 1;: 2;: 3' '3 1:: 3;: 2;: 1' '-r 1 3:: 3;: 2;: 1' \
		'-r 3 2:: 2;: 3' '1 99:: 1;: 2;: 3' '-- -99 2:: 1;: 2' '-- -2 -1:: 2;: 3'; do
		wanted=${range#*:}
		run history <<<$': 1\n: 2\n: 3\nfc -e ./editor '"${range%%:*}"$'\nfc -ln 4'
		[ "$(paste -sd ';' seen)" = "$wanted" ] &&
			[ "$(tr -d '\t' <<<"$output" | paste -sd ';')" = "$wanted;: added" ] ||
			{ echo "in: $range"; cat seen; return 1; }
	done
}

@test "an editor that fails runs nothing, and its fc is not in the history" {
	run history <<-'EOF'
		echo one
		fc -e false; echo $?
		fc -e 'rm -f' >/dev/null 2>&1; echo $?
		fc -e nosuch 2>/dev/null; echo $?
		fc -e false 77 2>/dev/null; echo $?
		fc -ln
	EOF
	exits 0 one 1 1 127 1 $'\techo one' $'\tfc -e false 77 2>/dev/null; echo $?'
	[ -z "$(find "${TMPDIR:-/tmp}" -name 'whelk-fc.*' -user "$(id -un)")" ]
}

@test "fc -s runs a command again, the first old in it new, with fc's assignments and redirections" {
	run history <<-'EOF'
		echo a-a $X
		fc -s a=b
		fc -s echo=printf\ %s\\\\n 1
		X=7 fc -s 1
		fc -s a= 1 >out; cat out
		fc -s -- -2 2>err; cat err
		fc -s nosuch; echo $?
		fc -s a=b c d; echo $?
	EOF
	exits 0 a-a b-a a-a 'a-a 7' '-a' a-a 'echo a-a $X' 1 2
}

@test "a history file that cannot be used is named once, and fc works without" {
	export HISTFILE=/nosuch/file
	run at_prompt <<<$': one\n: two\nfc -l\nHISTFILE=$PWD/there\n: three'
	exits 0 $'1\t: one' $'2\t: two'
	[ "$(cat "$BATS_FILE_TMPDIR/script.$BATS_TEST_NUMBER.err")" = \
		"$WHELK: /nosuch/file: cannot save the history: No such file or directory" ]
	[ "$(<there)" = ': three' ]
}

@test "fc has no history in a script" {
	run script <<-'EOF'
		fc -l >out 2>&1 || echo failed
		fc -e true 2>/dev/null || echo failed
		fc -s 2>/dev/null || echo failed
		echo on
	EOF
	exits 0 failed failed failed on
}

@test "HISTSIZE is how many commands fc reaches" {
	HISTSIZE=3 run history <<<$': 1\n: 2\n: 3\n: 4\nfc -l'
	exits 0 $'3\t: 3' $'4\t: 4'
}
