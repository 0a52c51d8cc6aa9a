# The scripts of gzip, xz and bzip2 do under whelk what they do under dash.
#
# SPDX-License-Identifier: GPL-3.0-or-later
load common

@test "gzip's scripts: zgrep zcat zdiff zcmp zforce znew gzexe zmore" {
	needs gzip zgrep zdiff gzexe
	take gunzip zcat zcmp zdiff zegrep zfgrep zforce zgrep znew gzexe uncompress
	same <<-'SCENARIO'
		say() { echo "== $*"; "$@"; echo "-- $?"; }
		printf '%s\n' one two 'three four' five >a; sed 's/two/2/' a >'b c'
		cp a plain; gzip -n a 'b c'
		say zcat a.gz
		say zgrep -n o a.gz 'b c.gz' plain
		say zgrep -e t -e v a.gz
		say zgrep -c one a.gz
		say zgrep -l two a.gz 'b c.gz'
		say zgrep -L two a.gz 'b c.gz'
		say zgrep -h 'three four' a.gz 'b c.gz'
		say zgrep -q nothing a.gz
		say zgrep -E 'one|five' a.gz
		say zgrep -F -- '-x' a.gz
		say zgrep one no-such-file
		say zgrep --no-such-option x a.gz
		say zegrep '(two|2)' 'b c.gz'
		say zfgrep 'three f' a.gz
		echo two >patterns; say zgrep -f patterns a.gz
		say zdiff a.gz 'b c.gz'
		say zdiff a.gz plain
		say zdiff -u a.gz a.gz
		say zcmp a.gz 'b c.gz'
		say zcmp a.gz plain
		zcat a.gz | say zgrep two
		mv a.gz renamed; say zforce renamed; ls
		say gunzip -k renamed.gz; cat renamed
		printf '#!/bin/sh\necho "script $# $*"\nexit 3\n' >prog; chmod 755 prog
		say gzexe prog; say ./prog 1 '2 3'; ls; say gzexe -d prog; cat prog; ls
		say zgrep --help; say zdiff --help; say gzexe --help; say znew --help
		say znew missing.Z
	SCENARIO
	grep -q '^== znew missing.Z$' whelk.text
}

@test "xz's scripts: xzgrep xzdiff xzcmp" {
	needs xz xzgrep
	take xzgrep xzdiff xzcmp xzegrep xzfgrep xzless xzmore
	same <<-'SCENARIO'
		say() { echo "== $*"; "$@"; echo "-- $?"; }
		printf '%s\n' one two 'three four' five >a; sed 's/two/2/' a >'b c'
		cp a plain; xz a; xz 'b c'; gzip -nk plain
		say xzgrep -n o a.xz 'b c.xz' plain plain.gz
		say xzgrep -c one a.xz
		say xzgrep -l two a.xz 'b c.xz'
		say xzgrep -h 'three four' a.xz 'b c.xz'
		say xzgrep -q nothing a.xz
		say xzegrep '(two|2)' 'b c.xz'
		say xzfgrep 'three f' a.xz
		say xzgrep one no-such-file
		say xzdiff a.xz 'b c.xz'
		say xzdiff a.xz plain
		say xzcmp a.xz 'b c.xz'
		xz -dc a.xz | say xzgrep two
		say xzgrep --help; say xzdiff --help; say xzless --help; say xzmore --version
	SCENARIO
}
