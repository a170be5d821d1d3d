/* SPDX-License-Identifier: EUPL-1.2 */
/* Forgetting people who are gone: their records, and what the history knows of them. */
#include <string.h>

#include "core/macro.h"
#include "record/row.h"
#include "store/admin.h"

/* People whose last day has passed. And those that were removed, by hand or with their partner, whom only the history
 * knows: by their last day, or the day on which they were removed. 2 is what journal.c writes for removed. */
static const char gone_people[] =
	"SELECT id FROM person WHERE until < ?1"
	" UNION SELECT r.record FROM change_record AS r JOIN change AS c ON c.id = r.change"
	" WHERE r.type = ?2 AND r.did = 2 AND NOT EXISTS (SELECT 1 FROM person WHERE id = r.record)"
	" AND (c.made_on < ?1 OR EXISTS (SELECT 1 FROM change_value AS v WHERE v.change = r.change AND v.type = r.type"
	" AND v.record = r.record AND v.property = 'until' AND v.before < ?1))"
	" ORDER BY 1";

static int list_people(struct hvk_store *store, const char *date, struct hvk__ids *ids)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	int result = hvk__store_prepare(store, gone_people, &query);

	if (result < 0)
		return result;
	sqlite3_bind_text(query, 1, date, -1, SQLITE_STATIC);
	sqlite3_bind_int(query, 2, HVK_PERSON);
	return hvk__ids_read(store, query, ids);
}

/* What names the person goes on without; what the history says of that is forgotten too, under each slug it had. */
static int release(struct hvk_store *store, int64_t person)
{
	static const char *const texts[] = {
		"UPDATE referral SET person = NULL WHERE person = ?1",
		"UPDATE session SET person = NULL WHERE person = ?1",
		"UPDATE action SET person = NULL WHERE person = ?1",
		"WITH slugs (slug) AS (SELECT slug FROM person WHERE id = ?1"
		" UNION SELECT before FROM change_value WHERE type = ?2 AND record = ?1 AND property = 'slug'"
		" UNION SELECT after FROM change_value WHERE type = ?2 AND record = ?1 AND property = 'slug')"
		" DELETE FROM change_value WHERE property = 'person' AND type <> ?2 AND EXISTS"
		" (SELECT 1 FROM slugs AS s WHERE s.slug IN (before, after))",
	};
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(texts); i++) {
		_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;

		result = hvk__store_prepare(store, texts[i], &statement);
		if (result < 0)
			return result;
		sqlite3_bind_int64(statement, 1, person);
		if (sqlite3_bind_parameter_count(statement) > 1)
			sqlite3_bind_int(statement, 2, HVK_PERSON);
		result = hvk__store_run(store, statement);
	}
	return result;
}

static int purge(struct hvk_store *store, const char *date, uint64_t *gone)
{
	_cleanup_(hvk__ids_free) struct hvk__ids ids = { 0 };
	int result = list_people(store, date, &ids);

	for (size_t i = 0; result == HVK_OK && i < ids.count; i++) {
		result = release(store, ids.items[i]);
		if (result == HVK_OK)
			result = hvk__row_delete(store, HVK_PERSON, ids.items[i]);
		if (result == HVK_OK)
			result = hvk__journal_forget(store, HVK_PERSON, ids.items[i]);
	}
	*gone = result == HVK_OK ? ids.count : 0;
	return result;
}

HVK_EXPORT int hvk_person_purge(struct hvk_store *store, const char *date, bool dry_run, uint64_t *gone)
{
	struct hvk__date day;
	int result;

	*gone = 0;
	hvk__error_clear(&store->error);
	if (!hvk__date_parse(date, strlen(date), true, &day))
		return hvk__fail(&store->error, HVK_EINVAL, "before: expected a date such as 2026-10-31, found '%s'",
		                 date);
	/* Who leaves next month is still to be rung. */
	if (hvk__date_to_days(day) > hvk__store_today(store) + 1)
		return hvk__fail(&store->error, HVK_EINVAL,
		                 "before: %s is in the future; who has not left yet is not removed", date);
	result = hvk__begin(store, false);
	if (result < 0)
		return result;
	result = hvk__end_or_take_back(store, purge(store, date, gone), dry_run);
	if (result < 0)
		*gone = 0;
	return result;
}
