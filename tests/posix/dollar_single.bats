# Dollar-single-quotes (XCU 2.2.4).

load common

# The bytes of what the script prints, in hexadecimal, on one line.
bytes() {
	run script
	output=$(printf %s "$output" | od -An -v -tx1 | tr -s '\n ' ' ')
	output=${output# }
	output=${output% }
}

@test "each named escape in dollar-single-quotes yields its character" {
	differs "dash yash" "no \$'...'"
	bytes <<-'EOF'
		printf %s $'\a\b\e\f\n\r\t\v\\\'\""|'
	EOF
	prints '07 08 1b 0c 0a 0d 09 0b 5c 27 22 22 7c'
}

@test "an octal escape takes one to three digits" {
	differs "dash yash" "no \$'...'"
	differs mksh "a byte above 177 (octal) becomes a character"
	bytes <<-'EOF'
		printf %s $'\1\18\12z\101\1012\0601\377'
	EOF
	prints '01 01 38 0a 7a 41 41 32 30 31 ff'
}

@test "a hexadecimal escape ends at the first other character" {
	differs "dash yash" "no \$'...'"
	bytes <<-'EOF'
		printf %s $'\x41\x4g\x4A-\x4a\xff\x7\n'
		echo '|'
	EOF
	prints '41 04 67 4a 2d 4a ff 07 0a 7c'
}

@test "\\c in dollar-single-quotes yields control characters" {
	differs "dash yash" "no \$'...'"
	differs mksh "\\c] is not known"
	bytes <<-'EOF'
		printf %s $'\cA\ca\cZ\cz\c[\c\\\c]\c^\c_\c?x'
	EOF
	prints '01 01 1a 1a 1b 1c 1d 1e 1f 7f 78'
}

@test "dollar-single-quotes keep everything else as it is" {
	differs "dash yash" "no \$'...'"
	run script <<-'EOF'
		printf %s $'$x ${x} $(x) `x` "x" # ~ * | ;
		y'
	EOF
	prints '$x ${x} $(x) `x` "x" # ~ * | ;' y
}

@test "dollar-single-quotes have no meaning in double quotes and in here-documents" {
	differs "dash yash" "no \$'...'"
	differs mksh "they have a meaning in \"\${x-word}\""
	run script <<-'EOF'
		printf '<%s>' "$'a\tb'" "${u:-$'c\td'}"
		cat <<E
		$'e\tf'
		E
	EOF
	prints "<\$'a\\tb'><\$'c\\td'>\$'e\\tf'"
}

@test "dollar-single-quotes work inside unquoted and trimming expansions" {
	differs "dash yash" "no \$'...'"
	run script <<-'EOF'
		x=$'a\tb'
		args "${x#*$'\t'}" "${x%$'\x62'}x" ${u-$'c d'} "$(printf %s $'it\'s')"
	EOF
	prints $'4<b><a\tx><c d><it\'s>'
}

@test "the result of dollar-single-quotes is not split, matched or expanded again" {
	differs "dash yash" "no \$'...'"
	run script <<-'EOF'
		: >file
		args $'a b\tc' $'*' $'~' $'\x24HOME' $'' x$'\x41'y
	EOF
	prints $'6<a b\tc><*><~><$HOME><><xAy>'
}

@test "a pattern character from dollar-single-quotes is literal" {
	differs "dash yash" "no \$'...'"
	run script <<-'EOF'
		case abc in $'a*') echo wrong;; a$'b'*) echo right;; esac
		case '*' in $'\52') echo star;; esac
		x='a*b'; echo "${x%$'*'?}"
	EOF
	prints right star a
}

@test "an escaped quote does not end dollar-single-quotes" {
	differs "dash yash" "no \$'...'"
	run script <<-'EOF'
		args $'a\'b c' $'\\' $'\\\'' d
	EOF
	prints "4<a'b c><\\><\\'><d>"
}

@test "dollar-single-quotes quote a here-document's delimiter" {
	differs "dash yash" "no \$'...'"
	run script <<-'EOF'
		cat <<$'END'
		$HOME \$
		END
	EOF
	prints '$HOME \$'
}

@test "a word with dollar-single-quotes is no reserved word, alias or file descriptor" {
	differs "dash yash" "no \$'...'"
	run script <<-'EOF'
		alias al='echo alias'
		($'if') 2>/dev/null; echo $?
		($'al') 2>/dev/null; echo $?
		echo $'2'>f; cat f
	EOF
	prints 127 127 2
}
