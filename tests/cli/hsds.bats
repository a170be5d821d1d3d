#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Open Referral packages: out of the registry and into another one; other people's, dirty as they are; and those that
# nobody should take in.
# shellcheck disable=SC2016

load common

setup() {
	hvk_setup
	dirty=$data/hsds/dirty
	terms=$data/hsds/terms.csv
}

par() {
	hvk-partner "$@"
}

# The sample network, and more that is hard to carry over.
network() {
	par import -q "$data/network/partners.csv"
	par agreement import -q "$data/network/agreements.csv"
	par person import -q "$data/network/persons.csv"
	par offer import -q "$data/network/offers.csv"
	par add -q --name 'Overal & "Nergens"; vzw' --everywhere yes --description 'Twee
regels, en een \n die blijft' --address 'Ergens zonder postcode' --keyword 'null, café' --source elders \
		--source-id 7
	par set -q overal-nergens-vzw --slug overal
	par offer add -q --partner overal --name 'Aanbod  met  gaten' --age '0-3,6-11' --language nl,vgt,en --capacity 12 \
		--waiting-days 99999 --until 2026-01-31 --opening-hours $'ma 9-12\nwo 13-17' --source-id 'x/1'
	par offer add -q --partner overal --name 'Later aanbod' --age prenataal --since 2027-01-01 --gemeente Brugge,Gent
	par offer add -q --partner overal --name 'Eén leeftijd' --age 5 --cost '"gratis"' --keyword 'null'
}

# other STORE COMMAND...: with another store
other() {
	HVK_DB=$BATS_TEST_TMPDIR/$1.db "${@:2}"
}

# reported PIECE: a line on standard error has it
reported() {
	has "$err" "$1"
}

# unchanged: the registry has nothing in it
nothing_there() {
	is "$(par list -f ids)" ''
	is "$(par offer list -f ids)" ''
}

# ---------------------------------------------------------------- out and in again

@test "export, import elsewhere, export again: the same bytes, as a folder and as a zip file" {
	network
	does par export -f hsds -o package/
	does other b par import -q package/
	does other b par export -f hsds -o again
	diff -r package again
	does par export -o one.zip
	does other c par import -q one.zip
	does other c par export -o two.zip
	cmp one.zip two.zip
	# Both ways in give the same.
	does other c par export -f hsds -o third
	diff -r package third
}

@test "what came back is what went" {
	network
	par export -f hsds -o package/
	other b par import -q package/
	columns=-stage_reason
	diff <(par list -c "all,$columns" -w stage!=ended -f csv) <(other b par list -c "all,$columns" -f csv)
	ended=$(par list --stage ended -f ids)
	[ -n "$ended" ]
	diff <(par offer list -c all -f csv | grep -v ",$ended,") <(other b par offer list -c all -f csv)
}

@test "persons go and come only when they are asked for, and then as they were" {
	network
	does par export -f hsds -o without
	[ ! -e without/contacts.csv ]
	is "$(par person list --with-persons -c name -f tsv | sed 1d | grep -rFf - without || true)" ''
	does par export -f hsds --with-persons -o with
	does other b par import -q with/
	is "$(other b par person list -f ids)" ''
	does other b par import -q --with-persons with/
	does other b par export -f hsds --with-persons -o again
	diff -r with again
	# Who is gone is not in it.
	[ -n "$(par person list --with-persons -w 'until<2026-11-21' -f ids)" ]
	diff <(par person list --with-persons -c all -f csv | awk -F, 'NR == 1 || $13 == "" || $13 >= "2026-11-21"') \
		<(other b par person list --with-persons -c all -f csv)
}

@test "the same package again changes nothing, and one undo takes all of it back" {
	network
	par export -f hsds -o package/
	does par import package/
	has "$err" unchanged
	[[ $err != *changed,* && $err != *added* ]]
	other b par import -q package/
	does other b par undo
	is "$(other b par list -f ids)" ''
	does other b par import package/
	has "$err" added
}

@test "the same registry gives the same bytes, whatever the zone and the locale" {
	network
	par export -o one.zip
	sleep 1
	TZ=Asia/Tokyo LC_ALL=C par export -o two.zip
	cmp one.zip two.zip
}

# ---------------------------------------------------------------- what the standard asks

# standard FOLDER: what in the package is not as the schema of HSDS 3.0 says, told by SQL of its own
standard() {
	local table db=$BATS_TEST_TMPDIR/standard.db
	rm -f "$db"
	sqlite3 "$db" ".import --csv $top/lib/reference/data/hsds-3.0-tabular-schema.csv schema"
	for table in $(sqlite3 "$db" "SELECT DISTINCT replace(file, '.csv', '') FROM schema"); do
		[ ! -e "$1/$table.csv" ] || sqlite3 "$db" ".import --csv $1/$table.csv $table"
	done
	# The id of a resource that a foreign key names: taxonomy_term is a row of taxonomy_terms.csv.
	sqlite3 "$db" "CREATE VIEW resource AS SELECT replace(file, '.csv', '') AS tab, CASE
		WHEN file LIKE '%ies.csv' THEN replace(file, 'ies.csv', 'y')
		WHEN file LIKE '%sses.csv' THEN replace(file, 'es.csv', '')
		WHEN file LIKE '%s.csv' THEN replace(file, 's.csv', '') ELSE replace(file, '.csv', '') END AS one
		FROM schema GROUP BY file"
	local field type format required unique enum foreign target uuid='________-____-8___-____-____________'
	while IFS='|' read -r table field type format required unique enum foreign; do
		[ "$required" = 0 ] || echo "SELECT '$table.$field required' FROM $table WHERE \"$field\" = '';"
		[ "$unique" = 0 ] || echo "SELECT '$table.$field unique' FROM $table WHERE \"$field\" <> ''
			GROUP BY \"$field\" HAVING count(*) > 1;"
		[ "$format" != uuid ] || echo "SELECT '$table.$field uuid' FROM $table WHERE \"$field\" <> ''
			AND (\"$field\" NOT LIKE '$uuid' OR \"$field\" GLOB '*[^-0-9a-f]*'
			OR substr(\"$field\", 20, 1) NOT IN ('8', '9', 'a', 'b'));"
		[ "$format" != uri ] || echo "SELECT '$table.$field uri' FROM $table WHERE \"$field\" <> ''
			AND \"$field\" NOT GLOB 'http*://?*';"
		[ "$format" != email ] || echo "SELECT '$table.$field email' FROM $table WHERE \"$field\" <> ''
			AND \"$field\" NOT LIKE '_%@_%.__%';"
		[ "$type" != number ] || echo "SELECT '$table.$field number' FROM $table WHERE \"$field\" GLOB '*[^0-9.]*';"
		[ "$type" != date ] || echo "SELECT '$table.$field date' FROM $table WHERE \"$field\" <> ''
			AND date(\"$field\") IS NOT \"$field\";"
		[ -z "$enum" ] || echo "SELECT '$table.$field enum' FROM $table WHERE \"$field\" <> ''
			AND instr('/$enum/', '/' || \"$field\" || '/') = 0;"
		if [ -n "$foreign" ]; then
			target=$(sqlite3 "$db" "SELECT tab FROM resource WHERE one = '$foreign'")
			if [ -e "$1/$target.csv" ]; then
				echo "SELECT '$table.$field key' FROM $table WHERE \"$field\" <> ''
					AND \"$field\" NOT IN (SELECT id FROM $target);"
			else
				echo "SELECT '$table.$field key' FROM $table WHERE \"$field\" <> '';"
			fi
		fi
	done < <(sqlite3 "$db" "SELECT replace(file, '.csv', ''), field, type, format, required, \"unique\",
		replace(enum, '|', '/'), foreign_key FROM schema
		WHERE replace(file, '.csv', '') IN (SELECT name FROM sqlite_schema)") |
		sqlite3 "$db"
	# And each file has exactly the columns of the standard.
	for table in $(sqlite3 "$db" "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'schema'"); do
		is "$table: $(head -n 1 "$1/$table.csv")" \
			"$table: $(sqlite3 "$db" "SELECT group_concat(field) FROM schema WHERE file = '$table.csv'")"
	done
}

@test "a package passes the rules of the standard" {
	network
	par export -f hsds --with-persons -o package
	is "$(standard package)" ''
	[ "$(sqlite3 "$BATS_TEST_TMPDIR/standard.db" 'SELECT count(*) FROM services')" -gt 40 ]
	[ "$(sqlite3 "$BATS_TEST_TMPDIR/standard.db" 'SELECT count(*) FROM sqlite_schema')" -gt 12 ]
}

@test "the check of the rules notices what breaks them" {
	network
	par export -f hsds --with-persons -o package
	sed -i '2s/^[^,]*/geen-uuid/' package/services.csv
	sed -i 's/,active,/,open,/' package/services.csv
	found=$(standard package)
	has "$found" 'services.id uuid'
	has "$found" 'services.status enum'
	has "$found" 'attributes.taxonomy_term_id key' || has "$found" 'languages.service_id key' ||
		has "$found" 'service_areas.service_id key'
}

@test "datapackage.json describes each file, and each file is described" {
	network
	par export -f hsds -o package
	is "$(sqlite3 :memory: "SELECT json_extract(value, '\$.path') FROM json_each(readfile('package/datapackage.json'), '\$.resources')" | sort)" \
		"$(cd package && printf '%s\n' ./*.csv | sed 's|./||' | sort)"
	# Foreign keys lead to resources that are there.
	is "$(sqlite3 :memory: "WITH r AS (SELECT value AS v FROM json_each(readfile('package/datapackage.json'), '\$.resources'))
		SELECT json_extract(k.value, '\$.reference.resource') FROM r, json_each(r.v, '\$.schema.foreignKeys') k
		EXCEPT SELECT json_extract(v, '\$.name') FROM r")" ''
	is "$(sqlite3 :memory: "SELECT json_extract(readfile('package/datapackage.json'), '\$.profile')")" tabular-data-package
}

@test "an empty registry is a package as well" {
	par add -q --name Voorbeeld --stage ended
	does par export -f hsds -o package/
	is "$(wc -l <package/organizations.csv)" 1
	does other b par import package/
	other b par export -f hsds -o again/
	diff -r package again
}

# ---------------------------------------------------------------- where it is written

@test "a folder of somebody else is left alone" {
	network
	mkdir package
	echo tekst >package/brief.txt
	refuses 7 "found 'brief.txt' in it" par export -f hsds -o package/
	is "$(ls package)" brief.txt
	rm package/brief.txt
	echo 'id,name' >package/organizations.csv
	refuses 7 'that of somebody else' par export -f hsds -o package/
	is "$(cat package/organizations.csv)" id,name
	ln -s elsewhere link
	refuses 7 'found a symbolic link' par export -f hsds -o link
	echo >file
	refuses 7 'expected a folder or nothing, found a file' par export -f hsds -o file
	mkdir x.zip
	refuses 7 'found a folder' par export -o x.zip
	refuses 7 'no-folder/package' par export -f hsds -o no-folder/package
	is "$(find . -name '.hvk-*')" ''
}

@test "an earlier package is replaced, files it had more and all" {
	network
	par export -f hsds --with-persons -o package/
	[ -e package/contacts.csv ]
	chmod 750 package
	does par export -f hsds -o package/
	[ ! -e package/contacts.csv ]
	is "$(stat -c %a package)" 750
	is "$(find . -name '.hvk-*')" ''
	mkdir empty
	does par export -f hsds -o empty
	diff -r package empty
}

@test "the store is not overwritten by a package of its name" {
	network
	mv "$HVK_DB" kept.zip
	HVK_DB=kept.zip refuses 2 'found the store itself' par export -f hsds -o kept.zip
	HVK_DB=kept.zip does par list -f ids
}

# ---------------------------------------------------------------- other people's

@test "of a dirty package every row that can stand is taken" {
	try par import "$dirty" --map-terms "$terms" --with-persons
	is "$status" 3
	is "$(par list -c slug,name,website,email,phone,address,source,source_id -s source_id -f tsv | sed 1d | tr '\t' '|')" \
'fictief-centrum|Fictief Centrum|https://www.voorbeeld.example|info@voorbeeld.example|050 00 00 01|Voorbeeldstraat 1, 8000 Brugge|dirty|1
voorbeeldhuis-vzw|Voorbeeldhuis, vzw|https://huis.voorbeeld.example||050 00 00 02|Denkbeeldlaan 2, 8020 Oostkamp|dirty|2
fictieve-bib|Fictieve Bib||bib@voorbeeld.example|050 00 00 04||dirty|4'
	is "$(par list -c description -f jsonl -s source_id)" '{"description":"Regel een\nRegel twee"}
{"description":"Echte\nregel \"met aanhalingstekens\""}
{"description":null}'
	is "$(par offer list -c slug,theme,age,gemeente,language,cost,waiting_days,until,keyword -s source_id -f tsv | sed 1d | tr '\t' '|')" \
'fictief-centrum-spreekuur-opvoeding|slapen+gedrag.driftbuien|0-3|31003+31005+31022|nl+en+tr|gratis|14||Food drink
voorbeeldhuis-vzw-oudergroep||12-|||5 euro||2025-06-30|
fictieve-bib-raar-aanbod||||||||'
	is "$(par offer list -c opening_hours -f jsonl -s source_id | head -n 2)" '{"opening_hours":"MO 09:00-12:00\nTU 09:00-12:00"}
{"opening_hours":"SA"}'
	is "$(par person list --with-persons -c slug,name,function,phone,email,public -f tsv | sed 1d | tr '\t' '|')" \
'fictief-centrum-onthaal|Vera Verzonnen|onthaal|050 00 00 05|vera@voorbeeld.example|no
voorbeeldhuis-vzw-persoon|Bart Bedacht||||no'
}

@test "a file of 2.x under another name has the columns of its table" {
	mkdir two
	printf 'id,name,alternate_name,tax_status,colour\n1,Een,Ander,vzw,rood\n' >two/organization.csv
	try par import two
	has "$err" "organization.csv:1:5: this column is not one of HSDS"
	is "$(grep -c "not one of HSDS" <<<"$err")" 1
}

@test "each row that cannot stand is told with its place, and at the end how many for what reason" {
	cp -r "$dirty" gids
	try par import gids --map-terms "$terms" --with-persons
	while IFS= read -r line; do
		[ -z "$line" ] || reported "gids/$line"
	done <<-'LINES'
		organizations.csv:5:1: id: is empty
		organizations.csv:6:1: id: is the id of a row above
		organizations.csv:7:2: name: is empty
		organizations.csv:3:4: email: is not an e-mail address
		organizations.csv:8:5: website: is not a web address
		organizations.csv:1:6: this column is not one of HSDS
		services.csv:4:2: organization_id: is the id of no organization
		services.csv:5:2: organization_id: is empty
		services.csv:6:1: id: is the id of a row above
		services.csv:7:7: status: is not active, inactive, defunct or temporarily closed
		services.csv:7:9: minimum_age: is not an age in years
		services.csv:8:13: more cells than the header has
		locations.csv:3:2: organization_id: is the id of no organization
		physical_addresses.csv:4:2: location_id: is the id of no location
		services_at_location.csv:3:3: location_id: is the id of no location
		phones.csv:3:6: number: is not a telephone number
		phones.csv:7:2: organization_id: is empty, and so is all else
		phones.csv:8:2: organization_id: is the id of no organization
		contacts.csv:3:6: email: is not an e-mail address
		contacts.csv:4:2: organization_id: is empty
		contacts.csv:5:4: name: is empty
		regular_schedules.csv:6:2: service_id: is the id of no service
		taxonomy.csv:5:1: id: is empty
		service_taxonomy.csv:5:3: taxonomy_term_id: is the id of no term
		service_taxonomy.csv:6:2: link_id: is the id of no service
		service_areas.csv:4:3: name: is not a gemeente that is known
		languages.csv:4:4: name: is not a language that is known
		programs.csv: 2 rows: the registry has no place for this table
		notities.csv: is not a table of HSDS
		holiday_schedules.csv: is empty
		organizations.csv: 1 row refused: id: is empty
		services.csv: 1 row: wait_time: does not say how many days
	LINES
	has "$err" '8 records added, 17 refused'
	# What is personal is not repeated.
	for text in 'geen adres' 'bel ons' '050 00' vera Verzonnen Nergens; do
		[[ $err != *"$text"* ]] || { echo "repeats $text"; return 1; }
	done
}

@test "without being asked for, contacts are counted and nothing more" {
	try par import "$dirty"
	reported 'contacts.csv: 4 rows: persons come in only when they are asked for'
	is "$(par person list -f ids)" ''
}

@test "terms without a mapping are kept as keywords; later mapped they are themes" {
	try par import "$dirty"
	is "$(par offer list -w source_id=s1 -c theme,keyword -f tsv | sed 1d)" $'\tFood drink+Sleep and rest+Tantrums'
	try par import "$dirty" --map-terms "$terms"
	is "$(par offer list -w source_id=s1 -c theme,keyword -f tsv | sed 1d)" $'slapen+gedrag.driftbuien\tFood drink'
	reported '1 record changed, 5 unchanged'
}

@test "a mapping that cannot be is refused with its line, and nothing is done" {
	printf 'term,theme\nT-1,slaapje\n' >terms.csv
	refuses 3 "terms.csv:2:2: theme: unknown 'slaapje'" par import "$dirty" --map-terms terms.csv
	printf 'term,thema,nog\n' >terms.csv
	refuses 3 "terms.csv:1:3: unknown column 'nog'" par import "$dirty" --map-terms terms.csv
	printf 'theme\n' >terms.csv
	refuses 3 'expected the columns term and theme, found no term' par import "$dirty" --map-terms terms.csv
	refuses 4 'none.csv: cannot be read' par import "$dirty" --map-terms none.csv
	nothing_there
}

@test "a dry run tells everything and does nothing" {
	par add -q --name Er
	try par import -n "$dirty" --map-terms "$terms" --with-persons
	reported '8 records'
	is "$(par list -f ids)" er
	is "$(par offer list -f ids)" ''
	is "$(par undo 2>&1 | grep -c package || true)" 0
}

@test "what the package tells wins, what it does not know stays" {
	try par import "$dirty"
	par set -q fictief-centrum --name 'Met de hand' --type ckg --stage active
	par offer set -q fictief-centrum-spreekuur-opvoeding --cost duur --level basis
	try par import "$dirty"
	reported '2 records changed, 4 unchanged'
	is "$(par list -w source_id=1 -c slug,name,type,stage -f tsv | sed 1d)" \
		$'fictief-centrum\tFictief Centrum\tckg\tactive'
	is "$(par offer list -w source_id=s1 -c cost,level -f tsv | sed 1d)" $'gratis\tbasis'
}

@test "another source is another partner, though the ids are the same" {
	try par import "$dirty"
	try par import "$dirty" --source elders
	is "$(par list -w source_id=1 -c slug,source -s slug -f tsv | sed 1d)" \
		$'fictief-centrum\tdirty\nfictief-centrum-2\telders'
}

@test "datapackage.json says which file is which" {
	mkdir -p gids/data
	printf 'id,name,description\n1,Voorbeeld,iets\n' >gids/data/orgs.csv
	printf 'id,organization_id,name,status\n1,1,Aanbod,active\n' >gids/diensten.csv
	cat >gids/datapackage.json <<-'JSON'
		{"resources": [{"name": "organization", "path": "data/orgs.csv"}, {"name": "service", "path": ["diensten.csv"]},
		 {"name": "phone", "path": "phones.csv"}, {"name": 7}, "x"]}
	JSON
	does par import gids
	has "$err" "'phones.csv' is described here and is not there"
	is "$(par offer list -f ids)" voorbeeld-aanbod
	(cd gids && zip -qr ../gids.zip .)
	does par import gids.zip
	has "$err" '2 records unchanged'
	for path in ../orgs.csv /etc/passwd 'C:\\orgs.csv' data/../../orgs.csv https://voorbeeld.example/orgs.csv; do
		printf '{"resources": [{"name": "organization", "path": "%s"}]}' "$path" >gids/datapackage.json
		refuses 3 'which leads outside; nothing was read' par import gids
	done
	printf '{"resources": ' >gids/datapackage.json
	mv gids/data/orgs.csv gids/organizations.csv
	does par import --source gids gids
	has "$err" 'is not JSON'
}

@test "delimiters and encodings are found out" {
	mkdir gids
	printf 'id;name;description\r\n1;Caf\xe9 Voorbeeld;"a;b"\r\n' >gids/organizations.csv
	printf '\xef\xbb\xbfid\torganization_id\tname\n1\t1\tAanbod\n' >gids/services.csv
	does par import gids
	is "$(par list -c name,description -f tsv | sed 1d)" $'Café Voorbeeld\ta;b'
	is "$(par offer list -f ids)" cafe-voorbeeld-aanbod
}

@test "a file that cannot be read to its end gives what stands before" {
	mkdir gids
	printf 'id,name\n1,Voorbeeld\n2,"Zonder einde\n3,x\n' >gids/organizations.csv
	try par import gids
	is "$status" 3
	reported 'gids/organizations.csv:3'
	reported 'a quote that is not closed'
	is "$(par list -f ids)" voorbeeld
}

# ---------------------------------------------------------------- what is no package

@test "what is no package is refused, and nothing is done" {
	refuses 4 'found nothing' par import -f hsds none
	mkdir empty other
	refuses 3 'found no CSV file in it' par import empty
	echo 'id,name' >other/services.csv
	refuses 3 'found no organizations.csv in it' par import other
	echo 'id;titel' >other/organizations.csv
	refuses 3 'organizations without the columns id and name' par import other
	: >other/organizations.csv
	refuses 3 'organizations.csv' par import other
	head -c 3000 /dev/urandom >noise.zip
	refuses 3 'expected a folder or a zip file of CSV files, found neither' par import -f hsds noise.zip
	mkfifo pipe
	refuses 3 'found neither' par import -f hsds pipe
	nothing_there
}

@test "a zip file that is cut off or damaged is refused" {
	(cd "$dirty" && zip -q "$BATS_TEST_TMPDIR/whole.zip" ./*.csv)
	head -c 2000 whole.zip >cut.zip
	refuses 3 'the zip file cannot be read' par import cut.zip
	cp whole.zip bad.zip
	# Inside the packed bytes of the first file.
	printf 'XXXXXXXX' | dd of=bad.zip bs=1 seek=80 conv=notrunc status=none
	try par import bad.zip
	is "$status" 3
	nothing_there
}

# rename ZIP FROM TO: names of the same length, in a zip file
rename_in() {
	LC_ALL=C sed -i "s|$2|$3|g" "$1"
}

@test "a zip file that leads outside is refused as a whole" {
	mkdir -p AA
	printf 'id,name\n1,Voorbeeld\n' | tee AA/organizations.csv >organizations.csv
	zip -q base.zip organizations.csv AA/organizations.csv
	for name in ../organizations.csv /A/organizations.csv 'C:/organizations.csv' 'A\\\\organizations.csv'; do
		cp base.zip bad.zip
		rename_in bad.zip AA/organizations.csv "$name"
		refuses 3 'which leads outside; nothing was read' par import bad.zip
	done
	ln -s /etc/passwd AA/services.csv
	zip -qy link.zip organizations.csv AA/services.csv
	refuses 3 'which leads outside' par import link.zip
	nothing_there
}

@test "a link in a folder is not followed" {
	mkdir gids
	printf 'id,name\n1,Voorbeeld\n' >elsewhere.csv
	ln -s ../elsewhere.csv gids/organizations.csv
	refuses 3 'found a symbolic link' par import gids
	nothing_there
}

@test "a zip file with a file twice, or encrypted, is refused" {
	printf 'id,name\n1,Voorbeeld\n' | tee organizationZ.csv >organizations.csv
	zip -q twice.zip organizations.csv organizationZ.csv
	rename_in twice.zip organizationZ.csv organizations.csv
	refuses 3 "found 'organizations.csv' twice" par import twice.zip
	zip -q -P geheim secret.zip organizations.csv
	refuses 3 'encrypted' par import secret.zip
	nothing_there
}

@test "a zip bomb is refused before it has grown" {
	printf 'id,name\n1,Voorbeeld\n' >organizations.csv
	{ printf 'id,organization_id,name\n'; head -c 60000000 /dev/zero | tr '\0' 'x'; } >services.csv
	zip -q bomb.zip organizations.csv services.csv
	[ "$(stat -c %s bomb.zip)" -lt 100000 ]
	refuses 3 'a zip bomb; nothing was read' par import bomb.zip
	nothing_there
	# Bytes that are no table are not unpacked at all.
	mv services.csv brief.txt
	zip -q harmless.zip organizations.csv brief.txt
	does par import harmless.zip
}

@test "a zip file may have one folder at its top, and what archivers leave beside" {
	mkdir -p gids __MACOSX/gids
	printf 'id,name\n1,Voorbeeld\n' >gids/organizations.csv
	echo x >__MACOSX/gids/._organizations.csv
	echo x >gids/.DS_Store
	zip -qr gids.zip gids __MACOSX
	does par import gids.zip
	is "$(par list -c slug,source -f tsv | sed 1d)" $'voorbeeld\tgids'
}

@test "a package is a folder or a zip file, not a file of another name" {
	hvk-partner add -q 'Huis Voorbeeld' >slug
	refuses 2 "package/ or package.zip" hvk-partner export -f hsds -o package.csv
	[ ! -e package.csv ]
	does hvk-partner export -f hsds -o ./package
	does hvk-partner export -f hsds -o ../"$(basename "$PWD")"/package.zip
}
