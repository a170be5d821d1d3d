# SPDX-License-Identifier: EUPL-1.2
# Cases of hvk-report publish, as files show them: a table of which nothing can be published, nearly nothing and nearly
# everything, a gemeente that was merged beside its parts.

load common

setup() {
	hvk_setup
}

# registers MONTH GEMEENTE COUNT...: so many questions of each
registers() {
	local month=$1 i
	shift
	{
		echo month,gemeente,theme,channel
		while [ $# -gt 0 ]; do
			for ((i = 0; i < $2; i++)); do
				echo "$month,$1,slapen,telefoon"
			done
			shift 2
		done
	} >"questions-$month.csv"
	hvk-register import -q "questions-$month.csv"
}

ledger() {
	hvk-report publish list -f csv -c "${1:-number}" | tail -n +2
}

@test "where nothing can be published it says which cell, and what to try; nothing is written, nothing entered" {
	registers 2026-05 Gent 3
	refuses 3 '44021 Gent: counts by channel need the total of this row, which cannot be published; try --by' \
		hvk-report publish --by gemeente,channel --month 2026-05 -o public/
	refuses 3 'the total: counts by channel need the total of this row' \
		hvk-report publish --by channel --month 2026-05 -o public/
	refuses 3 'cannot be published' hvk-report publish --by gemeente,channel --month 2026-05 -f html -o page.html
	[ ! -e public ]
	[ ! -e page.html ]
	is "$(ledger)" ''
	# The month is not closed either: what comes now counts in it.
	add --month 2026-05 --channel telefoon
	add --month 2026-05 --channel telefoon
	does hvk-report publish --by channel --month 2026-05 -o public/
	is "$(tail -1 public/table.csv)" total,5,ok
	is "$(ledger number,late)" 1,0
}

@test "where all there is is small, none of it is shown" {
	registers 2026-05 Gent 2 Brugge 1
	does hvk-report publish --by gemeente --month 2026-05 --gemeente Gent,Brugge,Oostkamp -o public/
	is "$(grep -c ',[1-9][0-9]*,ok$' public/table.csv || true)" 0
	is "$(tail -1 public/table.csv)" total,,x
	does hvk-report publish verify 1
}

@test "where nearly all is large, it is the small one and another that are hidden" {
	registers 2026-05 Gent 2 Brugge 40 Oostkamp 50 Zedelgem 60
	does hvk-report publish --by gemeente --month 2026-05 --gemeente Gent,Brugge,Oostkamp,Zedelgem -o public/
	is "$(grep -c ',x$' public/table.csv)" 2
	has "$(cat public/table.csv)" 44021,,x
	is "$(tail -1 public/table.csv)" total,152,ok
	does hvk-report publish verify 1
}

@test "parts of a gemeente, then what they became: each as it was in its time, and nothing tells the small one" {
	registers 2024-12 Antwerpen 20 Borsbeek 2 Aartselaar 30
	registers 2025-01 Antwerpen 25 Aartselaar 30
	for period in 2024-12 2025-01 2024-12..2025-01; do
		does hvk-report publish --by gemeente --period $period -o $period/ \
			--gemeente Antwerpen,Borsbeek,Aartselaar
	done
	is "$(ledger geography)" "$(printf '%s\n' 2024-12-31 2025-01-31 2025-01-31)"
	is "$(cut -d, -f1 2024-12/table.csv | paste -sd,)" gemeente,11001,11002,11007,other,total
	is "$(cut -d, -f1 2024-12..2025-01/table.csv | paste -sd,)" gemeente,11001,11002,other,total
	has "$(cat 2024-12/table.csv)" 11007,,x
	# Of Antwerpen two of three would tell what Borsbeek had, if December's is one of them.
	is "$(grep -h ^11002 2024-12/table.csv 2025-01/table.csv 2024-12..2025-01/table.csv | grep -c ,x)" 1
	for number in 1 2 3; do
		does hvk-report publish verify $number
	done
}
