# shunit2 and the suites that come with it say under whelk what they say under dash.
#
# SPDX-License-Identifier: GPL-3.0-or-later
load common

examples=/usr/share/doc/shunit2/examples

setup() {
	private_directory
	toolbox "$WHELK"
	[ -d whelk ] || mv "${WHELK##*/}" whelk
	toolbox dash
	needs shunit2 /usr/share/shunit2/shunit2
}

@test "shunit2: the suites of its package" {
	# A package installed without documentation has none.
	[ -r "$examples/math_test.sh" ] || skip "$examples is not installed"
	cp /usr/share/shunit2/shunit2 .
	mkdir examples
	cp "$examples"/* examples
	# dash of Debian has no LINENO.
	same <<-'SCENARIO'
		cd ../../examples
		export SHUNIT_COLOR=none SHUNIT_TMPDIR=$OLDPWD
		for suite in equality lineno math mkdir mock_file suite; do
			echo "== $suite"
			sh ./${suite}_test.sh; echo "-- $?"
		done | sed 's/\[[0-9]*\] //'
	SCENARIO
}

@test "shunit2: every assertion, failures, skipping, set-up and a suite of its own" {
	cat >suite <<-'EOF_SUITE'
		oneTimeSetUp() { echo "once, $(basename "$SHUNIT_PARENT")"; }
		setUp() { before=1; }
		tearDown() { echo torn; }
		oneTimeTearDown() { [ "$_ASSERT_" ] || :; echo last; }
		testGood() {
			assertEquals 1 $before; assertEquals "with a word" 'a b' 'a b'
			assertNotEquals 1 2; assertSame x x; assertNotSame x y; assertNull ''
			assertNotNull x; assertTrue 'a true command' true; assertTrue 0
			assertFalse '[ 1 = 2 ]'; assertFalse 1; assertContains 'a*c' '*'
			assertNotContains abc d
		}
		testBad() {
			assertEquals one two; assertNull 'not null' x; assertTrue false
			assertContains 'text' abc 'd'; fail 'on purpose'; failNotEquals m 1 2
			failSame same; failNotSame a b
		}
		testSkipped() { startSkipping; assertTrue 1; fail; endSkipping; assertTrue 0; }
		testOutput() { ( echo out; echo err >&2; exit 3 ) >o 2>e; assertEquals 3 $?
			assertEquals out "$(cat o)"; assertEquals err "$(cat e)"; }
		. /usr/share/shunit2/shunit2
	EOF_SUITE
	same <<-'SCENARIO'
		export SHUNIT_COLOR=none
		sh ../../suite | sed 's/\[[0-9]*\] //'; echo "-- $?"
		shunit2 ../../suite >/dev/null; echo "-- $?"
	SCENARIO
	grep -q '^FAILED (failures=8,skipped=2)$' whelk.text
}
