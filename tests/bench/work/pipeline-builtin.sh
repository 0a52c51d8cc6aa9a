# Pipelines whose stages are built-ins and loops.
i=0
while [ "$i" -lt 320 ]; do
	echo "key $i value" | {
		read -r key number value
		[ "$value" = value ] || echo "wrong: $key $number $value"
	}
	printf '%s\n' one two three | while read -r word; do
		case $word in
		t*e) [ "$i" -ne 319 ] || echo "$word" ;;
		esac
	done
	i=$((i + 1))
done
echo "$i"
