# common.bash - what the suites of src/ipc share.
# shellcheck shell=bash

load ../helper

# script TEXT: runs it as a file, standard error with standard output.
script() {
	printf '%s\n' "$1" >script.sh
	run whelk script.sh
}

# Wait until a command succeeds.
await() {
	local until=$((SECONDS + 20))
	while ! "$@" 2>/dev/null; do
		[ "$SECONDS" -lt "$until" ] || {
			echo "waited in vain for: $*"
			return 1
		}
		sleep 0.02
	done
}

# Whether the process PID is gone.
has_ended() { ! kill -0 "$1"; }
