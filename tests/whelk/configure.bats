# An autoconf-generated configure script writes the same files under whelk as under another shell.
#
# SPDX-License-Identifier: GPL-3.0-or-later
load ../helper

# `configure` is generated once and then run by whelk and by dash (bash where there is none),
# side by side, each in a directory of its own.
setup_file() {
	if ! command -v autoconf >/dev/null; then
		return
	fi
	cp -R "${BATS_TEST_DIRNAME%/*}/configure/." "$BATS_FILE_TMPDIR" || return
	cd "$BATS_FILE_TMPDIR" || return
	autoconf && autoheader || return
	REFERENCE=$(command -v dash || command -v bash)
	export REFERENCE
	run_configure "$WHELK" whelk -C --prefix=/opt/probe &
	run_configure "$REFERENCE" other -C --prefix=/opt/probe
	wait
}

setup() {
	command -v autoconf >/dev/null || skip "autoconf is not installed"
	cd "$BATS_FILE_TMPDIR" || return
}

# run_configure SHELL DIR OPTION...: run it there.  _as_can_reexec=no: it would look for a shell
# that it likes better.  What it prints goes to DIR.out, its status to DIR.status.
run_configure() {
	local shell=$1 dir=$2 status=0
	shift 2
	mkdir -p "$dir"
	(
		cd "$dir" || exit
		export CONFIG_SHELL="$shell" _as_can_reexec=no
		timeout 600 "$shell" ../configure "$@" 3>&- 4>&-
	) >"$dir.out" 2>&1 || status=$?
	echo "$status" >"$dir.status"
}

# same_files DIR DIR FILE...: byte for byte.
same_files() {
	local one=$1 other=$2 file bad=0
	shift 2
	for file; do
		diff -u "$other/$file" "$one/$file" || bad=1
	done
	return "$bad"
}

# What configure said or wrote, without what names the shell or depends on it: paths, the quotes
# that `set` puts around a value that needs none, and $LINENO, which configure replaces with
# numbers for a shell whose LINENO it does not trust.
neutral() {
	sed -e "s|$(readlink -f "$WHELK")|SHELL|g" -e "s|$WHELK|SHELL|g" \
		-e "s|$(readlink -f "$REFERENCE")|SHELL|g" -e "s|$REFERENCE|SHELL|g" \
		-e "s|='\([A-Za-z0-9_./:+-]*\)'|=\1|g" -e '/^ac_pwd=/d' \
		-e 's/lineno-[0-9][0-9]*/lineno-$LINENO/' -e 's/"[0-9][0-9]*" 5/"$LINENO" 5/' "$1"
}

same_text() {
	diff -u <(neutral "other$1") <(neutral "whelk$1")
}

generated="config.h local.h Makefile sub/settings.sh sub/linked.txt tool stamp.txt"

@test "configure ends well and no other shell takes over" {
	cat whelk.out
	[ "$(cat other.status)" -eq 0 ]
	[ "$(cat whelk.status)" -eq 0 ]
	if [ -e /proc/self/exe ]; then
		grep "what runs this... $(readlink -f "$WHELK")\$" whelk.out
	fi
	grep -q 'done: whelk-configure-test 1.0.2, spool .*/spool/wct, one two three$' whelk.out
}

@test "configure's config.h and other files are the same as under another shell" {
	# shellcheck disable=SC2086
	same_files whelk other $generated
	[ -x whelk/tool ]
	[ "$(whelk/tool)" = "whelk-configure-test 1.0.2, spool /opt/probe/var/spool/wct" ] ||
		[ "$(whelk/tool)" = "$(other/tool)" ]
}

@test "configure prints the same and caches the same as under another shell" {
	same_text .out
	same_text /config.cache
}

@test "config.status is the same as under another shell and runs again" {
	same_text /config.status
	rm whelk/Makefile whelk/config.h
	(cd whelk && timeout 120 "$WHELK" ./config.status 3>&- 4>&- >/dev/null)
	# shellcheck disable=SC2086
	same_files whelk other $generated
	run timeout 60 "$WHELK" whelk/config.status --version 3>&- 4>&-
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "whelk-configure-test config.status 1.0.2" ]
}

@test "configure --help and a wrong option are the same as under another shell" {
	export CONFIG_SHELL=$WHELK _as_can_reexec=no
	timeout 60 "$WHELK" ./configure --help >help.whelk 2>&1 3>&- 4>&-
	timeout 60 "$REFERENCE" ./configure --help >help.other 2>&1 3>&- 4>&-
	diff -u help.other help.whelk
	run timeout 60 "$WHELK" ./configure --no-such-option 3>&- 4>&-
	[ "$status" -eq 1 ]
	[[ $output = *"unrecognized option: "*"--no-such-option"* ]]
}

@test "configure with a cache and other options is the same as under another shell" {
	mkdir cached-whelk cached-other
	cp whelk/config.cache cached-whelk
	cp other/config.cache cached-other
	set -- -C --enable-debug --disable-nls --with-spool="/a b/it's"
	run_configure "$WHELK" cached-whelk "$@" &
	run_configure "$REFERENCE" cached-other "$@"
	wait
	[ "$(cat cached-whelk.status)" -eq 0 ]
	diff -u <(neutral cached-other.out) <(neutral cached-whelk.out)
	# shellcheck disable=SC2086
	same_files cached-whelk cached-other $generated
}
