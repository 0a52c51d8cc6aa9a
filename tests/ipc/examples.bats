#!/usr/bin/env bats
# The worked examples do what they say.

load ../helper

example() {
	run whelk "$WHELK_TOP/examples/$1.whelk"
	[ "$status" -eq 0 ]
}

@test "worker-pool: each task is done once, and the pipes are gone" {
	example worker-pool
	[ "${#lines[@]}" -eq 20 ]
	[ "$(sort -u <<<"$output" | wc -l)" -eq 20 ]
	[[ $output == *'20 squared is 400'* ]]
	[ -z "$(ls -A)" ]
}

@test "compare: diff of two lists, and their statuses" {
	example compare
	[ "$output" = $'2d1\n< fig\n3a3\n> plum\ndiff said 1, the lists 0 0\ndiff said 1, the lists 0 3' ]
}

@test "fan-out: all readers are done when the command is" {
	example fan-out
	[ "$output" = $'count: 1000\nlast: 1000\nsum: 500500' ]
}

@test "request-reply: a service behind two pipes" {
	example request-reply
	[ "$output" = $'length whelk -> 5\ntwice ahoy -> ahoy ahoy\nsail -> no such request: sail\nnothing is left' ]
}

@test "four-ways: the same records arrive by pipe, FIFO, socket and queue" {
	example four-ways
	for way in 'pipe   ' 'fifo   ' 'socket ' 'queue  '; do
		[[ "$output" == *"$way"'1000 records, the last is record 1000 of 1000, '* ]]
	done
	[ "${#lines[@]}" -eq 4 ]
	[ -z "$(ls -A)" ]
	run whelk "$WHELK_TOP/examples/four-ways.whelk" wire
	[ "$status" -eq 2 ]
}
