/* SPDX-License-Identifier: EUPL-1.2 */
/* How minutes look unless somebody says otherwise. A line that names only what is not known is left out, and a heading
 * with nothing below it too. */
#include "agenda-minutes.h"

const char *const minutes_places[PLACES + 1] = {
	[PLACE_TITLE] = "title", [PLACE_TYPE] = "type", [PLACE_DATE] = "date", [PLACE_START] = "start",
	[PLACE_END] = "end", [PLACE_WHEN] = "when", [PLACE_PLACE] = "place", [PLACE_GEMEENTE] = "gemeente",
	[PLACE_HOUSE] = "house", [PLACE_HOST] = "host", [PLACE_STATUS] = "status", [PLACE_REASON] = "reason",
	[PLACE_PARTNERS] = "partners", [PLACE_PEOPLE] = "people", [PLACE_PRESENT] = "present",
	[PLACE_EXCUSED] = "excused", [PLACE_AGENDA] = "agenda",
	[PLACE_DECISIONS] = "decisions", [PLACE_NOTES] = "notes", [PLACE_NEXT] = "next",
	[PLACE_ATTENDANCE] = "attendance", [PLACE_ACTIONS] = "actions", [PLACES] = NULL
};

const char *const minutes_templates[2] = {
	[HVK_NL] =
		"# Verslag: {{title}}\n"
		"\n"
		"{{type}} van {{when}}\n"
		"Plaats: {{place}}\n"
		"Gemeente: {{gemeente}}\n"
		"Huis van het Kind: {{house}}\n"
		"Gastheer: {{host}}\n"
		"Status: {{status}}\n"
		"Geannuleerd omdat: {{reason}}\n"
		"\n"
		"## Aanwezig\n"
		"\n"
		"{{present}}\n"
		"{{attendance}}\n"
		"Verontschuldigd: {{excused}}\n"
		"\n"
		"## Agenda\n"
		"\n"
		"{{agenda}}\n"
		"\n"
		"## Verslag\n"
		"\n"
		"{{notes}}\n"
		"\n"
		"## Beslissingen\n"
		"\n"
		"{{decisions}}\n"
		"\n"
		"## Acties\n"
		"\n"
		"{{actions}}\n"
		"\n"
		"## Volgende vergadering\n"
		"\n"
		"{{next}}\n",
	[HVK_EN] =
		"# Minutes: {{title}}\n"
		"\n"
		"{{type}} of {{when}}\n"
		"Place: {{place}}\n"
		"Gemeente: {{gemeente}}\n"
		"Huis van het Kind: {{house}}\n"
		"Host: {{host}}\n"
		"Status: {{status}}\n"
		"Cancelled because: {{reason}}\n"
		"\n"
		"## Present\n"
		"\n"
		"{{present}}\n"
		"{{attendance}}\n"
		"Excused: {{excused}}\n"
		"\n"
		"## Agenda\n"
		"\n"
		"{{agenda}}\n"
		"\n"
		"## Report\n"
		"\n"
		"{{notes}}\n"
		"\n"
		"## Decisions\n"
		"\n"
		"{{decisions}}\n"
		"\n"
		"## Actions\n"
		"\n"
		"{{actions}}\n"
		"\n"
		"## Next meeting\n"
		"\n"
		"{{next}}\n"
};
