/* SPDX-License-Identifier: EUPL-1.2 */
/* One SELECT of a user's own, over a connection of its own that can do nothing but read this one file. */
#include <string.h>

#include "store/store.h"

/* What a query may cost before it is refused: bytes of SQL, bytes of one value, terms of a compound SELECT, depth of an
 * expression. Far above what a report needs; low enough that a slip does not eat the machine. */
static const struct {
	int limit, value;
} limits[] = {
	{ SQLITE_LIMIT_SQL_LENGTH, 1 << 20 },
	{ SQLITE_LIMIT_LENGTH, 16 << 20 },
	{ SQLITE_LIMIT_COMPOUND_SELECT, 100 },
	{ SQLITE_LIMIT_EXPR_DEPTH, 200 },
	{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000 },
	{ SQLITE_LIMIT_ATTACHED, 0 },
	{ SQLITE_LIMIT_WORKER_THREADS, 0 },
};

struct hvk_sql {
	struct hvk_store *store;
	sqlite3 *database;
	sqlite3_stmt *statement;
	bool done;                /* sqlite3_step() would start again from the top */
};

/* SQLite's own words where the SQL is at fault; else the one map of codes. */
static int fail(struct hvk_sql *sql, int code)
{
	switch (code & 0xff) {
	case SQLITE_ERROR:
	case SQLITE_AUTH:
	case SQLITE_TOOBIG:
	case SQLITE_RANGE:
	case SQLITE_MISMATCH:
		return hvk__fail(&sql->store->error, HVK_EINVAL, "SQL: %s", sqlite3_errmsg(sql->database));
	default:
		return hvk__store_fail(sql->store, code, "reading with SQL");
	}
}

/* Functions that reach outside the query. Others can only compute. */
static bool is_forbidden_function(const char *name)
{
	static const char *const names[] = { "load_extension", "fts3_tokenizer", "readfile", "writefile", "edit" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (sqlite3_stricmp(names[i], name) == 0)
			return true;
	return false;
}

/* Columns that point to a person, and those in which the history keeps what they were. */
static bool is_personal(const char *table, const char *column)
{
	static const char *const columns[][2] = {
		{ "person", "name" }, { "person", "phone" }, { "person", "email" },
		{ "change_value", "before" }, { "change_value", "after" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
		if (sqlite3_stricmp(columns[i][0], table) == 0 && sqlite3_stricmp(columns[i][1], column) == 0)
			return true;
	return false;
}

static int authorize(void *data, int action, const char *first, const char *second, const char *database,
                     const char *origin)
{
	(void)data;
	(void)database;
	(void)origin;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_READ: /* ignored, it is NULL */
		return is_personal(first, second) ? SQLITE_IGNORE : SQLITE_OK;
	case SQLITE_FUNCTION:
		return is_forbidden_function(second) ? SQLITE_DENY : SQLITE_OK;
	default:
		return SQLITE_DENY;
	}
}

/* A second connection: the store's own one stays as it is, whatever the query does. */
static int connect_reader(struct hvk_sql *sql)
{
	const char *path = hvk__store_path(sql->store);
	int code = sqlite3_open_v2(path, &sql->database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOFOLLOW, NULL);

	if (code != SQLITE_OK)
		return hvk__store_fail(sql->store, code, "opening the store for SQL");
	for (size_t i = 0; i < ARRAY_SIZE(limits); i++)
		sqlite3_limit(sql->database, limits[i].limit, limits[i].value);
	sqlite3_busy_timeout(sql->database, sql->store->wait);
	sqlite3_db_config(sql->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(sql->database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	/* A misspelt "column" is an error, not a string. */
	sqlite3_db_config(sql->database, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	/* The schema is read before the query: what SQLite refuses while it has not, it calls a changed schema. */
	code = sqlite3_exec(sql->database, "PRAGMA query_only = on; SELECT 1 FROM code LIMIT 1", NULL, NULL, NULL);
	if (code != SQLITE_OK)
		return fail(sql, code);
	sqlite3_set_authorizer(sql->database, authorize, NULL);
	return HVK_OK;
}

/* Whether text holds nothing but blanks, comments and semicolons: then preparing it gives no statement. */
static int check_rest(struct hvk_sql *sql, const char *text)
{
	while (*text != '\0') {
		_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
		int code = sqlite3_prepare_v2(sql->database, text, -1, &statement, &text);

		if ((code & 0xff) == SQLITE_NOMEM)
			return fail(sql, code);
		if (code != SQLITE_OK || statement)
			return hvk__fail(&sql->store->error, HVK_EINVAL,
			                 "SQL: expected one SELECT, found more behind it");
	}
	return HVK_OK;
}

static int prepare(struct hvk_sql *sql, const char *text)
{
	struct hvk__error *error = &sql->store->error;
	const char *rest = text;
	int code = sqlite3_prepare_v2(sql->database, text, -1, &sql->statement, &rest);

	if ((code & 0xff) == SQLITE_AUTH)
		return hvk__fail(error, HVK_EINVAL, "SQL: only reading is allowed, with SELECT (%s)",
		                 sqlite3_errmsg(sql->database));
	if (code != SQLITE_OK)
		return fail(sql, code);
	if (!sql->statement)
		return hvk__fail(error, HVK_EINVAL, "SQL: expected one SELECT, found nothing");
	if (sqlite3_column_count(sql->statement) == 0 || !sqlite3_stmt_readonly(sql->statement))
		return hvk__fail(error, HVK_EINVAL, "SQL: only reading is allowed, with SELECT");
	return check_rest(sql, rest);
}

HVK_EXPORT int hvk_sql_open(struct hvk_store *store, const char *text, struct hvk_sql **sql)
{
	struct hvk_sql *new;
	int result;

	*sql = NULL;
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, false);
	if (result < 0)
		return result;
	new = calloc(1, sizeof(*new));
	if (!new)
		return hvk__fail_memory(&store->error);
	new->store = store;
	result = connect_reader(new);
	if (result == HVK_OK)
		result = prepare(new, text);
	if (result < 0) {
		hvk_sql_free(new);
		return result;
	}
	*sql = new;
	return HVK_OK;
}

HVK_EXPORT void hvk_sql_free(struct hvk_sql *sql)
{
	if (!sql)
		return;
	sqlite3_finalize(sql->statement);
	sqlite3_close(sql->database);
	free(sql);
}

HVK_EXPORT int hvk_sql_next(struct hvk_sql *sql)
{
	int code;

	if (sql->done)
		return 0;
	code = sqlite3_step(sql->statement);
	if (code == SQLITE_ROW)
		return 1;
	sql->done = true;
	return code == SQLITE_DONE ? 0 : fail(sql, code);
}

HVK_EXPORT size_t hvk_sql_columns(const struct hvk_sql *sql)
{
	return (size_t)sqlite3_column_count(sql->statement);
}

HVK_EXPORT const char *hvk_sql_name(const struct hvk_sql *sql, size_t column)
{
	return column < hvk_sql_columns(sql) ? sqlite3_column_name(sql->statement, (int)column) : NULL;
}

HVK_EXPORT const char *hvk_sql_text(struct hvk_sql *sql, size_t column)
{
	return column < hvk_sql_columns(sql) ? (const char *)sqlite3_column_text(sql->statement, (int)column) : NULL;
}

HVK_EXPORT bool hvk_sql_is_number(struct hvk_sql *sql, size_t column)
{
	int type = column < hvk_sql_columns(sql) ? sqlite3_column_type(sql->statement, (int)column) : SQLITE_NULL;

	return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}
