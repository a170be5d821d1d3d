# SPDX-License-Identifier: EUPL-1.2
# hvk-report: tables over a store and over CSV, the report of a month, and what is refused.
# HVK_GOLDEN=write bats tests/cli/report.bats writes the golden files anew; look at what changed.

load common

setup_file() {
	hvk_setup
	HVK_DB=$BATS_FILE_TMPDIR/year.db
	hvk-register import -q "$data/questions/vragen-2026.csv"
	# The year before: the same without every seventh.
	sed 's/^2026-/2025-/' "$data/questions/vragen-2026.csv" | awk 'NR == 1 || NR % 7' >"$BATS_FILE_TMPDIR/2025.csv"
	hvk-register import -q "$BATS_FILE_TMPDIR/2025.csv"
	printf '%s\n' month,gemeente,theme 2023-05,Borsbeek,slapen 2023-05,Antwerpen,slapen 2024-11,Hasselt,gedrag 2024-11,Kortessem,gedrag \
		2025-03,Hasselt,gedrag 2025-03,Antwerpen,andere >"$BATS_FILE_TMPDIR/mergers.csv"
}

setup() {
	hvk_setup
	export HVK_DB=$BATS_FILE_TMPDIR/year.db HVK_TODAY=2026-11-15
	questions=$data/questions/vragen-2026.csv
	mergers=$BATS_FILE_TMPDIR/mergers.csv
}

table() {
	hvk-report table "$@"
}

# ---- the command line

@test "help" {
	for verb in table month year; do
		has "$(hvk-report --help)" "  $verb "
		does hvk-report $verb --help
		[ "$(wc -L <<<"$out")" -le 80 ]
	done
	refuses 2 "unknown verb 'mont'; did you mean month?" hvk-report mont
	refuses 2 "unknown verb 'yaer'; did you mean year?" hvk-report yaer
}

@test "what cannot be is refused, with the nearest that can" {
	refuses 2 "name the dimensions" table
	refuses 2 "unknown dimension 'gemeent'; did you mean gemeente?" table --by gemeent
	refuses 2 "expected one of" table --by qqqqqqqq
	refuses 2 "given twice" table --by theme,theme
	refuses 2 "missing after the last comma" table --by theme,
	refuses 2 "at most 6" table --by month,gemeente,desk,channel,asker,age --across theme
	refuses 2 "unknown dimension 'them'; did you mean theme?" table --by gemeente --across them
	refuses 2 "--across takes one dimension" table --by gemeente --across month,theme
	refuses 2 "unknown measure 'question'; did you mean questions?" table --by theme --measure question
	refuses 2 "given twice" table --by theme --measure share,share
	refuses 2 "needs a measure" table --by theme --measure ''
	refuses 2 "per-1000 needs exactly one" table --by theme --measure per-1000
	refuses 2 "found 2" table --by gemeente,province --measure per-1000
	refuses 2 "13" table --by theme --period 2026-13
	refuses 2 "" table --by theme --geography 2026-02-30
	refuses 2 "needs --across" table --by theme --layout wide
	refuses 2 "wide table" table --by theme --across month --bars -f table
	refuses 2 "above 0" table --by theme --top 0
	refuses 2 "" table --by theme -f ids
	refuses 4 "Gend" table --by theme --gemeente Gend
}

@test "too large a table is refused unless only what occurs is asked for" {
	refuses 2 "only for those that occur" table --by month,gemeente,theme,asker,age,channel
	does table --by month,gemeente,theme,asker,age,channel --nonzero
	is "$(awk -F, 'NR > 1 { s += $NF } END { print s }' <<<"$out")" "$(reg list -f ids | wc -l)"
	codes() {
		awk -F, -v list="$1" '$1 == list { print $2 }' "$top/lib/reference/data/codes.csv"
	}
	paste -d, <(codes asker) <(codes theme | head -19) <(codes age; codes age) <(codes channel; codes channel) |
		awk -F, 'BEGIN { print "month,gemeente,desk,asker,theme,age,channel" }
			$1 != "" { printf "20%02d-01,8000,balie-%d,%s,%s,%s,%s\n", NR, NR, $1, $2, $3, $4 }' >in.csv
	refuses 2 "too many combinations for totals" table --by month,desk,theme,asker,age,channel --nonzero --totals in.csv
	does table --by month,desk,theme,asker,age,channel --nonzero in.csv
	is "$(wc -l <<<"$out")" "$(wc -l <in.csv)"
}

# ---- tables

@test "a small table in every format" {
	for format in table csv tsv jsonl rec md excel; do
		golden report/"theme-group.$format" table --by theme-group --measure questions,contacts,share --totals \
			--month 2026-10 --gemeente Oostkamp -f $format
	done
	golden report/theme-group-en.table table --by theme-group --totals --month 2026-10 --gemeente Oostkamp -f table \
		--lang en
}

@test "across: columns for people, rows for machines" {
	golden report/across.table table --by gemeente --across channel --totals --period 2026-Q3 -f table
	golden report/across.csv table --by gemeente --across channel --totals --period 2026-Q3 -f csv
	golden report/across-wide.csv table --by gemeente --across channel --totals --period 2026-Q3 -f csv --layout wide
	golden report/across.excel table --by gemeente --across quarter --measure questions,share --period 2026 -f excel
	golden report/across.md table --by gemeente --across quarter --measure questions,per-1000 --period 2026 -f md
}

@test "top, bars and what is left out" {
	golden report/top.table table --by theme --top 8 --bars --totals --period 2026 -f table
	does table --by theme --top 2 --period 2026
	is "$(head -1 <<<"$out")" theme,questions
	is "$(wc -l <<<"$out")" 3
	has "$err" "smaller rows, not shown"
	does table --by theme --top 2 --period 2026 -q
	is "$err" ""
	# Equal ones stay in the order of the list.
	does table --by severity --top 3 --period 2026 -q
	is "$out" $'severity,questions\nnot-recorded,640\nalledaags,0\nspanning,0'
}

@test "the store and its listing give the same table, whatever is asked" {
	for arguments in "--by gemeente,theme" "--by month --across channel" "--by answer,age --measure questions,contacts,share" \
		"--by desk --totals" "--by asker-group,kind --nonzero" "--by schoolyear,province" "--by gemeente --measure per-1000"; do
		# shellcheck disable=SC2086
		is "$(reg list -f csv | table $arguments -f csv -)" "$(table $arguments -f csv)"
	done
	is "$(reg list --month 2026-10 -f csv | table --by gemeente,theme -f csv --month 2026-10 -)" \
		"$(table --by gemeente,theme -f csv --month 2026-10)"
	is "$(reg list -c all,-id -f csv | table --by gemeente --theme slapen,gedrag -f csv -)" \
		"$(table --by gemeente --theme slapen,gedrag -f csv)"
}

@test "files of others are counted as they are, several at once, without a store" {
	unset HVK_DB
	does table --by gemeente "$data/questions/vragen-2026-excel-utf16.txt" "$data/questions/vragen-2026-excel-sep.csv"
	has "$out" "31022,230"
	does table --by gemeente "$questions"
	has "$out" "31022,115"
	refuses 5 "no such store" table --by gemeente
	refuses 4 "nowhere.csv" table --by gemeente nowhere.csv
	refuses 3 "" table --by gemeente "$BATS_TEST_TMPDIR"
}

@test "a refused row refuses the table" {
	printf '%s\n' month,gemeente,theme 2026-01,Gent,slapen 2026-13,Gent,slapen 2026-01,Gend,slapen >in.csv
	refuses 3 "in.csv:3" table --by gemeente in.csv
	has "$err" "in.csv:4"
	has "$err" "did you mean Gent"
	printf '%s\n' month,gemeente,theme,opmerking >in.csv
	refuses 3 "opmerking" table --by gemeente in.csv
	does table --by gemeente --ignore-columns opmerking in.csv
	is "$out" gemeente,questions
}

@test "a question with several answers counts once for each: mentions" {
	printf '%s\n' month,gemeente,theme,answer 2026-01,Gent,slapen,info+folder 2026-01,Gent,slapen,info 2026-01,Gent,slapen, >in.csv
	does table --by answer --nonzero --totals in.csv
	is "$out" $'answer,mentions\ninfo,2\nfolder,1\nnot-recorded,1\ntotal,4'
	does table --by gemeente in.csv
	is "$out" $'gemeente,questions\n44021,3'
	does table --by answer --measure contacts --nonzero -f table --lang en in.csv
	has "$out" "Mentions: a question counts once for every answer"
	has "$out" "mentions (contacts)"
}

@test "contacts are the questions that open a conversation" {
	printf '%s\n' month,gemeente,theme,contact 2026-01,Gent,slapen,new 2026-01,Gent,slapen,same 2026-01,Gent,slapen, >in.csv
	does table --by gemeente --measure contacts,questions in.csv
	is "$out" $'gemeente,contacts,questions\n44021,2,3'
}

@test "unknown and not recorded are two" {
	printf '%s\n' month,gemeente,theme,channel 2026-01,Gent,slapen,onbekend 2026-01,Gent,slapen, 2026-01,Gent,slapen, >in.csv
	does table --by channel --nonzero in.csv
	is "$out" $'channel,questions\nonbekend,1\nnot-recorded,2'
	does table --by channel --nonzero -f table in.csv
	has "$out" "Niet geregistreerd"
}

@test "the geography of any day" {
	does table --by gemeente "$mergers"
	is "$out" $'gemeente,questions\n11002,3\n71072,3'
	does table --by gemeente --geography 2024-12-31 "$mergers"
	is "$out" $'gemeente,questions\n11002,1\n11002@2025-01-01,1\n11007,1\n71022,1\n71072,1\n73040,1'
	does table --by gemeente --geography 2024-12-31 -f table "$mergers"
	has "$out" "Hasselt (71072, latere fusie)"
	does table --by gemeente --gemeente Hasselt "$mergers"
	is "$out" $'gemeente,questions\n71072,3'
}

@test "zero is a figure: every gemeente and code that was asked for" {
	does table --by gemeente,theme --gemeente Gent,Brugge --theme slapen --period 2026-10
	is "$(wc -l <<<"$out")" 11
	has "$out" "44021,slapen.nachtmerries,0"
	does table --by month --period 2020-01..2020-03
	is "$out" $'month,questions\n2020-01,0\n2020-02,0\n2020-03,0'
	does table --by month --period 2020-01..2020-03 --nonzero
	is "$out" month,questions
	does table --by month --measure share --period 2020-01
	is "$out" $'month,share\n2020-01,'
}

@test "regions may overlap; their total counts every question once" {
	cp "$HVK_DB" regions.db
	printf '%s\n' region,gemeente noord,Brugge noord,Blankenberge kust,Blankenberge kust,Knokke-Heist kust,Oostende >regions.csv
	hvk-admin regions -d regions.db import regions.csv || hvk-admin regions import -d regions.db regions.csv
	does table -d regions.db --by region --totals --period 2026
	is "$out" $'region,questions\nkust,101\nnoord,281\nno-region,312\ntotal,640'
	does table -d regions.db --by gemeente --period 2026-01 --region kust
	is "$out" $'gemeente,questions\n31004,1\n31043,6\n35013,0'
}

@test "per 1000 children says that it is an estimate, and nothing where nobody counted" {
	does table --by gemeente --gemeente Oostkamp --period 2026 --measure per-1000
	is "$(head -1 <<<"$out")" gemeente,per-1000-estimate
	does table --by gemeente --measure per-1000 --geography 2024-12-31 "$mergers"
	has "$out" $'11007,\n'
	does table --by gemeente --measure per-1000 -f table --lang en --period 2026
	has "$out" "estimate of 2026"
}

@test "combinations that cannot be are no rows" {
	does table --by province,gemeente "$mergers"
	is "$out" $'province,gemeente,questions\n10000,11002,3\n70000,71072,3'
}

# ---- the month

@test "the report of a month, as a page" {
	golden report/month.table hvk-report month -f table
	golden report/month.md hvk-report month --month 2026-10 -f md --gemeente Oostkamp,Brugge --lang en
	has "$(head -1 "$data/golden/report/month.table")" "oktober 2026"
	# Only labels of codes are wider than a terminal, and there they are cut.
	script -qec "stty cols 80; hvk-report month" /dev/null </dev/null >page || skip "no terminal to be had"
	sed 's/\x1b\[[0-9]*m//g' page | tr -d '\r' >plain
	[ "$(wc -L <plain)" -le 80 ]
}

@test "the report of a month, as facts" {
	golden report/month.csv hvk-report month -f csv
	does hvk-report month -f csv --labels
	has "$out" "gemeente,Oostkamp,Oostkamp,questions,2026-10,10"
	does hvk-report month -f excel
	has "$out" ";"
	does hvk-report month -f jsonl
	is "$(grep -c '"period":"2025-01..2025-10"' <<<"$out")" "$(grep -c '"period":"2026-10"' <<<"$out")"
	# Its figures are those of the tables.
	does hvk-report month -f csv --month 2026-05
	grep '^gemeente,.*,2026-05,' <<<"$out" | cut -d, -f2,6 >found
	table --by gemeente --month 2026-05 | tail -n +2 >wanted
	sed 's/^/x/' found | sort >found.sorted
	sed 's/^/x/' wanted | sort | diff - found.sorted
	grep '^answer,.*,2026-01..2026-05,' <<<"$out" | awk -F, '{ s += $NF } END { print s }' >found
	is "$(cat found)" "$(table --by year --across answer --totals --layout wide --period 2026-01..2026-05 | awk -F, 'END { print $NF }')"
}

@test "the month before today's is the last; one month only; an empty month says so" {
	does hvk-report month --today 2026-07-01 -f csv
	has "$out" "total,total,Totaal,questions,2026-06,80"
	does hvk-report month --month last --today 2026-01-31 -f csv
	has "$out" ",2025-12,"
	refuses 2 "one month" hvk-report month --month 2026
	refuses 2 "" hvk-report month --month 2026-1x
	refuses 2 "no year before" hvk-report month --month 1970-05
	refuses 2 "takes no operand" hvk-report month "$questions"
	refuses 5 "no such store" hvk-report month -d none.db
	does hvk-report month --month 2024-02 -f table
	has "$out" "Geen vragen geregistreerd in februari 2024."
	has "$out" "Vragen "
	does hvk-report month --gemeente Gent -f csv
	has "$out" "gemeente,44021,Gent,questions,2026-10,0"
}

# ---- output

@test "an output file appears whole or not at all" {
	does table --by gemeente -o table.md
	has "$(cat table.md)" "| Oostkamp |"
	refuses 2 "" table --by gemeent -o other.csv
	[ ! -e other.csv ]
}

@test "a folder or nothing is no name of a file" {
	refuses 7 "out/: " table --by gemeente -o out/ -g gent
	refuses 7 ": No such file" table --by gemeente -o ''
	mkdir out
	refuses 7 "out/: is a folder" table --by gemeente -o out/ vragen.csv
}

@test "a full disk and a closed pipe" {
	[ -e /dev/full ] || skip "no /dev/full"
	for format in csv table md jsonl; do
		status=0
		hvk-report table --by gemeente,theme -f $format >/dev/full 2>err || status=$?
		is "$status" 7
		has "$(cat err)" "No space left"
	done
	status=0
	hvk-report month -f table >/dev/full 2>err || status=$?
	is "$status" 7
	set +o pipefail
	hvk-report table --by month,gemeente,theme 2>err | head -1 >first
	is "$(cat first)" month,gemeente,theme,questions
	is "$(cat err)" ""
}

@test "a month that is not over says so; one that is yet to come is refused" {
	add --month 2026-11 -q
	does hvk-report month --month 2026-11 -f md
	has "$out" 'Deze maand is nog niet voorbij'
	does hvk-report month --month 2026-10 -f md
	[[ $out != *'niet voorbij'* ]]
	refuses 2 '--month: 2027-03 is yet to come' hvk-report month --month 2027-03
}
