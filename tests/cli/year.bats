# SPDX-License-Identifier: EUPL-1.2
# hvk-report year, and what it shares with month: periods and changes, a file for each gemeente, charts' sentences. What
# is expected is counted here from the listing, by awk.

load common

setup_file() {
	hvk_setup
	HVK_DB=$BATS_FILE_TMPDIR/years.db
	hvk-register import -q "$data/questions/vragen-2026.csv"
	# The year before: the same without every seventh.
	sed 's/^2026-/2025-/' "$data/questions/vragen-2026.csv" | awk 'NR == 1 || NR % 7' >"$BATS_FILE_TMPDIR/2025.csv"
	hvk-register import -q "$BATS_FILE_TMPDIR/2025.csv"
	hvk-admin regions import -q "$data/demo/regio-brugge.csv"
	hvk-register list -f csv -c month,gemeente,theme,answer,contact >"$BATS_FILE_TMPDIR/list.csv"
}

setup() {
	hvk_setup
	export HVK_DB=$BATS_FILE_TMPDIR/years.db HVK_TODAY=2026-11-15
	list=$BATS_FILE_TMPDIR/list.csv
}

year() {
	hvk-report year "$@"
}

# asked FIRST LAST [COLUMN VALUE]: how many questions the listing has in those months, of those with that value
asked() {
	awk -F, -v first="$1" -v last="$2" -v column="${3:-0}" -v value="${4:-}" \
		'NR > 1 && $1 >= first && $1 <= last && (!column || $column == value) { n++ } END { print n + 0 }' "$list"
}

# fact SECTION KEY MEASURE PERIOD: its value among the facts in the file found
fact() {
	awk -F, -v section="$1" -v key="$2" -v measure="$3" -v period="$4" \
		'$1 == section && $2 == key && $(NF - 2) == measure && $(NF - 1) == period { print $NF; n++ } END { exit n != 1 }' found
}

# row FILE HEADING NAME: the cells of that row of the table under a heading of a Markdown page, between blanks
row() {
	awk -v heading="## $2" -v name="$3" '/^#/ { on = $0 == heading }
		on && index($0, "| " name " |") == 1 { gsub(/^\| | \|$/, ""); gsub(/ \| /, ";"); print }' "$1"
}

# ---- figures

@test "the figures of a calendar year are those of the listing" {
	year --year 2026 -f csv >found
	is "$(head -1 found)" section,key,label,measure,period,value
	is "$(fact total total questions 2026-01..2026-10)" "$(asked 2026-01 2026-10)"
	is "$(fact total total questions 2025-01..2025-10)" "$(asked 2025-01 2025-10)"
	is "$(fact total total contacts 2026-01..2026-10)" "$(asked 2026-01 2026-10 5 new)"
	for month in 2025-01 2025-10 2026-03 2026-10; do
		is "$(fact total total questions $month)" "$(asked $month $month)"
		is "$(fact gemeente 31022 questions $month)" "$(asked $month $month 2 31022)"
		is "$(fact theme slapen.inslapen questions $month)" "$(asked $month $month 3 slapen.inslapen)"
	done
	is "$(fact theme slapen.inslapen questions 2026-01..2026-10)" "$(asked 2026-01 2026-10 3 slapen.inslapen)"
	is "$(fact answer adviesgesprek mentions 2026-01..2026-10)" \
		"$(awk -F, '$1 ~ /^2026/ && ("+" $4 "+") ~ /\+adviesgesprek\+/ { n++ } END { print n + 0 }' "$list")"
}

@test "months sum to the year, members to the total" {
	year -f csv >found
	awk -F, 'NR > 1 { key = $1 FS $2 FS $(NF - 2); year = substr($(NF - 1), 1, 4); seen[key FS year] = 1
		if ($(NF - 1) ~ /\.\./) sum[key FS year] -= $NF; else sum[key FS year] += $NF }
		END { for (key in seen) { n++; if (sum[key]) { print key, sum[key]; bad = 1 } } exit bad || n < 100 }' found
	for section in gemeente theme-group theme channel asker-group age; do
		is "$(awk -F, -v section=$section '$1 == section && $(NF - 1) == "2026-01..2026-10" { n += $NF } END { print n }' found)" 640
		is "$(awk -F, -v section=$section '$1 == section && $(NF - 1) == "2025-04" { n += $NF } END { print n }' found)" \
			"$(asked 2025-04 2025-04)"
	done
}

@test "a page: months side by side, then the years and the change" {
	year -f md >found.md
	is "$(head -1 found.md)" "# Vragen van gezinnen in 2026 tot en met oktober"
	is "$(sed -n 3p found.md)" "INTERN: exacte aantallen, ook kleine. Niet om zo te publiceren."
	has "$(cat found.md)" "Vergeleken met dezelfde maanden van 2025."
	local cells="" total=0 before month n
	for month in 01 02 03 04 05 06 07 08 09 10; do
		n=$(asked 2026-$month 2026-$month 2 31005)
		cells+=";$n"
		total=$((total + n))
	done
	before=$(asked 2025-01 2025-10 2 31005)
	is "$(row found.md "Per gemeente" Brugge | sed 's/;[^;]*$//')" "Brugge$cells;$total;$before;+$((total - before))"
	is "$(row found.md "Per maand" mei)" "mei;$(asked 2026-05 2026-05);$(asked 2025-05 2025-05);+12"
	is "$(row found.md "Per maand" Totaal)" "Totaal;640;$(asked 2025-01 2025-10);+91"
	is "$(row found.md Kerncijfers Vragen)" "Vragen;640;549;+91"
	# The estimate: all children of Brugge are behind it.
	is "$(row found.md "Per gemeente" Brugge | sed 's/.*;//')" \
		"$(hvk-report table --by gemeente --measure per-1000 -g Brugge --period 2026 -f csv | tail -1 | cut -d, -f2 | tr . ,)"
}

@test "the themes most asked about, the places they had, what came and what went" {
	year -f md >found.md
	top_of() {
		awk -F, -v year="$1" 'substr($1, 1, 4) == year && $1 <= year "-10" { n[$3]++ } END { for (k in n) print n[k] "," k }' "$list" |
			sort -t, -k1,1nr -k2 | head -15
	}
	is "$(awk '/^#/ { on = /Meest gevraagde/ } on && /^\| [A-Z]/ { gsub(/^\| | \|$/, ""); split($0, c, " [|] "); print c[2] }' found.md)" \
		"$(top_of 2026 | cut -d, -f1)"
	has "$(cat found.md)" "Nieuw in de top 15: Angsten ("
	has "$(cat found.md)" "Verdwenen uit de top 15: Wennen ("
	year -f md --lang en >english.md
	has "$(head -1 english.md)" "Questions of families in 2026 up to October"
	has "$(cat english.md)" "New in the top 15: "
	is "$(row found.md "Meest gevraagde thema's" Angsten | cut -d ';' -f 6)" 16
	is "$(row found.md "Meest gevraagde thema's" Driftbuien | cut -d ';' -f 6)" 3
	# Of a first year all themes are new: nothing is said of it.
	year --year 2025 -f md >first.md
	[ "$(grep -c "in de top" first.md)" = 0 ]
}

@test "a school year goes from September to August" {
	year --schoolyear 2025-2026 -f csv >found
	is "$(fact total total questions 2025-2026)" "$(asked 2025-09 2026-08)"
	is "$(fact total total questions 2024-2025)" "$(asked 2024-09 2025-08)"
	is "$(fact gemeente 31022 questions 2025-2026)" "$(asked 2025-09 2026-08 2 31022)"
	is "$(awk -F, '$1 == "total" && $4 == "questions" && $5 ~ /^....-..$/ { print $5 }' found | sed -n '1p;12p;13p;24p')" \
		$'2025-09\n2026-08\n2024-09\n2025-08'
	year --schoolyear sj2025 -f csv | diff found -
	year --schoolyear last-schoolyear -f csv | diff found -
	year --schoolyear 2025-2026 -f md >found.md
	is "$(head -1 found.md)" "# Vragen van gezinnen in schooljaar 2025-2026"
	[ "$(grep -c Vergeleken found.md)" = 0 ]
	is "$(row found.md "Per maand" sep)" "sep;$(asked 2025-09 2025-09);0;+$(asked 2025-09 2025-09)"
	# One that is not yet over: two months, beside the same two.
	does year --schoolyear 2026-2027 -f md
	has "$out" "# Vragen van gezinnen in schooljaar 2026-2027 tot en met oktober"
	has "$out" "Vergeleken met dezelfde maanden van 2025-2026."
	has "$out" "| Vragen | $(asked 2026-09 2026-10) | $(asked 2025-09 2025-10) | +18 |"
}

@test "a year that is over, the year of last month, and those that have not begun" {
	does year --year 2025 -f md
	has "$out" "# Vragen van gezinnen in 2025"$'\n'
	has "$out" "| Vragen | $(asked 2025-01 2025-12) | 0 | +$(asked 2025-01 2025-12) |"
	does year --today 2027-01-05 -f md
	has "$out" "# Vragen van gezinnen in 2026"$'\n'
	does year --today 2026-02-01 -f csv
	has "$out" "total,total,Totaal,questions,2026-01..2026-01,$(asked 2026-01 2026-01)"
	has "$out" "total,total,Totaal,questions,2026-01,$(asked 2026-01 2026-01)"
	does year --lang en --schoolyear 2025-2026 -f md
	has "$out" "# Questions of families in school year 2025-2026"
	has "$out" "INTERNAL: exact counts"
	has "$out" "| Sep | Oct |"
}

@test "filters count what they let through, and are told" {
	year -g Oostkamp -f csv >found
	is "$(fact total total questions 2026-01..2026-10)" "$(asked 2026-01 2026-10 2 31022)"
	year --region regio-brugge --desk loket-oostcampus -f md >found.md
	has "$(cat found.md)" "Alleen: regio regio-brugge, balie loket-oostcampus."
	is "$(row found.md Kerncijfers Vragen | cut -d ';' -f 2)" "$(hvk-register list --desk loket-oostcampus -p 2026 -f ids | wc -l)"
}

@test "what cannot be is refused" {
	refuses 2 "--year takes a calendar year such as 2026; '2025-2026' is 2025-09 to 2026-08" year --year 2025-2026
	refuses 2 "--schoolyear takes a school year such as 2025-2026; '2025' is" year --schoolyear 2025
	refuses 2 "--year takes a calendar year" year --year 2026-10
	refuses 2 "--year takes a calendar year" year --year 2025..2026
	refuses 2 "exclude each other" year --year 2026 --schoolyear 2025-2026
	refuses 2 "no month is over yet" year --year 2027
	refuses 2 "no year before" year --year 1970
	refuses 2 "no year before" year --schoolyear 1970-1971
	refuses 2 "gemeente" year --split desk -o files
	refuses 2 "several files need a folder" year --split gemeente
	refuses 2 "cannot be written as ids" year --split gemeente -o files -f ids
	refuses 4 "Gend" year -g Gend
	refuses 5 "no such store" year -d none.db
	refuses 5 "no such store" year -d none.db --split gemeente -o files
	[ ! -e files ]
	refuses 2 "expected questions|per-1000, found 'children'" year --map children
}

@test "no questions: no charts, and it says so" {
	does year --year 2024 -o empty.html
	has "$(cat empty.html)" "Geen vragen geregistreerd in 2024."
	[ "$(grep -c "<svg" empty.html)" = 0 ]
	does year --year 2024 -f md
	has "$out" "| Vragen | 0 | 0 | = |"
	does year -g Gent -f csv
	has "$out" "gemeente,44021,Gent,questions,2026-01..2026-10,0"
	does hvk-report month --month 2024-02 -o empty.html
	[ "$(grep -c "<svg" empty.html)" = 0 ]
}

# ---- a file for each gemeente

@test "--split gemeente: a file for each gemeente of the region, and one for all" {
	does year --region regio-brugge --split gemeente -o files
	is "$out$err" ""
	is "$(ls -A files)" "$(printf '%s.html\n' beernem blankenberge brugge index jabbeke knokke-heist oostkamp torhout zedelgem)"
	has "$(cat files/oostkamp.html)" "<h1"
	has "$(grep "<h1" files/oostkamp.html)" "in 2026 tot en met oktober: Oostkamp"
	[ "$(grep -c Jabbeke files/oostkamp.html)" = 0 ]
	# What it is restricted to: on the page of one gemeente that, not how it was chosen or that there are others.
	has "$(cat files/oostkamp.html)" "<p>Alleen: gemeente Oostkamp.</p>"
	has "$(cat files/index.html)" "<p>Alleen: regio regio-brugge.</p>"
	# The file of all is the report; that of one the report of that one.
	year --region regio-brugge -f html | cmp - files/index.html
	year --region regio-brugge --split gemeente -o facts -f csv
	year -g Oostkamp -f csv >found
	is "$(fact total total questions 2026-07)" "$(asked 2026-07 2026-07 2 31022)"
	diff <(grep -v ',0$' found) <(grep -v ',0$' facts/oostkamp.csv)
	is "$(find facts -type f | wc -l)" 9
	is "$(awk -F, 'FNR > 1 && $1 == "total" && $4 == "questions" && $5 == "2026-01..2026-10" { n += $NF } END { print n }' facts/[!i]*.csv)" \
		"$(awk -F, '$1 == "total" && $4 == "questions" && $5 == "2026-01..2026-10" { print $NF }' facts/index.csv)"
}

@test "the same again is the same, and keeps its date" {
	does year --split gemeente -o files
	touch -d 2020-01-01 files/*
	does year --split gemeente -o files --if-changed
	is "$(find files -newermt 2021-01-01)" files
	cp -r files before
	does year --split gemeente -o files --today 2026-11-20
	diff -r before files
	touch -d 2020-01-01 files/*
	cp "$HVK_DB" more.db
	hvk-register add -q -d more.db --month 2026-10 --gemeente Oostkamp --desk loket-oostcampus --channel telefoon \
		--asker moeder --age 3-5 --theme slapen.inslapen --answer info
	does year --split gemeente -o files --if-changed -d more.db
	is "$(cd files && find . -name '*.html' -newermt 2021-01-01 | sort)" $'./index.html\n./oostkamp.html'
}

@test "names of files are small letters of ASCII, and each is of one gemeente" {
	printf '%s\n' month,gemeente,theme 2026-01,Genepiën,slapen 2025-12,Gent,slapen 2024-11,Hasselt,slapen \
		2025-03,Hasselt,slapen 2024-11,Kortessem,slapen >names.csv
	hvk-register import -q -d names.db names.csv
	does year -d names.db --split gemeente -o files
	is "$(ls files)" $'genepien.html\ngent.html\nhasselt.html\nindex.html'
	# On the day before the merger there are two of the name: the gemeente, and what it became later.
	does year -d names.db --year 2025 --geography 2024-12-31 --split gemeente -o merged -f md
	is "$(ls merged)" "$(printf '%s.md\n' gent hasselt-71072-latere-fusie hasselt index kortessem)"
	has "$(head -1 merged/hasselt.md)" ": Hasselt"
	# Every gemeente there is.
	awk -F, 'NR == 1 { print "month,gemeente,theme"; next } $12 == "" { print "2026-01," $1 ",slapen" }' \
		"$top/lib/reference/data/gemeenten.csv" >all.csv
	hvk-register import -q -d all.db all.csv
	does year -d all.db --split gemeente -o all -f md
	is "$(LC_ALL=C find all -type f -regex 'all/[a-z0-9-]*\.md' | wc -l)" "$(wc -l <all.csv)"
}

@test "a folder that cannot be, a file that cannot be written" {
	: >occupied
	refuses 7 "occupied" year --split gemeente -o occupied
	mkdir -p files/index.html
	refuses 7 "index.html" year --split gemeente -o files
	[ -f files/oostkamp.html ]
}

# ---- referrals

@test "referrals of the year: what became of them, and the partners" {
	cp "$HVK_DB" referred.db
	export HVK_DB=$BATS_TEST_TMPDIR/referred.db
	year -f csv >found
	[ "$(grep -c "made" found)" = 0 ]
	hvk-partner add -q --slug winkel --name '<script>alert(1)</script>' --gemeente Brugge,Oostkamp --stage active
	for gemeente in Brugge Brugge Oostkamp; do
		hvk-refer record -q --partner winkel --theme slapen --gemeente $gemeente --month 2026-05
	done
	hvk-refer record -q --partner winkel --theme slapen --gemeente Brugge --month 2025-05
	year -f csv >found
	is "$(fact total total made 2026-01..2026-10)" 3
	is "$(fact partner winkel made 2026-01..2026-10)" 3
	does year -o page.html
	has "$(cat page.html)" "&lt;script&gt;alert(1)&lt;/script&gt;"
	[ "$(grep -c '<script>' page.html)" = 0 ]
	does year --split gemeente -o facts -f csv
	grep -h '^total,total,.*,made,' facts/brugge.csv facts/oostkamp.csv | cut -d, -f6 >made
	is "$(cat made)" $'2\n1'
	[ "$(grep -c ',made,' facts/torhout.csv)" = 0 ]
}

# ---- what stands in pages

@test "labels and names of one's own stay text" {
	cp "$HVK_DB" odd.db
	export HVK_DB=$BATS_TEST_TMPDIR/odd.db
	printf '%s\n' list,code,label_nl,label_en 'theme,slapen.inslapen,<script>alert("a")</script>,<b>b</b>' >codes.csv
	hvk-admin codes import -q codes.csv
	for verb in month year; do
		does hvk-report $verb -o page.html
		has "$(cat page.html)" "&lt;script&gt;"
		[ "$(grep -c "<script>alert" page.html)" = 0 ]
		does hvk-report $verb -o page.html --lang en
		[ "$(grep -c "<b>b" page.html)" = 0 ]
	done
}

@test "charts are told about in a sentence, with the numbers of the table" {
	for verb in month year; do
		does hvk-report $verb -o page.html
		has "$(cat page.html)" "<svg"
	done
	has "$(cat page.html)" "jan-okt 2026: meest Brugge (227), minst Jabbeke (32)."
	does hvk-report month -o page.html
	has "$(cat page.html)" "okt 2026: meest Brugge (25), minst Jabbeke (2)."
	does hvk-report month -o page.html --map per-1000
	has "$(cat page.html)" "okt 2026: meest Knokke-Heist (2,67), minst Zedelgem (0,68)."
	does hvk-report month -o page.html --map per-1000 --lang en
	has "$(cat page.html)" "Oct 2026: most Knokke-Heist (2.67), least Zedelgem (0.68)."
}
