# terminal.bash - whelk in a terminal: keys go in, the screen is looked at.
#
# It takes a real terminal: Readline draws by what it believes to be on the screen, so bytes on a pipe
# would show neither a prompt drawn twice nor a line that was not wiped.  tmux is one that can be
# asked for its screen.  Nothing here sleeps for a fixed time: a step waits for what it expects to see.
# shellcheck shell=bash

setup() {
	private_directory
	mkdir work
	tmux_socket=$BATS_TEST_TMPDIR/tmux
}

teardown() {
	on_tmux kill-server 2>/dev/null || :
}

on_tmux() {
	tmux -S "$tmux_socket" -f /dev/null "$@" 3>&- 4>&-
}

# terminal [NAME=VALUE...] [-- ARGUMENT...]: whelk in a terminal of 80 by 24, with nothing in its
# environment but this.  The prompt is `% ` unless PS1 is among the variables.
terminal() {
	local variables=()
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		variables+=("$1")
		shift
	done
	[ $# -gt 0 ] && shift
	on_tmux new-session -d -s "${session:=first}" -x 80 -y 24 -c "$BATS_TEST_TMPDIR/work" \
		env -i TERM=screen LC_ALL=C PATH=/usr/bin:/bin HOME="$HOME" PS1='% ' \
		${ASAN_OPTIONS+ASAN_OPTIONS="$ASAN_OPTIONS"} "${variables[@]}" "$WHELK" "$@"
}

screen() {
	on_tmux capture-pane -p -t "$session"
}

# Wait until a command that looks at the screen is content.
await() {
	local until=$((SECONDS + ${AWAIT_SECONDS:-60}))
	while ! "$@"; do
		if [ "$SECONDS" -ge "$until" ]; then
			printf 'waited in vain for: %s\nthe screen:\n' "$*"
			screen
			return 1
		fi
		sleep 0.02
	done
}

has_text() { screen | grep -F -e "$1" >/dev/null; }
has_line() { screen | grep -Fx -e "$1" >/dev/null; }
at_prompt() { [ "$(screen | grep . | tail -n 1)" = "${1-%}" ]; }
has_ended() { ! on_tmux has-session -t "$session" 2>/dev/null; }
has_file_line() { grep -Fx -e "$2" "$1" >/dev/null 2>&1; }

shows() { await has_text "$1"; }
shows_line() { await has_line "$1"; }
ready() { await at_prompt "$@"; }
ends() { await has_ended; }

# Keys by tmux' names, and text as it is.
keys() { on_tmux send-keys -t "$session" "$@"; }
text() { on_tmux send-keys -t "$session" -l -- "$1"; }

# At a prompt: a whole line.  With several arguments each is typed when its prompt is there.
enter() {
	local line
	for line; do
		ready
		text "$line"
		keys Enter
	done
}

# What the terminal runs in the foreground, by its name.
foreground_is() {
	[ "$(on_tmux display-message -p -t "$session" '#{pane_current_command}')" = "$1" ]
}

# The screen has so many lines that are just this.
has_count() {
	[ "$(screen | grep -c -Fx -e "$2")" -eq "$1" ]
}
