/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-agenda actions and milestone list, and done of both. */
#include "agenda.h"

#include <string.h>

#include "common/record-verbs.h"
#include "common/records.h"

/* What is due first comes first. */
int agenda_due(struct command *command)
{
	bool actions = strcmp(command->verb->name, "actions") == 0;
	struct record_listing listing = { .type = actions ? HVK_ACTION : HVK_MILESTONE };

	return listing_run(command, &listing, &(struct listing_wish){ .sort = "due" });
}

const struct option_spec agenda_done_options[] = {
	{ "on", 0, VALUE_DATE, "DATE", "on that day (today)", false, NULL },
	{ 0 }
};

/* What was done already was done on that day, unless another is given. */
static int finish_record(struct command *command, struct hvk_record *record)
{
	const char *on = option(command, "on");
	const char *done = hvk_record_key(record, hvk_type_find_column(hvk_record_type(record), "done"), NULL);
	char date[11];
	int status;

	today(command, date);
	if (!on && done) {
		note(command, "%s was done already on %s", record_slug(record), done);
		return EXIT_DONE;
	}
	status = record_set_named(command, record, "done", on ? on : date);
	done = hvk_record_key(record, hvk_type_find_column(hvk_record_type(record), "done"), NULL);
	if (status == EXIT_DONE && strcmp(done, date) > 0)
		status = fail(command, EXIT_REFUSED, "done: expected a day that has come, found '%s'", done);
	return status;
}

int agenda_done(struct command *command)
{
	const char *on = option(command, "on");

	if (on && !*on)
		return usage(command, "%s: expected --on DATE, found nothing", command->verb->name);
	return verb_change(command, finish_record);
}
