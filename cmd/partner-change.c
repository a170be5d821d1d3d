/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-partner add, set, end, remove, rename, verify, merge, undo and purge. */
#include "partner.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/records.h"
#include "common/translate.h"

static bool is_dry(const struct command *command)
{
	return option_given(command, "dry-run");
}

/* The column of that name, which the type has. */
static size_t column_of(enum hvk_type type, const char *name)
{
	return hvk_type_find_column(type, name);
}

static const char *slug_of(struct hvk_record *record)
{
	const char *slug = hvk_record_key(record, 0, NULL);

	return slug ? slug : "";
}

/* ---------------------------------------------------------------- add */

/* What the operand of add stands for. */
static size_t operand_column(enum hvk_type type)
{
	return column_of(type, type == HVK_HOUSE ? "gemeente" : "name");
}

static int set_operand(struct command *command, struct hvk_record *record)
{
	enum hvk_type type = hvk_record_type(record);
	size_t column = operand_column(type);

	if (command->operand_count == 0)
		return EXIT_DONE;
	if (option_given(command, record_option_name(type, column)))
		return usage(command, "%s: the operand '%s' is --%s, which is given too", command->verb->name,
		             command->operands[0], record_option_name(type, column));
	return hvk_record_set(record, column, command->operands[0]) < 0 ? fail_store(command) : EXIT_DONE;
}

/* Says all that a record cannot do without and this one has not. */
static int check_required(const struct command *command, struct hvk_record *record)
{
	enum hvk_type type = hvk_record_type(record);
	const char *name = hvk_type_name(type);
	char missing[256] = "";
	size_t length = 0;

	for (size_t n = 0; n < hvk_type_columns(type); n++)
		if ((hvk_type_column(type, n)->traits & HVK_TRAIT_REQUIRED) && !hvk_record_key(record, n, NULL) &&
		    length < sizeof(missing))
			length += (size_t)snprintf(missing + length, sizeof(missing) - length, "%s--%s",
			                           length ? _(" and ") : "", record_option_name(type, n));
	if (length == 0)
		return EXIT_DONE;
	if (strchr("aeiou", name[0]))
		return usage(command, "an %s needs %s", name, missing);
	return usage(command, "a %s needs %s", name, missing);
}

static int add_record(struct command *command, struct hvk_record *record)
{
	size_t given;
	int status = set_operand(command, record);

	if (status == EXIT_DONE)
		status = record_set_options(command, record, &given);
	if (status == EXIT_DONE)
		status = check_required(command, record);
	if (status == EXIT_DONE && hvk_record_save(record, is_dry(command)) < 0)
		status = fail_store(command);
	if (status != EXIT_DONE)
		return status;
	if (is_dry(command))
		note(command, "dry run: 1 %s would be added", hvk_type_name(hvk_record_type(record)));
	else
		puts(slug_of(record)); /* what a script goes on with, so also with --quiet */
	return EXIT_DONE;
}

int partner_add(struct command *command)
{
	struct hvk_record *record = NULL;
	int status = open_store_to_change(command, true);

	if (status == EXIT_DONE && hvk_record_new(command->store, verb_type(command), &record) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = add_record(command, record);
	hvk_record_free(record);
	return status;
}

/* ---------------------------------------------------------------- what changes records that are there */

static int need_slugs(const struct command *command)
{
	if (command->operand_count > 0 || option_given(command, "ids-from"))
		return EXIT_DONE;
	return usage(command, "%s: expected SLUG..., or --ids-from FILE", command->verb->name);
}

/* What was done, as the history will tell it, by the last word of the verb. */
const char *partner_done(const struct command *command)
{
	static const char *const words[][2] = {
		{ "edit", "edited" }, { "end", "ended" }, { "rename", "renamed" }, { "verify", "verified" },
	};
	const char *name = command->verb->name, *space = strrchr(name, ' ');

	name = space ? space + 1 : name;
	for (size_t i = 0; i < COUNT(words); i++)
		if (strcmp(words[i][0], name) == 0)
			return words[i][1];
	return name;
}

/* The change as the history will name it: 'set offer babymassage', 'verified 12 partners'. */
static const char *describe(const struct command *command, enum hvk_type type, const struct record_set *set,
                            char text[192])
{
	if (set->count == 1)
		snprintf(text, 192, "%s %s %s", partner_done(command), hvk_type_name(type), slug_of(set->records[0]));
	else
		snprintf(text, 192, "%s %zu %ss", partner_done(command), set->count, hvk_type_name(type));
	return text;
}

/* All of them or none, as one change. */
static int change_all(struct command *command, int (*change)(struct command *command, struct hvk_record *record))
{
	enum hvk_type type = verb_type(command);
	struct record_set set = { 0 };
	struct hvk_record_counts counts = { 0 };
	char what[192];
	int status = need_slugs(command);

	if (status == EXIT_DONE)
		status = open_store_to_change(command, false);
	if (status == EXIT_DONE)
		status = records_find(command, type, &set);
	describe(command, type, &set, what);
	for (size_t i = 0; i < set.count && status == EXIT_DONE; i++)
		status = change(command, set.records[i]);
	if (status == EXIT_DONE && hvk_record_save_all(command->store, set.records, set.count, what, is_dry(command),
	                                               &counts) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		tell_record_counts(command, type, &counts);
	records_forget(&set);
	return status;
}

static int set_columns(struct command *command, struct hvk_record *record)
{
	size_t given;

	return record_set_options(command, record, &given);
}

int partner_set(struct command *command)
{
	enum hvk_type type = verb_type(command);
	size_t given = 0;

	for (size_t n = 0; n < hvk_type_columns(type); n++)
		given += option_given(command, record_option_name(type, n));
	if (given == 0)
		return usage(command, "%s: expected at least one column to change, such as --%s", command->verb->name,
		             record_option_name(type, operand_column(type) < hvk_type_columns(type)
		                                              ? operand_column(type)
		                                              : column_of(type, "since")));
	return change_all(command, set_columns);
}

static int set_column(struct command *command, struct hvk_record *record, const char *column, const char *text)
{
	if (hvk_record_set(record, column_of(hvk_record_type(record), column), text) < 0)
		return fail_store(command);
	return EXIT_DONE;
}

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
		return set_column(command, record, "until", day);
	status = set_column(command, record, "stage", "ended");
	if (status == EXIT_DONE)
		status = set_column(command, record, "stage_on", day);
	if (status == EXIT_DONE && reason)
		status = set_column(command, record, "stage_reason", reason);
	return status;
}

int partner_end(struct command *command)
{
	return change_all(command, end_record);
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
	int status = set_column(command, record, "verified_on", day_given(command, date));

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
	return change_all(command, verify_record);
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
		snprintf(what, sizeof(what), "%s partner %s", partner_done(command), slug_of(record));
		status = set_column(command, record, "slug", command->operands[1]);
	}
	if (status == EXIT_DONE &&
	    hvk_record_save_all(command->store, &record, 1, what, is_dry(command), NULL) < 0)
		status = fail_store(command);
	hvk_record_free(record);
	return status;
}

int partner_remove(struct command *command)
{
	enum hvk_type type = verb_type(command);
	struct record_set set = { 0 };
	struct hvk_record_counts counts = { 0 };
	int status = need_slugs(command);

	if (status == EXIT_DONE)
		status = open_store_to_change(command, false);
	if (status == EXIT_DONE)
		status = records_find(command, type, &set);
	if (status == EXIT_DONE &&
	    hvk_record_remove_all(command->store, set.records, set.count, is_dry(command), &counts) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE) {
		char own[64];
		uint64_t others = counts.removed > set.count ? counts.removed - set.count : 0;

		count_records(type, set.count, own);
		if (others > 0)
			note(command, P_("%s%s removed, with %llu record of theirs",
			                 "%s%s removed, with %llu records of theirs", others),
			     is_dry(command) ? _("dry run: ") : "", own, (unsigned long long)others);
		else
			note(command, "%s%s removed", is_dry(command) ? _("dry run: ") : "", own);
	}
	records_forget(&set);
	return status;
}

/* ---------------------------------------------------------------- merge, undo, purge */

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

const struct option_spec undo_options[] = {
	{ "dry-run", 'n', VALUE_NONE, NULL, "tell what would be undone", false, NULL },
	{ 0 }
};

int partner_undo(struct command *command)
{
	struct hvk_record_counts counts;
	const char *what;
	int status = open_store_to_change(command, false);

	if (status != EXIT_DONE)
		return status;
	if (hvk_record_undo(command->store, is_dry(command), &counts, &what) < 0)
		return fail_store(command);
	note(command, "%s %s: %llu taken out, %llu put back, %llu changed back",
	     is_dry(command) ? _("would undo") : _("undone:"), what, (unsigned long long)counts.removed,
	     (unsigned long long)counts.added, (unsigned long long)counts.changed);
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
