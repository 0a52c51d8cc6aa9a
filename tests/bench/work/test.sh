# Strings, numbers and files asked about with [ and test.
i=0 yes=0
empty='' name=value here=.
while [ "$i" -lt 25000 ]; do
	[ -n "$name" ] && yes=$((yes + 1))
	[ -z "$empty" ] && yes=$((yes + 1))
	[ "$name" = value ] && yes=$((yes + 1))
	[ "$name" != "$empty" ] && yes=$((yes + 1))
	if [ "$i" -gt 100 ] && [ "$i" -le 20000 ]; then
		yes=$((yes + 1))
	fi
	test "$i" -eq 24999 || yes=$((yes + 1))
	[ ! "$empty" ] && yes=$((yes + 1))
	[ -d "$here" ] && yes=$((yes + 1))
	[ -f no-such-file ] || yes=$((yes + 1))
	i=$((i + 1))
done
echo "$yes"
