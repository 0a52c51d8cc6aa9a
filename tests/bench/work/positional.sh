# Argument lists built, walked, shifted and passed on.
count() {
	total=$((total + $#))
}
total=0 n=0 i=0
while [ "$i" -lt 12000 ]; do
	set -- --flag -o output first second third
	while [ "$#" -gt 0 ]; do
		case $1 in
		-o) out=$2; shift ;;
		--) shift; break ;;
		-*) flag=$1 ;;
		*) n=$((n + 1)) ;;
		esac
		shift
	done
	set -- "$out" "$flag"
	set -- "$@" more words
	count "$@"
	for arg; do
		n=$((n + ${#arg}))
	done
	i=$((i + 1))
done
set --
i=0
while [ "$i" -lt 1000 ]; do
	set -- "$@" "word$i"
	i=$((i + 1))
done
while [ "$#" -gt 10 ]; do
	shift 3
	count "$@"
done
echo "$total $n $# $1 ${10-}"
