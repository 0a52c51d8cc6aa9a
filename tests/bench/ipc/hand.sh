# hand.sh pipe|file N - N times a mebibyte from one process into a variable of another.
room=$(mktemp -d) && cd "$room" || exit
trap 'cd / && rm -rf "$room"' EXIT
value=$(head -c 1048576 /dev/zero | tr '\0' x)
i=0
while [ "$i" -lt "$2" ]; do
	case $1 in
	pipe) got=$(printf %s "$value" | cat) ;;
	file)
		(printf %s "$value" >file)
		got=$(cat file)
		;;
	esac
	[ "${#got}" -eq 1048576 ] || break
	i=$((i + 1))
done
echo "$i"
