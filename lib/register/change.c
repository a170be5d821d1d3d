/* SPDX-License-Identifier: EUPL-1.2 */
/* Taking questions out, and taking the last change back. */
#include "register/change.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "store/admin.h"

/* ---- recording */

#define PART 65536 /* ids in a blob */

struct hvk__undo {
	struct hvk_store *store;
	sqlite3_stmt *keep, *take_out, *bury; /* for a voided row */
	sqlite3_stmt *note, *raise;           /* for a tombstone without a row */
	int64_t last;                         /* id added before */
	int64_t month;                        /* of that id; -1: none yet */
	bool whole;                           /* that month had no questions before this change */
	uint64_t questions;                   /* added to it, when whole */
	unsigned char *ids;                   /* packed */
	size_t count, capacity;               /* ids; bytes */
};

int hvk__undo_begin(struct hvk_store *store, const char *what, struct hvk__undo **undo)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	int result;

	*undo = calloc(1, sizeof(**undo));
	if (!*undo)
		return hvk__fail_memory(&store->error);
	(*undo)->store = store;
	(*undo)->month = -1;
	result = hvk__undo_forget(store);
	if (result == HVK_OK)
		result = hvk__store_prepare(store, "INSERT INTO undo (id, what) VALUES (1, ?)", &insert);
	if (result < 0)
		return result;
	sqlite3_bind_text(insert, 1, what, -1, SQLITE_STATIC);
	return hvk__store_run(store, insert);
}

void hvk__undo_free(struct hvk__undo *undo)
{
	if (!undo)
		return;
	sqlite3_finalize(undo->keep);
	sqlite3_finalize(undo->take_out);
	sqlite3_finalize(undo->bury);
	sqlite3_finalize(undo->note);
	sqlite3_finalize(undo->raise);
	free(undo->ids);
	free(undo);
}

static int write_part(struct hvk__undo *undo)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	int result;

	if (undo->count == 0)
		return HVK_OK;
	result = hvk__store_prepare(undo->store, "INSERT INTO undo_added (ids) VALUES (?)", &insert);
	if (result < 0)
		return result;
	sqlite3_bind_blob64(insert, 1, undo->ids, undo->count * 8, SQLITE_STATIC);
	undo->count = 0;
	return hvk__store_run(undo->store, insert);
}

static int write_month(struct hvk__undo *undo)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	int result;

	if (!undo->whole)
		return HVK_OK;
	result = hvk__store_prepare(undo->store, "INSERT INTO undo_month (month, questions) VALUES (?, ?)", &insert);
	if (result < 0)
		return result;
	sqlite3_bind_int64(insert, 1, undo->month);
	sqlite3_bind_int64(insert, 2, (sqlite3_int64)undo->questions);
	undo->whole = false;
	return hvk__store_run(undo->store, insert);
}

/* A month in which there was nothing needs no ids: a first import of millions is taken back by its months. */
static int begin_month(struct hvk__undo *undo, int64_t month, bool bulk)
{
	char text[160];
	int64_t found = 1;
	int result = write_month(undo);

	undo->month = month;
	undo->questions = 0;
	if (result < 0 || !bulk)
		return result;
	snprintf(text, sizeof(text), "SELECT 1 FROM question WHERE id BETWEEN %" PRId64 " AND %" PRId64 " LIMIT 1",
	         month << HVK__ID_BITS, (month << HVK__ID_BITS) | HVK__ID_MASK);
	result = hvk__store_number(undo->store, text, &found);
	undo->whole = found == 0;
	return result;
}

static bool pack(struct hvk__undo *undo, int64_t id)
{
	if (!hvk__reserve(&undo->ids, &undo->capacity, (undo->count + 1) * 8, 1))
		return false;
	for (int byte = 0; byte < 8; byte++)
		undo->ids[undo->count * 8 + (unsigned)byte] = (unsigned char)((uint64_t)id >> (8 * byte));
	undo->count++;
	return true;
}

int hvk__undo_added(struct hvk__undo *undo, const int64_t ids[], size_t count)
{
	int result = HVK_OK;

	for (size_t i = 0; i < count && result == HVK_OK; i++) {
		int64_t month = ids[i] >> HVK__ID_BITS;

		if (ids[i] <= undo->last)
			return hvk__fail(&undo->store->error, HVK_EBUG, "ids of a change must ascend");
		undo->last = ids[i];
		if (month != undo->month)
			result = begin_month(undo, month, count > 1);
		if (undo->whole)
			undo->questions++;
		else if (!pack(undo, ids[i]))
			return hvk__fail_memory(&undo->store->error);
		if (result == HVK_OK && undo->count == PART)
			result = write_part(undo);
	}
	return result;
}

/* Runs a statement for one id, prepared when first needed. */
static int run_for(struct hvk__undo *undo, sqlite3_stmt **statement, const char *text, int64_t id)
{
	int result = HVK_OK;

	if (!*statement)
		result = hvk__store_prepare(undo->store, text, statement);
	if (result < 0)
		return result;
	sqlite3_bind_int64(*statement, 1, id);
	return hvk__store_run(undo->store, *statement);
}

int hvk__undo_voided(struct hvk__undo *undo, int64_t id)
{
	static const char text[] = "INSERT INTO undo_voided (id, " HVK__QUESTION_COLUMNS ")"
	                           " SELECT id, " HVK__QUESTION_COLUMNS " FROM question WHERE id = ?";
	int result = run_for(undo, &undo->keep, text, id);

	if (result == HVK_OK && sqlite3_changes(undo->store->database) == 0)
		return HVK_ENOTFOUND;
	if (result == HVK_OK)
		result = run_for(undo, &undo->take_out, "DELETE FROM question WHERE id = ?", id);
	if (result == HVK_OK)
		result = run_for(undo, &undo->bury, "INSERT OR IGNORE INTO tombstone (id) VALUES (?)", id);
	return result;
}

int hvk__undo_tombstone(struct hvk__undo *undo, int64_t id, bool there)
{
	int result = run_for(undo, &undo->note, "INSERT OR IGNORE INTO undo_tombstone (id, was) "
	                     "SELECT ?1, EXISTS (SELECT 1 FROM tombstone WHERE id = ?1)", id);

	if (result < 0)
		return result;
	if (there)
		return run_for(undo, &undo->bury, "INSERT OR IGNORE INTO tombstone (id) VALUES (?)", id);
	return run_for(undo, &undo->raise, "DELETE FROM tombstone WHERE id = ?", id);
}

int hvk__undo_batch(struct hvk__undo *undo, const char *name)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	int result = hvk__store_prepare(undo->store,
	                                "INSERT OR IGNORE INTO undo_batch (name, digest, questions) "
	                                "SELECT ?1, digest, questions FROM (SELECT 1) LEFT JOIN batch ON name = ?1",
	                                &insert);

	if (result < 0)
		return result;
	sqlite3_bind_text(insert, 1, name, -1, SQLITE_STATIC);
	return hvk__store_run(undo->store, insert);
}

/* The desks that this transaction made: still marked so until it is committed. */
static int write_desks(struct hvk__undo *undo)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	struct hvk__codes *codes;
	const struct hvk__list *desks;
	int result = hvk__store_codes(undo->store, &codes);

	desks = result == HVK_OK ? hvk__codes_list(codes, "desk") : NULL;
	for (size_t i = 0; desks && i < desks->count && result == HVK_OK; i++) {
		if (!desks->codes[i].made)
			continue;
		if (!insert)
			result = hvk__store_prepare(undo->store, "INSERT INTO undo_desk (number) VALUES (?)", &insert);
		if (result < 0)
			return result;
		sqlite3_bind_int(insert, 1, desks->codes[i].number);
		result = hvk__store_run(undo->store, insert);
	}
	return result;
}

int hvk__undo_end(struct hvk__undo *undo)
{
	int result = write_month(undo);

	if (result == HVK_OK)
		result = write_part(undo);
	if (result == HVK_OK)
		result = write_desks(undo);
	return result;
}

/* ---- voiding */

static int parse_id(struct hvk_store *store, const char *text, int64_t *id)
{
	size_t length = strlen(text);

	text = hvk__trim(text, &length);
	if (!hvk__id_parse(text, length, id))
		return hvk__fail(&store->error, HVK_EINVAL, "id: expected 13 characters of base32, as lists show them");
	return HVK_OK;
}

int hvk__is_voided(struct hvk_store *store, int64_t id, bool *voided)
{
	char text[80];
	int64_t found;
	int result;

	snprintf(text, sizeof(text), "SELECT 1 FROM tombstone WHERE id = %" PRId64, id);
	result = hvk__store_number(store, text, &found);
	*voided = result == HVK_OK && found;
	return result;
}

/* Voids one question, or with undo NULL only looks whether it could. One that was voided before is fine. */
static int void_one(struct hvk_store *store, struct hvk__undo *undo, int64_t id)
{
	struct hvk__row row;
	char text[14];
	bool voided;
	int result = undo ? hvk__undo_voided(undo, id) : hvk__row_read(store, id, &row);

	if (result != HVK_ENOTFOUND)
		return result;
	result = hvk__is_voided(store, id, &voided);
	if (result < 0 || voided)
		return result;
	hvk__id_format(id, text);
	return hvk__fail(&store->error, HVK_ENOTFOUND, "id: no question %s", text);
}

static int void_all(struct hvk_store *store, const char *const ids[], size_t count, bool dry_run)
{
	_cleanup_(hvk__undo_freep) struct hvk__undo *undo = NULL;
	int result = HVK_OK;

	if (!dry_run)
		result = hvk__undo_begin(store, "the last questions voided", &undo);
	for (size_t i = 0; i < count && result == HVK_OK; i++) {
		int64_t id;

		result = parse_id(store, ids[i], &id);
		if (result == HVK_OK)
			result = void_one(store, undo, id);
	}
	if (result == HVK_OK && undo)
		result = hvk__undo_end(undo);
	return result;
}

/* Whether all are voided already: then nothing changes, and what can be undone stays. */
static int any_to_void(struct hvk_store *store, const char *const ids[], size_t count, bool *any)
{
	int result = HVK_OK;

	*any = false;
	for (size_t i = 0; i < count && result == HVK_OK && !*any; i++) {
		int64_t id;
		bool voided = false;

		result = parse_id(store, ids[i], &id);
		if (result == HVK_OK)
			result = hvk__is_voided(store, id, &voided);
		*any = !voided;
	}
	return result;
}

HVK_EXPORT int hvk_question_void(struct hvk_store *store, const char *const ids[], size_t count, bool dry_run)
{
	bool any = false;
	int result;

	hvk__error_clear(&store->error);
	result = hvk__store_require(store, !dry_run);
	if (result == HVK_OK)
		result = any_to_void(store, ids, count, &any);
	if (result < 0 || !any)
		return result;
	if (dry_run)
		return void_all(store, ids, count, true);
	result = hvk__begin(store, false);
	return result < 0 ? result : hvk__end(store, void_all(store, ids, count, false));
}

/* ---- undoing */

/* Somebody changed the questions since without this library knowing. */
static int fail_changed(struct hvk_store *store)
{
	return hvk__fail(&store->error, HVK_ESTORE,
	                 "questions that the last change added are gone; it cannot be undone, nothing was changed");
}

static int64_t unpack(const unsigned char *bytes)
{
	uint64_t id = 0;

	for (int byte = 7; byte >= 0; byte--)
		id = id << 8 | bytes[byte];
	return (int64_t)id;
}

static int remove_ids(struct hvk_store *store)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *parts = NULL;
	_cleanup_(hvk__finalize) sqlite3_stmt *delete = NULL;
	int result = hvk__store_prepare(store, "SELECT ids FROM undo_added ORDER BY part", &parts);

	if (result == HVK_OK)
		result = hvk__store_prepare(store, "DELETE FROM question WHERE id = ?", &delete);
	while (result == HVK_OK && (result = hvk__store_step(store, parts)) == 1) {
		const unsigned char *ids = sqlite3_column_blob(parts, 0);
		size_t length = (size_t)sqlite3_column_bytes(parts, 0);

		result = HVK_OK;
		for (size_t at = 0; at + 8 <= length && result == HVK_OK; at += 8) {
			sqlite3_bind_int64(delete, 1, unpack(ids + at));
			result = hvk__store_run(store, delete);
			if (result == HVK_OK && sqlite3_changes(store->database) != 1)
				result = fail_changed(store);
		}
	}
	return result;
}

static int remove_months(struct hvk_store *store)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *months = NULL;
	_cleanup_(hvk__finalize) sqlite3_stmt *delete = NULL;
	int result = hvk__store_prepare(store, "SELECT month, questions FROM undo_month ORDER BY month", &months);

	if (result == HVK_OK)
		result = hvk__store_prepare(store,
		                            "DELETE FROM question WHERE id BETWEEN ?1 << 51 AND ((?1 + 1) << 51) - 1",
		                            &delete);
	while (result == HVK_OK && (result = hvk__store_step(store, months)) == 1) {
		sqlite3_bind_int64(delete, 1, sqlite3_column_int64(months, 0));
		result = hvk__store_run(store, delete);
		if (result == HVK_OK && sqlite3_changes64(store->database) != sqlite3_column_int64(months, 1))
			result = fail_changed(store);
	}
	return result;
}

/* Desks stay when others came after them: numbers have no gaps. */
static const char restore[] =
	"INSERT INTO question (id, " HVK__QUESTION_COLUMNS ")"
	" SELECT id, " HVK__QUESTION_COLUMNS " FROM undo_voided ORDER BY id;"
	"DELETE FROM tombstone WHERE id IN (SELECT id FROM undo_voided);"
	"DELETE FROM tombstone WHERE id IN (SELECT id FROM undo_tombstone WHERE NOT was);"
	"INSERT OR IGNORE INTO tombstone SELECT id FROM undo_tombstone WHERE was;"
	"DELETE FROM batch WHERE name IN (SELECT name FROM undo_batch);"
	"INSERT INTO batch SELECT name, digest, questions FROM undo_batch WHERE digest IS NOT NULL;"
	"DELETE FROM delivery WHERE (month, desk) IN (SELECT month, desk FROM undo_delivery);"
	"DELETE FROM undo_desk WHERE number < (SELECT max(number) FROM code WHERE list = 'desk'"
	" AND number NOT IN (SELECT number FROM undo_desk));"
	"DELETE FROM code_alias WHERE list = 'desk' AND number IN (SELECT number FROM undo_desk);"
	"DELETE FROM code WHERE list = 'desk' AND number IN (SELECT number FROM undo_desk)";

static int undo_all(struct hvk_store *store)
{
	int result = remove_ids(store);

	if (result == HVK_OK)
		result = remove_months(store);
	if (result == HVK_OK)
		result = hvk__store_exec(store, restore);
	if (result == HVK_OK)
		result = hvk__undo_forget(store);
	return result;
}

/* What the last change was and did: HVK_ENOTFOUND when there is none. */
static int last_change(struct hvk_store *store, struct hvk_counts *counts)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	const char *what;
	int result = hvk__store_prepare(store,
	                                "SELECT what, coalesce((SELECT sum(length(ids)) FROM undo_added), 0) / 8 + "
	                                "coalesce((SELECT sum(questions) FROM undo_month), 0), "
	                                "(SELECT count(*) FROM undo_voided) FROM undo",
	                                &query);

	if (result == HVK_OK)
		result = hvk__store_step(store, query);
	if (result == 0)
		return hvk__fail(&store->error, HVK_ENOTFOUND, "there is nothing to undo");
	if (result < 0)
		return result;
	what = (const char *)sqlite3_column_text(query, 0);
	if (!what)
		return hvk__fail_memory(&store->error);
	snprintf(store->what, sizeof(store->what), "%s", what);
	counts->voided = (uint64_t)sqlite3_column_int64(query, 1);
	counts->added = (uint64_t)sqlite3_column_int64(query, 2);
	return HVK_OK;
}

HVK_EXPORT int hvk_store_undo(struct hvk_store *store, bool dry_run, struct hvk_counts *counts, const char **what)
{
	int result;

	*counts = (struct hvk_counts) { 0 };
	*what = "";
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, !dry_run);
	if (result == HVK_OK && !dry_run)
		result = hvk__begin(store, true);
	if (result < 0)
		return result;
	result = last_change(store, counts);
	if (!dry_run) {
		if (result == HVK_OK)
			result = undo_all(store);
		result = hvk__end(store, result);
		hvk__store_forget_codes(store);
	}
	if (result == HVK_OK)
		*what = store->what;
	else
		*counts = (struct hvk_counts) { 0 };
	return result;
}
