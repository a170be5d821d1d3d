# SPDX-License-Identifier: EUPL-1.2
# What everybody may see and what not: the word INTERN at the head of what is internal, the folder for everybody, and
# reports of published figures, looked at as somebody does who wants to know what was hidden.

load common

setup() {
	hvk_setup
	hvk-register import -q "$data/questions/vragen-2026.csv"
	hvk-partner import -q "$data/network/partners.csv"
	mkdir public
}

# ---- internal

# What verbs need besides; a new verb is tried as it is.
arguments() {
	case $1 in
	table | chart) echo --by gemeente ;;
	diff) echo --against before.csv now.csv ;;
	esac
}

# The first lines of a document that say anything.
head_of() {
	case $1 in
	*.xlsx) unzip -p "$1" xl/sharedStrings.xml | sed 's/<[^>]*>/\n/g' | grep -v '^$' | head -4 ;;
	*) sed 's/<style>.*//; s/<[^>]*>//g' "$1" | grep -v '^[=-]*$' | grep -v '^ *[:.@a-z].*[{}]' | head -4 ;;
	esac
}

@test "every report that is internal says so at its head, in both languages and every format with a head" {
	local verbs verb format extra
	hvk-report table --by gemeente --month 2026-09 -f csv >before.csv
	hvk-report table --by gemeente --month 2026-10 -f csv >now.csv
	verbs=$(hvk-report --dump-options | cut -f2 | grep -v ' ' | sort -u | grep -v -e '^$' -e '^publish' -e '^protect$')
	[ "$(wc -l <<<"$verbs")" -ge 10 ]
	for verb in $verbs; do
		read -ra extra <<<"$(arguments "$verb")"
		for format in table md html xlsx; do
			does hvk-report "$verb" "${extra[@]}" -f $format --lang nl -o found.$format
			has "$(head_of found.$format)" 'INTERN: exacte aantallen'
			does hvk-report "$verb" "${extra[@]}" -f $format --lang en -o found.$format
			has "$(head_of found.$format)" 'INTERNAL: exact counts'
		done
		does "$BATS_TEST_DIRNAME/terminal.py" -- hvk-report "$verb" "${extra[@]}" --lang nl --color never
		if [ "$verb" != chart ]; then
			has "$(head -6 <<<"$out")" 'INTERN: exacte aantallen'
		fi
	done
	does hvk-report chart --by gemeente --lang nl -f svg
	has "$out" '(intern)</text>'
}

# ---- the folder for everybody

@test "what is internal and is written under the folder for everybody is warned of, and written" {
	local where
	mkdir -p public/a/b elsewhere
	ln -s public/a short
	does hvk-admin settings public-folder="$PWD/public"
	for where in public/m.csv public/a/b/m.csv short/b/../m.csv "$PWD/elsewhere/../public/m.csv" ./public//m.csv; do
		does hvk-report month -o "$where"
		is "$err" "hvk-report: warning: $where: internal, but written to the folder for everybody, $PWD/public; --public has only what everybody may know"
		[ -s "$where" ]
	done
	(cd public/a && does hvk-report month -o m.csv && has "$err" 'm.csv: internal, but')
	does hvk-report month -q -o public/m.csv
	has "$err" 'internal, but'
	does env LC_ALL=C.UTF-8 LANGUAGE=nl hvk-report month -o public/m.csv
	has "$err" "let op: public/m.csv: intern, maar geschreven in de map voor iedereen, $PWD/public; --public heeft"
	does hvk-report month -o public/m.csv --if-changed
	has "$err" 'internal, but'
}

@test "any internal output is warned of once, what is for everybody and what is elsewhere is not" {
	does hvk-admin settings public-folder="$PWD/public"
	mkdir public-too
	for command in 'hvk-report table --by gemeente -o' 'hvk-report network -o' 'hvk-register list -o' 'hvk-register export -o' \
		'hvk-partner person export --with-persons -o' 'hvk-refer list -o' 'hvk-report publish list -o' \
		'hvk-report year --split gemeente -f md -o'; do
		does $command public/found.csv
		is "$(grep -c 'internal, but' <<<"$err")" 1
		rm -r public/found.csv
		does $command public-too/found.csv
		is "$err" ''
		rm -r public-too/found.csv
	done
	does hvk-admin backup public/found.db
	has "$err" 'hvk-admin: warning: public/found.db: internal, but'
	does hvk-partner export -f hsds --with-persons -o public/package/
	has "$err" 'hvk-partner: warning: public/package/: internal, but'
	does bash -c 'hvk-report month -f csv >public/found.csv'
	has "$err" 'hvk-report: warning: standard output: internal, but'
	printf '%s\n' dim,parent,child plaats,alle,west plaats,alle,oost >hierarchy.csv
	printf '%s\n' plaats,count west,30 oost,17 >table.csv
	does hvk-report protect --hierarchy hierarchy.csv table.csv -n -o public/found.csv
	has "$err" 'hvk-report: warning: public/found.csv: internal, but'
	does hvk-report protect --hierarchy hierarchy.csv table.csv -o public/found.csv
	is "$err" ''
	for command in 'hvk-register template -o' 'hvk-admin codes list -o' 'hvk-partner export -o'; do
		does $command public/found.csv
		is "$err" ''
	done
}

@test "without a folder for everybody, or one that is gone, nothing is warned of" {
	does hvk-report month -o public/m.csv
	is "$err" ''
	does hvk-admin settings public-folder="$PWD/gone"
	does hvk-report month -o public/m.csv
	is "$err" ''
	does hvk-admin settings public-folder=
	does hvk-report month -o public/m.csv
	is "$err" ''
}

# ---- reports of what is published

# published: a store of two years of which the months to October 2026 are published, by gemeente and group of themes, and
# once by age; the ledger is made once.
published() {
	local made=$BATS_FILE_TMPDIR/published.db
	if [ ! -e "$made" ]; then
		sed 's/^2026-/2025-/' "$data/questions/vragen-2026.csv" | awk 'NR == 1 || NR % 7' >last-year.csv
		hvk-register import -q last-year.csv
		hvk-report publish -q --by age --period 2026-10 -o first.csv
		hvk-report publish -q --by gemeente,theme-group,month --period 2026-01..2026-10 -o second.csv
		hvk-report publish -q --by theme-group --period 2025-10 -o third.csv
		mv "$HVK_DB" "$made"
	fi
	cp "$made" "$HVK_DB"
	export SOURCE_DATE_EPOCH=1793000000
}

# fact FILE SECTION KEY PERIOD: its value and status
fact() {
	awk -F '\t' -v section="$2" -v key="$3" -v period="$4" '$1 == section && $2 == key && $5 == period { print $6, $7 }' "$1"
}

@test "the figures of a public report are those of the publications, and nothing else" {
	local file section key period value status found=0
	published
	does hvk-report month -m 2026-10 --public -o public/month.csv
	is "$err" ''
	is "$(head -1 public/month.csv)" section,key,label,measure,period,value,status
	does hvk-report month -m 2026-10 --public -o month.tsv
	while IFS=, read -r gemeente theme month count status; do
		[ "$month" = 2026-10 ] || continue
		if [ "$gemeente" = total ] && [ "$theme" = total ]; then
			section=total key=total
		elif [ "$gemeente" = total ]; then
			section=theme-group key=$theme
		elif [ "$theme" = total ] && [ "$gemeente" != other ]; then
			section=gemeente key=$gemeente
		else
			continue
		fi
		is "$(fact month.tsv "$section" "$key" 2026-10)" "$([ "$status" = na ] || echo "$count $status")"
		found=$((found + 1))
	done < <(hvk-report publish show 2 -f csv | tail -n +2)
	[ $found -gt 20 ]
	[ "$(grep -c ',x$' public/month.csv)" -gt 5 ]
	is "$(grep -c ',contacts,' public/month.csv || true)" 0
	hvk-report month -m 2026-10 --public -f jsonl | grep '"status":"x"' | grep -qv '"value":null' && return 1
	is "$(hvk-report month -m 2026-10 --public -f rec | grep -A1 '^period' | grep -c '^status: x')" "$(grep -c ',x$' public/month.csv)"
}

@test "what is hidden is nowhere in a public report: another truth makes the same pages" {
	local format
	published
	write_all() {
		mkdir "$1"
		for format in md html csv tsv jsonl rec excel xlsx table; do
			hvk-report month -m 2026-10 --public -f $format -o "$1/month.$format"
			hvk-report year --year 2026 --public -f $format -o "$1/year.$format"
		done
		hvk-report month -m 2026-10 --public --map per-1000 --lang en -o "$1/map.html"
		hvk-report month -m 2026-10 --public --gemeente Brugge -o "$1/brugge.html"
		hvk-report year --year 2026 --public --split gemeente -o "$1/split"
	}
	write_all one
	python3 - "$HVK_DB" <<'PYTHON'
import sqlite3, sys
store = sqlite3.connect(sys.argv[1])
for name, in store.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
    store.execute('DROP TRIGGER "%s"' % name)
assert store.execute("UPDATE publication_cell SET count = count + 1000 WHERE status IN (1, 2, 5)").rowcount > 100
assert store.execute("DELETE FROM question").rowcount > 1000
store.execute("UPDATE closed_question SET questions = questions + 1000")
store.commit()
PYTHON
	write_all other
	diff -r one other
	[ "$(find one -type f | wc -l)" -gt 25 ]
}

@test "no share, change, rank or picture of what is hidden; a part that was not published is named" {
	published
	does hvk-report month -m 2026-10 --public -f md
	has "$out" 'Gepubliceerde cijfers: uit publicaties 1-3, de laatste van 21 november 2026. x: verborgen, om aantallen te beschermen die kleiner zijn dan 5.'
	has "$out" 'Niet gepubliceerd: contacten, thema, kanaal, vragersgroep, antwoord.'
	has "$out" 'Andere gemeenten tellen mee in het totaal.'
	is "$(grep -c INTERN <<<"$out" || true)" 0
	is "$(grep -ci 'contact' <<<"$out")" 1
	# A row whose number is hidden has no number but those that are published by themselves.
	grep '| x |' <<<"$out" >rows
	[ -s rows ]
	awk -F ' *[|] *' '$3 == "x" && ($4 != "x" || ($6 != "x" && $6 != ""))' rows >wrong
	is "$(cat wrong)" ''
	does hvk-report month -m 2026-10 --public -o page.html
	page=$(cat page.html)
	has "$page" '<pattern id="y1"'
	has "$page" '<abbr title="verborgen, om kleine aantallen te beschermen">x</abbr>'
	has "$page" ': x vragen</title>'
	has "$page" ', verborgen: '
	does hvk-report year --year 2026 --public -f md
	has "$out" 'Niet gepubliceerd: contacten, thema, kanaal, vragersgroep, antwoord, doorverwijzingen.'
	is "$(grep -c -e 'plaats in' -e 'Nieuw in de top' -e 'Doorverwijzingen' <<<"$out" || true)" 0
}

@test "themes that are published are listed by their number, hidden ones are only counted" {
	hvk-report publish -q --by theme --period 2026 -o themes.csv --today 2027-02-01
	does hvk-report year --year 2026 --public -f md --today 2027-02-01
	listed=$(awk '/^## Meest/ { on = 1 } on && /^\| / { print }' <<<"$out" | tail -n +3 | awk -F ' *[|] *' '{ print $3 }')
	[ -n "$listed" ]
	is "$listed" "$(sort -rn <<<"$listed")"
	is "$(grep -c x <<<"$listed" || true)" 0
	hidden=$(grep -c ',x$' themes.csv)
	has "$out" "Verborgen, niet getoond: $hidden."
}

@test "the report of a region or gemeente is of what is published of it" {
	hvk-admin regions import -q "$data/demo/regio-brugge.csv"
	hvk-report publish -q --by gemeente,theme-group --period 2026-09 --region regio-brugge -o region.csv
	does hvk-report month -m 2026-09 --public --region 'Regio Brugge' -f tsv
	while IFS=, read -r gemeente theme count status; do
		[ "$theme" = total ] || continue
		section=gemeente
		[ "$gemeente" != total ] || section=total
		is "$(fact <(cat <<<"$out") $section "$gemeente" 2026-09)" "$count $status"
	done < <(tail -n +2 region.csv)
	does hvk-report month -m 2026-09 --public --gemeente Brugge -f tsv
	is "$(fact <(cat <<<"$out") theme-group gedrag 2026-09)" "$(awk -F, '$1 == 31005 && $2 == "gedrag" { print $3, $4 }' region.csv)"
	# Each proposal does it.
	refuses 4 'and that place nothing is published; this would do it: hvk-report publish --by gemeente,theme-group --period 2026-09 --gemeente '"'Gent'" \
		hvk-report month -m 2026-09 --public --gemeente Gent
	does hvk-report publish -q --by gemeente,theme-group --period 2026-09 --gemeente Gent -o gent.csv
	does hvk-report month -m 2026-09 --public --gemeente Gent -f tsv
	refuses 4 'hvk-report publish --by province,theme-group --period 2026-09' \
		hvk-report month -m 2026-09 --public --province west-vlaanderen
	does hvk-report publish -q --by province,theme-group --period 2026-09 -o province.csv
	does hvk-report month -m 2026-09 --public --province west-vlaanderen -f tsv
	refuses 2 'is about one place' hvk-report month -m 2026-09 --public --gemeente Brugge --region regio-brugge
	refuses 2 'is about one place' hvk-report month -m 2026-09 --public --gemeente Brugge,Oostkamp
	refuses 2 'nothing by desk' hvk-report month -m 2026-09 --public --desk opvoedingswinkel-brugge
	refuses 2 'leave out --geography' hvk-report month -m 2026-09 --public --geography 2026-01-01
}

@test "of times of which nothing is published there is no column, and no key figure" {
	does hvk-report publish -q --by gemeente,theme-group --period 2026-10 -o october.csv
	does hvk-report month -m 2026-10 --public -f md --lang nl
	has "$out" '| gemeente | okt 2026 | % | per 1000 (schatting) |'
	has "$out" '| themagroep | okt 2026 | % |'
	is "$(grep -c -e 'okt 2025' -e '+/-' -e 'jan-okt 2026' <<<"$out" || true)" 0
	does hvk-report month -m 2026-10 --public -f html --lang nl
	is "$(grep -c 'okt 2025' <<<"$out" || true)" 0
	does hvk-report publish -q --by theme-group --period 2025-10 -o before.csv
	does hvk-report month -m 2026-10 --public -f md --lang nl
	has "$out" '| themagroep | okt 2026 | % | okt 2025 | +/- |'
}

@test "where something is hidden nothing is said to be least" {
	does hvk-report publish -q --by gemeente --period 2026-10 -o october.html --lang nl
	has "$(cat october.html)" 'van wat gepubliceerd is meest Brugge (25), verborgen: 3.'
	is "$(grep -c minst october.html || true)" 0
	does hvk-report month -m 2026-10 --public -f html --lang en
	has "$out" 'of what is published most Brugge (25), hidden: 3.'
	is "$(grep -c 'least' <<<"$out" || true)" 0
	does hvk-report month -m 2026-10 -f html --lang nl
	has "$out" 'minst'
}

@test "what is not published is not reported, and the command that would publish it is given" {
	# What would be refused is not proposed.
	refuses 4 'of 2026-11 nothing is published: it is not over yet' hvk-report month --month 2026-11 --public
	refuses 4 'of 2026-10 nothing is published; this would do it: hvk-report publish --by gemeente,theme-group --period 2026-10' \
		hvk-report month -m 2026-10 --public --lang nl
	[ ! -e public/x.html ]
	refuses 4 '' hvk-report month -m 2026-10 --public -o public/x.html
	[ ! -e public/x.html ]
	does hvk-report publish -q --by gemeente,theme-group --period 2026-10 -o x.csv
	does hvk-report month -m 2026-10 --public -o public/x.html
	refuses 4 'of 2026-09' hvk-report month -m 2026-09 --public --lang nl
	# Withdrawn, it is not published; what was made stays.
	does hvk-report publish withdraw 1 --reason 'een proef'
	refuses 4 'of 2026-10' hvk-report month -m 2026-10 --public --lang nl
}

@test "a workbook of what is published has no number for what is hidden, nor a sum over it" {
	published
	does hvk-report year --year 2026 --public -o year.xlsx
	python3 - year.xlsx <<'PYTHON'
import re, sys, zipfile
package = zipfile.ZipFile(sys.argv[1])
parts = {name: package.read(name).decode() for name in package.namelist()}
strings = re.findall('<si><t[^>]*>(.*?)</t>', parts['xl/sharedStrings.xml'], re.S)
hidden = strings.index('x')
sheets = [name for name in parts if name.startswith('xl/worksheets/sheet')]
charts = [name for name in parts if name.startswith('xl/charts/chart')]
assert charts
for name in charts:
    assert '<c:v>0</c:v>' not in parts[name], name
count = 0
for name in sheets:
    cells = {}
    for place, kind, inner in re.findall('<c r="([A-Z]+[0-9]+)"([^>]*)>(.*?)</c>', parts[name]):
        cells[place] = (kind, inner)
    x = {place for place, (kind, inner) in cells.items() if 't="s"' in kind and '<v>%d</v>' % hidden in inner}
    count += len(x)
    for place, (kind, inner) in cells.items():
        for column, first, last in re.findall('<f>SUM\\(([A-Z]+)([0-9]+):[A-Z]+([0-9]+)\\)</f>', inner):
            assert not any(column + str(row) in x for row in range(int(first), int(last) + 1)), place
    assert 'state="hidden"' not in parts['xl/workbook.xml']
assert count > 50, count
for name in charts:
    for formula in re.findall('<c:f>(.*?)</c:f>', parts[name]):
        title = re.match("\\(?'?(.*?)'?!", formula).group(1)
        sheet = 1 + re.findall('<sheet name="(.*?)"', parts['xl/workbook.xml']).index(title)
        for column, first, last in re.findall('!\\$([A-Z]+)\\$([0-9]+)(?::\\$[A-Z]+\\$([0-9]+))?', formula):
            for row in range(int(first), int(last or first) + 1):
                cell = '<c r="%s%d"[^>]*t="s"[^>]*><v>%d</v>' % (column, row, hidden)
                assert not re.search(cell, parts['xl/worksheets/sheet%d.xml' % sheet]), (name, formula, row)
assert not any('INTERN' in text for text in strings)
PYTHON
}
