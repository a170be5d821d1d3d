#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# hvk-agenda: meetings - who came, what was decided and agreed, minutes.
# HVK_GOLDEN=write bats tests/cli/agenda-meeting.bats writes the golden files anew; look at what changed.

load common

setup() {
	hvk_setup
	for name in 'Opvoedwinkel Fictief' 'Speelplek Bedacht' 'Bib <Voorbeeld>'; do
		hvk-partner add -q "$name" -g brugge --stage active >slug
	done
	hvk-partner add -q 'Loket Verzonnen' -g brugge >slug
	hvk-partner person add -q 'Fien Fictief' --slug fien --partner opvoedwinkel-fictief --function onthaal >slug
	hvk-partner person add -q 'Piet Publiek' --slug piet --partner speelplek-bedacht --public >slug
	meeting=netwerkmoment-2026-11-26
}

ag() {
	hvk-agenda "$@"
}

moment() {
	ag meeting add -q --type netwerkmoment --date 2026-11-26 --title 'Netwerkmoment' "$@" >slug
}

attendance() {
	ag attendance list -c partner,people,excused -f csv | sed 1d
}

# ---- attend

@test "all active partners are noted from a pipe" {
	does ag meeting add --type netwerkmoment --date 2026-11-26 --title 'Netwerkmoment'
	is "$out" "$meeting"
	hvk-partner list --stage active -f ids >ids
	does ag meeting attend "$meeting" --ids-from ids
	is "$err" "hvk-agenda: 3 attendances added
hvk-agenda: $meeting is on 2026-11-26, a day to come"
	hvk-partner list --stage active -f ids | ag meeting attend "$meeting" --ids-from - --today 2026-11-26 2>err
	is "$(cat err)" 'hvk-agenda: 3 attendances unchanged'
	is "$(attendance)" "$(printf '%s,1,no\n' bib-voorbeeld opvoedwinkel-fictief speelplek-bedacht)"
}

@test "said again, numbers change; of others nothing does" {
	moment
	does ag meeting attend "$meeting" opvoedwinkel-fictief=3 bib-voorbeeld --excused speelplek-bedacht
	is "$(attendance)" "$(printf '%s\n' bib-voorbeeld,1,no opvoedwinkel-fictief,3,no speelplek-bedacht,0,yes)"
	# Without a number: it came, as many as was known.
	does ag meeting attend "$meeting" opvoedwinkel-fictief speelplek-bedacht bib-voorbeeld=2 --today 2026-11-26
	is "$err" 'hvk-agenda: 2 attendances changed, 1 unchanged'
	is "$(attendance)" "$(printf '%s\n' bib-voorbeeld,2,no opvoedwinkel-fictief,3,no speelplek-bedacht,1,no)"
	does ag meeting attend "$meeting" --excused opvoedwinkel-fictief -n
	is "$err" 'hvk-agenda: dry run: 1 attendance changed'
	does ag undo
	is "$(attendance | tail -1)" speelplek-bedacht,0,yes
	does ag attendance remove "$meeting-speelplek-bedacht"
	is "$(attendance | wc -l)" 2
}

@test "all are noted, or none" {
	moment
	refuses 4 "unknown partner 'spelplek-bedacht'; did you mean speelplek-bedacht?" ag meeting attend "$meeting" \
		opvoedwinkel-fictief spelplek-bedacht
	refuses 2 "'speelplek-bedacht' is named twice" ag meeting attend "$meeting" speelplek-bedacht \
		--excused speelplek-bedacht
	refuses 2 "expected how many came behind '='" ag meeting attend "$meeting" speelplek-bedacht=
	refuses 3 "people: expected a whole number" ag meeting attend "$meeting" opvoedwinkel-fictief \
		speelplek-bedacht=x
	refuses 2 'expected PARTNER..., --ids-from FILE or --excused PARTNER' ag meeting attend "$meeting"
	refuses 4 "unknown meeting 'moment'" ag meeting attend moment speelplek-bedacht
	for nobody in '' =3; do
		refuses 2 'meeting attend: expected a partner, found nothing' ag meeting attend "$meeting" "$nobody"
	done
	refuses 2 'expected a partner, found nothing' ag meeting attend "$meeting" speelplek-bedacht --excused ''
	is "$(attendance)" ''
}

@test "nobody in a pipe is nothing to do" {
	moment
	does ag meeting attend "$meeting" --ids-from - <<<''
	is "$err" 'hvk-agenda: nothing to do'
	is "$(attendance)" ''
}

@test "partners are completed behind the meeting" {
	moment
	is "$(ag --complete meeting attend '' | cut -f 1)" "$meeting"
	is "$(ag --complete meeting attend "$meeting" sp | cut -f 1)" speelplek-bedacht
	is "$(ag --complete meeting attend -n "$meeting" bib-voorbeeld opv | cut -f 1)" opvoedwinkel-fictief
}

@test "a meeting to which people came was held, once its day has come" {
	moment
	ag meeting attend -q "$meeting" speelplek-bedacht
	is "$(ag meeting list -c status -f csv | tail -1)" gepland
	ag meeting attend -q "$meeting" speelplek-bedacht=2 --today 2026-11-26
	is "$(ag meeting list -c status -f csv | tail -1)" gehouden
}

@test "nobody is at what was cancelled" {
	moment
	does ag meeting cancel "$meeting" --reason 'Te weinig inschrijvingen'
	is "$(ag meeting list -c status,reason -f csv | tail -1)" 'geannuleerd,Te weinig inschrijvingen'
	refuses 3 'nobody came to what was cancelled' ag meeting attend "$meeting" speelplek-bedacht
	does ag meeting attend "$meeting" --excused speelplek-bedacht
}

# ---- recurring

@test "meetings recur: the third Thursday of every month" {
	does ag meeting add --type stuurgroep --date 2026-12-17 --every 1m --times 3 --series stuurgroep
	is "$out" "$(printf 'stuurgroep-%s\n' 2026-12-17 2027-01-21 2027-02-18)"
	refuses 4 "no meeting of series 'x' is planned" ag meeting cancel --series x --reason r
	does ag meeting cancel --series stuurgroep --since 2027-02-01 --reason Krokus
	is "$(ag meeting list --status geannuleerd -f ids)" stuurgroep-2027-02-18
}

# ---- actions

@test "actions are open until they are done, and late after their day" {
	moment
	does ag action add 'Lijst nasturen' --meeting "$meeting" --who speelplek-bedacht --due 2026-12-11
	is "$out" "$meeting-1"
	ag action add -q 'Folder maken' --due 2026-11-20 >slug
	is "$(ag actions --open -f ids | paste -sd ' ')" "actie-1 $meeting-1"
	is "$(ag actions --late -f ids)" actie-1
	does ag action done actie-1 --on 2026-11-19
	is "$(ag action list --done 2026-11-19 -f ids)" actie-1
	try ag actions --late -e
	is "$status" 1
	ag actions --open -f ids | ag action done -q --ids-from -
	is "$(ag actions -c done -f csv | sed 1d | paste -sd ' ')" '2026-11-19 2026-11-21'
	is "$(ag actions --open -f ids)" ''
	does ag action history actie-1 -f csv
	has "$out" '2026-11-21,done action actie-1,action,actie-1,done,,2026-11-19'
}

@test "what was done stays done on that day, and not on a day to come" {
	ag action add -q 'Folder maken' --due 2026-11-20 >slug
	refuses 2 'action done: expected --on DATE, found nothing' ag action done actie-1 --on ''
	refuses 3 "done: expected a day that has come, found '2026-11-22'" ag action done actie-1 --on 2026-11-22
	is "$(ag actions --open -f ids)" actie-1
	ag action done -q actie-1 --on 2026-11-19
	refuses 2 'expected --on DATE' ag action done actie-1 --on ''
	does ag action done actie-1
	is "$err" "hvk-agenda: actie-1 was done already on 2026-11-19
hvk-agenda: 1 action unchanged"
	does ag action done actie-1 --on 2026-11-20
	is "$(ag actions -c done -f csv | tail -1)" 2026-11-20
}

@test "a meeting that is removed takes attendance and actions along, and says how many were open" {
	moment
	ag meeting attend -q "$meeting" speelplek-bedacht bib-voorbeeld
	ag action add -q 'Lijst nasturen' --meeting "$meeting" >slug
	ag action add -q 'Affiche' --meeting "$meeting" --done 2026-11-20 >slug
	ag action add -q 'Zonder vergadering' >slug
	does ag meeting remove "$meeting" -n
	is "$err" 'hvk-agenda: dry run: 1 meeting removed, with 4 records of theirs
hvk-agenda: dry run: among them 2 actions; open: 1'
	does ag meeting remove "$meeting"
	has "$err" 'hvk-agenda: among them 2 actions; open: 1'
	is "$(ag actions -f ids)" actie-1
	does ag undo
	is "$(ag actions -f ids | wc -l)" 3
}

# ---- minutes

held() {
	moment --start 9:00 --end 12:00 --place 'De Boomhut' -g brugge --partner opvoedwinkel-fictief \
		--agenda $'Kennismaking\nWarm doorverwijzen' \
		--decisions 'Elke partner noemt een aanspreekpunt & wijkt <niet> af.'
	ag meeting attend -q "$meeting" opvoedwinkel-fictief=3 bib-voorbeeld --excused speelplek-bedacht
	ag action add -q 'Lijst <nasturen>' --meeting "$meeting" --who opvoedwinkel-fictief --person fien \
		--due 2026-12-11 >slug
	ag action add -q 'Affiche' --meeting "$meeting" --who speelplek-bedacht --person piet >slug
	ag meeting add -q --type netwerkmoment --date 2027-03-18 --start 9:00 >slug
	ag meeting add -q --type netwerkmoment --date 2027-01-18 --status geannuleerd --reason x >slug
}

@test "minutes are as they were, in Dutch and in English" {
	held
	golden agenda/minutes.txt ag meeting minutes "$meeting"
	golden agenda/minutes-en.md ag meeting minutes "$meeting" --lang en -f md
	golden agenda/minutes.html ag meeting minutes "$meeting" -f html
	does ag meeting minutes "$meeting" -o verslag.md
	is "$(head -3 verslag.md)" '# Verslag: Netwerkmoment

INTERN: alleen voor het netwerk. Niet om te publiceren.'
	is "$(stat -c %a verslag.md)" 600
}

@test "who is not public is named only when asked for" {
	held
	does ag meeting minutes "$meeting"
	is "$(grep -c Fien <<<"$out" || true)" 0
	has "$out" 'Piet Publiek'
	does ag meeting minutes "$meeting" --with-persons
	has "$out" 'Fien Fictief'
}

@test "what is not known is left out, with its headings" {
	ag meeting add -q --type stuurgroep --date 2026-11-26 >slug
	does ag meeting minutes stuurgroep-2026-11-26 -f md
	is "$out" "$(printf '%s\n\n' '# Verslag: Stuurgroep' 'INTERN: alleen voor het netwerk. Niet om te publiceren.' \
		'Stuurgroep van donderdag 26 november 2026' 'Status: Gepland')"
}

@test "a template of one's own" {
	held
	printf '%s\n' '# {{title}} ({{ type }})' '' '{{start}}-{{end}}, {{people}}/{{partners}}' '' \
		'Op {{date}} in {{place}}, {{gemeente}}.' 'Zonder plaats' '' \
		'## Leeg' '{{notes}}' '### Ook' '{{reason}}' '## Wie' '{{attendance}}' '#geen titel {een} }}' \
		>template.txt
	does ag meeting minutes "$meeting" --template template.txt -f md
	is "$out" "$(cat <<-'END'
		# Netwerkmoment (Netwerkmoment)

		INTERN: alleen voor het netwerk. Niet om te publiceren.

		09:00-12:00, 4/2

		Op donderdag 26 november 2026 in De Boomhut, Brugge.

		Zonder plaats

		## Wie

		| partner | aanwezigen |
		| --- | ---: |
		| Bib \<Voorbeeld\> | 1 |
		| Opvoedwinkel Fictief | 3 |

		\#geen titel {een} }}
	END
	)"
}

@test "a template from Windows, and with blanks behind a table, is one like any other" {
	held
	printf '%s\n' '# {{title}}' '{{attendance}}' '{{actions}}' >template.txt
	ag meeting minutes "$meeting" --template template.txt >plain
	has "$(cat plain)" 'Lijst <nasturen>'
	sed 's/$/\r/' template.txt >windows.txt
	sed 's/}}$/}}  /' template.txt >blanks.txt
	printf '{{actions}} ' >>blanks.txt
	does ag meeting minutes "$meeting" --template windows.txt
	is "$out" "$(cat plain)"
	does ag meeting minutes "$meeting" --template blanks.txt
	printf '{{attendance}} x\n' >template.txt
	refuses 3 'expected {{attendance}} on a line of its own' ag meeting minutes "$meeting" --template template.txt
}

@test "one of one is said in the singular; partners come by their names" {
	moment
	ag meeting attend -q "$meeting" speelplek-bedacht
	does ag meeting minutes "$meeting"
	has "$out" '
1 aanwezige van 1 partner
'
	does ag meeting minutes "$meeting" --lang en
	has "$out" '
1 person of 1 partner
'
	hvk-partner add -q 'Aap Bedacht' --slug zz -g brugge >slug
	ag meeting attend -q "$meeting" zz=2 --excused bib-voorbeeld --excused opvoedwinkel-fictief
	hvk-partner set -q opvoedwinkel-fictief --name 'Aan Zee'
	does ag meeting minutes "$meeting"
	is "$(grep -o 'Aap Bedacht\|Speelplek Bedacht' <<<"$out" | paste -sd ,)" 'Aap Bedacht,Speelplek Bedacht'
	has "$out" '3 aanwezigen van 2 partners'
	has "$out" 'Verontschuldigd: Aan Zee, Bib <Voorbeeld>'
}

@test "the next meeting is of the same house, or of the network as this one" {
	ag meeting add -q --type stuurgroep --date 2026-12-01 >slug
	ag meeting add -q --type stuurgroep --date 2026-12-05 --house oostkamp >slug
	does ag meeting minutes stuurgroep-2026-12-01
	is "$(grep -c Volgende <<<"$out" || true)" 0
	has "$out" 'Stuurgroep van dinsdag 1 december 2026'
	ag meeting add -q --type stuurgroep --date 2026-12-08 >slug
	ag meeting add -q --type stuurgroep --date 2026-12-07 --status geannuleerd --reason x >slug
	does ag meeting minutes stuurgroep-2026-12-01
	has "$out" 'dinsdag 8 december 2026'
	hvk-admin -q codes rename session_status gepland voorzien
	does ag meeting minutes stuurgroep-2026-12-01
	has "$out" 'dinsdag 8 december 2026'
	ag meeting add -q --type stuurgroep --date 2026-12-10 --house oostkamp >slug
	does ag meeting minutes stuurgroep-2026-12-05
	has "$out" 'donderdag 10 december 2026'
}

@test "a template with what there is not is refused, before anything is written" {
	held
	printf '%s\n' '# {{title}}' '{{tite}}' >template.txt
	refuses 3 "template.txt:2: unknown place '{{tite}}'; did you mean {{title}}?" ag meeting minutes "$meeting" \
		--template template.txt -o out.md
	[ ! -e out.md ]
	printf '{{title' >template.txt
	refuses 3 "template.txt:1: expected '}}' behind '{{'" ag meeting minutes "$meeting" --template template.txt
	printf 'Acties: {{actions}}\n' >template.txt
	refuses 3 "template.txt:1: expected {{actions}} on a line of its own" ag meeting minutes "$meeting" \
		--template template.txt
	printf 'a\0b' >template.txt
	refuses 3 'template.txt: expected a text' ag meeting minutes "$meeting" --template template.txt
	refuses 4 nergens.txt ag meeting minutes "$meeting" --template nergens.txt
	refuses 4 "unknown meeting 'x'" ag meeting minutes x
}

@test "a page of a meeting has who came and what was agreed" {
	held
	does ag meeting show "$meeting"
	has "$out" Aanwezigheden
	has "$out" 'Lijst <nasturen>'
	has "$out" 'bib-voorbeeld'
}

@test "attendance and actions come in from files, and again change nothing" {
	moment
	printf '%s\n' vergadering,partner,aanwezigen,verontschuldigd "$meeting,speelplek-bedacht,2," \
		"$meeting,bib-voorbeeld,,ja" >who.csv
	does ag attendance import who.csv
	is "$(attendance)" "$(printf '%s\n' bib-voorbeeld,0,yes speelplek-bedacht,2,no)"
	does ag attendance import who.csv
	is "$err" 'hvk-agenda: 2 attendances unchanged'
	printf '%s\n' vergadering,wie,wat,tegen "$meeting,speelplek-bedacht,Affiche,2026-12-01" >what.csv
	does ag action import what.csv
	does ag action import what.csv
	is "$err" 'hvk-agenda: 1 action unchanged'
	is "$(ag action export)" "$(printf '%s\n' slug,meeting,who,what,due,done \
		"$meeting-1,$meeting,speelplek-bedacht,Affiche,2026-12-01,")"
}
