# SPDX-License-Identifier: EUPL-1.2
# hvk-report table beside earlier months and with sparklines, and hvk-report chart.

load common

setup_file() {
	hvk_setup
	HVK_DB=$BATS_FILE_TMPDIR/year.db
	hvk-register import -q "$data/questions/vragen-2026.csv"
	# The year before: the same without every seventh.
	sed 's/^2026-/2025-/' "$data/questions/vragen-2026.csv" | awk 'NR == 1 || NR % 7' >"$BATS_FILE_TMPDIR/2025.csv"
	hvk-register import -q "$BATS_FILE_TMPDIR/2025.csv"
	printf '%s\n' region,gemeente kust,Oostende kust,Blankenberge kust,Knokke-Heist >"$BATS_FILE_TMPDIR/regions.csv"
}

setup() {
	hvk_setup
	export HVK_DB=$BATS_FILE_TMPDIR/year.db HVK_TODAY=2026-11-15
}

table() {
	hvk-report table "$@"
}

chart() {
	hvk-report chart "$@"
}

# beside BY NOW BEFORE: what --compare has to give for questions, from two tables of their own. Rows in order of key.
beside() {
	table --by "$1" --period "$2" --totals >now.csv
	table --by "$1" --period "$3" --totals >before.csv
	awk -F, '{ n = $NF; key = substr($0, 1, length($0) - length(n)) }
		FNR == 1 { next }
		FILENAME == "now.csv" { now[key] = n; all[key] }
		FILENAME == "before.csv" { before[key] = n; all[key] }
		END { for (key in all) print key now[key] + 0 "," before[key] + 0 "," now[key] - before[key] }' now.csv before.csv | sort
}

compared() {
	table --by "$1" --period "$2" --compare "$3" --totals | tail -n +2 | sort
}

# ---- earlier months

@test "compared with a year before and with the months before, it is two tables joined" {
	does table --by gemeente --period 2026-10 --compare year
	is "$(head -1 <<<"$out")" gemeente,questions,questions_before,questions_change
	for by in gemeente theme answer province,channel desk,age; do
		is "$(compared $by 2026-10 year)" "$(beside $by 2026-10 2025-10)"
		is "$(compared $by 2026-Q3 prev)" "$(beside $by 2026-Q3 2026-Q2)"
	done
	# Across the new year, and years that overlap.
	is "$(compared theme-group 2026-01..2026-02 prev)" "$(beside theme-group 2026-01..2026-02 2025-11..2025-12)"
	is "$(compared kind 2025-03..2026-08 year)" "$(beside kind 2025-03..2026-08 2024-03..2025-08)"
}

@test "the months can be said in any way that bounds them on both sides" {
	does table --by kind --period 2026-09..2026-10 --compare prev
	wanted=$out
	is "$(table --by kind --since 2026-09 --until 2026-10 --compare prev)" "$wanted"
	is "$(table --by kind --period 2026 --since 2026-09 --until 2026-10 --compare prev)" "$wanted"
	is "$(table --by kind --month 2026-10 --compare prev)" "$(table --by kind --period last-month --compare prev)"
	for months in "" "--since 2026-09" "--until 2026-09" "--since 2026-09 --theme slapen"; do
		# shellcheck disable=SC2086
		refuses 2 "give --period, --month, or --since and --until" table --by kind --compare prev $months
	done
	refuses 2 "from --period, not from --where 'month>=2026-01'" table --by kind --compare prev -w 'month>=2026-01' -p 2026
	refuses 2 "takes one --month" table --by kind --compare prev -m 2026-09 -m 2026-10
	refuses 2 "no month is in all" table --by kind --compare prev -p 2026 --until 2025-10
	refuses 2 "months begin with 1970-01" table --by kind --compare year -p 1970-03
	refuses 2 "expected prev|year" table --by kind --compare last -p 2026
}

@test "time is paired by its place, also over the new year" {
	does table --by month --period 2026-01..2026-02 --compare prev
	is "$out" "month,questions,questions_before,questions_change
2026-01,$(table --by month -p 2026-01 | tail -1 | cut -d, -f2),$(table --by month -p 2025-11 | tail -1 | cut -d, -f2),63
2026-02,$(table --by month -p 2026-02 | tail -1 | cut -d, -f2),$(table --by month -p 2025-12 | tail -1 | cut -d, -f2),53"
	table --by month -p 2025 | tail -n +2 | cut -d, -f2 >wanted
	does table --by month -p 2026 --compare year
	is "$(tail -n +2 <<<"$out" | cut -d, -f3)" "$(cat wanted)"
	# A month without questions keeps its place; what is 0 in both is left out.
	does table --by month -p 2026 --compare year --nonzero
	is "$(tail -n +2 <<<"$out" | cut -d, -f3 | paste -sd+ | bc)" "$(paste -sd+ wanted | bc)"
	is "$(tail -1 <<<"$out" | cut -d, -f1)" 2026-10
	does table --by quarter -p 2026-04..2026-09 --compare prev
	is "$(tail -n +2 <<<"$out" | cut -d, -f1,3)" "2026-Q2,$(table --by quarter -p 2025-Q4 | tail -1 | cut -d, -f2)
2026-Q3,$(table --by quarter -p 2026-Q1 | tail -1 | cut -d, -f2)"
	refuses 2 "members of quarter side by side: it goes 2 months back, and they have 3" table --by quarter -p 2026-01..2026-02 --compare prev
	refuses 2 "members of schoolyear side by side" table --by kind,schoolyear -p 2026-Q1 --compare prev
	does table --by schoolyear -p 2026-Q1 --compare year
	has "$out" "2025-2026,$(table --by year -p 2026-Q1 | tail -1 | cut -d, -f2),"
}

@test "shares, contacts and numbers per 1000 are compared too" {
	does table --by kind -p 2026-10 --compare year --measure share,contacts
	table --by kind -p 2025-10 --measure share,contacts >before
	is "$(head -1 <<<"$out")" kind,share,share_before,share_change,contacts,contacts_before,contacts_change
	is "$(cut -d, -f1,3,6 <<<"$out" | tail -n +2)" "$(tail -n +2 before)"
	awk -F, 'NR > 1 && ($2 - $3 - $4 > 1e-5 || $4 - $2 + $3 > 1e-5) { exit 1 }' <<<"$out"
	does table --by gemeente -p 2026-10 --compare year --measure per-1000 --totals
	is "$(head -1 <<<"$out")" gemeente,per-1000-estimate,per-1000-estimate_before,per-1000-estimate_change
	is "$(cut -d, -f1,3 <<<"$out" | tail -n +2)" "$(table --by gemeente -p 2025-10 --measure per-1000 --totals | tail -n +2)"
}

@test "what occurs in one of both is shown, and has its children in both totals" {
	printf '%s\n' month,gemeente,theme 2026-02,Gent,slapen 2026-02,Brugge,slapen 2026-03,Gent,gedrag 2026-03,Oostende,gedrag 2026-03,Oostende,gedrag >in.csv
	unset HVK_DB
	does table --by gemeente -m 2026-03 --compare prev --totals in.csv
	is "$out" 'gemeente,questions,questions_before,questions_change
31005,0,1,-1
35013,2,0,2
44021,1,1,0
total,3,2,1'
	does table --by theme -m 2026-03 --compare prev --nonzero in.csv
	is "$out" $'theme,questions,questions_before,questions_change\nslapen,0,2,-2\ngedrag,3,0,3'
	does table --by gemeente -m 2026-03 --compare prev --totals --measure per-1000 in.csv
	# Three and two questions of the same children.
	awk -F, '$1 == "total" { found = 1; if ($2 / $3 < 1.4 || $2 / $3 > 1.6) exit 1 } END { exit !found }' <<<"$out"
	has "$out" ",0.00,"
	does table --by gemeente -m 2026-03 --compare prev --top 1 -q in.csv
	is "$(tail -1 <<<"$out")" 35013,2,0,2
	# A share of nothing is none.
	does table --by gemeente -m 2026-02 --compare prev --measure share in.csv
	is "$(tail -1 <<<"$out")" 44021,0.500000,,
	# A gemeente is in one province, whichever month it occurs in.
	printf '%s\n' 2026-02,Hasselt,slapen >>in.csv
	does table --by province,gemeente -m 2026-03 --compare prev in.csv
	is "$(wc -l <<<"$out")" 5
}

@test "CSV gives what the store gives" {
	hvk-register list -f csv >all.csv
	for arguments in "--by gemeente,theme-group --compare year -p 2026-Q2" "--by month --across kind --compare prev -p 2026-Q1" \
		"--by answer --compare prev -m 2026-10 --totals --measure contacts,share" "--by gemeente --spark -p 2026 -f table"; do
		# shellcheck disable=SC2086
		is "$(table $arguments - <all.csv)" "$(table $arguments)"
	done
}

@test "people read which months, and what changed in percent" {
	does table --by gemeente -m 2026-10 --compare year -f table -g Oostkamp,Brugge --totals --bars
	is "$out" 'INTERN: exacte aantallen, ook kleine. Niet om zo te publiceren.

Vragen per gemeente, vergeleken met okt 2025.

Alleen: maand 2026-10, gemeente Oostkamp,Brugge.

gemeente  okt 2026                       okt 2025  +/-  +/- %
────────  ────────                       ────────  ───  ─────
Brugge          25 ████████████████████        24    1    4,2
Oostkamp        10 ████████                     8    2   25,0
Totaal          35                             32    3    9,4'
	does table --by gemeente -p 2026-01..2026-10 --compare prev -f md --lang en --measure questions,share
	has "$out" "compared with Mar-Dec 2025."
	has "$out" "| questions Jan-Oct 2026 | questions Mar-Dec 2025 | questions +/- | questions +/- % | share (%) Jan-Oct 2026 |"
	has "$(table --by kind -p sj2025 --compare year -f table)" "2024-2025"
	has "$(table --by kind -p 2026 --compare year -f table)" "vergeleken met 2025."
	has "$(table --by kind -p 2026-Q1 --compare prev -f excel)" "vragen okt-dec 2025"
	has "$(table --by kind -p 2025-12..2026-01 --compare year -f excel)" "vragen dec 2024 - jan 2025"
	# Nothing is a percentage of 0.
	does table --by kind -m 2025-01 --compare year -f md
	has "$out" "|  |"
}

@test "side by side in columns there is no room for earlier months" {
	refuses 2 "add --layout tidy" table --by gemeente --across kind -p 2026 --compare year -f table
	does table --by gemeente --across kind -p 2026 --compare year -f table --layout tidy
	is "$(compared gemeente,kind 2026-Q1 year)" "$(beside gemeente,kind 2026-Q1 2025-Q1)"
	codes() {
		awk -F, -v list="$1" '$1 == list { print $2 }' "$top/lib/reference/data/codes.csv" | head -20
	}
	paste -d, <(codes asker) <(codes theme) <(codes age; codes age) <(codes channel; codes channel) <(seq 8000 10 8190) |
		awk -F, '$1 != "" && $4 != "" && $5 != 8190 { print "2026-03,8000,balie-" NR "," $1 "," $2 "," $3 "," $4 }' >rows
	{
		echo month,gemeente,desk,asker,theme,age,channel
		for postcode in 8000 9000 8400 2000 3500 3000; do sed "s/8000/$postcode/" rows; done
	} >in.csv
	refuses 2 "too many combinations" table --by gemeente,desk,theme,asker,age,channel -m 2026-03 --compare year --nonzero in.csv
}

# ---- sparklines

@test "a known series, drawn from 0 to its own largest" {
	{
		echo month,gemeente,theme
		for month in 1 2 3 4 5 6 7; do
			for _ in $(seq $month); do echo "2026-0$month,Gent,slapen"; done
		done
		echo 2025-12,Brugge,slapen
		echo 2026-03,Brugge,slapen
	} >in.csv
	unset HVK_DB
	for format in table md html; do
		does table --by gemeente --spark -p 2025-12..2026-08 -f $format in.csv
		grep -q "Gent.*▁▂▃▄▅▆▇█▁" <<<"$out"
		grep -q "Brugge.*█▁▁█▁▁▁▁▁" <<<"$out"
		has "$out" "dec 2025 - aug 2026"
	done
	does table --by gemeente --spark -p 2026 -f table --totals --nonzero --top 1 --bars -q in.csv
	grep -q "^Gent.*28 ████████████████████  ▂▃▄▅▆▇█▁▁▁▁▁$" <<<"$out"
	grep -q "^Totaal.*29  *▂▃▅▅▆▇█▁▁▁▁▁$" <<<"$out"
	has "$out" "jan-dec 2026"
	# Side by side in columns each row has one; compared, it is that of the months asked for.
	does table --by gemeente --across theme --spark -p 2026 -f table --nonzero in.csv
	grep -q "^Gent.*▂▃▄▅▆▇█▁▁▁▁▁$" <<<"$out"
	does table --by gemeente --spark -p 2026-06..2026-07 --compare prev -f table in.csv
	grep -q "^Gent .*▇█$" <<<"$out"
	grep -q "^Gent  *13  *9  *4  *44,4 " <<<"$out"
}

@test "what sparklines cannot draw is refused, and machines do without" {
	refuses 2 "--spark needs to know the months" table --by kind --spark -f table
	refuses 2 "at most 36 months, found 37" table --by kind --spark -f table -p 2023-12..2026-12
	does table --by kind --spark -f table -p 2024-01..2026-12
	refuses 2 "leave the time out of --by" table --by kind,month --spark -f table -p 2026
	refuses 2 "questions or contacts" table --by kind --measure share,questions --spark -f table -p 2026
	refuses 2 "leaves room for 5 dimensions" table --by theme,age,asker,channel,duration,gemeente --nonzero --spark -f table -p 2026
	is "$(table --by kind --spark -p 2026 -f csv)" "$(table --by kind -p 2026 -f csv)"
	is "$(table --by kind --spark -f jsonl)" "$(table --by kind -f jsonl)"
}

# ---- charts

# The text of the elements of a name in a picture: title, desc, text. Fails where it is no well-formed XML.
texts_of() {
	python3 -c 'import sys, xml.dom.minidom
for node in xml.dom.minidom.parse(sys.argv[1]).getElementsByTagName(sys.argv[2]):
	print("".join(child.data for child in node.childNodes if child.nodeType == child.TEXT_NODE).strip())' "$1" "$2"
}

@test "every type is a picture, and says what it shows and that it is internal" {
	does chart --type map --measure per-1000 --period 2026 -o kaart.svg
	is "$out$err" ""
	is "$(texts_of kaart.svg title | head -1)" "Vragen per 1000 kinderen (schatting) per gemeente, 2026 (intern)"
	has "$(texts_of kaart.svg desc)" "Meest: Oostkamp (25,61). Minst: Brugge (11,84). Kinderen van 0 tot 17 jaar: schatting"
	chart --by gemeente --period 2026-10 --lang en --channel telefoon >bar.svg
	is "$(texts_of bar.svg title | head -1)" "Questions by gemeente, Oct 2026, channel telefoon (internal)"
	chart --type line --period 2026 -o line.svg
	has "$(texts_of line.svg desc)" "Samen: 640. Meest: "
	chart --type line --across kind --measure contacts --period 2026 --nonzero -o lines.svg
	has "$(texts_of lines.svg title | head -1)" "Contacten per maand en soort vraag, 2026"
	chart --by gemeente --across channel --period 2026 -o stacked.svg
	has "$(texts_of stacked.svg desc)" "Meest: Brugge, Persoonlijk contact (aan huis van het kind, winkel, loket) (77)."
	chart --by theme-group --across age --type heat --period 2026 -o heat.svg
	texts_of heat.svg title >/dev/null
	chart --by theme --top 5 --period 2026 --title 'Over <wat> & waarom' -o top.svg -q
	is "$(texts_of top.svg title | head -1)" "Over <wat> & waarom (intern)"
	has "$(texts_of top.svg desc)" "Kleinere rijen, niet getoond: "
}

@test "the numbers below a chart are those of the table" {
	for arguments in "--by gemeente" "--by theme --top 4" "--by age --across kind --nonzero" "--by gemeente --measure per-1000"; do
		# shellcheck disable=SC2086
		chart $arguments --period 2026 -f md --lang en | grep '^|' >found
		# shellcheck disable=SC2086
		table $arguments --period 2026 -f md --lang en | grep '^|' >wanted
		diff wanted found || return 1
	done
	chart --by gemeente --period 2026 -f html --title Eigen >page.html
	has "$(cat page.html)" "<h1 id=\"h1\">Eigen</h1>"
	has "$(cat page.html)" "INTERN: exacte aantallen"
	table --by gemeente --period 2026 | tail -n +2 | cut -d, -f2 >wanted
	grep -o '<t[dh][^>]*>[^<]*</td>' page.html | sed -n 's/<td class="n">\([0-9]*\)<.*/\1/p' | diff wanted -
	chart --by gemeente --period 2026 -f table --type map >page.txt
	has "$(cat page.txt)" "Knokke-Heist      47"
}

@test "a table written as svg is the chart that suits it" {
	is "$(table --by gemeente --across channel --period 2026 -f svg)" "$(chart --by gemeente --across channel --period 2026)"
	is "$(table --by gemeente --period 2026 --totals --bars --spark -f svg)" "$(chart --by gemeente --period 2026)"
	is "$(table --by month --period 2026 -f svg)" "$(chart --type line --period 2026)"
	table --by gemeente --period 2026 -o bar.svg
	is "$(cat bar.svg)" "$(chart --by gemeente --period 2026)"
	refuses 2 "found --by 'gemeente,theme'" table --by gemeente,theme -f svg
	refuses 2 "one measure, found 2" table --by gemeente --measure questions,share -f svg
	refuses 2 "--compare cannot be drawn" table --by gemeente --compare year -p 2026 -f svg
	refuses 2 "which is one picture: see hvk-report chart" hvk-report month -f svg
	refuses 2 "see hvk-report chart" hvk-report month -o month.svg
	[ ! -e month.svg ]
}

@test "charts of CSV, of regions, and of the gemeenten of any day" {
	hvk-register list -f csv >all.csv
	is "$(chart --by kind --period 2026 all.csv)" "$(chart --by kind --period 2026)"
	is "$(chart --by kind --period 2026 - <all.csv)" "$(chart --by kind --period 2026)"
	cp "$HVK_DB" regions.db
	hvk-admin regions import -d regions.db "$BATS_FILE_TMPDIR/regions.csv"
	chart -d regions.db --type map --period 2026-01 --region kust -o kust.svg
	has "$(texts_of kust.svg title | head -1)" "Vragen per gemeente, jan 2026, regio kust (intern)"
	has "$(texts_of kust.svg title)" Oostende
	printf '%s\n' month,gemeente,theme 2024-11,Kortessem,gedrag 2025-03,Hasselt,gedrag >mergers.csv
	chart --type map --geography 2024-12-31 -f table mergers.csv >page
	has "$(cat page)" "Hasselt (71072, latere fusie)"
}

@test "what cannot be drawn is refused, with what can" {
	refuses 2 "a map shows gemeenten" chart --type map --by theme
	refuses 2 "a map shows gemeenten" chart --type map --across theme
	refuses 2 "needs a second dimension" chart --type stacked --by gemeente
	refuses 2 "needs a second dimension" chart --type heat --by gemeente
	refuses 2 "take --type stacked or heat" chart --type bar --by gemeente --across channel
	refuses 2 "a line goes through time" chart --type line --by gemeente
	refuses 2 "--top would break a line" chart --type line --top 3
	refuses 2 "as in --by gemeente" chart
	refuses 2 "one dimension in --by" chart --by gemeente,theme
	refuses 2 "one dimension in --by" chart --by ''
	refuses 2 "--across takes one dimension" chart --by gemeente --across theme,age
	refuses 2 "one measure, found 2" chart --by gemeente --measure questions,contacts
	refuses 2 "unknown dimension 'gemeent'; did you mean gemeente?" chart --by gemeent
	refuses 2 "per-1000 needs exactly one" chart --by theme --measure per-1000
	refuses 2 "expected bar|stacked|line|heat|map" chart --type pie --by gemeente
	refuses 2 "tells 16 colours apart, and theme has" chart --by gemeente --across theme
	refuses 2 "chart cannot be written as csv" chart --by gemeente -f csv
	refuses 2 "unknown option" chart --by gemeente --compare year
	refuses 4 "nothing to draw" chart --by gemeente --nonzero --period 2020
	does chart --by gemeente --nonzero --period 2020 -f table
	has "$out" "Geen."
	script -qec "hvk-report chart --by gemeente" /dev/null </dev/null >said || true
	has "$(cat said)" "a picture is for a file: --output FILE.svg"
}

@test "a line ends where the future begins; what is known of it is drawn" {
	export HVK_TODAY=2026-03-15
	hvk-register list -f csv -w 'month<=2026-03' >known.csv
	chart --type line --period 2026 -f md known.csv >page.md
	has "$(cat page.md)" "| mrt 2026 | $(table --by month -m 2026-03 known.csv | tail -n 1 | cut -d, -f2) |"
	has "$(cat page.md)" "| apr 2026 |  |"
	chart --type line --period 2026 known.csv >line.svg
	is "$(grep -c '^<g><title>' line.svg)" 3
	is "$(grep -c 'Minst: dec' line.svg)" 0
	# Zero is known of months that are over, and all is of those that have questions.
	is "$(chart --type line --period 2025-10..2025-12 known.csv | grep -c '^<g><title>')" 3
	is "$(chart --type line --period 2026 | grep -c '^<g><title>')" 10
	chart --type line --by quarter --period 2026 -f md known.csv >page.md
	has "$(cat page.md)" "| apr-jun 2026 |  |"
	# A table goes on saying zero.
	has "$(table --by month --period 2026 -f md known.csv)" "| apr 2026 | 0 |"
}

@test "a table that is a file by itself begins with its title" {
	table --by gemeente --compare year -m 2026-10 -o page.html
	has "$(cat page.html)" '<title>Vragen per gemeente, vergeleken met okt 2025</title>'
	has "$(cat page.html)" '<h1 id="h1">Vragen per gemeente, vergeleken met okt 2025</h1>'
	is "$(grep -c '<p>Vragen per' page.html)" 0
	table --by gemeente -o book.xlsx
	sheets=$(python3 -c 'import re, zipfile
print(re.findall(r"<sheet name=\"(.*?)\"", zipfile.ZipFile("book.xlsx").read("xl/workbook.xml").decode()))')
	is "$sheets" "['Vragen per gemeente', 'Gegevens']"
}

@test "the largest of many rows are those of all rows, equal ones in their order" {
	table --by month,gemeente,theme,age -p 2026 >all.csv
	[ "$(wc -l <all.csv)" -gt 20000 ]
	for top in 1 7 600; do
		does table --by month,gemeente,theme,age -p 2026 --top $top
		is "$out" "$(head -n 1 all.csv; tail -n +2 all.csv | sort -s -t, -k5,5nr | head -n $top)"
		has "$err" "smaller rows, not shown: $(($(wc -l <all.csv) - 1 - top))"
	done
}
