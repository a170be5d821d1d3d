/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Making two partners one. What belongs to the one that goes becomes the other's, each record a step of one change, so
 * that undoing it brings both back. Referrals have no history of their own, but which of them moved is part of it.
 *
 * The desk of the partner that goes is renamed to that of the one that stays. Where both have a desk they stay two:
 * what was asked at each was asked there.
 */
#include <stdio.h>
#include <string.h>

#include "record/row.h"
#include "store/admin.h"

struct merge {
	struct hvk_store *store;
	struct hvk_record *keep, *drop;
	struct hvk__change change;
	char what[160];
};

static void free_merge(struct merge *merge)
{
	hvk_record_free(merge->keep);
	hvk_record_free(merge->drop);
}

/* Sets a column so that it will be written. */
static int set(struct hvk_record *record, size_t column, const char *text)
{
	int result = hvk__record_put(record, column, text);

	record->touched |= UINT32_C(1) << column;
	return result;
}

/* ---- what belongs to the one that goes */

/* Whether the partner that stays is in the same house in the same time. */
static int is_member(const struct merge *merge, int64_t membership, bool *member)
{
	static const char text[] =
		"SELECT 1 FROM membership AS a JOIN membership AS b ON b.house = a.house AND b.partner = ?2"
		" WHERE a.id = ?1 AND ifnull(a.since <= b.until, 1) AND ifnull(b.since <= a.until, 1)";
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	int result = hvk__store_prepare(merge->store, text, &query);

	*member = false;
	if (result < 0)
		return result;
	sqlite3_bind_int64(query, 1, membership);
	sqlite3_bind_int64(query, 2, merge->keep->id);
	result = hvk__store_step(merge->store, query);
	*member = result == 1;
	return result < 0 ? result : HVK_OK;
}

/* People of both were at a meeting: those of the one that goes are counted with the others. *there: it is known of the
 * one that stays whether it was. */
static int add_attendance(struct merge *merge, const struct hvk_record *gone, bool *there)
{
	static const char text[] = "SELECT b.id FROM attendance AS a JOIN attendance AS b ON b.meeting = a.meeting"
	                           " WHERE a.id = ?1 AND b.partner = ?2";
	_cleanup_(hvk__record_freep) struct hvk_record *kept = NULL;
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	long long people, more = strtoll(gone->value[HVK__ATTENDANCE_PEOPLE], NULL, 10);
	char sum[24];
	int result = hvk__store_prepare(merge->store, text, &query);

	*there = false;
	if (result < 0)
		return result;
	sqlite3_bind_int64(query, 1, gone->id);
	sqlite3_bind_int64(query, 2, merge->keep->id);
	result = hvk__store_step(merge->store, query);
	*there = result == 1;
	if (result != 1 || more == 0)
		return result < 0 ? result : HVK_OK;
	result = hvk_record_new(merge->store, HVK_ATTENDANCE, &kept);
	if (result == HVK_OK)
		result = hvk__record_read(kept, sqlite3_column_int64(query, 0));
	if (result < 0)
		return result;
	people = strtoll(kept->value[HVK__ATTENDANCE_PEOPLE], NULL, 10) + more;
	snprintf(sum, sizeof(sum), "%lld", people < INT32_MAX ? people : INT32_MAX);
	result = set(kept, HVK__ATTENDANCE_PEOPLE, sum);
	return result < 0 ? result : hvk__record_write(&merge->change, kept, NULL);
}

static int move_record(struct merge *merge, struct hvk_record *record, int64_t id)
{
	size_t partner = (size_t)hvk__types[record->type].partner_column;
	bool member = false;
	int result = hvk__record_read(record, id);

	if (result == HVK_OK && record->type == HVK_MEMBERSHIP)
		result = is_member(merge, id, &member);
	else if (result == HVK_OK && record->type == HVK_ATTENDANCE)
		result = add_attendance(merge, record, &member);
	if (result < 0)
		return result;
	if (member)
		return hvk__record_remove(&merge->change, record);
	result = set(record, partner, merge->keep->value[HVK__PARTNER_SLUG]);
	return result < 0 ? result : hvk__record_write(&merge->change, record, NULL);
}

/* A referral that moves keeps the rest, whatever its codes are by now. */
static int move_referral(struct merge *merge, int64_t id)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *update = NULL;
	int result = hvk__store_prepare(merge->store, "UPDATE referral SET partner = ? WHERE id = ?", &update);

	if (result < 0)
		return result;
	sqlite3_bind_int64(update, 1, merge->keep->id);
	sqlite3_bind_int64(update, 2, id);
	result = hvk__store_run(merge->store, update);
	if (result == HVK_OK)
		result = hvk__journal_record(&merge->change, HVK_REFERRAL, id, HVK__CHANGED);
	if (result == HVK_OK)
		result = hvk__journal_value(&merge->change, HVK_REFERRAL, id, HVK__REFERRAL_PARTNER,
		                            merge->drop->value[HVK__PARTNER_SLUG],
		                            merge->keep->value[HVK__PARTNER_SLUG]);
	if (result == HVK_OK)
		merge->change.counts.changed++;
	return result;
}

static int move_all(struct merge *merge, enum hvk_type type)
{
	_cleanup_(hvk__record_freep) struct hvk_record *record = NULL;
	_cleanup_(hvk__ids_free) struct hvk__ids ids = { 0 };
	int result = hvk__ids_owned(merge->store, type, merge->drop->id, &ids);

	if (result == HVK_OK)
		result = hvk_record_new(merge->store, type, &record);
	for (size_t i = 0; result == HVK_OK && i < ids.count; i++)
		result = type == HVK_REFERRAL ? move_referral(merge, ids.items[i]) :
		                                move_record(merge, record, ids.items[i]);
	return result;
}

/* Columns that name a partner to which the record does not belong. */
static const struct named {
	enum hvk_type type;
	size_t column;
} named[] = {
	{ HVK_SESSION, HVK__SESSION_CO_PARTNER }, { HVK_MEETING, HVK__MEETING_PARTNER },
	{ HVK_ACTION, HVK__ACTION_WHO },
};

/* Names the one that stays instead, once. */
static int rename_partner(struct merge *merge, struct hvk_record *record, size_t column)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer all = { 0 };
	const char *keep = merge->keep->value[HVK__PARTNER_SLUG], *drop = merge->drop->value[HVK__PARTNER_SLUG];
	bool done = hvk__buffer_add_text(&all, keep);

	for (struct hvk__value_at at = { .next = record->value[column] }; done && hvk__value_next(&at);) {
		bool known = (at.length == strlen(keep) && memcmp(at.data, keep, at.length) == 0) ||
		             (at.length == strlen(drop) && memcmp(at.data, drop, at.length) == 0);

		done = known || (hvk__buffer_add(&all, "+", 1) && hvk__buffer_add(&all, at.data, at.length));
	}
	return done ? set(record, column, all.data) : hvk__fail_memory(&merge->store->error);
}

static int rename_all(struct merge *merge, const struct named *of)
{
	_cleanup_(hvk__record_freep) struct hvk_record *record = NULL;
	_cleanup_(hvk__ids_free) struct hvk__ids ids = { 0 };
	int result = hvk__ids_naming(merge->store, of->type, of->column, merge->drop->id, &ids);

	if (result == HVK_OK)
		result = hvk_record_new(merge->store, of->type, &record);
	for (size_t i = 0; result == HVK_OK && i < ids.count; i++) {
		result = hvk__record_read(record, ids.items[i]);
		if (result == HVK_OK)
			result = rename_partner(merge, record, of->column);
		if (result == HVK_OK)
			result = hvk__record_write(&merge->change, record, NULL);
	}
	return result;
}

/* ---- what is known of it */

/* Adds the values of one column to those of another, both joined by '+', each once. */
static int unite(struct merge *merge, size_t column, const char *more)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer all = { 0 };
	const char *own = merge->keep->value[column];
	bool done = !own || hvk__buffer_add_text(&all, own);

	for (struct hvk__value_at at = { .next = more }; done && hvk__value_next(&at);) {
		bool known = false;

		for (struct hvk__value_at mine = { .next = all.data }; !known && hvk__value_next(&mine);)
			known = mine.length == at.length && memcmp(mine.data, at.data, at.length) == 0;
		if (!known)
			done = (all.length == 0 || hvk__buffer_add_text(&all, "+")) &&
			       hvk__buffer_add(&all, at.data, at.length);
	}
	if (!done)
		return hvk__fail_memory(&merge->store->error);
	return all.length > 0 ? set(merge->keep, column, all.data) : HVK_OK;
}

/* Columns that mean something together only: taken from one partner or from the other. */
static bool is_with(size_t column, size_t *first)
{
	switch (column) {
	case HVK__PARTNER_STAGE_ON:
	case HVK__PARTNER_STAGE_REASON:
		*first = HVK__PARTNER_STAGE;
		return true;
	case HVK__PARTNER_SOURCE_ID:
		*first = HVK__PARTNER_SOURCE;
		return true;
	default:
		return false;
	}
}

static int take_column(struct merge *merge, size_t column)
{
	const char *theirs = merge->drop->value[column];
	size_t first;

	if (!theirs || column == HVK__PARTNER_SLUG)
		return HVK_OK;
	if (hvk__column_is_set(hvk__record_column(HVK_PARTNER, column)))
		return unite(merge, column, theirs);
	if (column == HVK__PARTNER_EVERYWHERE)
		return strcmp(theirs, "yes") == 0 ? set(merge->keep, column, theirs) : HVK_OK;
	if (merge->keep->value[column])
		return HVK_OK;
	if (is_with(column, &first) && !(merge->keep->touched >> first & 1))
		return HVK_OK;
	return set(merge->keep, column, theirs);
}

/* The slug that goes, and those that went before it, lead to the one that stays. */
static int take_columns(struct merge *merge)
{
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < HVK__PARTNER_COLUMNS; i++)
		result = take_column(merge, i);
	if (result == HVK_OK)
		result = unite(merge, HVK__PARTNER_FORMER_SLUG, merge->drop->value[HVK__PARTNER_SLUG]);
	return result;
}

/* ---- all of it */

static int fail_same(const struct merge *merge, const char *keep, const char *drop)
{
	const char *slug = merge->keep->value[HVK__PARTNER_SLUG];
	const char *former = strcmp(keep, slug) != 0 ? keep : drop;

	if (strcmp(former, slug) == 0)
		return hvk__fail(&merge->store->error, HVK_EINVAL, "a partner cannot be merged with itself: '%s'",
		                 slug);
	return hvk__fail(&merge->store->error, HVK_EINVAL,
	                 "a partner cannot be merged with itself: '%s' leads to '%s'", former, slug);
}

/* Reads both as they are now that nobody else can change them. */
static int read_both(struct merge *merge)
{
	int result = hvk__record_read(merge->keep, merge->keep->id);

	return result < 0 ? result : hvk__record_read(merge->drop, merge->drop->id);
}

static int merge_both(struct merge *merge)
{
	static const enum hvk_type belonging[] = {
		HVK_MEMBERSHIP, HVK_PERSON, HVK_AGREEMENT, HVK_OFFER, HVK_SESSION, HVK_ATTENDANCE, HVK_REFERRAL
	};
	int result = read_both(merge);

	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(belonging); i++)
		result = move_all(merge, belonging[i]);
	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(named); i++)
		result = rename_all(merge, &named[i]);
	if (result == HVK_OK)
		result = take_columns(merge);
	/* Before the other can have its slug. */
	if (result == HVK_OK)
		result = hvk__record_remove(&merge->change, merge->drop);
	if (result == HVK_OK)
		result = hvk__record_write(&merge->change, merge->keep, NULL);
	if (result == HVK_OK)
		result = hvk__desk_follow(merge->store, merge->drop->value[HVK__PARTNER_SLUG],
		                          merge->keep->value[HVK__PARTNER_SLUG],
		                          merge->keep->value[HVK__PARTNER_NAME], &merge->change.desks);
	return result;
}

static int find_both(struct merge *merge, const char *keep, const char *drop)
{
	int result = hvk_record_new(merge->store, HVK_PARTNER, &merge->keep);

	if (result == HVK_OK)
		result = hvk_record_new(merge->store, HVK_PARTNER, &merge->drop);
	if (result == HVK_OK)
		result = hvk_record_find(merge->keep, keep);
	if (result == HVK_OK)
		result = hvk_record_find(merge->drop, drop);
	if (result == HVK_OK && merge->keep->id == merge->drop->id)
		result = fail_same(merge, keep, drop);
	return result;
}

HVK_EXPORT int hvk_partner_merge(struct hvk_store *store, const char *keep, const char *drop, bool dry_run,
                                 struct hvk_record_counts *counts)
{
	_cleanup_(free_merge) struct merge merge = { .store = store };
	int result;

	if (counts)
		*counts = (struct hvk_record_counts){ 0 };
	hvk__error_clear(&store->error);
	result = find_both(&merge, keep, drop);
	if (result == HVK_OK)
		result = hvk__begin(store, false);
	if (result < 0)
		return result;
	snprintf(merge.what, sizeof(merge.what), "merged %s into %s", merge.drop->value[HVK__PARTNER_SLUG],
	         merge.keep->value[HVK__PARTNER_SLUG]);
	hvk__change_start(&merge.change, store, merge.what);
	result = merge_both(&merge);
	hvk__change_finish(&merge.change);
	result = hvk__end_or_take_back(store, result, dry_run);
	if (result == HVK_OK && counts)
		*counts = merge.change.counts;
	return result;
}
