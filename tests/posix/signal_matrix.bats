#!/usr/bin/env bats
# XCU 2.12 and trap, as a matrix: a signal ignored or not when the shell starts, trapped in three
# ways or not, with and without job control, in every kind of environment.  What must happen is
# computed from the rules, not recorded.
load common

# A program, and the environment itself: what becomes of each that sends itself the signal.
program='sh -c "kill -s $sig \$\$; echo lives"'
itself='kill -s $sig $(exec sh -c "echo \$PPID"); echo lives'

# How each environment runs the text $1; `wait` so that its end is seen.
place() {
	case $1 in
	group) echo "{ $2; }" ;;
	function) echo "f() { $2; }; f" ;;
	subshell) echo "( $2; : )" ;;
	substitution) echo "echo \"\$( $2; : )\"" ;;
	first) echo "{ $2; } | cat" ;;
	last) echo ": | { $2; }" ;;
	async) echo "{ $2; } & wait" ;;
	esac
}

# 2.12: the action that a command started in this environment inherits.
inherited() { # SIGNAL ENTRY TRAP MONITOR PLACE
	# "shall inherit the same signal actions as those inherited by the shell from its parent
	# unless a signal action is modified by the trap special built-in"; and a signal ignored on
	# entry cannot be trapped (trap).
	[ "$2" = ignored ] || [ "$3" = ignore ] && echo ignored && return
	# "If job control is disabled when the shell executes an asynchronous list, the commands in
	# the list shall inherit from the shell a signal action of ignored for INT and QUIT."
	case $5:$4:$1 in async::INT | async::QUIT) echo ignored && return ;; esac
	echo default
}

# What the environment itself does with the signal: a subshell has traps that are not ignored set to
# the default action (2.13).
own() { # SIGNAL ENTRY TRAP MONITOR PLACE
	local action
	action=$(inherited "$@")
	[ "$action" = default ] && [ "$3" = action ] &&
		case $5 in group | function) action=caught ;; esac
	echo "$action"
}

# The shell, started with the signal in that state.  Inside of timeout, which sets some back.
entered() { # ENTRY ARGUMENT...
	local ignore=
	[ "$1" = default ] || ignore="trap '' \$sig;"
	shift
	# shellcheck disable=SC2086 # a command line, split on purpose
	timeout -k 5 "$SHELL_TIMEOUT" bash -c "$ignore exec \"\$@\"" - $SHELL_UNDER_TEST "$@" \
		3>&- 4>&-
}

# Prints each combination whose outcome is not the one that the rules give.
matrix() { # WHO PLACE MONITOR
	local who=$1 sig entry trap expected got text
	for sig in HUP INT QUIT TERM USR1; do
		for entry in default ignored; do
			for trap in none ignore action reset; do
				case $who in
				program) text=$(place "$2" "$program") ;;
				itself) text=$(place "$2" "$itself") ;;
				esac
				case $trap in
				none) ;;
				ignore) text="trap '' $sig; $text" ;;
				action) text="trap 'echo caught' $sig; $text" ;;
				reset) text="trap 'echo caught' $sig; trap - $sig; $text" ;;
				esac
				case $who:$(own "$sig" "$entry" "$trap" "$3" "$2") in
				itself:caught) expected='caught lives' ;;
				*:ignored) expected=lives ;;
				# The program dies of it, and the shell around it goes on.
				program:caught | *:default) expected= ;;
				esac
				got=$(sig=$sig entered "$entry" $3 -c "$text" 2>/dev/null) || :
				got=$(echo $got) # newlines are blanks
				[ "$got" = "$expected" ] ||
					echo "$sig $entry on entry, trap $trap, $2 $3: '$got', not '$expected'"
			done
		done
	done
}

# Both for a program and for the environment itself, without and with job control.
both_ways() { # PLACE
	local who monitor
	for who in program itself; do
		for monitor in '' -m; do
			matrix "$who" "$1" "$monitor"
		done
	done
}

no_difference() { # PLACE
	run both_ways "$1"
	[ -z "$output" ]
}

@test "signals in a group: ignored, default and trapped" {
	differs bash "resets what was ignored, and ignores QUIT itself"
	no_difference group
}

@test "signals in a function: ignored, default and trapped" {
	differs bash "resets what was ignored, and ignores QUIT itself"
	no_difference function
}

@test "signals in a subshell: ignored, default and trapped" {
	no_difference subshell
}

@test "signals in a command substitution: ignored, default and trapped" {
	differs bash "takes INT in the shell"
	no_difference substitution
}

@test "signals in the first stage of a pipeline: ignored, default and trapped" {
	no_difference first
}

@test "signals in the last stage of a pipeline: ignored, default and trapped" {
	no_difference last
}

@test "signals in an asynchronous list: ignored, default and trapped" {
	differs "dash bash" "have no job control without a terminal, or reset INT"
	no_difference async
}
