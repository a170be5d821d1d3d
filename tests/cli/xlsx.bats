#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Workbooks: what stands in them, read without an office suite; tests/browser/xlsx.sh opens them with one.

load common.bash

setup() {
	hvk_setup
	hvk-register import -q "$data/questions/vragen-2026.csv"
}

# book FILE PYTHON: runs lines with the parts of a workbook at hand: text(sheet), cells(sheet) as {'A1': value}, and
# formulas(sheet); sheets by their name. Every part is read as XML first.
book() {
	python3 - "$1" <<PYTHON
import re, sys, zipfile
import xml.etree.ElementTree as tree
package = zipfile.ZipFile(sys.argv[1])
parts = {name: package.read(name).decode() for name in package.namelist()}
for name in parts:
    tree.fromstring(parts[name])
space = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
names = [sheet.get('name') for sheet in tree.fromstring(parts['xl/workbook.xml']).iter(space + 'sheet')]
strings = []
if 'xl/sharedStrings.xml' in parts:
    for item in tree.fromstring(parts['xl/sharedStrings.xml']):
        strings.append(''.join(text.text or '' for text in item.iter(space + 't')))
def text(sheet):
    return parts['xl/worksheets/sheet%d.xml' % (names.index(sheet) + 1)]
def cells(sheet):
    found = {}
    for cell in tree.fromstring(text(sheet)).iter(space + 'c'):
        value = cell.find(space + 'v')
        if value is not None:
            found[cell.get('r')] = strings[int(value.text)] if cell.get('t') == 's' else float(value.text)
    return found
def formulas(sheet):
    return {cell.get('r'): cell.find(space + 'f').text for cell in tree.fromstring(text(sheet)).iter(space + 'c')
            if cell.find(space + 'f') is not None}
$2
PYTHON
}

# ---- reports

@test "a report is a workbook: a sheet for each part, key figures on the first, numbers that are numbers" {
	does hvk-report month -m 2026-10 -o month.xlsx
	book month.xlsx '
assert "Per gemeente" in names, names
assert len(names) == len(set(name.lower() for name in names)) and max(map(len, names)) <= 31
first = cells(names[0])
assert first["A1"] == "Vragen van gezinnen in oktober 2026", first
assert 65.0 in first.values(), first
table = cells("Per gemeente")
assert table["A3"] == "gemeente" and isinstance(table["B4"], float), table
'
}

@test "a total is a formula with its value, and the sum of what stands above it" {
	does hvk-report month -m 2026-10 -o month.xlsx
	book month.xlsx '
seen = 0
for name in names:
    values = cells(name)
    for cell, formula in formulas(name).items():
        column, first, last = re.fullmatch(r"SUM\(([A-Z]+)(\d+):[A-Z]+(\d+)\)", formula).groups()
        above = [values.get(column + str(row), 0) for row in range(int(first), int(last) + 1)]
        assert values[cell] == sum(above), (name, cell, values[cell], above)
        assert cell == column + str(int(last) + 1), (name, cell, formula)
        seen += 1
assert seen > 5, seen
'
}

@test "the figures of a workbook are those of the CSV" {
	hvk-report table --by gemeente -m 2026-10 --labels -f csv >table.csv
	does hvk-report table --by gemeente -m 2026-10 -o table.xlsx
	book table.xlsx '
import csv
wanted = {row[0]: float(row[-1]) for row in list(csv.reader(open("table.csv")))[1:]}
found = cells(names[0])
rows = {found[cell]: found.get("B" + cell[1:]) for cell in found if cell[0] == "A"}
for gemeente, number in wanted.items():
    assert rows[gemeente] == number, (gemeente, rows)
'
}

@test "charts refer to cells, have names and a text for who cannot see them, and bars are read from above" {
	does hvk-report month -m 2026-10 -o month.xlsx
	book month.xlsx '
charts = [part for name, part in parts.items() if name.startswith("xl/charts/chart")]
assert charts
for chart in charts:
    assert "<c:cat>" in chart and "<c:f>" in chart and "<a:t>" in chart, chart
    if "<c:barDir val=\"bar\"/>" in chart:
        assert "<c:orientation val=\"maxMin\"/>" in chart and "<c:crosses val=\"max\"/>" in chart, chart
    for where in re.findall(r"<c:val><c:numRef><c:f>([^<]*)", chart):
        sheet, column, first, last = re.fullmatch(r"\x27?(.*?)\x27?!.([A-Z]+).(\d+):.[A-Z]+.(\d+)", where).groups()
        values = cells(sheet)
        assert all(isinstance(values.get(column + str(row), 0.0), float) for row in range(int(first), int(last) + 1))
        assert values.get(column + str(int(first) - 1)), (sheet, column, first)
drawings = [part for name, part in parts.items() if name.startswith("xl/drawings/drawing")]
for drawing in drawings:
    assert all(re.findall(r"<xdr:cNvPr [^>]*descr=\"[^\"]+\"", drawing)) and "descr=" in drawing, drawing
'
}

@test "sheets are set up for paper and for scrolling" {
	does hvk-report month -m 2026-10 -o month.xlsx
	book month.xlsx '
for name in names:
    sheet = text(name)
    assert "paperSize=\"9\"" in sheet and "orientation=\"landscape\"" in sheet, name
    assert "fitToHeight=\"0\"" in sheet and "Pagina &amp;P van &amp;N" in sheet, name
sheet = text("Per gemeente")
assert "state=\"frozen\"" in sheet and "ySplit=\"3\"" in sheet, sheet
assert "Print_Titles" in parts["xl/workbook.xml"]
'
	does hvk-report month -m 2026-10 --lang en -o month.xlsx
	book month.xlsx 'assert "Page &amp;P of &amp;N" in text(names[0])'
}

@test "a long list can be filtered, a short one and one with a total cannot" {
	does hvk-register list -o list.xlsx
	book list.xlsx 'assert "<autoFilter ref=\"A1:" in text(names[0]) and names == ["Gegevens"], names'
	does hvk-register list -m 2026-10 -g Jabbeke -o list.xlsx
	book list.xlsx 'assert "<autoFilter" not in text(names[0])'
	does hvk-report month -m 2026-10 -o month.xlsx
	book month.xlsx 'assert "<autoFilter" not in text("Per gemeente")'
}

@test "verbs of all programs write workbooks" {
	hvk-partner import -q "$data/network/partners.csv"
	hvk-partner offer import -q "$data/network/offers.csv"
	does hvk-report coverage -o coverage.xlsx
	does hvk-report gaps -p last-12-months -o gaps.xlsx
	does hvk-report network -o network.xlsx
	does hvk-report referrals -o referrals.xlsx
	does hvk-partner list -o partners.xlsx
	does hvk-refer find -t slapen -g Brugge -o found.xlsx
	does hvk-admin codes list -o codes.xlsx
	for file in coverage gaps network referrals partners found codes; do
		book "$file.xlsx" 'assert len(cells(names[0])) > 1, sys.argv'
	done
}

# ---- hostile text

@test "what begins as a formula is text, and markup and escapes do no harm" {
	printf '%s\n' list,code,label_nl,label_en \
		'theme,vals.formule,=1+1,x' 'theme,vals.min,-1+1,x' 'theme,vals.merk,<b>&amp;</b>,x' \
		'theme,vals.code,_x0041_bc,x' >codes.csv
	hvk-admin codes import -q codes.csv
	does hvk-admin codes list theme -o codes.xlsx
	book codes.xlsx '
values = cells(names[0]).values()
assert not formulas(names[0])
for wanted in ["=1+1", "-1+1", "<b>&amp;</b>", "_x005F_x0041_bc"]:
    assert wanted in values, wanted
'
}

# ---- the file

@test "with SOURCE_DATE_EPOCH the same comes out, byte for byte" {
	SOURCE_DATE_EPOCH=1790000000 does hvk-report month -m 2026-10 -o one.xlsx
	sleep 2
	SOURCE_DATE_EPOCH=1790000000 does hvk-report month -m 2026-10 -o other.xlsx
	cmp one.xlsx other.xlsx
	SOURCE_DATE_EPOCH=0 does hvk-report month -m 2026-10 -o one.xlsx
	book one.xlsx 'assert "1970-01-01T00:00:0" in parts["docProps/core.xml"]'
	does hvk-report month -m 2026-10 -o one.xlsx
	book one.xlsx '
core = parts["docProps/core.xml"]
assert "'"$(date +%F)"'T00:00:00Z" in core and "<dc:title>Vragen van gezinnen in oktober 2026<" in core, core
assert "<dc:creator></dc:creator>" in core, core
'
	for date in x -1 12.5 99999999999999 ' 1'; do
		SOURCE_DATE_EPOCH=$date refuses 2 "SOURCE_DATE_EPOCH: expected seconds since 1970" \
			hvk-report month -m 2026-10 -o one.xlsx
	done
}

@test "a workbook goes into a pipe, but not to a terminal" {
	hvk-register list -f xlsx | cat >list.xlsx
	book list.xlsx 'assert cells(names[0])["A1"]'
	run script -qec 'hvk-register list -f xlsx' /dev/null
	[ "$status" -eq 2 ]
	has "$output" "xlsx is not for a terminal; name a file: --output FILE"
}

@test "no room for temporary files: an error, and no broken workbook" {
	for size in 8 16 32 64 128; do
		status=0
		(trap '' XFSZ; ulimit -f "$size"; hvk-register list -o list.xlsx 2>err) || status=$?
		is "$status" 7
		has "$(cat err)" "list.xlsx: "
		[ ! -e list.xlsx ] || return 1
	done
	status=0
	hvk-register list -f xlsx >/dev/full 2>err || status=$?
	is "$status" 7
}

@test "more rows than a sheet holds are refused" {
	awk 'BEGIN { print "month,gemeente,theme"; for (i = 0; i < 1048577; i++) print "2026-10,Brugge,slapen" }' >many.csv
	hvk-register import -q --batch many many.csv
	refuses 7 "expected at most 1048576 rows and 16384 columns" hvk-register list -c month -f xlsx -o many.xlsx
	[ ! -e many.xlsx ]
}

# ---- the entry sheet

@test "the entry sheet has lists, messages and an example, without any store" {
	HVK_DB=$BATS_TEST_TMPDIR/none.db does hvk-register template -o invoer.xlsx
	[ ! -e none.db ]
	book invoer.xlsx '
assert names == ["Vragen", "Lijsten"], names
sheet, rows = text("Vragen"), cells("Vragen")
assert [rows[c + "1"] for c in "ABCDEFGHIJKL"] == ["maand", "gemeente", "balie", "kanaal", "vrager", "leeftijd",
    "thema", "soort", "ernst", "antwoord", "duur", "gesprek"], rows
assert rows["A2"] == "2026-11" and rows["G2"] == "Driftbuien", rows
rules = {rule.get("sqref"): rule for rule in tree.fromstring(sheet).iter(space + "dataValidation")}
assert len(rules) == 12 and all(int(where.split(":")[1][1:]) > 500 for where in rules), rules
assert all(rule.get("prompt") for rule in rules.values())
kinds = {where[0]: rule.get("errorStyle", "stop") for where, rule in rules.items()}
assert kinds["J"] == "warning" and kinds["G"] == "stop", kinds
lists = cells("Lijsten")
assert "Zoersel" in lists.values() and "Elsene" in lists.values() and "Namen" not in lists.values()
assert "state=\"frozen\"" in sheet
assert any("Jaar en maand" in part for name, part in parts.items() if name.startswith("xl/comments"))
'
	HVK_DB='' does hvk-register template --lang en -f xlsx -o entry.xlsx
	book entry.xlsx 'assert names == ["Questions", "Lists"] and cells("Questions")["G2"] == "Tantrums"'
}

@test "the entry sheet offers the regions and desks of the store, and no code out of use" {
	hvk-admin codes retire -q theme slapen.nachtmerries 2026-10-31
	hvk-admin regions import -q "$data/demo/regio-brugge.csv"
	does hvk-register template -o invoer.xlsx
	book invoer.xlsx '
lists = cells("Lijsten")
columns = {lists[cell]: [lists[other] for other in lists if other[0] == cell[0] and other != cell]
           for cell in lists if cell[1:] == "1"}
assert len(columns["gemeente"]) == 8 and "Oostkamp" in columns["gemeente"], columns["gemeente"]
assert columns["balie"], columns
assert "Nachtmerries" not in columns["thema"] and "Slapen" in columns["thema"]
'
}

# Every choice of every list, one a row, in the encoding and with the separators of a Belgian Excel.
@test "all that the lists offer is imported, and means its own code" {
	printf '%s\n' list,code,label_nl,label_en 'theme,vals.slapen,Slapen,Sleep' 'answer,vals-plus,Uitleg + folder,x' \
		'theme,vals.pools,Język polski,x' 'desk,vals-loket,Loket dat niet bestaat,x' >codes.csv
	hvk-admin codes import -q codes.csv
	hvk-register template -o invoer.xlsx
	book invoer.xlsx '
keys = ["maand", "gemeente", "balie", "kanaal", "vrager", "leeftijd", "thema", "soort", "ernst", "antwoord", "duur",
        "gesprek"]
lists, rows, count = cells("Lijsten"), [], {}
for cell, value in lists.items():
    if cell[1:] == "1":
        continue
    header = lists[cell[0] + "1"]
    row = dict.fromkeys(keys, "")
    row.update(maand="2026-10", gemeente="Brugge", thema="Driftbuien")
    row[header] = value
    count[header] = count.get(header, 0) + 1
    rows.append(";".join(chr(34) + row[key] + chr(34) if ";" in row[key] else row[key] for key in keys))
open("back.csv", "wb").write("\r\n".join([";".join(keys)] + rows + [""]).encode("cp1252"))
open("count", "w").write("".join("%s %d\n" % item for item in sorted(count.items())))
'
	[ "$(wc -l <back.csv)" -gt 300 ]
	HVK_DB=$BATS_TEST_TMPDIR/new.db
	hvk-admin init -q
	hvk-admin codes import -q codes.csv
	does hvk-register import -q back.csv
	# As many codes as the list offers, so that no two choices became one.
	for pair in thema:theme kanaal:channel vrager:asker soort:kind ernst:severity antwoord:answer duur:duration; do
		is "${pair%:*} $(hvk-register list -c "${pair#*:}" -f csv | sed 1d | grep -v '^$' | sort -u | wc -l)" \
			"$(grep "^${pair%:*} " count)"
	done
	is "$(hvk-register list -c gemeente -f csv | sed 1d | sort -u | wc -l)" \
		"$(sed -n 's/^gemeente //p' count)"
}

@test "another day alone is no change" {
	hvk-register import -q "$data/questions/vragen-2026.csv"
	SOURCE_DATE_EPOCH=$(date -u -d 2026-11-01 +%s) does hvk-report month --month 2026-10 -o month.xlsx
	touch -d '2026-11-01 06:00' month.xlsx
	before=$(stat -c '%i %Y' month.xlsx)
	does hvk-report month --month 2026-10 -o month.xlsx --if-changed
	is "$(stat -c '%i %Y' month.xlsx)" "$before"
	add --month 2026-10 -q
	does hvk-report month --month 2026-10 -o month.xlsx --if-changed
	[ "$(stat -c '%i %Y' month.xlsx)" != "$before" ]
}
