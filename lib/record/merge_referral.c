/* SPDX-License-Identifier: EUPL-1.2 */
/* Taking over the referrals that another store has, and the needs that it counted. */
#include <string.h>

#include "record/merge.h"
#include "store/admin.h"

/* ---------------------------------------------------------------- trails */

struct step {
	uint16_t status; /* number here */
	char on[11];
};
struct trail {
	struct step *items;
	size_t count, capacity;
};

static void free_trail(struct trail *trail)
{
	free(trail->items);
}

/* The number here of a code by its number there; 0 stays 0. */
static int map_code(struct hvk__merge *merge, const char *name, int64_t there, uint16_t *here)
{
	struct hvk__codes *codes, *own;
	const struct hvk__list *list;
	const char *code;
	int result;

	*here = 0;
	if (there == 0)
		return HVK_OK;
	if (hvk__store_codes(merge->other, &codes) < 0)
		return hvk__merge_fail(merge);
	list = hvk__codes_list(codes, name);
	if (!list || there < 0 || (uint64_t)there > list->count)
		return hvk__fail_at(&merge->store->error, HVK_EINPUT, merge->path, 0, 0,
		                    "something has a code of list %s that does not exist; check that store", name);
	code = list->codes[there - 1].code;
	result = hvk__store_codes(merge->store, &own);
	return result < 0 ? result : hvk__code_lookup(&merge->store->error, own, hvk__codes_list(own, name), code,
	                                              strlen(code), INT32_MIN, false, here);
}

/* Reads the trail of a referral in one of the stores. */
static int load_trail(struct hvk__merge *merge, struct hvk_store *store, int64_t id, struct trail *trail)
{
	static const char text[] = "SELECT status, made_on FROM referral_step WHERE referral = ? ORDER BY step";
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	bool there = store == merge->other;
	int more = 0, result = hvk__store_prepare(store, text, &row);

	if (result < 0)
		return there ? hvk__merge_fail(merge) : result;
	sqlite3_bind_int64(row, 1, id);
	while (result == HVK_OK && (more = hvk__store_step(store, row)) == 1) {
		const char *on = (const char *)sqlite3_column_text(row, 1);
		struct step step = { .status = (uint16_t)sqlite3_column_int(row, 0) };

		if (!on || !hvk__reserve(&trail->items, &trail->capacity, trail->count + 1, sizeof(step)))
			return hvk__fail_memory(&merge->store->error);
		memcpy(step.on, on, strnlen(on, sizeof(step.on) - 1));
		if (there)
			result = map_code(merge, "referral_status", sqlite3_column_int64(row, 0), &step.status);
		trail->items[trail->count++] = step;
	}
	if (more < 0)
		return there ? hvk__merge_fail(merge) : more;
	return result;
}

/* Adds the steps from one on. */
static int add_steps(struct hvk__merge *merge, int64_t id, const struct trail *trail, size_t first)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL, *update = NULL;
	int result = hvk__store_prepare(merge->store,
	                                "INSERT INTO referral_step (referral, step, status, made_on) VALUES"
	                                " (?1, (SELECT coalesce(max(step), 0) + 1 FROM referral_step"
	                                " WHERE referral = ?1), ?2, ?3)", &insert);

	if (result == HVK_OK)
		result = hvk__store_prepare(merge->store,
		                            "UPDATE referral SET status = ?2, status_on = ?3 WHERE id = ?1", &update);
	for (size_t i = first; result == HVK_OK && i < trail->count; i++) {
		sqlite3_stmt *both[2] = { insert, i + 1 == trail->count ? update : NULL };

		for (size_t n = 0; result == HVK_OK && n < 2 && both[n]; n++) {
			sqlite3_bind_int64(both[n], 1, id);
			sqlite3_bind_int(both[n], 2, trail->items[i].status);
			sqlite3_bind_text(both[n], 3, trail->items[i].on, -1, SQLITE_STATIC);
			result = hvk__store_run(merge->store, both[n]);
		}
	}
	return result;
}

static bool goes_on(const struct trail *ours, const struct trail *theirs)
{
	if (theirs->count <= ours->count)
		return false;
	for (size_t i = 0; i < ours->count; i++)
		if (ours->items[i].status != theirs->items[i].status ||
		    strcmp(ours->items[i].on, theirs->items[i].on) != 0)
			return false;
	return true;
}

/* ---------------------------------------------------------------- referrals */

static int merge_referral(struct hvk__merge *merge, struct hvk_record *there, struct hvk_record *here)
{
	_cleanup_(free_trail) struct trail ours = { 0 }, theirs = { 0 };
	int64_t id = there->id, known;
	int result = hvk__record_lookup(merge->store, HVK_REFERRAL, there->value[0], &known);
	bool new = result == 0;

	if (result >= 0 && id >> HVK__ID_BITS < merge->purged)
		return HVK_OK;
	if (result >= 0)
		result = load_trail(merge, merge->other, id, &theirs);
	if (result == HVK_OK && new) {
		result = hvk__merge_move(merge, there, here);
		if (result == HVK_OK)
			result = hvk__record_write(&merge->change, here, NULL);
	} else if (result == HVK_OK) {
		result = load_trail(merge, merge->store, id, &ours);
	}
	if (result < 0)
		return result;
	if (!new && !goes_on(&ours, &theirs)) {
		merge->change.counts.unchanged++;
		return HVK_OK;
	}
	merge->change.counts.changed += !new;
	return add_steps(merge, id, &theirs, ours.count);
}

int hvk__merge_referrals(struct hvk__merge *merge)
{
	return hvk__merge_each(merge, HVK_REFERRAL, merge_referral);
}

/* ---------------------------------------------------------------- counted needs */

/* Of two counts the larger: nothing tells whether they are of the same needs, and merging again must change nothing. */
static int merge_gap(struct hvk__merge *merge, sqlite3_stmt *row, sqlite3_stmt *insert)
{
	static const char *const lists[] = { "theme", "age", "gap_reason" };
	int result = HVK_OK;

	for (int i = 0; result == HVK_OK && i < 3; i++) {
		uint16_t number;

		result = map_code(merge, lists[i], sqlite3_column_int64(row, i + 2), &number);
		sqlite3_bind_int(insert, i + 3, number);
	}
	if (result < 0)
		return result;
	if (sqlite3_bind_value(insert, 1, sqlite3_column_value(row, 0)) != SQLITE_OK)
		return hvk__fail_memory(&merge->store->error);
	sqlite3_bind_int64(insert, 2, sqlite3_column_int64(row, 1));
	sqlite3_bind_int64(insert, 6, sqlite3_column_int64(row, 5));
	return hvk__store_run(merge->store, insert);
}

int hvk__merge_gaps(struct hvk__merge *merge)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL, *insert = NULL;
	char first[8];
	int more, result;

	if (hvk__store_prepare(merge->other,
	                       "SELECT month, gemeente, theme, age, reason, times FROM gap WHERE month >= ?",
	                       &row) < 0)
		return hvk__merge_fail(merge);
	hvk__month_format(merge->purged, first);
	sqlite3_bind_text(row, 1, first, -1, SQLITE_STATIC);
	result = hvk__store_prepare(merge->store,
	                            "INSERT INTO gap (month, gemeente, theme, age, reason, times)"
	                            " VALUES (?, ?, ?, ?, ?, ?)"
	                            " ON CONFLICT DO UPDATE SET times = max(times, excluded.times)", &insert);
	while (result == HVK_OK && (more = hvk__store_step(merge->other, row)) != 0)
		result = more < 0 ? hvk__merge_fail(merge) : merge_gap(merge, row, insert);
	return result;
}
