# ask.sh N - asks N times on its output, reads the answers from its input; says on 3 how many came.
i=0
while [ "$i" -lt "$1" ] && echo "$i" && read -r reply && [ "$reply" = "re: $i" ]; do
	i=$((i + 1))
done
echo "$i" >&3
