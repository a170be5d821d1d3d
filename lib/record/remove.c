/* SPDX-License-Identifier: EUPL-1.2 */
/* Removing records, with what belongs to them; and the public functions that save and remove several as one change. */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "record/row.h"
#include "store/admin.h"

/* ---------------------------------------------------------------- removing */

static int remove_row(struct hvk__change *change, enum hvk_type type, int64_t id);

static int remove_owned(struct hvk__change *change, enum hvk_type type, int64_t partner)
{
	_cleanup_(hvk__ids_free) struct hvk__ids ids = { 0 };
	int result = hvk__ids_owned(change->store, type, partner, &ids);

	for (size_t i = 0; result == HVK_OK && i < ids.count; i++)
		result = remove_row(change, type, ids.items[i]);
	return result;
}

/* Offers are no longer paid for by an agreement that goes. */
static int release_offers(struct hvk__change *change, int64_t agreement)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *select = NULL, *release = NULL;
	int more, result = hvk__store_prepare(change->store,
	                                      "SELECT o.id, a.slug FROM offer AS o"
	                                      " JOIN agreement AS a ON a.id = o.agreement"
	                                      " WHERE o.agreement = ? ORDER BY o.id", &select);

	if (result == HVK_OK)
		result = hvk__store_prepare(change->store, "UPDATE offer SET agreement = NULL WHERE agreement = ?",
		                            &release);
	if (result < 0)
		return result;
	sqlite3_bind_int64(select, 1, agreement);
	while (result == HVK_OK && (more = hvk__store_step(change->store, select)) != 0) {
		int64_t offer = sqlite3_column_int64(select, 0);

		if (more < 0)
			return more;
		result = hvk__journal_record(change, HVK_OFFER, offer, HVK__CHANGED);
		if (result == HVK_OK)
			result = hvk__journal_value(change, HVK_OFFER, offer, HVK__OFFER_AGREEMENT,
			                            (const char *)sqlite3_column_text(select, 1), NULL);
		change->counts.changed++;
	}
	if (result < 0)
		return result;
	sqlite3_bind_int64(release, 1, agreement);
	return hvk__store_run(change->store, release);
}

static int remove_dependents(struct hvk__change *change, enum hvk_type type, int64_t id)
{
	/* Offers before the agreements that pay for them, which then need not be taken off. */
	static const enum hvk_type owned[] = { HVK_MEMBERSHIP, HVK_PERSON, HVK_OFFER, HVK_AGREEMENT };
	int result = hvk__referrals_refuse(change->store, type, id, _("end it instead of removing it"));

	if (result == HVK_OK && type == HVK_AGREEMENT)
		return release_offers(change, id);
	for (size_t i = 0; result == HVK_OK && type == HVK_PARTNER && i < ARRAY_SIZE(owned); i++)
		result = remove_owned(change, owned[i], id);
	return result;
}

static int note_removed(struct hvk__change *change)
{
	const struct hvk_record *before = change->before;
	int result = hvk__journal_record(change, before->type, before->id, HVK__REMOVED);

	for (size_t i = 0; result == HVK_OK && i < hvk__types[before->type].count; i++)
		if (before->value[i])
			result = hvk__journal_value(change, before->type, before->id, i, before->value[i], NULL);
	return result;
}

static int remove_row(struct hvk__change *change, enum hvk_type type, int64_t id)
{
	/* A change that nobody named is named after what was asked for, not after what goes along with it. */
	int result = hvk__change_before(change, type, id);

	if (result == HVK_OK && type != HVK_REFERRAL)
		result = hvk__journal_record(change, type, id, HVK__REMOVED);
	if (result == HVK_OK)
		result = remove_dependents(change, type, id);
	if (result == HVK_OK)
		result = hvk__change_before(change, type, id);
	if (result == HVK_OK && type != HVK_REFERRAL)
		result = note_removed(change);
	if (result == HVK_OK)
		result = hvk__row_delete(change->store, type, id);
	if (result == HVK_OK)
		change->counts.removed++;
	return result;
}

int hvk__record_remove(struct hvk__change *change, struct hvk_record *record)
{
	bool removed = false;
	int result;

	if (record->id == 0)
		return hvk__fail(&change->store->error, HVK_ENOTFOUND, "the %s is not in the store",
		                 hvk__types[record->type].name);
	/* Its partner may have taken it along. */
	result = hvk__journal_removed(change, record->type, record->id, &removed);
	if (result == HVK_OK && !removed)
		result = remove_row(change, record->type, record->id);
	if (result == HVK_OK)
		record->id = 0;
	return result;
}

/* ---------------------------------------------------------------- several at once */

/* What a record was before it was worked on, to go back to when that comes to nothing. */
struct memo {
	int64_t id;
	uint32_t touched;
};

static void remember(struct hvk_record *const records[], size_t count, struct memo memos[])
{
	for (size_t i = 0; i < count; i++)
		memos[i] = (struct memo){ records[i]->id, records[i]->touched };
}

static void recall(struct hvk_record *const records[], size_t count, const struct memo memos[])
{
	for (size_t i = 0; i < count; i++) {
		records[i]->id = memos[i].id;
		records[i]->touched = memos[i].touched;
	}
}

/* Says which of several a failure is about. */
static int fail_record(struct hvk_record *record, int result)
{
	char message[sizeof(record->store->error.message)];

	if (result != HVK_EINPUT && result != HVK_ENOTFOUND)
		return result;
	snprintf(message, sizeof(message), "%s", record->store->error.message);
	return hvk__fail(&record->store->error, result, "%s %s: %s", hvk__types[record->type].name,
	                 record->value[0] ? record->value[0] : _("without a slug"), message);
}

static int save_one(struct hvk__change *change, struct hvk_record *record)
{
	if (record->type == HVK_REFERRAL)
		return hvk__fail(&change->store->error, HVK_EINVAL,
		                 "a referral is recorded and its status noted; it is not saved");
	return hvk__record_write(change, record, NULL);
}

static int work(struct hvk_store *store, struct hvk_record *const records[], size_t count, const char *what,
                bool dry_run, int (*work_on)(struct hvk__change *, struct hvk_record *),
                struct hvk_record_counts *counts)
{
	_cleanup_free_ struct memo *memos = NULL;
	struct hvk__change change;
	int result = hvk__begin(store, count > 64);

	if (result < 0)
		return result;
	memos = calloc(count + 1, sizeof(*memos));
	if (!memos)
		return hvk__end(store, hvk__fail_memory(&store->error));
	remember(records, count, memos);
	hvk__change_start(&change, store, what);
	for (size_t i = 0; result == HVK_OK && i < count; i++) {
		result = work_on(&change, records[i]);
		if (result < 0 && count > 1)
			result = fail_record(records[i], result);
	}
	hvk__change_finish(&change);
	result = hvk__end_or_take_back(store, result, dry_run);
	if (result < 0 || dry_run)
		recall(records, count, memos);
	if (result == HVK_OK && counts)
		*counts = change.counts;
	return result;
}

/* "12 offers", or "12 records": what a change of several is called that nobody named. */
static void name_several(struct hvk_record *const records[], size_t count, const char *verb, char name[80])
{
	const char *plural = hvk__types[records[0]->type].plural_en;

	for (size_t i = 1; i < count; i++)
		if (records[i]->type != records[0]->type)
			plural = "records";
	snprintf(name, 80, "%s %zu %s", verb, count, plural);
}

HVK_EXPORT int hvk_record_save_all(struct hvk_store *store, struct hvk_record *const records[], size_t count,
                                   const char *what, bool dry_run, struct hvk_record_counts *counts)
{
	char name[80];

	if (counts)
		*counts = (struct hvk_record_counts){ 0 };
	hvk__error_clear(&store->error);
	if (!what && count > 1) {
		name_several(records, count, "saved", name);
		what = name;
	}
	return work(store, records, count, what, dry_run, save_one, counts);
}

HVK_EXPORT int hvk_record_save(struct hvk_record *record, bool dry_run)
{
	return hvk_record_save_all(record->store, &record, 1, NULL, dry_run, NULL);
}

HVK_EXPORT int hvk_record_remove_all(struct hvk_store *store, struct hvk_record *const records[], size_t count,
                                     bool dry_run, struct hvk_record_counts *counts)
{
	char name[80];

	if (counts)
		*counts = (struct hvk_record_counts){ 0 };
	hvk__error_clear(&store->error);
	if (count > 1)
		name_several(records, count, "removed", name);
	return work(store, records, count, count > 1 ? name : NULL, dry_run, hvk__record_remove, counts);
}
