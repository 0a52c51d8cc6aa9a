#!/usr/bin/env bats
# `times`, `jobs`, `fg`, `bg` and `fc`, as far as they mean something without a terminal.
load common

@test "jobs writes nothing when there are none" {
	run script <<'EOF'
jobs; echo $?; jobs -l; jobs -p; echo $?
EOF
	prints 0 0
}

@test "fg and bg fail without job control, and the script goes on" {
	run script <<'EOF'
set +m; sleep 5 & pid=$!
fg; echo $(($? > 0)); bg; echo $(($? > 0))
kill $pid
EOF
	exits 0 1 1
}

@test "jobs in a subshell does not fail" {
	run script <<'EOF'
(jobs); echo $?
EOF
	prints 0
}

@test "times works in a subshell and in a pipeline" {
	run script <<'EOF'
(times) | wc -l | tr -d ' '; times | wc -l | tr -d ' '
EOF
	prints 2 2
}
