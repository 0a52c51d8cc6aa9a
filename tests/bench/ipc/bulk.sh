# bulk.sh pipe|fifo|socat|nofork MIB - so many mebibytes from one program to another.
mib=$2
room=$(mktemp -d) && cd "$room" || exit
trap 'cd / && rm -rf "$room"' EXIT

case $1 in
pipe) head -c "${mib}M" /dev/zero | wc -c >count ;;
fifo)
	mkfifo strait
	wc -c <strait >count &
	head -c "${mib}M" /dev/zero >strait
	;;
socat)
	socat -u UNIX-LISTEN:strait - | wc -c >count &
	head -c "${mib}M" /dev/zero | socat -u - UNIX-CONNECT:strait,retry=1000,interval=0.001
	;;
nofork)
	socat UNIX-LISTEN:strait 'SYSTEM:wc -c >count,nofork' &
	socat UNIX-CONNECT:strait,retry=1000,interval=0.001 "EXEC:head -c ${mib}M /dev/zero,nofork"
	;;
esac
wait
read -r bytes <count
echo $((bytes / 1048576))
