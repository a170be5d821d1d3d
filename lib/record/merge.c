/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Taking over what another store has: its questions by the store itself, then the records it keeps that are not known
 * here, under the slugs that they have there, unless something else has them. Values are text with the names of codes,
 * which mean the same here once the codes were merged.
 */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "record/merge.h"
#include "store/admin.h"

/* What refers to another comes after it. */
static const enum hvk_type order[] = {
	HVK_PARTNER, HVK_AGREEMENT, HVK_PERSON, HVK_OFFER, HVK_HOUSE, HVK_MEMBERSHIP, HVK_SESSION, HVK_MEETING,
	HVK_ATTENDANCE, HVK_ACTION, HVK_MILESTONE
};

int hvk__merge_fail(const struct hvk__merge *merge)
{
	return hvk__other_fail(merge->store, merge->other, merge->path);
}

/* ---------------------------------------------------------------- which is which */

/* Ids come in order. */
static int add_pair(struct hvk__merge *merge, enum hvk_type type, int64_t there, int64_t here)
{
	struct hvk__pairs *pairs = &merge->pairs[type];

	if (!hvk__reserve(&pairs->items, &pairs->capacity, pairs->count + 1, sizeof(*pairs->items)))
		return hvk__fail_memory(&merge->store->error);
	pairs->items[pairs->count++] = (struct hvk__pair){ there, here };
	return HVK_OK;
}

static int compare_pairs(const void *a, const void *b)
{
	return HVK__ORDER(((const struct hvk__pair *)a)->there, ((const struct hvk__pair *)b)->there);
}

/* The slug here of what has a slug there, to be freed. */
static int find_slug_here(struct hvk__merge *merge, enum hvk_type type, const char *there, char **here)
{
	const struct hvk__pairs *pairs = &merge->pairs[type];
	struct hvk__pair wanted = { 0 }, *found = NULL;
	sqlite3_stmt *statement;
	const char *slug;
	int result = hvk__record_lookup(merge->other, type, there, &wanted.there);

	*here = NULL;
	if (result < 0)
		return hvk__merge_fail(merge);
	if (pairs->count > 0)
		found = bsearch(&wanted, pairs->items, pairs->count, sizeof(wanted), compare_pairs);
	result = hvk__record_statement(merge->store, type, HVK__ROW_SLUG, &statement);
	if (result < 0 || !found)
		return result;
	sqlite3_bind_int64(statement, 1, found->here);
	result = hvk__store_step(merge->store, statement);
	slug = result == 1 ? (const char *)sqlite3_column_text(statement, 0) : NULL;
	*here = slug ? strdup(slug) : NULL;
	sqlite3_reset(statement);
	return result < 0 ? result : *here ? HVK_OK : hvk__fail_memory(&merge->store->error);
}

/* Adds the slug here of one of the slugs there, behind others. */
static int add_reference(struct hvk__merge *merge, enum hvk_type type, const struct hvk__value_at *value,
                         struct hvk__buffer *slugs)
{
	_cleanup_free_ char *here = NULL;
	char there[HVK__SLUG_MAX + 1];
	int result;

	snprintf(there, sizeof(there), "%.*s", (int)value->length, value->data);
	result = find_slug_here(merge, type, there, &here);
	if (result < 0 || !here)
		return result;
	return (slugs->length == 0 || hvk__buffer_add_text(slugs, "+")) && hvk__buffer_add_text(slugs, here) ?
	               HVK_OK :
	               hvk__fail_memory(&merge->store->error);
}

/* What it refers to is here by now, perhaps under another slug. */
static int map_references(struct hvk__merge *merge, struct hvk_record *record)
{
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < hvk__types[record->type].count; i++) {
		const struct hvk_record_column *column = hvk__record_column(record->type, i);
		_cleanup_(hvk__buffer_free) struct hvk__buffer here = { 0 };

		if (column->form != HVK_FORM_RECORD || !record->value[i])
			continue;
		for (struct hvk__value_at at = { .next = record->value[i] }; result == HVK_OK && hvk__value_next(&at);)
			result = add_reference(merge, column->type, &at, &here);
		if (result == HVK_OK)
			result = hvk__record_put(record, i, here.data);
	}
	return result;
}

/* ---------------------------------------------------------------- records */

/* The record here that one there is: 1, 0 when there is none, negative. Former slugs there that lead nowhere here are
 * kept, should it be new. */
static int find_former(struct hvk__merge *merge, struct hvk_record *partner, int64_t *id)
{
	for (struct hvk__value_at at = { .next = partner->value[HVK__PARTNER_FORMER_SLUG] }; hvk__value_next(&at);) {
		char slug[HVK__SLUG_MAX + 1];
		int result;

		snprintf(slug, sizeof(slug), "%.*s", (int)at.length, at.data);
		result = hvk__record_lookup(merge->store, HVK_PARTNER, slug, id);
		if (result != 0)
			return result;
	}
	return 0;
}

static int find_house(struct hvk__merge *merge, const struct hvk_record *house, int64_t *id)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(merge->store, "SELECT id FROM house WHERE gemeente = ?", &statement);

	if (result < 0)
		return result;
	sqlite3_bind_int64(statement, 1, strtoll(house->value[HVK__HOUSE_GEMEENTE], NULL, 10));
	result = hvk__store_step(merge->store, statement);
	if (result == 1)
		*id = sqlite3_column_int64(statement, 0);
	return result;
}

static int find_here(struct hvk__merge *merge, struct hvk_record *record, int64_t *id)
{
	int result = hvk__record_lookup(merge->store, record->type, record->value[0], id);

	if (result == 0 && record->type == HVK_PARTNER)
		result = find_former(merge, record, id);
	else if (result == 0 && record->type == HVK_HOUSE)
		result = find_house(merge, record, id);
	return result;
}

/* Takes the values over to a record of here, which is as if all of it had been set. */
int hvk__merge_move(struct hvk__merge *merge, struct hvk_record *there, struct hvk_record *here)
{
	hvk_record_clear(here);
	for (size_t i = 0; i < hvk__types[there->type].count; i++)
		here->value[i] = take_ptr(there->value[i]);
	here->touched = HVK__TOUCHED_WHOLE;
	return map_references(merge, here);
}

/* Who was where is known once, whatever it is called. */
static int find_attendance(struct hvk__merge *merge, const struct hvk_record *record, int64_t *id)
{
	static const char text[] =
		"SELECT id FROM attendance WHERE meeting = (SELECT id FROM meeting WHERE slug = ?1)"
		" AND partner = (SELECT id FROM partner WHERE slug = ?2)";
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(merge->store, text, &statement);

	if (result < 0)
		return result;
	sqlite3_bind_text(statement, 1, record->value[HVK__ATTENDANCE_MEETING], -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, record->value[HVK__ATTENDANCE_PARTNER], -1, SQLITE_STATIC);
	result = hvk__store_step(merge->store, statement);
	if (result == 1)
		*id = sqlite3_column_int64(statement, 0);
	return result;
}

/* Looks for a record that is the same, to which a merge before may have given another slug; not for what another one of
 * there is already. */
static int find_same(struct hvk__merge *merge, const struct hvk_record *record, int64_t *id)
{
	const struct hvk__pairs *pairs = &merge->pairs[record->type];
	int result = HVK_OK;

	if (!merge->sames_loaded) {
		hvk__sames_free(&merge->sames);
		merge->sames = (struct hvk__sames){ .type = record->type };
		result = hvk__same_load(&merge->sames, merge->store);
		merge->sames_loaded = result == HVK_OK;
	}
	if (result == HVK_OK)
		result = hvk__same_find(&merge->sames, record, id);
	for (size_t i = 0; result == 1 && i < pairs->count; i++)
		if (pairs->items[i].here == *id)
			result = 0;
	return result == HVK_EAMBIGUOUS ? 0 : result;
}

/* Slugs of the agenda are made, of a day or a number: the same one may be of something else. record: as of here. */
static int find_dated(struct hvk__merge *merge, struct hvk_record *record, int64_t *id)
{
	int64_t known = 0;
	int result = record->type == HVK_ATTENDANCE ? find_attendance(merge, record, id) : 0;

	if (result == 0)
		result = hvk__record_lookup(merge->store, record->type, record->value[0], &known);
	if (result <= 0 || *id != 0)
		return result;
	if (record->type != HVK_ATTENDANCE) {
		result = hvk__change_before(&merge->change, record->type, known);
		if (result == HVK_OK)
			result = hvk__same_is(&merge->sames, record, merge->change.before);
		*id = result == 1 ? known : 0;
		if (result == 0)
			result = find_same(merge, record, id);
		if (result != 0)
			return result;
	}
	return hvk__record_put(record, 0, NULL);
}

/* Adds a record, as of here. */
static int add(struct hvk__merge *merge, struct hvk_record *record)
{
	int result = hvk__record_write(&merge->change, record, NULL);

	if (result == HVK_EINPUT)
		return hvk__fail_at(&merge->store->error, result, merge->path, 0, 0, "%s %s: %s",
		                    hvk__types[record->type].name, record->value[0] ? record->value[0] : "",
		                    merge->store->error.public.message);
	return result;
}

static int take_over(struct hvk__merge *merge, struct hvk_record *there, struct hvk_record *here)
{
	bool dated = there->type >= HVK_SESSION;
	int64_t id = 0, id_there = there->id;
	int result = dated ? hvk__merge_move(merge, there, here) : find_here(merge, there, &id);

	if (result == HVK_OK && dated)
		result = find_dated(merge, here, &id);
	else if (result == 0)
		result = hvk__merge_move(merge, there, here);
	if (result < 0)
		return result;
	if (result == 1) {
		merge->change.counts.unchanged++;
	} else {
		result = add(merge, here);
		if (result < 0)
			return result;
		id = here->id;
	}
	return add_pair(merge, there->type, id_there, id);
}

int hvk__merge_each(struct hvk__merge *merge, enum hvk_type type,
                    int (*work)(struct hvk__merge *, struct hvk_record *, struct hvk_record *))
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	_cleanup_free_ char *text = NULL;
	struct hvk_record *there = NULL, *here = NULL;
	char from[64];
	int more, result;

	snprintf(from, sizeof(from), "FROM %s AS t ORDER BY t.id", hvk__types[type].name);
	text = hvk__record_select(type, from);
	if (!text)
		return hvk__fail_memory(&merge->store->error);
	if (hvk_record_new(merge->other, type, &there) < 0 || hvk__store_prepare(merge->other, text, &row) < 0) {
		hvk_record_free(there);
		return hvk__merge_fail(merge);
	}
	result = hvk_record_new(merge->store, type, &here);
	while (result == HVK_OK && (more = hvk__store_step(merge->other, row)) != 0) {
		if (more < 0 || hvk__record_load(there, row) < 0)
			result = hvk__merge_fail(merge);
		else
			result = work(merge, there, here);
	}
	hvk_record_free(there);
	hvk_record_free(here);
	return result;
}

/* ---------------------------------------------------------------- all of it */

static int merge_all(struct hvk__merge *merge, struct hvk_counts *counts)
{
	int result = hvk__merge_questions(merge->store, merge->other, merge->path, counts);

	if (result == HVK_OK)
		result = hvk__store_purged(merge->store, &merge->purged);
	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(order); i++) {
		merge->sames_loaded = false;
		result = hvk__merge_each(merge, order[i], take_over);
	}
	if (result == HVK_OK)
		result = hvk__merge_referrals(merge);
	return result == HVK_OK ? hvk__merge_gaps(merge) : result;
}

/* One reading transaction there, so that all that is read belongs together; one writing transaction here. */
static int merge_within_transactions(struct hvk__merge *merge, bool dry_run, struct hvk_counts *counts)
{
	const char *slash = strrchr(merge->path, '/');
	char what[128];
	int result;

	snprintf(what, sizeof(what), "merged %.100s", slash ? slash + 1 : merge->path);
	if (hvk__store_exec(merge->other, "BEGIN") < 0)
		return hvk__merge_fail(merge);
	result = hvk__begin(merge->store, true);
	if (result < 0)
		return result;
	hvk__change_start(&merge->change, merge->store, what);
	result = merge_all(merge, counts);
	hvk__change_finish(&merge->change);
	hvk__sames_free(&merge->sames);
	for (size_t i = 0; i < HVK_TYPES; i++)
		free(merge->pairs[i].items);
	result = hvk__end_or_take_back(merge->store, result, dry_run);
	hvk__store_forget_codes(merge->store);
	hvk__store_forget_regions(merge->store);
	return result;
}

HVK_EXPORT int hvk_store_merge(struct hvk_store *store, const char *path, bool dry_run, struct hvk_counts *counts,
                               struct hvk_record_counts *records)
{
	_cleanup_(hvk__store_freep) struct hvk_store *other = NULL;
	struct hvk__merge merge = { .store = store, .path = path };
	int result;

	*counts = (struct hvk_counts){ 0 };
	if (records)
		*records = (struct hvk_record_counts){ 0 };
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, true);
	if (result == HVK_OK)
		result = hvk__other_open(store, path, &other);
	if (result < 0)
		return result;
	merge.other = other;
	result = merge_within_transactions(&merge, dry_run, counts);
	if (result < 0)
		*counts = (struct hvk_counts){ 0 };
	else if (records)
		*records = merge.change.counts;
	return result;
}
