# The output of functions substituted.
trim() {
	text=$1
	text=${text#"${text%%[! ]*}"}
	printf '%s\n' "${text%"${text##*[! ]}"}"
}
max() {
	if [ "$1" -gt "$2" ]; then
		echo "$1"
	else
		echo "$2"
	fi
}
i=0 n=0 text=outer
while [ "$i" -lt 420 ]; do
	x=$(trim "   word $i ")
	n=$(max "$n" "$i")
	i=$((i + 1))
done
echo "$n [$x] $text"
