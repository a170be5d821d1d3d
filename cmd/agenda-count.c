/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-agenda session count: how many came, from where. Counts only, never names. */
#include "agenda.h"

#include <stdlib.h>
#include <string.h>

#include "common/record-verbs.h"
#include "common/records.h"
#include "common/translate.h"

const struct option_spec agenda_count_options[] = {
	{ "participants", 0, VALUE_NUMBER, "N", "how many came", false, NULL },
	{ "new", 0, VALUE_NUMBER, "N", "how many of them came for the first time", false, NULL },
	{ "from", 0, VALUE_TEXT, "GEMEENTE=N", "how many of them came from there; once for each gemeente", true, NULL },
	{ 0 }
};

static const char *text_of(struct hvk_record *record, const char *column)
{
	return hvk_record_key(record, hvk_type_find_column(hvk_record_type(record), column), NULL);
}

/* All of --from as one value of the column: 'Brugge=9+Oostkamp=5'; NULL when out of memory. */
static char *join_origin(const struct command *command)
{
	char *joined = strdup("");
	const char *text;

	for (size_t n = 0; joined && (text = option_at(command, "from", n)) != NULL; n++) {
		char *longer = NULL;

		if (asprintf(&longer, "%s%s%s", joined, n > 0 ? "+" : "", text) < 0)
			longer = NULL;
		free(joined);
		joined = longer;
	}
	return joined;
}

/* What was counted before is replaced as a whole: half of it would not fit the rest. */
static int set_counts(struct command *command, struct hvk_record *session)
{
	char *origin = join_origin(command);
	int status = origin ? EXIT_DONE : fail_memory(command);

	if (status == EXIT_DONE)
		status = record_set_named(command, session, "participants", option(command, "participants"));
	if (status == EXIT_DONE)
		status = record_set_named(command, session, "new", option(command, "new"));
	if (status == EXIT_DONE)
		status = record_set_named(command, session, "origin", origin);
	free(origin);
	return status;
}

static void tell_counts(const struct command *command, struct hvk_record *session, const char *before)
{
	const char *dry = option_given(command, "dry-run") ? _("dry run: ") : "";
	char date[11];

	if (before[0] && strcmp(before, text_of(session, "participants")) != 0)
		note(command, "%s%s was counted before: %s took part, now %s", dry, record_slug(session), before,
		     text_of(session, "participants"));
	else if (before[0])
		note(command, "%s%s was counted before: %s took part, and now as many", dry, record_slug(session),
		     before);
	else
		note(command, "%s%s: %s took part", dry, record_slug(session), text_of(session, "participants"));
	today(command, date);
	if (strcmp(text_of(session, "date"), date) > 0)
		note(command, "%s is on %s, a day to come", record_slug(session), text_of(session, "date"));
}

static int count_session(struct command *command, struct hvk_record *session)
{
	char before[24] = "", what[128];
	int status;

	if (hvk_record_find(session, command->operands[0]) < 0)
		return fail_store(command);
	if (text_of(session, "participants"))
		snprintf(before, sizeof(before), "%s", text_of(session, "participants"));
	status = set_counts(command, session);
	snprintf(what, sizeof(what), "%s session %s", verb_done(command), record_slug(session));
	if (status == EXIT_DONE && hvk_record_save_all(command->store, &session, 1, what,
	                                               option_given(command, "dry-run"), NULL) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		tell_counts(command, session, before);
	return status;
}

int agenda_count(struct command *command)
{
	struct hvk_record *session = NULL;
	int status;

	if (!option_given(command, "participants"))
		return usage(command, "%s: expected --participants N", command->verb->name);
	status = open_store_to_change(command, false);
	if (status == EXIT_DONE && hvk_record_new(command->store, HVK_SESSION, &session) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = count_session(command, session);
	hvk_record_free(session);
	return status;
}
