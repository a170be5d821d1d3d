/* SPDX-License-Identifier: EUPL-1.2 */
/* Which meeting comes after another. */
#include "record/record.h"
#include "store/store.h"

/* 1 and its slug, 0 when there is none, or negative. */
static int find_next(const struct hvk_record *meeting, sqlite3_stmt **query)
{
	static const char text[] =
		"SELECT next.slug FROM meeting AS this JOIN meeting AS next ON next.date > this.date"
		" WHERE this.id = ? AND next.status IN"
		" (SELECT number FROM code WHERE list = 'session_status' AND origin = 'gepland')"
		" AND CASE WHEN this.series IS NOT NULL THEN next.series IS this.series"
		" ELSE next.type = this.type AND next.house IS this.house END"
		" ORDER BY next.date, next.start NULLS LAST, next.slug LIMIT 1";
	int result = hvk__store_prepare(meeting->store, text, query);

	if (result < 0)
		return result;
	sqlite3_bind_int64(*query, 1, meeting->id);
	return hvk__store_step(meeting->store, *query);
}

HVK_EXPORT int hvk_meeting_next(struct hvk_record *meeting, struct hvk_record *next)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	int result;

	hvk__error_clear(&meeting->store->error);
	result = find_next(meeting, &query);
	if (result != 1)
		return result;
	result = hvk_record_find(next, (const char *)sqlite3_column_text(query, 0));
	return result < 0 ? result : 1;
}
