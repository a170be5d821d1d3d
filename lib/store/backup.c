/* SPDX-License-Identifier: EUPL-1.2 */
/* Copies of a whole store: to a file that appears verified or not at all, and back into a store that others use. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "store/admin.h"

/* Opens the file at path as a store and has SQLite look at all of it. */
static int open_verified(struct hvk_store *store, const char *path, struct hvk_store **other)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	const char *found;
	int result = hvk__other_open(store, path, other);

	if (result < 0)
		return result;
	result = hvk__store_prepare(*other, "PRAGMA integrity_check(1)", &statement);
	if (result == HVK_OK)
		result = hvk__store_step(*other, statement);
	if (result < 0)
		return hvk__other_fail(store, *other, path);
	found = result == 1 ? (const char *)sqlite3_column_text(statement, 0) : _("no answer");
	if (!found || hvk__is_want_of_memory(found))
		return hvk__fail_memory(&store->error);
	if (strcmp(found, "ok") != 0)
		return hvk__fail_at(&store->error, HVK_ESTORE, path, 0, 0, "the copy is damaged: %s", found);
	return HVK_OK;
}

/* Copies all pages in one go, so that no writer comes between and readers see the old or the new. SQLite waits for
 * locks on either side as their busy timeouts say. Returns SQLite's code. */
static int copy_pages(sqlite3 *to, sqlite3 *from)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	int step, code;

	if (!backup)
		return sqlite3_extended_errcode(to);
	/* SQLITE_BUSY is not lasting for SQLite, which has _finish() return SQLITE_OK after it. */
	step = sqlite3_backup_step(backup, -1);
	code = sqlite3_backup_finish(backup);
	return code == SQLITE_OK && step != SQLITE_DONE ? step : code;
}

/* A file being written beside its target. */
struct copy {
	const char *target;
	char *path;       /* "" once it has been given its name */
	int descriptor;
};

static void copy_discard(struct copy *copy)
{
	if (copy->descriptor >= 0) {
		close(copy->descriptor);
		unlink(copy->path);
	}
	free(copy->path);
}

static int copy_fail(struct hvk_store *store, const struct copy *copy, const char *doing)
{
	return hvk__fail_at(&store->error, HVK_EIO, copy->target, 0, 0, "cannot %s: %s", _(doing), strerror(errno));
}

/* Only a regular file is replaced: rename() would put a file in place of a symbolic link or of /dev/full. */
static int copy_open(struct hvk_store *store, struct copy *copy)
{
	struct stat found;

	if (hvk__store_is_file(store, copy->target))
		return hvk__fail_at(&store->error, HVK_EINVAL, copy->target, 0, 0,
		                    "expected another file, found the store itself");
	if (lstat(copy->target, &found) == 0 && !S_ISREG(found.st_mode))
		return hvk__fail_at(&store->error, HVK_EIO, copy->target, 0, 0,
		                    "expected a regular file or none, found %s; nothing was written",
		                    S_ISDIR(found.st_mode)   ? _("a directory")
		                    : S_ISLNK(found.st_mode) ? _("a symbolic link")
		                                             : _("a device or pipe"));
	/* "./" so that SQLite takes "file:x" for the name of a file. */
	if (asprintf(&copy->path, "%s%s.XXXXXX", copy->target[0] == '/' ? "" : "./", copy->target) < 0) {
		copy->path = NULL;
		return hvk__fail_memory(&store->error);
	}
	copy->descriptor = mkostemp(copy->path, O_CLOEXEC); /* mode 0600 */
	return copy->descriptor < 0 ? copy_fail(store, copy, "write a file beside it") : HVK_OK;
}

static int copy_fill(struct hvk_store *store, const struct copy *copy)
{
	sqlite3 *database = NULL;
	int code = sqlite3_open_v2(copy->path, &database, SQLITE_OPEN_READWRITE, NULL);

	/* Until it is renamed the file is nobody's: a journal and syncing page by page would be for nothing. */
	if (code == SQLITE_OK)
		code = sqlite3_exec(database, "PRAGMA journal_mode = off; PRAGMA synchronous = off", NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = copy_pages(database, store->database);
	if (code != SQLITE_OK)
		hvk__store_fail(store, code, "copying the store");
	sqlite3_close(database);
	return code == SQLITE_OK ? HVK_OK : store->error.public.code;
}

/* The folder of the target, whose name must outlast a power failure too: a descriptor, or a negative result. */
static int open_folder(struct hvk_store *store, const struct copy *copy)
{
	int descriptor = hvk__folder_open(copy->target);

	if (descriptor < 0 && errno == ENOMEM)
		return hvk__fail_memory(&store->error);
	return descriptor < 0 ? copy_fail(store, copy, "open its folder") : descriptor;
}

/* Once it has its name nothing but the disk can fail. */
static int copy_name(struct hvk_store *store, struct copy *copy)
{
	_cleanup_close_ int folder = open_folder(store, copy);

	if (folder < 0)
		return folder;
	if (fsync(copy->descriptor) < 0)
		return copy_fail(store, copy, "write it to disk");
	if (rename(copy->path, copy->target) < 0)
		return copy_fail(store, copy, "give the copy its name");
	close(copy->descriptor);
	copy->descriptor = -1;
	return fsync(folder) < 0 ? copy_fail(store, copy, "write its folder to disk") : HVK_OK;
}

HVK_EXPORT int hvk_store_backup(struct hvk_store *store, const char *path)
{
	_cleanup_(hvk__store_freep) struct hvk_store *verified = NULL;
	_cleanup_(copy_discard) struct copy copy = { .target = path, .descriptor = -1 };
	int result;

	hvk__error_clear(&store->error);
	result = hvk__store_require(store, false);
	if (result == HVK_OK)
		result = copy_open(store, &copy);
	if (result == HVK_OK)
		result = copy_fill(store, &copy);
	if (result == HVK_OK)
		result = open_verified(store, copy.path, &verified);
	if (result == HVK_OK)
		result = copy_name(store, &copy);
	return result;
}

/* ---------------------------------------------------------------- back */

/* What a publication is known by; the digest is over its cells too. */
static const char ledger[] =
	"SELECT number, format('%s %s %d %d %s %s %d %s %s', entered_on, levels, first_month, last_month, region,"
	" gemeenten, min_cell, zeros, digest) FROM publication ORDER BY number";

/* Whether both have the same row: 1, 0 or a failure. */
static int is_same(struct hvk_store *store, sqlite3_stmt *ours, sqlite3_stmt *theirs)
{
	const char *our = (const char *)sqlite3_column_text(ours, 1);
	const char *their = (const char *)sqlite3_column_text(theirs, 1);

	if (!our || !their)
		return hvk__fail_memory(&store->error);
	return sqlite3_column_int64(ours, 0) == sqlite3_column_int64(theirs, 0) && strcmp(our, their) == 0;
}

/* A store that cannot be read any more is no obstacle to restoring it. */
static int pass_over(struct hvk_store *store, int result)
{
	if (result == HVK_ESTORE)
		hvk__error_clear(&store->error);
	return result == HVK_ESTORE ? HVK_OK : result;
}

/* What was published is known to those who read it. A store that has forgotten it would publish what tells, beside it,
 * what it hid; so a backup has to have all that is in the ledger. */
static int check_ledger(struct hvk_store *store, struct hvk_store *backup, const char *path)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *ours = NULL, *theirs = NULL;
	int more, result = hvk__store_prepare(store, ledger, &ours);

	if (hvk__store_prepare(backup, ledger, &theirs) < 0)
		return hvk__other_fail(store, backup, path);
	while (result == HVK_OK && (result = hvk__store_step(store, ours)) == 1) {
		more = hvk__store_step(backup, theirs);
		if (more < 0)
			return hvk__other_fail(store, backup, path);
		result = more == 1 ? is_same(store, ours, theirs) : 0;
		if (result < 0)
			return result;
		if (result == 0)
			return hvk__fail_at(&store->error, HVK_EINPUT, path, 0, 0,
			                    "lacks publication %lld of this store, which cannot be forgotten: later "
			                    "ones would tell what it hid; nothing was restored",
			                    (long long)sqlite3_column_int64(ours, 0));
		result = HVK_OK;
	}
	return pass_over(store, result);
}

/* What was withdrawn would be found in the ledger, and written again, as if it still stood. */
static int check_withdrawals(struct hvk_store *store, struct hvk_store *backup, const char *path)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *ours = NULL, *theirs = NULL;
	int more, result = hvk__store_prepare(store, "SELECT publication FROM withdrawal ORDER BY 1", &ours);

	if (hvk__store_prepare(backup, "SELECT 1 FROM withdrawal WHERE publication = ?", &theirs) < 0)
		return hvk__other_fail(store, backup, path);
	while (result == HVK_OK && (result = hvk__store_step(store, ours)) == 1) {
		sqlite3_bind_int64(theirs, 1, sqlite3_column_int64(ours, 0));
		more = hvk__store_step(backup, theirs);
		if (more < 0)
			return hvk__other_fail(store, backup, path);
		if (more == 0)
			return hvk__fail_at(&store->error, HVK_EINPUT, path, 0, 0,
			                    "lacks the withdrawal of publication %lld of this store, which would "
			                    "stand again; nothing was restored",
			                    (long long)sqlite3_column_int64(ours, 0));
		sqlite3_reset(theirs);
		result = HVK_OK;
	}
	return pass_over(store, result);
}

static int check_backup(struct hvk_store *store, struct hvk_store *backup, const char *path)
{
	int result = check_ledger(store, backup, path);

	return result == HVK_OK ? check_withdrawals(store, backup, path) : result;
}

/* In the queue no writer can come between: one that was at work has ended when the transaction begins. */
static int replace_contents(struct hvk_store *store, struct hvk_store *backup, const char *path)
{
	int code = SQLITE_OK, result = hvk__queue_enter(store);

	if (result < 0)
		return result;
	result = hvk__begin_queued(store);
	if (result == HVK_OK) {
		result = check_backup(store, backup, path);
		hvk__rollback(store);
	}
	if (result == HVK_OK)
		code = copy_pages(store->database, backup->database);
	hvk__queue_leave(store);
	return code == SQLITE_OK ? result : hvk__store_fail(store, code, "restoring the store");
}

/* The pages go through SQLite into the file that is open, under its locks and its journal: others that have the store
 * open see the old contents or the new, and a failure half-way is rolled back. */
HVK_EXPORT int hvk_store_restore(struct hvk_store *store, const char *path, bool dry_run)
{
	_cleanup_(hvk__store_freep) struct hvk_store *backup = NULL;
	int result;

	hvk__error_clear(&store->error);
	result = hvk__store_require(store, !dry_run);
	if (result == HVK_OK)
		result = open_verified(store, path, &backup);
	if (result == HVK_OK && dry_run)
		result = check_backup(store, backup, path);
	if (result != HVK_OK || dry_run)
		return result;
	/* What is kept in memory is of the old contents. */
	hvk__store_forget_codes(store);
	hvk__store_forget_regions(store);
	hvk__store_forget_settings(store);
	result = replace_contents(store, backup, path);
	/* Opening it has seen that it is of this version. */
	if (result == HVK_OK)
		store->precision = backup->precision;
	return result;
}
