/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-agenda milestone plan: the ready-made plan of a house. */
#include "agenda.h"

#include "common/record-verbs.h"
#include "common/records.h"

const struct option_spec agenda_plan_options[] = {
	{ "house", 0, VALUE_GEMEENTE, "GEMEENTE", "the gemeente whose Huis van het Kind it is about", false, NULL },
	{ "start", 0, VALUE_TEXT, "MONTH", "the month in which the work begins: 2027-02", false, NULL },
	{ 0 }
};

/* What a trial would lay down. */
static int show_plan(struct command *command, struct hvk_record *const milestones[], size_t count)
{
	struct record_listing listing = { .type = HVK_MILESTONE };
	bool done;
	int status = listing_check(command, &listing, &done);

	if (status == EXIT_DONE)
		status = listing_open(command, &listing, NULL, NULL);
	for (size_t i = 0; i < count && status == EXIT_DONE; i++)
		status = listing_row(command, &listing, milestones[i]);
	return listing_close(command, &listing, status);
}

static int lay_down(struct command *command, struct hvk_record *const milestones[], size_t count)
{
	bool dry_run = option_given(command, "dry-run");
	struct hvk_record_counts counts = { 0 };
	const char *house;
	char what[96];
	int status = EXIT_DONE;

	if (count == 0) {
		note(command, "the plan is there already; nothing to do");
		return EXIT_DONE;
	}
	house = hvk_record_label(milestones[0], hvk_type_find_column(HVK_MILESTONE, "house"), command->lang);
	snprintf(what, sizeof(what), "plan of %zu milestones for %.48s", count, house);
	if (hvk_record_save_all(command->store, milestones, count, what, dry_run, &counts) < 0)
		return fail_store(command);
	if (dry_run)
		status = show_plan(command, milestones, count);
	if (status == EXIT_DONE)
		tell_record_counts(command, HVK_MILESTONE, &counts);
	return status;
}

int agenda_plan(struct command *command)
{
	struct hvk_record *milestones[HVK_MILESTONE_PLAN_MAX];
	size_t count = 0;
	int status;

	static const char *const shown[] = { "columns", "format", "output", "labels", "if-changed" };

	for (size_t i = 0; i < COUNT(shown); i++)
		if (option_given(command, shown[i]) && !option_given(command, "dry-run"))
			return usage(command, "--%s is for --dry-run", shown[i]);
	if (!option_given(command, "house") || !option_given(command, "start"))
		return usage(command, "%s: expected --house GEMEENTE and --start MONTH", command->verb->name);
	status = open_store_to_change(command, true);
	if (status == EXIT_DONE &&
	    hvk_milestone_plan(command->store, option(command, "house"), option(command, "start"), command->lang,
	                       milestones, &count) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = lay_down(command, milestones, count);
	for (size_t i = 0; i < count; i++)
		hvk_record_free(milestones[i]);
	return status;
}
