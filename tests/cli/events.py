# SPDX-License-Identifier: EUPL-1.2
"""What a calendar program reads in an iCalendar file: a line of JSON for each event."""
import json
import sys
from datetime import datetime, timezone

from icalendar import Calendar

with open(sys.argv[1], "rb") as file:
    data = file.read()

# What RFC 5545 asks of the bytes.
assert data.endswith(b"END:VCALENDAR\r\n"), "the end"
for line in data.split(b"\r\n")[:-1]:
    assert b"\n" not in line and b"\r" not in line, line
    assert len(line) <= 75, line
    line.decode("utf-8")

calendar = Calendar.from_ical(data)
assert calendar["VERSION"] == "2.0" and calendar["PRODID"] and calendar["METHOD"] == "PUBLISH"
zones = [zone.to_tz() for zone in calendar.walk("VTIMEZONE")]
assert len(zones) == 1


def moment(event, name):
    """In UTC, by the rules in the file itself and not by those of this machine; a day as it stands."""
    if name not in event:
        return None
    value = event.decoded(name)
    if not isinstance(value, datetime):
        return value.isoformat()
    if name not in ("DTSTART", "DTEND"):
        return value.strftime("%Y-%m-%dT%H:%MZ")
    assert event[name].params["TZID"] == "Europe/Brussels"
    local = value.replace(tzinfo=None)
    return zones[0].localize(local).astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%MZ")


uids = set()
for event in calendar.walk("VEVENT"):
    assert not event.errors, event.errors
    found = {name.lower(): str(event[name]) for name in
             ("UID", "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "URL") if name in event}
    found["start"], found["end"] = moment(event, "DTSTART"), moment(event, "DTEND")
    found["stamp"] = moment(event, "DTSTAMP")
    found["sequence"] = event["SEQUENCE"]
    found["category"] = event["CATEGORIES"].to_ical().decode()
    assert found["uid"] not in uids, found["uid"]
    uids.add(found["uid"])
    print(json.dumps(found, ensure_ascii=False, sort_keys=True))
