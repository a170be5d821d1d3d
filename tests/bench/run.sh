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
# shellcheck source=tests/bench/measure.sh
. "$bench/measure.sh"
large=$work/large.csv small=$work/small.csv

# DuckDB comes from npm, where there is one; the comparison does without it elsewhere.
duckdb=
if command -v npm >/dev/null && mkdir -p "$work/node" && npm --silent --prefix "$work/node" install @duckdb/node-api >/dev/null 2>&1; then
	duckdb="node $bench/duckdb.mjs $work/node/node_modules"
fi

# A month is as large in both: what the size of a store costs is seen, not that of a month.
"$build/tests/bench/generate" "$rows" 60 >"$large"
"$build/tests/bench/generate" $((rows / 10)) 6 >"$small"

{
	title Measurements
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

printf '\n## Many writers\n\n' >>"$results"
hvk-admin init -q --db "$work/writers.db"
"$bench/writers.sh" "$work/writers.db" 16 200 >>"$results"

{
	printf '\n## Memory\n\nPeak of streaming the large file: '
	printf '%s MiB by gemeente and theme, ' "$(memory hvk-report table --by gemeente,theme --nonzero -f csv "$large")"
	printf '%s MiB by month, gemeente and theme.\n' "$(memory hvk-report table --by month,gemeente,theme --nonzero -f csv "$large")"
} >>"$results"
cat "$results"
