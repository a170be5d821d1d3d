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

int hvk__store_kept(struct hvk_store *store, size_t which, char *(*text)(size_t which), sqlite3_stmt **statement)
{
	_cleanup_free_ char *sql = NULL;
	size_t capacity = store->kept_count;
	int code;

	*statement = which < store->kept_count ? store->kept[which] : NULL;
	if (*statement)
		return HVK_OK;
	sql = text(which);
	if (!sql || !hvk__reserve(&store->kept, &capacity, which + 1, sizeof(*store->kept)))
		return hvk__fail_memory(&store->error);
	while (store->kept_count < capacity)
		store->kept[store->kept_count++] = NULL;
	code = sqlite3_prepare_v3(store->database, sql, -1, SQLITE_PREPARE_PERSISTENT, &store->kept[which], NULL);
	*statement = store->kept[which];
	return code == SQLITE_OK ? HVK_OK : hvk__store_fail(store, code, "working on the store");
}

void hvk__store_forget_kept(struct hvk_store *store)
{
	for (size_t i = 0; i < store->kept_count; i++)
		hvk__finalize(&store->kept[i]);
	free(store->kept);
	store->kept = NULL;
	store->kept_count = 0;
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

/* Begins a transaction, once what ends it in any case is at hand. Nothing may be set inside that would have statements
 * prepared anew, as PRAGMA does for all that are flags. */
static int begin(struct hvk_store *store, const char *text)
{
	int result = HVK_OK;

	if (!store->rollback)
		result = hvk__store_prepare(store, "ROLLBACK", &store->rollback);
	return result < 0 ? result : hvk__store_exec(store, text);
}

int hvk__begin_reading(struct hvk_store *store)
{
	return begin(store, "BEGIN");
}

void hvk__rollback(struct hvk_store *store)
{
	/* SQLite may have rolled back by itself. */
	if (sqlite3_get_autocommit(store->database))
		return;
	sqlite3_step(store->rollback);
	sqlite3_reset(store->rollback);
}

int hvk__begin(struct hvk_store *store, bool bulk)
{
	int result = hvk__store_require(store, true);

	if (result < 0)
		return result;
	result = hvk__queue_enter(store);
	if (result < 0)
		return result;
	result = begin(store, "BEGIN IMMEDIATE");
	/* From here SQLite's lock keeps the others out, and the first of them waits for that. Who kept the queue to its
	 * end would often be first again. */
	hvk__queue_leave(store);
	if (result < 0)
		return result;
	store->desks_saved = false;
	if (bulk)
		result = hvk__store_exec(store, "PRAGMA cache_size = -16384");
	return result < 0 ? hvk__end(store, result) : HVK_OK;
}

int hvk__begin_queued(struct hvk_store *store)
{
	return begin(store, "BEGIN IMMEDIATE");
}

int hvk__end(struct hvk_store *store, int result)
{
	if (result == HVK_OK)
		result = hvk__store_exec(store, "COMMIT");
	if (result < 0) /* also after a COMMIT that failed */
		hvk__rollback(store);
	hvk__desks_settle(store, result == HVK_OK);
	return result < 0 ? result : HVK_OK;
}
