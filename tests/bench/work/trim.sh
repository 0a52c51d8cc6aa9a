# What scripts do to paths, options and versions: ${x##*/}, ${x%.*}, ${x#--*=} and so on.
i=0 total=0
while [ "$i" -lt 12000 ]; do
	for path in /usr/share/doc/package-1.2.3/README.gz ./src/lang/parser.c /etc/passwd name; do
		base=${path##*/}
		dir=${path%/*}
		stem=${base%.*}
		extension=${base##*.}
		first=${path#/}
		first=${first%%/*}
		total=$((total + ${#base} + ${#dir} + ${#stem} + ${#extension} + ${#first}))
	done
	for option in --prefix=/usr/local --with-feature=yes --verbose; do
		value=${option#--*=}
		key=${option%%=*}
		key=${key#--}
		total=$((total + ${#value} + ${#key}))
	done
	version=10.24.7-rc1
	major=${version%%.*}
	rest=${version#*.}
	minor=${rest%%[!0-9]*}
	suffix=${version##*[0-9.]}
	total=$((total + major + minor + ${#suffix}))
	i=$((i + 1))
done
echo "$total $stem $value $minor"
