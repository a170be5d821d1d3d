/* SPDX-License-Identifier: EUPL-1.2 */
/* Deleting old months for good. */
#include <string.h>

#include "store/admin.h"

_Static_assert(HVK_REFERRAL == 6, "the type in the statement below");

/* Runs a statement with the key of the first month that stays. *count: the first column of its row, if it has one. */
static int run_before(struct hvk_store *store, const char *text, int month, uint64_t *count)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(store, text, &statement);

	if (result < 0)
		return result;
	sqlite3_bind_int64(statement, 1, (int64_t)month << HVK__ID_BITS);
	result = hvk__store_step(store, statement);
	if (result == 1)
		*count = (uint64_t)sqlite3_column_int64(statement, 0);
	return result < 0 ? result : HVK_OK;
}

/* Referrals, with their trails, and counted needs are about families too. */
static int purge_referrals(struct hvk_store *store, int month)
{
	static const char *const texts[] = {
		"DELETE FROM referral WHERE month < ?", "DELETE FROM gap WHERE month < ?"
	};
	char first[8];
	int result = HVK_OK;

	hvk__month_format(month, first);
	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(texts); i++) {
		_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;

		result = hvk__store_prepare(store, texts[i], &statement);
		if (result < 0)
			return result;
		sqlite3_bind_text(statement, 1, first, -1, SQLITE_STATIC);
		result = hvk__store_run(store, statement);
	}
	return result;
}

/* What undo keeps of a voided question goes too, whatever change voided it: purged months leave nothing behind. */
static int purge(struct hvk_store *store, int month, uint64_t *gone)
{
	uint64_t nothing;
	int result = run_before(store, "SELECT count(*) FROM question WHERE id < ?", month, gone);

	if (result == HVK_OK)
		result = run_before(store, "DELETE FROM question WHERE id < ?", month, &nothing);
	if (result == HVK_OK)
		result = run_before(store, "DELETE FROM tombstone WHERE id < ?", month, &nothing);
	if (result == HVK_OK)
		result = run_before(store, "DELETE FROM delivery WHERE month < ? >> 51", month, &nothing);
	if (result == HVK_OK)
		result = purge_referrals(store, month);
	/* The history knows referrals that a merge of partners moved. */
	if (result == HVK_OK)
		result = run_before(store, "DELETE FROM change_record WHERE type = 6 AND record < ?", month, &nothing);
	if (result == HVK_OK)
		result = hvk__undo_forget(store);
	return result;
}

HVK_EXPORT int hvk_store_purge(struct hvk_store *store, const char *month, bool collapse, bool dry_run, uint64_t *gone)
{
	struct hvk__date date;
	int result, first;

	(void)collapse;
	*gone = 0;
	hvk__error_clear(&store->error);
	if (!hvk__date_parse(month, strlen(month), false, &date) || date.day != 0)
		return hvk__fail(&store->error, HVK_EINVAL, "month: expected YYYY-MM, found '%s'", month);
	first = hvk__month_number(date);
	result = hvk__store_require(store, !dry_run);
	if (result < 0)
		return result;
	if (dry_run)
		return run_before(store, "SELECT count(*) FROM question WHERE id < ?", first, gone);
	result = hvk__begin(store, true);
	if (result < 0)
		return result;
	result = hvk__end(store, purge(store, first, gone));
	if (result < 0)
		*gone = 0;
	return result;
}
