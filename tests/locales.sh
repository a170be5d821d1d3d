#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Runs the tests of the programs under the locales that change most: in Dutch the comma is the decimal sign, in Turkish
# I and i are no pair. Ends with one line: "N passed, N failed, N skipped".
#   tests/locales.sh BUILD
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/tap.sh

export HVK_BUILD
HVK_BUILD=$(cd "${1:-build}" && pwd) || exit 1
export TZ=UTC
# What these look at is the tree, or shells and manuals, not what the programs print.
passed_over=' completion demo libman manual tree '

# Few machines have these locales; anybody can make them. With LOCPATH the C library looks nowhere else, so C.UTF-8 is
# made too.
export LOCPATH=$HVK_BUILD/locales
for locale in C nl_BE tr_TR; do
	[ -d "$LOCPATH/$locale.UTF-8" ] || { mkdir -p "$LOCPATH" &&
		localedef -i "$locale" -f UTF-8 "$LOCPATH/$locale.UTF-8"; } || exit 1
done

# LANGUAGE is en, because the tests know the messages in English; dutch.bats sets it for itself.
run_test() {
	LC_ALL=${1%%:*} LANGUAGE=en bats --tap "${1#*:}"
}

names=()
for locale in C C.UTF-8 nl_BE.UTF-8 tr_TR.UTF-8; do
	for file in tests/cli/*.bats; do
		name=$(basename "$file" .bats)
		[[ $passed_over == *" $name "* ]] || names+=("$locale:$file")
	done
done
tap_run "${names[@]}"
