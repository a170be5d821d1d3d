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

	if (render_table_begin(view->renderer, columns, sizeof(columns) / sizeof(columns[0]), NULL) < 0)
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

/* The columns of a section that name. */
static size_t names_in(const struct network_view *view, size_t section)
{
	size_t count = 0;

	while (hvk_report_column(view->report, section, count)->form == HVK_REPORT_NAME)
		count++;
	return count;
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
		result = report_put_section(view, i, names_in(view, i) + SHOWN - 1,
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

/* ---- several sections as one table */

/* The keys or labels of a row, joined; freed by the caller. NULL when out of memory. */
static char *join_names(const struct network_view *view, size_t section, size_t row, bool labels)
{
	enum hvk_lang lang = view->command->lang;
	struct text text;
	FILE *stream = text_open(&text);

	for (size_t i = 0; stream && i < names_in(view, section); i++)
		fprintf(stream, "%s%s", i ? (labels ? ", " : "+") : "",
		        labels ? hvk_report_label(view->report, section, row, i, lang)
		               : hvk_report_key(view->report, section, row, i));
	return text_close(&text, stream);
}

static int put_row(const struct network_view *view, size_t section, size_t row, struct cell cells[])
{
	size_t names = names_in(view, section), count = hvk_report_columns(view->report, section);
	char *key = join_names(view, section, row, view->labels), *label = join_names(view, section, row, true);
	int result = -1;

	cells[0] = cell_text(hvk_report_section(view->report, section));
	cells[1] = cell_text(key);
	cells[2] = cell_text(label);
	for (size_t i = names; i < count; i++)
		cells[3 + i - names] = report_cell(view, section, row, i);
	if (key && label)
		result = render_row(view->renderer, cells);
	free(key);
	free(label);
	return result;
}

static int put_sections(const struct network_view *view, struct render_column columns[], struct cell cells[])
{
	size_t count = hvk_report_columns(view->report, TOTAL) + 2;
	int result;

	columns[0] = (struct render_column){ "section", "section", false };
	columns[1] = (struct render_column){ "key", "key", false };
	columns[2] = (struct render_column){ "label", "label", false };
	for (size_t i = 3; i < count; i++) {
		const struct hvk_report_column *column = hvk_report_column(view->report, TOTAL, i - 2);

		columns[i] = (struct render_column){ column->name, column->title[view->command->lang], true };
	}
	result = render_table_begin(view->renderer, columns, count, NULL);
	for (size_t section = 0; section < hvk_report_sections(view->report) && result == 0; section++)
		for (size_t row = 0; row < hvk_report_rows(view->report, section) && result == 0; row++)
			result = put_row(view, section, row, cells);
	return result == 0 ? render_table_end(view->renderer) : -1;
}

/* One breakdown that was asked for is a table of its own; else all follow one another. */
static int put_facts(const struct network_view *view)
{
	size_t count = hvk_report_columns(view->report, TOTAL) + 2;
	struct render_column *columns;
	struct cell *cells;
	int result = -1;

	if (option_given(view->command, "by") && hvk_report_sections(view->report) == TOTAL + 2)
		return report_put_rows(view, TOTAL + 1);
	columns = calloc(count, sizeof(*columns));
	cells = calloc(count, sizeof(*cells));
	if (columns && cells)
		result = put_sections(view, columns, cells);
	free(columns);
	free(cells);
	return result;
}

static int write_referrals(const struct network_view *view)
{
	return view->page ? put_page(view) : put_facts(view);
}

int report_referrals(struct command *command)
{
	return report_write(command, HVK_REPORT_REFERRALS, NULL, write_referrals);
}
