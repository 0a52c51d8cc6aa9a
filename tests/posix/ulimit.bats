#!/usr/bin/env bats
# `ulimit`.  Each case lowers limits of its own shell only.
load common

@test "ulimit sets and shows a limit in the resource's unit" {
	run script <<'EOF'
ulimit -n 200; ulimit -n
ulimit -f 100; ulimit -f; ulimit
ulimit -c 0; ulimit -c
ulimit -t 3600; ulimit -t
EOF
	prints 200 100 100 0 3600
}

@test "the file size is counted in blocks of 512 bytes" {
	run script <<'EOF'
trap '' XFSZ
ulimit -f 2
dd if=/dev/zero of=file bs=100 count=30 2>/dev/null
wc -c <file | tr -d ' '
EOF
	exits 0 1024
}

@test "without -f the operand is the file size" {
	run script <<'EOF'
ulimit 300; ulimit -f; ulimit -S 200; ulimit; ulimit -H; ulimit -S
EOF
	prints 300 200 300 200
}

@test "without -H and -S both limits are set, and the soft one is shown" {
	run script <<'EOF'
ulimit -n 300; ulimit -H -n; ulimit -S -n
ulimit -S -n 200; ulimit -n; ulimit -H -n; ulimit -S -n
ulimit -H -n 250; ulimit -n; ulimit -H -n
EOF
	prints 300 300 200 300 200 200 250
}

@test "a soft limit above the hard one is refused, and the script goes on" {
	run script <<'EOF'
ulimit -n 200
ulimit -S -n 201; echo $(($? > 0)); ulimit -n
EOF
	exits 0 1 200
}

@test "a soft limit can be saved and restored" {
	run script <<'EOF'
ulimit -c 1000 2>/dev/null || ulimit -S -c 0
saved=$(ulimit -c); ulimit -S -c 0; ulimit -c; ulimit -S -c "$saved"
test "$(ulimit -c)" = "$saved" && echo restored
saved=$(ulimit -n); ulimit -S -n 100; ulimit -n; ulimit -S -n "$saved"
test "$(ulimit -n)" = "$saved" && echo restored
EOF
	prints 0 restored 100 restored
}

@test "unlimited is shown and taken" {
	run script <<'EOF'
ulimit -H -t >hard
test "$(cat hard)" = unlimited || { echo skip; exit; }
ulimit -S -t 100; ulimit -S -t unlimited; ulimit -t
EOF
	[ "$output" != skip ] || skip "processor time is limited here"
	prints unlimited
}

@test "limits hold for programs and subshells, and a subshell's own end with it" {
	run script <<'EOF'
ulimit -n 150
sh -c 'ulimit -n'; (ulimit -n); (ulimit -n 100; ulimit -n); ulimit -n
EOF
	prints 150 150 100 150
}

@test "ulimit -a names every resource with its option" {
	differs dash "names no options"
	run script <<'EOF'
ulimit -n 123; ulimit -a >all || echo failed
for o in c d f n s t v; do grep -e "-$o[^a-z]" all >/dev/null || echo "no -$o"; done
grep -e '-n[^a-z]' all | grep -c 123
ulimit -H -a >/dev/null && ulimit -S -a >/dev/null && echo ok
EOF
	prints 1 ok
}

@test "the stack, data and address space sizes are counted in kilobytes" {
	run script <<'EOF'
ulimit -S -s 4096; ulimit -s
ulimit -S -d 70000000000; ulimit -d; ulimit -S -v 70000000001; ulimit -v
EOF
	prints 4096 70000000000 70000000001
}

@test "an operand that is no number is an error, and the script goes on" {
	run script <<'EOF'
ulimit -n nonsense; echo $(($? > 0))
ulimit -n -- 12x; echo $(($? > 0))
EOF
	exits 0 1 1
}
