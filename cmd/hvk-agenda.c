/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-agenda: activities for families, meetings of the network, and the steps by which it is built. */
#include "agenda.h"

#include "common/ids.h"
#include "common/record-verbs.h"
#include "common/records.h"

static const struct option_spec no_options[] = { { 0 } };

/* What sessions, meetings, actions and milestones have; see common/record-verbs.h. Those of the agenda's own stand
 * between. */
#define VERBS(word, type, one, what, persons)                                                                         \
	RECORD_SET(word, type, what),                                                                                 \
	RECORD_LIST(word, type, what, persons, FOR_STAFF),                                                            \
	RECORD_SHOW(word, type, what, persons, agenda_show, FOR_STAFF),                                               \
	RECORD_EDIT(word, type, one)
#define FILE_VERBS(word, type, what, persons)                                                                         \
	RECORD_REMOVE(word, type, what),                                                                              \
	RECORD_IMPORT(word, what),                                                                                    \
	RECORD_EXPORT(word, type, what, persons, FOR_STAFF)

/* What is held, on one day or on several. */
#define ADD(word, type, one)                                                                                          \
	{ word " add", "[TITLE]", VALUE_TEXT, 0, 1, "add " one ", or with --every a series; prints slugs",            \
	  OPTIONS(agenda_series_options, record_change_options, record_column_options[HVK_##type]), agenda_add,       \
	  FOR_STAFF }
#define CANCEL(word, type, what)                                                                                      \
	{ word " cancel", "[SLUG...]", VALUE_##type, 0, -1, "note that " what " do not take place",                   \
	  OPTIONS(agenda_cancel_options, ids_options, record_change_options), agenda_cancel, FOR_STAFF }
#define DONE(word, type, what)                                                                                        \
	{ word " done", "[SLUG...]", VALUE_##type, 0, -1, "note that " what " are done",                              \
	  OPTIONS(agenda_done_options, ids_options, record_change_options), agenda_done, FOR_STAFF }
#define HISTORY(word, type, one)                                                                                      \
	{ word " history", "SLUG", VALUE_##type, 1, 1, "list the changes of " one,                                    \
	  OPTIONS(person_options, output_options), verb_history, FOR_STAFF }

static const struct verb_spec verbs[] = {
	ADD("session", SESSION, "a session"),
	VERBS("session", SESSION, "a session", "sessions", person_options),
	{ "session count", "SLUG", VALUE_SESSION, 1, 1, "note how many came, from where",
	  OPTIONS(agenda_count_options, record_change_options), agenda_count, FOR_STAFF },
	CANCEL("session", SESSION, "sessions"),
	HISTORY("session", SESSION, "a session"),
	FILE_VERBS("session", SESSION, "sessions", person_options),
	ADD("meeting", MEETING, "a meeting"),
	VERBS("meeting", MEETING, "a meeting", "meetings", no_options),
	{ "meeting attend", "SLUG [PARTNER[=N]...]", VALUE_GUESTS, 1, -1,
	  "note which partners came, with how many",
	  OPTIONS(agenda_attend_options, ids_options, record_change_options), agenda_attend, FOR_STAFF },
	{ "meeting minutes", "SLUG", VALUE_MEETING, 1, 1, "write the minutes, from a template",
	  OPTIONS(agenda_minutes_options, person_options), agenda_minutes, FOR_STAFF },
	CANCEL("meeting", MEETING, "meetings"),
	HISTORY("meeting", MEETING, "a meeting"),
	FILE_VERBS("meeting", MEETING, "meetings", no_options),
	RECORD_LIST("attendance", ATTENDANCE, "attendance at meetings", no_options, FOR_STAFF),
	FILE_VERBS("attendance", ATTENDANCE, "attendance", no_options),
	{ "actions", "", VALUE_NONE, 0, 0, "list actions, those due first before others; --open, --late",
	  OPTIONS(record_list_options[HVK_ACTION], record_exit_options, person_options, output_options,
	          record_filter_options[HVK_ACTION]), agenda_due, FOR_STAFF },
	RECORD_ADD("action", ACTION, "[WHAT]", VALUE_TEXT, 1, "an action"),
	VERBS("action", ACTION, "an action", "actions", person_options),
	DONE("action", ACTION, "actions"),
	HISTORY("action", ACTION, "an action"),
	FILE_VERBS("action", ACTION, "actions", person_options),
	RECORD_ADD("milestone", MILESTONE, "[WHAT]", VALUE_TEXT, 1, "a milestone"),
	{ "milestone plan", "", VALUE_NONE, 0, 0, "lay down the ready-made plan of a house: four phases",
	  OPTIONS(agenda_plan_options, record_change_options, record_choice_options[HVK_MILESTONE], output_options),
	  agenda_plan, FOR_STAFF },
	RECORD_SET("milestone", MILESTONE, "milestones"),
	{ "milestone list", "", VALUE_NONE, 0, 0, "list milestones",
	  OPTIONS(record_list_options[HVK_MILESTONE], record_exit_options, no_options, output_options,
	          record_filter_options[HVK_MILESTONE]), agenda_due, FOR_STAFF },
	RECORD_SHOW("milestone", MILESTONE, "milestones", no_options, agenda_show, FOR_STAFF),
	RECORD_EDIT("milestone", MILESTONE, "a milestone"),
	DONE("milestone", MILESTONE, "milestones"),
	HISTORY("milestone", MILESTONE, "a milestone"),
	FILE_VERBS("milestone", MILESTONE, "milestones", no_options),
	{ "list", "", VALUE_NONE, 0, 0, "list everything dated, agreements that end included, also as a calendar",
	  OPTIONS(agenda_list_options, record_exit_options, agenda_filter_options), agenda_list, FOR_PUBLIC_IF_ASKED },
	{ "programme", "PROGRAMME", VALUE_TEXT, 1, 1, "write what there is for families in a season, to be printed",
	  OPTIONS(agenda_programme_options, agenda_programme_filters), agenda_programme, FOR_PUBLIC },
	{ "undo", "", VALUE_NONE, 0, 0, "revert the last change; again, the one before", OPTIONS(record_undo_options),
	  verb_undo, FOR_STAFF },
	{ 0 }
};

static const struct program_spec program = {
	"hvk-agenda", "keeps the agenda: activities for families, meetings, actions, milestones", verbs
};

int main(int argc, char **argv)
{
	records_prepare();
	return program_main(&program, argc, argv);
}
