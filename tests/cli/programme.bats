# SPDX-License-Identifier: EUPL-1.2
# hvk-agenda programme: what there is for families in a season.
#
# HVK_GOLDEN=write bats tests/cli/programme.bats writes the golden files anew; look at what changed.

load common

# The sample network and its season, imported once for all tests.
setup_file() {
	top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	PATH=$(cd "${HVK_BUILD:-$top/build}" && pwd):$PATH
	export HVK_TODAY=2026-10-01 HVK_DB=$BATS_FILE_TMPDIR/network.db
	cd "$top/tests/data/network" || return 1
	hvk-admin init -q
	hvk-partner house import -q houses.csv
	hvk-partner import -q partners.csv
	hvk-partner person import -q persons.csv
	hvk-partner agreement import -q agreements.csv
	hvk-partner offer import -q offers.csv
	cd ../agenda || return 1
	hvk-agenda session import -q najaar-2026.csv
}

setup() {
	hvk_setup
	cp "$BATS_FILE_TMPDIR/network.db" "$HVK_DB"
}

programme() {
	hvk-agenda programme "$@"
}

# golden NAME COMMAND...: its output is that file
golden() {
	local file=$data/golden/programme/$1
	shift
	"$@" >found
	if [ "${HVK_GOLDEN:-}" = write ]; then
		mkdir -p "${file%/*}"
		cp found "$file"
	fi
	diff -u "$file" found
}

# The headings and days of a programme in Markdown.
outline() {
	programme najaar-2026 -f md "$@" | grep -E '^#|^\*\*|^- '
}

@test "a programme by month, series as one block, as Markdown, text and page" {
	golden najaar-2026.md programme najaar-2026 -f md
	golden najaar-2026.table programme najaar-2026
	programme najaar-2026 -f html | sed -n '/<main>/,$p' >main.html
	golden najaar-2026.html cat main.html
	golden najaar-2026.csv programme najaar-2026 -f csv
}

@test "a programme by gemeente, in English" {
	golden gemeente-en.md programme najaar-2026 --by gemeente --lang en -f md
}

@test "the season as people write it" {
	is "$(programme 'Najaar 2026' -f csv | wc -l)" "$(programme najaar-2026 -f csv | wc -l)"
	is "$(programme najaar-2026 -f csv | mlr --icsv --ojsonl cat | wc -l)" 27
}

@test "only some of it" {
	is "$(outline -g torhout --since 2026-12-01)" '# Activiteiten voor gezinnen: najaar 2026
## December 2026
### Open speelnamiddag
**woensdag 9 december, van 14.00 tot 17.00 uur**'
	is "$(programme najaar-2026 --since 2030 -f md)" '# Activiteiten voor gezinnen: najaar 2026

Er zijn geen activiteiten.'
	refuses 4 nergenshuizen programme najaar-2026 -g nergenshuizen
}

@test "a season that nobody announced is told of" {
	refuses 4 "no programme 'najaar-2027'; did you mean najaar-2026?" programme najaar-2027
	refuses 4 "no session has the programme 'zomer'" programme zomer
	refuses 2 'expected html|md|table|csv|tsv|jsonl|excel|xlsx' programme najaar-2026 -f ics
	refuses 2 '' programme
}

@test "what was cancelled is struck through, on its day or whole" {
	has "$(programme najaar-2026 -f md)" '- ~~dinsdag 13 oktober, van 19.00 tot 21.00 uur~~ (geannuleerd)'
	has "$(programme najaar-2026 -f md)" '### ~~Speeldag aan zee~~ (geannuleerd)'
	has "$(programme najaar-2026 -f html)" '<s>Speeldag aan zee</s> <strong>geannuleerd</strong>'
	has "$(programme najaar-2026)" 'Speeldag aan zee (geannuleerd)'
}

@test "a series whose evenings differ says where, and what" {
	hvk-agenda session set -q weerbaarheid-4 --place 'Elders, Elderstraat 1' --title 'Weerbaarheid: slot' --cost '2 euro'
	has "$(programme najaar-2026 -f md)" \
		'- dinsdag 17 november, van 19.00 tot 21.00 uur: Weerbaarheid: slot (Elders, Elderstraat 1, Oostkamp)'
	has "$(programme najaar-2026 -f md)" '* Kostprijs: gratis; 2 euro'
	hvk-agenda session set -q weerbaarheid-4 --gemeente zedelgem
	is "$(outline --by gemeente --partner clb-noordzee | grep '^#' | paste -sd '|')" \
		'# Activiteiten voor gezinnen: najaar 2026|## Oostkamp|### Weerbaarheid: sterk staan|## Zedelgem|### Weerbaarheid: slot'
}

@test "a year that does not go without saying, hours that are not known, no place" {
	hvk-agenda session add -q --partner clb-noordzee --date 2027-01-12 --series weerbaarheid \
		--programme najaar-2026 --title 'Weerbaarheid: sterk staan'
	hvk-agenda session add Los -q --partner clb-noordzee --date 2026-12-01 --start 9:05 --programme najaar-2026
	has "$(outline)" '- dinsdag 12 januari 2027'
	has "$(outline)" '**dinsdag 1 december, om 9.05 uur**'
	has "$(outline --by gemeente)" '**dinsdag 1 december 2026, om 9.05 uur**'
	has "$(outline --by gemeente | tail -5)" '## Elders'
}

@test "only public facts: no notes, no counts, no reasons, nobody who is not public" {
	hvk-agenda session set -q babbelkoffie --notes geheim1 --status geannuleerd --reason geheim2
	hvk-partner person add 'Geheim Drie' --partner bibliotheek-brugge --phone '050 99 99 99' --slug geheim -q
	hvk-agenda session set -q voorlezen-in-vele-talen --person geheim
	hvk-agenda session set -q speeldag-aan-zee --person 'Fien Fictief'
	for format in table md html csv jsonl; do
		programme najaar-2026 -f "$format" >found
		[ "$(grep -ciE 'geheim|050 99|wachtlijst|deelnemers' found)" -eq 0 ]
		grep -q 'Fien Fictief, 050 00 00 41' found
	done
	hvk-partner person set -q geheim --public
	has "$(programme najaar-2026 -f md)" '* Contact: Geheim Drie, 050 99 99 99'
}

@test "what families typed is text and no markup" {
	hvk-agenda session set -q babbelkoffie --title '<script>alert(1)</script> *x* ~~y~~' \
		--website 'https://voorbeeld.example/?a=1&b=2' --description $'# een\n- twee'
	programme najaar-2026 -f html >found.html
	[ "$(grep -c '<script' found.html)" -eq 0 ]
	has "$(cat found.html)" '<a href="https://voorbeeld.example/?a=1&amp;b=2">'
	has "$(programme najaar-2026 -f md)" '### \<script\>alert(1)\</script\> \*x\* \~\~y\~\~'
	has "$(programme najaar-2026 -f md)" '\# een'
}

@test "a programme may stand where everybody reads" {
	mkdir public
	hvk-admin settings public-folder="$PWD/public" -q
	does programme najaar-2026 -o public/najaar.html
	is "$err" ''
	is "$(stat -c %a public/najaar.html)" 644
	does programme najaar-2026 -o public/najaar.xlsx
	is "$err" ''
	is "$(head -c 2 public/najaar.xlsx)" PK
}
