#!/usr/bin/env bats
# What other Unixes have in the place of Linux' futex: the store of shared values is built and tested
# with it.

load ../helper

@test "a store without futexes: eight processes, writers that are killed, random bytes" {
	cd "$WHELK_TOP"
	"${CC:-cc}" -DNO_FUTEX -std=gnu11 -D_GNU_SOURCE -O1 -pthread -Isrc -I. -Wall -Wno-write-strings \
		-o "$BATS_TEST_TMPDIR/shm_test" tests/unit/shm_test.c src/ipc/shm_*.c \
		src/base/robust*.c src/base/clock.c src/base/fault.c src/base/mem.c src/base/fdio.c src/base/pending.c
	SHM_KILLS=50 run "$BATS_TEST_TMPDIR/shm_test"
	[ "$status" -eq 0 ]
}
