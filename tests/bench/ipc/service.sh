# service.sh - answers each line of its input until that ends.
while read -r word; do
	echo "re: $word"
done
