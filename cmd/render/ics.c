/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * ics: iCalendar, RFC 5545, for calendars. The table is one of events, with columns by the keys below: text that is
 * ready to be shown, dates and hours as keys, and something in 'cancelled' when it was. What has no hour lasts all day.
 * Most calendars show no to-dos, so that what is due is an event of that day too. Nothing says when the file was made:
 * the same events give the same bytes.
 */
#include "render/ics.h"

#include <stdlib.h>
#include <string.h>

#include "render/format.h"

/* The keys of the columns. */
enum ics_column {
	ICS_UID, ICS_DATE, ICS_START, ICS_END, ICS_CHANGES, ICS_CHANGED_ON, ICS_CANCELLED, ICS_TITLE, ICS_PLACE,
	ICS_WEBSITE, ICS_DESCRIPTION, ICS_CATEGORY, ICS_COLUMNS
};
const char *const ics_columns[ICS_COLUMNS + 1] = {
	"uid", "date", "start", "end", "changes", "changed_on", "cancelled", "title", "place", "website", "description",
	"category", NULL
};

/* The rules of the European Union, which hold since 1996. */
static const char zone[] =
	"BEGIN:VTIMEZONE\r\nTZID:Europe/Brussels\r\n"
	"BEGIN:DAYLIGHT\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nDTSTART:19960331T020000\r\n"
	"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n"
	"BEGIN:STANDARD\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nDTSTART:19961027T030000\r\n"
	"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/* ---------------------------------------------------------------- lines */

enum { LINE_OCTETS = 75 };

/* The octets of the character that begins there; what is no UTF-8 counts one by one. */
static size_t character(const char *text, size_t length)
{
	unsigned char first = (unsigned char)*text;
	size_t octets = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1, n = 1;

	while (n < octets && n < length && ((unsigned char)text[n] & 0xc0) == 0x80)
		n++;
	return n;
}

size_t ics_fold(const char *line, size_t length, char *to)
{
	const char *begin = to;
	size_t used = 0;

	for (size_t i = 0; i < length;) {
		size_t octets = character(line + i, length - i);

		if (used + octets > LINE_OCTETS) {
			memcpy(to, "\r\n ", 3);
			to += 3;
			used = 1;
		}
		memcpy(to, line + i, octets);
		to += octets;
		used += octets;
		i += octets;
	}
	memcpy(to, "\r\n", 2);
	return (size_t)(to + 2 - begin);
}

/* A control that no calendar should get to see: C0 but for line ends and tabs, DEL, C1. octets: of it. */
static bool is_control(const char *text, size_t octets)
{
	unsigned char c = (unsigned char)*text;

	return (c < ' ' && c != '\n' && c != '\t') || c == 0x7f ||
	       (octets == 2 && c == 0xc2 && (unsigned char)text[1] < 0xa0);
}

/* LINE SEPARATOR and PARAGRAPH SEPARATOR, which some parsers take for the end of a line. */
static bool is_separator(const char *text, size_t octets)
{
	return octets == 3 && memcmp(text, "\xe2\x80", 2) == 0 && ((unsigned char)text[2] & 0xfe) == 0xa8;
}

size_t ics_escape(const char *text, size_t length, char *to)
{
	const char *begin = to;

	for (size_t i = 0; i < length;) {
		size_t octets = character(text + i, length - i);
		const char *at = text + i;

		i += octets;
		if (is_control(at, octets))
			continue;
		if (*at == '\n' || is_separator(at, octets)) {
			*to++ = '\\';
			*to++ = 'n';
			continue;
		}
		if (*at == '\\' || *at == ';' || *at == ',')
			*to++ = '\\';
		memcpy(to, at, octets);
		if (*at == '\t')
			*to = ' ';
		to += octets;
	}
	return (size_t)(to - begin);
}

/* A property with its value as it is written, folded. */
static int put_line(struct renderer *renderer, const char *name, const char *value, size_t length)
{
	size_t before = strlen(name);
	char *line = malloc(4 * (before + length) + 8), *folded;
	int result;

	if (!line)
		return -1;
	folded = line + before + length;
	memcpy(line, name, before);
	memcpy(line + before, value, length);
	result = put(renderer, folded, ics_fold(line, before + length, folded));
	free(line);
	return result;
}

static int put_value(struct renderer *renderer, const char *name, const char *text, size_t length)
{
	char *escaped = malloc(2 * length + 1);
	int result;

	if (!escaped)
		return -1;
	result = put_line(renderer, name, escaped, ics_escape(text, length, escaped));
	free(escaped);
	return result;
}

/* ---------------------------------------------------------------- events */

static const struct cell *find(const struct renderer *renderer, const struct cell *cells, enum ics_column column)
{
	static const struct cell empty = { .type = CELL_EMPTY };

	for (size_t i = 0; i < renderer->column_count; i++)
		if (strcmp(renderer->columns[i].key, ics_columns[column]) == 0)
			return &cells[i];
	return &empty;
}

static bool is_empty(const struct cell *cell)
{
	return cell->type == CELL_EMPTY || (cell->type == CELL_TEXT && cell->length == 0);
}

/* A text, where there is one. */
static int put_cell(struct renderer *renderer, const char *name, const struct cell *cell)
{
	return is_empty(cell) ? 0 : put_value(renderer, name, cell->text, cell->length);
}

/* '2026-10-06' and '19:30' as 20261006T193000; time NULL: the day. */
static void write_moment(char text[32], const char *date, const char *time)
{
	int written = snprintf(text, 32, "%.4s%.2s%.2s", date, date + 5, date + 8);

	if (time)
		snprintf(text + written, 32 - (size_t)written, "T%.2s%.2s00", time, time + 3);
}

static int put_moment(struct renderer *renderer, const char *name, const char *date, const char *time)
{
	char text[32];

	write_moment(text, date, time);
	return put_line(renderer, name, text, strlen(text));
}

/* The day after 'YYYY-MM-DD'. */
static void next_day(const char *date, char next[32])
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int year = 0, month = 1, day = 1;
	bool leap;

	sscanf(date, "%4d-%2d-%2d", &year, &month, &day);
	leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	if (++day > lengths[(month + 11) % 12] + (month == 2 && leap)) {
		day = 1;
		month++;
	}
	if (month > 12) {
		month = 1;
		year++;
	}
	snprintf(next, 32, "%04d-%02d-%02d", year, month, day);
}

/* Without an hour it is all day, up to the next; with one but without an end only the beginning is told. */
static int put_times(struct renderer *renderer, const char *date, const struct cell *start, const struct cell *end)
{
	static const char begins[] = "DTSTART;TZID=Europe/Brussels:", ends[] = "DTEND;TZID=Europe/Brussels:";
	char next[32];

	if (is_empty(start)) {
		next_day(date, next);
		return put_moment(renderer, "DTSTART;VALUE=DATE:", date, NULL) < 0 ||
		               put_moment(renderer, "DTEND;VALUE=DATE:", next, NULL) < 0 ||
		               put_text(renderer, "TRANSP:TRANSPARENT\r\n") < 0
		           ? -1 : 0;
	}
	if (put_moment(renderer, begins, date, start->text) < 0)
		return -1;
	return is_empty(end) ? 0 : put_moment(renderer, ends, date, end->text);
}

/* When it was changed last, in UTC: all that is known is the day. */
static int put_stamps(struct renderer *renderer, const char *date, const struct cell *cells)
{
	const struct cell *changed = find(renderer, cells, ICS_CHANGED_ON);
	const struct cell *changes = find(renderer, cells, ICS_CHANGES);
	char text[64], number[NUMBER_MAX];
	const char *sequence;
	size_t length;

	write_moment(text, is_empty(changed) ? date : changed->text, "00:00");
	strcat(text, "Z");
	if (put_line(renderer, "DTSTAMP:", text, strlen(text)) < 0 ||
	    (!is_empty(changed) && put_line(renderer, "LAST-MODIFIED:", text, strlen(text)) < 0))
		return -1;
	sequence = is_empty(changes) ? "0" : cell_data(changes, number, &length);
	return put_line(renderer, "SEQUENCE:", sequence, is_empty(changes) ? 1 : length);
}

static int put_event(struct renderer *renderer, const struct cell *cells)
{
	const char *date = find(renderer, cells, ICS_DATE)->text;
	const struct cell *website = find(renderer, cells, ICS_WEBSITE);
	bool cancelled = !is_empty(find(renderer, cells, ICS_CANCELLED));

	if (put_text(renderer, "BEGIN:VEVENT\r\n") < 0 ||
	    put_cell(renderer, "UID:", find(renderer, cells, ICS_UID)) < 0 || put_stamps(renderer, date, cells) < 0 ||
	    put_times(renderer, date, find(renderer, cells, ICS_START), find(renderer, cells, ICS_END)) < 0 ||
	    put_cell(renderer, "SUMMARY:", find(renderer, cells, ICS_TITLE)) < 0 ||
	    put_text(renderer, cancelled ? "STATUS:CANCELLED\r\n" : "STATUS:CONFIRMED\r\n") < 0 ||
	    put_cell(renderer, "LOCATION:", find(renderer, cells, ICS_PLACE)) < 0 ||
	    put_cell(renderer, "DESCRIPTION:", find(renderer, cells, ICS_DESCRIPTION)) < 0 ||
	    put_cell(renderer, "CATEGORIES:", find(renderer, cells, ICS_CATEGORY)) < 0)
		return -1;
	/* An address is no text: a comma in it is one. */
	if (!is_empty(website) && put_line(renderer, "URL:", website->text, strcspn(website->text, "\r\n")) < 0)
		return -1;
	return put_text(renderer, "END:VEVENT\r\n");
}

/* ---------------------------------------------------------------- the calendar */

static int ics_begin(struct renderer *renderer)
{
	const char *name = renderer->caption ? renderer->caption : "hvk";

	if (put_text(renderer, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//hvk//hvk-agenda//NL\r\n"
	             "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n") < 0 ||
	    put_value(renderer, "X-WR-CALNAME:", name, strlen(name)) < 0)
		return -1;
	return put_text(renderer, "X-WR-TIMEZONE:Europe/Brussels\r\n") < 0 ? -1 : put_text(renderer, zone);
}

/* An event has a day; what has none is not shown. */
static int ics_row(struct renderer *renderer, const struct cell *cells)
{
	const struct cell *date = find(renderer, cells, ICS_DATE);

	return date->type == CELL_TEXT && date->length == strlen("YYYY-MM-DD") ? put_event(renderer, cells) : 0;
}

static int ics_end(struct renderer *renderer)
{
	return put_text(renderer, "END:VCALENDAR\r\n");
}

const struct render_format render_ics = {
	.name = "ics", .extension = "ics", .help = "iCalendar, for calendars",
	.traits = RENDER_STREAMS | RENDER_EVENTS | RENDER_CAPTIONS,
	.table_begin = ics_begin, .row = ics_row, .table_end = ics_end
};
