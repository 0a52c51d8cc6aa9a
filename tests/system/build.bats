# Building programs: configure and make of a package's source, libtool, autoconf.
#
# SPDX-License-Identifier: GPL-3.0-or-later
load common

# The source of Debian's package hello, kept in build/: apt's own settings, with source packages
# switched on in a directory of ours.
fetch_source() {
	local kept=$WHELK_TOP/build/sources apt
	mkdir -p "$kept"
	if ! compgen -G "$kept/hello_*.dsc" >/dev/null; then
		apt=$BATS_TEST_TMPDIR/apt
		mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
		# shellcheck disable=SC2016 # apt-get fills these in
		apt-get indextargets --format 'deb-src $(SITE) $(RELEASE) $(COMPONENT)' \
			'Created-By: Packages' | grep ' main$' | sort -u >"$apt/list"
		set -- -q -o Dir::Etc::SourceList="$apt/list" -o Dir::Etc::SourceParts=/dev/null \
			-o Dir::State::Lists="$apt/lists" -o Dir::Cache="$apt/cache"
		apt-get "$@" update || return
		(cd "$kept" && apt-get "$@" --download-only source hello) || return
	fi
	dpkg-source --no-check -x "$kept"/hello_*.dsc "$BATS_TEST_TMPDIR/hello"
}

@test "a project of Debian's archive: configure, make, make install" {
	needs apt-get dpkg-source make cc
	fetch_source >fetched 2>&1 || { cat fetched; false; }
	cp -pR hello whelk/hello
	mv hello dash # a copy that loses times would make everything anew
	same <<-'SCENARIO'
		export LC_ALL=C _as_can_reexec=no
		sh_path=${PWD%/work}/bin/sh
		cd ../hello || exit
		"$sh_path" ./configure --disable-dependency-tracking >../configure.out 2>&1 || exit
		sed "s|${PWD%/hello}|BOX|g" ../configure.out | grep '^[a-z]*ing\|^config'
		make SHELL="$sh_path" CONFIG_SHELL="$sh_path" -s DESTDIR="$PWD/dest" install \
			>../make.out 2>&1 || { cat ../make.out; exit 1; }
		cd dest && find . | sort && find . -type f ! -name hello | sort | xargs cksum
		./usr/local/bin/hello
	SCENARIO
	cmp dash/hello/config.h whelk/hello/config.h
	grep -q '^Hello, world!$' whelk.text
}

@test "libtool: compile, link, install, run" {
	needs libtool libtoolize cc
	take libtool
	same <<-'SCENARIO'
		export LC_ALL=C
		echo 'int f(void); int f(void) { return 42; }' >f.c
		echo 'int f(void); int main(void) { return f(); }' >main.c
		lt() { libtool --tag=CC "$@"; echo "-- $?"; }
		lt --mode=compile cc -c f.c
		lt --mode=compile cc -c main.c
		lt --mode=link cc -o libf.la f.lo -rpath "$PWD/lib" -version-info 3:2:1
		lt --mode=link cc -o prog main.lo libf.la
		./prog; echo $?
		mkdir lib; lt --mode=install cp libf.la "$PWD/lib/libf.la"
		lt --mode=execute ./prog
		lt --mode=clean rm -f f.lo prog
		lt --help | sed 's/(.*//'; ls lib
	SCENARIO
}

@test "autoconf makes the same configure, and autoheader the same header" {
	needs autoconf autoheader
	take autoconf
	cp -R "$WHELK_TOP/tests/configure/." .
	same <<-'SCENARIO'
		cp -R ../../configure.ac ../../*.in .
		autoconf -o made configure.ac; cksum made
		autoconf -W all -; autoconf --no-such-option; autoconf --help | head -n 5
		sh -n made
	SCENARIO
}
