/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report coverage: the three pillars of a Huis van het Kind, in each gemeente, with and without an offer. */
#include <string.h>

#include "report-network.h"

const struct option_spec coverage_options[] = {
	{ "on", 0, VALUE_DATE, "DATE", "the offers that are valid on that day (today)", false, NULL },
	{ "exit-status", 'e', VALUE_NONE, NULL, "exit with 1 when a gemeente has no basic offer in one of the pillars",
	  false, NULL },
	{ 0 }
};

enum { GEMEENTE, PILLAR, LEVEL, OFFERS };
enum { COVERAGE, MISSING };
enum { PILLARS_MAX = 15 };

/* How many rows from a row on have the same in a column. */
static size_t same_rows(const struct network_view *view, size_t section, size_t first, size_t column)
{
	size_t end = first, rows = hvk_report_rows(view->report, section);

	while (end < rows && strcmp(hvk_report_key(view->report, section, end, column),
	                            hvk_report_key(view->report, section, first, column)) == 0)
		end++;
	return end - first;
}

/* One level: gemeenten by pillars. The rows have the gemeenten, in each the pillars, in each the levels. */
static int put_matrix(const struct network_view *view, size_t level, size_t levels, size_t pillars)
{
	const struct command *command = view->command;
	struct render_column columns[PILLARS_MAX + 1] = {
		{ "gemeente", report_dimension(command, "gemeente"), false }
	};
	struct cell cells[PILLARS_MAX + 1];
	size_t rows = hvk_report_rows(view->report, COVERAGE);

	for (size_t i = 0; i < pillars; i++) {
		columns[i + 1].key = hvk_report_key(view->report, COVERAGE, i * levels, PILLAR);
		columns[i + 1].title = hvk_report_label(view->report, COVERAGE, i * levels, PILLAR, command->lang);
		columns[i + 1].numeric = true;
	}
	if (render_heading(view->renderer, 2,
	                   hvk_report_label(view->report, COVERAGE, level, LEVEL, command->lang)) < 0 ||
	    render_table_begin(view->renderer, columns, pillars + 1, NULL) < 0)
		return -1;
	for (size_t row = 0; row < rows; row += levels * pillars) {
		cells[0] = cell_text(hvk_report_label(view->report, COVERAGE, row, GEMEENTE, command->lang));
		for (size_t i = 0; i < pillars; i++) {
			int64_t offers = report_count(view, COVERAGE, row + i * levels + level, OFFERS);

			cells[i + 1] = offers > 0 ? cell_whole(offers) : cell_text(report_text(command, TEXT_NONE));
		}
		if (render_row(view->renderer, cells) < 0)
			return -1;
	}
	return render_table_end(view->renderer);
}

/* "Torhout heeft geen basisaanbod voor: ..." */
static int put_missing(const struct network_view *view)
{
	const struct command *command = view->command;
	size_t rows = hvk_report_rows(view->report, MISSING), count;

	if (render_heading(view->renderer, 2, hvk_report_title(view->report, MISSING, command->lang)) < 0)
		return -1;
	if (rows == 0)
		return render_paragraph(view->renderer, report_text(command, TEXT_ALL_COVERED));
	for (size_t row = 0; row < rows; row += count) {
		char text[512];
		size_t length;

		count = same_rows(view, MISSING, row, 0);
		length = (size_t)snprintf(text, sizeof(text), "%s %s",
		                          hvk_report_label(view->report, MISSING, row, 0, command->lang),
		                          report_text(command, TEXT_LACKS));
		for (size_t i = 0; i < count && length < sizeof(text); i++)
			length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s", i ? ", " : " ",
			                           hvk_report_label(view->report, MISSING, row + i, 1, command->lang));
		if (length < sizeof(text) - 1)
			strcpy(text + length, ".");
		if (render_paragraph(view->renderer, text) < 0)
			return -1;
	}
	return 0;
}

static int put_page(const struct network_view *view)
{
	size_t rows = hvk_report_rows(view->report, COVERAGE), levels = 0, pillars = 0;
	int result = report_put_title(view, TEXT_COVERAGE_ON);

	if (result == 0 && rows == 0)
		return render_paragraph(view->renderer, report_text(view->command, TEXT_NO_GEMEENTEN));
	if (rows > 0)
		levels = same_rows(view, COVERAGE, 0, PILLAR);
	if (levels > 0)
		pillars = same_rows(view, COVERAGE, 0, GEMEENTE) / levels;
	if (pillars > PILLARS_MAX)
		pillars = PILLARS_MAX;
	for (size_t level = 0; level < levels && result == 0; level++)
		result = put_matrix(view, level, levels, pillars);
	return result == 0 ? put_missing(view) : -1;
}

static int write_coverage(const struct network_view *view)
{
	return view->page ? put_page(view) : report_put_rows(view, COVERAGE);
}

int report_coverage(struct command *command)
{
	return report_write(command, HVK_REPORT_COVERAGE, "exit-status", write_coverage);
}
