# Patterns expanded in a tree of 40 directories with 25 files each.
i=0 n=0
while [ "$i" -lt 160 ]; do
	for file in tree/*/*.c; do
		n=$((n + 1))
	done
	for file in tree/d1?/*[0-4].h tree/d[2-3]*/file?.txt; do
		n=$((n + ${#file}))
	done
	set -- tree/*
	n=$((n + $#))
	for file in tree/none*; do
		[ -e "$file" ] || n=$((n + 1))
	done
	i=$((i + 1))
done
echo "$n $file $1"
