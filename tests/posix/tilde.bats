# Tilde expansion (XCU 2.6.1).

load common

@test "an unquoted tilde at the start of a word is HOME" {
	run script <<-'EOF'
		HOME=/h
		args ~ ~/ ~/a/~ ~/"b c" "~" '~'/d \~ ~'/x' "~"/e
	EOF
	[[ $output == '9</h></h/></h/a/~></h/b c><~><~/d><~><'*'><~/e>' ]]
}

@test "a tilde elsewhere in a word is itself" {
	differs mksh "expands them after = in any word"
	run script <<-'EOF'
		HOME=/h
		args a~ a/~ a=~ a:~ --x=~ ''~ $u~ =~
	EOF
	prints '8<a~><a/~><a=~><a:~><--x=~><~><~><=~>'
}

@test "in an assignment a tilde counts after the equals sign and after each unquoted colon" {
	run script <<-'EOF'
		HOME=/h
		a=~ b=~/x:~:y~:~/z c=x~:~ d="~":'~' e=x':'~ f=x=~ g=~:~ h=\~:~ i=a\:~ j=$u~
		args "$a" "$b" "$c" "$d" "$e" "$f" "$g" "$h" "$i" "$j"
	EOF
	prints '10</h></h/x:/h:y~:/h/z><x~:/h><~:~><x:~><x=~></h:/h><~:/h><a:~><~>'
}

@test "an assignment for one command expands its tildes" {
	run script <<-'EOF'
		HOME=/h
		x=~:~/a printenv x
	EOF
	prints /h:/h/a
}

@test "arguments of export and readonly that look like assignments expand their tildes" {
	differs yash "export is no declaration utility"
	run script <<-'EOF'
		HOME=/h
		export a=~:~/x
		readonly b=~/y:"~":~
		command export c=~
		args "$a" "$b" "$c"
	EOF
	prints '3</h:/h/x></h/y:~:/h></h>'
}

@test "the value of HOME is not split, matched or expanded" {
	run script <<-'EOF'
		: >file
		HOME='/a  *$x`y`~'
		IFS=/
		args ~ ~/b
		x=~
		args "$x"
		HOME='*'
		args ~
	EOF
	prints '2</a  *$x`y`~></a  *$x`y`~/b>' '1</a  *$x`y`~>' '1<*>'
}

@test "a null HOME gives an empty field" {
	differs "dash yash ksh mksh" "gives no field, as before POSIX.1-2024"
	run script <<-'EOF'
		HOME=
		args ~ ~/a
		x=~; args "$x"
	EOF
	prints '2<></a>' '1<>'
}

@test "a tilde and a login name are the user's home directory" {
	root=$(awk -F: '$1 == "root" { print $6 }' /etc/passwd)
	run script <<-'EOF'
		HOME=/h
		x=~root:~root/a
		args ~root ~root/b "~root" "$x"
	EOF
	prints "4<$root><$root/b><~root><$root:$root/a>"
}

@test "a tilde that comes out of an expansion is itself" {
	run script <<-'EOF'
		HOME=/h t='~' r='~root'
		x=$t:$r
		args $t $t/a $r "$x" $(echo '~')
	EOF
	prints '5<~><~/a><~root><~:~root><~>'
}

@test "tildes are expanded in redirections, case, for and unquoted default values" {
	differs yash "expands them in \"\${x-~}\""
	mkdir h
	run script <<-'EOF'
		HOME=$PWD/h
		echo a >~/f; cat <~/f
		case ~ in "$HOME") echo word;; esac
		case $HOME/x in ~/x) echo pattern;; esac
		for i in ~ ~/b; do echo "${i#"$PWD"}"; done
		x=${u-~}; [ "$x" = "$HOME" ] && echo default
		args "${x#~}" "${u-~}" "${x+~/}"
		: ${v=~/c}; echo "${v#"$PWD"}"
		y=$HOME/d; args "${y#~/}"
	EOF
	[ "$status" -eq 0 ]
	[ "${lines[*]}" = 'a word pattern /h /h/b default 3<><~><~/> /h/c 1<d>' ]
}

@test "a here-document keeps its tildes" {
	run script <<-'EOF'
		cat <<E
		~ ~/a x=~
		E
	EOF
	prints '~ ~/a x=~'
}
