/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-agenda meeting attend: which partners came, with how many, and which let know that they could not. */
#include "agenda.h"

#include <stdlib.h>
#include <string.h>

#include "common/ids.h"
#include "common/record-verbs.h"
#include "common/records.h"

const struct option_spec agenda_attend_options[] = {
	{ "excused", 0, VALUE_PARTNER, "PARTNER", "let know that it could not come; once for each", true, NULL },
	{ 0 }
};

/* What is said of the partners of one meeting. */
struct presence {
	struct command *command;
	const char *meeting;        /* slug */
	struct record_set set;      /* attendance */
	bool *said;                 /* of each, whether it was said in this run */
	size_t known;               /* how many of them were in the store before */
};

static const char *text_of(struct hvk_record *record, const char *column)
{
	return hvk_record_key(record, hvk_type_find_column(HVK_ATTENDANCE, column), NULL);
}

/* What is known already, with room for more. */
static int read_known(struct presence *presence, size_t more)
{
	struct command *command = presence->command;
	struct hvk_records *records = NULL;
	struct hvk_record **larger;
	int status = EXIT_DONE;

	if (hvk_records_new(command->store, HVK_ATTENDANCE, &records) < 0 ||
	    hvk_records_add(records, "meeting", "=", presence->meeting) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = records_listed(command, records, &presence->set);
	hvk_records_free(records);
	if (status != EXIT_DONE)
		return status;
	presence->known = presence->set.count;
	larger = realloc(presence->set.records, (presence->known + more + 1) * sizeof(struct hvk_record *));
	if (larger)
		presence->set.records = larger;
	presence->said = calloc(presence->known + more + 1, sizeof(*presence->said));
	return larger && presence->said ? EXIT_DONE : fail_memory(command);
}

/* The attendance of a partner: that which is known, or a new one. *at: its place. */
static int find_place(struct presence *presence, const char *partner, size_t *at)
{
	struct command *command = presence->command;
	struct record_set *set = &presence->set;
	struct hvk_record *record;
	int status;

	*at = 0;
	if (hvk_record_new(command->store, HVK_ATTENDANCE, &set->records[set->count]) < 0)
		return fail_store(command);
	record = set->records[set->count++];
	status = record_set_named(command, record, "partner", partner);
	if (status == EXIT_DONE)
		status = record_set_named(command, record, "meeting", presence->meeting);
	while (status == EXIT_DONE && strcmp(text_of(set->records[*at], "partner"), text_of(record, "partner")) != 0)
		++*at;
	if (status == EXIT_DONE && *at + 1 < set->count) {
		hvk_record_free(record);
		set->count--;
	}
	return status;
}

/* people: a number, or NULL: it came, and how many is as it was, else one. */
static int say(struct presence *presence, const char *partner, const char *people, bool excused)
{
	struct command *command = presence->command;
	struct hvk_record *record;
	const char *before;
	size_t at;
	int status;

	if (!*partner)
		return usage(command, "%s: expected a partner, found nothing", command->verb->name);
	status = find_place(presence, partner, &at);
	if (status != EXIT_DONE)
		return status;
	record = presence->set.records[at];
	if (presence->said[at])
		return usage(command, "%s: '%s' is named twice", command->verb->name, text_of(record, "partner"));
	presence->said[at] = true;
	before = text_of(record, "people");
	if (!people && !excused && before && strcmp(before, "0") != 0)
		return EXIT_DONE;
	status = record_set_named(command, record, "excused", excused ? "yes" : "no");
	if (status == EXIT_DONE)
		status = record_set_named(command, record, "people", excused ? "0" : people ? people : "1");
	return status;
}

/* PARTNER or PARTNER=N */
static int say_word(struct presence *presence, const char *word)
{
	const char *equals = strrchr(word, '=');
	char *partner;
	int status;

	if (!equals)
		return say(presence, word, NULL, false);
	if (equals[1] == '\0')
		return usage(presence->command, "'%s': expected how many came behind '='", word);
	partner = strndup(word, (size_t)(equals - word));
	status = partner ? say(presence, partner, equals + 1, false) : fail_memory(presence->command);
	free(partner);
	return status;
}

static int say_all(struct presence *presence, const struct ids *ids)
{
	const char *partner;
	int status = EXIT_DONE;

	for (size_t i = 0; i < ids->count && status == EXIT_DONE; i++)
		status = say_word(presence, ids->texts[i]);
	for (size_t n = 0; status == EXIT_DONE && (partner = option_at(presence->command, "excused", n)) != NULL; n++)
		status = say(presence, partner, NULL, true);
	return status;
}

/* Who is to come did not come yet. */
static void tell_day(const struct command *command, struct hvk_record *meeting)
{
	const char *day = hvk_record_key(meeting, hvk_type_find_column(HVK_MEETING, "date"), NULL);
	char date[11];

	today(command, date);
	if (strcmp(day, date) > 0)
		note(command, "%s is on %s, a day to come", record_slug(meeting), day);
}

static int save(struct presence *presence)
{
	struct command *command = presence->command;
	bool dry_run = option_given(command, "dry-run");
	struct hvk_record_counts counts = { 0 };
	char what[128];

	snprintf(what, sizeof(what), "attendance of meeting %s", presence->meeting);
	if (hvk_record_save_all(command->store, presence->set.records, presence->set.count, what, dry_run, &counts) < 0)
		return fail_store(command);
	counts.unchanged = 0; /* those of whom nothing was said as well */
	for (size_t i = 0; i < presence->set.count; i++)
		counts.unchanged += presence->said[i];
	counts.unchanged -= counts.added + counts.changed;
	tell_record_counts(command, HVK_ATTENDANCE, &counts);
	return EXIT_DONE;
}

static int attend(struct command *command, struct hvk_record *meeting, const struct ids *ids)
{
	struct presence presence = { .command = command };
	size_t more = ids->count;
	int status;

	if (hvk_record_find(meeting, command->operands[0]) < 0)
		return fail_store(command);
	presence.meeting = record_slug(meeting);
	while (option_at(command, "excused", more - ids->count))
		more++;
	if (more == 0 && !option_given(command, "ids-from"))
		return usage(command, "%s: expected PARTNER..., --ids-from FILE or --excused PARTNER",
		             command->verb->name);
	status = read_known(&presence, more);
	if (status == EXIT_DONE)
		status = say_all(&presence, ids);
	if (status == EXIT_DONE)
		status = save(&presence);
	if (status == EXIT_DONE && ids->count > 0)
		tell_day(command, meeting);
	records_forget(&presence.set);
	free(presence.said);
	return status;
}

int agenda_attend(struct command *command)
{
	struct hvk_record *meeting = NULL;
	struct ids ids = { 0 };
	int status = ids_collect(command, 1, &ids);

	if (status == EXIT_DONE)
		status = open_store_to_change(command, false);
	if (status == EXIT_DONE && hvk_record_new(command->store, HVK_MEETING, &meeting) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = attend(command, meeting, &ids);
	hvk_record_free(meeting);
	ids_free(&ids);
	return status;
}
