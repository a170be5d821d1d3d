#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Workbooks in LibreOffice: what is filled in comes back, figures are those of the CSV, formulas come to what they say.
# Prints TAP. Needs LibreOffice and python3-openpyxl.
#   tests/browser/xlsx.sh BUILD
set -euo pipefail
cd "$(dirname "$0")/../.."

build=$(cd "${1:-${HVK_BUILD:?the folder of the build}}" && pwd)
folder=$(mktemp -d "${TMPDIR:-/tmp}/hvk-xlsx-XXXXXX")
trap 'rm -rf "$folder"' EXIT
export PATH=$build:$PATH HVK_DB=$folder/hvk.db HVK_TODAY=2026-11-21 HOME=$folder
export LC_ALL=C.UTF-8 TZ=UTC
unset HVK_LANG NO_COLOR SOURCE_DATE_EPOCH
# Debian's, where another Python comes first.
python=python3
"$python" -c 'import openpyxl' 2>/dev/null || python=/usr/bin/python3

number=0
failures=0
# result NAME COMMAND...: a line of TAP.
result() {
	local name=$1
	shift
	number=$((number + 1))
	if "$@" >"$folder/log" 2>&1; then
		echo "ok $number - $name"
	else
		echo "not ok $number - $name"
		sed 's/^/# /' "$folder/log"
		failures=$((failures + 1))
	fi
}

# convert FILTER FILE: to a file of the same name, or one for each sheet, in the folder.
convert() {
	soffice --headless "-env:UserInstallation=file://$folder/profile" --convert-to "$1" --outdir "$folder" "$2" >/dev/null
}

# What 'Save as CSV' writes: separator, quote, character set (1 is Windows-1252, 76 UTF-8), first row, then, behind what
# is left as it is, the sheet: 1, or -1 for all.
csv_filter() {
	echo "csv:Text - txt - csv (StarCalc):$1,34,$2,1,,0,false,true,false,false,false,$3"
}

# ---- what is filled in comes back

# Rows with the last choice of every list, then the last but one ...; and two answers.
fill_in() {
	"$python" - "$folder/invoer.xlsx" "$folder/filled.xlsx" <<'PYTHON'
import sys
import openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet, lists = book['Vragen'], book['Lijsten']
choices = {column[0].value: [cell.value for cell in column[1:] if cell.value is not None] for column in lists.columns}
for row in range(2, 42):
    for column in range(1, sheet.max_column + 1):
        header = sheet.cell(1, column).value
        offered = choices.get(header)
        value = offered[-1 - (row - 2) % len(offered)] if offered else '2026-%02d' % (1 + row % 9)
        if header == 'antwoord' and row == 2:
            value = offered[0] + '+' + offered[1]
        if header == 'balie':
            value = 'loket-voorbeeld'
        sheet.cell(row, column).value = value
book.save(sys.argv[2])
PYTHON
}

# comes_back SEPARATOR CHARSET: as CSV, without an option, all forty rows, whose codes were chosen.
comes_back() {
	rm -f "$HVK_DB"
	convert "$(csv_filter "$1" "$2" 1)" "$folder/filled.xlsx"
	hvk-register import "$folder"/filled*.csv || return 1
	rm -f "$folder"/filled*.csv
	[ "$(hvk-register list -f ids | wc -l)" -eq 40 ] || return 1
	[ "$(hvk-register list -c answer -f csv | grep -c '+')" -eq 1 ] || return 1
	[ "$(hvk-register list -c theme -f csv | sed 1d | sort -u | wc -l)" -eq 40 ] || return 1
	[ "$(hvk-register list -c duration -f csv | sed 1d | grep -c '^60+$')" -gt 0 ]
}

hvk-register template -o "$folder/invoer.xlsx"
fill_in
result "what is filled in is imported from the CSV of a Belgian spreadsheet" comes_back 59 1
result "what is filled in is imported from LibreOffice's own CSV" comes_back 44 76

# ---- the figures of a report

rm -f "$HVK_DB"
hvk-register import -q tests/data/questions/vragen-2026.csv
hvk-admin regions import -q tests/data/demo/regio-brugge.csv
hvk-report month -m 2026-10 -o "$folder/month.xlsx"

# Each sheet as CSV: month-NAME.csv.
same_figures() {
	convert "$(csv_filter 44 76 -1)" "$folder/month.xlsx"
	hvk-report table --by gemeente -m 2026-10 --labels -f csv >"$folder/table.csv"
	"$python" - "$folder" <<'PYTHON'
import csv, sys
wanted = {row[0]: row[-1] for row in list(csv.reader(open(sys.argv[1] + '/table.csv')))[1:]}
rows = [row for row in csv.reader(open(sys.argv[1] + '/month-Per gemeente.csv')) if row]
found = {row[0]: row[1] for row in rows if len(row) > 1}
assert len(wanted) >= 8
for gemeente, number in wanted.items():
    assert found[gemeente] == number, (gemeente, number, found)
PYTHON
}

# Without the values that came with them, formulas are calculated: they come to the same.
same_totals() {
	rm -f "$folder"/month-*.csv
	"$python" - "$folder" <<'PYTHON'
import re, sys, zipfile
source = zipfile.ZipFile(sys.argv[1] + '/month.xlsx')
with zipfile.ZipFile(sys.argv[1] + '/bare.xlsx', 'w') as bare:
    for name in source.namelist():
        part = source.read(name).decode()
        if name.startswith('xl/worksheets/sheet'):
            part = re.sub(r'</f><v>[^<]*</v>', '</f>', part)
        bare.writestr(name, part)
PYTHON
	convert "$(csv_filter 44 76 -1)" "$folder/month.xlsx"
	convert "$(csv_filter 44 76 -1)" "$folder/bare.xlsx"
	[ "$(unzip -p "$folder/month.xlsx" 'xl/worksheets/*' | grep -o '<f>SUM' | wc -l)" -gt 5 ] || return 1
	local sheet
	for sheet in "$folder"/month-*.csv; do
		cmp "$sheet" "$folder/bare-${sheet##*/month-}" || return 1
	done
}

# A picture on each page that has a chart; nothing that LibreOffice could not read.
opens() {
	convert pdf "$folder/month.xlsx"
	[ "$(pdfinfo "$folder/month.pdf" | sed -n 's/^Pages: *//p')" -ge 5 ] || return 1
	pdftotext -layout "$folder/month.pdf" "$folder/month.txt"
	grep -q 'Pagina 1 van' "$folder/month.txt" && ! grep -qE '#(REF|NAME|VALUE|DIV)|Err:' "$folder/month.txt"
}

result "figures in the workbook of a month are those of the table in CSV" same_figures
result "formulas come to the values that came with them" same_totals
result "the workbook of a month is printed with page numbers, without errors in cells" opens

echo "1..$number"
[ "$failures" -eq 0 ]
