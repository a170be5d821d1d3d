/* SPDX-License-Identifier: EUPL-1.2 */
/* The fields of events: which column of which type each is, and what may be told to everybody. */
#include "agenda/event.h"

#include <string.h>

#include "core/macro.h"

const enum hvk_type hvk__event_types[HVK__EVENT_KINDS] = {
	[HVK__EVENT_SESSION] = HVK_SESSION, [HVK__EVENT_MEETING] = HVK_MEETING, [HVK__EVENT_ACTION] = HVK_ACTION,
	[HVK__EVENT_MILESTONE] = HVK_MILESTONE, [HVK__EVENT_AGREEMENT] = HVK_AGREEMENT
};

/* Kinds for everybody: none, sessions, and meetings that are public as well. */
#define NOBODY { false }
#define SESSIONS { [HVK__EVENT_SESSION] = true }
#define BOTH { [HVK__EVENT_SESSION] = true, [HVK__EVENT_MEETING] = true }

#define FIELD(name, form, traits, nl, en, help, everybody, ...) \
	{ { name, help, { nl, en }, HVK_FORM_##form, traits, NULL, HVK_TYPES }, { __VA_ARGS__ }, everybody }

/* Where a field stands: in sessions, meetings, actions, milestones, agreements. */
#define IN(session, meeting, action, milestone, agreement) \
	{ session }, { meeting }, { action }, { milestone }, { agreement }
#define IN_SESSIONS(name) IN(name, NULL, NULL, NULL, NULL)
#define NOWHERE IN(NULL, NULL, NULL, NULL, NULL)

const struct hvk__event_field hvk__event_fields[HVK_EVENT_FIELDS] = {
	[HVK_EVENT_DATE] = FIELD("date", DATE, HVK_TRAIT_STANDARD, "datum", "date",
		"the day it takes place, is due or ends", BOTH, IN("date", "date", "due", "due", "until")),
	[HVK_EVENT_START] = FIELD("start", TIME, HVK_TRAIT_STANDARD, "van", "start", "when it begins", BOTH,
		IN("start", "start", NULL, NULL, NULL)),
	[HVK_EVENT_END] = FIELD("end", TIME, 0, "tot", "end", "when it ends", BOTH,
		IN("end", "end", NULL, NULL, NULL)),
	[HVK_EVENT_KIND] = FIELD("kind", TEXT, HVK_TRAIT_STANDARD, "wat", "kind",
		"session, meeting, action, milestone or agreement", BOTH, NOWHERE),
	[HVK_EVENT_SLUG] = FIELD("slug", SLUG, 0, "kenmerk", "slug", "its name in commands and files", BOTH,
		IN("slug", "slug", "slug", "slug", "slug")),
	[HVK_EVENT_TYPE] = FIELD("type", CODE, 0, "soort", "type",
		"the form of a session, the phase of a milestone, the type of a meeting or agreement", BOTH,
		IN("form", "type", NULL, "phase", "type")),
	[HVK_EVENT_TITLE] = FIELD("title", TEXT, HVK_TRAIT_STANDARD, "titel", "title",
		"what it is called; of an action or milestone what is to be done", BOTH,
		IN("title", "title", "what", "what", "purpose")),
	[HVK_EVENT_PLACE] = FIELD("place", TEXT, HVK_TRAIT_STANDARD, "plaats", "place", "the building, and its address",
		BOTH, IN("place", "place", NULL, NULL, NULL)),
	[HVK_EVENT_GEMEENTE] = FIELD("gemeente", GEMEENTE, HVK_TRAIT_STANDARD, "gemeente", "gemeente",
		"where that is, else that of the house it is about", BOTH,
		{ "gemeente" }, { "gemeente", "house" }, { NULL }, { "house" }, { "gemeente", "house" }),
	[HVK_EVENT_PARTNER] = FIELD("partner", RECORD, HVK_TRAIT_STANDARD, "partner", "partner",
		"who holds it, receives the others, does it or made the agreement", SESSIONS,
		IN("partner", "partner", "who", NULL, "partner")),
	[HVK_EVENT_CO_PARTNER] = FIELD("co_partner", RECORD, HVK_TRAIT_MANY, "samen met", "together with",
		"the other partners that hold it", SESSIONS, IN_SESSIONS("co_partner")),
	[HVK_EVENT_CONTACT] = FIELD("contact", TEXT, 0, "contact", "contact", "whom to ring, if that person is public",
		SESSIONS, NOWHERE),
	[HVK_EVENT_STATUS] = FIELD("status", CODE, HVK_TRAIT_STANDARD, "status", "status", "planned, held or cancelled",
		BOTH, IN("status", "status", NULL, NULL, NULL)),
	[HVK_EVENT_REASON] = FIELD("reason", TEXT, 0, "reden", "reason", "why it was cancelled", NOBODY,
		IN("reason", "reason", NULL, NULL, NULL)),
	[HVK_EVENT_DONE] = FIELD("done", DATE, 0, "klaar op", "done", "when it was done", NOBODY,
		IN(NULL, NULL, "done", "done", NULL)),
	[HVK_EVENT_PROGRAMME] = FIELD("programme", SLUG, 0, "programma", "programme", "the season it is announced in",
		SESSIONS, IN_SESSIONS("programme")),
	[HVK_EVENT_SERIES] = FIELD("series", SLUG, 0, "reeks", "series", "what its evenings have in common", BOTH,
		IN("series", "series", NULL, NULL, NULL)),
	[HVK_EVENT_THEME] = FIELD("theme", CODE, HVK_TRAIT_MANY, "thema's", "themes", "what it is about", SESSIONS,
		IN_SESSIONS("theme")),
	[HVK_EVENT_AUDIENCE] = FIELD("audience", CODE, HVK_TRAIT_MANY, "publiek", "audience", "who takes part",
		SESSIONS, IN_SESSIONS("audience")),
	[HVK_EVENT_TARGET] = FIELD("target", CODE, HVK_TRAIT_MANY, "doelgroepen", "target groups",
		"the families it is for", SESSIONS, IN_SESSIONS("target")),
	[HVK_EVENT_LANGUAGE] = FIELD("language", CODE, HVK_TRAIT_MANY, "talen", "languages", "the languages spoken",
		SESSIONS, IN_SESSIONS("language")),
	[HVK_EVENT_AGE] = FIELD("age", AGES, 0, "leeftijd", "ages", "of the children, in years", SESSIONS,
		IN_SESSIONS("age")),
	[HVK_EVENT_CAPACITY] = FIELD("capacity", NUMBER, 0, "plaatsen", "capacity", "how many can take part", SESSIONS,
		IN_SESSIONS("capacity")),
	[HVK_EVENT_COST] = FIELD("cost", TEXT, 0, "kostprijs", "cost", "what it costs a family", SESSIONS,
		IN_SESSIONS("cost")),
	[HVK_EVENT_ENROLMENT] = FIELD("enrolment", TEXT, 0, "inschrijven", "enrolment",
		"how families put down their names", SESSIONS, IN_SESSIONS("enrolment")),
	[HVK_EVENT_WEBSITE] = FIELD("website", URL, 0, "website", "website", "web address", SESSIONS,
		IN_SESSIONS("website")),
	[HVK_EVENT_DESCRIPTION] = FIELD("description", LINES, 0, "omschrijving", "description",
		"what it is; of a meeting its agenda", SESSIONS, IN("description", "agenda", NULL, NULL, NULL)),
	[HVK_EVENT_UID] = FIELD("uid", TEXT, 0, "uid", "uid", "its name in calendars, which never changes",
		BOTH, NOWHERE),
	[HVK_EVENT_CHANGES] = FIELD("changes", NUMBER, 0, "wijzigingen", "changes",
		"how often it was changed", BOTH, NOWHERE),
	[HVK_EVENT_CHANGED_ON] = FIELD("changed_on", DATE, 0, "gewijzigd op", "changed on", "when last", BOTH, NOWHERE),
};

HVK_EXPORT const struct hvk_record_column *hvk_event_column(enum hvk_event_field field)
{
	return (unsigned)field < HVK_EVENT_FIELDS ? &hvk__event_fields[field].public : NULL;
}

const struct hvk_record_column *hvk__event_source(enum hvk__event_kind kind, enum hvk_event_field field, size_t n)
{
	const char *name = n < HVK__EVENT_SOURCES ? hvk__event_fields[field].source[kind][n] : NULL;
	enum hvk_type type = hvk__event_types[kind];

	return name ? hvk_type_column(type, hvk_type_find_column(type, name)) : NULL;
}

enum hvk_event_field hvk__event_find_field(const char *name, size_t length)
{
	for (enum hvk_event_field field = 0; field < HVK_EVENT_FIELDS; field++) {
		const char *known = hvk__event_fields[field].public.name;
		size_t i = 0;

		while (i < length && known[i] && (known[i] == name[i] || (known[i] == '_' && name[i] == '-')))
			i++;
		if (i == length && known[i] == '\0')
			return field;
	}
	return HVK_EVENT_FIELDS;
}

/* ---------------------------------------------------------------- reading a field */

static bool may_tell(const struct hvk_event *event, enum hvk_event_field field)
{
	return (unsigned)field < HVK_EVENT_FIELDS &&
	       (!event->public || hvk__event_fields[field].for_everybody[event->kind]);
}

/* The column of its record that has the value; the number of columns when there is none. */
static size_t find_column(struct hvk_event *event, enum hvk_event_field field)
{
	enum hvk_type type = hvk__event_types[event->kind];

	for (size_t n = 0; n < HVK__EVENT_SOURCES; n++) {
		const char *name = hvk__event_fields[field].source[event->kind][n];
		size_t column = name ? hvk_type_find_column(type, name) : hvk_type_columns(type);

		if (column < hvk_type_columns(type) && event->record->value[column])
			return column;
	}
	return hvk_type_columns(type);
}

HVK_EXPORT const char *hvk_event_key(struct hvk_event *event, enum hvk_event_field field)
{
	if (!may_tell(event, field))
		return NULL;
	switch (field) {
	case HVK_EVENT_KIND:
		return hvk__types[hvk__event_types[event->kind]].name;
	case HVK_EVENT_UID:
		return event->uid;
	case HVK_EVENT_CHANGES:
		return event->changes;
	case HVK_EVENT_CHANGED_ON:
		return *event->changed_on ? event->changed_on : NULL;
	case HVK_EVENT_CONTACT:
		return event->contact;
	default:
		return hvk_record_key(event->record, find_column(event, field), NULL);
	}
}

static const char *kind_label(enum hvk__event_kind kind, enum hvk_lang lang)
{
	static const char *const names[HVK__EVENT_KINDS][2] = {
		[HVK__EVENT_SESSION] = { "activiteit", "activity" },
		[HVK__EVENT_MEETING] = { "vergadering", "meeting" },
		[HVK__EVENT_ACTION] = { "actie", "action" },
		[HVK__EVENT_MILESTONE] = { "mijlpaal", "milestone" },
		[HVK__EVENT_AGREEMENT] = { "einde overeenkomst", "end of agreement" },
	};

	return names[kind][lang];
}

/* What an event is called that has no title: what kind of meeting, which agreement with whom. */
static const char *made_title(struct hvk_event *event, enum hvk_lang lang)
{
	const char *type = hvk_record_label(event->record, find_column(event, HVK_EVENT_TYPE), lang);

	if (event->kind != HVK__EVENT_AGREEMENT)
		return type;
	event->shown.length = 0;
	if (!hvk__buffer_printf(&event->shown, "%s %s", type ? type : kind_label(event->kind, lang),
	                        event->partner ? event->partner : "")) {
		hvk__fail_memory(&event->store->error);
		return NULL;
	}
	return event->shown.data;
}

HVK_EXPORT const char *hvk_event_label(struct hvk_event *event, enum hvk_event_field field, enum hvk_lang lang)
{
	size_t column;

	lang = lang == HVK_EN ? HVK_EN : HVK_NL;
	if (!may_tell(event, field))
		return NULL;
	switch (field) {
	case HVK_EVENT_KIND:
		return kind_label(event->kind, lang);
	case HVK_EVENT_PARTNER:
		return event->partner;
	case HVK_EVENT_CO_PARTNER:
		return event->co_partner;
	default:
		column = find_column(event, field);
		if (column < hvk_type_columns(hvk__event_types[event->kind]))
			return hvk_record_label(event->record, column, lang);
		return field == HVK_EVENT_TITLE ? made_title(event, lang) : hvk_event_key(event, field);
	}
}

HVK_EXPORT bool hvk_event_is_cancelled(const struct hvk_event *event)
{
	return event->cancelled;
}

void hvk__event_forget(struct hvk_event *event)
{
	free(event->partner);
	free(event->co_partner);
	free(event->contact);
	event->partner = event->co_partner = event->contact = NULL;
	event->cancelled = false;
	*event->uid = *event->changes = *event->changed_on = '\0';
}
