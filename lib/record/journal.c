/* SPDX-License-Identifier: EUPL-1.2 */
/* The journal: what each change did, so that it can be told and taken back. */
#include <stdio.h>
#include <string.h>

#include "record/row.h"

/* Kept statements, numbered after those on records. */
enum { ADD_RECORD = HVK_TYPES * HVK__ROW_KINDS, REMOVE_RECORD, FIND_RECORD, FIND_SLUG, ADD_VALUE };

static char *journal_text(size_t which)
{
	switch (which) {
	case ADD_RECORD:
		return strdup("INSERT OR IGNORE INTO change_record (change, type, record, did)"
		              " VALUES (?1, ?2, ?3, ?4)");
	case REMOVE_RECORD:
		return strdup("UPDATE change_record SET did = 2 WHERE change = ?1 AND type = ?2 AND record = ?3");
	case FIND_RECORD:
		return strdup("SELECT did FROM change_record WHERE change = ?1 AND type = ?2 AND record = ?3");
	case FIND_SLUG:
		return strdup("SELECT before FROM change_value WHERE change = ?1 AND type = ?2 AND record = ?3"
		              " AND property = 'slug'");
	default:
		/* What was before the change is what was before its first step. */
		return strdup("INSERT INTO change_value (change, type, record, property, before, after)"
		              " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
		              " ON CONFLICT DO UPDATE SET after = excluded.after");
	}
}

static int statement_on(struct hvk__change *change, size_t which, enum hvk_type type, int64_t id,
                        sqlite3_stmt **statement)
{
	int result = hvk__store_kept(change->store, which, journal_text, statement);

	if (result < 0)
		return result;
	sqlite3_bind_int64(*statement, 1, change->id);
	sqlite3_bind_int(*statement, 2, (int)type);
	sqlite3_bind_int64(*statement, 3, id);
	return HVK_OK;
}

/* "added partner x": what a change is called that nobody named. */
static int name_change(struct hvk__change *change, enum hvk_type type, int64_t id, enum hvk__did did, char name[160])
{
	static const char *const verbs[] = {
		[HVK__ADDED] = "added", [HVK__CHANGED] = "changed", [HVK__REMOVED] = "removed"
	};
	sqlite3_stmt *statement;
	int result = hvk__record_statement(change->store, type, HVK__ROW_SLUG, &statement);

	if (result < 0)
		return result;
	sqlite3_bind_int64(statement, 1, id);
	result = hvk__store_step(change->store, statement);
	if (result == 1)
		snprintf(name, 160, "%s %s %s", verbs[did], hvk__types[type].name,
		         (const char *)sqlite3_column_text(statement, 0));
	sqlite3_reset(statement);
	return result < 0 ? result : HVK_OK;
}

static int begin_change(struct hvk__change *change, enum hvk_type type, int64_t id, enum hvk__did did)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	char name[160] = "", today[11];
	int result = HVK_OK;

	if (!change->what)
		result = name_change(change, type, id, did, name);
	if (result == HVK_OK)
		result = hvk__store_prepare(change->store, "INSERT INTO change (made_on, what) VALUES (?, ?)", &insert);
	if (result < 0)
		return result;
	hvk__date_format(hvk__store_today(change->store), today);
	sqlite3_bind_text(insert, 1, today, -1, SQLITE_STATIC);
	sqlite3_bind_text(insert, 2, change->what ? change->what : name, -1, SQLITE_STATIC);
	result = hvk__store_run(change->store, insert);
	change->id = sqlite3_last_insert_rowid(change->store->database);
	return result;
}

/* What this change did to the record before: enum hvk__did, or -1; negative results lie below. */
static int find_did(struct hvk__change *change, enum hvk_type type, int64_t id, int *did)
{
	sqlite3_stmt *statement;
	int result = statement_on(change, FIND_RECORD, type, id, &statement);

	*did = -1;
	if (result < 0)
		return result;
	result = hvk__store_step(change->store, statement);
	if (result == 1)
		*did = sqlite3_column_int(statement, 0);
	sqlite3_reset(statement);
	return result < 0 ? result : HVK_OK;
}

int hvk__journal_removed(struct hvk__change *change, enum hvk_type type, int64_t id, bool *removed)
{
	int did = -1, result = change->id != 0 ? find_did(change, type, id, &did) : HVK_OK;

	*removed = did == HVK__REMOVED;
	return result;
}

int hvk__journal_record(struct hvk__change *change, enum hvk_type type, int64_t id, enum hvk__did did)
{
	sqlite3_stmt *statement = NULL;
	int result = HVK_OK;

	if (change->id == 0)
		result = begin_change(change, type, id, did);
	if (result == HVK_OK)
		result = statement_on(change, ADD_RECORD, type, id, &statement);
	if (result < 0 || !statement)
		return result;
	sqlite3_bind_int(statement, 4, (int)did);
	result = hvk__store_run(change->store, statement);
	if (result < 0 || did != HVK__REMOVED || sqlite3_changes(change->store->database) > 0)
		return result;
	/* Changed first, then removed. */
	result = statement_on(change, REMOVE_RECORD, type, id, &statement);
	return result == HVK_OK ? hvk__store_run(change->store, statement) : result;
}

static int add_value(struct hvk__change *change, enum hvk_type type, int64_t id, size_t column, const char *before,
                     const char *after)
{
	sqlite3_stmt *statement;
	int result = statement_on(change, ADD_VALUE, type, id, &statement);

	if (result < 0)
		return result;
	sqlite3_bind_text(statement, 4, hvk__record_column(type, column)->name, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 5, before, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 6, after, -1, SQLITE_STATIC);
	return hvk__store_run(change->store, statement);
}

/* Adds the slug that a record had before this change, in which it may have been renamed. */
static int add_past_slug(struct hvk__change *change, enum hvk_type type, const struct hvk__value_at *value,
                         struct hvk__buffer *slugs)
{
	sqlite3_stmt *statement = NULL;
	char slug[HVK__SLUG_MAX + 1];
	const char *past = slug;
	int64_t id;
	int result;

	snprintf(slug, sizeof(slug), "%.*s", (int)value->length, value->data);
	result = hvk__record_lookup(change->store, type, slug, &id);
	if (result == 1)
		result = statement_on(change, FIND_SLUG, type, id, &statement);
	if (result == HVK_OK && statement) {
		result = hvk__store_step(change->store, statement);
		if (result == 1)
			past = (const char *)sqlite3_column_text(statement, 0);
	}
	if (result >= 0)
		result = past && (slugs->length == 0 || hvk__buffer_add_text(slugs, "+")) &&
		                         hvk__buffer_add_text(slugs, past) ?
		                 HVK_OK :
		                 hvk__fail_memory(&change->store->error);
	if (statement)
		sqlite3_reset(statement);
	return result;
}

int hvk__journal_value(struct hvk__change *change, enum hvk_type type, int64_t id, size_t column, const char *before,
                       const char *after)
{
	const struct hvk_record_column *of = hvk__record_column(type, column);
	_cleanup_(hvk__buffer_free) struct hvk__buffer past = { 0 };
	bool refers = of->form == HVK_FORM_RECORD && before;
	int did, result = find_did(change, type, id, &did);

	/* A record that this change added has no past. */
	if (result < 0 || did == HVK__ADDED)
		return result;
	for (struct hvk__value_at at = { .next = refers ? before : NULL }; result == HVK_OK && hvk__value_next(&at);)
		result = add_past_slug(change, of->type, &at, &past);
	return result < 0 ? result : add_value(change, type, id, column, refers ? past.data : before, after);
}

static int forget(struct hvk_store *store, const char *text, enum hvk_type type, int64_t id)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(store, text, &statement);

	if (result < 0)
		return result;
	sqlite3_bind_int(statement, 1, (int)type);
	sqlite3_bind_int64(statement, 2, id);
	return hvk__store_run(store, statement);
}

int hvk__journal_forget(struct hvk_store *store, enum hvk_type type, int64_t id)
{
	/* A change of nothing else is none. */
	int result = forget(store,
	                    "DELETE FROM change WHERE id IN"
	                    " (SELECT change FROM change_record WHERE type = ?1 AND record = ?2) AND NOT EXISTS"
	                    " (SELECT 1 FROM change_record AS r WHERE r.change = change.id"
	                    " AND (r.type <> ?1 OR r.record <> ?2))", type, id);

	return result < 0 ? result :
	                    forget(store, "DELETE FROM change_record WHERE type = ?1 AND record = ?2", type, id);
}
