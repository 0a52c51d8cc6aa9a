# round.sh fifo|coproc|zsocket|socat|nofork N - N questions and answers, by the means of other shells.
here=$(cd "$(dirname "$0")" && pwd) means=$1
room=$(mktemp -d) && cd "$room" || exit
trap 'cd / && rm -rf "$room"' EXIT

service() { . "$here/service.sh"; }
ask() { . "$here/ask.sh"; }

exec 3>&1
case $means in
fifo)
	mkfifo question answer
	service <question >answer &
	exec 4>question 5<answer
	;;
coproc)
	eval 'coproc S { service; }; exec 4>&"${S[1]}" 5<&"${S[0]}"' # bash's
	;;
zsocket)
	zmodload zsh/net/socket
	zsocket -l strait
	{ zsocket -a "$REPLY" && service <&"$REPLY" >&"$REPLY"; } &
	zsocket strait
	exec 4>&"$REPLY" 5<&"$REPLY"
	;;
*)
	# socat copies between the connection and two pipes; with nofork it becomes the program.
	nofork=
	[ "$means" = socat ] || nofork=,nofork
	socat UNIX-LISTEN:strait "EXEC:$SHELL_OF_BENCH $here/service.sh$nofork" &
	socat UNIX-CONNECT:strait,retry=1000,interval=0.001 "EXEC:$SHELL_OF_BENCH $here/ask.sh $2$nofork"
	exit
	;;
esac
ask "$2" >&4 <&5
