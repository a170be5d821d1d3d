/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report referrals: what was referred, how warmly, and what became of it. */
#include <stdlib.h>
#include <string.h>

#include "report-network.h"
#include "report-page.h"

static const char *const dimensions[] = {
	"partner", "theme", "theme-group", "gemeente", "desk", "direction", "status", "month", NULL
};
static const char *const directions[] = { "out", "in", "all", NULL };

const struct option_spec referrals_options[] = {
	{ "by", 'b', VALUE_DIMENSION, "A,B,...",
	  "break down by partner, theme, theme-group, gemeente, desk, direction, status or month; "
	  "repeated: another table (partner, theme-group and gemeente, a table each)", true, dimensions },
	{ "direction", 0, VALUE_WORD, "out|in|all", "to partners, from them, or both (out)", false, directions },
	{ "period", 'p', VALUE_PERIOD, "PERIOD", "2026, 2026-10, 2026-Q4, sj2026, A..B ... (last-12-months)", false,
	  NULL },
	{ "month", 'm', VALUE_PERIOD, "MONTH", "one month, 2026-10", true, NULL },
	{ "since", 0, VALUE_PERIOD, "PERIOD", "from the first month of PERIOD on", false, NULL },
	{ "until", 0, VALUE_PERIOD, "PERIOD", "up to and including the last month of PERIOD", false, NULL },
	{ "desk", 0, VALUE_DESK, "DESK", "only where the question was asked", true, NULL },
	{ "age", 0, VALUE_CODE, "CODE", "only this age of the child", true, NULL },
	{ "theme", 't', VALUE_CODE, "CODE", "only what is about this; a group includes its themes", true, NULL },
	{ 0 }
};

enum { TOTAL };                      /* the section */
enum { KEY, MADE, SHOWN = 8, STATUSES = 8 }; /* its columns; on a page the first so many are shown */

/* The statuses as bars. */
static int put_status_chart(const struct network_view *view, const char *labels[], double values[], size_t count)
{
	const struct command *command = view->command;
	const struct chart_series series = { report_text(command, TEXT_REFERRALS), 1 };
	struct chart chart = {
		.type = CHART_BAR, .title = report_text(command, TEXT_STATUSES), .unit = series.title,
		.axis = report_dimension(command, "status"), .categories = count, .series_count = 1,
		.labels = labels, .series = &series, .values = values
	};
	char *description = page_describe(command, &chart);
	int result = -1;

	chart.description = description;
	if (description)
		result = page_put_chart(view->renderer, &chart);
	free(description);
	return result;
}

static int put_status_table(const struct network_view *view, const char *const labels[])
{
	const struct command *command = view->command;
	const struct render_column columns[] = {
		{ "status", report_dimension(command, "status"), false },
		{ "referrals", report_text(command, TEXT_REFERRALS), true }
	};
	const struct cell total[] = {
		cell_text(hvk_report_label(view->report, TOTAL, 0, KEY, command->lang)),
		report_cell(view, TOTAL, 0, MADE)
	};

	if (render_table_begin(view->renderer, columns, COUNT(columns), NULL) < 0)
		return -1;
	for (size_t i = STATUSES; i < hvk_report_columns(view->report, TOTAL); i++) {
		const struct cell cells[] = { cell_text(labels[i - STATUSES]), report_cell(view, TOTAL, 0, i) };

		if (render_row(view->renderer, cells) < 0)
			return -1;
	}
	return render_total(view->renderer, total) < 0 ? -1 : render_table_end(view->renderer);
}

/* What became of them: a line for each status. */
static int put_statuses(const struct network_view *view)
{
	size_t count = hvk_report_columns(view->report, TOTAL) - STATUSES;
	const char **labels = calloc(count + 1, sizeof(*labels));
	double *values = calloc(count + 1, sizeof(*values));
	int result = -1;

	for (size_t i = 0; labels && values && i < count; i++) {
		labels[i] = hvk_report_column(view->report, TOTAL, STATUSES + i)->title[view->command->lang];
		values[i] = (double)report_count(view, TOTAL, 0, STATUSES + i);
	}
	if (labels && values)
		result = put_status_chart(view, labels, values, count);
	if (result == 0)
		result = put_status_table(view, labels);
	free(labels);
	free(values);
	return result;
}

static int put_page(const struct network_view *view)
{
	int result = report_put_title(view, TEXT_REFERRALS_IN);

	if (result == 0)
		result = report_put_section(view, TOTAL, SHOWN, true);
	if (result == 0)
		result = render_heading(view->renderer, 2, report_text(view->command, TEXT_STATUSES));
	if (result == 0)
		result = put_statuses(view);
	for (size_t i = TOTAL + 1; i < hvk_report_sections(view->report) && result == 0; i++)
		result = report_put_section(view, i, report_names_in(view, i) + SHOWN - 1,
		                            strcmp(hvk_report_section(view->report, i), "gemeente") == 0);
	if (result == 0)
		result = render_paragraph(view->renderer, report_text(view->command, TEXT_FEEDBACK_NOTE));
	return result;
}

int64_t report_referrals_made(const struct network_view *view)
{
	return report_count(view, TOTAL, 0, MADE);
}

int report_put_referrals(const struct network_view *view)
{
	const struct command *command = view->command;

	if (render_heading(view->renderer, 2, report_text(command, TEXT_REFERRALS_MADE)) < 0 ||
	    put_statuses(view) < 0 ||
	    render_heading(view->renderer, 2, report_text(command, TEXT_REFERRALS_BY_PARTNER)) < 0 ||
	    report_put_table(view, TOTAL + 1, SHOWN, false) < 0)
		return -1;
	return render_paragraph(view->renderer, report_text(command, TEXT_FEEDBACK_NOTE));
}

static int write_referrals(const struct network_view *view)
{
	return view->page ? put_page(view) : report_put_facts(view);
}

int report_referrals(struct command *command)
{
	return report_write(command, HVK_REPORT_REFERRALS, NULL, write_referrals);
}
