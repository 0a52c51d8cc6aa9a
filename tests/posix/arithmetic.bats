# Arithmetic expansion (XCU 2.6.4, 1.1.2.1).

load common

@test "operators have the precedence of C" {
	run script <<-'EOF'
		echo $((2+3*4)) $(((2+3)*4)) $((20/3%4)) $((1<<2+1)) $((7&3==3)) $((1|2^3&4)) $((1==1==1))
		echo $((2<3==1)) $((1||0&&0)) $((0||1&&1)) $((5-3-1)) $((100/10/5)) $((8>>1<<2)) $((1<2<3))
		echo $((-2*3)) $((!1+1)) $((~1+3)) $((2*-3)) $((1?2:3?4:5)) $((0?1:0?2:3)) $((6|1&&0)) $((4^1|2))
	EOF
	prints '14 20 2 8 1 3 1' '1 1 1 1 2 16 1' '-6 1 1 -6 2 3 0 7'
}

@test "every binary operator gives the result of C" {
	run script <<-'EOF'
		a=12 b=5
		echo $((a+b)) $((a-b)) $((a*b)) $((a/b)) $((a%b)) $((a<<b)) $((a>>2))
		echo $((a<b)) $((a<=b)) $((a>b)) $((a>=b)) $((a==b)) $((a!=b)) $((b<=5)) $((b>=5))
		echo $((a&b)) $((a|b)) $((a^b)) $((a&&b)) $((a||0)) $((0&&b)) $((0||0))
	EOF
	prints '17 7 60 2 2 384 3' '0 0 1 1 0 1 1 1' '4 13 9 1 1 0 0'
}

@test "unary operators apply from the right and combine" {
	run script <<-'EOF'
		x=5
		echo $((-x)) $((+x)) $((~x)) $((!x)) $((!0)) $((!!x)) $((- -x)) $((-~x)) $((~-x)) $((!-x)) $((-(+x)))
		echo $((3- -2)) $((3+ +2)) $((3-(-2))) $((2*!0))
	EOF
	prints '-5 5 -6 0 1 1 5 6 4 0 -5' '5 5 5 2'
}

@test "division truncates toward zero and the remainder has the sign of the dividend" {
	run script <<-'EOF'
		echo $((7/2)) $((-7/2)) $((7/-2)) $((-7/-2)) $((7%3)) $((-7%3)) $((7%-3)) $((-7%-3)) $((-6%3))
	EOF
	prints '3 -3 -3 3 1 -1 1 -1 0'
}

@test "assignment operators change the variable and give its value" {
	run script <<-'EOF'
		echo $((x=7)) $x
		echo $((x+=3)) $x $((x-=1)) $x $((x*=4)) $x $((x/=5)) $x $((x%=4)) $x
		x=12
		echo $((x<<=2)) $((x>>=1)) $((x&=28)) $((x|=3)) $((x^=1)) $x
		echo $((a=b=c=4)) $a$b$c $((a+=b*=2)) $a$b $(((d=2)*3)) $d
		echo $((e=1?2:3)) $e $((f = 0 || 5)) $f
	EOF
	prints '7 7' '10 10 9 9 36 36 7 7 3 3' '48 24 24 27 26 26' '4 444 12 128 6 2' '2 2 1 1'
}

@test "only the operand that counts is evaluated" {
	run script <<-'EOF'
		echo $((0&&(a=1))) $((1||(b=1))) $((1?2:(c=1))) $((0?(d=1):3)) $((1&&(e=1))) $((0||(f=1)))
		echo ${a-no} ${b-no} ${c-no} ${d-no} $e $f
		echo $((0&&1/0)) $((1||1%0)) $((1?5:1/0))
	EOF
	prints '0 1 2 3 1 1' 'no no no no 1 1' '0 1 5'
}

@test "constants are decimal, octal with a leading 0 and hexadecimal with 0x" {
	differs "ksh mksh" "a leading 0 means nothing"
	run script <<-'EOF'
		echo $((10)) $((010)) $((0x10)) $((0X1f)) $((0xaF)) $((00)) $((-010)) $((0777)) $((0))
	EOF
	prints '10 8 16 31 175 0 -8 511 0'
}

@test "a variable's value may be any constant with a sign" {
	differs "ksh mksh" "a leading 0 means nothing"
	run script <<-'EOF'
		a=-3 b=+4 c=010 d=0x1F e=-0x10 g=0
		echo $((a)) $(($a)) $((b)) $(($b)) $((c)) $(($c)) $((d)) $((e)) $((-a)) $((2-a)) $((g))
		echo $((a*b)) $((a-b)) $((-$b)) $((unset_name)) $((unset_name+1))
	EOF
	prints '-3 -3 4 4 8 8 31 -16 3 5 0' '-12 -7 -4 0 1'
}

@test "expansions inside are expanded first, whatever tokens they make" {
	run script 4 '+ 5' <<-'EOF'
		a=1 b=2 op=* e='1+2' n=x x=9
		echo $(($a$b)) $((a $op b)) $(($e*3)) $(($1$2)) $(($#+${1})) $(($n)) $(($(echo 3)+`echo 4`))
		echo $((${u:-6}*2)) $((1${u}0)) $(($((1+1))*$((2+2)))) $((${#e})) $((${e%+*}))
	EOF
	prints '12 2 7 9 6 9 7' '12 10 8 3 1'
}

@test "blanks and newlines may stand between all tokens" {
	run script <<-'EOF'
		x=3
		echo $((  1   +
		2	*	x
		)) $((
		( x
		<< 1 ) >= 6 )) "$(( x
		))"
	EOF
	prints '7 1 3'
}

@test "parentheses nest" {
	run script <<-'EOF'
		echo $((((((1+2))*3)))) $(( (1) + ((2)) )) $(((1)+(2))) "$(( ( ( 4 ) ) ))"
	EOF
	prints '9 3 3 4'
}

@test "values have 64 bits" {
	differs mksh "computes in 32 bits"
	run script <<-'EOF'
		max=9223372036854775807
		echo $((max)) $((9223372036854775807)) $((-max-1)) $((max-1)) $((1<<62)) $((0x7fffffffffffffff))
		echo $((3000000000*3000000000)) $((-max/2)) $((max%10)) $((max>max-1))
	EOF
	prints "9223372036854775807 9223372036854775807 -9223372036854775808 9223372036854775806 $(
		)4611686018427387904 9223372036854775807" '9000000000000000000 -4611686018427387903 7 1'
}

@test "the result is split when unquoted" {
	run script <<-'EOF'
		IFS=0
		args $((10203)) "$((10203))" $((0)) x$((101))y
		x=$((505)); args "$x"
		IFS=-; args $((-5)) $((5-10))
	EOF
	prints '7<1><2><3><10203><><x1><1y>' '1<505>' '4<><5><><5>'
}

@test "arithmetic is expanded in every kind of word" {
	run script <<-'EOF'
		echo a >f$((1+1)); cat <f$((4/2)) 2>&$((1))
		case $((2*3)) in $((6))) echo six;; esac
		for i in $((1)) $((1+1)); do echo $i; done
		cat <<E
		$((1+2)) "$((2+2))"
		E
		x=abcd; echo ${x#$(printf %$((2))s | tr ' ' '?')} ${u-$((7))} "<$((8))>"
	EOF
	prints a six 1 2 '3 "4"' 'cd 7 <8>'
}

@test "assignments in arithmetic happen in the current shell, in order" {
	run script <<-'EOF'
		i=0
		while [ $((i+=1)) -lt 4 ]; do :; done
		echo $i
		args $((i+=1)) $i $((i*=2)) "$i"
		(: $((i=99))); echo $i
		: $(echo $((i=98))); echo $i
		if [ $((j=3)) -eq 3 ]; then echo $j; fi
	EOF
	prints 4 '4<5><5><10><10>' 10 10 3
}

@test "long chains and deep nesting compute" {
	run script <<-'EOF'
		i=0 s=0 e=1
		while [ $i -lt 200 ]; do s="$s+1" e="($e+1)" i=$((i+1)); done
		echo $(($s)) $(($e))
	EOF
	prints '200 201'
}

@test "an invalid expression is an error that ends the shell" {
	for expression in 1+ '1 2' '(1' '1)+' '*1' '1?2' '1=2' '2**' '@' '1<' '2 x'; do
		run script <<<"echo a
			echo \$(($expression))
			echo wrong"
		fails a || { echo "in: $expression"; return 1; }
	done
}

@test "an invalid expression ends only the subshell that it is in" {
	run script <<-'EOF'
		(echo $((1+)); echo wrong) 2>/dev/null
		[ $? -ne 0 ] && echo a
		x=$(echo $((2 3)); echo wrong) 2>/dev/null
		echo "<$x>"
	EOF
	exits 0 a '<>'
}
