# Nothing is nested too deeply, too long or too many for whelk to say so: each case ends with a
# status, never by a signal, with the stack that is usual and with a small one.
#
# SPDX-License-Identifier: GPL-3.0-or-later
load ../helper

# Whoever recurses 100,000 deep has to be stopped, with any build.
deep=100000

# repeat COUNT TEXT: without a newline.
repeat() {
	awk -v count="$1" -v text="${2//\\/\\\\}" 'BEGIN {
		for (i = 0; i < count; i++)
			printf "%s", text
	}'
}

# nested OPEN MIDDLE CLOSE: a script, deep levels of it.
nested() {
	repeat $deep "$1"
	printf %s "$2"
	repeat $deep "$3"
	echo
}

# The script on standard input, under both stacks: `ended STATUS...` for each says how it may end.
# 124 is a time-out, above 128 a signal.
ended() {
	local stack result bad=0
	cat >script
	for stack in 8192 512; do
		result=0
		(ulimit -s $stack && whelk ./script </dev/null >out 2>err) || result=$?
		case " $* " in
		*" $result "*) ;;
		*) bad=1 ;;
		esac
		if [ $result -ne 0 ] && [ ! -s err ]; then
			echo "no message"
			bad=1
		fi
		if [ $bad -ne 0 ]; then
			printf 'stack %s, status %s: %.60s\n%.300s\n' \
				$stack $result "$(head -c 60 script)" "$(head -c 300 err)"
			return 1
		fi
	done
}

refused() {
	ended 1 2
}

# Runs to its end, which prints `end`.
runs() {
	ended 0 && [ "$(tail -n 1 out)" = end ] && [ ! -s err ]
}

@test "commands nested 100,000 deep are refused" {
	nested '( ' : ')' | refused
	nested '( ' : '' | refused
	nested '{ ' ':;' ' }' | refused
	nested 'if ' : '; then :; fi' | refused
	nested 'if :; then ' : '; fi' | refused
	nested 'if :; then :; else ' : '; fi' | refused
	nested 'while ' : '; do :; done' | refused
	nested 'until :; do ' : '; done' | refused
	nested 'for i in a; do ' : '; done' | refused
	nested 'for ((;;)); do ' : '; done' | refused
	nested 'case a in a) ' : ';; esac' | refused
	nested 'f() { ' : '; }' | refused
	nested ': | { ' : '; }' | refused
	nested ': && { ' : '; }' | refused
	nested 'explain: ( ' : ')' | refused
}

@test "expansions nested 100,000 deep are refused" {
	nested '${x:-' a '}' | refused
	nested '"${x:-' a '}"' | refused
	nested 'x=${x+' a '}' | refused
	nested ': ${x#' a '}' | refused
	nested ': ${x?' a '}' | refused
	nested '$((' 1 '))' | refused
	nested '((' 1 '))' | refused
	nested '[[ ( ' a ')' | refused
	nested '$((1+$((' 1 '))))' | refused
	nested '$((' ':' ') )' | refused
	nested '$(' : ')' | refused
	nested '"$(' : ')"' | refused
	nested 'x=$(' : ')' | refused
	nested 'case $(' : ') in a) ;; esac' | refused
	nested '$(( ${x:-$(' 1 ')} ))' | refused
	nested '<${x:-' a '}' | refused
	nested '`$(' : ')`' | refused
	nested $'cat <<E\n$(' : $')\nE\n' | refused
	nested $'cat <<E\n${x:-' : $'}\nE\n' | refused
}

@test "unclosed quotes, brackets and backquotes by the 100,000 are no matter" {
	{ echo -n 'case a in '; repeat $deep '['; echo ') ;; *) echo end; esac'; } | runs
	{ echo -n 'case a in '; repeat $deep '[[:'; echo ') ;; *) echo end; esac'; } | runs
	{ echo -n 'case a in '; repeat $deep '[[:'; echo 'a]) ;; *) echo end; esac'; } | ended 0
	{ echo -n 'case a in '; repeat $deep '[[=a'; echo '=]) ;; *) echo end; esac'; } | runs
	{ echo -n "x='"; repeat $deep '[!'; echo "'; case a in \$x) ;; *) echo end; esac"; } | runs
	{ echo -n "x='"; repeat $deep '[a-'; echo "'; set -- \$x \${x#\$x}; echo end"; } | runs
	{ repeat $deep '`'; echo; echo echo end; } | runs
	{ echo -n ': '; repeat $deep '"'; echo; echo echo end; } | runs
	{ echo -n ': '; repeat $deep '\'; echo; echo echo end; } | runs
	{ echo -n ': '; repeat $((deep + 1)) "'"; echo; } | refused
}

@test "arithmetic nested 100,000 deep is refused, or just calculated" {
	{ echo -n ': $(('; repeat $deep '('; echo -n 1; repeat $deep ')'; echo '))'; } | refused
	{ echo -n ': $(('; repeat $deep '('; echo; } | refused
	{ echo -n ': $(('; repeat $deep '1?'; echo -n 1; repeat $deep ':1'; echo '))'; } | refused
	{ echo -n ': $(('; repeat $deep '0?1:'; echo '1))'; } | ended 0 1 2
	{ echo -n ': $(('; repeat $deep '- '; echo '1))'; } | ended 0 1 2
	{ echo -n ': $(('; repeat $deep '!~'; echo '1))'; } | ended 0 1 2
	{ echo -n ': $(('; repeat $deep 'x+='; echo '1))'; } | ended 0 1 2
	{ echo -n 'o="("; c=")"; : $(('; repeat $deep '$o'; echo -n 1; repeat $deep '$c'; echo '))'; } |
		refused
	{ echo -n 'echo $((1'; repeat $deep '+1'; echo ')); echo end'; } | runs
	{ echo -n 'echo $((1'; repeat $deep '&&1'; echo ')); echo end'; } | runs
	{ echo -n 'x=1; echo $((1'; repeat $deep '-$x'; echo ')); echo end'; } | runs
	echo 'x=y y=x; echo $((x))' | refused
}

@test "what calls itself without end is refused" {
	echo 'f() { f; }; f' | refused
	echo 'f() { g; }; g() { while f; do :; done; }; f' | refused
	echo 'f() { x=1 f "$@" <&0; }; f a b' | refused
	echo 'f() { case a in *) for i; do { f a; } </dev/null; done; esac; }; f a' | refused
	echo "x='eval \"\$x\"'; eval \"\$x\"" | refused
	echo 'f() { eval f; }; f' | refused
	echo 'f() { command eval f; }; f' | refused
	echo '. ./script' | refused
	echo 'trap "kill -USR1 \$\$" USR1; kill -USR1 $$' | ended 0 2
	echo "trap 'f() { trap f EXIT; exit; }; f' EXIT" | ended 0
	echo "PS4='\$((PS4))'; set -x; :" | ended 0
	{ repeat $deep 'eval '; echo :; } | refused
	{ repeat $deep 'command '; echo :; } | refused
	{ echo -n '[ '; repeat $deep '\( '; echo -n a; repeat $deep ' \)'; echo ' ]'; } | refused
	{ echo -n '[ '; repeat $deep '! '; echo 'a ]; echo end'; } | ended 0 2
}

@test "aliases that stand for each other come to an end" {
	printf '%s\n' "alias a='a a' b='c ' c='b '" a b c | ended 127
	{
		awk 'BEGIN { for (i = 0; i < 20000; i++) printf "alias a%d=\"a%d \"\n", i, i + 1 }'
		echo a0
	} | ended 127 2
	{
		awk 'BEGIN { for (i = 0; i < 20000; i++) printf "alias a%d=\"( a%d\"\n", i, i + 1 }'
		echo a0
	} | refused
}

@test "a body near the end of the stack may be a process" {
	{
		echo 'g() { if [ "$1" -gt 0 ]; then g $(($1 - 1)); else (f); f & wait; fi; }; f() {'
		repeat 500 '{ '
		echo ':;'
		repeat 500 '}; '
		echo '}; for n in 2000 4000 8000 9000; do (g $n); done; echo end'
	} | ended 0 2
}

@test "10,000 calls of functions fit a stack of 8 MB" {
	local calls=10000
	[ -z "$SAN" ] || calls=2000 # the sanitizers' frames are larger
	cat >script <<-E
		plain() { [ "\$1" -eq 0 ] || plain \$((\$1 - 1)); }
		group() { if [ "\$1" -gt 0 ]; then { group \$((\$1 - 1)) || return; } </dev/null; fi; }
		loops() {
			for i in 1; do
				case \$1 in 0) ;; *) while loops \$((\$1 - 1)); do break; done ;; esac
			done
		}
		plain $calls && group $calls && loops $calls && echo end
	E
	ulimit -s 8192
	run whelk ./script
	[ "$status" -eq 0 ] && [ "$output" = end ]
}

@test "lists, chains and arms of 100,000 just run" {
	{ repeat $deep ': ; '; echo echo end; } | runs
	{ repeat $deep ': && '; echo echo end; } | runs
	{ repeat $deep 'false || '; echo echo end; } | runs
	{ repeat $deep $':\n'; echo echo end; } | runs
	{ repeat $deep '{ :; } </dev/null; '; echo echo end; } | runs
	{ echo -n 'if false; then :; '; repeat $deep 'elif false; then :; '; echo 'else echo end; fi'; } |
		runs
	{ echo -n 'case x in '; repeat $deep 'a) ;; '; echo '*) echo end; esac'; } | runs
	{ echo -n 'case a in '; repeat $deep 'a) : ;& '; echo '*) echo end; esac'; } | runs
	{ echo -n 'case x in '; repeat $deep 'a | '; echo 'x) echo end; esac'; } | runs
	{ repeat $deep $'! :\n'; echo echo end; } | runs
}

@test "words, assignments and redirections of 100,000 just run" {
	{ echo -n 'set -- '; repeat $deep 'a '; echo "; [ \$# = $deep ] && echo end"; } | runs
	{ echo -n 'for i in '; repeat $deep 'a '; echo '; do n=$((n + 1)); done; echo end'; } | runs
	{ repeat $deep 'a=1 '; echo; echo echo end; } | runs
	{ repeat $deep 'a=$a '; echo 'echo end'; } | runs
	awk 'BEGIN { for (i = 0; i < 50000; i++) printf "a%d=1 ", i; print ":; echo end" }' | runs
	{ echo -n ': '; repeat 20000 '>/dev/null '; echo; echo echo end; } | runs
	{ echo -n '{ :; } '; repeat 20000 '</dev/null '; echo; echo echo end; } | runs
	{ echo -n 'x='; repeat $deep '${y-a}'; echo "; [ \${#x} = $deep ] && echo end"; } | runs
	{ echo -n 'x="'; repeat $deep '$x$((1))'; echo "\"; [ \${#x} = $deep ] && echo end"; } | runs
	{ echo -n "x="; repeat $deep "'a'\\b\"c\""; echo "; [ \${#x} = $((3 * deep)) ] && echo end"; } |
		runs
	{ echo -n "x="; repeat $deep $'a\\\n'; echo "; [ \${#x} = $deep ] && echo end"; } | runs
	{ echo 'cat >/dev/null <<E'; repeat $deep $'a $x\n'; echo E; echo echo end; } | runs
	{ echo -n 'cat >/dev/null'; repeat 200 ' <<E'; echo; repeat 200 $'a\nE\n'; echo echo end; } | runs
	awk 'BEGIN { for (i = 0; i < 50000; i++) printf "f%d() { echo end; }\n", i; print "f49999" }' |
		runs
}

@test "a pipeline has as many stages as there may be processes" {
	{ repeat 200 ': | '; echo 'echo end'; } | runs
}

@test "lines, words, names and values of 10 MB just run" {
	{ echo -n 'x='; repeat 1000000 0123456789; echo '; [ ${#x} = 10000000 ] && echo end'; } | runs
	{ echo -n ': '; repeat 2500000 'abc '; echo; echo 'echo end'; } | runs
	{ repeat 100000 namenamena; echo -n '=end; echo $'; repeat 100000 namenamena; echo; } | runs
	{ repeat 100000 namenamena; echo -n '() { echo end; }; '; repeat 100000 namenamena; echo; } | runs
	{ repeat 100000 namenamena; echo; echo echo end; } | ended 0
	{ echo 'read -r x <<E'; repeat 1000000 0123456789; echo; echo E; echo '[ ${#x} = 10000000 ] && echo end'; } |
		runs
	{ echo -n '#'; repeat 1000000 0123456789; echo; echo echo end; } | runs
}

@test "a message shows of a long line what is near the place" {
	{ echo -n 'echo '; repeat $deep 'abc '; echo -n ')'; repeat $deep ' def'; echo; } >script
	run whelk ./script
	[ "$status" -eq 2 ]
	[ "${lines[0]}" = "./script:1:400006: syntax error: unexpected ')'" ]
	[[ ${lines[1]} = "  ...abc "*" ) def"*"..." ]]
	[ ${#lines[1]} -lt 140 ]
	local before=${lines[1]%%)*}
	[ "${lines[2]}" = "${before//?/ }^" ]
}

@test "patterns take no longer the more stars they have" {
	{
		echo -n 'x='; repeat 3000 a
		echo -n '; case $x in '; repeat 500 '*a*'; echo 'b) ;; *) echo no; esac'
		echo -n 'echo ${x%%'; repeat 200 '*a*'; echo 'b} >/dev/null'
		echo -n 'echo ${x##'; repeat 200 '*a*'; echo 'b} >/dev/null'
		echo -n ': >'; repeat 200 a; echo
		echo -n 'echo '; repeat 60 '*a'; echo 'b >/dev/null; echo end'
	} | runs
	{ echo -n 'case a in '; repeat $deep '*'; echo ') echo end; esac'; } | runs
	{ echo -n 'case '; repeat $deep a; echo -n ' in '; repeat $deep '?'; echo ') echo end; esac'; } |
		runs
}

@test "a path of a thousand patterns is no matter" {
	mkdir -p "$(repeat 900 d/)"
	{ echo -n 'set -- '; repeat 899 '*/'; echo '*; [ -d "${1%/*}" ] && echo end'; } >script
	(ulimit -n 100 && whelk ./script >out)
	[ "$(cat out)" = end ]
	(ulimit -s 512 && whelk ./script >out)
	[ "$(cat out)" = end ]
}

@test "what a loop does again and again takes no more memory" {
	[ -r /proc/self/status ]
	mkdir dir
	cat >script <<-'E'
		size() { while read -r key size rest; do [ "$key" != VmRSS: ] || break; done </proc/$$/status; }
		f() { local a=$1; a=$a$a; set -- "$@" x; return 0; }
		work() {
			i=$((i + 1)) x=$i y=abc$i
			f "$i"; case $x in *5) y=$x ;; esac
			set -- a b c; shift; for k in $x *; do :; done; for k; do :; done
			eval "z=$i; g() { echo \$z; }; v$((i % 7))=\$i"
			x=${x%?}${y#1}; : ${u:=$i} "$@" $*; unset u z; export e=$i
			IFS=: read -r a b <<-X
			$i:b
			X
			{ :; } </dev/null >&2 2>&1; exec 5</dev/null 5<&-
			trap "echo $i" USR1; trap - USR1
			getopts ab: o -a; OPTIND=1
			alias r=$i; unalias r
			printf '%s' "$x" >/dev/null; [ "$x" = 1 ] || :
			cd dir; cd - >/dev/null; hash -r; type f >/dev/null
			command eval 'case a in a) . /dev/null ;; esac'
			while :; do break; done; set -f; set +f; y=$((i * 2)); IFS=" $IFS"; unset IFS
			"no such command $((i % 5))" 2>/dev/null; command : 2>/dev/null <none
		}
		loop() { while [ $i -lt $1 ]; do work; done; }
		i=0; loop 500; size; before=$size; loop 5500; size
		[ -n "$SAN" ] || [ $((size - before)) -lt 150 ] || echo "$before KB before, $size KB after"
		echo end
	E
	run whelk ./script
	[ "$status" -eq 0 ] && [ "$output" = end ]
}

@test "braces nested 100,000 deep are refused; what is none stands for itself" {
	{ echo -n ': '; repeat $deep '{a,'; echo -n a; repeat $deep '}'; echo; } | refused
	{ echo -n ': '; repeat $deep '{'; repeat $deep '}'; echo; echo echo end; } | runs
	{ echo -n ': '; repeat $deep '{a,'; echo; echo echo end; } | runs
	{ echo -n ': '; repeat $deep '{a},'; echo; echo echo end; } | runs
}
