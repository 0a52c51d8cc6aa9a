#!/usr/bin/env bats
# The lines of whelk-ipc(7) that are set in print what stands beside them.

load common

# Each displayed piece as a file of its own, piece1 and so on.
take_pieces() {
	awk '/^\.Bd -literal -offset indent/ { file = "piece" ++n; next }
		/^\.Ed/ { file = "" }
		file != "" { print >file }' "$WHELK_TOP/man/whelk-ipc.7"
	sed -i -e 's/\\e/\\/g; s/\\(aq/'\''/g; s/\\&//g; s/\\-/-/g' piece*
	# A store is the user's: other tests may be at it.
	sed -i "s/harbour/harbour.$$/g" piece*
}

# check FILE: runs it, compares.  The numbers of what it prints "perhaps" are not to be relied on.
check() {
	mkdir "$1.room"
	(cd "$1.room" && whelk "../$1" >"../$1.out" 2>&1) || echo "status $?" >>"$1.out"
	sed -i '/: Killed$/d' "$1.out" # what `wait` tells of a job
	sed -n 's/.*# prints //p' "$1" | while IFS= read -r line; do
		case $line in
		'perhaps '*) sed 's/[0-9][0-9]*/N/g' <<<"${line#perhaps }" ;;
		*) printf '%s\n' "$line" ;;
		esac
	done >"$1.expected"
	! grep -q perhaps "$1" || sed -i 's/[0-9][0-9]*/N/g' "$1.out"
	diff "$1.expected" "$1.out" && rm -rf "$1.room" || {
		cat "$1"
		return 1
	}
}

@test "every piece of the manual prints what it says" {
	take_pieces
	export PATH=${WHELK%/*}:$PATH
	for piece in piece*; do
		check "$piece"
	done
	[ -e piece10 ]
}
