/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-agenda: activities for families, meetings of the network, and the steps by which it is built. */
#include "agenda.h"

#include "common/ids.h"
#include "common/record-verbs.h"
#include "common/records.h"

static const struct option_spec no_options[] = { { 0 } };

/* What every type but attendance has; see common/record-verbs.h. */
#define VERBS(word, type, name, name_max, one, what, persons, audience)                                               \
	RECORD_ADD(word, type, name, VALUE_TEXT, name_max, one),                                                      \
	RECORD_SET(word, type, what),                                                                                 \
	RECORD_LIST(word, type, what, persons, audience),                                                             \
	RECORD_SHOW(word, type, what, persons, agenda_show, audience),                                                \
	RECORD_EDIT(word, type, one),                                                                                 \
	RECORD_REMOVE(word, type, what),                                                                              \
	RECORD_IMPORT(word, what),                                                                                    \
	RECORD_EXPORT(word, type, what, persons, audience)

static const struct verb_spec verbs[] = {
	VERBS("session", SESSION, "[TITLE]", 1, "a session", "sessions", person_options, FOR_STAFF),
	VERBS("meeting", MEETING, "[TITLE]", 1, "a meeting", "meetings", no_options, FOR_STAFF),
	RECORD_LIST("attendance", ATTENDANCE, "attendance at meetings", no_options, FOR_STAFF),
	RECORD_REMOVE("attendance", ATTENDANCE, "attendance"),
	RECORD_IMPORT("attendance", "attendance"),
	RECORD_EXPORT("attendance", ATTENDANCE, "attendance", no_options, FOR_STAFF),
	VERBS("action", ACTION, "[WHAT]", 1, "an action", "actions", person_options, FOR_STAFF),
	VERBS("milestone", MILESTONE, "[WHAT]", 1, "a milestone", "milestones", no_options, FOR_STAFF),
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
