/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * hvk-report year: a calendar or school year, its months side by side, beside the year before. Of a year that is not
 * yet over it is the months that are, beside the same months of the year before. It counts from the first of those on.
 */
#include "report-public.h"
#include "report-year.h"

#include <stdlib.h>
#include <string.h>

enum { TOP_THEMES = 15, YEAR_MONTHS = 12 };

static const char *const split_words[] = { "gemeente", NULL };

const struct option_spec year_options[] = {
	{ "year", 0, VALUE_PERIOD, "YEAR", "a calendar year, 2026 (that of last month)", false, NULL },
	{ "schoolyear", 0, VALUE_PERIOD, "YEAR", "a school year, 2025-2026 or sj2025", false, NULL },
	{ "split", 0, VALUE_WORD, "gemeente",
	  "a file for each gemeente, and index for all, in the folder that --output names; html without --format",
	  false, split_words },
	{ 0 }
};

/* Behind PERIOD_NOW and PERIOD_BEFORE, the years, come the months of both. */
enum { MONTHS = PERIOD_BEFORE + 1 };

static const struct layout columns_of_years = {
	{ { FIELD_VALUE, PERIOD_NOW }, { FIELD_VALUE, PERIOD_BEFORE }, { FIELD_CHANGE, PERIOD_NOW } }, 3
};
static const struct layout columns = {
	{ { FIELD_VALUE, PERIOD_NOW }, { FIELD_SHARE, PERIOD_NOW }, { FIELD_VALUE, PERIOD_BEFORE },
	  { FIELD_CHANGE, PERIOD_NOW } }, 4
};
static const struct layout columns_of_themes = {
	{ { FIELD_VALUE, PERIOD_NOW }, { FIELD_SHARE, PERIOD_NOW }, { FIELD_VALUE, PERIOD_BEFORE },
	  { FIELD_CHANGE, PERIOD_NOW }, { FIELD_PLACE, PERIOD_BEFORE } }, 5
};

static size_t months_of(const struct report *report)
{
	return report->months - YEAR_MONTHS;
}

/* ---- the year and its periods */

static bool is_school_year(const struct report *report)
{
	return report->month == 9;
}

/* What a year is called: 2026, 2025-2026. */
static void name_year(const struct report *report, bool before, char name[24])
{
	int year = report->year + !before;

	if (is_school_year(report))
		snprintf(name, 24, "%04d-%04d", year, year + 1);
	else
		snprintf(name, 24, "%04d", year);
}

/* The first month of the year. */
static int read_first(struct report *report, char first[8])
{
	struct command *command = report->command;
	char last[8];
	int status = report_read_year(command, first, last);

	if (status != EXIT_DONE || *first)
		return status;
	if (hvk_period_resolve(command->store, "last-month", first, last) < 0)
		return fail_store(command);
	memcpy(first + 5, "01", 3);
	return EXIT_DONE;
}

/* The names of the two years, in full where they are over. */
static void add_years(struct report *report)
{
	size_t count = months_of(report);

	for (int before = 0; before < 2; before++) {
		struct period *period = report_add_months(report, before ? 0 : YEAR_MONTHS, count);

		if (count < YEAR_MONTHS)
			continue;
		name_year(report, before, period->name);
		snprintf(period->title, sizeof(period->title), "%s", period->name);
	}
}

static void add_months(struct report *report)
{
	size_t count = months_of(report);

	for (size_t i = 0; i < 2 * count; i++) {
		struct period *period = report_add_month(report, i < count ? YEAR_MONTHS + i : i - count);
		int year, month;

		/* Which year is known where a month stands. */
		report_month_at(report, period->first, &year, &month);
		snprintf(period->title, sizeof(period->title), "%s", report_month_name(report->command, month, false));
	}
}

static int read_year(struct report *report)
{
	struct command *command = report->command;
	char first[8], now[11];
	int status = read_first(report, first), over;

	if (status != EXIT_DONE)
		return status;
	if (strcmp(first, "1971-01") < 0)
		return usage(command, "there is no year before that of %s to compare with", first);
	today(command, now);
	over = (atoi(now) - atoi(first)) * 12 + atoi(now + 5) - atoi(first + 5);
	if (over <= 0)
		return usage(command, "of the year that begins with %s no month is over yet", first);
	report->year = atoi(first) - 1;
	report->month = atoi(first + 5);
	report->months = YEAR_MONTHS + (over < YEAR_MONTHS ? (size_t)over : YEAR_MONTHS);
	add_years(report);
	add_months(report);
	return EXIT_DONE;
}

/* ---- the page */

/* "2025-2026 tot en met oktober" */
static void write_year(const struct report *report, FILE *stream)
{
	const struct command *command = report->command;
	char name[24];
	int year, month;

	name_year(report, false, name);
	if (is_school_year(report))
		fprintf(stream, "%s ", report_text(command, TEXT_SCHOOLYEAR));
	fputs(name, stream);
	if (months_of(report) == YEAR_MONTHS)
		return;
	report_month_at(report, report->months - 1, &year, &month);
	fprintf(stream, " %s%s", report_text(command, TEXT_ALL_UP_TO), report_month_name(command, month, true));
}

/* A text that a function writes; freed by the caller. NULL when out of memory. */
static char *make_text(const struct report *report, void (*write)(const struct report *report, FILE *stream))
{
	struct text text;
	FILE *stream = text_open(&text);

	if (stream)
		write(report, stream);
	return text_close(&text, stream);
}

static void write_title(const struct report *report, FILE *stream)
{
	fprintf(stream, "%s ", report_text(report->command, TEXT_MONTH_REPORT));
	write_year(report, stream);
	if (report_is_of_one(report))
		fprintf(stream, ": %s",
		        report_label(report, SECTION_GEMEENTE, report->gemeente, report->command->lang));
}

static void write_no_questions(const struct report *report, FILE *stream)
{
	fprintf(stream, "%s ", report_text(report->command, TEXT_NO_QUESTIONS));
	write_year(report, stream);
	fputc('.', stream);
}

static void write_comparison(const struct report *report, FILE *stream)
{
	char name[24];

	name_year(report, true, name);
	fprintf(stream, "%s %s.", report_text(report->command, TEXT_SAME_MONTHS), name);
}

static int put_text(struct report *report, void (*write)(const struct report *report, FILE *stream))
{
	return report_put_text(report->renderer, make_text(report, write));
}

static int put_head(struct report *report)
{
	char *title = make_text(report, write_title);
	int result = title ? page_put_head(report, title) : -1;

	free(title);
	if (result == 0 && months_of(report) < YEAR_MONTHS)
		result = put_text(report, write_comparison);
	if (result == 0 && report_is_without_questions(report))
		result = put_text(report, write_no_questions);
	return result == 0 ? page_put_key_figures(report, &columns_of_years) : -1;
}

/* This year and the last, month by month. */
static int put_trend(struct report *report)
{
	static const struct section_page page = { SECTION_TOTAL, &columns_of_years, CHART_LINE, PERIOD_NOW, 2, 0 };
	struct line lines[YEAR_MONTHS] = { { 0 } };
	size_t count = months_of(report);

	for (size_t i = 0; i < count; i++) {
		lines[i].label = report->periods[MONTHS + i].title;
		for (size_t period = PERIOD_NOW; period <= PERIOD_BEFORE; period++)
			lines[i].value[period] = report_value(report, SECTION_TOTAL, HVK_QUESTIONS, SIZE_MAX,
			                                      MONTHS + period * count + i,
			                                      &lines[i].published[period]);
	}
	if (render_heading(report->renderer, 2, report_text(report->command, TEXT_PER_MONTH)) < 0)
		return -1;
	return page_put_lines(report, &page, lines, count, 0);
}

/* The months side by side, then the years. */
static struct layout months_side_by_side(const struct report *report)
{
	struct layout layout = { .count = 0 };

	for (size_t i = 0; i < months_of(report); i++)
		layout.columns[layout.count++] = (struct field_column){ FIELD_VALUE, MONTHS + i };
	for (size_t i = 0; i < columns_of_years.count; i++)
		layout.columns[layout.count++] = columns_of_years.columns[i];
	return layout;
}

/* "Nieuw in de top 15: Eten (9). Uit de top 15 verdwenen: Slapen (2)." in: those that came, else those that went. */
static void write_moves(const struct command *command, const struct line *lines, size_t count, bool in, FILE *stream)
{
	size_t from = in ? PERIOD_BEFORE : PERIOD_NOW, to = in ? PERIOD_NOW : PERIOD_BEFORE;
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		bool was = lines[i].place[from] > 0 && lines[i].place[from] <= TOP_THEMES;
		bool is = lines[i].place[to] > 0 && lines[i].place[to] <= TOP_THEMES;

		if (was || !is)
			continue;
		if (any)
			fputs(", ", stream);
		else
			fprintf(stream, "%s %d: ", report_text(command, in ? TEXT_NEW_AT_TOP : TEXT_GONE_FROM_TOP),
			        TOP_THEMES);
		fprintf(stream, "%s (%lld)", lines[i].label, (long long)lines[i].value[PERIOD_NOW]);
		any = true;
	}
	if (any)
		fputs(".\n", stream);
}

/* The themes that came to the top and those that went; of a first year all are new, and nothing is said. */
static int put_moves(struct report *report)
{
	enum hvk_published published;
	size_t count;
	struct line *lines;
	struct text text;
	FILE *stream;

	/* Nor of what is published: what came and went may be hidden. */
	if (report->published ||
	    report_value(report, SECTION_TOTAL, HVK_QUESTIONS, SIZE_MAX, PERIOD_BEFORE, &published) == 0)
		return 0;
	lines = report_lines(report, SECTION_THEME, &count);
	if (!lines)
		return -1;
	stream = text_open(&text);
	if (stream) {
		write_moves(report->command, lines, count, true, stream);
		write_moves(report->command, lines, count, false, stream);
	}
	free(lines);
	return report_put_text(report->renderer, text_close(&text, stream));
}

static int put_sections(struct report *report)
{
	struct layout months = months_side_by_side(report), gemeenten = months;
	/* Where some are hidden no place is known. */
	const struct layout *themes = report->published ? &columns : &columns_of_themes;
	const struct section_page pages[] = {
		{ SECTION_GEMEENTE, &gemeenten, CHART_MAP, PERIOD_NOW, 1, 0 },
		{ SECTION_THEME_GROUP, &months, CHART_HEAT, MONTHS, months_of(report), 0 },
		{ SECTION_THEME, themes, CHART_BAR, PERIOD_NOW, 2, TOP_THEMES },
		{ SECTION_ANSWER, &columns, CHART_BAR, PERIOD_NOW, 2, 0 },
		{ SECTION_CHANNEL, &columns, CHART_BAR, PERIOD_NOW, 2, 0 },
		{ SECTION_ASKER, &columns, CHART_BAR, PERIOD_NOW, 2, 0 },
		{ SECTION_AGE, &columns, CHART_BAR, PERIOD_NOW, 2, 0 }
	};
	bool is_one = report_is_of_one(report);
	int result = 0;

	gemeenten.columns[gemeenten.count++] = (struct field_column){ FIELD_PER_1000, PERIOD_NOW };
	for (size_t i = 0; i < COUNT(pages) && result == 0; i++) {
		if (pages[i].section != SECTION_GEMEENTE || !is_one)
			result = page_put_section(report, &pages[i]);
		if (pages[i].section == SECTION_THEME && result == 0)
			result = put_moves(report);
	}
	return result;
}

static int put_page(struct report *report)
{
	int result = put_head(report);

	if (result == 0)
		result = put_trend(report);
	if (result == 0)
		result = put_sections(report);
	if (result == 0)
		result = year_put_referrals(report);
	return result == 0 ? year_put_agenda(report) : -1;
}

static int put_more_facts(struct report *report)
{
	return year_put_referral_facts(report) < 0 ? -1 : year_put_agenda_facts(report);
}

int year_write(struct report *report, struct output *output)
{
	/* Referrals are not published. */
	int status = report->published ? EXIT_DONE : year_read_referrals(report);

	if (status == EXIT_DONE)
		status = year_read_agenda(report);
	return status == EXIT_DONE ? page_write(report, output, put_page, put_more_facts) : status;
}

/* ---- the verb */

static int read_figures(struct report *report)
{
	return option_given(report->command, "public") ? public_open(report) : report_count_questions(report);
}

static int write_one(struct report *report)
{
	struct command *command = report->command;
	struct output *output;
	int status = output_open(command, formats_but_ids, &output);

	if (status != EXIT_DONE)
		return status;
	status = open_store(command, HVK_OPEN_READ, false);
	if (status == EXIT_DONE)
		status = read_figures(report);
	if (status == EXIT_DONE)
		status = year_write(report, output);
	return output_close(command, output, status);
}

static int write_all(struct report *report)
{
	struct command *command = report->command;
	int status = open_store(command, HVK_OPEN_READ, false);

	if (status == EXIT_DONE)
		status = read_figures(report);
	return status == EXIT_DONE ? year_write_split(report) : status;
}

int report_year(struct command *command)
{
	struct report report = {
		.command = command, .split = option_given(command, "split"), .gemeente = SIZE_MAX
	};
	int status = read_year(&report);

	if (status == EXIT_DONE)
		status = report.split ? write_all(&report) : write_one(&report);
	report_free(&report);
	return status;
}
