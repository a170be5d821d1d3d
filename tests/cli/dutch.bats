# SPDX-License-Identifier: EUPL-1.2
# Messages and help follow LANGUAGE and the locale; what machines read follows neither.

load common

setup() {
	hvk_setup
	unset LC_ALL LC_MESSAGES LANGUAGE
	export LANG=C.UTF-8
	programs=(hvk-partner hvk-register hvk-refer hvk-report hvk-agenda hvk-admin)
}

dutch() {
	LANGUAGE=nl "$@"
}

# The template as it would be made now, and the program's list of what it lacks.
@test "every message and every help text is translated" {
	command -v xgettext >/dev/null || skip "gettext is not installed"
	"$top/lib/po/extract.sh" "$build" "${programs[@]}" >hvk.pot
	[ "$(grep -c '^msgid' hvk.pot)" -gt 1000 ]
	try msgcmp "$top/lib/po/nl.po" hvk.pot
	is "$err" ""
	# Nor does it keep what nothing says any more.
	msgmerge -q --no-fuzzy-matching -o merged.po "$top/lib/po/nl.po" hvk.pot
	is "$(msgattrib --only-obsolete merged.po | grep '^#~ msgid' || true)" ""
	is "$(msgattrib --only-fuzzy "$top/lib/po/nl.po")" ""
}

@test "errors are in Dutch" {
	refuses 2 "hvk-report: periode '2026-13': maand 13: een maand is 01 tot 12" \
		env LANGUAGE=nl hvk-report month --month 2026-13
	refuses 2 "2026-2027 of sj2026 (schooljaar), VAN..TOT, of een woord zoals last-month" \
		env LANGUAGE=nl hvk-report month --month 26
	refuses 2 "onbekend: opdracht 'lst'; bedoelde u list?" env LANGUAGE=nl hvk-register lst
	has "$err" "probeer: hvk-register --help"
	refuses 5 "zo'n databank is er niet" env LANGUAGE=nl hvk-register list --db /nonexistent/hvk.db
}

@test "place and program come first, as in English" {
	printf 'maand;gemeente;thema\n2026-10;Gend;slapen\n' >fout.csv
	refuses 3 "hvk-register: fout.csv:2:2: gemeente: onbekend 'Gend'; bedoelde u Gent (44021)?" \
		env LANGUAGE=nl hvk-register import fout.csv
	has "$err" "hvk-register: fout.csv: 1 rij geweigerd; er werd niets ingevoerd"
	printf 'maand;gemeente;thema\n2026-10;Gend;slapen\n2026-10;Gend;slapen\n' >fout.csv
	refuses 3 "2 rijen geweigerd; er werd niets ingevoerd" env LANGUAGE=nl hvk-register import fout.csv
	refuses 3 "fout.csv:3:2: gemeente: unknown 'Gend'; did you mean Gent (44021)?" hvk-register import fout.csv
}

@test "accents come as UTF-8 while the type of characters stays C" {
	refuses 2 "--month neemt één maand" env LANGUAGE=nl hvk-report month --month 2026-01..2026-03
	printf '%s\n' "$err" | iconv -f UTF-8 -t UTF-8 >/dev/null
	has "$(dutch hvk-register --help)" "één vraag registreren"
}

@test "the C locale speaks English, whatever LANGUAGE says" {
	for locale in C POSIX; do
		refuses 2 "month 13: a month is 01 to 12" \
			env LC_ALL=$locale LANGUAGE=nl hvk-report month --month 2026-13
	done
	refuses 2 "month 13: a month is 01 to 12" env LANGUAGE=en:nl hvk-report month --month 2026-13
	refuses 2 "month 13: a month is 01 to 12" env -u LANG LANGUAGE=nl hvk-report month --month 2026-13
}

@test "a Dutch locale speaks Dutch by itself" {
	if ! locale -a 2>/dev/null | grep -qiE '^nl_BE\.utf-?8$' && [ ! -d "${LOCPATH:-/nonexistent}/nl_BE.UTF-8" ]; then
		localedef -i nl_BE -f UTF-8 "$BATS_TEST_TMPDIR/nl_BE.UTF-8" || skip "the locale nl_BE cannot be made"
		export LOCPATH=$BATS_TEST_TMPDIR
	fi
	for variable in LANG LC_MESSAGES LC_ALL; do
		refuses 2 "een maand is 01 tot 12" env $variable=nl_BE.UTF-8 hvk-report month --month 2026-13
	done
	refuses 2 "a month is 01 to 12" env LC_ALL=nl_BE.UTF-8 LANGUAGE=en hvk-report month --month 2026-13
}

@test "--lang and HVK_LANG choose labels, not messages" {
	add --month 2026-10 --desk loket-noord -q
	has "$(dutch hvk-report table -p 2026-10 --by theme --lang en -f md)" "Questions"
	refuses 2 "een maand is 01 tot 12" env LANGUAGE=nl HVK_LANG=en hvk-report month --month 2026-13 --lang en
	refuses 2 "a month is 01 to 12" env HVK_LANG=nl hvk-report month --month 2026-13 --lang nl
}

# same COMMAND...: writes the same with and without Dutch messages
same() {
	local expected found
	expected=$("$@")
	found=$(dutch "$@")
	[ -n "$expected" ] || { echo "$*: no output"; return 1; }
	is "$found" "$expected"
}

@test "what machines read is the same" {
	hvk-register import -q "$data/questions/vragen-2026.csv"
	hvk-partner add -q --name "Voorbeeldhuis" >/dev/null
	for format in csv tsv jsonl rec md excel; do
		same hvk-register list -m 2026-10 -f $format
		same hvk-report table -p 2026-10 --by gemeente,theme --measure questions,share -f $format
		same hvk-partner list -f $format
	done
	same hvk-register list -m 2026-10 -f ids
	same hvk-register export
	same hvk-partner export -f rec
	same hvk-report month --month 2026-10 -f html
	same hvk-admin codes export
	same hvk-admin sql "SELECT channel, count(*) * 1.5 AS n FROM v_question GROUP BY channel"
	for program in "${programs[@]}"; do
		same "$program" --dump-options
		same "$program" --complete ""
		same "$program" --version
	done
}

@test "what a change is called in the store is the same" {
	dutch hvk-partner add -q --name "Voorbeeldhuis" >/dev/null
	dutch hvk-partner set -q voorbeeldhuis --website https://www.voorbeeld.be
	dutch hvk-partner history voorbeeldhuis -f csv >dutch.csv
	has "$(cat dutch.csv)" "set partner voorbeeldhuis"
}

@test "help in Dutch fits in 80 columns" {
	for program in "${programs[@]}"; do
		{
			dutch "$program" --help
			"$program" --dump-options | cut -f 2 | sort -u | while read -r verb; do
				# shellcheck disable=SC2086 # verbs of two words
				[ -z "$verb" ] || dutch "$program" $verb --help
			done
		} >help
		has "$(cat help)" "Gebruik: $program"
		has "$(cat help)" "Algemene opties:"
		is "$(LC_ALL=C.UTF-8 grep -E '.{81}' help || true)" ""
		is "$(grep -E '^(Usage|Options|Verbs|Exit)' help || true)" ""
	done
	has "$(dutch hvk-register list -c help)" "gemeente van het gezin"
}

@test "what is installed finds its catalogue, wherever it is put" {
	make -s -C "$top" BUILD="$build" DESTDIR="$BATS_TEST_TMPDIR/root" PREFIX=/usr install >/dev/null
	[ -f root/usr/share/locale/nl/LC_MESSAGES/hvk.mo ]
	mv root/usr elsewhere
	refuses 2 "een maand is 01 tot 12" env LANGUAGE=nl elsewhere/bin/hvk-report month --month 2026-13
	mv elsewhere/share/locale elsewhere/share/gone
	refuses 2 "a month is 01 to 12" env LANGUAGE=nl elsewhere/bin/hvk-report month --month 2026-13
}
