# The scripts of Debian's packages: those that dpkg runs, debconf's, and the programs that are
# scripts, each under whelk and under dash.
#
# SPDX-License-Identifier: GPL-3.0-or-later
load common

# Commands that only read and print; every other one of the system is replaced by a stub that says
# how it was called.  With that, and as nobody, the scripts can be run where they are.
readers="awk basename cat comm cut dirname egrep expr fgrep find getconf getent grep head id ls mawk
	mktemp od paste printf readlink run-parts sed seq sleep sort stat tail tempfile test tr true uname uniq
	wc which xargs"

stubs() {
	local box name
	for box in whelk dash; do
		mkdir "$box/stubs"
		cat >"$box/stub" <<-'EOF_STUB'
			#!/bin/dash
			echo "<${0##*/}> $*"
		EOF_STUB
		chmod 755 "$box/stub"
		find /bin/ /sbin/ /usr/bin /usr/sbin -maxdepth 1 ! -type d -printf '%f\n' | sort -u |
			(cd "$box/stubs" && xargs -I{} ln -sf ../stub {})
		for name in $readers; do
			name=$(command -v "$name") && ln -sf "$name" "$box/stubs"
		done
		rm -f "$box/stubs/sh"
		ln -s ../bin/sh "$box/stubs/sh"
	done
	chmod -R a+rX . && chmod 777 whelk/work dash/work
}

# scripts_of DIR...: those whose first line is #!/bin/sh, perhaps with an option.
scripts_of() {
	find "$@" -maxdepth 1 -type f -size -500k 2>/dev/null | sort -u | while IFS= read -r file; do
		case $(head -n 1 "$file" 2>/dev/null | tr -d '\0') in
		'#!/bin/sh' | '#!/bin/sh '* | '#! /bin/sh'*) printf '%s\n' "$file" ;;
		esac
	done
}

# run_all BOX LIST ARGUMENT...: each script of LIST with the arguments, in the sandbox.  debconf's
# answers are read from standard input: each is a success without a value.
run_all() {
	local box=$PWD/$1 list=$PWD/$2 script status options as_nobody=
	shift 2
	[ "$(id -u)" -eq 0 ] && as_nobody="setpriv --reuid nobody --regid nogroup --clear-groups"
	cd "$box/work" || return
	while IFS= read -r script; do
		echo "== $script"
		options=$(head -n 1 "$script")
		options=${options#*/bin/sh}
		status=0
		# shellcheck disable=SC2086
		yes 0 2>/dev/null | head -n 500 |
			timeout -k 5 20 $as_nobody env -i LC_ALL=C HOME="$box/work" \
				PATH="$box/stubs" DEBIAN_HAS_FRONTEND=1 DPKG_MAINTSCRIPT_NAME=x \
				DPKG_MAINTSCRIPT_PACKAGE=p DPKG_MAINTSCRIPT_ARCH=all \
				"$box/bin/sh" $options "$script" "$@" 3>&- 4>&- 2>err || status=$?
		# Which error it is, 1 or 2, is a difference that tests/DIFFERENCES lists.
		case $status in 1 | 2) status=failed ;; esac
		echo "-- $status"
	done <"$list" >"$box.out"
	sed "s|$box|BOX|g; s|/tmp/[A-Za-z0-9._]\{6,\}|TEMP|g" "$box.out" >"$box.text"
}

# all_same LIST ARGUMENT...
all_same() {
	run_all whelk "$@" &
	(run_all dash "$@")
	wait
	diff -u dash.text whelk.text
	# They ran: a sandbox that nobody can enter gives 126 to all.
	[ "$(grep -c '^-- 0$' whelk.text)" -gt "$(grep -c '^-- 12[4-7]$' whelk.text)" ]
}

# A place that nobody can enter, with a copy of whelk, for both may be in a home that is closed.
setup_sandbox() {
	needs /var/lib/dpkg/info setpriv
	sandbox=$(mktemp -d "/tmp/whelk-sandbox.XXXXXX")
	cd "$sandbox" || return
	cp "$WHELK" whelk-copy
	toolbox dash
	toolbox "$WHELK"
	[ -d whelk ] || mv "${WHELK##*/}" whelk
	ln -sf ../../whelk-copy whelk/bin/sh
	stubs
}

teardown() {
	show_last_run
	[ -z "${sandbox-}" ] || rm -rf "$sandbox"
}

@test "maintainer scripts of all installed packages: configure" {
	setup_sandbox
	find /var/lib/dpkg/info -name '*.postinst' -o -name '*.config' | sort >all
	scripts_of /var/lib/dpkg/info | grep -Fxf all >list
	[ -s list ]
	all_same list configure 0
}

@test "maintainer scripts of all installed packages: upgrade, remove, purge" {
	setup_sandbox
	scripts_of /var/lib/dpkg/info | grep '\.preinst$' >preinst || :
	scripts_of /var/lib/dpkg/info | grep '\.prerm$' >prerm || :
	scripts_of /var/lib/dpkg/info | grep '\.postrm$' >postrm || :
	all_same preinst upgrade 0
	all_same prerm remove
	all_same postrm purge
}

@test "init scripts, and the programs that are scripts" {
	setup_sandbox
	scripts_of /etc/init.d >list || :
	all_same list status
	scripts_of /usr/bin /usr/sbin | grep -v -e startx -e xinit >list
	[ -s list ]
	all_same list --help
}

@test "debconf: a script of questions with confmodule and a frontend" {
	needs /usr/share/debconf/confmodule debconf-communicate
	for box in whelk dash; do
		cat >"$box/debconf.conf" <<-EOF_CONF
			Config: configdb
			Templates: templatedb

			Name: config
			Driver: File
			Filename: $PWD/$box/config.dat

			Name: configdb
			Driver: Stack
			Stack: config

			Name: templatedb
			Driver: File
			Filename: $PWD/$box/templates.dat
		EOF_CONF
		cat >"$box/package.templates" <<-'EOF_TEMPLATES'
			Template: package/name
			Type: string
			Default: whelk
			Description: Your name?

			Template: package/sure
			Type: boolean
			Default: true
			Description: Sure?

			Template: package/color
			Type: select
			Choices: red, green, blue
			Default: green
			Description: Which?
		EOF_TEMPLATES
		cat >"$box/config" <<-EOF_CONFIG
			#!$PWD/$box/bin/sh -e
			. /usr/share/debconf/confmodule
			db_version 2.0
			db_title "A package"
			db_x_loadtemplatefile $PWD/$box/package.templates package
			for question in name sure color; do
				db_input high package/\$question || true
			done
			db_go || true
			db_get package/color; echo "color: \$RET" >&2
			db_set package/name "a name  with 'blanks'"
			db_fset package/name seen true
			db_get package/name; echo "name: [\$RET]" >&2
			db_fget package/name seen; echo "seen: \$RET" >&2
			db_get package/sure && [ "\$RET" = true ] && echo sure >&2
			db_metaget package/color choices; echo "\$RET" >&2
			db_subst package/color a 'b \$c' || echo "no: \$?" >&2
			db_get package/missing || echo "missing: \$? \$RET" >&2
			db_capb backup; db_stop
			echo "after \$#: \$*"
			exit 3
		EOF_CONFIG
		chmod 755 "$box/config"
	done
	same <<-'SCENARIO'
		export DEBCONF_SYSTEMRC="${PWD%/work}/debconf.conf" DEBIAN_FRONTEND=noninteractive
		export LC_ALL=C
		../config a 'b c'; echo "status $?"
		DEBIAN_FRONTEND=noninteractive ../config; echo "status $?"
		sort ../config.dat
	SCENARIO
	grep -q "^name: \[a name with 'blanks'\]$" whelk.text
}

@test "update-alternatives, run-parts, savelog and ldd" {
	needs update-alternatives run-parts savelog ldd
	take savelog
	same <<-'SCENARIO'
		export LC_ALL=C
		say() { echo "== $*"; "$@"; echo "-- $?"; }
		mkdir alt adm parts
		for i in 1 2; do
			printf '#!%s\necho "part %s $0 $*"\nexit %s\n' \
				"$CONFIG_SHELL" $i $((i - 1)) >parts/p$i
			chmod 755 parts/p$i
			say update-alternatives --quiet --altdir alt --admindir adm --log log \
				--install link-$i "name$i" "$PWD/parts/p$i" $i
			say update-alternatives --quiet --altdir "$PWD/alt" --admindir "$PWD/adm" \
				--log "$PWD/log" --install "$PWD/link" name "$PWD/parts/p$i" $i
		done
		say ./link x
		say run-parts --arg=a parts
		say run-parts --report parts
		say run-parts --exit-on-error parts
		for i in 1 2 3 4; do echo $i >log; say savelog -c 3 log | sed 's/[0-9]\{8,\}/N/'; done
		ls; cat log.1.gz | gzip -d
		sh "$(command -v ldd)" /bin/ls | sed 's/0x[0-9a-f]*/ADDRESS/'
		# dash leaves the $ of $"...".
		sh "$(command -v ldd)" /etc/passwd no-such-file 2>&1 | tr -d '$'
		sh "$(command -v ldd)" --version | head -n 1
	SCENARIO
}
