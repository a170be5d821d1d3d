/* SPDX-License-Identifier: EUPL-1.2 */
/* Which stored record a row without a slug is. */
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "record/index.h"

/* What a record is known by, when it has no slug: all of these columns, of which the last may be empty where it only
 * tells records apart; and one that, where it is known both here and there, does so too. */
static const struct known {
	int columns[4]; /* -1: no more */
	int apart;      /* -1: none */
	bool optional;  /* the last of columns may be empty */
} known[HVK_TYPES] = {
	[HVK_PARTNER] = { { HVK__PARTNER_NAME, -1 }, -1, false },
	[HVK_PERSON] = { { HVK__PERSON_PARTNER, HVK__PERSON_NAME, -1 }, -1, false },
	[HVK_OFFER] = { { HVK__OFFER_PARTNER, HVK__OFFER_NAME, -1 }, -1, false },
	[HVK_AGREEMENT] = { { HVK__AGREEMENT_PARTNER, HVK__AGREEMENT_TYPE, -1 }, HVK__AGREEMENT_SINCE, false },
	[HVK_HOUSE] = { { HVK__HOUSE_GEMEENTE, -1 }, -1, false },
	[HVK_MEMBERSHIP] = { { HVK__MEMBERSHIP_PARTNER, HVK__MEMBERSHIP_HOUSE, -1 }, HVK__MEMBERSHIP_SINCE, false },
	[HVK_REFERRAL] = { { -1 }, -1, false },
	[HVK_SESSION] = { { HVK__SESSION_PARTNER, HVK__SESSION_TITLE, HVK__SESSION_DATE, -1 }, HVK__SESSION_START,
		false },
	[HVK_MEETING] = { { HVK__MEETING_TYPE, HVK__MEETING_DATE, HVK__MEETING_HOUSE, -1 }, -1, true },
	[HVK_ATTENDANCE] = { { HVK__ATTENDANCE_PARTNER, HVK__ATTENDANCE_MEETING, -1 }, -1, false },
	[HVK_ACTION] = { { HVK__ACTION_WHAT, HVK__ACTION_MEETING, -1 }, -1, true },
	[HVK_MILESTONE] = { { HVK__MILESTONE_HOUSE, HVK__MILESTONE_PHASE, HVK__MILESTONE_WHAT, -1 }, -1, false },
};

uint32_t hvk__same_columns(enum hvk_type type)
{
	uint32_t columns = type == HVK_SESSION ? HVK__BIT(HVK__SESSION_OFFER) : 0; /* which tells the partner */

	for (size_t i = 0; known[type].columns[i] >= 0; i++)
		columns |= HVK__BIT(known[type].columns[i]);
	if (known[type].apart >= 0)
		columns |= HVK__BIT(known[type].apart);
	return columns;
}

static bool add_folded(struct hvk__buffer *key, const char *text)
{
	size_t size = 4 * strlen(text) + 1;
	_cleanup_free_ char *folded = malloc(size);
	size_t length = folded ? hvk__fold(folded, size, text, strlen(text)) : 0;

	if (!folded)
		return false;
	return length > 0 && length < size ? hvk__buffer_add(key, folded, length) : hvk__buffer_add_text(key, text);
}

/* Makes the key of a record, without what tells it apart. 1, 0 when it lacks what it is known by, HVK_ENOMEM. */
static int make_key(struct hvk__sames *sames, const struct hvk_record *record)
{
	const struct known *of = &known[record->type];

	sames->key.length = 0;
	for (size_t i = 0; of->columns[i] >= 0; i++) {
		const char *value = record->value[of->columns[i]];

		if (!value && !(of->optional && of->columns[i + 1] < 0))
			return 0;
		if (!add_folded(&sames->key, value ? value : "") || !hvk__buffer_add(&sames->key, "\n", 1))
			return hvk__fail_memory(&record->store->error);
	}
	return sames->key.length > 0;
}

/* Records stand under their key, and under that with what tells them apart. */
static int add_record(struct hvk__sames *sames, const struct hvk_record *record)
{
	int column = known[record->type].apart;
	int result = make_key(sames, record);
	bool added;

	if (result <= 0)
		return result;
	added = hvk__index_add(&sames->index, sames->key.data, sames->key.length, record->id);
	if (column >= 0)
		added = added &&
		        hvk__buffer_printf(&sames->key, "\n%s", record->value[column] ? record->value[column] : "") &&
		        hvk__index_add(&sames->index, sames->key.data, sames->key.length, record->id);
	return added ? HVK_OK : hvk__fail_memory(&record->store->error);
}

int hvk__same_load(struct hvk__sames *sames, struct hvk_store *store)
{
	_cleanup_(hvk__record_freep) struct hvk_record *record = NULL;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	_cleanup_free_ char *from = NULL, *text = NULL;
	int result;

	if (asprintf(&from, "FROM %s t", hvk__types[sames->type].name) < 0) {
		from = NULL;
		return hvk__fail_memory(&store->error);
	}
	text = hvk__record_select(sames->type, from);
	if (!text)
		return hvk__fail_memory(&store->error);
	result = hvk_record_new(store, sames->type, &record);
	if (result == HVK_OK)
		result = hvk__store_prepare(store, text, &statement);
	while (result == HVK_OK && (result = hvk__store_step(store, statement)) == 1) {
		result = hvk__record_load(record, statement);
		if (result == HVK_OK)
			result = add_record(sames, record);
	}
	return result;
}

/* The one record under the key. */
static int find_one(const struct hvk__sames *sames, int64_t *id)
{
	size_t at = 0;
	int64_t other;

	if (!hvk__index_next(&sames->index, sames->key.data, sames->key.length, &at, id))
		return 0;
	return hvk__index_next(&sames->index, sames->key.data, sames->key.length, &at, &other) ? HVK_EAMBIGUOUS : 1;
}

int hvk__same_find(struct hvk__sames *sames, const struct hvk_record *record, int64_t *id)
{
	int column = known[record->type].apart;
	int result = make_key(sames, record);
	const char *apart;
	size_t length;

	*id = 0;
	if (result <= 0)
		return result;
	if (column < 0)
		return find_one(sames, id);
	apart = record->value[column] ? record->value[column] : "";
	length = sames->key.length;
	if (!hvk__buffer_printf(&sames->key, "\n%s", apart))
		return hvk__fail_memory(&record->store->error);
	result = find_one(sames, id);
	if (result != 0 || record->type == HVK_AGREEMENT)
		return result;
	/* A first day, or an hour, may have been learnt, or not be told again. */
	sames->key.length = apart[0] ? length + 1 : length;
	return find_one(sames, id);
}

int hvk__same_add(struct hvk__sames *sames, const struct hvk_record *record)
{
	return add_record(sames, record);
}

int hvk__same_is(struct hvk__sames *sames, const struct hvk_record *one, const struct hvk_record *other)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer key = { 0 };
	int column = known[one->type].apart, result = make_key(sames, one);
	const char *a = column >= 0 ? one->value[column] : NULL, *b = column >= 0 ? other->value[column] : NULL;

	if (result == 1 && !hvk__buffer_add(&key, sames->key.data, sames->key.length))
		result = hvk__fail_memory(&one->store->error);
	if (result == 1)
		result = make_key(sames, other);
	if (result <= 0)
		return result;
	return key.data && key.length == sames->key.length && memcmp(key.data, sames->key.data, key.length) == 0 &&
	       (!a || !b || strcmp(a, b) == 0);
}

void hvk__sames_free(struct hvk__sames *sames)
{
	hvk__index_free(&sames->index);
	hvk__buffer_free(&sames->key);
}
