# common.bash - what suites of tests/whelk share: a directory for each case, and a look at what was printed.
# shellcheck shell=bash

load ../helper

setup() {
	private_directory
}

# prints LINE...: the last run had status 0 and printed these.
prints() {
	echo "status $status: $output"
	[ "$status" -eq 0 ] && [ "$output" = "$(printf '%s\n' "$@")" ]
}
