#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# hvk-report on the network: network, coverage, gaps and referrals, over a small fictional network and the sample questions.
# HVK_GOLDEN=write bats tests/cli/network-report.bats writes the golden files anew; look at what changed.

load common

setup_file() {
	hvk_setup
	HVK_DB=$BATS_FILE_TMPDIR/network.db
	local network=$data/report-network
	hvk-register import -q "$data/questions/vragen-2026.csv"
	hvk-partner import -q "$network/partners.csv"
	hvk-partner person import -q "$network/people.csv"
	hvk-partner agreement import -q "$network/agreements.csv"
	hvk-partner offer import -q "$network/offers.csv"
	hvk-partner house import -q "$network/houses.csv"
	refer 2026-09-01 gestart 2026-09-11 --partner opvoedingswinkel-voorbeeld --theme driftbuien --gemeente brugge \
		--person opvoedingswinkel-voorbeeld-consulent --warm
	refer 2026-09-20 afgehaakt 2026-09-24 --partner opvoedingswinkel-voorbeeld --theme grenzen --gemeente oostkamp
	refer 2026-10-05 wachtlijst 2026-10-08 --partner consultatiebureau-voorbeeld --theme doorslapen \
		--gemeente torhout --warm
	HVK_TODAY=2026-10-10 hvk-refer record --partner lijn-voorbeeld --theme emoties.angsten --gemeente brugge
	HVK_TODAY=2026-10-11 hvk-refer record --partner school-fictief --direction in --gemeente torhout
	HVK_TODAY=2026-10-20 hvk-refer find -q --theme huiswerk --gemeente torhout --age 8 --gap wachtlijst >/dev/null
}

# refer DAY STATUS DAY COLUMNS...: a referral of a day, and what became of it
refer() {
	local day=$1 status=$2 on=$3 id
	shift 3
	id=$(HVK_TODAY=$day hvk-refer record "$@")
	HVK_TODAY=2026-11-15 hvk-refer status "$id" "$status" --on "$on"
}

setup() {
	hvk_setup
	export HVK_DB=$BATS_FILE_TMPDIR/network.db HVK_TODAY=2026-11-15
}

# golden NAME COMMAND...: its output is that file
golden() {
	local file=$data/golden/network-report/$1
	shift
	"$@" >found
	if [ "${HVK_GOLDEN:-}" = write ]; then
		mkdir -p "${file%/*}"
		cp found "$file"
	fi
	diff -u "$file" found
}

# ends STATUS COMMAND...: with that status, whatever it prints
ends() {
	local wanted=$1
	shift
	try "$@"
	[ "$status" = "$wanted" ] || { echo "$*: status $status instead of $wanted, errors '$err'"; return 1; }
}

# ---- what they print

@test "network" {
	golden network.table hvk-report network -f table
	golden network.csv hvk-report network
	golden network-oostkamp.csv hvk-report network -g oostkamp --on 2025-12-15
	golden network-en.md hvk-report network --lang en -f md
}

@test "coverage" {
	golden coverage.table hvk-report coverage -f table
	golden coverage.csv hvk-report coverage
	golden coverage-en.md hvk-report coverage --lang en -f md -g brugge,oostkamp
	golden coverage.excel hvk-report coverage -f excel
	golden coverage.jsonl hvk-report coverage -f jsonl -g torhout
	golden coverage.rec hvk-report coverage -f rec -g torhout
}

@test "gaps" {
	golden gaps.table hvk-report gaps -f table
	golden gaps.csv hvk-report gaps -g torhout,brugge
	golden gaps-en.md hvk-report gaps --lang en -f md -p 2026-Q3 -g brugge --min-questions 3
	golden gaps-offers.csv hvk-report gaps --offers
	golden gaps-offers.md hvk-report gaps --offers -f md
}

@test "referrals" {
	golden referrals.table hvk-report referrals -f table
	golden referrals.csv hvk-report referrals
	golden referrals-by.csv hvk-report referrals --by partner,status --direction all
	golden referrals-several.csv hvk-report referrals --by month --by direction,partner --direction all -p 2026-Q4
	golden referrals.excel hvk-report referrals -f excel --by gemeente
}

# ---- what people would do with them

@test "a gemeente without one of the pillars is status 1 when asked" {
	ends 0 hvk-report coverage
	ends 1 hvk-report coverage -e
	has "$out" 31012,ontmoeting,basis,0
	cp "$HVK_DB" full.db
	HVK_DB=full.db hvk-partner add -q --slug alles --name 'Fictief Alles' --everywhere
	for pillar in gezondheidszorg opvoedingsondersteuning ontmoeting; do
		HVK_DB=full.db hvk-partner offer add -q --partner alles --name $pillar --level basis --pillar $pillar
	done
	HVK_DB=full.db ends 0 hvk-report coverage -e -f md
	has "$out" 'Elke gemeente heeft basisaanbod in de drie pijlers.'
}

@test "white spots are status 1 when asked" {
	ends 0 hvk-report gaps
	ends 1 hvk-report gaps --fail
	ends 0 hvk-report gaps --fail --min-questions 1000
	ends 1 hvk-report gaps --fail -f md -o gaten.md
	has "$(cat gaten.md)" '## Witte vlekken'
}

@test "questions with and without an offer add up to all" {
	hvk-report gaps -p 2026 | awk -F, 'NR > 1 { n += $4 } END { print n }' >sum
	is "$(cat sum)" "$(hvk-register list --period 2026 -f csv | tail -n +2 | wc -l)"
}

@test "persons are counted, never named" {
	for verb in network coverage gaps referrals; do
		for format in table csv jsonl rec md excel tsv; do
			hvk-report $verb -f $format
			hvk-report $verb -f $format --labels
		done
	done >all
	has "$(cat all)" Personen
	is "$(grep -ciE 'voornaam|consulent voorbeeld|collega|vroeger' all)" 0
}

@test "every format is there, and another is refused" {
	refuses 2 "cannot be written as ids" hvk-report coverage -f ids
	for verb in network coverage gaps referrals; do
		does hvk-report $verb -o $verb.csv
		does hvk-report $verb
		is "$(cat $verb.csv)" "$out"
	done
}

@test "help fits eighty columns" {
	for verb in network coverage gaps referrals; do
		has "$(hvk-report --help)" "  $verb "
		does hvk-report $verb --help
		[ "$(wc -L <<<"$out")" -le 80 ]
	done
}

@test "what cannot be is refused, with the nearest that can" {
	refuses 2 "expected a date" hvk-report coverage --on gisteren
	refuses 2 "unknown dimension 'partners'; did you mean partner?" hvk-report referrals --by partners
	refuses 2 "given twice" hvk-report referrals --by theme,theme
	refuses 2 "expected out|in|all, found 'al'" hvk-report referrals --direction al
	refuses 2 "whole number" hvk-report gaps --min-questions veel
	refuses 4 "did you mean Torhout" hvk-report coverage -g Torhoet
	refuses 2 "unknown period" hvk-report gaps -p ooit
	HVK_DB=$PWD/none.db refuses 5 "none.db" hvk-report network
}

@test "an empty store says so" {
	export HVK_DB=$PWD/empty.db
	hvk-admin init -q
	does hvk-report coverage -f md
	has "$out" 'Geen gemeenten'
	is "$(hvk-report coverage)" gemeente,pillar,level,offers
	does hvk-report coverage -e
	for verb in network gaps referrals; do
		does hvk-report $verb -f md
		has "$out" Geen
		does hvk-report $verb
	done
	is "$(hvk-report coverage -g brugge | wc -l)" 7
}

@test "dimensions of referrals are completed, also behind a comma" {
	is "$(hvk-report --complete referrals --by partner,st)" partner,status
	has "$(hvk-report --complete referrals --by '')" theme-group
}

@test "every report is also a page that stands by itself" {
	for report in network coverage gaps referrals month 'table --by gemeente'; do
		# shellcheck disable=SC2086
		does hvk-report $report -o report.html --lang en
		has "$(sed 2q report.html)" '<html lang="en">'
		has "$(tail -n 1 report.html)" '</html>'
		is "$(grep -cE '<(script|link|img)|https?://' report.html)" 0
	done
	refuses 2 "coverage cannot be written as ids" hvk-report coverage -f ids
}

@test "a partner that ends changes no report on the days before" {
	cp "$HVK_DB" own.db
	export HVK_DB=$PWD/own.db
	hvk-report coverage --on 2026-06-01 -f csv >before
	hvk-report network --on 2026-06-01 -f csv | grep '^gemeente,' >>before
	hvk-partner list --stage active,agreed,contacted -f ids | hvk-partner end -q --on 2026-11-01 --ids-from -
	hvk-report coverage --on 2026-06-01 -f csv >after
	hvk-report network --on 2026-06-01 -f csv | grep '^gemeente,' >>after
	is "$(cat after)" "$(cat before)"
	does hvk-report network --on 2026-11-01 -f csv
	has "$out" "total,partners,Partners,count,0"
}
