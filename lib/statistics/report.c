/* SPDX-License-Identifier: EUPL-1.2 */
/* Reports on the network: what they are asked, running them, and reading them. */
#include "statistics/report.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "statistics/table.h"

enum { DEADLINE = 10, DEADLINE_MAX = 366 }; /* days */

static int refuse(struct hvk_report *report, const char *format, ...) HVK_PRINTF(2, 3);

/* What cannot be asked. */
static int refuse(struct hvk_report *report, const char *format, ...)
{
	va_list arguments;
	int result;

	va_start(arguments, format);
	result = hvk__vfail_at(&report->store->error, HVK_EINVAL, NULL, 0, 0, format, arguments);
	va_end(arguments);
	return result;
}

HVK_EXPORT int hvk_report_new(struct hvk_store *store, enum hvk_report_kind kind, struct hvk_report **out)
{
	struct hvk_report *report;

	*out = NULL;
	hvk__error_clear(&store->error);
	if ((unsigned)kind >= HVK_REPORTS)
		return hvk__fail(&store->error, HVK_EINVAL, "there is no report with the number %d", (int)kind);
	report = calloc(1, sizeof(*report));
	if (!report)
		return hvk__fail_memory(&store->error);
	report->store = store;
	report->kind = kind;
	report->on = INT32_MIN;
	report->deadline = DEADLINE;
	*out = report;
	return HVK_OK;
}

HVK_EXPORT void hvk_report_free(struct hvk_report *report)
{
	if (!report)
		return;
	for (size_t i = 0; i < report->section_count; i++) {
		free(report->sections[i].columns);
		free(report->sections[i].figures);
	}
	for (size_t i = 0; i < report->name_count; i++)
		free(report->names[i]);
	free(report->names);
	hvk__geography_free(&report->geography);
	hvk__pool_free(&report->pool);
	free(report);
}

/* ---- what is asked */

static int set_on(struct hvk_report *report, const char *text)
{
	struct hvk__date date;

	if (!hvk__date_parse(text, strlen(text), true, &date))
		return refuse(report, "on: expected a date as 2026-12-31, found '%s'", text);
	report->on = hvk__date_to_days(date);
	return HVK_OK;
}

static int set_direction(struct hvk_report *report, const char *text)
{
	struct hvk__error error;
	struct hvk__codes *codes;
	uint16_t number = 0;
	int result = HVK_OK;

	if (strcmp(text, "all") != 0) {
		result = hvk__store_codes(report->store, &codes);
		if (result < 0)
			return result;
		hvk__error_clear(&error);
		result = hvk__code_lookup(&error, codes, hvk__codes_list(codes, "direction"), text, strlen(text),
		                          INT32_MIN, false, &number);
		if (result < 0)
			return hvk__fail(&report->store->error, result, "direction: %s", error.public.message);
	}
	report->direction_set = true;
	report->direction = number;
	return HVK_OK;
}

/* Reads a whole number of at most max. */
static bool parse_number(const char *text, uint64_t max, uint64_t *number)
{
	const char *at = text;

	for (*number = 0; *at >= '0' && *at <= '9' && *number <= max; at++)
		*number = *number * 10 + (uint64_t)(*at - '0');
	return at > text && !*at && *number <= max;
}

static int set_min_questions(struct hvk_report *report, const char *text)
{
	uint64_t number;

	if (!parse_number(text, UINT32_MAX, &number))
		return refuse(report, "min-questions: expected a whole number, found '%s'", text);
	report->min_questions = number;
	return HVK_OK;
}

static int set_deadline(struct hvk_report *report, const char *text)
{
	uint64_t days;

	if (!parse_number(text, DEADLINE_MAX, &days))
		return refuse(report, "deadline: expected a number of days from 0 to %d, found '%s'", DEADLINE_MAX,
		              text);
	report->deadline = (int)days;
	return HVK_OK;
}

/* What a report can be broken down by, and by how many at once. */
static const char *const *dimensions_of(const struct hvk_report *report, size_t *most)
{
	bool activities = report->kind == HVK_REPORT_ACTIVITIES;

	*most = activities ? HVK__DIMENSIONS_MAX : SIZE_MAX;
	return activities ? hvk__activity_dimensions : hvk__referral_dimensions;
}

static int refuse_dimension(struct hvk_report *report, const char *name, size_t length)
{
	char text[64];
	const char *nearest;
	size_t unused;

	snprintf(text, sizeof(text), "%.*s", (int)(length < sizeof(text) ? length : sizeof(text) - 1), name);
	nearest = hvk_text_nearest(text, dimensions_of(report, &unused));
	if (nearest)
		return refuse(report, "by: unknown dimension '%s'; did you mean %s?", text, nearest);
	if (report->kind == HVK_REPORT_ACTIVITIES)
		return refuse(report, "by: unknown dimension '%s'; expected form, theme, pillar, gemeente, programme, "
		              "month ... (see hvk-report(1))", text);
	return refuse(report, "by: unknown dimension '%s'; expected partner, theme, theme-group, gemeente, desk, "
	              "direction, status or month", text);
}

/* Checks the dimensions between commas. */
static int check_by(struct hvk_report *report, const char *text)
{
	size_t most, count = 0;
	const char *const *dimensions = dimensions_of(report, &most);
	unsigned given = 0;

	for (const char *at = text;; at++) {
		size_t length = strcspn(at, ","), n = 0;

		if (length == 0)
			return refuse(report, "by: a dimension is missing in '%s'", text);
		while (dimensions[n] &&
		       (strlen(dimensions[n]) != length || memcmp(dimensions[n], at, length) != 0))
			n++;
		if (!dimensions[n])
			return refuse_dimension(report, at, length);
		if (given & (1u << n))
			return refuse(report, "by: dimension '%s' is given twice", dimensions[n]);
		if (++count > most)
			return refuse(report, "by: a table has at most %d dimensions", HVK__DIMENSIONS_MAX);
		given |= 1u << n;
		at += length;
		if (!*at)
			return HVK_OK;
	}
}

static int add_by(struct hvk_report *report, const char *text)
{
	int result;

	if (report->by_count == HVK__SECTIONS_MAX - 1)
		return refuse(report, "a report has at most %d breakdowns", HVK__SECTIONS_MAX - 1);
	result = check_by(report, text);
	if (result < 0)
		return result;
	report->by[report->by_count] = hvk__pool_add(&report->pool, text, strlen(text));
	if (!report->by[report->by_count])
		return hvk__fail_memory(&report->store->error);
	report->by_count++;
	return HVK_OK;
}

HVK_EXPORT int hvk_report_set(struct hvk_report *report, enum hvk_report_option option, const char *text)
{
	hvk__error_clear(&report->store->error);
	if (report->ran)
		return refuse(report, "the report ran before");
	if (option == HVK_REPORT_ON)
		return set_on(report, text);
	if (option == HVK_REPORT_BY && (report->kind == HVK_REPORT_REFERRALS || report->kind == HVK_REPORT_ACTIVITIES))
		return add_by(report, text);
	if (option == HVK_REPORT_DIRECTION && report->kind == HVK_REPORT_REFERRALS)
		return set_direction(report, text);
	if (option == HVK_REPORT_MIN_QUESTIONS && report->kind == HVK_REPORT_GAPS)
		return set_min_questions(report, text);
	if (option == HVK_REPORT_DEADLINE && report->kind == HVK_REPORT_COMPLETENESS)
		return set_deadline(report, text);
	return refuse(report, "this report has no option with the number %d", (int)option);
}

HVK_EXPORT void hvk_report_set_filter(struct hvk_report *report, const struct hvk_filter *filter)
{
	report->filter = filter;
}

/* ---- running */

/* A report that leaves a condition out of account would say something else than was asked. */
static int check_filter(struct hvk_report *report)
{
	static const unsigned known[] = {
		[HVK_REPORT_NETWORK] = 1u << HVK__GEMEENTE | 1u << HVK__MONTH,
		[HVK_REPORT_COVERAGE] = 1u << HVK__GEMEENTE,
		[HVK_REPORT_GAPS] = ~0u,
		[HVK_REPORT_REFERRALS] = 1u << HVK__MONTH | 1u << HVK__GEMEENTE | 1u << HVK__DESK | 1u << HVK__THEME |
		                         1u << HVK__AGE,
		[HVK_REPORT_COMPLETENESS] = 1u << HVK__MONTH | 1u << HVK__DESK,
		[HVK_REPORT_ACTIVITIES] = 1u << HVK__MONTH | 1u << HVK__GEMEENTE | 1u << HVK__THEME,
		[HVK_REPORT_PHASES] = 1u << HVK__GEMEENTE
	};
	static const char *const what[] = {
		"the network", "coverage", "gaps", "referrals", "completeness", "activities", "phases"
	};
	unsigned other = hvk__filter_needed(report->filter) & ~known[report->kind];
	int field = 0;

	if (!other)
		return HVK_OK;
	while (field < HVK__FIELDS && !(other & (1u << field)))
		field++;
	for (size_t i = 0; i < HVK_COLUMNS; i++)
		if (field < HVK__FIELDS && hvk__columns[i].field == field)
			return refuse(report, "a report on %s cannot be restricted by %s", what[report->kind],
			              hvk__columns[i].name);
	return refuse(report, "a report on %s cannot be restricted by %s", what[report->kind],
	              other & HVK__NEED_ANSWERS ? "answer" : "id");
}

/* The months asked for: those of the filter, else the last twelve. */
static int find_period(struct hvk_report *report, int today)
{
	struct hvk__period *period = &report->period;

	hvk__filter_months(report->filter, &period->first, &period->last);
	if (period->first <= 0 && period->last >= HVK__MONTH_MAX)
		return hvk__period_parse(&report->store->error, "last-12-months", today, period);
	if (period->last >= HVK__MONTH_MAX)
		period->last = hvk__month_number(hvk__date_from_days(today));
	return HVK_OK;
}

/* Whether it is of months, and not only of a day. */
static bool has_months(const struct hvk_report *report)
{
	return report->kind >= HVK_REPORT_GAPS && report->kind != HVK_REPORT_PHASES;
}

static int prepare(struct hvk_report *report)
{
	int today = hvk__store_today(report->store), result = check_filter(report);

	/* What is in is judged on that day, as if it were today. */
	if (report->kind == HVK_REPORT_COMPLETENESS && report->on != INT32_MIN)
		today = report->on;
	report->day = report->on;
	if (result == HVK_OK && has_months(report)) {
		result = find_period(report, today);
		if (report->on == INT32_MIN)
			report->day = hvk__month_last_day(report->period.last);
	}
	if (result < 0)
		return result;
	if (report->on == INT32_MIN &&
	    (!has_months(report) || report->kind == HVK_REPORT_COMPLETENESS || report->day > today))
		report->day = today;
	hvk__date_format(report->day, report->on_text);
	if (has_months(report)) {
		if (report->period.first > 0)
			hvk__month_format(report->period.first, report->first_text);
		hvk__month_format(report->period.last, report->last_text);
	}
	result = hvk__store_codes(report->store, &report->codes);
	return result < 0 ? result : hvk__geography_init(&report->geography, report->day);
}

HVK_EXPORT int hvk_report_run(struct hvk_report *report)
{
	static int (*const run[])(struct hvk_report *report) = {
		[HVK_REPORT_NETWORK] = hvk__report_network, [HVK_REPORT_COVERAGE] = hvk__report_coverage,
		[HVK_REPORT_GAPS] = hvk__report_gaps, [HVK_REPORT_REFERRALS] = hvk__report_referrals,
		[HVK_REPORT_COMPLETENESS] = hvk__report_completeness, [HVK_REPORT_ACTIVITIES] = hvk__report_activities,
		[HVK_REPORT_PHASES] = hvk__report_phases
	};
	int result;

	hvk__error_clear(&report->store->error);
	if (report->ran)
		return refuse(report, "the report ran before");
	report->ran = true;
	result = hvk__store_require(report->store, false);
	if (result == HVK_OK)
		result = hvk__begin_reading(report->store);
	if (result < 0)
		return result;
	result = prepare(report);
	if (result == HVK_OK)
		result = run[report->kind](report);
	hvk__rollback(report->store);
	return result == HVK_ENOMEM ? hvk__fail_memory(&report->store->error) : result;
}

/* ---- reading */

HVK_EXPORT const char *hvk_report_on(const struct hvk_report *report)
{
	return report->on_text;
}

HVK_EXPORT const char *hvk_report_months(const struct hvk_report *report, const char **last)
{
	*last = report->last_text;
	return report->first_text;
}

HVK_EXPORT uint64_t hvk_report_findings(const struct hvk_report *report)
{
	return report->findings;
}

HVK_EXPORT size_t hvk_report_sections(const struct hvk_report *report)
{
	return report->section_count;
}

HVK_EXPORT const char *hvk_report_section(const struct hvk_report *report, size_t section)
{
	return section < report->section_count ? report->sections[section].name : NULL;
}

HVK_EXPORT const char *hvk_report_title(const struct hvk_report *report, size_t section, enum hvk_lang lang)
{
	return section < report->section_count ? report->sections[section].title[lang] : NULL;
}

HVK_EXPORT size_t hvk_report_columns(const struct hvk_report *report, size_t section)
{
	return section < report->section_count ? report->sections[section].column_count : 0;
}

HVK_EXPORT const struct hvk_report_column *hvk_report_column(const struct hvk_report *report, size_t section,
                                                             size_t column)
{
	return column < hvk_report_columns(report, section) ? &report->sections[section].columns[column] : NULL;
}

HVK_EXPORT size_t hvk_report_rows(const struct hvk_report *report, size_t section)
{
	return section < report->section_count ? report->sections[section].row_count : 0;
}

/* The cell, or NULL where there is none of the table. */
static const union hvk__figure *figure_at(const struct hvk_report *report, size_t section, size_t row, size_t column)
{
	if (row >= hvk_report_rows(report, section) || column >= hvk_report_columns(report, section))
		return NULL;
	return &report->sections[section].figures[row * report->sections[section].column_count + column];
}

static const struct hvk__named *name_at(const struct hvk_report *report, size_t section, size_t row, size_t column)
{
	const union hvk__figure *figure = figure_at(report, section, row, column);

	return figure && report->sections[section].columns[column].form == HVK_REPORT_NAME ? figure->name : NULL;
}

HVK_EXPORT const char *hvk_report_key(const struct hvk_report *report, size_t section, size_t row, size_t column)
{
	const struct hvk__named *name = name_at(report, section, row, column);

	return name ? name->key : NULL;
}

HVK_EXPORT const char *hvk_report_label(const struct hvk_report *report, size_t section, size_t row, size_t column,
                                        enum hvk_lang lang)
{
	const struct hvk__named *name = name_at(report, section, row, column);

	return name ? name->label[lang] : NULL;
}

HVK_EXPORT int hvk_report_value(const struct hvk_report *report, size_t section, size_t row, size_t column,
                                int64_t *whole, double *real)
{
	const union hvk__figure *figure = figure_at(report, section, row, column);
	enum hvk_report_form form = figure ? report->sections[section].columns[column].form : HVK_REPORT_NAME;

	*whole = 0;
	*real = 0;
	if (form == HVK_REPORT_NAME)
		return 0;
	if (form == HVK_REPORT_COUNT) {
		if (figure->count == HVK__NO_COUNT)
			return 0;
		*whole = figure->count;
		return 1;
	}
	if (isnan(figure->real))
		return 0;
	*real = figure->real;
	return 1;
}
