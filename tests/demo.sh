#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The main jobs on sample data, as a coordinator would do them: from a sheet out of Excel to the statistics of a month, and
# from a network's own sheets to the right person for a question and to what is not on offer.
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
cp "$top"/tests/data/network/*.csv "$top"/tests/data/agenda/*.csv .
chmod u+w ./*

printf '%shvk: from questions in Excel to the statistics of a month, and to the right person%s\n' "$bold" "$plain"
printf 'The questions are fictional, and so are the partners and the people; today is %s.\n' "$HVK_TODAY"

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

say 'The same in a workbook, and in a file for another program.'
run 'hvk-report month --region regio-brugge -o rapport-2026-10.xlsx'
run 'hvk-report month --region regio-brugge -o rapport-2026-10.csv'
run 'head -4 rapport-2026-10.csv'

say 'Any other table: questions per gemeente this year, with bars.' \
	'Programs pipe: the listing of one is what the other counts.'
run 'hvk-register list -p 2026 | hvk-report table --by gemeente --bars -f table -'
printf '\n'
run 'hvk-report table --by theme-group --period 2026-05..2026-10 --spark --compare prev --top 6 -f table'

say 'Which desks did not send in what they were asked? A desk without questions says so.'
run "printf 'list,code,label_nl\\ndesk,bibliotheek-voorbeeld,Bibliotheek Voorbeeld\\n' | hvk-admin codes import -"
run 'hvk-register received --desk bibliotheek-voorbeeld --month 2026-10'
run 'hvk-report completeness --period 2026-07..2026-10 -f table | sed -n 5,18p'

say 'A question at the desk, asked for line by line: at a terminal each answer is one key.'
run "printf 'oostkamp\nt\nm\n0-2\nslapen\n\n\n\n' | hvk-register add --line 2>&1 | tail -4"

say 'Now the network itself, as a coordinator keeps it in spreadsheets:' \
	'houses, partners, people, agreements, offers and who is a member.'
run 'hvk-partner house import houses.csv'
run 'hvk-partner import partners.csv'
run 'hvk-partner person import persons.csv'
run 'hvk-partner agreement import agreements.csv'
run 'hvk-partner offer import offers.csv'
run 'hvk-partner offer import funding.csv'
run 'hvk-partner member import memberships.csv'

say 'What is known of a partner, on one page.'
run 'hvk-partner show spelotheek-jabbeke'

say 'Who was not looked at for a year, and which agreement ends soon.'
run 'hvk-partner verify --stale 12m -c name,phone,verified_on -f table'
run 'hvk-partner due --within 90d -c partner,type,until,days_left -f table'

say 'A mother in Oostkamp, a child of two, tantrums: what is there, and whom to ring?'
run 'hvk-refer find --theme driftbuien --gemeente 8020 --age 2 | cut -d , -f 1,3,7,8 | sed -n 1,6p'
printf '\n'
run 'hvk-refer find --theme driftbuien --gemeente 8020 --age 2 --limit 1 --explain -f table'

say 'She is passed on, warm; the question is registered with it, and nothing links the two.'
run "hvk-refer record --offer winkel-workshop-driftbuien --person 'Fien Fictief' --warm \\
    --theme driftbuien --gemeente 8020 --age 2 --with-question --channel telefoon --asker moeder"
run 'hvk-refer list -c month,partner,theme,warm,status -f table'

say 'The same for a whole list: questions of October that were passed on, each with the best offer.'
run 'hvk-register list -m 2026-10 -w answer=doorverwijzing -c gemeente,theme,age | hvk-refer find - | cut -d , -f 1-4,8 | sed -n 1,5p'

say 'Has every gemeente a basic offer in the three pillars? That is what a Huis van het Kind has to have.'
run 'hvk-report coverage --region regio-brugge -f table'

say 'Where do families ask for what nobody offers? The largest of these gaps.'
run 'hvk-report gaps --period last-12-months --region regio-brugge --min-questions 4 -f table'

say 'What the network does besides: a season of activities for families, meetings, and what was agreed there.'
run 'hvk-agenda session import najaar-2026.csv'
run 'hvk-agenda meeting import vergaderingen.csv'
run 'hvk-agenda attendance import aanwezigheden.csv'
run 'hvk-agenda action import acties.csv'

say 'How many came is counted, never who. Then what is to come, also for the calendar on a telephone;' \
	'and the programme that families get, on paper or as a page.'
run 'hvk-agenda session count infoavond-voor-aanstaande-ouders --participants 22 --new 22 \
    --from Brugge=15 --from Zedelgem=4 --from Oostkamp=3'
run 'hvk-agenda list --since today --until 2026-11-30 -c date,start,kind,title,gemeente,status -f table'
run 'hvk-agenda list --since today -o agenda.ics'
run 'hvk-agenda programme najaar-2026 -o programma.html'
run 'hvk-agenda programme najaar-2026 -f md | sed -n 1,14p'

say 'A house that begins gets a plan; of meetings it is kept who came, and what is still to be done.'
run 'hvk-agenda milestone plan --house knokke-heist --start 2026-06'
run 'hvk-agenda milestone list --late -s due -c due,phase,what -f table'
run 'hvk-agenda actions --open -c due,who,what -f table'
run 'hvk-report activities --schoolyear 2026-2027 --by form -f table'

say 'And the report that goes to the schepencollege: one page, with a map, for screens and paper;' \
	'a year, with a page for each gemeente; and a map for a slide.'
run 'hvk-report year --year 2026 --region regio-brugge --split gemeente -o rapporten/'
run 'hvk-report chart --type map --measure per-1000 --period 2026 --region regio-brugge -o kaart.svg'
run 'hvk-report month --region regio-brugge -o rapport.html'
run 'ls rapporten rapport.html kaart.svg'

say 'All of that is internal. What goes outside is published: small counts hidden, with others that would tell them.' \
	'First what that costs, then the table, as open data and as a page with a map; and a check of both.'
run 'hvk-report publish --by gemeente,theme-group --period 2026-01..2026-10 --dry-run -f table'
run 'hvk-report publish --by gemeente,theme-group --period 2026-01..2026-10 -o publiek/2026/'
run 'ls publiek/2026'
run "grep -m 6 '^31022' publiek/2026/table.csv"
run 'hvk-report publish show 1 -o publiek/2026.html'
run "hvk-report publish verify 1 | sed 's|, SHA-256.*||'"

say 'Open rapport.html, programma.html and publiek/2026.html in a browser, agenda.ics in a calendar.' \
	'More is in the manual: hvk(7), hvk-partner(1), hvk-refer(1), hvk-agenda(1), hvk-report(1), hvk-privacy(7).' \
	'All of this, the store and the reports too, stays in'
printf '%s\n' "$folder"
