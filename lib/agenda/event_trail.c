/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What calendars ask for of a record: a name that nothing else in the world has, how often it was changed, when last.
 * Its number in the store is never given to another, and the store has a random name: so a calendar knows the event
 * again whatever its slug becomes, and does not take it for that of another network.
 */
#include "agenda/event.h"

#include <inttypes.h>
#include <stdio.h>

#define UID_DOMAIN "huisvanhetkind.hvk"

/* Of one that was never changed: when it was added. */
static const char trail_sql[] =
	"SELECT (SELECT number FROM revision WHERE type = ?1 AND record = ?2),"
	" ifnull((SELECT made_on FROM revision WHERE type = ?1 AND record = ?2),"
	" (SELECT c.made_on FROM change_record AS r JOIN change AS c ON c.id = r.change"
	" WHERE r.type = ?1 AND r.record = ?2 AND r.did = 0))";

static int read_trail(struct hvk_event *event, sqlite3_stmt *row)
{
	const char *changed;
	int result;

	sqlite3_bind_int(row, 1, (int)hvk__event_types[event->kind]);
	sqlite3_bind_int64(row, 2, event->record->id);
	result = hvk__store_step(event->store, row);
	if (result == 1) {
		changed = (const char *)sqlite3_column_text(row, 1);
		if (!changed && sqlite3_column_type(row, 1) != SQLITE_NULL)
			result = hvk__fail_memory(&event->store->error);
		snprintf(event->changes, sizeof(event->changes), "%lld", sqlite3_column_int64(row, 0));
		snprintf(event->changed_on, sizeof(event->changed_on), "%s", changed ? changed : "");
	}
	sqlite3_reset(row);
	return result < 0 ? result : HVK_OK;
}

int hvk__event_trails_read(struct hvk_store *store, struct hvk_event *events, size_t count)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	char id[17];
	int result = count > 0 ? hvk__store_id(store, id) : HVK_OK;

	if (result == HVK_OK)
		result = hvk__store_prepare(store, trail_sql, &row);
	for (size_t i = 0; i < count && result == HVK_OK; i++) {
		snprintf(events[i].uid, sizeof(events[i].uid), "%s-%" PRId64 "@%s." UID_DOMAIN,
		         hvk__types[hvk__event_types[events[i].kind]].name, events[i].record->id, id);
		result = read_trail(&events[i], row);
	}
	return result;
}
