#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Entry at the desk in whole lines: what is asked, what an answer means, and what is never taken for granted.

load common.bash

setup() {
	hvk_setup
}

# entry LINES [OPTION...]: answers one a line, '|' between them.
entry() {
	local lines=$1
	shift
	tr '|' '\n' <<<"$lines" >answers
	reg add --line "$@" <answers
}

# What is in the store, without id, as one line a question.
stored() {
	hvk-register list -c gemeente,desk,channel,asker,age,theme,kind,severity,answer,duration,contact -f csv | tail -n +2
}

@test "a question is asked for field by field; its id goes to standard output" {
	does entry 'oostkamp|t|m|4|g|i|i|a|i+f'
	[[ $out =~ ^[0-9A-Z]{13}$ ]] || return 1
	is "$(stored)" 31022,,telefoon,moeder,3-5,gedrag.driftbuien,inhoudelijk,alledaags,info+folder,,new
	is "$(sed 's/(.*)/(...)/' <<<"$err")" "Maand: 2026-11; balie: niet ingevuld. ? helpt, < gaat terug, :q stopt.
Gemeente: 
Kanaal (...): 
Vrager (...): 
Leeftijd (...): 
Thema (...): 
Thema (...) [Enter: de hele groep]: 
Soort (...): 
Ernst (...): 
Antwoord (...): 
Bewaard: Oostkamp; Telefoon; Moeder; 3-5 jaar; Driftbuien; Inhoudelijke opvoedingsvraag; Alledaagse opvoedingsvraag; Informatie gegeven + Folder of brochure
Gemeente [Oostkamp]: 
Vragen in deze zitting: 1"
	has "$err" "Ernst (a Alledaagse opvoedingsvraag; o Opvoedingsspanning; c Opvoedingscrisis; n Opvoedingsnood; "
}

@test "prompts and labels are in the language of --lang" {
	does entry 'gent|t|:q' --lang en
	has "$err" "Month: 2026-11; desk: not filled in."
	has "$err" "Channel (i In person; t Telephone; e Email; "
	has "$err" "The question that was not complete is not saved."
}

@test "the cursor is never moved, and lines are asked for by the environment too" {
	does entry 'gent|t|:q'
	[[ $err != *$'\e'* ]] && [[ $err != *$'\r'* ]]
}

@test "input that ends in the middle of a question saves the ones before and not that one" {
	refuses 3 "De vraag die nog niet af was, is niet bewaard." entry 'oostkamp|t|m'
	is "$(reg list -f ids)" ''
	try entry 'oostkamp|t|m|4|s||||i|oostkamp|c'
	is "$status $(stored)" "3 31022,,telefoon,moeder,3-5,slapen,,,info,,new"
}

@test "input that ends between questions is an end" {
	does entry 'oostkamp||||a|||'
	has "$err" "Vragen in deze zitting: 1"
	does reg add --line </dev/null
	has "$err" "Vragen in deze zitting: 0"
	refuses 3 "Dit moet ingevuld zijn." entry ''
}

@test "a refused answer stops where nobody can try again: what follows would answer other questions" {
	refuses 4 "age: unknown '...'" entry 'oostkamp|t|m|...|g|d|i|a|i'
	has "$err" "Hier stopt het: wat volgt zou andere vragen beantwoorden."
	is "$(stored)" ''
	refuses 3 "Dat staat niet in de lijst." entry 'oostkamp|z'
	refuses 4 "unknown 'zwembad'" entry 'oostkamp|t|m|4|zwembad'
}

@test "a mere Enter never answers the theme, nor what else the last question had" {
	try entry 'oostkamp|t|m|4|s||i|a|i|||||'
	is "$status" 3
	has "$err" "Dit moet ingevuld zijn."
	is "$(stored)" 31022,,telefoon,moeder,3-5,slapen,inhoudelijk,alledaags,info,,new
	does entry 'oostkamp|t|m|4|a|i|a|i|||||a|||' --month 2026-10
	is "$(reg list -m 2026-10 -c gemeente,channel,asker,age,theme,kind,severity,answer | tail -n +2)" \
		"31022,telefoon,,,andere,,,
31022,telefoon,moeder,3-5,andere,inhoudelijk,alledaags,info"
}

@test "a gemeente is found by its beginning, a part of its name, a deelgemeente, a postcode, also without Shift" {
	for text in oostk stkamp Ruddervoorde 8020 '!àéà' 31022; do
		does entry "$text||||a|||"
	done
	is "$(stored | cut -d , -f 1 | sort -u)" 31022
	is "$(stored | wc -l)" 6
	refuses 4 "gemeente: unknown 'Oostkmap'; did you mean Oostkamp (31022)?" entry Oostkmap
}

@test "several gemeenten are a list; those of a region come alone" {
	refuses 3 "Te veel gemeenten passen" entry 'be'
	does entry 'oost|o||||a|||'
	has "$err" "Welke (o Oostkamp; s Oostende; t Oostrozebeke; e Oosterzele): "
	is "$(stored | cut -d , -f 1)" 31022
	printf 'region,gemeente\nkust,Oostende\nkust,Gent\n' >regions.csv
	does hvk-admin regions import regions.csv
	does entry 'oost||||a|||'
	is "$(stored | cut -d , -f 1)" "$(printf '31022\n35013')"
}

@test "digits choose by place, those of a Belgian keyboard without Shift too; an age is in years" {
	does entry "gent|2|é|'|2|1|(||"
	is "$(stored)" 44021,,telefoon,moeder,3-5,slapen.inslapen,casus,,,,new
}

@test "names of codes are accepted whole or cut short, and behind a slash" {
	does entry 'gent|/tel|groot|0-2|driftb|prakt|/alledaags|info+folder'
	is "$(stored)" 44021,,telefoon,grootouder,0-2,gedrag.driftbuien,praktisch,alledaags,info+folder,,new
	refuses 4 "fits several" entry 'gent|t|m|4|ver'
}

@test "a line full of answers with long codes is not cut short" {
	code=zelden$(printf 'x%.0s' $(seq 58))
	printf 'list,code,label_nl\nanswer,%s,Zelden\n' "$code" | does hvk-admin codes import -
	does entry "gent|t|||a|||$(printf 'z+%.0s' $(seq 100))i"
	is "$(reg list -c answer -f csv | tail -n 1)" "info+$code"
}

@test "a group of themes may be taken as a whole, and left again" {
	does entry 'gent||||g||||'
	does entry 'gent||||g|<|s||||'
	is "$(stored | cut -d , -f 6)" "$(printf 'slapen\ngedrag')"
}

@test "'<' goes back and keeps what was answered" {
	does entry 'gent|t|m|<|<|<|oostkamp|||4|a|||'
	is "$(stored)" 31022,,telefoon,moeder,3-5,andere,,,,,new
	has "$err" "Vrager (o Ouder (niet nader bepaald)"
	has "$err" ") [Telefoon]: "
	has "$err" "Gemeente [Gent]: "
}

@test "'<' on the gemeente goes back to desk and month, which then hold" {
	does entry '<|<|2026-10|loket-noord|gent||||a||||||||s|||||:q'
	is "$(reg list -m 2026-10 -c month,desk,theme | tail -n +2)" "2026-10,loket-noord,slapen
2026-10,loket-noord,andere"
	try entry '<|<|<|:q'
	has "$err" "Dit is het eerste veld."
	refuses 3 "Die maand moet nog komen." entry '<|<|2026-12'
}

@test "a month is typed without Shift too" {
	does entry '<|<|éàé§-&à|-|gent|t|m||s||||i'
	is "$(reg list -c month,gemeente -f csv | tail -n +2)" 2026-10,44021
}

@test "'=' takes what the last question had, also the theme; '-' takes away" {
	does entry 'gent|t|m|4|s||i|a|i|=|=|=|=|=|=|=|-'
	is "$(stored | sort | uniq -c | sed 's/^ *//')" \
		"1 44021,,telefoon,moeder,3-5,slapen,inhoudelijk,alledaags,,,new
1 44021,,telefoon,moeder,3-5,slapen,inhoudelijk,alledaags,info,,new"
	refuses 3 "De vorige vraag heeft dit niet." entry 'gent|='
	refuses 3 "Dit moet ingevuld zijn." entry '-'
}

@test "':=' repeats the whole question" {
	does entry 'gent|t|m|4|s||i|a|i|:='
	is "$(stored | uniq -c | sed 's/^ *//')" "2 44021,,telefoon,moeder,3-5,slapen,inhoudelijk,alledaags,info,,new"
	does entry 'gent|t|m|4|s||i|a|i|oostkamp|:=' --month 2026-10
	is "$(reg list -m 2026-10 -c gemeente,theme | tail -n +2)" "$(printf '31022,slapen\n44021,slapen')"
}

@test "':s' is a further question of the same conversation, ':d' how long it took" {
	does entry 'gent|t|m|4|s||:d|5|i|a|i|:s|a|||'
	is "$(stored)" "44021,,telefoon,moeder,3-5,slapen,inhoudelijk,alledaags,info,5-15,new
44021,,telefoon,moeder,3-5,andere,,,,,same"
}

@test "':u' takes out the last question of the sitting, and no other's" {
	does add --desk ander-loket
	does entry 'gent||||a||||:u|oostkamp||||s||||'
	is "$(stored | cut -d , -f 1,2,6)" "$(printf '31022,,slapen\n44021,ander-loket,slapen')"
	has "$err" "Weggehaald: Gent; Andere"
	has "$err" "Vragen in deze zitting: 1"
	refuses 3 "In deze zitting is daarvoor geen vraag bewaard." entry ':u'
	is "$(stored | wc -l)" 2
}

@test "':u' does not take out what another desk added since" {
	mkfifo pipe
	reg add --line <pipe >ids 2>said &
	exec 7>pipe
	printf 'gent\n\n\n\na\n\n\n\n' >&7
	for _ in $(seq 100); do [ -s ids ] || grep -q Bewaard said && break; sleep 0.1; done
	does add --desk ander-loket
	printf ':u\n' >&7
	exec 7>&-
	wait
	is "$(stored | cut -d , -f 2,6)" ander-loket,slapen
}

@test "':e' asks the last question again with its answers; the one before is voided" {
	does entry 'gent|t|m|4|s||i|a|i|:e||||3||||'
	is "$(stored)" 44021,,telefoon,moeder,3-5,slapen,inhoudelijk,alledaags,info,,new
	does entry 'gent|t|m|4|s||i|a|i|:e||c|||a|||w|oostkamp||||n|||' --month 2026-10
	is "$(reg list -m 2026-10 -c gemeente,channel,theme,kind,answer | tail -n +2)" \
		"31022,chat,onbekend,,
44021,chat,andere,inhoudelijk,warme-doorverwijzing"
	has "$err" "Vragen in deze zitting: 2"
	does entry 'gent||||a||||:e|oostkamp|:e|:q' --month 2026-09
	has "$err" "De laatste vraag blijft zoals ze was."
	is "$(reg list -m 2026-09 -c gemeente | tail -n +2)" 44021
}

@test "what was being entered when ':e' came is in hand again afterwards" {
	does entry 'gent||||a||||oostkamp|t|v|:e|brugge||||a||||4|s||||'
	is "$(stored | cut -d , -f 1,3-6)" "$(printf '31005,,,,andere\n31022,telefoon,vader,3-5,slapen')"
}

@test "':r' records a referral with theme, gemeente and age, and nothing links it" {
	for kind in partner person offer; do
		does hvk-partner ${kind/partner/} import -q "$data/network/${kind}s.csv"
	done
	does entry 'oostkamp|t|m|2|driftbuien|i|a|:r|w|j|w' --desk loket-noord
	is "$(stored | cut -d , -f 1-6,9)" 31022,loket-noord,telefoon,moeder,0-2,gedrag.driftbuien,warme-doorverwijzing
	is "$(hvk-refer list -c month,offer,theme,gemeente,age,desk,warm | tail -n +2)" \
		2026-11,winkel-workshop-driftbuien,gedrag.driftbuien,31022,0-2,loket-noord,yes
	has "$err" "Warme doorverwijzing genoteerd: Workshop Omgaan met driftbuien"
	does hvk-admin check
	does entry 'oostkamp||||driftbuien||||:r|w|n' --month 2026-10
	is "$(hvk-refer list -c month,warm,person | tail -n +2)" "2026-10,no,
2026-11,yes,opvoedingswinkel-brugge-pedagogisch-adviseur"
	refuses 3 "Daarvoor zijn eerst gemeente en thema nodig." entry ':r'
}

@test "an unknown order is refused, with the nearest, and not repeated" {
	refuses 3 "Bedoelde u :undo?" entry ':unod'
	refuses 3 "Die opdracht is er niet" entry ':0470123456'
	[[ $err != *0470* ]]
}

@test "what looks personal is refused and not repeated" {
	for text in 0470123456 'jan@voorbeeld.example' 'Voorbeeldstraat 12'; do
		refuses 3 "looks like" entry "$text"
		[[ $err != *"$text"* ]] || return 1
		refuses 3 "looks like" entry "gent|$text"
		[[ $err != *"$text"* ]] || return 1
	done
	is "$(stored)" ''
}

@test "--lock: what options give, month and desk are not asked" {
	does entry '4|s|||||5|a|||' --lock -g gent --channel tel --desk loket --asker moeder
	is "$(stored)" "44021,loket,telefoon,moeder,3-5,slapen,,,,,new
44021,loket,telefoon,moeder,3-5,andere,,,,,new"
	[[ $err != *Gemeente* ]] || return 1
	has "$err" "new desk 'loket'"
	refuses 2 "--lock is for asking" add --lock
	refuses 2 "--short is a whole question" reg add --line --short 'gent slapen'
	refuses 2 "expected something left to ask" reg add --line --lock -g gent -t slapen --channel telefoon \
		--asker vader --age 3 --kind praktisch --severity nood --answer info </dev/null
}

@test "without --lock options stand ready for the first question only" {
	does entry '||||||||gent||||s||||' -g oostkamp -t andere --asker moeder
	is "$(stored | cut -d , -f 1,4,6)" "$(printf '31022,moeder,andere\n44021,,slapen')"
}

@test "without a terminal and without --line nothing is asked" {
	refuses 2 "a question needs a gemeente (--gemeente) and a theme (--theme)" reg add </dev/null
	refuses 2 "a question needs a theme (--theme)" reg add -g gent </dev/null
}

@test "--dry-run asks, checks and writes nothing" {
	does entry 'gent||||a|||' -n
	has "$err" "Proef: er wordt niets bewaard."
	has "$err" "In orde, niet bewaard (proef): Gent; Andere"
	is "$out" ''
	[ ! -e "$HVK_DB" ]
	does add
	does entry 'gent||||a|||' -n
	is "$(stored | wc -l)" 1
}

@test "--quiet leaves the prompts and the errors" {
	does entry 'gent||||a|||' -q
	is "$out$(sed 's/ (.*)//' <<<"$err")" "Gemeente: 
Kanaal: 
Vrager: 
Leeftijd: 
Thema: 
Soort: 
Ernst: 
Antwoord: 
Gemeente [Gent]: "
}

@test "a store that is locked leaves the question unsaved, and says so" {
	does add
	sqlite3 "$HVK_DB" 'BEGIN IMMEDIATE; SELECT 1;' '.shell touch locked; sleep 5' >/dev/null &
	for _ in $(seq 50); do [ -e locked ] && break; sleep 0.1; done
	refuses 6 "De vraag die nog niet af was, is niet bewaard." entry 'gent||||a|||' --wait 100
	wait
	is "$(stored | wc -l)" 1
}

@test "lines that are too long, or no text, are refused" {
	refuses 3 "te lang, of geen gewone tekst" entry "$(printf 'x%.0s' $(seq 300))"
	printf 'ge\0nt\n' >lines
	refuses 3 "te lang, of geen gewone tekst" reg add --line <lines
	printf '\377\n' >lines
	refuses 3 "expected UTF-8 text" reg add --line <lines
}

@test "a list longer than the alphabet has pages" {
	for n in $(seq 10 39); do echo "channel,kanaal-$n,Weg $n"; done >codes.csv
	sed -i '1i list,code,label_nl' codes.csv
	does add
	does hvk-admin codes import codes.csv
	does entry 'gent|>|w|||a|||'
	has "$err" "; > meer): "
	is "$(stored | grep -c ,kanaal-)" 1
}

@test "a gemeente is found by a part of its name, but not by two letters in the middle of one" {
	printf 'region,gemeente\nhier,31043\nhier,31022\n' >hier.csv
	hvk-admin init --region hier.csv -q
	run hvk-register add --line <<<$'is\n'
	[[ $output != *Knokke-Heist* ]]
	run hvk-register add --line <<<$'kke-h\nt\nm\n0-2\nslapen\n\n\n\n'
	has "$output" 'Bewaard: Knokke-Heist'
	run hvk-register add --line <<<$'ge\n'
	[[ $output != *Brugge* ]]
}
