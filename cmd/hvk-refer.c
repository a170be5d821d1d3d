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

/* overdue: how long without a word, NULL for all referrals. *rows: how many there were. */
static int list_referrals(struct command *command, const char *overdue, uint64_t *rows)
{
	struct record_listing listing = { .type = HVK_REFERRAL };
	struct hvk_records *records = NULL;
	bool done;
	int status = listing_check(command, &listing, &done);

	*rows = 0;
	if (status != EXIT_DONE || done)
		return status;
	status = open_store(command, HVK_OPEN_READ, false);
	if (status == EXIT_DONE)
		status = make_records(command, HVK_REFERRAL, &records);
	if (status == EXIT_DONE && overdue && hvk_records_add(records, "overdue", "=", overdue) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = listing_open(command, &listing, NULL, NULL);
	if (status == EXIT_DONE)
		status = listing_close(command, &listing, listing_write(command, &listing, records, rows));
	hvk_records_free(records);
	return status;
}

static int run_list(struct command *command)
{
	uint64_t rows;
	int status = list_referrals(command, NULL, &rows);

	return status == EXIT_DONE && rows == 0 && option_given(command, "exit-status") ? EXIT_NO : status;
}

static int run_overdue(struct command *command)
{
	const char *older = option(command, "older-than");
	uint64_t rows;
	int status = list_referrals(command, older ? older : "14d", &rows);

	return status == EXIT_DONE && rows > 0 && option_given(command, "exit-status") ? EXIT_NO : status;
}

/* ---------------------------------------------------------------- the program */

#define OPTIONS(...) (const struct option_spec *const[]) { __VA_ARGS__, NULL }

static const struct verb_spec verbs[] = {
	{ "find", "[FILE]", VALUE_FILE, 0, 1,
	  "the offers that fit a need, the best first; or, for each row of FILE, the best",
	  OPTIONS(find_options, output_options), refer_find },
	{ "record", "", VALUE_NONE, 0, 0, "note that a family was passed on; prints the id",
	  OPTIONS(record_column_options[HVK_REFERRAL], record_options, talk_options), refer_record },
	{ "status", "ID [STATUS]", VALUE_REFERRAL, 1, 2,
	  "note what has become of a referral; without STATUS, its trail",
	  OPTIONS(status_options, output_options), refer_status },
	{ "list", "", VALUE_NONE, 0, 0, "list referrals",
	  OPTIONS(record_list_options[HVK_REFERRAL], list_options, output_options,
	          record_filter_options[HVK_REFERRAL]), run_list },
	{ "overdue", "", VALUE_NONE, 0, 0, "list referrals of which nothing was heard",
	  OPTIONS(overdue_options, record_list_options[HVK_REFERRAL], output_options,
	          record_filter_options[HVK_REFERRAL]), run_overdue },
	{ "card", "PARTNER", VALUE_PARTNER, 1, 1, "a hand-out about a partner for a family: public facts only",
	  OPTIONS(card_options, output_options), refer_card },
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
