/* SPDX-License-Identifier: EUPL-1.2 */
/* Which stored record a row without a slug is. */
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "record/index.h"

/* The column of the first day, where that tells records apart; -1: it does not. */
static int since_column(enum hvk_type type)
{
	return type == HVK_AGREEMENT ? HVK__AGREEMENT_SINCE : type == HVK_MEMBERSHIP ? HVK__MEMBERSHIP_SINCE : -1;
}

uint32_t hvk__same_columns(enum hvk_type type)
{
	const struct hvk__type *of = &hvk__types[type];
	uint32_t columns = 0;

	if (of->partner_column >= 0)
		columns |= UINT32_C(1) << of->partner_column;
	if (of->name_column >= 0)
		columns |= UINT32_C(1) << of->name_column;
	if (since_column(type) >= 0)
		columns |= UINT32_C(1) << since_column(type);
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

/* Makes the key of a record, without its first day. 1, 0 when it lacks what it is known by, HVK_ENOMEM. */
static int make_key(struct hvk__sames *sames, const struct hvk_record *record)
{
	const struct hvk__type *of = &hvk__types[record->type];
	const char *partner = of->partner_column >= 0 ? record->value[of->partner_column] : "";
	const char *name = of->name_column >= 0 ? record->value[of->name_column] : NULL;

	sames->key.length = 0;
	if (!partner || !name)
		return 0;
	if (!hvk__buffer_add_text(&sames->key, partner) || !hvk__buffer_add(&sames->key, "\n", 1) ||
	    !add_folded(&sames->key, name))
		return hvk__fail_memory(&record->store->error);
	return 1;
}

/* Records stand under their key, and under that with their first day. */
static int add_record(struct hvk__sames *sames, const struct hvk_record *record)
{
	int column = since_column(record->type);
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
	int column = since_column(record->type);
	int result = make_key(sames, record);
	const char *since;
	size_t length;

	*id = 0;
	if (result <= 0)
		return result;
	if (column < 0)
		return find_one(sames, id);
	since = record->value[column] ? record->value[column] : "";
	length = sames->key.length;
	if (!hvk__buffer_printf(&sames->key, "\n%s", since))
		return hvk__fail_memory(&record->store->error);
	result = find_one(sames, id);
	if (result != 0 || record->type != HVK_MEMBERSHIP)
		return result;
	/* A first day may have been learnt, or not be told again. */
	sames->key.length = since[0] ? length + 1 : length;
	return find_one(sames, id);
}

int hvk__same_add(struct hvk__sames *sames, const struct hvk_record *record)
{
	return add_record(sames, record);
}

void hvk__sames_free(struct hvk__sames *sames)
{
	hvk__index_free(&sames->index);
	hvk__buffer_free(&sames->key);
}
