#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Runs all tests of a build and ends with one line: "N passed, N failed, N skipped".
#   tests/run.sh [--valgrind] BUILD
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=/dev/null
. tests/tap.sh

valgrind=()
if [ "${1:-}" = --valgrind ]; then
	export HVK_FAULTS=2 # of hundreds: under valgrind each takes a second
	valgrind=(valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite)
	shift
fi
export HVK_BUILD
HVK_BUILD=$(cd "${1:-build}" && pwd) || exit 1
export UBSAN_OPTIONS=print_stacktrace=1
export TZ=UTC LC_ALL=C.UTF-8 CMOCKA_MESSAGE_OUTPUT=TAP

run_test() {
	case $1 in
	*.bats) bats --tap "$1" ;;
	tests/fuzz/*) tests/fuzz/run.sh --seeds "$HVK_BUILD/$1" "${valgrind[@]}" ;;
	*) "${valgrind[@]}" "$HVK_BUILD/$1" ;;
	esac
}

# Under valgrind, ten times slower, the heart: what reads, keeps, counts and publishes questions, and calendars.
programs=("$HVK_BUILD"/tests/{unit/test,api/test,fault/test,fuzz/fuzz}_*)
if [ ${#valgrind[@]} -gt 0 ]; then
	programs=("$HVK_BUILD"/tests/unit/test_{core,tabular,store,register,statistics,render}_* "$HVK_BUILD"/tests/api/test_events)
fi
names=()
for program in "${programs[@]}"; do
	case $program in *.o | *.d | *'*') continue ;; esac
	names+=("${program#"$HVK_BUILD"/}")
done
if [ ${#valgrind[@]} -eq 0 ]; then
	for file in tests/{cli,lp}/*.bats; do
		case ${HVK_SANITIZED:+$(basename "$file" .bats)} in
		# Pages, sources, others' programs: with sanitizers they say the same.
		manual | libman | tree | demo | audit | publications) ;;
		*) names+=("$file") ;;
		esac
	done
fi
# As long as each takes by one processor, in whichever of the runs.
tap_run "tests/fault/test_hsds_memory tests/fault/test_memory tests/lp/publications.bats tests/fault/test_publication
	tests/fault/test_record_memory tests/cli/manual.bats tests/api/test_protect
	tests/api/test_publication_attacker tests/cli/entry-terminal.bats tests/cli/libman.bats
	tests/unit/test_statistics_publication_system tests/unit/test_statistics_publication_property
	tests/fault/test_disk tests/unit/test_tabular_reader tests/fault/test_kill tests/cli/hsds.bats tests/lp/audit.bats" \
	"${names[@]}"
