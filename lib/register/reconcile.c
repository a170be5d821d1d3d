/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Brings what was read together with what the store has: both in order of id, one step through the months concerned.
 * What is there already is unchanged; what was voided stays so; what differs under an id of its own is refused; the
 * rest is inserted in order of id.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "register/change.h"
#include "register/import.h"
#include "store/delivery.h"

#define LOOKUPS_MAX 4096 /* fewer arrivals are looked up one by one */
#define INSERT_MAX 16384 /* rows handed to the store at once */

bool hvk__ids_add(struct hvk__ids *ids, int64_t id)
{
	if (!hvk__reserve(&ids->items, &ids->capacity, ids->count + 1, sizeof(*ids->items)))
		return false;
	ids->items[ids->count++] = id;
	return true;
}

static bool ids_have(const struct hvk__ids *ids, int64_t id)
{
	return ids->count > 0 && bsearch(&id, ids->items, ids->count, sizeof(id), hvk__id_compare) != NULL;
}

static int fail_memory(const struct hvk__reconciling *it)
{
	return hvk__fail_memory(&it->store->error);
}

/* ---------------------------------------------------------------- batches that came in before */

/* Whether the digest is that of a batch in the store: 1 with its name, 0, or negative. */
static int find_digest(struct hvk__reconciling *it, const struct hvk__batch *batch, char name[256])
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	const char *found;
	int result;

	if (!hvk_store_is_open(it->store))
		return 0;
	result = hvk__store_prepare(
		it->store, "SELECT name FROM batch WHERE digest = ? AND questions = ? ORDER BY name <> ?, name",
		&query);
	if (result < 0)
		return result;
	sqlite3_bind_blob(query, 1, &batch->digest, sizeof(batch->digest), SQLITE_STATIC);
	sqlite3_bind_int64(query, 2, (sqlite3_int64)batch->questions);
	sqlite3_bind_text(query, 3, batch->name, -1, SQLITE_STATIC);
	result = hvk__store_step(it->store, query);
	if (result <= 0)
		return result;
	found = (const char *)sqlite3_column_text(query, 0);
	if (!found)
		return fail_memory(it);
	snprintf(name, 256, "%s", found);
	return 1;
}

/* The same among the batches of this import. */
static bool find_earlier(const struct hvk_import *import, const struct hvk__batch *batch, char name[256])
{
	for (const struct hvk__batch *earlier = import->batches; earlier < batch; earlier++)
		if (!earlier->known && earlier->questions == batch->questions &&
		    memcmp(&earlier->digest, &batch->digest, sizeof(batch->digest)) == 0) {
			snprintf(name, 256, "%s", earlier->name);
			return true;
		}
	return false;
}

static int recognise(struct hvk__reconciling *it, struct hvk__batch *batch)
{
	struct hvk_import *import = it->import;
	char name[256];
	int result = 0;

	if (import->flags & (HVK_IMPORT_AGAIN | HVK_IMPORT_REPLACE) || batch->questions == 0)
		return HVK_OK;
	if (!find_earlier(import, batch, name))
		result = find_digest(it, batch, name);
	else
		result = 1;
	if (result <= 0)
		return result;
	batch->known = true;
	import->counts.unchanged += batch->questions;
	if (strcmp(name, batch->name) == 0)
		hvk__intake_note(import->intake, NULL,
		                 "nothing new: batch '%s' came in before, with the same %" PRIu64 " questions", name,
		                 batch->questions);
	else
		hvk__intake_note(import->intake, NULL,
		                 "nothing new: the same %" PRIu64 " questions came in as batch '%s'", batch->questions,
		                 name);
	return HVK_OK;
}

/* ---------------------------------------------------------------- what the store has */

static void note_arrivals(struct hvk__reconciling *it)
{
	const struct hvk__arrivals *arrivals = &it->import->arrivals;

	for (size_t i = 0; i < it->import->batch_count; i++)
		for (size_t j = 0; j < it->import->batches[i].block_count; j++) {
			const struct hvk__block *block = &it->import->batches[i].blocks[j];

			it->any_voided = it->any_voided || block->questions < block->count;
		}

	/* Sorted by id, and so by month. */
	it->first = (int)(arrivals->items[0].key >> HVK__ID_BITS);
	it->last = (int)(arrivals->items[arrivals->count - 1].key >> HVK__ID_BITS);
}

static int load_buried(struct hvk__reconciling *it)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	int result =
		hvk__store_prepare(it->store, "SELECT id FROM tombstone WHERE id BETWEEN ? AND ? ORDER BY id", &query);

	if (result < 0)
		return result;
	sqlite3_bind_int64(query, 1, (int64_t)it->first << HVK__ID_BITS);
	sqlite3_bind_int64(query, 2, (int64_t)it->last << HVK__ID_BITS | HVK__ID_MASK);
	while ((result = hvk__store_step(it->store, query)) == 1)
		if (!hvk__ids_add(&it->buried, sqlite3_column_int64(query, 0)))
			return fail_memory(it);
	return result;
}

static int open_store_side(struct hvk__reconciling *it)
{
	int result;

	it->scan_ended = true;
	if (!hvk_store_is_open(it->store))
		return HVK_OK;
	result = load_buried(it);
	if (result < 0 || it->import->arrivals.count <= LOOKUPS_MAX)
		return result;
	result = hvk__scan_open(it->store, it->first, it->last, HVK__NEED_ALL, &it->scan);
	if (result == HVK_OK)
		result = hvk__scan_next(it->scan, &it->scanned);
	it->scan_ended = result != 1;
	return result < 0 ? result : HVK_OK;
}

/* The store's row of an id, by the scan when there is one - ids must ascend then - else by looking: 1, 0, negative. */
static int find_row(struct hvk__reconciling *it, int64_t id, struct hvk__row *row)
{
	int result;

	if (!hvk_store_is_open(it->store))
		return 0;
	if (!it->scan) {
		result = hvk__row_read(it->store, id, row);
		return result == HVK_OK ? 1 : result == HVK_ENOTFOUND ? 0 : result;
	}
	while (!it->scan_ended && it->scanned.id < id) {
		result = hvk__scan_next(it->scan, &it->scanned);
		it->scan_ended = result != 1;
		if (result < 0)
			return result;
	}
	if (it->scan_ended || it->scanned.id != id)
		return 0;
	*row = it->scanned;
	return 1;
}

/* ---------------------------------------------------------------- arrivals of one id */

/* Refuses a row whose id belongs to another content. With HVK_IMPORT_SKIP it is only counted. */
static int refuse_conflict(struct hvk__reconciling *it, const struct hvk__arrival *arrival, const char *where)
{
	const char *input = NULL;
	uint64_t line = 0;
	struct hvk__error error;
	char id[14];

	hvk__import_place(it->import, arrival->row, &input, &line);
	hvk__id_format((int64_t)arrival->key, id);
	it->refused++;
	hvk__fail_at(&error, HVK_EINPUT, input, line, 0, "id: %s is another question %s", id, where);
	if (it->refused == 1)
		hvk__error_copy(&it->store->error, &error);
	if (hvk__intake_report(it->import->intake, HVK_REFUSED, &error) < 0)
		return hvk__fail(&it->store->error, HVK_EINPUT, "stopped by the caller");
	return HVK_OK;
}

static int count_voided(struct hvk__reconciling *it, int64_t id, bool there, bool buried)
{
	if (there)
		return hvk__ids_add(&it->voided, id) ? HVK_OK : fail_memory(it);
	if (buried) {
		it->import->counts.unchanged++;
		return HVK_OK;
	}
	return hvk__ids_add(&it->bury, id) ? HVK_OK : fail_memory(it);
}

/* Own ids before hashed ones, and of those the ones that know their day; hashed ones by content, so that which of them
 * keeps the id does not depend on their order. */
static int by_claim(const void *a, const void *b)
{
	const struct hvk__row *left = ((const struct hvk__arrival *)a)->row;
	const struct hvk__row *right = ((const struct hvk__arrival *)b)->row;

	if ((left->id != 0) != (right->id != 0))
		return left->id != 0 ? -1 : 1;
	if (left->id != 0 && left->value[HVK__DAY] != right->value[HVK__DAY])
		return (int)right->value[HVK__DAY] - (int)left->value[HVK__DAY];
	return hvk__row_compare(left, right, NULL);
}

/* Whether two rows of one id are the same question: a store that keeps months only has lost the day. */
static bool is_same_question(const struct hvk__row *a, const struct hvk__row *b)
{
	struct hvk__row left = *a, right = *b;

	if (left.value[HVK__DAY] == 0 || right.value[HVK__DAY] == 0)
		left.value[HVK__DAY] = right.value[HVK__DAY] = 0;
	return hvk__row_same(&left, &right);
}

/* A row that knows the day of what the store has without one: the day is taken over, so that the order in which stores
 * exchange questions does not matter. */
static int take_day(struct hvk__reconciling *it, const struct hvk__arrival *arrival)
{
	it->import->counts.unchanged++;
	it->dated++;
	if (!hvk__ids_add(&it->changed, (int64_t)arrival->key))
		return fail_memory(it);
	return hvk__arrivals_add(&it->added, arrival->key, arrival->row) ? HVK_OK : fail_memory(it);
}

/* A row of its own id. taken: the row that has the id, in the store or among what arrives, or NULL. */
static int settle_own(struct hvk__reconciling *it, const struct hvk__arrival *arrival, bool in_store,
                      const struct hvk__row *taken)
{
	if (is_same_question(taken, arrival->row)) {
		it->import->counts.unchanged++;
		return HVK_OK;
	}
	return refuse_conflict(it, arrival, in_store ? _("in the store") : _("in what is imported with it"));
}

/* A row of its own id when the files are the truth: it takes the place of what the store has. */
static int replace_own(struct hvk__reconciling *it, const struct hvk__arrival *arrival, bool there, bool buried,
                       const struct hvk__row *stored)
{
	int64_t id = (int64_t)arrival->key;

	if (there && hvk__row_same(stored, arrival->row)) {
		it->import->counts.unchanged++;
		return HVK_OK;
	}
	if (there && !hvk__ids_add(&it->changed, id))
		return fail_memory(it);
	if (buried && !hvk__ids_add(&it->raise, id))
		return fail_memory(it);
	return hvk__arrivals_add(&it->added, (uint64_t)id, arrival->row) ? HVK_OK : fail_memory(it);
}

/* A row that has no id of its own and would get this one. used: the row that has it already stands for another. */
static int settle_hashed(struct hvk__reconciling *it, const struct hvk__arrival *arrival, const struct hvk__row *taken,
                         bool *used)
{
	bool replacing = it->import->flags & HVK_IMPORT_REPLACE;

	if (!taken) {
		*used = true;
		return hvk__arrivals_add(&it->added, arrival->key, arrival->row) ? HVK_OK : fail_memory(it);
	}
	/* What replaces has been compared with the store before: its rows are additional ones. */
	if (!replacing && !*used && hvk__row_same(taken, arrival->row)) {
		*used = true;
		it->import->counts.unchanged++;
		return HVK_OK;
	}
	return hvk__arrivals_add(&it->moved, arrival->key, arrival->row) ? HVK_OK : fail_memory(it);
}

/* What arrives under one id that was voided, in the store or by a row here. */
static int settle_voided(struct hvk__reconciling *it, const struct hvk__arrival *group, size_t count, bool there,
                         bool buried)
{
	bool replacing = it->import->flags & HVK_IMPORT_REPLACE;
	bool here = false;

	for (size_t i = 0; i < count; i++) {
		bool voided = hvk__row_is_voided(group[i].row);

		if (replacing && !group[i].row->id) {
			if (!hvk__arrivals_add(&it->moved, group[i].key, group[i].row))
				return fail_memory(it);
		} else if (!voided || here) {
			it->import->counts.unchanged++;
		}
		here = here || voided;
	}
	return here ? count_voided(it, (int64_t)group[0].key, there, buried) : HVK_OK;
}

/* Several rows, or one that meets something in the store. */
static int settle_group(struct hvk__reconciling *it, struct hvk__arrival *group, size_t count,
                        const struct hvk__row *stored, bool buried)
{
	bool replacing = it->import->flags & HVK_IMPORT_REPLACE, used = false;
	bool voided = buried && !(replacing && group[0].row->id);
	const struct hvk__row *taken = stored;
	int result = HVK_OK;

	for (size_t i = 0; i < count; i++)
		voided = voided || hvk__row_is_voided(group[i].row);
	if (voided)
		return settle_voided(it, group, count, stored != NULL, buried);
	for (size_t i = 0; i < count && result == HVK_OK; i++) {
		bool takes = !taken || (i == 0 && replacing && group[i].row->id);

		if (!group[i].row->id) {
			result = settle_hashed(it, &group[i], taken, &used);
		} else if (i == 0 && replacing) {
			result = replace_own(it, &group[i], stored != NULL, buried, stored);
		} else if (!taken) {
			result = hvk__arrivals_add(&it->added, group[i].key, group[i].row) ? HVK_OK : fail_memory(it);
		} else if (taken == stored && taken->value[HVK__DAY] == 0 && group[i].row->value[HVK__DAY] != 0 &&
		           is_same_question(taken, group[i].row)) {
			takes = true;
			result = take_day(it, &group[i]);
		} else {
			result = settle_own(it, &group[i], taken == stored, taken);
		}
		if (takes)
			taken = group[i].row;
	}
	return result;
}

/* What arrives under one id. */
static int settle(struct hvk__reconciling *it, struct hvk__arrival *group, size_t count)
{
	bool buried = ids_have(&it->buried, (int64_t)group[0].key);
	struct hvk__row stored;
	int there = find_row(it, (int64_t)group[0].key, &stored);

	if (there < 0)
		return there;
	/* By far the most: new, alone, in a file without voided rows. Their rows, far apart in memory, are not looked
	 * at here. */
	if (count == 1 && there == 0 && !buried && !it->any_voided)
		return hvk__arrivals_add(&it->added, group[0].key, group[0].row) ? HVK_OK : fail_memory(it);
	if (count > 1)
		qsort(group, count, sizeof(*group), by_claim);
	return settle_group(it, group, count, there ? &stored : NULL, buried);
}

/* ---------------------------------------------------------------- ids that are taken */

static int compare_arrivals(const void *a, const void *b)
{
	const struct hvk__arrival *left = a, *right = b;

	return (left->key > right->key) - (left->key < right->key);
}

/* Gives a hashed row the next id that is free, or that has its content already. added is sorted up to count. */
static int place_moved(struct hvk__reconciling *it, struct hvk__arrival arrival, size_t count)
{
	uint64_t content = hvk__row_hash(&it->import->names, arrival.row).low64;
	bool replacing = it->import->flags & HVK_IMPORT_REPLACE;

	for (;;) {
		struct hvk__row stored;
		bool taken;
		int result;

		arrival.key = hvk__id_next(arrival.key, content);
		if (ids_have(&it->buried, (int64_t)arrival.key)) {
			if (replacing)
				continue;
			it->import->counts.unchanged++;
			return HVK_OK;
		}
		taken = count > 0 && bsearch(&arrival, it->added.items, count, sizeof(arrival), compare_arrivals);
		for (size_t i = count; i < it->added.count && !taken; i++)
			taken = it->added.items[i].key == arrival.key;
		if (taken)
			continue;
		result = find_row(it, (int64_t)arrival.key, &stored);
		if (result < 0)
			return result;
		if (result == 0)
			return hvk__arrivals_add(&it->added, arrival.key, arrival.row) ? HVK_OK : fail_memory(it);
		if (!replacing && hvk__row_same(&stored, arrival.row)) {
			it->import->counts.unchanged++;
			return HVK_OK;
		}
	}
}

static int place_all_moved(struct hvk__reconciling *it)
{
	size_t count = it->added.count;
	int result = HVK_OK;

	hvk__scan_close(it->scan);
	it->scan = NULL;
	for (size_t i = 0; i < it->moved.count && result == HVK_OK; i++)
		result = place_moved(it, it->moved.items[i], count);
	if (result == HVK_OK && it->added.count > count && !hvk__arrivals_sort(&it->added))
		return fail_memory(it);
	return result;
}

/* What is added is written over what arrived: never more than has been passed. */
static int settle_all(struct hvk__reconciling *it)
{
	struct hvk__arrivals arrivals = it->import->arrivals;
	int result = HVK_OK;

	it->added = (struct hvk__arrivals){ .items = arrivals.items, .capacity = arrivals.capacity };
	it->import->arrivals = (struct hvk__arrivals){ .items = NULL };
	for (size_t i = 0, end; i < arrivals.count && result == HVK_OK; i = end) {
		for (end = i + 1; end < arrivals.count && arrivals.items[end].key == arrivals.items[i].key;)
			end++;
		result = settle(it, &arrivals.items[i], end - i);
	}
	return result < 0 ? result : place_all_moved(it);
}

/* ---------------------------------------------------------------- writing */

static int insert_added(struct hvk__reconciling *it, struct hvk__undo *undo)
{
	_cleanup_(hvk__deliveries_finish) struct hvk__deliveries deliveries = { .store = it->store };
	_cleanup_free_ struct hvk__row *rows = malloc(INSERT_MAX * sizeof(*rows));
	_cleanup_free_ int64_t *ids = malloc(INSERT_MAX * sizeof(*ids));
	const struct hvk__arrivals *added = &it->added;
	int result = HVK_OK;

	if (!rows || !ids)
		return fail_memory(it);
	for (size_t at = 0, count; at < added->count && result == HVK_OK; at += count) {
		count = added->count - at < INSERT_MAX ? added->count - at : INSERT_MAX;
		for (size_t i = 0; i < count; i++) {
			/* Rows stand in the order of the file, and so far apart. */
			if (at + i + 16 < added->count)
				__builtin_prefetch(added->items[at + i + 16].row);
			rows[i] = *added->items[at + i].row;
			rows[i].id = ids[i] = (int64_t)added->items[at + i].key;
		}
		result = hvk__undo_added(undo, ids, count);
		if (result == HVK_OK)
			result = hvk__rows_insert(it->store, rows, count);
		if (result == HVK_OK)
			result = hvk__deliveries_add(&deliveries, rows, count);
	}
	return result;
}

static int run_ids(struct hvk__reconciling *it, const char *text, const struct hvk__ids *ids)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = ids->count > 0 ? hvk__store_prepare(it->store, text, &statement) : HVK_OK;

	for (size_t i = 0; i < ids->count && result == HVK_OK; i++) {
		sqlite3_bind_int64(statement, 1, ids->items[i]);
		result = hvk__store_run(it->store, statement);
	}
	return result;
}

static int write_batches(struct hvk__reconciling *it, struct hvk__undo *undo)
{
	int result = HVK_OK;

	for (size_t i = 0; i < it->import->batch_count && result == HVK_OK; i++) {
		const struct hvk__batch *batch = &it->import->batches[i];
		_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;

		if (batch->known)
			continue;
		result = hvk__undo_batch(undo, batch->name);
		if (result == HVK_OK)
			result = hvk__store_prepare(
				it->store, "INSERT OR REPLACE INTO batch (name, digest, questions) VALUES (?, ?, ?)",
				&statement);
		if (result < 0)
			return result;
		sqlite3_bind_text(statement, 1, batch->name, -1, SQLITE_STATIC);
		sqlite3_bind_blob(statement, 2, &batch->digest, sizeof(batch->digest), SQLITE_STATIC);
		sqlite3_bind_int64(statement, 3, (sqlite3_int64)batch->questions);
		result = hvk__store_run(it->store, statement);
	}
	return result;
}

static int write_changes(struct hvk__reconciling *it, struct hvk__undo *undo)
{
	int result = HVK_OK;

	for (size_t i = 0; i < it->voided.count && result == HVK_OK; i++)
		result = hvk__undo_voided(undo, it->voided.items[i]);
	/* A row that another replaces under the same id: voided and brought back at once. */
	for (size_t i = 0; i < it->changed.count && result == HVK_OK; i++)
		result = hvk__undo_voided(undo, it->changed.items[i]);
	if (result == HVK_OK)
		result = run_ids(it, "DELETE FROM tombstone WHERE id = ?", &it->changed);
	for (size_t i = 0; i < it->bury.count && result == HVK_OK; i++)
		result = hvk__undo_tombstone(undo, it->bury.items[i], true);
	for (size_t i = 0; i < it->raise.count && result == HVK_OK; i++)
		result = hvk__undo_tombstone(undo, it->raise.items[i], false);
	if (result == HVK_OK)
		result = insert_added(it, undo);
	if (result == HVK_OK)
		result = write_batches(it, undo);
	return result == HVK_OK ? hvk__undo_end(undo) : result;
}

/* For hvk_store_undo(): "the import of vragen-oktober", "the import of 3 batches". */
static void describe(const struct hvk_import *import, char what[256])
{
	if (import->batch_count == 1)
		snprintf(what, 256, "the import of %s", import->batches[0].name);
	else
		snprintf(what, 256, "the import of %zu batches", import->batch_count);
}

static int write_all(struct hvk__reconciling *it)
{
	_cleanup_(hvk__undo_freep) struct hvk__undo *undo = NULL;
	bool fresh = false;
	char what[256];
	int result;

	for (size_t i = 0; i < it->import->batch_count; i++)
		fresh = fresh || !it->import->batches[i].known;
	if (!fresh)
		return HVK_OK;
	/* When nothing changes, the change before can still be undone. */
	if (it->added.count == 0 && it->voided.count == 0 && it->bury.count == 0 && it->raise.count == 0)
		return HVK_OK;
	describe(it->import, what);
	result = hvk__undo_begin(it->store, what, &undo);
	return result < 0 ? result : write_changes(it, undo);
}

/* ---------------------------------------------------------------- all of it */

static int identify(struct hvk__reconciling *it)
{
	struct hvk_import *import = it->import;

	for (size_t i = 0; i < import->batch_count; i++) {
		int result = recognise(it, &import->batches[i]);

		if (result < 0)
			return result;
		if (!import->batches[i].known &&
		    hvk__batch_identify(&import->batches[i], &import->names, &import->arrivals) < 0)
			return fail_memory(it);
	}
	return HVK_OK;
}

static int finish(struct hvk__reconciling *it)
{
	struct hvk_counts *counts = &it->import->counts;

	counts->refused += it->refused;
	if (it->refused > 0 && !(it->import->flags & HVK_IMPORT_SKIP)) {
		if (!it->import->intake->listener)
			return HVK_EINPUT;
		return hvk__fail(&it->store->error, HVK_EINPUT, "%" PRIu64 " row%s refused; nothing was imported",
		                 it->refused, it->refused == 1 ? "" : "s");
	}
	counts->added += it->added.count - it->dated;
	counts->voided += it->voided.count + it->bury.count;
	return it->import->flags & HVK_IMPORT_DRY_RUN ? HVK_OK : write_all(it);
}

int hvk__import_reconcile(struct hvk_import *import)
{
	struct hvk__reconciling it = { .import = import, .store = import->store };
	int result = identify(&it);

	if (result == HVK_OK && import->arrivals.count > 0) {
		note_arrivals(&it);
		/* Another program may have purged since they were read. */
		if (hvk_store_is_open(it.store))
			result = hvk__refuse_purged(it.store, it.first);
		if (result == HVK_OK)
			result = open_store_side(&it);
		if (result == HVK_OK && import->flags & HVK_IMPORT_REPLACE)
			result = hvk__replace(&it);
		if (result == HVK_OK)
			result = settle_all(&it);
		if (result == HVK_OK)
			result = finish(&it);
	}
	hvk__scan_close(it.scan);
	free(it.buried.items);
	free(it.added.items);
	free(it.moved.items);
	free(it.changed.items);
	free(it.voided.items);
	free(it.bury.items);
	free(it.raise.items);
	return result;
}
