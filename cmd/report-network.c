/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report network: who is in the network, what is on offer, how fresh it is, who came, and who is passed over. */
#include <string.h>

#include "report-network.h"

const struct option_spec network_options[] = {
	{ "on", 0, VALUE_DATE, "DATE", "what holds on that day (today)", false, NULL },
	{ "period", 'p', VALUE_PERIOD, "PERIOD", "the months whose meetings are told of (twelve months up to the day)",
	  false, NULL },
	{ 0 }
};

/* Lists of partners: a table of slug and name. */
static int put_partners(const struct network_view *view, size_t section)
{
	const struct command *command = view->command;
	const struct render_column columns[] = {
		{ "partner", report_text(command, TEXT_SLUG), false },
		{ "name", report_text(command, TEXT_NAME), false }
	};
	size_t rows = hvk_report_rows(view->report, section);

	if (render_heading(view->renderer, 2, hvk_report_title(view->report, section, command->lang)) < 0)
		return -1;
	if (rows == 0)
		return render_paragraph(view->renderer, report_text(command, TEXT_NOTHING));
	if (render_table_begin(view->renderer, columns, COUNT(columns), NULL) < 0)
		return -1;
	for (size_t row = 0; row < rows; row++) {
		const struct cell cells[] = {
			cell_text(hvk_report_key(view->report, section, row, 0)),
			cell_text(hvk_report_label(view->report, section, row, 0, command->lang))
		};

		if (render_row(view->renderer, cells) < 0)
			return -1;
	}
	return render_table_end(view->renderer);
}

/* Long lists of which few occur. */
static bool has_zeros(const char *section)
{
	return strcmp(section, "type") != 0 && strcmp(section, "form") != 0 && strcmp(section, "meetings") != 0;
}

static int put_page(const struct network_view *view)
{
	const char *name;
	int result = report_put_title(view, TEXT_NETWORK_ON);

	for (size_t i = 0; result == 0 && (name = hvk_report_section(view->report, i)) != NULL; i++)
		result = hvk_report_columns(view->report, i) == 1 ? put_partners(view, i)
		                                                  : report_put_section(view, i, 0, has_zeros(name));
	return result;
}

/* One fact a row. A partner in a list is one. */
static int put_facts_of(const struct network_view *view, size_t section)
{
	struct hvk_report *report = view->report;
	size_t columns = hvk_report_columns(report, section);

	for (size_t row = 0; row < hvk_report_rows(report, section); row++) {
		const char *label = hvk_report_label(report, section, row, 0, view->command->lang);
		struct cell cells[] = {
			cell_text(hvk_report_section(report, section)),
			cell_text(view->labels ? label : hvk_report_key(report, section, row, 0)), cell_text(label),
			cell_text("partners"), cell_whole(1)
		};

		if (columns == 1 && render_row(view->renderer, cells) < 0)
			return -1;
		for (size_t i = 1; i < columns; i++) {
			cells[3] = cell_text(hvk_report_column(report, section, i)->name);
			cells[4] = report_cell(view, section, row, i);
			if (render_row(view->renderer, cells) < 0)
				return -1;
		}
	}
	return 0;
}

static int put_facts(const struct network_view *view)
{
	static const struct render_column columns[] = {
		{ "section", "section", false }, { "key", "key", false }, { "label", "label", false },
		{ "measure", "measure", false }, { "value", "value", true }
	};
	int result = render_table_begin(view->renderer, columns, COUNT(columns), NULL);

	for (size_t i = 0; i < hvk_report_sections(view->report) && result == 0; i++)
		result = put_facts_of(view, i);
	return result == 0 ? render_table_end(view->renderer) : -1;
}

static int write_network(const struct network_view *view)
{
	return view->page ? put_page(view) : put_facts(view);
}

int report_network(struct command *command)
{
	return report_write(command, HVK_REPORT_NETWORK, NULL, write_network);
}
