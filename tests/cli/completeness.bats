#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# hvk-report completeness and hvk-register received: which months of desks are in, late or missing; zero is not missing.

load common

setup() {
	hvk_setup
}

# on DAY DESK MONTH: a question that is registered on that day
on() {
	HVK_TODAY=$1 add -q --desk "$2" --month "$3"
}

# noord is always in time, and had none in September; zuid was late in August and is silent since; oost began in October.
desks() {
	on 2026-08-04 noord 2026-08
	on 2026-08-05 noord 2026-08
	on 2026-09-11 zuid 2026-08
	on 2026-10-20 oost 2026-10
	on 2026-11-10 noord 2026-10
	reg received -q --desk noord --month 2026-09 --on 2026-10-01
}

complete() {
	hvk-report completeness "$@"
}

@test "each month of each desk has a status" {
	desks
	does complete -p 2026-08..2026-10 -f csv
	is "$out" "desk,month,status,received_on,questions
noord,2026-08,received,,2
noord,2026-09,zero,2026-10-01,0
noord,2026-10,received,2026-11-10,1
oost,2026-10,received,,1
zuid,2026-08,late,2026-09-11,1
zuid,2026-09,missing,,
zuid,2026-10,missing,,"
	does complete -p 2026-10..2026-11 --desk zuid -f jsonl
	is "$out" '{"desk":"zuid","month":"2026-10","status":"missing","received_on":null,"questions":null}
{"desk":"zuid","month":"2026-11","status":"open","received_on":null,"questions":null}'
}

@test "people see desks by months, what is missing, what was late, and totals" {
	desks
	does complete -p 2026-08..2026-11 -f md
	has "$out" "Verwacht 10: ontvangen 3, laat 1, ontbreekt 2, nul 1, open 3."
	has "$out" "| balie | aug 2026 | sep | okt | nov |"
	has "$out" "| noord | 2 | 0 | 1 | open |"
	has "$out" "| oost |  |  | 1 | open |"
	has "$out" "| zuid | laat 1 | – | – | open |"
	has "$out" "–: ontbreekt."
	has "$out" "## Wat ontbreekt"
	has "$out" "| zuid | sep 2026 |"
	has "$out" "| zuid | aug 2026 | 2026-09-11 | 1 |"
	has "$out" "| zuid | 4 | 0 | 1 | 2 | 0 | 1 |"
	has "$out" "| sep 2026 | 2 | 0 | 0 | 1 | 1 | 0 |"
	does complete -p 2026-08..2026-11 -f html
	has "$out" "laat 1"
	does complete --lang en -p 2026-10 -f table
	has "$out" "What is missing"
	has "$out" "Completeness of the register, October 2026"
}

@test "more than a year is a table for every year, beginning where there is something" {
	desks
	on 2025-01-15 oost 2025-01
	does complete --until 2026-10 -f md
	has "$out" "| balie | jan 2025 | feb | mrt | apr | mei | jun | jul | aug | sep | okt | nov | dec |"
	has "$out" "| balie | jan 2026 | feb | mrt | apr | mei | jun | jul | aug | sep | okt |"
	is "$(grep -c '^| balie | jan' <<<"$out")" 2
	# A year in which nothing was expected has no table.
	does complete -p 2023-01..2025-02 -f md
	is "$(grep -c '^| balie | jan' <<<"$out")" 1
}

@test "what is missing is status 1 when so asked; late and zero are not" {
	desks
	try complete -p last-month -e -q -f csv
	is "$status" 1
	does complete -p last-month -e -q --desk noord --desk oost
	does complete -p 2026-08 -e --deadline 0
	has "$out" "zuid,2026-08,late"
	try complete -p last-month -e --deadline 20
	is "$status" 1
	does complete -p last-month -e --deadline 21
	has "$out" "zuid,2026-10,open"
	try complete -p last-month -e -o rapport.html
	is "$status" 1
	[ -s rapport.html ]
}

@test "a desk that is retired is asked for nothing more" {
	desks
	hvk-admin codes retire -q desk zuid 2026-09-30
	does complete -p 2026-08..2026-10 --desk zuid -f csv
	is "$out" "desk,month,status,received_on,questions
zuid,2026-08,late,2026-09-11,1
zuid,2026-09,missing,,"
	refuses 3 "not in use after 2026-09-30" reg received --desk zuid --month 2026-10
}

@test "a desk that never said anything is missing from the first month on" {
	printf 'list,code,label_nl\ndesk,stil,Stille balie\n' | hvk-admin codes import -q -
	does complete -p 2026-09..2026-10 -f csv
	is "$out" "desk,month,status,received_on,questions
stil,2026-09,missing,,
stil,2026-10,missing,,"
	does complete -p 2026-09..2026-10 -f md
	has "$out" "| Stille balie | – | – |"
}

@test "nothing expected is said so" {
	hvk-admin init -q
	does complete -f md
	has "$out" "Van geen enkele balie werd iets verwacht."
	does complete -e -f csv
	is "$out" "desk,month,status,received_on,questions"
}

@test "received: told, told again, corrected, taken back" {
	desks
	does reg received --desk zuid --month 2026-09 -n
	has "$err" "dry run: zuid 2026-09 would change"
	has "$(complete -m 2026-09 --desk zuid -f csv)" "missing"
	does reg received --desk zuid --month 2026-09
	has "$err" "zuid 2026-09: received"
	has "$(complete -m 2026-09 --desk zuid -f csv)" "zuid,2026-09,late,2026-11-21,0"
	does reg received --desk zuid --month 2026-09
	has "$err" "zuid 2026-09: nothing changed"
	does reg received -q --desk zuid --month 2026-09 --on 2026-10-03
	is "$err" ""
	has "$(complete -m 2026-09 --desk zuid -f csv)" "zuid,2026-09,zero,2026-10-03,0"
	does reg received --desk zuid --month 2026-09 --remove
	has "$err" "zuid 2026-09: not received"
	has "$(complete -m 2026-09 --desk zuid -f csv)" "missing"
	does reg received -q --desk zuid --month last-month
	has "$(complete -m 2026-10 --desk zuid -f csv)" "late,2026-11-21,0"
}

@test "received: what cannot be" {
	desks
	refuses 2 "expected --desk DESK and --month MONTH" reg received --desk zuid
	refuses 2 "expected --desk DESK and --month MONTH" reg received --month 2026-09
	refuses 2 "expected one month" reg received --desk zuid --month 2026-Q3
	refuses 2 "2026-12 is in the future" reg received --desk zuid --month 2026-12
	refuses 2 "is a day to come" reg received --desk zuid --month 2026-10 --on 2026-11-22
	refuses 2 "--remove takes no --on" reg received --desk zuid --month 2026-10 --remove --on 2026-11-20
	refuses 4 "did you mean zuid" reg received --desk zuit --month 2026-10
	refuses 2 "has questions in 2026-08" reg received --desk zuid --month 2026-08 --remove
	refuses 2 "from 0 to 366" complete --deadline 367
	refuses 2 "unknown option" complete --gemeente brugge
	refuses 5 "" reg received --db nergens.db --desk zuid --month 2026-10
}

@test "a sheet without rows says that there were no questions" {
	desks
	printf 'maand;gemeente;thema\n' >leeg.csv
	does reg import -n --desk zuid -m 2026-09 leeg.csv
	has "$err" "no questions of desk 'zuid' in 2026-09"
	has "$(complete -m 2026-09 --desk zuid -f csv)" "missing"
	does reg import --desk zuid -m 2026-09 leeg.csv
	has "$err" "no questions of desk 'zuid' in 2026-09"
	has "$(complete -m 2026-09 --desk zuid -f csv)" "zuid,2026-09,late,2026-11-21,0"
	# A desk or a month alone says nothing; a row that is refused was a question.
	does reg import --desk zuid leeg.csv
	does reg import -m 2026-10 leeg.csv
	printf 'maand;gemeente;thema\n2026-10;Nergens;slapen\n' >fout.csv
	try reg import --desk zuid -m 2026-10 --on-error skip fout.csv
	is "$status" 3
	has "$(complete -m 2026-10 --desk zuid -f csv)" "missing"
	refuses 4 "did you mean zuid" reg import --desk zuit -m 2026-10 leeg.csv
	refuses 2 "2026-12 is in the future" reg import --desk zuid -m 2026-12 leeg.csv
}

@test "undo takes back what came in with the change, and not what was told" {
	desks
	printf 'month,gemeente,theme,desk\n2026-10,Gent,slapen,zuid\n2026-09,Gent,slapen,zuid\n' >blad.csv
	reg import -q blad.csv
	has "$(complete -m 2026-09 --desk zuid -f csv)" "zuid,2026-09,late,2026-11-21,1"
	reg received -q --desk zuid --month 2026-10 --on 2026-11-05
	reg undo -q
	does complete -p 2026-09..2026-10 --desk zuid -f csv
	is "$out" "desk,month,status,received_on,questions
zuid,2026-09,missing,,
zuid,2026-10,zero,2026-11-05,0"
}

@test "a question that is voided leaves zero" {
	id=$(HVK_TODAY=2026-11-05 add --desk noord --month 2026-10)
	reg void -q "$id"
	has "$(complete -m 2026-10 -f csv)" "noord,2026-10,zero,2026-11-05,0"
}

@test "no day within a month is kept" {
	on 2026-10-17 noord 2026-10
	on 2026-10-18 zuid 2026-10
	reg received -q --desk zuid --month 2026-09 --on 2026-09-12
	is "$(hvk-admin sql 'SELECT desk, month, received_on FROM v_delivery ORDER BY 1, 2' -f csv)" "desk,month,received_on
noord,2026-10,
zuid,2026-09,
zuid,2026-10,"
	! grep -aq -e 2026-10-1 -e 2026-09-12 "$HVK_DB" || return 1
}

@test "purged months are gone, and not missing" {
	on 2026-08-04 noord 2026-08
	on 2026-10-04 noord 2026-10
	hvk-admin purge -q --before 2026-09
	does complete -p 2026-08..2026-10 -f csv
	is "$out" "desk,month,status,received_on,questions
noord,2026-10,received,,1"
	refuses 3 "month: 2026-08 was purged; this store takes nothing of months before 2026-09" \
		reg received --desk noord --month 2026-08
}
