# SPDX-License-Identifier: EUPL-1.2
# What machines read does not depend on the locale: not the numbers, not the order, not the errors.

load common

setup() {
	hvk_setup
	hvk-register import -q "$data/questions/vragen-2026.csv"
	add --month 2026-10 --desk loket-noord -q
}

# The locales to compare with C. In Turkish I and i are no pair; in Dutch the comma is the decimal sign.
locales() {
	echo C.UTF-8
	locale -a | grep -iE '^(nl_BE|tr_TR|de_DE)\.utf-?8$' || true
}

# Prints what a command writes, errors too, and its status.
all_of() {
	local status=0
	"$@" 2>&1 || status=$?
	echo "status $status"
}

# same COMMAND...: in every locale
same() {
	local expected found
	expected=$(LC_ALL=C all_of "$@")
	for locale in $(locales); do
		found=$(LC_ALL=$locale all_of "$@")
		[ "$found" = "$expected" ] || { diff <(echo "$expected") <(echo "$found"); echo "$locale: $*"; return 1; }
	done
	found=$(env -u LC_ALL LANG=xx_YY.UTF-8 bash -c '"$@" 2>&1; echo "status $?"' bash "$@")
	is "$found" "$expected"
}

@test "lists" {
	for format in csv tsv jsonl rec md table excel; do
		same hvk-register list -f $format
		same hvk-register list -f $format -c all,-id --labels --sort -gemeente,theme
	done
}

@test "tables and months" {
	for format in csv tsv jsonl rec md table excel; do
		same hvk-report table --by gemeente,theme-group --measure questions,share,per-1000 -f $format
		same hvk-report table --by desk --across channel --totals -f $format
	done
	for format in csv md table; do
		same hvk-report month --month 2026-10 -f $format
	done
	has "$(LC_ALL=$(locales | tail -1) hvk-report table --by channel --measure share -f csv)" 0.
}

@test "names are found in upper case too" {
	same hvk-register list --gemeente "SINT-NIKLAAS,İzegem" -f csv
	same hvk-register list --gemeente IZEGEM,izegem -c gemeente
	same hvk-register list --theme SLAPEN.INSLAPEN
	is "$(hvk-register list --gemeente IZEGEM -f csv)" "$(hvk-register list --gemeente izegem -f csv)"
}

@test "CSV read and errors" {
	printf 'maand;gemeente;thema\n2026-10;Liège;slapen\n2026-13;Gent;slapen\n2026-10;Gend;slapen\n' >fout.csv
	same hvk-report table --by gemeente fout.csv
	same hvk-register import --dry-run fout.csv
	same hvk-register import --dry-run --show-dialect "$data/questions/vragen-2026-excel-cp1252.csv"
	same hvk-register list --gemeente Gend
	same hvk-report table --by gemeent
	same hvk-register list --db /nonexistent/hvk.db
	same hvk-admin sql "SELECT channel, count(*) * 1.5 AS n FROM v_question GROUP BY channel"
	same hvk-admin codes list
}

@test "help" {
	for program in hvk-register hvk-report hvk-admin; do
		same $program --help
		same $program --complete ""
	done
}
