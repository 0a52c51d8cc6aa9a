# A short run of the fuzzers, always with the same programs; longer ones are started by hand:
# tests/fuzz/compare SEED COUNT, tests/fuzz/parse SEED COUNT.
#
# SPDX-License-Identifier: GPL-3.0-or-later
load ../helper

setup() {
	private_directory
	export FUZZ_ROOM=$BATS_TEST_TMPDIR
	command -v "${CC:-cc}" >/dev/null || skip "no C compiler"
}

@test "random programs mean the same under whelk as under other shells" {
	command -v dash >/dev/null || command -v bash >/dev/null || skip "no shell to compare with"
	"$WHELK_TOP/tests/fuzz/compare" 1 25 3>&- 4>&-
}

@test "the parser survives damaged scripts" {
	"$WHELK_TOP/tests/fuzz/parse" 1 250 3>&- 4>&-
}
