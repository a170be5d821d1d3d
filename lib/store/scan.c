/* SPDX-License-Identifier: EUPL-1.2 */
/* Questions in the file: stepping through months, and reading and inserting rows. */
#include <string.h>

#include "core/macro.h"
#include "store/question.h"
#include "store/store.h"

/* As in HVK__QUESTION_COLUMNS; field -1 is the set of answers. */
static const struct column {
	const char *name;
	int field;
} columns[] = {
	{ "gemeente", HVK__GEMEENTE }, { "theme", HVK__THEME }, { "contact", HVK__CONTACT }, { "desk", HVK__DESK },
	{ "channel", HVK__CHANNEL }, { "asker", HVK__ASKER }, { "age", HVK__AGE }, { "kind", HVK__KIND },
	{ "severity", HVK__SEVERITY }, { "answer", -1 }, { "duration", HVK__DURATION }, { "day", HVK__DAY },
};

/* The value of a column as the table holds it; 0 for NULL. */
static int64_t stored_value(const struct hvk__row *row, const struct column *column)
{
	if (column->field < 0)
		return (int64_t)row->answers;
	if (column->field == HVK__GEMEENTE && row->value[HVK__GEMEENTE] != 0)
		return hvk__gemeenten[row->value[HVK__GEMEENTE] - 1].nis;
	return row->value[column->field];
}

/* ---------------------------------------------------------------- stepping through months */

#define BLOCK 512
#define NIS_END 100000

/*
 * Stepping row by row costs more in SQLite's calls than in its work. So the WHERE clause has a function, called for
 * each row in the range with the columns that are needed, which collects the row here and is false - except when the
 * block is full: then it is true, SQLite hands over "a row", and we have a block of them.
 */
struct hvk__scan {
	struct hvk_store *store;
	sqlite3_stmt *statement;
	bool ended;
	size_t count, taken;             /* rows collected; how many of those hvk__scan_next() has given */
	struct hvk__row rows[BLOCK];
	size_t arguments;
	int fields[ARRAY_SIZE(columns)]; /* what the arguments after the id are: as in struct column */
	int month;                       /* that the table below is for, or -1 */
	uint16_t versions[NIS_END];      /* by NIS code: index of the version in that month, plus 1 */
};

/* Sets which version of a gemeente its NIS code means. Rows come month by month, so this is done once a month. */
static void enter_month(struct hvk__scan *scan, int month)
{
	int day = hvk__month_first_day(month);

	for (size_t i = 0; i < hvk__gemeenten_count; i++) {
		const struct hvk_gemeente *gemeente = &hvk__gemeenten[i];
		bool first = i == 0 || gemeente[-1].nis != gemeente->nis;

		if (gemeente->nis < NIS_END && (first || gemeente->valid_from <= day))
			scan->versions[gemeente->nis] = (uint16_t)(i + 1);
	}
	scan->month = month;
}

/* The SQL function: collect(scan, id, column ...). */
static void collect(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct hvk__scan *scan = count > 0 ? sqlite3_value_pointer(values[0], "hvk__scan") : NULL;
	struct hvk__row *row;
	int month;

	if (!scan || scan->count >= BLOCK || count != (int)scan->arguments + 2) {
		sqlite3_result_error(context, "for hvk's own use", -1);
		return;
	}
	row = &scan->rows[scan->count++];
	row->id = sqlite3_value_int64(values[1]);
	month = (int)(row->id >> HVK__ID_BITS);
	if (month != scan->month)
		enter_month(scan, month);
	row->value[HVK__MONTH] = (uint16_t)month;
	for (size_t i = 0; i < scan->arguments; i++) {
		int64_t value = sqlite3_value_int64(values[i + 2]);

		if (scan->fields[i] < 0)
			row->answers = (uint64_t)value;
		else if (scan->fields[i] == HVK__GEMEENTE)
			row->value[HVK__GEMEENTE] = value > 0 && value < NIS_END ? scan->versions[value] : 0;
		else
			row->value[scan->fields[i]] = (uint16_t)value;
	}
	if (scan->count == BLOCK)
		sqlite3_result_int(context, 1);
}

static int register_collect(struct hvk_store *store)
{
	int code;

	if (store->scans)
		return HVK_OK;
	code = sqlite3_create_function_v2(store->database, "hvk_collect", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL,
	                                  collect, NULL, NULL, NULL);
	store->scans = code == SQLITE_OK;
	return store->scans ? HVK_OK : hvk__store_fail(store, code, "reading questions");
}

static bool is_needed(const struct column *column, unsigned needed)
{
	return column->field < 0 ? (needed & HVK__NEED_ANSWERS) != 0 : (needed & 1u << column->field) != 0;
}

/* Prepares the statement for the columns that are needed. */
static int prepare_scan(struct hvk__scan *scan, unsigned needed)
{
	char text[256] = "SELECT 1 FROM question WHERE id BETWEEN ?1 AND ?2 AND hvk_collect(?3, id";

	for (size_t i = 0; i < ARRAY_SIZE(columns); i++) {
		if (!is_needed(&columns[i], needed))
			continue;
		strcat(strcat(text, ", "), columns[i].name);
		scan->fields[scan->arguments++] = columns[i].field;
	}
	strcat(text, ")");
	return hvk__store_prepare(scan->store, text, &scan->statement);
}

int hvk__scan_open(struct hvk_store *store, int first, int last, unsigned needed, struct hvk__scan **scan)
{
	int result = hvk__store_require(store, false);

	*scan = NULL;
	if (result == HVK_OK)
		result = register_collect(store);
	if (result < 0)
		return result;
	*scan = calloc(1, sizeof(**scan));
	if (!*scan)
		return hvk__fail_memory(&store->error);
	(*scan)->store = store;
	(*scan)->month = HVK__MONTH_NONE;
	first = first < 0 ? 0 : first;
	last = last > HVK__MONTH_MAX ? HVK__MONTH_MAX : last;
	(*scan)->ended = first > last;
	if ((*scan)->ended)
		return HVK_OK;
	result = prepare_scan(*scan, needed);
	if (result < 0) {
		hvk__scan_close(*scan);
		*scan = NULL;
		return result;
	}
	sqlite3_bind_int64((*scan)->statement, 1, (int64_t)first << HVK__ID_BITS);
	sqlite3_bind_int64((*scan)->statement, 2, (int64_t)((((uint64_t)last + 1) << HVK__ID_BITS) - 1));
	sqlite3_bind_pointer((*scan)->statement, 3, *scan, "hvk__scan", NULL);
	return HVK_OK;
}

int hvk__scan_block(struct hvk__scan *scan, const struct hvk__row **rows, size_t *count)
{
	int result;

	*rows = scan->rows;
	*count = scan->count = scan->taken = 0;
	if (scan->ended)
		return 0;
	result = hvk__store_step(scan->store, scan->statement);
	scan->ended = result <= 0;
	if (result < 0)
		return result;
	*count = scan->taken = scan->count;
	return scan->count > 0;
}

int hvk__scan_next(struct hvk__scan *scan, struct hvk__row *row)
{
	if (scan->taken == scan->count) {
		const struct hvk__row *rows;
		size_t count;
		int result = hvk__scan_block(scan, &rows, &count);

		if (result <= 0)
			return result;
		scan->taken = 0;
	}
	*row = scan->rows[scan->taken++];
	return 1;
}

void hvk__scan_close(struct hvk__scan *scan)
{
	if (!scan)
		return;
	sqlite3_finalize(scan->statement);
	free(scan);
}

/* ---------------------------------------------------------------- one row */

/* A statement on one row, prepared when first used and kept. */
static int row_statement(struct hvk_store *store, enum hvk__row_statement which, sqlite3_stmt **statement)
{
	static const char *const texts[HVK__ROW_STATEMENTS] = {
		[HVK__ROW_READ] = "SELECT " HVK__QUESTION_COLUMNS " FROM question WHERE id = ?",
		[HVK__ROW_INSERT] = "INSERT INTO question (id, " HVK__QUESTION_COLUMNS ")"
		                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	};
	int result = HVK_OK;

	if (!store->row[which])
		result = hvk__store_prepare(store, texts[which], &store->row[which]);
	*statement = store->row[which];
	return result;
}

/* Takes the current row of HVK__ROW_READ. */
static void take_row(sqlite3_stmt *statement, int64_t id, struct hvk__row *row)
{
	int month = (int)(id >> HVK__ID_BITS);

	row->id = id;
	row->value[HVK__MONTH] = (uint16_t)month;
	for (int i = 0; i < (int)ARRAY_SIZE(columns); i++) {
		int64_t value = sqlite3_column_int64(statement, i);

		if (columns[i].field < 0) {
			row->answers = (uint64_t)value;
		} else if (columns[i].field == HVK__GEMEENTE) {
			uint16_t index = hvk__gemeente_by_nis((uint32_t)value, hvk__month_first_day(month));

			row->value[HVK__GEMEENTE] = index == HVK__GEMEENTE_NONE ? 0 : (uint16_t)(index + 1);
		} else {
			row->value[columns[i].field] = (uint16_t)value;
		}
	}
}

int hvk__row_read(struct hvk_store *store, int64_t id, struct hvk__row *row)
{
	sqlite3_stmt *statement = NULL;
	int result = hvk__store_require(store, false);

	*row = (struct hvk__row){ 0 };
	if (result == HVK_OK)
		result = row_statement(store, HVK__ROW_READ, &statement);
	if (result < 0)
		return result;
	sqlite3_bind_int64(statement, 1, id);
	result = hvk__store_step(store, statement);
	if (result == 1)
		take_row(statement, id, row);
	sqlite3_reset(statement);
	if (result == 0)
		return hvk__fail(&store->error, HVK_ENOTFOUND, "no such question");
	return result < 0 ? result : HVK_OK;
}

int hvk__row_insert(struct hvk_store *store, const struct hvk__row *row)
{
	sqlite3_stmt *statement = NULL;
	int result = row_statement(store, HVK__ROW_INSERT, &statement);

	if (result < 0)
		return result;
	sqlite3_bind_int64(statement, 1, row->id);
	for (int i = 0; i < (int)ARRAY_SIZE(columns); i++) {
		int64_t value = stored_value(row, &columns[i]);

		if (value == 0)
			sqlite3_bind_null(statement, i + 2);
		else
			sqlite3_bind_int64(statement, i + 2, value);
	}
	return hvk__store_run(store, statement);
}

void hvk__rows_forget(struct hvk_store *store)
{
	for (size_t i = 0; i < ARRAY_SIZE(store->row); i++)
		hvk__finalize(&store->row[i]);
	store->scans = store->compares = false;
	store->bulk = NULL; /* the connection frees it */
}

/* ---------------------------------------------------------------- many rows */

/* An array of rows as a table that SQLite reads, so that one statement inserts them all without being bound and
 * stepped for each. */
struct hvk__bulk {
	const struct hvk__row *rows;
	size_t count;
};

struct bulk_table {
	sqlite3_vtab base;
	const struct hvk__bulk *bulk;
};

struct bulk_cursor {
	sqlite3_vtab_cursor base;
	const struct hvk__row *row, *end;
};

static int bulk_connect(sqlite3 *database, void *bulk, int count, const char *const arguments[], sqlite3_vtab **table,
                        char **message)
{
	struct bulk_table *fresh;
	int code = sqlite3_declare_vtab(database, "CREATE TABLE x(id, " HVK__QUESTION_COLUMNS ")");

	(void)count;
	(void)arguments;
	(void)message;
	if (code != SQLITE_OK)
		return code;
	fresh = sqlite3_malloc(sizeof(*fresh));
	if (!fresh)
		return SQLITE_NOMEM;
	*fresh = (struct bulk_table){ .bulk = bulk };
	*table = &fresh->base;
	return SQLITE_OK;
}

static int bulk_disconnect(sqlite3_vtab *table)
{
	sqlite3_free(table);
	return SQLITE_OK;
}

static int bulk_plan(sqlite3_vtab *table, sqlite3_index_info *info)
{
	(void)table;
	info->estimatedRows = 1000000;
	return SQLITE_OK;
}

static int bulk_open(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
	struct bulk_cursor *fresh = sqlite3_malloc(sizeof(*fresh));

	(void)table;
	if (!fresh)
		return SQLITE_NOMEM;
	*fresh = (struct bulk_cursor){ .row = NULL };
	*cursor = &fresh->base;
	return SQLITE_OK;
}

static int bulk_close(sqlite3_vtab_cursor *cursor)
{
	sqlite3_free(cursor);
	return SQLITE_OK;
}

static int bulk_filter(sqlite3_vtab_cursor *base, int plan, const char *text, int count, sqlite3_value **values)
{
	struct bulk_cursor *cursor = (struct bulk_cursor *)base;
	const struct hvk__bulk *bulk = ((struct bulk_table *)base->pVtab)->bulk;

	(void)plan;
	(void)text;
	(void)count;
	(void)values;
	cursor->row = bulk->rows;
	cursor->end = bulk->rows + bulk->count;
	return SQLITE_OK;
}

static int bulk_next(sqlite3_vtab_cursor *cursor)
{
	((struct bulk_cursor *)cursor)->row++;
	return SQLITE_OK;
}

static int bulk_eof(sqlite3_vtab_cursor *cursor)
{
	return ((struct bulk_cursor *)cursor)->row == ((struct bulk_cursor *)cursor)->end;
}

static int bulk_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
	const struct hvk__row *row = ((struct bulk_cursor *)cursor)->row;
	int64_t value = column == 0 ? row->id : stored_value(row, &columns[column - 1]);

	if (value != 0 || column == 0) /* else NULL */
		sqlite3_result_int64(context, value);
	return SQLITE_OK;
}

static int bulk_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id)
{
	*id = ((struct bulk_cursor *)cursor)->row->id;
	return SQLITE_OK;
}

static int register_bulk(struct hvk_store *store)
{
	/* Without xCreate the module is a table by itself. */
	static const sqlite3_module module = {
		.xConnect = bulk_connect, .xDisconnect = bulk_disconnect, .xBestIndex = bulk_plan,
		.xOpen = bulk_open, .xClose = bulk_close, .xFilter = bulk_filter, .xNext = bulk_next,
		.xEof = bulk_eof, .xColumn = bulk_column, .xRowid = bulk_rowid,
	};
	struct hvk__bulk *bulk;
	int code;

	if (store->bulk)
		return HVK_OK;
	bulk = calloc(1, sizeof(*bulk));
	if (!bulk)
		return hvk__fail_memory(&store->error);
	/* This frees bulk also when it fails. */
	code = sqlite3_create_module_v2(store->database, "hvk_rows", &module, bulk, free);
	if (code != SQLITE_OK)
		return hvk__store_fail(store, code, "writing questions");
	store->bulk = bulk;
	return HVK_OK;
}

int hvk__rows_insert(struct hvk_store *store, const struct hvk__row rows[], size_t count)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = register_bulk(store);

	if (result < 0)
		return result;
	*store->bulk = (struct hvk__bulk){ rows, count };
	result = hvk__store_prepare(store,
	                            "INSERT INTO question (id, " HVK__QUESTION_COLUMNS ")"
	                            " SELECT id, " HVK__QUESTION_COLUMNS " FROM hvk_rows",
	                            &statement);
	if (result == HVK_OK)
		result = hvk__store_run(store, statement);
	*store->bulk = (struct hvk__bulk){ NULL, 0 };
	return result;
}
