# count.sh flock|mkdir|token|sqlite3 JOBS N - JOBS jobs add 1 to one number, N times together.
means=$1 jobs=$2 n=$3
room=$(mktemp -d) && cd "$room" || exit
trap 'cd / && rm -rf "$room"' EXIT

# Between reading and writing nobody else may read: each of these is a way to see to that.
add() {
	case $means in
	flock) { flock 9 && read -r number <count && echo $((number + 1)) >count; } 9>lock ;;
	mkdir)
		until mkdir lock 2>/dev/null; do
			:
		done
		read -r number <count && echo $((number + 1)) >count
		rmdir lock
		;;
	token)
		# An empty line is one byte, which no two readers can share.
		read -r _ <&3 && read -r number <count && echo $((number + 1)) >count
		echo >&3
		;;
	sqlite3)
		sqlite3 count '.timeout 60000' 'pragma synchronous = off' 'update c set n = n + 1' >/dev/null
		;;
	esac
}

number() {
	case $means in
	sqlite3) number=$(sqlite3 count 'select n from c') ;;
	*) read -r number <count ;;
	esac
	echo "$number"
}

if [ "$means" = sqlite3 ]; then
	sqlite3 count 'create table c (n); insert into c values (0)'
else
	echo 0 >count
fi
if [ "$means" = token ]; then
	mkfifo token && exec 3<>token && echo >&3
fi
j=0
while [ "$j" -lt "$jobs" ]; do
	j=$((j + 1))
	(
		i=0
		while [ "$i" -lt $((n / jobs)) ]; do
			i=$((i + 1))
			add
		done
	) &
done
wait
number
