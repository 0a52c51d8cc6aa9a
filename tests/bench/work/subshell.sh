# Work that must leave no trace: a directory, IFS, options, variables.
i=0 x=outer
while [ "$i" -lt 280 ]; do
	(
		cd tree/d10 || exit 1
		IFS=:
		set -f
		x=$i
		[ -f file1.c ]
	) || echo "failed"
	(exit 3) || x=$?
	(x=inner; set -- a b c; shift; [ "$#" = 2 ] || echo wrong)
	i=$((i + 1))
done
[ -d tree ] && echo "$x $i $#"
