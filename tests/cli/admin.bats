# SPDX-License-Identifier: EUPL-1.2
# hvk-admin: making, checking, copying and merging stores; codes, regions, purging, SQL; what each says when it cannot.

load common

setup() {
	hvk_setup
	holder=
}

teardown() {
	[ -z "$holder" ] || release
}

adm() {
	hvk-admin "$@"
}

mode() {
	stat -c %a "$1"
}

# Another program that is in the middle of a transaction: hold IMMEDIATE|EXCLUSIVE [STORE]
hold() {
	local turn
	mkfifo "$BATS_TEST_TMPDIR/go"
	sqlite3 "${2:-$HVK_DB}" <"$BATS_TEST_TMPDIR/go" >held 2>&1 3>&- &
	holder=$!
	exec 9>"$BATS_TEST_TMPDIR/go"
	printf "BEGIN %s;\nSELECT 'held';\n" "$1" >&9
	for turn in $(seq 100); do
		! grep -q held held || return 0
		sleep 0.02
	done
	echo "not held after $turn turns: $(cat held)"
	return 1
}

release() {
	exec 9>&-
	wait "$holder" || true
	rm -f "$BATS_TEST_TMPDIR/go"
	holder=
}

# Runs a command as somebody to whom permissions apply: root sets itself to nobody, in a folder where nobody may be.
unprivileged() {
	if [ "$(id -u)" != 0 ]; then
		"$@"
	else
		setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"
	fi
}

# A folder in which unprivileged() can work: $open.
open_folder() {
	open=$(mktemp -d /tmp/hvk-open-XXXXXX)
	if [ "$(id -u)" = 0 ]; then
		chown 65534:65534 "$open"
		unprivileged test -x "$build/hvk-admin" 2>/dev/null || { rm -rf "$open"; skip "nobody cannot run the programs"; }
	fi
}

# ---- the command line

@test "help of the program and of every verb fits 80 columns" {
	does adm --help
	[ "$(wc -L <<<"$out")" -le 80 ]
	for verb in init check backup restore purge merge settings sql "codes list" "codes import" "codes export" "codes retire" \
		"codes rename" "regions list" "regions import" "regions remove"; do
		has "$(adm --help)" "  $verb "
		# shellcheck disable=SC2086 # two words are two words
		does adm $verb --help
		has "$out" "Usage: hvk-admin $verb"
		[ "$(wc -L <<<"$out")" -le 80 ]
	done
}

@test "unknown and missing words" {
	refuses 2 "unknown verb 'chekc'; did you mean check?" adm chekc
	refuses 2 "unknown verb 'codes lsit'; did you mean codes list?" adm codes lsit
	refuses 2 "second word" adm codes
	refuses 2 "second word" adm codes -n
	for help in --help -h; do
		does adm codes $help
		has "$out" "codes rename"
	done
	refuses 2 "expected a verb" adm
	refuses 2 "backup: expected FILE" adm backup
	refuses 2 "expected month|day" adm init --precision hour
	[ ! -e "$HVK_DB" ]
}

# ---- init

@test "init makes a store of its own and says where" {
	does adm init
	is "$out" ""
	is "$err" "hvk-admin: made $HVK_DB, which keeps the month of a question"
	is "$(mode "$HVK_DB")" 600
	does adm check
	refuses 5 "$HVK_DB: exists already" adm init
	does adm init -q -d other.db --precision day
	is "$out$err" ""
	does hvk-register add -q -d other.db -g gent -t slapen --day 3
	is "$(hvk-register list -d other.db -c day)" $'day\n3'
}

@test "init makes the folder of the default store, for its owner only" {
	unset HVK_DB
	does adm init
	has "$err" "$XDG_DATA_HOME/hvk/hvk.db"
	is "$(mode "$XDG_DATA_HOME/hvk")" 700
	refuses 7 "no/such/folder.db: cannot be made: No such file" adm init -d no/such/folder.db
}

@test "init --group says who can read it, and what keeps them out" {
	mkdir shared private
	chmod 770 shared
	chmod 700 private
	does adm init --group -d shared/hvk.db
	is "$(mode shared/hvk.db)" 660
	has "$err" "everyone in group $(id -gn) can read and write it"
	[[ $err != *"keeps the group out"* ]]
	does adm init --group -d private/hvk.db
	has "$err" "its folder keeps the group out; let them in with: chmod g+rwxs private/"
}

@test "init with regions: both or neither" {
	printf 'gemeente\nGent\nBrugge\n' >Noord.csv
	printf 'gemeente\nGend\n' >Zuid.csv
	refuses 3 "Zuid.csv:2:1: gemeente: unknown 'Gend'; did you mean Gent" adm init --region Noord.csv --region Zuid.csv
	[ ! -e "$HVK_DB" ]
	refuses 4 "none.csv: No such file" adm init --region none.csv
	[ ! -e "$HVK_DB" ]
	does adm init --region Noord.csv
	is "$(adm regions list)" $'region,gemeente\nNoord,31005\nNoord,44021'
}

# ---- check

@test "check: 0 and silence, or 1 and a line for each finding" {
	add -q
	does adm check
	is "$out$err" ""
	sqlite3 "$HVK_DB" "UPDATE question SET theme = 9999; INSERT INTO region VALUES ('Noord', 12)"
	try adm check
	is "$status" 1
	is "$err" ""
	is "$(wc -l <<<"$out")" 2
	has "$out" "region Noord: no gemeente has the NIS code 12; import the region again"
	has "$out" "1 question has theme 9999, which does not exist"
	try adm check -q
	is "$status$out$err" 1
	try bash -c 'hvk-admin check >/dev/full'
	is "$status" 7
}

@test "check of a store that cannot be read is 5" {
	refuses 5 "$HVK_DB: no such store" adm check
	add -q
	# The tables are garbage, the head is not.
	dd if=/dev/urandom of="$HVK_DB" bs=4096 seek=1 count=20 conv=notrunc status=none
	try adm check
	[ "$status" = 5 ] || [ "$status" = 1 ]
	has "$out$err" "damaged"
}

# ---- backup and restore

@test "a backup is a store; it replaces the one before" {
	add -q
	does adm backup copy.db
	is "$out$err" ""
	is "$(mode copy.db)" 600
	is "$(hvk-register list -d copy.db)" "$(hvk-register list)"
	add -q
	does adm backup copy.db
	is "$(hvk-register list -d copy.db)" "$(hvk-register list)"
	is "$(find . -maxdepth 1 -name 'copy.db*')" ./copy.db
}

@test "backup refuses what it would spoil, and leaves nothing" {
	add -q
	ln -s elsewhere.db link.db
	mkdir folder
	mkfifo pipe
	refuses 7 "link.db: expected a regular file or none, found a symbolic link; nothing was written" adm backup link.db
	refuses 7 "folder: expected a regular file or none, found a directory" adm backup folder
	refuses 7 "pipe: expected a regular file or none, found a device or pipe" adm backup pipe
	refuses 7 "/dev/full: expected a regular file" adm backup /dev/full
	refuses 7 "no/copy.db: cannot write a file beside it: No such file or directory" adm backup no/copy.db
	refuses 2 "the store itself" adm backup "$HVK_DB"
	refuses 2 "not written to standard output" adm backup -
	refuses 5 "none.db: no such store" adm backup -d none.db copy.db
	[ ! -e copy.db ] && [ ! -e elsewhere.db ] && [ ! -e ./- ]
	is "$(find . -name '*.??????' ! -name '.*')" ""
	does adm check
}

@test "a full disk: 7, and the backup before is still there" {
	add -q
	does adm backup copy.db
	cp copy.db before.db
	try bash -c 'trap "" XFSZ; ulimit -f 64; hvk-admin backup copy.db'
	is "$status" 7
	has "$err" "hvk-admin: "
	cmp copy.db before.db
	is "$(find . -maxdepth 1 -name 'copy.db*')" ./copy.db
}

@test "restore puts back what was there" {
	add -q --desk noord
	printf 'gemeente\nGent\n' >Noord.csv
	adm regions import -q Noord.csv
	adm backup copy.db
	before=$(hvk-register list)
	add -q --desk zuid
	does adm restore --dry-run copy.db
	is "$err" "hvk-admin: dry run: would have restored $HVK_DB from copy.db"
	is "$(hvk-register list -f ids | wc -l)" 2
	does adm restore copy.db
	is "$out$err" ""
	is "$(hvk-register list)" "$before"
	is "$(adm regions list)" $'region,gemeente\nNoord,44021'
	is "$(adm codes list desk -c code)" $'code\nnoord'
	does adm check
}

@test "restore makes a store that is gone" {
	add -q
	adm backup copy.db
	before=$(hvk-register list)
	rm "$HVK_DB"
	refuses 5 "no such store" adm restore -n copy.db
	does adm restore copy.db
	is "$(hvk-register list)" "$before"
	rm "$HVK_DB"
	echo garbage >garbage.db
	refuses 5 "garbage.db: " adm restore garbage.db
	[ ! -e "$HVK_DB" ]
}

@test "restore from what is no backup changes nothing" {
	add -q
	before=$(hvk-register list -c all)
	head -c 100000 /dev/urandom >garbage.db
	sqlite3 foreign.db 'CREATE TABLE song (title)'
	adm backup newer.db
	sqlite3 newer.db 'PRAGMA user_version = 999'
	adm backup damaged.db
	dd if=/dev/urandom of=damaged.db bs=4096 seek=2 count=30 conv=notrunc status=none
	adm backup short.db
	truncate -s 20000 short.db
	mkdir folder.db
	ln -s newer.db link.db
	refuses 4 "none.db: no such store" adm restore none.db
	refuses 5 "garbage.db: " adm restore garbage.db
	has "$err" "garbage.db: not an SQLite database, so not a store made by hvk"
	refuses 5 "foreign.db: a database of another application" adm restore foreign.db
	refuses 5 "newer.db: made by a newer hvk (schema 999" adm restore newer.db
	refuses 5 "damaged.db: " adm restore damaged.db
	refuses 5 "short.db: " adm restore short.db
	refuses 5 "folder.db: is a directory" adm restore folder.db
	refuses 5 "link.db: is a symbolic link" adm restore link.db
	refuses 2 "this store itself" adm restore "$HVK_DB"
	is "$(hvk-register list -c all)" "$before"
	does adm check
}

@test "restore over a file that is no store says what to do" {
	add -q
	adm backup copy.db
	echo garbage, and nothing else but garbage >"$HVK_DB"
	refuses 5 "give that file another name first" adm restore copy.db
	mv "$HVK_DB" aside.db
	does adm restore copy.db
	is "$(hvk-register list -f ids | wc -l)" 1
}

# ---- codes

@test "codes are listed without a store, by list, and in every format" {
	refuses 5 "no such store" adm codes list
	unset HVK_DB
	is "$(adm codes list severity -c code | wc -l)" 7
	[ ! -e "$XDG_DATA_HOME/hvk" ]
	is "$(adm codes list contact)" $'list,code,parent,label_nl,label_en\n'"$(adm codes list | grep ^contact,)"
	is "$(adm codes list desk -c code)" code
	does adm codes list kind -f table --lang en
	has "$out" "Practical question"
	does adm codes list kind -f jsonl -c code,parent
	has "$out" '{"code":"informatief","parent":"praktisch"}'
	for format in table csv tsv jsonl rec md excel; do
		does adm codes list -f $format -o "codes.$format"
		[ -s "codes.$format" ]
	done
	does adm codes list -c help
	has "$out" "valid_to"
	refuses 2 "'themes'; did you mean theme?" adm codes list themes
	refuses 2 "did you mean label_nl" adm codes list -c label_ln
}

@test "codes: what is exported can be imported, from every dialect" {
	adm init -q
	for format in csv tsv excel; do
		does adm codes export -f $format -o codes.$format
		does adm codes import codes.$format
		is "$err" "hvk-admin: added or changed 0 codes"
	done
	adm codes export theme | does adm codes import -
	adm codes list -f table -c all >human.txt
	refuses 2 "cannot be written as table" adm codes export -f table
}

@test "codes import adds and changes, or refuses all" {
	printf 'list,code,parent,label_nl\ntheme,media.vr,media,Virtuele werkelijkheid\ntheme,media,,Media\n' >codes.csv
	refuses 5 "no such store" adm codes import --dry-run codes.csv
	adm init -q
	does adm codes import --dry-run codes.csv
	has "$err" "hvk-admin: dry run: would have added or changed"
	does adm codes import codes.csv
	is "$(adm codes list theme -c code,parent | grep ^media.vr)" "media.vr,media"
	does add -q -t media.vr
	printf 'list,code,label_nl\ntheme,goed,Goed\ntheme,Fout,Fout\n' >codes.csv
	refuses 3 "codes.csv:3:2: code: expected" adm codes import codes.csv
	is "$(adm codes list theme -c code | grep -c '^goed$')" 0
	refuses 3 "standard input: the file is empty" adm codes import - </dev/null
	refuses 4 "none.csv: No such file" adm codes import none.csv
	mkdir folder
	refuses 3 "folder" adm codes import folder
}

@test "labels, regions and new names are guarded as questions are" {
	printf 'list,code,label_nl\nchannel,bib,Bel 0470 12 34 56\n' >codes.csv
	refuses 3 "codes.csv:2:3: looks like a telephone number (the value is not repeated)" adm codes import codes.csv
	printf 'list,code,label_nl\nchannel,x-an@example.be,Bib\n' >codes.csv
	refuses 3 "codes.csv:2:2: looks like an e-mail address" adm codes import codes.csv
	printf 'list,code,an@example.be\nchannel,bib,Bib\n' >codes.csv
	refuses 3 "codes.csv:1:3: looks like an e-mail address" adm codes import codes.csv
	[[ $err != *example* ]]
	printf 'list,code,label_nl,valid_from\nchannel,bib,Bib,2026-01-01\n' >codes.csv
	does adm codes import -q codes.csv
	refuses 2 "looks like a telephone number" adm codes rename channel bib tel-0470123456
	[[ $err != *0470* ]]
	printf 'region,gemeente\nan@example.be,Gent\n' >regions.csv
	refuses 3 "regions.csv:2:1: looks like an e-mail address" adm regions import regions.csv
	printf 'gemeente\nGent\n' >0470123456.csv
	refuses 3 "region: the name of the file looks like a telephone number" adm regions import 0470123456.csv
	# What comes with the programs passes.
	adm codes export -o all.csv
	does adm codes import all.csv
}

@test "codes retire: questions keep it, later months cannot get it" {
	add -q --month 2026-10
	does adm codes retire theme slapen 2026-10-31
	is "$out$err" ""
	is "$(hvk-register list -c theme)" $'theme\nslapen'
	does add -q --month 2026-10
	refuses 3 "slapen" add -q --month 2026-11
	refuses 2 "expected a date" adm codes retire theme slapen eind
	refuses 4 "did you mean slapen" adm codes retire theme slaapen 2026-10-31
	refuses 2 "did you mean theme" adm codes retire thema slapen 2026-10-31
	does adm codes retire -n theme eten 2026-10-31
	is "$err" "hvk-admin: dry run: would have retired theme eten after 2026-10-31"
}

@test "codes retire: what was registered later already is listed, counted and exchanged as before" {
	add -q --month 2026-09 --channel telefoon
	add -q --month 2026-10 --channel telefoon
	hvk-register export -o all.csv
	hvk-register list >list.csv
	does adm codes retire channel telefoon 2026-09-30
	hvk-report table --by month,channel >stored.csv
	hvk-report table --by month,channel - <list.csv >listed.csv
	cmp stored.csv listed.csv
	does hvk-register import --batch export all.csv
	is "$err" "hvk-register: 0 new, 2 unchanged, 0 refused"
	does hvk-register import -n -d other.db list.csv all.csv
	refuses 3 "list.csv:3:4: channel: 'telefoon' is not in use after 2026-09-30" hvk-register import list.csv
	# Also after a file with ids, in the same command.
	refuses 3 "list.csv:3:4: channel: 'telefoon' is not in use after 2026-09-30" hvk-register import all.csv list.csv
	refuses 3 "list.csv:3:4: channel: 'telefoon' is not in use after 2026-09-30" hvk-register import list.csv all.csv
}

@test "codes rename: questions follow, the old name stays known" {
	add -q
	does adm codes rename theme slapen nachtrust
	is "$(hvk-register list -c theme)" $'theme\nnachtrust'
	does add -q
	is "$(hvk-register list -c theme --theme slapen | wc -l)" 3
	refuses 4 "is, or was, the name of another code" adm codes rename theme eten slapen
	refuses 2 "not a name" adm codes rename theme eten 'Eten en drinken'
	refuses 4 "unknown" adm codes rename theme zwemmen zwembad
}

# ---- regions

@test "regions: import, list, replace, remove" {
	printf 'Regio;Gemeente\r\nNoord;Brugge\r\nNoord;8020\r\nZuid;Gent\r\n' >regios.csv
	refuses 5 "no such store" adm regions import --dry-run regios.csv
	does adm regions import regios.csv
	is "$err" "hvk-admin: read 3 gemeenten"
	is "$(adm regions list)" $'region,gemeente\nNoord,31005\nNoord,31022\nZuid,44021'
	is "$(adm regions list zuid -c all --labels)" $'region,gemeente,arrondissement,province\nZuid,Gent,Gent,Oost-Vlaanderen'
	adm regions list >again.csv
	does adm regions import -q again.csv
	printf 'gemeente\nOostkamp\n' >Noord.csv
	does adm regions import -q Noord.csv
	is "$(adm regions list Noord)" $'region,gemeente\nNoord,31022'
	does adm regions remove -n Noord
	does adm regions remove Noord
	is "$out" ""
	is "$(adm regions list)" $'region,gemeente\nZuid,44021'
	refuses 4 "unknown region 'Zuit'; did you mean Zuid?" adm regions remove Zuit
	refuses 4 "unknown region 'Zuit'; did you mean Zuid?" adm regions list Zuit
	add -q
	is "$(hvk-register list --region Zuid -c gemeente)" $'gemeente\n44021'
}

@test "regions import refuses all of a file with an error in it" {
	adm init -q
	printf 'gemeente\nGent\nGend\n' >Noord.csv
	refuses 3 "Noord.csv:3:1: gemeente: unknown 'Gend'; did you mean Gent" adm regions import Noord.csv
	printf 'gemeente\nGent\n' >gent.csv
	refuses 3 "named after the file" adm regions import - <gent.csv
	printf 'regio,stad\n' | refuses 3 "expected gemeenten" adm regions import -
	is "$(adm regions list)" "region,gemeente"
}

# ---- purge and merge

@test "purge deletes for good" {
	add -q --month 2026-01
	add -q --month 2026-02
	hvk-register undo -q
	add -q --month 2026-03
	does adm purge --before 2026-03 --dry-run
	is "$err" "hvk-admin: dry run: would have deleted 1 question of months before 2026-03, for good (1 month)"
	does adm purge --before 2026-03
	is "$err" "hvk-admin: deleted 1 question of months before 2026-03, for good (1 month)"
	is "$(hvk-register list -c month)" $'month\n2026-03'
	refuses 4 "nothing to undo" hvk-register undo
	refuses 2 "expected YYYY-MM, found 'maart'" adm purge --before maart
	refuses 2 "expected YYYY-MM" adm purge --before 2026-13
	refuses 2 "2026-12 is in the future, this month is 2026-11" adm purge --before 2026-12
}

@test "purge that keeps counts: reports count on, records are gone" {
	add -q --month 2026-01 --channel telefoon
	add -q --month 2026-01 --contact same
	add -q --month 2026-02
	hvk-report table --by gemeente,month,theme-group --measure questions,contacts >before.csv
	does adm purge --before 2026-02 --collapse -n
	is "$err" "hvk-admin: dry run: would have deleted 2 questions of months before 2026-02, for good, and kept the counts (1 month)"
	is "$(hvk-register list -f ids | wc -l)" 3
	does adm purge --before 2026-02 --collapse
	is "$err" "hvk-admin: deleted 2 questions of months before 2026-02, for good, and kept the counts (1 month)"
	does hvk-register list -c month
	is "$out" $'month\n2026-02'
	is "$err" "hvk-register: 2 questions more were purged but for their counts: tables have them"
	does hvk-register export --month 2026-01 --contact same
	is "$(wc -l <<<"$out")" 1
	is "$err" "hvk-register: 1 question more was purged but for its count: tables have it"
	does hvk-register list -c month --channel telefoon
	is "$err" ""
	hvk-report table --by gemeente,month,theme-group --measure questions,contacts | cmp - before.csv
	is "$(hvk-report table --by channel,month --month 2026-01 | grep -v ',0$')" \
		$'channel,month,questions\nnot-recorded,2026-01,2'
	# Where nothing is known nothing was left out.
	is "$(hvk-report month -m 2026-01 -f md | grep -e '^## ' -e 'niet getoond' | grep -B 1 'niet getoond')" \
		$'## Waarover: themagroepen\nZonder vragen, niet getoond: 14.'
	is "$(adm sql 'SELECT month, gemeente, theme, contact, questions FROM v_tally' | sort)" \
		$'2026-01,44021,slapen,new,1\n2026-01,44021,slapen,same,1\nmonth,gemeente,theme,contact,questions'
	does adm check
	does adm purge --before 2026-02 --collapse -n
	is "$err" "hvk-admin: dry run: would have deleted 0 questions of months before 2026-02, for good, and kept the counts (0 months)"
	does adm purge --before 2026-03 -n
	is "$err" "hvk-admin: dry run: would have deleted 3 questions of months before 2026-03, for good (2 months)
hvk-admin: 2 of these were counts only"
	does hvk-report month --month 2026-01 -f md --lang en
	has "$out" 'Of months that were purged but for their counts all but gemeente, theme and contact is not recorded.'
	does hvk-report month --month 2026-01 -f md --lang nl
	has "$out" 'Van maanden waarvan enkel aantallen bewaard zijn, is alleen gemeente, thema en contact bekend'
	# The month stays closed to questions.
	refuses 3 "month: 2026-01 was purged; this store takes nothing of months before 2026-02" add --month 2026-01
	printf 'month,gemeente,theme\n2026-02,Gent,slapen\n2026-01,Gent,slapen\n' >vragen.csv
	refuses 3 "vragen.csv:3:1: month: 2026-01 was purged" hvk-register import vragen.csv
	# In other stores it may still be.
	HVK_DB=other.db add -q --month 2026-01
	HVK_DB=other.db add -q --month 2026-02
	does adm merge other.db
	is "$err" "hvk-admin: added 1 question; 0 unchanged, 0 voided
hvk-admin: passed over 1 question of a month that was purged here"
	# A backup has the counts too; without them nothing is left.
	adm backup copy.db
	is "$(hvk-report table -d copy.db --by month --month 2026-01)" $'month,questions\n2026-01,2'
	does adm purge --before 2026-02
	is "$err" "hvk-admin: deleted 2 questions of months before 2026-02, for good (1 month)
hvk-admin: 2 of these were counts only"
	is "$(hvk-report table --by month --month 2026-01)" $'month,questions\n2026-01,0'
}

@test "purge goes by the retention of the store" {
	add -q --month 2025-10
	add -q --month 2025-11
	refuses 2 "expected --before MONTH, since this store has no retention" adm purge
	has "$err" "hvk-admin settings retention=MONTHS"
	refuses 2 "expected --before MONTH" adm purge --retention
	does adm check
	adm settings -q retention=12
	try adm check
	is "$status" 1
	has "$out" "1 question of months before 2025-11 is kept for more than 12 months; delete it with 'hvk-admin purge'"
	refuses 2 "expected either --before or --retention, found both" adm purge --retention --before 2026-01
	does adm purge -n
	is "$err" "hvk-admin: dry run: would have deleted 1 question of months before 2025-11, for good (1 month)"
	does adm purge --retention --collapse
	is "$err" "hvk-admin: deleted 1 question of months before 2025-11, for good, and kept the count (1 month)"
	does adm purge --retention
	is "$err" "hvk-admin: deleted 1 question of months before 2025-11, for good (1 month)
hvk-admin: 1 of these was a count only"
	does adm check
	does adm purge
	is "$err" "hvk-admin: deleted 0 questions of months before 2025-11, for good (0 months)"
}

# ---- settings

@test "settings are listed, set and taken back" {
	refuses 5 "no such store" adm settings
	refuses 5 "no such store" adm settings retention=12
	adm init -q
	does adm settings
	is "$out" "key,value,help
retention,,for how many months questions are kept
public-folder,,what is written in this folder is for everybody
collected-since,,registration began then; months before are published as not collected"
	does adm settings retention=024 public-folder=site/../public/ -n
	has "$err" "dry run: would have set retention to '024'"
	is "$(adm settings -c key,value)" $'key,value\nretention,\npublic-folder,\ncollected-since,'
	does adm settings retention=024 public-folder=site/../public/
	has "$err" "public-folder: 'site/../public/' is kept as '$PWD/public'"
	is "$(adm settings -c key,value)" "key,value
retention,24
public-folder,$PWD/public
collected-since,"
	is "$(adm settings -f jsonl -c +help | head -1)" \
		'{"key":"retention","value":"24","help":"for how many months questions are kept"}'
	does adm settings public-folder=//srv/./www//openbaar/
	is "$(adm settings -c value | sed -n 3p)" /srv/www/openbaar
	does adm settings retention= public-folder=
	is "$(adm settings -c key,value)" $'key,value\nretention,\npublic-folder,\ncollected-since,'
	has "$(adm settings --lang nl -f md | head -1)" "instelling"
}

@test "settings that are none are refused, and then nothing is set" {
	adm init -q
	refuses 2 "settings: expected KEY=VALUE, found 'retention'" adm settings retention
	refuses 2 "unknown setting 'retentoin'; did you mean retention?" adm settings retentoin=12
	for wrong in 0 1201 -1 12m '1 2' 99999999999999999999; do
		refuses 2 "retention: expected a number of months from 1 to 1200, found '$wrong'" \
			adm settings public-folder=/srv/www "retention=$wrong"
	done
	refuses 2 "public-folder: expected a folder below the root, found '/srv/..'" adm settings public-folder=/srv/..
	refuses 2 "collected-since: expected a month such as 2026-01, found '2026'" adm settings collected-since=2026
	refuses 2 "public-folder: expected a path without control characters" adm settings $'public-folder=/srv/w\nw'
	is "$(adm settings -c key,value)" $'key,value\nretention,\npublic-folder,\ncollected-since,'
}

@test "init sets them too, or makes nothing" {
	refuses 2 "retention: expected a number of months from 1 to 1200, found '0'" adm init --retention 0
	[ ! -e "$HVK_DB" ]
	does adm init --retention 36 --public-folder openbaar
	is "$(adm settings -c key,value)" "key,value
retention,36
public-folder,$PWD/openbaar
collected-since,"
	adm backup copy.db
	adm settings -q retention=12
	does adm restore copy.db
	is "$(adm settings -c value | sed -n 2p)" 36
}

@test "merge in any order, as often as one likes" {
	HVK_DB=a.db add -q --desk noord
	HVK_DB=a.db add -q --desk oost --answer info+folder
	HVK_DB=b.db add -q --desk zuid
	HVK_DB=b.db hvk-register void -q "$(HVK_DB=b.db add --desk west)"
	cp a.db ab.db
	cp b.db ba.db
	does adm merge -d ab.db b.db -n
	is "$err" "hvk-admin: dry run: would have added 1 question; 0 unchanged, 0 voided"
	does adm merge -d ab.db b.db
	does adm merge -d ba.db a.db
	is "$err" "hvk-admin: added 2 questions; 0 unchanged, 0 voided"
	is "$(hvk-register export -d ab.db)" "$(hvk-register export -d ba.db)"
	does adm merge -d ab.db ba.db
	is "$err" "hvk-admin: added 0 questions; 3 unchanged, 0 voided"
	does adm check -d ab.db
	# Into a store that is not there yet.
	does adm merge -q -d new.db ab.db
	is "$(hvk-register export -d new.db)" "$(hvk-register export -d ab.db)"
}

@test "what fails leaves no store that was not there" {
	printf 'gemeente\nGend\n' >fout.csv
	refuses 4 "none.db" adm merge none.db
	refuses 4 "none.csv" adm codes import none.csv
	refuses 4 "none.csv" adm regions import none.csv
	refuses 3 "unknown column 'gemeente'" adm codes import fout.csv
	refuses 3 "unknown 'Gend'" adm regions import fout.csv
	refuses 4 "none.db" adm restore none.db
	refuses 5 "no such store" adm codes rename theme slapen x
	refuses 5 "no such store" adm regions remove Noord
	refuses 5 "no such store" adm purge --before 2026-01
	[ ! -e "$HVK_DB" ]
}

@test "merge refuses what it cannot take, and then takes nothing" {
	add -q
	adm backup other.db
	sqlite3 other.db 'UPDATE question SET asker = 1'
	hvk-register add -q -d other.db -g gent -t slapen --month 2026-01
	refuses 3 "other.db: question " adm merge other.db
	has "$err" "is in both stores with other content; nothing was merged"
	is "$(hvk-register list -f ids | wc -l)" 1
	refuses 4 "none.db: no such store" adm merge none.db
	refuses 2 "this store itself" adm merge "$HVK_DB"
	echo garbage >garbage.db
	refuses 5 "garbage.db: " adm merge garbage.db
}

# ---- sql

@test "sql prints what a query finds, in every format, with the query's own columns" {
	add -q --month 2026-10
	add -q
	is "$(adm sql 'SELECT month, questions AS vragen FROM v_month')" $'month,vragen\n2026-10,1\n2026-11,1'
	is "$(adm sql -f jsonl 'SELECT 1 AS a, 2.50 AS b, NULL AS c, 7/2.0 AS d, '"'x'"' AS e')" \
		'{"a":1,"b":2.5,"c":null,"d":3.5,"e":"x"}'
	is "$(adm sql 'SELECT month FROM v_month WHERE 0')" month
	echo 'SELECT count(*) AS n FROM question' | does adm sql -
	is "$(adm sql -f tsv 'SELECT 1, 2')" $'1\t2\n1\t2'
	does adm sql -f table 'SELECT list, count(*) AS n FROM code GROUP BY 1 LIMIT 2'
	has "$out" "agreement_type"
	does adm sql -o answer.md 'SELECT 1 AS one'
	has "$(cat answer.md)" "one"
	does adm sql "SELECT char(27) || '[31m' AS a" -f table
	[[ $out != *$'\e'* ]]
}

@test "sql can do nothing but read" {
	add -q
	before=$(sha256sum "$HVK_DB")
	for text in "DELETE FROM question" "PRAGMA user_version = 1" "ATTACH 'x.db' AS x" "VACUUM INTO 'x.db'" \
		"CREATE TABLE t (a)" "INSERT INTO tombstone VALUES (1)" "DROP VIEW v_question" "SELECT load_extension('x')"; do
		refuses 2 "SQL: " adm sql "$text"
	done
	refuses 2 "found more behind it" adm sql 'SELECT 1; DELETE FROM question'
	refuses 2 "found nothing" adm sql ' '
	refuses 2 "found nothing" adm sql - </dev/null
	printf 'SELECT 1\0' | refuses 2 "NUL" adm sql -
	refuses 2 "no such column: maand" adm sql 'SELECT maand FROM v_question'
	is "$(sha256sum "$HVK_DB")" "$before"
	[ ! -e x.db ]
	refuses 5 "none.db: no such store" adm sql -d none.db 'SELECT 1'
}

@test "output that cannot be written is 7" {
	adm init -q
	for words in "codes list" "codes export" "regions list" "sql SELECT(1)" "--help"; do
		try bash -c "hvk-admin $(printf '%q ' "${words%% *}" "${words#* }") >/dev/full"
		[ "$words" != --help ] || try bash -c 'hvk-admin --help >/dev/full'
		is "$status" 7
		has "$err" "No space left on device"
	done
	refuses 7 "/dev/full" adm codes list -o /dev/full
	refuses 7 "no/list.csv" adm codes list -o no/list.csv
}

# ---- stores that cannot be used

@test "somebody else's database, a newer store, a directory, a link: 5 from every verb, and not a byte changed" {
	adm init -q -d good.db
	printf 'gemeente\nGent\n' >Noord.csv
	printf 'list,code,label_nl\ntheme,x,X\n' >codes.csv
	sqlite3 foreign.db 'CREATE TABLE song (title); INSERT INTO song VALUES (1)'
	adm backup -d good.db newer.db
	sqlite3 newer.db 'PRAGMA user_version = 999'
	echo 'not a database, but a text of some length' >text.db
	mkdir folder.db
	ln -s good.db link.db
	sums=$(sha256sum foreign.db newer.db text.db good.db)
	for store in foreign.db newer.db text.db folder.db link.db; do
		refuses 5 "$store: " adm check -d $store
		refuses 5 "$store: " adm backup -d $store copy.db
		refuses 5 "$store: " adm restore -d $store good.db
		refuses 5 "$store: " adm codes list -d $store
		refuses 5 "$store: " adm codes import -d $store codes.csv
		refuses 5 "$store: " adm codes retire -d $store theme slapen 2026-10-31
		refuses 5 "$store: " adm codes rename -d $store theme slapen x
		refuses 5 "$store: " adm regions list -d $store
		refuses 5 "$store: " adm regions import -d $store Noord.csv
		refuses 5 "$store: " adm regions remove -d $store Noord
		refuses 5 "$store: " adm purge -d $store --before 2026-01
		refuses 5 "$store: " adm sql -d $store 'SELECT 1'
		refuses 5 "$store: exists already" adm init -d $store
		[ $store = link.db ] || refuses 5 "$store: " adm merge -d good.db $store
	done
	is "$(sha256sum foreign.db newer.db text.db good.db)" "$sums"
	[ ! -e copy.db ]
}

@test "a locked store: 6 from whoever writes, while reading and copying go on" {
	add -q
	adm backup good.db
	printf 'gemeente\nGent\n' >Noord.csv
	printf 'list,code,label_nl\ntheme,x,X\n' >codes.csv
	hold IMMEDIATE
	refuses 6 "try again" adm restore --wait 50 good.db
	refuses 6 "try again" adm codes import --wait 50 codes.csv
	refuses 6 "try again" adm codes retire --wait 50 theme slapen 2026-10-31
	refuses 6 "try again" adm codes rename --wait 50 theme slapen x
	refuses 6 "try again" adm regions import --wait 50 Noord.csv
	refuses 6 "try again" adm regions remove --wait 50 Noord
	refuses 6 "try again" adm purge --wait 50 --before 2026-01
	refuses 6 "try again" adm merge --wait 50 good.db
	does adm check --wait 50
	does adm backup --wait 50 copy.db
	does adm sql --wait 50 'SELECT 1'
	release
	does adm check
	does adm restore good.db
}

@test "a store locked against reading too: 6, after the time that was asked" {
	add -q
	hold EXCLUSIVE
	refuses 6 "try again" adm check --wait 50
	refuses 6 "try again" adm backup --wait 50 copy.db
	refuses 6 "try again" adm sql --wait 50 'SELECT 1'
	[ ! -e copy.db ]
	release
	does adm backup copy.db
	hold EXCLUSIVE copy.db
	refuses 6 "copy.db: " adm merge --wait 50 copy.db
	refuses 6 "copy.db: " adm restore --wait 50 copy.db
	release
	does adm merge copy.db
}

@test "a writer that is done in time is waited for" {
	add -q
	adm backup good.db
	hold IMMEDIATE
	{ sleep 0.3; echo 'COMMIT;'; } >&9 &
	does adm restore good.db
	wait $!
	release
}

@test "a read-only store: can be examined and copied, not changed" {
	open_folder
	adm init -q -d "$open/hvk.db"
	adm backup -d "$open/hvk.db" "$open/good.db"
	chmod 444 "$open/hvk.db" "$open/good.db"
	export HVK_DB=$open/hvk.db
	does unprivileged "$build/hvk-admin" check
	does unprivileged "$build/hvk-admin" codes list
	does unprivileged "$build/hvk-admin" sql 'SELECT 1'
	does unprivileged "$build/hvk-admin" backup "$open/copy.db"
	refuses 5 "read-only" unprivileged "$build/hvk-admin" restore "$open/good.db"
	refuses 5 "read-only" unprivileged "$build/hvk-admin" merge "$open/good.db"
	refuses 5 "read-only" unprivileged "$build/hvk-admin" purge --before 2026-01
	refuses 5 "read-only" unprivileged "$build/hvk-admin" codes rename theme slapen x
	does unprivileged "$build/hvk-admin" restore --dry-run "$open/good.db"
	chmod 000 "$open/hvk.db"
	refuses 5 "hvk.db: " unprivileged "$build/hvk-admin" check
	rm -rf "$open"
}

@test "readers see the old store or the new one while it is restored" {
	add -q --channel chat
	adm backup one.db
	for _ in $(seq 20); do add -q --channel e-mail; done
	adm backup two.db
	(for _ in $(seq 20); do adm restore -q one.db; adm restore -q two.db; done) &
	writer=$!
	while kill -0 $writer 2>/dev/null; do
		count=$(hvk-register list -f ids | wc -l)
		[ "$count" = 1 ] || [ "$count" = 21 ] || echo "$count" >>wrong
	done
	wait $writer
	[ ! -e wrong ]
	does adm check
}
