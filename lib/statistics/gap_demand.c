/* SPDX-License-Identifier: EUPL-1.2 */
/* Demand: the questions of some months, the needs that were counted as unmet, and what of them is shown. */
#include <string.h>

#include "statistics/gaps.h"

/* ---- questions */

static int count_questions(struct hvk__gaps *gaps)
{
	static const char *const by[HVK__GAPS_TABLES] = { "gemeente,theme-group,age", "gemeente,theme,age" };
	struct hvk_report *report = gaps->report;
	char first[8], last[8];
	struct hvk_source *source = NULL;
	int result = HVK_OK;

	hvk__month_format(report->period.first > 0 ? report->period.first : 0, first);
	hvk__month_format(report->period.last, last);
	for (size_t i = 0; i < HVK__GAPS_TABLES && result == HVK_OK; i++) {
		result = hvk_table_new(report->store, by[i], &gaps->tables[i]);
		if (result == HVK_OK)
			result = hvk_table_set_geography(gaps->tables[i], report->on_text);
		if (result == HVK_OK)
			result = hvk_table_set_months(gaps->tables[i], first, last);
		if (result == HVK_OK)
			hvk_table_set_filter(gaps->tables[i], report->filter);
	}
	/* Themes by ages are many, and only counted; groups are what is shown, also at 0. */
	if (result == HVK_OK)
		hvk_table_set_occurring(gaps->tables[HVK__GAPS_BY_THEME]);
	if (result == HVK_OK)
		result = hvk_source_store(report->store, report->filter, &source);
	if (result < 0)
		return result;
	result = hvk_table_count(gaps->tables, HVK__GAPS_TABLES, source);
	hvk_source_free(source);
	return result;
}

/* ---- needs that were counted where there was no offer */

static uint16_t number_at(sqlite3_stmt *row, int column, size_t size)
{
	int number = sqlite3_column_int(row, column);

	return number > 0 && (size_t)number < size ? (uint16_t)number : 0;
}

/* Whether a need is of the months and passes the filter. */
static bool read_need(const struct hvk__gaps *gaps, sqlite3_stmt *statement, struct hvk__gap_need *need)
{
	const struct hvk_report *report = gaps->report;
	const char *text = (const char *)sqlite3_column_text(statement, 0);
	uint32_t nis = (uint32_t)sqlite3_column_int64(statement, 1);
	struct hvk__row row = { .id = 0 };
	struct hvk__date date;
	uint16_t index;
	int month;

	if (!text || !hvk__date_parse(text, strlen(text), false, &date))
		return false;
	month = hvk__month_number(date);
	index = hvk__gemeente_by_nis(nis, hvk__month_first_day(month));
	row.value[HVK__MONTH] = (uint16_t)month;
	row.value[HVK__GEMEENTE] = index == HVK__GEMEENTE_NONE ? 0 : (uint16_t)(index + 1);
	row.value[HVK__THEME] = number_at(statement, 2, gaps->theme_size);
	row.value[HVK__AGE] = number_at(statement, 3, gaps->age_size);
	need->slot = hvk__report_slot(report, nis, month);
	need->group = row.value[HVK__THEME] ? hvk__code_group(gaps->themes, row.value[HVK__THEME]) : 0;
	need->age = row.value[HVK__AGE];
	need->reason = number_at(statement, 4, gaps->reason_size);
	need->times = sqlite3_column_int64(statement, 5);
	return month >= report->period.first && month <= report->period.last &&
		hvk__filter_matches(report->filter, &row);
}

static int read_needs(struct hvk__gaps *gaps)
{
	const unsigned known = 1u << HVK__MONTH | 1u << HVK__GEMEENTE | 1u << HVK__THEME | 1u << HVK__AGE;
	struct hvk_report *report = gaps->report;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result;

	gaps->needs_known = !(hvk__filter_needed(report->filter) & ~known);
	if (!gaps->needs_known)
		return HVK_OK;
	result = hvk__report_prepare(report, "SELECT month, gemeente, theme, age, reason, times FROM gap", &statement);
	if (result < 0)
		return result;
	while ((result = hvk__store_step(report->store, statement)) == 1) {
		if (!hvk__reserve(&gaps->needs, &gaps->need_capacity, gaps->need_count + 1, sizeof(*gaps->needs)))
			return HVK_ENOMEM;
		gaps->need_count += read_need(gaps, statement, &gaps->needs[gaps->need_count]);
	}
	return result;
}

static size_t place_in(const struct hvk__gap_codes *shown, uint16_t number)
{
	size_t place = 0;

	while (shown->numbers[place] != number)
		place++;
	return place;
}

static void count_needs(struct hvk__gaps *gaps)
{
	for (size_t i = 0; i < gaps->need_count; i++) {
		const struct hvk__gap_need *need = &gaps->needs[i];

		hvk__gap_needs(gaps, gaps->row_of[need->slot], place_in(&gaps->groups, need->group),
		         place_in(&gaps->shown_ages, need->age))[need->reason] += need->times;
	}
}

/* ---- what is shown */

/* The gemeenten that are shown: those the questions are of or were asked for, and those of the network. */
static int choose_places(struct hvk__gaps *gaps)
{
	struct hvk_report *report = gaps->report;
	const struct hvk__breakdown *by = &gaps->tables[HVK__GAPS_BY_GROUP]->by[0];
	_cleanup_free_ bool *places = NULL;
	bool asked;
	int result = hvk__report_places(report, &places, &asked);

	if (result < 0)
		return result;
	for (size_t i = 0; i < by->member_count; i++)
		places[by->members[i].slot] = true;
	for (size_t i = 0; i < gaps->need_count; i++)
		places[gaps->needs[i].slot] = true;
	gaps->slots = calloc(report->geography.size, sizeof(*gaps->slots));
	gaps->row_of = calloc(report->geography.size, sizeof(*gaps->row_of));
	if (!gaps->slots || !gaps->row_of)
		return HVK_ENOMEM;
	/* What is not recorded, slot 0, comes last. */
	for (uint32_t n = 1; n <= report->geography.size; n++) {
		uint32_t slot = n % (uint32_t)report->geography.size;

		gaps->row_of[slot] = places[slot] ? (uint32_t)gaps->places : HVK__NOWHERE;
		if (places[slot])
			gaps->slots[gaps->places++] = slot;
	}
	return HVK_OK;
}

/* What a table shows of a list, which has the numbers of its codes for slots. */
static int choose_codes(struct hvk__gap_codes *shown, const struct hvk__breakdown *by, const struct hvk__list *list)
{
	shown->size = list->count + 1;
	shown->is = calloc(shown->size, sizeof(*shown->is));
	shown->numbers = calloc(shown->size, sizeof(*shown->numbers));
	if (!shown->is || !shown->numbers)
		return HVK_ENOMEM;
	for (size_t i = 0; i < by->member_count; i++)
		if (by->members[i].slot < shown->size)
			shown->is[by->members[i].slot] = true;
	return HVK_OK;
}

static void number_codes(struct hvk__gap_codes *shown)
{
	for (size_t n = 1; n <= shown->size; n++)
		if (shown->is[n % shown->size])
			shown->numbers[shown->count++] = (uint16_t)(n % shown->size);
}

static int choose(struct hvk__gaps *gaps)
{
	struct hvk_table *table = gaps->tables[HVK__GAPS_BY_GROUP];
	int result = choose_places(gaps);

	if (result == HVK_OK)
		result = choose_codes(&gaps->groups, &table->by[1], gaps->themes);
	if (result == HVK_OK)
		result = choose_codes(&gaps->shown_ages, &table->by[2], gaps->ages);
	for (size_t i = 0; i < gaps->need_count && result == HVK_OK; i++) {
		gaps->groups.is[gaps->needs[i].group] = true;
		gaps->shown_ages.is[gaps->needs[i].age] = true;
	}
	if (result < 0)
		return result;
	number_codes(&gaps->groups);
	number_codes(&gaps->shown_ages);
	return HVK_OK;
}

static int make_room(struct hvk__gaps *gaps)
{
	size_t cells = (gaps->places + 1) * gaps->theme_size * gaps->age_size;

	gaps->demand = calloc(cells, sizeof(*gaps->demand));
	gaps->everywhere = calloc(gaps->theme_size * gaps->age_size, sizeof(*gaps->everywhere));
	gaps->covered = calloc(cells, sizeof(*gaps->covered));
	gaps->offers = calloc(cells, sizeof(*gaps->offers));
	gaps->reported =
		calloc((gaps->places + 1) * gaps->groups.count * gaps->shown_ages.count * gaps->reason_size + 1,
	                        sizeof(*gaps->reported));
	gaps->fits_theme = calloc(gaps->theme_size, sizeof(bool));
	gaps->fits_group = calloc(gaps->theme_size, sizeof(bool));
	gaps->fits_age = calloc(gaps->age_size, sizeof(bool));
	if (!gaps->demand || !gaps->everywhere || !gaps->covered || !gaps->offers || !gaps->reported ||
	    !gaps->fits_theme || !gaps->fits_group || !gaps->fits_age)
		return HVK_ENOMEM;
	return HVK_OK;
}

static int read_demand(struct hvk__gaps *gaps)
{
	const struct hvk_table *table = gaps->tables[HVK__GAPS_BY_THEME];

	for (size_t i = 0; i < hvk_table_occurring(table); i++) {
		size_t member[3];
		uint32_t slot[3];
		int64_t questions;
		double unused;
		int result;

		hvk_table_occurring_at(table, i, member);
		result = hvk_table_value(table, HVK_QUESTIONS, member, &questions, &unused);
		if (result < 0)
			return result;
		for (size_t d = 0; d < 3; d++)
			slot[d] = table->by[d].members[member[d]].slot;
		gaps->demand[hvk__gap_cell(gaps, gaps->row_of[slot[0]], slot[1], slot[2])] += (uint64_t)questions;
		gaps->everywhere[hvk__gap_cell(gaps, 0, slot[1], slot[2])] += (uint64_t)questions;
	}
	return HVK_OK;
}

/* ---- all of it */

int hvk__gaps_read_demand(struct hvk__gaps *gaps)
{
	int result = count_questions(gaps);

	if (result == HVK_OK)
		result = read_needs(gaps);
	if (result == HVK_OK)
		result = choose(gaps);
	if (result == HVK_OK)
		result = make_room(gaps);
	if (result == HVK_OK)
		result = read_demand(gaps);
	if (result == HVK_OK)
		count_needs(gaps);
	return result;
}

void hvk__gaps_free(struct hvk__gaps *gaps)
{
	for (size_t i = 0; i < HVK__GAPS_TABLES; i++)
		hvk_table_free(gaps->tables[i]);
	free(gaps->slots);
	free(gaps->row_of);
	free(gaps->groups.is);
	free(gaps->groups.numbers);
	free(gaps->shown_ages.is);
	free(gaps->shown_ages.numbers);
	free(gaps->needs);
	free(gaps->demand);
	free(gaps->everywhere);
	free(gaps->covered);
	free(gaps->offers);
	free(gaps->reported);
	free(gaps->fits_theme);
	free(gaps->fits_group);
	free(gaps->fits_age);
}
