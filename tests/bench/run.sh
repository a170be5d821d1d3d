#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Measures whole processes side by side with their peers, in one run, and writes tests/bench/RESULTS.md.
#   tests/bench/run.sh BUILD            needs about 6 GB in TMPDIR
# HVK_BENCH_ROWS (10000000) sets the size of the large file; the small one is a tenth of it.
set -euo pipefail

build=$(cd "${1:-build}" && pwd)
bench=$(cd "$(dirname "$0")" && pwd)
rows=${HVK_BENCH_ROWS:-10000000}
work=$(mktemp -d "${TMPDIR:-/tmp}/hvk-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
export PATH=$build:$PATH HVK_TODAY=2026-11-21 XDG_DATA_HOME=$work LC_ALL=C.UTF-8
results=$bench/RESULTS.md
large=$work/large.csv small=$work/small.csv

# DuckDB comes from npm, where there is one; the comparison does without it elsewhere.
duckdb=
if command -v npm >/dev/null && mkdir -p "$work/node" && npm --silent --prefix "$work/node" install @duckdb/node-api >/dev/null 2>&1; then
	duckdb="node $bench/duckdb.mjs $work/node/node_modules"
fi

# A month is as large in both: what the size of a store costs is seen, not that of a month.
"$build/tests/bench/generate" "$rows" 60 >"$large"
"$build/tests/bench/generate" $((rows / 10)) 6 >"$small"

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

{
	echo '# Measurements'
	echo
	echo "Made by \`make bench\` on $(date -u +%F), $(nproc) processors ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)),"
	echo "$(uname -sr), SQLite $(sqlite3 --version | cut -d' ' -f1). Whole processes, medians; the ratio is to the first line of its table."
	echo "The large file has $rows questions ($(($(stat -c %s "$large") / 1000000)) MB), the small one a tenth, in as many months fewer;"
	echo "a third of the rows has a quoted cell."
} >"$results"

group="SELECT gemeente, theme, count(*) FROM read_csv('$large', all_varchar = true) GROUP BY 1, 2"
by_month="SELECT month, gemeente, theme, count(*) FROM read_csv('$large', all_varchar = true) GROUP BY 1, 2, 3"
peers=(mlr "mlr --icsv --ocsv count -g gemeente,theme $large"
	mawk "mawk -F, 'NR > 1 { n[\$2 FS \$7]++ } END { for (k in n) print k, n[k] }' $large"
	datamash "datamash -t, -s -g 2,7 count 1 <$small")
[ -z "$duckdb" ] || peers=("DuckDB, 2 threads" "$duckdb 2 \"$group\"" "DuckDB, 1 thread" "$duckdb 1 \"$group\"" "${peers[@]}")

printf '\n## Streaming CSV\n' >>"$results"
measure 'gemeente x theme of the large file (datamash: of the small one; mawk splits blindly at commas)' 3 '' \
	hvk-report "hvk-report table --by gemeente,theme --nonzero -f csv $large" "${peers[@]}"
if [ -n "$duckdb" ]; then
	measure 'month x gemeente x theme of the large file' 3 '' \
		hvk-report "hvk-report table --by month,gemeente,theme --nonzero -f csv $large" \
		'DuckDB, 2 threads' "$duckdb 2 \"$by_month\""
else
	measure 'month x gemeente x theme of the large file' 3 '' \
		hvk-report "hvk-report table --by month,gemeente,theme --nonzero -f csv $large"
fi

printf '\n## Import\n' >>"$results"
for size in small large; do
	file=${!size}
	import=(hvk-register "hvk-register import -q --db $work/$size.db $file"
		'sqlite3 .import' "sqlite3 $work/peer.db -cmd '.mode csv' '.import $file q'")
	[ -z "$duckdb" ] || import+=('DuckDB, 2 threads' \
		"$duckdb 2 \"ATTACH '$work/peer.duckdb' AS p; CREATE TABLE p.q AS FROM read_csv('$file', all_varchar = true); SELECT 1\"")
	measure "the $size file into a new store" 1 "rm -f $work/$size.db $work/peer.db $work/peer.duckdb*" "${import[@]}"
done
# The peers' last run removed the stores.
for size in small large; do
	rm -f "$work/$size.db"
	hvk-register import -q --db "$work/$size.db" "${!size}"
done

printf '\n## Reports from the store\n' >>"$results"
measure 'one month' 10 '' \
	'store of the large file' "hvk-report table --by gemeente,theme --month 2021-03 --nonzero -f csv --db $work/large.db" \
	'store of the small file' "hvk-report table --by gemeente,theme --month 2021-03 --nonzero -f csv --db $work/small.db" \
	'the whole monthly report, large' "hvk-report month --month 2021-03 -f csv --db $work/large.db"
measure 'everything in the store of the large file' 3 '' \
	hvk-report "hvk-report table --by gemeente,theme --nonzero -f csv --db $work/large.db" \
	'sqlite3 GROUP BY' "sqlite3 $work/large.db 'SELECT gemeente, theme, count(*) FROM question GROUP BY 1, 2'"

printf '\n## Small things\n' >>"$results"
add="hvk-register add -q --month 2026-10 --gemeente Gent --channel chat --theme slapen --db $work/add.db"
$add
"$build/tests/bench/insert" "$work/insert.db"
measure 'one durable add' 50 '' \
	'bare INSERT in C' "$build/tests/bench/insert $work/insert.db" \
	'hvk-register add' "$add"
hvk-admin init -q --db "$work/empty.db"
measure 'starting' 50 '' \
	'hvk-report --help' 'hvk-report --help' \
	'list of an empty store' "hvk-register list -f csv --db $work/empty.db" \
	'true' '/bin/true'

printf '\n## The registry\n' >>"$results"
"$build/tests/bench/registry" "$work"
partner="hvk-partner --db $work/registry.db"
$partner import -q "$work/partners.csv"
$partner offer import -q "$work/offers.csv"
measure '10,000 partners with 10,000 offers' 20 '' \
	'hvk-refer find' "hvk-refer find --theme gedrag.driftbuien --gemeente Brugge --age 2 -f csv --db $work/registry.db" \
	'the same, --explain' "hvk-refer find --theme gedrag.driftbuien --gemeente Brugge --age 2 --explain -f csv --db $work/registry.db" \
	'list of partners by words' "$partner list --words 'muziek baby' -f csv" \
	'list of all partners' "$partner list -f csv" \
	'list of all offers, every column' "$partner offer list -c all -f csv" \
	'coverage of eight gemeenten' "hvk-report coverage --gemeente Brugge,Oostkamp,Beernem,Zedelgem,Torhout,Jabbeke,Gent,Mol -f csv --db $work/registry.db"
measure 'HSDS: 1,000 organisations, 4,000 services, 26,000 links, 11,000 schedules' 3 "rm -f $work/hsds.db" \
	'into a new store' "hvk-partner import -q --db $work/hsds.db $work/package"
rm -f "$work/hsds.db"
hsds_memory=$(memory hvk-partner import -q --db "$work/hsds.db" "$work/package")
measure 'gaps: ten million questions against 10,000 offers' 3 "cp $work/large.db $work/gaps.db; hvk-admin merge -q --db $work/gaps.db $work/registry.db" \
	'a year' "hvk-report gaps --period 2025 -f csv --db $work/gaps.db"

printf '\n## Many writers\n\n' >>"$results"
hvk-admin init -q --db "$work/writers.db"
"$bench/writers.sh" "$work/writers.db" 16 200 >>"$results"

{
	printf '\n## Memory\n\nPeak of streaming the large file: '
	printf '%s MiB by gemeente and theme, ' "$(memory hvk-report table --by gemeente,theme --nonzero -f csv "$large")"
	printf '%s MiB by month, gemeente and theme.\n' "$(memory hvk-report table --by month,gemeente,theme --nonzero -f csv "$large")"
	printf 'Peak of the HSDS import: %s MiB.\n' "$hsds_memory"
} >>"$results"
cat "$results"
