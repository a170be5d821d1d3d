# SPDX-License-Identifier: EUPL-1.2
# hvk-partner: adding, changing, listing, finding, showing, verifying, ending, merging, undoing; persons only when asked for.

load common

setup() {
	hvk_setup
}

par() {
	hvk-partner "$@"
}

# A partner with everything that belongs to it.
network() {
	par add -q 'Opvoedingswinkel Voorbeeld' --type opvoedingswinkel --gemeente brugge --gemeente damme \
		--phone '050 00 00 01' --stage active >slug
	par add -q 'CLB Voorbeeld' --type clb --gemeente oostkamp >slug
	par person add -q 'Fien Fictief' --partner opvoedingswinkel-voorbeeld --function onthaal --phone '050 00 00 02' \
		--email fien@example.org --first-contact >slug
	par person add -q 'Piet Publiek' --partner opvoedingswinkel-voorbeeld --function coach --public >slug
	par offer add -q 'Praten over driftbuien' --partner opvoedingswinkel-voorbeeld --level basis \
		--pillar opvoedingsondersteuning --theme gedrag --age 0-3 --waiting-days 14 >slug
	par agreement add -q --partner opvoedingswinkel-voorbeeld --type subsidie --gemeente brugge --since 2026-01-01 \
		--until 2027-01-31 --amount-cents 1250000 >slug
	par house add -q Brugge --name 'Huis van het Kind Voorbeeld' >slug
	par member add -q --partner opvoedingswinkel-voorbeeld --house brugge --role coordinator >slug
}

# ids VERB...: the slugs that a list prints, on one line
ids() {
	hvk-partner "$@" -f ids | paste -sd ' '
}

# cell SLUG COLUMN [TYPE]: what a record has
cell() {
	hvk-partner ${3:+"$3"} list --slug "$1" -c "$2" -f tsv | sed 1d
}

# ---- the command line

@test "help of every verb fits 80 columns and lists the columns of its type" {
	does par --help
	[ "$(wc -L <<<"$out")" -le 80 ]
	while read -r verb; do
		# shellcheck disable=SC2086
		does par $verb --help
		has "$out" "Usage: hvk-partner $verb"
		[ "$(wc -L <<<"$out")" -le 80 ]
	done < <(hvk-partner --dump-options | awk -F '\t' '$2 != "" && $4 == "" { print $2 }')
	does par offer add --help
	has "$out" "--waiting-days N"
	has "$out" "-g, --gemeente GEMEENTE"
	has "$out" "Columns (several values"
	does par list --help
	has "$out" "Filters (several values"
	does par person list --help
	has "$out" "--with-persons"
}

@test "options come from the columns of the records: each that can be set is an option of add, set, and a column" {
	hvk-admin init -q
	for type in '' person offer agreement house member; do
		# shellcheck disable=SC2086
		columns=$(par $type list -c help | cut -d ' ' -f 1 | tr _ - | sort)
		for verb in add set; do
			options=$(par --dump-options | awk -F '\t' -v verb="${type:+$type }$verb" '$2 == verb { print $4 }' |
				grep -vx -e '' -e dry-run -e ids-from | sort)
			is "$options" "$columns"
		done
	done
}

@test "unknown verbs, options, columns and codes name the nearest" {
	hvk-admin init -q
	refuses 2 "unknown verb 'lsit'; did you mean list?" par lsit
	refuses 2 "'offer' needs a second word" par offer
	refuses 2 "unknown verb 'offer ad'; did you mean offer add?" par offer ad
	refuses 2 "unknown option --gemeentes; did you mean --gemeente?" par list --gemeentes brugge
	refuses 2 "unknown column 'nmae'; did you mean name?" par list -c nmae
	refuses 4 "did you mean active?" par list --stage actvie
	refuses 4 "did you mean Oostkamp" par list --gemeente Ostkamp
	refuses 2 "expected SLUG..., or --ids-from FILE" par set --name x
	refuses 2 "expected at least one column" par set x
	refuses 2 "expected at least one column" par member set x
}

@test "without a store: what reads and changes says who makes one; a dry run of add needs none" {
	refuses 5 "'hvk-partner add', 'hvk-partner import' or 'hvk-admin init' makes one" par list
	refuses 5 "no such store" par set x --name y
	does par add -n Voorbeeld
	is "$out" ''
	has "$err" "dry run: 1 partner would be added"
	[ ! -e "$HVK_DB" ]
}

@test "a dry run without a store leaves nothing behind" {
	mkdir temporary
	TMPDIR=$PWD/temporary does par add -n Voorbeeld --gemeente brugge
	TMPDIR=$PWD/temporary refuses 4 "did you mean Oostkamp" par add -n Voorbeeld --gemeente Ostkamp
	is "$(ls -A temporary)" ''
	TMPDIR=$PWD/nowhere refuses 5 "nowhere" par add -n Voorbeeld
}

# ---- add

@test "add prints the slug, made from the name, also with --quiet" {
	does par add 'Opvoedingswinkel Voorbeeld' --type opvoedingswinkel
	is "$out" opvoedingswinkel-voorbeeld
	does par add -q --name 'Opvoedingswinkel Voorbeeld'
	is "$out" opvoedingswinkel-voorbeeld-2
	is "$(cell opvoedingswinkel-voorbeeld stage)" identified
	is "$(cell opvoedingswinkel-voorbeeld stage_on)" 2026-11-21
	does par person add 'Fien Fictief' --partner opvoedingswinkel-voorbeeld
	[[ $out != *fien* ]]
	does par house add 8000
	is "$out" brugge
}

@test "add tells all that is missing, and where the operand stands for an option" {
	refuses 2 "a partner needs --name" par add
	refuses 2 "an offer needs --partner and --name" par offer add
	refuses 2 "an agreement needs --partner and --type" par agreement add
	refuses 2 "a membership needs --partner and --house and --role" par member add
	refuses 2 "the operand 'a' is --name, which is given too" par add a --name b
	refuses 2 "one operand too many" par add a b
	refuses 2 "takes no operand" par agreement add a
}

@test "add takes values as people type them, several ways to give several" {
	par add -q Een --gemeente brugge --gemeente damme >slug
	par add -q Twee -g 'Brugge, Damme' >slug
	par add -q Drie -g 8000+8340 >slug
	for slug in een twee drie; do
		is "$(cell $slug gemeente)" 31005+31006
	done
	par add -q Vier --everywhere --keyword 'spelen;lezen' --keyword praten >slug
	is "$(cell vier everywhere)" yes
	is "$(cell vier keyword)" lezen+praten+spelen
	par add -q Vijf --everywhere no >slug
	is "$(cell vijf everywhere)" no
	par add -q --everywhere=no Zes >slug
	is "$(cell zes everywhere)" no
	refuses 4 "did you mean Oostkamp" par add Zeven -g Ostkamp
	refuses 3 "email: expected one e-mail address" par add Zeven --email nergens
	refuses 3 "stage_on: '31/12/26' has a year of two digits" par add Zeven --stage-on 31/12/26
	is "$(ids list)" "drie een twee vier vijf zes"
}

@test "add -n writes nothing" {
	par add -q Een >slug
	does par add -n Twee
	is "$out" ''
	is "$(ids list)" een
}

# ---- set

@test "set replaces, adds, removes and empties" {
	network
	does par set opvoedingswinkel-voorbeeld --gemeente +oostkamp
	has "$err" "1 partner changed"
	is "$(cell opvoedingswinkel-voorbeeld gemeente)" 31005+31006+31022
	does par set opvoedingswinkel-voorbeeld --gemeente -damme --gemeente +torhout
	is "$(cell opvoedingswinkel-voorbeeld gemeente)" 31005+31022+31033
	does par set opvoedingswinkel-voorbeeld --gemeente '-brugge,oostkamp'
	is "$(cell opvoedingswinkel-voorbeeld gemeente)" 31033
	does par set opvoedingswinkel-voorbeeld --gemeente brugge
	is "$(cell opvoedingswinkel-voorbeeld gemeente)" 31005
	does par set opvoedingswinkel-voorbeeld --gemeente -damme
	has "$err" "1 partner unchanged"
	does par set opvoedingswinkel-voorbeeld --gemeente '' --phone ''
	is "$(cell opvoedingswinkel-voorbeeld gemeente,phone)" $'\t'
	does par offer set opvoedingswinkel-voorbeeld-praten-over-driftbuien --theme +slapen --waiting-days ''
	is "$(cell opvoedingswinkel-voorbeeld-praten-over-driftbuien theme offer)" slapen+gedrag
	refuses 4 "did you mean Oostkamp" par set opvoedingswinkel-voorbeeld --gemeente +Ostkamp
	refuses 4 "did you mean Oostkamp" par set opvoedingswinkel-voorbeeld --gemeente -Ostkamp
	refuses 3 "name: expected a value" par set opvoedingswinkel-voorbeeld --name ''
}

@test "set changes several at once, all or none, as one change" {
	network
	does par set clb-voorbeeld opvoedingswinkel-voorbeeld clb-voorbeeld --stage dormant
	has "$err" "2 partners changed"
	is "$(ids list --stage dormant)" "clb-voorbeeld opvoedingswinkel-voorbeeld"
	does par undo
	has "$err" "undone: set 2 partners: 0 taken out, 0 put back, 2 changed back"
	refuses 4 "unknown partner 'nergens'" par set clb-voorbeeld nergens --stage dormant
	is "$(ids list --stage dormant)" ''
	refuses 3 "'zelfde' is the slug of another partner" par set clb-voorbeeld opvoedingswinkel-voorbeeld --slug zelfde
	is "$(ids list)" "clb-voorbeeld opvoedingswinkel-voorbeeld"
	does par set -n clb-voorbeeld --stage dormant
	has "$err" "dry run: 1 partner changed"
	is "$(ids list --stage dormant)" ''
}

@test "set, verify, end and remove take slugs from a file, a pipe, and former slugs" {
	network
	par rename clb-voorbeeld clb
	printf 'clb-voorbeeld\nopvoedingswinkel-voorbeeld  ignored\n\nclb\r\n' >slugs
	does par set --ids-from slugs --stage dormant
	has "$err" "2 partners changed"
	does par list --stage dormant -f ids
	does par set --ids-from - --stage active <<<"$out"
	is "$(ids list --stage active)" "clb opvoedingswinkel-voorbeeld"
	refuses 4 "No such file" par set --ids-from nowhere --stage active
	does par set --ids-from /dev/null --stage active
	has "$err" "nothing to do"
	printf 'a\0b\n' >slugs
	refuses 3 "slugs:1: has a NUL byte" par set --ids-from slugs --stage active
}

# ---- yes and no

@test "yes or no may be left out, said with or without '='" {
	network
	for value in '' yes ja =yes =ja; do
		par set -q clb-voorbeeld --everywhere no
		if [[ $value == =* ]]; then
			does par set clb-voorbeeld "--everywhere$value"
		else
			# shellcheck disable=SC2086
			does par set --everywhere $value clb-voorbeeld
		fi
		has "$err" "1 partner changed"
	done
	does par --everywhere no set clb-voorbeeld
	is "$(cell clb-voorbeeld everywhere)" no
	does par set clb-voorbeeld --everywhere nee
	refuses 4 "unknown partner 'misschien'" par set clb-voorbeeld --everywhere misschien
	is "$(ids person list --public)" opvoedingswinkel-voorbeeld-coach
	is "$(ids person list --public no)" opvoedingswinkel-voorbeeld-onthaal
}

# ---- list

@test "list: columns, order, formats" {
	network
	does par list -c slug,phone -s -slug
	is "$out" $'slug,phone\nopvoedingswinkel-voorbeeld,050 00 00 01\nclb-voorbeeld,'
	does par list -f table
	has "$out" "Opvoedingswinkel Voorbeeld"
	has "$out" "gemeenten"
	has "$out" "Brugge, Damme"
	does par list -f table --lang en
	has "$out" "stage"
	does par list -c gemeente --labels --slug clb-voorbeeld
	is "$out" $'gemeente\nOostkamp'
	does par offer list -f jsonl -c waiting_days,level
	is "$out" '{"waiting_days":14,"level":"basis"}'
	does par agreement list -c amount_cents -f rec
	is "$out" 'amount_cents: 1250000'
	is "$(ids list)" "clb-voorbeeld opvoedingswinkel-voorbeeld"
	is "$(ids offer list)" opvoedingswinkel-voorbeeld-praten-over-driftbuien
	does par member list -c partner,house,role
	is "$out" $'partner,house,role\nopvoedingswinkel-voorbeeld,31005,coordinator'
	does par list -c help
	has "$out" "verified_on"
}

@test "list: every filter, conditions, words, nothing found" {
	network
	is "$(ids list --gemeente damme)" opvoedingswinkel-voorbeeld
	is "$(ids list --gemeente damme,oostkamp)" "clb-voorbeeld opvoedingswinkel-voorbeeld"
	is "$(ids list --gemeente damme --gemeente oostkamp)" "clb-voorbeeld opvoedingswinkel-voorbeeld"
	is "$(ids list --type clb --stage identified)" clb-voorbeeld
	is "$(ids list -w name~winkel)" opvoedingswinkel-voorbeeld
	is "$(ids list -w 'type!=clb' -w 'phone!=')" opvoedingswinkel-voorbeeld
	is "$(ids list --words driftbui)" opvoedingswinkel-voorbeeld
	is "$(ids list --province west-vlaanderen)" "clb-voorbeeld opvoedingswinkel-voorbeeld"
	is "$(ids offer list --theme gedrag.driftbuien)" opvoedingswinkel-voorbeeld-praten-over-driftbuien
	is "$(ids offer list --theme slapen)" ''
	is "$(ids offer list --age 2 --partner-type opvoedingswinkel --stage active)" \
		opvoedingswinkel-voorbeeld-praten-over-driftbuien
	is "$(ids offer list --words 'praten drift')" opvoedingswinkel-voorbeeld-praten-over-driftbuien
	is "$(ids agreement list --on 2026-05-05)" opvoedingswinkel-voorbeeld-subsidie
	is "$(ids agreement list --on 2025-05-05)" ''
	does par list --stage ended
	is "$(wc -l <<<"$out")" 1
	try par list --stage ended -e -f ids
	is "$status$out" 1
	try par list --stage active -e -f ids
	is "$status" 0
	refuses 2 "cannot filter on 'nonsense'" par list -w 'nonsense=1'
	refuses 2 "unknown column 'nonsense'" par list -c nonsense
	refuses 2 "nonsense" par list -s nonsense
}

# ---- find, dupes, due, history

@test "find: partners and offers by words, best for the desk" {
	network
	does par find drift
	is "$out" "record,slug,name,partner,phone,gemeente
partner,opvoedingswinkel-voorbeeld,Opvoedingswinkel Voorbeeld,,050 00 00 01,31005+31006
offer,opvoedingswinkel-voorbeeld-praten-over-driftbuien,Praten over driftbuien,opvoedingswinkel-voorbeeld,050 00 00 01,31005+31006"
	does par find PRATEN Ovér -f table
	has "$out" "aanbod"
	has "$out" "Brugge, Damme"
	does par find voorbeeld -g oostkamp -c slug
	is "$out" $'slug\nclb-voorbeeld'
	is "$(ids find drift)" opvoedingswinkel-voorbeeld
	try par find nergens -e
	is "$status" 1
	refuses 2 "expected WORDS" par find
	par set -q clb-voorbeeld --everywhere
	does par find clb -c gemeente
	is "$out" $'gemeente\neverywhere'
}

@test "dupes tells who may be the same; -e for scripts" {
	network
	does par dupes -e
	is "$out" keep,drop,why,value
	par add -q 'CLB voorbeeld' --slug ander >slug
	try par dupes -e
	is "$status" 1
	is "$out" $'keep,drop,why,value\nclb-voorbeeld,ander,name,CLB Voorbeeld'
	does par dupes -f table
	has "$out" "naam"
	refuses 2 "dupes cannot be written as ids" par dupes -f ids
}

@test "due lists what ends soon, with the days left; -e for scripts" {
	network
	does par due -c slug,until,days_left
	is "$out" $'slug,until,days_left\nopvoedingswinkel-voorbeeld-subsidie,2027-01-31,71'
	does par due --within 30d
	is "$(wc -l <<<"$out")" 1
	does par due --within 30d -e
	try par due --within 180d -e
	is "$status" 1
	does par due --within 180d --type erkenning -e
	is "$(ids due --within 6m)" opvoedingswinkel-voorbeeld-subsidie
	does par due -f table
	has "$out" "  dagen"
	refuses 2 "expected a time such as 90d" par due --within soon
}

@test "history: every change, the newest first, of what belongs to it too" {
	network
	par set -q opvoedingswinkel-voorbeeld --stage dormant
	does par history opvoedingswinkel-voorbeeld
	is "$(sed -n 1,2p <<<"$out")" "date,change,type,slug,column,before,after
2026-11-21,set partner opvoedingswinkel-voorbeeld,partner,opvoedingswinkel-voorbeeld,stage,active,dormant"
	has "$out" "offer,opvoedingswinkel-voorbeeld-praten-over-driftbuien"
	does par history opvoedingswinkel-voorbeeld -f table
	has "$out" "nadien"
	refuses 4 "unknown partner" par history nergens
}

# ---- show

@test "show: a page with people, offers, agreements, houses and what it covers" {
	network
	does par show opvoedingswinkel-voorbeeld
	diff "$data/golden/partner-show.txt" - <<<"$out"
	does par show opvoedingswinkel-voorbeeld --with-persons -f md
	diff "$data/golden/partner-show.md" - <<<"$out"
	does par show opvoedingswinkel-voorbeeld -f html
	has "$out" ">Opvoedingswinkel Voorbeeld</h1>"
	does par show opvoedingswinkel-voorbeeld -o page.md
	has "$(cat page.md)" "# Opvoedingswinkel Voorbeeld"
}

@test "show: other records, several, and records for programs" {
	network
	does par offer show opvoedingswinkel-voorbeeld-praten-over-driftbuien --lang en
	has "$out" "waiting days"
	does par agreement show opvoedingswinkel-voorbeeld-subsidie
	has "$out" "12.500,00"
	does par house show brugge
	has "$out" "Partners van het huis"
	does par house show 8000 -f jsonl
	has "$out" '"gemeente":"31005"'
	does par member show opvoedingswinkel-voorbeeld-brugge
	has "$out" "Coördinator"
	does par show opvoedingswinkel-voorbeeld clb-voorbeeld -f rec
	is "$(grep -c '^slug: ' <<<"$out")" 2
	does par show clb-voorbeeld opvoedingswinkel-voorbeeld
	has "$out" $'CLB Voorbeeld\n============='
	refuses 4 "unknown partner 'clb-vorbeeld'; did you mean clb-voorbeeld?" par show opvoedingswinkel-voorbeeld clb-vorbeeld
	refuses 2 "expected SLUG" par show
}

@test "show: what has ended stands there no more, but agreements do" {
	network
	par offer end -q --on 2026-10-31 opvoedingswinkel-voorbeeld-praten-over-driftbuien
	par person end -q opvoedingswinkel-voorbeeld-coach --on 2026-10-31
	par agreement end -q opvoedingswinkel-voorbeeld-subsidie --on 2026-10-31
	does par show opvoedingswinkel-voorbeeld
	[[ $out != *driftbuien* && $out != *Publiek* ]]
	has "$out" Subsidie
}

# ---- verify

@test "verify notes the day; --stale lists those to look at, the longest ago first" {
	network
	is "$(ids verify --stale 12m)" "clb-voorbeeld opvoedingswinkel-voorbeeld"
	does par verify clb-voorbeeld --on 2025-01-01
	does par verify opvoedingswinkel-voorbeeld
	is "$(cell opvoedingswinkel-voorbeeld verified_on)" 2026-11-21
	is "$(ids verify --stale 12m)" clb-voorbeeld
	is "$(ids list --stale 12m)" clb-voorbeeld
	does par list --stale 12m -f ids
	does par verify --ids-from - <<<"$out"
	has "$err" "1 partner changed"
	try par verify --stale 12m -e -f ids
	is "$status$out" 1
	does par verify --stale 12m -f table
	has "$out" "telefoon"
	refuses 2 "--stale lists; it verifies nothing by itself" par verify --stale 12m clb-voorbeeld
	refuses 2 "--columns is for the list of --stale" par verify -c slug clb-voorbeeld
	refuses 2 "expected SLUG" par verify
	does par offer verify opvoedingswinkel-voorbeeld-praten-over-driftbuien -n
	is "$(ids offer verify --stale 1d)" opvoedingswinkel-voorbeeld-praten-over-driftbuien
	does par person verify opvoedingswinkel-voorbeeld-coach
}

@test "the pipelines of the manual: stage to verify" {
	network
	does sh -c 'hvk-partner list --stage active -f ids | hvk-partner verify --ids-from -'
	is "$(cell opvoedingswinkel-voorbeeld verified_on)" 2026-11-21
	is "$(cell clb-voorbeeld verified_on)" ''
}

# ---- end, remove, rename, merge, undo, purge

@test "end: a partner gets a stage and a reason, the rest a last day" {
	network
	does par end clb-voorbeeld --on 2026-11-01 --reason 'fusie'
	is "$(cell clb-voorbeeld stage,stage_on,stage_reason)" $'ended\t2026-11-01\tfusie'
	does par offer end opvoedingswinkel-voorbeeld-praten-over-driftbuien
	is "$(cell opvoedingswinkel-voorbeeld-praten-over-driftbuien until offer)" 2026-11-21
	refuses 2 "unknown option --reason" par offer end --reason x y
	refuses 3 "expected a day from 2026-01-01 on" par agreement end opvoedingswinkel-voorbeeld-subsidie --on 2025-01-01
	does par member end opvoedingswinkel-voorbeeld-brugge -n
	is "$(cell opvoedingswinkel-voorbeeld-brugge until member)" ''
}

@test "remove takes along what belongs to a partner; undo brings it all back" {
	network
	does par remove opvoedingswinkel-voorbeeld -n
	has "$err" "dry run: 1 partner removed, with 5 records of theirs"
	does par remove opvoedingswinkel-voorbeeld opvoedingswinkel-voorbeeld
	has "$err" "1 partner removed, with 5 records of theirs"
	is "$(ids list)/$(ids offer list)/$(ids person list)" clb-voorbeeld//
	does par undo -n
	has "$err" "would undo"
	does par undo
	has "$err" "6 put back"
	is "$(ids list)" "clb-voorbeeld opvoedingswinkel-voorbeeld"
	is "$(ids offer list)" opvoedingswinkel-voorbeeld-praten-over-driftbuien
	refuses 4 "unknown partner" par remove nergens
	does par house remove brugge
	has "$err" "1 house removed"
}

@test "rename keeps the old slug, also back again: a cycle of former slugs leads home" {
	network
	does par rename clb-voorbeeld clb
	is "$(cell clb former_slug)" clb-voorbeeld
	does par show clb-voorbeeld -f rec
	has "$out" "slug: clb"
	does par rename clb-voorbeeld clb-voorbeeld
	is "$(cell clb-voorbeeld former_slug)" clb
	does par rename clb clb-nieuw
	is "$(cell clb-nieuw former_slug)" clb+clb-voorbeeld
	refuses 3 "is the slug of another partner" par rename clb opvoedingswinkel-voorbeeld
	refuses 4 "unknown partner" par rename nergens x
	refuses 2 "expected another slug, found nothing" par rename clb ''
	does par rename -n clb x
	is "$(ids list)" "clb-nieuw opvoedingswinkel-voorbeeld"
	# A slug that leads elsewhere is no slug to be had.
	refuses 3 "slug: 'clb'" par add --name Nieuw --slug clb
}

@test "merge: one takes in the other; never itself, by whatever name" {
	network
	par add -q 'Opvoedingswinkel (oud)' --slug oud --email post@example.org >slug
	par offer add -q Spel --partner oud >slug
	does par merge opvoedingswinkel-voorbeeld oud -n
	is "$(ids list)" "clb-voorbeeld opvoedingswinkel-voorbeeld oud"
	does par merge opvoedingswinkel-voorbeeld oud
	is "$(ids list)" "clb-voorbeeld opvoedingswinkel-voorbeeld"
	is "$(cell opvoedingswinkel-voorbeeld email,former_slug)" $'post@example.org\toud'
	is "$(par offer list --partner opvoedingswinkel-voorbeeld -f ids | wc -l)" 2
	is "$(par offer list --partner oud -f ids | wc -l)" 2
	refuses 2 "cannot be merged with itself" par merge opvoedingswinkel-voorbeeld opvoedingswinkel-voorbeeld
	refuses 2 "cannot be merged with itself" par merge opvoedingswinkel-voorbeeld oud
	refuses 4 "unknown partner" par merge opvoedingswinkel-voorbeeld nergens
	refuses 2 "expected KEEP DROP" par merge oud
	does par undo
	is "$(ids list)" "clb-voorbeeld opvoedingswinkel-voorbeeld oud"
}

@test "undo: one change after another, until there is nothing left" {
	par add -q Een >slug
	par set -q een --stage active
	par rename -q een twee
	par verify -q twee
	does par undo
	has "$err" "undone: verified partner twee:"
	does par undo
	has "$err" "undone: renamed partner een:"
	does par undo
	has "$err" "undone: set partner een:"
	is "$(cell een stage)" identified
	does par undo
	is "$(ids list)" ''
	refuses 4 "no change of the registry to take back" par undo
}

@test "purge removes people who left long ago for good, also from the history" {
	network
	par person end -q opvoedingswinkel-voorbeeld-onthaal --on 2024-11-20
	does par purge --older-than 24m -n
	has "$err" "dry run: 1 person removed for good"
	does par purge --before 2024-11-20
	has "$err" "0 persons removed for good"
	does par purge --older-than 24m
	has "$err" "1 person removed for good"
	is "$(ids person list)" opvoedingswinkel-voorbeeld-coach
	does par history opvoedingswinkel-voorbeeld --with-persons
	[[ $out != *Fictief* ]]
	[ "$(tr -d '\0' <"$HVK_DB" | grep -c Fictief)" -eq 0 ]
	refuses 2 "expected either" par purge
	refuses 2 "expected either" par purge --older-than 1y --before 2026-01-01
	for wrong in 24 m 24x -1d 24mm ''; do
		refuses 2 "expected a time such as 90d" par purge --older-than "$wrong"
	done
	refuses 2 "before: expected a date such as" par purge --before gisteren
	refuses 2 "2026-12-31 is in the future" par purge --before 2026-12-31
}

@test "how long ago: months end where the shorter month does" {
	hvk-admin init -q
	par add -q Een >slug
	par person add -q 'Fien Fictief' --partner een --until 2026-02-27 --slug voor >slug
	par person add -q 'Piet Fictief' --partner een --until 2026-02-28 --slug op >slug
	does par purge --older-than 1m --today 2026-03-31 -n
	has "$err" "dry run: 1 person removed"
	does par purge --older-than 4w --today 2026-03-28 -n
	has "$err" "dry run: 1 person removed"
	does par purge --older-than 1y --today 2028-02-29 -n
	has "$err" "dry run: 2 persons removed"
}

# ---- people

@test "people never leave without --with-persons" {
	network
	par set -q opvoedingswinkel-voorbeeld --stage dormant
	par person set -q opvoedingswinkel-voorbeeld-onthaal --phone '050 00 00 04'
	{
		for format in table csv tsv jsonl rec md html excel ids; do
			for verb in 'person list' 'person list -c all' 'person list --labels' 'person list -v' \
				'person show opvoedingswinkel-voorbeeld-onthaal' 'show opvoedingswinkel-voorbeeld' \
				'person verify --stale 1d' 'list' 'list -c all' 'offer list -c all' 'find fien' 'find fictief' \
				'agreement list -c all' 'member list -c all' 'due'; do
				# shellcheck disable=SC2086
				par $verb -f $format
			done
		done
		par history opvoedingswinkel-voorbeeld
		par list --words fien
		par export
		par export -f rec
		par person show opvoedingswinkel-voorbeeld-onthaal
		par person end -n opvoedingswinkel-voorbeeld-onthaal
		par person remove -n opvoedingswinkel-voorbeeld-onthaal
		par undo -n
		hvk-partner --complete person show ''
		hvk-partner --complete person list --name ''
	} >everything 2>&1
	[ "$(wc -l <everything)" -gt 100 ]
	is "$(grep -nE 'Fien|Fictief|fien@|00 00 02|00 00 04' everything)" ''
	for arguments in 'list -c name' 'list -c +phone' 'list -s email' 'list -s -name' 'list --name fien' 'list -w name~fien' \
		'list -w name=Fien' 'show -c name x' 'export -w phone=1'; do
		# shellcheck disable=SC2086
		try par person $arguments
		is "$arguments: $status$out" "$arguments: 2"
	done
	refuses 2 "people leave the store only with --with-persons" par person export
	refuses 2 "'name' is about a person: add --with-persons" par person list -c name
}

@test "people leave when they are asked for" {
	network
	does par person list --with-persons -c name,phone -s name
	is "$out" $'name,phone\nFien Fictief,050 00 00 02\nPiet Publiek,'
	does par person list --with-persons --name 'fien fictief' -f ids
	is "$out" opvoedingswinkel-voorbeeld-onthaal
	does par person show --with-persons opvoedingswinkel-voorbeeld-onthaal
	has "$out" "fien@example.org"
	does par person export --with-persons -f jsonl
	has "$out" '"name":"Fien Fictief"'
	does par show opvoedingswinkel-voorbeeld --with-persons
	has "$out" "Fien Fictief"
	does par history opvoedingswinkel-voorbeeld --with-persons
	has "$out" person
	does par person list -v
	has "$err" "--with-persons shows them"
}

# ---- others at work

@test "two coordinators: columns that the other changed meanwhile stay; a lock is waited for" {
	network
	does par set clb-voorbeeld --phone '050 00 00 05'
	does par set clb-voorbeeld --email clb@example.org
	is "$(cell clb-voorbeeld phone,email)" $'050 00 00 05\tclb@example.org'
	for i in 1 2 3 4 5 6 7 8; do
		par add -q "Gelijktijdig $i" >/dev/null &
	done
	wait
	is "$(par list --words gelijktijdig -f ids | wc -l)" 8
}

@test "output never replaces the store, and is whole or not at all" {
	network
	refuses 2 "the store itself" par list -f csv -o "$HVK_DB"
	refuses 2 "the store itself" par export -f csv -o "$HVK_DB"
	echo before >out.csv
	refuses 2 "nonsense" par list --stage active -s nonsense -o out.csv
	is "$(cat out.csv)" before
	refuses 2 "no format for '.xyz'" par show clb-voorbeeld -o page.xyz
}

@test "nobody has looked at a partner on a day to come" {
	network
	refuses 2 "a day to come" par verify opvoedingswinkel-voorbeeld --on 2027-01-01
	is "$(cell opvoedingswinkel-voorbeeld verified_on)" ""
	does par verify opvoedingswinkel-voorbeeld --on 2026-11-01
	is "$(cell opvoedingswinkel-voorbeeld verified_on)" 2026-11-01
}

@test "a dry run leaves an older store as it is" {
	network
	sqlite3 "$HVK_DB" 'PRAGMA user_version = 1'
	refuses 5 "made by an older hvk" par add -n 'Nieuw Voorbeeld'
	is "$(sqlite3 "$HVK_DB" 'PRAGMA user_version')" 1
}

@test "on a narrow terminal a slug stays whole, a name is cut" {
	network
	tmux -L "hvk-$$" -f /dev/null new-session -d -x 60 -y 20 "hvk-partner list; sleep 5"
	for _ in $(seq 50); do
		page=$(tmux -L "hvk-$$" capture-pane -p)
		[[ $page == *opvoedingswinkel* ]] && break
		sleep 0.1
	done
	tmux -L "hvk-$$" kill-server
	has "$page" "opvoedingswinkel-voorbeeld  "
	has "$page" "…"
	is "$(LC_ALL=C.UTF-8 wc -L <<<"$page")" 60
}
