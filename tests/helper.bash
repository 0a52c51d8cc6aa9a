# helper.bash - what every Bats suite of whelk loads: `load ../helper`.
#
# SHELL_UNDER_TEST is the command line of the shell that `shell` runs, whelk unless said otherwise;
# it is split into words, so `bash --posix` and `busybox sh` are fine.  WHELK is whelk's own path.
# shellcheck shell=bash

WHELK_TOP=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
: "${WHELK:=$WHELK_TOP/whelk}"
: "${SHELL_UNDER_TEST:=$WHELK}"
export WHELK WHELK_TOP SHELL_UNDER_TEST

# Seconds after which a shell counts as hanging: its status is then 124.
: "${SHELL_TIMEOUT:=60}"

# What a user's session may have exported and a test must not depend on.
unset ENV BASH_ENV CDPATH POSIXLY_CORRECT IFS PS1 PS2 PS4 HISTFILE INPUTRC
export LC_ALL=C

# Run the shell under test.  Descriptors 3 and 4 are Bats' own: a child that kept one after the
# test would make Bats wait for it, and a test of a bad descriptor would find it open.
shell() {
	# shellcheck disable=SC2086 # a command line, split on purpose
	timeout -k 5 "$SHELL_TIMEOUT" $SHELL_UNDER_TEST "$@" 3>&- 4>&-
}

# The same for somebody whom permissions stop: `nobody`, when the tests are root's.  In an empty
# directory that he owns; the shell is copied to where he can reach it.
unprivileged() {
	local place command=$SHELL_UNDER_TEST status=0
	if [ "$(id -u)" -ne 0 ]; then
		shell "$@"
		return
	fi
	place=$(mktemp -d /tmp/whelk.XXXXXX) && mkdir "$place/own" || return
	chmod 755 "$place" && chown nobody "$place/own" || return
	if [ "$command" = "$WHELK" ]; then
		cp "$WHELK" "$place/whelk" && command=$place/whelk
	fi
	(
		cd "$place/own" && export HOME=$PWD || exit
		# shellcheck disable=SC2086 # a command line, split on purpose
		set -- timeout -k 5 "$SHELL_TIMEOUT" $command "$@"
		if setpriv --reuid=nobody --regid=65534 --clear-groups true 2>/dev/null; then
			setpriv --reuid=nobody --regid=65534 --clear-groups "$@" 3>&- 4>&-
		else
			su -s /bin/sh -c 'exec "$@"' -- nobody sh "$@" 3>&- 4>&-
		fi
	) || status=$?
	rm -rf "$place"
	return "$status"
}

# The same as `shell` for whelk, for what is not POSIX.
whelk() {
	timeout -k 5 "$SHELL_TIMEOUT" "$WHELK" "$@" 3>&- 4>&-
}

# The name of the shell under test: `dash`, `bash`, `busybox` (for `busybox sh`), `whelk`.
shell_name() {
	local program=${SHELL_UNDER_TEST%% *}
	[ "$program" = "$WHELK" ] && program=whelk
	printf '%s\n' "${program##*/}"
}

# differs NAME REASON: skip this case when the shell under test is NAME (or one of several names,
# separated by blanks).  `ksh` and `ksh93` are the same.
# Example: differs dash "no \$'...' yet"
differs() {
	local name own
	own=$(shell_name)
	for name in $1; do
		if [ "${name%93}" = "${own%93}" ]; then
			skip "$own differs: $2"
		fi
	done
}

# A directory of its own for each case, which is also its HOME, entered before it starts.
# A file with its own setup() calls this first.
private_directory() {
	if [ -z "${BATS_TEST_TMPDIR:-}" ]; then
		BATS_TEST_TMPDIR=$(mktemp -d "${BATS_TMPDIR:-/tmp}/whelk.XXXXXX")
	fi
	HOME=$BATS_TEST_TMPDIR
	export HOME BATS_TEST_TMPDIR
	cd "$BATS_TEST_TMPDIR" || return
}

# What the last `run` gave.  Bats shows it only when the case failed.
show_last_run() {
	printf 'status: %s\noutput: %s\n' "${status-none}" "${output-}"
}

setup() {
	private_directory
}

teardown() {
	show_last_run
}
