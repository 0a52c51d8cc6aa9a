# connect.sh zsocket|socat N - N times: connect, ask, read the answer, and go.
here=$(cd "$(dirname "$0")" && pwd)
room=$(mktemp -d) && cd "$room" || exit
trap 'cd / && rm -rf "$room"' EXIT

case $1 in
zsocket)
	zmodload zsh/net/socket
	zsocket -l strait
	door=$REPLY
	while zsocket -a "$door"; do
		{ . "$here/service.sh"; } <&"$REPLY" >&"$REPLY" &
		eval "exec $REPLY>&-"
	done &
	;;
socat)
	socat UNIX-LISTEN:strait,fork,backlog=128 "EXEC:$SHELL_OF_BENCH $here/service.sh" &
	until [ -S strait ]; do
		:
	done
	;;
esac
server=$! i=0
while [ "$i" -lt "$2" ]; do
	case $1 in
	zsocket)
		zsocket strait
		echo "$i" >&"$REPLY"
		read -r reply <&"$REPLY"
		eval "exec $REPLY>&-"
		;;
	socat) reply=$(echo "$i" | socat -t 5 - UNIX-CONNECT:strait,retry=1000,interval=0.001) ;;
	esac
	[ "$reply" = "re: $i" ] || break
	i=$((i + 1))
done
echo "$i"
kill "$server"
