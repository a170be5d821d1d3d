# SPDX-License-Identifier: EUPL-1.2
# All that was ever published of a store, audited from the written files alone: ten months, the year, one that is
# withdrawn, a plan. See audit.py, which has to find what leaks.
bats_require_minimum_version 1.5.0

load ../cli/common

setup_file() {
	hvk_setup
	export HOME=$BATS_FILE_TMPDIR HVK_DB=$BATS_FILE_TMPDIR/year.db HVK_TODAY=2026-11-15
	cd "$BATS_FILE_TMPDIR" || return 1
	hvk-admin regions import -q "$data/demo/regio-brugge.csv"
	hvk-register import -q "$data/questions/vragen-2026.csv"
	hvk-register list -f csv -c month,gemeente,theme >questions.csv
	cp "$HVK_DB" before.db
	for month in 01 02 03 04 05 06 07 08 09 10; do
		publish "public/$month" --by gemeente,theme-group --month "2026-$month"
	done
	publish public/year --by gemeente,theme-group --period 2026-01..2026-10
	cp "$HVK_DB" months.db
	publish public/withdrawn --by gemeente,theme-group --period 2026-01..2026-06
	hvk-report publish withdraw 12 --reason 'verkeerde map'
	hvk-report publish plan --by gemeente,quarter --by theme-group,month --period 2026-01..2026-09 >plan
	hvk-report publish --plan "$(cat plan)" -o public/plan/
}

# publish FOLDER OPTION...
publish() {
	hvk-report publish "${@:2}" -o "$1/"
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return 1
}

audit() {
	"$top/tests/lp/audit.py" --folders questions.csv "$@"
}

# finds SENSITIVE: the audit that was run checked so many cells, a pattern, and found that some are too narrow.
finds() {
	[[ ${lines[-1]} =~ ^sensitive\ $1,\ narrow\ [1-9] ]] || { printf '%s\n' "${lines[@]}"; return 1; }
}

@test "ten months, the year, one that was withdrawn and a plan: nothing small can be told from all of them" {
	run -0 audit public/[01]* public/year public/withdrawn public/plan/*
	[[ $output == 'sensitive 5'[0-9][0-9]', narrow 0, programs '* ]] || { echo "$output"; return 1; }
}

@test "themes of one month beside them: little is hidden, and nothing small can be told" {
	cp months.db themes.db
	HVK_DB=$PWD/themes.db publish themes --by theme --month 2026-05
	hidden=$(grep -c ',x$' themes/table.csv)
	[ "$hidden" -gt 0 ] && [ "$hidden" -le 20 ] || { echo "$hidden hidden"; return 1; }
	run -0 audit public/05 public/year themes
	[[ $output == 'sensitive 1'[0-9][0-9]', narrow 0, programs '* ]] || { echo "$output"; return 1; }
}

@test "a small count that is shown after all: the audit finds it" {
	cp -r public shown
	# One of March, as the questions have it.
	IFS=, read -r place theme count < <(awk -F, '
		FILENAME == "questions.csv" { if ($1 == "2026-03") { sub(/[.].*/, "", $3); n[$2 FS $3]++ }; next }
		$4 == "x" && n[$1 FS $2] > 0 && n[$1 FS $2] < 5 { print $1 FS $2 FS n[$1 FS $2]; exit }' \
		questions.csv public/03/table.csv)
	sed -i "s/^$place,$theme,,x$/$place,$theme,$count,ok/" shown/03/table.csv
	run -1 audit shown/[01]* shown/year
	[ "${lines[0]}" = "03,$place,$theme is published, or the sum of what is" ] || { echo "$output"; return 1; }
	# Another count is no count.
	sed -i "s/^$place,$theme,$count,ok$/$place,$theme,99,ok/" shown/03/table.csv
	run -1 audit shown/[01]* shown/year
	[ "$output" = "audit: 03,$place,$theme: published is 99, which is not what questions count" ]
}

@test "months of which only what is small is hidden: the audit finds what their totals give away" {
	cp -r public small
	for month in 01 02 03 04 05 06 07 08 09 10; do
		awk -F, -v OFS=, -v month="2026-$month" '
			FILENAME == "questions.csv" {
				if ($1 != month) next
				sub(/[.].*/, "", $3)
				n[$2 FS $3]++; n[$2 FS "total"]++; n["total" FS $3]++; n["total" FS "total"]++
				next
			}
			FNR > 1 { $3 = n[$1 FS $2] + 0; $4 = "ok" }
			FNR > 1 && $3 > 0 && $3 < 5 { $3 = ""; $4 = "x" }
			{ print }' questions.csv "public/$month/table.csv" >"small/$month/table.csv"
	done
	run -1 audit small/[01]*
	finds '4[0-9][0-9]'
}

@test "the same, each protected as if it were the only one: the audit finds that together they leak" {
	for month in 01 02 03 04 05 06 07 08 09 10; do
		cp before.db alone.db
		HVK_DB=$PWD/alone.db publish "alone/$month" --by gemeente,theme-group --month "2026-$month"
	done
	cp before.db alone.db
	HVK_DB=$PWD/alone.db publish alone/year --by gemeente,theme-group --period 2026-01..2026-10
	run -1 audit alone/*
	finds '4[0-9][0-9]'
}
