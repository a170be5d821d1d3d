# SPDX-License-Identifier: EUPL-1.2
# What every test of the programs starts from: the programs of this build, a home of its own, a fixed day.
# shellcheck shell=bash

hvk_setup() {
	top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	build=$(cd "${HVK_BUILD:-$top/build}" && pwd)
	PATH=$build:$PATH
	data=$top/tests/data
	export HOME=$BATS_TEST_TMPDIR/home XDG_DATA_HOME=$BATS_TEST_TMPDIR/share
	export HVK_DB=$BATS_TEST_TMPDIR/test.db HVK_TODAY=2026-11-21
	unset HVK_LANG NO_COLOR SOURCE_DATE_EPOCH
	mkdir -p "$HOME" "$XDG_DATA_HOME"
	umask 022
	cd "$BATS_TEST_TMPDIR" || return 1
	export top build data
}

# Runs a command; its standard output goes to $out, its standard error to $err, its status to $status.
try() {
	status=0
	"$@" >"$BATS_TEST_TMPDIR/.out" 2>"$BATS_TEST_TMPDIR/.err" || status=$?
	out=$(tr '\0' '?' <"$BATS_TEST_TMPDIR/.out")
	err=$(cat "$BATS_TEST_TMPDIR/.err")
}

# refuses STATUS TEXT COMMAND...: the command ends so, says so, and prints nothing on standard output.
refuses() {
	local wanted=$1 text=$2
	shift 2
	try "$@"
	if [ "$status" != "$wanted" ] || [ -n "$out" ] || [[ $err != *"$text"* ]]; then
		echo "$*: expected status $wanted and '$text'; status $status, output '$out', errors '$err'"
		return 1
	fi
}

# does COMMAND...: the command ends with 0 and says nothing on standard error but what --quiet leaves out.
does() {
	try "$@"
	if [ "$status" != 0 ]; then
		echo "$*: status $status, output '$out', errors '$err'"
		return 1
	fi
}

# is ACTUAL EXPECTED
is() {
	if [ "$1" != "$2" ]; then
		printf 'found:\n%s\nexpected:\n%s\n' "$1" "$2"
		return 1
	fi
}

# has TEXT PIECE
has() {
	if [[ $1 != *"$2"* ]]; then
		printf 'found:\n%s\nwithout:\n%s\n' "$1" "$2"
		return 1
	fi
}

# golden FOLDER/NAME COMMAND...: its output is that golden file; HVK_GOLDEN=write writes it anew, to be looked at.
golden() {
	local file=$data/golden/$1
	shift
	"$@" >found
	if [ "${HVK_GOLDEN:-}" = write ]; then
		mkdir -p "${file%/*}"
		cp found "$file"
	fi
	diff -u "$file" found
}

# sample_network FILE: for setup_file, the fictional network and its season in a store of that name, for all its tests.
sample_network() {
	local network agenda
	top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	PATH=$(cd "${HVK_BUILD:-$top/build}" && pwd):$PATH
	network=$top/tests/data/network agenda=$top/tests/data/agenda
	export HVK_TODAY=2026-10-01 HVK_DB=$1
	hvk-admin init -q &&
		hvk-partner house import -q "$network/houses.csv" &&
		hvk-partner import -q "$network/partners.csv" &&
		hvk-partner person import -q "$network/persons.csv" &&
		hvk-partner agreement import -q "$network/agreements.csv" &&
		hvk-partner offer import -q "$network/offers.csv" &&
		hvk-agenda session import -q "$agenda/najaar-2026.csv"
}

# hvk-register on few keystrokes
reg() {
	hvk-register "$@"
}

# A question with what is required, and more options.
add() {
	hvk-register add --gemeente Gent --theme slapen "$@"
}
