# Strings that grow by a piece at a time.
text='' i=0
while [ "$i" -lt 10000 ]; do
	text="$text$i,"
	i=$((i + 1))
done
lines='' i=0
while [ "$i" -lt 3000 ]; do
	lines=${lines}line$i'
'
	i=$((i + 1))
done
list='' i=0
while [ "$i" -lt 12000 ]; do
	word='' n=0
	for letter in a b c; do
		word=$word$letter
	done
	list=${list:+"$word "}$word
	i=$((i + 1))
done
echo "${#text} ${#lines} ${#list}"
