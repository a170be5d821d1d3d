#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Prints the template of all messages: those in the sources, and the help of verbs and options, which stands in tables
# without a mark and is asked of the programs.
#   lib/po/extract.sh BUILD PROGRAM... >hvk.pot
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C # also: the help in English
build=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Which argument of which function is a message. Functions of one name in several files differ in it; what is no text
# there is no match.
keywords='_ N_ P_:1,2
	fail:2 fail:3 usage:2 note:2 message:2 confirm:2 usage_unknown:2
	hvk__fail:3 hvk__fail_at:6 hvk__sheet_fail:3 hvk__test_fail:3 hvk__write_refuse:3 hvk__store_fail:3
	hvk__intake_note:3 hvk__hsds_note:5 hvk__hsds_refuse:4 hvk__hsds_warn:4 hvk__hsds_count:4
	hvk__expected:2 hvk__test_fail_operator:2 fail_when:4 copy_fail:3 act:6
	refuse:2 refuse:3 refuse:4 refuse_at:4 report:2 hvk__finding:2 stop:3 finding:3
	wrong:2 right:2 PLAIN:6 CODE:6 RECORD:6 FIELD:6'

# As C that xgettext reads: N_("help") for the help of a verb (the field option is empty) or an option.
for program in "$@"; do
	"$build/$program" --dump-options
	"$build/$program" --help | sed -n '1,/^$/ { s/^[^ ]* - //; s/^ *//; /./p }' | paste -sd ' ' | sed 's/^/\t\t\t\t\t\t\t/'
done | cut -f 8 | sort -u | sed -e 's/[\\"]/\\&/g' -e 's/.*/N_("&")/' >"$folder/help.c"

options=(--language=C --from-code=UTF-8 --no-location --sort-output --omit-header --keyword)
for keyword in $keywords; do
	options+=("--keyword=$keyword")
done
{
	printf 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
	find lib cmd -name '*.c' ! -name generate.c | sort | { cat; echo "$folder/help.c"; } |
		xgettext "${options[@]}" --files-from=- --output=- 2>"$folder/warnings" || { cat "$folder/warnings" >&2; exit 1; }
} >"$folder/hvk.pot"
msguniq --sort-output --no-location "$folder/hvk.pot"
