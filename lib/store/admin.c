/* SPDX-License-Identifier: EUPL-1.2 */
/* What the administrative parts share. */
#include "store/admin.h"

#include <string.h>
#include <sys/stat.h>

bool hvk__store_is_file(const struct hvk_store *store, const char *path)
{
	const char *own = hvk__store_path(store);
	struct stat a, b;

	return own && stat(own, &a) == 0 && stat(path, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

bool hvk__is_want_of_memory(const char *finding)
{
	static const char code[] = "error code=7"; /* SQLITE_NOMEM */
	const char *found = strstr(finding, code);

	return found && (found[sizeof(code) - 1] < '0' || found[sizeof(code) - 1] > '9');
}

int hvk__other_fail(struct hvk_store *store, const struct hvk_store *other, const char *path)
{
	const struct hvk_error *error = hvk_store_error(other);

	if (error->code == HVK_ENOMEM)
		return hvk__fail_memory(&store->error);
	return hvk__fail_at(&store->error, error->code, path, 0, 0, "%s", error->message);
}

int hvk__other_open(struct hvk_store *store, const char *path, struct hvk_store **other)
{
	int result;

	*other = NULL;
	if (hvk__store_is_file(store, path))
		return hvk__fail_at(&store->error, HVK_EINVAL, path, 0, 0,
		                    "expected another file, found this store itself");
	result = hvk_store_new(other);
	if (result < 0)
		return hvk__fail_memory(&store->error);
	hvk_store_set_wait(*other, store->wait);
	(*other)->today = store->today;
	result = hvk_store_open(*other, path, HVK_OPEN_READ);
	if (result < 0) {
		hvk__other_fail(store, *other, path);
		hvk_store_free(*other);
		*other = NULL;
	}
	return result;
}

int hvk__code_run(struct hvk_store *store, const char *sql, const char *list, const char *text, int64_t number)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(store, sql, &statement);

	if (result < 0)
		return result;
	sqlite3_bind_text(statement, 1, list, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, text, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 3, number);
	return hvk__store_run(store, statement);
}

int64_t hvk__list_max(const char *list)
{
	return strcmp(list, "answer") == 0 ? HVK__ANSWERS_MAX : UINT16_MAX;
}

int hvk__undo_forget(struct hvk_store *store)
{
	/* Row by row: without WHERE, SQLite would write the page of every table, also of an empty one. */
	return hvk__store_exec(store, "DELETE FROM undo WHERE true;"
	                              "DELETE FROM undo_added WHERE true;"
	                              "DELETE FROM undo_month WHERE true;"
	                              "DELETE FROM undo_voided WHERE true;"
	                              "DELETE FROM undo_tombstone WHERE true;"
	                              "DELETE FROM undo_batch WHERE true;"
	                              "DELETE FROM undo_desk WHERE true;"
	                              "DELETE FROM undo_delivery WHERE true");
}

int hvk__undo_forget_desks(struct hvk_store *store)
{
	return hvk__store_exec(store, "DELETE FROM undo_desk");
}

int hvk__end_or_take_back(struct hvk_store *store, int result, bool dry_run)
{
	if (result < 0 || !dry_run)
		return hvk__end(store, result);
	hvk__rollback(store);
	hvk__desks_settle(store, false);
	return HVK_OK;
}
