/* SPDX-License-Identifier: EUPL-1.2 */
/* Removing records, with what belongs to them; and the public functions that save and remove several as one change. */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "record/row.h"
#include "store/admin.h"

/* ---------------------------------------------------------------- removing */

static int remove_row(struct hvk__change *change, enum hvk_type type, int64_t id);

/* What a record of a type names in one of its columns and goes on without when that is removed. */
static const struct released {
	enum hvk_type of, type;
	size_t column;
} released[] = {
	{ HVK_AGREEMENT, HVK_OFFER, HVK__OFFER_AGREEMENT },   { HVK_OFFER, HVK_SESSION, HVK__SESSION_OFFER },
	{ HVK_PERSON, HVK_SESSION, HVK__SESSION_PERSON },     { HVK_PERSON, HVK_ACTION, HVK__ACTION_PERSON },
	{ HVK_PARTNER, HVK_SESSION, HVK__SESSION_CO_PARTNER }, { HVK_PARTNER, HVK_MEETING, HVK__MEETING_PARTNER },
	{ HVK_PARTNER, HVK_ACTION, HVK__ACTION_WHO },
};

/* Takes a slug out of those that '+' joins. */
static int take_out(struct hvk_store *store, const char *slugs, const char *slug, struct hvk__buffer *rest)
{
	bool added = true;

	for (struct hvk__value_at at = { .next = slugs }; added && hvk__value_next(&at);)
		if (at.length != strlen(slug) || memcmp(at.data, slug, at.length) != 0)
			added = (rest->length == 0 || hvk__buffer_add_text(rest, "+")) &&
			        hvk__buffer_add(rest, at.data, at.length);
	return added ? HVK_OK : hvk__fail_memory(&store->error);
}

static int release_record(struct hvk__change *change, const struct released *of, struct hvk_record *record,
                          const char *slug)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer rest = { 0 };
	const char *before = record->value[of->column];
	int result = take_out(change->store, before, slug, &rest);

	if (result == HVK_OK)
		result = hvk__journal_record(change, of->type, record->id, HVK__CHANGED);
	if (result == HVK_OK)
		result = hvk__journal_value(change, of->type, record->id, of->column, before, rest.data);
	if (result == HVK_OK)
		result = hvk__record_put(record, of->column, rest.data);
	if (result == HVK_OK)
		result = hvk__row_change(record, HVK__BIT(of->column));
	change->counts.changed += result == HVK_OK;
	return result;
}

static int release(struct hvk__change *change, const struct released *of, int64_t id, const char *slug)
{
	_cleanup_(hvk__record_freep) struct hvk_record *record = NULL;
	_cleanup_(hvk__ids_free) struct hvk__ids ids = { 0 };
	int result = hvk__ids_naming(change->store, of->type, of->column, id, &ids);

	if (result == HVK_OK && ids.count > 0)
		result = hvk_record_new(change->store, of->type, &record);
	for (size_t i = 0; result == HVK_OK && i < ids.count; i++) {
		result = hvk__record_read(record, ids.items[i]);
		if (result == HVK_OK)
			result = release_record(change, of, record, slug);
	}
	return result;
}

static int release_all(struct hvk__change *change, enum hvk_type type, int64_t id)
{
	_cleanup_free_ char *slug = NULL;
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(released); i++) {
		if (released[i].of != type)
			continue;
		if (!slug)
			slug = strdup(change->before->value[0]);
		result = slug ? release(change, &released[i], id, slug) : hvk__fail_memory(&change->store->error);
	}
	return result;
}

static int remove_owned(struct hvk__change *change, enum hvk_type type, size_t column, int64_t owner)
{
	_cleanup_(hvk__ids_free) struct hvk__ids ids = { 0 };
	int result = hvk__ids_naming(change->store, type, column, owner, &ids);

	for (size_t i = 0; result == HVK_OK && i < ids.count; i++)
		result = remove_row(change, type, ids.items[i]);
	return result;
}

/* HVK_EINPUT when a partner held sessions or was at meetings: figures that would be lost. */
static int refuse_figures(const struct hvk__change *change, enum hvk_type type, int64_t id)
{
	static const char text[] = "SELECT (SELECT count(*) FROM session WHERE partner = ?1),"
	                           " (SELECT count(*) FROM attendance WHERE partner = ?1)";
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	long long sessions, attended;
	int result = type == HVK_PARTNER ? hvk__store_prepare(change->store, text, &query) : HVK_OK;

	if (result < 0 || !query)
		return result;
	sqlite3_bind_int64(query, 1, id);
	result = hvk__store_step(change->store, query);
	if (result < 0)
		return result;
	sessions = sqlite3_column_int64(query, 0);
	attended = sqlite3_column_int64(query, 1);
	if (sessions > 0)
		return hvk__fail(&change->store->error, HVK_EINPUT,
		                 P_("%lld session names partner '%s'; %s", "%lld sessions name partner '%s'; %s",
		                    (unsigned long)sessions),
		                 sessions, change->before->value[0], _("end it instead of removing it"));
	if (attended > 0)
		return hvk__fail(&change->store->error, HVK_EINPUT,
		                 P_("%lld attendance names partner '%s'; %s",
		                    "%lld attendances name partner '%s'; %s", (unsigned long)attended),
		                 attended, change->before->value[0], _("end it instead of removing it"));
	return HVK_OK;
}

static int remove_dependents(struct hvk__change *change, enum hvk_type type, int64_t id)
{
	/* Offers before the agreements that pay for them, which then need not be taken off. */
	static const struct {
		enum hvk_type of, type;
		size_t column;
	} owned[] = {
		{ HVK_PARTNER, HVK_MEMBERSHIP, HVK__MEMBERSHIP_PARTNER },
		{ HVK_PARTNER, HVK_PERSON, HVK__PERSON_PARTNER },
		{ HVK_PARTNER, HVK_OFFER, HVK__OFFER_PARTNER },
		{ HVK_PARTNER, HVK_AGREEMENT, HVK__AGREEMENT_PARTNER },
		{ HVK_MEETING, HVK_ATTENDANCE, HVK__ATTENDANCE_MEETING },
		{ HVK_MEETING, HVK_ACTION, HVK__ACTION_MEETING },
	};
	int result = hvk__referrals_refuse(change->store, type, id, _("end it instead of removing it"));

	if (result == HVK_OK)
		result = refuse_figures(change, type, id);
	if (result == HVK_OK)
		result = release_all(change, type, id);
	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(owned); i++)
		if (owned[i].of == type)
			result = remove_owned(change, owned[i].type, owned[i].column, id);
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
