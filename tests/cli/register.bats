# SPDX-License-Identifier: EUPL-1.2
# hvk-register: adding by options and by short lines, listing, showing, voiding, undoing, exporting; its command line and output.

load common

setup() {
	hvk_setup
}

# ---- the command line

@test "help of the program and of every verb fits 80 columns" {
	does reg --help
	has "$out" "Usage: hvk-register VERB"
	for verb in add import list show void undo export check template; do
		has "$(reg --help)" "  $verb "
		does reg $verb --help
		has "$out" "Usage: hvk-register $verb"
		has "$out" "Exit status:"
		[ "$(wc -L <<<"$out")" -le 80 ]
	done
	does reg list -h
	has "$out" "--gemeente"
}

@test "version" {
	does reg --version
	has "$out" "hvk-register 0."
	does reg -V
}

@test "unknown verbs and options name the nearest" {
	refuses 2 "unknown verb 'lsit'; did you mean list?" reg lsit
	refuses 2 "unknown option --gemeentes; did you mean --gemeente?" reg list --gemeentes Gent
	refuses 2 "unknown option -Z" reg list -Z
	refuses 2 "expected a verb" reg
	refuses 2 "expected a verb" reg -d x.db
	has "$err" "try: hvk-register --help"
	refuses 2 "unknown option --theem" reg list --theem=slapen
	has "$err" "try: hvk-register list --help"
}

@test "options are exact: no abbreviation" {
	refuses 2 "unknown option --gem; " reg list --gem Gent || refuses 2 "unknown option --gem" reg list --gem Gent
	refuses 2 "unknown option --verb" reg list --verb
	refuses 2 "unknown option --verbos; did you mean --verbose?" reg --verbos list
}

@test "options stand anywhere, letters cluster, -- ends them" {
	add -q
	does reg -d "$HVK_DB" list
	does reg --month 2026-11 list -c gemeente
	is "$out" $'gemeente\n44021'
	does reg list -qvc gemeente --month=2026-11
	is "$out" $'gemeente\n44021'
	does reg list -cmonth -f tsv
	is "$out" $'month\n2026-11'
	refuses 2 "list takes no operand; found '--month'" reg list -- --month
	does reg -- list
	refuses 4 "" reg show -- 0000000000000
}

@test "values of options are checked before anything is done" {
	refuses 2 "--gemeente needs a value: GEMEENTE" reg list --gemeente
	refuses 2 "-d needs a value: FILE" reg list -d
	refuses 2 "--quiet takes no value" reg list --quiet=yes
	refuses 2 "--lang: expected nl|en, found 'fr'" reg list --lang fr
	refuses 2 "--wait: expected a whole number, found 'x'" reg list --wait x
	refuses 2 "--wait: expected a whole number, found '-1'" reg list --wait -1
	refuses 2 "--wait: expected at most" reg list --wait 99999999999
	refuses 2 "today: expected a date" reg list --today 2026-02-30
	HVK_TODAY=gisteren refuses 2 "HVK_TODAY: expected a date" reg list
	HVK_LANG=fr refuses 2 "HVK_LANG: expected nl or en" reg list
	refuses 2 "import: expected FILE..." reg import
	[ ! -e "$HVK_DB" ]
}

@test "the dump of the options names every verb and option" {
	does reg --dump-options
	[ "$(awk -F'\t' '{ print NF }' <<<"$out" | sort -u)" = 9 ]
	grep -q $'^hvk-register\timport\tFILE...\t\t\tfile' <<<"$out"
	grep -q $'^hvk-register\tlist\t\tgemeente\tg\tgemeente\tGEMEENTE\t' <<<"$out"
	grep -q $'^hvk-register\timport\t\ton-error\t\tword\tstop|skip\t.*\tstop skip$' <<<"$out"
	grep -q $'^hvk-register\t\t\tdb\td\tfile\tFILE\t' <<<"$out"
	# A letter means the same everywhere.
	[ -z "$(awk -F'\t' '$5 != "" { print $5 "\t" $4 }' <<<"$out" | sort -u | cut -f1 | uniq -d)" ]
}

@test "what reaches a terminal is printable" {
	refuses 2 "unknown verb" reg $'li\033[31mst'
	[[ $err != *$'\033'* ]]
	add -q
	refuses 4 "" reg list --gemeente $'\033]0;x\a'
	[[ $err != *$'\033'* && $err != *$'\a'* ]]
}

# ---- where the store is

@test "the default store is made on first write, in a folder of its own, private" {
	unset HVK_DB
	refuses 5 "share/hvk/hvk.db" reg list
	does reg add -q --gemeente Gent --theme slapen
	is "$(stat -c %a "$XDG_DATA_HOME/hvk")" 700
	is "$(stat -c %a "$XDG_DATA_HOME/hvk/hvk.db")" 600
	unset XDG_DATA_HOME
	does reg add -q --gemeente Gent --theme slapen
	is "$(stat -c %a "$HOME/.local/share/hvk/hvk.db")" 600
	XDG_DATA_HOME=relative does reg list
	[ ! -e relative ]
	unset HOME
	refuses 2 "no store named" reg list
}

@test "--db wins from HVK_DB; a store in a missing folder is not made" {
	does add -q -d other.db
	[ -e other.db ] && [ ! -e "$HVK_DB" ]
	try add -q -d missing/other.db
	[ "$status" -ne 0 ] && [ ! -e missing ]
	has "$err" "missing/other.db"
}

# ---- add

@test "add prints the id, or with -q nothing; codes, labels, prefixes and years are understood" {
	does reg add --month 2026-10 --gemeente oostkamp --desk loket-noord --channel tel --asker moeder --age 4 \
		--theme driftbuien --kind praktisch --severity alledaags --answer info+folder --duration 5-15
	[[ $out =~ ^[0-9A-HJKMNP-TV-Z]{13}$ ]]
	id=$out
	does reg list -c all,-id
	is "$out" "month,day,gemeente,desk,channel,asker,age,theme,kind,severity,answer,duration,contact,voided
2026-10,,31022,loket-noord,telefoon,moeder,3-5,gedrag.driftbuien,praktisch,alledaags,info+folder,5-15,new,"
	does add -q
	is "$out$err" ""
	does reg show "$id"
	has "$out" "theme: gedrag.driftbuien"
}

@test "the month is this month unless told" {
	add -q
	add -q --today 2026-03-09
	add -q --month 2026-01
	is "$(reg list -c month)" $'month\n2026-01\n2026-03\n2026-11'
}

@test "a new desk is told, with the one it resembles" {
	does add --desk loket-noord
	has "$err" "new desk 'loket-noord'"
	does add --desk loket-noord
	is "$err" ""
	does add --desk loket-nord
	has "$err" "loket-noord"
	does add -q --desk loket-zuid
	is "$err" ""
}

@test "what is required and missing is named, all of it" {
	refuses 2 "a question needs a gemeente (--gemeente) and a theme (--theme)" reg add
	refuses 2 "a question needs a theme (--theme)" reg add --gemeente Gent
	refuses 2 "a question needs a gemeente (--gemeente)" reg add --theme slapen
}

@test "what add refuses it names, with what was probably meant" {
	refuses 4 "gemeente: " reg add --gemeente Gend --theme slapen
	has "$err" "Gent"
	refuses 4 "theme: " reg add --gemeente Gent --theme slaapen
	has "$err" "slapen"
	refuses 3 "month: " add --month 2026-13
	refuses 3 "month: 2026-12 is in the future" add --month 2026-12
	refuses 3 "day: " add --day 3
	refuses 3 "desk: " add --desk "Loket Noord!"
	refuses 3 "answer: " add --answer info+
	refuses 3 "" add --desk 0471234567
	[[ $err != *0471234567* ]]
	is "$(reg list -f ids | wc -l)" 0
}

@test "short lines" {
	does reg add --short 'oostkamp telefoon moeder 2 driftbuien'
	is "$(reg list -c gemeente,channel,asker,age,theme,contact)" "gemeente,channel,asker,age,theme,contact
31022,telefoon,moeder,0-2,gedrag.driftbuien,new"
	printf '8020 tel moeder 3-5 driftbuien info\n\n8020 chat vader slapen\r\n' >lines
	does reg add --short - --month 2026-10 --desk loket-oost <lines
	is "$(wc -l <<<"$out")" 2
	is "$(reg list --month 2026-10 -c month,gemeente,desk,channel,answer)" "month,gemeente,desk,channel,answer
2026-10,31022,loket-oost,telefoon,info
2026-10,31022,loket-oost,chat,"
}

@test "short lines: options fill what a line leaves open" {
	does reg add -q --short 'Gent slapen' --theme driftbuien --channel chat
	is "$(reg list -c theme,channel)" $'theme,channel\nslapen,chat'
	does reg add -q --short 'Gent slapen month:2026-09'
	is "$(reg list --month 2026-09 -f ids | wc -l)" 1
}

@test "one bad line and no line is added; every bad line is told" {
	printf 'gent chat slapen\ngent xyzzy\nbrugge tel\n' >lines
	refuses 3 "standard input:2: " reg add --short - <lines
	has "$err" "standard input:3: a question needs a theme"
	has "$err" "2 of 3 lines refused; nothing was added"
	is "$(reg list -f ids | wc -l)" 0
	printf 'gent slapen\0\n' >lines
	refuses 3 "standard input:1: has a NUL byte" reg add --short - <lines
	{ head -c 100000 /dev/zero | tr '\0' x; echo; echo gent; } >lines
	refuses 3 "standard input:1: is longer than" reg add --short - <lines
	has "$err" "standard input:2: a question needs a theme"
}

@test "short lines are one change: none when one cannot be added, all undone together" {
	printf 'gent slapen\ngent pesten 2026-12\n' >lines
	refuses 3 "standard input:2: month: 2026-12 is in the future" reg add --short - <lines
	is "$(reg list -f ids | wc -l)" 0
	printf 'gent slapen\ngent pesten\nbrugge pesten @loket-noord\n' >lines
	does reg add --short - <lines
	is "$(wc -l <<<"$out")" 3
	is "$(reg list --desk loket-noord -f ids)" "$(tail -n 1 <<<"$out")"
	does reg undo
	has "$err" "3 taken out"
	is "$(reg list -f ids | wc -l)" 0
	does reg add --short - </dev/null
	is "$out" ""
}

@test "a short word that fits several codes is refused with the candidates" {
	refuses 4 "" reg add --short 'gent andere'
	has "$err" "andere"
}

@test "add --dry-run checks and writes nothing" {
	does add -n
	is "$out" ""
	has "$err" "dry run: 1 would be added"
	[ ! -e "$HVK_DB" ]
	refuses 4 "gemeente: " reg add -n --gemeente Gend --theme slapen
	refuses 3 "month: " add -n --month 2026-12
}

# ---- list

three() {
	reg add -q --month 2026-09 --gemeente Brugge --theme slapen --channel chat --answer info+folder
	reg add -q --month 2026-10 --gemeente Oostkamp --theme driftbuien --channel telefoon --asker moeder
	reg add -q --month 2026-10 --gemeente Gent --theme slapen.inslapen --desk loket-noord
}

@test "filters" {
	three
	count() { reg list -f ids "$@" | wc -l; }
	is "$(count)" 3
	is "$(count --month 2026-10)" 2
	is "$(count --gemeente oostkamp)" 1
	is "$(count --gemeente oostkamp,Gent)" 2
	is "$(count --gemeente oostkamp --gemeente Gent)" 2
	is "$(count --theme slapen)" 2
	is "$(count --theme slapen --channel chat)" 1
	is "$(count --period 2026)" 3
	is "$(count --period 2025)" 0
	is "$(count --since 2026-10)" 2
	is "$(count --until 2026-09)" 1
	is "$(count --since 2026-Q4 --until 2026)" 2
	is "$(count --answer folder)" 1
	is "$(count --desk loket-noord)" 1
	is "$(count --province West-Vlaanderen)" 2
	is "$(count --arrondissement Gent)" 1
	is "$(count -w 'theme=slapen' -w 'channel!=chat')" 1
	is "$(count -w 'month>=2026-10')" 2
	is "$(count -w 'asker=')" 2
}

@test "filters that cannot be name what is near" {
	three
	refuses 4 "Gent" reg list --gemeente Gend
	refuses 4 "slapen" reg list --theme slaapen
	try reg list -w 'them=slapen'
	[ "$status" = 2 ] || [ "$status" = 4 ]
	has "$err" "theme"
	refuses 2 "" reg list -w 'theme'
	refuses 2 "" reg list --period 2026-13
	refuses 2 "last-month" reg list --period last-mont
	refuses 2 "" reg list --since morgen
	try reg list --region nergens
	[ "$status" = 4 ] || [ "$status" = 2 ]
}

@test "columns" {
	three
	is "$(reg list -c month,theme,channel --gemeente oostkamp)" $'month,theme,channel\n2026-10,gedrag.driftbuien,telefoon'
	is "$(reg list -c -channel,-asker,-age,-kind,-severity,-answer,-duration,-contact --desk loket-noord)" \
		$'month,gemeente,desk,theme\n2026-10,44021,loket-noord,slapen.inslapen'
	is "$(reg list -c +id | head -n 1)" \
		month,gemeente,desk,channel,asker,age,theme,kind,severity,answer,duration,contact,id
	is "$(reg list -c all | head -n 1)" \
		id,month,day,gemeente,desk,channel,asker,age,theme,kind,severity,answer,duration,contact,voided
	is "$(reg list -c theme,month,theme --desk loket-noord)" $'theme,month\nslapen.inslapen,2026-10'
	does reg list -c help
	has "$out" "gemeente "
	refuses 2 "unknown column 'theem'; did you mean theme?" reg list -c month,theem
	refuses 2 "no column is left" reg list -c month,-month
	refuses 2 "unknown column ''" reg list -c month,
}

@test "order: fixed, or by --sort" {
	three
	is "$(reg list -c theme --sort theme)" $'theme\nslapen\nslapen.inslapen\ngedrag.driftbuien'
	is "$(reg list -c month --sort -month)" $'month\n2026-10\n2026-10\n2026-09'
	is "$(reg list -c gemeente)" $'gemeente\n31005\n31022\n44021'
	refuses 2 "" reg list --sort tehme
}

@test "formats" {
	three
	is "$(reg list -c month,answer --gemeente Brugge -f tsv)" $'month\tanswer\n2026-09\tinfo+folder'
	is "$(reg list -c month,asker --gemeente Brugge -f jsonl)" '{"month":"2026-09","asker":null}'
	is "$(reg list -c month,asker,theme --gemeente Brugge -f rec)" $'month: 2026-09\ntheme: slapen'
	is "$(reg list -c month,gemeente --gemeente Brugge -f md)" $'| maand | gemeente |\n| --- | --- |\n| 2026-09 | Brugge |'
	is "$(reg list -c month,gemeente --gemeente Brugge -f table)" $'maand    gemeente\n───────  ────────\n2026-09  Brugge'
	is "$(reg list -c month,gemeente --gemeente Brugge -f table --lang en | head -n 1)" "month    gemeente"
	is "$(reg list -c gemeente,theme --gemeente Oostkamp -f excel)" $'\xef\xbb\xbfgemeente;thema\r\nOostkamp;Driftbuien\r'
	is "$(reg list -c gemeente --gemeente Brugge --labels)" $'gemeente\nBrugge'
	[ "$(reg list -f ids | grep -cE '^[0-9A-Z]{13}$')" = 3 ]
	refuses 2 "unknown format 'tabel'; did you mean table?" reg list -f tabel
	refuses 2 "export cannot be written as md" reg export -f md
}

@test "an empty list is a header, and with -e the answer no" {
	three
	is "$(reg list --month 2020-01 -c month)" month
	try reg list --month 2020-01 -c month -e
	is "$status$out" 1month
	does reg list -e -f ids
}

@test "a date and a day that say different things" {
	hvk-admin init -q --precision day
	refuses 3 "day: 6, but the date says 5" reg add -g gent -t slapen --month 2026-10-05 --day 6
	does reg add -q -g gent -t slapen --month 2026-10-05 --day 5
	does reg add -q -g gent -t slapen --month 2026-10 --day 06
	is "$(reg list -c day)" $'day\n5\n6'
}

@test "stores that keep days and stores that do not exchange questions in any order" {
	for store in a b c d e; do
		hvk-admin init -q -d $store.db --precision day
	done
	reg add -q -d a.db -g gent -t slapen --month 2026-10-05
	reg add -q -d a.db -g brugge -t eten --month 2026-10-06
	reg export -d a.db -o days.csv
	does reg import -q -d months.db days.csv
	reg export -d months.db -o months.csv
	does reg import -d months.db days.csv
	does reg import -d a.db months.csv
	is "$err" "hvk-register: 0 new, 2 unchanged, 0 refused"
	reg export -d a.db | cmp - days.csv
	does reg import -q -d b.db months.csv
	does reg import -d b.db days.csv
	is "$err" "hvk-register: 0 new, 2 unchanged, 0 refused"
	reg export -d b.db | cmp - days.csv
	does reg undo -d b.db
	reg export -d b.db | cmp - months.csv
	does reg import -q -d c.db months.csv days.csv
	reg export -d c.db | cmp - days.csv
	does reg import -q -d d.db days.csv months.csv
	reg export -d d.db | cmp - days.csv
	does reg import -q -d e.db months.csv
	does reg import -q -d e.db days.csv months.csv
	reg export -d e.db | cmp - days.csv
	sed 's/,5,/,7,/' days.csv >other.csv
	refuses 3 "is another question" reg import -d a.db other.csv
}

@test "an export with labels can be imported" {
	add -q --month 2026-10
	add -q --month 2026-09 --desk loket-noord --answer info+folder
	reg list -f ids | head -1 >ids
	reg void -q --ids-from ids
	reg export -o codes.csv
	for lang in nl en; do
		does reg export --labels --lang $lang -o labels.csv
		does reg import -q -d $lang.db labels.csv
		reg export -d $lang.db | cmp - codes.csv
	done
}

@test "a wide table fits a terminal: long titles are cut, numbers never" {
	command -v script >/dev/null || skip
	add -q --channel vindplaats
	add -q --channel persoonlijk
	try script -qec "stty cols 70; hvk-report table --by gemeente --across channel --nonzero --color never" /dev/null
	[ "$(tr -d '\r' <<<"$out" | LC_ALL=C.UTF-8 wc -L)" -le 70 ]
	has "$out" "Persoonlijk contact (aan hui…  Op een"
	has "$out" "Gent"
	try hvk-report table --by gemeente --across channel --nonzero -f table
	has "$out" "caravan)"
}

@test "on a terminal: a table, with labels" {
	command -v script >/dev/null || skip
	three
	run script -qec "hvk-register list --color never" /dev/null
	has "$output" "Driftbuien"
	has "$output" "───"
	[[ $output != *$'\033[1m'* ]]
	run script -qec "TERM=xterm hvk-register list" /dev/null
	has "$output" $'\033[1m'
	run script -qec "NO_COLOR=1 TERM=xterm hvk-register list" /dev/null
	[[ $output != *$'\033[1m'* ]]
	run script -qec "stty cols 40; hvk-register list" /dev/null
	has "$output" "…"
	[ "$(hvk-register list -f table | grep -c …)" = 0 ]
}

# ---- output

@test "-o writes whole files or none, in the format of the extension" {
	three
	does reg list -o all.csv
	is "$(cat all.csv)" "$(reg list)"
	is "$(stat -c %a all.csv)" 600
	does reg list -c month,gemeente -o x.md
	is "$(head -n 1 x.md)" "| maand | gemeente |"
	does reg list -o x.md -f ids
	is "$(wc -l <x.md)" 3
	refuses 2 "no format for '.docx'" reg list -o x.docx
	does reg list -c month -o - --gemeente Brugge
	is "$out" $'month\n2026-09'
	chmod 644 all.csv
	does reg list -o all.csv
	is "$(stat -c %a all.csv)" 644
	is "$(find . -name '.hvk-*')" ""
}

@test "-o leaves what was there when something fails" {
	three
	echo old >x.csv
	refuses 4 "" reg list --gemeente Gend -o x.csv
	is "$(cat x.csv)" old
	ln -s x.csv link.csv
	refuses 7 "link.csv: is a symbolic link" reg list -o link.csv
	mkdir folder.csv
	refuses 7 "folder.csv: is a folder" reg list -o folder.csv
	refuses 7 "none/x.csv: " reg list -o none/x.csv
	is "$(cat x.csv)" old
	is "$(find . -name '.hvk-*')" ""
}

@test "a full disk, a closed output and a closed pipe" {
	three
	try bash -c 'hvk-register list >/dev/full'
	is "$status" 7
	has "$err" "standard output: "
	refuses 7 "/dev/full: " reg list -f csv -o /dev/full
	try bash -c 'hvk-register list >&-'
	is "$status" 7
	try bash -c 'hvk-register add -q --gemeente Gent --theme slapen >&- 2>&-'
	does reg list
	try bash -c 'hvk-register --help >/dev/full'
	is "$status" 7
	try bash -c 'set -o pipefail; hvk-register list | true; :'
	does bash -c 'hvk-register list | head -n 1'
	is "$err" ""
}

# ---- show, void, undo

@test "show knows ids however written, and says which it does not know" {
	id=$(add)
	does reg show "$id"
	is "$out" "$(reg show "${id,,}")"
	has "$out" "id: $id"
	does reg show -f csv -c gemeente "$id" "$id"
	is "$out" $'gemeente\n44021\n44021'
	refuses 4 "" reg show 1AME000000000
	try reg show short
	[ "$status" = 2 ] || [ "$status" = 4 ]
	refuses 2 "show: expected ID..." reg show
}

@test "void takes out all or nothing, undo brings back" {
	a=$(add) b=$(add --channel chat)
	try reg void "$a" 1AME000000000
	is "$status" 4
	is "$(reg list -f ids | wc -l)" 2
	does reg void -n "$a"
	has "$err" "1 would be voided"
	is "$(reg list -f ids | wc -l)" 2
	does reg void "$a"
	has "$err" "1 voided"
	is "$(reg list -f ids)" "$b"
	refuses 4 "" reg show "$a"
	does reg undo
	is "$(reg list -f ids | sort)" "$(printf '%s\n' "$a" "$b" | sort)"
	reg list -f ids >ids
	does reg void -q --ids-from - <ids
	is "$(reg list -f ids)" ""
	refuses 2 "expected ids" reg void
}

@test "undo reverts the last add, once" {
	add -q
	add -q --channel chat
	does reg undo -n
	has "$err" "would undo"
	is "$(reg list -f ids | wc -l)" 2
	does reg undo
	is "$(reg list -c channel)" $'channel\n""' || is "$(reg list -c channel | tail -n +2 | tr -d '"')" ""
	is "$(reg list -f ids | wc -l)" 1
	refuses 4 "" reg undo
}

# ---- export, check, template

@test "export goes into another store, twice, in any order" {
	three
	gone=$(add)
	reg void -q "$gone"
	does reg export -o one.csv
	is "$(head -n 1 one.csv)" id,month,day,gemeente,desk,channel,asker,age,theme,kind,severity,answer,duration,contact,voided
	grep -q "^$gone,2026-11,.*,1$" one.csv
	reg add -q -d two.db --month 2026-08 --gemeente Gent --theme slapen
	reg export -d two.db -o two.csv
	reg import -q -d a.db one.csv && reg import -q -d a.db two.csv && reg import -q -d a.db one.csv
	reg import -q -d b.db two.csv && reg import -q -d b.db one.csv
	is "$(reg export -d a.db)" "$(reg export -d b.db)"
	is "$(reg list -d a.db -f ids | wc -l)" 4
	# What was voided elsewhere goes here too, and does not come back.
	is "$(reg export -d a.db | grep -c ',1$')" 1
}

@test "check tells what is suspicious" {
	add -q
	does reg check
	is "$out" ""
	reg add -q --month 2026-10 --gemeente Gent --theme slapen --asker kind --age 0
	try reg check
	is "$status" 1
	[ -n "$out" ]
	try reg check -q
	is "$status$out" 1
	does reg check --month 2026-11
}

@test "the template can be imported, in Dutch and in English" {
	for lang in nl en; do
		for format in csv tsv excel; do
			rm -f "$HVK_DB"
			does reg template --lang $lang -f $format
			cp "$BATS_TEST_TMPDIR/.out" form.csv
			does reg import -q form.csv
			is "$(reg list -c month,gemeente,desk,theme,answer,contact)" "month,gemeente,desk,theme,answer,contact
2026-11,44021,voorbeeld,gedrag.driftbuien,info,new"
		done
	done
	is "$(reg template --lang en | head -n 1)" "month,gemeente,desk,channel,asker,age,theme,kind,severity,answer,duration,contact"
	is "$(reg template | head -n 1)" "maand,gemeente,balie,kanaal,vrager,leeftijd,thema,soort,ernst,antwoord,duur,gesprek"
}

# ---- the store

@test "stores that cannot be used: each has its message and 5" {
	refuses 5 "none.db: no such store" reg list -d none.db
	has "$err" "hvk-admin init"
	echo "not a database, but a text of some length that nobody took for one" >text.db
	refuses 5 "text.db" reg list -d text.db
	refuses 5 "" add -q -d text.db
	sqlite3 other.db 'CREATE TABLE t(a); INSERT INTO t VALUES (1)'
	refuses 5 "" reg list -d other.db
	refuses 5 "" add -q -d other.db
	is "$(sqlite3 other.db 'SELECT * FROM t')" 1
	add -q
	cp "$HVK_DB" newer.db
	sqlite3 newer.db 'PRAGMA user_version = 999'
	refuses 5 "" reg list -d newer.db
	refuses 5 "" add -q -d newer.db
	mkdir folder.db
	refuses 5 "" reg list -d folder.db
	ln -s "$HVK_DB" link.db
	refuses 5 "" reg list -d link.db
	refuses 5 "" add -q -d link.db
}

@test "a store that may only be read: lists, but takes nothing" {
	add -q
	if [ "$(id -u)" = 0 ]; then # who may write everything
		chmod 711 "$BATS_RUN_TMPDIR" "$BATS_RUN_TMPDIR/test"
		chown -R 65534 "$BATS_TEST_TMPDIR"
		as=(setpriv --reuid 65534 --regid 65534 --clear-groups)
		"${as[@]}" hvk-register --version >/dev/null 2>&1 || skip "nobody else can run this build"
	fi
	chmod 400 "$HVK_DB"
	does "${as[@]}" hvk-register list -c gemeente
	is "$out" $'gemeente\n44021'
	refuses 5 "" "${as[@]}" hvk-register add --gemeente Gent --theme slapen
	refuses 5 "" "${as[@]}" hvk-register undo
}

@test "a locked store: waits as long as asked, then 6" {
	add -q
	mkfifo go
	# It waits too: the one below that tries may hold the lock just then.
	sqlite3 -cmd '.timeout 5000' "$HVK_DB" <go >/dev/null &
	exec 9>go
	echo 'BEGIN EXCLUSIVE; SELECT 1;' >&9
	for _ in $(seq 100); do
		sqlite3 "$HVK_DB" 'BEGIN IMMEDIATE; ROLLBACK' 2>/dev/null || break
		sleep 0.05
	done
	refuses 6 "" add -q --wait 50
	refuses 6 "" reg list --wait 50
	exec 9>&-
	wait
	does add -q
}

@test "sixteen writers at once lose nothing" {
	add -q
	for _ in $(seq 16); do
		(for _ in $(seq 25); do add -q --channel chat || echo failed >>failures; done) &
	done
	wait
	[ ! -e failures ]
	is "$(reg list --channel chat -f ids | sort -u | wc -l)" 400
}
