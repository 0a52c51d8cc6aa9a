# The output of built-ins substituted.
i=0 n=0
while [ "$i" -lt 300 ]; do
	x=$(echo "$i")
	y=$(printf '%03d' "$i")
	z=`pwd`
	n=$((n + ${#x} + ${#y}))
	i=$((i + 1))
done
echo "$n $x $y ${z##*/}"
