/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the journal knows of a record that calendars ask for: how often it was changed, when last, and the slug that it
 * was added with. That slug is in the uid of its event, so that a calendar knows the event again that got another slug
 * since. When a later record gets the slug that became free, its uid has its number in the store behind it.
 */
#include "agenda/event.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/macro.h"

#define UID_DOMAIN "huisvanhetkind.hvk"

void hvk__event_slugs_free(struct hvk__event_slugs *slugs)
{
	free(slugs->items);
	hvk__pool_free(&slugs->pool);
	*slugs = (struct hvk__event_slugs){ 0 };
}

/* The slugs that records of a kind had, in the order in which they lost them. */
static int read_kind(struct hvk_store *store, enum hvk__event_kind kind, struct hvk__event_slugs *slugs)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	size_t begin = slugs->count;
	int result = hvk__store_prepare(
		store,
		"SELECT r.record, v.before FROM change_record AS r CROSS JOIN change_value AS v"
		" ON v.change = r.change AND v.type = r.type AND v.record = r.record AND v.property = 'slug'"
		" WHERE r.type = ?1 AND r.did = 1 AND v.before IS NOT NULL ORDER BY r.record, r.change",
		&row);

	if (result < 0)
		return result;
	sqlite3_bind_int(row, 1, (int)hvk__event_types[kind]);
	while ((result = hvk__store_step(store, row)) == 1) {
		const char *text = (const char *)sqlite3_column_text(row, 1);
		struct hvk__event_slug slug = { .kind = kind, .id = sqlite3_column_int64(row, 0) };

		slug.slug = text ? hvk__pool_add(&slugs->pool, text, strlen(text)) : NULL;
		slug.first = slugs->count == begin || slugs->items[slugs->count - 1].id != slug.id;
		if (!slug.slug || !hvk__reserve(&slugs->items, &slugs->capacity, slugs->count + 1, sizeof(slug)))
			return hvk__fail_memory(&store->error);
		slugs->items[slugs->count++] = slug;
	}
	return result;
}

int hvk__event_slugs_read(struct hvk_store *store, struct hvk__event_slugs *slugs)
{
	int result = HVK_OK;

	for (enum hvk__event_kind kind = 0; kind < HVK__EVENT_KINDS && result == HVK_OK; kind++)
		result = read_kind(store, kind, slugs);
	return result;
}

static void make_uid(struct hvk_event *event, const struct hvk__event_slugs *slugs)
{
	const char *type = hvk__types[hvk__event_types[event->kind]].name, *slug = event->record->value[0];
	int64_t id = event->record->id;
	bool taken = false;

	for (size_t i = 0; i < slugs->count; i++)
		if (slugs->items[i].kind == event->kind && slugs->items[i].id == id && slugs->items[i].first)
			slug = slugs->items[i].slug;
	slug = slug ? slug : "";
	for (size_t i = 0; i < slugs->count && !taken; i++)
		taken = slugs->items[i].kind == event->kind && slugs->items[i].id < id &&
		        strcmp(slugs->items[i].slug, slug) == 0;
	if (taken)
		snprintf(event->uid, sizeof(event->uid), "%s-%s.%" PRId64 "@" UID_DOMAIN, type, slug, id);
	else
		snprintf(event->uid, sizeof(event->uid), "%s-%s@" UID_DOMAIN, type, slug);
}

/* What no calendar shows is no change for it: counts, notes, that a session that was planned was held. */
static const char trail_sql[] =
	"SELECT count(*), max(c.made_on), sum(r.did = 0) FROM change_record AS r JOIN change AS c ON c.id = r.change"
	" WHERE r.type = ?1 AND r.record = ?2 AND (r.did = 0 OR EXISTS (SELECT 1 FROM change_value AS v"
	" WHERE v.change = r.change AND v.type = r.type AND v.record = r.record AND v.property NOT IN ('slug',"
	" 'participants', 'new', 'origin', 'notes', 'decisions') AND (v.property <> 'status'"
	" OR v.before IS 'geannuleerd' OR v.after IS 'geannuleerd')))";

static int read_trail(struct hvk_event *event, sqlite3_stmt *row)
{
	const char *changed;
	int result;

	sqlite3_bind_int(row, 1, (int)hvk__event_types[event->kind]);
	sqlite3_bind_int64(row, 2, event->record->id);
	result = hvk__store_step(event->store, row);
	if (result == 1) {
		int64_t changes = sqlite3_column_int64(row, 0) - (sqlite3_column_int64(row, 2) > 0);

		changed = (const char *)sqlite3_column_text(row, 1);
		if (!changed && sqlite3_column_type(row, 1) != SQLITE_NULL)
			result = hvk__fail_memory(&event->store->error);
		snprintf(event->changes, sizeof(event->changes), "%" PRId64, changes);
		snprintf(event->changed_on, sizeof(event->changed_on), "%s", changed ? changed : "");
	}
	sqlite3_reset(row);
	return result < 0 ? result : HVK_OK;
}

int hvk__event_trails_read(struct hvk_store *store, const struct hvk__event_slugs *slugs, struct hvk_event *events,
                           size_t count)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	int result = hvk__store_prepare(store, trail_sql, &row);

	for (size_t i = 0; i < count && result == HVK_OK; i++) {
		make_uid(&events[i], slugs);
		result = read_trail(&events[i], row);
	}
	return result;
}
