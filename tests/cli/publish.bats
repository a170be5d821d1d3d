# SPDX-License-Identifier: EUPL-1.2
# hvk-report publish: what is written, in which order, and that it is all or nothing. What is protected, and how well, is
# tested elsewhere; here the figures are such that all ways to hide what has to be are alike.
# HVK_GOLDEN=write bats tests/cli/publish.bats writes the golden files anew; look at what changed.

load common

setup_file() {
	hvk_setup
	cd "$BATS_FILE_TMPDIR" || return 1
	HVK_DB=$BATS_FILE_TMPDIR/small.db
	# Four gemeenten of a region; one has 2 questions, which another has to hide.
	printf 'region,gemeente\nvoorbeeld,%s\n' 31005 >regions.csv
	printf 'voorbeeld,%s\n' 31022 31040 44021 >>regions.csv
	hvk-admin regions import -q regions.csv
	{
		echo month,gemeente,desk,channel,theme
		questions 31005 30 slapen.inslapen
		questions 31022 2 slapen.inslapen
		questions 31040 30 gedrag.driftbuien
		questions 44021 30 gedrag.driftbuien
	} >questions.csv
	hvk-register import -q questions.csv
	HVK_DB=$BATS_FILE_TMPDIR/year.db
	hvk-admin regions import -q "$data/demo/regio-brugge.csv"
	hvk-register import -q "$data/questions/vragen-2026.csv"
}

# questions GEMEENTE COUNT THEME: so many questions of September
questions() {
	local i
	for ((i = 0; i < $2; i++)); do
		echo "2026-09,$1,balie-voorbeeld,telefoon,$3"
	done
}

setup() {
	hvk_setup
	cp "$BATS_FILE_TMPDIR/small.db" "$HVK_DB"
	export HVK_TODAY=2026-11-15
}

use_year() {
	cp "$BATS_FILE_TMPDIR/year.db" "$HVK_DB"
}

publish() {
	hvk-report publish "$@"
}

# One small publication, with more options.
publish_small() {
	publish --by gemeente --month 2026-09 "$@"
}

golden() {
	local file=$data/golden/publish/$1
	shift
	"$@" >found || return 1
	if [ "${HVK_GOLDEN:-}" = write ]; then
		mkdir -p "${file%/*}"
		cp found "$file"
	fi
	diff -u "$file" found
}

# Nothing waits under another name.
nothing_waits() {
	local found
	found=$(find . -name '.hvk-*')
	is "$found" ''
}

ledger() {
	publish list -f csv -c "${1:-number}" | tail -n +2
}

# ---- what is written

@test "a folder: the table, its hierarchy and members, a description" {
	does publish_small -o public/
	is "$out$err" ''
	is "$(ls -A public)" "$(printf '%s\n' datapackage.json hierarchy.csv members.csv table.csv)"
	golden table.csv cat public/table.csv
	golden hierarchy.csv cat public/hierarchy.csv
	golden members.csv cat public/members.csv
	golden datapackage.json cat public/datapackage.json
	nothing_waits
}

@test "the description is a Data Package of what is there" {
	publish --by gemeente,theme-group --month 2026-09 -o public/
	python3 - <<-'END'
		import csv, hashlib, json, re
		package = json.load(open("public/datapackage.json", encoding="utf-8"))
		assert package["profile"] == "tabular-data-package"
		assert re.fullmatch(r"[-a-z0-9._/]+", package["name"]), package["name"]
		assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", package["created"])
		assert "licenses" not in package
		assert [r["name"] for r in package["resources"]] == ["table", "hierarchy", "members"]
		for resource in package["resources"]:
		    content = open("public/" + resource["path"], "rb").read()
		    assert resource["bytes"] == len(content)
		    assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
		    rows = list(csv.reader(content.decode("utf-8").splitlines()))
		    fields = resource["schema"]["fields"]
		    assert rows[0] == [f["name"] for f in fields]
		    key = [rows[0].index(name) for name in resource["schema"]["primaryKey"]]
		    keys = [tuple(row[i] for i in key) for row in rows[1:]]
		    assert len(set(keys)) == len(keys) > 0
		    for row in rows[1:]:
		        for value, field in zip(row, fields, strict=True):
		            rules = field.get("constraints", {})
		            assert value or not rules.get("required")
		            assert not value or value in rules.get("enum", [value])
		            assert field["type"] != "integer" or re.fullmatch(r"\d*", value)
		table = list(csv.DictReader(open("public/table.csv", encoding="utf-8")))
		hidden = sum(row["status"] == "x" for row in table)
		assert hidden == package["publication"]["hidden"] and len(table) == package["publication"]["cells"]
		assert all((row["count"] == "") == (row["status"] != "ok") for row in table)
	END
}

@test "files of one table are the same, whatever is hidden in it" {
	local small
	for small in 1 2 3; do
		HVK_DB=$PWD/$small.db
		{
			echo month,gemeente,desk,channel,theme
			questions 31005 $((12 - small)) slapen.inslapen
			questions 31022 "$small" slapen.inslapen
			questions 31040 30 gedrag.driftbuien
		} >questions.csv
		hvk-register import -q questions.csv
		publish_small --gemeente 31005,31022,31040 -o "of $small/"
		publish show 1 -o "of $small/page.html"
		is "$(sed -n 3p "of $small/table.csv")" 31022,,x
	done
	diff -r 'of 1' 'of 2'
	diff -r 'of 1' 'of 3'
}

@test "published counts are those of the listing, and every cell of the grid is there once" {
	use_year
	publish --by gemeente,theme-group,quarter --period 2026-01..2026-09 -o public/
	hvk-register list -f csv -c month,gemeente,theme >list.csv
	awk -F, -v OFS=, '
		FILENAME == "list.csv" {
			if (FNR == 1 || $1 > "2026-09") next
			sub(/\..*/, "", $3)
			quarter = "2026-Q" int((substr($1, 6) + 2) / 3)
			for (i = 0; i < 8; i++)
				n[(i % 2 ? $2 : "total") OFS (int(i / 2) % 2 ? $3 : "total") OFS (i > 3 ? quarter : "total")]++
			next
		}
		FNR == 1 { next }
		{ cells++ }
		seen[$1 OFS $2 OFS $3]++ { print "twice:", $0; bad = 1 }
		$5 == "ok" { published++; if ($4 != n[$1 OFS $2 OFS $3] + 0) { print "wrong:", $0, n[$1 OFS $2 OFS $3]; bad = 1 } }
		END { exit bad || cells != 10 * 16 * 4 || published < 200 }' list.csv public/table.csv
}

@test "a page in every format for people says what it is, what x means and how much is hidden" {
	publish_small -o pagina.md
	golden pagina.md cat pagina.md
	golden pagina-en.table publish show 1 -f table --lang en
	publish show 1 -o pagina.html
	has "$(cat pagina.html)" "<h1"
	has "$(cat pagina.html)" "Verborgen: 2 van de 6 aantallen (33 %)."
	publish show 1 -o pagina.xlsx
	unzip -p pagina.xlsx xl/sharedStrings.xml >strings.xml
	has "$(cat strings.xml)" "x: niet gepubliceerd."
	has "$(cat strings.xml)" "44021"
	is "$(publish show 1 -f jsonl | sed -n 2p)" '{"gemeente":"31022","count":null,"status":"x"}'
}

@test "what is hidden is nowhere on the page: stripes on the map, no figure, no shade" {
	publish_small -o pagina.html
	is "$(grep -c '<path class="hidden"' pagina.html)" 2
	is "$(grep -c '<path fill="var(--c[0-9])"' pagina.html)" 2
	is "$(grep -c '>2<' pagina.html)" 0
	is "$(grep -o '<td class="n">30<' pagina.html | wc -l)" 2
}

@test "three axes: a part for each time, all together first; many subjects go down" {
	use_year
	publish --by gemeente,theme-group,quarter --period 2026-01..2026-06 -o pagina.md
	is "$(grep '^## ' pagina.md | tail -n +2)" "$(printf '%s\n' '## Samen' '## jan-mrt 2026' '## apr-jun 2026')"
	# Ten columns do not fit beside each other on paper: two tables of five.
	is "$(grep -c '^| Slapen | ' pagina.md)" 6
	is "$(grep '^| themagroep' pagina.md | awk -F'|' '{ print NF }' | sort -u)" 8
	use_year
	publish --by gemeente,theme --period 2026-01..2026-06 --gemeente Brugge,Beernem -o pagina.md
	has "$(cat pagina.md)" '| thema | Beernem | Brugge | Andere gemeenten | Samen |'
}

@test "each answer is a publication of its own, in a folder called by its levels" {
	use_year
	publish --by gemeente,answer --period 2026-01..2026-09 -o public/
	is "$(ls public | wc -l)" "$(hvk-admin codes list answer -f csv | tail -n +2 | wc -l)"
	is "$(head -1 public/gemeente-answer-info/table.csv)" 'gemeente,answer=info,count,status'
	is "$(ledger place | head -1)" "$PWD/public/gemeente-answer-luisteren"
	does publish verify 2
	refuses 2 'publications together need a folder' publish --by gemeente,answer --period 2026-01..2026-09 -f csv
}

# ---- the same again

@test "the same command writes the same bytes, and enters nothing" {
	publish_small -o one/
	publish_small -o page.html
	add --month 2026-09
	HVK_TODAY=2026-12-24 does publish_small -o two/
	diff -r one two
	HVK_TODAY=2026-12-24 publish_small -o again.html
	cmp page.html again.html
	is "$(ledger number,entered_on,place)" "1,2026-11-15,$PWD/one"
	publish show 1 -o three/
	diff -r one three
	SOURCE_DATE_EPOCH=1 publish show 1 -o one.xlsx
	publish show 1 -o two.xlsx
	cmp one.xlsx two.xlsx
}

@test "other options are another publication" {
	publish_small -o one/
	publish --month 2026-09 -o two/
	is "$(ledger number)" "$(printf '1\n2')"
	is "$(cat two/table.csv | wc -l)" 2
}

@test "what came late counts in the next month that is closed" {
	publish_small -o one/
	add --month 2026-09
	add --month 2026-10
	publish --by gemeente --month 2026-10 -o two/
	is "$(ledger number,late)" "$(printf '1,0\n2,1')"
	# How many is a small count too: files do not tell.
	run grep -c '"late"' two/datapackage.json
	is "$output" 0
	diff <(publish show 1 -f md | grep 'te laat') <(publish show 2 -f md | grep 'te laat')
}

# ---- all or nothing

@test "a folder that is there: its own files are replaced, others are left alone" {
	umask 022
	mkdir public
	echo mine >public/README
	echo old >public/table.csv
	chmod 664 public/table.csv
	publish_small -o public
	is "$(cat public/README)" mine
	is "$(head -1 public/table.csv)" gemeente,count,status
	is "$(stat -c %a public/table.csv)" 664
	is "$(stat -c %a public/members.csv)" 644
	nothing_waits
}

@test "what is for everybody can be read by others, as far as the umask lets them; the trial and the store cannot" {
	umask 022
	hvk-report publish --by gemeente,theme -m 2026-09 -o folder/
	hvk-report publish show 1 -o page.html
	hvk-report month -m 2026-09 --public -o public.html
	hvk-report year --year 2026 --public --split gemeente -o pages
	hvk-report month -m 2026-09 -o internal.html
	hvk-report publish --by gemeente -m 2026-09 -n -o trial.csv
	is "$(stat -c %a folder folder/* page.html public.html pages pages/index.html | sort | uniq -c | tr -s ' ' | paste -sd';')" \
		' 7 644; 2 755'
	is "$(stat -c %a internal.html trial.csv "$HVK_DB" | uniq)" 600
	(umask 027 && hvk-report publish show 1 -o other/)
	is "$(stat -c %a other other/table.csv | paste -sd,)" 750,640
}

@test "if nothing changed the files keep their date" {
	publish_small -o public/
	publish show 1 -o page.md
	touch -d 2020-01-01 public/* page.md
	echo more >>public/members.csv
	publish_small --if-changed -o public/
	publish_small --if-changed -o page.md
	is "$(stat -c %.4y public/table.csv public/datapackage.json page.md | sort -u)" 2020
	is "$(tail -1 public/members.csv | cut -d, -f 2)" total
	[ "$(stat -c %.4y public/members.csv)" != 2020 ]
	nothing_waits
}

@test "what cannot be written is not entered" {
	echo file >file
	ln -s . link
	mkdir -p public/table.csv
	refuses 7 'Not a directory' publish_small -o file/
	refuses 7 'symbolic link' publish_small -o link
	refuses 7 'public/table.csv: expected a file to replace, found a folder; nothing was written' publish_small -o public
	refuses 2 'the store itself' publish_small -f md -o "$HVK_DB"
	refuses 7 'Not a directory' publish_small -o file/below/
	is "$(ls -A public)" table.csv
	is "$(ledger)" ''
	nothing_waits
}

@test "a disk that is full leaves nothing" {
	# The table is small; what describes it is not.
	no_space() {
		(
			ulimit -f 1
			publish_small "$@"
		)
	}
	refuses 7 'File too large' no_space -o a/b/
	refuses 7 'File too large' no_space -o page.html
	[ ! -e a ]
	[ ! -e page.html ]
	is "$(ledger)" ''
	nothing_waits
}

@test "a store that another program writes leaves nothing" {
	local writer
	coproc sqlite3 "$HVK_DB"
	writer=$COPROC_PID # which is unset as soon as it has ended
	echo 'BEGIN IMMEDIATE; SELECT 1;' >&"${COPROC[1]}"
	read -r <&"${COPROC[0]}"
	refuses 6 '' publish_small --wait 0 -o a/b/
	refuses 6 '' publish_small --wait 0 -o page.md
	refuses 6 '' publish_small --wait 0
	[ ! -e a ]
	[ ! -e page.md ]
	nothing_waits
	echo '.quit' >&"${COPROC[1]}"
	wait "$writer"
	is "$(ledger)" ''
}

@test "what is on record and could not be written says so, and is written again" {
	full() {
		publish_small >/dev/full
	}
	refuses 7 'it is on record as publication 1; the same command writes it again' full
	does publish_small -o public/
	is "$(ledger number)" 1
	does publish verify 1 public
}

@test "without a file it goes to standard output, and is on record without a place" {
	does publish_small
	has "$err" 'it is on record as publication 1 now, and its months are closed'
	echo "$out" >found.csv
	is "$(ledger number,place,checksum)" "1,,$(sha256sum <found.csv | cut -d' ' -f 1)"
	cmp found.csv "$data/golden/publish/table.csv"
	publish_small -o - -f md >found.md
	is "$(head -1 found.md)" '# Vragen per gemeente, sep 2026'
	does publish -q --by theme-group --month 2026-09
	is "$err" ''
	does publish --by theme-group --month 2026-09
	is "$err" ''
}

@test "a signal between the ledger and the files waits" {
	# A reader that takes its time: the pipe is written once it is on record.
	mkfifo pipe
	publish_small -f md -o pipe &
	local writer=$!
	cat pipe >found.md
	wait "$writer"
	is "$(head -1 found.md)" '# Vragen per gemeente, sep 2026'
	is "$(ledger number,place)" 1,
}

@test "whenever it is ended, all files are there or none, and none without the ledger" {
	use_year
	cp "$HVK_DB" before.db
	for signal in KILL TERM; do
		for i in 10 20 30 40 50 60 80 100 150 200; do
			cp before.db "$HVK_DB"
			rm -rf public .hvk-* "$HVK_DB-journal"
			timeout -s "$signal" "$(printf '0.%03d' "$i")" hvk-report publish --by gemeente,theme-group \
				--period 2026-01..2026-09 -o public/ >out 2>&1 || true
			if [ -e public ]; then
				is "$(ls public | wc -l)" 4
				is "$(ledger)" 1
			fi
			# What is killed cannot clean up; whoever is asked to end does.
			[ "$signal" = KILL ] || nothing_waits
		done
	done 2>/dev/null
	does publish --by gemeente,theme-group --period 2026-01..2026-09 -o public/
	does publish verify 1
}

# ---- before

@test "a dry run shows what it costs and writes nothing" {
	cp "$HVK_DB" before.db
	golden loss.table publish_small -n -f table
	golden loss.csv publish_small -n -o public/
	golden loss-verbose.csv publish_small -n -v
	cmp before.db "$HVK_DB"
	[ ! -e public ]
	publish_small -q >/dev/null
	does publish_small -n -v -f csv
	is "$out" ''
	has "$err" 'this is publication 1 already'
}

@test "where most is lost coarser levels are proposed" {
	use_year
	try publish --by gemeente,theme,month --period 2026-01..2026-09 -n
	has "$err" 'coarser: theme-group for theme, quarter for month, arrondissement for gemeente'
	has "$err" 'once a year'
	# Nothing that would be refused: October is no quarter, the region no arrondissement.
	try publish --by gemeente,theme,month --period 2026-01..2026-10 -n
	has "$err" 'coarser: theme-group for theme, arrondissement for gemeente'
	try publish --by gemeente,theme,month --period 2026-07..2026-09 --region regio-brugge -n
	has "$err" 'coarser: theme-group for theme, quarter for month
'
	try publish --by gemeente --period 2026-01..2026-09 -n
	is "$err" ''
	# The same is proposed once.
	try publish --by gemeente,answer --period 2026-01..2026-09 -n
	is "$err" 'hvk-report: of 2 of these 17 publications more than half of the questions would be hidden; coarser: arrondissement for gemeente'
}

@test "what is asked for has to make sense" {
	refuses 2 'name the months that are published' publish --by gemeente
	refuses 2 'give one of them' publish --month 2026-09 --period 2026-09
	refuses 2 'takes one month' publish --month 2026-Q3
	refuses 2 'period: 2026-11 is not over; publish' publish --month 2026-11
	refuses 2 'period: 2026-Q4 holds 2026-11, which is not over' publish --period 2026-Q4
	refuses 2 "did you mean gemeente?" publish --by gemente --month 2026-09
	refuses 4 "region: unknown" publish --month 2026-09 --region nergens
	refuses 2 '--zeros: expected' publish --month 2026-09 --zeros never
	refuses 2 '' publish --month 2026-09 --min-cell 2
	refuses 2 'a folder holds csv' publish_small -f csv -o public/
	refuses 2 'their labels are in members.csv' publish_small --labels
	refuses 2 'did you mean publish list?' publish lst
	refuses 2 "unknown verb 'publish september'; known are publish plan, publish list, publish show, publish verify, publish withdraw" \
		publish september
	refuses 2 'takes no operand' publish -n september
	is "$(ledger)" ''
}

# ---- the ledger

@test "the ledger in any format, with these columns, in this order" {
	publish_small -o one/
	publish --month 2026-09 --zeros protect -o two/
	is "$(publish list -f ids -s -number)" "$(printf '2\n1')"
	is "$(publish list -c number,by,period,min_cell,zeros,cells,hidden)" "$(printf '%s\n' \
		number,by,period,min_cell,zeros,cells,hidden 1,gemeente,2026-09,5,camouflage,6,2 2,,2026-09,5,protect,1,0)"
	is "$(publish list -c number -s hidden -f csv | tail -n +2)" "$(printf '2\n1')"
	has "$(publish list -f table)" "$PWD/one"
	has "$(publish list -c help)" 'withdrawn_on'
	refuses 2 "did you mean hidden?" publish list -c hiden
	refuses 2 "did you mean hidden?" publish list -s hiden
}

@test "an empty ledger is an empty list" {
	does publish list -f csv -c number
	is "$out" number
	refuses 4 'no publication 1' publish show 1
	refuses 4 '' publish verify 1
	refuses 2 'expected the number of a publication' publish show first
}

@test "a publication is withdrawn with a reason, and stays" {
	publish_small -o one/
	refuses 2 'say why' publish withdraw 1
	publish withdraw 1 --reason 'verkeerde regio' -n
	is "$(ledger withdrawn_on)" ''
	does publish withdraw 1 --reason 'verkeerde regio'
	is "$out$err" ''
	is "$(ledger number,withdrawn_on,reason)" '1,2026-11-15,verkeerde regio'
	has "$(publish show 1 -f md)" 'Ingetrokken op 15 november 2026: verkeerde regio'
	has "$(publish show 1 -f table)" 'Brugge'
	refuses 4 '' publish withdraw 2 --reason x
	does publish verify 1
	# A script that is run again finds it done; another reason would be lost.
	HVK_TODAY=2026-11-16 does publish withdraw 1 --reason 'verkeerde regio'
	has "$err" 'publication 1 was withdrawn on 2026-11-15 already'
	refuses 2 'withdrawn on 2026-11-15 already, for another reason: verkeerde regio' publish withdraw 1 --reason 'een proef'
	is "$(ledger number,withdrawn_on,reason)" '1,2026-11-15,verkeerde regio'
}

# ---- verifying

@test "verify: the proof, the files as they were, the sums of what is published" {
	publish --by gemeente,theme-group --month 2026-09 -o public/
	does publish verify 1
	is "$(grep -c 'as it was published' <<<"$out")" 4
	has "$out" 'can still be anything from 0 to 4'
	has "$out" "$PWD/public/table.csv: all sums of published figures agree"
	is "$(publish verify 1 -q)" ''
	cp -r public elsewhere
	rm -r public
	does publish verify 1 elsewhere
	try publish verify 1
	is "$status" 1
	has "$out" "$PWD/public: No such file or directory"
}

@test "verify names what was changed" {
	local digits
	publish --by gemeente,theme-group --month 2026-09 -o public/
	sed -i 's/^total,total,92,ok$/total,total,93,ok/' public/table.csv
	try publish verify 1
	is "$status" 1
	has "$out" "$PWD/public/table.csv: is not what was published"
	has "$out" 'gemeente total, theme-group total: expected the sum of its parts, 92, found 93'
	publish show 1 -o public
	does publish verify 1
	digits=$(sha256sum public/datapackage.json)
	sed -i 's/"k": 5/"k": 9/' public/datapackage.json
	try publish verify 1
	is "$status" 1
	has "$out" "$PWD/public/datapackage.json: is not what was published: its SHA-256 is $(sha256sum public/datapackage.json | cut -d' ' -f1), that on record ${digits%% *}"
	publish show 1 -o public
	# Until it is written again it does not say that it was withdrawn.
	publish withdraw 1 --reason 'een proef'
	does publish verify 1
	publish show 1 -o public
	has "$(cat public/datapackage.json)" 'een proef'
	does publish verify 1
	rm public/members.csv
	try publish verify 1
	has "$out" "$PWD/public/members.csv: No such file"
}

@test "verify where gemeenten and provinces leave others out, each their own" {
	use_year
	publish --by gemeente,arrondissement,province,theme-group --month 2026-09 -o public/
	has "$(cat public/hierarchy.csv)" 'gemeente,total,other-province,province'
	does publish verify 1
	has "$out" "$PWD/public/table.csv: all sums of published figures agree"
	# The sum of provinces is checked as well.
	sed -i 's/^30000,total,.*/30000,total,61,ok/' public/table.csv
	try publish verify 1
	is "$status" 1
	has "$out" 'gemeente total, theme-group total: expected'
}

@test "verify of a page: its checksum, and the sums of the ledger" {
	publish_small -o page.html
	does publish verify 1
	has "$out" "$PWD/page.html: as it was published"
	has "$out" 'the table in the ledger: all sums of published figures agree'
	echo more >>page.html
	try publish verify 1
	is "$status" 1
	has "$out" 'that on record'
}

@test "verify of what was shown: as it is made of the ledger, in every format and language" {
	local format
	publish_small -o public/
	for format in html md xlsx table tsv jsonl rec; do
		publish show 1 -f $format --lang en -o found
		does publish verify 1 found
		has "$out" "found: as publication 1 is shown, in the format $format, SHA-256 $(sha256sum found | cut -d' ' -f1)"
	done
	does publish verify 1 public/members.csv
	has "$out" 'public/members.csv: as it was published'
	publish show 1 -f md -o before
	publish withdraw 1 --reason 'een proef'
	publish show 1 -f md -o after
	does publish verify 1 before
	does publish verify 1 after
	sed -i 's/30/31/' after
	try publish verify 1 after
	is "$status" 1
	has "$out" 'after: is not what was published, nor what publish show writes of it: its SHA-256 is'
}

# ---- plans

@test "a plan is declared, listed, published when it is due" {
	use_year
	does publish plan --by gemeente,theme-group --by theme-group,month --period 2026-01..2026-09 -n
	has "$err" 'plan 1 would hold 2 publications'
	does publish plan --by gemeente --period 2026 -n
	has "$err" 'plan 1 would hold 1 publication'
	is "$(grep -c publications <<<"$err" || true)" 0
	is "$(publish plan -f csv | tail -n +2)" ''
	is "$(publish plan --by gemeente,theme-group --by theme-group,month --period 2026-01..2026-09)" 1
	refuses 2 'plan 1 asks for the same already' publish plan --by gemeente,theme-group --by theme-group,month --period 2026-01..2026-09
	is "$(publish plan --by gemeente --period 2026)" 2
	refuses 2 'plan 2 asks for the same already' publish plan --by gemeente --period 2026
	does publish plan --by gemeente --period 2026 --min-cell 6 -n
	does publish plan --by gemeente,theme-group --period 2026-01..2026-09 -n
	is "$(publish plan -f tsv | cut -f 1-4,6,7 | tail -n +2)" "$(printf '%s\t%s\t%s\t%s\t%s\t\n' \
		1 1 gemeente,theme-group 2026-01..2026-09 yes 1 2 theme-group,month 2026-01..2026-09 yes 2 1 gemeente 2026 no)"
	refuses 1 'nothing of plan 2 is due' publish --plan 2 -o public/
	refuses 4 'no plan 3' publish --plan 3 -o public/
	refuses 2 'says all that --by does' publish --plan 1 --by gemeente
	refuses 2 'is for a plan with --by' publish plan --period 2026
	does publish --plan 1 -o public/
	is "$(ls public)" "$(printf 'gemeente-theme-group\ntheme-group-month')"
	is "$(publish plan -f tsv | cut -f 6,7 | sed -n 2,3p)" "$(printf 'no\t1\nno\t2')"
	is "$(ledger number,plan)" "$(printf '1,1\n2,1')"
	does publish verify 2
	does publish --plan 1 -o again/
	diff -r public again
	is "$(ledger)" "$(printf '1\n2')"
	# What is withdrawn can be published anew.
	publish withdraw 2 --reason proef
	is "$(publish plan -f tsv | cut -f 6,7 | sed -n 2,3p)" "$(printf 'no\t1\nyes\t')"
	publish --plan 1 -o anew/
	is "$(publish plan -f tsv | cut -f 6,7 | sed -n 2,3p)" "$(printf 'no\t1\nno\t3')"
}

# ---- over time

@test "months, then their quarter: every sum of published figures agrees, and all is proved" {
	use_year
	for month in 07 08 09; do
		publish --by gemeente,theme-group --month 2026-$month -o public/$month/
	done
	publish --by gemeente,theme-group --period 2026-Q3 -o public/Q3/
	does publish verify 4
	# Where all months and the quarter are published they add up.
	awk -F, 'FNR > 1 && $4 == "ok" { key = $1 FS $2; if (FILENAME ~ /Q3/) { if (n[key] == 3) { checked++; if (sum[key] != $3) bad = 1 } }
		else { sum[key] += $3; n[key]++ } } END { exit bad || checked < 10 }' \
		public/07/table.csv public/08/table.csv public/09/table.csv public/Q3/table.csv
	for i in 1 2 3; do
		does publish verify $i -q
	done
}
