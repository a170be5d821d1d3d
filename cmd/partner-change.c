/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-partner end, rename, verify, merge and purge. */
#include "partner.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/record-verbs.h"
#include "common/records.h"
#include "common/translate.h"

static bool is_dry(const struct command *command)
{
	return option_given(command, "dry-run");
}

/* ---------------------------------------------------------------- end, verify, rename */

const struct option_spec end_options[] = {
	{ "on", 0, VALUE_DATE, "DATE", "the last day (today)", false, NULL },
	{ 0 }
};

const struct option_spec end_partner_options[] = {
	{ "reason", 0, VALUE_TEXT, "TEXT", "why", false, NULL },
	{ 0 }
};

/* --on, else today. */
static const char *day_given(const struct command *command, char date[11])
{
	const char *on = option(command, "on");

	today(command, date);
	return on ? on : date;
}

static int end_record(struct command *command, struct hvk_record *record)
{
	const char *reason = option(command, "reason");
	char date[11];
	const char *day = day_given(command, date);
	int status;

	if (hvk_record_type(record) != HVK_PARTNER)
		return record_set_named(command, record, "until", day);
	status = record_set_named(command, record, "stage", "ended");
	if (status == EXIT_DONE)
		status = record_set_named(command, record, "stage_on", day);
	if (status == EXIT_DONE && reason)
		status = record_set_named(command, record, "stage_reason", reason);
	return status;
}

int partner_end(struct command *command)
{
	return verb_change(command, end_record);
}

const struct option_spec verify_options[] = {
	{ "on", 0, VALUE_DATE, "DATE", "the day on which it was looked at (today)", false, NULL },
	{ "stale", 0, VALUE_TEXT, "TIME", "change nothing; list those not verified for that long: 12m, 90d", false,
	  NULL },
	{ 0 }
};

static int verify_record(struct command *command, struct hvk_record *record)
{
	size_t column = hvk_type_find_column(hvk_record_type(record), "verified_on");
	char date[11], now[11];
	int status = record_set_named(command, record, "verified_on", day_given(command, date));

	today(command, now);
	if (status == EXIT_DONE && strcmp(hvk_record_key(record, column, NULL), now) > 0)
		return usage(command, "--on: nobody has looked at it on a day to come");
	return status;
}

int partner_verify(struct command *command)
{
	static const char *const list_only[] = { "columns", "sort", "exit-status", "format", "output", "labels" };

	if (option_given(command, "stale")) {
		if (command->operand_count > 0 || option_given(command, "ids-from") || option_given(command, "on") ||
		    is_dry(command))
			return usage(command, "%s: --stale lists; it verifies nothing by itself", command->verb->name);
		return partner_stale(command);
	}
	for (size_t i = 0; i < COUNT(list_only); i++)
		if (option_given(command, list_only[i]))
			return usage(command, "%s: --%s is for the list of --stale", command->verb->name,
			             list_only[i]);
	return verb_change(command, verify_record);
}

int partner_rename(struct command *command)
{
	struct hvk_record *record = NULL;
	int status = open_store_to_change(command, false);
	char what[192];

	if (status == EXIT_DONE && hvk_record_new(command->store, HVK_PARTNER, &record) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE && hvk_record_find(record, command->operands[0]) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE && command->operands[1][0] == '\0')
		status = usage(command, "rename: expected another slug, found nothing");
	if (status == EXIT_DONE) {
		snprintf(what, sizeof(what), "%s partner %s", verb_done(command), record_slug(record));
		status = record_set_named(command, record, "slug", command->operands[1]);
	}
	if (status == EXIT_DONE &&
	    hvk_record_save_all(command->store, &record, 1, what, is_dry(command), NULL) < 0)
		status = fail_store(command);
	hvk_record_free(record);
	return status;
}

/* ---------------------------------------------------------------- merge, purge */

int partner_merge(struct command *command)
{
	struct hvk_record_counts counts = { 0 };
	int status = open_store_to_change(command, false);

	if (status != EXIT_DONE)
		return status;
	if (hvk_partner_merge(command->store, command->operands[0], command->operands[1], is_dry(command), &counts) < 0)
		return fail_store(command);
	note(command, P_("%s%s is now part of %s: %llu record changed", "%s%s is now part of %s: %llu records changed",
	                 counts.changed),
	     is_dry(command) ? _("dry run: ") : "", command->operands[1], command->operands[0],
	     (unsigned long long)counts.changed);
	return EXIT_DONE;
}

const struct option_spec purge_options[] = {
	{ "older-than", 0, VALUE_TEXT, "TIME", "those whose last day is longer ago: 24m, 2y, 90d", false, NULL },
	{ "before", 0, VALUE_DATE, "DATE", "those whose last day is before DATE", false, NULL },
	{ 0 }
};

/* The day that lies so long before date, which it becomes: '90d', '3w', '24m', '2y'. From the 31st it goes to the last
 * day of a shorter month. False when text is no such time. */
static bool go_back(const char *text, char date[11])
{
	struct tm day = { 0 }, last;
	unsigned long count;
	char *end;

	count = strtoul(text, &end, 10);
	if (!isdigit((unsigned char)text[0]) || count > 36500 || *end == '\0' || !strchr("dwmy", *end) ||
	    end[1] != '\0' || !strptime(date, "%Y-%m-%d", &day))
		return false;
	if (*end == 'd' || *end == 'w') {
		day.tm_mday -= (int)(*end == 'w' ? 7 * count : count);
	} else {
		day.tm_mon -= (int)(*end == 'y' ? 12 * count : count);
		last = day;
		last.tm_mon++;
		last.tm_mday = 0;
		timegm(&last);
		if (day.tm_mday > last.tm_mday)
			day.tm_mday = last.tm_mday;
	}
	timegm(&day);
	return day.tm_year + 1900 > 0 && strftime(date, 11, "%Y-%m-%d", &day) > 0;
}

int partner_purge(struct command *command)
{
	const char *older = option(command, "older-than"), *before = option(command, "before");
	char date[11];
	uint64_t gone;
	int status;

	if (!older == !before)
		return usage(command, "purge: expected either --older-than TIME or --before DATE");
	today(command, date);
	if (older && !go_back(older, date))
		return usage(command, "--older-than: expected a time such as 90d, 3w, 24m or 2y, found '%s'",
		             older);
	status = open_store_to_change(command, false);
	if (status != EXIT_DONE)
		return status;
	if (hvk_person_purge(command->store, before ? before : date, is_dry(command), &gone) < 0)
		return fail_store(command);
	note(command, P_("%s%llu person removed for good", "%s%llu persons removed for good", gone),
	     is_dry(command) ? _("dry run: ") : "", (unsigned long long)gone);
	return EXIT_DONE;
}
