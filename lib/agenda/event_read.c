/* SPDX-License-Identifier: EUPL-1.2 */
/* An event as a listing gives it: its record, and what is told of the partners and the person that it names. */
#include "agenda/event.h"

#include <string.h>

#include "core/macro.h"
#include "record/row.h"

/* The names of the partners whose slugs are joined in text; *names stays NULL when there are none. */
static int read_names(struct hvk_store *store, sqlite3_stmt *row, const char *text, char **names)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer joined = { 0 };
	struct hvk__value_at at = { .next = text };

	while (text && hvk__value_next(&at)) {
		const char *name;
		int result;
		bool added = true;

		sqlite3_bind_text(row, 1, at.data, (int)at.length, SQLITE_STATIC);
		result = hvk__store_step(store, row);
		name = result == 1 ? (const char *)sqlite3_column_text(row, 0) : NULL;
		if (result == 1)
			added = name && (!joined.length || hvk__buffer_add_text(&joined, ", ")) &&
			        hvk__buffer_add_text(&joined, name);
		sqlite3_reset(row);
		if (result < 0)
			return result;
		if (!added)
			return hvk__fail_memory(&store->error);
	}
	*names = joined.data;
	joined.data = NULL;
	return HVK_OK;
}

/* Whether a person may be told of: public, and still there, now and on the day of the event. */
static bool may_be_rung(struct hvk_event *event, const struct hvk_record *person)
{
	const char *public = person->value[HVK__PERSON_PUBLIC], *since = person->value[HVK__PERSON_SINCE];
	const char *until = person->value[HVK__PERSON_UNTIL], *day = event->record->value[HVK__SESSION_DATE];
	char today[11];

	hvk__date_format(hvk__store_today(event->store), today);
	return public && strcmp(public, "yes") == 0 && (!since || !day || strcmp(since, day) <= 0) &&
	       (!until || (strcmp(until, today) >= 0 && (!day || strcmp(until, day) >= 0)));
}

/* Whom families may ring: 'An Voorbeeld, 050 00 00 00, an@voorbeeld.example'. */
static int read_contact(struct hvk_event *event)
{
	static const unsigned parts[] = { HVK__PERSON_NAME, HVK__PERSON_PHONE, HVK__PERSON_EMAIL };
	_cleanup_(hvk__record_freep) struct hvk_record *person = NULL;
	_cleanup_(hvk__buffer_free) struct hvk__buffer text = { 0 };
	const char *slug = event->record->value[HVK__SESSION_PERSON];
	int64_t id = 0;
	int result = hvk__record_lookup(event->store, HVK_PERSON, slug, &id);

	if (result == 1)
		result = hvk_record_new(event->store, HVK_PERSON, &person);
	if (result == HVK_OK && person)
		result = hvk__record_read(person, id);
	if (result < 0 || !person || !may_be_rung(event, person))
		return result < 0 ? result : HVK_OK;
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		const char *value = person->value[parts[i]];

		if (value && (!hvk__buffer_printf(&text, "%s%s", text.length ? ", " : "", value)))
			return hvk__fail_memory(&event->store->error);
	}
	event->contact = text.data;
	text.data = NULL;
	return HVK_OK;
}

/* A meeting that was public when the listing began. */
static bool is_internal(const struct hvk_event *event)
{
	const char *public = event->kind == HVK__EVENT_MEETING ? event->record->value[HVK__MEETING_PUBLIC] : "yes";

	return event->public && (!public || strcmp(public, "yes") != 0);
}

static bool is_cancelled(const struct hvk_event *event, const char *cancelled)
{
	const struct hvk_record_column *column = hvk__event_source(event->kind, HVK_EVENT_STATUS, 0);
	const char *status = NULL;

	if (column)
		status = event->record->value[hvk_type_find_column(hvk__event_types[event->kind], column->name)];
	return status && cancelled && strcmp(status, cancelled) == 0;
}

/* Empties the event, and gives it a record of its kind to read into. */
static int begin(struct hvk_event *event, enum hvk__event_kind kind)
{
	enum hvk_type type = hvk__event_types[kind];

	hvk__event_forget(event);
	event->kind = kind;
	if (event->record && event->record->type != type) {
		hvk_record_free(event->record);
		event->record = NULL;
	}
	return event->record ? HVK_OK : hvk_record_new(event->store, type, &event->record);
}

int hvk__event_read(struct hvk_event *event, const struct hvk__event_found *found, const char *cancelled,
                    sqlite3_stmt *names)
{
	enum hvk_type type = hvk__event_types[found->kind];
	const struct hvk_record_column *partner = hvk__event_source(found->kind, HVK_EVENT_PARTNER, 0);
	int result = begin(event, found->kind);

	if (result == HVK_OK)
		result = hvk__record_read(event->record, found->id);
	if (result == HVK_OK && is_internal(event))
		return HVK_ENOTFOUND;
	if (result == HVK_OK)
		event->cancelled = is_cancelled(event, cancelled);
	if (result == HVK_OK && partner)
		result = read_names(event->store, names,
		                    event->record->value[hvk_type_find_column(type, partner->name)], &event->partner);
	if (result != HVK_OK || type != HVK_SESSION)
		return result;
	result = read_names(event->store, names, event->record->value[HVK__SESSION_CO_PARTNER], &event->co_partner);
	return result == HVK_OK && event->record->value[HVK__SESSION_PERSON] ? read_contact(event) : result;
}
