/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-admin purge and merge. */
#include "admin.h"

const struct option_spec purge_options[] = {
	{ "before", 0, VALUE_DATE, "MONTH", "the questions of months before this one", false, NULL },
	{ "retention", 0, VALUE_NONE, NULL, "those of months beyond the setting retention; as without --before", false,
	  NULL },
	{ "collapse", 0, VALUE_NONE, NULL, "keep how many there were by month, gemeente, theme and contact", false,
	  NULL },
	{ 0 }
};

/* The month before which all goes: of --before, or by the setting of the store. 0 or an exit status. */
static int choose_month(struct command *command, char chosen[8], const char **month)
{
	*month = option(command, "before");
	if (*month)
		return EXIT_DONE;
	if (hvk_store_first_kept(command->store, chosen) < 0)
		return fail_store(command);
	if (*chosen == '\0')
		return usage(command, "purge: expected --before MONTH, since this store has no retention; to set one:"
		                      " hvk-admin settings retention=MONTHS");
	*month = chosen;
	return EXIT_DONE;
}

static void tell_purged(const struct command *command, bool collapse, uint64_t gone, uint64_t months,
                        const char *month)
{
	char of[64];

	snprintf(of, sizeof(of), P_("%llu month", "%llu months", months), (unsigned long long)months);
	if (collapse)
		note(command, P_("%sdeleted %llu question of months before %s, for good, and kept the count (%s)",
		                 "%sdeleted %llu questions of months before %s, for good, and kept the counts (%s)",
		                 gone),
		     admin_would(command), (unsigned long long)gone, month, of);
	else
		note(command, P_("%sdeleted %llu question of months before %s, for good (%s)",
		                 "%sdeleted %llu questions of months before %s, for good (%s)", gone),
		     admin_would(command), (unsigned long long)gone, month, of);
}

/* How many of the questions of months before one are there as counts only. What is wrong with the month, or the store,
 * purging says itself. */
static uint64_t count_counts(struct command *command, const char *month)
{
	struct hvk_filter *filter = NULL;
	uint64_t counts = 0;
	int result = hvk_filter_new(command->store, &filter);

	if (result == HVK_OK)
		result = hvk_filter_add(filter, "month", "<", month);
	if (result == HVK_OK)
		result = hvk_store_counted(command->store, filter, &counts);
	hvk_filter_free(filter);
	return result < 0 ? 0 : counts;
}

int admin_purge(struct command *command)
{
	bool dry_run = option_given(command, "dry-run"), collapse = option_given(command, "collapse");
	uint64_t gone, months, counts = 0;
	const char *month;
	char chosen[8];
	int status;

	if (option_given(command, "before") && option_given(command, "retention"))
		return usage(command, "purge: expected either --before or --retention, found both");
	status = open_store(command, dry_run ? HVK_OPEN_READ : HVK_OPEN_WRITE, false);
	if (status == EXIT_DONE)
		status = choose_month(command, chosen, &month);
	if (status != EXIT_DONE)
		return status;
	if (!collapse)
		counts = count_counts(command, month);
	if (hvk_store_purge(command->store, month, collapse, dry_run, &gone, &months) < 0)
		return fail_store(command);
	tell_purged(command, collapse, gone, months, month);
	if (counts > 0)
		note(command, P_("%llu of these was a count only", "%llu of these were counts only", counts),
		     (unsigned long long)counts);
	return EXIT_DONE;
}

int admin_merge(struct command *command)
{
	struct hvk_record_counts records;
	struct hvk_counts counts;
	bool made;
	int status = admin_open(command, &made);

	if (status != EXIT_DONE)
		return status;
	if (hvk_store_merge(command->store, command->operands[0], option_given(command, "dry-run"), &counts,
	                    &records) < 0)
		return admin_give_up(command, made);
	note(command, P_("%sadded %llu question; %llu unchanged, %llu voided",
	                 "%sadded %llu questions; %llu unchanged, %llu voided", counts.added),
	     admin_would(command), (unsigned long long)counts.added, (unsigned long long)counts.unchanged,
	     (unsigned long long)counts.voided);
	if (counts.purged > 0)
		note(command, P_("passed over %llu question of a month that was purged here",
		                 "passed over %llu questions of months that were purged here", counts.purged),
		     (unsigned long long)counts.purged);
	if (records.added + records.changed + records.unchanged > 0)
		note(command, P_("%sadded %llu record or referral; %llu unchanged, %llu changed",
		                 "%sadded %llu records or referrals; %llu unchanged, %llu changed", records.added),
		     admin_would(command), (unsigned long long)records.added, (unsigned long long)records.unchanged,
		     (unsigned long long)records.changed);
	return EXIT_DONE;
}
