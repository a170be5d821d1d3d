#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# hvk-agenda: milestones, and the ready-made plan of a house.
# HVK_GOLDEN=write bats tests/cli/agenda-milestone.bats writes the golden files anew; look at what changed.

load common

setup() {
	hvk_setup
}

ag() {
	hvk-agenda "$@"
}

@test "the plan of a house is as it was, in Dutch and in English" {
	golden agenda/plan.csv ag milestone plan --house oostkamp --start 2027-02 -n -q -f csv
	golden agenda/plan-en.txt ag milestone plan --house oostkamp --start 2027-02 -n -q -f table --lang en \
		-c phase,what,due
	[ ! -e "$HVK_DB" ]
}

@test "a plan is laid down, and nothing of it is late yet" {
	does ag milestone plan --house oostkamp --start 2027-02
	is "$out" ''
	is "$err" 'hvk-agenda: 30 milestones added'
	refuses 1 '' ag milestone list --late -e -f ids
	is "$(ag milestone list --late --today 2027-04-01 -c what -f csv | sed 1d | sort)" "$(printf '%s\n' \
		'Lokaal bestuur en trekker aangeduid' 'Verkennende gesprekken met de partners')"
	is "$(ag milestone list --open --phase oprichting -f ids | wc -l)" 8
	does ag undo
	is "$(ag milestone list -f ids)" ''
}

@test "the same plan again changes nothing; another is refused" {
	ag milestone plan -q --house oostkamp --start 2027-02
	does ag milestone plan --house 8020 --start 2027-02 --lang en
	is "$err" 'hvk-agenda: the plan is there already; nothing to do'
	ag milestone done -q oostkamp-persmoment --today 2028-01-12
	does ag milestone plan --house oostkamp --start 2027-02
	refuses 3 'a plan is there already: ' ag milestone plan --house oostkamp --start 2027-03
	has "$err" 'is due 2028-10-31, not 2028-11-30'
	ag milestone remove -q oostkamp-persmoment
	refuses 3 "a plan is there already: 'Persmoment' is taken out of it" ag milestone plan --house oostkamp \
		--start 2027-02
	is "$(ag milestone list -f ids | wc -l)" 29
	# Another house is another plan.
	does ag milestone plan --house torhout --start 2027-03
	is "$(ag milestone list --house torhout -f ids | wc -l)" 30
}

@test "a plan needs a house and a month" {
	refuses 2 'expected --house GEMEENTE and --start MONTH' ag milestone plan --house oostkamp
	refuses 2 "start: expected a month as YYYY-MM, found '2027-13'" ag milestone plan --house oostkamp \
		--start 2027-13
	refuses 2 'house: expected a gemeente, found nothing' ag milestone plan --house '' --start 2027-02
	refuses 4 "house: unknown 'Oostkampt'; did you mean Oostkamp (31022)?" ag milestone plan --house Oostkampt \
		--start 2027-02
}

@test "what a trial shows is not asked for without one" {
	refuses 2 '--columns is for --dry-run' ag milestone plan --house oostkamp --start 2027-02 -c what
	refuses 2 '--output is for --dry-run' ag milestone plan --house oostkamp --start 2027-02 -o plan.csv
	[ ! -e "$HVK_DB" ]
	refuses 2 "unknown option" ag milestone plan --house oostkamp --start 2027-02 -n -s what
}

@test "milestones are listed by the days when they are due, unless asked otherwise" {
	ag milestone add -q A --house oostkamp --phase start --due 2027-03-01 >slug
	ag milestone add -q B --house oostkamp --phase start >slug
	ag milestone add -q C --house oostkamp --phase start --due 2027-01-01 >slug
	is "$(ag milestone list -c what -f csv | sed 1d | paste -sd ' ')" 'C A B'
	is "$(ag milestone list -s -what -c what -f csv | sed 1d | paste -sd ' ')" 'C B A'
}

@test "milestones of one's own: late, open, done" {
	does ag milestone add 'Sleutels van het gebouw' --house oostkamp --phase start --due 2026-11-20
	is "$out" oostkamp-sleutels-van-het-gebouw
	ag milestone add -q 'Naam kiezen' --house oostkamp --phase voorbereiding >slug
	is "$(ag milestone list --late -f ids)" oostkamp-sleutels-van-het-gebouw
	is "$(ag milestone list --open -f ids | wc -l)" 2
	is "$(ag milestone list --late no -f ids)" oostkamp-naam-kiezen
	does ag milestone done oostkamp-sleutels-van-het-gebouw
	is "$(ag milestone list -c done --phase start -f csv | tail -1)" 2026-11-21
	refuses 1 '' ag milestone list --late -e -f ids
	refuses 2 'expected SLUG..., or --ids-from' ag milestone done
	refuses 2 'a milestone needs --house and --phase' ag milestone add X
	does ag milestone show oostkamp-naam-kiezen
	has "$out" 'Naam kiezen'
	ag milestone export -o all.csv
	ag milestone remove -q oostkamp-naam-kiezen
	does ag milestone import all.csv
	is "$err" 'hvk-agenda: 1 milestone added, 1 unchanged'
}
