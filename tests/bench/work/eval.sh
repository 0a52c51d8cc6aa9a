# Variables named by variables, as arrays and records are written in POSIX scripts.
i=0 sum=0
while [ "$i" -lt 30000 ]; do
	key=$((i % 500))
	eval "cell_$key=\$((\${cell_$key:-0} + i))"
	eval "value=\$cell_$key"
	sum=$((sum + value % 7))
	i=$((i + 1))
done
set_field() {
	eval "$1_$2=\$3"
}
get_field() {
	eval "field=\${$1_$2-}"
}
i=0
while [ "$i" -lt 10000 ]; do
	set_field user name "it's user $i"
	set_field user home "/home/$i"
	get_field user name
	i=$((i + 1))
done
echo "$sum $value $field $user_home"
