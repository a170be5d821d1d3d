#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Measures the registry - finding, listing, packages, gaps - as whole processes, and writes tests/bench/NETWORK.md.
#   tests/bench/network.sh BUILD
set -euo pipefail

build=$(cd "${1:-build}" && pwd)
bench=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/hvk-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
export PATH=$build:$PATH HVK_TODAY=2026-11-21 XDG_DATA_HOME=$work LC_ALL=C.UTF-8 HVK_DB=$work/network.db
results=$bench/NETWORK.md
# shellcheck source=tests/bench/measure.sh
. "$bench/measure.sh"

"$build/tests/bench/registry" "$work"
"$build/tests/bench/generate" 1000000 60 >"$work/questions.csv"
{
	title 'Measurements of the registry'
	echo "The registry has 10,000 partners, 10,000 offers and 10,000 sessions; the package 1,000 organisations, 4,000 services, 26,000 taxonomy"
	echo "links and 11,000 schedules."
} >"$results"

printf '\n## Taking in\n' >>"$results"
measure 'into a new store' 3 "rm -f $work/one.db" \
	'10,000 partners, CSV' "hvk-partner import -q --db $work/one.db $work/partners.csv" \
	'the package' "hvk-partner import -q --db $work/one.db $work/package"
hvk-partner import -q "$work/partners.csv"
measure '10,000 offers' 3 "cp $HVK_DB $work/two.db" 'CSV' "hvk-partner offer import -q --db $work/two.db $work/offers.csv"
hvk-partner offer import -q "$work/offers.csv"
rm -f "$work/one.db"
printf '\nPeak of taking in the package: %s MiB.\n' \
	"$(memory hvk-partner import -q --db "$work/one.db" "$work/package")" >>"$results"

printf '\n## Finding and listing\n' >>"$results"
need='--theme gedrag.driftbuien --gemeente Brugge --age 2 -f csv'
measure 'at the desk' 30 '' \
	'hvk-refer find' "hvk-refer find $need" \
	'the best only' "hvk-refer find $need --limit 1" \
	'find --explain' "hvk-refer find $need --explain" \
	'a theme that few offer' 'hvk-refer find --theme school.huiswerk --gemeente Mol --age 8 -f csv'
measure 'lists' 20 '' \
	'partners by words' "hvk-partner list --words 'muziek baby' -f csv" \
	'all partners' 'hvk-partner list -f csv' \
	'all offers, every column' 'hvk-partner offer list -c all -f csv'

printf '\n## Reports\n' >>"$results"
hvk-register import -q "$work/questions.csv"
measure 'beside a million questions' 5 '' \
	'coverage of eight gemeenten' 'hvk-report coverage --gemeente Brugge,Oostkamp,Beernem,Zedelgem,Torhout,Jabbeke,Gent,Mol -f csv' \
	'gaps of a year' 'hvk-report gaps --period 2025 -f csv' \
	'network' 'hvk-report network -f csv'
hvk-agenda session import -q "$work/sessions.csv"
measure '10,000 activities' 20 '' \
	'activities of a year' 'hvk-report activities --year 2026 -f csv' \
	'by form and gemeente' 'hvk-report activities --year 2026 --by form,gemeente -f csv' \
	'by partner and theme' 'hvk-report activities --by partner,theme-group -f csv' \
	'sessions by month' 'hvk-report table --by month --measure sessions,participants -f csv'
cat "$results"
