# Lines written one at a time, by echo and by printf.
i=0
while [ "$i" -lt 30000 ]; do
	echo "line $i of the output"
	printf '%s: %d\n' name "$i"
	printf '%5d %-10s|%x\n' "$i" word "$i"
	i=$((i + 1))
done
printf '%s\n' a b c d e f g h i j
