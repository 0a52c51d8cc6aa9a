# Greatest common divisors, a random-number generator, Collatz sequences, bit counts.
a=0 sum=0
while [ "$a" -lt 6000 ]; do
	x=$((a * 7 + 91)) y=$((a + 360360))
	while [ "$y" -ne 0 ]; do
		t=$((x % y)) x=$y y=$t
	done
	sum=$((sum + x)) a=$((a + 1))
done
seed=42 i=0
while [ "$i" -lt 40000 ]; do
	seed=$(((seed * 1103515245 + 12345) & 0x7fffffff))
	i=$((i + 1))
done
longest=0 n=1
while [ "$n" -lt 600 ]; do
	v=$n steps=0
	while [ "$v" -ne 1 ]; do
		v=$((v & 1 ? 3 * v + 1 : v >> 1)) steps=$((steps + 1))
	done
	longest=$((steps > longest ? steps : longest)) n=$((n + 1))
done
bits=0 n=0
while [ "$n" -lt 3000 ]; do
	v=$n
	while [ "$((v))" -gt 0 ]; do
		: "$((v &= v - 1))" "$((bits += 1))"
	done
	n=$((n + 1))
done
echo "$sum $seed $longest $bits"
