# SPDX-License-Identifier: EUPL-1.2
# hvk-agenda list: everything dated, as rows and as a calendar that others' programs read.
#
# HVK_GOLDEN=write bats tests/cli/calendar.bats writes the golden files anew; look at what changed.

load common

setup_file() {
	sample_network "$BATS_FILE_TMPDIR/network.db"
	# Else each run would have other names of events.
	sqlite3 "$HVK_DB" "UPDATE setting SET value = '0123456789abcdef' WHERE key = 'id'"
	hvk-partner offer import -q "$top/tests/data/network/funding.csv"
	hvk-partner member import -q "$top/tests/data/network/memberships.csv"
	hvk-agenda meeting import -q "$top/tests/data/agenda/vergaderingen.csv"
	hvk-agenda attendance import -q "$top/tests/data/agenda/aanwezigheden.csv"
	hvk-agenda action import -q "$top/tests/data/agenda/acties.csv"
	hvk-agenda milestone add 'Convenant, ondertekend' --house oostkamp --phase oprichting --due 2026-10-30 -q
	hvk-agenda milestone add 'Lokaal zoeken' --house oostkamp --phase oprichting --due 2026-09-30 \
		--done 2026-09-02 -q
}

setup() {
	hvk_setup
	export HVK_TODAY=2026-11-15
	cp "$BATS_FILE_TMPDIR/network.db" "$HVK_DB"
	# Another Python can stand before Debian's, which has what its packages brought.
	python=python3
	"$python" -c 'import icalendar' 2>/dev/null || python=/usr/bin/python3
}

list() {
	hvk-agenda list "$@"
}

# What a calendar program reads in an export: lines of JSON.
events() {
	list -f ics "$@" >events.ics
	"$python" "$BATS_TEST_DIRNAME/events.py" events.ics
}

# field NAME: of the events on standard input
field() {
	python3 -c 'import json, sys
for line in sys.stdin: print(json.loads(line)[sys.argv[1]])' "$1"
}

# ---- rows

@test "everything dated in order: activities, meetings, what is due, agreements that end" {
	golden calendar/list.table list --period 2026-09..2026-12 -f table
	golden calendar/list.csv list --period 2026-09..2026-12
	golden calendar/list-en.md list --since today --until 2026-12 -f md --lang en -c date,start,kind,title,type,gemeente
}

@test "filters" {
	is "$(list --since today --until 2026-11-21 -f ids | paste -sd ' ')" \
		'gezinsontbijt-2026-11-15 weerbaarheid-4 omgaan-met-driftbuien-2026-11-19 voorlezen-in-vele-talen'
	is "$(list -p 2026-10 --kind meeting,milestone -f ids | paste -sd ' ')" \
		'werkgroep-2026-10-01 oostkamp-convenant-ondertekend'
	is "$(list --late -f ids | paste -sd ' ')" 'netwerkmoment-2026-05-21-2 oostkamp-convenant-ondertekend'
	is "$(list --open -g oostkamp -f ids)" oostkamp-convenant-ondertekend
	is "$(list --programme najaar-2026 --status geannuleerd -c date,slug -s -date | paste -sd ' ')" \
		'date,slug 2026-11-04,speeldag-aan-zee 2026-10-13,weerbaarheid-2'
	is "$(list --partner bibliotheek-brugge --kind session -c title | tail -1)" 'Voorlezen in vele talen'
	is "$(list -w type=netwerkmoment -w 'title~pesten' -f ids)" netwerkmoment-2026-05-21
	is "$(list --kind agreement --until 2026 -c slug,date,title | tail -1)" \
		'winkel-subsidie-2026,2026-12-31,Oudercursussen en workshops'
	refuses 4 "kind: unknown 'sesion'; did you mean session?" list --kind sesion
	refuses 2 "cannot filter on 'titel'; did you mean title?" list -w titel=x
	refuses 2 "unknown column 'titel'; did you mean title?" list -c titel
	refuses 2 "cannot sort by 'titel'; did you mean title?" list -s titel
	refuses 2 'expected a date' list --since ooit
}

@test "--exit-status tells that there is nothing" {
	does list --late -e
	try list --since 2040 -e
	is "$status" 1
	is "$out" "$(list --since 2040)"
	is "$(list --since 2040 | wc -l)" 1
}

@test "columns are chosen; ids can be passed on" {
	is "$(list --columns help | cut -d ' ' -f 1 | head -3 | paste -sd ' ')" 'date start end'
	is "$(list --kind session -c date,title -s title,date | sed -n 2p)" '2026-12-04,Babbelkoffie'
	list --kind session --series weerbaarheid -f ids | hvk-agenda session set -q --ids-from - --place 'Turnzaal'
	is "$(list -w place=turnzaal -f ids | wc -l)" 5
}

@test "other listings are no calendars" {
	refuses 2 'list cannot be written as ics' hvk-partner list -f ics
	refuses 2 'cannot be written as ics' hvk-agenda session list -o x.ics
}

# ---- a calendar

@test "a calendar as it is written" {
	golden calendar/agenda.ics list --period 2026-10 -f ics
	list --period 2026-10 -o agenda.ics
	cmp agenda.ics found
}

@test "what a calendar program reads is what the listing tells" {
	events --lang nl >read.jsonl
	list -f jsonl >keys.jsonl
	list -f jsonl --labels >labels.jsonl
	python3 - <<'PYTHON'
import json
import re
from datetime import date, timedelta

def lines(name):
    with open(name, encoding="utf-8") as file:
        return [json.loads(line) for line in file]

read, keys, labels = lines("read.jsonl"), lines("keys.jsonl"), lines("labels.jsonl")
assert len(read) == len(keys) == len(labels) > 40
prefixes = {"action": "Actie: ", "milestone": "Mijlpaal: ", "agreement": "Einde overeenkomst: "}
for event, key, label in zip(read, keys, labels):
    assert event["uid"] == key["uid"]
    assert re.fullmatch(key["kind"] + r"-[0-9]+@0123456789abcdef\.huisvanhetkind\.hvk", key["uid"]), key["uid"]
    assert event["sequence"] == key["changes"]
    assert event["stamp"] == key["changed_on"] + "T00:00Z"
    assert event["status"] == ("CANCELLED" if key["status"] == "geannuleerd" else "CONFIRMED")
    prefix = ("Geannuleerd: " if key["status"] == "geannuleerd" else "Klaar: " if key["done"]
              else prefixes.get(key["kind"], ""))
    assert event["summary"] == prefix + label["title"], (event, label)
    assert event["category"] == label["kind"]
    assert event.get("url") == key["website"]
    if key["place"]:
        assert event["location"].startswith(key["place"])
    if label["gemeente"]:
        assert label["gemeente"] in event["location"]
    for name in ("description", "partner", "cost", "enrolment", "contact", "reason"):
        assert not label[name] or label[name] in event["description"], (name, event, label)
    if not key["start"]:
        day = date.fromisoformat(key["date"])
        assert event["start"] == key["date"] and event["end"] == (day + timedelta(1)).isoformat()
    else:
        assert (event["end"] is None) == (key["end"] is None)
PYTHON
}

@test "hours are those of Flanders, in summer and in winter" {
	is "$(events -w slug=weerbaarheid-1 | field start)" 2026-10-06T17:00Z
	is "$(events -w slug=weerbaarheid-1 | field end)" 2026-10-06T19:00Z
	is "$(events -w slug=weerbaarheid-3 | field start)" 2026-11-10T18:00Z
	# The days on which the clock is changed, and the day before.
	for day in 2026-10-24 2026-10-25 2027-03-27 2027-03-28 2012-07-01; do
		hvk-agenda session add "Dag $day" --partner bibliotheek-brugge --date "$day" --start 12:00 \
			--series klok -q
	done
	is "$(events -w series=klok | field start | paste -sd ' ')" \
		'2012-07-01T10:00Z 2026-10-24T10:00Z 2026-10-25T11:00Z 2027-03-27T11:00Z 2027-03-28T10:00Z'
	is "$(events -w series=klok | field end | sort -u)" None
}

@test "the same store gives the same bytes, and what families do not see changes nothing" {
	list -f ics >one.ics
	HVK_TODAY=2026-12-24 list -f ics >two.ics
	cmp one.ics two.ics
	hvk-agenda session set -q weerbaarheid-1 --participants 9 --new 5 --notes 'een woord'
	list -f ics >two.ics
	cmp one.ics two.ics
}

@test "a change shows, and an event that got another slug stays the same" {
	is "$(events -w slug=babbelkoffie | field sequence)" 0
	uid=$(events -w slug=babbelkoffie | field uid)
	has "$uid" session-
	hvk-agenda session set -q babbelkoffie --start 10:00
	hvk-agenda session set -q babbelkoffie --slug koffie
	is "$(events -w slug=koffie | field sequence)" 1
	is "$(events -w slug=koffie | field uid)" "$uid"
	is "$(events -w slug=koffie | field stamp)" 2026-11-15T00:00Z
	hvk-agenda session add Babbelkoffie --partner bibliotheek-brugge --date 2027-01-05 -q
	is "$(events --since 2026-12 --kind session -w title=babbelkoffie | field uid | sort -u | wc -l)" 2
	hvk-agenda session set -q koffie --status geannuleerd --reason 'te weinig inschrijvingen'
	is "$(events -w slug=koffie | field status)" CANCELLED
	has "$(events -w slug=koffie | field description)" 'Reden: te weinig inschrijvingen'
}

@test "the number of changes only rises, by what is taken back too" {
	hvk-agenda session cancel -q weerbaarheid-5 --reason 'te weinig inschrijvingen'
	is "$(list -w slug=weerbaarheid-5 -c status,changes,changed_on | tail -1)" geannuleerd,1,2026-11-15
	HVK_TODAY=2026-11-16 hvk-agenda undo -q
	is "$(list -w slug=weerbaarheid-5 -c status,changes,changed_on | tail -1)" gepland,2,2026-11-16
	uid=$(list -w slug=weerbaarheid-5 -c uid | tail -1)
	hvk-agenda session remove -q weerbaarheid-5
	hvk-agenda undo -q
	is "$(list -w slug=weerbaarheid-5 -c changes,uid | tail -1)" "3,$uid"
	hvk-agenda session remove -q weerbaarheid-5
	hvk-agenda session add -q 'Weerbaar' --slug weerbaarheid-5 --partner bibliotheek-brugge --date 2026-12-15
	is "$(list -w slug=weerbaarheid-5 -c changes | tail -1)" 0
	[ "$(list -w slug=weerbaarheid-5 -c uid | tail -1)" != "$uid" ]
	hvk-agenda session set -q weerbaarheid-4 --theme opvoeding
	is "$(list -w slug=weerbaarheid-4 -c changes | tail -1)" 1
}

@test "each store has names of its own for events, and a backup has the same" {
	hvk-admin backup -q copy.db
	list -c uid >here
	list -d copy.db -c uid | cmp - here
	hvk-admin -d other.db init -q
	id=$(sqlite3 other.db "SELECT value FROM setting WHERE key = 'id'")
	[[ $id =~ ^[0-9a-f]{16}$ ]]
	[ "$id" != 0123456789abcdef ]
}

@test "what was cancelled is, whatever that is called" {
	hvk-admin codes rename -q session_status geannuleerd afgelast
	is "$(list -f ics | grep -c STATUS:CANCELLED)" 3
	is "$(events -w slug=weerbaarheid-2 | field summary)" 'Geannuleerd: Weerbaarheid: sterk staan'
	hvk-agenda meeting add -q --type werkgroep --date 2026-12-01 --status afgelast
	is "$(list -f ics | grep -c STATUS:CANCELLED)" 4
}

@test "what a partner has to do with it differs from kind to kind" {
	described() {
		list -f ics -w "slug=$1" | tr -d '\r' | sed -n '/^DESCRIPTION/,/^[A-Z]/p' | tr -d '\n'
	}
	has "$(described babbelkoffie)" 'Organisatie: Welzijnshuis'
	has "$(described winkel-subsidie-2026)" 'DESCRIPTION:Partner: '
	has "$(described netwerkmoment-2026-05-21-2)" 'DESCRIPTION:Door: '
	has "$(described babbelkoffie)" 'Leeftijd: 0 tot 3 jaar'
	hvk-agenda session set -q babbelkoffie --start '' --end 12:00
	has "$(described babbelkoffie)" 'Uur: tot 12.00 uur'
}

@test "an activity is found by each of those who hold it" {
	is "$(list --partner opvoedingswinkel-brugge --series weerbaarheid --since today -f ids | paste -sd ' ')" \
		'weerbaarheid-4 weerbaarheid-5'
}

@test "nobody finds by what is not for everybody" {
	is "$(list -w reason~ziek -f ids)" weerbaarheid-2
	is "$(list --public -w reason~ziek -f ids)" ''
	hvk-agenda meeting set -q netwerkmoment-2026-05-21 --public --agenda geheim
	is "$(list --public -w description~geheim -f ids)" ''
}

@test "lines are folded between characters" {
	title='Één heel lange titel – met “aanhalingstekens”, komma’s; puntkomma’s \ en een 🎈 – voor wie 12 jaar is of'
	title+=' ouder'
	hvk-agenda session add "$title" --partner bibliotheek-brugge --date 2027-01-05 --slug lang -q
	is "$(events -w slug=lang | field summary)" "$title"
	grep -q $'^ ' events.ics
}

@test "whatever is in a title, a calendar program reads it" {
	# But for a backslash before what is escaped itself, which icalendar 4 takes back in the wrong order.
	python3 - >titles.csv <<'PYTHON'
import csv, random, re, sys, unicodedata
random.seed(5545)
ranges = [(0x21, 0x7e)] * 6 + [(0xa1, 0x17f), (0x391, 0x3c9), (0x410, 0x44f), (0x5d0, 0x5ea), (0x627, 0x64a),
          (0x4e00, 0x4fff), (0x1f300, 0x1f5ff), (0x300, 0x30f)]
writer = csv.writer(sys.stdout, lineterminator="\n")
writer.writerow(["slug", "title", "date", "partner", "description"])
def text(length):
    made = ""
    while len(made) < length:
        made += " " if random.random() < 0.1 else chr(random.randint(*random.choice(ranges)))
    made = "t" + "".join(c for c in made if unicodedata.category(c)[0] != "C") + "t"
    return re.sub(r"\\(?=[\\nN,;])", "", unicodedata.normalize("NFC", made))
for i in range(300):
    writer.writerow([f"t{i}", " ".join(text(random.randint(1, 120)).split()), "2030-01-01", "bibliotheek-brugge",
                     random.choice(["\\o", "/,;", "a\nb", "a\n\nb;", ""])])
PYTHON
	hvk-agenda session import -q titles.csv
	events --since 2030 --kind session >read.jsonl
	list --since 2030 --kind session -f jsonl >listed.jsonl
	python3 - <<'PYTHON'
import csv, json
with open("titles.csv", encoding="utf-8", newline="") as file:
    titles = {row["slug"]: row for row in csv.DictReader(file)}
read = [json.loads(line) for line in open("read.jsonl", encoding="utf-8")]
listed = [json.loads(line) for line in open("listed.jsonl", encoding="utf-8")]
assert len(read) == len(listed) == 300
for event, row in zip(read, listed):
    assert event["summary"] == row["title"] == titles[row["slug"]]["title"], (event, row)
    assert event["description"].startswith(row["description"] or "Organisatie"), (event, row)
PYTHON
}

# ---- for everybody

@test "what is for everybody holds nothing that is internal" {
	hvk-agenda session set -q babbelkoffie --notes geheim1 --status geannuleerd --reason geheim2
	hvk-agenda meeting set -q gemeenteraad-2026-12-17 --notes geheim3 --agenda geheim4
	hvk-partner person add 'Geheim Vijf' --partner bibliotheek-brugge --slug geheim -q
	hvk-agenda session set -q voorlezen-in-vele-talen --person geheim
	for format in csv jsonl md html ics rec; do
		list --public -f "$format" -c all >public
		[ -s public ]
		[ "$(grep -ci geheim public)" -eq 0 ]
	done
	is "$(list --public -c kind | tail -n +2 | sort -u | paste -sd ' ')" 'meeting session'
	is "$(list --public --kind meeting -f ids | sort)" "$(hvk-agenda meeting list --public -f ids | sort)"
	list -f csv -c all >internal
	grep -q geheim2 internal
}

@test "a calendar for everybody may stand where everybody reads, another is told of" {
	mkdir -p public
	hvk-admin settings public-folder="$PWD/public" -q
	does list --public -o public/agenda.ics
	is "$err" ''
	is "$(stat -c %a public/agenda.ics)" 644
	does list -o public/intern.ics
	has "$err" 'internal, but written to the folder for everybody'
	is "$(stat -c %a public/intern.ics)" 600
}

@test "ics is completed where it can be written" {
	has " $(hvk-agenda --complete list --format '' | cut -f 1 | paste -sd ' ') " ' ics '
	[[ " $(hvk-agenda --complete session list --format '' | cut -f 1 | paste -sd ' ') " != *' ics '* ]]
	has " $(hvk-agenda --complete list --kind '' | cut -f 1 | paste -sd ' ') " ' milestone '
}
