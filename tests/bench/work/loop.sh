# Counting loops, nested, with break and continue.
total=0
i=0
while [ "$i" -lt 150000 ]; do
	i=$((i + 1))
done
until [ "$i" -le 0 ]; do
	i=$((i - 2))
done
for a in 0 1 2 3 4 5 6 7 8 9; do
	for b in 0 1 2 3 4 5 6 7 8 9; do
		for c in 0 1 2 3 4 5 6 7 8 9; do
			for d in 0 1 2 3 4 5 6 7 8 9; do
				if [ "$c" = "$d" ]; then
					continue 2
				fi
				total=$((total + 1))
			done
		done
	done
done
while :; do
	i=$((i + 1))
	if [ "$i" -ge 80000 ]; then
		break
	fi
done
echo "$i $total"
