#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Many programs adding at once: nothing may be lost. Prints how many were added and the longest one had to wait.
#   tests/bench/writers.sh STORE WRITERS ADDS
set -euo pipefail

store=$1 writers=$2 adds=$3
work=$(mktemp -d "${TMPDIR:-/tmp}/hvk-writers.XXXXXX")
trap 'rm -rf "$work"' EXIT

writer() {
	local n before after
	for ((n = 0; n < adds; n++)); do
		before=${EPOCHREALTIME//[.,]/}
		hvk-register add -q --db "$store" --month 2026-10 --gemeente Gent --channel chat --theme slapen ||
			echo failed >>"$work/failed.$1"
		after=${EPOCHREALTIME//[.,]/}
		echo $((after - before))
	done >"$work/times.$1"
}

for ((i = 0; i < writers; i++)); do
	writer "$i" &
done
wait
stored=$(hvk-report table --by gemeente --nonzero -f csv --db "$store" | awk -F, 'NR > 1 { n += $2 } END { print n + 0 }')
failed=$({ cat "$work"/failed.* 2>/dev/null || true; } | wc -l)
sort -n "$work"/times.* | awk -v writers="$writers" -v adds="$adds" -v stored="$stored" -v failed="$failed" '
	{ time[NR] = $1 }
	END {
		printf "%d writers x %d adds: %d stored, %d failed; median %.1f ms, longest %.1f ms.\n",
			writers, adds, stored, failed, time[int((NR + 1) / 2)] / 1000, time[NR] / 1000
	}'
