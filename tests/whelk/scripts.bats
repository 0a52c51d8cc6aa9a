# The scripts of this machine: what dash accepts, whelk accepts.
#
# SPDX-License-Identifier: GPL-3.0-or-later
load ../helper

# Names of the files whose first line is #!/bin/sh, perhaps with an option.  Bytes, because awk
# would complain about a binary file that is no valid text; large files are no scripts.
system_scripts() {
	{
		find /bin /sbin /etc /usr /opt /var/lib/dpkg/info -xdev \
			\( -path /usr/src -o -path /usr/share/doc \) -prune -o -type f -size -2048k \
			! -name '*.gz' ! -name '*.so*' ! -name '*.py' ! -name '*.h' -print0 |
			xargs -0 awk '
				FNR == 1 && /^#! *\/bin\/sh([ \t].*)?$/ { print FILENAME }
				{ nextfile }'
	} 2>/dev/null | sort -u
}

@test "every #!/bin/sh script of this machine that dash -n accepts, whelk -n accepts" {
	command -v dash >/dev/null || skip "dash is not installed"
	local script output status count=0 offenders=0
	while IFS= read -r script; do
		[ -r "$script" ] || continue
		dash -n "$script" >/dev/null 2>&1 3>&- 4>&- </dev/null || continue
		count=$((count + 1))
		status=0
		output=$(timeout 60 "$WHELK" -n "$script" 2>&1 3>&- 4>&- </dev/null) || status=$?
		if [ "$status" -ne 0 ] || [ -n "$output" ]; then
			offenders=$((offenders + 1))
			printf '%s: status %s\n%s\n' "$script" "$status" "$output"
		fi
	done < <(system_scripts)
	echo "$offenders of $count scripts refused"
	[ "$count" -gt 0 ]
	[ "$offenders" -eq 0 ]
}
