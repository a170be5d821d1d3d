/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements and transactions. */
#include "core/macro.h"
#include "store/store.h"

int hvk__store_exec(struct hvk_store *store, const char *text)
{
	int code = sqlite3_exec(store->database, text, NULL, NULL, NULL);

	return code == SQLITE_OK ? HVK_OK : hvk__store_fail(store, code, "working on the store");
}

int hvk__store_prepare(struct hvk_store *store, const char *text, sqlite3_stmt **statement)
{
	int code = sqlite3_prepare_v2(store->database, text, -1, statement, NULL);

	return code == SQLITE_OK ? HVK_OK : hvk__store_fail(store, code, "working on the store");
}

void hvk__finalize(sqlite3_stmt **statement)
{
	sqlite3_finalize(*statement);
	*statement = NULL;
}

int hvk__store_step(struct hvk_store *store, sqlite3_stmt *statement)
{
	int code = sqlite3_step(statement);

	if (code == SQLITE_ROW)
		return 1;
	if (code == SQLITE_DONE)
		return 0;
	return hvk__store_fail(store, code,
	                       sqlite3_stmt_readonly(statement) ? "reading the store" : "writing to the store");
}

int hvk__store_run(struct hvk_store *store, sqlite3_stmt *statement)
{
	int result = hvk__store_step(store, statement);

	sqlite3_reset(statement);
	return result < 0 ? result : HVK_OK;
}

int hvk__store_number(struct hvk_store *store, const char *text, int64_t *number)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result;

	*number = 0;
	result = hvk__store_prepare(store, text, &statement);
	if (result < 0)
		return result;
	result = hvk__store_step(store, statement);
	if (result == 1)
		*number = sqlite3_column_int64(statement, 0);
	return result < 0 ? result : HVK_OK;
}

/* ---------------------------------------------------------------- transactions */

int hvk__begin(struct hvk_store *store, bool bulk)
{
	int result = hvk__store_require(store, true);

	if (result < 0)
		return result;
	result = hvk__queue_enter(store);
	if (result < 0)
		return result;
	result = hvk__store_exec(store, "BEGIN IMMEDIATE");
	if (result < 0) {
		hvk__queue_leave(store);
		return result;
	}
	store->desks_saved = false;
	if (bulk)
		result = hvk__store_exec(store, "PRAGMA defer_foreign_keys = ON; PRAGMA cache_size = -16384");
	return result < 0 ? hvk__end(store, result) : HVK_OK;
}

int hvk__end(struct hvk_store *store, int result)
{
	if (result == HVK_OK)
		result = hvk__store_exec(store, "COMMIT");
	/* Also after a COMMIT that failed; SQLite may have rolled back by itself, and what this says no longer
	 * matters. */
	if (result < 0 && !sqlite3_get_autocommit(store->database))
		sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
	hvk__desks_settle(store, result == HVK_OK);
	hvk__queue_leave(store);
	return result < 0 ? result : HVK_OK;
}
