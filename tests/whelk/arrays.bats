# Indexed arrays, as in bash, ksh93 and mksh.
#
# SPDX-License-Identifier: GPL-3.0-or-later
load common

@test "a=(...) has a field for each element, on as many lines as it likes" {
	touch w1 w2
	run whelk -c 'x="p q"; a=(x "y z" w* $x "$x") b=(one # first
			two

			three)
		printf "<%s>" "${a[@]}"; echo ${#a[@]} "${b[*]}" ${#b[@]}; a=(); echo ${#a[@]} "${a[@]}" end'
	prints '<x><y z><w1><w2><p><q><p q>7 one two three 3' '0 end'
}

@test "elements by index, from the end, and the first one as the variable" {
	run whelk -c 'a=(x y z); i=1; echo ${a[0]} ${a[i]} ${a[i+1]} ${a[$i]} ${a[$((i-1))]} ${a[-1]} ${a[~0]} $a
		a=X; a[-1]=Z a[i]+=Y; echo "${a[@]}"; s=q; s[1]=r; echo "${s[@]}" $s; echo ${t[0]-unset}'
	prints 'x y z y x z z x' 'X yY Z' 'q r q' unset
}

@test "arrays have gaps, and [index]=value goes on behind the index" {
	run whelk -c 'a=(a [5]=b c [2]=d [2]+=e f); echo "${!a[@]}: ${a[@]}"; a[100]=g; a+=(h [3]=i)
		echo "${!a[*]}: ${a[@]}"; unset "a[5]" a[0] a[-1]; echo "${!a[@]}" "${a-unset}"; a[1+1]=; echo ${#a[@]}'
	prints '0 2 3 5 6: a de f b c' '0 2 3 5 6 100 101: a de i b c g h' '2 3 6 100 unset' 4
}

@test "+= appends elements, or to the first one" {
	run whelk -c 'a=(1); a+=(2 3); a+=4; echo "${a[@]}"; a=("${a[@]:0:1}" new "${a[@]:1}"); echo "${a[@]}"; b+=(x); echo ${b[0]}'
	prints '14 2 3' '14 new 2 3' x
}

@test "@ and * expand like those of the positional parameters" {
	run whelk -c 'a=("a b" "" c); n() { echo $#; }; n "${a[@]}"; n ${a[@]}; n "${a[*]}"; n x"${a[@]}"y; e=()
		n "${e[@]}"; n "${e[*]}"; n x"${e[@]}"; IFS=-; echo "${a[*]}" "${a[@]}"; for x in "${a[@]}"; do printf "[%s]" "$x"; done'
	prints 3 3 1 3 0 1 1 'a b--c a b  c' '[a b][][c]'
}

@test "every operator works on elements and on all of them" {
	run whelk -c 'a=(foo bar baz)
		echo ${a[@]#?} "${a[@]/a/A}" "${a[@]^}" "${#a[1]}" "${a[1]%r}" "${a[1]:1}" "${a[9]:-d}" "${a[9]:=n}" "${!a[@]}"
		echo "${a[@]:1:2}" "${a[@]: -1}" "${a[*]:0:1}" "${a[@]:5}" "${a[@]+set}" "${e[@]-unset}" "${e[@]:-null}"
		echo "${a[9]?no}" "${a[@]?no}"; echo "${e[1]?gone}"'
	[ "$status" -eq 1 ]
	[ "${lines[0]}" = 'oo ar az foo bAr bAz Foo Bar Baz 3 ba ar d n 0 1 2 9' ]
	[ "${lines[1]}" = 'bar baz n foo n set unset null' ]
	[ "${lines[2]}" = 'n foo bar baz n' ]
	[[ ${lines[3]} == *'e[1]: gone' ]]
}

@test "slices go by index, and do not count gaps" {
	run whelk -c 'a=(a b c [10]=d e); echo "${a[@]:2:2}" "${a[@]:3}" "${a[@]: -2}" "${a[@]: -20}" "${a[@]:0:0}" end'
	prints 'c d d e d e end'
}

@test "elements in arithmetic" {
	run whelk -c 'n=(5 3 8); i=2; k=i; echo $((n[0] + n[1]*2)) $((n[k])) $((n[1]++)) $((--n[1])) $((n[7]=4)) $((n[-1])) $((n[0]+=2)) $((n))
		echo "${!n[@]}: ${n[@]}" $((n[n[1]])) $((n[99])); x=n[0]; m=(x); echo $((n[i=0])) $i'
	prints '11 8 3 3 4 4 7 7' '0 1 2 7: 7 3 8 4 0 0' '7 0'
}

@test "a subscript that is data runs nothing and assigns nothing" {
	export v='$(touch made)' w='i=7'
	run whelk -c 'i=0; a=(x); for s in "a[$v]" "a[$w]" "a[i++]"; do
			(unset "$s"); (read "$s" <<E
E
			); (echo "${!s}"); (export "$s=1"); done; echo $i ${a[@]}' 2>/dev/null
	prints '0 x' || [ "${lines[-1]}" = '0 x' ]
	[ ! -e made ]
	run whelk -c 'a=(x y); b="\$(touch made)"; echo ${a[b]}'
	[ "$status" -eq 1 ] && [ ! -e made ]
}

@test "a mistake in a subscript names it" {
	run whelk -c 'a=(x); a[-2]=y'
	[ "$status" -eq 1 ]
	[[ $output == *'a[-2]: before the first element' ]]
	run whelk -c 'a[9223372036854775807]=y'
	[ "$status" -eq 1 ]
	[[ $output == *'too large an index' ]]
	run whelk -c 'echo ${a[1+]}'
	[ "$status" -eq 1 ]
	[[ $output == *'missing operand at the end' ]]
	run whelk -c 'if false; then echo ${a[]} ${a[1} "${a[@"; fi; echo no'
	[ "$status" -eq 2 ]
}

@test "set -u: an empty array is no error, an element that is not there is" {
	run whelk -uc 'a=(); echo "${a[@]}" ${#a[@]} ${b[@]} "${!b[@]}" end; a=(x); echo $a; echo ${a[1]}; echo no'
	[ "$status" -eq 1 ]
	[ "${lines[0]}" = '0 end' ]
	[ "${lines[1]}" = x ]
	[[ ${lines[2]} == *'a[1]: parameter not set' ]]
}

@test "local arrays, readonly arrays, and arrays before a command" {
	run whelk -c 'a=(o); f() { local a=(l "$@") b; a[5]=m; b=(x); echo "${!a[@]}: ${a[@]} $b"; }; f 1 2; echo "${a[@]}" ${b-unset}
		g() { local a; a[1]=z; echo "${a[@]}"; }; g; (a+=(s); echo "${a[@]}"); a[0]=t true; echo "${a[@]}"
		readonly r=(1 2); echo ${r[1]}; (r[0]=x); (r+=(y)); (unset "r[0]"); echo ${r[@]}' 2>/dev/null
	echo "$output"
	[ "$(grep -v readonly <<<"$output")" = "$(printf '%s\n' '0 1 2 5: l 1 2 m x' 'o unset' z 'o s' o 2 '1 2')" ]
}

@test "arrays are not exported" {
	run whelk -c 'export a=x; a[1]=y; b=(1); export b; env | grep "^[ab]="; unset a; export a=z; env | grep ^a='
	prints a=z
}

@test "set and export -p write arrays as they can be read again" {
	run whelk -c 'ab=(x "y  z" [4]="\$(v)" "'\''" ""); readonly ab_r=([1]=b); s=$(set | grep ^ab; readonly -p | grep ab_r)
		echo "$s" | grep -v ab_r; unset ab; eval "$(echo "$s" | grep ^ab=)"; echo "${!ab[@]}: ${ab[@]}"; echo "$s" | tail -n 1'
	prints "ab=([0]=x [1]='y  z' [4]='\$(v)' [5]=\\' [6]='')" "0 1 4 5 6: x y  z \$(v) ' " 'readonly ab_r=([1]=b)'
}

@test "read -a takes the fields of a line, read and for take elements" {
	run whelk -c 'printf "%s\n" "a b  c" "" "a:b::c:" p\ q >f; { read -a x; read -ra y; IFS=: read -ra z; read a[2] a[1]; } <f
		echo ${#x[@]} ${x[2]} ${#y[@]} ${#z[@]} "<${z[2]}>" ${a[1]} ${a[2]}'
	prints '3 c 0 4 <> q p'
}

@test "indirection to elements and arrays" {
	run whelk -c 'a=(x "y z"); i=1; r="a[i]" s="a[@]" t=(a b); b=B; printf "<%s>" "${!r}" "${!s}" "${!t[1]}" "${!r/z/Z}"'
	prints '<y z><x><y z><B><y Z>'
}

@test "PIPESTATUS has the statuses of the last pipeline" {
	run whelk -c '(exit 3) | (exit 4) | true; echo "${PIPESTATUS[@]} ${#PIPESTATUS[@]}"; echo $PIPESTATUS
		false | true; x=("${PIPESTATUS[@]}"); echo "${x[@]} ${PIPESTATUS[*]}"; ! (exit 2) | true; echo "${PIPESTATUS[@]}"
		f() { false | true; }; f; echo "${PIPESTATUS[@]}"; if false | true; then echo "${PIPESTATUS[0]}"; fi
		(exit 5); echo "${PIPESTATUS[@]}"; false; echo ${PIPESTATUS[0]}; PIPESTATUS=mine; true | true; echo $PIPESTATUS'
	prints '3 4 0 3' 0 '1 0 0' '2 0' 0 1 5 1 mine
	run whelk -c '! true; echo "${PIPESTATUS[@]}"; ! (exit 3); echo "${PIPESTATUS[@]} $?"
		true | true; ((0)); echo "${PIPESTATUS[@]}"; true | true; [[ a == b ]]; echo "${PIPESTATUS[@]}"
		false | true; ! ((1)); echo "${PIPESTATUS[@]} $?"'
	prints 0 '3 0' 1 1 '0 1'
}

@test "blanks and operators in the brackets of an assignment" {
	run whelk -c 'i=1; a[i + 1]=x; a[ i ]=y a[(i + 2) * 2]+=z; a["$i" + 2]=w; b[a[7] | 1]=q; a=(${a[@]} [9 & 12]=end)
		echo "${!a[@]}: ${a[@]} ${!b[@]}"; if true; then a[1 ? 0 : 1]=c; fi; echo $a'
	prints '0 1 2 3 8: y x w z end 1' c
}

@test "PIPESTATUS has the status of a last stage that runs in the shell" {
	run whelk -o lastpipe -c 'false | (exit 2) | { (exit 3); }; echo "${PIPESTATUS[@]}"; false | read x; echo "${PIPESTATUS[@]}"; true; echo "${PIPESTATUS[@]}"'
	prints '1 2 3' '1 1' 0
}

@test "what is no array stays what it was" {
	touch a1
	run whelk -c 'echo a[1] a[1]=x [a]=1; x=a[1]; echo "$x" a=b; a[1 || echo or; a=b; echo $a[1]; [ a = a ] && echo test'
	[ "$status" -eq 0 ]
	[ "$(grep -v 'not found' <<<"$output")" = "$(printf '%s\n' 'a1 a[1]=x [a]=1' 'a[1] a=b' or 'b[1]' test)" ]
	run whelk -c 'echo a=(1)'
	[ "$status" -eq 2 ]
	run whelk -c 'a= (echo sub)'
	[ "$status" -eq 2 ]
}

@test "set -x shows arrays as they are written" {
	run whelk -xc 'i=1; a=(x "y z"); a[i]=q; a+=(r); readonly b=($i "p q")'
	prints '+ i=1' '+ a=(x "y z")' '+ a[i]=q' '+ a+=(r)' "+ readonly 'b=(1 '\\''p q'\\'')'"
}

@test "a thousand elements, in any order" {
	run whelk -c 'i=0; while [ $i -lt 1000 ]; do a[(i * 7919) % 1000]=$i; i=$((i + 1)); done
		echo ${#a[@]} ${a[999]} ${a[7919 % 1000]}; b=("${a[@]}"); echo ${#b[@]} ${b[-1]}; unset "a[500]"; echo ${#a[@]}'
	prints '1000 321 1' '1000 321' 999
}
