/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-agenda session and meeting add, also a whole series at once, and cancel. */
#include "agenda.h"

#include <stdlib.h>
#include <string.h>

#include "common/record-verbs.h"
#include "common/records.h"
#include "common/translate.h"

/* ---------------------------------------------------------------- add */

const struct option_spec agenda_series_options[] = {
	{ "every", 0, VALUE_TEXT, "STEP", "add several: again after so many days, weeks or months: 3d, 1w, 1m", false,
	  NULL },
	{ "times", 0, VALUE_NUMBER, "N", "with --every: how many", false, NULL },
	{ "until", 0, VALUE_DATE, "DATE", "with --every: none after that day", false, NULL },
	{ "except", 0, VALUE_DATE, "DATE", "with --every: not on that day; repeated: on none of them", true, NULL },
	{ "same-day", 0, VALUE_NONE, NULL,
	  "with --every of months: on the same day of the month, not the same weekday", false, NULL },
	{ 0 }
};

/* "" is what a script passes on whose variable is not set. */
static bool is_empty(const struct command *command, const char *name)
{
	const char *text = option(command, name);

	return !text || !*text;
}

static int check_series(const struct command *command)
{
	enum hvk_type type = verb_type(command);

	for (const struct option_spec *spec = agenda_series_options; spec->name; spec++)
		if (!option_given(command, "every") && option_given(command, spec->name))
			return usage(command, "--%s is for --every", spec->name);
	if (!option_given(command, "every"))
		return EXIT_DONE;
	if (option_given(command, "slug"))
		return usage(command, "--slug is for one; with --every they are made");
	if (type == HVK_SESSION && is_empty(command, "series"))
		return usage(command, "--every needs --series, which they have in common");
	if (!option_given(command, "times") && !option_given(command, "until"))
		return usage(command, "--every needs --times or --until");
	return EXIT_DONE;
}

/* The dates on which they are, from that of the first. */
static int find_dates(struct command *command, struct hvk_record *first, char (*dates)[11], size_t *count)
{
	struct hvk_recurrence recurrence = {
		.first = hvk_record_key(first, hvk_type_find_column(hvk_record_type(first), "date"), NULL),
		.every = option(command, "every"), .same_day = option_given(command, "same-day"),
		.times = (size_t)option_number(command, "times", 0), .until = option(command, "until")
	};
	const char *except[HVK_RECURRENCE_MAX + 1] = { NULL };

	if (option_at(command, "except", HVK_RECURRENCE_MAX))
		return usage(command, "--except: expected at most %d of them", HVK_RECURRENCE_MAX);
	for (size_t n = 0; (except[n] = option_at(command, "except", n)) != NULL; n++)
		;
	recurrence.except = except;
	if (option_given(command, "times") && recurrence.times == 0)
		return usage(command, "--times: expected 1 or more");
	return hvk_recurrence_dates(command->store, &recurrence, dates, count) < 0 ? fail_store(command) : EXIT_DONE;
}

static int make_records_on(struct command *command, char (*dates)[11], size_t count, struct record_set *set)
{
	int status = EXIT_DONE;

	set->records = calloc(count + 1, sizeof(struct hvk_record *));
	if (!set->records)
		return fail_memory(command);
	for (size_t i = 0; i < count && status == EXIT_DONE; i++) {
		if (hvk_record_new(command->store, verb_type(command), &set->records[i]) < 0)
			return fail_store(command);
		set->count++;
		status = record_fill(command, set->records[i]);
		if (status == EXIT_DONE)
			status = record_set_named(command, set->records[i], "date", dates[i]);
	}
	return status;
}

/* Prints what a script goes on with; of a trial the days. */
static void tell_added(const struct command *command, const struct record_set *set, char (*dates)[11])
{
	char own[64], days[HVK_RECURRENCE_MAX * (sizeof("2026-10-06") + 1)] = "", *end = days;

	if (!option_given(command, "dry-run")) {
		for (size_t i = 0; i < set->count; i++)
			puts(record_slug(set->records[i]));
		return;
	}
	for (size_t i = 0; i < set->count; i++)
		end += sprintf(end, "%s%s", i > 0 ? ", " : "", dates[i]);
	note(command, "dry run: %s would be added: %s", count_records(verb_type(command), set->count, own), days);
}

static int add_series(struct command *command)
{
	char dates[HVK_RECURRENCE_MAX][11], what[96];
	const char *series = option(command, "series");
	struct hvk_record *first = NULL;
	struct record_set set = { 0 };
	size_t count = 0;
	int status = open_store_to_change(command, true);

	if (status == EXIT_DONE && hvk_record_new(command->store, verb_type(command), &first) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = record_fill(command, first);
	if (status == EXIT_DONE)
		status = find_dates(command, first, dates, &count);
	if (status == EXIT_DONE)
		status = make_records_on(command, dates, count, &set);
	snprintf(what, sizeof(what), "add %zu %ss%s%.64s", set.count, hvk_type_name(verb_type(command)),
	         series ? " " : "", series ? series : "");
	if (status == EXIT_DONE && hvk_record_save_all(command->store, set.records, set.count, what,
	                                               option_given(command, "dry-run"), NULL) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		tell_added(command, &set, dates);
	hvk_record_free(first);
	records_forget(&set);
	return status;
}

int agenda_add(struct command *command)
{
	int status = check_series(command);

	if (status != EXIT_DONE || !option_given(command, "every"))
		return status == EXIT_DONE ? verb_add(command) : status;
	return add_series(command);
}

/* ---------------------------------------------------------------- cancel */

const struct option_spec agenda_cancel_options[] = {
	{ "reason", 0, VALUE_TEXT, "TEXT", "why: has to be given", false, NULL },
	{ "series", 0, VALUE_TEXT, "SLUG", "all of that series that are planned", false, NULL },
	{ "since", 0, VALUE_DATE, "DATE", "with --series: those on that day or later", false, NULL },
	{ 0 }
};

static int cancel_record(struct command *command, struct hvk_record *record)
{
	int status = record_set_named(command, record, "status", "geannuleerd");

	return status == EXIT_DONE ? record_set_named(command, record, "reason", option(command, "reason")) : status;
}

static int find_series(struct command *command, struct record_set *set)
{
	enum hvk_type type = verb_type(command);
	const char *since = option(command, "since");
	struct hvk_records *records = NULL;
	int status = EXIT_DONE;

	if (hvk_records_new(command->store, type, &records) < 0 ||
	    hvk_records_add(records, "series", "=", option(command, "series")) < 0 ||
	    hvk_records_add(records, "status", "=", "gepland") < 0 ||
	    (since && hvk_records_add(records, "since", "=", since) < 0))
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = records_listed(command, records, set);
	if (status == EXIT_DONE && set->count == 0)
		status = fail(command, EXIT_NOT_FOUND, type == HVK_SESSION ? N_("no session of series '%s' is planned")
		                                                           : N_("no meeting of series '%s' is planned"),
		              option(command, "series"));
	hvk_records_free(records);
	return status;
}

int agenda_cancel(struct command *command)
{
	bool named = command->operand_count > 0 || option_given(command, "ids-from");
	struct record_set set = { 0 };
	int status;

	if (is_empty(command, "reason"))
		return usage(command, "%s: expected --reason TEXT", command->verb->name);
	if (!option_given(command, "series")) {
		if (option_given(command, "since"))
			return usage(command, "--since is for --series");
		return verb_change(command, cancel_record);
	}
	if (is_empty(command, "series"))
		return usage(command, "%s: expected --series SLUG, found nothing", command->verb->name);
	if (named)
		return usage(command, "%s: expected either SLUG... or --series, not both", command->verb->name);
	status = open_store_to_change(command, false);
	if (status == EXIT_DONE)
		status = find_series(command, &set);
	if (status == EXIT_DONE)
		status = record_set_change(command, verb_type(command), &set, cancel_record);
	records_forget(&set);
	return status;
}
