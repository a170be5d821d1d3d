/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report activities: what was held for families, who came, how full it was. */
#include <string.h>

#include "report-network.h"

static const char *const dimensions[] = {
	"form", "theme", "theme-group", "pillar", "audience", "target", "gemeente", "arrondissement", "province",
	"region", "origin", "partner", "programme", "series", "month", "quarter", "year", "schoolyear", NULL
};

const struct option_spec activities_options[] = {
	{ "by", 'b', VALUE_DIMENSION, "A,B,...",
	  "break down by form, theme, gemeente, programme, month ...; repeated: another table (form, theme-group, "
	  "pillar, gemeente, programme and origin, a table each)", true, dimensions },
	{ "period", 'p', VALUE_PERIOD, "PERIOD", "2026, 2026-10, 2026-Q4, sj2026, A..B ... (last-12-months)", false,
	  NULL },
	{ "month", 'm', VALUE_PERIOD, "MONTH", "one month, 2026-10", true, NULL },
	{ "since", 0, VALUE_PERIOD, "PERIOD", "from the first month of PERIOD on", false, NULL },
	{ "until", 0, VALUE_PERIOD, "PERIOD", "up to and including the last month of PERIOD", false, NULL },
	{ "year", 0, VALUE_PERIOD, "YEAR", "a calendar year, 2026", false, NULL },
	{ "schoolyear", 0, VALUE_PERIOD, "YEAR", "a school year, 2026-2027 or sj2026", false, NULL },
	{ "theme", 't', VALUE_CODE, "CODE", "only what is about this; a group includes its themes", true, NULL },
	{ 0 }
};

enum { TOTAL };        /* the section */
enum { SHOWN = 8 };    /* figures on a page: the capacity is in the occupancy */

/* Where nothing was held is to be seen by gemeente. */
static bool has_zeros(const struct network_view *view, size_t section)
{
	return strcmp(hvk_report_section(view->report, section), "gemeente") == 0;
}

static size_t columns_shown(const struct network_view *view, size_t section)
{
	size_t shown = report_names_in(view, section) + SHOWN, columns = hvk_report_columns(view->report, section);

	return shown < columns ? shown : columns;
}

static int put_page(const struct network_view *view)
{
	int result = report_put_title(view, TEXT_ACTIVITIES_IN);

	for (size_t i = TOTAL; i < hvk_report_sections(view->report) && result == 0; i++)
		result = report_put_section(view, i, columns_shown(view, i), i == TOTAL || has_zeros(view, i));
	if (result == 0)
		result = render_paragraph(view->renderer, report_text(view->command, TEXT_SESSION_NOTE));
	return result == 0 ? render_paragraph(view->renderer, report_text(view->command, TEXT_OCCUPANCY_NOTE)) : -1;
}

static int write_activities(const struct network_view *view)
{
	return view->page ? put_page(view) : report_put_facts(view);
}

int report_activities(struct command *command)
{
	return report_write(command, HVK_REPORT_ACTIVITIES, NULL, write_activities);
}
