/* SPDX-License-Identifier: EUPL-1.2 */
/* Telling what changed about a record. All is read at once: a history is short. */
#include <string.h>

#include "core/macro.h"
#include "record/row.h"

struct line {
	int64_t change;
	enum hvk_type type;
	size_t column;        /* the number of columns: of none */
	const char *text[HVK_HISTORY_FIELDS];
};

struct hvk_history {
	struct hvk_store *store;
	struct line *lines;
	size_t count, capacity, next;
	struct hvk__pool pool;
};

HVK_EXPORT const char *hvk_history_field_name(enum hvk_history_field field)
{
	static const char *const names[HVK_HISTORY_FIELDS] = {
		[HVK_HISTORY_DATE] = "date", [HVK_HISTORY_CHANGE] = "change", [HVK_HISTORY_TYPE] = "type",
		[HVK_HISTORY_SLUG] = "slug", [HVK_HISTORY_COLUMN] = "column", [HVK_HISTORY_BEFORE] = "before",
		[HVK_HISTORY_AFTER] = "after",
	};

	return (unsigned)field < HVK_HISTORY_FIELDS ? names[field] : NULL;
}

/* ---------------------------------------------------------------- reading */

/* The records it is about: itself; what belongs to a partner, to a meeting; what belonged to it and is gone. */
#define OWNED(number, table) " UNION SELECT " number ", id FROM " table " WHERE partner = ?2 AND ?1 = 0"
#define MET(number, table) " UNION SELECT " number ", id FROM " table " WHERE meeting = ?2 AND ?1 = 8"
_Static_assert(HVK_PARTNER == 0 && HVK_PERSON == 1 && HVK_OFFER == 2 && HVK_AGREEMENT == 3 && HVK_HOUSE == 4 &&
               HVK_MEMBERSHIP == 5 && HVK_SESSION == 7 && HVK_MEETING == 8 && HVK_ATTENDANCE == 9 &&
               HVK_ACTION == 10 && HVK_MILESTONE == 11, "the numbers of types in the query below");
static const char history_sql[] =
	"WITH mine (type, record) AS (SELECT ?1, ?2"
	OWNED("1", "person") OWNED("2", "offer") OWNED("3", "agreement") OWNED("5", "membership") OWNED("7", "session")
	MET("9", "attendance") MET("10", "action")
	" UNION SELECT v.type, v.record FROM change_value AS v"
	"  JOIN change_record AS g ON g.change = v.change AND g.type = v.type AND g.record = v.record AND g.did = 2"
	"  WHERE (?1 = 0 AND v.type IN (1, 2, 3, 5, 7) AND v.property = 'partner'"
	"  AND v.before IN (SELECT slug FROM partner WHERE id = ?2"
	"  UNION SELECT former_slug FROM partner_former_slug WHERE partner = ?2))"
	"  OR (?1 = 8 AND v.type IN (9, 10) AND v.property = 'meeting'"
	"  AND v.before = (SELECT slug FROM meeting WHERE id = ?2)))"
	" SELECT c.id, c.made_on, c.what, r.type, CASE r.type"
	" WHEN 0 THEN (SELECT slug FROM partner WHERE id = r.record)"
	" WHEN 1 THEN (SELECT slug FROM person WHERE id = r.record)"
	" WHEN 2 THEN (SELECT slug FROM offer WHERE id = r.record)"
	" WHEN 3 THEN (SELECT slug FROM agreement WHERE id = r.record)"
	" WHEN 4 THEN (SELECT slug FROM house WHERE id = r.record)"
	" WHEN 7 THEN (SELECT slug FROM session WHERE id = r.record)"
	" WHEN 8 THEN (SELECT slug FROM meeting WHERE id = r.record)"
	" WHEN 9 THEN (SELECT slug FROM attendance WHERE id = r.record)"
	" WHEN 10 THEN (SELECT slug FROM action WHERE id = r.record)"
	" WHEN 11 THEN (SELECT slug FROM milestone WHERE id = r.record)"
	" ELSE (SELECT slug FROM membership WHERE id = r.record) END,"
	" (SELECT before FROM change_value AS g WHERE g.type = r.type AND g.record = r.record AND g.property = 'slug'"
	"  AND g.after IS NULL), v.property, v.before, v.after"
	" FROM mine JOIN change_record AS r ON r.type = mine.type AND r.record = mine.record"
	" JOIN change AS c ON c.id = r.change"
	" LEFT JOIN change_value AS v ON v.change = r.change AND v.type = r.type AND v.record = r.record"
	" WHERE ?3 OR r.type <> 1";

static const char *keep(struct hvk_history *history, sqlite3_stmt *row, int column)
{
	const char *text = (const char *)sqlite3_column_text(row, column);

	if (!text)
		return sqlite3_column_type(row, column) == SQLITE_NULL ? "" : NULL;
	return hvk__pool_add(&history->pool, text, strlen(text));
}

static int add_line(struct hvk_history *history, sqlite3_stmt *row)
{
	int type = sqlite3_column_int(row, 3);
	bool present = sqlite3_column_type(row, 4) != SQLITE_NULL;
	struct line line = { .change = sqlite3_column_int64(row, 0) };

	if ((unsigned)type >= HVK_TYPES)
		return HVK_OK;
	line.type = (enum hvk_type)type;
	line.text[HVK_HISTORY_DATE] = keep(history, row, 1);
	line.text[HVK_HISTORY_CHANGE] = keep(history, row, 2);
	line.text[HVK_HISTORY_TYPE] = hvk__types[type].name;
	line.text[HVK_HISTORY_SLUG] = keep(history, row, present ? 4 : 5);
	line.text[HVK_HISTORY_COLUMN] = keep(history, row, 6);
	line.text[HVK_HISTORY_BEFORE] = keep(history, row, 7);
	line.text[HVK_HISTORY_AFTER] = keep(history, row, 8);
	for (size_t i = 0; i < HVK_HISTORY_FIELDS; i++)
		if (!line.text[i])
			return hvk__fail_memory(&history->store->error);
	line.column = hvk_type_find_column(line.type, line.text[HVK_HISTORY_COLUMN]);
	if (!hvk__reserve(&history->lines, &history->capacity, history->count + 1, sizeof(line)))
		return hvk__fail_memory(&history->store->error);
	history->lines[history->count++] = line;
	return HVK_OK;
}

/* The newest change first; in it by type, slug and place of the column. */
static int compare(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int order = HVK__ORDER(y->change, x->change);

	if (order == 0)
		order = HVK__ORDER(x->type, y->type);
	if (order == 0)
		order = strcmp(x->text[HVK_HISTORY_SLUG], y->text[HVK_HISTORY_SLUG]);
	return order != 0 ? order : HVK__ORDER(x->column, y->column);
}

static int load(struct hvk_history *history, const struct hvk_record *record, bool with_persons)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	int result = hvk__store_prepare(history->store, history_sql, &row);

	if (result < 0)
		return result;
	sqlite3_bind_int(row, 1, (int)record->type);
	sqlite3_bind_int64(row, 2, record->id);
	sqlite3_bind_int(row, 3, with_persons);
	while (result >= 0 && (result = hvk__store_step(history->store, row)) == 1)
		result = add_line(history, row);
	if (result == HVK_OK && history->count > 0)
		qsort(history->lines, history->count, sizeof(*history->lines), compare);
	return result;
}

/* ---------------------------------------------------------------- public */

HVK_EXPORT int hvk_history_open(struct hvk_record *record, bool with_persons, struct hvk_history **history)
{
	struct hvk_store *store = record->store;
	int result;

	*history = NULL;
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, false);
	if (result < 0)
		return result;
	if (record->id == 0)
		return hvk__fail(&store->error, HVK_ENOTFOUND, "the %s is not in the store",
		                 hvk__types[record->type].name);
	*history = calloc(1, sizeof(**history));
	if (!*history)
		return hvk__fail_memory(&store->error);
	(*history)->store = store;
	result = load(*history, record, with_persons);
	if (result < 0) {
		hvk_history_free(*history);
		*history = NULL;
	}
	return result;
}

HVK_EXPORT void hvk_history_free(struct hvk_history *history)
{
	if (!history)
		return;
	hvk__pool_free(&history->pool);
	free(history->lines);
	free(history);
}

HVK_EXPORT int hvk_history_next(struct hvk_history *history)
{
	if (history->next >= history->count) {
		history->next = history->count + 1;
		return 0;
	}
	history->next++;
	return 1;
}

HVK_EXPORT const char *hvk_history_text(const struct hvk_history *history, enum hvk_history_field field)
{
	if (history->next == 0 || history->next > history->count || (unsigned)field >= HVK_HISTORY_FIELDS)
		return "";
	return history->lines[history->next - 1].text[field];
}
