#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# What hvk-report tells of the agenda: activities, who came to meetings, phases; measures of sessions in tables.
# HVK_GOLDEN=write bats tests/cli/activities.bats writes the golden files anew; look at what changed.

load common

setup_file() {
	hvk_setup
	HVK_DB=$BATS_FILE_TMPDIR/agenda.db
	hvk-register import -q "$data/questions/vragen-2026.csv"
	hvk-partner import -q "$data/report-network/partners.csv"
	hvk-partner house import -q "$data/report-network/houses.csv"
	hvk-agenda session import -q "$data/agenda-report/sessions.csv"
	hvk-agenda meeting import -q "$data/agenda-report/meetings.csv"
	hvk-agenda attendance import -q "$data/agenda-report/attendance.csv"
	hvk-agenda milestone import -q "$data/agenda-report/milestones.csv"
}

setup() {
	hvk_setup
	export HVK_DB=$BATS_FILE_TMPDIR/agenda.db
}

# held_by DIMENSION: the sum of what was held of each of its members
held_by() {
	hvk-report activities -p 2026 --by "$1" | awk -F, '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == "sessions") at = i }
		NR > 1 { n += $at }
		END { print n }'
}

# ---- activities

@test "activities" {
	golden activities/activities.csv hvk-report activities --schoolyear 2026-2027
	golden activities/activities.table hvk-report activities --schoolyear 2026-2027 -f table
	golden activities/activities-en.md hvk-report activities --lang en -f md -g brugge --by partner --by series \
		-p 2026
	golden activities/form-gemeente.csv hvk-report activities --schoolyear 2026-2027 --by form,gemeente -f csv
	golden activities/origin.csv hvk-report activities --by origin
}

@test "every dimension of activities adds up to what was held, or to more where several hold" {
	for by in form gemeente arrondissement province programme series month quarter year schoolyear; do
		is "$by $(held_by $by)" "$by 5"
	done
	for by in theme theme-group partner; do
		is "$by $(held_by $by)" "$by 6"
	done
}

@test "a page of activities leaves out what is nothing, and says how much" {
	does hvk-report activities -p 2026 -f md
	has "$out" 'Zonder aantallen, niet getoond: '
	is "$(grep -c Infotheek <<<"$out")" 0
	has "$(hvk-report activities -p 2026)" 'form,infotheek,Infotheek,0,0,0,'
}

@test "every dimension that is offered is one, of sessions in a table too" {
	offered=$(hvk-report --complete activities --by '' | cut -f 1)
	is "$(wc -l <<<"$offered")" 18
	for by in $offered; do
		does hvk-report activities --by "$by"
		is "${out%%,*}" "$by"
		does hvk-report table --by "$by" --measure sessions
		is "${out%%,*}" "$by"
	done
}

@test "years of activities" {
	is "$(hvk-report activities --year 2026 --by year)" "$(hvk-report activities -p 2026 --by year)"
	is "$(hvk-report activities --schoolyear 2025-2026)" "$(hvk-report activities -p sj2025)"
	refuses 2 'exclude each other' hvk-report activities --year 2026 --schoolyear 2025-2026
	refuses 2 'takes a school year' hvk-report activities --schoolyear 2026
	refuses 2 'takes a calendar year' hvk-report activities --year sj2026
}

@test "what activities do not have is refused" {
	refuses 2 "unknown dimension 'channel'" hvk-report activities --by channel
	refuses 2 'did you mean programme?' hvk-report activities --by programm
	refuses 2 "'form' is given twice" hvk-report activities --by form,form
	refuses 2 'at most 6 dimensions' hvk-report activities --by form,theme,pillar,gemeente,month,partner,series
}

@test "activities as a workbook and as html" {
	does hvk-report activities -p 2026 -o activiteiten.xlsx
	[ -s activiteiten.xlsx ]
	does hvk-report activities -p 2026 -o activiteiten.html
	has "$(cat activiteiten.html)" 'Waar deelnemers vandaan kwamen'
}

# ---- tables

@test "sessions beside questions" {
	golden activities/table.csv hvk-report table --by theme-group --period 2026 --totals \
		--measure questions,sessions,participants,new
	golden activities/table.md hvk-report table --by theme-group --measure sessions,participants --period 2026 \
		--nonzero --totals --bars -f md
	does hvk-report table --by theme-group --measure questions --period 2026
	questions=$out
	does hvk-report table --by theme-group --measure questions,sessions --period 2026
	# Of a session no theme was recorded.
	is "$(cut -d, -f1,2 <<<"$out")" "$questions
not-recorded,0"
}

@test "dimensions of sessions alone" {
	is "$(hvk-report table --by form,programme --measure sessions --nonzero)" "form,programme,sessions
vormingsavond,voorjaar-2026,1
vormingsavond,not-recorded,1
ontmoeting,najaar-2026,1
oudercursus,najaar-2026,2"
	is "$(hvk-report table --by origin --measure participants,sessions --totals)" "origin,participants,sessions
31005,19,3
31022,5,1
31033,20,1
not-recorded,32,2
total,76,5"
}

@test "a session counts in each region that holds its gemeente, once in the total" {
	cp "$HVK_DB" regions.db
	printf '%s\n' region,gemeente noord,Brugge noord,Oostkamp rand,Oostkamp >regions.csv
	hvk-admin regions import -q -d regions.db regions.csv
	does hvk-report table -d regions.db --by region --measure sessions,participants --totals
	is "$out" "region,sessions,participants
noord,3,54
rand,1,30
no-region,2,22
total,5,76"
	is "$(hvk-report activities -d regions.db -p 2026 --region rand --by region | cut -d , -f 1,2)" "region,sessions
noord,1
rand,1"
}

@test "sessions compared, drawn and cut off" {
	is "$(hvk-report table --by gemeente --measure sessions --period 2026-09..2026-10 --compare prev --nonzero)" \
		"gemeente,sessions,sessions_before,sessions_change
31005,2,0,2
31022,1,0,1
31033,1,0,1"
	is "$(hvk-report table --by gemeente --measure participants -p 2026 --top 1 2>/dev/null)" "gemeente,participants
31022,30"
	does hvk-report table --by gemeente --measure sessions -p 2026 --spark -f table
	has "$out" █
	does hvk-report chart --by gemeente --measure participants -p 2026 -f svg
	has "$out" 'Deelnemers per gemeente, 2026 (intern)'
}

@test "what only one of both has is refused" {
	refuses 2 'sessions have no channel; they have month' hvk-report table --by channel --measure questions,sessions
	refuses 2 'questions have no form' hvk-report table --by form
	refuses 2 'questions have no form' hvk-report table --by form --measure sessions,share
	refuses 2 'not known from where' hvk-report table --by origin --measure new
	refuses 2 'restricted by channel' hvk-report table --by month --measure sessions --channel telefoon
	refuses 2 'restricted by answer' hvk-report table --by month --measure sessions --answer info
	refuses 2 'counted from the store' hvk-report table --by month --measure sessions \
		"$data/questions/vragen-2026.csv"
}

# ---- meetings and phases

@test "who came to meetings" {
	hvk-report network | grep -E '^(meetings|attendance|not-met|never-met),' >network.csv
	golden activities/attendance.csv cat network.csv
	hvk-report network --period 2025 --lang en -f md | sed -n '/^## Meetings/,$p' >network.md
	golden activities/attendance-en.md cat network.md
}

@test "phases" {
	golden activities/phases.csv hvk-report phases
	golden activities/phases.table hvk-report phases -f table
	golden activities/phases-en.md hvk-report phases --lang en -f md -g oostkamp --on 2026-02-01
	# Houses without milestones are a number on a page, and rows for a program.
	has "$(hvk-report phases -f md)" 'Zonder mijlpalen: 2.'
	does hvk-report phases -f md -g jabbeke
	is "$(grep -c Jabbeke <<<"$out")" 0
	has "$out" 'Zonder mijlpalen: 1.'
	has "$(hvk-report phases -g jabbeke)" 31012,start,0
	try hvk-report phases -e -g oostkamp
	is "$status" 1
	try hvk-report phases -e -g torhout
	is "$status" 0
}

# ---- years

@test "a year has activities, meetings and phases" {
	golden activities/year.csv sh -c "hvk-report year -f csv | grep -vE ',(questions|contacts|mentions),'"
	golden activities/year.md sh -c "hvk-report year -f md | sed -n '/^## Activiteiten$/,\$p'"
	does hvk-report year --split gemeente -o pages
	is "$(grep -c 'id="h[0-9]*">Activiteiten per werkvorm' pages/oostkamp.html)" 1
	is "$(grep -c 'Netwerkvergaderingen en oprichting' pages/brugge.html)" 0
	does hvk-report year --desk "$(hvk-register list -c desk -f csv | sed -n 2p)" -f csv
	is "$(grep -c ,sessions, <<<"$out")" 0
}

@test "a year for everybody has what was held and no count of people" {
	cp "$HVK_DB" public.db
	export HVK_DB=$PWD/public.db
	hvk-report publish -q --by theme-group,month --period 2026-01..2026-10 -f csv >/dev/null
	does hvk-report year --public -f csv
	has "$out" form,oudercursus,Oudercursus,sessions,2026-01..2026-10,2,ok
	people='participants|new|planned|cancelled|capacity|uncounted|meetings|people|milestones|late'
	is "$(grep -cE ",($people)," <<<"$out")" 0
	is "$(grep -c ^theme-group,.*,sessions, <<<"$out")" 0
	does hvk-report year --public -f md
	has "$out" '## Activiteiten per gemeente'
	is "$(grep -ciE 'bezetting|vergadering|mijlpa' <<<"$out")" 0
}
