# Writes a script of 4000 functions, in the manner of what one finds in /usr/bin and /etc.
function body(n) {
	printf "# function_%d: does nothing of use, like the one before it.\n", n
	printf "function_%d() {\n", n
	printf "\tlocal_dir=${1:-/var/lib/thing%d}\n\tstatus=0\n", n
	print "\tif [ ! -d \"$local_dir\" ] || [ -z \"$2\" ]; then"
	printf "\t\techo \"function_%d: $local_dir: not a directory\" >&2\n\t\treturn 1\n", n
	print "\telif test -f \"$local_dir/lock\"; then"
	print "\t\tread -r pid <\"$local_dir/lock\" && kill -0 \"$pid\" 2>/dev/null && return 2"
	print "\tfi"
	print "\tfor file in \"$local_dir\"/*.conf; do"
	print "\t\t[ -e \"$file\" ] || continue"
	print "\t\tcase ${file##*/} in"
	print "\t\t[0-9][0-9]-*.conf) list=\"$list $file\" ;;"
	print "\t\t*.bak | *~ | .*) continue ;;"
	print "\t\t*) echo 'skipping' \"$file\" ;;\n\t\tesac\n\tdone"
	print "\tcount=$((count + $# * 2))"
	print "\tset -- \"$(sed -n -e 's/^key=//p' \"$local_dir/settings\" | head -n 1)\" `id -u`"
	print "\twhile IFS=: read -r name value; do"
	print "\t\teval \"setting_$name=\\$value\" || status=$?"
	print "\tdone <<-EOT"
	printf "\t\tname%d:${value%%%%:*}\n\t\tother:$((%d + 1))\n\tEOT\n", n, n
	print "\t(cd \"$local_dir\" && umask 077 && exec tar -cf - .) | gzip -9 >\"$1.tar.gz\" &"
	print "\twait \"$!\" || { status=$?; rm -f -- \"$1.tar.gz\"; }"
	print "\treturn \"$status\"\n}\n"
}
BEGIN {
	for (n = 0; n < 4000; n++)
		body(n)
	print "last_of_large_script() {\n\techo \"large script read\"\n}"
}
