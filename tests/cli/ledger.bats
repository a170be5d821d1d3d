# SPDX-License-Identifier: EUPL-1.2
# What was published and the other programs: nothing that they do takes it back, and what comes later counts later.

load common

setup() {
	hvk_setup
	hvk-admin init -q
	for month in 08 09 10; do
		for _ in $(seq 12); do
			echo "2026-$month,Gent,slapen"
			echo "2026-$month,Brugge,gedrag"
		done
	done | sed '1i month,gemeente,theme' >questions.csv
	hvk-register import -q questions.csv
}

publish() {
	hvk-report publish -q --by gemeente --gemeente gent,brugge "$@"
}

field() {
	hvk-report publish list -c "$1" -f tsv | sed 1d
}

@test "undoing and voiding change nothing of what was published" {
	id=$(hvk-register export --month 2026-08 -f csv | sed -n '2s/,.*//p')
	does publish --month 2026-08 -o eerste.csv
	does hvk-register void "$id"
	does publish --month 2026-08 -o tweede.csv
	cmp eerste.csv tweede.csv
	does hvk-register undo
	does publish --month 2026-08 -o derde.csv
	cmp eerste.csv derde.csv
	is "$(field number)" 1
}

@test "what comes late counts in the next month that is published" {
	does publish --month 2026-08 -o augustus.csv
	does hvk-register add -q --month 2026-08 --gemeente Gent --theme slapen
	does publish --month 2026-09 -o september.csv
	is "$(field late)" $'0\n1'
	has "$(cat september.csv)" "44021,13,ok"
	has "$(cat augustus.csv)" "44021,12,ok"
	is "$(hvk-report table --by gemeente --month 2026-09 --gemeente Gent -f csv | sed -n 2p)" "44021,12"
}

@test "a backup that lacks a publication is not restored" {
	does publish --month 2026-08 -o augustus.csv
	does hvk-admin backup before.db
	does publish --month 2026-09 -o september.csv
	refuses 3 "before.db: lacks publication 2 of this store" hvk-admin restore -n before.db
	refuses 3 "before.db: lacks publication 2 of this store" hvk-admin restore before.db
	has "$err" "give that file another name first"
	is "$(field number)" $'1\n2'
	# All the same, as it says.
	mv "$HVK_DB" after.db
	does hvk-admin restore before.db
	is "$(field number)" 1
	# One with more is no loss.
	does hvk-admin restore after.db
	is "$(field number)" $'1\n2'
}

@test "merging takes over no publications, and what comes into a month that was published is late" {
	does publish --month 2026-08 -o augustus.csv
	mv "$HVK_DB" other.db
	does hvk-admin init -q
	does hvk-register add -q --month 2026-08 --gemeente Gent --theme slapen
	does publish --month 2026-08 -o augustus.csv
	does hvk-admin merge other.db
	is "$(field number)" 1
	does publish --month 2026-09 -o september.csv
	is "$(field late)" $'0\n24'
}

@test "purging leaves what was published, byte for byte" {
	does publish --month 2026-08 -o eerste.csv
	does hvk-admin purge --before 2026-09
	does publish --month 2026-08 -o tweede.csv
	cmp eerste.csv tweede.csv
	does publish --period 2026-08..2026-09 -o samen.csv
	has "$(cat samen.csv)" "44021,24,ok"
	does hvk-report publish verify 2
	does hvk-admin check
}
