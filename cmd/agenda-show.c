/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-agenda show: what pages of meetings have besides the facts. */
#include "agenda.h"

#include "common/record-page.h"

#define COLUMNS(...) (const char *const[]) { __VA_ARGS__, NULL }

static const struct record_section meeting_sections[] = {
	{ { "Aanwezigheden", "Attendance" }, HVK_ATTENDANCE, "meeting", COLUMNS("partner", "people", "excused"),
	  false },
	{ { "Acties", "Actions" }, HVK_ACTION, "meeting", COLUMNS("slug", "who", "what", "due", "done"), false },
	{ .columns = NULL }
};

int agenda_show(struct command *command)
{
	static const struct record_pages pages = { .sections = { [HVK_MEETING] = meeting_sections } };

	return record_show(command, &pages);
}
