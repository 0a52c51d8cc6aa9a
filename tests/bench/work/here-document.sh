# Here-documents, plain and with expansions, that built-ins read.
i=0 n=0
while [ "$i" -lt 3000 ]; do
	read -r first second rest <<END
value-$i $((i * 2)) and the rest of ${i}
END
	n=$((n + second))
	while read -r key value; do
		n=$((n + value))
	done <<-'END'
		one 1
		two 2
		three 3
	END
	i=$((i + 1))
done
echo "$n $first $rest"
