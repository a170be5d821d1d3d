# SPDX-License-Identifier: EUPL-1.2
# Runs test programs that print TAP, as many at once as there are processors, and counts.
#   tap_run SLOW NAME...    runs run_test NAME, which the caller defines, for each; ends with "N passed, N failed, N skipped"
# Results are shown in the order of the names, and what a test printed, whole, when it failed. The names in SLOW start first,
# so that nothing long is left when all the rest is done.
# shellcheck shell=bash

tap_passed=0 tap_failed=0 tap_skipped=0

# The file with what a test prints; beside it stands .done when it came to an end.
tap_output() {
	echo "$tap_folder/${1//\//-}"
}

tap_start() {
	local output=$1 name=$2
	SECONDS=0
	run_test "$name" >"$output" 2>&1 </dev/null
	echo $? "$SECONDS" >"$output.part"
	mv "$output.part" "$output.done"
}

# Counts the TAP lines of one test's output; one that dies without a "not ok" has failed once more.
tap_count() {
	local name=$1 output=$2 status=none seconds=0 ok not_ok skip
	[ ! -e "$output.done" ] || read -r status seconds <"$output.done"
	skip=$(grep -ciE '^(not )?ok .*# skip' "$output")
	ok=$(grep -iE '^ok ' "$output" | grep -civE '# skip')
	not_ok=$(grep -E '^not ok ' "$output" | grep -civE '# skip')
	if [ "$status" != 0 ] && [ "$not_ok" -eq 0 ] || [ $((ok + not_ok + skip)) -eq 0 ]; then
		not_ok=$((not_ok + 1))
	fi
	tap_passed=$((tap_passed + ok))
	tap_failed=$((tap_failed + not_ok))
	tap_skipped=$((tap_skipped + skip))
	printf '%-40s %4d passed %4d failed %4d skipped %5d s\n' "$name" "$ok" "$not_ok" "$skip" "$seconds"
	[ "$not_ok" -eq 0 ] || cat "$output"
}

# Waits for one that runs, and counts what has ended by now and has its turn.
tap_wait() {
	wait -n
	running=$((running - 1))
	while [ "$counted" -lt ${#names[@]} ] && [ -e "$(tap_output "${names[counted]}").done" ]; do
		tap_count "${names[counted]}" "$(tap_output "${names[counted]}")"
		counted=$((counted + 1))
	done
}

tap_run() {
	local slow=$1 names=("${@:2}") running=0 counted=0 jobs name output
	jobs=$(nproc)
	tap_folder=$(mktemp -d)
	trap 'rm -rf "$tap_folder"' EXIT
	for name in $slow "${names[@]}"; do
		output=$(tap_output "$name")
		if [ -e "$output" ] || [[ " ${names[*]} " != *" $name "* ]]; then
			continue
		fi
		[ "$running" -lt "$jobs" ] || tap_wait
		: >"$output"
		tap_start "$output" "$name" &
		running=$((running + 1))
	done
	while [ "$running" -gt 0 ]; do
		tap_wait
	done
	for name in "${names[@]:counted}"; do
		tap_count "$name" "$(tap_output "$name")"
	done
	echo "$tap_passed passed, $tap_failed failed, $tap_skipped skipped"
	[ "$tap_failed" -eq 0 ] && [ "$tap_passed" -gt 0 ]
}
