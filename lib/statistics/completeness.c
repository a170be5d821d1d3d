/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Completeness: the desks and months from which questions are expected, beside what came in. A month of a desk that had
 * no question is in when it was said to be; otherwise nothing tells it from one that is missing.
 */
#include <limits.h>
#include <string.h>

#include "statistics/report.h"
#include "statistics/table.h"

enum status { RECEIVED, LATE, MISSING, ZERO, OPEN, STATUSES };

/* In the sections by desk and by month a column each, after the name and the expected. */
static const struct {
	const char *name, *label[2];
} statuses[STATUSES] = {
	[RECEIVED] = { "received", { "ontvangen", "received" } },
	[LATE] = { "late", { "laat", "late" } },
	[MISSING] = { "missing", { "ontbreekt", "missing" } },
	[ZERO] = { "zero", { "nul", "zero" } },
	[OPEN] = { "open", { "open", "open" } }
};

/* Of a desk in a month. */
struct state {
	uint64_t questions;
	int received; /* the day on which they came in, or one of these */
};
enum { NOTHING = INT_MIN, UNDATED };

struct completeness {
	struct hvk_report *report;
	const struct hvk__list *desks;
	uint16_t *order;                       /* their numbers, by name */
	int *earliest;                         /* by number: the first month of which something is in; INT_MAX: none */
	int first, last;                       /* months */
	size_t months;
	struct state *states;                  /* desk after desk, by number - 1 */
	int64_t (*of_month)[STATUSES];         /* how many desks */
	const struct hvk__named **month_names, *status_names[STATUSES];
	struct hvk__section *cells, *by_desk, *by_month;
};

static struct state *state_at(const struct completeness *it, uint16_t desk, int month)
{
	return &it->states[(size_t)(desk - 1) * it->months + (size_t)(month - it->first)];
}

static bool is_desk(const struct completeness *it, int64_t number)
{
	return number >= 1 && (uint64_t)number <= it->desks->count;
}

/* ---- what is expected */

static int month_of(int day)
{
	return hvk__month_number(hvk__date_from_days(day));
}

/* The first month that a desk is known to have something to say about: INT_MAX when nobody said, and nothing came. */
static int first_known(const struct completeness *it, uint16_t desk)
{
	int from = it->desks->codes[desk - 1].valid_from;

	return from != INT32_MIN ? month_of(from) : it->earliest[desk];
}

/* As questions of a month are taken in when their desk is in use on its first day. A desk of which nothing is known
 * should have begun already. */
static bool is_expected(const struct completeness *it, uint16_t desk, int month)
{
	int first = first_known(it, desk);

	return (first == INT_MAX || month >= first) &&
	       hvk__code_valid_on(it->desks, desk, hvk__month_first_day(month));
}

/* Months to come are not asked about, nor, where the period has no beginning, those before there was anything. */
static void find_months(struct completeness *it)
{
	enum { BEGINNING = 1 }; /* 0 stands for no month */
	struct hvk_report *report = it->report;
	int first = report->period.first, last = month_of(report->day);

	if (report->period.last < last)
		last = report->period.last;
	if (first <= BEGINNING) {
		first = last;
		for (size_t i = 0; i < it->desks->count; i++)
			if (first_known(it, (uint16_t)(i + 1)) < first)
				first = first_known(it, (uint16_t)(i + 1));
	}
	it->first = first;
	it->last = last;
	it->months = first <= last ? (size_t)(last - first + 1) : 0;
	if (it->months == 0)
		return;
	hvk__month_format(first, report->first_text);
	hvk__month_format(last, report->last_text);
}

/* ---- what is in */

static int read_earliest(struct completeness *it)
{
	struct hvk_report *report = it->report;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__report_prepare(report, "SELECT desk, min(month) FROM delivery GROUP BY desk", &statement);

	it->earliest = calloc(it->desks->count + 1, sizeof(*it->earliest));
	if (!it->earliest)
		return HVK_ENOMEM;
	for (size_t i = 0; i <= it->desks->count; i++)
		it->earliest[i] = INT_MAX;
	while (result >= 0 && (result = hvk__store_step(report->store, statement)) == 1)
		if (is_desk(it, sqlite3_column_int64(statement, 0)))
			it->earliest[sqlite3_column_int(statement, 0)] = sqlite3_column_int(statement, 1);
	return result;
}

static int read_deliveries(struct completeness *it)
{
	struct hvk_report *report = it->report;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__report_prepare(report, "SELECT month, desk, received_on FROM delivery", &statement);

	while (result >= 0 && (result = hvk__store_step(report->store, statement)) == 1) {
		int month = sqlite3_column_int(statement, 0);
		const char *text = (const char *)sqlite3_column_text(statement, 2);
		struct hvk__date date;

		if (month < it->first || month > it->last || !is_desk(it, sqlite3_column_int64(statement, 1)))
			continue;
		if (!text && sqlite3_column_type(statement, 2) != SQLITE_NULL)
			return HVK_ENOMEM;
		state_at(it, (uint16_t)sqlite3_column_int(statement, 1), month)->received =
			text && hvk__date_parse(text, strlen(text), true, &date) ? hvk__date_to_days(date) : UNDATED;
	}
	return result;
}

/* Questions that are there are in, also where nothing else says so. */
static void count_question(struct completeness *it, uint16_t desk, int month)
{
	struct state *state = state_at(it, desk, month);

	state->questions++;
	if (state->received == NOTHING)
		state->received = UNDATED;
	if (month < it->earliest[desk])
		it->earliest[desk] = month;
}

static int count_questions(struct completeness *it)
{
	const struct hvk__row *rows;
	struct hvk__scan *scan;
	size_t count;
	int result = hvk__scan_open(it->report->store, it->first, it->last, 1u << HVK__MONTH | 1u << HVK__DESK, &scan);

	if (result < 0)
		return result;
	while ((result = hvk__scan_block(scan, &rows, &count)) == 1)
		for (size_t i = 0; i < count; i++)
			if (is_desk(it, rows[i].value[HVK__DESK]))
				count_question(it, rows[i].value[HVK__DESK], rows[i].value[HVK__MONTH]);
	hvk__scan_close(scan);
	return result;
}

static int read_all(struct completeness *it)
{
	size_t count = it->desks->count * it->months;
	int result;

	it->states = calloc(count + 1, sizeof(*it->states));
	if (!it->states)
		return HVK_ENOMEM;
	for (size_t i = 0; i < count; i++)
		it->states[i].received = NOTHING;
	if (count == 0)
		return HVK_OK;
	result = read_deliveries(it);
	return result < 0 ? result : count_questions(it);
}

/* ---- what that comes to */

static enum status judge(const struct completeness *it, const struct state *state, int month)
{
	int day = it->report->day, end = hvk__month_last_day(month), due = end + it->report->deadline;

	if (day <= end)
		return OPEN;
	if (state->received == NOTHING)
		return day > due ? MISSING : OPEN;
	if (state->received > due)
		return LATE;
	return state->questions > 0 ? RECEIVED : ZERO;
}

/* Whether a desk and month are asked about: expected, or in all the same. */
static bool is_shown(const struct completeness *it, uint16_t desk, int month)
{
	struct hvk__row row = { .id = 0 };

	row.value[HVK__MONTH] = (uint16_t)month;
	row.value[HVK__DESK] = desk;
	if (!hvk__filter_matches(it->report->filter, &row))
		return false;
	return state_at(it, desk, month)->received != NOTHING || is_expected(it, desk, month);
}

/* How many there are of what is missing is not known. */
static int add_cell(struct completeness *it, const struct hvk__named *desk, int month, const struct state *state,
                    enum status status)
{
	union hvk__figure *row = hvk__section_row(it->cells);
	char day[11];

	if (!row)
		return HVK_ENOMEM;
	row[0].name = desk;
	row[1].name = it->month_names[month - it->first];
	row[2].name = it->status_names[status];
	if (state->received != NOTHING)
		row[4].count = (int64_t)state->questions;
	if (state->received <= UNDATED)
		return HVK_OK;
	hvk__date_format(state->received, day);
	row[3].name = hvk__report_name(it->report, day, day, day);
	return row[3].name ? HVK_OK : HVK_ENOMEM;
}

/* A row of a section of totals. */
static int add_totals(struct hvk__section *section, const struct hvk__named *name, const int64_t counts[])
{
	union hvk__figure *row = hvk__section_row(section);

	if (!row)
		return HVK_ENOMEM;
	row[0].name = name;
	row[1].count = 0;
	for (size_t i = 0; i < STATUSES; i++) {
		row[1].count += counts[i];
		row[2 + i].count = counts[i];
	}
	return HVK_OK;
}

static int add_desk(struct completeness *it, uint16_t desk)
{
	int64_t counts[STATUSES] = { 0 };
	const struct hvk__named *name = NULL;
	int result = HVK_OK;

	for (int month = it->first; month <= it->last && result == HVK_OK; month++) {
		const struct state *state = state_at(it, desk, month);
		enum status status = judge(it, state, month);

		if (!is_shown(it, desk, month))
			continue;
		if (!name)
			name = hvk__report_code(it->report, it->desks, desk, false);
		if (!name)
			return HVK_ENOMEM;
		counts[status]++;
		it->of_month[month - it->first][status]++;
		it->report->findings += status == MISSING;
		result = add_cell(it, name, month, state, status);
	}
	return result == HVK_OK && name ? add_totals(it->by_desk, name, counts) : result;
}

/* ---- the sections */

static bool add_total_columns(struct hvk__section *section)
{
	bool made = hvk__section_column(section, HVK_REPORT_COUNT, "expected", "verwacht", "expected");

	for (size_t i = 0; i < STATUSES && made; i++)
		made = hvk__section_column(section, HVK_REPORT_COUNT, statuses[i].name, statuses[i].label[HVK_NL],
		                           statuses[i].label[HVK_EN]);
	return made;
}

static bool make_sections(struct completeness *it)
{
	struct hvk_report *report = it->report;

	it->cells = hvk__report_add(report, "completeness", "Balies en maanden", "Desks and months");
	it->by_desk = hvk__report_add(report, "desk", "Per balie", "By desk");
	it->by_month = hvk__report_add(report, "month", "Per maand", "By month");
	return hvk__section_column(it->cells, HVK_REPORT_NAME, "desk", "balie", "desk") &&
	       hvk__section_column(it->cells, HVK_REPORT_NAME, "month", "maand", "month") &&
	       hvk__section_column(it->cells, HVK_REPORT_NAME, "status", "status", "status") &&
	       hvk__section_column(it->cells, HVK_REPORT_NAME, "received_on", "ontvangen op", "received on") &&
	       hvk__section_column(it->cells, HVK_REPORT_COUNT, "questions", "vragen", "questions") &&
	       hvk__section_column(it->by_desk, HVK_REPORT_NAME, "desk", "balie", "desk") &&
	       add_total_columns(it->by_desk) &&
	       hvk__section_column(it->by_month, HVK_REPORT_NAME, "month", "maand", "month") &&
	       add_total_columns(it->by_month);
}

static bool make_names(struct completeness *it)
{
	struct hvk_report *report = it->report;
	char key[8], label[2][32];

	it->month_names = calloc(it->months + 1, sizeof(const struct hvk__named *));
	it->of_month = calloc(it->months + 1, sizeof(*it->of_month));
	if (!it->month_names || !it->of_month)
		return false;
	for (size_t i = 0; i < STATUSES; i++) {
		it->status_names[i] = hvk__report_name(report, statuses[i].name, statuses[i].label[HVK_NL],
		                                       statuses[i].label[HVK_EN]);
		if (!it->status_names[i])
			return false;
	}
	for (size_t i = 0; i < it->months; i++) {
		int month = it->first + (int)i;

		hvk__month_format(month, key);
		for (int lang = 0; lang < 2; lang++)
			hvk__month_label(hvk__month_date(month), (enum hvk_lang)lang, label[lang]);
		it->month_names[i] = hvk__report_name(report, key, label[HVK_NL], label[HVK_EN]);
		if (!it->month_names[i])
			return false;
	}
	return true;
}

static int compare_desks(const void *a, const void *b, void *list)
{
	const struct hvk__list *desks = list;

	return strcmp(desks->codes[*(const uint16_t *)a - 1].code, desks->codes[*(const uint16_t *)b - 1].code);
}

/* The numbers of desks tell the order in which they came. A desk that is in memory only is no desk of the store. */
static int order_desks(struct completeness *it, size_t *count)
{
	it->order = calloc(it->desks->count + 1, sizeof(*it->order));
	if (!it->order)
		return HVK_ENOMEM;
	for (size_t i = 0; i < it->desks->count; i++)
		if (!it->desks->codes[i].made)
			it->order[(*count)++] = (uint16_t)(i + 1);
	if (*count > 0)
		qsort_r(it->order, *count, sizeof(*it->order), compare_desks, (void *)(uintptr_t)it->desks);
	return HVK_OK;
}

static int add_all(struct completeness *it)
{
	size_t desks = 0;
	int result = order_desks(it, &desks);

	if (result == HVK_OK && (!make_sections(it) || !make_names(it)))
		result = HVK_ENOMEM;
	for (size_t i = 0; i < desks && result == HVK_OK; i++)
		result = add_desk(it, it->order[i]);
	for (size_t i = 0; i < it->months && result == HVK_OK; i++)
		result = add_totals(it->by_month, it->month_names[i], it->of_month[i]);
	return result;
}

int hvk__report_completeness(struct hvk_report *report)
{
	struct completeness it = { .report = report, .desks = hvk__report_list(report, HVK__DESKS) };
	int result = read_earliest(&it);

	if (result == HVK_OK) {
		find_months(&it);
		result = read_all(&it);
	}
	if (result == HVK_OK)
		result = add_all(&it);
	free(it.order);
	free(it.earliest);
	free(it.states);
	free(it.of_month);
	free(it.month_names);
	return result;
}
