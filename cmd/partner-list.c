/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-partner due and verify --stale: records as rows. */
#include "partner.h"

#include <string.h>
#include <time.h>

#include "common/record-verbs.h"
#include "common/records.h"
#include "common/translate.h"

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
		"days_left", N_("how many days are left"), { "dagen", "days left" }, days_left
	};
	static const char *const standard[] = { "slug", "partner", "type", "gemeente", "house", "until", NULL };
	struct record_listing listing = { .type = HVK_AGREEMENT, .extra = &left, .standard = standard };
	const char *within = option(command, "within");

	return listing_run(command, &listing, &(struct listing_wish){ "due", within ? within : "90d", "until", true });
}

/* ---------------------------------------------------------------- verify --stale */

/* What somebody who looks them up needs; the longest ago first, those never looked at last. */
int partner_stale(struct command *command)
{
	static const char *const standard[] = {
		"slug", "partner", "name", "function", "phone", "email", "verified_on", NULL
	};
	struct record_listing listing = { .type = verb_type(command), .standard = standard };

	return listing_run(command, &listing,
	                   &(struct listing_wish){ "stale", option(command, "stale"), "verified_on", false });
}
