# declare, typeset, local with attributes, and associative arrays.
#
# SPDX-License-Identifier: GPL-3.0-or-later
load common

@test "declare -i: what is assigned is an expression, and += adds" {
	run whelk -c 'declare -i i=2+3 a; i+=4; i=i*2; echo $i; typeset -i a; a=(1+1 2*3); a[0]=5+5; a+=(2+2); a[1]+=4; echo ${a[@]}
		i=; echo $i; for i in 1+1; do echo $i; done; echo 3*3 >f; read i <f; echo $i; declare +i i; i=1+1; echo $i'
	prints 18 '10 10 4' 0 2 9 1+1
}

@test "declare -i: a value runs nothing and assigns nothing" {
	for value in 'a[$(touch made)]' 'x=1' 'x++' '1+' '$x'; do
		run whelk -c 'declare -i i=5; i=$1; echo no' name "$value"
		[ "$status" -eq 1 ]
		[[ $output != no ]]
	done
	[ ! -e made ]
}

@test "declare -l and -u change the case of what is assigned" {
	LC_ALL=C.UTF-8 run whelk -c 'declare -l low=ABC; declare -u up; up=xÄäz; low+=DEF; echo $low $up; declare -u low; low=ab; echo $low
		typeset -u a; a=(x y); a[1]+=z; echo ${a[@]}'
	prints 'abcdef XÄÄZ' AB 'X YZ'
}

@test "declare -r and -x, and +x" {
	run whelk -c 'declare -r r=1; declare -x e=2; (r=3) 2>/dev/null || echo refused; env | grep ^e=; declare +x e; env | grep ^e=; echo $r $e'
	prints refused e=2 '1 2'
}

@test "declare in a function is local, -g is not" {
	run whelk -c 'f() { declare a=1; typeset b=2; declare -g c=3; local -i d=1+1; local -r e=5; local -a g=(1 2) h; h[1]=x
			echo $a $b $c $d $e ${g[1]} "${!h[@]}"; }; a=o; f; echo "$a [$b] $c [$d] [$e] [${g[1]}]"'
	prints '1 2 3 2 5 2 1' 'o [] 3 [] [] []'
}

@test "declaration utilities do not split their assignments" {
	run whelk -c 'x="a  b" y="*"; declare p=$x; typeset q=$y r+=$x; builtin declare s=$x; f() { local t=$x u=($x "$x"); echo "$t" ${#u[@]}; }
		echo "$p" "$q" "$r" "$s"; f'
	prints 'a  b * a  b a  b' 'a  b 3'
}

@test "declare -p can be read again" {
	run whelk -c 'declare -i i=1; declare -r r="a  b"; declare -x x; declare -a a=(p "q r") e; declare -u up="x '\''"; declare n; v=1
		declare -p i r x a e up n v; declare -p nosuch 2>/dev/null; echo $?; s=$(declare -p a up i); unset a up i; eval "$s"; declare -p up i; echo "${a[1]}"'
	prints 'declare -i i=1' "declare -r r='a  b'" 'declare -x x' "declare -a a=([0]=p [1]='q r')" 'declare -a e=()' \
		"declare -u up='X '\\'" 'declare -- n' 'declare -- v=1' 1 "declare -u up='X '\\'" 'declare -i i=1' 'q r'
}

@test "declare lists variables by their attributes, and functions" {
	run whelk -c 'declare -ri k=1; declare -i l=2; f() { :; }; g() { echo; }
		declare -i; declare -ir; declare -F; declare -F g; declare -f f; declare -f nosuch; echo $?; declare | grep "^declare.* l="'
	prints 'declare -ir k=1' 'declare -i l=2' 'declare -ir k=1' 'declare -f f' 'declare -f g' g 'f() {' '	:' '}' 1 'declare -i l=2'
}

@test "an unknown option is an error that names it" {
	run whelk -c 'declare -q x; echo $?; declare +r x; echo $?; local x; echo $?'
	[ "$status" -eq 0 ]
	[[ $output == *'declare: -q: unknown option'* ]]
	[[ $output == *'declare: +r: unknown option'* ]]
	[[ $output == *'local: not in a function'* ]]
}

@test "associative arrays" {
	run whelk -c 'declare -A m=([a]=1 ["b c"]=2 [0]=z); k="e f"; m[d]=3 m[$k]=4 m["g"]+=x; m[g]+=y
		for i in "${!m[@]}"; do echo "$i=${m[$i]}"; done; echo ${#m[@]} "${m[b c]}" "${m["b c"]}" "${m['\''b c'\'']}" $m ${m[no]-unset} "${m[n]:=new}"
		unset "m[a]" "m[$k]"; echo ${#m[@]}; m=([p]=q); echo "${!m[@]}" "${m[@]}"; declare -A p=(k1 v1 k2); echo "${p[k1]}" "${p[k2]}" ${#p[@]}
		f() { local -A l=([x]=1 [y]=2); echo ${l[y]}; }; f; r="p[k1]"; echo ${!r}; declare -p p'
	prints 0=z a=1 'b c=2' d=3 'e f=4' g=xy '6 2 2 2 z unset new' 5 'p q' 'v1  2' 2 v1 'declare -A p=([k1]=v1 [k2]='\'\'')'
}

@test "keys in arithmetic are text" {
	run whelk -c 'declare -A m; k=d; d=9; m[d]=3; echo $((m[d] + 1)) $((m[d]++)) ${m[d]} $((m[new] = 5)) ${m[new]} $((m[$k] * 2)) $((m[$k] = 7)) ${m[d]} ${#m[@]}'
	prints '4 3 4 5 5 8 7 7 2'
}

@test "a key is no index, and an index no key" {
	run whelk -c 'declare -A m; f() { local m=([x]=1); echo "${!m[@]}"; }; f; (declare -a m; m[k]=1); (a=(1 2); declare -A a)
		m+=([p]=1); g() { local a=(1); a[1]=2; echo ${a[1]}; }; g; echo ${m[p]}' 2>/dev/null
	echo "$output"
	[ "${lines[-1]}" = 1 ] && [ "${lines[-2]}" = 2 ]
}
