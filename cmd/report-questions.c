/* SPDX-License-Identifier: EUPL-1.2 */
/* Counting what the reports of a month and of a year are made of. */
#include "report-public.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const map_measures[] = { "questions", "per-1000", NULL };

const struct option_spec question_options[] = {
	{ "desk", 0, VALUE_DESK, "DESK", "only where the question was asked", true, NULL },
	{ "geography", 0, VALUE_DATE, "DATE", "count on the gemeenten of that day (today)", false, NULL },
	{ "map", 0, VALUE_WORD, "questions|per-1000", "what the map shows: questions, or those per 1000 children "
	  "(questions)", false, map_measures },
	{ "public", 0, VALUE_NONE, NULL, "for everybody: of questions only what hvk-report publish published",
	  false, NULL },
	{ 0 }
};

const struct section_spec report_sections[SECTIONS] = {
	[SECTION_TOTAL] = { NULL, TEXT_KEY_FIGURES, true, false },
	[SECTION_GEMEENTE] = { "gemeente", TEXT_PER_GEMEENTE, true, false },
	[SECTION_THEME_GROUP] = { "theme-group", TEXT_PER_THEME_GROUP, false, false },
	[SECTION_THEME] = { "theme", TEXT_TOP_THEMES, false, true },
	[SECTION_CHANNEL] = { "channel", TEXT_PER_CHANNEL, false, false },
	[SECTION_ASKER] = { "asker-group", TEXT_PER_ASKER, false, false },
	[SECTION_AGE] = { "age", TEXT_PER_AGE, false, false },
	[SECTION_ANSWER] = { "answer", TEXT_PER_ANSWER, false, false }
};

/* ---- months and periods */

void report_month_at(const struct report *report, size_t index, int *year, int *month)
{
	size_t months = (size_t)report->month - 1 + index;

	*year = report->year + (int)(months / 12);
	*month = (int)(months % 12) + 1;
}

static struct period *add_period(struct report *report, size_t first, size_t count, struct span *months)
{
	struct period *period = &report->periods[report->period_count++];

	months->first = report->year * 12 + report->month - 1 + (int)first;
	months->last = months->first + (int)count - 1;
	period->first = first;
	period->count = count;
	report_name_span(report->command, *months, false, period->title, sizeof(period->title));
	return period;
}

struct period *report_add_month(struct report *report, size_t index)
{
	struct span month;
	struct period *period = add_period(report, index, 1, &month);

	report_month_key(month.first, period->name);
	return period;
}

struct period *report_add_months(struct report *report, size_t first, size_t count)
{
	struct span months;
	struct period *period = add_period(report, first, count, &months);
	char from[8], to[8];

	report_month_key(months.first, from);
	report_month_key(months.last, to);
	snprintf(period->name, sizeof(period->name), "%s..%s", from, to);
	return period;
}

/* ---- counting */

int report_filter_places(struct command *command, struct hvk_filter *filter)
{
	static const char *const names[] = { "gemeente", "arrondissement", "province", "region", "desk" };

	for (size_t i = 0; i < COUNT(names); i++) {
		char *values;
		int result;

		if (!option_given(command, names[i]))
			continue;
		values = option_joined(command, names[i]);
		if (!values)
			return fail_memory(command);
		result = hvk_filter_add(filter, names[i], "=", values);
		free(values);
		if (result < 0)
			return fail_store(command);
	}
	return EXIT_DONE;
}

static int make_table(struct report *report, enum section section, const char *first, const char *last)
{
	struct command *command = report->command;
	const char *dimension = report_sections[section].dimension, *geography = option(command, "geography");
	bool by_gemeente = report->split && section != SECTION_GEMEENTE;
	struct hvk_table *table;
	char by[64];
	int result;

	snprintf(by, sizeof(by), "%s%s%smonth", by_gemeente ? "gemeente," : "", dimension ? dimension : "",
	         dimension ? "," : "");
	result = hvk_table_new(command->store, by, &report->tables[section]);
	table = report->tables[section];
	if (result == HVK_OK && geography)
		result = hvk_table_set_geography(table, geography);
	if (result == HVK_OK)
		result = hvk_table_set_months(table, first, last);
	if (result == HVK_OK && section == SECTION_TOTAL)
		result = hvk_table_add_measure(table, HVK_CONTACTS);
	if (result == HVK_OK && section == SECTION_GEMEENTE)
		result = hvk_table_add_measure(table, HVK_PER_1000);
	if (result == HVK_OK)
		hvk_table_set_filter(table, report->filter);
	return result < 0 ? fail_store(command) : EXIT_DONE;
}

static int count_tables(struct report *report)
{
	struct command *command = report->command;
	struct hvk_source *source;
	int result;

	if (hvk_source_store(command->store, report->filter, &source) < 0)
		return fail_store(command);
	result = hvk_table_count(report->tables, SECTIONS, source);
	hvk_source_free(source);
	return result < 0 ? fail_store(command) : EXIT_DONE;
}

int report_count_questions(struct report *report)
{
	struct command *command = report->command;
	int from = report->year * 12 + report->month - 1, status;
	char first[8], last[8];

	report_month_key(from, first);
	report_month_key(from + (int)report->months - 1, last);
	if (hvk_filter_new(command->store, &report->filter) < 0)
		return fail_store(command);
	status = report_filter_places(command, report->filter);
	if (status == EXIT_DONE && (hvk_filter_add(report->filter, "month", ">=", first) < 0 ||
	                            hvk_filter_add(report->filter, "month", "<=", last) < 0))
		status = fail_store(command);
	for (size_t i = 0; i < SECTIONS && status == EXIT_DONE; i++)
		status = make_table(report, (enum section)i, first, last);
	return status == EXIT_DONE ? count_tables(report) : status;
}

void report_free(struct report *report)
{
	for (size_t i = 0; i < SECTIONS; i++)
		hvk_table_free(report->tables[i]);
	hvk_report_free(report->referrals);
	for (size_t i = 0; i < AGENDA_PARTS; i++)
		hvk_report_free(report->agenda[i]);
	hvk_filter_free(report->filter);
	public_free(report->published);
}

/* ---- figures */

/* The dimension of a section's table that is its own: its lines are the members of that. */
static size_t own_dimension(const struct report *report, enum section section)
{
	return report->split && section != SECTION_GEMEENTE ? 1 : 0;
}

bool report_is_of_one(const struct report *report)
{
	return report->split && report->gemeente < report_members(report, SECTION_GEMEENTE);
}

size_t report_members(const struct report *report, enum section section)
{
	return report->published ? public_members(report->published, section)
	                         : hvk_table_members(report->tables[section], own_dimension(report, section));
}

const char *report_key(const struct report *report, enum section section, size_t member)
{
	return report->published ? public_key(report->published, section, member)
	                         : hvk_table_key(report->tables[section], own_dimension(report, section), member);
}

const char *report_label(const struct report *report, enum section section, size_t member, enum hvk_lang lang)
{
	if (report->published)
		return public_label(report->published, section, member, lang);
	return hvk_table_label(report->tables[section], own_dimension(report, section), member, lang);
}

const char *report_counted(const struct report *report, enum section section, enum hvk_measure measure)
{
	if (!report->published)
		return report_unit(report->command, report->tables[section], measure);
	return report_text(report->command, section == SECTION_ANSWER ? TEXT_MENTIONS : TEXT_QUESTIONS);
}

const char *report_counted_name(const struct report *report, enum section section, enum hvk_measure measure)
{
	if (!report->published)
		return hvk_table_unit(report->tables[section], measure);
	return section == SECTION_ANSWER ? "mentions" : "questions";
}

/* Adds up the months of a period: a count, or what has a place behind the comma. */
static int64_t add_up(struct report *report, enum section section, enum hvk_measure measure, size_t line,
                      size_t period, double *real)
{
	const struct period *of = &report->periods[period];
	size_t member[3], n = 0;
	int64_t sum = 0, whole;
	double part;

	*real = 0;
	if (own_dimension(report, section) > 0)
		member[n++] = report->gemeente;
	if (report_sections[section].dimension)
		member[n++] = line;
	for (member[n] = of->first; member[n] < of->first + of->count; member[n]++) {
		int result = hvk_table_value(report->tables[section], measure, member, &whole, &part);

		if (result < 0 || __builtin_add_overflow(sum, whole, &sum))
			report->failed = true;
		*real += result == 1 ? part : NAN;
	}
	return sum;
}

int64_t report_value(struct report *report, enum section section, enum hvk_measure measure, size_t member,
                     size_t period, enum hvk_published *published)
{
	double unused;

	*published = HVK_PUBLISHED_OK;
	if (!report->published)
		return add_up(report, section, measure, member, period, &unused);
	*published = HVK_PUBLISHED_NOWHERE;
	return measure == HVK_QUESTIONS ? public_value(report, section, member, period, published) : 0;
}

bool report_is_without_questions(struct report *report)
{
	enum hvk_published published;
	int64_t questions = report_value(report, SECTION_TOTAL, HVK_QUESTIONS, SIZE_MAX, PERIOD_NOW, &published);

	return published == HVK_PUBLISHED_OK && questions == 0;
}

struct line report_line(struct report *report, enum section section, size_t member)
{
	struct line line = { .member = member, .per_1000 = NAN };

	line.label = report_label(report, section, member, report->command->lang);
	for (size_t period = 0; period < report->period_count; period++)
		line.value[period] =
			report_value(report, section, HVK_QUESTIONS, member, period, &line.published[period]);
	if (section == SECTION_GEMEENTE && report->published)
		line.per_1000 = public_per_1000(report, &line);
	else if (section == SECTION_GEMEENTE)
		add_up(report, section, HVK_PER_1000, member, PERIOD_NOW, &line.per_1000);
	return line;
}

static int compare_lines(const struct line *one, const struct line *other, size_t period)
{
	if (one->value[period] != other->value[period])
		return one->value[period] > other->value[period] ? -1 : 1;
	return one->member < other->member ? -1 : one->member > other->member;
}

static int compare_now(const void *a, const void *b)
{
	return compare_lines(a, b, PERIOD_NOW);
}

static int compare_before(const void *a, const void *b)
{
	return compare_lines(a, b, PERIOD_BEFORE);
}

/* The largest first; those without questions now or before are left out. */
static size_t rank(struct line *lines, size_t count)
{
	size_t kept = 0;

	qsort(lines, count, sizeof(*lines), compare_before);
	for (size_t i = 0; i < count && lines[i].value[PERIOD_BEFORE] > 0; i++)
		lines[i].place[PERIOD_BEFORE] = i + 1;
	qsort(lines, count, sizeof(*lines), compare_now);
	for (size_t i = 0; i < count; i++) {
		if (lines[i].value[PERIOD_NOW] > 0)
			lines[i].place[PERIOD_NOW] = i + 1;
		if (lines[i].place[PERIOD_NOW] || lines[i].place[PERIOD_BEFORE])
			lines[kept++] = lines[i];
	}
	return kept;
}

/* Of what is published those with questions now, the largest first: where others are hidden no place is known. */
static size_t sort_published(struct line *lines, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (lines[i].value[PERIOD_NOW] > 0)
			lines[kept++] = lines[i];
	qsort(lines, kept, sizeof(*lines), compare_now);
	return kept;
}

struct line *report_unranked_lines(struct report *report, enum section section, size_t *count)
{
	size_t first = 0;
	struct line *lines;

	*count = report_members(report, section);
	/* On the page of a gemeente that is the only one. */
	if (section == SECTION_GEMEENTE && report_is_of_one(report)) {
		first = report->gemeente;
		*count = 1;
	}
	lines = calloc(*count + 1, sizeof(*lines));
	if (!lines)
		return NULL;
	for (size_t i = 0; i < *count; i++)
		lines[i] = report_line(report, section, first + i);
	return lines;
}

struct line *report_lines(struct report *report, enum section section, size_t *count)
{
	struct line *lines = report_unranked_lines(report, section, count);

	if (lines && report_sections[section].ranked)
		*count = report->published ? sort_published(lines, *count) : rank(lines, *count);
	return lines;
}
