/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-partner list, due, and verify --stale: records as rows. */
#include "partner.h"

#include <string.h>
#include <time.h>

#include "common/records.h"

const struct option_spec exit_options[] = {
	{ "exit-status", 'e', VALUE_NONE, NULL, "exit with 1 when nothing matches", false, NULL },
	{ 0 }
};

/* Writes a listing with the conditions of the options and one more (key NULL: none), in an order of its own where the
 * options name none. *rows: how many. */
static int list_records(struct command *command, struct record_listing *listing, const char *key, const char *value,
                        const char *sort, uint64_t *rows)
{
	struct hvk_records *records = NULL;
	int status = open_store(command, HVK_OPEN_READ, false);

	*rows = 0;
	if (status == EXIT_DONE)
		status = make_records(command, listing->type, &records);
	if (status == EXIT_DONE && key && hvk_records_add(records, key, "=", value) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE && sort && !option_given(command, "sort") &&
	    hvk_records_set_sort(records, sort) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = listing_open(command, listing, NULL, NULL);
	if (status == EXIT_DONE)
		status = listing_close(command, listing, listing_write(command, listing, records, rows));
	hvk_records_free(records);
	return status;
}

int partner_list(struct command *command)
{
	struct record_listing listing = { .type = verb_type(command) };
	bool done;
	uint64_t rows;
	int status = listing_check(command, &listing, &done);

	if (status != EXIT_DONE || done)
		return status;
	if (listing.type == HVK_PERSON && !listing.with_persons && command->verbose)
		note(command, "names, telephone numbers and addresses are left out; --with-persons shows them");
	status = list_records(command, &listing, NULL, NULL, NULL, &rows);
	return status == EXIT_DONE && rows == 0 && option_given(command, "exit-status") ? EXIT_NO : status;
}

/* ---------------------------------------------------------------- due */

const struct option_spec due_options[] = {
	{ "within", 0, VALUE_TEXT, "TIME", "that end from today until so long from now: 90d, 6m (90d)", false, NULL },
	{ "exit-status", 'e', VALUE_NONE, NULL, "exit with 1 when there are any", false, NULL },
	{ 0 }
};

static bool days_until(const char *from, const char *to, int64_t *days)
{
	struct tm first = { 0 }, last = { 0 };

	if (!strptime(from, "%Y-%m-%d", &first) || !strptime(to, "%Y-%m-%d", &last))
		return false;
	*days = (int64_t)(timegm(&last) - timegm(&first)) / (24 * 60 * 60);
	return true;
}

static bool days_left(const struct command *command, struct hvk_record *record, int64_t *value)
{
	const char *until = hvk_record_key(record, hvk_type_find_column(HVK_AGREEMENT, "until"), NULL);
	char date[11];

	today(command, date);
	return until && days_until(date, until, value);
}

int partner_due(struct command *command)
{
	static const struct record_extra left = {
		"days_left", "how many days are left", { "dagen", "days left" }, days_left
	};
	static const char *const standard[] = { "slug", "partner", "type", "gemeente", "house", "until", NULL };
	struct record_listing listing = { .type = HVK_AGREEMENT, .extra = &left, .standard = standard };
	const char *within = option(command, "within");
	bool done;
	uint64_t rows;
	int status = listing_check(command, &listing, &done);

	if (status != EXIT_DONE || done)
		return status;
	status = list_records(command, &listing, "due", within ? within : "90d", "until", &rows);
	return status == EXIT_DONE && rows > 0 && option_given(command, "exit-status") ? EXIT_NO : status;
}

/* ---------------------------------------------------------------- verify --stale */

/* What somebody who looks them up needs; the longest ago first, those never looked at before all. */
int partner_stale(struct command *command)
{
	static const char *const standard[] = {
		"slug", "partner", "name", "function", "phone", "email", "verified_on", NULL
	};
	struct record_listing listing = { .type = verb_type(command), .standard = standard };
	bool done;
	uint64_t rows;
	int status = listing_check(command, &listing, &done);

	if (status != EXIT_DONE || done)
		return status;
	status = list_records(command, &listing, "stale", option(command, "stale"), "verified_on", &rows);
	return status == EXIT_DONE && rows == 0 && option_given(command, "exit-status") ? EXIT_NO : status;
}
