/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report phases: how far each house is, phase by phase. */
#include "report-network.h"

const struct option_spec phases_options[] = {
	{ "on", 0, VALUE_DATE, "DATE", "what is done and late on that day (today)", false, NULL },
	{ "exit-status", 'e', VALUE_NONE, NULL, "exit with 1 when a milestone is late", false, NULL },
	{ 0 }
};

enum { HOUSES, PHASES }; /* sections */

static int put_page(const struct network_view *view)
{
	int result = report_put_title(view, TEXT_PHASES_ON);

	for (size_t i = HOUSES; i <= PHASES && result == 0; i++)
		result = report_put_section(view, i, 0, true);
	return result;
}

static int write_phases(const struct network_view *view)
{
	return view->page ? put_page(view) : report_put_rows(view, PHASES);
}

int report_phases(struct command *command)
{
	return report_write(command, HVK_REPORT_PHASES, "exit-status", write_phases);
}
