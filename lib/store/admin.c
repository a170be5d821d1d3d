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

int hvk__undo_forget(struct hvk_store *store)
{
	return hvk__store_exec(store, "DELETE FROM undo; DELETE FROM undo_added; DELETE FROM undo_month; DELETE FROM undo_voided;"
	                              "DELETE FROM undo_tombstone; DELETE FROM undo_batch; DELETE FROM undo_desk");
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
	hvk__queue_leave(store);
	return HVK_OK;
}
