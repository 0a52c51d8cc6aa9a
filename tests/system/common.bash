# common.bash - what the suites of the system's scripts share: a script of somebody else's runs under
# whelk and under dash, each called sh, and both must say and leave the same.
#
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash

load ../helper

# needs THING...: a command or the path of a file; without it the case says what is lacking.
needs() {
	local thing
	for thing in dash "$@"; do
		command -v "$thing" >/dev/null || [ -r "$thing" ] ||
			skip "$thing is not installed (on Debian, scripts/deps system brings it)"
	done
}

# toolbox SHELL: make whelk/ or dash/ (by the shell's name), with `sh`, the shell under that name.
toolbox() {
	local box=$PWD/${1##*/}
	mkdir -p "$box/bin" "$box/work"
	ln -sf "$(command -v "$1")" "$box/bin/sh"
}

# take SCRIPT...: copies for both, whose first line names their own sh.  Names are looked up in PATH.
take() {
	local box script path
	for box in whelk dash; do
		for script; do
			path=$(command -v "$script") || path=$script
			sed "1s|^#! */bin/sh|#!$PWD/$box/bin/sh|" "$path" >"$box/bin/${path##*/}"
			chmod 755 "$box/bin/${path##*/}"
		done
	done
}

# in_box NAME [ARGUMENT...]: run the script `scenario` there; what it prints goes to NAME.out.
in_box() {
	local box=$PWD/$1 status=0
	shift
	(
		cd "$box/work" || exit
		PATH=$box/bin:$PATH CONFIG_SHELL=$box/bin/sh SHELL=$box/bin/sh \
			timeout -k 5 300 "$box/bin/sh" ../../scenario "$@" 3>&- 4>&-
	) </dev/null >"$box.out" 2>&1 || status=$?
	echo "status $status" >>"$box.out"
	# What tells the time differs from one second to the next.
	sed -e "s|$box|BOX|g" -e "s|$(readlink -f "$box/bin/sh")|SHELL|g" \
		-e 's/([0-9]* seconds passed, remaining [0-9]* predicted)/(TIME)/g' \
		-e 's|\(Rewrite [0-9a-f]* ([0-9]*/[0-9]*) (TIME)[[:space:]]*\)\{1,\}|PROGRESS |g' \
		-e 's/[0-9][0-9]:[0-9][0-9]:[0-9][0-9]/TIME/g' "$box.out" >"$box.text"
}

# same [ARGUMENT...]: the scenario on standard input prints the same under both and ends with 0.
same() {
	cat >scenario
	in_box whelk "$@" &
	in_box dash "$@"
	wait
	diff -u dash.text whelk.text
	[ "$(tail -n 1 whelk.text)" = "status 0" ] || { cat whelk.text; false; }
}

setup() {
	private_directory
	toolbox "$WHELK"
	# A build beside ./whelk has the same name; a copy elsewhere may not.
	[ -d whelk ] || mv "${WHELK##*/}" whelk
	toolbox dash
}
