#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Measures the protection of small counts - how long, how much memory, how much is hidden - and writes
# tests/bench/PROTECT.md.
#   tests/bench/protect.sh BUILD
set -euo pipefail

build=$(cd "${1:-build}" && pwd)
bench=$(cd "$(dirname "$0")" && pwd)
data=$bench/../data/protect
work=$(mktemp -d "${TMPDIR:-/tmp}/hvk-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8
results=$bench/PROTECT.md
# shellcheck source=tests/bench/measure.sh
. "$bench/measure.sh"

# What linear programs hide, cells and their counts together: tests/bench/protect-lp.py on the same tables, which takes
# from a second to minutes, with python3-scipy 1.10.1 (HiGHS) of Debian 12.
declare -A programs=([A]='76 (698)' [B]='489 (3535)' [sparse]='111 (1000)' [months]='631 (5084)')

# row NAME LABEL [OPTION...]: from the last line that protecting prints.
row() {
	local name=$1 label=$2 line
	line=$("$build/tests/bench/protect" "${@:3}" "$work/$name.csv" "$work/$name.hier.csv" | tail -1)
	sed -E "s/^([^:]*: )?cells ([0-9]+), published [0-9]+ \([0-9]+\), primary ([0-9]+) \(([0-9]+)\), secondary ([0-9]+) \(([0-9]+)\).*processor ([0-9.]+) s, ([0-9]+) MiB.*/| $label | \2 | \3 (\4) | \5 (\6) | ${programs[$name]:-} | \7 s | \8 MiB |/" \
		<<<"$line" >>"$results"
}

for name in A B; do
	cp "$data/hvk$name.truth.csv" "$work/$name.csv"
	cp "$data/hvk$name.hier.csv" "$work/$name.hier.csv"
done
for name in sparse months year report; do
	"$build/tests/bench/protect-tables" "$name" "$work/$name.csv" "$work/$name.hier.csv"
done
{
	title 'Measurements of the protection of small counts' 'Each once, in a process of its own.'
	echo
	echo 'Cells of 1 to 4 are sensitive. What is hidden: cells, and their counts together. Linear programs hide cells too, one'
	# shellcheck disable=SC2016 # Markdown's code
	echo 'sensitive cell after the other (`tests/bench/protect-lp.py`, recorded), but prove less: not that whole numbers are'
	echo 'possible, nor each step. Time is that of the processor.'
	printf '\n| table | cells | sensitive | hidden for others | by linear programs | time | memory |\n|---|--:|--:|--:|--:|--:|--:|\n'
} >"$results"
row A 'A: gemeenten by themes'
row B 'B: 285 gemeenten by 24 themes'
row sparse 'as B, very sparse'
row months '18 gemeenten by 24 themes by 12 months'
row year '30 gemeenten by 11 themes by 12 months'
row year 'the same: the year, after its months and quarters' -s
row report 'a report: 12 gemeenten by 12 themes'
cat "$results"
