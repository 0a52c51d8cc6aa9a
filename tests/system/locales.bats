#!/usr/bin/env bats
# Characters as a locale has them (XCU 2.5.3, 2.14, XBD 9.3.5), in locales that are made here.

load ../helper

setup_file() {
	[ -e /usr/share/i18n/SUPPORTED ] || skip "no sources of locales; on Debian: apt-get install locales"
	local name
	for name in de_DE.UTF-8 de_DE.ISO-8859-1 cs_CZ.UTF-8 tr_TR.UTF-8 ja_JP.EUC-JP; do
		localedef -i "${name%%.*}" -f "${name#*.}" "$BATS_FILE_TMPDIR/$name"
	done
	export LOCPATH=$BATS_FILE_TMPDIR
	umlaut=$(printf '\303\244')  # a with two dots in UTF-8, in EUC-JP some character
	latin=$(printf '\344')       # the same in ISO 8859-1
	kanji=$(printf '\264\301')   # a character of EUC-JP
	broken=$(printf 'a\303\344') # of no text in UTF-8
	export umlaut latin kanji broken
}

# in_locale NAME LINE...: what the script on standard input prints when LC_ALL is set before it starts, and when
# the script sets it.
in_locale() {
	local name=$1
	shift
	cat >text
	LC_ALL=$name run shell ./text
	[ "$output" = "$(printf '%s\n' "$@")" ] || { echo "from the start: $output"; return 1; }
	{ echo "LC_ALL=$name"; cat text; } >changed
	run shell ./changed
	[ "$output" = "$(printf '%s\n' "$@")" ] || { echo "changed: $output"; return 1; }
}

characters() {
	cat <<-'EOF'
		echo "${#umlaut} ${#latin} ${#kanji}"
		case $umlaut in ?) echo one;; ??) echo two;; esac
		case $latin in [[:alpha:]]) echo letter;; *) echo none;; esac
		case $umlaut in [[:lower:]][[:lower:]] | [[:lower:]]) echo lower;; *) echo none;; esac
		x=a${umlaut}b; y=${x#a?}; echo "${#y}"; y=${x%?b}; echo "${#y}"; y=${x##*[!b]}; echo "${#y}"
		set -- "$kanji"*; IFS=$umlaut; set -- a b; [ "$*" = "a${umlaut}b" ] && echo whole || echo byte
		IFS=$umlaut; z=x${umlaut}y; set -- $z; echo $#
	EOF
}

@test "characters are counted, matched, trimmed and split as the locale has them" {
	characters | in_locale de_DE.UTF-8 '1 1 2' one none lower 1 1 1 whole 2
	characters | in_locale de_DE.ISO-8859-1 '2 1 2' two letter none 2 2 1 byte 3
	characters | in_locale C '2 1 2' two none none 2 2 1 byte 3
	characters | in_locale ja_JP.EUC-JP '1 1 1' one none none 1 1 1 whole 2
}

@test "bytes that are no characters pass through, one at a time" {
	in_locale de_DE.UTF-8 3 one 2 'a c3 e4' <<-'EOF'
		echo "${#broken}"
		case $broken in a[!x]?) echo one;; esac
		y=${broken%?}; echo "${#y}"
		printf 'a %s\n' "$(printf %s "${broken#a}" | od -An -tx1 | sed 's/^ //')"
	EOF
}

@test "classes know the letters of the locale, and ranges those of the code" {
	upper=$(printf '\304\260'); export upper # capital I with a dot
	for name in tr_TR.UTF-8 C.UTF-8; do
		in_locale "$name" upper b none <<-'EOF'
			case $upper in [[:upper:]]) echo upper;; esac
			case b in [a-c]) echo b;; esac
			case $umlaut in [a-c]) echo wrong;; *) echo none;; esac
		EOF
	done
}

@test "the names of a pathname expansion are in the collating order of the locale" {
	mkdir names
	touch names/a names/B names/c "names/$umlaut" names/z names/ch names/h names/1
	expands() {
		in_locale "$1" "$2" <<-'EOF'
			cd names; echo *
		EOF
	}
	expands C "1 B a c ch h z $umlaut"
	expands de_DE.UTF-8 "1 a $umlaut B c ch h z"
	expands cs_CZ.UTF-8 "a $umlaut B c h ch z 1"
	in_locale cs_CZ.UTF-8 'c ch h' <<-'EOF'
		LC_COLLATE=C; cd names; unset LC_ALL; LANG=cs_CZ.UTF-8; echo [!1aBz]* | cut -d' ' -f 1-3
	EOF
}

@test "LC_ALL comes before LC_CTYPE, that before LANG; a changed one counts at once" {
	run shell -c 'unset LC_ALL
		n() { printf "%s " "${#umlaut}"; }
		LANG=de_DE.UTF-8; n; LC_CTYPE=C; n; LC_ALL=de_DE.UTF-8; n; LC_ALL=; n; unset LC_CTYPE; n; LANG=C; n
		LC_ALL=de_DE.UTF-8 n; f() { local LC_ALL; LC_ALL=de_DE.UTF-8; n; }; f; n
		(LC_ALL=de_DE.UTF-8; n); n; LC_ALL=nosuch; n'
	[ "$output" = '1 2 1 2 1 2 1 1 2 1 2 2 ' ]
}

@test "a locale that the script sets does not change how the script is read" {
	# A no-break space is a blank of ISO 8859-1 locales, not of the shell's language.
	printf 'LC_ALL=de_DE.ISO-8859-1\nset -- a\240b\necho $#\neval "set -- c\240d"; echo $#\nx\344=1\n' >text
	shell ./text >out 2>err || :
	[ "$(<out)" = $'1\n1' ]
	grep -q 'command not found' err
}
