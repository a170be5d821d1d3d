# SPDX-License-Identifier: EUPL-1.2
# hvk-refer: the right offer and person for a question; families passed on, and what becomes of them.

load common

setup() {
	hvk_setup
}

ref() {
	hvk-refer "$@"
}

# The sample network, imported once for all tests.
setup_file() {
	top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	PATH=$(cd "${HVK_BUILD:-$top/build}" && pwd):$PATH
	export HVK_TODAY=2026-11-21 HVK_DB=$BATS_FILE_TMPDIR/network.db
	cd "$top/tests/data/network" || return 1
	hvk-partner house import -q houses.csv
	hvk-partner import -q partners.csv
	hvk-partner person import -q persons.csv
	hvk-partner agreement import -q agreements.csv
	hvk-partner offer import -q offers.csv
	hvk-partner offer import -q funding.csv
	hvk-partner member import -q memberships.csv
}

network() {
	cp "$BATS_FILE_TMPDIR/network.db" "$HVK_DB"
}

# What is found, as slugs on one line.
found() {
	ref find -f csv "$@" | mlr --icsv --onidx cut -f offer | paste -sd ' '
}

# ---- find

@test "an offer for the theme itself stands before one for its group, and that before one for none" {
	network
	does ref find --theme driftbuien --gemeente 8020 --age 2 -f csv
	is "$(mlr --icsv --onidx head -n 1 then cut -o -f offer,person_name,person_phone <<<"$out")" \
		"winkel-workshop-driftbuien Fien Fictief 050 00 00 41"
	hvk-partner offer set winkel-workshop-driftbuien --theme gedrag -q
	first=$(found --theme driftbuien --gemeente 8020 --age 2 --limit 1)
	is "$first" oostkamp-cursus
}

@test "a gemeente, an age and a language that do not fit leave an offer out" {
	network
	has "$(found --theme driftbuien --gemeente oostkamp)" winkel-workshop-driftbuien
	is "$(found --theme driftbuien --gemeente oostkamp --age 14 | grep -c winkel-workshop-driftbuien)" 0
	is "$(found --theme driftbuien --gemeente antwerpen | grep -c winkel-workshop-driftbuien)" 0
	hvk-partner offer set winkel-workshop-driftbuien --language nl -q
	is "$(found --theme driftbuien --gemeente oostkamp --language tr | grep -c winkel-workshop-driftbuien)" 0
}

@test "find as ids: the slugs of offers, for what comes next in the pipe" {
	network
	is "$(ref find --theme driftbuien --gemeente 8020 --age 2 -l 2 -f ids | paste -sd ' ')" \
		"winkel-workshop-driftbuien oostkamp-cursus"
	ref find --theme driftbuien --gemeente 8020 --age 2 -l 2 -f ids | hvk-partner offer verify -q --ids-from -
	is "$(hvk-partner offer list -f ids --verified-on 2026-11-21 | wc -l)" 2
	refuses 2 "find cannot be written as ids" ref find --theme driftbuien --explain -f ids
	printf 'theme\nslapen\n' >rows.csv
	refuses 2 "find cannot be written as ids" ref find rows.csv -f ids
}

@test "find explains a waiting time that is not known without a number" {
	network
	does ref find --words "open inloop" --explain -f csv
	has "$out" "1,kring-inloop,waiting,,niet bekend"
}

@test "find explains each offer rule by rule, for people and for programs" {
	network
	does ref find --theme driftbuien --gemeente 8020 --age 2 --limit 1 --explain -f csv
	has "$out" "1,winkel-workshop-driftbuien,theme,0,"
	is "$(sed 1d <<<"$out" | cut -d , -f 3 | paste -sd ' ')" \
		"theme gemeente age audience target language person waiting verified agreement slug"
	does ref find --theme driftbuien --gemeente 8020 --age 2 --limit 1 --explain -f table --lang en
	has "$out" "1. Workshop Omgaan met driftbuien (Opvoedingswinkel Brugge)"
	has "$out" "ring Fien Fictief, 050 00 00 41"
	has "$out" "target group  "
	does ref find --theme driftbuien --gemeente 8020 --age 2 --limit 1 --explain -f md
	has "$out" "| leeftijd | 0 | 2 valt binnen 1-5 |"
}

@test "people see no columns of nothing, programs all" {
	network
	does ref find --words infotheek -f table
	is "$(grep -c wachttijd <<<"$out")" 0
	does ref find --theme driftbuien --limit 1 -f table
	has "$out" "wachttijd"
	does ref find --words infotheek -f csv
	has "$(sed 1q <<<"$out")" ",waiting_days,"
}

@test "what is found is the same in whatever order it was entered" {
	network
	one=$(found --theme slapen --gemeente brugge)
	rm "$HVK_DB"
	cd "$data/network"
	hvk-partner import -q partners.csv
	(sed 1q agreements.csv; sed 1d agreements.csv | sort -r) | hvk-partner agreement import -q -
	# the records of offers.csv are lines
	(sed 1q offers.csv; sed 1d offers.csv | sort -r) | hvk-partner offer import -q -
	hvk-partner offer import -q funding.csv
	hvk-partner person import -q persons.csv
	is "$(found --theme slapen --gemeente brugge)" "$one"
}

@test "nothing fits: said, and told by the exit status where asked" {
	network
	try ref find --theme driftbuien --gemeente antwerpen --age 30 -f csv
	is "$status" 0
	has "$err" "no offer fits"
	try ref find --theme driftbuien --gemeente antwerpen --age 30 -f csv -e
	is "$status" 1
	try ref find --theme driftbuien --gemeente antwerpen --age 30 -f table -e
	is "$status:$out" "1:Geen aanbod past."
}

@test "an unmet need is counted, and a dry run counts nothing" {
	network
	does ref find --theme veiligheid --gemeente beernem --age 3 --gap wachtlijst -f csv
	does ref find --theme veiligheid --gemeente beernem --age 3 --gap wachtlijst -f csv
	does ref find --theme veiligheid --gemeente beernem --gap taal --month 2026-09 -f csv
	does ref find --theme veiligheid --gemeente beernem --gap taal -n -f csv
	is "$(hvk-admin sql 'SELECT month, times FROM gap ORDER BY month' -f csv | sed 1d | paste -sd ' ')" "2026-09,1 2026-11,2"
	refuses 2 "theme" ref find --gemeente beernem --gap taal
	refuses 4 "did you mean" ref find --theme veiligheid --gemeente beernem --gap taall
}

@test "as a filter, each row is passed on with the best offer and the person behind it" {
	network
	hvk-register add -q -g oostkamp -t driftbuien --age 2 --answer doorverwijzing -m 2026-10 >id
	hvk-register add -q -g antwerpen -t driftbuien --age 30 --answer doorverwijzing -m 2026-10 >id
	hvk-register add -q -g oostkamp -t slapen --answer info -m 2026-10 >id
	hvk-register list --month 2026-10 -w answer=doorverwijzing >rows.csv
	does ref find rows.csv
	is "$(cut -d , -f 1-12 <<<"$out")" "$(cat rows.csv)"
	is "$(mlr --icsv --ocsv --headerless-csv-output cut -o -f gemeente,offer,offer_partner,person_name <<<"$out")" \
		"11002,,,
31022,winkel-workshop-driftbuien,opvoedingswinkel-brugge,Fien Fictief"
	has "$err" "no offer fits 1 of the rows"
	is "$(ref find -q - <rows.csv)" "$out"
	try ref find -e rows.csv
	is "$status" 1
}

@test "a row that cannot be read is refused with its line and cell" {
	network
	printf 'gemeente,theme\nBrugge,slapen\nBrugge,driftbujen\n' >rows.csv
	try ref find rows.csv
	is "$status" 3
	has "$err" "rows.csv:3:2: theme: "
	has "$err" "driftbuien"
	printf 'a,b\n1,2\n' >rows.csv
	refuses 3 "rows.csv:1: expected a column theme, gemeente or age" ref find rows.csv
	refuses 2 "--explain is for one need" ref find rows.csv --explain
	refuses 2 "--limit: expected 1 or more" ref find --theme slapen --limit 0
	refuses 4 "niets.csv" ref find niets.csv
}

# ---- record, status

@test "of a month that was purged no referral is recorded" {
	network
	hvk-admin purge -q --before 2026-10
	refuses 3 "month: 2026-09 was purged; this store takes nothing of months before 2026-10" \
		ref record --offer winkel-adviesgesprek --month 2026-09
	does ref record --offer winkel-adviesgesprek --month 2026-10
}

@test "a referral is recorded, its trail kept, and it is in the lists" {
	network
	id=$(ref record --offer winkel-adviesgesprek --theme slapen -g brugge --age 3 --desk bib-voorbeeld)
	[ "${#id}" -eq 13 ]
	is "$(ref list -c partner,offer,theme,gemeente,age,desk,warm,status,direction,month -f csv | sed 1d)" \
		"opvoedingswinkel-brugge,winkel-adviesgesprek,slapen,31005,3-5,bib-voorbeeld,no,voorgesteld,out,2026-11"
	does ref status "$id" wachtlijst --on 2026-11-21
	does ref status "$id" gestart --today 2027-01-10
	is "$(ref status "$id" -f csv)" "on,status
2026-11-21,voorgesteld
2026-11-21,wachtlijst
2027-01-10,gestart"
	is "$(ref list --status gestart -f ids)" "$id"
	refuses 2 "2026-12-01" ref status "$id" afgehaakt --on 2026-12-01 --today 2027-01-11
	refuses 4 "did you mean gestart" ref status "$id" gestard
	refuses 4 "0000000000000" ref status 0000000000000 gestart
	refuses 2 "--output is for the trail" ref status "$id" wachtlijst -o trail.csv
}

@test "a warm referral was rung; a person is known by name or slug, at that partner" {
	network
	id=$(ref record --partner opvoedingswinkel-brugge --person 'fien fictief' --warm --theme slapen -g brugge)
	is "$(ref list -c status,warm -f csv --id "$id" | sed 1d)" "gecontacteerd,yes"
	slug=$(ref list -c person -f csv --id "$id" | sed 1d)
	has "$slug" opvoedingswinkel-brugge-
	refuses 3 "" ref record --partner ckg-de-verzonnen-schelp --person "$slug"
}

@test "a desk is called what its partner is called, whichever was first" {
	network
	ref record --offer winkel-adviesgesprek --desk bib-oostkamp >id
	hvk-register add -q -g oostkamp -t slapen --desk opvoedingswinkel-brugge >id
	hvk-partner add 'Bib in Oostkamp (voorbeeld)' --slug bib-oostkamp -q >slug
	is "$(hvk-admin codes list desk -c code,label_nl -f csv | sed 1d | sort)" \
		'bib-oostkamp,Bib in Oostkamp (voorbeeld)
opvoedingswinkel-brugge,Opvoedingswinkel Brugge'
}

@test "with its question: both or neither, and nothing links them" {
	network
	does ref record --offer winkel-adviesgesprek -t slapen -g brugge --warm --with-question --channel telefoon --asker moeder
	is "$(hvk-register list -c gemeente,theme,channel,asker,answer -f csv | sed 1d)" \
		"31005,slapen,telefoon,moeder,warme-doorverwijzing"
	is "$(comm -12 <(ref list -f ids) <(hvk-register list -f ids))" ""
	does ref record --offer winkel-adviesgesprek -t slapen -g damme --warm no --with-question
	is "$(hvk-register list -g damme -c answer -f csv | sed 1d)" doorverwijzing
	network
	refuses 4 "channel" ref record --offer winkel-adviesgesprek -t slapen -g brugge --with-question --channel rook
	refuses 2 "needs a gemeente" ref record --offer winkel-adviesgesprek -t slapen --with-question
	refuses 2 "needs --with-question" ref record --offer winkel-adviesgesprek -t slapen -g brugge --channel telefoon
	is "$(ref list -f ids | wc -l) $(hvk-register list -f ids | wc -l)" "0 0"
	does ref record --offer winkel-adviesgesprek -t slapen -g brugge --with-question -n
	is "$(ref list -f ids | wc -l) $(hvk-register list -f ids | wc -l)" "0 0"
}

@test "what looks personal is refused and not repeated" {
	network
	for option in --desk --theme --gemeente --person; do
		try ref record --offer winkel-adviesgesprek "$option" '0470 12 34 56'
		[ "$status" -ne 0 ]
		is "$(grep -c '0470' <<<"$err$out")" 0
	done
	is "$(ref list -f ids)" ""
}

@test "a referral needs a partner, which its offer may tell" {
	network
	refuses 2 "to whom" ref record --theme slapen
	refuses 4 "did you mean opvoedingswinkel-brugge" ref record --partner opvoedingswinkel-bruge --theme slapen
	refuses 3 "" ref record --partner ckg-de-verzonnen-schelp --offer winkel-adviesgesprek
	does ref record --partner ckg-de-verzonnen-schelp --direction in
	is "$(ref list -c direction -f csv | sed 1d)" in
}

@test "overdue are those of which nothing was heard for that long" {
	network
	old=$(ref record --offer winkel-adviesgesprek --today 2026-10-01)
	known=$(ref record --offer winkel-adviesgesprek --today 2026-10-01)
	ref status "$known" gestart --today 2026-10-03
	ref record --offer winkel-adviesgesprek --today 2026-11-20 >new
	is "$(ref overdue -f ids)" "$old"
	is "$(ref overdue --older-than 60d -f ids)" ""
	try ref overdue -e -f ids
	is "$status" 1
	try ref overdue -e --older-than 3m
	is "$status" 0
	does ref overdue -e -c help
	has "$(ref overdue --help)" "--overdue TIME"
	refuses 2 "soon" ref overdue --older-than soon
}

# ---- card

@test "a card has public facts only" {
	network
	hvk-partner person set opvoedingswinkel-brugge-coordinator --public no -q
	hvk-partner set opvoedingswinkel-brugge --stage-reason 'intern: niet voor gezinnen' --source 'intern register' -q
	for format in table md html; do
		does ref card opvoedingswinkel-brugge -f "$format"
		has "$out" "Opvoedingswinkel Brugge"
		has "$out" "050 00 00 01"
		has "$out" "Fien Fictief"
		is "$(grep -cE 'intern|Victor|Nora|subsidie|2026-09-14|overeenkomst' <<<"$out")" 0
	done
	refuses 2 "csv" ref card opvoedingswinkel-brugge -f csv
	refuses 2 "card cannot be written as csv" ref card opvoedingswinkel-brugge -o card.csv
	is "$(ref --complete card -f '' | paste -sd ' ')" "table md html"
	refuses 4 "did you mean opvoedingswinkel-brugge" ref card opvoedingswinkel-brug
}

@test "a name that is markup stays text" {
	network
	hvk-partner set opvoedingswinkel-brugge --name '<script>alert(1)</script> & "winkel"' -q
	does ref card opvoedingswinkel-brugge -o card.html
	has "$(cat card.html)" '<h1 id="h1">&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;winkel&quot;</h1>'
	is "$(grep -c '<script' card.html)" 0
	has "$(sed 2q card.html)" '<html lang="nl">'
	does ref card opvoedingswinkel-brugge -f html --lang en
	has "$out" '<html lang="en">'
}

@test "slugs and codes complete" {
	network
	has "$(ref --complete card opvoedingsw)" opvoedingswinkel-brugge
	has "$(ref --complete record --offer winkel-adv)" winkel-adviesgesprek
	has "$(ref --complete find --gap wacht)" wachtlijst
	id=$(ref record --offer winkel-adviesgesprek)
	has "$(ref --complete status "${id:0:4}")" "$id"
}
