# SPDX-License-Identifier: EUPL-1.2
# What the scripts that measure share. They set $work, a folder of their own, and $results, the file that tells.
# shellcheck shell=bash disable=SC2154

# measure TITLE RUNS PREPARE NAME COMMAND [NAME COMMAND...]: a table of medians, each with its ratio to the first.
measure() {
	local title=$1 runs=$2 prepare=$3 names=() arguments=()
	shift 3
	while [ $# -gt 0 ]; do
		names+=("$1")
		arguments+=(--command-name "$1" "$2")
		shift 2
	done
	echo "bench: $title" >&2
	hyperfine --style none --shell bash --warmup 1 --runs "$runs" ${prepare:+--prepare "$prepare"} \
		--export-csv "$work/measured.csv" "${arguments[@]}" >/dev/null 2>"$work/errors" || {
		cat "$work/errors" >&2
		return 1
	}
	{
		printf '\n### %s\n\n| | median | ratio |\n|---|--:|--:|\n' "$title"
		# shellcheck disable=SC2016 # Miller's variables
		mlr --icsv --onidx --ofs '|' put -q '
			if (NR == 1) { @first = $median }
			@shown = $median < 1 ? fmtnum($median * 1000, "%.1f") . " ms" : fmtnum($median, "%.2f") . " s";
			print "| " . $command . " | " . @shown . " | " . fmtnum($median / @first, "%.2f") . " |"' "$work/measured.csv"
	} >>"$results"
}

memory() { # the peak of a command, in MiB
	command time -f %M "$@" 2>&1 >/dev/null | awk 'END { printf "%.0f", $1 / 1024 }'
}

# title TEXT [HOW]: begins the results, with what they were measured on, and how.
title() {
	# shellcheck disable=SC2016 # Markdown's code
	printf '# %s\n\nMade by `make bench` on %s, %s processors (%s),\n' "$1" "$(date -u +%F)" "$(nproc)" \
		"$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
	echo "$(uname -sr), SQLite $(sqlite3 --version | cut -d' ' -f1)." \
		"${2:-Whole processes, medians; the ratio is to the first line of its table.}"
}
