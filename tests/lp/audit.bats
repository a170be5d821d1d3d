# SPDX-License-Identifier: EUPL-1.2
# What is published is audited with integer programs, by a reader who has the published cells and the hierarchies only:
# each sensitive cell has to be able to be 0, and MIN-CELL - 1. And the audit finds what leaks.
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || exit 1
	bench=${HVK_BUILD:-build}/tests/bench
	data=tests/data/protect
}

# publish KIND [OPTION...]: makes a table and what is published of it.
publish() {
	"$bench/protect-tables" "$1" "$BATS_TEST_TMPDIR/table.csv" "$BATS_TEST_TMPDIR/hierarchy.csv"
	"$bench/protect" -o "$BATS_TEST_TMPDIR/published.csv" "${@:2}" "$BATS_TEST_TMPDIR/table.csv" \
		"$BATS_TEST_TMPDIR/hierarchy.csv"
}

audit() {
	tests/lp/audit.py "$BATS_TEST_TMPDIR/published.csv" "$BATS_TEST_TMPDIR/hierarchy.csv" \
		"$BATS_TEST_TMPDIR/table.csv" "$@"
}

# finds SENSITIVE NARROW [FIRST]: what the audit that was run found.
finds() {
	local last=${lines[-1]}
	[[ $last == "sensitive $1, narrow $2, "* ]] || { printf '%s\n' "${lines[@]}"; return 1; }
	[ -z "${3:-}" ] || [ "${lines[0]}" = "$3" ] || { echo "${lines[0]}"; return 1; }
}

@test "a table of gemeenten by themes, with regions and groups" {
	"$bench/protect" -o "$BATS_TEST_TMPDIR/published.csv" "$data/hvkA.truth.csv" "$data/hvkA.hier.csv"
	run -0 tests/lp/audit.py "$BATS_TEST_TMPDIR/published.csv" "$data/hvkA.hier.csv" "$data/hvkA.truth.csv"
	finds 251 0
}

@test "a table that is nearly all zero" {
	publish thin
	run -0 audit
	finds 230 0
}

@test "one dimension" {
	publish line
	run -0 audit
	finds 23 0
}

@test "rows of two cells" {
	publish pairs
	run -0 audit
	finds 28 0
}

@test "three dimensions" {
	publish cube
	run -0 audit
	finds 135 0
}

@test "another limit, and zeros that are protected" {
	publish pairs -k 8
	run -0 audit 8
	[ "${#lines[@]}" -eq 1 ]
	publish cube -k 3 -z
	run -0 audit 3 protect
	[ "${#lines[@]}" -eq 1 ]
}

@test "six months, then quarters, then the half year" {
	publish half -s
	run -0 audit
	finds 240 0
}

@test "the same, each protected on its own: the audit finds that together they leak" {
	publish half -f
	run -1 audit
	[[ ${lines[-1]} == 'sensitive 240, narrow '[1-9]* ]]
	[ "${#lines[@]}" -gt 20 ]
}

@test "only what is sensitive is hidden: the audit finds it" {
	awk -F, 'NR == 1 { print $1 "," $2 ",count,status"; next }
		{ small = $3 > 0 && $3 < 5; print $1 "," $2 "," (small ? "" : $3) "," (small ? "x" : "ok") }' \
		"$data/hvkA.truth.csv" >"$BATS_TEST_TMPDIR/published.csv"
	run -1 tests/lp/audit.py "$BATS_TEST_TMPDIR/published.csv" "$data/hvkA.hier.csv" "$data/hvkA.truth.csv"
	[[ ${lines[-1]} == 'sensitive 251, narrow '* ]]
	[ "${#lines[@]}" -gt 50 ]
}

@test "two hidden cells of 1 and 2, of which the sum is known, are too small for each other: the audit finds it" {
	printf '%s\n' d,aantal a,1 b,2 c,30 >"$BATS_TEST_TMPDIR/table.csv"
	printf '%s\n' dim,parent,child,set d,all,a, d,all,b, d,all,c, >"$BATS_TEST_TMPDIR/hierarchy.csv"
	printf '%s\n' d,count,status all,33,ok a,,x b,,x c,30,ok >"$BATS_TEST_TMPDIR/published.csv"
	run -1 audit
	finds 2 2 'a is at most 3'
	# With one more the sum is enough.
	printf '%s\n' d,count,status all,33,ok a,,x b,,x c,,x >"$BATS_TEST_TMPDIR/published.csv"
	run -0 audit
	finds 2 0
}

@test "what is published and does not add up is said" {
	printf '%s\n' d,aantal a,1 b,2 >"$BATS_TEST_TMPDIR/table.csv"
	printf '%s\n' dim,parent,child,set d,all,a, d,all,b, >"$BATS_TEST_TMPDIR/hierarchy.csv"
	printf '%s\n' d,count,status all,4,ok a,1,ok b,2,ok >"$BATS_TEST_TMPDIR/published.csv"
	run -1 audit
	[ "$output" = 'audit: all: published is 4, which is not the sum of its leaves' ]
}
