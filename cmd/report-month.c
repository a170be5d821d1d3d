/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * hvk-report month: one month, beside the same month of last year and the year so far. It counts the months from
 * January of last year on.
 */
#include <stdlib.h>
#include <string.h>

#include "report-page.h"
#include "report-public.h"

enum { TOP_THEMES = 10 };

const struct option_spec month_options[] = {
	{ "month", 'm', VALUE_PERIOD, "MONTH", "the month, 2026-10; last: the one before today's (last)", false, NULL },
	{ 0 }
};

/* PERIOD_NOW is the month, PERIOD_BEFORE the same of last year. */
enum { YEAR_SO_FAR = PERIOD_BEFORE + 1, YEAR_SO_FAR_LAST_YEAR };

static const struct layout key_figures = {
	{ { FIELD_VALUE, PERIOD_NOW }, { FIELD_VALUE, PERIOD_BEFORE }, { FIELD_CHANGE, PERIOD_NOW },
	  { FIELD_VALUE, YEAR_SO_FAR }, { FIELD_VALUE, YEAR_SO_FAR_LAST_YEAR }, { FIELD_CHANGE, YEAR_SO_FAR } }, 6
};
static const struct layout columns = {
	{ { FIELD_VALUE, PERIOD_NOW }, { FIELD_SHARE, PERIOD_NOW }, { FIELD_VALUE, PERIOD_BEFORE },
	  { FIELD_CHANGE, PERIOD_NOW }, { FIELD_VALUE, YEAR_SO_FAR } }, 5
};
static const struct layout columns_of_gemeenten = {
	{ { FIELD_VALUE, PERIOD_NOW }, { FIELD_SHARE, PERIOD_NOW }, { FIELD_VALUE, PERIOD_BEFORE },
	  { FIELD_CHANGE, PERIOD_NOW }, { FIELD_VALUE, YEAR_SO_FAR }, { FIELD_PER_1000, PERIOD_NOW } }, 6
};
static const struct section_page pages[] = {
	{ SECTION_GEMEENTE, &columns_of_gemeenten, CHART_MAP, PERIOD_NOW, 1, 0 },
	{ SECTION_THEME_GROUP, &columns, CHART_BAR, PERIOD_NOW, 2, 0 },
	{ SECTION_THEME, &columns, CHART_TYPES, 0, 0, TOP_THEMES },
	{ SECTION_CHANNEL, &columns, CHART_BAR, PERIOD_NOW, 1, 0 },
	{ SECTION_ASKER, &columns, CHART_BAR, PERIOD_NOW, 1, 0 },
	{ SECTION_AGE, &columns, CHART_BAR, PERIOD_NOW, 1, 0 },
	{ SECTION_ANSWER, &columns, CHART_BAR, PERIOD_NOW, 1, 0 }
};

static int read_month(struct report *report)
{
	struct command *command = report->command;
	const char *text = option(command, "month");
	char first[8], last[8], now[8];

	if (!text || strcmp(text, "last") == 0)
		text = "last-month";
	if (hvk_period_resolve(command->store, text, first, last) < 0)
		return fail_store(command);
	if (strcmp(first, last) != 0)
		return usage(command, "--month takes one month; '%s' is %s to %s", text, first, last);
	if (strcmp(first, "1971-01") < 0)
		return usage(command, "there is no year before that of %s to compare with", first);
	if (hvk_period_resolve(command->store, "this-month", now, last) < 0)
		return fail_store(command);
	if (strcmp(first, now) > 0)
		return usage(command, "--month: %s is yet to come", first);
	report->year = atoi(first) - 1;
	report->month = 1;
	report->months = 12 + (size_t)atoi(first + 5);
	report_add_month(report, report->months - 1);
	report_add_month(report, report->months - 13);
	report_add_months(report, 12, report->months - 12);
	report_add_months(report, 0, report->months - 12);
	return EXIT_DONE;
}

static int put_page(struct report *report)
{
	const struct command *command = report->command;
	char text[160], first[8], last[8];
	int year, month, result;

	report_month_at(report, report->months - 1, &year, &month);
	snprintf(text, sizeof(text), "%s %s %d", report_text(command, TEXT_MONTH_REPORT),
	         report_month_name(command, month, true), year);
	result = page_put_head(report, text);
	if (result == 0 && hvk_period_resolve(command->store, "this-month", first, last) == HVK_OK &&
	    atoi(first) == year && atoi(first + 5) == month)
		result = render_paragraph(report->renderer, report_text(command, TEXT_MONTH_NOT_OVER));
	if (result == 0 && report_is_without_questions(report)) {
		snprintf(text, sizeof(text), "%s %s %d.", report_text(command, TEXT_NO_QUESTIONS),
		         report_month_name(command, month, true), year);
		result = render_paragraph(report->renderer, text);
	}
	if (result == 0)
		result = page_put_key_figures(report, &key_figures);
	for (size_t i = 0; i < COUNT(pages) && result == 0; i++)
		result = page_put_section(report, &pages[i]);
	return result;
}

int report_month(struct command *command)
{
	struct report report = { .command = command, .top = TOP_THEMES };
	struct output *output;
	int status = output_open(command, formats_but_ids, &output);

	if (status != EXIT_DONE)
		return status;
	status = read_month(&report);
	if (status == EXIT_DONE)
		status = open_store(command, HVK_OPEN_READ, false);
	if (status == EXIT_DONE)
		status = option_given(command, "public") ? public_open(&report) : report_count_questions(&report);
	if (status == EXIT_DONE)
		status = page_write(&report, output, put_page, NULL);
	report_free(&report);
	return output_close(command, output, status);
}
