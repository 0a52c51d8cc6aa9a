# common.bash - what the suites of the shell language share.  A case states what POSIX.1-2024
# requires; where a shell is known to do otherwise, `differs` says which and why.

load ../helper

# A function for scripts: how many arguments, then each of them in angle brackets.
args='args() { printf %s "$#"; [ "$#" -eq 0 ] || printf "<%s>" "$@"; echo; }; '

# Run the text on standard input as a script file, outside the test's own directory, with the
# arguments given.  Standard error goes to a file that `prints` and `fails` look at.
script() {
	local text file=$BATS_FILE_TMPDIR/script.$BATS_TEST_NUMBER
	IFS= read -r -d '' text || :
	case $text in *args*) text=$args$text ;; esac
	printf '%s' "$text" >"$file"
	shell "$file" "$@" 2>"$file.err" </dev/null
}

# Compare what `run` saw with a status (a number or a pattern) and the lines of standard output.
same() {
	local want=$1 errors=$BATS_FILE_TMPDIR/script.$BATS_TEST_NUMBER.err IFS=$'\n'
	shift
	# shellcheck disable=SC2053,SC2154
	if [[ $status == $want && $output == "$*" ]]; then
		return 0
	fi
	printf 'expected status %s, got %s\nexpected output:\n%s\ngot:\n%s\n' \
		"$want" "$status" "$*" "$output"
	if [ -s "$errors" ]; then
		printf 'standard error:\n%s\n' "$(<"$errors")"
	fi
	return 1
}

# Status 0, exactly these lines, nothing on standard error.
prints() {
	same 0 "$@" || return 1
	if [ -s "$BATS_FILE_TMPDIR/script.$BATS_TEST_NUMBER.err" ]; then
		printf 'unexpected on standard error:\n%s\n' \
			"$(<"$BATS_FILE_TMPDIR/script.$BATS_TEST_NUMBER.err")"
		return 1
	fi
}

# This status and exactly these lines; standard error is not looked at.
exits() {
	same "$@"
}

# This status, exactly these lines, and a message.
complains() {
	same "$@" || return 1
	if [ ! -s "$BATS_FILE_TMPDIR/script.$BATS_TEST_NUMBER.err" ]; then
		echo 'no message on standard error'
		return 1
	fi
}

# The shell gave up: some status other than 0, though no signal and no time-out, these lines before
# it, and a message.
fails() {
	complains '@([1-9]?([0-9])|1[01][0-9]|12[0-35-8])' "$@"
}

# each CHECK CONTEXT COMMAND...: the check, a function of the context and a command, holds for each;
# those for which it does not are named.
each() {
	local command check=$1 context=$2 bad=0
	shift 2
	for command; do
		"$check" "$context" "$command" && continue
		printf 'IN: %s\n' "$command"
		bad=1
	done
	return $bad
}
