#!/usr/bin/env bats
# The manual names what the shell has, as the shell itself names it.

load ../helper

manual=$WHELK_TOP/man/whelk.1

# The item lines of a section of the manual, without what only sets type: `.It Ic cd Oo Fl L | Fl P Oc` is
# `cd[-L|-P]`.  Blanks go, because where one stands is for the formatter to say.
items() {
	awk -v section="$1" '
		/^\.S[hs]/ { inside = substr($0, 5) == section }
		/^\.It/ { text = ""; item = inside && NF > 1 }
		/^\.It Xo/ { several = inside; next }
		/^\.Xc/ { several = 0 }
		item && (several || /^\.(It|Xc)/) {
			end = ""
			sub(/^\./, ". ")
			for (i = 2; i <= NF; i++) {
				word = $i
				gsub(/\\&/, "", word)
				gsub(/\\-/, "-", word)
				if (word == "Fl" && ($(i + 1) ~ /^(Ns|[|])$/ || i == NF))
					text = text "-"
				else if (word == "Fl")
					text = text "-" $(++i)
				else if (word == "Oo")
					text = text "["
				else if (word == "Oc")
					text = text "]"
				else if (word == "Op") {
					text = text "["
					end = end "]"
				} else if (word !~ /^(It|Xc|Ic|Ar|Cm|Li|Ns)$/)
					text = text word
			}
			text = text end
			if (!several)
				print text
			item = several
		}' "$manual"
}

# The synopses of `help`, one a line, in the same form.
synopses() {
	local name
	for name in $("$WHELK" -c help | awk '{ print $1 }'); do
		"$WHELK" -c 'help -- "$1"' sh "$name" | grep -v "^    "
	done | tr -d ' '
}

@test "the manual has each built-in with the synopsis that help prints" {
	items 'BUILT-IN COMMANDS' | sort >manual
	synopses | sort >help
	[ -s help ]
	diff help manual
}

@test "the manual has each option by its letter and its name" {
	items Options | tr ',' '\n' | sed -n 's/^-o\(.*\)/\1/p' | sort >names
	"$WHELK" -c 'set -o' | awk '{ print $1 }' | sort >known
	[ -s known ]
	diff known names
	items Options | tr ',' '\n' | sed -n 's/^-\([a-zA-Z]\)$/\1/p' | sort >letters
	"$WHELK" --help | sed -n 's/.*whelk \[-\([a-zA-Z]*\)\].*/\1/p' | head -n 1 | sed 's/./&\n/g' | grep . >known
	printf "%s\n" c s >>known # which have synopses of their own
	sort known | diff - letters
}

@test "the manual has each variable that the shell looks at or sets" {
	cat "$WHELK_TOP"/src/*/*.c "$WHELK_TOP"/builtins/*.c |
		grep -oE 'var_(get|set|unset|bind)[a-z_]*\(sh, "[A-Z_]+"|name_(intern|find)\([^"]*"[A-Z_]+"|^\s*\{"[A-Z_]{2,}",' |
		grep -oE '"[A-Z_]+"' | tr -d '"' | sort -u >known
	grep -q '^HISTSIZE$' known
	grep -q '^OPTIND$' known
	grep -E '^\.(It )?(Ev|Va) ' "$manual" | tr ' ,' '\n\n' | grep -E '^[A-Z_]{2,}$' | sort -u >named
	comm -23 known named >missing
	cat missing
	[ ! -s missing ]
}
