/* SPDX-License-Identifier: EUPL-1.2 */
/* Verbs of records: add, set, remove and undo. */
#include <string.h>

#include "common/record-verbs.h"
#include "common/records.h"
#include "common/translate.h"

const struct option_spec record_change_options[] = {
	{ "dry-run", 'n', VALUE_NONE, NULL, "do all but write", false, NULL },
	{ 0 }
};

/* The first word of the verbs about a type. */
static const char *const type_words[HVK_TYPES] = {
	[HVK_PERSON] = "person", [HVK_OFFER] = "offer", [HVK_AGREEMENT] = "agreement", [HVK_HOUSE] = "house",
	[HVK_MEMBERSHIP] = "member", [HVK_SESSION] = "session", [HVK_MEETING] = "meeting",
	[HVK_ATTENDANCE] = "attendance", [HVK_ACTION] = "action", [HVK_MILESTONE] = "milestone"
};

enum hvk_type verb_type(const struct command *command)
{
	const char *verb = command->verb->name;

	for (enum hvk_type type = HVK_PERSON; type < HVK_TYPES; type++) {
		size_t length = type_words[type] ? strlen(type_words[type]) : 0;

		if (length > 0 && strncmp(verb, type_words[type], length) == 0 && verb[length] == ' ')
			return type;
	}
	return HVK_PARTNER;
}

static bool is_dry(const struct command *command)
{
	return option_given(command, "dry-run");
}

int record_set_named(struct command *command, struct hvk_record *record, const char *column, const char *text)
{
	if (hvk_record_set(record, hvk_type_find_column(hvk_record_type(record), column), text) < 0)
		return fail_store(command);
	return EXIT_DONE;
}

const char *record_slug(struct hvk_record *record)
{
	const char *slug = hvk_record_key(record, 0, NULL);

	return slug ? slug : "";
}

/* ---------------------------------------------------------------- add */

/* What the operand of add stands for: a type that has none of these has no operand either. */
static size_t operand_column(enum hvk_type type)
{
	static const char *const names[] = { "name", "title", "what" };
	size_t column = hvk_type_columns(type);

	if (type == HVK_HOUSE)
		return hvk_type_find_column(type, "gemeente");
	for (size_t i = 0; i < COUNT(names) && column == hvk_type_columns(type); i++)
		column = hvk_type_find_column(type, names[i]);
	return column;
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

/* Whether a column is taken from another record when this one is saved: who holds a session is who offers it. */
static bool is_taken(struct hvk_record *record, size_t column)
{
	if (hvk_record_type(record) != HVK_SESSION || column != hvk_type_find_column(HVK_SESSION, "partner"))
		return false;
	return hvk_record_key(record, hvk_type_find_column(HVK_SESSION, "offer"), NULL);
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
		    !is_taken(record, n) && length < sizeof(missing))
			length += (size_t)snprintf(missing + length, sizeof(missing) - length, "%s--%s",
			                           length ? _(" and ") : "", record_option_name(type, n));
	if (length == 0)
		return EXIT_DONE;
	if (strchr("aeiou", name[0]))
		return usage(command, "an %s needs %s", _(name), missing);
	return usage(command, "a %s needs %s", _(name), missing);
}

int record_fill(struct command *command, struct hvk_record *record)
{
	size_t given;
	int status = set_operand(command, record);

	if (status == EXIT_DONE)
		status = record_set_options(command, record, &given);
	return status == EXIT_DONE ? check_required(command, record) : status;
}

static int add_record(struct command *command, struct hvk_record *record)
{
	int status = record_fill(command, record);

	if (status == EXIT_DONE && hvk_record_save(record, is_dry(command)) < 0)
		status = fail_store(command);
	if (status != EXIT_DONE)
		return status;
	if (is_dry(command))
		note(command, "dry run: 1 %s would be added", _(hvk_type_name(hvk_record_type(record))));
	else
		puts(record_slug(record)); /* what a script goes on with, so also with --quiet */
	return EXIT_DONE;
}

int verb_add(struct command *command)
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

const char *verb_done(const struct command *command)
{
	static const char *const words[][2] = {
		{ "cancel", "cancelled" }, { "count", "counted" }, { "edit", "edited" }, { "end", "ended" },
		{ "rename", "renamed" }, { "verify", "verified" },
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
		snprintf(text, 192, "%s %s %s", verb_done(command), hvk_type_name(type), record_slug(set->records[0]));
	else
		snprintf(text, 192, "%s %zu %ss", verb_done(command), set->count, hvk_type_name(type));
	return text;
}

int record_set_change(struct command *command, enum hvk_type type, const struct record_set *set,
                      int (*change)(struct command *command, struct hvk_record *record))
{
	struct hvk_record_counts counts = { 0 };
	char what[192];
	int status = EXIT_DONE;

	describe(command, type, set, what);
	for (size_t i = 0; i < set->count && status == EXIT_DONE; i++)
		status = change(command, set->records[i]);
	if (status == EXIT_DONE && hvk_record_save_all(command->store, set->records, set->count, what, is_dry(command),
	                                               &counts) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		tell_record_counts(command, type, &counts);
	return status;
}

int verb_change(struct command *command, int (*change)(struct command *command, struct hvk_record *record))
{
	enum hvk_type type = verb_type(command);
	struct record_set set = { 0 };
	int status = need_slugs(command);

	if (status == EXIT_DONE)
		status = open_store_to_change(command, false);
	if (status == EXIT_DONE)
		status = records_find(command, type, &set);
	if (status == EXIT_DONE)
		status = record_set_change(command, type, &set, change);
	records_forget(&set);
	return status;
}

static int set_columns(struct command *command, struct hvk_record *record)
{
	size_t given;

	return record_set_options(command, record, &given);
}

/* One that is worth naming: most have a name, and what has none a first day, or a number. */
static size_t example_column(enum hvk_type type)
{
	size_t column = operand_column(type), count = hvk_type_columns(type);

	if (column == count)
		column = hvk_type_find_column(type, "since");
	return column < count ? column : count - 1;
}

int verb_set(struct command *command)
{
	enum hvk_type type = verb_type(command);
	size_t given = 0;

	for (size_t n = 0; n < hvk_type_columns(type); n++)
		given += option_given(command, record_option_name(type, n));
	if (given == 0)
		return usage(command, "%s: expected at least one column to change, such as --%s", command->verb->name,
		             record_option_name(type, example_column(type)));
	return verb_change(command, set_columns);
}

/* ---------------------------------------------------------------- remove, undo */

/* How many actions go along with meetings, and how many of them are not done. */
static int count_actions(struct command *command, const struct record_set *meetings, uint64_t counts[2])
{
	int status = EXIT_DONE;

	for (size_t i = 0; i < meetings->count && status == EXIT_DONE; i++) {
		struct hvk_records *records = NULL;
		struct hvk_record *action;
		int more = 0;

		if (hvk_records_new(command->store, HVK_ACTION, &records) < 0 ||
		    hvk_records_add(records, "meeting", "=", record_slug(meetings->records[i])) < 0)
			status = fail_store(command);
		while (status == EXIT_DONE && (more = hvk_records_next(records, &action)) > 0) {
			counts[0]++;
			counts[1] += !hvk_record_key(action, hvk_type_find_column(HVK_ACTION, "done"), NULL);
		}
		if (more < 0)
			status = fail_store(command);
		hvk_records_free(records);
	}
	return status;
}

static void tell_removed(const struct command *command, size_t count, uint64_t removed, const uint64_t actions[2])
{
	const char *dry = is_dry(command) ? _("dry run: ") : "";
	uint64_t others = removed > count ? removed - count : 0;
	char own[64];

	count_records(verb_type(command), count, own);
	if (others > 0)
		note(command, P_("%s%s removed, with %llu record of theirs",
		                 "%s%s removed, with %llu records of theirs", others),
		     dry, own, (unsigned long long)others);
	else
		note(command, "%s%s removed", dry, own);
	if (actions[0] > 0)
		note(command, P_("%samong them %llu action; open: %llu", "%samong them %llu actions; open: %llu",
		                 actions[0]),
		     dry, (unsigned long long)actions[0], (unsigned long long)actions[1]);
}

int verb_remove(struct command *command)
{
	enum hvk_type type = verb_type(command);
	struct record_set set = { 0 };
	struct hvk_record_counts counts = { 0 };
	uint64_t actions[2] = { 0, 0 };
	int status = need_slugs(command);

	if (status == EXIT_DONE)
		status = open_store_to_change(command, false);
	if (status == EXIT_DONE)
		status = records_find(command, type, &set);
	if (status == EXIT_DONE && type == HVK_MEETING)
		status = count_actions(command, &set, actions);
	if (status == EXIT_DONE &&
	    hvk_record_remove_all(command->store, set.records, set.count, is_dry(command), &counts) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		tell_removed(command, set.count, counts.removed, actions);
	records_forget(&set);
	return status;
}

const struct option_spec record_undo_options[] = {
	{ "dry-run", 'n', VALUE_NONE, NULL, "tell what would be undone", false, NULL },
	{ 0 }
};

int verb_undo(struct command *command)
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
