#!/usr/bin/env bats
# A short hunt for deadlocks; tests/ipc/hunt alone is the long one.

load ../helper

@test "nobody is stuck and nothing is left, whoever is killed or stopped" {
	run "$WHELK_TOP/tests/ipc/hunt" 3 "$RANDOM" 3>&- 4>&-
	[ "$status" -eq 0 ]
}
