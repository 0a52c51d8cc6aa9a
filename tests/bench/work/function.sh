# Small functions with arguments and results, called often, and a recursive one.
max() {
	if [ "$1" -gt "$2" ]; then
		result=$1
	else
		result=$2
	fi
}
is_even() {
	return "$(($1 & 1))"
}
join() {
	result=$1-$2-$3
}
twice() {
	"$@"
	"$@"
}
fib() {
	if [ "$1" -lt 2 ]; then
		result=$((result + $1))
		return
	fi
	fib "$(($1 - 1))"
	fib "$(($1 - 2))"
}
i=0 evens=0 largest=0
while [ "$i" -lt 30000 ]; do
	is_even "$i" && evens=$((evens + 1))
	max "$largest" "$i"
	largest=$result
	join a "$i" b
	twice join c d "$i"
	i=$((i + 1))
done
last=$result result=0
fib 18
echo "$evens $largest $last $result"
