#!/usr/bin/env bats
# `set -o vi`: the commands of XCU sh, each as a person types it.  X, typed in insert mode, marks where the
# cursor was.

load ../helper
load terminal

vi_terminal() {
	terminal "$@"
	enter 'set -o vi'
	ready
}

# edits LINE KEYS RESULT...: the line typed, Escape and the keys; the command that ran is the result.
edits() {
	while [ $# -gt 0 ]; do
		on_tmux send-keys -t "$session" -l -- "$1" \; send-keys -t "$session" Escape \; \
			send-keys -t "$session" -l -- "$2" \; send-keys -t "$session" Enter
		await has_newest "$3" || { printf 'typed %s, then %s\n' "$1" "$2"; return 1; }
		ready
		shift 3
	done
}

# The newest command of the history file.
has_newest() { [ "$(tail -n 1 .whelk_history 2>/dev/null)" = "$1" ]; }

@test "vi mode moves by characters and columns" {
	vi_terminal
	edits ': abc' hiX ': aXbc' ': abc' 2hiX ': Xabc' ': abc' 99hax ':x abc' ': abc' '0 iX' ':X abc' \
		': abc' '0lliX' ': Xabc' ': abc' '0 99liX' ': abXc' ': abc' 'lliX' ': abXc' ': abc' '0$iX' ': abXc' \
		'  : abc' '^a X' '  : X abc' ': abc' '3|iX' ': Xabc' ': abc' '|a X' ': X abc' ': abc' '99|iX' ': abXc'
}

@test "vi mode moves by words and bigwords" {
	vi_terminal
	edits ': ab.cd ef' 0wiX ': Xab.cd ef' ': ab.cd ef' 02wiX ': abX.cd ef' ': ab.cd ef' 09wiX ': ab.cd eXf' \
		': ab.cd ef' 02WiX ': ab.cd Xef' ': ab.cd ef' 0eiX ': aXb.cd ef' ': ab.cd ef' 02eiX ': abX.cd ef' \
		': ab.cd ef' 0WEiX ': ab.cXd ef' ': ab.cd ef' 09EiX ': ab.cd eXf' ': ab.cd ef' biX ': ab.cd Xef' \
		': ab.cd ef' 2biX ': ab.Xcd ef' ': ab.cd ef' 9ba\ X ': X ab.cd ef' ': ab.cd ef' 2BiX ': Xab.cd ef'
}

@test "vi mode finds characters, and again, and the other way" {
	vi_terminal
	edits ': abcabc' 0fciX ': abXcabc' ': abcabc' 02fciX ': abcabXc' ': abcabc' FaiX ': abcXabc' \
		': abcabc' 0tciX ': aXbcabc' ': abcabc' TaiX ': abcaXbc' ': abc' 0wfziX ': Xabc' \
		': a.b.c.d' '0f.;iX' ': a.bX.c.d' ': a.b.c.d' '0f.2;iX' ': a.b.cX.d' \
		': a.b.c.d' '02f.;iX' ': a.b.cX.d' ': a.b.c.d' '02f.,iX' ': aX.b.c.d'
}

@test "vi mode inserts and replaces" {
	vi_terminal
	edits ': abc' 0lax ': xabc' ': abc' 0Ax ': abcx' ': abc' 'I: x' ': x: abc' ': abcd' 0wRxy ': xycd' \
		': abc' 0wrz ': zbc' ': abcd' 0w2rziX ': zXzcd' ': abcd' 0w9rziX ': zzzXz' ': abc' '0w~iX' ': AXbc' \
		': aBc' '0w2~iX' ': AbXc' ': abc' '0w9~iX' ': ABXC' ': abc' '~~iX' ': abXc' ': abc' '#' '#: abc'
}

@test "vi mode changes" {
	vi_terminal
	edits ': abc def' 0wcwxy ': xy def' ': abc' 'cc: new' ': new' ': abc def' '0wc$zz' ': zz' \
		':abc' 'c0: zz' ': zzc' ': abc def' cbzz ': abc zzf' ': abcdef' cFbzz ': azzf' \
		': ab cd ef' 0wc2wx ': x ef' ': ab cd ef' 0w2cwx ': x ef' ': ab cd' 0wc9wx ': x' \
		': abc' 0wcqiX ': Xabc' ': abc def' 0wCzz ': zz' ': abc' 'S: new' ': new'
}

@test "vi mode deletes" {
	vi_terminal
	edits ': abcd' 0wxiX ': Xbcd' ': abcd' xiX ': abXc' ': abcd' 0w2xiX ': Xcd' ': abcd' '0w9xa:' ': :' \
		': abcd' XiX ': abXd' ': abcd' 2XiX ': aXd' ': ab cd' 0wdwiX ': Xcd' ': ab cd ef' 0wd2wiX ': Xef' \
		': ab cd ef' 0w2dwiX ': Xef' ': ab cd' 'ddi: new' ': new' ': ab cd' '0Wd$a:' ': :' \
		': ab cd' '0WDa:' ': :' ': ab cd' dbiX ': ab Xd' ':ab:' d0 ':' ': ab cd' 0wdeiX ': X cd' \
		': abab' 0wdfbiX ': Xab' ': abc' 0wdliX ': Xbc' ': abc' dhiX ': aXc' ': a.b.c' '0f.d;iX' ': aXc' \
		': abcd' 'd3|iX' ': Xd' ': ab cd' '0wd9wa:' ': :'
}

@test "vi mode yanks and puts" {
	vi_terminal
	edits ': ab cd' 0wywP ': ab ab cd' ': ab cd' 0wywiX ': Xab cd' ': ab' yyp ': ab: ab' \
		': ab cd' ybiX ': ab cXd' ': ab cd' '0wY$p' ': ab cdab cd' ': ab cd' '0wdw$piX' ': cdabX ' \
		': ab' x3p ': abbb' ': abcd' 0wxPiX ': Xabcd' ': ab' 0wx2P ': aab' ': ab' 0wxp ': ba'
}

@test "vi mode repeats and takes back" {
	vi_terminal
	edits ': abcdef' 0wx.. ': def' ': abcdef' 0w2x. ': ef' ': abcdef' 0wx3. ': ef' \
		': abcdefghij' 0wx3.. ': hij' ': abcd' 0wrzl. ': zzcd' ': ab cd ef' 0wdw. ': ef' \
		': abc' xu ': abc' ': abcd' xxu ': abc' ': abcd' xxxU ': abcd'
}

@test "vi mode goes through the history" {
	vi_terminal
	enter ': one 1' ': two' ': one 2' ': other'
	ready
	edits ': x' 'kA 1' ': other 1' ': x' '3kA 2' ': one 2 2' ': x' 'kkjA 3' ': one 2 2 3' ': x' '99kA 4' ': x 4' \
		': x' 'kja X' ': X x' ': x' '3GA 5' ': two 5' ': x' '99GA 6' ': x 6' ': x' '2G~' ': one 1'
	edits ': x' $'/: tw\nA !' ': two 5 !' ': x' $'/^: one 1\n~' ': one 1' ': x' $'/o*h\nA 7' ': other 1 7' \
		': x' $'/: one\nnA 8' ': one 1 8' ': x' $'4G?^: two 5\nA 9' ': two 5 9'
}

@test "a command that was recalled and changed, but not run, stays what it was" {
	vi_terminal
	enter ': one'
	ready
	edits ': x' 'kA changed' ': one changed' ': y' 2kx2j ': y' ': z' '3kA !' ': one !'
}

@test "vi mode takes words from the command before, from an alias, and file names" {
	vi_terminal
	enter "alias _q='wiQ'" ': one two three'
	ready
	edits ': x' _Z ': x threeZ' ': one two three' '' ': one two three' ': x' 2_Z ': x oneZ' ': ab' 0@qX ': QXab' \
		': ab' 0@rwiX ': Xab'
	: >work/name-1 && : >work/name-2 && mkdir work/other
	edits ': n' '\' ': name-' ': oth' '\x' ': other/x' ': n' '*' ': name-1 name-2 ' ': name-1' '\x' ': name-1 x'
	text ': nam'
	keys Escape
	text =
	shows 'name-1'
	text 'A done'
	shows_line '% : nam done'
}

@test "vi mode: erase, kill, ^W, ^V and ^L, and ^C drops the line" {
	vi_terminal
	text ': abcd'
	keys BSpace
	text ' ef.gh'
	keys C-w
	text x
	keys Enter
	await has_newest ': abc ef.x'
	ready
	text 'wrong'
	keys C-u
	text ': a'
	keys C-v C-a Escape C-l
	text 'ab'
	keys Enter
	await has_newest $': a\001b'
	ready
	text ': dropped'
	keys Escape
	text 'h'
	keys C-c
	ready
	keys Escape
	text 'k'
	shows_line $'% : a^Ab'
}
