/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report phases: how far each house is, phase by phase. */
#include <string.h>

#include "report-network.h"

const struct option_spec phases_options[] = {
	{ "on", 0, VALUE_DATE, "DATE", "what is done and late on that day (today)", false, NULL },
	{ "exit-status", 'e', VALUE_NONE, NULL, "exit with 1 when a milestone is late", false, NULL },
	{ 0 }
};

enum { HOUSES, PHASES };          /* sections */
enum { HOUSE = 0, MILESTONES = 2 }; /* columns of both */

static bool has_no_milestones(const struct network_view *view, size_t section, size_t row, size_t columns)
{
	const char *house = hvk_report_key(view->report, section, row, HOUSE);
	size_t at = 0;

	(void)columns;
	while (strcmp(hvk_report_key(view->report, HOUSES, at, HOUSE), house) != 0)
		at++;
	return report_count(view, HOUSES, at, MILESTONES) == 0;
}

static int put_part(const struct network_view *view, size_t section)
{
	const struct command *command = view->command;
	size_t columns = hvk_report_columns(view->report, section), rows = hvk_report_rows(view->report, section);
	size_t left = 0;
	char text[128];

	for (size_t row = 0; row < rows; row++)
		left += has_no_milestones(view, section, row, columns);
	if (render_heading(view->renderer, 2, hvk_report_title(view->report, section, command->lang)) < 0)
		return -1;
	if (left < rows && report_put_kept(view, section, columns, has_no_milestones, &left) < 0)
		return -1;
	snprintf(text, sizeof(text), "%s: %zu.", report_text(command, TEXT_NO_MILESTONES), left);
	if (left > 0 && section == HOUSES)
		return render_paragraph(view->renderer, text);
	return left == rows ? render_paragraph(view->renderer, report_text(command, TEXT_NOTHING)) : 0;
}

int report_put_phases(const struct network_view *view)
{
	return put_part(view, HOUSES) < 0 ? -1 : put_part(view, PHASES);
}

static int write_phases(const struct network_view *view)
{
	if (!view->page)
		return report_put_rows(view, PHASES);
	return report_put_title(view, TEXT_PHASES_ON) < 0 ? -1 : report_put_phases(view);
}

int report_phases(struct command *command)
{
	return report_write(command, HVK_REPORT_PHASES, "exit-status", write_phases);
}
