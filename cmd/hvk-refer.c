/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-refer: finds the right offer and person, and keeps count of the families passed on to them. */
#include "refer.h"

#include "common/records.h"

/* ---------------------------------------------------------------- list and overdue */

static const struct option_spec list_options[] = {
	{ "exit-status", 'e', VALUE_NONE, NULL, "exit with 1 when nothing matches", false, NULL },
	{ 0 }
};

static const struct option_spec overdue_options[] = {
	{ "older-than", 0, VALUE_TEXT, "TIME", "not heard of for longer than this: 14d, 3w, 2m (14d)", false, NULL },
	{ "exit-status", 'e', VALUE_NONE, NULL, "exit with 1 when there are any", false, NULL },
	{ 0 }
};

static int run_list(struct command *command)
{
	return listing_run(command, &(struct record_listing){ .type = HVK_REFERRAL }, &(struct listing_wish){ 0 });
}

static int run_overdue(struct command *command)
{
	const char *older = option(command, "older-than");

	return listing_run(command, &(struct record_listing){ .type = HVK_REFERRAL },
	                   &(struct listing_wish){ "overdue", older ? older : "14d", NULL, true });
}

/* ---------------------------------------------------------------- the program */

#define OPTIONS(...) (const struct option_spec *const[]) { __VA_ARGS__, NULL }

static const struct verb_spec verbs[] = {
	{ "find", "[FILE]", VALUE_FILE, 0, 1,
	  "the offers that fit a need, the best first; or, for each row of FILE, the best",
	  OPTIONS(find_options, output_options), refer_find, FOR_ANYBODY },
	{ "record", "", VALUE_NONE, 0, 0, "note that a family was passed on; prints the id",
	  OPTIONS(record_column_options[HVK_REFERRAL], record_options, talk_options), refer_record, FOR_STAFF },
	{ "status", "ID [STATUS]", VALUE_REFERRAL, 1, 2,
	  "note what has become of a referral; without STATUS, its trail",
	  OPTIONS(status_options, output_options), refer_status, FOR_STAFF },
	{ "list", "", VALUE_NONE, 0, 0, "list referrals",
	  OPTIONS(record_list_options[HVK_REFERRAL], list_options, output_options,
	          record_filter_options[HVK_REFERRAL]), run_list, FOR_STAFF },
	{ "overdue", "", VALUE_NONE, 0, 0, "list referrals of which nothing was heard",
	  OPTIONS(overdue_options, record_list_options[HVK_REFERRAL], output_options,
	          record_filter_options[HVK_REFERRAL]), run_overdue, FOR_STAFF },
	{ "card", "PARTNER", VALUE_PARTNER, 1, 1, "a hand-out about a partner for a family: public facts only",
	  OPTIONS(card_options), refer_card, FOR_ANYBODY },
	{ 0 }
};

static const struct program_spec program = {
	"hvk-refer", "finds the right offer and person, and keeps count of the families passed on", verbs
};

int main(int argc, char **argv)
{
	records_prepare();
	return program_main(&program, argc, argv);
}
