#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Measures the reports that people look at, as whole processes, and writes tests/bench/REPORTS.md.
#   tests/bench/reports.sh BUILD
set -euo pipefail

build=$(cd "${1:-build}" && pwd)
bench=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/hvk-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
export PATH=$build:$PATH HVK_TODAY=2026-01-15 XDG_DATA_HOME=$work LC_ALL=C.UTF-8 HVK_DB=$work/reports.db
export SOURCE_DATE_EPOCH=1768435200
results=$bench/REPORTS.md
# shellcheck source=tests/bench/measure.sh
. "$bench/measure.sh"

# Thirty gemeenten that lie together, so that the map is one of a region; the questions are dealt to them in turn.
hvk-admin init -q
hvk-admin sql "SELECT nis AS gemeente FROM gemeente WHERE province = 'West-Vlaanderen' ORDER BY nis LIMIT 30" -f csv \
	>"$work/westhoek.csv"
hvk-admin regions import -q "$work/westhoek.csv"
"$build/tests/bench/generate" 1000000 60 | awk -F, -v OFS=, '
	NR == FNR { if (FNR > 1) nis[n++] = $1; next }
	FNR > 1 { $2 = nis[FNR % n] }
	{ print }' "$work/westhoek.csv" - >"$work/questions.csv"
hvk-register import -q "$work/questions.csv"
{
	title 'Measurements of reports'
	echo 'A store of a million questions over 60 months, in a region of 30 gemeenten.'
} >"$results"

printf '\n## The month\n' >>"$results"
month="hvk-report month --month 2025-10 --region westhoek -o $work/month"
measure 'the report of a month' 20 '' \
	md "$month.md" html "$month.html" xlsx "$month.xlsx" csv "$month.csv"
printf '\nThe page, with its map, has %s kB; the workbook %s kB.\n' \
	"$(($(stat -c %s "$work/month.html") / 1000))" "$(($(stat -c %s "$work/month.xlsx") / 1000))" >>"$results"

printf '\n## The year\n' >>"$results"
year='hvk-report year --year 2025 --region westhoek'
measure 'the report of a year' 10 '' \
	md "$year -o $work/year.md" html "$year -o $work/year.html" xlsx "$year -o $work/year.xlsx" \
	'a page for each gemeente' "$year --split gemeente -o $work/year"

printf '\n## Pictures\n' >>"$results"
measure 'charts' 10 '' \
	'map, per 1000 children' "hvk-report chart --type map --measure per-1000 --period 2025 -o $work/map.svg" \
	'heat' "hvk-report chart --type heat --by theme-group --across gemeente --period 2025 -o $work/heat.svg"
cat "$results"
