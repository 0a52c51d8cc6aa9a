# A program run again and again by a shell that holds 50 MB of variables.
x=xxxxxxxxxxxxxxxx
while [ "${#x}" -lt 1048576 ]; do
	x=$x$x
done
i=0 n=0
while [ "$i" -lt 50 ]; do
	eval "big_$i=\$x"
	i=$((i + 1))
done
i=0
while [ "$i" -lt 200 ]; do
	expr "$i" + 1 >/dev/null && n=$((n + 1))
	i=$((i + 1))
done
echo "$n"
