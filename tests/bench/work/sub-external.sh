# The output of a program substituted.
i=0 sum=0
while [ "$i" -lt 300 ]; do
	x=$(basename "/some/directory/file$i.c")
	sum=$((sum + ${#x}))
	i=$((i + 1))
done
echo "$sum"
