# The output of a program read line by line.
cat table | {
	lines=0 length=0 sum=0
	while IFS= read -r line; do
		lines=$((lines + 1))
		length=$((length + ${#line}))
	done
	echo "$lines $length"
}
cat table | while IFS=: read -r name _ uid _; do
	if [ "$uid" -ge 2990 ]; then
		echo "$name $uid"
	fi
done
