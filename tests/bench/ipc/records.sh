# records.sh pipe|fifo|zsocket|socat RECORDS - examples/four-ways.whelk, as the other shells can.
records=$2
room=$(mktemp -d) && cd "$room" || exit
trap 'cd / && rm -rf "$room"' EXIT

produce() {
	i=0
	while [ "$i" -lt "$records" ]; do
		i=$((i + 1))
		"$@" "record $i of $records, whose text is as long as a line of a log" || return
	done
}

consume() {
	n=0 last=
	while "$@" record; do
		n=$((n + 1)) last=$record
	done
	echo "$n records, the last is $last"
}

case $1 in
pipe)
	produce echo | consume read -r
	;;
fifo)
	mkfifo strait
	consume read -r <strait &
	produce echo >strait
	wait
	;;
zsocket)
	zmodload zsh/net/socket
	zsocket -l strait
	{ zsocket -a "$REPLY" && consume read -r <&"$REPLY"; } &
	zsocket strait
	to=$REPLY
	produce echo >&"$to"
	eval "exec $to>&-"
	wait
	;;
socat)
	socat -u UNIX-LISTEN:strait - | consume read -r &
	produce echo | socat -u - UNIX-CONNECT:strait,retry=1000,interval=0.001
	wait
	;;
esac
