# SPDX-License-Identifier: EUPL-1.2
# hvk-report diff: what changed since an earlier output.

load common

setup() {
	hvk_setup
	hvk-register import -q "$data/questions/vragen-2026.csv"
}

tables() {
	hvk-report table --by gemeente,theme-group -p 2026 -f csv
}

@test "nothing changed: a header, status 0 also with -e; people are told" {
	tables >before.csv
	tables >now.csv
	does hvk-report diff -a before.csv now.csv -e -f csv
	is "$out" gemeente,theme-group,change,column,before,now,difference
	does hvk-report diff -a before.csv now.csv -f md --lang en
	has "$out" Nothing.
	has "$out" '# What changed'
}

@test "a question more changes one cell, and its total" {
	tables >before.csv
	count=$(awk -F, '$1 == 31022 && $2 == "slapen" { print $3 }' before.csv)
	add --gemeente oostkamp --month 2026-10 -q
	try hvk-report diff -a before.csv -e -f csv < <(tables)
	is "$status" 1
	is "$out" "gemeente,theme-group,change,column,before,now,difference
31022,slapen,changed,questions,$count,$((count + 1)),1"
	does hvk-report diff -a before.csv -f tsv --labels < <(tables)
	has "$out" Oostkamp
	has "$out" Slapen
	hvk-report month --month 2026-10 -f csv >facts.csv
	add --gemeente oostkamp --month 2026-10 -q
	does hvk-report diff -a facts.csv -f csv < <(hvk-report month --month 2026-10 -f csv)
	is "$(grep -c ',theme-group,\|^theme-group,slapen,questions,' <<<"$out")" 2
	has "$out" theme-group,slapen,questions,2026-10,changed,value,
}

@test "rows that came and went" {
	printf 'gemeente,questions\n44021,3\n31005,4\n' >before.csv
	printf 'gemeente,questions\n31005,4\n31022,0\n' >now.csv
	does hvk-report diff -a before.csv now.csv -f csv
	is "$out" "gemeente,change,column,before,now,difference
31022,added,questions,,0,
44021,removed,questions,3,,"
	does hvk-report diff -a before.csv now.csv -f table
	has "$out" 'Oostkamp  nieuw  vragen'
	has "$out" 'Gent      weg    vragen'
}

@test "the same number written otherwise is no change; a word is" {
	printf 'desk,month,status,share\nnoord,2026-10,missing,0.50\n' >before.csv
	printf 'desk;month;status;share\r\nnoord;2026-10;late;0,5\r\n' >now.csv
	does hvk-report diff -a before.csv now.csv -f csv
	is "$out" "desk,month,change,column,before,now,difference
noord,2026-10,changed,status,missing,late,"
	printf 'desk,month,share\nnoord,2026-10,0.25\n' >now.csv
	does hvk-report diff -a before.csv now.csv -f csv
	has "$out" noord,2026-10,changed,share,0.50,0.25,-0.25
	has "$err" "before.csv: column 'status' is not in now.csv; not compared"
}

@test "keys: records by their slug, sections by words, or as named" {
	hvk-partner import -q "$data/network/partners.csv"
	hvk-partner list -c slug,name,phone -f csv >before.csv
	hvk-partner set spelotheek-jabbeke --phone '050 00 00 99' -q
	does hvk-report diff -a before.csv -f csv < <(hvk-partner list -c slug,name,phone -f csv)
	is "$(cut -d, -f1-3,5 <<<"$out")" "slug,change,column,now
spelotheek-jabbeke,changed,phone,050 00 00 99"
	printf 'gemeente,pillar,level,offers\n31005,a,basis,1\n31005,a,extra,2\n31005,b,basis,0\n' >before.csv
	sed 's/extra,2/extra,5/' before.csv >now.csv
	does hvk-report diff -a before.csv now.csv -f csv
	is "$out" "gemeente,pillar,level,change,column,before,now,difference
31005,a,extra,changed,offers,2,5,3"
	refuses 3 'before.csv:3: has the key of line 2; name more columns by --key' \
		hvk-report diff -a before.csv now.csv --key gemeente -f csv
	refuses 2 "unknown column 'levl'; did you mean level?" hvk-report diff -a before.csv now.csv --key levl
}

@test "what cannot be compared is refused" {
	printf 'a,b\nx,1\n' >one.csv
	printf 'c,d\nx,1\n' >other.csv
	printf 'a,a\nx,1\n' >twice.csv
	printf 'n\n1\n2\n' >numbers.csv
	refuses 2 'name the earlier output: --against FILE' hvk-report diff one.csv
	refuses 2 'only one of the two can be standard input' hvk-report diff -a - -
	refuses 4 'none.csv' hvk-report diff -a none.csv one.csv
	refuses 3 'expected a column of other.csv, found none' hvk-report diff -q -a other.csv one.csv
	refuses 3 "twice.csv:1:2: the header 'a' stands there twice" hvk-report diff -a one.csv twice.csv
	refuses 2 '--key A,B' hvk-report diff -a numbers.csv numbers.csv
}

@test "the earlier output is not written over" {
	tables >before.csv
	cp before.csv was.csv
	refuses 2 "before.csv: expected another file, found one that is read" \
		hvk-report diff -a before.csv -o before.csv was.csv
	cmp before.csv was.csv
}

@test "what is written with zeros in front, or is long, is compared and shown as it stands" {
	printf 'slug,phone,number\na,050000041,9007199254740993\nb,050,1\nc,050,1.50\n' >before.csv
	printf 'slug,phone,number\na,050000042,9007199254740992\nb,50,+1\nc,050,1.5\n' >now.csv
	does hvk-report diff -a before.csv now.csv -f csv
	is "$out" "slug,change,column,before,now,difference
a,changed,phone,050000041,050000042,
a,changed,number,9007199254740993,9007199254740992,-1
b,changed,phone,050,50,
b,changed,number,1,+1,"
}

@test "a table of one row without a key is compared as it is" {
	printf 'questions,contacts\n5,4\n' >before.csv
	printf 'questions,contacts\n6,4\n' >now.csv
	does hvk-report diff -a before.csv now.csv -f csv
	is "$out" "change,column,before,now,difference
changed,questions,5,6,1"
	printf '7,4\n' >>now.csv
	refuses 2 "--key A,B" hvk-report diff -a before.csv now.csv
}
