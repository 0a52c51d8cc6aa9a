# A file read line by line: whole lines first, then fields.
lines=0 length=0
while IFS= read -r line; do
	lines=$((lines + 1))
	length=$((length + ${#line}))
done <table
users=0
while IFS=: read -r name _ uid gid rest; do
	[ "$uid" -gt 500 ] && users=$((users + gid))
done <table
echo "$lines $length $users $name"
