# A pipeline of three programs, again and again.
i=0
while [ "$i" -lt 140 ]; do
	tr a-z A-Z <words | sort -r | tail -n 1
	i=$((i + 1))
done
