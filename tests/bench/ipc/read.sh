# read.sh none|ordinary|shared N - N times ten words, which are text, or a variable's value.
n=12345
[ "$1" != shared ] || shared n
i=0
case $1 in
none)
	while [ "$i" -lt "$2" ]; do
		i=$((i + 1))
		: 12345 12345 12345 12345 12345 12345 12345 12345 12345 12345
	done
	;;
*)
	while [ "$i" -lt "$2" ]; do
		i=$((i + 1))
		: $n $n $n $n $n $n $n $n $n $n
	done
	;;
esac
echo "$i"
