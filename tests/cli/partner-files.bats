# SPDX-License-Identifier: EUPL-1.2
# hvk-partner: records from files and into files, and in an editor.
# shellcheck disable=SC2016

load common

setup() {
	hvk_setup
	export TMPDIR=$BATS_TEST_TMPDIR/drafts
	unset VISUAL EDITOR XDG_RUNTIME_DIR
	mkdir "$TMPDIR"
}

par() {
	hvk-partner "$@"
}

partners() {
	cat >partners.csv <<-'CSV'
		naam;soort;gemeenten;telefoon;fase
		Opvoedingswinkel Voorbeeld;opvoedingswinkel;Brugge, Damme;050 00 00 01;actief
		CLB Voorbeeld;clb;Oostkamp;050 00 00 02;
	CSV
	par import -q partners.csv
}

# editor SCRIPT: what EDITOR does with its file, "$1"
editor() {
	printf '#!/bin/sh\n%s\n' "$1" >"$BATS_TEST_TMPDIR/editor"
	chmod +x "$BATS_TEST_TMPDIR/editor"
	export EDITOR=$BATS_TEST_TMPDIR/editor
}

# drafts: how many files were kept
drafts() {
	find "$TMPDIR" -type f | wc -l
}

name_of() {
	par list --slug "$1" -c name -f tsv | sed 1d
}

# ---- import

@test "import: a dry run first, then again and again" {
	printf 'naam;gemeenten\nEen;Brugge\nTwee;Damme\n' >partners.csv
	does par import -n partners.csv
	has "$err" "dry run: 2 partners added"
	[ ! -e "$HVK_DB" ]
	does par import partners.csv
	has "$err" "2 partners added"
	does par import partners.csv
	has "$err" "2 partners unchanged"
	printf 'naam;gemeenten\nEen;Brugge\nTwee;Damme, Brugge\nDrie;\n' >partners.csv
	does par import - <partners.csv
	has "$err" "1 partner added, 1 changed, 1 unchanged"
	does par undo
	has "$err" "1 taken out, 0 put back, 1 changed back"
}

@test "import: offers, agreements, houses and memberships refer to partners" {
	partners
	printf 'partner,naam,thema,leeftijd\nclb-voorbeeld,Gesprek,school,6-11\n' >offers.csv
	does par offer import offers.csv
	has "$err" "1 offer added"
	printf 'partner,type,since\nclb-voorbeeld,erkenning,2026-01-01\n' | par agreement import -q -
	printf 'gemeente,vorm\nbrugge,virtual\n' | par house import -q -
	printf 'partner,huis,rol\nclb-voorbeeld,brugge,core\n' | par member import -q -
	printf 'partner,naam,functie\nclb-voorbeeld,Fien Fictief,onthaal\n' | par person import -q -
	does par show clb-voorbeeld
	for word in Gesprek Erkenning Kernpartner; do
		has "$out" "$word"
	done
}

@test "import refuses all when a row is wrong, with its place; skips it when asked, into a file" {
	partners
	printf 'partner,name\nnergens,X\nclb-voorbeeld,Y\n' >offers.csv
	refuses 3 "offers.csv:2:1: partner: unknown partner 'nergens'" par offer import offers.csv
	is "$(par offer list -f ids)" ''
	try par offer import --on-error skip --rejects rejects.csv offers.csv
	is "$status" 3
	has "$err" "1 offer added, 1 refused"
	is "$(cat rejects.csv)" $'reason,partner,name\npartner: unknown partner \'nergens\',nergens,X'
	is "$(par offer list -f ids)" clb-voorbeeld-y
	refuses 2 "--rejects needs --on-error skip" par offer import --rejects r.csv offers.csv
	refuses 2 "--rejects is for one file; found 2" par offer import --on-error skip --rejects r.csv offers.csv offers.csv
	refuses 2 "nonsense" par import -q offers.csv --map 'name=nonsense'
	refuses 4 "No such file" par import nowhere.csv
	try par import partners.csv nowhere.csv
	is "$status" 4
	has "$err" "what came before it was"
	refuses 2 "another file, found one that is read" par import partners.csv --on-error skip --rejects partners.csv
}

@test "headers of others are mapped or ignored, dates read in their order" {
	hvk-admin init -q
	printf 'Bedrijf;Nummer;nagekeken\nEen;7;01/02/2026\n' >others.csv
	refuses 3 "Bedrijf" par import others.csv
	does par import others.csv --map Bedrijf=name --ignore-columns Nummer
	is "$(par list -c verified_on -f tsv | sed 1d)" 2026-02-01
	does par import others.csv --map Bedrijf=name --ignore-columns Nummer --date-order mdy
	is "$(par list -c verified_on -f tsv | sed 1d)" 2026-01-02
}

# ---- export

@test "export and import go round, in every form" {
	partners
	par set -q clb-voorbeeld --description $'twee\nregels' --keyword 'a;b' --everywhere
	printf 'partner,naam,functie,publiek\nclb-voorbeeld,Fien Fictief,onthaal,ja\n' | par person import -q -
	printf 'partner,naam\nclb-voorbeeld,Gesprek\n' | par offer import -q -
	for format in csv rec; do
		par export -o partners.$format
		par person export --with-persons -o people.$format
		par offer export -f $format >offers.$format
		does par import partners.$format
		has "$err" "2 partners unchanged"
		rm -f other.db
		par --db other.db import -q partners.$format
		par --db other.db person import -q people.$format
		par --db other.db offer import -q offers.$format
		is "$(par --db other.db export)" "$(par export)"
		is "$(par --db other.db person export --with-persons)" "$(par person export --with-persons)"
		is "$(par --db other.db offer export)" "$(par offer export)"
	done
	does par export -f jsonl --stage active
	is "$(wc -l <<<"$out")" 1
	has "$out" '"slug":"opvoedingswinkel-voorbeeld"'
	does par export --slug clb-voorbeeld -o one.tsv
	is "$(wc -l <one.tsv)" 2
	refuses 2 "--format: expected csv|tsv|jsonl|rec|hsds" par export -f table
	refuses 2 "--format: expected csv|tsv|jsonl|rec, found 'hsds'" par offer export -f hsds
}

@test "packages: what goes with them and what does not" {
	partners
	refuses 2 "hsds is a folder or a zip file" par export -f hsds
	refuses 2 "--stage: a package has all partners" par export -f hsds -o package/ --stage active
	refuses 2 "--map-terms is for a package" par import partners.csv --map-terms x.csv
	refuses 2 "--on-error is not for a package" par import "$PWD" --on-error skip
	refuses 2 "--delimiter is not for a package" par import package.zip --delimiter ';'
	refuses 2 "a package is imported by itself; found 2" par import "$PWD" "$PWD"
	refuses 2 "not read from standard input" par import -f hsds -
	refuses 2 "unknown option --map-terms" par offer import --map-terms x y
}

# The sample network, whole.
sample_network() {
	par import -q "$data/network/partners.csv"
	par person import -q "$data/network/persons.csv"
	par agreement import -q "$data/network/agreements.csv"
	par offer import -q "$data/network/offers.csv"
	par house import -q "$data/network/houses.csv"
	par member import -q "$data/network/memberships.csv"
}

@test "packages go round: out, into another store, out again: the same; again: unchanged" {
	sample_network
	does par export -f hsds -o package/
	does par --db other.db import package/
	has "$err" "added"
	does par --db other.db import package/
	has "$err" "records unchanged"
	does par --db other.db export -f hsds -o again/
	diff -r package again
	does par export -o package.zip
	does par --db third.db import package.zip -n
	has "$err" "dry run"
	[ ! -e third.db ]
	does par --db third.db import package.zip
	does par --db third.db undo
	is "$(par --db third.db list -f ids)" ''
}

@test "packages: people only with --with-persons, both ways" {
	sample_network
	par export -f hsds -o without/
	par export -f hsds -o with/ --with-persons
	is "$(grep -rlE 'Fien|Fictief' without)" ''
	has "$(cat with/*.csv)" Fictief
	par --db other.db import -q with/
	is "$(par --db other.db person list -f ids)" ''
	par --db third.db import -q --with-persons with/
	has "$(par --db third.db person list --with-persons)" Fictief
}

@test "packages: what is none is refused, and what is there is not written over" {
	hvk-admin init -q
	refuses 4 "found nothing" par import nowhere.zip
	head -c 1000 /dev/zero >broken.zip
	refuses 3 "broken.zip: expected a folder or a zip file" par import broken.zip
	mkdir empty full
	refuses 3 "found no CSV file in it" par import empty
	touch full/mine
	refuses 7 "nothing was written" par export -f hsds -o full
	is "$(ls full)" mine
	cp "$HVK_DB" before.db
	refuses 2 "folder or a zip file" par export -f hsds -o "$HVK_DB"
	cp "$HVK_DB" store
	refuses 2 "the store itself" par export -f hsds -d store -o store
	cmp store before.db
}

# ---- edit

@test "edit: what was changed is saved as one change; the file is private and goes away" {
	partners
	editor 'stat -c %a "$1" >'"$PWD/mode"'; cp "$1" '"$PWD/seen"'; sed -i "s/^name: .*/name: CLB Fictief/" "$1"'
	does par edit clb-voorbeeld
	is "$out" ''
	has "$err" "clb-voorbeeld changed"
	is "$(name_of clb-voorbeeld)" "CLB Fictief"
	is "$(cat mode)" 600
	has "$(cat seen)" "name: CLB Voorbeeld"
	is "$(drafts)" 0
	does par undo
	has "$err" "edited partner clb-voorbeeld"
	does par edit -n clb-voorbeeld
	has "$err" "dry run: clb-voorbeeld would be changed"
	has "$err" "what was typed is kept in $TMPDIR/hvk-clb-voorbeeld-"
	is "$(name_of clb-voorbeeld)" "CLB Voorbeeld"
}

@test "edit: every type, a former slug, a new slug" {
	partners
	par offer add -q Gesprek --partner clb-voorbeeld >slug
	par rename clb-voorbeeld clb
	editor 'sed -i "s/^name: .*/name: Ander gesprek/" "$1"'
	does par offer edit clb-voorbeeld-gesprek
	is "$(par offer list -c name -f tsv | sed 1d)" "Ander gesprek"
	editor 'sed -i "s/^slug: .*/slug: clb-nieuw/" "$1"'
	does par edit clb-voorbeeld
	is "$(name_of clb-nieuw)" "CLB Voorbeeld"
	refuses 4 "unknown partner 'nergens'" par edit nergens
	refuses 2 "one operand too many" par edit a b
}

@test "edit: nothing changed, or all deleted, is no change" {
	partners
	for nothing in 'true' ': >"$1"' 'echo >"$1"'; do
		editor "$nothing"
		does par edit clb-voorbeeld
		has "$err" "nothing was changed"
		is "$(drafts)" 0
	done
	is "$(par history clb-voorbeeld | wc -l)" 2
}

@test "edit: a mistake is told with file and line, and what was typed is kept" {
	partners
	editor 'sed -i "s/^type: .*/type: schol/" "$1"'
	try par edit clb-voorbeeld
	is "$status" 3
	has "$err" "hvk-clb-voorbeeld-"
	[[ $err =~ \.rec:[0-9]+:.*school ]]
	has "$err" "what was typed is kept in $TMPDIR/"
	has "$(cat "$TMPDIR"/*.rec)" "type: schol"
	is "$(stat -c %a "$TMPDIR"/*.rec)" 600
	rm "$TMPDIR"/*
	editor 'echo nonsense >>"$1"'
	try par edit clb-voorbeeld
	is "$status$(drafts)" 31
	editor 'sed -i "/^name:/d" "$1"'
	try par edit clb-voorbeeld
	is "$status$(drafts)" 32
	editor 'sed -i "s/^name:.*/name:/" "$1"'
	try par edit clb-voorbeeld
	is "$status$(drafts)" 33
	[[ $err =~ \.rec:[0-9]+:\ name:\ expected\ a\ value ]]
	is "$(par list --slug clb-voorbeeld -c name,type -f tsv | sed 1d)" $'CLB Voorbeeld\tclb'
}

@test "edit: what was kept can be imported once it is mended" {
	partners
	editor 'sed -i "s/^type: .*/type: schol/" "$1"'
	try par edit clb-voorbeeld
	sed -i 's/^type: .*/type: school/' "$TMPDIR"/*.rec
	does par import "$TMPDIR"/*.rec
	has "$err" "1 partner changed"
	is "$(par list --slug clb-voorbeeld -c type -f tsv | sed 1d)" school
}

@test "edit: an editor that fails changes nothing, and what was typed is kept" {
	partners
	editor 'sed -i "s/^name: .*/name: Half/" "$1"; exit 4'
	refuses 3 "ended with status 4; nothing was changed" par edit clb-voorbeeld
	has "$err" "what was typed is kept in $TMPDIR/"
	has "$(cat "$TMPDIR"/*.rec)" "name: Half"
	is "$(name_of clb-voorbeeld)" "CLB Voorbeeld"
	rm "$TMPDIR"/*
	# Nothing was typed: nothing is kept.
	for failing in false no-such-editor 'kill -9 $$;'; do
		EDITOR=$failing refuses 3 "nothing was changed" par edit clb-voorbeeld
		is "$(drafts)" 0
	done
	EDITOR='rm' refuses 3 "No such file" par edit clb-voorbeeld
	TMPDIR=$PWD/nowhere EDITOR=true refuses 7 "nowhere" par edit clb-voorbeeld
}

@test "edit: VISUAL before EDITOR, with arguments, as git takes them" {
	partners
	editor false
	VISUAL='sed -i s/^name:.*/name:\ Ander/' does par edit clb-voorbeeld
	is "$(name_of clb-voorbeeld)" Ander
	mkdir runtime
	editor 'echo "$1" >'"$PWD/where"
	XDG_RUNTIME_DIR=$PWD/runtime does par edit clb-voorbeeld
	has "$(cat where)" "$PWD/runtime/hvk-"
	XDG_RUNTIME_DIR=$PWD/nowhere does par edit clb-voorbeeld
	has "$(cat where)" "$TMPDIR/hvk-"
}

@test "edit: two coordinators; the second is refused, and keeps what was typed" {
	partners
	editor 'sed -i "s/^name: .*/name: Mijn naam/" "$1"; hvk-partner set -q clb-voorbeeld --phone "050 00 00 09"'
	refuses 6 "clb-voorbeeld was changed by somebody else meanwhile; nothing was changed" par edit clb-voorbeeld
	has "$(cat "$TMPDIR"/*.rec)" "name: Mijn naam"
	is "$(par list --slug clb-voorbeeld -c name,phone -f tsv | sed 1d)" $'CLB Voorbeeld\t050 00 00 09'
	editor 'sed -i "s/^name: .*/name: Mijn naam/" "$1"; hvk-partner remove -q clb-voorbeeld'
	refuses 4 "clb-voorbeeld was removed by somebody else meanwhile" par edit clb-voorbeeld
	is "$(drafts)" 2
}

@test "edit asks on a terminal whether to go on after a mistake" {
	command -v python3 >/dev/null || skip "needs python3 for a terminal"
	partners
	# The first time it makes a mistake, the second time it mends it.
	editor 'if grep -q schol "$1"; then sed -i "s/schol/school/" "$1"; else sed -i "s/^type: .*/type: schol/" "$1"; fi'
	python3 - >answers <<-'PYTHON'
		import os, pty, select, time
		pid, fd = pty.fork()
		if pid == 0:
		    os.execvp("hvk-partner", ["hvk-partner", "edit", "clb-voorbeeld"])
		data, end = b"", time.time() + 10
		while time.time() < end:
		    if select.select([fd], [], [], 0.1)[0]:
		        try:
		            piece = os.read(fd, 4096)
		        except OSError:
		            break
		        if not piece:
		            break
		        data += piece
		        if b"[J/n]" in piece:
		            os.write(fd, b"\n")
		print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), b"[J/n]" in data)
	PYTHON
	is "$(cat answers)" "0 True"
	is "$(par list --slug clb-voorbeeld -c type -f tsv | sed 1d)" school
	is "$(drafts)" 0
}
