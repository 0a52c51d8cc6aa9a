#!/usr/bin/env bats
# The prompt, as a person sees it: lines, history, completion.

load ../helper
load terminal

@test "the default prompt shows the directory and what the user is" {
	on_tmux new-session -d -s first -x 80 -y 24 -c / \
		env -i TERM=screen PATH=/usr/bin:/bin HOME="$HOME" "$WHELK"
	session=first
	if [ "$(id -u)" -eq 0 ]; then
		ready '/ #'
	else
		ready '/ $'
	fi
	text 'cd usr'
	keys Enter
	shows '/usr '
}

@test "a line is edited before it runs" {
	terminal
	ready
	text 'cho wrang'
	keys C-a
	text e
	keys C-e BSpace BSpace BSpace
	text ong
	keys Enter
	shows_line wrong
}

@test "PS2 asks for the rest of a command, which is one entry of the history" {
	terminal PS2='more: '
	enter 'for i in 1 2'
	shows_line 'more:'
	text 'do echo "turn $i'
	keys Enter
	text 'end"; done'
	keys Enter
	shows_line 'turn 2'
	ready
	keys Up
	shows_line '% for i in 1 2'
	keys Enter
	ready
	[ "$(screen | grep -c '^turn 1')" -eq 2 ]
	[ "$(cat .whelk_history)" = 'for i in 1 2\ndo echo "turn $i\nend"; done
for i in 1 2\ndo echo "turn $i\nend"; done' ]
}

@test "a here-document is typed at the prompt" {
	terminal
	enter 'x=value; cat <<END'
	shows_line '>'
	text 'x is $x'
	keys Enter
	text END
	keys Enter
	shows_line 'x is value'
}

@test "the history comes back in the next session" {
	terminal
	enter 'echo "first \ session"' exit
	ends
	[ "$(cat .whelk_history)" = 'echo "first \\ session"
exit' ]
	[ "$(stat -c %a .whelk_history)" = 600 ]
	terminal
	ready
	keys Up
	shows_line '% exit'
	keys Up Enter
	shows_line 'first \ session'
}

@test "two shells at once both add to the history file" {
	session=first terminal HISTFILE="$HOME/shared"
	session=second terminal HISTFILE="$HOME/shared"
	session=first enter 'echo one of first'
	session=second enter 'echo one of second'
	session=first enter 'echo two of first'
	await has_file_line shared 'echo two of first'
	await has_file_line shared 'echo one of second'
	[ "$(wc -l <shared)" -eq 3 ]
}

@test "HISTSIZE is how many commands are kept, and a long file is cut when it is read" {
	for i in 1 2 3 4 5 6 7 8 9; do echo "echo $i"; done >history
	terminal HISTFILE="$HOME/history" HISTSIZE=3
	enter history
	shows '8  echo 8'
	shows '9  echo 9'
	shows '10  history'
	has_text 'echo 7' && return 1
	[ "$(head -n 1 history)" = 'echo 7' ]
}

@test "an empty HISTFILE keeps none" {
	terminal HISTFILE=
	enter 'echo hello' exit
	ends
	[ ! -e .whelk_history ]
}

@test "fc -s runs a command again, and the history has what ran" {
	terminal
	enter 'echo old' 'fc -s old=new'
	shows_line new
	ready
	keys Up
	shows_line '% echo new'
	keys C-u
	enter 'fc -l 1'
	shows '2       echo new'
	await has_file_line .whelk_history 'echo new'
}

@test "an alias for fc, and fc after other commands, leave what ran in the history and in its file" {
	terminal
	enter "alias r='fc -s'" 'echo old' 'r old=new'
	shows_line new
	enter ': now; fc -s new=newer; :'
	shows_line newer
	ready
	keys Up
	shows_line '% echo newer'
	keys Up
	shows_line '% echo new'
	keys C-u
	enter exit
	ends
	[ "$(cat .whelk_history)" = "alias r='fc -s'
echo old
echo new
echo newer
exit" ]
}

@test "a trap waits while the rest of a command is typed, and nothing of it is lost" {
	terminal PS2='more: '
	enter "trap 'echo trapped' USR1" 'echo $$ >pid' 'for i in 1 2 3'
	shows_line 'more:'
	kill -s USR1 "$(<work/pid)"
	text 'do echo "turn $i"'
	keys Enter
	text done
	keys Enter
	shows_line 'turn 3'
	has_line trapped
	ready
	keys Up
	shows_line '% for i in 1 2 3'
}

@test "whelk -s is interactive at a terminal, with operands too" {
	terminal -- -s one two
	enter 'echo "$- $2"'
	shows_line 'ims two'
}

@test "Tab completes built-ins, functions and reserved words where a command begins" {
	terminal
	enter 'my_function() { echo "called with $#"; }'
	ready
	text my_f
	keys Tab
	shows_line '% my_function'
	text '1 2'
	keys Enter
	shows_line 'called with 2'
	ready
	text 'x=1 unal'
	keys Tab
	shows_line '% x=1 unalias'
	keys C-c
	ready
	text 'echo | my_'
	keys Tab
	shows_line '% echo | my_function'
	keys C-c
	ready
	text 'echo my_'
	keys Tab
	text .
	shows_line '% echo my_.'
}

@test "Tab completes variables after a dollar sign" {
	terminal name_of_x=1
	ready
	text 'echo $name_'
	keys Tab
	shows_line '% echo $name_of_x'
	text '/${name_'
	keys Tab
	shows_line '% echo $name_of_x /${name_of_x}'
	text ' "a$name_'
	keys Tab
	shows_line '% echo $name_of_x /${name_of_x} "a$name_of_x"'
	keys Enter
	shows_line '1 /1 a1'
}

@test "Tab completes file names and quotes what needs it" {
	mkdir 'work/a dir'
	touch "work/a dir/it's" 'work/q"uote' 'work/$dollar' work/plain
	terminal
	ready
	text 'printf "<%s>" a'
	keys Tab
	shows_line '% printf "<%s>" a\ dir/'
	keys Tab
	shows_line "% printf \"<%s>\" a\\ dir/it\\'s"
	text 'q'
	keys Tab
	text '\$'
	keys Tab
	text '>pl'
	keys Tab
	keys Enter
	ready
	[ "$(cat work/plain)" = "<a dir/it's><q\"uote><\$dollar>" ]
}

@test "Tab completes inside quotes, and after a parameter" {
	mkdir 'work/a dir'
	touch "work/a dir/it's"
	terminal
	ready
	text "echo 'a"
	keys Tab Tab
	shows_line "% echo 'a dir/it'\\''s'"
	keys C-c
	ready
	text 'echo "$HOME/work/a'
	keys Tab Tab
	shows_line '% echo "$HOME/work/a dir/it'\''s"'
	keys Enter
	shows "/work/a dir/it's"
}

@test "^C drops the lines of a command that is not complete, from the history too" {
	terminal PS2='more: '
	enter ': before' 'for i in 1 2'
	shows_line 'more:'
	text 'do echo'
	keys C-c
	ready
	keys Up
	shows_line '% : before'
	keys C-u
	enter 'fc -ln >list'
	await has_file_line work/list $'\t: before'
	[ "$(<work/list)" = $'\t: before' ]
	[ "$(head -n 1 .whelk_history)" = ': before' ]
	! grep 'for i' .whelk_history
}

@test "^C drops the line that was typed" {
	terminal
	ready
	text 'echo dropped'
	keys C-c
	shows_line '% echo dropped^C'
	enter 'echo "status $?"'
	shows_line 'status 130'
	enter 'echo "first line'
	shows_line '>'
	keys C-c
	enter 'echo next'
	shows_line next
	[ "$(screen | grep -c '^dropped')" -eq 0 ]
}

@test "^C ends the command that runs and what was to follow" {
	terminal
	enter 'for i in 1 2 3; do echo "turn $i"; sleep 60; done; echo after'
	shows_line 'turn 1'
	keys C-c
	enter 'echo "status $?"'
	shows_line 'status 130'
	has_line 'turn 2' && return 1
	has_line after && return 1
	return 0
}

@test "^C ends a loop of built-ins" {
	terminal
	enter 'echo begin; while :; do :; done; echo after'
	shows_line begin
	keys C-c
	enter 'echo "status $?"'
	shows_line 'status 130'
	has_line after && return 1
	return 0
}

@test "^D on an empty line ends the shell with the last status" {
	terminal -- -c "\"$WHELK\"; echo \"left with \$?\"; read -r wait"
	enter '(exit 7)'
	ready
	keys C-d
	shows_line 'left with 7'
}

@test "set -o ignoreeof asks for exit" {
	terminal
	enter 'set -o ignoreeof'
	ready
	keys C-d
	shows_line 'Use "exit" to leave the shell.'
	enter 'echo here'
	shows_line here
}

@test "a syntax error shows the place and returns to the prompt" {
	terminal
	enter 'echo a | | b'
	shows 'syntax error'
	shows_line '           ^'
	enter 'echo "status $?"'
	shows_line 'status 2'
}

@test "a failed expansion ends the line, not the shell" {
	terminal
	enter 'echo ${x?is missing}; echo after'
	shows 'x: is missing'
	enter 'set -u' 'echo $y; echo after' 'readonly r=1' 'r=2; echo after' 'echo still here'
	shows_line 'still here'
	has_line after && return 1
	return 0
}

@test "set -o vi edits with vi's keys" {
	terminal
	enter 'set -o vi'
	ready
	text 'echo wrng'
	keys Escape
	text 'hiXo'
	keys Escape
	text '0wxiw'
	keys Enter
	shows_line wrXong
	ready
	keys Escape
	text k
	shows_line '% echo wrXong'
	text I
	text 'set -o emacs; '
	keys Enter
	ready
	text 'cho back'
	keys C-a
	text e
	keys Enter
	shows_line back
}

@test "vi's ~ stops at the end of the line, and v edits the line with the editor" {
	mkdir bin
	printf '%s\n' '#!/bin/sh' 'text=$(sed s/draft/final/ "$1") && echo "$text" >"$1"' >bin/vi
	chmod +x bin/vi
	terminal PATH="$PWD/bin:/usr/bin:/bin"
	enter 'set -o vi'
	ready
	text 'echo aB'
	keys Escape
	text '0w9~'
	keys Enter
	shows_line Ab
	ready
	text 'echo draft'
	keys Escape
	text v
	shows_line final
	enter 'history 2 >list'
	await has_file_line work/list '    4  echo final'
}

@test "the keys move over characters as the locale has them, also when it changes" {
	terminal
	enter 'export LC_ALL=C.UTF-8'
	ready
	text 'echo aéb'
	keys C-b C-h
	keys Enter
	shows_line ab
}

@test "~/.inputrc chooses keys and the mode" {
	printf '%s\n' 'set editing-mode vi' 'set keymap vi-insert' '"\C-t": "echo from inputrc"' >.inputrc
	terminal
	ready
	keys C-t
	shows_line '% echo from inputrc'
	keys Enter
	enter 'set -o | grep vi'
	shows 'vi              on'
}

@test "a background job is announced when it starts and when it ends" {
	mkfifo work/gate
	terminal
	enter 'cat gate >copy &'
	shows '[1] '
	enter 'jobs'
	shows '[1] + Running cat gate'
	enter 'echo >gate; wait %1; true'
	enter '(exit 3) & sleep 60'
	shows '[1] '
	keys C-c
	shows '[1] + Done(3) (exit 3)'
}

@test "set -b announces a job while a line is typed, and the line stays" {
	mkfifo work/gate
	terminal
	enter 'set -b' 'cat gate &'
	shows '[1] '
	ready
	text 'echo half'
	shows_line '% echo half'
	echo >work/gate
	shows '[1] + Done cat gate'
	shows_line '% echo half'
	text ' a line'
	keys Enter
	shows_line 'half a line'
}

@test "MAIL and MAILPATH are looked at before a prompt" {
	terminal
	enter 'echo "$MAILCHECK"'
	shows_line 600
	enter 'MAILCHECK=0' 'MAIL=$PWD/in:box'
	enter 'echo news >in:box'
	shows 'you have mail in'
	enter 'clear' 'MAILPATH="one:two%more for \$LOGNAME"' 'LOGNAME=me'
	enter ': >two'
	shows_line 'more for me'
	enter 'clear' 'echo again >in:box' 'echo quiet'
	shows_line quiet
	run has_text 'you have mail'
	[ "$status" -ne 0 ]
}

@test "^Z stops a job, fg and bg continue it" {
	terminal
	enter 'sleep 60'
	shows_line '% sleep 60'
	await foreground_is sleep
	keys C-z
	shows_line '[1] + Stopped (SIGTSTP) sleep 60'
	enter 'echo "status $?"'
	shows_line 'status 148'
	enter bg
	shows_line '[1] sleep 60'
	enter jobs
	shows_line '[1] + Running sleep 60'
	enter fg
	await foreground_is sleep
	keys C-c
	enter 'echo "status $?"'
	shows_line 'status 130'
}

@test "exit with stopped jobs asks once" {
	terminal
	enter 'sleep 60'
	await foreground_is sleep
	keys C-z
	shows_line '[1] + Stopped (SIGTSTP) sleep 60'
	enter 'exit; echo after'
	shows_line 'There are stopped jobs.'
	enter 'echo still here'
	shows_line 'still here'
	ready
	keys C-d
	await has_count 2 'There are stopped jobs.'
	ready
	keys C-d
	ends
}

@test "a stopped job that was killed does not hold exit" {
	terminal
	enter 'sleep 60'
	await foreground_is sleep
	keys C-z
	shows_line '[1] + Stopped (SIGTSTP) sleep 60'
	enter 'kill -KILL %1; exit'
	ends
}

@test "a line is drawn anew when the terminal changes its size" {
	terminal
	ready
	text 'echo 10_______ 20_______ 30_______ 40_______ 50_______ 60______'
	shows '60______'
	on_tmux resize-window -t "$session" -x 40 -y 24
	shows_line '% echo 10_______ 20_______ 30_______ 40_'
	keys C-a
	text '#'
	keys C-e
	text '!'
	shows_line '% #echo 10_______ 20_______ 30_______ 40'
	shows_line '_______ 50_______ 60______!'
}

@test "PS1 is expanded each time, with substitutions and the history number" {
	terminal HISTFILE=
	enter 'n=0; PS1='\''$(echo in) $((n+=1)) !!!> '\'
	shows_line 'in 1 !2>'
	keys Enter
	shows_line 'in 2 !2>'
	text 'echo'
	keys Enter
	shows_line 'in 3 !3>'
	text '(exit 5)'
	keys Enter
	shows_line 'in 4 !4>'
	text 'echo "status $?"'
	keys Enter
	shows_line 'status 5'
}

@test "a prompt that cannot be expanded is shown as it is" {
	terminal
	enter 'PS1='\''${x?oops}> '\'
	shows 'x: oops'
	ready '${x?oops}>'
	text 'PS1="% "; echo fine'
	keys Enter
	shows_line fine
	ready
}

@test "a prompt from the environment cannot run commands" {
	terminal PS1='$(touch ran)`touch ran`> '
	shows '/work '
	text 'echo here'
	keys Enter
	shows_line here
	[ ! -e work/ran ]
}

@test "a trap runs while a line is typed, and the line stays" {
	terminal
	enter 'trap "echo trapped" USR1; echo "$$" >pid'
	ready
	text 'echo half'
	shows_line '% echo half'
	kill -USR1 "$(cat work/pid)"
	shows_line trapped
	ready '% echo half'
	text ' whole'
	keys Enter
	shows_line 'half whole'
}

@test "ENV is read by every interactive shell and may say where the history is" {
	echo 'HISTFILE=$HOME/elsewhere; PS1="env> "; echo "env was read"' >start
	terminal ENV='$HOME/start'
	shows_line 'env was read'
	ready 'env>'
	text 'echo kept'
	keys Enter
	await has_file_line elsewhere 'echo kept'
	[ ! -e .whelk_history ]
	export ENV='$HOME/start'
	run whelk -i -c ':' </dev/null
	[ "$output" = 'env was read' ]
	run whelk -c ':'
	[ -z "$output" ]
}

@test "an error in ENV leaves the prompt" {
	echo 'if then' >start
	terminal ENV='$HOME/start'
	shows 'syntax error'
	enter 'echo fine'
	shows_line fine
}

@test "whelk -i takes lines from a pipe and shows its prompts on standard error" {
	printf '%s\n' 'echo one' 'echo "two' 'lines"' '${x?}' '(exit 3)' >input
	export PS1='% '
	run sh -c '"$0" -i <input 2>errors' "$WHELK"
	[ "$status" -eq 3 ]
	[ "$output" = 'one
two
lines' ]
	[ "$(cat errors)" = '% % > % x: parameter not set
% % ' ]
}

@test "read waits for a line of the terminal, and ^C ends it" {
	terminal
	enter 'read -r x; printf "got <%s>\n" "$x"'
	text 'a  line\n'
	keys Enter
	shows_line 'got <a  line\n>'
	enter 'echo wait; read -r x; echo after'
	shows_line wait
	keys C-c
	enter 'echo "status $?"'
	shows_line 'status 130'
	has_line after && return 1
	return 0
}
