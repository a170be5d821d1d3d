/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Who came to the meetings of the network, who has not for a year, and who is not known to the others at all: neither
 * referred to, nor referring, nor at any meeting. Of a network that keeps no meetings there is nothing to tell.
 */
#include <string.h>

#include "statistics/network.h"

/* A row: a meeting, and a partner's part in it. */
enum { MEETING, TYPE, DATE, HOUSE, STATUS, PARTNER, PEOPLE, EXCUSED };

struct meeting_type {
	int64_t meetings, people;
	bool *partners;          /* by partner: it was there */
};

struct reading {
	struct hvk__network *network;
	const struct hvk__list *types;
	uint16_t held;
	int since, until;        /* the days of which attendance is told */
	struct meeting_type *by_type;
	bool any;                /* a meeting took place at all */
	int64_t meeting;         /* the last one that was counted */
};

/* ---- reading */

static bool is_here(const struct hvk__network *network, sqlite3_stmt *row)
{
	struct hvk_report *report = network->report;
	uint32_t slot;

	if (!network->asked || sqlite3_column_type(row, HOUSE) == SQLITE_NULL)
		return true;
	slot = hvk__report_slot(report, (uint32_t)sqlite3_column_int64(row, HOUSE),
	                        hvk__month_number(hvk__date_from_days(report->day)));
	return slot && network->places[slot];
}

static void note_partner(struct reading *reading, sqlite3_stmt *row, int day, struct meeting_type *type)
{
	int64_t people = sqlite3_column_int64(row, PEOPLE);
	size_t index;
	struct hvk__network_partner *partner =
		hvk__network_find(reading->network, sqlite3_column_int64(row, PARTNER), &index);
	bool told = day >= reading->since && day <= reading->until;

	if (!partner)
		return;
	if (told)
		partner->excused += sqlite3_column_int(row, EXCUSED) != 0;
	if (people <= 0)
		return;
	if (day > partner->met)
		partner->met = day;
	if (!told)
		return;
	partner->meetings++;
	partner->came += people;
	if (type && partner->working && partner->counts) {
		type->people += people;
		type->partners[index] = true;
	}
}

static void read_row(struct reading *reading, sqlite3_stmt *row)
{
	const char *text = (const char *)sqlite3_column_text(row, DATE);
	uint16_t number = (uint16_t)sqlite3_column_int(row, TYPE);
	int64_t meeting = sqlite3_column_int64(row, MEETING);
	struct meeting_type *type = NULL;
	struct hvk__date date;
	int day;

	/* Who is noted at what is planned is expected there. */
	if (sqlite3_column_int(row, STATUS) != reading->held || !text ||
	    !hvk__date_parse(text, strlen(text), true, &date))
		return;
	day = hvk__date_to_days(date);
	if (is_here(reading->network, row))
		type = &reading->by_type[number <= reading->types->count ? number : 0];
	if (meeting != reading->meeting) {
		reading->meeting = meeting;
		reading->any = true;
		if (type && day >= reading->since && day <= reading->until)
			type->meetings++;
	}
	note_partner(reading, row, day, type);
}

static int read_meetings(struct reading *reading)
{
	struct hvk_report *report = reading->network->report;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__report_prepare(report,
	                                 "SELECT meeting.id, type, date, house, status, attendance.partner, people,"
	                                 " excused FROM meeting LEFT JOIN attendance ON meeting = meeting.id"
	                                 " WHERE date <= ?1 ORDER BY meeting.id", &statement);

	while (result == HVK_OK && (result = hvk__store_step(report->store, statement)) == 1) {
		read_row(reading, statement);
		result = HVK_OK;
	}
	return result;
}

/* Months that were asked for, else those up to the day; none of what is to come. */
static void find_days(struct reading *reading)
{
	const struct hvk_report *report = reading->network->report;
	int first, last;

	hvk__filter_months(report->filter, &first, &last);
	reading->since = first > 0 ? hvk__month_first_day(first) : reading->network->this_year;
	reading->until = last < HVK__MONTH_MAX ? hvk__month_last_day(last) : report->day;
	if (reading->until > report->day)
		reading->until = report->day;
}

/* ---- sections */

static int add_types(struct reading *reading)
{
	struct hvk_report *report = reading->network->report;
	struct hvk__section *section = hvk__report_add(report, "meetings", "Vergaderingen", "Meetings");

	if (!hvk__section_column(section, HVK_REPORT_NAME, "type", "soort", "type") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "meetings", "vergaderingen", "meetings") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "partners", "partners", "partners") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "people", "aanwezigen", "people"))
		return HVK_ENOMEM;
	for (size_t n = 1; n <= reading->types->count + 1; n++) {
		uint16_t number = (uint16_t)(n % (reading->types->count + 1));
		const struct meeting_type *type = &reading->by_type[number];
		union hvk__figure *row;

		if (type->meetings == 0 && (!number || !hvk__code_valid_on(reading->types, number, report->day)))
			continue;
		row = hvk__section_row(section);
		if (!row)
			return HVK_ENOMEM;
		row[0].name = hvk__report_code(report, reading->types, number, false);
		row[1].count = type->meetings;
		row[2].count = 0;
		for (size_t i = 0; i < reading->network->count; i++)
			row[2].count += type->partners[i];
		row[3].count = type->people;
		if (!row[0].name)
			return HVK_ENOMEM;
	}
	return HVK_OK;
}

static int add_partners(struct reading *reading)
{
	struct hvk__network *network = reading->network;
	struct hvk__section *section = hvk__report_add(network->report, "attendance", "Wie kwam", "Who came");

	if (!hvk__section_column(section, HVK_REPORT_NAME, "partner", "partner", "partner") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "meetings", "vergaderingen", "meetings") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "people", "aanwezigen", "people") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "excused", "verontschuldigd", "excused"))
		return HVK_ENOMEM;
	for (size_t i = 0; i < network->count; i++) {
		const struct hvk__network_partner *partner = &network->partners[i];
		union hvk__figure *row;

		if (!partner->working || !partner->counts || (partner->meetings == 0 && partner->excused == 0))
			continue;
		row = hvk__section_row(section);
		if (!row)
			return HVK_ENOMEM;
		row[0].name = partner->name;
		row[1].count = partner->meetings;
		row[2].count = partner->came;
		row[3].count = partner->excused;
	}
	return HVK_OK;
}

static bool was_long_ago(const struct hvk__network *network, const struct hvk__network_partner *partner)
{
	return partner->met < network->this_year;
}

static bool is_unknown(const struct hvk__network *network, const struct hvk__network_partner *partner)
{
	(void)network;
	return partner->met == INT32_MIN && !partner->exchanged;
}

static int add_sections(struct reading *reading)
{
	int result = add_types(reading);

	if (result == HVK_OK)
		result = add_partners(reading);
	if (result == HVK_OK)
		result = hvk__network_add_list(reading->network, "not-met", "In 12 maanden op geen vergadering",
		                               "At no meeting for 12 months", was_long_ago);
	return result < 0 ? result
	                  : hvk__network_add_list(reading->network, "never-met",
	                                          "Elkaar leren kennen: nooit doorverwezen, nooit op een vergadering",
	                                          "To be introduced: no referrals, at no meeting", is_unknown);
}

int hvk__network_add_attendance(struct hvk__network *network)
{
	const struct hvk__list *statuses = hvk__report_list(network->report, "session_status");
	struct reading reading = { .network = network, .types = hvk__report_list(network->report, "event_type") };
	size_t count = reading.types->count + 1;
	int result = HVK_OK;

	reading.held = hvk__code_made_as(statuses, "gehouden");
	find_days(&reading);
	reading.by_type = calloc(count, sizeof(*reading.by_type));
	for (size_t i = 0; i < count && result == HVK_OK; i++) {
		if (reading.by_type)
			reading.by_type[i].partners = calloc(network->count + 1, sizeof(bool));
		if (!reading.by_type || !reading.by_type[i].partners)
			result = HVK_ENOMEM;
	}
	if (result == HVK_OK)
		result = read_meetings(&reading);
	if (result == HVK_OK && reading.any)
		result = add_sections(&reading);
	for (size_t i = 0; i < count && reading.by_type; i++)
		free(reading.by_type[i].partners);
	free(reading.by_type);
	return result;
}
