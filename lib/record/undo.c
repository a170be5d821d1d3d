/* SPDX-License-Identifier: EUPL-1.2 */
/* Taking back the last change to the registry. */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "record/row.h"
#include "store/admin.h"

#define BIT(column) (UINT32_C(1) << (column))

/* What refers to another comes after it. Of referrals the journal knows only that merged partners took them along. */
static const enum hvk_type order[] = {
	HVK_PARTNER, HVK_AGREEMENT, HVK_PERSON, HVK_OFFER, HVK_HOUSE, HVK_MEMBERSHIP, HVK_SESSION, HVK_MEETING,
	HVK_ATTENDANCE, HVK_ACTION, HVK_MILESTONE, HVK_REFERRAL
};

struct entry {
	enum hvk_type type;
	int64_t id;
	enum hvk__did did;
};

struct undo {
	struct hvk_store *store;
	struct hvk__change change;   /* only for what follows from a row; it is not journaled */
	int64_t id;                  /* of the change that is taken back */
	struct entry *entries;
	size_t count, capacity;
	sqlite3_stmt *values;        /* of one record: property, before, after */
	struct hvk_record *records[HVK_TYPES]; /* memory used again and again */
	struct hvk_record_counts counts;
};

static int load_change(struct undo *undo)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *last = NULL, *entries = NULL;
	int result = hvk__store_prepare(undo->store, "SELECT id, what FROM change ORDER BY id DESC LIMIT 1", &last);

	if (result == HVK_OK)
		result = hvk__store_step(undo->store, last);
	if (result < 0)
		return result;
	if (result == 0)
		return hvk__fail(&undo->store->error, HVK_ENOTFOUND, "there is no change of the registry to take back");
	undo->id = sqlite3_column_int64(last, 0);
	snprintf(undo->store->what, sizeof(undo->store->what), "%s", (const char *)sqlite3_column_text(last, 1));
	result = hvk__store_prepare(undo->store, "SELECT type, record, did FROM change_record WHERE change = ?",
	                            &entries);
	if (result < 0)
		return result;
	sqlite3_bind_int64(entries, 1, undo->id);
	while ((result = hvk__store_step(undo->store, entries)) == 1) {
		if (!hvk__reserve(&undo->entries, &undo->capacity, undo->count + 1, sizeof(*undo->entries)))
			return hvk__fail_memory(&undo->store->error);
		undo->entries[undo->count++] = (struct entry){ (enum hvk_type)sqlite3_column_int(entries, 0),
		                                               sqlite3_column_int64(entries, 1),
		                                               (enum hvk__did)sqlite3_column_int(entries, 2) };
	}
	return result;
}

/* ---------------------------------------------------------------- making way */

/* What is unique - slugs, former slugs, the gemeente of a house, who was where - may pass from one record to another
 * in whatever order they are put back: until then nothing has it. */
static int make_way(struct undo *undo, enum hvk_type type, const char *column, const char *make)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	char text[512];
	int result;

	snprintf(text, sizeof(text),
	         "%s IN (SELECT record FROM change_record AS r WHERE r.change = ?1 AND r.type = ?2 AND (r.did = 0 OR"
	         " (r.did = 1 AND EXISTS (SELECT 1 FROM change_value AS v WHERE v.change = ?1 AND v.type = ?2"
	         " AND v.record = r.record AND v.property = '%s'))))", make, column);
	result = hvk__store_prepare(undo->store, text, &statement);
	if (result < 0)
		return result;
	sqlite3_bind_int64(statement, 1, undo->id);
	sqlite3_bind_int(statement, 2, (int)type);
	return hvk__store_run(undo->store, statement);
}

static int make_all_way(struct undo *undo)
{
	char text[96];
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(order); i++) {
		if (order[i] == HVK_REFERRAL)
			continue;
		snprintf(text, sizeof(text), "UPDATE %s SET slug = '~' || id WHERE id", hvk__types[order[i]].name);
		result = make_way(undo, order[i], "slug", text);
	}
	if (result == HVK_OK)
		result = make_way(undo, HVK_PARTNER, "former_slug", "DELETE FROM partner_former_slug WHERE partner");
	if (result == HVK_OK)
		result = make_way(undo, HVK_HOUSE, "gemeente", "UPDATE house SET gemeente = -id WHERE id");
	for (size_t i = 0; result == HVK_OK && i < 2; i++)
		result = make_way(undo, HVK_ATTENDANCE, i == 0 ? "meeting" : "partner",
		                  "UPDATE attendance SET partner = -id WHERE id");
	return result;
}

/* ---------------------------------------------------------------- putting back */

/* The memory for records of a type, empty. */
static int get_record(struct undo *undo, enum hvk_type type, struct hvk_record **record)
{
	int result = HVK_OK;

	if (!undo->records[type])
		result = hvk_record_new(undo->store, type, &undo->records[type]);
	else
		hvk_record_clear(undo->records[type]);
	*record = undo->records[type];
	return result;
}

/* Sets what the journal knows: before goes to record, after to now (or NULL). */
static int take_values(struct undo *undo, const struct entry *entry, struct hvk_record *record, struct hvk_record *now,
                       uint32_t *columns)
{
	sqlite3_stmt *values = undo->values;
	int more = 0, result = HVK_OK;

	sqlite3_bind_int64(values, 1, undo->id);
	sqlite3_bind_int(values, 2, (int)entry->type);
	sqlite3_bind_int64(values, 3, entry->id);
	while (result == HVK_OK && (more = hvk__store_step(undo->store, values)) == 1) {
		const char *property = (const char *)sqlite3_column_text(values, 0);
		size_t column = property ? hvk_type_find_column(entry->type, property) : 0;

		if (!property)
			result = hvk__fail_memory(&undo->store->error);
		if (result < 0 || column == hvk_type_columns(entry->type))
			continue;
		*columns |= BIT(column);
		result = hvk__record_put(record, column, (const char *)sqlite3_column_text(values, 1));
		if (result == HVK_OK && now)
			result = hvk__record_put(now, column, (const char *)sqlite3_column_text(values, 2));
	}
	sqlite3_reset(values);
	return more < 0 ? more : result;
}

static int put_back_changed(struct undo *undo, const struct entry *entry)
{
	struct hvk_record *now = NULL, *record;
	uint32_t columns = 0;
	int result = hvk__change_before(&undo->change, entry->type, entry->id);

	now = undo->change.before;
	if (result == HVK_OK)
		result = get_record(undo, entry->type, &record);
	if (result == HVK_OK)
		result = hvk__record_read(record, entry->id);
	if (result == HVK_ENOTFOUND && entry->type == HVK_REFERRAL) {
		hvk__error_clear(&undo->store->error);
		return HVK_OK;
	}
	if (result == HVK_OK)
		result = take_values(undo, entry, record, now, &columns);
	if (result == HVK_OK)
		result = hvk__row_change(record, columns);
	if (result == HVK_OK)
		result = hvk__record_follow(&undo->change, record, now, columns);
	undo->counts.changed++;
	return result;
}

static int put_back_removed(struct undo *undo, const struct entry *entry)
{
	struct hvk_record *record;
	uint32_t columns = 0;
	int result = get_record(undo, entry->type, &record);

	if (result == HVK_OK)
		result = hvk__change_before(&undo->change, entry->type, 0);
	if (result == HVK_OK)
		result = take_values(undo, entry, record, NULL, &columns);
	if (result < 0)
		return result;
	record->id = entry->id;
	result = hvk__row_add(record);
	if (result == HVK_OK)
		result = hvk__record_follow(&undo->change, record, undo->change.before, UINT32_MAX);
	undo->counts.added++;
	return result;
}

static int put_back(struct undo *undo, enum hvk_type type)
{
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < undo->count; i++) {
		const struct entry *entry = &undo->entries[i];

		if (entry->type != type || entry->did == HVK__ADDED)
			continue;
		result = entry->did == HVK__CHANGED ? put_back_changed(undo, entry) : put_back_removed(undo, entry);
	}
	return result;
}

/* The desk that a merged partner left to another is its own again. */
static int return_desks(struct undo *undo)
{
	static const char text[] =
		"SELECT came.slug, kept.slug, came.name FROM change_record AS c"
		" JOIN partner AS came ON came.id = c.record"
		" JOIN change_value AS v ON v.change = c.change AND v.type = c.type AND v.property = 'former_slug'"
		" AND '+' || v.after || '+' LIKE '%+' || came.slug || '+%'"
		" JOIN partner AS kept ON kept.id = v.record WHERE c.change = ?1 AND c.type = ?2 AND c.did = 2";
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	int more = 0, result = hvk__store_prepare(undo->store, text, &query);

	if (result < 0)
		return result;
	sqlite3_bind_int64(query, 1, undo->id);
	sqlite3_bind_int(query, 2, HVK_PARTNER);
	while (result == HVK_OK && (more = hvk__store_step(undo->store, query)) == 1)
		result = hvk__desk_return(undo->store, (const char *)sqlite3_column_text(query, 0),
		                          (const char *)sqlite3_column_text(query, 1),
		                          (const char *)sqlite3_column_text(query, 2), &undo->change.desks);
	return more < 0 ? more : result;
}

static int take_out(struct undo *undo, enum hvk_type type)
{
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < undo->count; i++) {
		const struct entry *entry = &undo->entries[i];

		if (entry->type != type || entry->did != HVK__ADDED)
			continue;
		result = hvk__row_delete(undo->store, type, entry->id);
		undo->counts.removed++;
	}
	return result;
}

/* ---------------------------------------------------------------- all of it */

static int forget_change(struct undo *undo)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(undo->store, "DELETE FROM change WHERE id = ?", &statement);

	if (result < 0)
		return result;
	sqlite3_bind_int64(statement, 1, undo->id);
	return hvk__store_run(undo->store, statement);
}

static int take_back(struct undo *undo)
{
	int result = hvk__store_prepare(undo->store,
	                                "SELECT property, before, after FROM change_value"
	                                " WHERE change = ? AND type = ? AND record = ?", &undo->values);

	if (result == HVK_OK)
		result = load_change(undo);
	for (size_t i = 0; result == HVK_OK && i < undo->count; i++)
		if (undo->entries[i].did == HVK__ADDED)
			result = hvk__referrals_refuse(undo->store, undo->entries[i].type, undo->entries[i].id,
			                               _("what added it cannot be taken back"));
	if (result == HVK_OK)
		result = make_all_way(undo);
	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(order); i++)
		result = put_back(undo, order[i]);
	if (result == HVK_OK)
		result = return_desks(undo);
	for (size_t i = ARRAY_SIZE(order); result == HVK_OK && i > 0; i--)
		result = take_out(undo, order[i - 1]);
	return result == HVK_OK ? forget_change(undo) : result;
}

static void undo_finish(struct undo *undo)
{
	hvk__finalize(&undo->values);
	hvk__change_finish(&undo->change);
	for (size_t i = 0; i < HVK_TYPES; i++)
		hvk_record_free(undo->records[i]);
	free(undo->entries);
}

HVK_EXPORT int hvk_record_undo(struct hvk_store *store, bool dry_run, struct hvk_record_counts *counts,
                               const char **what)
{
	struct undo undo = { .store = store };
	int result;

	*counts = (struct hvk_record_counts){ 0 };
	*what = NULL;
	hvk__error_clear(&store->error);
	result = hvk__begin(store, false);
	if (result < 0)
		return result;
	hvk__change_start(&undo.change, store, NULL);
	result = take_back(&undo);
	undo_finish(&undo);
	result = hvk__end_or_take_back(store, result, dry_run);
	if (result < 0)
		return result;
	*counts = undo.counts;
	*what = store->what;
	return HVK_OK;
}
