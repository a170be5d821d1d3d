/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Listing records. First the ids of all that satisfy the conditions are read, in order; then the records, a block at a
 * time: no lock is held while the reader of a list takes its time, and memory is that of a block. One that was removed
 * meanwhile is passed over.
 */
#include <string.h>

#include "core/macro.h"
#include "record/condition.h"
#include "record/order.h"
#include "record/row.h"

#define BLOCK 64

struct hvk_records {
	struct hvk_store *store;
	enum hvk_type type;
	struct hvk__clause where;
	struct hvk__buffer order;
	bool begun;
	struct hvk__ids ids;
	size_t next_id;
	struct hvk_record *records[BLOCK]; /* made when first needed */
	size_t count, position;
};

HVK_EXPORT int hvk_records_new(struct hvk_store *store, enum hvk_type type, struct hvk_records **records)
{
	int result;

	*records = NULL;
	hvk__error_clear(&store->error);
	if ((unsigned)type >= HVK_TYPES)
		return hvk__fail(&store->error, HVK_EINVAL, "there is no type of record %u", (unsigned)type);
	result = hvk__store_require(store, false);
	if (result < 0)
		return result;
	*records = calloc(1, sizeof(**records));
	if (!*records)
		return hvk__fail_memory(&store->error);
	(*records)->store = store;
	(*records)->type = type;
	return HVK_OK;
}

HVK_EXPORT void hvk_records_free(struct hvk_records *records)
{
	if (!records)
		return;
	for (size_t i = 0; i < BLOCK; i++)
		hvk_record_free(records->records[i]);
	hvk__clause_free(&records->where);
	hvk__buffer_free(&records->order);
	hvk__ids_free(&records->ids);
	free(records);
}

/* ---- what is asked for */

/* Clears the error; refuses what comes too late. */
static int change(struct hvk_records *records)
{
	hvk__error_clear(&records->store->error);
	if (records->begun)
		return hvk__fail(&records->store->error, HVK_EINVAL,
		                 "the listing has begun: nothing can be set any more");
	return HVK_OK;
}

HVK_EXPORT int hvk_records_add(struct hvk_records *records, const char *key, const char *op, const char *value)
{
	struct hvk__condition condition = { .key = key, .key_length = strlen(key), .value = value };
	int result = change(records);

	if (result == HVK_OK)
		result = hvk__operator_parse(&records->store->error, op, &condition.operator);
	return result < 0 ? result : hvk__condition_add(records->store, records->type, &condition, &records->where);
}

HVK_EXPORT int hvk_records_parse(struct hvk_records *records, const char *condition)
{
	struct hvk__condition split;
	int result = change(records);

	if (result < 0)
		return result;
	if (hvk__condition_split(condition, &split))
		return hvk__condition_add(records->store, records->type, &split, &records->where);
	return hvk__fail(&records->store->error, HVK_EINVAL,
	                 "expected KEY OP VALUE, such as gemeente=oostkamp or since>=2026, found '%s'", condition);
}

HVK_EXPORT int hvk_records_set_words(struct hvk_records *records, const char *words)
{
	int result = change(records);

	return result < 0 ? result : hvk__words_add(records->store, records->type, words, &records->where);
}

HVK_EXPORT int hvk_records_set_sort(struct hvk_records *records, const char *columns)
{
	struct hvk__buffer order = { 0 };
	int result = change(records);

	if (result == HVK_OK)
		result = hvk__order_add(records->store, records->type, columns, &order);
	if (result < 0) {
		hvk__buffer_free(&order);
		return result;
	}
	hvk__buffer_free(&records->order);
	records->order = order;
	return HVK_OK;
}

/* ---- reading */

static int select_ids(struct hvk_records *records, sqlite3_stmt **statement)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer text = { 0 };
	struct hvk_store *store = records->store;
	int result = HVK_OK;

	if (!records->order.length)
		result = hvk__order_add(store, records->type, NULL, &records->order);
	if (result == HVK_OK)
		result = hvk__functions_register(store);
	if (result < 0)
		return result;
	if (!hvk__buffer_printf(&text, "SELECT t.id FROM %s AS t WHERE 1%s%s", hvk__types[records->type].name,
	                        records->where.text.data ? records->where.text.data : "", records->order.data))
		return hvk__fail_memory(&store->error);
	result = hvk__store_prepare(store, text.data, statement);
	return result < 0 ? result : hvk__clause_bind(store, &records->where, *statement);
}

static int read_ids(struct hvk_records *records)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = select_ids(records, &statement);

	return result < 0 ? result : hvk__ids_read(records->store, statement, &records->ids);
}

/* Reads on until the block is full. */
static int read_records(struct hvk_records *records)
{
	int result = HVK_OK;

	records->count = records->position = 0;
	while (result == HVK_OK && records->count < BLOCK && records->next_id < records->ids.count) {
		struct hvk_record **record = &records->records[records->count];

		if (!*record)
			result = hvk_record_new(records->store, records->type, record);
		if (result == HVK_OK)
			result = hvk__record_read(*record, records->ids.items[records->next_id++]);
		if (result == HVK_OK)
			records->count++;
		else if (result == HVK_ENOTFOUND) /* since the listing began */
			result = HVK_OK;
	}
	return result;
}

/* In a transaction of its own, unless the caller has one. */
static int read_block(struct hvk_records *records)
{
	bool within = !sqlite3_get_autocommit(records->store->database), first = !records->begun;
	size_t next_id = records->next_id;
	int result = within ? HVK_OK : hvk__begin_reading(records->store);

	if (result == HVK_OK && !records->begun) {
		records->begun = true;
		result = read_ids(records);
	}
	if (result == HVK_OK)
		result = read_records(records);
	if (!within)
		hvk__rollback(records->store);
	if (result == HVK_OK)
		return HVK_OK;
	/* Nothing of the block was given: who asks again gets it whole. */
	records->count = records->position = 0;
	records->next_id = next_id;
	records->begun = !first;
	if (first)
		records->ids.count = 0;
	return result;
}

HVK_EXPORT int hvk_records_next(struct hvk_records *records, struct hvk_record **record)
{
	*record = NULL;
	if (!records->begun || (records->position == records->count && records->next_id < records->ids.count)) {
		int result = read_block(records);

		if (result < 0)
			return result;
	}
	if (records->position == records->count)
		return 0;
	*record = records->records[records->position++];
	return 1;
}
