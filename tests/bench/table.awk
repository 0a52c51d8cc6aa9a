# Reads `classes` and then the results (name kind label status wall cpu least); writes Markdown.

function ratio(x, y) {
	return y > 0 ? sprintf("%.2f", x / y) : "-"
}

# Whether there is a time of this shell.
function ran(name, shell) {
	return (name, shell) in status && status[name, shell] == "0"
}

# The cell of a shell: its ratio to dash, or why there is none.
function cell(name, shell) {
	if (!((name, shell) in status))
		return "-"
	if (status[name, shell] != "0")
		return status[name, shell]
	return ratio(time[name, shell], time[name, "dash"])
}

# The fastest of the other shells.
function fastest_peer(name, i, best) {
	best = ""
	for (i = 1; i <= count; i++) {
		if (shell[i] == "whelk" || !ran(name, shell[i]))
			continue
		if (best == "" || time[name, shell[i]] < time[name, best])
			best = shell[i]
	}
	return best
}

function line(name, i, best, text) {
	text = "| " title[name] " | " (ran(name, "dash") ? sprintf("%.0f", time[name, "dash"]) : "-")
	for (i = 1; i <= count; i++) {
		if (shell[i] != "dash")
			text = text " | " cell(name, shell[i])
	}
	best = fastest_peer(name)
	text = text " | " (best == "" ? "-" : best)
	if (with_whelk)
		text = text " | " (ran(name, "whelk") ? ratio(time[name, "whelk"], time[name, best]) : "-")
	return text
}

function heading(extra, i, text, rule) {
	text = "| class | dash ms"
	rule = "|---|--:"
	for (i = 1; i <= count; i++) {
		if (shell[i] != "dash") {
			text = text " | " shell[i]
			rule = rule "|--:"
		}
	}
	text = text " | fastest other"
	rule = rule "|---"
	if (with_whelk) {
		text = text " | whelk / fastest"
		rule = rule "|--:"
	}
	return text extra " |\n" rule (extra == "" ? "|" : "|--:|--:|")
}

# The geometric mean of shell s / dash over the kinds named.
function mean(s, kinds, i, n, sum, name) {
	n = sum = 0
	for (i = 1; i <= names; i++) {
		name = order[i]
		if (index(kinds, kind[name]) && ran(name, s) && ran(name, "dash")) {
			sum += log(time[name, s] / time[name, "dash"])
			n++
		}
	}
	return n ? sprintf("%.3f", exp(sum / n)) " (" n ")" : "-"
}

# The last two columns of a workload that has a limit.
function limits(name, s) {
	if (!ran(name, "limit") || !ran(name, s))
		return " | - | - |"
	return sprintf(" | %.0f | %s |", time[name, "limit"], ratio(time[name, s], time[name, "limit"]))
}

function means(i) {
	print "\n| geometric mean of the ratio to dash (of how many classes) | without subshells | all |"
	print "|---|--:|--:|"
	for (i = 1; i <= count; i++) {
		if (shell[i] != "dash")
			printf "| %s | %s | %s |\n", shell[i], mean(shell[i], "start plain"),
				mean(shell[i], "start plain subshell")
	}
}

BEGIN {
	count = split(shells, shell)
	for (i = 1; i <= count; i++)
		with_whelk = with_whelk || shell[i] == "whelk"
}

/^#/ { next }

FNR == NR {
	kind[$1] = $2
	title[$1] = $0
	sub(/^[^ ]+ +[^ ]+ +/, "", title[$1])
	next
}

{
	if (!($1 in met)) {
		met[$1] = 1
		order[++names] = $1
	}
	status[$1, $3] = $4
	time[$1, $3] = clock == "cpu" ? $6 : $5
	exec_too = exec_too || $2 == "exec"
}

END {
	print "# Speed\n"
	printf "Medians of the %s time of %d interleaved rounds; ", \
		clock == "cpu" ? "processor" : "wall-clock", rounds
	print "a shell's column is its time / dash's.\n"
	print heading("")
	for (i = 1; i <= names; i++) {
		if (kind[order[i]] != "exec")
			print line(order[i]) " |"
	}
	means()
	if (exec_too) {
		print "\nDominated by other programs, and so held against a C program that does the same"
		print "with posix_spawn (\"limit\"):\n"
		print heading(" | limit ms | " (with_whelk ? "whelk" : "dash") " / limit")
		for (i = 1; i <= names; i++) {
			if (kind[order[i]] == "exec")
				print line(order[i]) limits(order[i], with_whelk ? "whelk" : "dash")
		}
	}
}
