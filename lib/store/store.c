/* SPDX-License-Identifier: EUPL-1.2 */
/* The handle: connecting to a file, making one, and what SQLite's failures mean to the caller. */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "core/macro.h"

#define DEFAULT_WAIT 5000

HVK_EXPORT int hvk_store_new(struct hvk_store **store)
{
	*store = calloc(1, sizeof(**store));
	if (!*store)
		return HVK_ENOMEM;
	hvk__error_clear(&(*store)->error);
	(*store)->queue = -1;
	(*store)->wait = DEFAULT_WAIT;
	(*store)->today = INT32_MIN;
	return HVK_OK;
}

/* Back to not being connected. The error record stays. */
static void disconnect(struct hvk_store *store)
{
	hvk__rows_forget(store);
	hvk__store_forget_kept(store);
	hvk__finalize(&store->rollback);
	hvk__store_forget_codes(store);
	hvk__store_forget_regions(store);
	hvk__store_forget_settings(store);
	sqlite3_close_v2(store->database);
	store->database = NULL;
	hvk__queue_close(store);
	store->writable = false;
	store->precision = HVK_PRECISION_MONTH;
}

HVK_EXPORT void hvk_store_free(struct hvk_store *store)
{
	if (!store)
		return;
	disconnect(store);
	free(store);
}

HVK_EXPORT const struct hvk_error *hvk_store_error(const struct hvk_store *store)
{
	return &store->error.public;
}

HVK_EXPORT bool hvk_store_is_open(const struct hvk_store *store)
{
	return store->database != NULL;
}

HVK_EXPORT enum hvk_precision hvk_store_precision(const struct hvk_store *store)
{
	return store->precision;
}

HVK_EXPORT int hvk_store_set_today(struct hvk_store *store, const char *date)
{
	struct hvk__date parsed;

	hvk__error_clear(&store->error);
	if (!hvk__date_parse(date, strlen(date), true, &parsed))
		return hvk__fail(&store->error, HVK_EINVAL, "'%s' is not a date such as 2026-10-31", date);
	store->today = hvk__date_to_days(parsed);
	return HVK_OK;
}

HVK_EXPORT void hvk_store_set_wait(struct hvk_store *store, int milliseconds)
{
	store->wait = milliseconds < 0 ? 0 : milliseconds;
}

const char *hvk__store_path(const struct hvk_store *store)
{
	return sqlite3_db_filename(store->database, "main");
}

int hvk__store_today(struct hvk_store *store)
{
	time_t now;
	struct tm local;

	if (store->today != INT32_MIN)
		return store->today;
	now = time(NULL);
	localtime_r(&now, &local);
	return hvk__date_to_days((struct hvk__date){ local.tm_year + 1900, local.tm_mon + 1, local.tm_mday });
}

int hvk__store_require(struct hvk_store *store, bool writable)
{
	if (!store->database)
		return hvk__fail(&store->error, HVK_ESTORE, "no store is open");
	if (writable && !store->writable)
		return hvk__fail_at(&store->error, HVK_ESTORE, hvk__store_path(store), 0, 0,
		                    "the store was opened to read only");
	return HVK_OK;
}

/* ---------------------------------------------------------------- what SQLite's codes mean */

/* The result for a primary code, and what the user is told. One line a code; what is not here is a bug of ours. */
static const struct meaning {
	int code;
	int result;
	const char *text;
} meanings[] = {
	{ SQLITE_BUSY, HVK_EBUSY, N_("another program keeps the store busy; try again") },
	{ SQLITE_LOCKED, HVK_EBUSY, N_("another program keeps the store busy; try again") },
	{ SQLITE_PROTOCOL, HVK_EBUSY, N_("another program keeps the store busy; try again") },
	{ SQLITE_READONLY, HVK_ESTORE, N_("the file or its folder is read-only") },
	{ SQLITE_PERM, HVK_ESTORE, N_("no permission") },
	{ SQLITE_CANTOPEN, HVK_ESTORE, N_("the file, or the journal beside it, cannot be opened") },
	{ SQLITE_NOTADB, HVK_ESTORE, N_("not an SQLite database, so not a store made by hvk") },
	{ SQLITE_CORRUPT, HVK_ESTORE, N_("the store is damaged; restore a backup") },
	{ SQLITE_FORMAT, HVK_ESTORE, N_("the store is damaged; restore a backup") },
	{ SQLITE_ERROR, HVK_ESTORE, N_("the tables are not as hvk made them") },
	{ SQLITE_SCHEMA, HVK_ESTORE, N_("the tables are not as hvk made them") },
	{ SQLITE_FULL, HVK_EIO, N_("the disk is full; nothing was written") },
	{ SQLITE_IOERR, HVK_EIO, N_("the disk or file system failed") },
	{ SQLITE_NOLFS, HVK_EIO, N_("the file system does not take so large a file") },
	{ SQLITE_INTERRUPT, HVK_EIO, N_("interrupted") },
	{ SQLITE_NOMEM, HVK_ENOMEM, NULL },
};

static const struct meaning *find_meaning(int code)
{
	for (size_t i = 0; i < ARRAY_SIZE(meanings); i++)
		if (meanings[i].code == (code & 0xff))
			return &meanings[i];
	return NULL;
}

int hvk__store_fail(struct hvk_store *store, int code, const char *doing)
{
	const struct meaning *meaning = find_meaning(code);
	const char *path = hvk__store_path(store);
	int cause = sqlite3_system_errno(store->database);
	bool of_system = meaning && cause != 0 && (meaning->code == SQLITE_CANTOPEN || meaning->code == SQLITE_IOERR);

	if (!meaning)
		return hvk__fail_at(&store->error, HVK_EBUG, path, 0, 0, "%s: %s (SQLite %d)", _(doing),
		                    sqlite3_errmsg(store->database), code);
	if (meaning->result == HVK_ENOMEM)
		return hvk__fail_memory(&store->error);
	/* Whatever was being done, it is the file that was wrongly named. */
	if (meaning->code == SQLITE_NOTADB)
		return hvk__fail_at(&store->error, meaning->result, path, 0, 0, "%s", _(meaning->text));
	/* What SQLite says of our own statements helps to see in what way the tables are not ours. */
	if (meaning->code == SQLITE_ERROR)
		return hvk__fail_at(&store->error, meaning->result, path, 0, 0, "%s: %s: %s", _(doing),
		                    _(meaning->text), sqlite3_errmsg(store->database));
	return hvk__fail_at(&store->error, meaning->result, path, 0, 0, "%s: %s%s%s", _(doing), _(meaning->text),
	                    of_system ? ": " : "", of_system ? strerror(cause) : "");
}

/* ---------------------------------------------------------------- connecting */

/* What lies at path, before SQLite touches it: only a regular file will do. SQLite's own SQLITE_OPEN_NOFOLLOW would
 * also refuse symbolic links among the folders above, which are nobody's mistake. */
static int inspect(struct hvk_store *store, const char *path)
{
	struct stat status;

	if (lstat(path, &status) < 0) {
		if (errno == ENOENT || errno == ENOTDIR)
			return hvk__fail_at(&store->error, HVK_ENOTFOUND, path, 0, 0, "no such store");
		return hvk__fail_at(&store->error, HVK_ESTORE, path, 0, 0, "cannot be opened: %s", strerror(errno));
	}
	if (S_ISLNK(status.st_mode))
		return hvk__fail_at(&store->error, HVK_ESTORE, path, 0, 0,
		                    "is a symbolic link; name the file it leads to");
	if (S_ISDIR(status.st_mode))
		return hvk__fail_at(&store->error, HVK_ESTORE, path, 0, 0, "is a directory, not a store");
	if (!S_ISREG(status.st_mode))
		return hvk__fail_at(&store->error, HVK_ESTORE, path, 0, 0, "is not a regular file");
	return HVK_OK;
}

/* The path as SQLite must see it: "file:x" and ":memory:" are names of files here, not URIs or wishes. */
static char *plain_path(const char *path)
{
	char *plain = NULL;

	if (asprintf(&plain, "%s%s", path[0] == '/' ? "" : "./", path) < 0)
		return NULL;
	return plain;
}

/* How each connection is set, without reading the file. Foreign keys on; text in double quotes is never taken for a
 * string; views and triggers of a file that somebody else made cannot call functions that reach outside. */
static void configure(struct hvk_store *store)
{
	static const struct { int option, value; } options[] = {
		{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		sqlite3_db_config(store->database, options[i].option, options[i].value, NULL);
	hvk__busy_handler(store);
}

/* Opens the file with SQLite, for which it has been inspected. */
static int open_database(struct hvk_store *store, const char *path, bool writable)
{
	_cleanup_free_ char *plain = plain_path(path);
	int access = writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, code;

	if (!plain)
		return hvk__fail_memory(&store->error);
	code = sqlite3_open_v2(plain, &store->database, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
	                       NULL);
	if (!store->database)
		return hvk__fail_memory(&store->error);
	if (code != SQLITE_OK) {
		/* SQLite does not know the name of a file that it could not open. */
		code = hvk__store_fail(store, code, "opening the store");
		return hvk__fail_at(&store->error, code, path, 0, 0, "%s", store->error.public.message);
	}
	/* SQLite is content with reading where it may not write. */
	if (writable && sqlite3_db_readonly(store->database, "main") == 1)
		return hvk__fail_at(&store->error, HVK_ESTORE, path, 0, 0, "the store is read-only for this user");
	store->writable = writable;
	configure(store);
	/* What was deleted is overwritten; a transaction that was committed has reached the disk; damaged pages are
	 * noticed early. */
	return hvk__store_exec(store, "PRAGMA secure_delete = ON; PRAGMA synchronous = FULL;"
	                              " PRAGMA cell_size_check = ON");
}

static int connect_once(struct hvk_store *store, const char *path, bool writable)
{
	int result = open_database(store, path, writable);

	if (result == HVK_OK)
		result = hvk__schema_check(store);
	if (result < 0)
		disconnect(store);
	return result;
}

/* Has SQLite roll back what a program left half-done that was killed: reading as one who may write is enough. */
static int recover(struct hvk_store *store, const char *path)
{
	int64_t tables;
	int result = open_database(store, path, true);

	if (result == HVK_OK)
		result = hvk__store_number(store, "SELECT count(*) FROM sqlite_schema", &tables);
	disconnect(store);
	return result;
}

static bool has_journal(const char *path)
{
	_cleanup_free_ char *journal = NULL;

	if (asprintf(&journal, "%s-journal", path) >= 0)
		return access(journal, F_OK) == 0;
	journal = NULL;
	return false;
}

static int connect_file(struct hvk_store *store, const char *path, bool writable)
{
	int result = inspect(store, path);

	if (result == HVK_OK)
		result = connect_once(store, path, writable);
	if (result != HVK_ESTORE || writable || !has_journal(path))
		return result;
	/* SQLite does not let a connection that only reads do this. */
	result = recover(store, path);
	if (result == HVK_OK) {
		hvk__error_clear(&store->error);
		return connect_once(store, path, false);
	}
	if (result != HVK_ESTORE)
		return result;
	return hvk__fail_at(&store->error, HVK_ESTORE, path, 0, 0,
	                    "a program was killed while writing to it; use it once as a user who may write: %s",
	                    store->error.public.message);
}

/* ---------------------------------------------------------------- making */

int hvk__folder_open(const char *path)
{
	const char *slash = strrchr(path, '/');
	_cleanup_free_ char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");

	return folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
}

/* Fills the empty file at path with an empty store. No journal: the file has another name until it is whole. */
static int fill(struct hvk_store *store, const char *path, enum hvk_precision precision)
{
	int result = open_database(store, path, true);

	if (result == HVK_OK)
		result = hvk__store_exec(store, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
	if (result == HVK_OK)
		result = hvk__schema_make(store, precision);
	disconnect(store);
	return result;
}

/* Gives the file its final name unless something has that name already: 0 or an errno. */
static int publish(const char *temporary, const char *path)
{
	if (renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return errno;
	/* A file system that cannot do that in one go has hard links, which do not replace either. */
	if (link(temporary, path) < 0)
		return errno;
	unlink(temporary);
	return 0;
}

/* The journal of a store that was deleted would be taken for that of the new one. */
static int refuse_stale_journal(struct hvk_store *store, const char *path)
{
	_cleanup_free_ char *journal = NULL;
	struct stat status;

	if (asprintf(&journal, "%s-journal", path) < 0) {
		journal = NULL;
		return hvk__fail_memory(&store->error);
	}
	/* Looked at in this order: a store that another program makes right now has its journal only once it has its
	 * name. */
	if (lstat(journal, &status) < 0 || lstat(path, &status) == 0)
		return HVK_OK;
	return hvk__fail_at(&store->error, HVK_ESTORE, journal, 0, 0,
	                    "is left from a store that is no longer there; put that back, or remove this file");
}

/* Makes the store under a temporary name beside path, whole and flushed, before it gets its name: nobody sees half a
 * store, and of two programs that make it at once one wins. Returns HVK_ESTORE when path exists. */
static int make_file(struct hvk_store *store, const char *path, enum hvk_precision precision, bool group)
{
	_cleanup_free_ char *temporary = NULL;
	_cleanup_close_ int descriptor = -1, folder = -1;
	int result, cause = 0;

	if (asprintf(&temporary, "%s.XXXXXX", path) < 0) {
		temporary = NULL;
		return hvk__fail_memory(&store->error);
	}
	result = refuse_stale_journal(store, path);
	if (result < 0)
		return result;
	descriptor = mkostemp(temporary, O_CLOEXEC);
	if (descriptor < 0)
		return hvk__fail_at(&store->error, HVK_EIO, path, 0, 0, "cannot be made: %s", strerror(errno));
	if (fchmod(descriptor, group ? 0660 : 0600) < 0)
		cause = errno;
	else
		result = fill(store, temporary, precision);
	if (cause == 0 && result == HVK_OK && fsync(descriptor) < 0)
		cause = errno;
	if (cause == 0 && result == HVK_OK)
		cause = publish(temporary, path);
	if (cause != 0 || result < 0)
		unlink(temporary);
	if (cause == EEXIST)
		return hvk__fail_at(&store->error, HVK_ESTORE, path, 0, 0, "exists already");
	if (cause != 0)
		return hvk__fail_at(&store->error, HVK_EIO, path, 0, 0, "cannot be made: %s", strerror(cause));
	if (result < 0)
		return hvk__fail_at(&store->error, result, path, 0, 0, "%s", store->error.public.message);
	/* Where a folder cannot be flushed a new name may be lost, but not what it named: no failure. */
	folder = hvk__folder_open(path);
	if (folder >= 0)
		fsync(folder);
	return HVK_OK;
}

/* ---------------------------------------------------------------- public */

static int begin_connecting(struct hvk_store *store, const char *path)
{
	hvk__error_clear(&store->error);
	if (store->database)
		return hvk__fail(&store->error, HVK_EINVAL, "the store is connected to a file already");
	if (!path || !*path)
		return hvk__fail(&store->error, HVK_EINVAL, "the path of the store is empty");
	/* The default codes give way to those of the file. */
	hvk__store_forget_codes(store);
	return HVK_OK;
}

HVK_EXPORT int hvk_store_open(struct hvk_store *store, const char *path, enum hvk_open mode)
{
	struct stat status;
	int result = begin_connecting(store, path);

	if (result < 0)
		return result;
	result = connect_file(store, path, mode != HVK_OPEN_READ);
	if (result != HVK_ENOTFOUND || mode != HVK_OPEN_CREATE)
		return result;
	result = make_file(store, path, HVK_PRECISION_MONTH, false);
	/* Another program may have made it meanwhile, which is as good. */
	if (result == HVK_ESTORE && lstat(path, &status) == 0)
		result = HVK_OK;
	if (result < 0)
		return result;
	hvk__error_clear(&store->error);
	return connect_file(store, path, true);
}

HVK_EXPORT int hvk_store_create(struct hvk_store *store, const char *path, enum hvk_precision precision, bool group)
{
	struct stat status;
	int result = begin_connecting(store, path);

	if (result < 0)
		return result;
	/* Said before the work is done; make_file() says it again should somebody be faster. */
	if (lstat(path, &status) == 0)
		return hvk__fail_at(&store->error, HVK_ESTORE, path, 0, 0, "exists already");
	result = make_file(store, path, precision, group);
	return result < 0 ? result : connect_file(store, path, true);
}
