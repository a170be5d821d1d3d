#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Runs all tests of a build and ends with one line: "N passed, N failed, N skipped".
#   tests/run.sh [--valgrind] BUILD
set -u

valgrind=()
if [ "${1:-}" = --valgrind ]; then
	export HVK_FAULTS=2 # of hundreds: under valgrind each takes a second
	valgrind=(valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite)
	shift
fi
build=${1:-build}
export HVK_BUILD
HVK_BUILD=$(cd "$build" && pwd)
export UBSAN_OPTIONS=print_stacktrace=1
export TZ=UTC LC_ALL=C.UTF-8 CMOCKA_MESSAGE_OUTPUT=TAP
passed=0 failed=0 skipped=0

# Counts the TAP lines of one test program's output; a program that dies without a "not ok" has failed once more.
count() {
	local name=$1 status=$2 output=$3 ok not_ok skip
	skip=$(grep -ciE '^(not )?ok .*# skip' "$output")
	ok=$(grep -iE '^ok ' "$output" | grep -civE '# skip')
	not_ok=$(grep -E '^not ok ' "$output" | grep -civE '# skip')
	if [ "$status" -ne 0 ] && [ "$not_ok" -eq 0 ] || [ $((ok + not_ok + skip)) -eq 0 ]; then
		not_ok=$((not_ok + 1))
	fi
	passed=$((passed + ok))
	failed=$((failed + not_ok))
	skipped=$((skipped + skip))
	printf '%-40s %4d passed %4d failed %4d skipped\n' "$name" "$ok" "$not_ok" "$skip"
	[ "$not_ok" -eq 0 ] || cat "$output"
}

output=$(mktemp)
trap 'rm -f "$output"' EXIT
for program in "$HVK_BUILD"/tests/unit/test_* "$HVK_BUILD"/tests/api/test_* "$HVK_BUILD"/tests/fault/test_*; do
	case $program in *.o | *.d | *'*') continue ;; esac
	"${valgrind[@]}" "$program" >"$output" 2>&1
	count "${program#"$HVK_BUILD"/}" $? "$output"
done
for program in "$HVK_BUILD"/tests/fuzz/fuzz_*; do
	case $program in *.o | *.d | *'*') continue ;; esac
	tests/fuzz/run.sh --seeds "$program" "${valgrind[@]}" >"$output" 2>&1
	count "${program#"$HVK_BUILD"/}" $? "$output"
done
if [ ${#valgrind[@]} -eq 0 ]; then
	for file in tests/cli/*.bats; do
		bats --tap "$file" >"$output" 2>&1
		count "$file" $? "$output"
	done
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
