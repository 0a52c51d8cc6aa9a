# crowd.sh N - N clients of a socat server at once: each keeps its connection until all are answered.
here=$(cd "$(dirname "$0")" && pwd)
room=$(mktemp -d) && cd "$room" || exit
trap 'cd / && rm -rf "$room"' EXIT

mkfifo report gate
exec 3<>report 4<>gate
socat UNIX-LISTEN:strait,fork,backlog=500 "EXEC:$SHELL_OF_BENCH $here/service.sh" 3>&- 4>&- &
server=$!
until [ -S strait ]; do
	:
done
client="echo ahoy && read -r reply && echo \$reply >&3 && read -r end <&5"
i=0
while [ "$i" -lt "$1" ]; do
	i=$((i + 1))
	socat UNIX-CONNECT:strait,retry=1000,interval=0.001 "SYSTEM:$client,nofork" 5<gate 4>&- &
done
answers=0
while [ "$answers" -lt "$1" ] && read -r reply <&3 && [ "$reply" = 're: ahoy' ]; do
	answers=$((answers + 1))
done
exec 4>&-
kill "$server"
wait
echo "$answers"
