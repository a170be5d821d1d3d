#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# hvk-agenda: sessions - one, a series, counted, cancelled, a whole season in one file - and what all kinds share.

load common

setup() {
	hvk_setup
	hvk-partner add -q 'Opvoedwinkel Fictief' --slug winkel -g brugge --stage active >slug
	hvk-partner add -q 'Speelplek Bedacht' --slug speelplek -g torhout >slug
	hvk-partner person add -q 'Fien Fictief' --slug fien --partner winkel --function onthaal >slug
	hvk-partner offer add -q 'Sterk staan' --slug sterk --partner winkel --form workshop --theme gedrag.driftbuien \
		-g brugge --capacity 14 --cost gratis >slug
}

ag() {
	hvk-agenda "$@"
}

# cells COLUMNS TYPE [OPTION...]: what a list has, without its header
cells() {
	local columns=$1
	shift
	hvk-agenda "$1" list "${@:2}" -c "$columns" -f csv | sed 1d
}

@test "help of every verb fits 80 columns" {
	does ag --help
	[ "$(wc -L <<<"$out")" -le 80 ]
	while read -r verb; do
		# shellcheck disable=SC2086
		does ag $verb --help
		has "$out" "Usage: hvk-agenda $verb"
		[ "$(wc -L <<<"$out")" -le 80 ]
	done < <(hvk-agenda --dump-options | awk -F '\t' '$2 != "" && $4 == "" { print $2 }')
	[ "$(hvk-agenda --dump-options | awk -F '\t' '$4 == ""' | wc -l)" -gt 40 ]
}

# ---- add

@test "a session takes from its offer what is not said, who holds it too" {
	does ag session add 'Sterk staan, eerste avond' --offer sterk --date 2026-12-01 --start 19:30
	is "$out" sterk-staan-eerste-avond
	is "$(cells partner,form,theme,gemeente,capacity,cost,status session)" \
		winkel,workshop,gedrag.driftbuien,31005,14,gratis,gepland
	does ag session add 'In Torhout' --offer sterk --partner speelplek -g torhout --date 2026-12-02 --capacity 8
	is "$(cells partner,gemeente,capacity session --slug in-torhout)" speelplek,31033,8
}

@test "what a session cannot do without is asked for" {
	refuses 2 'a session needs --date and --partner' ag session add Avond
	refuses 2 'a session needs --title' ag session add --partner winkel --date 2026-12-01
	refuses 2 'an action needs --what' ag action add
	refuses 2 "the operand 'A' is --title, which is given too" ag session add A --title B --partner winkel \
		--date 2026-12-01
	refuses 3 "end: expected a time after 19:30" ag session add A --partner winkel --date 2026-12-01 --start 19:30 \
		--end 19:00
	does ag session add A --partner winkel --date 2026-12-01 -n
	is "$out$err" 'hvk-agenda: dry run: 1 session would be added'
	is "$(ag session list -f ids)" ''
}

@test "a series is laid down at once, as one change" {
	does ag session add Weerbaarheid --partner winkel --series weerbaarheid --date 2026-12-01 --every 1w --times 3 \
		--except 2026-12-08
	is "$out" "$(printf 'weerbaarheid-%s\n' 1 2 3)"
	is "$(cells date session)" "$(printf '2026-12-%s\n' 01 15 22)"
	does ag session history weerbaarheid-3 -f csv
	has "$out" 'add 3 sessions weerbaarheid'
	# A second one goes on with the numbers.
	does ag session add Weerbaarheid --partner winkel --series weerbaarheid --date 2027-01-05 --every 2w \
		--until 2027-01-31
	is "$out" "$(printf 'weerbaarheid-%s\n' 4 5)"
	does ag undo
	is "$(ag session list -f ids | wc -l)" 3
	does ag undo
	is "$(ag session list -f ids)" ''
}

@test "a trial of a series tells its days, and writes nothing" {
	does ag session add W --partner winkel --series w --date 2026-12-17 --every 1m --times 3 -n
	is "$out" ''
	is "$err" 'hvk-agenda: dry run: 3 sessions would be added: 2026-12-17, 2027-01-21, 2027-02-18'
	does ag session add W --partner winkel --series w --date 2026-12-31 --every 1m --times 3 --same-day -n
	has "$err" ': 2026-12-31, 2027-01-31, 2027-02-28'
	is "$(ag session list -f ids)" ''
}

@test "half a series is refused: how often, which, on which days" {
	local one=(ag session add W --partner winkel --date 2026-12-01)
	refuses 2 '--every needs --series' "${one[@]}" --every 1w --times 3
	refuses 2 '--every needs --times or --until' "${one[@]}" --series w --every 1w
	refuses 2 '--times is for --every' "${one[@]}" --series w --times 3
	refuses 2 '--except is for --every' "${one[@]}" --except 2026-12-08
	refuses 2 '--slug is for one' "${one[@]}" --series w --every 1w --times 3 --slug x
	refuses 2 '--times: expected 1 or more' "${one[@]}" --series w --every 1w --times 0
	refuses 2 "every: expected days, weeks or months, as 3d, 1w or 1m, found 'weekly'" "${one[@]}" --series w \
		--every weekly --times 3
	refuses 2 'except: 2026-12-09 is none of the dates' "${one[@]}" --series w --every 1w --times 3 \
		--except 2026-12-09
	refuses 2 '--every needs --series' "${one[@]}" --series '' --every 1w --times 3
	mapfile -t days < <(for day in {1..367}; do date -d "2026-12-01 + $day days" +--except=%F; done)
	refuses 2 '--except: expected at most 366 of them' "${one[@]}" --series w --every 1d --times 3 "${days[@]}"
	is "$(ag session list -f ids)" ''
}

# ---- count

@test "a session that is counted was held; counted again it is replaced, and said so" {
	ag session add -q W --partner winkel --series w --date 2026-10-06 >slug
	does ag session count w-1 --participants 14 --new 5 --from Brugge=9 --from Oostkamp=5
	is "$out" ''
	is "$err" 'hvk-agenda: w-1: 14 took part'
	is "$(cells status,participants,new,origin session)" gehouden,14,5,31005=9+31022=5
	does ag session count w-1 --participants 12 --from 8000=12 -n
	is "$err" 'hvk-agenda: dry run: w-1 was counted before: 14 took part, now 12'
	is "$(cells participants session)" 14
	does ag session count w-1 --participants 12
	is "$err" 'hvk-agenda: w-1 was counted before: 14 took part, now 12'
	is "$(cells participants,new,origin session)" 12,,
	does ag session count w-1 --participants 12 --new 1
	is "$err" 'hvk-agenda: w-1 was counted before: 12 took part, and now as many'
	does ag -q session count w-1 --participants 0
	is "$out$err" ''
	does ag session history w-1 -f csv
	has "$out" 'counted session w-1'
}

@test "sums that do not fit are refused with their numbers" {
	ag session add -q W --partner winkel --series w --date 2026-10-06 >slug
	refuses 3 'new: expected at most the 14 who took part, found 15' ag session count w-1 --participants 14 --new 15
	refuses 3 'origin: expected at most the 14 who took part in all, found 15' ag session count w-1 \
		--participants 14 --from brugge=9 --from oostkamp=6
	refuses 3 'origin: expected each gemeente once' ag session count w-1 --participants 14 --from brugge=9 \
		--from 8000=1
	refuses 3 'origin' ag session count w-1 --participants 14 --from Brugge
	refuses 4 "unknown 'Brugghe'; did you mean Brugge" ag session count w-1 --participants 14 --from Brugghe=1
	refuses 2 'expected --participants N' ag session count w-1 --new 1
	refuses 2 "--participants: expected a whole number" ag session count w-1 --participants veel
	refuses 4 "unknown session 'w-2'" ag session count w-2 --participants 1
	is "$(cells status,participants session)" gepland,
	# On a day to come that is a mistake, mostly.
	ag session set -q w-1 --date 2027-10-06
	does ag session count w-1 --participants 1
	has "$err" 'w-1 is on 2027-10-06, a day to come'
}

@test "nobody took part in what was cancelled" {
	ag session add -q W --partner winkel --series w --date 2026-10-06 >slug
	ag session cancel -q w-1 --reason 'Lesgever ziek'
	refuses 3 'participants: nobody took part in what was cancelled, found 5; set its status first' ag session count w-1 --participants 5
	is "$(cells status,participants,reason session)" 'geannuleerd,,Lesgever ziek'
}

# ---- cancel

@test "one session is cancelled, or what is left of a series" {
	ag session add -q W --partner winkel --series w --date 2026-11-10 --every 1w --times 4 >slugs
	ag -q session count w-1 --participants 3
	refuses 2 'expected --reason TEXT' ag session cancel w-2
	refuses 2 'expected SLUG..., or --ids-from' ag session cancel --reason ziek
	refuses 2 'either SLUG... or --series' ag session cancel w-2 --series w --reason ziek
	ag session add -q Los --partner winkel --date 2026-12-01 >slug
	refuses 2 'session cancel: expected --series SLUG, found nothing' ag session cancel --series '' --reason ziek
	is "$(cells status session --slug los)" gepland
	ag session remove -q los
	refuses 2 '--since is for --series' ag session cancel w-2 --since 2026-11-10 --reason ziek
	refuses 4 "no session of series 'x' is planned" ag session cancel --series x --reason ziek
	does ag session cancel --series w --since 2026-11-24 --reason 'Zaal gesloten' -n
	is "$err" 'hvk-agenda: dry run: 2 sessions changed'
	does ag session cancel --series w --since 2026-11-24 --reason 'Zaal gesloten'
	is "$(cells slug,status,reason session)" "$(printf '%s\n' w-1,gehouden, w-2,gepland, \
		'w-3,geannuleerd,Zaal gesloten' 'w-4,geannuleerd,Zaal gesloten')"
	does ag session cancel --series w --reason ziek
	is "$err" 'hvk-agenda: 1 session changed'
	ag session list --status geannuleerd -f ids | ag -q session set --ids-from - --status gepland
	is "$(cells reason session --status gepland)" "$(printf '\n\n')"
	refuses 3 'participants: nobody took part in what was cancelled' ag session cancel w-1 --reason ziek
}

# ---- files

@test "a whole season comes in from one file, and again changes nothing" {
	cat >najaar.csv <<-'END'
		titel;datum;van;tot;aanbod;plaats;programma;reeks
		Sterk staan;6/10/2026;19.30;21.30;sterk;De Boomhut;najaar 2026;sterk
		Sterk staan;13/10/2026;19.30;21.30;sterk;De Boomhut;najaar 2026;sterk
	END
	does ag session import najaar.csv
	is "$err" 'hvk-agenda: 2 sessions added'
	is "$(cells slug,date,start,partner,programme session)" 'sterk-1,2026-10-06,19:30,winkel,najaar-2026
sterk-2,2026-10-13,19:30,winkel,najaar-2026'
	does ag session import najaar.csv
	is "$err" 'hvk-agenda: 2 sessions unchanged'
	ag session export -o season.csv
	ag session export -o season.rec
	ag -d other.db session import -n season.csv 2>err && return 1
	has "$(cat err)" "season.csv:2:"
	ag session remove -q sterk-1 sterk-2
	does ag session import season.rec
	is "$err" 'hvk-agenda: 2 sessions added'
	is "$(ag session export)" "$(cat season.csv)"
}

@test "what is refused is told with its place, and the good rows can be taken" {
	printf '%s\n' titel,datum,partner Goed,2026-10-06,winkel Slecht,2026-02-30,winkel >rows.csv
	refuses 3 'rows.csv:3:2: date:' ag session import rows.csv
	is "$(ag session list -f ids)" ''
	try ag session import --on-error skip --rejects bad.csv rows.csv
	is "$status" 3
	is "$(ag session list -f ids)" goed
	has "$(cat bad.csv)" Slecht
}

# ---- showing

@test "whom to ring is shown only when asked for" {
	ag session add -q W --partner winkel --person fien --series w --date 2026-10-06 >slug
	does ag session list -c all -f csv
	has "$out" 2026-10-06
	is "$(grep -c fien <<<"$out" || true)" 0
	is "$(ag session list --with-persons -c person -f csv | tail -1)" fien
	refuses 2 "'person' is about a person: add --with-persons" ag session list --person fien
	does ag session show w-1
	has "$out" 2026-10-06
	is "$(grep -c fien <<<"$out" || true)" 0
	does ag session show w-1 --with-persons
	has "$out" fien
	does ag session export
	has "$out" 'w-1,W,2026-10-06'
	is "$(grep -c fien <<<"$out" || true)" 0
}

@test "sessions are listed by their days" {
	ag session add -q A --partner winkel --date 2026-11-20 >slug
	ag session add -q B --partner winkel --date 2026-11-21 >slug
	ag session add -q C --partner winkel --date 2027-01-02 -g torhout >slug
	is "$(ag session list --since today -f ids | paste -sd ' ')" 'b c'
	is "$(ag session list --until 2026-11-20 -f ids)" a
	is "$(ag session list -p 2026-11 -f ids | paste -sd ' ')" 'a b'
	is "$(ag session list -g torhout -f ids)" c
	try ag session list -p 2025 -e
	is "$status" 1
}

@test "undo is of the registry, whichever program changed it" {
	ag session add -q A --partner winkel --date 2026-11-20 >slug
	does hvk-partner undo
	has "$err" 'added session a'
	is "$(ag session list -f ids)" ''
	does ag undo
	has "$err" 'added offer sterk'
}

@test "verbs, slugs and options are completed" {
	ag session add -q A --partner winkel --date 2026-11-20 >slug
	is "$(ag --complete session c | cut -f 1 | paste -sd ' ')" 'count cancel'
	is "$(ag --complete session count '' | cut -f 1)" a
	is "$(ag --complete session count a --par | cut -f 1)" --participants
	is "$(ag --complete meeting attend x --excused sp | cut -f 1)" speelplek
	is "$(ag --complete milestone plan --house oostk | cut -f 1)" oostkamp
}
