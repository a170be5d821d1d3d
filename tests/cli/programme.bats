# SPDX-License-Identifier: EUPL-1.2
# hvk-agenda programme: what there is for families in a season.
#
# HVK_GOLDEN=write bats tests/cli/programme.bats writes the golden files anew; look at what changed.

load common

setup_file() {
	sample_network "$BATS_FILE_TMPDIR/network.db"
}

setup() {
	hvk_setup
	cp "$BATS_FILE_TMPDIR/network.db" "$HVK_DB"
}

programme() {
	hvk-agenda programme "$@"
}

# The headings and days of a programme in Markdown.
outline() {
	programme najaar-2026 -f md "$@" | grep -E '^#|^\*\*|^- '
}

@test "a programme by month, series as one block, as Markdown, text and page" {
	golden programme/najaar-2026.md programme najaar-2026 -f md
	golden programme/najaar-2026.table programme najaar-2026
	programme najaar-2026 -f html | sed -n '/<main>/,$p' >main.html
	golden programme/najaar-2026.html cat main.html
	golden programme/najaar-2026.csv programme najaar-2026 -f csv
}

@test "a programme by gemeente, in English" {
	golden programme/gemeente-en.md programme najaar-2026 --by gemeente --lang en -f md
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
	refuses 2 'programme' programme
}

@test "what was cancelled is struck through, on its day or whole" {
	has "$(programme najaar-2026 -f md)" '- ~~dinsdag 13 oktober, van 19.00 tot 21.00 uur~~ (geannuleerd)'
	has "$(programme najaar-2026 -f md)" '### ~~Speeldag aan zee~~ (geannuleerd)'
	has "$(programme najaar-2026 -f html)" '<s>Speeldag aan zee</s> <strong>geannuleerd</strong>'
	has "$(programme najaar-2026)" 'Speeldag aan zee (geannuleerd)'
}

# The block of a title in a programme in Markdown.
block() {
	programme najaar-2026 -f md | sed -n "/^### $1/,/^##/p" | sed '1d;$d'
}

@test "what differs on an evening of a series stands with its date, the rest once below" {
	hvk-agenda session set -q weerbaarheid-4 --place 'Elders, Elderstraat 1' --title 'Weerbaarheid: slot' \
		--cost '2 euro' --capacity 8 --language fr --description $'Alleen voor vaders.\nBreng iets mee.'
	hvk-agenda session set -q weerbaarheid-5 --cost '12 euro' --capacity 180
	is "$(block Weerbaarheid)" '
- dinsdag 6 oktober, van 19.00 tot 21.00 uur
- ~~dinsdag 13 oktober, van 19.00 tot 21.00 uur~~ (geannuleerd)
- dinsdag 10 november, van 19.00 tot 21.00 uur
- dinsdag 17 november, van 19.00 tot 21.00 uur: Weerbaarheid: slot (Elders, Elderstraat 1, Oostkamp)'"\
; Talen: Frans; Plaatsen: 8; Kostprijs: 2 euro; Alleen voor vaders. Breng iets mee."'
- dinsdag 24 november, van 19.00 tot 21.00 uur; Plaatsen: 180; Kostprijs: 12 euro

* Waar: Basisschool De Bedenksels, Bedenkstraat 7, Oostkamp
* Organisatie: CLB De Voorbeeldkust
* Samen met: Opvoedingswinkel Brugge
* Voor wie: ouders en opvoeders
* Leeftijd: 6 tot 12 jaar
* Plaatsen: 18
* Kostprijs: gratis
* Inschrijven: www.voorbeeld.example/weerbaarheid'
	hvk-agenda session set -q weerbaarheid-4 --gemeente zedelgem
	is "$(outline --by gemeente --partner clb-noordzee | grep '^#')" '# Activiteiten voor gezinnen: najaar 2026
## Oostkamp
### Weerbaarheid: sterk staan
## Zedelgem
### Weerbaarheid: slot'
}

@test "two evenings that have nothing in common tell it both, and each website is a link" {
	for n in 1 2; do
		hvk-agenda session add "Deel $n" -q --partner clb-noordzee --date "2026-12-0$n" --series delen \
			--programme najaar-2026 --cost "$((3 * n)) euro" --website "https://deel$n.voorbeeld.example/"
	done
	is "$(block 'Deel 1')" '
- dinsdag 1 december: Deel 1; Kostprijs: 3 euro
- woensdag 2 december: Deel 2; Kostprijs: 6 euro

* Organisatie: CLB De Voorbeeldkust
* Meer weten: https://deel1.voorbeeld.example/
* Meer weten: https://deel2.voorbeeld.example/'
	has "$(programme najaar-2026 -f html)" 'href="https://deel2.voorbeeld.example/"'
}

@test "ages, languages and who it is for in words of families" {
	words() {
		hvk-agenda session set -q babbelkoffie "$@"
		block Babbelkoffie | grep -E 'wie|Leeftijd|Talen' | paste -sd '|'
	}
	is "$(words --age prenataal-2 --audience ouders,professionelen)" \
		'* Voor wie: ouders en opvoeders, professionelen|* Leeftijd: voor de geboorte tot 2 jaar'
	is "$(words --age '12+' --audience groep)" '* Leeftijd: vanaf 12 jaar'
	is "$(words --age '0-3+prenataal+18-' --language nl,fr --audience doelgroep)" \
		'* Leeftijd: voor de geboorte, 0 tot 3 jaar, vanaf 18 jaar|* Talen: Nederlands, Frans'
	is "$(words --age 5 --language '')" '* Leeftijd: 5 jaar'
	is "$(programme najaar-2026 -f md --lang en | grep -E '^\* (Ages|For whom)' | sort -u | head -3)" \
		'* Ages: 0 to 12 years
* Ages: 0 to 6 years
* Ages: 1 to 5 years'
	# A word of the house itself is shown as it is.
	hvk-admin codes rename -q audience ouders mama-papa
	is "$(words --age '' --audience mama-papa)" '* Voor wie: Ouders en opvoeders, individueel'
}

@test "what was cancelled is, whatever that is called" {
	hvk-admin codes rename -q session_status geannuleerd afgelast
	is "$(outline | grep '~~')" '- ~~dinsdag 13 oktober, van 19.00 tot 21.00 uur~~ (geannuleerd)
### ~~Speeldag aan zee~~ (geannuleerd)'
}

@test "who left is no contact any more, who holds it with others is found" {
	hvk-agenda session set -q babbelkoffie --person fien-fictief
	has "$(block Babbelkoffie)" 'Contact: Fien Fictief'
	hvk-partner person end -q fien-fictief --on 2026-10-31
	is "$(programme najaar-2026 -f csv | grep -c Fien || true)" 0
	has "$(programme najaar-2026 -f csv)" Babbelkoffie
	has "$(outline --partner opvoedingswinkel-brugge)" '### Weerbaarheid: sterk staan'
}

@test "a gemeente that is but a part of another word is told" {
	hvk-agenda session set -q babbelkoffie --place Verdammezaal --gemeente Damme
	has "$(block Babbelkoffie)" '* Waar: Verdammezaal, Damme'
	hvk-agenda session set -q babbelkoffie --place 'Zaal (damme)'
	has "$(block Babbelkoffie)" '* Waar: Zaal (damme)'
	is "$(block Babbelkoffie | grep -c 'damme), Damme' || true)" 0
}

@test "a year that does not go without saying, hours that are not known, no place" {
	hvk-agenda session add -q --partner clb-noordzee --date 2027-01-12 --series weerbaarheid \
		--programme najaar-2026 --title 'Weerbaarheid: sterk staan'
	hvk-agenda session add Los -q --partner clb-noordzee --date 2026-12-01 --start 9:05 --programme najaar-2026
	has "$(outline)" '- dinsdag 12 januari 2027'
	has "$(outline)" '**dinsdag 1 december, om 9.05 uur**'
	has "$(outline --by gemeente)" '**dinsdag 1 december 2026, om 9.05 uur**'
	has "$(outline --by gemeente | tail -5)" '## Elders'
	hvk-agenda session set -q los --start '' --end 12:00
	has "$(outline)" '**dinsdag 1 december, tot 12.00 uur**'
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
	hvk-agenda session set -q babbelkoffie \
		--description $'> citaat\n    vier blanco\n\t1. een\n2) twee\n&lt; A & B\n3 euro'
	is "$(block '.*script' | sed -n '4,14p')" '\> citaat

vier blanco

1\. een

2\) twee

\&lt; A & B

3 euro'
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
