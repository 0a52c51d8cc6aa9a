#!/usr/bin/env bats
# The worked examples do what they say.

load common

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

# Files of one, two, ... words.
some_words() {
	local text='' i
	for i in $(seq "$1"); do
		text+="word$i "
		echo "$text" >"text$i"
	done
}

@test "word-count: every word once, and a line of progress" {
	some_words 20
	whelk "$WHELK_TOP/examples/word-count.whelk" -j 3 text* >count 2>progress
	[ "$(cat count)" = '210 words in 20 files' ]
	[[ "$(tr '\r' '\n' <progress | tail -n 1)" = '20 of 20 files' ]]
}

@test "word-count: a job that is killed loses no file and counts none twice" {
	some_words 20
	printf '#!/bin/sh\nsleep 0.2\nexec %s "$@"\n' "$(command -v wc)" >wc && chmod +x wc
	PATH=$PWD:$PATH "$WHELK" "$WHELK_TOP/examples/word-count.whelk" text* >count 2>/dev/null 3>&- 4>&- &
	local shell=$! jobs
	# The line of progress and four jobs, in this order.
	all_run() { mapfile -t jobs < <(ps -o pid= --ppid $shell | sort -n) && [ "${#jobs[@]}" -eq 5 ]; }
	await all_run
	kill -9 "${jobs[1]}" "${jobs[3]}"
	wait $shell
	[ "$(cat count)" = '210 words in 20 files' ]
}

@test "rate-limiter: no more than a burst, and then one every 50 ms" {
	local start=${EPOCHREALTIME/[.,]/}
	example rate-limiter
	[ "${#lines[@]}" -eq 12 ]
	[ $((${EPOCHREALTIME/[.,]/} - start)) -ge 450000 ]
}

@test "barrier: 32 jobs draw the triangle in step" {
	example barrier
	[ "${#lines[@]}" -eq 16 ]
	[ "${lines[0]}" = '................#...............' ]
	[ "${lines[8]}" = '........#...............#.......' ]
	[ "${lines[15]}" = '.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#' ]
}

@test "leader: another shell takes over when the leader is killed" {
	export PATH=${WHELK%/*}:$PATH
	example leader
	[ "${#lines[@]}" -eq 2 ]
	[[ "${lines[0]}" =~ ^term\ 1:\ process\ ([0-9]+)\ leads$ ]]
	local first=${BASH_REMATCH[1]}
	[[ "${lines[1]}" =~ ^term\ 2:\ process\ ([0-9]+)\ leads,\ since\ the\ leader\ has\ died$ ]]
	[ "${BASH_REMATCH[1]}" -ne "$first" ]
}
