# The parameter expansions and the += that bash, ksh and mksh have beyond the standard.
#
# SPDX-License-Identifier: GPL-3.0-or-later
load common

@test "+= appends to what the variable has" {
	run whelk -c 'x=a; x+=b; x+=$x"c" y+=d; echo "$x $y"; x+=$(echo e); echo $x; i=5; i+=1; echo $i'
	prints 'ababc d' ababce 51
}

@test "+= before a command and after a declaration utility" {
	run whelk -c 'x=a; x+=b env | grep ^x=; echo $x; export x+=c; env | grep ^x=
		f() { local y+=1 x+=d; echo "$x $y"; }; y=0; f; readonly x+=e; echo $x'
	prints x=ab a x=ac 'd 1' ace
}

@test "+= respects readonly, and is no assignment behind the command word" {
	run whelk -c 'readonly x=a; (x+=b; echo no); echo $? $x; echo y+=1 2+=3'
	[ "${lines[*]: -2}" = '1 a y+=1 2+=3' ]
}

@test "a substring counts characters, from either end, and its numbers are arithmetic" {
	LC_ALL=C.UTF-8 run whelk -c 'x=abcdef i=2 u=äöü
		echo ${x:2} ${x:1:2} ${x: -2} ${x:(-3):2} ${x:0:-1} ${x::2} "[${x:9}]" "[${x: -9}]"
		echo ${x:i} ${x:i+1:i?1:2} ${x:$((i*2)):${#i}} ${u:1:1} ${u: -1}; echo "${x:1:3}"'
	prints 'cdef bc ef de abcde ab [] []' 'cdef d e ö ü' bcd
}

@test "a substring whose end is before its start is an error" {
	run whelk -c 'x=abc; echo "${x:2:-2}"; echo not reached'
	[ "$status" -eq 1 ]
	[[ $output == *'-2: the end is before the start'* ]]
}

@test "slices of the positional parameters, where 0 is the name of the shell" {
	run whelk -c 'printf "<%s>" "${@:2:2}" "${*:2:2}" "${@: -1}" "${@:0:1}" "${@:4}" x${@:9}y; echo
		IFS=-; echo "${*:1:2}"' name 'a b' c d
	prints '<c><d><c d><d><name><xy>' 'a b-c'
}

@test "replacements: the first, all, at the beginning, at the end" {
	run whelk -c 'x=abcabc y=a/b
		echo ${x/b/X} ${x//b/X} ${x/#a/X} ${x/#b/X} ${x/%c/X} ${x/%b/X} ${x//b} ${x/b} ${x//} ${x/}
		echo ${x/#/X} ${x/%/X} ${x//[ab]/<>} "${x//?/}" "${x/*/X}" ${x/b*b/X} ${y/\//-} ${y////-}'
	prints 'aXcabc aXcaXc Xbcabc abcabc abcabX abcabc acac acabc abcabc abcabc' \
		'Xabcabc abcabcX <><>c<><>c  X aXc a-b a-b'
}

@test "the pattern of a replacement is one, its replacement is text" {
	run whelk -c 'x="a*b" p="*" r="c d"
		echo "${x/"*"/-}" "${x/$p/-}" "${x/"$p"/-}" "${x/a/$p}" "${x/a/'\''q'\''}" "${x/a/"$r"}"
		set -- ${x/a/$r}; echo $#; echo "${x/a/&}"'
	prints 'a-b - a-b **b q*b c d*b' 2 '&*b'
}

@test "operators go through all of \$@ and expand their words once" {
	run whelk -c 'n=0; printf "<%s>" "${@#a}" "${@/b/$((n+=1))}" "${*^^}"; echo $n' x 'ab' 'abb'
	prints '<b><bb><a1><a1b><AB ABB>1'
}

@test "letters change their case, those of a pattern only" {
	LC_ALL=C.UTF-8 run whelk -c 'x=hello y=HELLO u=äß
		echo ${x^} ${x^^} ${x^^[aeiou]} ${x^[aeiou]} ${y,} ${y,,} ${y,,[LE]} ${u^} ${u^^}'
	prints 'Hello HELLO hEllO hello hELLO hello HellO Äß Äß'
}

@test "a value quoted as it could be typed" {
	run whelk -c 'x="a b" y=$(printf "c\nd"); set -- p "q r"; printf "%s\n" ${x@Q} "${y@Q}" "${@@Q}" "${unset@Q}"; eval "z=${y@Q}"; [ "$z" = "$y" ] && echo same'
	prints "'a" "b'" "\$'c\nd'" p "'q r'" '' same
}

@test "no parameters and an alternative make no field" {
	run whelk -c 'n() { echo $#; }; a=(); n "${@+x}"; n "${@:+x}"; n "${*+x}"; n y"${@+x}"; n "${a[@]+x}" "${a[@]:+x}"; a=(""); n "${a[@]+x}" "${a[@]:+x}"'
	prints 0 0 1 1 0 2
}

@test "indirection reads the parameter that a value names" {
	run whelk -c 'x=y y=1 i=2; echo ${!x} ${!x:-z} ${!i} ${!#} "${!x/1/2}"; x=@; printf "<%s>" "${!x}"
		x=new; echo ${!x:=5} $new; : "${!x?}"' name a 'b c'
	prints '1 1 b c b c 2' '<a><b c>5 5'
}

@test "an indirection is never code" {
	for value in 'a b' '$(touch made)' 'x-`touch made`' '' '1+1' '${x}' 'x[1]y' 'x[]'; do
		run whelk -c 'x=$1; echo "${!x}"; echo not reached' name "$value"
		[ "$status" -eq 1 ]
		[[ $output == *"not the name of a parameter: '$value'"* ]]
	done
	for value in 'x[$(touch made)]' 'x[`touch made`]' 'x[y=1]' 'x[1' 'x[z++]'; do
		run whelk -c 'x=$1; echo "${!x}"; echo not reached' name "$value"
		[ "$status" -eq 1 ]
		[[ $output != *reached* ]]
	done
	[ ! -e made ]
	run whelk -c 'echo ${!unset}'
	[ "$status" -eq 1 ] && [[ $output == *'!unset: parameter not set'* ]]
}

@test "names with a prefix, sorted" {
	run whelk -c 'ab2= ab1=; printf "<%s>" "${!ab@}" "${!ab*}" ${!ab*} "${!nothing@}"'
	prints '<ab1><ab2><ab1 ab2><ab1><ab2>'
}

@test "a malformed expansion is an error only when it is expanded" {
	run whelk -c 'if false; then echo ${x!y} ${x:} ${x@} "${x[}" ${!x[y}; fi; echo fine'
	prints fine
	run whelk -c 'echo ${x:}; echo not reached'
	[ "$status" -eq 1 ] && [[ $output == *'${x:}: bad substitution'* ]]
}

@test "the standard's forms mean what they meant" {
	run whelk -c 'set -- a b; true & echo "${!:+job}" "${!+job}" "${#:-x}" "${@:-y}" "${x:-1}" "${#/2/x}"'
	prints 'job job 2 a b 1 x'
	run whelk --posix -c 'true & x=${!#} y=$!; [ "$x" = "$y" ] && echo same' name a
	prints same
}

@test "what expands within operands works in here-documents and arithmetic" {
	run whelk -c 'x=hello n=12345
cat <<E
${x/l/L} ${x:1:${#n}-3} ${x^}
E
echo $((${n:1:2} + ${n//[24]/}))'
	prints 'heLlo el Hello' 158
}
