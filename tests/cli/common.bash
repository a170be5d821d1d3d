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

# hvk-register on few keystrokes
reg() {
	hvk-register "$@"
}

# A question with what is required, and more options.
add() {
	hvk-register add --gemeente Gent --theme slapen "$@"
}
