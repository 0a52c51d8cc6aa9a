# Reads the results of run; writes Markdown.
#   section NAME TITLE...
#   time SECTION COLUMN LABEL STATUS WALL-MS LABEL COUNT BYTES

# Three digits that count, a comma after each thousand.
function figure(x, n, text) {
	if (x < 0.1)
		return sprintf("%.1e", x)
	if (x < 10)
		return sprintf("%.2f", x)
	if (x < 100)
		return sprintf("%.1f", x)
	n = 1
	while (x / n >= 1000)
		n *= 10
	text = sprintf("%d", int(x / n + 0.5) * n)
	while (match(text, /[0-9][0-9][0-9][0-9](,|$)/))
		text = substr(text, 1, RSTART) "," substr(text, RSTART + 1)
	return text
}

function cell(s, c, l) {
	if (!((s, c, l) in status))
		return "-"
	return status[s, c, l] == "0" ? figure(rate[s, c, l]) : status[s, c, l]
}

function known(s, c, l) {
	return (s, c, l) in status && status[s, c, l] == "0"
}

function show(s, i, j, l, last, text, rule, with_bytes) {
	last = column[s, columns[s]]
	for (i = 1; i <= labels[s]; i++)
		with_bytes = with_bytes || bytes[s, label[s, i]]
	text = "|"
	rule = "|---"
	for (j = 1; j <= columns[s]; j++) {
		text = text " | " column[s, j]
		rule = rule "|--:"
	}
	print "\n## " title[s] "\n\n" text (with_bytes ? " | MB/s" : "") " | the first / this |"
	print rule (with_bytes ? "|--:" : "") "|--:|"
	for (i = 1; i <= labels[s]; i++) {
		l = label[s, i]
		text = "| " l
		for (j = 1; j <= columns[s]; j++)
			text = text " | " cell(s, column[s, j], l)
		if (with_bytes)
			text = text " | " (known(s, last, l) ? figure(rate[s, last, l] * bytes[s, l] / 1e6) : "-")
		text = text " | " (known(s, last, l) && known(s, last, label[s, 1]) ? \
			figure(rate[s, last, label[s, 1]] / rate[s, last, l]) : "-")
		print text " |"
	}
}

$1 == "section" {
	order[++sections] = $2
	title[$2] = $0
	sub(/^[^ ]+ [^ ]+ /, "", title[$2])
}

$1 == "time" {
	if (!(($2, $3) in met)) {
		met[$2, $3] = 1
		column[$2, ++columns[$2]] = $3
	}
	if (!(($2, "", $4) in met)) {
		met[$2, "", $4] = 1
		label[$2, ++labels[$2]] = $4
	}
	status[$2, $3, $4] = $5
	rate[$2, $3, $4] = $6 > 0 ? $8 / $6 * 1000 : 0
	bytes[$2, $4] = $9
}

END {
	print "# The ways between processes\n"
	print "How often a second, from the medians of " rounds " interleaved rounds.  The last column divides"
	print "the rate of a table's first line by that of each."
	for (i = 1; i <= sections; i++)
		show(order[i])
}
