#!/usr/bin/env bats
# `cd` and `pwd`: logical and physical, CDPATH, HOME, PWD and OLDPWD.
load common

# The test's own directory, with dirs real/sub and a symbolic link: here/link -> here/real/sub.
setup() {
	private_directory
	here=$(pwd -P)
	cd "$here" || return
	mkdir -p real/sub/deep real/other other
	ln -s real/sub link
	export here
}

@test "cd sets PWD and OLDPWD, also for the programs it runs" {
	run script <<'EOF'
cd real; echo "${PWD#"$here"}" "${OLDPWD#"$here"}."
cd sub/deep; echo "${PWD#"$here"}" "${OLDPWD#"$here"}"
cd "$here/other"; pwd | sed "s,$here,,"
export PWD; env | grep '^PWD=' | sed "s,$here,,"
EOF
	prints '/real .' '/real/sub/deep /real' /other PWD=/other
}

@test "cd without an operand goes to HOME" {
	differs ksh "looks at the shell's HOME only"
	run script <<'EOF'
HOME=$here/other; cd; pwd | sed "s,$here,,"
HOME=$here/real cd; pwd | sed "s,$here,,"
EOF
	prints /other /real
}

@test "cd - goes back and prints where it is" {
	run script <<'EOF'
cd real; cd sub
cd - >"$here/out"; echo "${PWD#"$here"}"
cd - >>"$here/out"; echo "${PWD#"$here"} ${OLDPWD#"$here"}"
sed "s,$here,," "$here/out"
EOF
	prints /real '/real/sub /real' /real /real/sub
}

@test "cd prints nothing otherwise" {
	run script <<'EOF'
cd real; cd ./sub; cd ..; cd "$here"; cd link; cd -P ..
EOF
	prints
}

@test "cd keeps symbolic links in PWD and takes dot-dot logically" {
	run script <<'EOF'
cd link; echo "${PWD#"$here"}"
cd ..; echo "${PWD#"$here"}."
cd link/../other; echo "${PWD#"$here"}"
cd "$here/link/deep/../.."; echo "${PWD#"$here"}."
cd -L link; cd -L ../real; echo "${PWD#"$here"}"
EOF
	prints /link . /other . /real
}

@test "cd -P resolves symbolic links before dot-dot" {
	differs ksh "cd -P .. takes it logically"
	run script <<'EOF'
cd -P link; echo "${PWD#"$here"}"
cd "$here"; cd -P link/..; echo "${PWD#"$here"}"
cd "$here/link"; cd -P ..; echo "${PWD#"$here"}"
cd "$here/link"; cd -P .; echo "${PWD#"$here"}"; echo "${OLDPWD#"$here"}"
EOF
	prints /real/sub /real /real /real/sub /link
}

@test "of -L and -P the last one counts, for cd and pwd" {
	run script <<'EOF'
cd -P -L link; pwd -P -L | sed "s,$here,,"; pwd -L -P | sed "s,$here,,"; pwd -LP | sed "s,$here,,"
cd "$here"; cd -LP link; pwd | sed "s,$here,,"
cd "$here"; cd -PL -- link; pwd -- | sed "s,$here,,"
EOF
	prints /link /real/sub /real/sub /real/sub /link
}

@test "pwd is logical, pwd -P physical" {
	run script <<'EOF'
cd link/deep; pwd | sed "s,$here,,"; pwd -L | sed "s,$here,,"; pwd -P | sed "s,$here,,"
echo "${PWD#"$here"}"
EOF
	prints /link/deep /link/deep /real/sub/deep /link/deep
}

@test "cd simplifies dots and slashes in PWD" {
	run script <<'EOF'
cd ./real/./sub/.././other; echo "${PWD#"$here"}"
cd .; echo "${PWD#"$here"}"
cd "$here/./real/../other"; echo "${PWD#"$here"}"
cd ../real//sub; pwd | sed "s,$here,,"
EOF
	prints /real/other /real/other /other /real/sub
}

@test "cd .. in the root directory stays there" {
	run script <<'EOF'
cd /; cd ..; pwd; cd ../..; pwd; cd /..; pwd
EOF
	prints / / /
}

@test "cd fails when what stands before dot-dot is no directory" {
	differs "dash mksh" "simplify it away"
	touch file
	run script <<'EOF'
cd missing/../real || echo missing
cd file/../real || echo file
cd file/.. || echo file
pwd | sed "s,$here,.,"
EOF
	exits 0 missing file file .
}

@test "cd looks at each directory that dot-dot leaves, also after others" {
	differs "dash ksh mksh" "simplify it away, or get lost"
	touch real/sub/file
	run script <<'EOF'
cd real/sub/../../real/sub/file/../.. || echo file
cd real/../missing/../.. || echo missing
cd real/sub/../../real/sub/.. && echo "${PWD#"$here"}"
cd sub/../.. && echo "${PWD#"$here"}."
EOF
	exits 0 file missing /real .
}

@test "a failing cd says so and changes nothing" {
	touch file
	run script <<'EOF'
cd real; cd ../other
for d in missing file/ ../file; do
	cd "$d" 2>err && echo "no $d"
	test -s err || echo "no message for $d"
	echo "${PWD#"$here"} ${OLDPWD#"$here"}"; rm -f err
done
EOF
	exits 0 '/other /real' '/other /real' '/other /real'
}

@test "an empty operand of cd is an error" {
	differs "dash bash yash mksh" "accept it"
	run script <<'EOF'
cd real; cd '' 2>/dev/null; echo $(($? > 0)); echo "${PWD#"$here"}"
EOF
	exits 0 1 /real
}

@test "cd to a directory that is not there fails and the script goes on" {
	run script <<'EOF'
cd missing; echo $(($? > 0)); pwd | sed "s,$here,.,"
EOF
	exits 0 1 .
}

@test "CDPATH is searched for relative operands, and what it finds is printed" {
	differs ksh "prints / in a pipeline"
	run script <<'EOF'
CDPATH=$here/none:$here/real
cd sub | sed "s,$here,,"
cd sub >out; sed "s,$here,," "$here/out"; echo "${PWD#"$here"}"
EOF
	prints /real/sub /real/sub /real/sub
}

@test "CDPATH prefers its first match, even to a directory here" {
	mkdir sub
	run script <<'EOF'
CDPATH=$here/real:
cd sub >/dev/null; echo "${PWD#"$here"}"
cd "$here"; CDPATH=:$here/real
cd sub; echo "${PWD#"$here"}"
EOF
	prints /real/sub /sub
}

@test "CDPATH is not used for absolute names, dot and dot-dot" {
	run script <<'EOF'
CDPATH=$here/real
cd other >/dev/null; echo "${PWD#"$here"}"; cd "$here"
cd ./other; echo "${PWD#"$here"}"
cd ../other; echo "${PWD#"$here"}"
cd "$here/other"; echo "${PWD#"$here"}"
cd ..; echo "${PWD#"$here"}."
cd .; echo "${PWD#"$here"}."
EOF
	prints /real/other /other /other /other . .
}

@test "cd uses the directory here when CDPATH has none" {
	differs "ksh mksh" "fail, or go to the CDPATH entry"
	run script <<'EOF'
CDPATH=$here/none:$here/link
cd other; echo "${PWD#"$here"}"
EOF
	prints /other
}

@test "CDPATH with a relative entry and cd -P" {
	differs bash "prints the logical name with -P"
	run script <<'EOF'
CDPATH=real; cd sub/deep | sed "s,$here,,"
CDPATH=$here; cd -P link | sed "s,$here,,"
EOF
	prints /real/sub/deep /real/sub
}

@test "an assignment of CDPATH before cd holds for that cd alone" {
	run script <<'EOF'
CDPATH=$here/real cd sub >/dev/null; echo "${PWD#"$here"}"
cd "$here"; cd sub 2>/dev/null || echo not found
EOF
	prints /real/sub 'not found'
}

@test "cd in a subshell does not move the shell" {
	run script <<'EOF'
(cd real; cd sub); x=$(cd other; pwd); pwd | sed "s,$here,.,"; echo "${x#"$here"}"
cd real | cat; pwd | sed "s,$here,.,"
EOF
	prints . /other .
}

@test "names with blanks, newlines, leading hyphens and pattern characters are only names" {
	run script <<'EOF'
for d in 'a b' '-dash' '*' 'new
line' '~'; do
	mkdir -- "$d"
	cd -- "$d" && test "$PWD" = "$here/$d" && cd "$here" || echo "failed: $d"
done
cd ./-dash; pwd | sed "s,$here,,"
EOF
	prints /-dash
}

@test "PWD from the environment is kept if it names the current directory, else corrected" {
	differs mksh "fails for PWD=."
	cd link
	run env "PWD=$here/link" $SHELL_UNDER_TEST -c 'pwd; echo "$PWD"'
	[ "$output" = "$here/link"$'\n'"$here/link" ]
	for wrong in / . "$here" /nonexistent ''; do
		run env "PWD=$wrong" $SHELL_UNDER_TEST -c 'pwd; echo "$PWD"'
		[ "$output" = "$here/real/sub"$'\n'"$here/real/sub" ] || { echo "$wrong: $output"; false; }
	done
	run env -u PWD $SHELL_UNDER_TEST -c 'pwd; echo "$PWD"'
	[ "$output" = "$here/real/sub"$'\n'"$here/real/sub" ]
}

@test "PWD from the environment with dot or dot-dot in it is replaced by the physical name" {
	differs "dash bash ksh mksh" "take or simplify it"
	cd link
	for wrong in "$here/link/." "$here/real/../link" "$here/./link"; do
		run env "PWD=$wrong" $SHELL_UNDER_TEST -c 'pwd; echo "$PWD"'
		[ "$output" = "$here/real/sub"$'\n'"$here/real/sub" ] || { echo "$wrong: $output"; false; }
	done
}

@test "cd -P -e fails with 1 when the new directory's name cannot be found" {
	differs "dash yash ksh mksh" "have no -e, or another status"
	run script <<'EOF'
mkdir gone; cd gone; rmdir ../gone
cd -P -e . 2>/dev/null; echo $?
cd "$here"; cd -P -e real; echo $? "${PWD#"$here"}"
EOF
	exits 0 1 '0 /real'
}

@test "cd -P -e fails with more than 1 when it cannot change the directory" {
	differs "dash bash ksh mksh" "fail with 1"
	run script <<'EOF'
cd -P -e missing; echo $(($? > 1))
EOF
	exits 0 1
}

@test "cd works below a directory whose name is longer than PATH_MAX" {
	differs "dash bash ksh mksh" "keep to PATH_MAX"
	run script <<'EOF'
part=$(printf '%0200d' 0)
i=0
while test $i -lt 25; do
	mkdir $part && cd $part || exit
	i=$((i + 1))
done
echo ${#PWD} | sed "s/^/$(( ${#here} + 25 * 201)) /"
EOF
	wanted=$((${#here} + 25 * 201))
	exits 0 "$wanted $wanted"
}

@test "a directory that lost its search permission cannot be entered" {
	run unprivileged -c 'mkdir closed; chmod 600 closed; cd closed 2>/dev/null || echo refused'
	[ "$status" -eq 0 ] && [ "$output" = refused ]
}

@test "from a directory that is gone cd goes up, and knows again where it is" {
	differs "yash" "stays"
	mkdir gone
	run script <<'EOF'
here=$PWD; cd gone && rmdir "$here/gone"; cd -P . 2>/dev/null; cd .. 2>/dev/null
[ "$(pwd)" = "$here" ]; echo $?; [ "$PWD" = "$here" ]; echo $?
EOF
	exits 0 0 0
}
