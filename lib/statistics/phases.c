/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * How far the houses are on a day: of each phase how many milestones are done, how many are late, and which is due
 * next. A house is in the first phase of which something is still to be done.
 */
#include <string.h>

#include "statistics/report.h"

struct phase {
	int64_t total, done, late;
	int next; /* the day that is due next; INT32_MIN: none */
};

struct phases {
	struct hvk_report *report;
	const struct hvk__list *list;
	bool *shown;          /* by slot: a house, or milestones of one */
	bool *places, asked;
	struct phase *of;     /* by slot, then number of the phase */
};

static struct phase *phase_of(const struct phases *phases, size_t slot, uint16_t number)
{
	return &phases->of[slot * (phases->list->count + 1) + number];
}

/* ---- reading */

static int day_at(sqlite3_stmt *row, int column)
{
	const char *text = (const char *)sqlite3_column_text(row, column);
	struct hvk__date date;

	return text && hvk__date_parse(text, strlen(text), true, &date) ? hvk__date_to_days(date) : INT32_MIN;
}

static void read_milestone(struct phases *phases, sqlite3_stmt *row)
{
	const struct hvk_report *report = phases->report;
	uint32_t slot = hvk__report_slot(report, (uint32_t)sqlite3_column_int64(row, 0),
	                                 hvk__month_number(hvk__date_from_days(report->day)));
	int number = sqlite3_column_int(row, 1), due = day_at(row, 2), done = day_at(row, 3);
	struct phase *phase;

	if (!slot)
		return;
	phases->shown[slot] = true;
	phase = phase_of(phases, slot, number > 0 && (size_t)number <= phases->list->count ? (uint16_t)number : 0);
	phase->total++;
	if (done != INT32_MIN && done <= report->day) {
		phase->done++;
	} else if (due != INT32_MIN) {
		phase->late += due < report->day;
		if (due >= report->day && (phase->next == INT32_MIN || due < phase->next))
			phase->next = due;
	}
}

static int read_milestones(struct phases *phases)
{
	struct hvk_report *report = phases->report;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__report_prepare(report, "SELECT house, phase, due, done FROM milestone ORDER BY id",
	                                 &statement);

	while (result == HVK_OK && (result = hvk__store_step(report->store, statement)) == 1) {
		read_milestone(phases, statement);
		result = HVK_OK;
	}
	return result;
}

static int read_all(struct phases *phases)
{
	struct hvk_report *report = phases->report;
	size_t slots = report->geography.size, numbers = phases->list->count + 1;
	int result = hvk__report_places(report, &phases->places, &phases->asked);

	if (result < 0)
		return result;
	phases->shown = calloc(slots, sizeof(*phases->shown));
	phases->of = calloc(slots * numbers, sizeof(*phases->of));
	if (!phases->shown || !phases->of)
		return HVK_ENOMEM;
	for (size_t i = 0; i < slots * numbers; i++)
		phases->of[i].next = INT32_MIN;
	result = hvk__report_mark_all(report, "SELECT gemeente FROM house WHERE (since IS NULL OR since <= ?1)"
	                              " AND (until IS NULL OR until >= ?1)", phases->shown);
	if (result == HVK_OK)
		result = read_milestones(phases);
	for (size_t slot = 0; slot < slots && phases->asked; slot++)
		phases->shown[slot] &= phases->places[slot];
	return result;
}

/* ---- names */

/* The number of the phase that a house is in; 0: nothing is open. */
static uint16_t current_phase(const struct phases *phases, size_t slot)
{
	for (uint16_t number = 1; number <= phases->list->count; number++) {
		const struct phase *phase = phase_of(phases, slot, number);

		if (phase->done < phase->total)
			return number;
	}
	return 0;
}

static const struct hvk__named *name_day(const struct phases *phases, int day)
{
	char text[11] = "";

	if (day != INT32_MIN)
		hvk__date_format(day, text);
	return hvk__report_name(phases->report, text, text, text);
}

static const struct hvk__named *name_state(const struct phases *phases, size_t slot, uint16_t number)
{
	const struct phase *phase = phase_of(phases, slot, number);
	uint16_t current = current_phase(phases, slot);

	if (phase->total == 0)
		return hvk__report_name(phases->report, "leeg", "geen mijlpalen", "no milestones");
	if (phase->done == phase->total)
		return hvk__report_name(phases->report, "klaar", "klaar", "done");
	if (number == current)
		return hvk__report_name(phases->report, "bezig", "bezig", "current");
	return hvk__report_name(phases->report, "later", "later", "later");
}

/* ---- sections */

static bool add_figures(struct hvk__section *section)
{
	return hvk__section_column(section, HVK_REPORT_COUNT, "milestones", "mijlpalen", "milestones") &&
	       hvk__section_column(section, HVK_REPORT_COUNT, "done", "klaar", "done") &&
	       hvk__section_column(section, HVK_REPORT_COUNT, "late", "te laat", "late") &&
	       hvk__section_column(section, HVK_REPORT_NAME, "next-due", "volgende tegen", "next due");
}

/* The figures of a phase, from the third column on. */
static bool fill_row(const struct phases *phases, union hvk__figure *row, const struct phase *phase)
{
	row[2].count = phase->total;
	row[3].count = phase->done;
	row[4].count = phase->late;
	row[5].name = name_day(phases, phase->next);
	return row[0].name && row[1].name && row[5].name;
}

static struct phase sum_up(const struct phases *phases, size_t slot)
{
	struct phase sum = { .next = INT32_MIN };

	for (uint16_t number = 0; number <= phases->list->count; number++) {
		const struct phase *phase = phase_of(phases, slot, number);

		sum.total += phase->total;
		sum.done += phase->done;
		sum.late += phase->late;
		if (phase->next != INT32_MIN && (sum.next == INT32_MIN || phase->next < sum.next))
			sum.next = phase->next;
	}
	return sum;
}

static int add_houses(struct phases *phases)
{
	struct hvk_report *report = phases->report;
	struct hvk__section *section = hvk__report_add(report, "houses", "Huizen van het Kind", "Huizen van het Kind");

	if (!hvk__section_column(section, HVK_REPORT_NAME, "house", "huis", "house") ||
	    !hvk__section_column(section, HVK_REPORT_NAME, "phase", "fase", "phase") || !add_figures(section))
		return HVK_ENOMEM;
	for (uint32_t slot = 1; slot < report->geography.size; slot++) {
		struct phase sum = sum_up(phases, slot);
		uint16_t current = current_phase(phases, slot);
		union hvk__figure *row;

		if (!phases->shown[slot])
			continue;
		row = hvk__section_row(section);
		if (!row)
			return HVK_ENOMEM;
		row[0].name = hvk__report_place(report, slot);
		row[1].name = current ? hvk__report_code(report, phases->list, current, false)
		                      : hvk__report_name(report, "", "", "");
		report->findings += (uint64_t)sum.late;
		if (!fill_row(phases, row, &sum))
			return HVK_ENOMEM;
	}
	return HVK_OK;
}

static int add_phase(struct phases *phases, struct hvk__section *section, uint32_t slot, uint16_t number)
{
	const struct phase *phase = phase_of(phases, slot, number);
	union hvk__figure *row;

	if (phase->total == 0 && (!number || !hvk__code_valid_on(phases->list, number, phases->report->day)))
		return HVK_OK;
	row = hvk__section_row(section);
	if (!row)
		return HVK_ENOMEM;
	row[0].name = hvk__report_place(phases->report, slot);
	row[1].name = hvk__report_code(phases->report, phases->list, number, false);
	row[6].name = name_state(phases, slot, number);
	return row[6].name && fill_row(phases, row, phase) ? HVK_OK : HVK_ENOMEM;
}

static int add_phases(struct phases *phases)
{
	struct hvk_report *report = phases->report;
	struct hvk__section *section = hvk__report_add(report, "phases", "Fasen", "Phases");
	size_t numbers = phases->list->count + 1;
	int result = HVK_OK;

	if (!hvk__section_column(section, HVK_REPORT_NAME, "house", "huis", "house") ||
	    !hvk__section_column(section, HVK_REPORT_NAME, "phase", "fase", "phase") || !add_figures(section) ||
	    !hvk__section_column(section, HVK_REPORT_NAME, "state", "stand", "state"))
		return HVK_ENOMEM;
	for (uint32_t slot = 1; slot < report->geography.size && result == HVK_OK; slot++)
		for (size_t n = 1; n <= numbers && phases->shown[slot] && result == HVK_OK; n++)
			result = add_phase(phases, section, slot, (uint16_t)(n % numbers));
	return result;
}

int hvk__report_phases(struct hvk_report *report)
{
	struct phases phases = { .report = report, .list = hvk__report_list(report, "phase") };
	int result = read_all(&phases);

	if (result == HVK_OK)
		result = add_houses(&phases);
	if (result == HVK_OK)
		result = add_phases(&phases);
	free(phases.shown);
	free(phases.places);
	free(phases.of);
	return result;
}
