#!/usr/bin/env bats
# `umask`: octal and symbolic.
load common

# In the scripts: u START MODE sets START, then MODE, and shows the mask.
u='u() { umask $1; umask "$2" || echo failed; umask -S; }
'

@test "umask sets an octal mask that new files and directories get" {
	run script <<'EOF'
umask 027; : >file; mkdir dir
umask 0; : >open
umask 777; : >closed; mkdir closeddir
for f in file dir open closed closeddir; do ls -ld $f | cut -c1-10; done
EOF
	prints -rw-r----- drwxr-x--- -rw-rw-rw- ---------- d---------
}

@test "umask prints a mask that it takes back" {
	run script <<'EOF'
for m in 022 0 777 7 070 0137 2; do
	umask $m; saved=$(umask); umask 777; umask $saved; umask -S
done
EOF
	prints u=rwx,g=rx,o=rx u=rwx,g=rwx,o=rwx u=,g=,o= u=rwx,g=rwx,o= u=rwx,g=,o=rwx \
		u=rw,g=r,o= u=rwx,g=rwx,o=rx
}

@test "umask -S output is a mask too" {
	run script <<'EOF'
for m in 022 0 777 134; do umask $m; saved=$(umask -S); umask 777; umask "$saved"; umask -S; done
EOF
	prints u=rwx,g=rx,o=rx u=rwx,g=rwx,o=rwx u=,g=,o= u=rw,g=r,o=wx
}

@test "= in a symbolic mask allows exactly the permissions it names" {
	run shell -c "$u"'u 777 u=rwx,g=rx,o=; u 0 g=w; u 0 a=r; u 777 ugo=rx; u 022 o=; u 077 g=rw,o=r
		u 777 u=x,a=r'
	[ "$output" = 'u=rwx,g=rx,o=
u=rwx,g=w,o=rwx
u=r,g=r,o=r
u=rx,g=rx,o=rx
u=rwx,g=rx,o=
u=rwx,g=rw,o=r
u=r,g=r,o=r' ]
}

@test "+ allows and - forbids relative to the current mask" {
	run shell -c "$u"'u 077 g+r; u 077 go+rx; u 0 o-w; u 022 g+w,o-x; u 777 a+r; u 0 a-rwx
		u 027 u-x,g+w; u 022 g-w'
	[ "$output" = 'u=rwx,g=r,o=
u=rwx,g=rx,o=rx
u=rwx,g=rwx,o=rx
u=rwx,g=rwx,o=r
u=r,g=r,o=r
u=,g=,o=
u=rw,g=rwx,o=
u=rwx,g=rx,o=rx' ]
}

@test "a permission may be copied from another class" {
	differs "bash ksh" "cannot copy"
	run shell -c "$u"'u 027 g=u; u 027 o=g; u 077 g+u; u 027 u-g; u 277 o=u'
	[ "$output" = 'u=rwx,g=rwx,o=
u=rwx,g=rx,o=rx
u=rwx,g=rwx,o=
u=w,g=rx,o=
u=rx,g=,o=rx' ]
}

@test "one clause may have several actions" {
	differs bash "takes one"
	run shell -c "$u"'u 777 u=rw+x; u 0 go=r-r+x; u 077 g+r+x; u 777 ug=rwx-x,o=r'
	[ "$output" = 'u=rwx,g=,o=
u=rwx,g=x,o=x
u=rwx,g=rx,o=
u=rw,g=rw,o=r' ]
}

@test "X allows execution where somebody has it" {
	differs bash "does not know X"
	run shell -c "$u"'u 077 g+X; u 177 g+X; u 077 go=rX'
	[ "$output" = 'u=rwx,g=x,o=
u=rw,g=,o=
u=rwx,g=rx,o=rx' ]
}

@test "an invalid mask fails and leaves the mask alone" {
	run script <<'EOF'
umask 022
for m in 8 1x u=z 098; do
	umask $m 2>/dev/null; test $? -ne 0 || echo "accepted $m"; umask -S
done
EOF
	exits 0 u=rwx,g=rx,o=rx u=rwx,g=rx,o=rx u=rwx,g=rx,o=rx u=rwx,g=rx,o=rx
}

@test "incomplete symbolic masks are invalid" {
	differs "dash ksh mksh" "accept some"
	run script <<'EOF'
for m in x+r u+r, ,u+r u =y u+r,,g+r; do
	umask 022; umask $m 2>/dev/null && echo "accepted $m"
done
umask -S
EOF
	exits 0 u=rwx,g=rx,o=rx
}

@test "a subshell has a mask of its own, a program inherits the shell's" {
	run script <<'EOF'
umask 027
(umask 0; umask -S); umask -S; x=$(umask 777; umask -S); umask -S
sh -c 'umask' | sed 's/^0*//'
f() { umask 077; }; f; umask -S
EOF
	prints u=rwx,g=rwx,o=rwx u=rwx,g=rx,o= u=rwx,g=rx,o= 27 u=rwx,g=,o=
}
