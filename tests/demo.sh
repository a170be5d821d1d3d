#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The main job on sample data, as a coordinator would do it: from a sheet out of Excel to the statistics of a month.
#   tests/demo.sh BUILD
# What it writes stays, in a folder of its own under ${TMPDIR:-/tmp}.
set -euo pipefail

top=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "${1:?the folder of the build}" && pwd)
folder=$(mktemp -d "${TMPDIR:-/tmp}/hvk-demo.XXXXXX")

# A store and a day of its own, so that it touches nothing and shows the same everywhere.
export PATH=$build:$PATH HVK_DB=$folder/hvk.db HVK_TODAY=2026-11-02
unset HVK_LANG

bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
	bold=$(printf '\033[1m') plain=$(printf '\033[0m')
fi

say() {
	printf '\n'
	printf '%s\n' "$@" | sed 's/^/# /'
	printf '\n'
}

# Shows a command as a person types it, and runs it. What it says goes where what it shows goes: in one stream, in order.
run() {
	printf '%s$ %s%s\n' "$bold" "$1" "$plain"
	if ! bash -o pipefail -c "$1" 2>&1; then
		printf 'demo: this command failed; its files are in %s\n' "$folder" >&2
		exit 1
	fi
}

cd "$folder"
cp "$top/tests/data/demo/regio-brugge.csv" .
cp "$top/tests/data/questions/vragen-2026-excel-cp1252.csv" vragen-2026.csv
cp "$top/tests/data/questions/vragen-2026-excel-utf16.txt" vragen-unicode.txt
chmod u+w ./*

printf '%shvk: from questions in Excel to the statistics of a month%s\n' "$bold" "$plain"
printf 'The questions are fictional; today is %s.\n' "$HVK_TODAY"

say 'A store for the eight gemeenten around Brugge.'
run 'hvk-admin init --region regio-brugge.csv'

say 'A sheet as Excel in Belgium saves it: semicolons, dates as 31/10/2026,' \
	'labels instead of codes, empty rows at the end.'
run 'head -3 vragen-2026.csv | cut -c 1-76'
printf '\n'
run 'hvk-register import vragen-2026.csv'

say 'The same questions once more, now saved as "Unicode text".' \
	'They are recognised, and nothing is written.'
run 'hvk-register import vragen-unicode.txt'

say 'Last month, for the network meeting.'
run 'hvk-report month --month last --region regio-brugge -f table'

say 'The same in a file for the report, and in one for a spreadsheet.'
run 'hvk-report month --region regio-brugge -o rapport-2026-10.md'
run 'hvk-report month --region regio-brugge -o rapport-2026-10.csv'
run 'head -4 rapport-2026-10.csv'

say 'Any other table: questions per gemeente this year, with bars.' \
	'Programs pipe: the listing of one is what the other counts.'
run 'hvk-register list -p 2026 | hvk-report table --by gemeente --bars -f table -'

say 'All of this, the store and the reports too, stays in'
printf '%s\n' "$folder"
