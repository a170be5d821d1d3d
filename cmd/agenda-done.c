/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-agenda actions, and done of actions and milestones. */
#include "agenda.h"

#include "common/record-verbs.h"
#include "common/records.h"

/* What is due first comes first. */
int agenda_actions(struct command *command)
{
	struct record_listing listing = { .type = HVK_ACTION };

	return listing_run(command, &listing, &(struct listing_wish){ .sort = "due" });
}

const struct option_spec agenda_done_options[] = {
	{ "on", 0, VALUE_DATE, "DATE", "on that day (today)", false, NULL },
	{ 0 }
};

static int finish_record(struct command *command, struct hvk_record *record)
{
	const char *on = option(command, "on");
	char date[11];

	today(command, date);
	return record_set_named(command, record, "done", on ? on : date);
}

int agenda_done(struct command *command)
{
	return verb_change(command, finish_record);
}
