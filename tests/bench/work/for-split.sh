# Lists kept in strings and split by IFS: white space, then colons, then commas.
list='alpha beta gamma delta epsilon zeta eta theta iota kappa'
list="$list $list	$list
$list"
dirs=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/x::/usr/games
row='1001,Smith,,42,"x y",2024-02-29,,end'
n=0 length=0 empty=0
i=0
while [ "$i" -lt 12000 ]; do
	for word in $list; do
		n=$((n + 1))
	done
	length=$((length + ${#word}))
	IFS=:
	for dir in $dirs; do
		length=$((length + ${#dir}))
	done
	IFS=,
	for cell in $row; do
		case $cell in
		'') empty=$((empty + 1)) ;;
		esac
	done
	IFS=' 	
'
	i=$((i + 1))
done
echo "$n $length $empty $cell"
