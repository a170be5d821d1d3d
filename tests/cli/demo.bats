#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# The demonstration does what it says, leaves what it names, and touches nothing else.

load common.bash

setup() {
	hvk_setup
	export TMPDIR=$BATS_TEST_TMPDIR/tmp
	mkdir "$TMPDIR"
}

@test "the demonstration ends with the folder of what it wrote" {
	does "$top/tests/demo.sh" "$build"
	is "$err" ''
	folder=$(tail -1 "$BATS_TEST_TMPDIR/.out")
	[ "${folder%.*}" = "$TMPDIR/hvk-demo" ]
	for file in hvk.db rapport-2026-10.xlsx rapport-2026-10.csv rapport.html kaart.svg rapporten/oostkamp.html \
		publiek/2026/table.csv publiek/2026/datapackage.json publiek/2026.html; do
		[ -s "$folder/$file" ]
	done
	has "$out" '640 new, 0 unchanged, 0 refused'
	has "$out" '0 new, 640 unchanged, 0 refused'
	has "$out" 'Vragen van gezinnen in oktober 2026'
	has "$out" 'all sums of published figures agree'
	has "$out" 'Bewaard: Oostkamp; Telefoon; Moeder; 0-2 jaar; Slapen'
	has "$(cat "$folder/rapport.html")" '<svg'
	is "$(cut -d , -f 6 "$folder/rapport-2026-10.csv" | sed -n 2p)" 65
}

@test "the demonstration goes on with a network" {
	does "$top/tests/demo.sh" "$build"
	for line in '25 partners added' '40 offers added' 'Spelotheek De Verzonnen Tol' 'opvoedingswinkel-brugge  Subsidie' \
		'1,Workshop Omgaan met driftbuien,Fien Fictief,050 00 00 41' 'bedient Oostkamp' \
		'Partnerpersoon gecontacteerd' '31022,aanpak.grenzen,0-2,oostkamp-cursus,Fien Fictief' \
		'Knokke-Heist heeft geen basisaanbod voor: Preventieve gezondheidszorg.' 'Witte vlekken' 'hvk-partner(1)'; do
		has "$out" "$line"
	done
	folder=$(tail -1 "$BATS_TEST_TMPDIR/.out")
	is "$(hvk-refer list -d "$folder/hvk.db" -f ids | wc -l)" 1
	is "$(hvk-register list -d "$folder/hvk.db" -m 2026-11 -c theme,answer -f csv | sed 1d | sort)" \
		$'gedrag.driftbuien,warme-doorverwijzing\nslapen,'
}

@test "the demonstration has no control characters in a pipe" {
	does "$top/tests/demo.sh" "$build"
	is "$(tr -d '\n' <"$BATS_TEST_TMPDIR/.out" | LC_ALL=C tr -cd '\000-\037\177' | wc -c)" 0
}

@test "the demonstration leaves the store of the user alone" {
	unset HVK_DB
	does "$top/tests/demo.sh" "$build"
	[ ! -e "$XDG_DATA_HOME/hvk" ]
	[ ! -e "$HOME/.local" ]
}

@test "the demonstration fails where a command of it fails" {
	mkdir broken
	cp "$build"/hvk-admin "$build"/libhvk.so* broken
	printf '#!/bin/sh\nexit 70\n' >broken/hvk-register
	chmod +x broken/hvk-register
	try "$top/tests/demo.sh" "$BATS_TEST_TMPDIR/broken"
	is "$status" 1
	has "$err" 'this command failed'
}
